//! What was found and answered about records of one name.

use crate::domain::record::Facility;

/// The names that a person was asked about.
#[derive(Default)]
pub(super) struct NameCheck {
    /// The name that was asked about on leaving it: once is enough.
    pub(super) asked: String,
    /// The name that is said to be of another facility.
    pub(super) told_apart: String,
    /// The name that was looked up last; none where the ledger may have changed since.
    pub(super) looked_up: Option<String>,
    /// The record here that this one is likely to be by that name.
    pub(super) likely: Option<Facility>,
}
