//! Looks places up as somebody types: only those are read to which a key leads, a part at a time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rusqlite::Connection;

use super::place;
use super::place_scan::PlaceScan;
use crate::domain::place::Place;
use crate::domain::text::search::keys::{self, TypedKey};
use crate::domain::text::search::{NameMatch, Query, SearchKey};
use crate::store::error::Result;

/// The most places that fit a word by themselves and whose places below are looked at.
const MOST_ABOVE: usize = 20;
/// From how many figures on a part of a code is looked up that does not begin it.
const SHORTEST_PART: usize = 2;

/// A place that fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPlace {
    /// The place.
    pub place: Place,
    /// The name of the place above; empty where there is none.
    pub above: String,
    /// How it fits.
    pub fit: NameMatch,
}

/// The places that fit what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPlaces {
    /// The best first.
    pub places: Vec<FoundPlace>,
    /// Whether there may be more.
    pub are_more: bool,
}

/// A search through the places for what was typed, which goes on until it has enough or has looked
/// everywhere. A part of it looks at so many places and no more: a character that begins many names
/// leads to most of a country.
#[derive(Clone, Debug)]
pub struct PlaceSearch {
    query: Query,
    most: usize,
    /// The names of places above, by their codes.
    names: BTreeMap<String, String>,
    seen: BTreeSet<String>,
    found: Vec<FoundPlace>,
    /// The words that were typed, with the places that fit each best by themselves.
    words: Vec<Fitting>,
    /// What is still to be read.
    scans: VecDeque<Scan>,
    /// Whether the places below those that fit best are among that, or were read.
    is_below: bool,
}

/// A scan that is still to be read.
#[derive(Clone, Debug)]
struct Scan {
    of: PlaceScan,
    /// Which word leads to them; none of those that are below others.
    word: Option<usize>,
}

impl PlaceSearch {
    /// Returns a search that has looked at nothing yet, for `most` places at most.
    pub(crate) fn new(query: &Query, most: usize) -> Self {
        let mut search = Self {
            query: query.clone(),
            most,
            names: BTreeMap::new(),
            seen: BTreeSet::new(),
            found: Vec::new(),
            words: Vec::new(),
            scans: VecDeque::new(),
            is_below: false,
        };
        for word in query.words() {
            search.add_word(&word);
        }
        search
    }

    /// Returns whether it has enough or has looked everywhere.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.found.len() >= self.most || (self.scans.is_empty() && self.is_below)
    }

    /// Returns what was found so far.
    #[must_use]
    pub fn found(&self) -> FoundPlaces {
        let mut places = self.found.clone();
        let are_more = places.len() >= self.most || !self.is_over();
        places.sort_by(|a, b| (a.fit, &a.place.code).cmp(&(b.fit, &b.place.code)));
        FoundPlaces { places, are_more }
    }

    /// Looks at the next `count` places.
    pub(crate) fn step(&mut self, db: &Connection, count: usize) -> Result<()> {
        let mut left = count;
        while left > 0 && !self.is_over() {
            let Some(scan) = self.scans.pop_front() else {
                self.add_below();
                continue;
            };
            left -= self.read(db, scan, left)?;
        }
        if self.scans.is_empty() {
            self.add_below();
        }
        Ok(())
    }

    /// Adds the scans of a word.
    fn add_word(&mut self, word: &str) {
        let at = self.words.len();
        self.words.push(Fitting::new(word));
        let mut scan = |of| {
            let word = Some(at);
            self.scans.push_back(Scan { of, word });
        };
        scan(PlaceScan::by_code(word));
        if keys::is_written(word) {
            scan(PlaceScan::written(longest_written(word)));
        } else {
            // Those of the beginnings of names first.
            for is_inside in [false, true] {
                for TypedKey { initials, sound } in keys::of_word(word) {
                    scan(PlaceScan::by_key(is_inside, &initials, &sound));
                }
            }
        }
        let is_figure = word.bytes().all(|byte| byte.is_ascii_digit());
        if is_figure && word.len() >= SHORTEST_PART {
            scan(PlaceScan::by_part_of_code(word));
        }
    }

    /// Adds the scans of the places directly below those that fit best.
    fn add_below(&mut self) {
        if std::mem::replace(&mut self.is_below, true) {
            return;
        }
        let best = self.words.iter().flat_map(Fitting::best);
        let scans = best.map(|code| Scan {
            of: PlaceScan::below(code),
            word: None,
        });
        self.scans.extend(scans);
    }

    /// Looks at the next places of a scan until there are enough, about `most` of them. Returns how
    /// many they count for.
    fn read(&mut self, db: &Connection, mut scan: Scan, most: usize) -> Result<usize> {
        let read = scan.of.next(db, most)?;
        for place in read.places {
            if self.has_enough() {
                break;
            }
            self.consider(db, place, scan.word)?;
        }
        if !read.is_last {
            self.scans.push_front(scan);
        }
        Ok(read.counts_for.min(most))
    }

    const fn has_enough(&self) -> bool {
        self.found.len() >= self.most
    }

    fn consider(&mut self, db: &Connection, place: Place, word: Option<usize>) -> Result<()> {
        if let Some(fitting) = word.and_then(|at| self.words.get_mut(at)) {
            fitting.consider(&place);
        }
        if !self.seen.insert(place.code.clone()) {
            return Ok(());
        }
        let above = match &place.parent {
            Some(code) => self.name_of(db, code)?,
            None => String::new(),
        };
        let key = SearchKey::new(&place.name, &place.code, &above);
        if let Some(fit) = self.query.fit(&key) {
            self.found.push(FoundPlace { place, above, fit });
        }
        Ok(())
    }

    fn name_of(&mut self, db: &Connection, code: &str) -> Result<String> {
        if let Some(name) = self.names.get(code) {
            return Ok(name.clone());
        }
        let name = place::get(db, code)?
            .map(|place| place.name)
            .unwrap_or_default();
        self.names.insert(code.to_owned(), name.clone());
        Ok(name)
    }
}

/// The places that fit one word best by themselves.
#[derive(Clone, Debug)]
struct Fitting {
    word: Query,
    found: BTreeSet<(NameMatch, String)>,
}

impl Fitting {
    fn new(word: &str) -> Self {
        Self {
            word: Query::new(word),
            found: BTreeSet::new(),
        }
    }

    fn consider(&mut self, place: &Place) {
        let key = SearchKey::new(&place.name, &place.code, "");
        let fit = self.word.fit(&key);
        self.found.extend(fit.map(|fit| (fit, place.code.clone())));
        if self.found.len() > MOST_ABOVE {
            self.found.pop_last();
        }
    }

    fn best(&self) -> impl Iterator<Item = &str> {
        self.found.iter().map(|(_, code)| code.as_str())
    }
}

/// Returns the longest part of a word that is looked up as it is written.
fn longest_written(word: &str) -> &str {
    let parts = word.split(|c: char| !keys::is_written(c.encode_utf8(&mut [0; 4])));
    parts.max_by_key(|part| part.len()).unwrap_or_default()
}
