//! Facility codes: the next free one, and who has one.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::store::error::Result;

/// Returns what all numbers of a kind in a place begin with.
pub(crate) fn series(place: &str, kind: &str) -> String {
    format!("{place}-{kind}")
}

/// Returns the number of a series that has this serial.
pub(crate) fn numbered(series: &str, serial: i64) -> String {
    format!("{series}-{serial:03}")
}

/// Returns the next free number of a kind in a place: town code, kind, serial. `serial` moves on to
/// it.
pub(crate) fn next_code(
    db: &Connection,
    place: &str,
    kind: &str,
    serial: &mut i64,
) -> Result<String> {
    let series = series(place, kind);
    loop {
        *serial += 1;
        let code = numbered(&series, *serial);
        if !is_taken(db, &code)? {
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

/// Returns whether a record has a facility code.
pub(crate) fn is_taken(db: &Connection, code: &str) -> Result<bool> {
    let mut taken = db.prepare_cached("SELECT 1 FROM record WHERE facility_code = ?1")?;
    Ok(taken.exists([code])?)
}
