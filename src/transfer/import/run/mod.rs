//! The run of an import: rows to changes that one transaction takes over, and what is written beside it.

pub mod change;
mod doubled;
pub(crate) mod import;
mod import_run;
mod noting;
mod outcome;
mod reading;
pub mod recipe;
pub mod rejects;
pub mod unmatched;
