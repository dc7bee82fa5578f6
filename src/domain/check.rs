//! Checks across the fields of a record: hard ones refuse, soft ones ask.

use chrono::{Datelike, NaiveDate};

use super::condition::{Condition, Truth, Values};
use super::field::{Field, Required};
use super::number::Number;
use super::pack::Kind;
use super::value::Value;
use crate::i18n::{Doubt, Lang, Refusal, Say, Text};

/// How strong a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckStrength {
    /// It asks; the record can be saved all the same.
    Soft,
    /// It refuses; the record stays a draft.
    Hard,
}

/// A check of a pack: when all conditions hold, its message is shown at its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its code.
    pub code: String,
    /// Whether it refuses or asks.
    pub strength: CheckStrength,
    /// What must hold for it to speak.
    pub when: Vec<Condition>,
    /// What it says.
    pub message: Text,
    /// The field it is shown at.
    pub field: String,
}

/// The words of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The value is refused.
    Refused(Refusal),
    /// The value looks doubtful.
    Doubted(Doubt),
    /// A check of the pack refuses.
    Broken(Text),
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Refused(refusal) => refusal.say(lang),
            Self::Doubted(doubt) => doubt.say(lang),
            Self::Broken(message) => message.say(lang),
        }
    }
}

/// One problem of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field it is shown at.
    pub field: String,
    /// Whether it keeps the record from being saved.
    pub strength: CheckStrength,
    /// What it says.
    pub complaint: Complaint,
}

/// Fields that the program answers itself, for checks against the calendar.
const TODAY: &str = "today";
const THIS_YEAR: &str = "this_year";

/// The codes that conditions may name beside fields.
pub const CALENDAR: [&str; 2] = [TODAY, THIS_YEAR];

/// A record's values, with the calendar beside them.
struct OnDay<'a> {
    values: &'a dyn Values,
    day: NaiveDate,
}

impl Values for OnDay<'_> {
    fn value(&self, code: &str) -> Option<Value> {
        match code {
            TODAY => Some(Value::Date(self.day.into())),
            THIS_YEAR => Some(Value::Number(Number::from(i64::from(self.day.year())).into())),
            _ => self.values.value(code),
        }
    }
}

/// Every problem of a record whose texts could all be read, in the order of the form, hard ones before soft ones
/// of the same field. What is only needed before review is not among them; see [`needed_for_review`].
#[must_use]
pub fn problems(kind: &Kind, values: &dyn Values, day: NaiveDate) -> Vec<Problem> {
    let on_day = OnDay { values, day };
    let mut found = Vec::new();
    for field in &kind.fields {
        let value = values.value(&field.code);
        if value.is_none() && is_required(field, Required::Save, &on_day) {
            found.push(Problem {
                field: field.code.clone(),
                strength: CheckStrength::Hard,
                complaint: Complaint::Refused(Refusal::Required),
            });
        }
        let at_field = kind.checks.iter().filter(|check| check.field == field.code && holds(&check.when, &on_day));
        let mut checks: Vec<Problem> = at_field.map(Check::problem).collect();
        checks.sort_by_key(|problem| std::cmp::Reverse(problem.strength));
        found.append(&mut checks);
        if let Some(doubt) = value.and_then(|value| field.doubt(&value)) {
            found.push(Problem {
                field: field.code.clone(),
                strength: CheckStrength::Soft,
                complaint: Complaint::Doubted(doubt),
            });
        }
    }
    found
}

/// The empty fields that must be filled before the record goes to review.
#[must_use]
pub fn needed_for_review(kind: &Kind, values: &dyn Values, day: NaiveDate) -> Vec<String> {
    let on_day = OnDay { values, day };
    let needed = |field: &&Field| {
        values.value(&field.code).is_none()
            && field.required == Required::Submit
            && is_required(field, Required::Submit, &on_day)
    };
    kind.fields.iter().filter(needed).map(|field| field.code.clone()).collect()
}

/// Whether a field has nothing to say while the record is as it is: what asks for it does not hold.
#[must_use]
pub fn is_beside_the_point(field: &Field, values: &dyn Values, day: NaiveDate) -> bool {
    !field.required_when.is_empty() && !holds(&field.required_when, &OnDay { values, day })
}

/// When a field must be filled, given what the record holds.
#[must_use]
pub fn requirement_of(field: &Field, values: &dyn Values, day: NaiveDate) -> Required {
    if holds(&field.required_when, &OnDay { values, day }) { field.required } else { Required::No }
}

fn is_required(field: &Field, at: Required, values: &dyn Values) -> bool {
    field.required == at && holds(&field.required_when, values)
}

fn holds(conditions: &[Condition], values: &dyn Values) -> bool {
    conditions.iter().all(|condition| condition.test(values) == Truth::Yes)
}

impl Check {
    fn problem(&self) -> Problem {
        let complaint = match self.strength {
            CheckStrength::Hard => Complaint::Broken(self.message.clone()),
            CheckStrength::Soft => Complaint::Doubted(Doubt::Said { message: self.message.clone() }),
        };
        Problem { field: self.field.clone(), strength: self.strength, complaint }
    }
}
