//! Records and the trail of their changes: facilities, evidence, receipts, and the merge of two
//! trails.

pub mod evidence;
pub mod facility;
pub mod merge;
pub mod position;
pub mod receipt;
pub mod sheet;
pub mod trail;

pub use self::evidence::{Evidence, EvidenceKind, Listing};
pub use self::facility::{Facility, Status};
pub use self::merge::{Link, Log, NewChanges};
pub use self::position::Position;
pub use self::receipt::{Head, NotAReceipt, Receipt};
pub use self::trail::subject::{Subject, excepted};
pub use self::trail::topic::{ActSort, Topic};
pub use self::trail::{Change, ChangeId, Folded, Patch, Record, WrittenChange};
