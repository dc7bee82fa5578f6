//! Facilities to find by name: read through an index and never more than asked for, because a
//! ledger may have a million of them and their names have no index.

use std::collections::HashSet;

use rusqlite::Params;
use uuid::Uuid;

use crate::domain::text::search::Query;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::{behind, limit, text, uuid};
use crate::store::rows::place_life;
use crate::store::rows::place_search::PlaceSearch;

/// What a facility is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFacility {
    /// Which.
    pub id: Uuid,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its facility code; empty where it has none.
    pub code: String,
}

/// So many places are looked at in one go.
const LOOKED_AT: usize = 600;
/// Of so many places facilities are read, and so many places below one are gone to.
const MOST_PLACES: usize = 200;

const COLUMNS: &str = "record.id, record.kind, record.place, coalesce(record.name, ''), coalesce(record.facility_code, '')";

impl Store {
    /// Begins to search for the places that fit what was typed, `most` at most. The first part is
    /// done: in most ledgers there is no other.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn search_places(&self, query: &Query, most: usize) -> Result<PlaceSearch> {
        let mut search = PlaceSearch::new(query, most);
        search.step(&self.db, LOOKED_AT)?;
        Ok(search)
    }

    /// Does the next part of a search for places.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn search_places_on(&self, search: &mut PlaceSearch) -> Result<()> {
        search.step(&self.db, LOOKED_AT)
    }

    /// Returns the codes of places that have one of some names, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_named(&self, names: &[&str], most: usize) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(
            "SELECT code FROM place WHERE name IN (SELECT value FROM json_each(?1)) LIMIT ?2",
        )?;
        let names = serde_json::Value::from(names.to_vec()).to_string();
        let rows = query.query_map((names, limit(most)), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns how many facilities there are in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facility_count(&self) -> Result<usize> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(sum(records), 0) FROM record_count
             JOIN kind ON kind.code = record_count.kind WHERE place = '' AND cycle IS NULL",
        )?;
        let count: i64 = query.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns facilities of some places and everything below them, `most` at most: those of the
    /// first places that are come upon, each before the one beside it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities_within(&self, places: &[String], most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record INDEXED BY record_seen
             WHERE record.place = ?1 AND record.period IS NULL LIMIT ?2"
        );
        let mut known: HashSet<String> = HashSet::new();
        let mut left: Vec<String> = places.iter().rev().cloned().collect();
        let mut found = Vec::new();
        while let Some(place) = left.pop()
            && known.len() < MOST_PLACES
            && found.len() < most
        {
            if !known.insert(place.clone()) {
                continue;
            }
            let further = (&place, limit(most - found.len()));
            found.append(&mut self.named_facilities(&sql, further)?);
            let below = place_life::right_below(&self.db, &place, MOST_PLACES)?;
            left.extend(below.into_iter().rev());
        }
        Ok(found)
    }

    /// Returns facilities of the whole ledger by place, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first_facilities(&self, most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record INDEXED BY record_seen
             WHERE record.period IS NULL ORDER BY record.place LIMIT ?1"
        );
        self.named_facilities(&sql, [limit(most)])
    }

    /// Returns the facilities whose code begins with a text, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities_by_code(&self, beginning: &str, most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record INDEXED BY record_code
             WHERE facility_code >= ?1 AND facility_code < ?2 AND record.period IS NULL LIMIT ?3"
        );
        self.named_facilities(&sql, (beginning, behind(beginning), limit(most)))
    }

    fn named_facilities(&self, sql: &str, bound: impl Params) -> Result<Vec<NamedFacility>> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query(bound)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(NamedFacility {
                id: uuid(text(row, 0)?)?,
                kind: row.get(1)?,
                place: row.get(2)?,
                name: row.get(3)?,
                code: row.get(4)?,
            });
        }
        Ok(found)
    }
}
