//! Standings that are stale: they are judged again before their transaction ends.

use rusqlite::{Connection, params};

use super::place;
use crate::store::error::Result;

/// Marks the standings that look at a record of a form in a place. The facilities of a place are
/// those of all places above it too.
pub(crate) fn mark(db: &Connection, place: &str, form: &str) -> Result<()> {
    let mut here = db.prepare_cached(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT covered.pack, covered.requirement, covered.place FROM covered
         JOIN requirement_form ON requirement_form.pack = covered.pack
             AND requirement_form.requirement = covered.requirement
         WHERE covered.place = ?1 AND requirement_form.form = ?2",
    )?;
    let mut elsewhere = db.prepare_cached(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM looks WHERE at = ?1 AND form = ?2",
    )?;
    for at in place::with_all_above(db, place)? {
        here.execute(params![at, form])?;
        elsewhere.execute(params![at, form])?;
    }
    Ok(())
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

/// Marks every standing of a pack.
pub(crate) fn mark_covered(db: &Connection, pack: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM covered WHERE pack = ?1",
    )?
    .execute([pack])?;
    Ok(())
}

/// Marks every standing.
pub(crate) fn mark_all(db: &Connection) -> Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO stale (pack, requirement, place)
         SELECT pack, requirement, place FROM covered",
        [],
    )?;
    Ok(())
}
