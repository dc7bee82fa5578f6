//! Review of records: findings, second entry, risk, reasons and the history of a record.

pub mod double_entry;
pub mod history;
pub mod reason;
pub(crate) mod review;
pub mod risk;

pub use self::double_entry::{Attempts, Outcome, Step, Verification};
pub use self::history::{Event, SetField};
pub use self::reason::{Reason, Reasons, Why};
pub use self::review::{Act, Deed, Locks, Role, State, Thread, ThreadState};
pub use self::risk::Risk;
