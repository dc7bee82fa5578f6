//! The towns and facilities of the ledger that are searched. Places are looked up by their keys. Of
//! facilities, whose names have no index, only so many are read once something is typed: all of a
//! small ledger, of another those near, and those that a code or the name of a town leads to.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::findable::Findable;
use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query};
use crate::i18n::{Lang, Text};
use crate::store::{FoundPlace, NamedFacility, PlaceSearch, Result, Store};
use crate::tui::question::Answer;

/// The most facilities of a ledger that are all searched by any part of their names.
const MOST_SEARCHED: usize = 5_000;
/// The most facilities near the cursor that are searched so in a larger one.
const MOST_NEAR: usize = 2_000;
/// The most facilities that a key brings in by their code or their town.
const MOST_LOOKED_UP: usize = 1_000;
/// The most towns that the first word leads to.
const MOST_TOWNS: usize = 20;
/// The most places that are found.
const MOST_PLACES: usize = 200;
/// A facility code is looked up once so many characters of it are typed.
const SHORTEST_CODE: usize = 3;

/// What the ledger has to find.
pub(super) struct InLedger {
    /// The places whose facilities are searched before others; none where nothing of the ledger is
    /// searched.
    near: Option<Vec<String>>,
    /// The facilities that are searched by any part of their names, once they are read.
    read: Option<Vec<Findable>>,
    known: HashSet<Uuid>,
    /// Whether they are all there are.
    is_all: bool,
    /// The names of places and of those above them, by code.
    names: HashMap<String, (String, String)>,
    /// The first of several words, and the towns that it fits best.
    first_word: (String, Vec<String>),
}

/// What fits of the ledger, in the order in which it is searched.
pub(super) type FittingOfLedger = Vec<(NameMatch, Findable)>;

impl InLedger {
    /// Nothing of a ledger.
    pub(super) fn nothing() -> Self {
        Self {
            near: None,
            read: None,
            known: HashSet::new(),
            is_all: true,
            names: HashMap::new(),
            first_word: (String::new(), Vec::new()),
        }
    }

    /// A ledger of which nothing was read yet. Facilities of the places `near`, and of those that the
    /// session may change, are searched before others.
    pub(super) fn open(mut near: Vec<String>, store: &Store) -> Result<Self> {
        near.extend(store.own_places()?.into_iter().map(|place| place.code));
        Ok(Self {
            near: Some(near),
            ..Self::nothing()
        })
    }

    /// Whether every facility was searched by any part of its name.
    pub(super) const fn is_all(&self) -> bool {
        self.is_all
    }

    /// Begins to search for the places that fit what was typed; nothing where no places are searched.
    pub(super) fn search_places(
        &self,
        query: &Query,
        store: &Store,
    ) -> Result<Option<PlaceSearch>> {
        let search = self.near.as_ref();
        search
            .map(|_| store.search_places(query, MOST_PLACES))
            .transpose()
    }

    /// Returns the facilities that fit what was typed.
    pub(super) fn facilities(
        &mut self,
        typed: &str,
        (query, lang): (&Query, Lang),
        store: &Store,
    ) -> Result<FittingOfLedger> {
        self.read_once(store)?;
        let looked_up = self.look_up(typed, store)?;
        let fitting = |found: &Findable| Some((found.fit(query, lang)?, found.clone()));
        let read = self.read.iter().flatten().chain(&looked_up);
        Ok(read.filter_map(fitting).collect())
    }

    /// Reads the facilities that are searched by any part of their names, unless they are read.
    fn read_once(&mut self, store: &Store) -> Result<()> {
        let Some(near) = self.near.as_ref().filter(|_| self.read.is_none()) else {
            return Ok(());
        };
        self.is_all = store.facility_count()? <= MOST_SEARCHED;
        let mut found = store.facilities_within(near, MOST_NEAR)?;
        if self.is_all {
            found.append(&mut store.first_facilities(MOST_SEARCHED)?);
        }
        found.retain(|facility| self.known.insert(facility.id));
        self.read = Some(self.findable(found, store)?);
        Ok(())
    }

    /// Returns the facilities that what was typed leads to, where not all were read: by the
    /// beginning of a facility code, and by the town that a text begins with.
    fn look_up(&mut self, typed: &str, store: &Store) -> Result<Vec<Findable>> {
        if self.is_all {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let code = folding::figure(typed);
        if code.chars().count() >= SHORTEST_CODE {
            found.extend(store.facilities_by_code(&code, MOST_LOOKED_UP)?);
        }
        let towns = self.towns_of(typed, store)?;
        if !towns.is_empty() {
            found.extend(store.facilities_within(&towns, MOST_LOOKED_UP)?);
        }
        found.sort_by_key(|facility| facility.id);
        found.dedup_by_key(|facility| facility.id);
        found.retain(|facility| !self.known.contains(&facility.id));
        self.findable(found, store)
    }

    /// The codes of the towns that the first of several words fits best, or whose whole name a text
    /// begins with.
    fn towns_of(&mut self, typed: &str, store: &Store) -> Result<Vec<String>> {
        let line = folding::figure(typed);
        if let Some((word, _)) = line.split_once(|c: char| c.is_whitespace() || c == '/') {
            if self.first_word.0 != word {
                let search = store.search_places(&Query::new(word), MOST_TOWNS)?;
                let codes = search
                    .found()
                    .places
                    .into_iter()
                    .map(|found| found.place.code);
                self.first_word = (word.to_owned(), codes.collect());
            }
            return Ok(self.first_word.1.clone());
        }
        let ends = line.char_indices().map(|(at, c)| at + c.len_utf8());
        let begun: Vec<&str> = ends.filter_map(|end| line.get(..end)).collect();
        store.places_named(&begun, MOST_TOWNS)
    }

    fn findable(&mut self, found: Vec<NamedFacility>, store: &Store) -> Result<Vec<Findable>> {
        let found = found.into_iter();
        found
            .map(|facility| self.facility(facility, store))
            .collect()
    }

    fn facility(&mut self, facility: NamedFacility, store: &Store) -> Result<Findable> {
        let (town, county) = self.names_of(&facility.place, store)?;
        let kind = store.kind_label(&facility.kind);
        let extra = Text {
            zh: format!("{}  {town}", kind.zh),
            en: format!("{}  {town}", kind.en),
        };
        let above = format!("{county}/{town}");
        let name = Text::both(facility.name);
        let answer = Answer::Id(facility.id);
        Ok(Findable::new(name, (&facility.code, &above), extra, answer))
    }

    /// The names of a place and of the one above it.
    fn names_of(&mut self, code: &str, store: &Store) -> Result<(String, String)> {
        if let Some(names) = self.names.get(code) {
            return Ok(names.clone());
        }
        let place = store.place(code)?;
        let above = place.as_ref().and_then(|place| place.parent.as_deref());
        let above = above.map(|code| store.place_name(code)).transpose()?;
        let name = place.map(|place| place.name).unwrap_or_default();
        let names = (name, above.unwrap_or_default());
        self.names.insert(code.to_owned(), names.clone());
        Ok(names)
    }
}

/// Returns a place that was found, to be taken.
pub(crate) fn town(found: &FoundPlace, answer: Answer) -> Findable {
    let FoundPlace { place, above, .. } = found;
    let extra = Text::both(format!("{above}  {}", place.code));
    let name = Text::both(place.name.clone());
    Findable::new(name, (&place.code, above), extra, answer)
}
