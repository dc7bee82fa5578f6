//! Quarters that were closed: what each froze, and what became of it since.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use super::trail_judging::judge_trail;
use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::record::{Change, Subject, sheet};
use crate::domain::review::QuarterClose;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::i18n::LedgerRefusal;
use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::rows::history::Known;
use crate::store::rows::standing::Counts;
use crate::store::rows::{pack, pack_text, quarter_close, record, site, trail};
use crate::store::write::quarter::QuarterClosing;

/// A change that was saved after a quarter was closed and is of that quarter or one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterCorrection {
    /// The change.
    pub change: Change,
    /// The code of the record's place.
    pub place: String,
    /// The code of its kind.
    pub kind: String,
    /// What people call it: its name, or the period of a sheet.
    pub name: String,
}

/// A frozen standing beside the one that the trail comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreproduced {
    /// The code of the pack.
    pub pack: String,
    /// The code of the place.
    pub place: String,
    /// The code of the requirement.
    pub requirement: String,
}

/// What ends the transaction of a rehearsal.
enum CloseEnd {
    Rehearsed,
    Failed(StoreError),
}

impl From<StoreError> for CloseEnd {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Store {
    /// Returns every close, the oldest first; those that were taken back too.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quarter_closes(&self) -> Result<Vec<QuarterClose>> {
        quarter_close::all(&self.db)
    }

