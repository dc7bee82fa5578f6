//! Questions to an open ledger, read only.

pub(super) mod ahead;
pub(super) mod as_of;
pub(super) mod behind;
pub(super) mod closes;
pub(super) mod conflicts;
pub(super) mod corrections;
pub(super) mod double_entries;
mod entered;
pub(super) mod facts;
pub(super) mod filtered;
pub(super) mod finding;
pub(super) mod groups;
pub(super) mod matrix;
mod own;
pub(super) mod packs;
pub(super) mod places;
pub(super) mod progress;
pub(super) mod quarters;
pub(super) mod reading;
pub(super) mod records;
mod rehearsal;
pub(super) mod reviews;
pub(super) mod sheets;
pub(super) mod standings;
pub(super) mod time;
pub(super) mod trail;
pub(super) mod trends;
