//! The one evaluator: what a requirement says of the facilities of a place. The rules are those of
//! 丽政办发〔2022〕72号 一(二), read as the pack says.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;
use uuid::Uuid;

use super::condition::{Operator, Truth, Values};
use super::date::PartialDate;
use super::facility::{Facility, Status, shared};
use super::number::Number;
use super::requirement::Requirement;
use super::standing::{Exception, Nearest, Standing, Verdict};

/// Judges `requirement` for a place by its facilities, of which those of other kinds are passed over. Sizes are
/// never added up: one facility has to meet every condition by itself. Only facilities in use count, a deciding value that
/// is empty makes the verdict unknown, and an exception in force on `day` is shown beside it.
#[must_use]
pub fn judge<'a>(
    requirement: &Requirement,
    place: &str,
    facilities: impl IntoIterator<Item = &'a Facility>,
    exceptions: &[Exception],
    day: NaiveDate,
) -> Standing {
    let mut checked: Vec<Checked> = facilities
        .into_iter()
        .filter(|facility| facility.kind == requirement.kind)
        .map(|facility| Checked::of(requirement, facility))
        .collect();
    checked.sort_by(|a, b| a.compare(b, requirement.measure.operator));
    let verdict = verdict(requirement, &checked);
    let told = checked.iter().find(|c| verdict != Verdict::Unknown || (c.is_open() && !c.missing.is_empty()));
    let (have, gap) = figures(requirement, verdict, &checked);
    Standing {
        requirement: requirement.code.clone(),
        place: place.to_owned(),
        verdict,
        need: requirement.measure.need,
        have,
        gap,
        candidates: checked.iter().filter(|c| c.is_candidate()).count(),
        qualifying: checked.iter().filter(|c| c.qualifies()).count(),
        nearest: told.map(|c| Nearest {
            id: c.facility.id,
            name: c.facility.name().to_owned(),
            operator: c.facility.operator().to_owned(),
        }),
        failing: told.map(|c| c.failing.clone()).unwrap_or_default(),
        missing: told.filter(|c| c.is_open()).map(|c| c.missing.clone()).unwrap_or_default(),
        expected_on: expected_on(verdict, &checked),
        exception: in_force(requirement, place, exceptions, day),
    }
}

fn verdict(requirement: &Requirement, checked: &[Checked]) -> Verdict {
    let qualifying = checked.iter().filter(|c| c.qualifies()).count();
    let open = checked.iter().filter(|c| c.is_open()).count();
    if qualifying >= requirement.at_least {
        Verdict::Met
    } else if open >= requirement.at_least {
        Verdict::Unknown
    } else {
        Verdict::Short
    }
}

/// What is there and what is missing, in the measure of the requirement.
fn figures(requirement: &Requirement, verdict: Verdict, checked: &[Checked]) -> (Option<Number>, Option<Number>) {
    let measure = &requirement.measure;
    let have = if measure.field.is_none() {
        Some(checked.iter().filter(|c| c.qualifies()).count().into())
    } else {
        let best = checked.iter().filter(|c| c.is_candidate() && c.fails_nothing_else).find_map(|c| c.figure);
        let nothing_counts = !checked.iter().any(Checked::is_candidate);
        best.or_else(|| (verdict == Verdict::Short || nothing_counts).then_some(Number::ZERO))
    };
    let gap = match verdict {
        Verdict::Met => Some(Number::ZERO),
        Verdict::Unknown => None,
        Verdict::Short => have.map(|have| missing_amount(measure.operator, measure.need, have)),
    };
    (have, gap)
}

fn missing_amount(operator: Operator, need: Number, have: Number) -> Number {
    match operator {
        Operator::Less | Operator::AtMost => have.less(need),
        _ => need.less(have),
    }
}

fn expected_on(verdict: Verdict, checked: &[Checked]) -> Option<PartialDate> {
    let expected = |c: &&Checked| c.status == Status::Expected && c.fails_only_status();
    let dates = checked.iter().filter(expected).filter_map(|c| c.facility.planned_open_on());
    dates.min_by_key(|date| date.last_day()).filter(|_| verdict != Verdict::Met)
}

fn in_force(requirement: &Requirement, place: &str, exceptions: &[Exception], day: NaiveDate) -> Option<Exception> {
    let fits = |e: &&Exception| e.requirement == requirement.code && e.place == place && e.holds_on(day);
    exceptions.iter().filter(fits).max_by_key(|e| (e.valid_until.unwrap_or(NaiveDate::MAX), &e.document)).cloned()
}

/// A facility with the answers of all conditions.
struct Checked<'a> {
    facility: &'a Facility,
    status: Status,
    /// Fields whose condition fails; a facility out of use fails by its status.
    failing: Vec<String>,
    /// Empty fields that decide.
    missing: Vec<String>,
    /// No condition fails that asks for a sort rather than for a size.
    right_sort: bool,
    /// Nothing fails but the measured condition.
    fails_nothing_else: bool,
    /// The measured figure.
    figure: Option<Number>,
}

impl<'a> Checked<'a> {
    fn of(requirement: &Requirement, facility: &'a Facility) -> Self {
        let status = facility.status();
        let mut checked = Self {
            facility,
            status,
            failing: Vec::new(),
            missing: Vec::new(),
            right_sort: true,
            fails_nothing_else: status == Status::InUse,
            figure: None,
        };
        let measured = requirement.measured();
        for condition in &requirement.conditions {
            match condition.test(facility) {
                Truth::Yes => {}
                Truth::Missing => checked.missing.push(condition.field.clone()),
                Truth::No => {
                    checked.right_sort &= condition.operator.is_degree();
                    checked.fails_nothing_else &= measured == Some(condition);
                    checked.failing.push(condition.field.clone());
                }
            }
        }
        if status != Status::InUse {
            checked.failing.push(shared::STATUS.to_owned());
        }
        checked.figure = measured.and_then(|condition| facility.value(&condition.field)?.number());
        checked
    }

    fn qualifies(&self) -> bool {
        self.failing.is_empty() && self.missing.is_empty()
    }

    /// It qualifies, or could once its empty values are entered.
    const fn is_open(&self) -> bool {
        self.failing.is_empty()
    }

    fn is_candidate(&self) -> bool {
        self.status == Status::InUse && self.right_sort
    }

    fn fails_only_status(&self) -> bool {
        self.failing.iter().all(|field| field == shared::STATUS)
    }

    /// The order in which facilities explain a verdict: what qualifies, then candidates that fail nothing but the
    /// measure, the best figure first; then whatever fails least. Name and id make the order complete.
    fn compare(&self, other: &Self, operator: Operator) -> Ordering {
        let rank = |c: &Self| {
            let other_failures = c.failing.len().saturating_sub(usize::from(c.fails_nothing_else));
            (!c.qualifies(), !c.is_candidate(), other_failures, c.status != Status::Expected, c.figure.is_none())
        };
        let more_first = || Reverse(self.figure).cmp(&Reverse(other.figure));
        let figures = match operator {
            Operator::Less | Operator::AtMost => more_first().reverse(),
            _ => more_first(),
        };
        let name_and_id = |c: &Self| -> (String, Uuid) { (c.facility.name().to_owned(), c.facility.id) };
        let fewest_missing = self.missing.len().cmp(&other.missing.len());
        rank(self)
            .cmp(&rank(other))
            .then(figures)
            .then(fewest_missing)
            .then_with(|| name_and_id(self).cmp(&name_and_id(other)))
    }
}
