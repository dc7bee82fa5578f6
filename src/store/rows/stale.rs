//! Standings that are stale: they are judged again before their transaction ends.

use rusqlite::{Connection, params};

use super::looking::{LOOKING, counted_in};
use crate::store::error::Result;

/// Marks the standings that look at a record of a form in a place.
pub(crate) fn mark(db: &Connection, place: &str, form: &str) -> Result<()> {
    let mut mark = db.prepare_cached(&format!(
        "INSERT OR IGNORE INTO stale (pack, requirement, place) {LOOKING}"
    ))?;
    for at in counted_in(db, place, form)? {
        mark.execute(params![at, form])?;
    }
    Ok(())
}

/// Returns whether a day has made a standing old: a period that it speaks of is over by now.
pub(crate) fn is_past(db: &Connection, pack: Option<&str>, day: &str) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM standing WHERE holds_until < ?1 AND (?2 IS NULL OR pack = ?2) LIMIT 1",
    )?;
    Ok(query.exists(params![day, pack])?)
}

/// Marks the standings that a day has made old: a period that they speak of is over by now.
pub(crate) fn mark_past(db: &Connection, day: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM standing WHERE holds_until < ?1",
    )?
    .execute([day])?;
    Ok(())
}

/// Marks the standings that were judged at a time or later.
pub(crate) fn mark_since(db: &Connection, time: &str) -> Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM standing WHERE judged_at >= ?1",
        [time],
    )?;
    Ok(())
}

/// Marks every standing of a pack.
pub(crate) fn mark_covered(db: &Connection, pack: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM covered WHERE pack = ?1",
    )?
    .execute([pack])?;
    Ok(())
}
