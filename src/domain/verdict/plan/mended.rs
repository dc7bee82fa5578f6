//! What a facility would have to be to meet some conditions, changing as little as possible.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::step::PlanSet;
use crate::domain::policy::check::{self, Checked};
use crate::domain::policy::kind::{CheckStrength, Kind};
use crate::domain::record::facility::{Facility, Status, shared};
use crate::domain::value::Value;
use crate::domain::value::condition::{Condition, Operand, Operator, Truth, Values};
use crate::domain::value::field::{Choice, Field, FieldType};
use crate::domain::value::number::Number;

/// So often conditions are gone through: one may compare with a field that another one sets.
const ROUNDS: usize = 3;

/// Returns what has to be set so that a facility in use, or a new one, meets every condition and its
/// form can be saved; `None` where that is no change of figures, as a hospital of another class.
pub(super) fn mended(
    kind: &Kind,
    conditions: &[Condition],
    facility: Option<&Facility>,
    day: NaiveDate,
) -> Option<Vec<PlanSet>> {
    let before = facility.map(|facility| facility.values.clone());
    let before = before.unwrap_or_default();
    let mut values = before.clone();
    for _ in 0..ROUNDS {
        for condition in conditions {
            let truth = condition.test(&values);
            if truth == Truth::Yes {
                continue;
            }
            let field = kind.field(&condition.field)?;
            let is_another_sort = truth == Truth::No && is_sort(condition, field);
            if facility.is_some() && is_another_sort {
                return None;
            }
            values.insert(field.code.clone(), meeting(condition, field, &values)?);
        }
    }
    let all_hold = conditions.iter().all(|c| c.test(&values) == Truth::Yes);
    if !all_hold {
        return None;
    }
    if facility.is_none_or(|facility| facility.status() != Status::InUse) {
        let in_use = Value::Choice(Status::IN_USE.to_owned());
        values.insert(shared::STATUS.to_owned(), in_use);
    }
    if is_refused(kind, &values, facility, day) {
        return None;
    }
    Some(differing(&before, values))
}

/// Returns whether a condition asks for a sort of facility: nobody makes a clinic a library.
fn is_sort(condition: &Condition, field: &Field) -> bool {
    !condition.operator.is_degree() && !field.is_yes_no() && !field.is_several()
}

/// Returns whether the form refuses these values. Of a new facility the rest is typed with them.
pub(super) fn is_refused(
    kind: &Kind,
    values: &BTreeMap<String, Value>,
    facility: Option<&Facility>,
    day: NaiveDate,
) -> bool {
    let checked = Checked {
        values,
        before: facility.map(|facility| facility as &dyn Values),
        day,
    };
    check::problems(kind, &checked).iter().any(|problem| {
        let is_typed = facility.is_some() || values.contains_key(&problem.field);
        problem.strength == CheckStrength::Hard && is_typed
    })
}

fn differing(before: &BTreeMap<String, Value>, values: BTreeMap<String, Value>) -> Vec<PlanSet> {
    let changed = values
        .into_iter()
        .filter(|(field, to)| before.get(field) != Some(to));
    changed
        .map(|(field, to)| PlanSet {
            from: before.get(&field).cloned(),
            field,
            to,
        })
        .collect()
}

/// Returns the value of a field that meets a condition and is nearest to what it is.
fn meeting(
    condition: &Condition,
    field: &Field,
    values: &BTreeMap<String, Value>,
) -> Option<Value> {
    match (&field.holds, &condition.operand) {
        (FieldType::Number { .. }, Operand::Number(need)) => {
            figure(field, condition.operator, *need)
        }
        (FieldType::Number { .. }, Operand::Field { code, times }) => {
            let other = values.get(code)?.number()?;
            let need = times.map_or(Some(other), |times| other.checked_mul(times))?;
            figure(field, condition.operator, need)
        }
        (FieldType::YesNo, Operand::YesNo(yes)) => Some(Value::YesNo(
            *yes == (condition.operator == Operator::Equal),
        )),
        (FieldType::Choice(choices), Operand::OneOf(codes)) => {
            let is_left_out = matches!(condition.operator, Operator::NotEqual | Operator::NotIn);
            let mut fitting = choices
                .iter()
                .filter(|choice| codes.contains(&choice.code) != is_left_out);
            let rank = |choice: &&Choice| choice.rank;
            let chosen = match condition.operator {
                Operator::More | Operator::AtLeast => fitting.min_by_key(rank),
                Operator::Less | Operator::AtMost => fitting.max_by_key(rank),
                _ => fitting.next(),
            };
            Some(Value::Choice(chosen?.code.clone()))
        }
        (FieldType::Choices(_), Operand::OneOf(codes)) => {
            let held = values.get(&field.code).and_then(Value::codes);
            let held = held.filter(|_| condition.operator != Operator::Equal);
            (condition.operator != Operator::NotEqual)
                .then(|| Value::Choices(held.into_iter().flatten().chain(codes).cloned().collect()))
        }
        _ => None,
    }
}

/// Returns the figure next to a limit that passes and that the field takes.
fn figure(field: &Field, operator: Operator, need: Number) -> Option<Value> {
    let FieldType::Number { decimals, .. } = &field.holds else {
        return None;
    };
    let step = Number::step_of(*decimals)?;
    let scaled = need.checked_mul(step.inverse()?)?;
    let up = scaled.ceil().checked_mul(step)?;
    let down = scaled.floor().checked_mul(step)?;
    let to = match operator {
        Operator::More => down.checked_add(step)?,
        Operator::Less => up.checked_sub(step)?,
        Operator::AtMost => down,
        Operator::NotEqual => need.checked_add(step)?,
        _ => up,
    };
    typed(field, to)
}

/// Returns a figure as the field takes it when it is typed.
pub(super) fn typed(field: &Field, figure: Number) -> Option<Value> {
    figure.decimals()?;
    field.parse(&figure.to_string()).ok().flatten()
}
