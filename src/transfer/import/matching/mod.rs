//! Which record of the ledger a row is.

pub(super) mod deleted_index;
pub(super) mod hits;
pub(super) mod index;
pub(crate) mod known;
pub(crate) mod matcher;
pub(super) mod new_rows;
pub(super) mod twins;
