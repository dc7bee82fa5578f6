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

    /// Returns the open places that fill in a sheet and are in the list, in the order of its scope.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_of_sheet(&self, sheet: &Kind) -> Result<Vec<Place>> {
        let Some(rule) = &sheet.sheet else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for code in place::open_in_scope(&self.db, &rule.scope)? {
            found.extend(place::get(&self.db, &code)?);
        }
        Ok(found)
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
