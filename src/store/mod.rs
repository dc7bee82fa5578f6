//! The ledger: one SQLite file, and the only place with SQL.
//!
//! Every write is one transaction that also judges again what it touched. Every save is a change in
//! the trail; the rows of facilities and exceptions are the fold of their changes.

mod ask;
pub mod audit;
pub mod clock;
pub mod draft;
mod error;
pub(crate) mod file;
pub mod geopackage;
mod inspector;
mod ledger;
mod open;
mod rows;
pub mod share;
mod write;

pub use ask::facts::{LedgerFacts, TrailMark, sqlite_version};
pub use ask::filtered::StandingKey;
pub use audit::finding::Flaw;
pub(crate) use clock::stamp;
pub use error::{Result, StoreError, Trouble};
pub use file::file_error::FileError;
pub use file::schema::{APPLICATION_ID, VERSION};
pub(crate) use file::staging::sync_folder;
pub use inspector::{Approval, Inspector, Limits, Returning};
pub use ledger::Store;
pub use rows::conflict::{NamedRecord, OpenConflict, Settlement, Side};
pub use rows::deleted::DeletedRecord;
pub use rows::double_entry::{Entered, Keyed, SecondEntries};
pub use rows::facility::{FoundRecord, Identity};
pub use rows::pack::{Load, Replacing, VerdictChange};
pub use rows::review::{Review, ReviewFilter, Reviewed, WaitingFinding};
pub use rows::standing::{Counts, MatrixRow};
pub use rows::trail::TrailEntry;
pub use write::answer::FindingAnswer;
pub use write::save::{Save, Saved};
pub use write::writer::Writer;
