//! Why a file that is to be exported, or was, is not made, verified or restored.

use crate::i18n::{Lang, LedgerFault, LedgerRefusal, Say, SnapshotFault};
use crate::store::error::{StoreError, Trouble};

/// Why nothing was made, verified or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The ledger cannot be used.
    Store(StoreError),
    /// What was asked for cannot be done.
    Refused(SnapshotFault),
    /// The file is no ledger, newer, damaged or in use.
    Unusable(SnapshotFault),
    /// Somebody cancelled.
    Cancelled,
}

/// The result of such an operation.
pub(crate) type Result<T, E = FileError> = std::result::Result<T, E>;

impl Say for FileError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => error.say(lang),
            Self::Refused(fault) | Self::Unusable(fault) => fault.say(lang),
            Self::Cancelled => SnapshotFault::Cancelled.say(lang),
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(match Trouble::of(&error) {
            Trouble::Absent => SnapshotFault::NoFolder,
            Trouble::Exists => SnapshotFault::Exists,
            Trouble::Full => SnapshotFault::Full,
            Trouble::Denied => SnapshotFault::Denied,
            Trouble::TooManyFiles => return Self::Store(LedgerFault::TooManyFiles.into()),
            Trouble::Other => SnapshotFault::System {
                detail: error.to_string(),
            },
        })
    }
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Ledger(LedgerFault::Full) => Self::Refused(SnapshotFault::Full),
            error => Self::Store(error),
        }
    }
}

impl From<rusqlite::Error> for FileError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl FileError {
    /// Returns what an error of the store means for a file that is nobody's ledger yet.
    pub(crate) fn of_untrusted(error: StoreError) -> Self {
        Self::Unusable(match error {
            StoreError::Refused(LedgerRefusal::PackDoesNotCheck { pack, .. }) => {
                SnapshotFault::PackUnreadable { pack }
            }
            StoreError::Ledger(LedgerFault::Damaged { detail } | LedgerFault::Other { detail }) => {
                SnapshotFault::Unreadable { detail }
            }
            StoreError::Ledger(LedgerFault::Foreign) => SnapshotFault::NotALedger,
            other => return Self::Store(other),
        })
    }
}
