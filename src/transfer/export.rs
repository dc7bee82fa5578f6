//! Exports: what the ledger holds, in files that others read and that can be imported again.
//! Records are read one after the other as they were at one moment; a writer a format.

mod cell;
mod guide;
mod header;
mod json;
mod layers;
mod source;
mod table;
mod workbook;

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use rust_xlsxwriter::XlsxError;

pub use self::cell::ExportNames;
use self::source::ExportSource;
use super::output;
use super::report::ReportError;
use crate::domain::policy::Kind;
use crate::i18n::{ExportFault, ExportMsg, Lang, Say};
use crate::store::{Store, StoreError};

/// In what form a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One kind as a table, named so.
    Csv(ExportNames),
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
    /// Facilities in a map's layers that have no point.
    pub not_plotted: usize,
}

/// Why nothing was exported; a file that was there is as it was.
#[derive(Debug)]
pub enum ExportError {
    /// The ledger refuses.
    Store(StoreError),
    /// What was asked for cannot be done.
    Refused(ExportFault),
    /// The report of the shortfalls cannot be made.
    Report(ReportError),
    /// The disk or the directory refuses.
    Io(io::Error),
    /// Somebody cancelled.
    Cancelled,
}

impl Say for ExportError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => error.say(lang),
            Self::Refused(fault) => fault.say(lang),
            Self::Report(error) => error.say(lang),
            Self::Io(error) => ExportFault::Unwritable {
                detail: error.to_string(),
            }
            .say(lang),
            Self::Cancelled => ExportFault::Cancelled.say(lang),
        }
    }
}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ReportError> for ExportError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => Self::Store(error),
            refused @ ReportError::Refused(_) => Self::Report(refused),
        }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        Self::Io(match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            other => Self::Refused(ExportFault::Unwritable {
                detail: other.to_string(),
            }),
        }
    }
}

/// Writes a file of what the ledger holds now, whole or not at all. Whether `out` may be replaced
/// is asked before, with [`super::target::check`].
///
/// # Errors
/// When there is no such kind or place, the file cannot be written or the ledger not read.
pub fn export<'a>(
    store: &'a Store,
    request: &'a ExportRequest<'a>,
    out: &Path,
    watch: ExportWatch<'a>,
) -> Result<ExportSummary, ExportError> {
    let kinds = kinds(store, request)?;
    store.at_one_moment(move || {
        let mut source = ExportSource::new(store, &kinds, request, watch)?;
        output::replace_with(out, |unfinished| match request.format {
            ExportFormat::Csv(names) => table::write(&mut source, names, unfinished),
            ExportFormat::Xlsx(lang) => workbook::write(&mut source, lang, unfinished),
            ExportFormat::Json => json::write(&mut source, unfinished),
            ExportFormat::GeoPackage(lang) => layers::write(&mut source, lang, unfinished),
        })?;
        Ok(source.summary)
    })
}

/// The kinds that are asked for.
fn kinds<'a>(store: &'a Store, request: &ExportRequest) -> Result<Vec<&'a Kind>, ExportError> {
    let all = || store.packs().iter().flat_map(|pack| &pack.kinds);
    match (request.kind, request.format) {
        (Some(kind), _) => Ok(vec![store.find_kind(kind)?]),
        (None, ExportFormat::Csv(_)) => {
            let known = all()
                .map(|kind| kind.code.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            Err(ExportError::Refused(ExportFault::KindNeeded { known }))
        }
        (None, _) => Ok(all().collect()),
    }
}
