//! Records and the trail of their changes: facilities, evidence, receipts, and the merge of two
//! trails.

pub mod evidence;
pub mod facility;
pub mod merge;
pub mod position;
pub mod receipt;
pub mod trail;

pub use evidence::{Evidence, EvidenceKind, Listing};
pub use facility::{Facility, Status};
pub use merge::{Link, Log, NewChanges};
pub use position::Position;
pub use receipt::{Head, NotAReceipt, Receipt};
pub use trail::topic::{ActSort, Subject, Topic};
pub use trail::{Change, ChangeId, Folded, Patch, Record, WrittenChange};
