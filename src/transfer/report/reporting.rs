//! How far the figures behind a report were entered and checked.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::ReviewState;
use crate::domain::verdict::Verdict;
use crate::store::{Store, StoreError};

/// How far the records of a report are. It is known of now alone.
#[derive(Clone, Debug)]
pub struct Reporting {
    /// How many records there are of each state.
    states: BTreeMap<ReviewState, usize>,
    /// How far each place is, by its code.
    places: HashMap<Rc<str>, PlaceEntered>,
    /// The number of each requirement.
    requirements: HashMap<String, u32>,
}

/// How much a place has entered of what it is asked for.
#[derive(Clone, Debug)]
struct PlaceEntered {
    asked: u32,
    entered: u32,
    /// The numbers of the requirements for which nothing is on record. Many places share such a list.
    nothing_entered: Rc<[u32]>,
    /// The numbers of those that look at a record which nobody approved.
    unapproved: Rc<[u32]>,
}

/// So many places are looked at in one go.
const PART: usize = 1_000;

impl Reporting {
    /// Reads it for some places, in a place and those below it or in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn read(
        store: &Store,
        pack: &Pack,
        within: Option<&Place>,
        codes: &[Rc<str>],
    ) -> Result<Self, StoreError> {
        let codes_of = pack.requirements.iter();
        let requirements: HashMap<String, u32> =
            codes_of.map(|one| one.code.clone()).zip(0..).collect();
        let mut known: HashSet<Rc<[u32]>> = HashSet::new();
        let mut numbers = |codes: &BTreeSet<String>| {
            let numbers = codes.iter().filter_map(|code| requirements.get(code));
            let numbers: Rc<[u32]> = numbers.copied().collect();
            if let Some(known) = known.get(&numbers) {
                return Rc::clone(known);
            }
            known.insert(Rc::clone(&numbers));
            numbers
        };
        let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut places = HashMap::with_capacity(codes.len());
        for part in codes.chunks(PART) {
            let of_part: Vec<String> = part.iter().map(ToString::to_string).collect();
            let progress = store.progress(pack, None, &of_part)?;
            for (code, place) in part.iter().zip(progress) {
                let entered = PlaceEntered {
                    asked: short(place.asked),
                    entered: short(place.entered),
                    nothing_entered: numbers(&place.nothing_entered),
                    unapproved: numbers(&place.unapproved),
                };
                places.insert(Rc::clone(code), entered);
            }
        }
        Ok(Self {
            states: store.review_counts(pack, within)?,
            places,
            requirements,
        })
    }

    /// Returns how many records there are of a state.
    pub(super) fn count(&self, state: ReviewState) -> usize {
        self.states.get(&state).copied().unwrap_or_default()
    }

    /// Returns whether anything is on record of what a standing looks at, by the codes of its place
    /// and its requirement; `None` where that is not known.
    pub(super) fn is_reported(&self, (place, requirement): (&str, &str)) -> Option<bool> {
        let place = self.places.get(place)?;
        Some(!self.is_among(requirement, &place.nothing_entered))
    }

    /// Returns whether a standing is short or unknown while nothing is on record of what it looks at.
    pub(super) fn is_not_reported(&self, verdict: Verdict, codes: (&str, &str)) -> bool {
        verdict.is_open() && self.is_reported(codes) == Some(false)
    }

    /// Returns whether a verdict rests on approved records alone; `None` where it rests on none, and of
    /// what is not judged.
    pub(super) fn is_approved(&self, verdict: Verdict, codes: (&str, &str)) -> Option<bool> {
        let (place, requirement) = codes;
        let place = self.places.get(place)?;
        let is_judged = verdict != Verdict::Information;
        let rests_on_records = is_judged && self.is_reported(codes)?;
        rests_on_records.then(|| !self.is_among(requirement, &place.unapproved))
    }

    fn is_among(&self, requirement: &str, numbers: &[u32]) -> bool {
        let number = self.requirements.get(requirement);
        number.is_some_and(|number| numbers.contains(number))
    }

    /// Returns how many kinds and sheets all places have entered, and how many they are asked for.
    pub(super) fn entered_in_all(&self) -> (usize, usize) {
        let places = || self.places.values();
        let entered = places().map(|place| place.entered as usize).sum();
        (entered, places().map(|place| place.asked as usize).sum())
    }

    /// Returns how many records there are.
    pub(super) fn records(&self) -> usize {
        self.states.values().sum()
    }

    /// Returns how many kinds and sheets a place has entered, and how many it is asked for.
    pub(super) fn entered(&self, place: &str) -> Option<(usize, usize)> {
        let progress = self.places.get(place)?;
        Some((progress.entered as usize, progress.asked as usize))
    }
}
