//! Review of records: findings, second entry, risk, reasons and the history of a record.

pub mod double_entry;
pub mod history;
pub mod reason;
pub(crate) mod review;
pub mod risk;

pub use self::double_entry::{Attempts, KeyingStep, SecondEntry, SecondEntryOutcome};
pub use self::history::{HistoryEvent, SetField};
pub use self::reason::{Reason, ReasonKind, Reasons};
pub use self::review::{
    ActionKind, Locks, ReviewAction, ReviewRole, ReviewState, Thread, ThreadState,
};
pub use self::risk::Risk;
