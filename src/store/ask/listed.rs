//! The list of a kind in a place: a page of it, where a facility stands in it, and its parts by name.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::list_walk::ListWalk;
use crate::store::rows::listed::{self, ListKey, ListPart};
use crate::store::rows::{facilities, part};

impl Store {
    /// Returns how many facilities of a kind there are in a place and below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_count(&self, kind: &Kind, place: &str) -> Result<usize> {
        let places = listed::places(&self.db, &kind.code, place)?;
        Ok(places.iter().map(|(_, count)| count).sum())
    }

    /// Returns facilities of a list, `most` at most, each with where it stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_part(
        &self,
        kind: &Kind,
        place: &str,
        part: ListPart,
        most: usize,
    ) -> Result<Vec<(ListKey, Facility)>> {
        let records = listed::page(&self.db, &kind.code, place, part, most)?;
        let facility = |record| (ListKey::of(&record), kind.decode(&record));
        Ok(records.into_iter().map(facility).collect())
    }

    /// Returns a facility of a kind with where it stands; `None` where there is none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn listed(&self, kind: &Kind, id: Uuid) -> Result<Option<(ListKey, Facility)>> {
        let record = self.record(id)?.filter(|record| record.kind == kind.code);
        Ok(record.map(|record| (ListKey::of(&record), kind.decode(&record))))
    }

    /// Returns where a facility stands in the list of a kind in a place; `None` where it is not in it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_key(&self, kind: &Kind, place: &str, id: Uuid) -> Result<Option<ListKey>> {
        let Some((of_kind, key)) = listed::key_of(&self.db, id)? else {
            return Ok(None);
        };
        let places = listed::places(&self.db, &kind.code, place)?;
        let is_here = of_kind == kind.code && places.iter().any(|(place, _)| *place == key.place);
        Ok(is_here.then_some(key))
    }

    /// Returns how many facilities stand before one in the list of a kind in a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_position(&self, kind: &Kind, place: &str, key: &ListKey) -> Result<usize> {
        let places = listed::places(&self.db, &kind.code, place)?;
        let before = places.iter().filter(|(place, _)| *place < key.place);
        let before: usize = before.map(|(_, count)| count).sum();
        Ok(before + listed::count_before(&self.db, &kind.code, key)?)
    }

    /// Returns the facility after where one stood in the list of a kind in a place, or before it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_neighbour(
        &self,
        kind: &Kind,
        place: &str,
        at: &ListKey,
        step: isize,
    ) -> Result<Option<Uuid>> {
        let part = if step < 0 {
            ListPart::Before(at)
        } else {
            ListPart::After(at)
        };
        // One that was renamed since may be its own neighbour.
        let found = listed::page(&self.db, &kind.code, place, part, 2)?;
        let mut others = found
            .iter()
            .map(|record| record.id)
            .filter(|id| *id != at.id);
        Ok(if step < 0 {
            others.next_back()
        } else {
            others.next()
        })
    }

    /// Begins a walk through the list of a kind in a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn walk_list(&self, kind: &Kind, place: &str) -> Result<ListWalk> {
        ListWalk::begin(&self.db, &kind.code, place)
    }

    /// Walks on by `most` records and visits those of a state and a status, where one is given. They
    /// have the fields of these codes and no others.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn walk_facilities(
        &self,
        (walk, most): (&mut ListWalk, usize),
        kind: &Kind,
        codes: &BTreeSet<&str>,
        (state, status): (Option<ReviewState>, Option<&str>),
        mut visit: impl FnMut(&Facility),
    ) -> Result<()> {
        let narrowed = (state.map(ReviewState::word), status);
        for stretch in walk.step(&self.db, most)? {
            facilities::each_of_stretch(&self.db, kind, codes, &stretch, narrowed, &mut visit)?;
        }
        Ok(())
    }

    /// Returns the ids of a list in its order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn listed_ids(&self, kind: &Kind, place: &str) -> Result<Vec<Uuid>> {
        listed::ids(&self.db, &kind.code, place)
    }

    /// Returns facilities of a list whose name begins or ends with a text or whose code does, `most` at
    /// most for each.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn listed_by_text(
        &self,
        kind: &Kind,
        place: &str,
        typed: &str,
        most: usize,
    ) -> Result<Vec<Facility>> {
        let found = listed::by_text(&self.db, &kind.code, place, (typed, most))?;
        Ok(found.iter().map(|record| kind.decode(record)).collect())
    }

    /// Returns how many records of a kind a place itself has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_in(&self, kind: &str, place: &str) -> Result<usize> {
        part::count(&self.db, kind, place)
    }
}

#[cfg(test)]
mod tests;
