//! The record that a form is filled for, and the version of it that the form is based on.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::entry::Entry;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, find_requirement};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record, Subject, excepted, sheet};
use crate::domain::value::{Field, Period};
use crate::i18n::Text;
use crate::store::Result;
use crate::tui::context::Context;

/// The record of a form.
pub(super) struct Target {
    pub(super) subject: Subject,
    pub(super) id: Uuid,
    pub(super) is_new: bool,
    /// The version that saving is based on.
    pub(super) parents: Vec<ChangeId>,
    /// The version that was typed on before somebody else's was taken in. A draft is based on it
    /// as long as a field that both set is not decided: opened again, it meets their version again
    /// and says so.
    pub(super) before_theirs: Vec<ChangeId>,
    /// The record's fields at that version.
    pub(super) base: BTreeMap<String, Json>,
    /// Fields that every save sets and nobody types: kind and place.
    pub(super) fixed: BTreeMap<String, Json>,
    pub(super) place: Place,
    pub(super) writable: bool,
    /// The requirement that an exception is from.
    pub(super) excepted: Option<Text>,
}

impl Target {
    /// A new record; an existing one is set by [`Target::rebase`].
    pub(super) fn new(
        context: &Context,
        subject: Subject,
        id: Uuid,
        place: Place,
        fixed: BTreeMap<String, Json>,
    ) -> Result<Self> {
        let text = |code: &str| fixed.get(code).and_then(Json::as_str).unwrap_or_default();
        let (pack, requirement) = (text(excepted::PACK), text(excepted::REQUIREMENT));
        let excepted = find_requirement(context.store.packs(), pack, requirement);
        Ok(Self {
            excepted: excepted.map(|(_, requirement)| requirement.label.clone()),
            subject,
            id,
            is_new: true,
            parents: Vec::new(),
            before_theirs: Vec::new(),
            base: BTreeMap::new(),
            fixed,
            writable: context.store.may_write(&place.code)?,
            place,
        })
    }

    /// Whether it is not in the ledger yet and stands among others of its kind.
    pub(super) const fn is_new_among_others(&self) -> bool {
        self.is_new && self.subject.has_neighbours()
    }

    /// The period that it is of; `None` where it is no sheet.
    pub(super) fn period(&self) -> Option<Period> {
        sheet::period_of(&self.fixed)
    }

    /// Follows a record that somebody moved: saving it must not move it back.
    pub(super) fn move_to(&mut self, place: Place, context: &Context) -> Result<()> {
        self.writable = context.store.may_write(&place.code)?;
        self.fixed
            .insert(shared::PLACE.to_owned(), place.code.clone().into());
        self.place = place;
        Ok(())
    }

    /// Bases the form on this version.
    pub(super) fn rebase(&mut self, fields: BTreeMap<String, Json>, heads: Vec<ChangeId>) {
        self.is_new = false;
        self.base = fields;
        self.parents = heads;
    }

    /// Bases the form on a record of the ledger.
    pub(super) fn rebase_on(&mut self, record: Record) {
        self.rebase(record.fields, record.heads);
    }

    /// Every field that is saved, those that nobody types included.
    pub(super) fn saved_fields(&self) -> BTreeMap<String, Json> {
        self.base
            .clone()
            .into_iter()
            .chain(self.fixed.clone())
            .collect()
    }
}

/// The entries of a new record, with what they begin with.
pub(super) fn first_entries(kind: &Kind, context: &Context) -> Vec<Entry> {
    let defaults = |field: &Field| match field.code.as_str() {
        shared::REPORTED_BY => context.person.name.clone(),
        shared::REPORTED_ON => context.day.to_string(),
        _ => field.default.clone().unwrap_or_default(),
    };
    let lang = context.look.lang;
    let entries = kind.fields.iter().map(|field| {
        let value = field.parse(&defaults(field)).ok().flatten();
        Entry::of_value(field, value, lang)
    });
    entries.collect()
}

/// The entries of a form as the record was saved.
pub(super) fn saved_entries(kind: &Kind, target: &Target, context: &Context) -> Vec<Entry> {
    let value = |field: &Field| field.decode(target.base.get(&field.code)?);
    kind.fields
        .iter()
        .map(|field| Entry::of_value(field, value(field), context.look.lang))
        .collect()
}
