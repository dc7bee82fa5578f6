//! Standings as they are read: kept beside the facilities, so that any SQLite tool shows the verdicts and the screens open
//! at once. How they are kept is in `judging.rs`.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::error::{Result, damaged};
use super::trail::uuid;
use super::{Store, place, trail};
use crate::domain::date::PartialDate;
use crate::domain::pack::Pack;
use crate::domain::place::Place;
use crate::domain::requirement::Requirement;
use crate::domain::standing::{Exception, Nearest, Standing, Verdict};
use crate::domain::trail::Folded;

/// A row of the matrix: a place and its standings in the order of the pack's requirements; `None` where a requirement
/// does not cover it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The place.
    pub place: Place,
    /// Its standings.
    pub standings: Vec<Option<Standing>>,
}

/// How many standings there are of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reached.
    pub met: usize,
    /// Not reached.
    pub short: usize,
    /// Not decided.
    pub unknown: usize,
}

impl FromIterator<Verdict> for Counts {
    fn from_iter<T: IntoIterator<Item = Verdict>>(verdicts: T) -> Self {
        let mut counts = Self::default();
        verdicts.into_iter().for_each(|verdict| counts.add(verdict));
        counts
    }
}

impl Counts {
    /// Counts one more.
    pub const fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Met => self.met += 1,
            Verdict::Short => self.short += 1,
            Verdict::Unknown => self.unknown += 1,
        }
    }
}

pub(super) const COLUMNS: &str =
    "standing.requirement, standing.place, verdict, need, have, gap, candidates, qualifying, nearest,
    nearest_name, failing, missing, expected_on, (SELECT operator_unit FROM facility WHERE facility.id = nearest)";

impl Store {
    /// How many places the matrix of a pack has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_count(&self, pack: &str) -> Result<usize> {
        let mut query = self.db.prepare_cached("SELECT coalesce(max(position) + 1, 0) FROM shown WHERE pack = ?1")?;
        let count: i64 = query.query_row([pack], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Some rows of the matrix of a pack, from `first` on, with the exceptions in force on `day`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix(&self, pack: &Pack, first: usize, count: usize, day: NaiveDate) -> Result<Vec<MatrixRow>> {
        let mut query = self
            .db
            .prepare_cached("SELECT place FROM shown WHERE pack = ?1 AND position >= ?2 ORDER BY position LIMIT ?3")?;
        let (first, count) = (i64::try_from(first).unwrap_or_default(), i64::try_from(count).unwrap_or(i64::MAX));
        let rows = query.query_map(params![pack.code, first, count], |row| row.get::<_, String>(0))?;
        let codes = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        codes.iter().map(|code| self.matrix_row(pack, code, day)).collect()
    }

    fn matrix_row(&self, pack: &Pack, code: &str, day: NaiveDate) -> Result<MatrixRow> {
        let place = place::get(&self.db, code)?.ok_or_else(|| damaged("covered.place"))?;
        let mut found: HashMap<String, Standing> = self
            .standings_of(&pack.code, Some(code), day)?
            .into_iter()
            .map(|standing| (standing.requirement.clone(), standing))
            .collect();
        let standings = pack.requirements.iter().map(|requirement| found.remove(&requirement.code)).collect();
        Ok(MatrixRow { place, standings })
    }

    /// The standings of a pack, of one place or of all, in the order of places and requirements.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_of(&self, pack: &str, place: Option<&str>, day: NaiveDate) -> Result<Vec<Standing>> {
        // Of one place the order of places need not be looked up.
        let (filter, order) = if place.is_some() {
            ("WHERE standing.pack = ?1 AND standing.place = ?2", "requirement.position")
        } else {
            let places = "JOIN shown ON shown.pack = standing.pack AND shown.place = standing.place
                 WHERE standing.pack = ?1 AND ?2 IS NULL";
            (places, "shown.position, requirement.position")
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing
             JOIN requirement ON requirement.pack = standing.pack AND requirement.code = standing.requirement
             {filter} ORDER BY {order}"
        ))?;
        let rows = query.query_and_then(params![pack, place], from_row)?;
        self.with_exceptions(pack, rows.collect::<Result<Vec<_>>>()?, day)
    }

    /// The places of a pack's matrix, in its order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_places(&self, pack: &str) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "SELECT place.code, place.name, place.level, place.parent FROM shown
             JOIN place ON place.code = shown.place WHERE shown.pack = ?1 ORDER BY shown.position",
        )?;
        Ok(query.query_map([pack], place::from_row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// What judges the records of a kind in a place: each requirement with the place it judges, which is this one or
    /// one above.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covering(&self, kind: &str, place: &str) -> Result<Vec<(&Pack, &Requirement, String)>> {
        let mut query = self.db.prepare_cached("SELECT pack, requirement FROM covered WHERE place = ?1")?;
        let mut found = Vec::new();
        for above in place::with_all_above(&self.db, place)? {
            let rows = query.query_map([&above], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            for row in rows {
                let (pack, requirement) = row?;
                let pack = self.packs().iter().find(|known| known.code == pack);
                let judged = pack.and_then(|pack| Some((pack, pack.requirement(&requirement)?)));
                found.extend(judged.filter(|(_, r)| r.kind == kind).map(|(pack, r)| (pack, r, above.clone())));
            }
        }
        Ok(found)
    }

    /// How many standings of a pack there are of each verdict. Only minimums that bind are counted: nobody is short of a
    /// benchmark.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts(&self, pack: &str) -> Result<Counts> {
        let requirements = &self.pack(Some(pack))?.requirements;
        let binding = requirements.iter().filter(|requirement| requirement.strength.binds());
        let codes = binding.map(|requirement| requirement.code.as_str()).collect::<Vec<_>>();
        let mut query = self.db.prepare_cached(
            "SELECT verdict, count(*) FROM standing
             WHERE pack = ?1 AND requirement IN (SELECT value FROM json_each(?2)) GROUP BY verdict",
        )?;
        let mut counts = Counts::default();
        let codes = Json::from(codes).to_string();
        let rows = query.query_map([pack, &codes], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        for row in rows {
            let (word, count) = row?;
            let count = usize::try_from(count).unwrap_or_default();
            match Verdict::of_word(&word) {
                Some(Verdict::Met) => counts.met = count,
                Some(Verdict::Short) => counts.short = count,
                Some(Verdict::Unknown) => counts.unknown = count,
                None => return Err(damaged("standing.verdict")),
            }
        }
        Ok(counts)
    }

    fn with_exceptions(&self, pack: &str, mut standings: Vec<Standing>, day: NaiveDate) -> Result<Vec<Standing>> {
        for standing in &mut standings {
            let found = exceptions(&self.db, pack, &standing.place)?;
            let in_force = |e: &Exception| e.requirement == standing.requirement && e.holds_on(day);
            standing.exception = found.into_iter().find(in_force);
        }
        Ok(standings)
    }

    /// The exceptions of a place, in force or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn exceptions(&self, pack: &str, place: &str) -> Result<Vec<Exception>> {
        exceptions(&self.db, pack, place)
    }
}

