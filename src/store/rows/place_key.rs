//! Keys of the names of places, by which they are found as somebody types; `domain/text/search/keys`
//! has what they are.

use rusqlite::{Connection, params};

use crate::domain::place::Place;
use crate::domain::text::search::keys::{self, NameKey};
use crate::store::error::Result;

/// Puts the keys of a place as it is to be in place of those that it had.
pub(crate) fn replace(db: &Connection, before: Option<&Place>, now: Option<&Place>) -> Result<()> {
    if before.map(|before| &before.name) == now.map(|now| &now.name) {
        return Ok(());
    }
    if let Some(before) = before {
        take_away(db, before)?;
    }
    now.map_or(Ok(()), |now| add(db, now))
}

/// Adds the keys of a place.
pub(crate) fn add(db: &Connection, place: &Place) -> Result<()> {
    let insert = "INSERT INTO place_key (inside, initials, place, sound) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING";
    with_each_key(db, insert, place)
}

/// Takes the keys of a place away.
fn take_away(db: &Connection, place: &Place) -> Result<()> {
    let delete =
        "DELETE FROM place_key WHERE inside = ?1 AND initials = ?2 AND place = ?3 AND sound = ?4";
    with_each_key(db, delete, place)
}

/// Runs a statement with each key of a place.
fn with_each_key(db: &Connection, sql: &str, place: &Place) -> Result<()> {
    let mut statement = db.prepare_cached(sql)?;
    for NameKey {
        inside,
        initials,
        sound,
    } in keys::of_name(&place.name)
    {
        statement.execute(params![inside, initials, place.code, sound])?;
    }
    Ok(())
}
