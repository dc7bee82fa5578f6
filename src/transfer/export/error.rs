//! Why nothing was exported.

use std::io;

use rust_xlsxwriter::XlsxError;

use crate::i18n::{ExportFault, Lang, Say};
use crate::store::StoreError;
use crate::transfer::report::ReportError;

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
