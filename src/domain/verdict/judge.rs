//! The one evaluator: what a requirement says of the facilities of a place. The rules are those of
//! 丽政办发〔2022〕72号 一(二), read as the pack says.

mod checked;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::checked::{Checked, missing_amount};
use super::standing::{Exception, Nearest, Standing, Verdict};
use crate::domain::policy::requirement::Requirement;
use crate::domain::record::facility::{Facility, shared};
use crate::domain::value::condition::Operand;
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;

/// Judges `requirement` for a place by its facilities, of which those of other kinds are passed
/// over. Sizes are never added up: one facility has to meet every condition by itself. Only
/// facilities in use count, a deciding value that is empty makes the verdict unknown, and an
/// exception in force on `day` is shown beside it.
#[must_use]
pub fn judge<'a>(
    requirement: &Requirement,
    place: &str,
    facilities: impl IntoIterator<Item = &'a Facility>,
    exceptions: &[Exception],
    day: NaiveDate,
) -> Standing {
    Tally::of(requirement, facilities).standing(requirement, place, exceptions, day)
}

/// Returns the codes of the fields that judging by a requirement looks at. A facility that has only
/// these is judged as the whole one is.
#[must_use]
pub fn fields_of(requirement: &Requirement) -> BTreeSet<&str> {
    let always = [
        shared::NAME,
        shared::STATUS,
        shared::PLANNED_OPEN_ON,
        shared::OPERATOR_UNIT,
    ];
    let operands =
        requirement
            .conditions()
            .iter()
            .filter_map(|condition| match &condition.operand {
                Operand::Field { code, .. } => Some(code.as_str()),
                _ => None,
            });
    let own = requirement
        .conditions()
        .iter()
        .map(|condition| condition.field.as_str());
    always.into_iter().chain(own).chain(operands).collect()
}

/// Whether a facility counts for a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It meets every condition.
    Counts,
    /// It would, if these fields were entered as they must be.
    NotKnown {
        /// The codes of the fields.
        missing: Vec<String>,
    },
    /// It does not, by these fields; one out of use by its status.
    CountsNot {
        /// The codes of the fields.
        failing: Vec<String>,
    },
}

/// Returns whether a facility counts for a requirement that asks for facilities of its kind.
#[must_use]
pub fn counting(requirement: &Requirement, facility: &Facility) -> Counting {
    let Checked {
        failing, missing, ..
    } = Checked::of(requirement, facility);
    if !failing.is_empty() {
        Counting::CountsNot { failing }
    } else if !missing.is_empty() {
        Counting::NotKnown { missing }
    } else {
        Counting::Counts
    }
}

/// What the facilities of a place come to for one requirement, taken one after the other and in any
/// order. It keeps no more of them than a standing tells, so a place may have a million. Two of them
/// join to what the facilities of both come to, so that a large place can be kept in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    candidates: usize,
    qualifying: usize,
    /// Those that qualify, or could once their empty values are entered.
    open: usize,
    /// The facility that explains a verdict, in the order of [`Checked::compare`].
    first: Option<Checked<'static>>,
    /// The first of those that would qualify if their empty values were entered.
    first_to_enter: Option<Checked<'static>>,
    /// The first of those that tell what is there of the measure.
    first_measured: Option<Checked<'static>>,
    /// What decides in any of those that could qualify.
    missing: BTreeSet<String>,
    /// When planned ones are expected that would qualify, no more of them than are asked for.
    expected: Vec<PartialDate>,
}

