//! A walk to the records of a list that neither a count nor an index leads to: place by place, so many
//! records at a time, so that no step takes longer with more records.

use std::collections::{BTreeSet, HashSet, VecDeque};

use rusqlite::{params, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::looked_at::LookedAt;
use super::review_parts::counted;
use crate::domain::policy::Kind;
use crate::domain::review::ReviewState;
use crate::domain::verdict::NarrowBy;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::uuid;
use crate::store::rows::review::{ReviewFilter, state_of};
use crate::store::rows::review_state::FirstInList;
use crate::store::rows::{place, place_life};

/// So many records are put in order at once.
const MOST_SORTED: usize = 1_000;
/// What a step to another place counts for among records.
const PLACE_COUNTS: usize = 5;
/// The standings of a place count for so many records.
const STANDINGS_COUNT: usize = 4;

/// The walk.
#[derive(Clone, Debug)]
pub struct ReviewWalk {
    /// What standings must look at a record, each condition by itself.
    looked_at: Vec<LookedAt>,
    /// The records of the sample that is asked for.
    sample: Option<HashSet<Uuid>>,
    /// The places that are still to be looked at, where these are few; all that have records else.
    few: Option<VecDeque<String>>,
    /// The place that it is in, or that it left last.
    at: WalkedPlace,
    is_over: bool,
    /// How many records, or of few places how many of these, were passed, and how many there are.
    passed: usize,
    count: usize,
}

/// A place that is walked through.
#[derive(Clone, Debug, Default)]
struct WalkedPlace {
    code: String,
    /// The place and all above it, where it matters.
    above: Vec<String>,
    /// Whether its records may come first in the list.
    is_first: bool,
    /// The kind, the name and the id of the last record that was passed in it; none once all were.
    behind: Option<(String, String, String)>,
}

/// A record that was passed.
struct WalkedRow {
    record: Uuid,
    kind: String,
    name: String,
    state: ReviewState,
    is_first: bool,
}

/// Records that a walk came upon, each part in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WalkedRecords {
    /// Those that come first.
    pub first: Vec<Uuid>,
    /// The others.
    pub others: Vec<Uuid>,
}

impl ReviewWalk {
    /// Returns whether every record was passed.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Returns how much was passed, in percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let walked = (self.passed * 100).checked_div(self.count).unwrap_or(100);
        let parts = self.looked_at.iter().map(LookedAt::percent);
        let all: usize = parts.chain([walked]).sum();
        (all / (self.looked_at.len() + 1)).min(99)
    }
}

