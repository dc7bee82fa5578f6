//! What a list gives to be found among its rows: those in view, and those that fit what was typed.
//! A long list reads them as they are asked for.

use super::findable::Findable;
use crate::domain::text::search::{NameMatch, Query};
use crate::i18n::Lang;
use crate::store::{FoundPlaces, ListWalk, Result, Store};

/// The rows of a list.
pub(crate) trait FindList {
    /// Returns how many there are.
    fn count(&self) -> usize;

    /// Returns `count` of them from `first` on.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn page(&self, first: usize, count: usize, store: &Store) -> Result<Vec<Findable>>;

    /// Returns those that fit, each with its number; of a long list those that fit best.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>>;

    /// Returns a walk through all rows, where the list is too long for `fitting` to look at each.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn walk(&self, _store: &Store) -> Result<Option<ListWalk>> {
        Ok(None)
    }

    /// Walks on and returns the rows that were passed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn walk_on(&self, _walk: &mut ListWalk, _store: &Store) -> Result<Vec<Findable>> {
        Ok(Vec::new())
    }
}

/// What was typed, and what is known of it.
pub(crate) struct Typed<'a> {
    pub(crate) text: &'a str,
    pub(crate) query: &'a Query,
    /// The language that names are searched in.
    pub(crate) lang: Lang,
    /// The places of the ledger that fit.
    pub(crate) places: &'a FoundPlaces,
    pub(crate) store: &'a Store,
}

/// A row that fits.
pub(crate) struct FittingRow {
    pub(crate) fit: NameMatch,
    pub(crate) row: usize,
    pub(crate) found: Findable,
}

impl Typed<'_> {
    /// Returns those of some rows that fit; the first one has the number `first`.
    pub(crate) fn among(&self, first: usize, rows: Vec<Findable>) -> Vec<FittingRow> {
        let fitting = |(at, found): (usize, Findable)| {
            let fit = found.fit(self.query, self.lang)?;
            let row = first + at;
            Some(FittingRow { fit, row, found })
        };
        rows.into_iter().enumerate().filter_map(fitting).collect()
    }
}

impl FindList for Vec<Findable> {
    fn count(&self) -> usize {
        self.len()
    }

    fn page(&self, first: usize, count: usize, _: &Store) -> Result<Vec<Findable>> {
        Ok(self.iter().skip(first).take(count).cloned().collect())
    }

    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>> {
        let fitting = |(row, found): (usize, &Findable)| {
            let fit = found.fit(typed.query, typed.lang)?;
            let found = found.clone();
            Some(FittingRow { fit, row, found })
        };
        Ok(self.iter().enumerate().filter_map(fitting).collect())
    }
}
