//! Reads where records stand between clerk and inspector.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::filtered::Narrowed;
use super::records::kinds_of;
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::thread::{last_judgement, state, threads};
use crate::domain::review::{ReviewAction, ReviewState, SiteVisit};
use crate::domain::verdict::{Filter, NarrowBy, Verdict};
use crate::store::error::{Result, StoreError};
use crate::store::ledger::{Access, Store};
use crate::store::rows::finding::{WaitingFinding, waiting_from_row};
use crate::store::rows::place_life::{BELOW_THESE, among, just};
use crate::store::rows::review::{
    COLUMNS, Review, ReviewFilter, Reviewed, changed_between, is_own_approval, locks,
    reviewed_from_row,
};
use crate::store::rows::{finding, record, review, site_visit, standing};

impl Store {
    /// Returns everything said in reviews of a record, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn findings(&self, record: Uuid) -> Result<Vec<ReviewAction>> {
        finding::of_record(&self.db, record)
    }

    /// Returns the review of a record; `None` when there is no such record, or it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn review_of(&self, record: Uuid) -> Result<Option<Review>> {
        let mut query = self
            .db
            .prepare_cached("SELECT complete, version FROM record WHERE id = ?1")?;
        let row = |row: &Row| Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?));
        let Some((complete, version)) = query.query_row([record.to_string()], row).optional()?
        else {
            return Ok(None);
        };
        let version = record::heads(&version)?;
        let acts = self.findings(record)?;
        let changed = match last_judgement(&acts) {
            Some(act) => changed_between(&self.db, record, &act.version, &version)?,
            None => Vec::new(),
        };
        let locks = locks(&self.db, record, &acts)?;
        let state = state(complete, &version, &acts);
        let own = state == ReviewState::Approved && is_own_approval(&self.db, record, &acts)?;
        Ok(Some(Review {
            state,
            threads: threads(&acts),
            locks,
            own,
            changed,
            acts,
        }))
    }

    /// Returns the findings that wait for the clerk of this session, oldest first. They are those
    /// in the places that the session may change.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_findings(&self) -> Result<Vec<WaitingFinding>> {
        let places = match &self.access {
            Access::Places(places) => Some(Json::from(places.as_slice()).to_string()),
            Access::Everywhere | Access::Review | Access::Frozen | Access::Past(_) => None,
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT open_finding.thread, record.id, record.kind, record.place, coalesce(record.name, record.period, ''),
                 open_finding.fields, open_finding.text, open_finding.author, open_finding.at
             FROM open_finding JOIN record ON record.id = open_finding.record
             WHERE ?1 IS NULL OR record.place IN ({BELOW_THESE})
             ORDER BY open_finding.id"
        ))?;
        query.query_and_then([places], waiting_from_row)?.collect()
    }

    /// Returns some of the records that a filter lets through, from `first` on, by place, kind and
    /// name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reviewed(
        &self,
        filter: &ReviewFilter,
        first: usize,
        count: usize,
    ) -> Result<Vec<Reviewed>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM review WHERE {} ORDER BY place, kind, name, record LIMIT ?6 OFFSET ?5",
            filter.condition()
        ))?;
        let bound = self.review_parameters(filter, (first, count))?;
        query
            .query_and_then(params_from_iter(bound), reviewed_from_row)?
            .collect()
    }

    /// Returns the parameters that the conditions of a filter name, with the rows that are passed
    /// over and the most that are read.
    pub(super) fn review_parameters(
        &self,
        filter: &ReviewFilter,
        (first, count): (usize, usize),
    ) -> Result<Vec<Sql>> {
        let today = self.today();
        let old = match filter.verdict {
            Some(verdict) => self.old_standings_of(verdict, today)?,
            None => Vec::new(),
        };
        let narrowed = |by| {
            let is_asked = filter.is_only(by);
            let names = is_asked.then(|| self.narrowed_standings(by, today));
            Ok::<_, StoreError>(names.transpose()?.map_or(Sql::Null, Sql::Text))
        };
        let number = |number: usize| Sql::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let text = |text: Option<&str>| text.map_or(Sql::Null, |text| Sql::Text(text.to_owned()));
        Ok(vec![
            text(filter.place_parameter().as_deref()),
            text(filter.kind),
            text(filter.state.map(ReviewState::word)),
            text(filter.since),
            number(first),
            number(count),
            text(filter.status),
            text(filter.verdict.map(Verdict::word)),
            Sql::Text(today.to_string()),
            Sql::Text(Json::from(old).to_string()),
            narrowed(NarrowBy::Overdue)?,
            narrowed(NarrowBy::Near)?,
            text(filter.sample.map(|sample| sample.to_string()).as_deref()),
        ])
    }

    /// Returns a record as lists of reviews have it; `None` when there is no such record, or it was
    /// deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reviewed_now(&self, record: Uuid) -> Result<Option<Reviewed>> {
        review::find(&self.db, record)
    }

    /// Returns the standings that one condition lets through, whatever their verdict, as a list for
    /// a query: each by its pack, requirement and place.
    fn narrowed_standings(&self, by: NarrowBy, day: NaiveDate) -> Result<String> {
        let filter = Filter {
            verdicts: vec![Verdict::Met, Verdict::Short, Verdict::Unknown],
            only: BTreeSet::from([by]),
            ..Filter::default()
        };
        let mut found = Vec::new();
        let in_force = |pack: &&Pack| pack.document.is_in_force(day);
        for pack in self.packs().iter().filter(in_force) {
            let keys = self.filtered(pack, &filter, Narrowed::default(), day)?;
            let names = keys.into_iter();
            found.extend(
                names.map(|(asked, place)| Json::from(vec![pack.code.clone(), asked, place])),
            );
        }
        Ok(Json::from(found).to_string())
    }

    /// Returns those standings with a verdict on a day that the day has made old, each by its pack,
    /// requirement and place.
    fn old_standings_of(&self, verdict: Verdict, day: NaiveDate) -> Result<Vec<Json>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {}, standing.pack AS of_pack FROM standing WHERE holds_until < ?1",
            standing::COLUMNS
        ))?;
        let mut rows = query.query([day.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let pack: String = row.get("of_pack")?;
            let standing = self.of_day(&pack, row, day)?;
            if standing.verdict == verdict {
                found.push(Json::from(vec![pack, standing.requirement, standing.place]));
            }
        }
        Ok(found)
    }

    /// Counts the records of the kinds of a pack by their state, in a place and those below it, or in
    /// all places.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn review_counts(
        &self,
        pack: &Pack,
        within: Option<&Place>,
    ) -> Result<BTreeMap<ReviewState, usize>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT state, sum(records) FROM record_count
             WHERE ((?1 IS NULL AND place = '') OR place IN ({BELOW_THESE}))
                 AND kind IN (SELECT value FROM json_each(?2)) AND records > 0
             GROUP BY state"
        ))?;
        let place = within.map(|place| just(&place.code));
        let mut rows = query.query(params![place, kinds_of(pack)])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            let count: i64 = row.get(1)?;
            if let Some(state) = ReviewState::of_word(&word) {
                found.insert(state, usize::try_from(count).unwrap_or_default());
            }
        }
        Ok(found)
    }

    /// Returns the records that were approved by somebody who entered them, each with its kind and
    /// place: of all places or of those with one of these codes.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_approvals(&self, within: Option<&HashSet<String>>) -> Result<Vec<Reviewed>> {
        let (among, places) = among(within, 1);
        // Of all places an index has what was approved at any time; of a few, what is there is less.
        let approved = match within {
            None => "record IN (SELECT record FROM finding WHERE act = 'verify')",
            Some(_) => "true",
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM review
             WHERE {among} AND {approved} AND state = 'verified' ORDER BY record"
        ))?;
        let mut found = Vec::new();
        for reviewed in query.query_and_then([places], reviewed_from_row)? {
            let reviewed = reviewed?;
            if is_own_approval(
                &self.db,
                reviewed.record,
                &finding::of_record(&self.db, reviewed.record)?,
            )? {
                found.push(reviewed);
            }
        }
        Ok(found)
    }

    /// Returns whether a record was approved by somebody who entered it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_own_approval(&self, reviewed: &Reviewed) -> Result<bool> {
        Ok(reviewed.state == ReviewState::Approved
            && is_own_approval(
                &self.db,
                reviewed.record,
                &finding::of_record(&self.db, reviewed.record)?,
            )?)
    }

    /// Returns the visits to a facility, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn site_visits(&self, record: Uuid) -> Result<Vec<SiteVisit>> {
        site_visit::of_record(&self.db, record)
    }

    /// Returns when an inspector last began a session; the running one counts.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_visit(&self, inspector: &str) -> Result<Option<String>> {
        finding::last_visit(&self.db, inspector)
    }
}
