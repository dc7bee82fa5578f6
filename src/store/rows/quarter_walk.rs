//! A walk through what a quarter still wants of a place and those below it, so many rows at a time,
//! so that no step takes longer with more of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Params, params};
use uuid::Uuid;

use super::cells::{limit, uuid};
use super::quarter_close::LastClosed;
use super::{kind, place, place_life, quarter_close, record};
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::quarter::due_periods;
use crate::domain::review::{DueSheet, QuarterWork, SeenRecord, WantedRecord, Wanting};
use crate::domain::value::{Cycle, Period, Zone};
use crate::i18n::Text;
use crate::store::clock::timestamp;
use crate::store::error::Result;

/// What a step to another place counts for among records that are counted.
const PLACE_COUNTS: usize = 50;
/// What a record that is listed counts for.
const LISTED_COUNTS: usize = 4;

/// The quarter that a place is at, and from when on a save or a confirmation is one of it.
pub(super) struct QuarterAtWork {
    pub(super) quarter: Period,
    pub(super) since: String,
}

/// Returns the first moment of a quarter, as the ledger keeps times.
fn begin_of(quarter: Period, zone: Zone) -> String {
    let before = quarter.first_day().pred_opt().unwrap_or(NaiveDate::MIN);
    timestamp(zone.end_of_day(before))
}

/// Returns the quarter that a place is at on a day: the last that is over, or the one after it where
/// that is closed.
pub(super) fn at_work(
    db: &Connection,
    place: &str,
    (day, zone): (NaiveDate, Zone),
) -> Result<QuarterAtWork> {
    let over = Period::over_before(Cycle::Quarter, day);
    let closed = quarter_close::last_for(db, place)?;
    let next = closed.as_ref().map_or(over, |closed| closed.quarter.next());
    Ok(since(next.max(over), closed, zone))
}

/// Returns from when on a save or a confirmation is one of a quarter: the close of the quarter
/// before, or its first moment.
pub(super) fn since(quarter: Period, closed: Option<LastClosed>, zone: Zone) -> QuarterAtWork {
    let before = closed.filter(|closed| closed.quarter.next() == quarter);
    let since = before.map_or_else(|| begin_of(quarter, zone), |closed| closed.first_closed_at);
    QuarterAtWork { quarter, since }
}

/// Returns the time before which whoever was seen last is stale; none where no pack says so.
fn stale_before(packs: &[Pack], quarter: Period, (day, zone): (NaiveDate, Zone)) -> Option<String> {
    let in_force = packs.iter().filter(|pack| pack.document.is_in_force(day));
    let quarters = in_force
        .filter_map(|pack| pack.document.stale_after)
        .min()?;
    Some(begin_of(quarter.back(quarters.saturating_sub(1)), zone))
}

/// The records that are listed for a reason, the longest unseen first.
type Listed = BTreeMap<(String, Uuid), WantedRecord>;

/// Counts what a quarter wants, place by place. Each step goes on where the one before ended.
#[derive(Clone, Debug)]
pub struct QuarterWalk {
    /// What was found so far.
    work: QuarterWork,
    /// A facility that was last seen before this is stale; empty where no pack says so.
    stale: String,
    day: NaiveDate,
    /// How many records are listed for each reason.
    most: usize,
    /// The records to answer, to complete, to renew and to confirm.
    listed: [Listed; 4],
    /// The places that are still to be looked at.
    left: Vec<String>,
    /// The places that were entered: after a merge a place may be below another in two ways.
    known: BTreeSet<String>,
    /// The place whose facilities are being counted.
    at: Option<CountedPlace>,
}

/// A place whose facilities that wait for a confirmation are being counted.
#[derive(Clone, Debug)]
struct CountedPlace {
    code: String,
    /// Whether it is those that are stale.
    is_stale: bool,
    /// When the last one that was counted was seen, and the number of its row.
    after: (String, i64),
}

impl QuarterWalk {
    /// Returns a walk through what the quarter that a place is at wants of it, which lists `most`
    /// records for each reason.
    pub(super) fn begin(
        packs: &[Pack],
        (place, at): (&Place, QuarterAtWork),
        (when, most): ((NaiveDate, Zone), usize),
    ) -> Self {
        let QuarterAtWork { quarter, since } = at;
        let stale = stale_before(packs, quarter, when).unwrap_or_default();
        Self {
            stale: stale.min(since.clone()),
            work: QuarterWork {
                quarter,
                since,
                due: Vec::new(),
                returned: 0,
                incomplete: 0,
                unconfirmed: 0,
                stale: 0,
            },
            day: when.0,
            most,
            listed: Default::default(),
            left: vec![place.code.clone()],
            known: BTreeSet::new(),
            at: None,
        }
    }