    /// Returns the pairs of closes that froze one place for one quarter: two files closed it before
    /// they were merged. The first of each pair stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_twice(&self) -> Result<Vec<(QuarterClose, QuarterClose)>> {
        quarter_close::closed_twice(&self.db)
    }

    /// Returns the close of a quarter that was made for just this place, or for all where there is
    /// none.
    ///
    /// # Errors
    /// When there is none, or it was taken back.
    pub fn close_of(&self, quarter: Period, place: Option<&str>) -> Result<QuarterClose> {
        let closes = quarter_close::of_quarter(&self.db, quarter)?;
        let is_asked = |close: &QuarterClose| close.place.as_deref() == place;
        closes.into_iter().find(is_asked).ok_or_else(|| {
            let quarter = quarter.name();
            LedgerRefusal::QuarterNotClosed { quarter }.into()
        })
    }

    /// Returns how many standings of each verdict a close froze, of the minimums that bind.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_counts(&self, close: &QuarterClose) -> Result<Counts> {
        let mut counts = Counts::default();
        for of in self.packs() {
            let Some(pack) = self.pack_of_close(of, close)? else {
                continue;
            };
            for standing in quarter_close::frozen(&self.db, close.id, &of.code)? {
                let requirement = pack.requirement(&standing.requirement);
                if requirement.is_some_and(|requirement| requirement.strength.binds()) {
                    counts.add(standing.verdict, 1);
                }
            }
        }
        Ok(counts)
    }

    /// Closes a quarter and takes it back, so that what cannot be closed is refused.
    ///
    /// # Errors
    /// Those of [`Writer::close_quarter`](crate::store::Writer::close_quarter).
    pub fn rehearse_close(&mut self, closing: &QuarterClosing) -> Result<()> {
        let closed = self.write(|writer| {
            writer.close_quarter(closing)?;
            Err::<(), _>(CloseEnd::Rehearsed)
        });
        match closed {
            Ok(()) | Err(CloseEnd::Rehearsed) => Ok(()),
            Err(CloseEnd::Failed(error)) => Err(error),
        }
    }

    /// Returns the standings of a pack as a quarter was closed, in the order of the matrix, each
    /// with the close that froze it. Where two closes froze one place, the first stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_standings(
        &self,
        pack: &str,
        quarter: Period,
    ) -> Result<(Vec<QuarterClose>, Vec<Standing>)> {
        let mut closes = quarter_close::of_quarter(&self.db, quarter)?;
        let mut standings: Vec<Standing> = Vec::new();
        let mut of_place: HashMap<String, Uuid> = HashMap::new();
        for close in &closes {
            for standing in quarter_close::frozen(&self.db, close.id, pack)? {
                let first = *of_place.entry(standing.place.clone()).or_insert(close.id);
                if first == close.id {
                    standings.push(standing);
                }
            }
        }
        closes.retain(|close| of_place.values().any(|id| *id == close.id));
        Ok((closes, standings))
    }

    /// Judges the records of a quarter as it was closed by another text of the pack. What was saved
    /// later is not known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn rejudged(&self, pack: &Pack, quarter: Period) -> Result<Vec<Standing>> {
        let mut judged: Vec<Standing> = Vec::new();
        let mut known = BTreeSet::new();
        for close in quarter_close::of_quarter(&self.db, quarter)? {
            let then = Known::UpTo(&close.heads, &close.at);
            let standings = judge_trail(self, pack, then, quarter.last_day())?;
            let mut of_close = BTreeSet::new();
            for standing in standings {
                let is_of_it = quarter_close::speaks_of(&self.db, &close, &standing.place)?;
                if is_of_it && !known.contains(&standing.place) {
                    of_close.insert(standing.place.clone());
                    judged.push(standing);
                }
            }
            known.append(&mut of_close);
        }
        Ok(judged)
    }

    /// Returns the standings of a pack as a quarter was closed, where it was closed by this text of
    /// the pack and for every place that the pack judges.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_by(&self, pack: &Pack, quarter: Period) -> Result<Option<Vec<Standing>>> {
        let (closes, standings) = self.closed_standings(&pack.code, quarter)?;
        let digest = pack_text::digest(&pack.text);
        let is_other = |close: &QuarterClose| close.packs.get(&pack.code) != Some(&digest);
        let frozen: BTreeSet<&str> = standings.iter().map(|one| one.place.as_str()).collect();
        let places = self.covered_places(&pack.code)?;
        let is_whole = places
            .iter()
            .all(|place| frozen.contains(place.code.as_str()));
        Ok((!closes.is_empty() && !closes.iter().any(is_other) && is_whole).then_some(standings))
    }

    /// Returns a pack by the text that judged a close; `None` where this ledger never loaded it.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads that text.
    pub fn pack_of_close<'a>(
        &self,
        pack: &'a Pack,
        close: &QuarterClose,
    ) -> Result<Option<Cow<'a, Pack>>> {
        let Some(sha256) = close.packs.get(&pack.code) else {
            return Ok(None);
        };
        if pack_text::digest(&pack.text) == *sha256 {
            return Ok(Some(Cow::Borrowed(pack)));
        }
        match pack_text::of_digest(&self.db, &pack.code, sha256)? {
            Some(text) => Ok(Some(Cow::Owned(pack::read(&pack.code, &text)?))),
            None => Ok(None),
        }
    }

    /// Returns a pack as it judged a quarter that was closed; as it is where no close has it.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads that text.
    pub fn pack_as_closed<'a>(&self, pack: &'a Pack, quarter: Period) -> Result<Cow<'a, Pack>> {
        for close in quarter_close::of_quarter(&self.db, quarter)? {
            if let Some(then) = self.pack_of_close(pack, &close)? {
                return Ok(then);
            }
        }
        Ok(Cow::Borrowed(pack))
    }

    /// Returns what was saved after a close and is of its quarter or one before: figures of periods
    /// that were over, and facilities whose values are said to be of a day up to its end.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn corrections(&self, close: &QuarterClose) -> Result<Vec<QuarterCorrection>> {
        let mut found = Vec::new();
        for head in site::heads(&self.db)? {
            let known = close.heads.get(&head.site).copied().unwrap_or_default();
            trail::each_after(&self.db, &head.site, known, |change, _| {
                found.extend(self.correction(change, close)?);
                Ok::<_, StoreError>(())
            })?;
        }
        found.sort_by(|a, b| (&a.change.at, &a.change.id).cmp(&(&b.change.at, &b.change.id)));
        Ok(found)
    }

    fn correction(
        &self,
        change: Change,
        close: &QuarterClose,
    ) -> Result<Option<QuarterCorrection>> {
        let Some(subject) = change
            .topic
            .record()
            .filter(|subject| subject.is_reviewed())
        else {
            return Ok(None);
        };
        let Some(record) = record::record(&self.db, change.record)? else {
            return Ok(None);
        };
        if !quarter_close::speaks_of(&self.db, close, &record.place)? {
            return Ok(None);
        }
        let last = close.quarter.last_day();
        let is_of_it = if subject == Subject::Sheet {
            sheet::period_of(&record.fields)
                .is_some_and(|period| period != Period::ALWAYS && period.last_day() <= last)
        } else {
            let version = std::slice::from_ref(&change.id);
            let fields = trail::fields_at(&self.db, record.id, version)?;
            let as_of = fields.get(shared::DATA_AS_OF).and_then(Json::as_str);
            let as_of = as_of.and_then(|day| day.parse::<NaiveDate>().ok());
            as_of.is_some_and(|day| day <= last)
        };
        let name = record
            .fields
            .get(subject.name_field())
            .and_then(Json::as_str);
        Ok(is_of_it.then(|| QuarterCorrection {
            change,
            place: record.place.clone(),
            kind: record.kind.clone(),
            name: name.unwrap_or_default().to_owned(),
        }))
    }

    /// Judges a close again by what the trail had then, and returns the frozen standings that it
    /// does not come to.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads the text of a pack.
    pub fn unreproduced(&self, close: &QuarterClose) -> Result<Vec<Unreproduced>> {
        let mut found = Vec::new();
        for of in self.packs() {
            let frozen = quarter_close::frozen(&self.db, close.id, &of.code)?;
            if frozen.is_empty() {
                continue;
            }
            let judged = match self.pack_of_close(of, close)? {
                Some(pack) => {
                    let known = Known::UpTo(&close.heads, &close.at);
                    judge_trail(self, &pack, known, close.quarter.last_day())?
                }
                None => Vec::new(),
            };
            let key = |standing: &Standing| (standing.place.clone(), standing.requirement.clone());
            let judged: HashMap<_, _> = judged.iter().map(|one| (key(one), one)).collect();
            let differs = |one: &&Standing| judged.get(&key(one)) != Some(one);
            found.extend(frozen.iter().filter(differs).map(|one| Unreproduced {
                pack: of.code.clone(),
                place: one.place.clone(),
                requirement: one.requirement.clone(),
            }));
        }
        Ok(found)
    }
}
