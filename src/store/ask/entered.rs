//! Where facilities can be entered, be there a minimum or not.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::Value as Json;

use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Scope, lookup};
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::{place, place_life};

/// The levels at which a kind is entered: those of the places in which packs judge it.
type Levels<'a> = Vec<(&'a Kind, BTreeSet<String>)>;

impl Store {
    /// Returns whether this session changes nothing anywhere.
    #[must_use]
    pub fn is_only_to_read(&self) -> bool {
        self.writable().is_err()
    }

    /// Returns the kinds of facilities that can be entered in a place, in the order of the packs. A
    /// kind is entered at the level at which some pack judges it, and below: there its facilities
    /// count for whoever is judged.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn kinds_in(&self, place: &Place) -> Result<Vec<&Kind>> {
        let levels = levels(&self.db, self.packs())?;
        entered(&self.db, &levels, place)
    }

    /// Returns whether no pack judges anything in a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_without_minimum(&self, place: &str) -> Result<bool> {
        let mut query = self
            .db
            .prepare_cached("SELECT 1 FROM covered WHERE place = ?1")?;
        Ok(!query.exists([place])?)
    }

    /// Returns whether something can be entered in a place or below it: a facility or a sheet.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn takes_entries(&self, above: &Place) -> Result<bool> {
        let levels = levels(&self.db, self.packs())?;
        for place in self.open_places_below(std::slice::from_ref(&above.code))? {
            let kinds = entered(&self.db, &levels, &place)?;
            if !kinds.is_empty() || !self.sheets_of(&place)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the places that this session may change, where it may change some only, in which
    /// facilities can be entered and nothing is judged. They are in the order of their codes.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_without_minimum(&self) -> Result<Vec<Place>> {
        let Access::Places(own) = &self.access else {
            return Ok(Vec::new());
        };
        let levels = levels(&self.db, self.packs())?;
        let mut found = Vec::new();
        for place in self.open_places_below(own)? {
            if self.is_without_minimum(&place.code)?
                && !entered(&self.db, &levels, &place)?.is_empty()
            {
                found.push(place);
            }
        }
        Ok(found)
    }

    /// Returns some places and those below them that are not closed, by code.
    fn open_places_below(&self, above: &[String]) -> Result<Vec<Place>> {
        let lives = place_life::all(&self.db)?;
        let below = place_life::below(&self.db, above)?;
        let open: BTreeSet<String> = below
            .into_iter()
            .filter(|code| lives.ended(code).is_none())
            .collect();
        let places = open.iter().map(|code| place::get(&self.db, code));
        Ok(places
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }
}

/// Returns every kind of facility with the levels at which packs judge it.
fn levels<'a>(db: &Connection, packs: &'a [Pack]) -> Result<Levels<'a>> {
    let mut known: Vec<(&Scope, BTreeSet<String>)> = Vec::new();
    let mut found = Vec::new();
    for kind in lookup::kinds(packs).filter(|kind| !kind.is_sheet()) {
        let mut levels = BTreeSet::new();
        for scope in packs.iter().flat_map(|pack| pack.scopes_of(&kind.code)) {
            if !known.iter().any(|(of, _)| *of == scope) {
                known.push((scope, levels_of(db, scope)?));
            }
            let of_scope = known.iter().filter(|(of, _)| *of == scope);
            levels.extend(of_scope.flat_map(|(_, levels)| levels.clone()));
        }
        found.push((kind, levels));
    }
    Ok(found)
}

/// Returns the levels of the places of a scope.
fn levels_of(db: &Connection, scope: &Scope) -> Result<BTreeSet<String>> {
    if let Scope::Level(level) = scope {
        return Ok([level.clone()].into());
    }
    let codes = Json::from(place::in_scope(db, scope)?).to_string();
    let mut query = db.prepare_cached(
        "SELECT DISTINCT place.level FROM json_each(?1) CROSS JOIN place ON place.code = value",
    )?;
    let levels = query.query_map([codes], |row| row.get(0))?;
    Ok(levels.collect::<rusqlite::Result<_>>()?)
}

/// Returns the kinds that are entered in a place of these levels.
fn entered<'a>(db: &Connection, kinds: &Levels<'a>, place: &Place) -> Result<Vec<&'a Kind>> {
    let mut of_line = BTreeSet::new();
    for code in place::with_all_above(db, &place.code)? {
        of_line.extend(place::get(db, &code)?.map(|place| place.level));
    }
    let kinds = kinds.iter();
    let is_entered = |levels: &BTreeSet<String>| !levels.is_disjoint(&of_line);
    Ok(kinds
        .filter(|(_, levels)| is_entered(levels))
        .map(|(kind, _)| *kind)
        .collect())
}
