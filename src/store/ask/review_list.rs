//! Lists of records between clerk and inspector, read a page at a time: what waits for somebody
//! comes first, then the others, both by place, kind and name. A page is read from the nearest end
//! of the list, or from the page before, whatever the length of the list.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;
use serde_json::Value as Json;

use super::review_parts::{Part, counted, is_first, states};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::place_life::{self, BELOW_THESE};
use crate::store::rows::review::{COLUMNS, ReviewFilter, Reviewed, reviewed_from_row};
use crate::store::rows::review_state::FirstInList;

/// The order of a list.
const ORDER: &str = "place, kind, name, record";
/// The same from its end.
const BACKWARDS: &str = "place DESC, kind DESC, name DESC, record DESC";
/// Every row of a list.
const ANY: &[&str] = &["true"];
/// The row `?16` to `?19` and those behind it, in two parts that are each read by the index.
const FROM_KNOWN: &[&str] = &[
    "place = ?16 AND kind = ?17 AND name >= ?18 AND (name, record) >= (?18, ?19)",
    "(place, kind) > (?16, ?17)",
];
/// The rows before that one, in two such parts.
pub(super) const BEFORE_KNOWN: &[&str] = &[
    "place = ?16 AND kind = ?17 AND name <= ?18 AND (name, record) < (?18, ?19)",
    "(place, kind) < (?16, ?17)",
];

/// How long a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListLength {
    /// How many records come first.
    pub first: usize,
    /// How many there are in all.
    pub all: usize,
}

/// Where a page is read from.
enum From<'a> {
    /// The beginning of a part, after so many rows.
    Begin(usize),
    /// The end of a part, before so many rows.
    End(usize),
    /// A row that is known, from which on so many rows are passed over.
    After(&'a Reviewed, usize),
    /// A row that is known, before which so many are passed over.
    Before(&'a Reviewed, usize),
}

/// A page of a list that was read: the number of its first row, and its rows.
pub type ReadPage<'a> = (usize, &'a [Reviewed]);

