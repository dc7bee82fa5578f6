//! What a record must be like to be saved, whatever it was before.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use super::writer::Writer;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, require_form};
use crate::domain::record::facility::shared;
use crate::domain::record::{Subject, sheet};
use crate::domain::value::Period;
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::{kind, place, place_life};

/// What a record must be like to be saved.
pub(crate) struct SaveRules<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) packs: &'a [Pack],
    /// The places whose records this session may change; `None` where it may change all.
    pub(crate) writable: Option<&'a [String]>,
    pub(crate) today: NaiveDate,
}

impl SaveRules<'_> {
    /// Refuses a record that may not become what is wanted.
    pub(crate) fn check(
        &self,
        record: Uuid,
        subject: Subject,
        before: &BTreeMap<String, Json>,
        wanted: &BTreeMap<String, Json>,
    ) -> Result<()> {
        for fields in [before, wanted] {
            self.refuse_other_places(fields)?;
        }
        if subject.one_form().is_none() {
            let (place, kind) = self.check_place_and_kind(subject, wanted)?;
            if kind.is_sheet() {
                let is_new = before.is_empty() || before.contains_key(shared::DELETED);
                let filled_in = is_new && !wanted.contains_key(shared::DELETED);
                self.check_sheet(record, wanted, kind, filled_in.then_some(&place))?;
            }
        }
        self.refuse_closed_place(before, wanted)
    }

    /// Refuses a record of a place that this session may not change.
    pub(crate) fn refuse_other_places(&self, fields: &BTreeMap<String, Json>) -> Result<()> {
        let Some(code) = fields.get(shared::PLACE).and_then(Json::as_str) else {
            return Ok(());
        };
        if place::is_within(self.db, code, self.writable)? {
            return Ok(());
        }
        let place = place::name_or_code(self.db, code)?;
        Err(LedgerRefusal::NotYourPlace { place }.into())
    }

    /// Refuses a record of a place or a form that is not known, and returns the two.
    fn check_place_and_kind(
        &self,
        subject: Subject,
        fields: &BTreeMap<String, Json>,
    ) -> Result<(Place, &Kind)> {
        let place = text_of(fields, shared::PLACE);
        let place = place::get(self.db, &place)?.ok_or(LedgerRefusal::NoSuchPlace { place })?;
        Ok((place, require_form(self.packs, subject, fields)?))
    }

    /// Refuses a sheet of a period that its cycle has not, one whose id does not follow from what
    /// it is of, and a new one of a place that does not fill it in.
    fn check_sheet(
        &self,
        id: Uuid,
        fields: &BTreeMap<String, Json>,
        kind: &Kind,
        new: Option<&Place>,
    ) -> Result<()> {
        let sheet = kind.label.clone();
        let period = text_of(fields, shared::PERIOD);
        if sheet::period_of(fields).map(Period::cycle) != kind.cycle() {
            return Err(LedgerRefusal::NotAPeriodOf { period, sheet }.into());
        }
        if sheet::id_of(fields) != Some(id) {
            return Err(LedgerRefusal::SheetMoved { sheet, period }.into());
        }
        match new {
            Some(place) if !kind::fills_in(self.db, place, kind)? => {
                let place = place.name.clone();
                Err(LedgerRefusal::NotOfSheet { place, sheet }.into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses a record that is new in a closed place: one that was entered, moved or brought back
    /// there. What is there may still be corrected, moved away or deleted.
    fn refuse_closed_place(
        &self,
        before: &BTreeMap<String, Json>,
        wanted: &BTreeMap<String, Json>,
    ) -> Result<()> {
        let is_there = |fields: &BTreeMap<String, Json>| !fields.contains_key(shared::DELETED);
        let stays = is_there(before) && before.get(shared::PLACE) == wanted.get(shared::PLACE);
        if stays || !is_there(wanted) {
            return Ok(());
        }
        let place = text_of(wanted, shared::PLACE);
        match place_life::refusal(self.db, &place, self.today)? {
            Some(refusal) => Err(refusal.into()),
            None => Ok(()),
        }
    }
}

impl Writer<'_> {
    /// Returns what a record must be like to be saved here.
    pub(crate) fn rules(&self) -> SaveRules<'_> {
        SaveRules {
            db: self.db,
            packs: &self.packs,
            writable: self.writable.as_deref(),
            today: self.today(),
        }
    }
}

/// Returns the text of a field; empty where it has none.
pub(super) fn text_of(fields: &BTreeMap<String, Json>, code: &str) -> String {
    fields
        .get(code)
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned()
}
