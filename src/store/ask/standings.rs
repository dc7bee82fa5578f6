//! Reads the matrix, the standings and the exceptions of a pack.

use std::collections::HashMap;

use chrono::NaiveDate;
use std::collections::BTreeMap;

use rusqlite::{Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::matrix::MatrixRows;
use crate::domain::place::Place;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::{Kind, Pack, Requirement, find_requirement};
use crate::domain::record::{Folded, Subject};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Exception, Standing, Tally, Verdict};
use crate::store::error::{Result, damaged};
use crate::store::ledger::{Access, Store};
use crate::store::rows::inventory::InventoryReader;
use crate::store::rows::part::{KeptParts, Parts};
use crate::store::rows::place_life::BELOW_SECOND;
use crate::store::rows::standing::{COLUMNS, IN_ORDER_OF_PLACES, MatrixRow, exceptions, from_row};
use crate::store::rows::{looking, place, place_life, subject, tally, trail};
use crate::store::write::judging::Judge;

/// Which standings of a pack are asked for; all where nothing is named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) place: Option<&'a str>,
    pub(super) group: Option<&'a str>,
    pub(super) requirement: Option<&'a str>,
}

impl Store {
    /// Returns how many places the matrix of a pack has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_count(&self, pack: &str) -> Result<usize> {
        let mut query = self
            .db
            .prepare_cached("SELECT coalesce(max(position) + 1, 0) FROM shown WHERE pack = ?1")?;
        let count: i64 = query.query_row([pack], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns rows of the matrix of a pack, one for each of some places, with the exceptions in
    /// force on `day`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix(&self, pack: &Pack, places: &[String], day: NaiveDate) -> Result<Vec<MatrixRow>> {
        let row = |code: &String| self.matrix_row(pack, code, day);
        places.iter().map(row).collect()
    }

    fn matrix_row(&self, pack: &Pack, code: &str, day: NaiveDate) -> Result<MatrixRow> {
        let place = place::get(&self.db, code)?.ok_or_else(|| damaged("covered.place"))?;
        let mut found: HashMap<String, Standing> = self
            .standings_of(&pack.code, Some(code), day)?
            .into_iter()
            .map(|standing| (standing.requirement.clone(), standing))
            .collect();
        let standings = pack
            .requirements
            .iter()
            .map(|requirement| found.remove(&requirement.code))
            .collect();
        Ok(MatrixRow { place, standings })
    }

