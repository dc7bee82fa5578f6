//! Finds a row of the list. Of a long one the rows near the cursor are searched at once, and others by
//! their beginning, their end and their code; all of them are searched between the keys.

use std::collections::BTreeSet;

use super::List;
use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::i18n::{Lang, Text};
use crate::store::{ListPart, ListWalk, Result, Store};
use crate::tui::context::Context;
use crate::tui::part::find::list::{FindList, FittingRow, Typed};
use crate::tui::part::find::{Find, Findable};
use crate::tui::question::Answer;
use crate::tui::screen::Nav;

/// So many rows are searched by any part of their names.
const MOST_SEARCHED: usize = 500;
/// So many rows are found by each key.
const MOST_FOUND: usize = 20;
/// So many rows are searched in one go between the keys.
const PART: usize = 1_000;

/// The rows of a list with many: those that are read, and all others by what they are looked up by.
struct ListedRows {
    read: Vec<Findable>,
    kind: Kind,
    place: (String, String),
}

impl FindList for ListedRows {
    fn count(&self) -> usize {
        self.read.count()
    }

    fn page(&self, first: usize, count: usize, store: &Store) -> Result<Vec<Findable>> {
        self.read.page(first, count, store)
    }

    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>> {
        let (code, name) = &self.place;
        let found = typed
            .store
            .listed_by_text(&self.kind, code, typed.text, MOST_FOUND)?;
        let mut found: Vec<Findable> = found
            .iter()
            .map(|facility| findable(&self.kind, name, facility))
            .collect();
        found.retain(|row| self.read.iter().all(|read| read.answer != row.answer));
        let mut fitting = self.read.fitting(typed)?;
        fitting.extend(typed.among(self.read.len(), found));
        Ok(fitting)
    }

    fn walk(&self, store: &Store) -> Result<Option<ListWalk>> {
        store.walk_list(&self.kind, &self.place.0).map(Some)
    }

    fn walk_on(&self, walk: &mut ListWalk, store: &Store) -> Result<Vec<Findable>> {
        let codes: BTreeSet<&str> = [shared::NAME, shared::FACILITY_CODE, shared::STATUS].into();
        let mut found = Vec::new();
        store.walk_facilities((walk, PART), &self.kind, &codes, (None, None), |facility| {
            found.push(findable(&self.kind, &self.place.1, facility));
        })?;
        Ok(found)
    }
}

fn findable(kind: &Kind, place: &str, facility: &Facility) -> Findable {
    let status = |lang| kind.show(shared::STATUS, facility.values.get(shared::STATUS), lang);
    let extra = Text {
        zh: status(Lang::Zh),
        en: status(Lang::En),
    };
    let name = Text::both(facility.name().to_owned());
    let code = facility.values.get(shared::FACILITY_CODE);
    let code = code.and_then(Value::text).unwrap_or_default();
    let answer = Answer::Id(facility.id);
    Findable::new(name, (code, place), extra, answer.clone()).being(answer)
}

impl List {
    /// Asks for a row, or for a town or facility of the ledger.
    pub(super) fn find_row(&self, typed: &str, context: &mut Context) -> Result<Nav> {
        let near = vec![self.place.code.clone()];
        let findable = |facility: &Facility| findable(&self.kind, &self.place.name, facility);
        if self.rows.count > MOST_SEARCHED {
            let read = self.shown.read();
            let is_here = |facility: &Facility| Some(facility.id) == self.selected().map(|f| f.id);
            let at = self.shown.read().position(is_here).unwrap_or_default();
            let rows = ListedRows {
                read: read.map(findable).collect(),
                kind: self.kind.clone(),
                place: (self.place.code.clone(), self.place.name.clone()),
            };
            return Find::ask_long((rows, at), near, typed, context);
        }
        let store = &context.store;
        let mut own = Vec::new();
        if let Some(ids) = self.shown.order() {
            for id in ids {
                let listed = store.listed(&self.kind, *id)?;
                own.extend(listed.iter().map(|(_, facility)| findable(facility)));
            }
        } else {
            let (place, first) = (&self.place.code, ListPart::First);
            let listed = store.list_part(&self.kind, place, first, MOST_SEARCHED)?;
            own.extend(listed.iter().map(|(_, facility)| findable(facility)));
        }
        Find::ask((own, self.rows.at), near, typed, context)
    }
}
