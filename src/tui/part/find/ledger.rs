//! The towns and facilities of the ledger that are searched. Places are all read once. Of
//! facilities, whose names have no index, only so many are read: those near first, and later those
//! that a code or the name of a town leads to.

use std::collections::HashMap;

use uuid::Uuid;

use super::findable::{Findable, Hit};
use crate::domain::place::Place;
use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query, SearchKey};
use crate::i18n::Text;
use crate::store::{NamedFacility, Result, Store};
use crate::tui::question::Answer;

/// The most facilities that are searched by any part of their names.
const MOST_SEARCHED: usize = 10_000;
/// The most facilities that a key brings in by their code or their town.
const MOST_LOOKED_UP: usize = 1_000;
/// The most towns that the first word leads to.
const MOST_TOWNS: usize = 20;
/// A facility code is looked up once so many characters of it are typed.
const SHORTEST_CODE: usize = 3;

/// What the ledger has to find.
pub(super) struct InLedger {
    places: Vec<Place>,
    /// Where each place stands, by its code.
    by_code: HashMap<String, usize>,
    /// Towns and facilities, each of which the list itself does not hold.
    read: Vec<Findable>,
    /// Whether every facility of the ledger was read.
    is_all: bool,
    /// The facilities that were read.
    known: Vec<Uuid>,
    /// What the last key brought in.
    looked_up: Vec<Findable>,
    /// Where the places of each name stand; only where not every facility was read.
    by_name: HashMap<String, Vec<usize>>,
    /// The first of several words, and the towns that it fits best.
    first_word: (String, Vec<String>),
}

impl InLedger {
    /// Nothing of a ledger.
    pub(super) fn nothing() -> Self {
        Self::of(Vec::new())
    }

    /// Places of which nothing was read yet.
    fn of(places: Vec<Place>) -> Self {
        let codes = places.iter().map(|place| place.code.clone());
        Self {
            by_code: codes.enumerate().map(|(at, code)| (code, at)).collect(),
            places,
            read: Vec::new(),
            is_all: true,
            known: Vec::new(),
            looked_up: Vec::new(),
            by_name: HashMap::new(),
            first_word: (String::new(), Vec::new()),
        }
    }

    /// Reads the places, and the facilities of the places `near`, of those that the session may
    /// change, and of others, as far as they are searched.
    pub(super) fn open(own: &[Findable], mut near: Vec<String>, store: &Store) -> Result<Self> {
        near.extend(store.own_places()?.into_iter().map(|place| place.code));
        let mut found = Self::of(store.places()?);
        let own = own.iter().filter_map(|candidate| candidate.is.as_ref());
        let mut own_places = Vec::new();
        for answer in own {
            match answer {
                Answer::Place(code) => own_places.push(code.as_str()),
                Answer::Id(id) => found.known.push(*id),
                _ => {}
            }
        }
        own_places.sort_unstable();
        found.known.sort_unstable();
        let towns = found.places.iter();
        let towns = towns.filter(|place| own_places.binary_search(&place.code.as_str()).is_err());
        found.read = towns.map(|place| found.town(place)).collect();
        let nearest = store.facilities_within(&near, MOST_SEARCHED)?;
        found.take_in(nearest, store);
        let first = store.first_facilities(MOST_SEARCHED + 1)?;
        found.is_all = first.len() <= MOST_SEARCHED;
        found.take_in(first, store);
        if !found.is_all {
            for (at, place) in found.places.iter().enumerate() {
                let name = folding::key(&place.name);
                found.by_name.entry(name).or_default().push(at);
            }
        }
        Ok(found)
    }

    /// The candidate at a place: those that were read at first, then those that the last key
    /// brought in.
    pub(super) fn candidate(&self, at: usize) -> Option<&Findable> {
        let later = at.checked_sub(self.read.len());
        later.map_or_else(|| self.read.get(at), |at| self.looked_up.get(at))
    }

    /// Towns and facilities, those near first.
    pub(super) fn all(&self) -> impl Iterator<Item = Hit> {
        (0..self.read.len() + self.looked_up.len()).map(Hit::InLedger)
    }

    /// Those that the last key brought in.
    pub(super) fn looked_up(&self) -> impl Iterator<Item = Hit> {
        self.all().skip(self.read.len())
    }

    /// Whether something was there before the last key.
    pub(super) const fn was_read(&self, hit: Hit) -> bool {
        match hit {
            Hit::Own(_) => true,
            Hit::InLedger(at) => at < self.read.len(),
        }
    }

