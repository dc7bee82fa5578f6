//! Reading much at once: every record of a kind as it was at one moment, one after the other, never
//! all in memory.

use crate::domain::record::Record;
use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::rows::{place, record};

impl Store {
    /// Runs `work` on what the ledger holds at one moment, whatever others save meanwhile.
    ///
    /// # Errors
    /// Those of `work`, and when the ledger cannot be read.
    pub fn at_one_moment<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let _moment = self.db.unchecked_transaction().map_err(StoreError::from)?;
        work()
    }

    /// Calls `visit` with every record of a kind, by place, name and id.
    ///
    /// # Errors
    /// The first one of `visit`, and when the ledger cannot be read.
    pub fn each_record<E: From<StoreError>>(
        &self,
        kind: &str,
        visit: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        record::each_of_kind(&self.db, kind, visit)
    }

    /// Returns how many records of a kind there are.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_of_kind(&self, kind: &str) -> Result<usize> {
        let mut query = self
            .db
            .prepare_cached("SELECT count(*) FROM record WHERE kind = ?1")?;
        let count: i64 = query.query_row([kind], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns how many records of a kind there are in each place that has any.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts_by_place(&self, kind: &str) -> Result<Vec<(String, usize)>> {
        let mut query = self.db.prepare_cached(
            "SELECT place, count(*) FROM record WHERE kind = ?1 GROUP BY place ORDER BY place",
        )?;
        let rows = query.query_map([kind], |row| {
            let count: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(count).unwrap_or_default()))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the codes of a place and of all above it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn codes_above(&self, place: &str) -> Result<Vec<String>> {
        place::with_all_above(&self.db, place)
    }
}
