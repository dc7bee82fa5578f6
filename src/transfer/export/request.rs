//! What is to be exported, and how far it is.

use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;

use super::cell::ExportNames;
use crate::i18n::{ExportMsg, Lang, Say};

/// In what form a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One kind as a table, named so.
    Csv(ExportNames),
    /// The same for other programs, with the descriptor of a data package beside it.
    DataPackage(ExportNames),
    /// One kind as a table for programs that analyse it, each column with its type.
    Parquet(ExportNames),
    /// A workbook to fill in, with lists and explanations in a language.
    Xlsx(Lang),
    /// The object that `docs` describe, for other programs.
    Json,
    /// Layers for mapping programs, with labels in a language.
    GeoPackage(Lang),
}

/// What is to be exported.
#[derive(Clone, Debug)]
pub struct ExportRequest<'a> {
    /// The kind, by code or label; all where none is named.
    pub kind: Option<&'a str>,
    /// Only these places and those below them, by code or name; all where none is named.
    pub towns: &'a [String],
    /// The form of the file.
    pub format: ExportFormat,
    /// The day on which exceptions and deadlines are looked at.
    pub day: NaiveDate,
}

/// Who follows an export, and may end it.
pub struct ExportWatch<'a> {
    /// Ends it early once it is set.
    pub cancel: &'a AtomicBool,
    /// Is told now and then how far it is.
    pub progress: &'a mut dyn FnMut(ExportProgress),
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Records that were read.
    pub done: usize,
    /// Records there are.
    pub of: usize,
}

impl Say for ExportProgress {
    fn say(&self, lang: Lang) -> String {
        ExportMsg::Progress {
            done: self.done,
            of: self.of,
        }
        .say(lang)
    }
}

/// What became of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportSummary {
    /// Records in the file.
    pub records: usize,
    /// Those of them that stand verified by somebody who entered them.
    pub self_approved: usize,
    /// Values that the form as it is now would not read back.
    pub unfit: usize,
    /// Values with no place in a column of their type, whose cells are empty.
    pub left_empty: usize,
    /// Facilities in a map's layers that have no point.
    pub not_plotted: usize,
}