fn exceptions(db: &Connection, pack: &str, place: &str) -> Result<Vec<Exception>> {
    let mut query = db.prepare_cached(
        "SELECT requirement, place, document, reason, valid_until FROM exception
         WHERE pack = ?1 AND place = ?2 ORDER BY coalesce(valid_until, '9999') DESC, document, id",
    )?;
    let row = |row: &Row| {
        Ok(Exception {
            requirement: row.get(0)?,
            place: row.get(1)?,
            document: row.get(2)?,
            reason: row.get(3)?,
            valid_until: last_day(row.get::<_, Option<String>>(4)?.as_deref()),
        })
    };
    Ok(query.query_map([pack, place], row)?.collect::<rusqlite::Result<_>>()?)
}

/// The end of an exception; one given as a month or a year lasts to its last day.
pub(super) fn last_day(date: Option<&str>) -> Option<NaiveDate> {
    PartialDate::typed(date?).ok().map(PartialDate::last_day)
}

pub(super) fn from_row(row: &Row) -> Result<Standing> {
    let text = |at: usize| row.get::<_, Option<String>>(at);
    let number = |at: usize| -> Result<_> {
        text(at)?.map(|text| text.parse().map_err(|_| damaged("a figure in standing"))).transpose()
    };
    let codes = |at: usize| -> Result<Vec<String>> {
        serde_json::from_str(&text(at)?.unwrap_or_default()).map_err(|error| damaged(&error.to_string()))
    };
    let count = |at: usize| -> Result<usize> { Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default()) };
    let nearest: Option<Uuid> = text(8)?.map(|id| uuid(&id)).transpose()?;
    let (name, operator) = (text(9)?.unwrap_or_default(), text(13)?.unwrap_or_default());
    Ok(Standing {
        requirement: text(0)?.unwrap_or_default(),
        place: text(1)?.unwrap_or_default(),
        verdict: Verdict::of_word(&text(2)?.unwrap_or_default()).ok_or_else(|| damaged("standing.verdict"))?,
        need: number(3)?.ok_or_else(|| damaged("standing.need"))?,
        have: number(4)?,
        gap: number(5)?,
        candidates: count(6)?,
        qualifying: count(7)?,
        nearest: nearest.map(|id| Nearest { id, name, operator }),
        failing: codes(10)?,
        missing: codes(11)?,
        expected_on: text(12)?.and_then(|date| date.parse().ok()),
        exception: None,
    })
}

impl Store {
    /// The exception that is on record for a requirement in a place, with its history folded: to be edited.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn exception_record(&self, pack: &str, requirement: &str, place: &str) -> Result<Option<(Uuid, Folded)>> {
        let mut query = self.db.prepare_cached(
            "SELECT id FROM exception WHERE pack = ?1 AND requirement = ?2 AND place = ?3
             ORDER BY coalesce(valid_until, '9999') DESC, id LIMIT 1",
        )?;
        let found = query.query_row([pack, requirement, place], |row| row.get::<_, String>(0)).optional()?;
        let Some(id) = found.map(|id| uuid(&id)).transpose()? else { return Ok(None) };
        Ok(trail::current(&self.db, id)?.map(|folded| (id, folded)))
    }
}
