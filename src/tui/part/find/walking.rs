//! The search through all rows of a long list, which goes on between the keys.

use super::list::{FindList, FittingRow};
use crate::domain::text::search::{NameMatch, Query};
use crate::i18n::{Lang, WorkMsg};
use crate::store::{ListWalk, Result, Store};

/// The most rows that are listed of those that are found so.
const MOST_LISTED: usize = 200;

/// A search that goes on.
pub(super) struct RowSearch {
    walk: ListWalk,
    query: Query,
    /// What was typed with each digit behind it.
    longer: [Query; 10],
    found: Vec<FittingRow>,
    /// Whether rows that fit were left out.
    is_cut: bool,
    /// The digits that go on with a name or code of some row that fits.
    digits: [bool; 10],
}

/// What came of a search.
pub(super) struct FoundRows {
    /// The rows that fit best, the best first.
    pub(super) rows: Vec<FittingRow>,
    pub(super) is_cut: bool,
    /// The digits that go on with a name or code of some row that fits.
    pub(super) digits: [bool; 10],
}

impl RowSearch {
    /// Begins to search for a text.
    pub(super) fn begin(walk: ListWalk, text: &str) -> Self {
        Self {
            walk,
            query: Query::new(text),
            longer: std::array::from_fn(|digit| Query::new(&format!("{text}{digit}"))),
            found: Vec::new(),
            is_cut: false,
            digits: [false; 10],
        }
    }

    /// Returns how far it is, in tenths: whoever waits for a slow line is not sent more.
    pub(super) fn progress(&self) -> WorkMsg {
        let percent = self.walk.percent() / 10 * 10;
        WorkMsg::Searching { percent }
    }

    /// Looks at the next rows. Returns what was found once it has looked at all.
    pub(super) fn step(
        &mut self,
        list: &dyn FindList,
        lang: Lang,
        store: &Store,
    ) -> Result<Option<FoundRows>> {
        for found in list.walk_on(&mut self.walk, store)? {
            let Some(fit) = found.fit(&self.query, lang) else {
                continue;
            };
            if fit.is_literal() {
                for (longer, goes_on) in self.longer.iter().zip(&mut self.digits) {
                    let fit = || found.fit(longer, lang);
                    *goes_on = *goes_on || fit().is_some_and(NameMatch::is_literal);
                }
            }
            let row = self.found.len();
            self.found.push(FittingRow { fit, row, found });
        }
        if self.found.len() > MOST_LISTED {
            // The order of the list is kept among those that fit alike.
            self.found.sort_by_key(|one| one.fit);
            self.found.truncate(MOST_LISTED);
            self.is_cut = true;
        }
        Ok(self.walk.is_over().then(|| {
            self.found.sort_by_key(|one| one.fit);
            FoundRows {
                rows: std::mem::take(&mut self.found),
                is_cut: self.is_cut,
                digits: self.digits,
            }
        }))
    }
}
