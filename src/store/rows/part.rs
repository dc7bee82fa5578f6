//! What the facilities of a kind in a place come to, in parts: of a place with many of them, each
//! part is kept, and a save makes only the parts anew that its record is in.
//!
//! A part has the records whose ids end alike: their last four digits begin with its own. The whole
//! is the part without digits, and one of more than a few records consists of the sixteen parts with
//! one digit more. Triggers of the schema forget every part that a record is taken from or added
//! to; what judges writes them again. A reader makes what is missing for itself.

use std::cell::Cell;
use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::cells::limit;
use super::place_life::BELOW_SECOND;
use super::{facilities, identity};
use crate::domain::policy::expression::Aggregate;
use crate::domain::policy::gather::Gathered;
use crate::domain::policy::{Kind, Requirement};
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::verdict::Tally;
use crate::domain::verdict::judge::fields_of;
use crate::store::error::Result;

/// So many records are read as often as they are asked for; more are kept in parts.
pub(crate) const FEW: usize = 32;
/// So many digits of an id tell parts apart.
const MOST_DIGITS: usize = 4;
/// The digits of ids.
const DIGITS: &str = "0123456789abcdef";

/// What becomes of the parts that are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KeptParts<'a> {
    /// They are read, and what is missing is written: a transaction that judges.
    Written,
    /// They are read: a form, a question.
    Read,
    /// They are made again and compared: what examines a file believes none of them. It is noted
    /// that one differs.
    Compared(&'a Cell<bool>),
}

/// What facilities come to, in any order and in parts.
pub(crate) trait Total: Clone + PartialEq + Serialize + DeserializeOwned {
    /// What is asked of them.
    type Asked;

    /// Returns what no facility comes to.
    fn none(asked: &Self::Asked) -> Self;
    /// Takes a facility in.
    fn take(&mut self, asked: &Self::Asked, facility: &Facility);
    /// Takes in what others come to.
    fn unite(&mut self, asked: &Self::Asked, other: &Self);
    /// Adds the codes of the fields that it looks at.
    fn add_codes<'a>(asked: &'a Self::Asked, codes: &mut BTreeSet<&'a str>);
}

impl Total for Tally {
    type Asked = Requirement;

    fn none(_: &Requirement) -> Self {
        Self::default()
    }

    fn take(&mut self, asked: &Requirement, facility: &Facility) {
        self.add(asked, facility);
    }

    fn unite(&mut self, asked: &Requirement, other: &Self) {
        self.join(asked, other);
    }

    fn add_codes<'a>(asked: &'a Requirement, codes: &mut BTreeSet<&'a str>) {
        codes.extend(fields_of(asked));
    }
}

impl Total for Gathered {
    type Asked = Aggregate;

    fn none(asked: &Aggregate) -> Self {
        Self::none(asked)
    }

    fn take(&mut self, asked: &Aggregate, facility: &Facility) {
        self.add(asked, facility);
    }

    fn unite(&mut self, asked: &Aggregate, other: &Self) {
        self.join(asked, other);
    }

    fn add_codes<'a>(asked: &'a Aggregate, codes: &mut BTreeSet<&'a str>) {
        codes.extend([shared::NAME, shared::STATUS, shared::PLANNED_OPEN_ON]);
        codes.extend(asked.fields());
    }
}

/// What is asked of the facilities of a kind, and by what it is known.
pub(crate) struct AskedTotal<'a, T: Total> {
    /// The code of the pack.
    pub(crate) pack: &'a str,
    /// The code of the requirement.
    pub(crate) requirement: &'a str,
    /// The number of its figure over facilities; -1 of the requirement itself.
    pub(crate) figure: i64,
    /// What is asked.
    pub(crate) of: &'a T::Asked,
}

/// Reads what facilities of a kind come to.
pub(crate) struct Parts<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) kind: &'a Kind,
    /// A record that is left out.
    pub(crate) except: Option<Uuid>,
    pub(crate) kept: KeptParts<'a>,
}

