//! What can go wrong with a ledger.

use std::fs::File;
use std::io;

use rusqlite::ErrorCode;
use rusqlite::ffi::{
    SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
};
use rustix::io::Errno;

use super::cause::Cause;
use crate::i18n::{Lang, LedgerFault, LedgerRefusal, Say};

/// An error of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The file cannot be used; and what lies under that.
    Ledger(LedgerFault, Cause),
    /// The input is refused; nothing was written.
    Refused(LedgerRefusal),
}

/// The result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// Returns what lies under it, without any data.
    #[must_use]
    pub fn cause(&self) -> Cause {
        match self {
            Self::Ledger(fault, cause) => cause.under(fault),
            Self::Refused(refusal) => Cause::of_variant(refusal),
        }
    }
}

impl Say for StoreError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Ledger(fault, _) => fault.say(lang),
            Self::Refused(refusal) => refusal.say(lang),
        }
    }
}

impl From<LedgerFault> for StoreError {
    fn from(fault: LedgerFault) -> Self {
        Self::Ledger(fault, Cause::NONE)
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
        let cause = Cause::of_sqlite(&error);
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerFault::Busy,
            Some(ErrorCode::NotADatabase) => LedgerFault::Foreign,
            Some(ErrorCode::DatabaseCorrupt) => LedgerFault::Damaged { detail },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LedgerFault::ReadOnly,
            Some(ErrorCode::DiskFull) => LedgerFault::Full,
            Some(ErrorCode::SystemIoFailure) if is_of_writing(&error) => LedgerFault::NotWritten,
            Some(ErrorCode::CannotOpen) if no_handles_are_left() => LedgerFault::TooManyFiles,
            Some(ErrorCode::CannotOpen) => LedgerFault::CannotOpen { detail },
            _ => LedgerFault::Other { detail },
        };
        Self::Ledger(fault, cause)
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        let fault = match Trouble::of(&error) {
            Trouble::Absent => LedgerFault::Absent,
            Trouble::Exists => LedgerFault::Exists,
            Trouble::Full => LedgerFault::Full,
            Trouble::Denied => LedgerFault::ReadOnly,
            Trouble::TooManyFiles => LedgerFault::TooManyFiles,
            Trouble::Other => LedgerFault::CannotOpen {
                detail: error.to_string(),
            },
        };
        Self::Ledger(fault, Cause::of_io(&error))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        let fault = LedgerFault::Damaged {
            detail: error.to_string(),
        };
        Self::Ledger(fault, Cause::of_json(&error))
    }
}

/// What the system says of a file, as far as it tells people what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such file or folder.
    Absent,
    /// It is there already.
    Exists,
    /// No room: the disk is full, or a quota or a limit on the size of files is reached.
    Full,
    /// No permission.
    Denied,
    /// No more files can be open.
    TooManyFiles,
    /// Anything else.
    Other,
}

impl Trouble {
    /// Returns what an error says.
    #[must_use]
    pub fn of(error: &io::Error) -> Self {
        let number = error.raw_os_error();
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::AlreadyExists => Self::Exists,
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied,
            _ if [Errno::MFILE, Errno::NFILE]
                .iter()
                .any(|full| number == Some(full.raw_os_error())) =>
            {
                Self::TooManyFiles
            }
            _ => Self::Other,
        }
    }
}

/// Returns whether an error is of bytes that the disk did not take. `SQLite` tells a full disk
/// apart and not what else kept it from writing.
fn is_of_writing(error: &rusqlite::Error) -> bool {
    let codes = [
        SQLITE_IOERR_WRITE,
        SQLITE_IOERR_FSYNC,
        SQLITE_IOERR_TRUNCATE,
        SQLITE_IOERR_SHMSIZE,
    ];
    error
        .sqlite_error()
        .is_some_and(|error| codes.contains(&error.extended_code))
}

/// Returns whether no more files can be open, so that a ledger cannot be opened. `SQLite` only says
/// that it cannot. A ledger takes its file, the two beside it, and the folder.
fn no_handles_are_left() -> bool {
    let handles: io::Result<Vec<File>> = (0..4).map(|_| File::open("/dev/null")).collect();
    handles.is_err_and(|error| Trouble::of(&error) == Trouble::TooManyFiles)
}

/// Returns the error of a row that this program did not write. Something else altered the file.
pub(super) fn damaged(detail: &str) -> StoreError {
    LedgerFault::Damaged {
        detail: detail.to_owned(),
    }
    .into()
}
