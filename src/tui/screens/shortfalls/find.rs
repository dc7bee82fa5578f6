//! The rows of the list of standings, to be found by their places.

use std::collections::{BTreeMap, HashMap};

use crate::domain::policy::Pack;
use crate::i18n::Text;
use crate::store::{Result, StandingKey, StandingRows, Store};
use crate::tui::part::find::Findable;
use crate::tui::part::find::list::{FindList, FittingRow, Typed};
use crate::tui::question::Answer;

/// The most rows that are all read and compared with what was typed.
const MOST_READ: usize = 300;
/// The most rows of places that fit.
const MOST_FOUND: usize = 200;

/// The rows.
pub(super) struct StandingList {
    pub(super) rows: StandingRows,
    /// The labels of the requirements, by their codes.
    pub(super) labels: BTreeMap<String, Text>,
}

/// Returns the labels of the requirements of a pack.
pub(super) fn labels(pack: &Pack) -> BTreeMap<String, Text> {
    let of_each = pack.requirements.iter();
    of_each
        .map(|requirement| (requirement.code.clone(), requirement.label.clone()))
        .collect()
}

impl StandingList {
    /// Returns some rows to be found, each with what choosing it brings back.
    fn found(
        &self,
        rows: impl IntoIterator<Item = (StandingKey, Answer)>,
        store: &Store,
    ) -> Result<Vec<Findable>> {
        let mut places: HashMap<String, (String, String)> = HashMap::new();
        let mut found = Vec::new();
        for ((requirement, code), answer) in rows {
            if !places.contains_key(&code) {
                let names = (store.place_name(&code)?, store.place_path(&code)?);
                places.insert(code.clone(), names);
            }
            let Some((name, path)) = places.get(&code) else {
                continue;
            };
            let extra = self.labels.get(&requirement).cloned().unwrap_or_default();
            let name = Text::both(name.clone());
            found.push(Findable::new(name, (&code, path), extra, answer));
        }
        Ok(found)
    }
}

impl FindList for StandingList {
    fn count(&self) -> usize {
        self.rows.count()
    }

    fn page(&self, first: usize, count: usize, store: &Store) -> Result<Vec<Findable>> {
        let keys = store.standing_page(&self.rows, (first, count), None)?;
        let rows = keys.into_iter().enumerate();
        let rows = rows.map(|(at, key)| (key, Answer::At(first + at)));
        self.found(rows, store)
    }

    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>> {
        let count = self.count();
        if count <= MOST_READ {
            return Ok(typed.among(0, self.page(0, count, typed.store)?));
        }
        let mut rows = Vec::new();
        for found in &typed.places.places {
            let of_place = typed
                .store
                .standings_in_list(&self.rows, &found.place.code)?;
            let answered = of_place.into_iter().map(|key| {
                let answer = Answer::Standing(key.0.clone(), key.1.clone());
                (key, answer)
            });
            rows.extend(answered);
        }
        rows.truncate(MOST_FOUND);
        Ok(typed.among(0, self.found(rows, typed.store)?))
    }
}
