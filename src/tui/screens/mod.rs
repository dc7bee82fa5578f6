//! The screens: each a small update and view of its own.

pub mod conflicts;
pub mod drafts;
pub mod figures;
pub mod form;
pub(super) mod found;
pub mod grid;
pub mod group;
pub mod history;
pub mod home;
pub(super) mod import;
mod kinds;
pub mod list;
mod matrix;
pub(super) mod outcome;
mod own_findings;
pub mod quarter;
pub mod record;
pub mod records;
mod samples;
pub mod second_entry;
pub mod sheets;
pub mod shortfalls;
pub(super) mod task;
pub mod trend;
