//! The rows of new facilities that are gathered beside the ledger. Their cells are made there, so
//! that nothing is left to do for them while nobody else can save.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::{CachedStatement, Connection};
use serde_json::Value as Json;

use super::record::COLUMNS;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::domain::text::likeness::{name_back, name_key};
use crate::store::error::Result;

/// The cells before those of the fields that have a column: kind, place, and the two keys of the name.
const AHEAD: usize = 4;
/// The parameters of [`INSERT`] before the cells.
const OTHERS: usize = 5;

/// The statement that adds a row. It has no fields of its own: its one change says them all.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let values = (1..=OTHERS + AHEAD + COLUMNS.len()).map(|at| format!("?{at}"));
    format!(
        "INSERT INTO record (id, version, seen_at, complete, state, kind, place, name_key, name_back, {})
         VALUES ({})",
        COLUMNS.join(", "),
        values.collect::<Vec<_>>().join(", ")
    )
});

/// Returns the cells of the row of a new facility.
pub(crate) fn cells(fields: &BTreeMap<String, Json>) -> Vec<Option<String>> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let name = text(shared::NAME).unwrap_or_default();
    let ahead: [Option<String>; AHEAD] = [
        text(shared::KIND).map(str::to_owned),
        text(shared::PLACE).map(str::to_owned),
        Some(name_key(name)),
        Some(name_back(name)),
    ];
    let columns = COLUMNS.map(|code| text(code).map(str::to_owned));
    ahead.into_iter().chain(columns).collect()
}

/// Returns the place of the facility code among the cells.
pub(crate) fn facility_code() -> usize {
    let at = COLUMNS
        .iter()
        .position(|code| *code == shared::FACILITY_CODE);
    AHEAD + at.unwrap_or_default()
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
    /// its [`cells`].
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