    /// Returns whether everything was counted.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.left.is_empty() && self.at.is_none()
    }

    /// Returns what was found so far.
    #[must_use]
    pub const fn work(&self) -> &QuarterWork {
        &self.work
    }

    /// Returns the records among what was found so far, each once and with its first reason: the
    /// returned, then the incomplete, then those to confirm, the longest unseen first.
    #[must_use]
    pub fn records(&self) -> Vec<WantedRecord> {
        let mut known = BTreeSet::new();
        let all = self.listed.iter().flat_map(BTreeMap::values);
        all.filter(|wanted| known.insert(wanted.seen.record))
            .cloned()
            .collect()
    }

    /// Ends it where it is.
    pub fn give_up(&mut self) {
        self.left.clear();
        self.at = None;
    }

    /// Walks on by about so many rows.
    pub(crate) fn step(&mut self, db: &Connection, packs: &[Pack], rows: usize) -> Result<()> {
        let mut left = rows;
        while left > 0 && !self.is_over() {
            let passed = match self.at.take() {
                Some(at) => self.count(db, at, left)?,
                None => self.enter_next_place(db, packs)?,
            };
            left = left.saturating_sub(passed);
        }
        if self.is_over() {
            self.work.due.sort_by(|a, b| a.place.cmp(&b.place));
        }
        Ok(())
    }

    fn enter_next_place(&mut self, db: &Connection, packs: &[Pack]) -> Result<usize> {
        let Some(code) = self.left.pop() else {
            return Ok(0);
        };
        if !self.known.insert(code.clone()) {
            return Ok(1);
        }
        let mut below = place_life::right_below(db, &code, usize::MAX)?;
        let due = due_in(db, packs, &code, (self.work.quarter, self.day))?;
        let passed = PLACE_COUNTS + below.len() + due.len() + self.list(db, &code)? * LISTED_COUNTS;
        self.work.due.extend(due);
        self.work.returned += count(db, "state = 'returned'", &code)?;
        self.work.incomplete += count(db, "complete = 0", &code)?;
        self.left.append(&mut below);
        self.at = Some(CountedPlace {
            code,
            is_stale: true,
            after: (String::new(), 0),
        });
        Ok(passed)
    }

    /// Lists the records of a place; returns how many were read.
    fn list(&mut self, db: &Connection, place: &str) -> Result<usize> {
        let (stale, since) = (self.stale.clone(), self.work.since.clone());
        let kept = |listed: usize| self.most - listed.min(self.most);
        let (returned, incomplete) = (kept(self.listed[0].len()), kept(self.listed[1].len()));
        let mut read = 0;
        for (at, wanting, condition, from, to, most) in [
            (0, Wanting::Answer, RETURNED, "", "", returned),
            (1, Wanting::Completion, INCOMPLETE, "", "", incomplete),
            (2, Wanting::Renewal, UNSEEN, "", &*stale, self.most),
            (
                3,
                Wanting::Confirmation,
                UNSEEN,
                &*stale,
                &*since,
                self.most,
            ),
        ] {
            if most == 0 {
                continue;
            }
            let listed = &mut self.listed[at];
            // Of those that are full nobody was seen later than this.
            let last = listed.last_key_value().map(|((seen_at, _), _)| seen_at);
            let last = last.filter(|_| condition == UNSEEN && listed.len() >= self.most);
            let to = last.map_or(to, |last| to.min(last)).to_owned();
            let asked = params![place, from, to, limit(most)];
            for (key, record) in wanted(db, condition, asked, wanting)? {
                listed.insert(key, record);
                read += 1;
            }
            while listed.len() > self.most {
                listed.pop_last();
            }
        }
        Ok(read)
    }

    /// Counts facilities of a place that wait for a confirmation; returns how many.
    fn count(&mut self, db: &Connection, at: CountedPlace, most: usize) -> Result<usize> {
        let CountedPlace {
            code,
            is_stale,
            after,
        } = at;
        let to = if is_stale {
            &self.stale
        } else {
            &self.work.since
        };
        let end = end_of_stretch(db, (&code, to), &after, most)?;
        let passed = match &end {
            Some(_) => most,
            None => count_behind(db, (&code, to), &after)?,
        };
        self.work.unconfirmed += passed;
        self.work.stale += if is_stale { passed } else { 0 };
        let after = match (end, is_stale) {
            (None, false) => return Ok(passed + 1),
            // Those that are not stale are counted next.
            (None, true) => (self.stale.clone(), 0),
            (Some(end), _) => end,
        };
        let is_stale = is_stale && after.0 < self.stale;
        self.at = Some(CountedPlace {
            code,
            is_stale,
            after,
        });
        Ok(passed + 1)
    }
}

