//! How a file may be imported, as a screen shows it: a line for everything that can be said of it.

use std::sync::Arc;

use super::seen::Seen;
use crate::i18n::Text;

/// What can be said of a file that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportSetting {
    /// The kind of its facilities.
    Kind,
    /// The sheet of a workbook.
    Sheet,
    /// The encoding of a text.
    Encoding,
    /// The sign between the cells of a text.
    Separator,
    /// The line of its header.
    Header,
    /// The column of the places, or the place of all rows.
    Place,
    /// The level of the places in that column.
    Level,
    /// What a column is, by its header.
    Column(String),
}

/// One of the answers to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedChoice {
    /// What the answer is called.
    pub code: String,
    /// How it is shown.
    pub name: Text,
    /// What is told of it.
    pub extra: Text,
}

impl ProposedChoice {
    /// Returns an answer.
    #[must_use]
    pub fn new(code: &str, name: Text, extra: Text) -> Self {
        Self {
            code: code.to_owned(),
            name,
            extra,
        }
    }
}

/// A line of how a file may be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedLine {
    /// What it says.
    pub setting: ImportSetting,
    /// What that is called.
    pub name: Text,
    /// The answer.
    pub value: Text,
    /// What speaks for it.
    pub why: Text,
    /// Values of the file.
    pub sample: Text,
    /// What can be answered.
    pub choices: Arc<[ProposedChoice]>,
    /// The code of the answer; empty where there is none.
    pub code: String,
    /// Whether somebody must answer it before the file is imported.
    pub is_open: bool,
    /// Whether somebody should look at it.
    pub is_unsure: bool,
}

/// What came of trying to import a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedImport {
    /// Counts of its rows.
    pub summary: Text,
    /// What was found in it, line by line.
    pub found: Vec<Text>,
    /// How many rows are refused.
    pub refused: usize,
}

/// How a file may be imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposedImport {
    /// Everything that can be said of it.
    pub lines: Vec<ProposedLine>,
    /// Why it cannot be imported like this.
    pub fault: Option<Text>,
    /// What came of trying it; nothing before.
    pub tried: Option<TriedImport>,
    /// The file as it was looked at.
    pub seen: Option<Seen>,
}
