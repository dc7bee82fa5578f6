//! Acts that several screens offer on a record.

pub(super) mod confirm;
pub(super) mod relocate;
pub(super) mod remove;
pub(super) mod restore;
pub(super) mod revert;
