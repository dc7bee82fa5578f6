//! The rows of a list of standings. Where nothing but verdicts and requirements says which they are,
//! they are counted and a page of them is read by an index; else all are read by name.

use std::rc::Rc;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension as _, params};
use serde_json::Value as Json;

use super::filtered::{Narrowed, StandingKey};
use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{Filter, Verdict};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::stale;

/// The rows of a list, in the order of places and requirements.
#[derive(Clone, Debug)]
pub enum StandingRows {
    /// These.
    Listed(Rc<Vec<StandingKey>>),
    /// Every standing of some requirements of a pack with one of some verdicts.
    Kept(KeptRows),
}

/// Rows that are read when they are wanted.
#[derive(Clone, Debug)]
pub struct KeptRows {
    pack: String,
    /// The codes of the requirements, as JSON.
    requirements: String,
    verdicts: Vec<Verdict>,
    count: usize,
}

/// Which rows are read: the others before or behind one, or all.
#[derive(Clone, Copy)]
enum Side {
    All,
    From,
    Before,
}

impl Default for StandingRows {
    fn default() -> Self {
        Self::Listed(Rc::default())
    }
}

impl StandingRows {
    /// Returns how many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::Listed(keys) => keys.len(),
            Self::Kept(kept) => kept.count,
        }
    }
}

impl Store {
    /// Returns the rows of the list of the standings that a filter lets through, where they are
    /// counted and read by an index; `None` where it takes a walk to find them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing_rows(
        &self,
        pack: &Pack,
        filter: &Filter,
        narrowed: Narrowed,
        day: NaiveDate,
    ) -> Result<Option<StandingRows>> {
        let is_kept = filter.only.is_empty()
            && narrowed.is_everywhere()
            && !stale::is_past(&self.db, Some(&pack.code), &day.to_string())?;
        if !is_kept {
            return Ok(None);
        }
        let is_asked = |asked: &&Requirement| {
            let of_kind = filter.kind.as_ref().is_none_or(|kind| *kind == asked.kind);
            let is_of_group = filter.group.is_none() || filter.group == asked.group;
            of_kind && is_of_group
        };
        let asked = pack.requirements.iter().filter(is_asked);
        let codes: Vec<&str> = asked.map(|asked| asked.code.as_str()).collect();
        let mut kept = KeptRows {
            pack: pack.code.clone(),
            requirements: Json::from(codes).to_string(),
            verdicts: filter.verdicts.clone(),
            count: 0,
        };
        kept.count = self.count_kept(&kept)?;
        Ok(Some(StandingRows::Kept(kept)))
    }

    fn count_kept(&self, kept: &KeptRows) -> Result<usize> {
        let mut query = self.db.prepare_cached(
            "SELECT coalesce(sum(standings), 0) FROM standing_count
             WHERE pack = ?1 AND requirement IN (SELECT value FROM json_each(?2))
                 AND verdict IN (SELECT value FROM json_each(?3))",
        )?;
        let verdicts: Vec<&str> = kept.verdicts.iter().map(|verdict| verdict.word()).collect();
        let verdicts = Json::from(verdicts).to_string();
        let bound = params![kept.pack, kept.requirements, verdicts];
        let count: i64 = query.query_row(bound, |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns `count` rows of a list from `first` on, given the number and the name of one that is
    /// known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing_page(
        &self,
        rows: &StandingRows,
        (first, count): (usize, usize),
        known: Option<(usize, &StandingKey)>,
    ) -> Result<Vec<StandingKey>> {
        let kept = match rows {
            StandingRows::Listed(keys) => {
                return Ok(keys.iter().skip(first).take(count).cloned().collect());
            }
            StandingRows::Kept(kept) => kept,
        };
        let first = first.min(kept.count);
        let end = first.saturating_add(count).min(kept.count);
        let count = end - first;
        // From wherever the fewest rows are passed over.
        let mut best = (first, Side::All, false, None);
        if kept.count - end < best.0 {
            best = (kept.count - end, Side::All, true, None);
        }
        if let Some((at, key)) = known {
            if at <= first && first - at < best.0 {
                best = (first - at, Side::From, false, Some(key));
            } else if at >= end && at - end < best.0 {
                best = (at - end, Side::Before, true, Some(key));
            }
        }
        let (passed, side, is_backwards, key) = best;
        let (position, ordinal) = match key {
            Some(key) => self.place_of_row(kept, key)?.unwrap_or_default(),
            None => (0, 0),
        };
        let turn = if is_backwards { " DESC" } else { "" };
        let sql = format!(
            "{} ORDER BY position{turn}, ordinal{turn} LIMIT ?6 OFFSET ?5",
            sql_of(kept, side)
        );
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let mut query = self.db.prepare_cached(&sql)?;
        let bound = params![
            kept.pack,
            kept.requirements,
            position,
            ordinal,
            number(passed),
            number(count)
        ];
        let read = query.query_map(bound, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut keys = read.collect::<rusqlite::Result<Vec<StandingKey>>>()?;
        if is_backwards {
            keys.reverse();
        }
        Ok(keys)
    }

    /// Returns the number of a row in a list, if it is one of it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing_row_of(&self, rows: &StandingRows, key: &StandingKey) -> Result<Option<usize>> {
        let kept = match rows {
            StandingRows::Listed(keys) => return Ok(keys.iter().position(|row| row == key)),
            StandingRows::Kept(kept) => kept,
        };
        let Some((position, ordinal)) = self.place_of_row(kept, key)? else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT count(*) FROM ({}) WHERE ?6 IS ?5",
            sql_of(kept, Side::Before)
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let none: Option<i64> = None;
        let bound = params![kept.pack, kept.requirements, position, ordinal, none, none];
        let count: i64 = query.query_row(bound, |row| row.get(0))?;
        Ok(Some(usize::try_from(count).unwrap_or_default()))
    }

    /// Returns the rows of a list that are of a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_in_list(&self, rows: &StandingRows, place: &str) -> Result<Vec<StandingKey>> {
        let kept = match rows {
            StandingRows::Listed(keys) => {
                let of_place = keys.iter().filter(|(_, of)| of == place);
                return Ok(of_place.cloned().collect());
            }
            StandingRows::Kept(kept) => kept,
        };
        let mut query = self.db.prepare_cached(
            "SELECT requirement, place, verdict FROM json_each(?2) AS asked
             CROSS JOIN standing ON standing.pack = ?1 AND standing.requirement = asked.value
                 AND standing.place = ?3",
        )?;
        let mut found = query.query(params![kept.pack, kept.requirements, place])?;
        let mut keys = Vec::new();
        while let Some(row) = found.next()? {
            let verdict = Verdict::of_word(&row.get::<_, String>(2)?);
            if verdict.is_some_and(|verdict| kept.verdicts.contains(&verdict)) {
                keys.push((row.get(0)?, row.get(1)?));
            }
        }
        Ok(keys)
    }

    /// Returns what a row is ordered by.
    fn place_of_row(
        &self,
        kept: &KeptRows,
        (requirement, place): &StandingKey,
    ) -> Result<Option<(i64, i64)>> {
        let mut query = self.db.prepare_cached(
            "SELECT shown.position, requirement.position FROM shown
             JOIN requirement ON requirement.pack = shown.pack AND requirement.code = ?3
             WHERE shown.place = ?2 AND shown.pack = ?1",
        )?;
        let row = query.query_row([&kept.pack, place, requirement], |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
        Ok(row.optional()?)
    }
}

