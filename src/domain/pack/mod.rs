//! Policy packs: kinds, their fields and checks, and the requirements, all as data. See `docs/policy-pack.md`.

mod builtin;
mod changes;
mod compile;
mod conditions;
mod fields;
mod file;
mod requirements;
mod source;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::check::Check;
use super::facility::Facility;
use super::field::Field;
use super::requirement::{Requirement, Scope};
use super::unit::Unit;
use super::value::Value;
use super::zone::Zone;
use crate::i18n::Text;

pub use builtin::{exception_form, shared_fields};
pub use source::Fault;

/// The document a pack speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number, as `丽政办发〔2022〕72号`.
    pub number: String,
    /// Its title, in our own short words.
    pub title: Text,
    /// Who issued it.
    pub issuer: Text,
    /// When.
    pub issued_on: NaiveDate,
    /// By when its minimums are to be reached.
    pub target_date: Option<NaiveDate>,
}

/// A kind of facility and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its code; the ledger has a view of this name.
    pub code: String,
    /// What people see.
    pub label: Text,
    /// What it is, for the help.
    pub help: Text,
    /// The unit its facilities are counted in.
    pub unit: Unit,
    /// Every field in the order of the form, shared ones included.
    pub fields: Vec<Field>,
    /// What is refused or doubted across fields.
    pub checks: Vec<Check>,
}

impl Kind {
    /// The field of a code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// The fields that only this kind has.
    pub fn own_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.shared)
    }

    /// A facility of this kind from the values the ledger keeps; what a field no longer understands is left out.
    #[must_use]
    pub fn decode(&self, record: &super::trail::Record) -> Facility {
        let (kind, place) = (record.kind.clone(), record.place.clone());
        Facility { id: record.id, kind, place, values: self.values(&record.fields) }
    }

    /// The values in the fields that the ledger keeps; what a field no longer understands is left out.
    #[must_use]
    pub fn values(&self, fields: &BTreeMap<String, Json>) -> BTreeMap<String, Value> {
        let value = |(code, json): (&String, &Json)| Some((code.clone(), self.field(code)?.decode(json)?));
        fields.iter().filter_map(value).collect()
    }

    /// A value as people read it, or nothing where the field is empty.
    #[must_use]
    pub fn show(&self, code: &str, value: Option<&Value>, lang: crate::i18n::Lang) -> String {
        match (self.field(code), value) {
            (Some(field), Some(value)) => field.show(value, lang),
            _ => String::new(),
        }
    }
}

/// A policy pack, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its code.
    pub code: String,
    /// The document it speaks for.
    pub document: Document,
    /// The time zone by which days are counted.
    pub time_zone: Zone,
    /// Where it applies unless a requirement says otherwise.
    pub scope: Scope,
    /// Its kinds.
    pub kinds: Vec<Kind>,
    /// Its requirements, in the order of the file.
    pub requirements: Vec<Requirement>,
    /// The file itself: the ledger keeps it, so that a snapshot carries the policy it was judged by.
    pub text: String,
}

impl Pack {
    /// Reads a pack from the text of its file.
    ///
    /// # Errors
    /// Every fault found, each with its line and rule; a pack with a fault is never half-loaded.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        compile::pack(text)
    }

    /// The kind of a code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// The requirement of a code.
    #[must_use]
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.code == code)
    }
}
