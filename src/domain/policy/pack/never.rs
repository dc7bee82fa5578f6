//! Refuses what can never hold: conditions that no value of their field meets, and a need beyond
//! what the quantity may be.

use std::collections::BTreeSet;

use super::file::ConditionEntry;
use super::source::PackSource;
use crate::domain::policy::expression::{Aggregate, AggregateOf, Expression, LeafType};
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::field::{Field, FieldType, Range};
use crate::domain::value::number::Number;
use crate::i18n::PackFault;

/// The figures between two ends.
#[derive(Clone, Copy, Default)]
struct Between {
    low: Option<Number>,
    /// Whether the low end itself is outside.
    above: bool,
    high: Option<Number>,
    /// Whether the high end itself is outside.
    below: bool,
}

impl Between {
    fn of(range: &Range) -> Self {
        let limits = [
            range.min.map(|min| (Operator::AtLeast, min)),
            range.above.map(|above| (Operator::More, above)),
            range.max.map(|max| (Operator::AtMost, max)),
        ];
        let all = Self::default();
        limits
            .into_iter()
            .flatten()
            .fold(all, |range, (operator, limit)| range.and(operator, limit))
    }

    /// Returns what of it satisfies a limit as well.
    fn and(mut self, operator: Operator, limit: Number) -> Self {
        let is_low = matches!(
            operator,
            Operator::AtLeast | Operator::More | Operator::Equal
        );
        let is_high = matches!(
            operator,
            Operator::AtMost | Operator::Less | Operator::Equal
        );
        if is_low && self.low.is_none_or(|low| limit >= low) {
            let same = self.low == Some(limit);
            self.above = operator == Operator::More || (same && self.above);
            self.low = Some(limit);
        }
        if is_high && self.high.is_none_or(|high| limit <= high) {
            let same = self.high == Some(limit);
            self.below = operator == Operator::Less || (same && self.below);
            self.high = Some(limit);
        }
        self
    }

    fn is_empty(self) -> bool {
        self.low
            .zip(self.high)
            .is_some_and(|(low, high)| low > high || (low == high && (self.above || self.below)))
    }
}

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
            let left = limits.fold(Between::of(range), |left, (operator, limit)| {
                left.and(operator, limit)
            });
            !left.is_empty()
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
        Expression::Over(
            _,
            crate::domain::policy::expression::Fold::Mean
            | crate::domain::policy::expression::Fold::Largest
            | crate::domain::policy::expression::Fold::Smallest,
            of,
        )
        | Expression::Elsewhere(_, of)
        | Expression::Before(_, of) => return can_satisfy(of, aggregates, limits),
        _ => return true,
    };
    let in_base = |end: Option<Number>| end.and_then(|end| end.checked_mul(factor));
    let range = Range {
        min: in_base(range.min),
        above: in_base(range.above),
        max: in_base(range.max),
    };
    let left = limits
        .iter()
        .fold(Between::of(&range), |left, (operator, limit)| {
            left.and(*operator, *limit)
        });
    !left.is_empty()
}
