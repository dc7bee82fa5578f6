//! The searches that go on between the keys: through the places of the ledger, and through all rows
//! of a long list.

use std::collections::HashSet;

use super::findable::Findable;
use super::{Find, named};
use crate::store::{PlaceSearch, Result, Store};
use crate::tui::context::Context;

impl Find {
    /// Searches on, through the places of the ledger first. What is found so is listed below what
    /// is there, whose numbers stay, once all is searched. Returns whether there is something new to
    /// see.
    pub(super) fn search_on(&mut self, context: &Context) -> Result<bool> {
        match self.places.take() {
            Some(places) => self.search_places_on(places, context),
            None => self.search_rows_on(context.store),
        }
    }

    fn search_places_on(&mut self, mut search: PlaceSearch, context: &Context) -> Result<bool> {
        context.store.search_places_on(&mut search)?;
        if !search.is_over() {
            self.places = Some(search);
            return Ok(false);
        }
        let typed = self.typed.value().to_owned();
        let (found, are_more) = self.fitting(&typed, Some(&search), context)?;
        self.are_more = are_more;
        self.add(found);
        Ok(true)
    }

    fn search_rows_on(&mut self, store: &Store) -> Result<bool> {
        let Some(mut search) = self.search.take() else {
            return Ok(false);
        };
        let told = search.progress();
        let Some(done) = search.step(self.own.as_ref(), self.lang, store)? else {
            let is_new = search.progress() != told;
            self.search = Some(search);
            return Ok(is_new);
        };
        self.are_more |= done.is_cut;
        self.digits = done.digits;
        self.add(done.rows.into_iter().map(|row| row.found).collect());
        Ok(true)
    }

    /// Lists what was found below what is there already, each once.
    fn add(&mut self, found: Vec<Findable>) {
        let known = self.hits.iter().filter_map(identity);
        let known: HashSet<String> = known.collect();
        let is_new = |one: &Findable| {
            let is_named = identity(one).is_some_and(|name| known.contains(&name));
            !is_named && !self.hits.iter().any(|hit| hit.answer == one.answer)
        };
        let mut new: Vec<Findable> = found.into_iter().filter(is_new).collect();
        self.hits.append(&mut new);
        self.rows.count = self.hits.len();
    }

    /// Whether a search goes on.
    pub(super) const fn is_searching(&self) -> bool {
        self.places.is_some() || self.search.is_some()
    }
}

/// Returns the name of the place or facility that a row stands for.
fn identity(found: &Findable) -> Option<String> {
    named(found.is.as_ref().unwrap_or(&found.answer))
}
