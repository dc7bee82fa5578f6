//! Why a merge takes nothing in.

use crate::i18n::{Lang, MergeFault, Say};
use crate::store::error::StoreError;
use crate::store::file::file_error::FileError;
use crate::store::share::limit::OutsideAct;

/// Why nothing was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// The file or the ledger cannot be used.
    File(FileError),
    /// The file does not go with this ledger.
    Refused(MergeFault),
    /// It is about places outside the limits.
    Outside {
        /// What is.
        acts: Vec<OutsideAct>,
        /// Whose limits they are, where they are not those of the merge.
        signer: Option<String>,
    },
    /// Somebody cancelled.
    Cancelled,
}

/// The result of a merge.
pub type Result<T, E = MergeError> = std::result::Result<T, E>;

impl Say for MergeError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(error) => error.say(lang),
            Self::Refused(fault) => fault.say(lang),
            Self::Outside { acts, signer } => {
                let count = acts.len();
                match signer.clone() {
                    Some(name) => MergeFault::OutsideSigner { count, name }.say(lang),
                    None => MergeFault::Outside { count }.say(lang),
                }
            }
            Self::Cancelled => MergeFault::Cancelled.say(lang),
        }
    }
}

impl From<MergeFault> for MergeError {
    fn from(fault: MergeFault) -> Self {
        Self::Refused(fault)
    }
}

impl From<FileError> for MergeError {
    fn from(error: FileError) -> Self {
        if error == FileError::Cancelled {
            Self::Cancelled
        } else {
            Self::File(error)
        }
    }
}

impl From<StoreError> for MergeError {
    fn from(error: StoreError) -> Self {
        Self::File(FileError::Store(error))
    }
}

impl From<rusqlite::Error> for MergeError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}
