//! Review of records: findings, second entry, risk, reasons and the history of a record.

pub mod action;
pub mod double_entry;
pub mod history;
pub mod reason;
pub mod risk;
pub(crate) mod thread;

pub use action::{ActionKind, ReviewAction, ReviewRole, ThreadState};
pub use double_entry::{Attempts, KeyingStep, SecondEntry, SecondEntryOutcome};
pub use history::{HistoryEvent, SetField};
pub use reason::{Reason, ReasonKind, Reasons};
pub use risk::Risk;
pub use thread::{Locks, ReviewState, Thread};
