//! Policy packs: kinds, their fields and checks, and the requirements, all as data. See
//! `docs/policy-pack.md`.

mod aliases;
mod builtin;
mod changes;
mod choices;
mod claims;
mod compile;
mod conditions;
mod exists;
mod expression;
mod facts;
mod fields;
mod file;
mod form_parts;
mod format;
mod join;
mod keys;
mod measures;
mod misplaced;
mod never;
mod requirements;
mod schema;
mod sheets;
pub(crate) mod source;
mod units;
mod written;

use std::sync::Arc;

use chrono::NaiveDate;

use super::kind::{Check, Kind};
use super::requirement::{Group, Requirement, Scope};
use crate::domain::value::field::Field;
use crate::domain::value::zone::Zone;
use crate::i18n::{Text, ValidityMsg};

pub use self::builtin::{exception_form, shared_fields};
pub use self::join::join;
pub use self::schema::schema;
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
    /// The first day it is in force, where it states one.
    pub valid_from: Option<NaiveDate>,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// After how many quarters without a save or a confirmation a facility is stale.
    pub stale_after: Option<u32>,
}

impl Document {
    /// Returns that it is not in force on a day, where it is not.
    #[must_use]
    pub fn not_in_force(&self, day: NaiveDate) -> Option<ValidityMsg> {
        let before = self.valid_from.filter(|first| day < *first);
        let after = self.valid_to.filter(|last| *last < day);
        before
            .map(|first| ValidityMsg::NotYet {
                date: first.to_string(),
            })
            .or_else(|| {
                after.map(|last| ValidityMsg::NoLonger {
                    date: last.to_string(),
                })
            })
    }

    /// Returns whether it is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.not_in_force(day).is_none()
    }
}

/// A policy pack, read and checked. A clone shares what is large.
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
    /// The kinds it asks for and its sheets, each with the form that all packs of the ledger come
    /// to. A pack that is in no ledger stands for itself.
    pub kinds: Arc<[Kind]>,
    /// The same kinds as its own text has them.
    pub asked: Arc<[Kind]>,
    /// Its requirements, in the order of the file.
    pub requirements: Arc<[Requirement]>,
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

    /// Returns the kind of a code as its own text has it.
    #[must_use]
    pub fn asks(&self, code: &str) -> Option<&Kind> {
        self.asked.iter().find(|kind| kind.code == code)
    }

    /// Returns the requirement of a code.
    #[must_use]
    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements
            .iter()
            .find(|requirement| requirement.code == code)
    }

    /// Returns where a kind is judged: the scopes of the requirements that look at its facilities in
    /// the place that they judge. One that nothing looks at is of the places of the pack; a kind that
    /// the pack does not have, of none.
    #[must_use]
    pub fn scopes_of(&self, kind: &str) -> Vec<&Scope> {
        if self.kind(kind).is_none() {
            return Vec::new();
        }
        let looks_at = |requirement: &&Requirement| {
            let looks = requirement.looks();
            let mut here = looks.iter().filter(|look| look.path.is_empty());
            let is_list = requirement.is_exists() && requirement.kind == kind;
            is_list || here.any(|look| look.form == kind)
        };
        let looking = self.requirements.iter().filter(looks_at);
        let mut scopes: Vec<&Scope> = looking.map(|requirement| &requirement.scope).collect();
        if scopes.is_empty() {
            scopes.push(&self.scope);
        }
        scopes
    }

    /// Returns where the requirement of a code stands in the order of the pack.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        let requirements = &mut self.requirements.iter();
        requirements.position(|requirement| requirement.code == code)
    }
}
