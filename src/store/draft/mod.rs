//! Drafts: forms not yet saved, in files beside the ledger.
//!
//! They are not in the ledger because they must survive a full disk, on which the ledger takes
//! nothing: the file of an open form is allocated when the form opens, so that keeping what is
//! typed never needs another byte. They are private to the account that typed them and never part
//! of a snapshot.

mod disk;
mod file;
mod form_draft;
mod slots;
mod waiting;
mod writer;

pub use self::disk::folder;
pub use self::file::DraftFile;
pub use self::form_draft::{DraftCell, DraftKeyed, DraftOf, FormDraft, Result};
pub use self::slots::MOST_BYTES;
pub use self::waiting::{DraftSearch, Waiting, WaitingDraft, waiting};
pub use self::writer::DraftWriter;

#[cfg(test)]
mod tests;