impl Parts<'_> {
    /// Returns what those in a place and below it come to, for each of what is asked.
    pub(crate) fn of_place<T: Total>(
        &self,
        asked: &[AskedTotal<T>],
        place: &str,
    ) -> Result<Vec<T>> {
        let codes = codes_of(asked);
        let mut all = none(asked);
        // A new list of places is judged while no place has a record.
        if !identity::has_any(self.db, &self.kind.code)? {
            return Ok(all);
        }
        facilities::each_of_few(self.db, self.kind, &codes, (place, FEW), |facility| {
            self.take(&mut all, asked, facility);
        })?;
        for large in self.large_below(place)? {
            let found = self.part(asked, &codes, &large, "")?;
            unite(&mut all, asked, &found);
        }
        Ok(all)
    }

    /// Returns the places below one, itself too, with more than a few of the kind.
    fn large_below(&self, place: &str) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT place FROM record_count WHERE kind = ?1 AND place IN ({BELOW_SECOND})
             GROUP BY place HAVING sum(records) > ?3 ORDER BY place"
        ))?;
        let rows = query.query_map(params![self.kind.code, place, limit(FEW)], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn take<T: Total>(&self, all: &mut [T], asked: &[AskedTotal<T>], facility: &Facility) {
        if Some(facility.id) == self.except {
            return;
        }
        for (total, asked) in all.iter_mut().zip(asked) {
            total.take(asked.of, facility);
        }
    }

    /// Returns what one part of a place comes to.
    fn part<T: Total>(
        &self,
        asked: &[AskedTotal<T>],
        codes: &BTreeSet<&str>,
        place: &str,
        part: &str,
    ) -> Result<Vec<T>> {
        let is_whole = !self.except.is_some_and(|id| is_in(id, part));
        let kept = if is_whole {
            self.kept_of(asked, place, part)?
        } else {
            None
        };
        let kept = match (kept, self.kept) {
            (Some(found), KeptParts::Written | KeptParts::Read) => return Ok(found),
            (kept, _) => kept,
        };
        let mut all = none(asked);
        if part.len() == MOST_DIGITS || self.is_few(place, part)? {
            facilities::each_of_part(self.db, self.kind, codes, (place, part), |facility| {
                self.take(&mut all, asked, facility);
            })?;
            return Ok(all);
        }
        for digit in DIGITS.chars() {
            let found = self.part(asked, codes, place, &format!("{part}{digit}"))?;
            unite(&mut all, asked, &found);
        }
        match self.kept {
            KeptParts::Written if is_whole => self.keep(asked, &all, place, part)?,
            KeptParts::Compared(differs) if kept.is_some_and(|kept| kept != all) => {
                differs.set(true);
            }
            _ => {}
        }
        Ok(all)
    }

    fn is_few(&self, place: &str, part: &str) -> Result<bool> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 FROM record INDEXED BY record_part WHERE {} LIMIT ?5)",
            facilities::OF_PART
        ))?;
        let values = params![
            self.kind.code,
            place,
            part,
            facilities::after(part),
            limit(FEW + 1)
        ];
        let count: i64 = query.query_row(values, |row| row.get(0))?;
        Ok(count <= limit(FEW))
    }

    /// Returns what is kept of a part, where everything is that is asked for.
    fn kept_of<T: Total>(
        &self,
        asked: &[AskedTotal<T>],
        place: &str,
        part: &str,
    ) -> Result<Option<Vec<T>>> {
        let mut query = self.db.prepare_cached(
            "SELECT value FROM tally WHERE kind = ?1 AND place = ?2 AND part = ?3 AND pack = ?4
                 AND requirement = ?5 AND figure = ?6",
        )?;
        let mut all = Vec::new();
        for one in asked {
            let key = params![
                self.kind.code,
                place,
                part,
                one.pack,
                one.requirement,
                one.figure
            ];
            let mut rows = query.query(key)?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            // What another version of the program kept in another form is made anew.
            let Ok(total) = serde_json::from_str(super::cells::text(row, 0)?) else {
                return Ok(None);
            };
            all.push(total);
        }
        Ok(Some(all))
    }

    fn keep<T: Total>(
        &self,
        asked: &[AskedTotal<T>],
        all: &[T],
        place: &str,
        part: &str,
    ) -> Result<()> {
        let mut insert = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (one, total) in asked.iter().zip(all) {
            let value = serde_json::to_string(total)?;
            let kind = &self.kind.code;
            insert.execute(params![
                kind,
                place,
                part,
                one.pack,
                one.requirement,
                one.figure,
                value
            ])?;
        }
        Ok(())
    }
}

fn codes_of<'a, T: Total>(asked: &[AskedTotal<'a, T>]) -> BTreeSet<&'a str> {
    let mut codes = BTreeSet::new();
    for one in asked {
        T::add_codes(one.of, &mut codes);
    }
    codes
}

fn none<T: Total>(asked: &[AskedTotal<T>]) -> Vec<T> {
    asked.iter().map(|one| T::none(one.of)).collect()
}

fn unite<T: Total>(all: &mut [T], asked: &[AskedTotal<T>], found: &[T]) {
    for ((total, one), other) in all.iter_mut().zip(asked).zip(found) {
        total.unite(one.of, other);
    }
}

/// Returns whether a record is in a part.
fn is_in(id: Uuid, part: &str) -> bool {
    let id = id.to_string();
    let from = id.len().saturating_sub(MOST_DIGITS);
    id.get(from..).is_some_and(|end| end.starts_with(part))
}

/// Returns how many records of a kind a place has.
pub(crate) fn count(db: &Connection, kind: &str, place: &str) -> Result<usize> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(sum(records), 0) FROM record_count WHERE kind = ?1 AND place = ?2",
    )?;
    let count: i64 = query.query_row([kind, place], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}
