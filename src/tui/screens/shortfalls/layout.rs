//! The rows of the screen.

pub(super) const HEAD: usize = 1;

/// How many rows a page has.
pub(super) fn page(height: usize) -> usize {
    let reasons = if height >= 16 { 8 } else { 3 };
    height.saturating_sub(HEAD + 1 + reasons).max(1)
}
