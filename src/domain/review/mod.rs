//! Review of records: findings, second entry, risk, reasons and the history of a record.

pub mod double_entry;
pub mod history;
pub mod reason;
pub(crate) mod review;
pub mod risk;

pub use double_entry::{Attempts, KeyingStep, SecondEntry, SecondEntryOutcome};
pub use history::{HistoryEvent, SetField};
pub use reason::{Reason, ReasonKind, Reasons};
pub use review::{ActionKind, Locks, ReviewAction, ReviewRole, ReviewState, Thread, ThreadState};
pub use risk::Risk;
