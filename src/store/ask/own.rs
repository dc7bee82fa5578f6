//! What of a matrix is the session's own: its places come first.

use rusqlite::{OptionalExtension as _, params};

use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::place_life;

/// How many of the last changes are looked at for the place where somebody saved last.
const LOOKED_AT: i64 = 2000;

impl Store {
    /// Puts the places of a list first that this session may change, where it may change some only;
    /// returns how many these are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_first(&self, places: &mut [String]) -> Result<usize> {
        let Access::Places(own) = &self.access else {
            return Ok(0);
        };
        let own = place_life::below(&self.db, own)?;
        places.sort_by_key(|code| !own.contains(code));
        Ok(places.partition_point(|code| own.contains(code)))
    }

    /// Returns the code of the place in which somebody saved last, among the last changes of the
    /// ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_of_last_save(&self, author: &str) -> Result<Option<String>> {
        let mut query = self.db.prepare_cached(
            "SELECT record.place FROM
                 (SELECT rowid AS number, record, author FROM change ORDER BY rowid DESC LIMIT ?2) AS last
             CROSS JOIN record ON record.id = last.record
             WHERE last.author = ?1 ORDER BY last.number DESC LIMIT 1",
        )?;
        let place = query.query_row(params![author, LOOKED_AT], |row| row.get(0));
        Ok(place.optional()?)
    }
}
