//! The tree of the places as it is, or as the ledger knew it at an earlier time.

use std::collections::{BTreeMap, BTreeSet};

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

/// The tree of the places.
#[derive(Default)]
pub(crate) struct PlaceTree {
    levels: BTreeMap<String, String>,
    /// What is above each; of a merged place the one that it was merged into.
    above: BTreeMap<String, String>,
    closed: BTreeSet<String>,
}

impl PlaceTree {
    /// Returns the tree as it is.
    pub(crate) fn now(db: &Connection) -> Result<Self> {
        let lives = place_life::all(db)?;
        let mut tree = Self::default();
        for place in place::all(db)? {
            let closing = lives.ended(&place.code);
            let successor = closing.and_then(|closing| closing.successor.clone());
            tree.add(&place.code, &place.level, successor.or(place.parent));
            if closing.is_some() {
                tree.closed.insert(place.code);
            }
        }
        Ok(tree)
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
        let mut tree = Self::default();
        let told = places
            .iter()
            .filter_map(|(code, said)| ToldPlace::read(code, said, &has_ended));
        for ToldPlace { place, life } in told {
            let successor = life
                .closing
                .as_ref()
                .and_then(|closing| closing.successor.clone());
            tree.add(&place.code, &place.level, successor.or(place.parent));
            if life.closing.is_some_and(|closing| closing.ended) {
                tree.closed.insert(place.code);
            }
        }
        tree
    }

    fn add(&mut self, code: &str, level: &str, above: Option<String>) {
        self.levels.insert(code.to_owned(), level.to_owned());
        if let Some(above) = above {
            self.above.insert(code.to_owned(), above);
        }
    }

    /// Returns a place and every place above it.
    pub(crate) fn with_all_above<'t>(&'t self, code: &'t str) -> impl Iterator<Item = &'t str> {
        let above = |code: &&str| self.above.get(*code).map(String::as_str);
        std::iter::successors(Some(code), above).take(self.levels.len() + 1)
    }

    /// Returns all places in an order in which those below a place follow it.
    pub(crate) fn order(&self) -> PlaceOrder {
        let above = |code: &str| self.above.get(code).map(String::as_str);
        PlaceOrder::of(self.levels.keys().map(|code| (code.as_str(), above(code))))
    }

    /// Returns whether a place is of a level.
    pub(crate) fn is_of_level(&self, code: &str, level: &str) -> bool {
        self.levels.get(code).is_some_and(|of| of == level)
    }

    /// Returns the codes of the open places that a scope names, in its order and as the ledger has
    /// them.
    pub(crate) fn in_scope(&self, db: &Connection, scope: &Scope) -> Result<Vec<String>> {
        let mut codes = match scope {
            Scope::Places(_) => place::in_scope(db, scope)?,
            Scope::Level(level) => self
                .levels
                .iter()
                .filter(|(_, of)| *of == level)
                .map(|(code, _)| code.clone())
                .collect(),
        };
        codes.retain(|code| !self.closed.contains(code));
        Ok(codes)
    }
}
