//! Counts the standings of a pack by its groups, and reads the matrix of one group.

use chrono::NaiveDate;
use rusqlite::params;
use serde_json::Value as Json;

use super::standings::Asked;
use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement, Strength};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Verdict, explain};
use crate::store::error::{Result, damaged};
use crate::store::ledger::Store;
use crate::store::rows::place;
use crate::store::rows::standing::MatrixRow;

/// How the requirements of a group stand in a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCounts {
    /// The minimums that bind.
    pub binding: Counts,
    /// The targets and benchmarks.
    pub others: Counts,
    /// Figures that are shown and never judged.
    pub information: usize,
}

impl GroupCounts {
    /// Counts some more.
    pub const fn add(&mut self, verdict: Verdict, binds: bool, count: usize) {
        let counts = if binds {
            &mut self.binding
        } else {
            &mut self.others
        };
        counts.add(verdict, count);
        if matches!(verdict, Verdict::Information) {
            self.information += count;
        }
    }

    /// Returns how many there are in all.
    #[must_use]
    pub const fn total(self) -> usize {
        let Self {
            binding,
            others,
            information,
        } = self;
        binding.met
            + binding.short
            + binding.unknown
            + others.met
            + others.short
            + others.unknown
            + information
    }

    /// Returns what is met, short and unknown as `3/1/2`. Those of targets and benchmarks stand in
    /// brackets, where nothing binds; where all is information, so many are told as `[i]2`.
    #[must_use]
    pub fn in_order(self) -> String {
        let said = |counts: Counts| format!("{}/{}/{}", counts.met, counts.short, counts.unknown);
        let is_none = |counts: Counts| counts == Counts::default();
        match (is_none(self.binding), is_none(self.others)) {
            (false, _) => said(self.binding),
            (true, false) => format!("({})", said(self.others)),
            (true, true) => format!(
                "{}{}",
                explain::mark(Verdict::Information),
                self.information
            ),
        }
    }
}

/// A place with the counts of each group of a pack, in its order; `None` where nothing of a group
/// is asked of the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// The place.
    pub place: Place,
    /// The counts.
    pub counts: Vec<Option<GroupCounts>>,
}

/// What the query of a page says of some standings.
struct Counted {
    place: String,
    group: Option<String>,
    strength: Strength,
    verdict: Verdict,
    is_old: bool,
    count: usize,
}

impl Store {
    /// Returns some places of a pack with the counts of each of its groups on a day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn group_rows(
        &self,
        pack: &Pack,
        places: &[String],
        day: NaiveDate,
    ) -> Result<Vec<GroupRow>> {
        let mut rows: Vec<GroupRow> = Vec::new();
        for code in places {
            let place = place::get(&self.db, code)?;
            rows.push(GroupRow {
                place: place.ok_or_else(|| damaged("shown.place"))?,
                counts: vec![None; pack.groups.len()],
            });
        }
        let mut old: Vec<String> = Vec::new();
        for counted in self.counted(&pack.code, places, day)? {
            if counted.is_old && !old.contains(&counted.place) {
                old.push(counted.place.clone());
            }
            let row = rows.iter_mut().find(|row| row.place.code == counted.place);
            if let Some(counts) = row.and_then(|row| counts_of(row, pack, counted.group.as_deref()))
            {
                counts.add(counted.verdict, counted.strength.binds(), counted.count);
            }
        }
        // A day that went by since the last change decides what is kept as not due yet.
        for row in rows.iter_mut().filter(|row| old.contains(&row.place.code)) {
            self.count_anew(pack, row, day)?;
        }
        Ok(rows)
    }

    fn counted(&self, pack: &str, places: &[String], day: NaiveDate) -> Result<Vec<Counted>> {
        let mut query = self.db.prepare_cached(
            "SELECT standing.place, requirement.group_code, requirement.strength, standing.verdict,
                 coalesce(standing.holds_until < ?3, 0), count(*)
             FROM json_each(?2) AS page
             CROSS JOIN requirement ON requirement.pack = ?1
             CROSS JOIN standing ON standing.pack = ?1 AND standing.requirement = requirement.code
                 AND standing.place = page.value
             GROUP BY 1, 2, 3, 4, 5",
        )?;
        let listed = Json::from(places).to_string();
        let mut rows = query.query(params![pack, listed, day.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let strength = Strength::of_word(&row.get::<_, String>(2)?);
            let verdict = Verdict::of_word(&row.get::<_, String>(3)?);
            let Some((strength, verdict)) = strength.zip(verdict) else {
                continue;
            };
            found.push(Counted {
                place: row.get(0)?,
                group: row.get(1)?,
                strength,
                verdict,
                is_old: row.get(4)?,
                count: usize::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
            });
        }
        Ok(found)
    }

    fn count_anew(&self, pack: &Pack, row: &mut GroupRow, day: NaiveDate) -> Result<()> {
        row.counts.fill(None);
        for standing in self.standings_of(&pack.code, Some(&row.place.code), day)? {
            let Some(requirement) = pack.requirement(&standing.requirement) else {
                continue;
            };
            if let Some(counts) = counts_of(row, pack, requirement.group.as_deref()) {
                counts.add(standing.verdict, requirement.strength.binds(), 1);
            }
        }
        Ok(())
    }

    /// Returns the codes of the places that a requirement judges, in the order of the matrix, those
    /// that are the session's own first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn judged_places(&self, pack: &str, requirement: &str) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(
            "SELECT place FROM covered WHERE pack = ?1 AND requirement = ?2 ORDER BY position",
        )?;
        let rows = query.query_map([pack, requirement], |row| row.get(0))?;
        let mut places = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        self.own_first(&mut places)?;
        Ok(places)
    }

    /// Returns rows of the matrix of a group, one for each of some places, with the exceptions in
    /// force on a day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn group_matrix(
        &self,
        pack: &Pack,
        group: &str,
        places: &[String],
        day: NaiveDate,
    ) -> Result<Vec<MatrixRow>> {
        let in_group = |requirement: &&Requirement| requirement.group.as_deref() == Some(group);
        let row = |code: &String| {
            let asked = Asked {
                place: Some(code),
                group: Some(group),
                ..Asked::default()
            };
            let found = self.asked(&pack.code, asked, day)?;
            let place = place::get(&self.db, code)?.ok_or_else(|| damaged("covered.place"))?;
            let requirements = pack.requirements.iter().filter(in_group);
            let standing = |requirement: &Requirement| {
                let mut found = found.iter();
                let found = found.find(|standing| standing.requirement == requirement.code);
                found.cloned()
            };
            Ok(MatrixRow {
                place,
                standings: requirements.map(standing).collect(),
            })
        };
        places.iter().map(row).collect()
    }
}

/// Returns the counts of a group in a row, which is asked something as soon as they are wanted.
fn counts_of<'a>(
    row: &'a mut GroupRow,
    pack: &Pack,
    group: Option<&str>,
) -> Option<&'a mut GroupCounts> {
    let at = pack
        .groups
        .iter()
        .position(|known| Some(known.code.as_str()) == group)?;
    Some(row.counts.get_mut(at)?.get_or_insert_default())
}