/// Returns the time and the row of the last of the next `most` facilities of a place that were seen
/// before a time; `None` where there are fewer.
fn end_of_stretch(
    db: &Connection,
    (place, to): (&str, &str),
    (seen_at, row): &(String, i64),
    most: usize,
) -> Result<Option<(String, i64)>> {
    let mut query = db.prepare_cached(
        "SELECT seen_at, rowid FROM record INDEXED BY record_seen
         WHERE place = ?1 AND period IS NULL AND seen_at < ?2 AND (seen_at, rowid) > (?3, ?4)
         ORDER BY seen_at, rowid LIMIT 1 OFFSET ?5",
    )?;
    let before = limit(most.saturating_sub(1));
    let asked = params![place, to, seen_at, row, before];
    let end = query.query_row(asked, |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(end.optional()?)
}

/// Returns how many facilities of a place there are behind one that were seen before a time.
fn count_behind(
    db: &Connection,
    (place, to): (&str, &str),
    (seen_at, row): &(String, i64),
) -> Result<usize> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FROM record INDEXED BY record_seen
         WHERE place = ?1 AND period IS NULL AND seen_at < ?2 AND (seen_at, rowid) > (?3, ?4)",
    )?;
    let count: i64 = query.query_row(params![place, to, seen_at, row], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Records of place `?1` that were returned. Every condition names every parameter.
const RETURNED: &str = "INDEXED BY record_state WHERE state = 'returned' AND place = ?1
     AND ?2 IS ?2 AND ?3 IS ?3";
/// Records that are incomplete.
const INCOMPLETE: &str = "INDEXED BY record_incomplete WHERE complete = 0 AND place = ?1
     AND ?2 IS ?2 AND ?3 IS ?3";
/// Facilities that nobody saved or confirmed since the time `?3`, and that somebody did at `?2` or
/// later, the longest unseen first.
const UNSEEN: &str = "INDEXED BY record_seen WHERE place = ?1 AND period IS NULL
     AND seen_at >= ?2 AND seen_at < ?3 ORDER BY seen_at";

/// Returns the records of a condition, `?4` at most.
fn wanted(
    db: &Connection,
    condition: &str,
    asked: impl Params,
    wanting: Wanting,
) -> Result<Vec<((String, Uuid), WantedRecord)>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT id, kind, place, version, seen_at, name, period FROM record {condition} LIMIT ?4"
    ))?;
    let rows = query.query_and_then(asked, |row| {
        let record = uuid(&row.get::<_, String>(0)?)?;
        let version = record::heads(&row.get::<_, String>(3)?)?;
        let name: Option<String> = row.get(5)?;
        let period: Option<String> = row.get(6)?;
        let period = period.and_then(|period| period.parse::<Period>().ok());
        let wanted = WantedRecord {
            seen: SeenRecord { record, version },
            kind: row.get(1)?,
            place: row.get(2)?,
            known_by: period.map_or_else(|| Text::both(name.unwrap_or_default()), Period::listed),
            wanting,
        };
        Ok(((row.get(4)?, record), wanted))
    })?;
    rows.collect()
}

/// Returns the sheets that a quarter wants of a place and that nobody has begun.
fn due_in(
    db: &Connection,
    packs: &[Pack],
    code: &str,
    (quarter, day): (Period, NaiveDate),
) -> Result<Vec<DueSheet>> {
    let mut closed =
        db.prepare_cached("SELECT 1 FROM closed_place WHERE place = ?1 AND ended = 1")?;
    let mut found: Vec<DueSheet> = Vec::new();
    let Some(place) = place::get(db, code)? else {
        return Ok(found);
    };
    if closed.exists([code])? {
        return Ok(found);
    }
    let mut is_there =
        db.prepare_cached("SELECT 1 FROM record WHERE kind = ?1 AND place = ?2 AND period = ?3")?;
    let in_force = packs.iter().filter(|pack| pack.document.is_in_force(day));
    for sheet in in_force.flat_map(|pack| pack.kinds.iter()) {
        let Some(cycle) = sheet.cycle() else { continue };
        let is_known = |due: &DueSheet| due.sheet == sheet.code;
        if found.iter().any(is_known) || !kind::fills_in(db, &place, sheet)? {
            continue;
        }
        for period in due_periods(cycle, quarter, day) {
            if !is_there.exists(params![sheet.code, code, period.to_string()])? {
                found.push(DueSheet {
                    place: code.to_owned(),
                    sheet: sheet.code.clone(),
                    period,
                });
            }
        }
    }
    Ok(found)
}

/// Returns how many records of a place are kept so.
fn count(db: &Connection, kept: &str, place: &str) -> Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "SELECT coalesce(sum(records), 0) FROM record_count WHERE {kept} AND place = ?1"
    ))?;
    let count: i64 = query.query_row([place], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}
