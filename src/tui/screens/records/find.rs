//! The rows of the list of records, to be found by their names.

use std::collections::HashMap;

use super::filter::Wanted;
use super::listing::RecordRows;
use crate::i18n::Text;
use crate::store::{FirstInList, Result, Reviewed, Store};
use crate::tui::part::find::Findable;
use crate::tui::part::find::list::{FindList, FittingRow, Typed};
use crate::tui::question::Answer;

/// The most records of the list that are found by their names; facilities beyond them are found in
/// the ledger.
const MOST_FOUND: usize = 500;

/// The rows.
pub(super) struct RecordList {
    pub(super) wanted: Wanted,
    pub(super) first: FirstInList,
    pub(super) rows: RecordRows,
}

impl FindList for RecordList {
    fn count(&self) -> usize {
        self.rows.length().all
    }

    fn page(&self, first: usize, count: usize, store: &Store) -> Result<Vec<Findable>> {
        let asked = (&self.wanted, &self.first);
        let read = self.rows.page(asked, (first, count), (0, &[]), store)?;
        let mut paths: HashMap<String, String> = HashMap::new();
        let mut found = Vec::new();
        for (at, reviewed) in read.iter().enumerate() {
            let place = &reviewed.place;
            if !paths.contains_key(place) {
                paths.insert(place.clone(), store.place_path(place)?);
            }
            let path = paths.get(place).map(String::as_str).unwrap_or_default();
            let kind = store.kind_label(&reviewed.kind);
            let extra = Text {
                zh: format!("{}  {path}", kind.zh),
                en: format!("{}  {path}", kind.en),
            };
            let name = known_by(reviewed, store)?;
            let candidate = Findable::new(name, ("", path), extra, Answer::At(first + at));
            found.push(candidate.being(Answer::Id(reviewed.record)));
        }
        Ok(found)
    }

    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>> {
        let read = self.page(0, MOST_FOUND, typed.store)?;
        Ok(typed.among(0, read))
    }
}

/// What people call a record; of a facility with a name that is read already.
fn known_by(reviewed: &Reviewed, store: &Store) -> Result<Text> {
    let is_facility = store
        .kind(&reviewed.kind)
        .is_some_and(|kind| !kind.is_sheet());
    if is_facility && !reviewed.name.is_empty() {
        return Ok(Text::both(reviewed.name.clone()));
    }
    store.known_by(reviewed.record)
}
