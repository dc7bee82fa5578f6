//! The rows of new facilities that are gathered beside the ledger. Their cells are made there, so
//! that nothing is left to do for them while nobody else can save.

use std::sync::LazyLock;

use rusqlite::{CachedStatement, Connection};

use super::record::CELLS;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::store::error::Result;

/// The parameters of [`INSERT`] before the cells.
const OTHERS: usize = 5;

/// The statement that adds a row. It has no fields of its own: its one change says them all.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let values = (1..=OTHERS + CELLS.len()).map(|at| format!("?{at}"));
    format!(
        "INSERT INTO record (id, version, seen_at, complete, state, {}) VALUES ({})",
        CELLS.join(", "),
        values.collect::<Vec<_>>().join(", ")
    )
});

/// Returns the place of the facility code among the cells.
pub(crate) fn facility_code() -> usize {
    let at = CELLS.iter().position(|code| *code == shared::FACILITY_CODE);
    at.unwrap_or_default()
}

/// Adds the rows of facilities that nobody knows yet.
pub(crate) struct RowInsert<'c> {
    insert: CachedStatement<'c>,
}

impl<'c> RowInsert<'c> {
    pub(crate) fn of(db: &'c Connection) -> Result<Self> {
        let insert = db.prepare_cached(&INSERT)?;
        Ok(Self { insert })
    }

    /// Adds a row: its id, its version, when it was saved, its state, whether it is complete, and
    /// its [`super::record::cells`].
    pub(crate) fn add<'t>(
        &mut self,
        [id, version, at]: [&str; 3],
        (state, complete): (ReviewState, bool),
        cells: impl Iterator<Item = Option<&'t str>>,
    ) -> Result<()> {
        let insert = &mut self.insert;
        for (at, text) in [id, version, at].into_iter().enumerate() {
            insert.raw_bind_parameter(1 + at, text)?;
        }
        insert.raw_bind_parameter(4, complete)?;
        insert.raw_bind_parameter(5, state.word())?;
        for (at, cell) in cells.enumerate() {
            insert.raw_bind_parameter(1 + OTHERS + at, cell)?;
        }
        insert.raw_execute()?;
        Ok(())
    }
}
