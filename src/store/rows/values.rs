//! Rows as they are, whatever their columns.

use rusqlite::Row;
use rusqlite::types::Value;

/// Returns every value of a row.
pub(crate) fn all(row: &Row) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count())
        .map(|at| row.get(at))
        .collect()
}

/// Returns question marks for so many of them.
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
