//! What a plan is made of.

use uuid::Uuid;

use crate::domain::value::Value;
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::verdict::told::ToDecide;
use crate::i18n::Text;

/// What a step changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanTarget {
    /// A facility that is there, by its name.
    Facility(String),
    /// A facility that is not there yet.
    NewFacility,
    /// The sheet of a period.
    Sheet(Period),
}

/// One field that a step sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSet {
    /// Its code.
    pub field: String,
    /// What it is now; `None` where it is empty.
    pub from: Option<Value>,
    /// What it is to be.
    pub to: Value,
}

impl PlanSet {
    /// Returns by how much a figure changes; of one that is empty, all of it.
    #[must_use]
    pub fn amount(&self) -> Option<Number> {
        let to = self.to.number()?;
        match &self.from {
            None => Some(to),
            Some(from) => to.checked_sub(from.number()?),
        }
    }
}

/// A change of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStep {
    /// The record; nil until a new facility is given an id when it is saved.
    pub record: Uuid,
    /// What it is.
    pub target: PlanTarget,
    /// The code of its kind or sheet.
    pub form: String,
    /// The code of its place.
    pub place: String,
    /// What is set.
    pub sets: Vec<PlanSet>,
    /// The codes of the requirements that are not met without it.
    pub meets: Vec<String>,
}

/// Why a requirement stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanGap {
    /// What it asks for is no figure, or no one change of one meets it.
    NoFigure,
    /// An act is to be done and recorded.
    Act,
    /// Figures are to be entered first.
    ToEnter(Vec<ToDecide>),
    /// What another requirement needs is against it.
    Against,
    /// The ledger takes no such change.
    Refused(Text),
}

/// A requirement that a plan does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanUnmet {
    /// Its code.
    pub requirement: String,
    /// Why.
    pub why: PlanGap,
}

/// The smallest change that meets the requirements of a place, as far as changes can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePlan {
    /// The steps, each of another record.
    pub steps: Vec<PlanStep>,
    /// The codes of the requirements that are open now and met with all of them done at once.
    pub met: Vec<String>,
    /// Those that stay open.
    pub unmet: Vec<PlanUnmet>,
    /// The codes of those that are met now and would not be any more.
    pub broken: Vec<String>,
}
