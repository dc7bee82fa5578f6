//! Records between clerk and inspector: their states, findings and locks, and whether anything is
//! missing for review.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate};
use rusqlite::{Connection, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::uuid;
use super::place_life::{BELOW_THESE, just};
use super::subject;
use super::{record, review_state, trail};
use crate::domain::policy::{CheckStrength, Checked, Kind, Pack, Problem, check, find_kind};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record};
use crate::domain::review::thread::{is_own, last_approval, threads};
use crate::domain::review::{Locks, ReviewAction, ReviewState, SetField, Thread};
use crate::domain::value::Values;
use crate::domain::verdict::{NarrowBy, Verdict};
use crate::i18n::LedgerRefusal;
use crate::store::error::{Result, damaged};

/// Everything that a review of one record knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Where it stands.
    pub state: ReviewState,
    /// Everything said about it, oldest first.
    pub acts: Vec<ReviewAction>,
    /// Its findings, oldest first.
    pub threads: Vec<Thread>,
    /// Which of its values are locked.
    pub locks: Locks,
    /// Whether it was approved by somebody who entered it.
    pub own: bool,
    /// What changed since an inspector last returned or approved it; nothing while none did.
    pub changed: Vec<SetField>,
}

/// A record in a list of reviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// Its id.
    pub record: Uuid,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Its name; empty while nobody typed one.
    pub name: String,
    /// The version that stands; an inspector's act names it.
    pub version: Vec<ChangeId>,
    /// Where it stands.
    pub state: ReviewState,
}

/// Which records a list of reviews holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewFilter<'a> {
    /// This place and those below it; everything when there is none.
    pub place: Option<&'a str>,
    /// This kind only.
    pub kind: Option<&'a str>,
    /// This state only.
    pub state: Option<ReviewState>,
    /// Only what was saved at this time or later: UTC, as acts and changes have it.
    pub since: Option<&'a str>,
    /// Only what a clerk answered and no inspector has judged since.
    pub answered: bool,
    /// Only facilities of this status.
    pub status: Option<&'a str>,
    /// Only what a standing with this verdict looks at.
    pub verdict: Option<Verdict>,
    /// Only what all of these hold for: an overdue standing looks at it, it decides a standing whose
    /// figure is near the minimum, it is a facility without evidence. A change is asked for by
    /// `since`.
    pub only: Option<&'a BTreeSet<NarrowBy>>,
    /// Only facilities that nobody visited.
    pub not_visited: bool,
    /// Only records of this sample.
    pub sample: Option<Uuid>,
}

pub(crate) const COLUMNS: &str = "record, kind, place, coalesce(name, ''), version, state";

/// Of a record in a list: whether the last word in one of its findings is the clerk's.
const ANSWERED: &str = "EXISTS (SELECT 1 FROM finding AS said WHERE said.record = review.record AND said.act = 'answer'
    AND NOT EXISTS (SELECT 1 FROM finding AS later WHERE later.thread = said.thread AND later.id > said.id))";

/// The standings with the verdict `?8`. Those that a day has made old are named by `?10` where they
/// have the verdict on the day `?9`.
const OF_VERDICT: &str = "SELECT pack, requirement, place FROM standing
            WHERE verdict = ?8 AND (holds_until IS NULL OR holds_until >= ?9)
        UNION SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?10)";

/// The overdue standings, named by `?11`.
const OVERDUE: &str = "SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?11)";

/// Of a record in a list: whether it decides one of the standings that `?12` names.
const DECIDES: &str = "record IN (SELECT standing.nearest FROM json_each(?12) AS near
    JOIN standing ON standing.pack = near.value ->> 0 AND standing.requirement = near.value ->> 1
        AND standing.place = near.value ->> 2)";

/// Of a record in a list: whether it is a facility.
const IS_FACILITY: &str =
    "EXISTS (SELECT 1 FROM record WHERE record.id = review.record AND record.period IS NULL)";

/// Of a record in a list: whether nobody visited it.
const NOT_VISITED: &str =
    "NOT EXISTS (SELECT 1 FROM site_visit WHERE site_visit.record = review.record)";

/// Of a record in a list: whether it is of the sample `?13`.
const OF_SAMPLE: &str = "record IN (SELECT drawn.value
    FROM review_sample JOIN json_each(review_sample.records) AS drawn WHERE review_sample.id = ?13)";

