//! Judging: what was saved makes the standings stale that look at it, and only these are judged
//! again before the transaction ends.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use rusqlite::{Connection, Row, params};

use crate::domain::policy::requirement::Rule;
use crate::domain::policy::{Pack, Requirement, find_requirement};
use crate::domain::value::Number;
use crate::domain::verdict::{Standing, judged};
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::inventory::InventoryReader;
use crate::store::rows::part::{KeptParts, Parts};
use crate::store::rows::{stale, tally};

/// A requirement with its pack.
type Covering<'a> = (&'a Pack, &'a Requirement);

/// Judges the stale standings, and those that the day of `at` has made old.
pub(crate) fn judge_stale(db: &Connection, packs: &[Pack], at: &str) -> Result<()> {
    let day = day_of(packs, at);
    stale::mark_past(db, &day.to_string())?;
    let mut query =
        db.prepare_cached("SELECT place, pack, requirement FROM stale ORDER BY place")?;
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let stale: Vec<(String, String, String)> =
        query.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
    let mut judge = Judge::new(db, KeptParts::Written);
    let mut added = AddedStandings::default();
    for of_place in stale.chunk_by(|a, b| a.0 == b.0) {
        let Some((place, ..)) = of_place.first() else {
            continue;
        };
        let known = of_place
            .iter()
            .filter_map(|(_, pack, requirement)| find_requirement(packs, pack, requirement));
        for (pack, standing) in judge.judge(known.collect(), place, day)? {
            if write(db, pack, &standing, (at, day))? {
                added.note(&pack.code, &standing);
            }
        }
    }
    added.write(db)?;
    db.prepare_cached("DELETE FROM stale")?.execute([])?;
    Ok(())
}

/// Returns the day of a moment in the time zone of the packs.
pub(crate) fn day_of(packs: &[Pack], at: &str) -> NaiveDate {
    DateTime::parse_from_rfc3339(at)
        .map(|at| zone_of(packs).day(at.to_utc()))
        .unwrap_or_default()
}

/// Judges places one after another. What several of them look at elsewhere is read once.
pub(crate) struct Judge<'a> {
    db: &'a Connection,
    kept: KeptParts<'a>,
    /// What reads for each pack, by its code.
    readers: BTreeMap<&'a str, InventoryReader<'a>>,
}

impl<'a> Judge<'a> {
    /// Begins with nothing read. The ledger must not change while it is used.
    pub(crate) const fn new(db: &'a Connection, kept: KeptParts<'a>) -> Self {
        Self {
            db,
            kept,
            readers: BTreeMap::new(),
        }
    }

    /// Returns what every requirement that covers a place says of it on a day.
    pub(crate) fn judge_place(
        &mut self,
        packs: &'a [Pack],
        place: &str,
        day: NaiveDate,
    ) -> Result<Vec<(&'a Pack, Standing)>> {
        self.judge(tally::covering(self.db, packs, place)?, place, day)
    }

    /// Returns what some requirements say of a place on a day.
    pub(crate) fn judge(
        &mut self,
        covering: Vec<Covering<'a>>,
        place: &str,
        day: NaiveDate,
    ) -> Result<Vec<(&'a Pack, Standing)>> {
        let (exists, others): (Vec<Covering>, Vec<Covering>) = covering
            .into_iter()
            .partition(|(_, requirement)| requirement.is_exists());
        let mut standings = judge_existing((self.db, self.kept), exists, place)?;
        for of_pack in others.chunk_by(|(a, _), (b, _)| a.code == b.code) {
            let Some((pack, _)) = of_pack.first() else {
                continue;
            };
            let requirements: Vec<&Requirement> = of_pack.iter().map(|(_, r)| *r).collect();
            let begin = || InventoryReader::new(self.db, pack, self.kept);
            let reader = self.readers.entry(&pack.code).or_insert_with(begin);
            let facts = reader.read(&requirements, place)?;
            for (requirement, facts) in requirements.iter().zip(&facts) {
                standings.push((*pack, judged(requirement, place, facts, day)));
            }
        }
        Ok(standings)
    }
}