    /// Whether every facility was searched by any part of its name.
    pub(super) const fn is_all(&self) -> bool {
        self.is_all
    }

    fn name_of(&self, code: Option<&str>) -> &str {
        let at = code.and_then(|code| self.by_code.get(code));
        let place = at.and_then(|at| self.places.get(*at));
        place.map(|place| place.name.as_str()).unwrap_or_default()
    }

    fn town(&self, place: &Place) -> Findable {
        let county = self.name_of(place.parent.as_deref());
        let extra = Text::both(format!("{county}  {}", place.code));
        let answer = Answer::Place(place.code.clone());
        let name = Text::both(place.name.clone());
        Findable::new(name, (&place.code, county), extra, answer)
    }

    fn facility(&self, facility: NamedFacility, store: &Store) -> Findable {
        let at = self.by_code.get(&facility.place);
        let place = at.and_then(|at| self.places.get(*at));
        let county = self.name_of(place.and_then(|place| place.parent.as_deref()));
        let town = self.name_of(Some(&facility.place));
        let kind = store.kind_label(&facility.kind);
        let extra = Text {
            zh: format!("{}  {town}", kind.zh),
            en: format!("{}  {town}", kind.en),
        };
        let above = format!("{county}/{town}");
        let name = Text::both(facility.name);
        Findable::new(
            name,
            (&facility.code, &above),
            extra,
            Answer::Id(facility.id),
        )
    }

    /// Those facilities that were not read yet.
    fn new_ones(&self, mut found: Vec<NamedFacility>) -> Vec<NamedFacility> {
        found.retain(|facility| self.known.binary_search(&facility.id).is_err());
        found
    }

    /// Takes in those facilities that were not read yet.
    fn take_in(&mut self, found: Vec<NamedFacility>, store: &Store) {
        let new = self.new_ones(found);
        self.known.extend(new.iter().map(|facility| facility.id));
        self.known.sort_unstable();
        let new: Vec<Findable> = self.findable(new, store);
        self.read.extend(new);
    }

    fn findable(&self, found: Vec<NamedFacility>, store: &Store) -> Vec<Findable> {
        let found = found.into_iter();
        found
            .map(|facility| self.facility(facility, store))
            .collect()
    }

    /// Brings in the facilities that what was typed leads to, where not all were read: by the
    /// beginning of a facility code, and by the town that a text begins with.
    pub(super) fn look_up(&mut self, typed: &str, store: &Store) -> Result<()> {
        if self.is_all {
            return Ok(());
        }
        let mut found = Vec::new();
        let code = folding::figure(typed);
        if code.chars().count() >= SHORTEST_CODE {
            found.extend(store.facilities_by_code(&code, MOST_LOOKED_UP)?);
        }
        let towns = self.towns_of(typed);
        if !towns.is_empty() {
            found.extend(store.facilities_within(&towns, MOST_LOOKED_UP)?);
        }
        found.sort_by_key(|facility| facility.id);
        found.dedup_by_key(|facility| facility.id);
        self.looked_up = self.findable(self.new_ones(found), store);
        Ok(())
    }

    /// The codes of the towns that the first of several words fits best, or whose whole name a text
    /// begins with.
    fn towns_of(&mut self, typed: &str) -> Vec<String> {
        let line = folding::figure(typed);
        if let Some((word, _)) = line.split_once(|c: char| c.is_whitespace() || c == '/') {
            if self.first_word.0 != word {
                self.first_word = (word.to_owned(), self.towns_that_fit(word));
            }
            return self.first_word.1.clone();
        }
        let text = folding::key(typed);
        let begun = text.char_indices().filter_map(|(at, c)| {
            let name = text.get(..at + c.len_utf8())?;
            self.by_name.get(name)
        });
        let places = begun.flatten().filter_map(|at| self.places.get(*at));
        let codes = places.map(|place| place.code.clone());
        codes.take(MOST_TOWNS).collect()
    }

    fn towns_that_fit(&self, word: &str) -> Vec<String> {
        let query = Query::new(word);
        let fit = |place: &Place| query.fit(&SearchKey::new(&place.name, &place.code, ""));
        let places = self.places.iter();
        let fits = places.filter_map(|place| Some((fit(place)?, place.code.as_str())));
        let mut fits: Vec<(NameMatch, &str)> = fits.collect();
        fits.sort_unstable();
        let codes = fits.into_iter().map(|(_, code)| code.to_owned());
        codes.take(MOST_TOWNS).collect()
    }
}
