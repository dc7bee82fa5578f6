//! The run of an import: rows to changes in one transaction, and what is written beside it.

pub mod change;
pub mod recipe;
pub mod rejects;
pub(crate) mod run;
pub mod unmatched;
