//! The lines of a file that something is said of.

use crate::i18n::code_list;

/// Some lines, and how many others there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineNumbers {
    /// The first.
    pub first: Vec<usize>,
    /// The others.
    pub more: usize,
}

impl LineNumbers {
    /// How many are told.
    const TOLD: usize = 10;

    pub(super) fn add(&mut self, line: usize) {
        if self.first.len() < Self::TOLD {
            self.first.push(line);
        } else {
            self.more += 1;
        }
    }

    /// Adds others.
    pub(super) fn join(&mut self, others: &Self) {
        self.more += others.more;
        others.first.iter().for_each(|line| self.add(*line));
    }

    /// Returns the first, as people are told them.
    #[must_use]
    pub fn told(&self) -> String {
        code_list(&self.first)
    }
}

/// How much of such a row is told.
const TOLD: usize = 40;

/// As much of a text as is told.
pub(crate) fn beginning(text: &str) -> String {
    text.chars().take(TOLD).collect()
}
