//! The periods of a sheet in a place, as every list of them has them.

use chrono::NaiveDate;

use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::{Record, sheet};
use crate::domain::review::ReviewState;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{Lang, Say, SheetMsg};
use crate::store::{Result, Store};

/// A period of a sheet.
pub(crate) struct ListedPeriod {
    pub(crate) period: Period,
    /// What was filled in, and where it stands between clerk and inspector; nothing of a period
    /// that is due.
    pub(crate) filled: Option<(Record, ReviewState)>,
}

impl ListedPeriod {
    /// Returns where it stands, in a word.
    pub(crate) fn state(&self, lang: Lang) -> String {
        match &self.filled {
            Some((_, state)) => state.label().say(lang),
            None => SheetMsg::Due.say(lang),
        }
    }
}

/// Returns the periods of a sheet in a place: the one that is due next, where the place fills the
/// sheet in, and those that are filled in, the newest first.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn periods(
    sheet: &Kind,
    place: &Place,
    store: &Store,
    day: NaiveDate,
) -> Result<Vec<ListedPeriod>> {
    let filled = store.sheets_in(&sheet.code, &place.code)?;
    let newest = filled.first().map(|(period, _)| *period);
    let cycle = sheet.cycle().unwrap_or(Cycle::Once);
    let mut listed = Vec::new();
    if let Some(period) = sheet::next_due(cycle, newest, day)
        && store.fills_in(place, sheet)?
    {
        let filled = None;
        listed.push(ListedPeriod { period, filled });
    }
    for (period, record) in filled {
        let review = store.review_of(record.id)?;
        let state = review.map_or(ReviewState::Draft, |review| review.state);
        let filled = Some((record, state));
        listed.push(ListedPeriod { period, filled });
    }
    Ok(listed)
}
