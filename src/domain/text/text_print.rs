//! Short forms of texts, by which rows and records are told apart without being held.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The beginning of the SHA-256 of some texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPrint([u8; Self::BYTES]);

impl TextPrint {
    /// How many bytes it has.
    pub const BYTES: usize = 16;

    /// Returns the fingerprint of some texts.
    #[must_use]
    pub fn of<'t>(parts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let mut print = Self::default();
        print
            .0
            .iter_mut()
            .zip(digest.finalize())
            .for_each(|(to, from)| *to = from);
        print
    }

    /// Returns that of a folded name in a place.
    #[must_use]
    pub fn of_name(place: &str, name_key: &str) -> Self {
        Self::of(["name", place, name_key])
    }

    /// Returns that of a folded facility code.
    #[must_use]
    pub fn of_code(code_key: &str) -> Self {
        Self::of(["code", code_key])
    }

    /// Returns that of a record.
    #[must_use]
    pub fn of_id(id: Uuid) -> Self {
        Self(id.into_bytes())
    }

    /// Returns the first half of it, for keys that need not tell all apart.
    #[must_use]
    pub fn half(self) -> [u8; Self::BYTES / 2] {
        let mut half = [0; Self::BYTES / 2];
        half.iter_mut()
            .zip(self.0)
            .for_each(|(to, from)| *to = from);
        half
    }

    /// Returns its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Returns the one that has these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_other_parts_have_another_fingerprint() {
        assert_eq!(TextPrint::of(["ab", "c"]), TextPrint::of(["ab", "c"]));
        assert_ne!(TextPrint::of(["ab", "c"]), TextPrint::of(["a", "bc"]));
        assert_ne!(TextPrint::of(["ab"]), TextPrint::of(["ab", ""]));
        let print = TextPrint::of_name("331122101", "示例图书馆");
        assert_eq!(TextPrint::from_bytes(*print.bytes()), print);
    }
}
