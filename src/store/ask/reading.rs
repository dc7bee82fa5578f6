//! Reading much at once: every record of a kind as it was at one moment, one after the other, never
//! all in memory.

use std::collections::HashSet;

use crate::domain::place::Place;
use crate::domain::record::Record;
use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::rows::{place, place_life, record};

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

    /// Calls `visit` with every record of a kind, by place, name and id: of all places or of those with
    /// one of these codes.
    ///
    /// # Errors
    /// The first one of `visit`, and when the ledger cannot be read.
    pub fn each_record<E: From<StoreError>>(
        &self,
        kind: &str,
        within: Option<&HashSet<String>>,
        visit: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        record::each_of_kind(&self.db, kind, within, visit)
    }

    /// Returns how many records of a kind there are, in all places or in those with one of these codes.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_of_kind(&self, kind: &str, within: Option<&HashSet<String>>) -> Result<usize> {
        record::count_of_kind(&self.db, kind, within)
    }

    /// Returns the codes of a place and of all below it; `None` of no place, which is all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn codes_below(&self, within: Option<&Place>) -> Result<Option<HashSet<String>>> {
        let codes = within.map(|above| std::slice::from_ref(&above.code));
        codes.map(|codes| self.codes_below_all(codes)).transpose()
    }

    /// Returns the codes of some places and of all below them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn codes_below_all(&self, above: &[String]) -> Result<HashSet<String>> {
        place_life::below(&self.db, above)
    }

    /// Returns the codes of a place and of all above it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn codes_above(&self, place: &str) -> Result<Vec<String>> {
        place::with_all_above(&self.db, place)
    }
}
