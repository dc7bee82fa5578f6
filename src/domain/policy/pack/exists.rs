//! The first form of a requirement: facilities that exist, each meeting every condition by itself.

use super::conditions::conditions;
use super::file::RequirementEntry;
use super::never;
use super::source::PackSource;
use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::{Measure, Rule};
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::field::Field;
use crate::domain::value::number::Number;
use crate::i18n::{PackFault, PackWord, code_list};

/// Returns the kind that a requirement asks for, its rule, and in what it is told.
pub(super) fn exists<'a>(
    source: &mut PackSource,
    entry: &RequirementEntry,
    kinds: &'a [Kind],
) -> Option<(&'a Kind, Rule, Measure)> {
    let Some(word) = &entry.kind else {
        let key = "kind".to_owned();
        source.fault(entry.code.span(), PackFault::KeyMissing { key });
        return None;
    };
    let kinds_of_facility = || kinds.iter().filter(|kind| !kind.is_sheet());
    let Some(kind) = kinds_of_facility().find(|kind| kind.code == *word.as_ref()) else {
        let what = PackFault::Unknown {
            what: PackWord::Kind,
            name: word.as_ref().clone(),
            known: code_list(kinds_of_facility().map(|kind| &kind.code)),
        };
        source.fault(word.span(), what);
        return None;
    };
    let at_least = entry.at_least.as_ref();
    let at_least = match at_least.map(|count| (*count.as_ref(), count.span())) {
        Some((0, span)) => {
            source.fault(span, PackFault::AtLeastOne);
            1
        }
        Some((count, _)) => count,
        None => {
            let key = "at_least".to_owned();
            source.fault(entry.code.span(), PackFault::KeyMissing { key });
            1
        }
    };
    let conditions = conditions(source, &entry.conditions, &kind.fields);
    refuse_operators(source, entry, &conditions);
    never::refuse_conditions(source, &entry.conditions, (&conditions, &kind.fields));
    let measure = measure(source, entry, kind, (at_least, &conditions));
    let rule = Rule::Exists {
        at_least,
        conditions,
    };
    Some((kind, rule, measure))
}

/// A requirement asks for values: nothing in it may depend on another field or on a part of a name.
fn refuse_operators(source: &mut PackSource, entry: &RequirementEntry, conditions: &[Condition]) {
    for (condition, written) in conditions.iter().zip(&entry.conditions) {
        let refused = matches!(condition.operator, Operator::Empty | Operator::Filled)
            || matches!(condition.operand, Operand::Part(_))
            || matches!(condition.operand, Operand::Field { .. });
        if refused {
            source.fault(
                written.op.span(),
                PackFault::NotForRequirement {
                    sign: written.op.as_ref().clone(),
                },
            );
        }
    }
}

fn measure(
    source: &mut PackSource,
    entry: &RequirementEntry,
    kind: &Kind,
    (at_least, conditions): (usize, &[Condition]),
) -> Measure {
    let counted = Measure {
        field: None,
        operator: Operator::AtLeast,
        need: (at_least).into(),
        unit: Some(kind.unit.clone()),
    };
    let Some(word) = &entry.measure else {
        return counted;
    };
    if at_least != 1 {
        source.fault(word.span(), PackFault::MeasureOfMany);
    }
    let limit = |condition: &Condition| match condition.operand {
        Operand::Number(need)
            if condition.operator.is_degree() && condition.field == *word.as_ref() =>
        {
            Some((condition.operator, need))
        }
        _ => None,
    };
    let Some((operator, need)) = conditions.iter().find_map(limit) else {
        source.fault(
            word.span(),
            PackFault::NoConditionMeasured {
                field: word.as_ref().clone(),
            },
        );
        return counted;
    };
    let unit = kind.field(word.as_ref()).and_then(Field::unit);
    Measure {
        field: Some(word.as_ref().clone()),
        operator,
        need: need.max(Number::ZERO),
        unit: unit.cloned(),
    }
}