/// Returns the query of some rows of pack `?1` and the requirements `?2`: all, or those on a side of
/// the row at position `?3` and `?4`. Each verdict is read by the index, so that they merge.
fn sql_of(kept: &KeptRows, side: Side) -> String {
    let on_side = match side {
        Side::All => "?3 IS ?3 AND ?4 IS ?4",
        Side::From => {
            "standing.position >= ?3 AND (standing.position, requirement.position) >= (?3, ?4)"
        }
        Side::Before => {
            "standing.position <= ?3 AND (standing.position, requirement.position) < (?3, ?4)"
        }
    };
    let of_verdict = |verdict: &Verdict| {
        format!(
            "SELECT standing.requirement AS requirement, place, standing.position AS position,
                 requirement.position AS ordinal
             FROM standing INDEXED BY standing_verdict
             CROSS JOIN requirement ON requirement.pack = standing.pack AND requirement.code = standing.requirement
             WHERE standing.pack = ?1 AND verdict = '{}'
                 AND standing.requirement IN (SELECT value FROM json_each(?2)) AND {on_side}",
            verdict.word()
        )
    };
    let all: Vec<String> = kept.verdicts.iter().map(of_verdict).collect();
    if all.is_empty() {
        return "SELECT '' AS requirement, '' AS place, 0 AS position, 0 AS ordinal
                WHERE false AND ?1 = ?2 AND ?3 = ?4"
            .to_owned();
    }
    all.join(" UNION ALL ")
}
