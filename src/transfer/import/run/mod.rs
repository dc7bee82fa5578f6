//! The run of an import: rows to changes in one transaction, and what is written beside it.

pub mod change;
mod doubled;
pub(crate) mod import;
mod import_run;
mod noting;
pub mod recipe;
pub mod rejects;
pub mod unmatched;
