//! Finds a row of the list. Of a long one the rows near the cursor are searched as they are, and all
//! others by their beginning, their end and their code.

use super::List;
use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::i18n::{Lang, Text};
use crate::store::{ListPart, Result, Store};
use crate::tui::context::Context;
use crate::tui::part::find::{Find, Findable, ManyRows};
use crate::tui::question::Answer;
use crate::tui::screen::Nav;

/// So many rows are searched by any part of their names.
const MOST_SEARCHED: usize = 500;
/// So many rows are found by each key.
const MOST_FOUND: usize = 20;

/// The rows of a list with many.
struct ListedRows {
    kind: Kind,
    place: (String, String),
}

impl ManyRows for ListedRows {
    fn look_up(&self, typed: &str, store: &Store) -> Result<Vec<Findable>> {
        let (code, name) = &self.place;
        let found = store.listed_by_text(&self.kind, code, typed, MOST_FOUND)?;
        let findable = |facility: &Facility| findable(&self.kind, name, facility);
        Ok(found.iter().map(findable).collect())
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
            let (first, read) = self.shown.read();
            let own = read.map(findable).collect();
            let rows = ListedRows {
                kind: self.kind.clone(),
                place: (self.place.code.clone(), self.place.name.clone()),
            };
            let at = self.rows.at.saturating_sub(first);
            return Find::ask_many((own, at), Box::new(rows), near, typed, context);
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
