//! Policy packs: kinds, their fields and checks, and the requirements, all as data. See
//! `docs/policy-pack.md`.

mod builtin;
mod changes;
mod claims;
mod compile;
mod conditions;
mod exists;
mod expression;
mod fields;
mod file;
mod form_parts;
mod requirements;
mod sheets;
pub(crate) mod source;
mod units;

use chrono::NaiveDate;

use super::kind::{Check, Kind};
use super::requirement::{Group, Requirement, Scope};
use crate::domain::value::field::Field;
use crate::domain::value::zone::Zone;
use crate::i18n::Text;

pub use self::builtin::{exception_form, shared_fields};
pub use self::source::Fault;

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
    /// The groups of its requirements, in the order of the file; none where it has none.
    pub groups: Vec<Group>,
    /// Its kinds, and its sheets.
    pub kinds: Vec<Kind>,
    /// Its requirements, in the order of the file.
    pub requirements: Vec<Requirement>,
    /// The file itself: the ledger keeps it, so that a snapshot carries the policy it was judged
    /// by.
    pub text: String,
}

impl Pack {
    /// Returns the kind of a code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// Returns the requirement of a code.
    #[must_use]
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements
            .iter()
            .find(|requirement| requirement.code == code)
    }
}
