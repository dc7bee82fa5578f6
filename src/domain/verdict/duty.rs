//! Judges duties: acts that are to be recorded in every period.

use chrono::NaiveDate;

use super::claims::standing;
use super::standing::{Standing, Verdict};
use super::told::{ToDecide, Told};
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::requirement::{Duty, Requirement};
use crate::domain::value::period::{Cycle, Period};
use crate::domain::value::{Number, PartialDate, Value};

/// So many periods without an act are told.
const MOST_MISSED: usize = 40;

/// Judges a duty for a place on a day: by the last period that is over, or by all time where it is
/// due once. Nobody has done what nobody recorded.
#[must_use]
pub fn judge_duty(
    requirement: &Requirement,
    duty: &Duty,
    place: &str,
    facts: &Inventory,
    day: NaiveDate,
) -> Standing {
    let done = |period: Period| match facts.value(place, &duty.act.sheet, period, &duty.act.field) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    let ended = ended(requirement, duty, day);
    let current = Period::of_day(duty.cycle, day);
    let period = ended.last().copied();
    let judged = period.unwrap_or(current);
    let date = done(judged);
    let verdict = match (date, period) {
        (Some(_), _) => Verdict::Met,
        (None, Some(_)) => Verdict::Short,
        // The first period is not over yet.
        (None, None) => Verdict::Unknown,
    };
    let is_missed = |period: &&Period| duty.cycle != Cycle::Once && done(**period).is_none();
    let told = Told {
        period: (duty.cycle != Cycle::Once).then_some(judged),
        done_on: date.map(PartialDate::first_day),
        is_late: date.is_some_and(|date| date.first_day() > judged.last_day()),
        missed: ended
            .iter()
            .rev()
            .filter(is_missed)
            .take(MOST_MISSED)
            .copied()
            .collect(),
        wanted: date
            .is_none()
            .then(|| wanted(duty, place, judged))
            .into_iter()
            .collect(),
        ..Told::default()
    };
    let mut standing = standing(requirement, place, verdict, told);
    let one = Number::from(1_i64);
    let zero = Number::ZERO;
    standing.need = one;
    standing.have = Some(if date.is_some() { one } else { zero });
    standing.gap = match verdict {
        Verdict::Met => Some(zero),
        Verdict::Short => Some(one),
        Verdict::Unknown | Verdict::Information => None,
    };
    standing
}

/// Returns the periods that are over and were due, the earliest first.
fn ended(requirement: &Requirement, duty: &Duty, day: NaiveDate) -> Vec<Period> {
    if duty.cycle == Cycle::Once {
        return vec![Period::ALWAYS];
    }
    let last = requirement.deadline().map_or(day, |deadline| {
        day.min(deadline.succ_opt().unwrap_or(deadline))
    });
    std::iter::successors(Some(duty.since), |period| Some(period.next()))
        .take_while(|period| period.is_over(last))
        .collect()
}

fn wanted(duty: &Duty, place: &str, period: Period) -> ToDecide {
    ToDecide {
        place: place.to_owned(),
        place_name: String::new(),
        form: duty.act.sheet.clone(),
        of: duty.act.sheet_label.clone(),
        field: duty.act.field.clone(),
        label: duty.act.label.clone(),
        period: Some(period),
        record: None,
    }
}
