//! A walk through the list of a kind in a place, so many records at a time, so that no step takes longer
//! with more records.

use rusqlite::{Connection, OptionalExtension, params};

use super::listed::places;
use crate::store::error::Result;

/// What a step to another place counts for among records.
const PLACE_COUNTS: usize = 10;

/// Where a walk is.
#[derive(Clone, Debug)]
pub struct ListWalk {
    kind: String,
    /// The places that have records, with how many.
    places: Vec<(String, usize)>,
    /// The place that it is in.
    at: usize,
    /// The key and the id of the last record that was passed in it.
    after: (String, String),
    /// How many records were passed.
    passed: usize,
    count: usize,
}

/// Records of one place that stand together: those behind one key up to another.
#[derive(Clone, Debug)]
pub(crate) struct ListStretch {
    pub(crate) place: String,
    /// The key and the id of the last record before them.
    pub(crate) after: (String, String),
    /// The key and the id of the last one of them; of the last ones of a place, what comes behind
    /// every key.
    pub(crate) to: (String, String),
}

impl ListWalk {
    /// Returns a walk from the first record on.
    pub(crate) fn begin(db: &Connection, kind: &str, place: &str) -> Result<Self> {
        let places = places(db, kind, place)?;
        Ok(Self {
            kind: kind.to_owned(),
            count: places.iter().map(|(_, count)| count).sum(),
            places,
            at: 0,
            after: (String::new(), String::new()),
            passed: 0,
        })
    }

    /// Returns whether every record was passed.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.at >= self.places.len()
    }

    /// Returns how much of the list was passed, in percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.passed * 100)
            .checked_div(self.count)
            .map_or(100, |percent| percent.min(99))
    }

    /// Walks on by so many records, in a stretch for each place.
    pub(crate) fn step(&mut self, db: &Connection, most: usize) -> Result<Vec<ListStretch>> {
        let mut found = Vec::new();
        let mut left = most;
        while left > 0 {
            let Some((place, count)) = self.places.get(self.at) else {
                break;
            };
            let end = self.end_of_stretch(db, place, left)?;
            // No key of a name begins with the last character of all.
            let is_last = end.is_none();
            let to = end.unwrap_or_else(|| (char::MAX.to_string(), String::new()));
            found.push(ListStretch {
                place: place.clone(),
                after: std::mem::replace(&mut self.after, to.clone()),
                to,
            });
            if is_last {
                left = left.saturating_sub(count + PLACE_COUNTS);
                self.at += 1;
                self.passed = self
                    .places
                    .iter()
                    .take(self.at)
                    .map(|(_, count)| count)
                    .sum();
                self.after = (String::new(), String::new());
            } else {
                self.passed += left;
                left = 0;
            }
        }
        Ok(found)
    }

    /// Returns the key and the id of the last of the next `most` records of a place; `None` where it has
    /// no more than these.
    fn end_of_stretch(
        &self,
        db: &Connection,
        place: &str,
        most: usize,
    ) -> Result<Option<(String, String)>> {
        let mut query = db.prepare_cached(
            "SELECT name_key, id FROM record INDEXED BY record_kind_place
             WHERE kind = ?1 AND place = ?2 AND (name_key, id) > (?3, ?4)
             ORDER BY name_key, id LIMIT 1 OFFSET ?5",
        )?;
        let before = i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX);
        let bound = params![self.kind, place, self.after.0, self.after.1, before];
        let end = query.query_row(bound, |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(end.optional()?)
    }
}
