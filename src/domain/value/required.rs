//! When a field must be filled.

/// When a field must be filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Required {
    /// Never.
    #[default]
    No,
    /// Before a record goes to review.
    Submit,
    /// Before a record can be saved.
    Save,
}
