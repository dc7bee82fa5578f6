//! The rows of the screen.

/// Rows above the list: how many there are, and the heads of the columns.
pub(super) const HEAD: usize = 2;

/// How many rows a page has.
pub(super) fn page(height: usize) -> usize {
    height.saturating_sub(HEAD).max(1)
}
