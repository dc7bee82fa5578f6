//! Judging: what was saved makes the standings stale that look at it, and only these are judged
//! again before the transaction ends.

mod judge;
mod kept_row;
mod untouched;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use rusqlite::{Connection, params};

use self::judge::Covering;
pub(crate) use self::judge::Judge;
pub(crate) use self::kept_row::measures;
use crate::domain::policy::{Pack, find_requirement};
use crate::domain::verdict::Standing;
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::cells::text;
use crate::store::rows::part::KeptParts;
use crate::store::rows::stale;

/// Judges the stale standings, and those that the day of `at` has made old.
pub(crate) fn judge_stale(db: &Connection, packs: &[Pack], at: &str) -> Result<()> {
    let day = day_of(packs, at);
    stale::mark_past(db, &day.to_string())?;
    let judged = untouched::judge(db, packs, (at, day))?;
    let mut query = db.prepare_cached(
        "SELECT place, pack, requirement FROM stale
         WHERE (pack, requirement) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1)) ORDER BY place",
    )?;
    let mut judging = StaleJudging {
        db,
        when: (at, day),
        judge: Judge::new(db, KeptParts::Written),
        added: AddedStandings::default(),
    };
    // Nothing here makes anything stale, so they are read while they are judged: there may be very
    // many.
    let mut rows = query.query([judged])?;
    let mut place = String::new();
    let mut covering = Vec::new();
    while let Some(row) = rows.next()? {
        if text(row, 0)? != place {
            judging.judge(&place, std::mem::take(&mut covering))?;
            text(row, 0)?.clone_into(&mut place);
        }
        covering.extend(find_requirement(packs, text(row, 1)?, text(row, 2)?));
    }
    judging.judge(&place, covering)?;
    judging.added.write(db)?;
    drop(rows);
    db.prepare_cached("DELETE FROM stale")?.execute([])?;
    Ok(())
}

/// Judging of what is stale, place by place.
struct StaleJudging<'a> {
    db: &'a Connection,
    /// The time that is written, and its day.
    when: (&'a str, NaiveDate),
    judge: Judge<'a>,
    added: AddedStandings,
}

impl<'a> StaleJudging<'a> {
    fn judge(&mut self, place: &str, covering: Vec<Covering<'a>>) -> Result<()> {
        for (pack, standing) in self.judge.judge(covering, place, self.when.1)? {
            if kept_row::write(self.db, pack, &standing, self.when)? {
                self.added.note(&pack.code, &standing);
            }
        }
        Ok(())
    }
}

/// Returns the day of a moment in the time zone of the packs.
pub(crate) fn day_of(packs: &[Pack], at: &str) -> NaiveDate {
    DateTime::parse_from_rfc3339(at)
        .map(|at| zone_of(packs).day(at.to_utc()))
        .unwrap_or_default()
}

/// Standings that were added and are not counted yet. A trigger that counts them would take longer
/// than adding them.
#[derive(Default)]
struct AddedStandings {
    /// By pack and requirement, then by verdict.
    counts: BTreeMap<(String, String), BTreeMap<&'static str, i64>>,
}

impl AddedStandings {
    fn note(&mut self, pack: &str, standing: &Standing) {
        let key = (pack.to_owned(), standing.requirement.clone());
        let counts = self.counts.entry(key).or_default();
        *counts.entry(standing.verdict.word()).or_default() += 1;
    }

    fn write(self, db: &Connection) -> Result<()> {
        let mut insert = db.prepare_cached(
            "INSERT INTO standing_count (pack, requirement, verdict, standings) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (pack, requirement, verdict) DO UPDATE SET standings = standings + excluded.standings",
        )?;
        for ((pack, requirement), counts) in self.counts {
            for (verdict, count) in counts {
                insert.execute(params![pack, requirement, verdict, count])?;
            }
        }
        Ok(())
    }
}
