//! The verdicts there are.

use crate::domain::text::coded;

/// Whether a minimum is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 达标.
    Met,
    /// 未达标.
    Short,
    /// 无法判定: a deciding value is empty or not known well enough.
    Unknown,
    /// 供参考: a figure that is shown and never judged. It is counted with none of the others.
    Information,
}

impl Verdict {
    /// Every verdict with its word in the ledger and in JSON.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Met, "met"),
        (Self::Short, "short"),
        (Self::Unknown, "unknown"),
        (Self::Information, "information"),
    ];

    /// Returns the verdict of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        coded::of_word(&Self::ALL, word)
    }

    /// Returns whether something is left to do: it is short, or not known.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Short | Self::Unknown)
    }

    /// Returns the word in the ledger and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        coded::word_of(&Self::ALL, self)
    }
}
