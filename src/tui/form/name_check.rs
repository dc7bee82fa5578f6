//! What was answered about records of one name.

/// The names that a person was asked about.
#[derive(Default)]
pub(super) struct NameCheck {
    /// The name that was asked about on leaving it: once is enough.
    pub(super) asked: String,
    /// The name that is said to be of another facility.
    pub(super) told_apart: String,
}
