//! The rows of new facilities that are gathered beside the ledger. Their cells are made there, so
//! that nothing is left to do for them while nobody else can save.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::{CachedStatement, Connection};
use serde_json::Value as Json;

use super::record::{self, SHARED};
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::domain::text::likeness::{name_back, name_key};
use crate::store::error::Result;

/// The cells before those of the shared fields: kind, place, attributes, and the two keys of the
/// name.
const AHEAD: usize = 5;
/// The parameters of [`INSERT`] before the cells.
const OTHERS: usize = 5;

/// The statement that adds a row.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let columns = SHARED.join(", ");
    let values = (1..=OTHERS + AHEAD + SHARED.len()).map(|at| format!("?{at}"));
    let values = values.collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO record (id, version, seen_at, complete, state, kind, place, attributes, name_key, name_back, {columns})
         VALUES ({values})"
    )
});

/// The place of the facility code among the cells.
static FACILITY_CODE: LazyLock<usize> = LazyLock::new(|| {
    let at = SHARED.iter().position(|code| code == shared::FACILITY_CODE);
    AHEAD + at.unwrap_or_default()
});

/// Returns the cells of the row of a new facility.
pub(crate) fn cells(fields: &BTreeMap<String, Json>) -> Result<Vec<Option<String>>> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let name = text(shared::NAME).unwrap_or_default();
    let ahead: [Option<String>; AHEAD] = [
        text(shared::KIND).map(str::to_owned),
        text(shared::PLACE).map(str::to_owned),
        Some(record::attributes_of(fields)?),
        Some(name_key(name)),
        Some(name_back(name)),
    ];
    let shared = SHARED.iter().map(|code| text(code).map(str::to_owned));
    Ok(ahead.into_iter().chain(shared).collect())
}

/// Returns the place of the facility code among the cells.
pub(crate) fn facility_code() -> usize {
    *FACILITY_CODE
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
