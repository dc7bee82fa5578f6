//! The names of records by their keys: `name_key`, the order of lists, and `name_back`, the same from
//! the end.

use rusqlite::{Connection, params};

use super::cells::text;
use crate::domain::text::folding;
use crate::domain::text::likeness::{name_back, name_key};
use crate::store::error::Result;

/// Returns how many records of a kind in a place have just the name that a folded one is of.
pub(crate) fn count_named(db: &Connection, kind: &str, place: &str, name: &str) -> Result<usize> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(name, '') FROM record WHERE kind = ?1 AND place = ?2 AND name_key = ?3",
    )?;
    let names = query.query_map([kind, place, &name_key(name)], |row| {
        row.get::<_, String>(0)
    })?;
    let key = folding::key(name);
    let mut count = 0;
    for other in names {
        count += usize::from(folding::key(&other?) == key);
    }
    Ok(count)
}

/// Writes the keys of the names of all records anew.
pub(crate) fn key_names(db: &Connection) -> Result<()> {
    let mut update =
        db.prepare("UPDATE record SET name_key = ?2, name_back = ?3 WHERE rowid = ?1")?;
    let mut query = db.prepare("SELECT rowid, name FROM record WHERE name IS NOT NULL")?;
    let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
    let named: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
    for (row, name) in named {
        update.execute(params![row, name_key(&name), name_back(&name)])?;
    }
    Ok(())
}

/// Returns whether every record is kept with the keys of its name.
pub(crate) fn are_keyed(db: &Connection) -> Result<bool> {
    let mut query = db.prepare("SELECT coalesce(name, ''), name_key, name_back FROM record")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let name = text(row, 0)?;
        if name_key(name) != text(row, 1)? || name_back(name) != text(row, 2)? {
            return Ok(false);
        }
    }
    Ok(true)
}
