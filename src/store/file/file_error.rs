//! Why a file that is to be exported, or was, is not made, verified or restored.

use crate::i18n::{Lang, LedgerFault, LedgerRefusal, Say, SnapshotFault};
use crate::store::cause::Cause;
use crate::store::error::{StoreError, Trouble};

/// Why nothing was made, verified or restored.
#[derive(Clone, Debug)]
pub enum FileError {
    /// The ledger cannot be used.
    Store(StoreError),
    /// What was asked for cannot be done.
    Refused(SnapshotFault),
    /// The system does not let it be done; and what lies under that.
    System(SnapshotFault, Cause),
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
            Self::Refused(fault) | Self::System(fault, _) | Self::Unusable(fault) => {
                fault.say(lang)
            }
            Self::Cancelled => SnapshotFault::Cancelled.say(lang),
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        let fault = match Trouble::of(&error) {
            Trouble::Absent => SnapshotFault::NoFolder,
            Trouble::Exists => SnapshotFault::Exists,
            Trouble::Full => SnapshotFault::Full,
            Trouble::Denied => SnapshotFault::Denied,
            Trouble::TooManyFiles => return Self::Store(error.into()),
            Trouble::Other => SnapshotFault::System {
                detail: error.to_string(),
            },
        };
        Self::System(fault, Cause::of_io(&error))
    }
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Ledger(LedgerFault::Full, cause) => {
                Self::System(SnapshotFault::Full, cause)
            }
            error => Self::Store(error),
        }
    }
}

impl From<rusqlite::Error> for FileError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// Errors are equal when people are told the same.
impl PartialEq for FileError {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Store(own), Self::Store(others)) => own == others,
            (
                Self::Refused(own) | Self::System(own, _),
                Self::Refused(others) | Self::System(others, _),
            )
            | (Self::Unusable(own), Self::Unusable(others)) => own == others,
            (Self::Cancelled, Self::Cancelled) => true,
            _ => false,
        }
    }
}

impl Eq for FileError {}

impl FileError {
    /// Returns what lies under it, without any data.
    #[must_use]
    pub fn cause(&self) -> Cause {
        match self {
            Self::Store(error) => error.cause(),
            Self::System(fault, cause) => cause.under(fault),
            Self::Refused(fault) | Self::Unusable(fault) => Cause::of_variant(fault),
            Self::Cancelled => Cause::of_variant(self),
        }
    }

    /// Returns what an error of the store means for a file that is nobody's ledger yet.
    pub(crate) fn of_untrusted(error: StoreError) -> Self {
        Self::Unusable(match error {
            StoreError::Refused(LedgerRefusal::PackDoesNotCheck { pack, .. }) => {
                SnapshotFault::PackUnreadable { pack }
            }
            StoreError::Ledger(
                LedgerFault::Damaged { detail } | LedgerFault::Other { detail },
                _,
            ) => SnapshotFault::Unreadable { detail },
            StoreError::Ledger(LedgerFault::Foreign, _) => SnapshotFault::NotALedger,
            other => return Self::Store(other),
        })
    }
}
