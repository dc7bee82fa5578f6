//! The rows and columns of a table of places.

/// Rows of the matrix that a body has room for, beside the head and the reasons.
pub(super) fn matrix_rows(height: usize) -> usize {
    let reasons = if height >= 16 { 7 } else { 3 };
    height.saturating_sub(HEAD + RULE + reasons).max(1)
}

/// The least and the most columns of the place names.
const PLACE_ROOM: (usize, usize) = (10, 24);

/// The least columns of a requirement.
pub(super) const CELL_ROOM: usize = 14;

/// The least columns of a cell where there are counts of records beside it: few verdicts are cut.
pub(super) const ROOMY_CELL: usize = 20;

/// The least columns of the counts of a group, so that six of them fit beside the places.
pub(super) const COUNTS_ROOM: usize = 11;

/// Rows above the matrix, and between it and the reasons.
pub(in crate::tui::screens) const HEAD: usize = 2;

pub(super) const RULE: usize = 1;

/// The most columns of the names of the places above.
const MOST_ABOVE: usize = 16;

/// The least columns of such a name.
const LEAST_ABOVE: usize = 7;

/// How many columns say how far a place is.
const PROGRESS_COLUMNS: usize = 3;

/// What a table wants to show.
pub(super) struct Wanted {
    /// The columns of the screen.
    pub(super) width: usize,
    /// The columns of the longest name of a place.
    pub(super) names: usize,
    /// The columns of the longest name of a place above, where rows are grouped.
    pub(super) above: Option<usize>,
    /// The columns of a count of how far a place is.
    pub(super) progress: usize,
    /// The least columns of a cell.
    pub(super) least: usize,
    /// The same where how far a place is stands beside it.
    pub(super) roomy: usize,
    /// How many columns of cells there are.
    pub(super) columns: usize,
    /// The one of the cursor.
    pub(super) column: usize,
}

/// Which columns are in view, and the room they have.
pub(super) struct Layout {
    /// The room of the names of the places above; none where they are not shown.
    pub(super) above: usize,
    pub(super) place_room: usize,
    pub(super) first: usize,
    pub(super) shown: usize,
    pub(super) room: usize,
    /// Where the columns begin that say how far each place is.
    pub(super) progress: Option<usize>,
    pub(super) progress_room: usize,
}

impl Layout {
    /// Divides the screen: no column of cells is given up for anything beside them.
    pub(super) fn of(wanted: &Wanted) -> Self {
        let place_room = wanted.names.clamp(PLACE_ROOM.0, PLACE_ROOM.1);
        let rest = wanted.width.saturating_sub(place_room);
        let shown = (rest / wanted.least).clamp(1, wanted.columns.max(1));
        let spare = rest.saturating_sub(shown * wanted.least);
        let above = wanted.above.map(|room| room.min(MOST_ABOVE).min(spare));
        let above = above
            .filter(|room| *room >= LEAST_ABOVE)
            .unwrap_or_default();
        let progress = PROGRESS_COLUMNS * wanted.progress;
        let is_room = shown * wanted.roomy + above + progress <= rest;
        let progress = if shown == wanted.columns && is_room {
            progress
        } else {
            0
        };
        let room = (rest - above - progress) / shown;
        Self {
            above,
            place_room,
            first: wanted.column.saturating_sub(shown - 1),
            shown,
            room,
            progress: (progress > 0).then_some(above + place_room + shown * room),
            progress_room: wanted.progress,
        }
    }

    /// Where a column of cells begins.
    pub(super) const fn column(&self, n: usize) -> usize {
        self.above + self.place_room + n * self.room
    }
}
