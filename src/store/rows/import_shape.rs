//! How files of each header were imported last. Nothing of it is in the trail: it changes no record,
//! and stays in this file.

use rusqlite::{Connection, params};

use crate::store::error::Result;

/// The most that are read: a ledger has files of a handful of headers.
const MOST: i64 = 500;

/// How files of one header were imported last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportShape {
    /// The SHA-256 of the names of its columns.
    pub header: String,
    /// The kind of its facilities.
    pub kind: String,
    /// What was said of the file.
    pub recipe: String,
    /// Who imported it.
    pub author: String,
    /// When, in UTC.
    pub at: String,
}

/// Returns all, the latest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<ImportShape>> {
    let mut query = db.prepare_cached(
        "SELECT header, kind, recipe, author, at FROM import_shape ORDER BY at DESC, header, kind LIMIT ?1",
    )?;
    let shapes = query.query_map([MOST], |row| {
        Ok(ImportShape {
            header: row.get(0)?,
            kind: row.get(1)?,
            recipe: row.get(2)?,
            author: row.get(3)?,
            at: row.get(4)?,
        })
    })?;
    Ok(shapes.collect::<rusqlite::Result<_>>()?)
}

/// Keeps one instead of what there was for files of its header and kind.
pub(crate) fn keep(db: &Connection, shape: &ImportShape) -> Result<()> {
    let ImportShape {
        header,
        kind,
        recipe,
        author,
        at,
    } = shape;
    db.execute(
        "INSERT OR REPLACE INTO import_shape (header, kind, recipe, author, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![header, kind, recipe, author, at],
    )?;
    Ok(())
}
