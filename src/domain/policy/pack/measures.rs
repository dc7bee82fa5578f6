//! In what a requirement is told: the sign, the limit and the units.

use crate::domain::policy::expression::{Claim, Comparison, Expression, Test};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::{Measure, Rule};
use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;
use crate::domain::value::unit::Unit;

/// Returns in what a claim is told: its first comparison.
pub(super) fn measure(rule: &Rule) -> Measure {
    let counted = |need: usize| Measure {
        field: None,
        operator: Operator::AtLeast,
        need: need.into(),
        unit: None,
    };
    let of = |comparison: &Comparison| {
        let in_unit = |number: Number| {
            let unit = comparison.unit.as_ref();
            let inverse = unit.map_or(Some(Number::from(1_i64)), |unit| unit.factor.inverse());
            inverse.and_then(|inverse| number.checked_mul(inverse))
        };
        let (operator, need) = match &comparison.test {
            Test::Limit { operator, need } => (
                *operator,
                match need {
                    Expression::Number(number) => in_unit(*number),
                    _ => None,
                },
            ),
            Test::Within { low, high, .. } => match (low, high) {
                (None, Some(high)) => (Operator::AtMost, in_unit(*high)),
                (low, _) => (Operator::AtLeast, low.and_then(in_unit)),
            },
        };
        Measure {
            field: None,
            operator,
            need: need.unwrap_or(Number::ZERO),
            unit: comparison.unit.clone(),
        }
    };
    match rule {
        Rule::Claim(claim) => match first(claim) {
            Claim::Figure(comparison) => of(comparison),
            Claim::Covers { list, .. } => counted(list.len()),
            _ => counted(1),
        },
        Rule::Information(told) => of(told),
        Rule::Duty(_) | Rule::Exists { .. } => counted(1),
    }
}

/// Returns the first claim that is not made of others.
fn first(claim: &Claim) -> &Claim {
    match claim {
        Claim::Any(claims) | Claim::All(claims) => claims.first().map_or(claim, first),
        Claim::EachPeriod(_, claim) => first(claim),
        claim => claim,
    }
}

/// Returns the units in which figures of a requirement are told.
pub(super) fn units_of(
    rule: &Rule,
    measure: &Measure,
    forms: &[String],
    kinds: &[Kind],
) -> Vec<Unit> {
    fn of(claim: &Claim, found: &mut Vec<Unit>) {
        match claim {
            Claim::Figure(comparison) => found.extend(comparison.unit.clone()),
            Claim::Any(claims) | Claim::All(claims) => {
                for claim in claims {
                    of(claim, found);
                }
            }
            Claim::EachPeriod(_, claim) => of(claim, found),
            Claim::OneOf { .. } | Claim::Covers { .. } => {}
        }
    }
    let mut found: Vec<Unit> = measure.unit.iter().cloned().collect();
    if let Rule::Claim(claim) = rule {
        of(claim, &mut found);
    }
    let of_forms = kinds.iter().filter(|kind| forms.contains(&kind.code));
    let units = of_forms.flat_map(|kind| kind.own_fields().filter_map(|field| field.unit()));
    found.extend(units.cloned());
    let mut units: Vec<Unit> = Vec::new();
    for unit in found {
        if !units.iter().any(|known| known.code == unit.code) {
            units.push(unit);
        }
    }
    units
}
