//! The rows of the page of a requirement.

/// The line of heads.
pub(super) const HEAD: usize = 1;

/// How many rows a page has beside the reasons.
pub(super) fn page(height: usize) -> usize {
    let reasons = if height >= 16 { 13 } else { 5 };
    height.saturating_sub(HEAD + 1 + reasons).max(1)
}