impl Store {
    /// Returns whether a list is counted, and any page of it read by an index.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_review_counted(&self, filter: &ReviewFilter, first: &FirstInList) -> Result<bool> {
        let (filter, first) = self.widened(filter, first)?;
        if !filter.is_by_state() || filter.kind.is_some() || !first.kinds.is_empty() {
            return Ok(false);
        }
        let is_sorted = match filter.place {
            Some(place) => {
                place_life::is_alone(&self.db, place)? || self.are_sorted(&[place.to_owned()])?
            }
            None => true,
        };
        Ok(is_sorted && self.are_sorted(&first.places)?)
    }

    /// Returns whether the records of some places are few enough to be put in order; always where no
    /// place is named, whose order an index has.
    fn are_sorted(&self, places: &[String]) -> Result<bool> {
        if places.is_empty() {
            return Ok(true);
        }
        let is_few = place_life::named_below(&self.db, places)?.is_some();
        Ok(is_few && counted(&self.db, ReviewState::ALL, places, &[])? <= MOST_SORTED)
    }

    /// Begins a walk to the records of a list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_to_list(&self, filter: &ReviewFilter) -> Result<ReviewWalk> {
        let day = self.today();
        let mut looked_at = Vec::new();
        if let Some(verdict) = filter.verdict {
            looked_at.push(LookedAt::of_verdict(verdict, day, self)?);
        }
        for by in [NarrowBy::Overdue, NarrowBy::Near] {
            if filter.is_only(by) {
                looked_at.push(LookedAt::narrowed(by, day, self)?);
            }
        }
        let few = match filter.place {
            Some(place) => place_life::named_below(&self.db, &[place.to_owned()])?,
            None => None,
        };
        let count = match &few {
            Some(few) => few.len(),
            None => counted(&self.db, ReviewState::ALL, &[], &[])?,
        };
        Ok(ReviewWalk {
            looked_at,
            sample: filter.sample.map(|id| self.drawn(id)).transpose()?,
            few: few.map(VecDeque::from),
            at: WalkedPlace::default(),
            is_over: false,
            passed: 0,
            count,
        })
    }

    /// Walks on by about so many records, and returns those that are in the list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn list_on(
        &self,
        (walk, most): (&mut ReviewWalk, usize),
        filter: &ReviewFilter,
        first: &FirstInList,
    ) -> Result<WalkedRecords> {
        let mut unknown = walk.looked_at.iter_mut();
        if let Some(condition) = unknown.find(|condition| !condition.is_known()) {
            condition.step(self, (most / STANDINGS_COUNT).max(1))?;
            return Ok(WalkedRecords::default());
        }
        let (filter, first) = &self.widened(filter, first)?;
        let mut rows = Vec::new();
        let mut left = most;
        while left > 0 && !walk.is_over {
            if walk.at.behind.is_none() {
                left = left.saturating_sub(PLACE_COUNTS);
                self.go_to_next_place(walk, filter, first)?;
            } else {
                let read = self.stretch(&walk.at, filter, left)?;
                let last = read.last().filter(|_| read.len() == left);
                let key =
                    |row: &WalkedRow| (row.kind.clone(), row.name.clone(), row.record.to_string());
                walk.at.behind = last.map(key);
                left -= read.len();
                rows.extend(read.into_iter().filter(|row| self.is_meant(row, walk)));
            }
        }
        let passing = self.passing(&rows, filter)?;
        let mut found = WalkedRecords::default();
        for row in rows {
            if passing
                .as_ref()
                .is_some_and(|ids| !ids.contains(&row.record))
            {
                continue;
            }
            let of_kind = first.kinds.is_empty() || first.kinds.contains(&row.kind);
            if row.is_first && row.state == first.state && of_kind {
                found.first.push(row.record);
            } else {
                found.others.push(row.record);
            }
        }
        Ok(found)
    }

    /// Goes to the next place that has records and is asked for, or to one that is not.
    fn go_to_next_place(
        &self,
        walk: &mut ReviewWalk,
        filter: &ReviewFilter,
        first: &FirstInList,
    ) -> Result<()> {
        let next = match &mut walk.few {
            Some(few) => few.pop_front().map(|code| (code, 1)),
            None => self.place_with_records(&walk.at.code)?,
        };
        let Some((code, count)) = next else {
            walk.is_over = true;
            return Ok(());
        };
        walk.passed += count;
        let is_named = walk.few.is_some() || filter.place.is_none();
        let above = if is_named && first.places.is_empty() && walk.looked_at.is_empty() {
            Vec::new()
        } else {
            place::with_all_above(&self.db, &code)?
        };
        let is_in = |place: &str| above.iter().any(|above| above == place);
        let is_asked = is_named || filter.place.is_none_or(is_in);
        let begin = || (String::new(), String::new(), String::new());
        walk.at = WalkedPlace {
            is_first: first.places.is_empty() || first.places.iter().any(|place| is_in(place)),
            behind: is_asked.then(begin),
            above,
            code,
        };
        Ok(())
    }

    /// Returns the first place with records behind one, and how many it has.
    fn place_with_records(&self, behind: &str) -> Result<Option<(String, usize)>> {
        let mut query = self.db.prepare_cached(
            "SELECT place, sum(records) FROM record_count
             WHERE place = (SELECT place FROM record_count WHERE place > ?1 ORDER BY place LIMIT 1)",
        )?;
        let (place, count): (Option<String>, Option<i64>) =
            query.query_row([behind], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let count = usize::try_from(count.unwrap_or_default()).unwrap_or_default();
        Ok(place.map(|place| (place, count)))
    }

    /// Reads the next records of a place that have a state and kind that are asked for.
    fn stretch(
        &self,
        at: &WalkedPlace,
        filter: &ReviewFilter,
        most: usize,
    ) -> Result<Vec<WalkedRow>> {
        let (kind, name, id) = at.behind.clone().unwrap_or_default();
        // Each of these is read by the index.
        let behind: &[&str] = if kind.is_empty() {
            &["true"]
        } else {
            &[
                "kind = ?3 AND name >= ?4 AND (name, record) > (?4, ?5)",
                "kind > ?3",
            ]
        };
        let is_of_kind = filter.kind.map_or("true", |_| "kind = ?2");
        let is_asked = |state: &ReviewState| filter.state.is_none_or(|asked| asked == *state);
        let states = ReviewState::ALL.into_iter().filter(is_asked);
        let of_state = |state: ReviewState| {
            behind.iter().map(move |behind| {
                format!(
                    "SELECT record, kind, name, state FROM (
                         SELECT id AS record, kind, coalesce(name, period, '') AS name, state
                         FROM record INDEXED BY record_state WHERE state = '{}' AND place = ?1)
                     WHERE {is_of_kind} AND {behind}",
                    state.word()
                )
            })
        };
        let parts: Vec<String> = states.flat_map(of_state).collect();
        let sql = format!(
            "{} ORDER BY kind, name, record LIMIT ?6",
            parts.join(" UNION ALL ")
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let bound = params![at.code, filter.kind, kind, name, id, most];
        let rows = query.query_and_then(bound, |row| {
            Ok(WalkedRow {
                record: uuid(&row.get::<_, String>(0)?)?,
                kind: row.get(1)?,
                name: row.get(2)?,
                state: state_of(&row.get::<_, String>(3)?)?,
                is_first: at.is_first,
            })
        })?;
        rows.collect()
    }

    /// Whether a record of the place is of the sample that is asked for, and looked at as is.
    fn is_meant(&self, row: &WalkedRow, walk: &ReviewWalk) -> bool {
        let is_drawn = walk
            .sample
            .as_ref()
            .is_none_or(|ids| ids.contains(&row.record));
        let is_sheet = self.kind(&row.kind).is_some_and(Kind::is_sheet);
        let form = (row.kind.as_str(), is_sheet);
        let mut conditions = walk.looked_at.iter();
        is_drawn && conditions.all(|condition| condition.holds(row.record, form, &walk.at.above))
    }

    /// Returns those of some records for which the conditions on each by itself hold; `None` where
    /// there are no such conditions.
    fn passing(&self, rows: &[WalkedRow], filter: &ReviewFilter) -> Result<Option<HashSet<Uuid>>> {
        let only = BTreeSet::from([NarrowBy::WithoutEvidence]);
        let by_itself = ReviewFilter {
            since: filter.since,
            answered: filter.answered,
            status: filter.status,
            not_visited: filter.not_visited,
            only: filter.is_only(NarrowBy::WithoutEvidence).then_some(&only),
            ..ReviewFilter::default()
        };
        if by_itself == ReviewFilter::default() || rows.is_empty() {
            return Ok(None);
        }
        let mut query = self.db.prepare_cached(&format!(
            "SELECT review.record FROM json_each(?14) AS batch
             CROSS JOIN review ON review.record = batch.value WHERE {}",
            by_itself.condition()
        ))?;
        let mut bound = self.review_parameters(&by_itself, (0, 0))?;
        let ids: Vec<String> = rows.iter().map(|row| row.record.to_string()).collect();
        bound.push(Json::from(ids).to_string().into());
        let rows = query.query_and_then(params_from_iter(bound), |row| {
            uuid(&row.get::<_, String>(0)?)
        })?;
        rows.collect::<Result<_>>().map(Some)
    }

    /// Returns the records of a sample.
    fn drawn(&self, sample: Uuid) -> Result<HashSet<Uuid>> {
        let mut query = self.db.prepare_cached(
            "SELECT drawn.value FROM review_sample JOIN json_each(review_sample.records) AS drawn
             WHERE review_sample.id = ?1",
        )?;
        let rows =
            query.query_and_then([sample.to_string()], |row| uuid(&row.get::<_, String>(0)?))?;
        rows.collect()
    }
}
