//! Checks across the fields of a record: hard ones refuse, soft ones ask for a reason, notes only
//! tell.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate};

use super::kind::{Check, CheckStrength, Complaint, Kind, Problem};
use crate::domain::value::Value;
use crate::domain::value::condition::{Condition, Truth, Values};
use crate::domain::value::field::{Field, FieldType, Required};
use crate::domain::value::number::Number;
use crate::i18n::{Doubt, Refusal};

/// Fields that the program answers itself, for checks against the calendar.
const TODAY: &str = "today";
const THIS_YEAR: &str = "this_year";

/// What follows the number of days in the name of a day before today.
const DAYS_AGO: &str = " days ago";

/// The codes that conditions may name beside fields; the last one with any number of days.
pub const CALENDAR: [&str; 3] = [TODAY, THIS_YEAR, "400 days ago"];

/// Returns whether conditions may name a code that is of no field.
#[must_use]
pub fn is_calendar(code: &str) -> bool {
    matches!(code, TODAY | THIS_YEAR) || days_ago(code).is_some()
}

/// Returns how many days before today a code names.
fn days_ago(code: &str) -> Option<Days> {
    let days: u16 = code.strip_suffix(DAYS_AGO)?.parse().ok()?;
    Some(Days::new(days.into()))
}

/// A record's values, with the calendar beside them.
struct OnDay<'a> {
    values: &'a dyn Values,
    day: NaiveDate,
}

impl Values for OnDay<'_> {
    fn value(&self, code: &str) -> Option<Cow<'_, Value>> {
        match code {
            TODAY => Some(Cow::Owned(Value::Date(self.day.into()))),
            THIS_YEAR => Some(Cow::Owned(Value::Number(
                Number::from(i64::from(self.day.year())).into(),
            ))),
            _ => match days_ago(code) {
                Some(days) => {
                    let day = self.day.checked_sub_days(days)?;
                    Some(Cow::Owned(Value::Date(day.into())))
                }
                None => self.values.value(code),
            },
        }
    }
}

/// From what part of the value before on a change of a figure is asked about: more than three
/// tenths, up or down.
const SHARP: (i64, i64) = (3, 10);

/// A record as it is to be checked.
pub struct Checked<'a> {
    /// What it holds.
    pub values: &'a dyn Values,
    /// What was saved of it before; `None` of a new one.
    pub before: Option<&'a dyn Values>,
    /// The day of checking.
    pub day: NaiveDate,
}

/// Returns every problem of a record whose texts could all be read, in the order of the form, hard
/// ones before soft ones of the same field. What is only needed before review is not among them;
/// see [`needed_for_review`].
#[must_use]
pub fn problems(kind: &Kind, record: &Checked) -> Vec<Problem> {
    let on_day = OnDay {
        values: record.values,
        day: record.day,
    };
    let speaking: Vec<&Check> = kind
        .checks
        .iter()
        .filter(|check| holds(&check.when, &on_day))
        .collect();
    let mut found = Vec::new();
    for field in &kind.fields {
        let value = record.values.value(&field.code);
        if value.is_none() && is_required(field, Required::Save, &on_day) {
            found.push(required(field));
        }
        let at_field = speaking.iter().filter(|check| check.field == field.code);
        let mut checks: Vec<Problem> = at_field.map(|check| check.problem()).collect();
        checks.sort_by_key(|problem| std::cmp::Reverse(problem.strength));
        found.append(&mut checks);
        let Some(value) = value else { continue };
        let before = record.before.and_then(|before| before.value(&field.code));
        let doubts = field
            .doubt(&value)
            .into_iter()
            .chain(sharp_change(&value, before.as_deref()))
            .chain(disagreement(kind, field, &value, record.values));
        found.extend(doubts.map(|doubt| doubted(field, doubt)));
    }
    found
}

fn required(field: &Field) -> Problem {
    Problem {
        field: field.code.clone(),
        check: "required".to_owned(),
        strength: CheckStrength::Hard,
        complaint: Complaint::Refused(Refusal::Required),
    }
}

fn doubted(field: &Field, doubt: Doubt) -> Problem {
    let check = match doubt {
        Doubt::UnusuallySmall { .. } => "unusually_small",
        Doubt::UnusuallyLarge { .. } => "unusually_large",
        Doubt::SharpChange { .. } => "sharp_change",
        Doubt::CreditCode => "credit_code",
        Doubt::UnusualLength { .. } => "unusual_length",
        Doubt::Disagrees { .. } => "disagrees",
        Doubt::LongAgo { .. } => "long_ago",
    };
    Problem {
        field: field.code.clone(),
        check: check.to_owned(),
        strength: CheckStrength::Soft,
        complaint: Complaint::Doubted(doubt),
    }
}

/// Returns a figure that moved far from what was saved last. From nothing to something is no change
/// that has a size.
fn sharp_change(value: &Value, before: Option<&Value>) -> Option<Doubt> {
    let now = value.number()?;
    let was = before?.number()?;
    let moved = now.saturating_sub(was).max(was.saturating_sub(now));
    let part = Number::from(SHARP.0);
    let whole = Number::from(SHARP.1);
    let sharp = was > Number::ZERO && moved.checked_mul(whole)? > was.checked_mul(part)?;
    sharp.then(|| Doubt::SharpChange {
        before: was.to_string(),
    })
}

/// Returns a figure typed for a derived field that its parts do not come to, by more than the digits
/// typed allow.
fn disagreement(kind: &Kind, field: &Field, value: &Value, values: &dyn Values) -> Option<Doubt> {
    let Value::Number(typed) = value else {
        return None;
    };
    let derived = kind.derive(&field.code, values)?;
    let apart = derived.value.saturating_sub(typed.exact);
    let apart = apart.max(typed.exact.saturating_sub(derived.value));
    let FieldType::Number { units, .. } = &field.holds else {
        return None;
    };
    let half = Number::fraction(1, 2)?.checked_mul(typed.last_digit(units)?)?;
    (apart > half).then(|| Doubt::Disagrees {
        derived: derived.shown(kind),
    })
}

/// Returns the empty fields that must be filled before the record goes to review.
#[must_use]
pub fn needed_for_review(kind: &Kind, values: &dyn Values, day: NaiveDate) -> Vec<String> {
    let on_day = OnDay { values, day };
    let needed = |field: &&Field| {
        field.required == Required::Submit
            && values.value(&field.code).is_none()
            && is_required(field, Required::Submit, &on_day)
    };
    kind.fields
        .iter()
        .filter(needed)
        .map(|field| field.code.clone())
        .collect()
}

/// Returns whether a field has nothing to say while the record is as it is: what asks for it does
/// not hold.
#[must_use]
pub fn is_beside_the_point(field: &Field, values: &dyn Values, day: NaiveDate) -> bool {
    !field.required_when.is_empty() && !holds(&field.required_when, &OnDay { values, day })
}

/// When a field must be filled, given what the record holds.
#[must_use]
pub fn requirement_of(field: &Field, values: &dyn Values, day: NaiveDate) -> Required {
    if holds(&field.required_when, &OnDay { values, day }) {
        field.required
    } else {
        Required::No
    }
}

fn is_required(field: &Field, at: Required, values: &dyn Values) -> bool {
    field.required == at && holds(&field.required_when, values)
}

fn holds(conditions: &[Condition], values: &dyn Values) -> bool {
    conditions
        .iter()
        .all(|condition| condition.test(values) == Truth::Yes)
}
