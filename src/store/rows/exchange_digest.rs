//! The digest of what an exchange file holds outside its changes.

use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use sha2::{Digest as _, Sha256};

use super::values;
use crate::store::error::Result;

/// The tables of a file and their columns that are in no change.
const OUTSIDE: [(&str, &str); 3] = [
    (
        "exchange",
        "ledger, site, after, after_hash, made_at, author, program",
    ),
    ("pack", "code, sha256, loaded_at"),
    ("place", "code, name, level, parent"),
];

/// Returns the SHA-256 over everything in a file that is in no change. That is the names of the
/// tables, and under each its rows in the order of their first column. It finds what a disk or a
/// wire altered; whoever means to alter the file can make it again, as the `.sha256` beside it.
pub(crate) fn digest(file: &Connection) -> Result<String> {
    let mut digest = Sha256::new();
    // Every part goes in with its length, so that nothing can be moved from one part into the next.
    let mut add = |part: Option<&str>| {
        digest.update(
            part.map_or(u64::MAX, |part| part.len() as u64)
                .to_be_bytes(),
        );
        digest.update(part.unwrap_or_default());
    };
    for (table, columns) in OUTSIDE {
        add(Some(table));
        let mut query = file.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            for value in values::all(row)? {
                match value {
                    Sql::Text(text) => add(Some(&text)),
                    Sql::Integer(number) => add(Some(&number.to_string())),
                    _ => add(None),
                }
            }
        }
    }
    Ok(format!("{:x}", digest.finalize()))
}