/// Returns the condition that one of some standings looks at a record in a list. A facility counts
/// in every place above its own, what is in a merged place in the one that it was merged into; a sheet
/// counts in its own only.
fn looked_at(judged: &str) -> String {
    format!(
        "(place, kind) IN (
    WITH RECURSIVE judged (pack, requirement, place) AS ({judged}),
    looked (place, form) AS (
        SELECT judged.place, requirement_form.form FROM judged JOIN requirement_form
            ON requirement_form.pack = judged.pack AND requirement_form.requirement = judged.requirement
        UNION SELECT looks.at, looks.form FROM judged JOIN looks
            ON looks.pack = judged.pack AND looks.requirement = judged.requirement AND looks.place = judged.place
        UNION SELECT place.code, looked.form FROM looked JOIN place ON place.parent = looked.place
            JOIN kind ON kind.code = looked.form AND kind.cycle IS NULL
            WHERE place.code NOT IN (SELECT place FROM closed_place WHERE successor IS NOT NULL)
        UNION SELECT closed_place.place, looked.form FROM looked JOIN closed_place ON successor = looked.place
            JOIN kind ON kind.code = looked.form AND kind.cycle IS NULL)
    SELECT place, form FROM looked)"
    )
}

/// Of a record in a list: whether its facility has the status `?7`.
const OF_STATUS: &str =
    "EXISTS (SELECT 1 FROM record WHERE record.id = review.record AND record.status = ?7)";

impl ReviewFilter<'_> {
    /// Returns the conditions, those that are asked for and no others, so that each has its index.
    pub(crate) fn condition(&self) -> String {
        let place = self
            .place
            .is_some()
            .then(|| format!("place IN ({BELOW_THESE})"));
        let kind = self.kind.is_some().then(|| "kind = ?2".to_owned());
        let state = self.state.is_some().then(|| "state = ?3".to_owned());
        let since =
            "EXISTS (SELECT 1 FROM change WHERE change.record = review.record AND change.at >= ?4)";
        let since = self.since.is_some().then(|| since.to_owned());
        let answered = self.answered.then(|| ANSWERED.to_owned());
        let status = self.status.is_some().then(|| OF_STATUS.to_owned());
        let verdict = self.verdict.is_some().then(|| looked_at(OF_VERDICT));
        let without_evidence = self.is_only(NarrowBy::WithoutEvidence);
        // The highest parameter is always named, so that every list takes the same ones.
        let all = [
            Some("?13 IS ?13".to_owned()),
            place,
            kind,
            state,
            since,
            answered,
            status,
            verdict,
            self.is_only(NarrowBy::Overdue).then(|| looked_at(OVERDUE)),
            self.is_only(NarrowBy::Near).then(|| DECIDES.to_owned()),
            without_evidence.then(|| record::is_without_evidence("review.record")),
            self.not_visited.then(|| NOT_VISITED.to_owned()),
            (without_evidence || self.not_visited).then(|| IS_FACILITY.to_owned()),
            self.sample.is_some().then(|| OF_SAMPLE.to_owned()),
        ];
        all.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
    }

    /// Returns whether nothing but a place, a kind and a state is asked for.
    pub(crate) fn is_by_state(&self) -> bool {
        let of_state = Self {
            place: self.place,
            kind: self.kind,
            state: self.state,
            only: self.only,
            ..Self::default()
        };
        *self == of_state && self.only.is_none_or(BTreeSet::is_empty)
    }

    /// Returns whether a condition is asked for.
    pub(crate) fn is_only(&self, by: NarrowBy) -> bool {
        self.only.is_some_and(|only| only.contains(&by))
    }

    /// Returns the place, as the conditions want it.
    pub(crate) fn place_parameter(&self) -> Option<String> {
        self.place.map(just)
    }
}

pub(crate) fn reviewed_from_row(row: &Row) -> Result<Reviewed> {
    let text = |at: usize| row.get::<_, String>(at);
    Ok(Reviewed {
        record: uuid(&text(0)?)?,
        kind: text(1)?,
        place: text(2)?,
        name: text(3)?,
        version: record::heads(&text(4)?)?,
        state: state_of(&text(5)?)?,
    })
}

pub(crate) fn state_of(word: &str) -> Result<ReviewState> {
    ReviewState::of_word(word).ok_or_else(|| damaged("review.state"))
}

/// Returns a record as lists of reviews have it.
pub(crate) fn find(db: &Connection, record: Uuid) -> Result<Option<Reviewed>> {
    let mut query =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM review WHERE record = ?1"))?;
    let mut rows = query.query([record.to_string()])?;
    rows.next()?.map(reviewed_from_row).transpose()
}

/// Returns the same, refused where there is none.
pub(crate) fn get(db: &Connection, record: Uuid) -> Result<Reviewed> {
    let found = find(db, record)?;
    found.ok_or_else(|| {
        LedgerRefusal::NoSuchRecord {
            id: record.to_string(),
        }
        .into()
    })
}

