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
    let mut insert = db.prepare_cached(
        "INSERT INTO place_key (inside, initials, place, sound) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?;
    for NameKey {
        inside,
        initials,
        sound,
    } in keys::of_name(&place.name)
    {
        insert.execute(params![inside, initials, place.code, sound])?;
    }
    Ok(())
}

/// Takes the keys of a place away.
fn take_away(db: &Connection, place: &Place) -> Result<()> {
    let mut delete = db.prepare_cached(
        "DELETE FROM place_key WHERE inside = ?1 AND initials = ?2 AND place = ?3 AND sound = ?4",
    )?;
    for NameKey {
        inside,
        initials,
        sound,
    } in keys::of_name(&place.name)
    {
        delete.execute(params![inside, initials, place.code, sound])?;
    }
    Ok(())
}
