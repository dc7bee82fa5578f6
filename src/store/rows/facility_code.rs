//! Facility codes: the next free one, and who has one.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::store::error::Result;

/// Returns the next free number of a kind in a place: town code, kind, serial. `serial` moves on to
/// it.
pub(crate) fn next_code(
    db: &Connection,
    place: &str,
    kind: &str,
    serial: &mut i64,
) -> Result<String> {
    let mut taken = db.prepare_cached("SELECT 1 FROM record WHERE facility_code = ?1")?;
    loop {
        *serial += 1;
        let code = format!("{place}-{kind}-{serial:03}");
        if !taken.exists([&code])? {
            return Ok(code);
        }
    }
}

/// Returns the name of another record that has a facility code. Where the record itself has the
/// code already there is none: files that merged may hold one twice, and both records can be
/// changed all the same.
pub(crate) fn holder_of_code(db: &Connection, code: &str, id: Uuid) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(name, id) FROM record WHERE facility_code = ?1 AND id <> ?2
             AND NOT EXISTS (SELECT 1 FROM record WHERE id = ?2 AND facility_code = ?1) LIMIT 1",
    )?;
    Ok(query
        .query_row(params![code, id.to_string()], |row| row.get(0))
        .optional()?)
}
