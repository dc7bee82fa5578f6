//! What the ledger knew at the end of a day, folded from the trail. A change whose clock was behind
//! bears a time before the changes that it was based on; it counts from the day on which all of
//! these are known.

use std::borrow::Cow;
use std::collections::hash_map::{Entry, HashMap};
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::policy::{Pack, Requirement};
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{fold, known};
use crate::domain::record::{Record, Subject};
use crate::domain::verdict::{Exception, Standing, Tally};
use crate::store::clock::timestamp;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::history::{Span, each_history};
use crate::store::rows::pack;
use crate::store::rows::pack_text::{self, JudgedBy};
use crate::store::rows::place_tree::PlaceTree;
use crate::store::rows::standing::last_day;
use crate::store::rows::subject;
use crate::store::rows::trail;

/// What a requirement asks of a place, and what the facilities there come to.
struct JudgementAsOf<'a> {
    place: String,
    requirement: &'a Requirement,
    tally: Tally,
}

impl Store {
    /// Returns the first moment after a day, as the ledger keeps times. Everything before it had
    /// happened on that day.
    fn end_of_day(&self, day: NaiveDate) -> String {
        timestamp(self.zone().end_of_day(day))
    }

    /// Returns whether any facility or sheet had been recorded by the end of a day, be it gone by then.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has_records_as_of(&self, day: NaiveDate) -> Result<bool> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM change WHERE {} AND at < ?1 AND parents = '[]')",
            subject::is_reviewed_save()
        ))?;
        Ok(query.query_row([&self.end_of_day(day)], |row| row.get(0))?)
    }

    /// Returns a pack as its text was at the end of a day. Of one that was loaded later it is the
    /// first text.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads that text.
    pub fn pack_as_of<'a>(&self, pack: &'a Pack, day: NaiveDate) -> Result<Cow<'a, Pack>> {
        match pack_text::before(&self.db, &pack.code, &self.end_of_day(day))? {
            Some(text) if text != pack.text => Ok(Cow::Owned(pack::read(&pack.code, &text)?)),
            _ => Ok(Cow::Borrowed(pack)),
        }
    }

    /// Returns when the text of a pack was loaded that judges a day; nothing of a text that never
    /// was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn judged_by(&self, pack: &Pack, day: NaiveDate) -> Result<Option<JudgedBy>> {
        pack_text::judged_by(&self.db, pack, &self.end_of_day(day))
    }

    /// Returns the standings of a pack at the end of a day, judged from the trail. They are in the
    /// order of [`Store::standings_of`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_as_of(&self, pack: &Pack, day: NaiveDate) -> Result<Vec<Standing>> {
        self.judge_trail(pack, Some(&self.end_of_day(day)), day)
    }

    /// Returns the standings of a pack, judged again from the trail. They are those of
    /// [`Store::standings_of`], but no row that another tool altered is believed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_judged(&self, pack: &Pack, day: NaiveDate) -> Result<Vec<Standing>> {
        self.judge_trail(pack, None, day)
    }

    /// Judges what the trail says, or said before a time. Of each facility no more is kept than a
    /// standing tells, for a ledger may have a million.
    fn judge_trail(
        &self,
        pack: &Pack,
        before: Option<&str>,
        day: NaiveDate,
    ) -> Result<Vec<Standing>> {
        let tree = match before {
            Some(before) => PlaceTree::known_before(&self.db, before, day)?,
            None => PlaceTree::now(&self.db)?,
        };
        let mut judgings = self.judgings(pack, &tree)?;
        let mut of_place: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, judging) in judgings.iter().enumerate() {
            of_place.entry(judging.place.clone()).or_default().push(at);
        }
        let asked: HashSet<&str> = pack
            .requirements
            .iter()
            .map(|requirement| requirement.kind.as_str())
            .collect();
        let mut above: HashMap<String, Vec<usize>> = HashMap::new();
        self.each_folded(Subject::Facility, before, |record| {
            let Some(kind) = pack
                .kind(&record.kind)
                .filter(|kind| asked.contains(kind.code.as_str()))
            else {
                return Ok(());
            };
            let facility = kind.decode(&record);
            let judging = match above.entry(record.place) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let places = tree.with_all_above(new.key());
                    let found = places.filter_map(|place| of_place.get(place)).flatten();
                    let found = found.copied().collect();
                    new.insert(found)
                }
            };
            for at in judging {
                if let Some(JudgementAsOf {
                    requirement, tally, ..
                }) = judgings.get_mut(*at)
                {
                    tally.add(requirement, &facility);
                }
            }
            Ok(())
        })?;
        let known = self.exceptions_before(&pack.code, before)?;
        let standing =
            |JudgementAsOf {
                 place,
                 requirement,
                 tally,
             }: &JudgementAsOf| tally.standing(requirement, place, &known, day);
        Ok(judgings.iter().map(standing).collect())
    }

    /// Returns what a pack asks of which place, with nothing counted yet. It is read from the text
    /// of the pack, in the order of its matrix.
    fn judgings<'a>(&self, pack: &'a Pack, tree: &PlaceTree) -> Result<Vec<JudgementAsOf<'a>>> {
        let mut first: HashMap<String, (usize, usize)> = HashMap::new();
        let mut asked = Vec::new();
        for (at, requirement) in pack.requirements.iter().enumerate() {
            let places = tree.in_scope(&self.db, &requirement.scope)?;
            for (position, place) in places.into_iter().enumerate() {
                let before = first.entry(place.clone()).or_insert((at, position));
                before.1 = before.1.min(position);
                asked.push((place, at, requirement));
            }
        }
        asked.sort_by(|(place, at, _), (other, other_at, _)| {
            (first.get(place), place, at).cmp(&(first.get(other), other, other_at))
        });
        let judging = |(place, _, requirement)| JudgementAsOf {
            place,
            requirement,
            tally: Tally::default(),
        };
        Ok(asked.into_iter().map(judging).collect())
    }

    /// Returns the exceptions of a pack as the trail has them, or had them before a time. One that
    /// was recorded later, or reworded, must not excuse an earlier report.
    fn exceptions_before(&self, pack: &str, before: Option<&str>) -> Result<Vec<Exception>> {
        let text = |record: &Record, code: &str| {
            record
                .fields
                .get(code)
                .and_then(Json::as_str)
                .map(str::to_owned)
        };
        let mut found = Vec::new();
        self.each_folded(Subject::Exception, before, |record| {
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

    /// Calls `visit` with every record or exception, folded up to a time.
    fn each_folded(
        &self,
        subject: Subject,
        before: Option<&str>,
        mut visit: impl FnMut(Record) -> Result<()>,
    ) -> Result<()> {
        each_history(&self.db, &Span::Of { subject, before }, |history| {
            Record::of(history.record, subject, fold(known(&history.changes)))
                .map_or(Ok(()), &mut visit)
        })
    }

    /// Returns the fields of a record or exception at the end of a day. There are none before its
    /// first change and after it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fields_as_of(&self, record: Uuid, day: NaiveDate) -> Result<BTreeMap<String, Json>> {
        let mut changes = trail::changes_of(&self.db, record)?;
        let end = self.end_of_day(day);
        changes.retain(|change| change.at < end);
        let fields = fold(known(&changes)).fields;
        Ok(if fields.contains_key(shared::DELETED) {
            BTreeMap::new()
        } else {
            fields
        })
    }
}
