//! The file of a report as it is written.

use std::io::{self, Write};
use std::ops::{Deref, DerefMut};

/// The bytes after which a text goes on to its file.
const FULL: usize = 1 << 16;

/// A text that goes on to its file piece by piece.
pub(super) struct Paper<'w> {
    text: String,
    file: &'w mut dyn Write,
    /// What the file refused; nothing is written after that.
    refused: Option<io::Error>,
}

impl<'w> Paper<'w> {
    /// Begins an empty text.
    pub(super) fn new(file: &'w mut dyn Write) -> Self {
        Self {
            text: String::new(),
            file,
            refused: None,
        }
    }

    /// Hands on what there is, if that is much; to be called after every entry and row.
    pub(super) fn turn(&mut self) {
        if self.text.len() >= FULL {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        if self.refused.is_none() {
            self.refused = self.file.write_all(self.text.as_bytes()).err();
        }
        self.text.clear();
    }

    /// Ends the text.
    ///
    /// # Errors
    /// When the file refused any of it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.hand_on();
        self.refused.map_or(Ok(()), Err)
    }
}

impl Deref for Paper<'_> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.text
    }
}

impl DerefMut for Paper<'_> {
    fn deref_mut(&mut self) -> &mut String {
        &mut self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_whole_and_a_refusal_is_told() {
        let mut file = Vec::new();
        let mut paper = Paper::new(&mut file);
        for _ in 0..3 {
            paper.push_str(&"x".repeat(FULL - 1));
            paper.turn();
            assert!(paper.len() < FULL);
        }
        paper.finish().unwrap();
        assert_eq!(file.len(), 3 * (FULL - 1));
        let mut full: &mut [u8] = &mut [0; 2];
        let mut paper = Paper::new(&mut full);
        paper.push_str("abc");
        assert!(paper.finish().is_err());
    }
}
