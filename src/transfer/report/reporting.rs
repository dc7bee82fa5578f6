//! How far the figures behind a report were entered and checked.

use std::collections::{BTreeMap, HashMap};

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Standing, Verdict};
use crate::store::{PlaceProgress, Store, StoreError};

/// How far the records of a report are. It is known of now alone.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// How many records there are of each state.
    states: BTreeMap<ReviewState, usize>,
    /// How far each place is, by its code.
    places: HashMap<String, PlaceProgress>,
}

impl Reporting {
    /// Reads it for some places, in a place and those below it or in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn read(
        store: &Store,
        pack: &Pack,
        within: Option<&Place>,
        codes: Vec<String>,
    ) -> Result<Self, StoreError> {
        let progress = store.progress(pack, None, &codes)?;
        Ok(Self {
            states: store.review_counts(pack, within)?,
            places: codes.into_iter().zip(progress).collect(),
        })
    }

    /// Returns how many records there are of a state.
    pub(super) fn count(&self, state: ReviewState) -> usize {
        self.states.get(&state).copied().unwrap_or_default()
    }

    /// Returns whether anything is on record of what a standing looks at; `None` where that is not
    /// known.
    pub(super) fn is_reported(&self, standing: &Standing) -> Option<bool> {
        let progress = self.places.get(&standing.place)?;
        Some(!progress.nothing_entered.contains(&standing.requirement))
    }

    /// Returns whether a standing is short or unknown while nothing is on record of what it looks at.
    pub(super) fn is_not_reported(&self, standing: &Standing) -> bool {
        standing.verdict.is_open() && self.is_reported(standing) == Some(false)
    }

    /// Returns whether a verdict rests on approved records alone; `None` where it rests on none, and of
    /// what is not judged.
    pub(super) fn is_approved(&self, standing: &Standing) -> Option<bool> {
        let progress = self.places.get(&standing.place)?;
        let is_judged = standing.verdict != Verdict::Information;
        let rests_on_records = is_judged && self.is_reported(standing)?;
        rests_on_records.then(|| !progress.unapproved.contains(&standing.requirement))
    }

    /// Returns how many kinds and sheets all places have entered, and how many they are asked for.
    pub(super) fn entered_in_all(&self) -> (usize, usize) {
        let places = || self.places.values();
        let entered = places().map(|place| place.entered).sum();
        (entered, places().map(|place| place.asked).sum())
    }

    /// Returns how many records there are.
    pub(super) fn records(&self) -> usize {
        self.states.values().sum()
    }

    /// Returns how many kinds and sheets a place has entered, and how many it is asked for.
    pub(super) fn entered(&self, place: &str) -> Option<(usize, usize)> {
        let progress = self.places.get(place)?;
        Some((progress.entered, progress.asked))
    }
}
