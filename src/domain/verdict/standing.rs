//! Standings: the result of one requirement in one place.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::told::Told;
pub use super::verdicts::Verdict;
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;

/// The facility that explains a standing: the one that meets it best, or comes nearest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearest {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The unit that runs it; empty while nobody typed one.
    pub operator: String,
}

/// A written exception: recorded beside a verdict, never turning it into met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The requirement it excuses.
    pub requirement: String,
    /// The place it excuses.
    pub place: String,
    /// The number of the document that grants it.
    pub document: String,
    /// Why it was granted.
    pub reason: String,
    /// The last day it holds; open where none was set.
    pub valid_until: Option<NaiveDate>,
}

impl Exception {
    /// Returns whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_until.is_none_or(|last| day <= last)
    }
}

/// The result of one requirement in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The code of the requirement.
    pub requirement: String,
    /// The code of the place.
    pub place: String,
    /// Met, short or unknown.
    pub verdict: Verdict,
    /// The limit, in the unit of the requirement's measure.
    pub need: Number,
    /// The best figure there is; `None` while it is not known.
    pub have: Option<Number>,
    /// What is missing of the limit; `None` while that is not known. Nothing missing does not mean
    /// met: exactly 2000 is short of "more than 2000".
    pub gap: Option<Number>,
    /// How many facilities in use could count: those of the right sort, whatever their size.
    pub candidates: usize,
    /// How many of them meet every condition.
    pub qualifying: usize,
    /// The facility that explains the verdict.
    pub nearest: Option<Nearest>,
    /// Fields of the nearest facility that fail.
    pub failing: Vec<String>,
    /// Fields that decide and are empty, or dates not known well enough: those of the nearest
    /// facility, and while the verdict is not known those of any other after them.
    pub missing: Vec<String>,
    /// When a planned one is expected to meet it.
    pub expected_on: Option<PartialDate>,
    /// The exception in force.
    pub exception: Option<Box<Exception>>,
    /// What else is told, where no facility was looked for: the period, the comparisons with their
    /// parts, and what to enter.
    pub told: Option<Box<Told>>,
}

impl Standing {
    /// Returns what is needed, where that is a figure and known.
    #[must_use]
    pub fn needed(&self) -> Option<Number> {
        match &self.told {
            Some(told) if !told.details.is_empty() => told.main(self.verdict)?.need,
            _ => Some(self.need),
        }
    }
}
