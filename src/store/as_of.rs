//! What the ledger knew at the end of a day, folded from the trail. A change whose clock was behind bears a time before the
//! changes that it was made upon; it counts from the day on which all of these are known.

use std::collections::hash_map::{Entry, HashMap};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use super::clock::timestamp;
use super::error::Result;
use super::standing::last_day;
use super::trail::Span;
use super::{Store, place, trail};
use crate::domain::facility::{Facility, shared};
use crate::domain::judge::judge;
use crate::domain::pack::Pack;
use crate::domain::requirement::Requirement;
use crate::domain::standing::{Exception, Standing};
use crate::domain::trail::{Record, Subject, fold, known};

impl Store {
    /// The first moment after a day, as the ledger keeps times: everything before it had happened on that day.
    fn end_of_day(&self, day: NaiveDate) -> String {
        timestamp(self.zone().end_of_day(day))
    }

    /// Whether any facility had been recorded by the end of a day, be it gone by then.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has_records_as_of(&self, day: NaiveDate) -> Result<bool> {
        let mut query = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM change WHERE subject = ?1 AND at < ?2 AND parents = '[]')")?;
        Ok(query.query_row([Subject::Facility.word(), &self.end_of_day(day)], |row| row.get(0))?)
    }

    /// The standings that a pack would have had at the end of a day, judged from the trail, in the order of
    /// [`Store::standings_of`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_as_of(&self, pack: &Pack, day: NaiveDate) -> Result<Vec<Standing>> {
        let covered = self.covered(pack)?;
        let facilities = self.facilities_as_of(pack, &covered, day)?;
        let known = self.exceptions_as_of(&pack.code, day)?;
        let judged = |(place, requirement): &(String, &Requirement)| {
            let here = facilities.get(place).map(Vec::as_slice).unwrap_or_default();
            judge(requirement, place, here.iter().map(Rc::as_ref), &known, day)
        };
        Ok(covered.iter().map(judged).collect())
    }

    /// The places that a pack judges, each with what is required of it.
    fn covered<'a>(&self, pack: &'a Pack) -> Result<Vec<(String, &'a Requirement)>> {
        let mut query = self.db.prepare_cached(
            "SELECT covered.place, covered.requirement FROM covered
             JOIN requirement ON requirement.pack = covered.pack AND requirement.code = covered.requirement
             WHERE covered.pack = ?1 ORDER BY covered.position, covered.place, requirement.position",
        )?;
        let rows = query.query_map([&pack.code], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let known = |(place, code): (String, String)| Some((place, pack.requirement(&code)?));
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter_map(known).collect())
    }

    /// The facilities in each of the covered places and below it. Records that nothing asks for are left out: a large ledger has
    /// many.
    fn facilities_as_of(
        &self,
        pack: &Pack,
        covered: &[(String, &Requirement)],
        day: NaiveDate,
    ) -> Result<HashMap<String, Vec<Rc<Facility>>>> {
        let asked: HashSet<&str> = covered.iter().map(|(_, requirement)| requirement.kind.as_str()).collect();
        let mut found: HashMap<String, Vec<Rc<Facility>>> =
            covered.iter().map(|(place, _)| (place.clone(), Vec::new())).collect();
        let mut above: HashMap<String, Vec<String>> = HashMap::new();
        self.each_as_of(Subject::Facility, day, |record| {
            let Some(kind) = pack.kind(&record.kind).filter(|kind| asked.contains(kind.code.as_str())) else {
                return Ok(());
            };
            let facility = Rc::new(kind.decode(&record));
            let places = match above.entry(record.place) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let places = place::with_all_above(&self.db, new.key())?;
                    new.insert(places)
                }
            };
            for place in places {
                if let Some(here) = found.get_mut(place) {
                    here.push(Rc::clone(&facility));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The exceptions of a pack as they were known at the end of a day: one that was recorded later, or reworded, must
    /// not excuse an earlier report.
    fn exceptions_as_of(&self, pack: &str, day: NaiveDate) -> Result<Vec<Exception>> {
        let text = |record: &Record, code: &str| record.fields.get(code).and_then(Json::as_str).map(str::to_owned);
        let mut found = Vec::new();
        self.each_as_of(Subject::Exception, day, |record| {
            if text(&record, "pack").as_deref() == Some(pack) {
                found.push(Exception {
                    requirement: text(&record, "requirement").unwrap_or_default(),
                    document: text(&record, "document").unwrap_or_default(),
                    reason: text(&record, "reason").unwrap_or_default(),
                    valid_until: last_day(text(&record, "valid_until").as_deref()),
                    place: record.place,
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Calls `visit` with every record or exception as it was known at the end of a day, one after the other.
    fn each_as_of(&self, subject: Subject, day: NaiveDate, mut visit: impl FnMut(Record) -> Result<()>) -> Result<()> {
        let end = self.end_of_day(day);
        trail::each_history(&self.db, &Span::Before(subject, &end), |history| {
            Record::of(history.record, subject, fold(known(&history.changes))).map_or(Ok(()), &mut visit)
        })
    }

    /// The fields of a record or exception as they were known at the end of a day; none before its first change and
    /// after it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fields_as_of(&self, record: Uuid, day: NaiveDate) -> Result<BTreeMap<String, Json>> {
        let mut changes = trail::changes_of(&self.db, record)?;
        let end = self.end_of_day(day);
        changes.retain(|change| change.at < end);
        let fields = fold(known(&changes)).fields;
        Ok(if fields.contains_key(shared::DELETED) { BTreeMap::new() } else { fields })
    }
}
