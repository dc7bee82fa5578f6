//! Why line prompts could not go on.

use std::io;

use crate::store::StoreError;

/// Why the prompts could not go on.
#[derive(Debug)]
pub enum PromptFault {
    /// The ledger failed.
    Store(StoreError),
    /// Standard output failed.
    Output(io::Error),
    /// What was typed could not be kept in a draft.
    Lost,
    /// The file is only to be read: a snapshot, for one.
    OnlyToRead,
    /// There is no town that the session may change.
    NothingToChange,
    /// An act on a saved record failed, as deleting it or confirming that nothing has changed.
    NotDone(StoreError),
    /// Forms that were to be saved are drafts instead.
    NotSaved {
        /// How many.
        count: usize,
        /// What kept the first of them from being saved; `None` where the input ended before it was
        /// put right.
        error: Option<StoreError>,
    },
}
