//! The rows of a matrix, to be found by their places.

use crate::i18n::Text;
use crate::store::{ListedPlace, MatrixPlaces, Result, Store};
use crate::tui::part::find::Findable;
use crate::tui::part::find::ledger::town;
use crate::tui::part::find::list::{FindList, FittingRow, Typed};
use crate::tui::question::Answer;

/// The most rows that are all read and compared with what was typed.
const MOST_READ: usize = 300;

/// The rows.
pub(super) struct MatrixList {
    pub(super) places: MatrixPlaces,
}

impl FindList for MatrixList {
    fn count(&self) -> usize {
        self.places.count()
    }

    fn page(&self, first: usize, count: usize, store: &Store) -> Result<Vec<Findable>> {
        let rows = store.matrix_page(&self.places, first, count)?;
        let rows = rows.into_iter().enumerate();
        rows.map(|(at, row)| row_of(row, first + at, store))
            .collect()
    }

    fn fitting(&self, typed: &Typed) -> Result<Vec<FittingRow>> {
        let count = self.count();
        if count <= MOST_READ {
            return Ok(typed.among(0, self.page(0, count, typed.store)?));
        }
        let mut found = Vec::new();
        for place in &typed.places.places {
            let code = &place.place.code;
            if let Some(row) = typed.store.matrix_row_of(&self.places, code)? {
                found.push(FittingRow {
                    fit: place.fit,
                    row,
                    found: town(place, Answer::At(row)).being(Answer::Place(code.clone())),
                });
            }
        }
        Ok(found)
    }
}

fn row_of(row: ListedPlace, at: usize, store: &Store) -> Result<Findable> {
    let county = row.parent.as_ref().map(|code| store.place_name(code));
    let county = county.transpose()?.unwrap_or_default();
    let extra = Text::both(format!("{county}  {}", row.code));
    let name = Text::both(store.place_name(&row.code)?);
    let found = Findable::new(name, (&row.code, &county), extra, Answer::At(at));
    Ok(found.being(Answer::Place(row.code)))
}