impl Tally {
    /// Returns what these facilities come to.
    #[must_use]
    pub fn of<'a>(
        requirement: &Requirement,
        facilities: impl IntoIterator<Item = &'a Facility>,
    ) -> Self {
        let mut tally = Self::default();
        for facility in facilities {
            tally.add(requirement, facility);
        }
        tally
    }

    /// Takes a facility in; one of another kind is passed over.
    pub fn add(&mut self, requirement: &Requirement, facility: &Facility) {
        if facility.kind != requirement.kind {
            return;
        }
        let checked = Checked::of(requirement, facility);
        let operator = requirement.measure.operator;
        self.candidates += usize::from(checked.is_candidate());
        self.qualifying += usize::from(checked.qualifies());
        self.open += usize::from(checked.is_open());
        if checked.is_open() && !checked.missing.is_empty() {
            checked.keep_if_first(&mut self.first_to_enter, operator);
        }
        if checked.is_candidate() && checked.fails_nothing_else && checked.figure.is_some() {
            checked.keep_if_first(&mut self.first_measured, operator);
        }
        if checked.is_open() {
            self.missing.extend(checked.missing.iter().cloned());
        }
        if let Some(date) = checked.expected_on() {
            self.add_openings(requirement, [date]);
        }
        checked.keep_if_first(&mut self.first, operator);
    }

    /// Takes in what other facilities come to for the same requirement.
    pub fn join(&mut self, requirement: &Requirement, other: &Self) {
        let operator = requirement.measure.operator;
        self.candidates += other.candidates;
        self.qualifying += other.qualifying;
        self.open += other.open;
        for (own, theirs) in [
            (&mut self.first, &other.first),
            (&mut self.first_to_enter, &other.first_to_enter),
            (&mut self.first_measured, &other.first_measured),
        ] {
            if let Some(theirs) = theirs {
                theirs.keep_if_first(own, operator);
            }
        }
        self.missing.extend(other.missing.iter().cloned());
        self.add_openings(requirement, other.expected.iter().copied());
    }

    /// Takes in days on which facilities are to open that would qualify.
    fn add_openings(
        &mut self,
        requirement: &Requirement,
        days: impl IntoIterator<Item = PartialDate>,
    ) {
        self.expected.extend(days);
        self.expected
            .sort_by_key(|date| (date.last_day(), date.to_string()));
        self.expected.truncate(requirement.at_least());
    }

    /// Returns what the requirement that all were taken in for says of their place.
    #[must_use]
    pub fn standing(
        &self,
        requirement: &Requirement,
        place: &str,
        exceptions: &[Exception],
        day: NaiveDate,
    ) -> Standing {
        let verdict = self.verdict(requirement);
        let told = if verdict == Verdict::Unknown {
            &self.first_to_enter
        } else {
            &self.first
        }
        .as_ref();
        let have = self.have(requirement, verdict);
        let awaited = requirement.at_least().saturating_sub(self.qualifying);
        let expected = awaited.checked_sub(1).and_then(|at| self.expected.get(at));
        Standing {
            requirement: requirement.code.clone(),
            place: place.to_owned(),
            verdict,
            need: requirement.limit_for(have).1,
            have,
            gap: gap(requirement, verdict, have),
            candidates: self.candidates,
            qualifying: self.qualifying,
            nearest: told.map(|c| Nearest {
                id: c.facility.id,
                name: c.facility.name().to_owned(),
                operator: c.facility.operator().to_owned(),
            }),
            failing: told.map(|c| c.failing.clone()).unwrap_or_default(),
            missing: match verdict {
                Verdict::Unknown => nearest_first(told, &self.missing),
                _ => told
                    .filter(|c| c.is_open())
                    .map(|c| c.missing.clone())
                    .unwrap_or_default(),
            },
            expected_on: expected.copied(),
            exception: in_force(requirement, place, exceptions, day).map(Box::new),
            told: None,
        }
    }

    const fn verdict(&self, requirement: &Requirement) -> Verdict {
        if self.qualifying >= requirement.at_least() {
            Verdict::Met
        } else if self.open >= requirement.at_least() {
            Verdict::Unknown
        } else {
            Verdict::Short
        }
    }

    /// Returns what is there, in the measure of the requirement.
    fn have(&self, requirement: &Requirement, verdict: Verdict) -> Option<Number> {
        if requirement.measure.field.is_none() {
            return Some(self.qualifying.into());
        }
        let best = self.first_measured.as_ref().and_then(|c| c.figure);
        best.or_else(|| (verdict == Verdict::Short || self.candidates == 0).then_some(Number::ZERO))
    }
}

/// Returns the fields that decide in any record, those of the one that is told first.
fn nearest_first(told: Option<&Checked>, all: &BTreeSet<String>) -> Vec<String> {
    let mut codes: Vec<String> = told.map(|c| c.missing.clone()).unwrap_or_default();
    let others = all.iter().filter(|code| !codes.contains(code));
    let others: Vec<String> = others.cloned().collect();
    codes.extend(others);
    codes
}

/// Returns what is missing, in the measure of the requirement.
fn gap(requirement: &Requirement, verdict: Verdict, have: Option<Number>) -> Option<Number> {
    let (operator, need) = requirement.limit_for(have);
    match verdict {
        Verdict::Met => Some(Number::ZERO),
        Verdict::Unknown | Verdict::Information => None,
        Verdict::Short => have.map(|have| missing_amount(operator, need, have)),
    }
}

/// Returns the exception of a requirement in a place that is in force on a day.
pub(super) fn in_force(
    requirement: &Requirement,
    place: &str,
    exceptions: &[Exception],
    day: NaiveDate,
) -> Option<Exception> {
    let fits =
        |e: &&Exception| e.requirement == requirement.code && e.place == place && e.holds_on(day);
    exceptions
        .iter()
        .filter(fits)
        .max_by_key(|e| (e.valid_until.unwrap_or(NaiveDate::MAX), &e.document))
        .cloned()
}