/// Judges requirements that ask for facilities that exist.
fn judge_existing<'a>(
    (db, kept): (&Connection, KeptParts),
    mut covering: Vec<Covering<'a>>,
    place: &str,
) -> Result<Vec<(&'a Pack, Standing)>> {
    // What is of one kind is read once, whatever asks for it.
    covering.sort_by_key(|(_, requirement)| &requirement.kind);
    let mut standings = Vec::new();
    for of_kind in covering.chunk_by(|(_, a), (_, b)| a.kind == b.kind) {
        let first = of_kind.first();
        let Some(kind) = first.and_then(|(pack, requirement)| pack.kind(&requirement.kind)) else {
            continue;
        };
        let except = None;
        let parts = Parts {
            db,
            kind,
            except,
            kept,
        };
        let tallies = tally::of_place(&parts, of_kind, place)?;
        for ((pack, requirement), tally) in of_kind.iter().zip(tallies) {
            // These verdicts do not depend on the day; exceptions, which do, are read when a
            // standing is shown.
            let standing = tally.standing(requirement, place, &[], NaiveDate::default());
            standings.push((*pack, standing));
        }
    }
    Ok(standings)
}

/// Returns operator and unit of a requirement as a standing with a figure keeps them.
fn measure(requirement: &Requirement, have: Option<Number>) -> (&'static str, &str) {
    let unit = requirement.measure.unit.as_ref();
    let unit = unit.map_or("", |unit| &unit.code);
    match requirement.rule {
        Rule::Information(_) => ("", unit),
        _ => (requirement.limit_for(have).0.sign(), unit),
    }
}

/// Returns every operator that standings of a requirement may have, and their unit.
pub(crate) fn measures(requirement: &Requirement) -> (Vec<&'static str>, &str) {
    let (own, unit) = measure(requirement, None);
    let ends = requirement.measured_ends().map(|end| end.operator.sign());
    (std::iter::once(own).chain(ends).collect(), unit)
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

/// Adds a standing that is not there.
const INSERT: &str =
    "INSERT INTO standing (pack, requirement, place, verdict, operator, need, have, gap, unit, candidates,
         qualifying, nearest, nearest_name, failing, missing, expected_on, period, holds_until, told, judged_at, position)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
         (SELECT position FROM shown WHERE shown.place = ?3 AND shown.pack = ?1))
     ON CONFLICT (pack, requirement, place) DO NOTHING";

/// Alters a standing that is there.
const UPDATE: &str =
    "UPDATE standing SET verdict = ?4, operator = ?5, need = ?6, have = ?7, gap = ?8, unit = ?9, candidates = ?10,
         qualifying = ?11, nearest = ?12, nearest_name = ?13, failing = ?14, missing = ?15, expected_on = ?16,
         period = ?17, holds_until = ?18, told = ?19, judged_at = ?20
     WHERE pack = ?1 AND requirement = ?2 AND place = ?3";

/// Writes a standing; returns whether there was none.
fn write(
    db: &Connection,
    pack: &Pack,
    standing: &Standing,
    (at, day): (&str, NaiveDate),
) -> Result<bool> {
    let Some(requirement) = pack.requirement(&standing.requirement) else {
        return Ok(false);
    };
    let (operator, unit) = measure(requirement, standing.have);
    let json = |codes: &[String]| serde_json::json!(codes).to_string();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let told = standing.told.as_ref();
    let period = told.and_then(|told| told.period);
    let until = standing.holds_until(requirement, day);
    let nearest = standing.nearest.as_ref();
    let values = params![
        pack.code,
        standing.requirement,
        standing.place,
        standing.verdict.word(),
        operator,
        standing.need.to_string(),
        standing.have.map(|have| have.to_string()),
        standing.gap.map(|gap| gap.to_string()),
        unit,
        count(standing.candidates),
        count(standing.qualifying),
        nearest.map(|nearest| nearest.id.to_string()),
        nearest.map(|nearest| nearest.name.clone()),
        json(&standing.failing),
        json(&standing.missing),
        standing.expected_on.map(|date| date.to_string()),
        period.map(|period| period.to_string()),
        until.map(|day| day.to_string()),
        told.map(serde_json::to_string).transpose()?,
        at
    ];
    if db.prepare_cached(INSERT)?.execute(values)? > 0 {
        return Ok(true);
    }
    db.prepare_cached(UPDATE)?.execute(values)?;
    Ok(false)
}
