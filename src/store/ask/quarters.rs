//! What a quarter still wants of places.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::review::{Confirmation, OpenCounts, QuarterWork, SeenRecord, WaitingFacilities};
use crate::domain::value::Period;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::quarter_walk::QuarterWalk;
use crate::store::rows::{close_judging, confirmation, quarter_work};

impl Store {
    /// Returns what the quarter that a place is at on a day still wants of it and of those below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quarter_work(&self, place: &Place, day: NaiveDate) -> Result<QuarterWork> {
        let mut walk = self.begin_quarter(place, day, 0)?;
        self.walk_quarter(&mut walk, usize::MAX)?;
        Ok(walk.work().clone())
    }

    /// Begins a walk through what the quarter that a place is at on a day still wants of it and of
    /// those below it, which lists `most` records for each reason. Until the first step it knows the
    /// quarter and nothing more.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_quarter(&self, place: &Place, day: NaiveDate, most: usize) -> Result<QuarterWalk> {
        let when = (day, self.zone());
        quarter_work::begin(&self.db, self.packs(), place, (when, most))
    }

    /// Walks on by about so many rows.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn walk_quarter(&self, walk: &mut QuarterWalk, rows: usize) -> Result<()> {
        walk.step(&self.db, self.packs(), rows)
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

    /// Returns the facilities of a place and those below it that nobody saved or confirmed since a time.
    /// Reads none of them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_facilities(&self, place: &str, since: &str) -> Result<WaitingFacilities> {
        Ok(WaitingFacilities {
            place: place.to_owned(),
            kind: None,
            only: None,
            since: since.to_owned(),
            known: close_judging::heads(&self.db)?,
        })
    }

    /// Counts them. Reads every facility of the kind or of the list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_waiting(&self, of: &WaitingFacilities) -> Result<usize> {
        confirmation::count_waiting(&self.db, of)
    }

    /// Returns the confirmations of a record, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn confirmations(&self, record: Uuid) -> Result<Vec<Confirmation>> {
        confirmation::of_record(&self.db, record)
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