    /// Returns the standings of a pack, of one place or of all, in the order of places and
    /// requirements.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_of(
        &self,
        pack: &str,
        place: Option<&str>,
        day: NaiveDate,
    ) -> Result<Vec<Standing>> {
        let asked = Asked {
            place,
            ..Asked::default()
        };
        self.asked(pack, asked, day)
    }

    /// Returns the standings of a pack that are asked for, in the order of places and requirements.
    pub(super) fn asked(&self, pack: &str, asked: Asked, day: NaiveDate) -> Result<Vec<Standing>> {
        // Of one place the order of places need not be looked up.
        let (from, filter, order) = if asked.place.is_some() {
            (
                "standing JOIN requirement
                     ON requirement.pack = standing.pack AND requirement.code = standing.requirement",
                "standing.pack = ?1 AND standing.place = ?2",
                "requirement.position",
            )
        } else {
            (
                IN_ORDER_OF_PLACES,
                "shown.pack = ?1 AND ?2 IS NULL",
                "shown.position, requirement.position",
            )
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {from}
             WHERE {filter} AND (?3 IS NULL OR requirement.group_code = ?3)
                 AND (?4 IS NULL OR requirement.code = ?4) ORDER BY {order}"
        ))?;
        let names = params![pack, asked.place, asked.group, asked.requirement];
        let mut rows = query.query(names)?;
        let mut standings = Vec::new();
        while let Some(row) = rows.next()? {
            standings.push(self.of_day(pack, row, day)?);
        }
        self.with_exceptions(pack, standings, day)
    }

    /// Reads a standing as it is on a day: judged anew where a period that it speaks of is over by
    /// then.
    pub(super) fn of_day(&self, pack: &str, row: &Row, day: NaiveDate) -> Result<Standing> {
        let until: Option<String> = row.get("holds_until")?;
        let standing = from_row(row)?;
        if until.is_some_and(|until| until < day.to_string()) {
            self.judged_anew(pack, standing, day)
        } else {
            Ok(standing)
        }
    }

    fn judged_anew(&self, pack: &str, standing: Standing, day: NaiveDate) -> Result<Standing> {
        let named = find_requirement(self.packs(), pack, &standing.requirement);
        let Some((pack, requirement)) = named else {
            return Ok(standing);
        };
        let judged = Judge::new(&self.db, KeptParts::Read).judge(
            vec![(pack, requirement)],
            &standing.place,
            day,
        )?;
        Ok(judged
            .into_iter()
            .next()
            .map_or(standing, |judged| judged.1))
    }

    /// Returns the places of a pack's matrix, in its order, those that are the session's own first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_places(&self, pack: &str) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "SELECT place.code, place.name, place.level, place.parent FROM shown
             JOIN place ON place.code = shown.place WHERE shown.pack = ?1 ORDER BY shown.position",
        )?;
        let rows = query.query_map([pack], place::from_row)?;
        let mut places = rows.collect::<rusqlite::Result<Vec<Place>>>()?;
        if let Access::Places(own) = &self.access {
            let own = place_life::below(&self.db, own)?;
            places.sort_by_key(|place| !own.contains(&place.code));
        }
        Ok(places)
    }

    /// Returns those of them that are a place or below it; all where none is named.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_within(&self, pack: &str, within: Option<&Place>) -> Result<Vec<Place>> {
        let mut found = self.covered_places(pack)?;
        if let Some(above) = within {
            let below = place_life::below(&self.db, std::slice::from_ref(&above.code))?;
            found.retain(|place| below.contains(&place.code));
        }
        Ok(found)
    }

    /// Counts a kind in a place and below it for each of some requirements, one record left out.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn tallies_without(
        &self,
        record: Uuid,
        kind: &Kind,
        requirements: &[(&Pack, &Requirement)],
        place: &str,
    ) -> Result<Vec<Tally>> {
        let parts = Parts {
            db: &self.db,
            kind,
            except: Some(record),
            kept: KeptParts::Read,
        };
        tally::of_place(&parts, requirements, place)
    }

    /// Returns the requirements that look at the records of a kind in a place. Each comes with the
    /// place it judges; those of one place stand together, in the order of the packs.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covering(&self, kind: &str, place: &str) -> Result<Vec<(&Pack, &Requirement, String)>> {
        let found = looking::looking_at(&self.db, place, kind)?.into_iter();
        let known = found.filter_map(|(pack, requirement, place)| {
            let (pack, requirement) = find_requirement(self.packs(), &pack, &requirement)?;
            Some((pack, requirement, place))
        });
        let mut known: Vec<(&Pack, &Requirement, String)> = known.collect();
        for of_place in known.chunk_by_mut(|(_, _, a), (_, _, b)| a == b) {
            of_place.sort_by_key(|(pack, requirement, _)| {
                let packs = self.packs().iter();
                (
                    packs
                        .map(|known| &known.code)
                        .position(|code| *code == pack.code),
                    pack.position(&requirement.code),
                )
            });
        }
        Ok(known)
    }

    /// Gathers what some requirements of a pack look at, judged for a place, without a record that
    /// lies in `at`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facts_without(
        &self,
        record: Uuid,
        pack: &Pack,
        requirements: &[&Requirement],
        (place, at): (&str, &str),
    ) -> Result<Vec<Inventory>> {
        let holds = place::with_all_above(&self.db, at)?;
        let mut reader = InventoryReader::new(&self.db, pack, KeptParts::Read).without(record);
        let mut all = reader.read(requirements, place)?;
        for facts in &mut all {
            facts.holds.clone_from(&holds);
        }
        Ok(all)
    }

    /// Returns how many standings of a pack there are of each verdict. Only minimums that bind are
    /// counted: nobody is short of a benchmark.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts(&self, pack: &str) -> Result<Counts> {
        self.counts_in(pack, MatrixRows::default())
    }

    /// Returns the same of some rows of the matrix of the pack, and of their group where one is named.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn counts_in(&self, pack: &str, rows: MatrixRows) -> Result<Counts> {
        let MatrixRows { group, within } = rows;
        let requirements = &self.pack(Some(pack))?.requirements;
        let binding = requirements.iter().filter(|requirement| {
            requirement.strength.binds()
                && (group.is_none() || requirement.group.as_deref() == group)
        });
        let codes: Vec<&str> = binding
            .map(|requirement| requirement.code.as_str())
            .collect();
        let codes = Json::from(codes).to_string();
        let mut counts = self.kept_counts(pack, within, &codes)?;
        self.count_old_anew(pack, within, &codes, &mut counts)?;
        Ok(counts)
    }

    /// Counts the standings of some requirements as they are kept: all of them by their counts, those
    /// of a place and below it one by one.
    fn kept_counts(&self, pack: &str, within: Option<&str>, codes: &str) -> Result<Counts> {
        let sql = if within.is_some() {
            format!(
                "SELECT verdict, count(*) FROM standing
                 WHERE pack = ?1 AND requirement IN (SELECT value FROM json_each(?3))
                     AND place IN ({BELOW_SECOND}) GROUP BY verdict"
            )
        } else {
            "SELECT verdict, sum(standings) FROM standing_count
             WHERE pack = ?1 AND requirement IN (SELECT value FROM json_each(?3)) AND ?2 IS NULL
             GROUP BY verdict"
                .to_owned()
        };
        let mut query = self.db.prepare_cached(&sql)?;
        let mut counts = Counts::default();
        let mut rows = query.query(params![pack, within, codes])?;
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
            let verdict = Verdict::of_word(&word).ok_or_else(|| damaged("standing.verdict"))?;
            counts.add(verdict, count);
        }
        Ok(counts)
    }

    /// Counts those standings anew that the day of today has made old.
    fn count_old_anew(
        &self,
        pack: &str,
        within: Option<&str>,
        codes: &str,
        counts: &mut Counts,
    ) -> Result<()> {
        let today = self.today();
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing INDEXED BY standing_holds_until
             WHERE holds_until < ?4 AND pack = ?1 AND requirement IN (SELECT value FROM json_each(?3))
                 AND (?2 IS NULL OR place IN ({BELOW_SECOND}))"
        ))?;
        let mut rows = query.query(params![pack, within, codes, today.to_string()])?;
        while let Some(row) = rows.next()? {
            let kept = from_row(row)?.verdict;
            let now = self.of_day(pack, row, today)?.verdict;
            counts.take(kept, 1);
            counts.add(now, 1);
        }
        Ok(())
    }

    fn with_exceptions(
        &self,
        pack: &str,
        mut standings: Vec<Standing>,
        day: NaiveDate,
    ) -> Result<Vec<Standing>> {
        let is_of_one = |one: &Standing, next: &Standing| one.place == next.place;
        for of_place in standings.chunk_by_mut(is_of_one) {
            let place = of_place.first().map(|first| first.place.clone());
            let found = exceptions(&self.db, pack, &place.unwrap_or_default())?;
            for standing in of_place {
                let in_force =
                    |e: &&Exception| e.requirement == standing.requirement && e.holds_on(day);
                standing.exception = found.iter().find(in_force).cloned().map(Box::new);
            }
        }
        Ok(standings)
    }

    /// Returns the exceptions of a place, in force or not.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn exceptions(&self, pack: &str, place: &str) -> Result<Vec<Exception>> {
        exceptions(&self.db, pack, place)
    }
}

impl Store {
    /// Returns the one record of a place that has these identifying fields, with its history
    /// folded. It is read to be edited.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn identified_record(
        &self,
        subject: Subject,
        fields: &BTreeMap<String, Json>,
    ) -> Result<Option<(Uuid, Folded)>> {
        let Some(id) = subject::identified(&self.db, subject, fields)? else {
            return Ok(None);
        };
        Ok(trail::current(&self.db, id)?.map(|folded| (id, folded)))
    }
}
