//! The rows and columns of a table of places.

/// Rows of the matrix that a body has room for, beside the head and the reasons.
pub(super) fn matrix_rows(height: usize) -> usize {
    let reasons = if height >= 16 { 7 } else { 3 };
    height.saturating_sub(HEAD + RULE + reasons).max(1)
}

/// The least and the most columns of the place names.
pub(super) const PLACE_ROOM: (usize, usize) = (10, 24);

/// The least columns of a requirement.
pub(super) const CELL_ROOM: usize = 14;

/// The least columns of the counts of a group, so that six of them fit beside the places.
pub(super) const COUNTS_ROOM: usize = 11;

/// Rows above the matrix, and between it and the reasons.
pub(in crate::tui::screens) const HEAD: usize = 2;

pub(super) const RULE: usize = 1;
