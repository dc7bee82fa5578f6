//! Parts that several screens share.

pub(super) mod entry;
pub(super) mod finding;
pub(super) mod keeper;
pub(super) mod page;
pub(super) mod picker;
pub(super) mod reasons;
pub(super) mod rows;
pub(super) mod typing;
pub(super) mod why;
pub(super) mod words;
