//! Sheets of a ledger: who fills which in, and those of a place by period.

use crate::domain::place::Place;
use crate::domain::policy::{Kind, lookup};
use crate::domain::record::{Record, sheet};
use crate::domain::value::Period;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::{kind, place, record};

impl Store {
    /// Returns whether a place fills in a sheet. None fills in the form of a kind of facility.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fills_in(&self, place: &Place, sheet: &Kind) -> Result<bool> {
        kind::fills_in(&self.db, place, sheet)
    }

    /// Returns the sheets that a place fills in, pack by pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sheets_of(&self, place: &Place) -> Result<Vec<&Kind>> {
        let mut found: Vec<&Kind> = Vec::new();
        for kind in lookup::kinds(self.packs()) {
            let is_known = found.iter().any(|known| known.code == kind.code);
            if !is_known && self.fills_in(place, kind)? {
                found.push(kind);
            }
        }
        Ok(found)
    }

    /// Returns the codes of the open places that fill in a sheet, in the order of its scope.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_of_sheet(&self, sheet: &Kind) -> Result<Vec<String>> {
        match &sheet.sheet {
            Some(rule) => place::open_in_scope(&self.db, &rule.scope),
            None => Ok(Vec::new()),
        }
    }

    /// Returns those of them that are a place or lie below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_of_sheet_in(&self, sheet: &Kind, place: &str) -> Result<Vec<String>> {
        match &sheet.sheet {
            Some(rule) => kind::places_below(&self.db, &rule.scope, place),
            None => Ok(Vec::new()),
        }
    }

    /// Returns the sheets of a place and not below it, the newest period first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sheets_in(&self, sheet: &str, place: &str) -> Result<Vec<(Period, Record)>> {
        let records = record::records_in(&self.db, sheet, place)?;
        let of_period = |record: Record| Some((sheet::period_of(&record.fields)?, record));
        let mut found: Vec<_> = records.into_iter().filter_map(of_period).collect();
        found.sort_by_key(|(period, _)| std::cmp::Reverse(*period));
        Ok(found)
    }
}
