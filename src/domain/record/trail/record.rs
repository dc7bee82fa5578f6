//! A record as its changes left it.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::change::{ChangeId, Patch};
use super::fold::Folded;
use super::subject::Subject;
use crate::domain::record::facility::shared;
use crate::domain::record::sheet;
use crate::domain::value::Period;
use crate::i18n::Text;

/// A record as its changes left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// What sort of record it is.
    pub subject: Subject,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Every other field that has a value.
    pub fields: BTreeMap<String, Json>,
    /// The changes that nothing was based on yet; a save names them.
    pub heads: Vec<ChangeId>,
}

impl Record {
    /// Returns the record of a folded history. There is none when it was deleted or never got a
    /// kind and a place. Where no pack gives the form, the one form of the subject is the kind.
    #[must_use]
    pub fn of(id: Uuid, subject: Subject, folded: Folded) -> Option<Self> {
        let mut fields = folded.fields;
        if let Some(form) = subject.one_form() {
            let kind = fields.entry(shared::KIND.to_owned());
            kind.or_insert_with(|| form.into());
        }
        let mut take = |code| fields.remove(code)?.as_str().map(str::to_owned);
        let kind = take(shared::KIND)?;
        let place = take(shared::PLACE)?;
        (!fields.contains_key(shared::DELETED)).then_some(Self {
            id,
            subject,
            kind,
            place,
            fields,
            heads: folded.heads,
        })
    }

    /// Returns what people know it by: its name, or the period of a sheet.
    #[must_use]
    pub fn known_by(&self) -> Text {
        if self.subject == Subject::Sheet {
            return sheet::period_of(&self.fields)
                .map(Period::listed)
                .unwrap_or_default();
        }
        let name = self.fields.get(self.subject.name_field());
        Text::both(name.and_then(Json::as_str).unwrap_or_default().to_owned())
    }

    /// Returns every field as a save sets it, kind and place among them.
    #[must_use]
    pub fn every_field(&self) -> BTreeMap<String, Json> {
        let mut fields = self.fields.clone();
        fields.insert(shared::KIND.to_owned(), self.kind.clone().into());
        fields.insert(shared::PLACE.to_owned(), self.place.clone().into());
        fields
    }

    /// Returns what a change from this record to `wanted` has to set.
    #[must_use]
    pub fn patch_to(fields: &BTreeMap<String, Json>, wanted: &BTreeMap<String, Json>) -> Patch {
        let set = wanted
            .iter()
            .filter(|(code, value)| fields.get(*code) != Some(value));
        let emptied = fields
            .keys()
            .filter(|code| !wanted.contains_key(*code))
            .map(|code| (code.clone(), Json::Null));
        set.map(|(code, value)| (code.clone(), value.clone()))
            .chain(emptied)
            .collect()
    }
}
