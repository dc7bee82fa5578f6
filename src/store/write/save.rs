//! Saves records as changes of the trail.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use serde_json::Value as Json;
use uuid::Uuid;

use super::save_rules::text_of;
use super::writer::Writer;
use crate::domain::policy::find_kind;
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Patch, Record, Subject};
use crate::domain::review::history;
use crate::i18n::{LedgerRefusal, Text};
use crate::store::error::Result;
use crate::store::rows::chain::NewEntry;
use crate::store::rows::{facility_code, finding, part, review, subject, trail};

/// What somebody wants to save.
#[derive(Clone, Debug)]
pub struct Save<'a> {
    /// The record; a new id makes a new record.
    pub record: Uuid,
    /// What sort of record it is.
    pub subject: Subject,
    /// The version it was based on; empty for a new record.
    pub base: &'a [ChangeId],
    /// Every field as it is to be, `kind` and `place` included; what is left out is emptied.
    pub fields: BTreeMap<String, Json>,
    /// Who.
    pub author: &'a str,
    /// Why, where somebody said so.
    pub reason: &'a str,
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A change was written; the record now stands on it.
    Written(ChangeId),
    /// Nothing differed, nothing was written.
    Unchanged,
    /// Somebody else saved the record in between; nothing was written. This is the record as it now
    /// is, or `None` when it was deleted.
    Outdated(Option<Box<Record>>),
}

impl Writer<'_> {
    /// Saves a record as one change, unless somebody else saved it since its base.
    ///
    /// # Errors
    /// When its place, kind or facility code is refused.
    pub fn save(&mut self, save: &Save) -> Result<Saved> {
        let folded = trail::current(self.db, save.record)?;
        let current = folded
            .as_ref()
            .map(|folded| folded.heads.as_slice())
            .unwrap_or_default();
        if current != save.base {
            let record = folded
                .and_then(|folded| Record::of(save.record, save.subject, folded))
                .map(Box::new);
            return Ok(Saved::Outdated(record));
        }
        let before = folded.map(|folded| folded.fields).unwrap_or_default();
        let mut wanted = save.fields.clone();
        // An empty field has no value in the fold of the trail, so it has none in the row either.
        wanted.retain(|_, value| !value.is_null());
        self.rules()
            .check(save.record, save.subject, &before, &wanted)?;
        if save.subject.has_facility_code() && !wanted.contains_key(shared::DELETED) {
            self.check_facility_code(save.record, &mut wanted)?;
        }
        let patch = Record::patch_to(&before, &wanted);
        if patch.is_empty() {
            return Ok(Saved::Unchanged);
        }
        if save.subject.is_reviewed() && !save.base.is_empty() && save.reason.trim().is_empty() {
            self.refuse_unexplained(save.record, save.subject, &before, &patch)?;
        }
        let save = Save {
            fields: wanted,
            ..*save
        };
        let id = self.write_change(&save, patch)?;
        self.write_record(&save, &before, &id)?;
        Ok(Saved::Written(id))
    }

    /// Writes the row of a record after a change without a concurrent one. Where it was and is will
    /// be judged again.
    pub(crate) fn write_record(
        &mut self,
        save: &Save,
        before: &BTreeMap<String, Json>,
        head: &ChangeId,
    ) -> Result<()> {
        let complete = review::is_complete(&self.packs, &save.fields, self.chain.at());
        subject::project(
            self.db,
            save.subject,
            save.record,
            &save.fields,
            std::slice::from_ref(head),
            complete,
            &mut self.added,
        )?;
        self.added.write(self.db)?;
        for fields in [before, &save.fields] {
            self.touch_record(save.subject, fields);
        }
        Ok(())
    }

    /// Adds a change to the trail, chained to the one before.
    pub(crate) fn write_change(&mut self, save: &Save, patch: Patch) -> Result<ChangeId> {
        let topic = save.subject.into();
        let record = save.record;
        let parents = save.base.to_vec();
        let author = save.author;
        let reason = save.reason;
        Ok(self
            .chain
            .append(NewEntry {
                topic,
                record,
                author,
                reason,
                parents,
                patch,
            })?
            .id)
    }

    /// Refuses a change of values that are locked and that nobody gave a reason for.
    fn refuse_unexplained(
        &self,
        record: Uuid,
        subject: Subject,
        before: &BTreeMap<String, Json>,
        patch: &Patch,
    ) -> Result<()> {
        let acts = finding::of_record(self.db, record)?;
        if acts.is_empty() {
            return Ok(());
        }
        let broken = review::locks(self.db, record, &acts)?.broken_by(before, patch);
        if broken.is_empty() {
            return Ok(());
        }
        let kind = find_kind(&self.packs, &text_of(before, shared::KIND));
        let labels: Vec<Text> = broken
            .iter()
            .map(|code| history::label(code, kind))
            .collect();
        let fields = Text::list(&labels);
        Err(LedgerRefusal::NeedsReason {
            name: text_of(before, subject.name_field()),
            fields,
        }
        .into())
    }

    /// Gives a record a facility code that has none, and refuses a code that is taken. A deleted
    /// record is not checked: two files that merged may hold one number twice, and that must not
    /// keep either record from being deleted.
    fn check_facility_code(&mut self, id: Uuid, fields: &mut BTreeMap<String, Json>) -> Result<()> {
        let code = text_of(fields, shared::FACILITY_CODE);
        if code.is_empty() {
            let code = self.next_code(
                &text_of(fields, shared::PLACE),
                &text_of(fields, shared::KIND),
            )?;
            fields.insert(shared::FACILITY_CODE.to_owned(), code.into());
        } else if let Some(name) = facility_code::holder_of_code(self.db, &code, id)? {
            return Err(LedgerRefusal::CodeTaken { code, name }.into());
        }
        Ok(())
    }

    fn next_code(&mut self, place: &str, kind: &str) -> Result<String> {
        let serial = match self.serials.entry((place.to_owned(), kind.to_owned())) {
            Entry::Occupied(serial) => serial.into_mut(),
            Entry::Vacant(serial) => {
                let count = part::count(self.db, kind, place)?;
                serial.insert(i64::try_from(count).unwrap_or(i64::MAX))
            }
        };
        facility_code::next_code(self.db, place, kind, serial)
    }
}
