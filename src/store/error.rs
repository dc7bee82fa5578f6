//! What can go wrong with a ledger.

use rusqlite::ErrorCode;

use crate::i18n::{Lang, LedgerFault, LedgerRefusal, Say};

/// An error of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The file cannot be used.
    Ledger(LedgerFault),
    /// The input is refused; nothing was written.
    Refused(LedgerRefusal),
}

/// The result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl Say for StoreError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Ledger(fault) => fault.say(lang),
            Self::Refused(refusal) => refusal.say(lang),
        }
    }
}

impl From<LedgerFault> for StoreError {
    fn from(fault: LedgerFault) -> Self {
        Self::Ledger(fault)
    }
}

impl From<LedgerRefusal> for StoreError {
    fn from(refusal: LedgerRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        Self::Ledger(match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerFault::Busy,
            Some(ErrorCode::NotADatabase) => LedgerFault::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => LedgerFault::Damaged { detail },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LedgerFault::ReadOnly,
            Some(ErrorCode::DiskFull) => LedgerFault::Full,
            Some(ErrorCode::CannotOpen) => LedgerFault::CannotOpen { detail },
            _ => LedgerFault::Other { detail },
        })
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let detail = error.to_string();
        Self::Ledger(match error.kind() {
            std::io::ErrorKind::NotFound => LedgerFault::Absent,
            std::io::ErrorKind::AlreadyExists => LedgerFault::Exists,
            std::io::ErrorKind::StorageFull => LedgerFault::Full,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => LedgerFault::ReadOnly,
            _ => LedgerFault::CannotOpen { detail },
        })
    }
}

/// A row of the ledger that this program did not write: the file was altered by something else.
pub(super) fn damaged(detail: &str) -> StoreError {
    LedgerFault::Damaged { detail: detail.to_owned() }.into()
}
