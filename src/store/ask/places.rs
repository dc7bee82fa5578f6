//! Finds places by what people write, and the places above them.

use crate::domain::place::Place;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place::{all, find, get, is_within, path, with_all_above};

impl Store {
    /// Returns the place of a code.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place(&self, code: &str) -> Result<Option<Place>> {
        get(&self.db, code)
    }

    /// Returns the place that a text names. The text is a code, a name that is unique in the
    /// ledger, or a path to it as [`Gazetteer::find`](crate::domain::place::Gazetteer::find) takes it.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find_place(&self, text: &str) -> Result<Place> {
        find(&self.db, text)
    }

    /// Returns a place as people name it: `county/town`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_path(&self, code: &str) -> Result<String> {
        path(&self.db, code)
    }

    /// Returns whether a place is another one or below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_within(&self, place: &str, above: &str) -> Result<bool> {
        is_within(&self.db, place, Some(&[above.to_owned()]))
    }

    /// Returns the names of a place and of all above it, the lowest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn names_above(&self, place: &str) -> Result<Vec<String>> {
        let places = with_all_above(&self.db, place)?
            .into_iter()
            .map(|code| get(&self.db, &code));
        let places = places.collect::<Result<Vec<_>>>()?;
        Ok(places
            .into_iter()
            .flatten()
            .map(|place| place.name)
            .collect())
    }

    /// Returns every place, by code.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places(&self) -> Result<Vec<Place>> {
        all(&self.db)
    }

    /// Returns how many places there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_count(&self) -> Result<usize> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM place", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}
