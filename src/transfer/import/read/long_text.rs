//! A long text of rows, which is put away in a private file and not held.

use std::io;
use std::path::Path;

use super::csv::{self, CsvRows};
use crate::i18n::TableFault;
use crate::store::StagedText;

/// From how many bytes on a text is put away.
const LONG: usize = 8 << 20;
/// How much of its beginning is held.
const BEGINNING: usize = 1 << 16;

/// A text of rows that was put away; its quotes are in order.
#[derive(Debug)]
pub struct LongText {
    text: StagedText,
    beginning: String,
}

/// Why a text cannot be put away.
pub(crate) enum LongTextError {
    /// It is no table.
    Table(TableFault),
    /// It cannot be written.
    File(io::Error),
}

impl From<TableFault> for LongTextError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<io::Error> for LongTextError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl LongText {
    /// Puts a text away beside a file; `None` where it is not long.
    ///
    /// # Errors
    /// When its quotes do not pair, or it cannot be written.
    pub(crate) fn of(
        text: &str,
        separator: u8,
        beside: &Path,
    ) -> Result<Option<Self>, LongTextError> {
        if text.len() < LONG {
            return Ok(None);
        }
        csv::check_quotes(text, separator)?;
        let is_whole = |end: &usize| text.is_char_boundary(*end);
        let end = (0..=BEGINNING).rev().find(is_whole).unwrap_or_default();
        Ok(Some(Self {
            text: StagedText::beside(beside, text)?,
            beginning: text.get(..end).unwrap_or_default().to_owned(),
        }))
    }

    /// Returns its beginning.
    pub(crate) fn beginning(&self) -> &str {
        &self.beginning
    }

    /// Returns its rows.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(crate) fn rows(&self, separator: u8) -> Result<CsvRows<'_>, TableFault> {
        csv::staged_rows(&self.text, separator)
    }

    /// Returns whether reading it has failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.text.has_failed()
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::transfer::import::read::table::TableRow;

    #[test]
    fn a_text_that_was_put_away_has_the_same_rows_on_the_same_lines() {
        let folder = tempfile::tempdir().unwrap();
        let mut text = String::from("a,b\r\n\r\n");
        let mut at = 0;
        while text.len() < LONG {
            let ends = ["\n", "\r", "\r\n", "\n\n", "\r\r\n"];
            let _ = write!(text, "{at},\"示例\n馆{at}\"{}", ends[at % ends.len()]);
            at += 1;
        }
        let beside = folder.path().join("示例.db");
        assert!(
            LongText::of("a,b\n", b',', &beside)
                .unwrap_or(None)
                .is_none()
        );
        let Ok(Some(long)) = LongText::of(&text, b',', &beside) else {
            panic!("it is long");
        };
        assert!(text.starts_with(long.beginning()) && long.beginning().len() > BEGINNING - 3);
        let held: Vec<TableRow> = csv::rows(&text, b',').unwrap().collect();
        let read: Vec<TableRow> = long.rows(b',').unwrap().collect();
        assert_eq!(held.len(), at + 1);
        assert!(held == read && !long.has_failed());
        drop(long);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
