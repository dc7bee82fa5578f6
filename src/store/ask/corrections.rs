//! What was saved after a quarter was closed and is of that quarter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::place::PlaceMerging;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::fold;
use crate::domain::record::{Change, ChangeId, Subject, sheet};
use crate::domain::review::QuarterClose;
use crate::domain::value::{Period, Zone};
use crate::i18n::QuarterMsg;
use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::rows::{quarter_close, site, trail};

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

impl QuarterCorrection {
    /// Returns it in words, with the name of its place.
    #[must_use]
    pub fn words(&self, place: String, zone: Zone) -> QuarterMsg {
        QuarterMsg::Correction {
            at: zone.shown(&self.change.at),
            place,
            record: self.name.clone(),
            author: self.change.author.clone(),
        }
    }
}

impl Store {
    /// Returns what was saved after a close and is of its quarter or one before: figures of periods
    /// that were over, facilities whose values are said to be of a day up to its end, and the
    /// deletion of either.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn corrections(&self, close: &QuarterClose) -> Result<Vec<QuarterCorrection>> {
        let heads = site::heads(&self.db)?.into_iter();
        let all: BTreeMap<String, i64> = heads.map(|head| (head.site, 0)).collect();
        self.corrections_after(close, &all)
    }

    /// Returns the same among the changes of some sites, each after one of its own.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn corrections_after(
        &self,
        close: &QuarterClose,
        sites: &BTreeMap<String, i64>,
    ) -> Result<Vec<QuarterCorrection>> {
        let mut later: BTreeMap<Uuid, BTreeSet<ChangeId>> = BTreeMap::new();
        for (site, after) in sites {
            let known = close.heads.get(site).copied().unwrap_or_default();
            trail::each_after(&self.db, site, known.max(*after), |change, _| {
                let subject = change.topic.record();
                if subject.is_some_and(Subject::is_reviewed) && !is_move(&change) {
                    later.entry(change.record).or_default().insert(change.id);
                }
                Ok::<_, StoreError>(())
            })?;
        }
        let mut found = Vec::new();
        for (record, changes) in later {
            found.append(&mut self.corrections_of(record, &changes, close)?);
        }
        found.sort_by(|a, b| (&a.change.at, &a.change.id).cmp(&(&b.change.at, &b.change.id)));
        Ok(found)
    }

    /// Returns the changes of one record that correct a closed quarter.
    fn corrections_of(
        &self,
        record: Uuid,
        later: &BTreeSet<ChangeId>,
        close: &QuarterClose,
    ) -> Result<Vec<QuarterCorrection>> {
        let changes = trail::changes_of(&self.db, record)?;
        let Some(subject) = changes.first().and_then(|change| change.topic.record()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for (at, change) in changes.iter().enumerate() {
            if !later.contains(&change.id) {
                continue;
            }
            // A deletion is of what the record was before it, and a move is of both places.
            let after = fold(&changes[..=at]).fields;
            let is_gone = after.contains_key(shared::DELETED);
            let mut sides = Vec::new();
            if !is_gone {
                sides.push(after);
            }
            if is_gone || change.patch.contains_key(shared::PLACE) {
                sides.push(fold(&changes[..at]).fields);
            }
            for fields in sides {
                let text = |code: &str| {
                    let text = fields.get(code).and_then(Json::as_str);
                    text.unwrap_or_default().to_owned()
                };
                let place = text(shared::PLACE);
                if is_of(subject, &fields, close)
                    && quarter_close::speaks_of(&self.db, close, &place)?
                {
                    found.push(QuarterCorrection {
                        change: change.clone(),
                        place,
                        kind: text(shared::KIND),
                        name: text(subject.name_field()),
                    });
                    break;
                }
            }
        }
        Ok(found)
    }
}

/// Returns whether a change only moves a record into the place that its own was merged into.
fn is_move(change: &Change) -> bool {
    PlaceMerging::of_reason(&change.reason).is_some()
        && change.patch.keys().all(|code| code == shared::PLACE)
}

/// Returns whether the fields of a record are of a closed quarter or one before.
fn is_of(subject: Subject, fields: &BTreeMap<String, Json>, close: &QuarterClose) -> bool {
    let last = close.quarter.last_day();
    if subject == Subject::Sheet {
        let period = sheet::period_of(fields);
        return period.is_some_and(|period| period != Period::ALWAYS && period.last_day() <= last);
    }
    let as_of = fields.get(shared::DATA_AS_OF).and_then(Json::as_str);
    let as_of = as_of.and_then(|day| day.parse::<NaiveDate>().ok());
    as_of.is_some_and(|day| day <= last)
}
