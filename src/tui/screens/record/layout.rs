//! The rows of the screen.

/// Rows above the fields: the state of the record.
pub(super) const HEAD: usize = 1;

/// How many rows a page has.
pub(super) fn page(height: usize) -> usize {
    let below = if height >= 16 { 6 } else { 3 };
    height.saturating_sub(HEAD + 1 + below).max(1)
}
