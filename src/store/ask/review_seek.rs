//! Which row of a list a record is, where the records of every place may be in it: by what is counted
//! of the places before its own, so many at a time.

use rusqlite::{OptionalExtension as _, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::review_list::{BEFORE_KNOWN, ListLength};
use super::review_parts::{Part, states};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place;
use crate::store::rows::place_life::BELOW_THESE;
use crate::store::rows::review::{ReviewFilter, Reviewed};
use crate::store::rows::review_state::FirstInList;

/// So many counts are added up in one go.
const PART: i64 = 1_500;
/// The record itself.
const KNOWN: &[&str] = &["(place, kind, name, record) = (?16, ?17, ?18, ?19)"];
/// The rows of the place of a record before it.
const BEFORE_IN_PLACE: &[&str] = &[
    "place = ?16 AND kind = ?17 AND name <= ?18 AND (name, record) < (?18, ?19)",
    "place = ?16 AND kind < ?17",
];

/// A count of the rows before a record, which goes on.
#[derive(Clone, Debug)]
pub struct ReviewSeek {
    row: Reviewed,
    /// The states of the records that are counted of every place.
    states: Vec<&'static str>,
    /// The last place whose records were counted.
    after: String,
    /// How many come before it, as far as they were counted.
    before: i64,
    is_over: bool,
}

impl ReviewSeek {
    /// Returns the record, and its row once that is known.
    #[must_use]
    pub fn found(&self) -> (&Reviewed, Option<usize>) {
        let at = usize::try_from(self.before).unwrap_or_default();
        (&self.row, self.is_over.then_some(at))
    }
}

impl Store {
    /// Begins to look for the row of a record in a list that is counted, of a length that was told;
    /// `None` where it is not in the list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_to_seek(
        &self,
        (filter, first): (&ReviewFilter, &FirstInList),
        length: ListLength,
        record: Uuid,
    ) -> Result<Option<ReviewSeek>> {
        let (filter, first) = &self.widened(filter, first)?;
        let Some(row) = self.reviewed_now(record)? else {
            return Ok(None);
        };
        let seek = |before: usize| ReviewSeek {
            row: row.clone(),
            states: Vec::new(),
            after: String::new(),
            before: i64::try_from(before).unwrap_or(i64::MAX),
            is_over: true,
        };
        if filter.place.is_some() {
            let at = self.position((filter, first), length, &row)?;
            return Ok(at.map(seek));
        }
        if filter.state.is_some_and(|asked| asked != row.state) {
            return Ok(None);
        }
        let is_limited = !first.places.is_empty();
        let is_first = row.state == first.state
            && (!is_limited || place::is_within(&self.db, &row.place, Some(&first.places))?);
        let (part, begin) = if is_first {
            (Part::First, 0)
        } else {
            (Part::Others, length.first)
        };
        let sql = self.part_sql(filter, first, part, BEFORE_IN_PLACE)?;
        let in_place = self.count_part(&sql, (filter, first), Some(&row))?;
        let mut found = seek(begin + in_place);
        if is_limited && (is_first || states(filter, first, part).contains(&first.state)) {
            let named = self.count_of_named(first, &row.place)?;
            found.before += if is_first { named } else { -named };
        }
        if !(is_first && is_limited) {
            let states = states(filter, first, part).into_iter();
            found.states = states.map(ReviewState::word).collect();
            found.is_over = found.states.is_empty();
            self.seek_on(&mut found)?;
        }
        Ok(Some(found))
    }

    /// Goes on to count.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn seek_on(&self, seek: &mut ReviewSeek) -> Result<()> {
        if seek.is_over {
            return Ok(());
        }
        let of = &seek.row.place;
        let mut query = self.db.prepare_cached(
            "SELECT place FROM record_count WHERE place > ?1 AND place < ?2
             ORDER BY place LIMIT 1 OFFSET ?3",
        )?;
        let end = query.query_row(params![seek.after, of, PART], |row| row.get(0));
        let end: Option<String> = end.optional()?;
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(sum(records), 0) FROM record_count
             WHERE place > ?1 AND place < ?2 AND place <= ?3
                 AND state IN (SELECT value FROM json_each(?4))",
        )?;
        let states = Json::from(seek.states.as_slice()).to_string();
        let to = end.as_ref().unwrap_or(of);
        let bound = params![seek.after, of, to, states];
        seek.before += query.query_row(bound, |row| row.get::<_, i64>(0))?;
        seek.is_over = end.is_none();
        seek.after = to.clone();
        Ok(())
    }

    /// Returns the row of a record in a list, if it is in it, by all rows before it.
    fn position(
        &self,
        (filter, first): (&ReviewFilter, &FirstInList),
        length: ListLength,
        row: &Reviewed,
    ) -> Result<Option<usize>> {
        for (part, begin) in [(Part::First, 0), (Part::Others, length.first)] {
            let count = |which| {
                let sql = self.part_sql(filter, first, part, which)?;
                self.count_part(&sql, (filter, first), Some(row))
            };
            if count(KNOWN)? > 0 {
                return Ok(Some(begin + count(BEFORE_KNOWN)?));
            }
        }
        Ok(None)
    }

    /// Returns how many records come first in the places before one, where these are named.
    fn count_of_named(&self, first: &FirstInList, before: &str) -> Result<i64> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT coalesce(sum(records), 0) FROM record_count
             WHERE place IN ({BELOW_THESE}) AND state = ?2 AND place < ?3"
        ))?;
        let places = Json::from(first.places.as_slice()).to_string();
        let bound = params![places, first.state.word(), before];
        Ok(query.query_row(bound, |row| row.get(0))?)
    }
}
