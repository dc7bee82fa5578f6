//! What a file is migrated for.

/// What a file is migrated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MigrationPurpose {
    /// It is a ledger that goes on being written.
    Ledger,
    /// It is a copy that becomes a ledger of its own, and so a new site.
    NewSite,
    /// It is a copy that is only read: nothing is added to its trail.
    Copy,
}
