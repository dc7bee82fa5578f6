//! A kind of facility: the fields of its form, and what is checked across them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::expression::Expression;
use super::requirement::Scope;
use crate::domain::record::facility::Facility;
use crate::domain::value::Value;
use crate::domain::value::condition::Condition;
use crate::domain::value::field::Field;
use crate::domain::value::period::Cycle;
use crate::domain::value::unit::Unit;
use crate::i18n::Lang;
use crate::i18n::{Doubt, Refusal, Say, Text};

/// Who fills in a sheet, and how often. The form of a kind of facility has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRule {
    /// How often it is due.
    pub cycle: Cycle,
    /// The places that fill it in.
    pub scope: Scope,
}

/// A form: that of a kind of facility, or a sheet of the figures of a place and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its code; the ledger has a view of this name.
    pub code: String,
    /// What people see.
    pub label: Text,
    /// What it is, for the help.
    pub help: Text,
    /// Who fills it in and how often, where it is a sheet.
    pub sheet: Option<SheetRule>,
    /// How some of its fields follow from others, by their code. Sheets only.
    pub derived: BTreeMap<String, Expression>,
    /// The unit its facilities are counted in; of a sheet, a unit without a name.
    pub unit: Unit,
    /// Every field in the order of the form, shared ones included.
    pub fields: Vec<Field>,
    /// What is refused or doubted across fields.
    pub checks: Vec<Check>,
}

impl Kind {
    /// Returns how often the sheet is due; `None` for a kind of facility.
    #[must_use]
    pub fn cycle(&self) -> Option<Cycle> {
        self.sheet.as_ref().map(|sheet| sheet.cycle)
    }

    /// Returns what sort of records are filled in.
    #[must_use]
    pub const fn is_sheet(&self) -> bool {
        self.sheet.is_some()
    }

    /// Returns the field of a code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// Returns the fields that only this kind has.
    pub fn own_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.shared)
    }

    /// Returns a facility of this kind from the values the ledger keeps; what a field no longer
    /// understands is left out.
    #[must_use]
    pub fn decode(&self, record: &crate::domain::record::trail::Record) -> Facility {
        let kind = record.kind.clone();
        let place = record.place.clone();
        Facility {
            id: record.id,
            kind,
            place,
            values: self.values(&record.fields),
        }
    }

    /// Returns the values in the fields that the ledger keeps; what a field no longer understands
    /// is left out.
    #[must_use]
    pub fn values(&self, fields: &BTreeMap<String, Json>) -> BTreeMap<String, Value> {
        let value =
            |(code, json): (&String, &Json)| Some((code.clone(), self.field(code)?.decode(json)?));
        fields.iter().filter_map(value).collect()
    }

    /// Returns a value as people read it, or nothing where the field is empty.
    #[must_use]
    pub fn show(&self, code: &str, value: Option<&Value>, lang: crate::i18n::Lang) -> String {
        match (self.field(code), value) {
            (Some(field), Some(value)) => field.show(value, lang),
            _ => String::new(),
        }
    }

    /// Returns the same for a column of values, as [`Value::in_one_unit`] has them.
    #[must_use]
    pub fn show_in_column(
        &self,
        code: &str,
        value: Option<&Value>,
        lang: crate::i18n::Lang,
    ) -> String {
        match (self.field(code), value) {
            (Some(field), Some(value)) => field.show(&value.in_one_unit(), lang),
            _ => String::new(),
        }
    }
}

/// How strong a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckStrength {
    /// It tells what is worth knowing; nobody has to answer.
    Note,
    /// It asks: the record is saved once a reason is given.
    Soft,
    /// It asks, and only words answer it.
    Explain,
    /// It refuses; the record stays a draft.
    Hard,
}

impl CheckStrength {
    /// Returns the word for it in packs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Soft => "soft",
            Self::Explain => "explain",
            Self::Hard => "hard",
        }
    }
}

/// A check of a pack: when all conditions hold, its message is shown at its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its code.
    pub code: String,
    /// Whether it refuses or asks.
    pub strength: CheckStrength,
    /// What must hold for it to speak.
    pub when: Vec<Condition>,
    /// What it says.
    pub message: Text,
    /// The field it is shown at.
    pub field: String,
}

/// The words of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The value is refused.
    Refused(Refusal),
    /// The value looks doubtful.
    Doubted(Doubt),
    /// A check of the pack speaks.
    Said(Text),
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Refused(refusal) => refusal.say(lang),
            Self::Doubted(doubt) => doubt.say(lang),
            Self::Said(message) => message.say(lang),
        }
    }
}

/// One problem of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field it is shown at.
    pub field: String,
    /// What found it: the code of a check of the pack, or a word for a check that every field has.
    pub check: String,
    /// Whether it keeps the record from being saved.
    pub strength: CheckStrength,
    /// What it says.
    pub complaint: Complaint,
}

impl Check {
    pub(crate) fn problem(&self) -> Problem {
        Problem {
            field: self.field.clone(),
            check: self.code.clone(),
            strength: self.strength,
            complaint: Complaint::Said(self.message.clone()),
        }
    }
}
