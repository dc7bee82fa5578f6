//! The change log: one change a save, chained by hashes, and the fold that makes records of it.
//!
//! The same log is the audit trail, the undo, the as-of and the merge. A change names its parents,
//! the heads of the record that it was made from, so concurrent changes are seen as such, whatever
//! order they arrive in.

mod change;
mod fold;
mod record;
pub(crate) mod shape;
pub(crate) mod subject;
mod texts;
pub(crate) mod topic;

pub use self::change::{Change, ChangeId, Patch, WrittenChange};
pub use self::fold::{Conflict, Folded, conflicts, each_with_fields_before, fold};
pub use self::record::Record;
pub use self::shape::{ancestors_of, behind, in_order, is_line, is_well_formed, known};
pub use self::subject::{Subject, excepted};
pub use self::topic::{ActSort, Topic};

#[cfg(test)]
mod tests;
