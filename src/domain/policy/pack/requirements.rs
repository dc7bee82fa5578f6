//! From the entries of a file to requirements.

use chrono::NaiveDate;

use super::conditions::conditions;
use super::file::{PackFile, RequirementEntry, Word};
use super::source::{self, PackSource};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::{Measure, Requirement, Scope, Strength};
use crate::domain::text::width::clean;
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::field::Field;
use crate::domain::value::number::Number;
use crate::i18n::{PackFault, code_list};

pub(super) fn requirements(
    source: &mut PackSource,
    file: &PackFile,
    kinds: &[Kind],
    scope: &Scope,
    target: Option<NaiveDate>,
) -> Vec<Requirement> {
    if file.requirement.is_empty() {
        source.fault(
            0..0,
            PackFault::Empty {
                what: "[[requirement]]".into(),
            },
        );
    }
    source.once(file.requirement.iter().map(|requirement| &requirement.code));
    file.requirement
        .iter()
        .filter_map(|entry| requirement(source, entry, kinds, scope, target))
        .collect()
}

fn requirement(
    source: &mut PackSource,
    entry: &RequirementEntry,
    kinds: &[Kind],
    scope: &Scope,
    target: Option<NaiveDate>,
) -> Option<Requirement> {
    refuse_form(source, entry);
    let Some(kind) = kinds.iter().find(|kind| kind.code == *entry.kind.as_ref()) else {
        let name = entry.kind.as_ref().clone();
        let known = code_list(kinds.iter().map(|kind| &kind.code));
        source.fault(
            entry.kind.span(),
            PackFault::Unknown {
                what: "kind".into(),
                name,
                known,
            },
        );
        return None;
    };
    let conditions = conditions(source, &entry.conditions, &kind.fields);
    refuse_operators(source, entry, &conditions);
    let own_scope = entry
        .scope
        .as_ref()
        .map(|scope| source::scope(source, scope));
    Some(Requirement {
        code: source.code(&entry.code, '_'),
        kind: kind.code.clone(),
        label: source.text(&entry.label),
        at_least: *entry.at_least.as_ref(),
        measure: measure(source, entry, kind, &conditions),
        conditions,
        strength: strength(source, &entry.strength),
        clause: clean(&entry.clause).into_owned(),
        clause_title: entry
            .clause_title
            .as_ref()
            .map(|title| source.text(title))
            .unwrap_or_default(),
        reading: entry
            .reading
            .as_ref()
            .map(|reading| source.text(reading))
            .unwrap_or_default(),
        responsible: entry.responsible.as_ref().map(|unit| source.text(unit)),
        scope: own_scope.unwrap_or_else(|| scope.clone()),
        target_date: source::day(source, entry.target_date.as_ref()).or(target),
    })
}

/// The one form of rule that is known, asking for at least one facility.
fn refuse_form(source: &mut PackSource, entry: &RequirementEntry) {
    if entry.form.as_ref() != "exists" {
        let form = entry.form.as_ref().clone();
        let rule = entry.code.as_ref().clone();
        source.fault(entry.form.span(), PackFault::UnknownForm { form, rule });
    }
    if *entry.at_least.as_ref() == 0 {
        source.fault(entry.at_least.span(), PackFault::AtLeastOne);
    }
}

fn strength(source: &mut PackSource, word: &Word) -> Strength {
    Strength::of_word(word.as_ref()).unwrap_or_else(|| {
        let name = word.as_ref().clone();
        let known = code_list(Strength::ALL.map(|(_, word)| word));
        source.fault(
            word.span(),
            PackFault::Unknown {
                what: "strength".into(),
                name,
                known,
            },
        );
        Strength::Must
    })
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
    conditions: &[Condition],
) -> Measure {
    let counted = Measure {
        field: None,
        operator: Operator::AtLeast,
        need: (*entry.at_least.as_ref()).into(),
        unit: Some(kind.unit.clone()),
    };
    let Some(word) = &entry.measure else {
        return counted;
    };
    if *entry.at_least.as_ref() != 1 {
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