impl Store {
    /// Returns how many records were returned in the places that this session may change.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn returned_count(&self) -> Result<usize> {
        let (_, first) = self.widened(&ReviewFilter::default(), &self.returned_first())?;
        counted(&self.db, [first.state], &first.places, &first.kinds)
    }

    /// Returns what comes first in a list for a clerk: what was returned in the places that this
    /// session may change.
    #[must_use]
    pub fn returned_first(&self) -> FirstInList {
        let places = match &self.access {
            Access::Places(places) => places.clone(),
            Access::Everywhere | Access::Review | Access::Frozen | Access::Past(_) => Vec::new(),
        };
        FirstInList {
            state: ReviewState::Returned,
            places,
            kinds: Vec::new(),
        }
    }

    /// Returns how long a list is.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn review_length(&self, filter: &ReviewFilter, first: &FirstInList) -> Result<ListLength> {
        let (filter, first) = &self.widened(filter, first)?;
        if filter.is_by_state() {
            return self.kept_length(filter, first);
        }
        let count = |part| {
            let sql = self.part_sql(filter, first, part, ANY)?;
            self.count_part(&sql, (filter, first), None)
        };
        let of_first = count(Part::First)?;
        Ok(ListLength {
            first: of_first,
            all: of_first + count(Part::Others)?,
        })
    }

    /// Leaves out the places that a list is narrowed to, or that come first in it, where every place
    /// is below them: a page of such a list is read by the index of the states.
    pub(super) fn widened<'a>(
        &self,
        filter: &ReviewFilter<'a>,
        first: &FirstInList,
    ) -> Result<(ReviewFilter<'a>, FirstInList)> {
        let (mut filter, mut first) = (*filter, first.clone());
        if let Some(place) = filter.place
            && place_life::are_all(&self.db, &[place.to_owned()])?
        {
            filter.place = None;
        }
        if place_life::are_all(&self.db, &first.places)? {
            first.places.clear();
        }
        Ok((filter, first))
    }

    /// Returns the length of a list by what is counted, where nothing but place, kind and state says
    /// what is in it.
    fn kept_length(&self, filter: &ReviewFilter, first: &FirstInList) -> Result<ListLength> {
        let places: Vec<String> = filter.place.map(str::to_owned).into_iter().collect();
        let kinds: Vec<String> = filter.kind.map(str::to_owned).into_iter().collect();
        let is_asked = |state: &ReviewState| filter.state.is_none_or(|asked| asked == *state);
        let asked = ReviewState::ALL.into_iter().filter(is_asked);
        let mut length = ListLength {
            first: 0,
            all: counted(&self.db, asked, &places, &kinds)?,
        };
        if is_asked(&first.state) {
            let everywhere = places.is_empty() && first.places.is_empty();
            let is = if everywhere { "=" } else { "<>" };
            let sql = format!(
                "SELECT coalesce(sum(records), 0) FROM record_count
                 WHERE state = '{}' AND place {is} '' AND {} AND {} AND ?19 IS ?19",
                first.state.word(),
                self.condition_of(filter)?,
                is_first(first),
            );
            length.first = self.count(&sql, (filter, first), None)?;
        }
        Ok(length)
    }

    /// Returns a page of a list, of a length that was told, given one that was read before.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn review_page(
        &self,
        (filter, first): (&ReviewFilter, &FirstInList),
        length: ListLength,
        (at, count): (usize, usize),
        known: ReadPage,
    ) -> Result<Vec<Reviewed>> {
        let (filter, first) = &self.widened(filter, first)?;
        let mut page = Vec::new();
        for (part, begin, end) in [
            (Part::First, 0, length.first),
            (Part::Others, length.first, length.all),
        ] {
            let from = at.clamp(begin, end);
            let to = at.saturating_add(count).clamp(begin, end);
            if from == to {
                continue;
            }
            let rows = known.1.iter().enumerate();
            let rows = rows.map(|(n, row)| (known.0 + n, row));
            let of_part = rows.filter(|(at, _)| (begin..end).contains(at));
            let nearest = nearest((begin, end), (from, to), of_part);
            page.append(&mut self.read_part((filter, first, part), to - from, &nearest)?);
        }
        Ok(page)
    }

    fn read_part(
        &self,
        (filter, first, part): (&ReviewFilter, &FirstInList, Part),
        count: usize,
        from: &From,
    ) -> Result<Vec<Reviewed>> {
        let (order, which, known, passed) = match from {
            From::Begin(passed) => (ORDER, ANY, None, *passed),
            From::End(passed) => (BACKWARDS, ANY, None, *passed),
            From::After(row, passed) => (ORDER, FROM_KNOWN, Some(*row), *passed),
            From::Before(row, passed) => (BACKWARDS, BEFORE_KNOWN, Some(*row), *passed),
        };
        let sql = self.part_sql(filter, first, part, which)?;
        let sql = format!("{sql} ORDER BY {order} LIMIT ?6 OFFSET ?5");
        let mut rows = self.query_part(&sql, (filter, first), known, (passed, count))?;
        if order == BACKWARDS {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Returns the query of the records of a part for which one of some conditions holds: one for each
    /// state and condition, so that each is read by the index of the states.
    pub(super) fn part_sql(
        &self,
        filter: &ReviewFilter,
        first: &FirstInList,
        part: Part,
        conditions: &[&str],
    ) -> Result<String> {
        let is_first = is_first(first);
        // What else is asked for may have an index of its own.
        let by_state = if filter.is_by_state() {
            "INDEXED BY record_state"
        } else {
            ""
        };
        let mut of_states = Vec::new();
        for state in states(filter, first, part) {
            let part = match part {
                _ if state != first.state => "true".to_owned(),
                Part::First => is_first.clone(),
                Part::Others => format!("NOT ({is_first})"),
            };
            let (word, asked) = (state.word(), self.condition_of(filter)?);
            of_states.extend(conditions.iter().map(|condition| {
                format!(
                    "SELECT record, kind, place, name, version, state FROM (
                         SELECT id AS record, kind, place, coalesce(name, period, '') AS name, version, state
                         FROM record {by_state} WHERE state = '{word}') AS review
                     WHERE {asked} AND {part} AND {condition}"
                )
            }));
        }
        if of_states.is_empty() {
            let none = "SELECT '' AS record, '' AS kind, '' AS place, '' AS name, '' AS version, '' AS state WHERE false";
            of_states.push(none.to_owned());
        }
        Ok(of_states.join(" UNION ALL "))
    }

    fn condition_of(&self, filter: &ReviewFilter) -> Result<String> {
        let condition = filter.condition();
        let Some(place) = filter.place else {
            return Ok(condition);
        };
        // Of one place the index has the order, of several it has not.
        let listed = format!("place IN ({BELOW_THESE})");
        Ok(if place_life::is_alone(&self.db, place)? {
            condition.replace(&listed, "place = ?1 ->> 0")
        } else {
            condition
        })
    }

    fn query_part(
        &self,
        sql: &str,
        (filter, first): (&ReviewFilter, &FirstInList),
        known: Option<&Reviewed>,
        page: (usize, usize),
    ) -> Result<Vec<Reviewed>> {
        let sql = format!("SELECT {COLUMNS} FROM ({sql}) WHERE ?19 IS ?19");
        let mut query = self.db.prepare_cached(&sql)?;
        let bound = self.bound(filter, first, known, page)?;
        query
            .query_and_then(params_from_iter(bound), reviewed_from_row)?
            .collect()
    }

    pub(super) fn count_part(
        &self,
        sql: &str,
        (filter, first): (&ReviewFilter, &FirstInList),
        known: Option<&Reviewed>,
    ) -> Result<usize> {
        let sql = format!("SELECT count(*) FROM ({sql}) WHERE ?19 IS ?19");
        self.count(&sql, (filter, first), known)
    }

    fn count(
        &self,
        sql: &str,
        (filter, first): (&ReviewFilter, &FirstInList),
        known: Option<&Reviewed>,
    ) -> Result<usize> {
        let mut query = self.db.prepare_cached(sql)?;
        let bound = self.bound(filter, first, known, (0, 0))?;
        let count: i64 = query.query_row(params_from_iter(bound), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns what every query of a list takes.
    fn bound(
        &self,
        filter: &ReviewFilter,
        first: &FirstInList,
        known: Option<&Reviewed>,
        page: (usize, usize),
    ) -> Result<Vec<Sql>> {
        let mut bound = self.review_parameters(filter, page)?;
        let list = |codes: &[String]| Sql::Text(Json::from(codes).to_string());
        bound.extend([list(&first.places), list(&first.kinds)]);
        let key =
            |text: fn(&Reviewed) -> String| known.map_or(Sql::Null, |row| Sql::Text(text(row)));
        bound.extend([
            key(|row| row.place.clone()),
            key(|row| row.kind.clone()),
            key(|row| row.name.clone()),
            key(|row| row.record.to_string()),
        ]);
        Ok(bound)
    }
}

/// Returns where a page is read from with the fewest rows passed over.
fn nearest<'a>(
    (begin, end): (usize, usize),
    (from, to): (usize, usize),
    known: impl Iterator<Item = (usize, &'a Reviewed)>,
) -> From<'a> {
    let mut best = (from - begin, From::Begin(from - begin));
    if end - to < best.0 {
        best = (end - to, From::End(end - to));
    }
    for (at, row) in known {
        if at <= from && from - at < best.0 {
            best = (from - at, From::After(row, from - at));
        } else if at >= to && at - to < best.0 {
            best = (at - to, From::Before(row, at - to));
        }
    }
    best.1
}
