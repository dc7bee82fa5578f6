//! An open write transaction.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;

use super::judging;
use crate::domain::policy::Pack;
use crate::domain::record::Subject;
use crate::domain::record::facility::shared;
use crate::i18n::LedgerRefusal;
use crate::store::clock::today_of;
use crate::store::error::Result;
use crate::store::rows::added_records::AddedRecords;
use crate::store::rows::chain::Chain;
use crate::store::rows::{new_site, place_life, stale};

/// An open write transaction.
pub struct Writer<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) packs: Cow<'a, [Pack]>,
    pub(crate) writable: Option<Vec<String>>,
    pub(crate) chain: Chain<'a>,
    /// The last number that was given in a place to a kind. Counting them again for every row of a
    /// long file would take longer with each.
    pub(crate) serials: HashMap<(String, String), i64>,
    /// By form: where records of it were and are that this transaction changed. A long file speaks
    /// of few places over and over.
    pub(crate) touched: BTreeMap<String, BTreeSet<String>>,
    /// Rows of records that this transaction added and has not counted yet. They are counted before
    /// anything is judged, and before anything alters them or takes them away.
    pub(crate) added: AddedRecords,
}

impl<'a> Writer<'a> {
    pub(crate) fn on(
        db: &'a Connection,
        packs: &'a [Pack],
        writable: Option<Vec<String>>,
    ) -> Result<Self> {
        Ok(Self {
            db,
            packs: Cow::Borrowed(packs),
            writable,
            chain: Chain::resume(db)?,
            serials: HashMap::new(),
            touched: BTreeMap::new(),
            added: AddedRecords::default(),
        })
    }

    /// Returns all packs, if any was loaded.
    pub(crate) fn into_loaded(self) -> Option<Vec<Pack>> {
        match self.packs {
            Cow::Owned(packs) => Some(packs),
            Cow::Borrowed(_) => None,
        }
    }

    /// Refuses a session that may change some records only. Places and packs are for all.
    pub(crate) fn refuse_when_restricted(&self) -> Result<()> {
        if self.writable.is_some() {
            Err(LedgerRefusal::NotYourTask.into())
        } else {
            Ok(())
        }
    }

    /// Returns the day it is in the time zone of the ledger.
    pub(super) fn today(&self) -> NaiveDate {
        today_of(&self.packs)
    }

    /// Brings the closings of places into force whose day has come.
    pub(crate) fn end_due_places(&self) -> Result<()> {
        if place_life::end_due(self.db, self.today())? {
            self.cover_all()?;
        }
        Ok(())
    }

    /// Has everything judged again before the transaction ends that looks at the records of a form
    /// in a place.
    pub(crate) fn touch(&mut self, place: &str, form: &str) {
        let places = match self.touched.get_mut(form) {
            Some(places) => places,
            None => self.touched.entry(form.to_owned()).or_default(),
        };
        if !places.contains(place) {
            places.insert(place.to_owned());
        }
    }

    /// Switches to a new site id because another copy keeps the old one.
    pub(crate) fn become_new_site(&mut self) -> Result<()> {
        new_site::begin(&mut self.chain)
    }

    /// Has everything judged again that looks at a record with these fields.
    pub(crate) fn touch_record(&mut self, subject: Subject, fields: &BTreeMap<String, Json>) {
        let form = subject.form_code(fields);
        let place = fields.get(shared::PLACE).and_then(Json::as_str);
        if let Some((place, form)) = place.zip(form) {
            self.touch(place, form);
        }
    }

    pub(crate) fn refuse_other_places(&self, fields: &BTreeMap<String, Json>) -> Result<()> {
        self.rules().refuse_other_places(fields)
    }

    /// Counts the records that were added, and marks what looks at a record that was changed.
    pub(crate) fn mark_touched(&mut self) -> Result<()> {
        self.added.write(self.db)?;
        for (form, places) in std::mem::take(&mut self.touched) {
            for place in places {
                stale::mark(self.db, &place, &form)?;
            }
        }
        Ok(())
    }

    /// Judges what looks at a record that was changed, and what was marked stale, and only that.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn judge_stale(&mut self) -> Result<()> {
        self.mark_touched()?;
        judging::judge_stale(self.db, &self.packs, self.chain.at())
    }
}
