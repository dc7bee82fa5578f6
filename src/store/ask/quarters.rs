//! What a quarter still wants of places.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::review::{Confirmation, OpenCounts, QuarterWork, SeenRecord, WantedRecord};
use crate::domain::value::Period;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::{confirmation, quarter_work};

impl Store {
    /// Returns what the quarter that a place is at on a day still wants of it and of those below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quarter_work(&self, place: &Place, day: NaiveDate) -> Result<QuarterWork> {
        let when = (day, self.zone());
        quarter_work::of_place(&self.db, self.packs(), place, when)
    }

    /// Returns what is open for whoever closes a quarter: in a place and those below it, or in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open_counts(&self, place: Option<&Place>, quarter: Period) -> Result<OpenCounts> {
        let when = (self.today(), self.zone());
        quarter_work::open_in(&self.db, self.packs(), (place, quarter), when)
    }

    /// Returns the facilities of a place and those below it that nobody saved or confirmed since a
    /// time.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unconfirmed(&self, place: &str, since: &str) -> Result<Vec<SeenRecord>> {
        confirmation::unconfirmed(&self.db, place, since)
    }

    /// Returns the confirmations of a record, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn confirmations(&self, record: Uuid) -> Result<Vec<Confirmation>> {
        confirmation::of_record(&self.db, record)
    }

    /// Returns the records among what a quarter wants of a place and those below it, `most` for each
    /// reason: the returned first, then the incomplete, then those to confirm, the longest unseen
    /// first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn wanted_records(
        &self,
        place: &Place,
        work: &QuarterWork,
        (day, most): (NaiveDate, usize),
    ) -> Result<Vec<WantedRecord>> {
        let when = (day, self.zone());
        quarter_work::records(&self.db, self.packs(), (place, work), (when, most))
    }

    /// Returns how many records a quarter wants of a place and those below it; one that is wanted
    /// for two reasons is counted once.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn wanted_count(&self, place: &Place, work: &QuarterWork) -> Result<usize> {
        quarter_work::count(&self.db, place, work)
    }

    /// Returns the places whose records this session may change; nothing where it may change
    /// everything, or nothing at all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_places(&self) -> Result<Vec<Place>> {
        let Access::Places(codes) = &self.access else {
            return Ok(Vec::new());
        };
        let places = codes.iter().map(|code| self.place(code));
        Ok(places
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    /// Returns every place that a pack judges, in the order of the packs and their matrices.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_of_packs(&self) -> Result<Vec<Place>> {
        let mut found: Vec<Place> = Vec::new();
        let mut known = BTreeSet::new();
        for pack in self.packs() {
            let places = self.covered_places(&pack.code)?;
            found.extend(
                places
                    .into_iter()
                    .filter(|place| known.insert(place.code.clone())),
            );
        }
        Ok(found)
    }
}
