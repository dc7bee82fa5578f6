//! Records as files of rows name them: by id, by facility code, by name in a place.

use rusqlite::Connection;
use uuid::Uuid;

use super::cells::{text, uuid};
use crate::store::error::Result;

/// A record as files of rows name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: Uuid,
    /// The code of its place.
    pub place: String,
    /// Its name; empty while nobody typed one.
    pub name: String,
    /// Its facility code.
    pub facility_code: String,
}

/// Returns whether there is any record of a kind.
pub(crate) fn has_any(db: &Connection, kind: &str) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT 1 FROM record WHERE kind = ?1 LIMIT 1")?;
    Ok(query.exists([kind])?)
}

/// Returns whether there is a record of a kind and an id.
pub(crate) fn has(db: &Connection, kind: &str, id: Uuid) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND kind = ?2")?;
    Ok(query.exists([id.to_string().as_str(), kind])?)
}

/// Visits the facility code of every record of a kind that has one, by id.
pub(crate) fn codes(db: &Connection, kind: &str, mut visit: impl FnMut(&str, Uuid)) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT facility_code, id FROM record WHERE kind = ?1 AND facility_code <> '' ORDER BY id",
    )?;
    let mut rows = query.query([kind])?;
    while let Some(row) = rows.next()? {
        visit(text(row, 0)?, uuid(text(row, 1)?)?);
    }
    Ok(())
}

/// Visits the name of every record of a kind in a place that has one.
pub(crate) fn each_name(
    db: &Connection,
    kind: &str,
    place: &str,
    mut visit: impl FnMut(&str, Uuid),
) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT name, id FROM record WHERE kind = ?1 AND place = ?2 AND name <> ''",
    )?;
    let mut rows = query.query([kind, place])?;
    while let Some(row) = rows.next()? {
        visit(text(row, 0)?, uuid(text(row, 1)?)?);
    }
    Ok(())
}
