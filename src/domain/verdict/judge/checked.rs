//! A facility beside one requirement: which conditions it fails, and what it comes before.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::domain::policy::requirement::Requirement;
use crate::domain::record::facility::{Facility, Status, shared};
use crate::domain::value::condition::{Condition, Operator, Truth, Values as _};
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;

/// A facility with the answers of all conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checked<'a> {
    pub(super) facility: Cow<'a, Facility>,
    status: Status,
    /// Fields whose condition fails; a facility out of use fails by its status.
    pub(super) failing: Vec<String>,
    /// Fields that decide and are empty, or dates not known well enough.
    pub(super) missing: Vec<String>,
    /// No condition fails that asks for a sort rather than for a size.
    right_sort: bool,
    /// Nothing fails but the measured condition.
    pub(super) fails_nothing_else: bool,
    /// The measured figure.
    pub(super) figure: Option<Number>,
    /// How far that is outside of a range; nothing where only one end is asked for.
    outside: Number,
}

impl<'a> Checked<'a> {
    pub(super) fn of(requirement: &Requirement, facility: &'a Facility) -> Self {
        let status = facility.status();
        let mut checked = Self {
            facility: Cow::Borrowed(facility),
            status,
            failing: Vec::new(),
            missing: Vec::new(),
            right_sort: true,
            fails_nothing_else: status == Status::InUse,
            figure: None,
            outside: Number::ZERO,
        };
        let is_measured =
            |condition: &Condition| requirement.measured_ends().any(|end| end == condition);
        for condition in requirement.conditions() {
            match condition.test(facility) {
                Truth::Yes => {}
                Truth::Missing => checked.missing.push(condition.field.clone()),
                Truth::No => {
                    checked.right_sort &= condition.operator.is_degree();
                    checked.fails_nothing_else &= is_measured(condition);
                    checked.failing.push(condition.field.clone());
                }
            }
        }
        if status != Status::InUse {
            checked.failing.push(shared::STATUS.to_owned());
        }
        let field = requirement
            .measured()
            .map(|condition| condition.field.as_str());
        checked.figure = field.and_then(|code| facility.value(code)?.number());
        if let Some(figure) = checked.figure
            && requirement.measured_ends().nth(1).is_some()
        {
            let (operator, need) = requirement.limit_for(Some(figure));
            checked.outside = missing_amount(operator, need, figure);
        }
        checked
    }

    pub(super) fn qualifies(&self) -> bool {
        self.failing.is_empty() && self.missing.is_empty()
    }

    /// It qualifies, or could once its empty values are entered.
    pub(super) const fn is_open(&self) -> bool {
        self.failing.is_empty()
    }

    pub(super) fn is_candidate(&self) -> bool {
        self.status == Status::InUse && self.right_sort
    }

    /// When it is to meet the requirement, if it only has to open and all that decides is known.
    pub(super) fn expected_on(&self) -> Option<PartialDate> {
        let fails_only_status = self.failing.iter().all(|field| field == shared::STATUS);
        let would_suffice = fails_only_status && self.missing.is_empty();
        self.facility
            .planned_open_on()
            .filter(|_| self.status == Status::Expected && would_suffice)
    }

    fn to_owned(&self) -> Checked<'static> {
        let Checked {
            facility,
            failing,
            missing,
            ..
        } = self.clone();
        Checked {
            facility: Cow::Owned(facility.into_owned()),
            failing,
            missing,
            ..*self
        }
    }

    /// Takes the place of the first one unless that comes before it.
    pub(super) fn keep_if_first(&self, first: &mut Option<Checked<'static>>, operator: Operator) {
        if first
            .as_ref()
            .is_none_or(|first| self.compare(first, operator).is_lt())
        {
            *first = Some(self.to_owned());
        }
    }

    /// Returns the order in which facilities explain a verdict: what qualifies, then candidates
    /// that fail nothing but the measure, the best figure first; then whatever fails least. Name
    /// and id make the order complete.
    fn compare(&self, other: &Self, operator: Operator) -> Ordering {
        let rank = |c: &Self| {
            let other_failures = c
                .failing
                .len()
                .saturating_sub(usize::from(c.fails_nothing_else));
            (
                !c.qualifies(),
                !c.is_candidate(),
                other_failures,
                c.status != Status::Expected,
                c.figure.is_none(),
            )
        };
        let more_first = || Reverse(self.figure).cmp(&Reverse(other.figure));
        let figures = match operator {
            Operator::Less | Operator::AtMost => more_first().reverse(),
            _ => more_first(),
        };
        let fewest_missing = self.missing.len().cmp(&other.missing.len());
        rank(self)
            .cmp(&rank(other))
            .then(self.outside.cmp(&other.outside))
            .then(figures)
            .then(fewest_missing)
            .then_with(|| self.facility.name().cmp(other.facility.name()))
            .then_with(|| self.facility.id.cmp(&other.facility.id))
    }
}

/// Returns how far a figure is from a limit that it fails.
pub(super) fn missing_amount(operator: Operator, need: Number, have: Number) -> Number {
    match operator {
        Operator::Less | Operator::AtMost => have.saturating_sub(need),
        _ => need.saturating_sub(have),
    }
}
