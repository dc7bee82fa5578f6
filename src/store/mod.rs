//! The ledger: one SQLite file, and the only place with SQL.
//!
//! Every write is one transaction that also judges again what it touched. Every save is a change in
//! the trail; the rows of facilities and exceptions are the fold of their changes.

mod ask;
pub mod audit;
mod cause;
pub mod clock;
pub mod draft;
mod error;
pub(crate) mod file;
pub mod geopackage;
pub mod hub;
mod inspector;
mod ledger;
mod open;
mod problem_log;
mod rows;
pub mod share;
mod sqlite_code;
mod write;

pub use self::ask::behind::{KnownUntil, SaveBehind};
pub use self::ask::closes::{CloseCheck, ClosedPlaces, Unreproduced};
pub use self::ask::corrections::QuarterCorrection;
pub use self::ask::facts::{LedgerFacts, TrailMark, sqlite_version};
pub use self::ask::filtered::{Narrowed, StandingKey};
pub use self::ask::finding::NamedFacility;
pub use self::ask::groups::{GroupCounts, GroupRow};
pub use self::ask::matrix::{ListedPlace, MatrixRows};
pub use self::ask::own_findings::OwnFinding;
pub use self::ask::places::{RehearsedPlace, RehearsedPlaces};
pub use self::ask::positions::MapPoint;
pub use self::ask::progress::PlaceProgress;
pub use self::ask::trends::PastQuarters;
pub use self::audit::finding::Flaw;
pub use self::cause::{Cause, variant_in_words};
pub(crate) use self::clock::stamp;
pub use self::error::{Result, StoreError, Trouble};
pub use self::file::file_error::FileError;
pub use self::file::schema::{APPLICATION_ID, VERSION};
pub(crate) use self::file::staging::sync_folder;
pub use self::inspector::{Approval, BulkApproval, Inspector, Limits, Returning, Visiting};
pub use self::ledger::Store;
pub use self::problem_log::ProblemLog;
pub use self::rows::close_judging::JudgedClose;
pub use self::rows::conflict::{NamedRecord, OpenConflict, Settlement, Side};
pub use self::rows::deleted::DeletedRecord;
pub use self::rows::double_entry::{Entered, Keyed, SecondEntries};
pub use self::rows::pack::{Adding, Load, Rehearsal, Replacing, VerdictChange};
pub use self::rows::pack_text::JudgedBy;
pub use self::rows::record::{FoundRecord, Identity};
pub use self::rows::review::{Review, ReviewFilter, Reviewed, WaitingFinding};
pub use self::rows::signers::{LedgerSigner, LedgerSigners};
pub use self::rows::standing::MatrixRow;
pub use self::rows::trail::TrailEntry;
pub use self::write::answer::FindingAnswer;
pub use self::write::moved::StandingChange;
pub use self::write::places::{PlaceChange, PlaceChanged, PlaceStep};
pub use self::write::quarter::QuarterClosing;
pub use self::write::save::{Save, Saved};
pub use self::write::writer::Writer;
