//! Review of records: findings, second entry, risk, reasons, the history of a record, and the
//! closing of quarters.

pub mod action;
pub mod bulk;
pub mod double_entry;
pub mod history;
pub mod quarter;
pub mod reason;
pub mod record_move;
pub mod risk;
pub mod sample;
pub mod saved_reason;
pub(crate) mod thread;
pub mod visit;

pub use self::action::{ActionKind, ReviewAction, ReviewRole, ThreadState};
pub use self::bulk::{BulkFacts, LeftOut};
pub use self::double_entry::{Attempts, KeyingStep, SecondEntry, SecondEntryOutcome};
pub use self::history::{Forms, HistoryEvent, SetField};
pub use self::quarter::{
    ConfirmOutcome, Confirmation, DueSheet, OpenCounts, QuarterClose, QuarterWork, Reopening,
    SeenRecord, WaitingFacilities, WantedRecord, Wanting,
};
pub use self::reason::{Reason, ReasonKind, Reasons, explains};
pub use self::record_move::{Destination, LostField, RecordMove, shared_field};
pub use self::risk::Risk;
pub use self::sample::{Sample, SampleFrame, SampleRule, SampleUnit};
pub use self::thread::{Locks, ReviewState, Thread};
pub use self::visit::{SiteVisit, VisitResult};
