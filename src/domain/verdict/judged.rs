//! Judges a requirement by the facts that were gathered for it, whatever its form.

use chrono::{Days, NaiveDate};

use super::claims::judge_claim;
use super::duty::judge_duty;
use super::judge::in_force;
use super::standing::{Exception, Standing};
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::requirement::{Requirement, Rule, Speaks};
use crate::domain::value::period::{Cycle, Period};

/// Judges a requirement that looks at facts for a place on a day. One that asks for facilities that
/// exist is judged by [`super::judge::judge`].
#[must_use]
pub fn judged(
    requirement: &Requirement,
    place: &str,
    facts: &Inventory,
    day: NaiveDate,
) -> Standing {
    match &requirement.rule {
        Rule::Duty(duty) => judge_duty(requirement, duty, place, facts, day),
        _ => judge_claim(requirement, place, facts, day),
    }
}

impl Standing {
    /// Returns the same with the exception in force on a day beside it.
    #[must_use]
    pub fn with_exception(
        self,
        requirement: &Requirement,
        exceptions: &[Exception],
        day: NaiveDate,
    ) -> Self {
        let exception = in_force(requirement, &self.place, exceptions, day).map(Box::new);
        Self { exception, ..self }
    }

    /// Returns the last day on which it is so without a change, judged on a day: the end of the
    /// period that it waits for. `None` where no day changes it.
    #[must_use]
    pub fn holds_until(&self, requirement: &Requirement, day: NaiveDate) -> Option<NaiveDate> {
        let cycle = match &requirement.rule {
            Rule::Duty(duty) => Some(duty.cycle).filter(|cycle| *cycle != Cycle::Once),
            _ => requirement.cycle,
        }?;
        let target = requirement
            .deadline()
            .filter(|_| requirement.speaks == Speaks::OfTarget)
            .map(|deadline| Period::of_day(cycle, deadline).last_day());
        match target {
            Some(last) if last < day => None,
            Some(last) if !matches!(requirement.rule, Rule::Duty(_)) => Some(last),
            _ => Some(Period::of_day(cycle, day).last_day()),
        }
        .filter(|last| last.checked_add_days(Days::new(1)).is_some())
    }
}
