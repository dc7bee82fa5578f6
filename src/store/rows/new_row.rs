//! The rows of new facilities, made from their cells and not from their fields: in an import there is
//! nothing left to do for them while nobody else can save.

use std::borrow::Cow;
use std::sync::LazyLock;

use rusqlite::Connection;

use super::record::CELLS;
use super::row_insert::RowInsert;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::store::error::Result;

/// What adds the rows. They have no fields of their own: their one change says them all.
static INSERT: LazyLock<RowInsert> = LazyLock::new(|| {
    let columns = format!(
        "id, version, seen_at, complete, state, {}",
        CELLS.join(", ")
    );
    RowInsert::new("record", &columns)
});

/// Returns the place of the facility code among the cells.
pub(crate) fn facility_code() -> usize {
    let at = CELLS.iter().position(|code| *code == shared::FACILITY_CODE);
    at.unwrap_or_default()
}

/// The row of a facility that nobody knows yet.
pub(crate) struct NewRow<'t> {
    pub(crate) id: Cow<'t, str>,
    pub(crate) version: String,
    /// When it was saved.
    pub(crate) at: Cow<'t, str>,
    /// Its state, and whether it is complete.
    pub(crate) kept: (ReviewState, bool),
    /// Its [`super::record::cells`].
    pub(crate) cells: Vec<Option<Cow<'t, str>>>,
}

impl NewRow<'_> {
    /// Returns the state of a facility of which nothing was said, and whether it is complete.
    pub(crate) const fn kept(is_complete: bool) -> (ReviewState, bool) {
        let state = if is_complete {
            ReviewState::Submitted
        } else {
            ReviewState::Draft
        };
        (state, is_complete)
    }
}

/// Adds the rows and empties `rows`.
pub(crate) fn add(db: &Connection, rows: &mut Vec<NewRow>) -> Result<()> {
    INSERT.add(db, rows.drain(..), |row, cells| {
        let (state, complete) = row.kept;
        cells.add(&*row.id)?;
        cells.add(&row.version)?;
        cells.add(&*row.at)?;
        cells.add(complete)?;
        cells.add(state.word())?;
        row.cells
            .iter()
            .try_for_each(|cell| cells.add(cell.as_deref()))
    })
}