/// Returns whether the last approval of a record is by somebody who saved something of it. Where it
/// is approved, nothing was saved since.
pub(crate) fn is_own_approval(
    db: &Connection,
    record: Uuid,
    acts: &[ReviewAction],
) -> Result<bool> {
    let Some(act) = last_approval(acts) else {
        return Ok(false);
    };
    let authors = savers(db, record)?;
    Ok(is_own(act, authors.iter().map(String::as_str)))
}

/// Returns everybody who saved something of a record.
pub(crate) fn savers(db: &Connection, record: Uuid) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT DISTINCT author FROM change WHERE record = ?1 AND {}",
        subject::is_reviewed_save()
    ))?;
    let rows = query.query_map([record.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns which values of a record are locked, given everything that was said about it.
pub(crate) fn locks(db: &Connection, record: Uuid, acts: &[ReviewAction]) -> Result<Locks> {
    let verified = match last_approval(acts) {
        Some(act) => trail::fields_at(db, record, &act.version)?,
        None => BTreeMap::new(),
    };
    Ok(Locks::of(&threads(acts), verified))
}

/// Returns whether a field that a finding marks has another value than when it was raised.
pub(crate) fn is_marked_changed(
    db: &Connection,
    record: Uuid,
    thread: &Thread,
    now: &[ChangeId],
) -> Result<bool> {
    let returned = trail::fields_at(db, record, thread.returned_version())?;
    let now = trail::fields_at(db, record, now)?;
    Ok(thread.is_met_by(&returned, &now))
}

/// Returns the fields that differ between two versions of a record.
pub(crate) fn changed_between(
    db: &Connection,
    record: Uuid,
    from: &[ChangeId],
    to: &[ChangeId],
) -> Result<Vec<SetField>> {
    if from == to {
        return Ok(Vec::new());
    }
    let before = trail::fields_at(db, record, from)?;
    let after = trail::fields_at(db, record, to)?;
    let field = |code: String| {
        let before = before.get(&code).cloned();
        let after = after.get(&code).cloned();
        (code, before, after)
    };
    Ok(Record::patch_to(&before, &after)
        .into_keys()
        .map(field)
        .collect())
}

/// Returns whether nothing is missing that a record needs before review, on the day it was saved.
pub(crate) fn is_complete(packs: &[Pack], fields: &BTreeMap<String, Json>, saved_at: &str) -> bool {
    let kind = fields
        .get(shared::KIND)
        .and_then(Json::as_str)
        .unwrap_or_default();
    let kind = find_kind(packs, kind);
    kind.is_some_and(|kind| is_complete_of(kind, &kind.values(fields), saved_at))
}

/// Returns the same of a record that was read.
pub(crate) fn is_complete_of(kind: &Kind, values: &dyn Values, saved_at: &str) -> bool {
    let day = day_of(saved_at);
    let is_hard = |problem: &Problem| problem.strength == CheckStrength::Hard;
    check::needed_for_review(kind, values, day).is_empty()
        && !check::problems(
            kind,
            &Checked {
                values,
                before: None,
                day,
            },
        )
        .iter()
        .any(is_hard)
}

/// Returns the day of a save, where on earth it was latest. It is the same on every machine, and
/// never before the day that the clerk wrote down as today.
pub(crate) fn day_of(at: &str) -> NaiveDate {
    let at = DateTime::parse_from_rfc3339(at);
    at.map(|at| (at.to_utc() + Duration::hours(14)).date_naive())
        .unwrap_or_default()
}

/// Returns the records whose completeness is stored wrongly, and what it is.
pub(crate) fn wrongly_kept(db: &Connection, kind: &Kind) -> Result<Vec<(Uuid, bool)>> {
    let mut found = Vec::new();
    record::each_completeness(db, &kind.code, |record, kept, saved_at| {
        let is = is_complete_of(kind, &kind.decode(&record), saved_at);
        if is != kept {
            found.push((record.id, is));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Marks anew which records are complete: a new pack may ask for more, or for less.
pub(crate) fn mark_completeness<'a>(
    db: &Connection,
    kinds: impl Iterator<Item = &'a Kind>,
) -> Result<()> {
    let mut update = db.prepare_cached("UPDATE record SET complete = ?2 WHERE id = ?1")?;
    for kind in kinds {
        for (record, complete) in wrongly_kept(db, kind)? {
            update.execute(params![record.to_string(), complete])?;
        }
    }
    review_state::restate(db)
}
