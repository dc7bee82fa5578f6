//! Which records a session of second entries offers.

/// Which records a session of second entries offers, of those that it may change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The code of the one kind; `None` for all.
    pub kind: Option<String>,
    /// Of the records with nothing near a minimum and no sharp change, so many in a hundred; `None`
    /// for all of them.
    pub sample: Option<u8>,
}
