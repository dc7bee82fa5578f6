//! What of a matrix is the session's own: its places come first.

use rusqlite::{OptionalExtension as _, params};

use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::place_life::{self, BELOW_THESE};

/// How many of the last changes are looked at for the place where somebody saved last.
const LOOKED_AT: i64 = 2000;

impl Store {
    /// Returns how many rows of the matrix of a pack are of places that this session may change,
    /// where it may change some only. They are the first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_rows(&self, pack: &str) -> Result<usize> {
        Ok(self.own_positions(pack)?.len())
    }

    /// Returns the positions of those rows in the order of the pack.
    fn own_positions(&self, pack: &str) -> Result<Vec<usize>> {
        let Access::Places(places) = &self.access else {
            return Ok(Vec::new());
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT position FROM shown WHERE pack = ?2 AND place IN ({BELOW_THESE}) ORDER BY position"
        ))?;
        let places = serde_json::json!(places).to_string();
        let rows = query.query_map([&places, pack], |row| row.get::<_, i64>(0))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(rows
            .into_iter()
            .filter_map(|at| at.try_into().ok())
            .collect())
    }

    /// Returns the positions of some rows of the matrix, `count` from `first` on, in the order in
    /// which this session sees them: its own places first.
    pub(super) fn seen_positions(
        &self,
        pack: &str,
        first: usize,
        count: usize,
    ) -> Result<Vec<usize>> {
        let own = self.own_positions(pack)?;
        let end = first.saturating_add(count).min(self.covered_count(pack)?);
        let position = |row: usize| match own.get(row) {
            Some(position) => *position,
            // The positions of the others, in which those of the own ones are left out.
            None => own
                .iter()
                .fold(row - own.len(), |at, own| at + usize::from(*own <= at)),
        };
        Ok((first..end).map(position).collect())
    }

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

    /// Returns the row of the place in which somebody saved last, among the last changes of the
    /// ledger, as [`Store::own_rows`] orders them; `None` if the pack does not judge that place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn row_of_last_save(&self, pack: &str, author: &str) -> Result<Option<usize>> {
        let mut query = self.db.prepare_cached(
            "SELECT record.place FROM
                 (SELECT rowid AS number, record, author FROM change ORDER BY rowid DESC LIMIT ?2) AS last
             CROSS JOIN record ON record.id = last.record
             WHERE last.author = ?1 ORDER BY last.number DESC LIMIT 1",
        )?;
        let place: Option<String> = query
            .query_row(params![author, LOOKED_AT], |row| row.get(0))
            .optional()?;
        // `shown` has no index by place, so this scans it; it runs once, when a session starts.
        let mut query = self
            .db
            .prepare_cached("SELECT position FROM shown WHERE pack = ?1 AND place = ?2")?;
        let position: Option<i64> = query
            .query_row(params![pack, place], |row| row.get(0))
            .optional()?;
        let Some(position) = position.and_then(|at| usize::try_from(at).ok()) else {
            return Ok(None);
        };
        let own = self.own_positions(pack)?;
        Ok(Some(own.binary_search(&position).unwrap_or_else(
            |before| {
                // Those own places that stand behind it are moved before it.
                position + own.len() - before
            },
        )))
    }
}
