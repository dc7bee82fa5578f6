//! Places whose standings are stale: they are judged again before their transaction ends.

use rusqlite::Connection;

use super::place;
use crate::store::error::Result;

/// Marks a place and those above it as stale, where a requirement covers them.
pub(crate) fn mark(db: &Connection, place: &str) -> Result<()> {
    place::with_all_above(db, place)?
        .iter()
        .try_for_each(|place| mark_place(db, place))
}

fn mark_place(db: &Connection, place: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO stale (place) SELECT ?1 WHERE EXISTS (SELECT 1 FROM covered WHERE place = ?1)",
    )?
    .execute([place])?;
    Ok(())
}

/// Marks every place that a pack covers as stale.
pub(crate) fn mark_covered(db: &Connection, pack: &str) -> Result<()> {
    let mut query = db.prepare_cached("SELECT DISTINCT place FROM covered WHERE pack = ?1")?;
    let places: Vec<String> = query
        .query_map([pack], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    places.iter().try_for_each(|place| mark_place(db, place))
}
