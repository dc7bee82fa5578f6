//! The tree of the places as it is, or as the ledger knew it at an earlier time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::history::CloseKnown;
use super::place_order::PlaceOrder;
use super::place_told::{self, ToldPlace};
use super::{place, place_life, site};
use crate::domain::place::Closing;
use crate::domain::policy::Scope;
use crate::domain::record::{ActSort, Patch};
use crate::store::error::Result;

/// The tree of the places. A country has many, so each takes little room.
pub(crate) struct PlaceTree {
    /// The places by code, those among them that are only said to be above others.
    places: Vec<TreePlace>,
    levels: Vec<String>,
}

/// A place of the tree.
struct TreePlace {
    code: Box<str>,
    /// The number of its level; none where nothing but its code is known.
    level: Option<u32>,
    /// The number of the place above it; of a merged place of the one that it was merged into.
    above: Option<u32>,
    is_closed: bool,
}

/// A place as it is told, with the code of the one above it.
struct ToldInTree {
    code: String,
    level: String,
    above: Option<String>,
    is_closed: bool,
}

impl PlaceTree {
    /// Returns the tree as it is.
    pub(crate) fn now(db: &Connection) -> Result<Self> {
        let lives = place_life::all(db)?;
        let told = place::all(db)?.into_iter().map(|place| {
            let closing = lives.ended(&place.code);
            let successor = closing.and_then(|closing| closing.successor.clone());
            ToldInTree {
                is_closed: closing.is_some(),
                above: successor.or(place.parent),
                code: place.code,
                level: place.level,
            }
        });
        Ok(Self::of(told))
    }

    /// Returns the tree as the ledger knew it before a time, with the places closed that were
    /// closed on a day. A list of places is how they always were; a merger or a closing that was
    /// recorded later had not happened.
    pub(crate) fn known_before(db: &Connection, before: &str, day: NaiveDate) -> Result<Self> {
        Ok(match place_told::known_before(db, before)? {
            None => Self::now(db)?,
            Some(places) => Self::of_acts(&places, |closing| closing.on <= day),
        })
    }

    /// Returns the tree as a close of a quarter knew it: by the acts of the file that made it, up to
    /// the changes that it rests on. A place that was closed after the last day of the quarter was
    /// open in it; what is in one that was merged counts in the other, for its records went there.
    pub(crate) fn of_close(db: &Connection, close: CloseKnown, day: NaiveDate) -> Result<Self> {
        let mut places = Patch::new();
        for act in site::acts_of(db, ActSort::Places, close.site.to_owned())? {
            if close.knows(&act.id) {
                places.extend(act.patch);
            }
        }
        Ok(Self::of_acts(&places, |closing| {
            closing.successor.is_some() || closing.on <= day
        }))
    }

    /// Returns the tree of places as acts tell them.
    fn of_acts(places: &Patch, has_ended: impl Fn(&Closing) -> bool) -> Self {
        let told = places
            .iter()
            .filter_map(|(code, said)| ToldPlace::read(code, said, &has_ended));
        Self::of(told.map(|ToldPlace { place, life }| {
            let closing = life.closing.as_ref();
            let successor = closing.and_then(|closing| closing.successor.clone());
            ToldInTree {
                is_closed: closing.is_some_and(|closing| closing.ended),
                above: successor.or(place.parent),
                code: place.code,
                level: place.level,
            }
        }))
    }

    fn of(told: impl Iterator<Item = ToldInTree>) -> Self {
        let mut tree = Self {
            places: Vec::new(),
            levels: Vec::new(),
        };
        let mut links: Vec<(Box<str>, Box<str>)> = Vec::new();
        for place in told {
            let level = Some(tree.number_of_level(place.level));
            let code = place.code.into_boxed_str();
            links.extend(place.above.map(|above| (code.clone(), above.into())));
            tree.add(code, level, place.is_closed);
        }
        tree.sort();
        let unknown = links.iter().map(|(_, above)| above);
        let unknown = unknown.filter(|above| tree.number(above).is_none());
        let unknown: BTreeSet<Box<str>> = unknown.cloned().collect();
        for code in unknown {
            tree.add(code, None, false);
        }
        tree.sort();
        for (code, above) in links {
            let above = tree.number(&above).and_then(|at| u32::try_from(at).ok());
            let number = tree.number(&code);
            if let Some(place) = number.and_then(|number| tree.places.get_mut(number)) {
                place.above = above;
            }
        }
        tree
    }

    fn add(&mut self, code: Box<str>, level: Option<u32>, is_closed: bool) {
        self.places.push(TreePlace {
            code,
            level,
            above: None,
            is_closed,
        });
    }

    fn sort(&mut self) {
        self.places.sort_by(|a, b| a.code.cmp(&b.code));
    }

    /// Returns the number of a level, of which there are few.
    fn number_of_level(&mut self, level: String) -> u32 {
        let known = self.levels.iter().position(|known| *known == level);
        let number = known.unwrap_or_else(|| {
            self.levels.push(level);
            self.levels.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Returns the number of a place.
    fn number(&self, code: &str) -> Option<usize> {
        let found = self
            .places
            .binary_search_by(|place| (*place.code).cmp(code));
        found.ok()
    }

    fn get(&self, code: &str) -> Option<&TreePlace> {
        self.places.get(self.number(code)?)
    }

    /// Returns the place above one.
    fn above(&self, place: &TreePlace) -> Option<&TreePlace> {
        self.places.get(place.above? as usize)
    }

    /// Returns a place and every place above it.
    pub(crate) fn with_all_above<'t>(&'t self, code: &'t str) -> impl Iterator<Item = &'t str> {
        let first = self.get(code).and_then(|place| self.above(place));
        let above = std::iter::successors(first, |place| self.above(place));
        let above = above.take(self.places.len()).map(|place| &*place.code);
        std::iter::once(code).chain(above)
    }

    /// Returns all places in an order in which those below a place follow it.
    pub(crate) fn order(&self) -> PlaceOrder {
        let above = |place| self.above(place).map(|above| &*above.code);
        let places = self.places.iter();
        PlaceOrder::of(places.map(|place| (&*place.code, above(place))))
    }

    /// Returns whether a place is of a level.
    pub(crate) fn is_of_level(&self, code: &str, level: &str) -> bool {
        let of = self.get(code).and_then(|place| self.level_of(place));
        of.is_some_and(|of| of == level)
    }

    fn level_of(&self, place: &TreePlace) -> Option<&String> {
        self.levels.get(place.level? as usize)
    }

    /// Returns the codes of the open places that a scope names, in its order and as the ledger has
    /// them.
    pub(crate) fn in_scope(&self, db: &Connection, scope: &Scope) -> Result<Vec<String>> {
        let mut codes = match scope {
            Scope::Places(_) => place::in_scope(db, scope)?,
            Scope::Level(level) => {
                let places = self.places.iter();
                let of_level = places.filter(|place| self.level_of(place) == Some(level));
                of_level.map(|place| place.code.to_string()).collect()
            }
        };
        codes.retain(|code| self.get(code).is_none_or(|place| !place.is_closed));
        Ok(codes)
    }
}
