//! Places: rows, and how people name them.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Store;
use super::error::Result;
use super::judging;
use crate::domain::folding;
use crate::domain::gazetteer::Gazetteer;
use crate::domain::place::Place;
use crate::domain::requirement::Scope;
use crate::i18n::LedgerRefusal;

impl Store {
    /// The place of a code.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place(&self, code: &str) -> Result<Option<Place>> {
        get(&self.db, code)
    }

    /// The place that a text names: a code, a name that is unique in the ledger, or a path to it as [`Gazetteer::find`]
    /// takes it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find_place(&self, text: &str) -> Result<Place> {
        find(&self.db, text)
    }

    /// A place as people name it: `county/town`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_path(&self, code: &str) -> Result<String> {
        path(&self.db, code)
    }

    /// Whether a place is another one or below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_within(&self, place: &str, above: &str) -> Result<bool> {
        is_within(&self.db, place, Some(&[above.to_owned()]))
    }

    /// The names of a place and of all above it, the lowest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn names_above(&self, place: &str) -> Result<Vec<String>> {
        let places = with_all_above(&self.db, place)?.into_iter().map(|code| get(&self.db, &code));
        let places = places.collect::<Result<Vec<_>>>()?;
        Ok(places.into_iter().flatten().map(|place| place.name).collect())
    }

    /// How many places there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_count(&self) -> Result<usize> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM place", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}

pub(super) fn from_row(row: &Row) -> rusqlite::Result<Place> {
    Ok(Place { code: row.get(0)?, name: row.get(1)?, level: row.get(2)?, parent: row.get(3)? })
}

pub(super) fn get(db: &Connection, code: &str) -> Result<Option<Place>> {
    let mut query = db.prepare_cached("SELECT code, name, level, parent FROM place WHERE code = ?1")?;
    Ok(query.query_row([code], from_row).optional()?)
}

/// See [`Store::find_place`]. A code as the ledger has it needs no gazetteer.
pub(super) fn find(db: &Connection, text: &str) -> Result<Place> {
    let text = folding::name(text);
    if let Some(place) = get(db, &folding::figure(&text))? {
        return Ok(place);
    }
    let gazetteer = gazetteer(db)?;
    match *gazetteer.find(&text) {
        [] => Err(LedgerRefusal::NoSuchPlace { place: text }.into()),
        [only] => Ok(only.clone()),
        ref several => {
            let places = gazetteer.told(several);
            Err(LedgerRefusal::AmbiguousPlace { place: text, places }.into())
        }
    }
}

/// Every place, to be found by what people write.
pub(super) fn gazetteer(db: &Connection) -> Result<Gazetteer> {
    let mut query = db.prepare_cached("SELECT code, name, level, parent FROM place ORDER BY code")?;
    Ok(Gazetteer::new(query.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?))
}

/// The codes of the places that a scope names, in its order.
pub(super) fn in_scope(db: &Connection, scope: &Scope) -> Result<Vec<String>> {
    let level = match scope {
        Scope::Places(codes) => return Ok(codes.clone()),
        Scope::Level(level) => level,
    };
    let mut query = db.prepare_cached("SELECT code FROM place WHERE level = ?1 ORDER BY code")?;
    Ok(query.query_map([level], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The codes of the places for which some minimum of a kind is judged.
pub(super) fn judged(db: &Connection, kind: &str) -> Result<HashSet<String>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT covered.place FROM covered
         JOIN requirement ON requirement.pack = covered.pack AND requirement.code = covered.requirement
         WHERE requirement.kind = ?1",
    )?;
    Ok(query.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// See [`Store::place_path`].
pub(super) fn path(db: &Connection, code: &str) -> Result<String> {
    let Some(place) = get(db, code)? else { return Ok(code.to_owned()) };
    let above = place.parent.as_deref().map(|parent| get(db, parent)).transpose()?.flatten();
    Ok(above.map_or(place.name.clone(), |above| format!("{}/{}", above.name, place.name)))
}

pub(super) fn load(db: &Connection, places: &[Place]) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO place (code, name, level, parent) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, parent = excluded.parent",
    )?;
    for place in places {
        insert.execute(params![place.code, place.name, place.level, place.parent])?;
    }
    let orphan = db
        .query_row(
            "SELECT name, parent FROM place WHERE parent IS NOT NULL AND parent NOT IN (SELECT code FROM place)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match orphan {
        Some((place, parent)) => Err(LedgerRefusal::ParentUnknown { place, parent }.into()),
        None => Ok(()),
    }
}

/// Whether a place is one of `places` or below one; every place is when there is no such list.
pub(super) fn is_within(db: &Connection, place: &str, places: Option<&[String]>) -> Result<bool> {
    let Some(places) = places else { return Ok(true) };
    Ok(with_all_above(db, place)?.iter().any(|above| places.contains(above)))
}

/// Whether some places cannot be reached from the top: then they are above themselves.
pub(super) fn have_a_circle(db: &Connection) -> Result<bool> {
    let mut query = db.prepare(
        "WITH RECURSIVE reached (code) AS (
             SELECT code FROM place WHERE parent IS NULL
             UNION SELECT place.code FROM place JOIN reached ON place.parent = reached.code)
         SELECT (SELECT count(*) FROM reached) <> (SELECT count(*) FROM place)",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// A place and every place above it.
pub(super) fn with_all_above(db: &Connection, code: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "WITH RECURSIVE above (code, parent) AS (
             SELECT code, parent FROM place WHERE code = ?1
             UNION SELECT place.code, place.parent FROM place JOIN above ON place.code = above.parent)
         SELECT code FROM above",
    )?;
    Ok(query.query_map([code], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The places of a scope are judged again when their list changed.
pub(super) fn mark_level_stale(db: &Connection, pack: &str) -> Result<()> {
    let mut query = db.prepare_cached("SELECT DISTINCT place FROM covered WHERE pack = ?1")?;
    let places: Vec<String> = query.query_map([pack], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    places.iter().try_for_each(|place| judging::mark_one_stale(db, place))
}
