//! What headers may call a field.

use super::field::Field;

impl Field {
    /// Returns everything that a header may call it: its code, its labels and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = [self.code.as_str(), &self.label.zh, &self.label.en];
        own.into_iter()
            .chain(self.aliases.iter().map(String::as_str))
    }
}
