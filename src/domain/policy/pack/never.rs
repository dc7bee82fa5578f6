//! Refuses what can never hold: conditions that no value of their field meets, and a need beyond
//! what the quantity may be.

use std::collections::BTreeSet;

use super::file::ConditionEntry;
use super::source::PackSource;
use crate::domain::policy::expression::{Aggregate, AggregateOf, Expression, Fold, LeafType};
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::field::{Field, FieldType};
use crate::domain::value::number::Number;
use crate::domain::value::possible::Possible;
use crate::i18n::PackFault;

/// Notes a fault where no value of a field meets all conditions on it. `entries` are the same
/// conditions as they are written.
pub(super) fn refuse_conditions(
    source: &mut PackSource,
    entries: &[ConditionEntry],
    (conditions, form): (&[Condition], &[Field]),
) {
    let mut said = BTreeSet::new();
    for (at, condition) in conditions.iter().enumerate() {
        let Some(field) = form.iter().find(|field| field.code == condition.field) else {
            continue;
        };
        let so_far = conditions.iter().take(at + 1);
        let of_field: Vec<&Condition> = so_far.filter(|c| c.field == condition.field).collect();
        if can_hold(field, &of_field) || !said.insert(&condition.field) {
            continue;
        }
        let entry = entries
            .iter()
            .filter(|entry| *entry.field.as_ref() == condition.field)
            .nth(of_field.len().saturating_sub(1));
        let field = field.code.clone();
        let span = entry.map_or(0..0, |entry| entry.op.span());
        source.fault(span, PackFault::NeverHolds { field });
    }
}

fn can_hold(field: &Field, conditions: &[&Condition]) -> bool {
    match &field.holds {
        FieldType::Number { range, .. } => {
            let limits = conditions.iter().filter_map(|c| match c.operand {
                Operand::Number(limit) => Some((c.operator, limit)),
                _ => None,
            });
            let all = Possible::of_range(range, Number::from(1_i64), false);
            let left = limits.fold(all, |left, (operator, limit)| left.limited(operator, limit));
            !left.is_nothing()
        }
        FieldType::Choice(choices) => choices.iter().any(|choice| {
            conditions.iter().all(|condition| match &condition.operand {
                Operand::OneOf(codes) => {
                    let is_not = matches!(condition.operator, Operator::NotEqual | Operator::NotIn);
                    codes.contains(&choice.code) != is_not
                }
                _ => true,
            })
        }),
        _ => true,
    }
}

/// Returns whether a quantity may satisfy a limit, as far as the field that it is tells.
pub(super) fn can_satisfy(
    of: &Expression,
    aggregates: &[Aggregate],
    limits: &[(Operator, Number)],
) -> bool {
    let (range, factor) = match of {
        Expression::Field(leaf) => match &leaf.holds {
            LeafType::Figure { range, factor, .. } => (range, *factor),
            _ => return true,
        },
        Expression::Facilities(at) => match aggregates.get(*at).map(|aggregate| &aggregate.of) {
            Some(AggregateOf::Largest(field) | AggregateOf::Smallest(field)) => {
                (&field.range, field.factor)
            }
            _ => return true,
        },
        Expression::Over(_, Fold::Mean | Fold::Largest | Fold::Smallest, of)
        | Expression::Elsewhere(_, of)
        | Expression::Before(_, of) => return can_satisfy(of, aggregates, limits),
        _ => return true,
    };
    let all = Possible::of_range(range, factor, false);
    let left = limits.iter().fold(all, |left, (operator, limit)| {
        left.limited(*operator, *limit)
    });
    !left.is_nothing()
}
