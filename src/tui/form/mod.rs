//! A record as it is typed, without a screen: entries, drafts, problems, verdicts, review, saving.

mod carry;
mod doubts;
mod draft;
mod earlier;
mod edit;
pub(super) mod entry;
pub(super) mod field_words;
pub(super) mod finding;
pub(crate) mod form;
pub(super) mod keeper;
mod meanwhile;
mod meet;
mod name_check;
mod offers;
pub(super) mod opening;
pub(super) mod outcome;
pub(super) mod periods;
mod place_records;
mod prompt;
mod pull;
mod reading;
pub(super) mod removal;
pub(super) mod restoration;
pub(super) mod revert;
pub(crate) mod review;
pub(super) mod review_threads;
pub(super) mod same_name;
pub(crate) mod save;
pub(super) mod steps;
mod target;
pub(super) mod typing;
mod undo;
mod watched;
pub(super) mod words;

pub(super) use form::Form;
