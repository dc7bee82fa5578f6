//! Claims about choices: a field that is one of them, and a set that covers a list.

use std::collections::BTreeSet;

use toml::Spanned;

use super::expression::Resolver;
use super::file::{Literal, Word};
use crate::domain::policy::expression::{AggregateOf, Claim, Leaf, LeafType, SetOf};
use crate::domain::value::field::FieldType;
use crate::i18n::{PackFault, PackWord, Text, code_list};

/// Says that a need does not fit.
pub(super) fn misfit(resolver: &mut Resolver<'_, '_>, need: &Spanned<Literal>) {
    let what = PackFault::NeedDoesNotFit {
        need: need.as_ref().written(),
    };
    resolver.source.fault(need.span(), what);
}

/// Returns the choice field that a text names, if it is one and nothing else.
pub(super) fn choice(resolver: &mut Resolver<'_, '_>, quantity: &Word) -> Option<Leaf> {
    let (form, field) = quantity.as_ref().trim().split_once('.')?;
    let kind = resolver.kinds.iter().find(|kind| kind.code == form)?;
    let is_choice = matches!(kind.field(field)?.holds, FieldType::Choice(_));
    if !is_choice {
        return None;
    }
    resolver.leaf(0, form, field)
}

fn codes(need: &Literal) -> Vec<String> {
    match need {
        Literal::List(items) => items.iter().map(Literal::written).collect(),
        one => vec![one.written()],
    }
}

pub(super) fn one_of(
    resolver: &mut Resolver<'_, '_>,
    label: Option<Text>,
    quantity: &Word,
    need: &Spanned<Literal>,
) -> Option<Claim> {
    let Some(leaf) = choice(resolver, quantity) else {
        let name = quantity.as_ref().clone();
        let what = PackFault::NotAChoiceField { name };
        resolver.source.fault(quantity.span(), what);
        return None;
    };
    let labels = labels(resolver, &leaf, need)?;
    Some(Claim::OneOf {
        label,
        codes: labels.iter().map(|(code, _)| code.clone()).collect(),
        shown: Text::list(labels.iter().map(|(_, label)| label)),
        of: Box::new(leaf),
    })
}

/// Returns the codes that are needed with their labels; each is a choice of the field.
fn labels(
    resolver: &mut Resolver<'_, '_>,
    leaf: &Leaf,
    need: &Spanned<Literal>,
) -> Option<Vec<(String, Text)>> {
    let kind = resolver.kinds.iter().find(|kind| kind.code == leaf.sheet)?;
    named(resolver, kind.field(&leaf.field)?, need)
}

fn named(
    resolver: &mut Resolver<'_, '_>,
    field: &crate::domain::value::field::Field,
    need: &Spanned<Literal>,
) -> Option<Vec<(String, Text)>> {
    let mut found = Vec::new();
    for code in codes(need.as_ref()) {
        let Some(choice) = field.choice(&code) else {
            let known = code_list(field.choices().iter().map(|choice| &choice.code));
            let what = PackFault::Unknown {
                what: PackWord::Choice,
                name: code,
                known,
            };
            resolver.source.fault(need.span(), what);
            return None;
        };
        found.push((choice.code.clone(), choice.label.clone()));
    }
    Some(found)
}

pub(super) fn covers(
    resolver: &mut Resolver<'_, '_>,
    label: Option<Text>,
    quantity: &Word,
    need: &Spanned<Literal>,
) -> Option<Claim> {
    let of = resolver.set(quantity.as_ref(), quantity.span())?;
    let list = match &of {
        SetOf::Field(leaf) => {
            if !matches!(leaf.holds, LeafType::Choices(_)) {
                let name = quantity.as_ref().clone();
                let what = PackFault::NotAChoiceField { name };
                resolver.source.fault(quantity.span(), what);
                return None;
            }
            labels(resolver, leaf, need)?
        }
        SetOf::Facilities(at) => {
            let aggregate = resolver.aggregates.get(*at)?;
            let AggregateOf::Union { field, .. } = &aggregate.of else {
                return None;
            };
            let kinds = resolver.kinds;
            let kind = kinds.iter().find(|kind| kind.code == aggregate.kind)?;
            let field = kind.field(field)?;
            named(resolver, field, need)?
        }
    };
    let distinct: BTreeSet<&String> = list.iter().map(|(code, _)| code).collect();
    if distinct.len() != list.len() || list.is_empty() {
        misfit(resolver, need);
        return None;
    }
    Some(Claim::Covers { label, of, list })
}
