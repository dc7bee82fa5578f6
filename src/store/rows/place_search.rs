//! Looks places up as somebody types: only those are read to which a key leads.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Params, params};

use super::cells::behind;
use super::place;
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

/// Returns places that fit what was typed, `most` at most, by how they fit and by code.
pub(crate) fn find(db: &Connection, query: &Query, most: usize) -> Result<FoundPlaces> {
    let mut search = Search {
        db,
        query,
        most,
        names: BTreeMap::new(),
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    let words: Vec<String> = query.words().collect();
    let mut above = Vec::new();
    for word in &words {
        above.extend(search.word(word)?);
    }
    for code in above {
        search.below(&code)?;
    }
    let mut places = search.found;
    let are_more = places.len() >= most;
    places.sort_by(|a, b| (a.fit, &a.place.code).cmp(&(b.fit, &b.place.code)));
    Ok(FoundPlaces { places, are_more })
}

/// A search that goes on until it has enough.
struct Search<'a> {
    db: &'a Connection,
    query: &'a Query,
    most: usize,
    /// The names of places above, by their codes.
    names: BTreeMap<String, String>,
    seen: BTreeSet<String>,
    found: Vec<FoundPlace>,
}

impl Search<'_> {
    /// Looks a word up; returns the codes of places that fit it best by themselves.
    fn word(&mut self, word: &str) -> Result<Vec<String>> {
        let mut fitting = Fitting::new(word);
        self.read(
            "place WHERE code >= ?1 AND code < ?2 ORDER BY code",
            [word, &behind(word)],
            &mut fitting,
        )?;
        if keys::is_written(word) {
            let written = "place INDEXED BY place_name WHERE instr(name, ?1) > 0";
            self.read(written, [longest_written(word)], &mut fitting)?;
        } else {
            self.keys(word, &mut fitting)?;
        }
        let is_figure = word.bytes().all(|byte| byte.is_ascii_digit());
        if is_figure && word.len() >= SHORTEST_PART {
            self.read(
                "place WHERE instr(code, ?1) > 1 ORDER BY code",
                [word],
                &mut fitting,
            )?;
        }
        Ok(fitting.best())
    }

    /// Looks the keys up that a word leads to, those of the beginnings of names first.
    fn keys(&mut self, word: &str, fitting: &mut Fitting) -> Result<()> {
        let by_key = "place_key CROSS JOIN place ON place.code = place_key.place
            WHERE inside = ?1 AND initials >= ?2 AND initials < ?3
                AND substr(sound, 1, length(?4)) = ?4";
        for inside in [false, true] {
            for TypedKey { initials, sound } in keys::of_word(word) {
                let bound = params![inside, initials, behind(&initials), sound];
                self.read(by_key, bound, fitting)?;
            }
        }
        Ok(())
    }

    /// Looks at the places directly below one.
    fn below(&mut self, code: &str) -> Result<()> {
        let mut all = Fitting::nothing();
        self.read("place WHERE parent = ?1 ORDER BY code", [code], &mut all)
    }

    /// Looks at the places that some tables and a condition give, until there are enough.
    fn read(&mut self, which: &str, bound: impl Params, fitting: &mut Fitting) -> Result<()> {
        if self.found.len() >= self.most {
            return Ok(());
        }
        let sql = format!("SELECT place.code, place.name, place.level, place.parent FROM {which}");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query(bound)?;
        while let Some(row) = rows.next()? {
            self.consider(place::from_row(row)?, fitting)?;
            if self.found.len() >= self.most {
                break;
            }
        }
        Ok(())
    }

    fn consider(&mut self, place: Place, fitting: &mut Fitting) -> Result<()> {
        fitting.consider(&place);
        if !self.seen.insert(place.code.clone()) {
            return Ok(());
        }
        let above = match &place.parent {
            Some(code) => self.name_of(code)?,
            None => String::new(),
        };
        let key = SearchKey::new(&place.name, &place.code, &above);
        if let Some(fit) = self.query.fit(&key) {
            self.found.push(FoundPlace { place, above, fit });
        }
        Ok(())
    }

    fn name_of(&mut self, code: &str) -> Result<String> {
        if let Some(name) = self.names.get(code) {
            return Ok(name.clone());
        }
        let name = place::get(self.db, code)?
            .map(|place| place.name)
            .unwrap_or_default();
        self.names.insert(code.to_owned(), name.clone());
        Ok(name)
    }
}

/// The places that fit one word by themselves.
struct Fitting {
    word: Option<Query>,
    found: BTreeSet<(NameMatch, String)>,
}

impl Fitting {
    fn new(word: &str) -> Self {
        Self {
            word: Some(Query::new(word)),
            found: BTreeSet::new(),
        }
    }

    /// Takes note of nothing.
    const fn nothing() -> Self {
        Self {
            word: None,
            found: BTreeSet::new(),
        }
    }

    fn consider(&mut self, place: &Place) {
        let Some(word) = &self.word else { return };
        let key = SearchKey::new(&place.name, &place.code, "");
        self.found
            .extend(word.fit(&key).map(|fit| (fit, place.code.clone())));
        if self.found.len() > MOST_ABOVE {
            self.found.pop_last();
        }
    }

    fn best(self) -> Vec<String> {
        self.found.into_iter().map(|(_, code)| code).collect()
    }
}

/// Returns the longest part of a word that is looked up as it is written.
fn longest_written(word: &str) -> &str {
    let parts = word.split(|c: char| !keys::is_written(c.encode_utf8(&mut [0; 4])));
    parts.max_by_key(|part| part.len()).unwrap_or_default()
}
