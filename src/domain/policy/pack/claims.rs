//! From the entries of a file to claims: a quantity, an operator, and what is needed.

use std::collections::BTreeSet;

use toml::Spanned;

use super::expression::{Figure, Resolver};
use super::file::{ClaimEntry, Literal, Word};
use super::never;
use crate::domain::policy::expression::{
    AggregateOf, Claim, Comparison, Expression, Leaf, LeafType, SetOf, Test,
};
use crate::domain::value::condition::Operator;
use crate::domain::value::field::FieldType;
use crate::domain::value::number::Number;
use crate::domain::value::unit::Unit;
use crate::i18n::{Lang, PackFault, Say, Text, code_list};

/// The operators of a comparison.
pub(super) const OPERATORS: &str = "> >= < <= = != within about covers in";

/// Returns the claim of an entry.
pub(super) fn claim(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    at: std::ops::Range<usize>,
) -> Option<Claim> {
    if !entry.any_of.is_empty() {
        return Some(Claim::Any(several(resolver, &entry.any_of)));
    }
    if !entry.all_of.is_empty() {
        return Some(Claim::All(several(resolver, &entry.all_of)));
    }
    let missing = |what: &str| PackFault::KeyMissing { key: what.into() };
    let Some(quantity) = &entry.quantity else {
        resolver.source.fault(at, missing("quantity"));
        return None;
    };
    let Some(op) = &entry.op else {
        resolver.source.fault(at, missing("op"));
        return None;
    };
    let Some(need) = &entry.need else {
        resolver.source.fault(at, missing("need"));
        return None;
    };
    match op.as_ref().as_str() {
        "covers" => covers(resolver, quantity, need),
        "in" => one_of(resolver, quantity, need),
        "within" => within(resolver, entry, quantity, need),
        "about" => about(resolver, entry, quantity, need),
        sign => limit(resolver, entry, (quantity, op, need), sign),
    }
}

/// Returns the claims of several entries.
pub(super) fn several(
    resolver: &mut Resolver<'_, '_>,
    entries: &[Spanned<ClaimEntry>],
) -> Vec<Claim> {
    entries
        .iter()
        .filter_map(|entry| claim(resolver, entry.as_ref(), entry.span()))
        .collect()
}

/// Returns the quantity of an entry with the unit in which it is told.
pub(super) fn quantity(
    resolver: &mut Resolver<'_, '_>,
    quantity: &Word,
    unit: Option<&Word>,
) -> Option<Figure> {
    let mut figure = resolver.read(quantity.as_ref(), quantity.span())?;
    if let Some(word) = unit {
        let own = super::fields::unit(resolver.source, word, resolver.units)?;
        let dims = super::expression::Dims::of(Some(&own));
        if dims != figure.dims {
            resolver.mixed(0, &figure.dims, &dims);
            return None;
        }
        figure.unit = Some(own);
    }
    Some(figure)
}

fn limit(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    (quantity, op, need): (&Word, &Word, &Spanned<Literal>),
    sign: &str,
) -> Option<Claim> {
    let operator = Operator::of_sign(sign).filter(|operator| {
        operator.is_degree() || matches!(operator, Operator::Equal | Operator::NotEqual)
    });
    let Some(operator) = operator else {
        let what = PackFault::Unknown {
            what: "operator".into(),
            name: sign.to_owned(),
            known: OPERATORS.into(),
        };
        resolver.source.fault(op.span(), what);
        return None;
    };
    if operator == Operator::Equal && choice(resolver, quantity).is_some() {
        return one_of(resolver, quantity, need);
    }
    let figure = self::quantity(resolver, quantity, entry.unit.as_ref())?;
    let needed = needed(resolver, need, &figure, quantity)?;
    if let Expression::Number(limit) = needed {
        refuse_never(resolver, need, &figure, &[(operator, limit)]);
    }
    Some(Claim::Figure(Box::new(Comparison {
        label: label(resolver, entry),
        of: figure.of,
        test: Test::Limit {
            operator,
            need: needed,
        },
        unit: figure.unit,
    })))
}

/// Refuses a need that the quantity can never satisfy.
fn refuse_never(
    resolver: &mut Resolver<'_, '_>,
    need: &Spanned<Literal>,
    figure: &Figure,
    limits: &[(Operator, Number)],
) {
    if !never::can_satisfy(&figure.of, &resolver.aggregates, limits) {
        let need_text = need.as_ref().written();
        let what = PackFault::NeverSatisfied { need: need_text };
        resolver.source.fault(need.span(), what);
    }
}

fn label(resolver: &mut Resolver<'_, '_>, entry: &ClaimEntry) -> Option<Text> {
    let label = entry.label.as_ref()?;
    Some(resolver.source.text(label))
}

/// Returns what is needed: a number in the unit of the figure, or an expression.
fn needed(
    resolver: &mut Resolver<'_, '_>,
    need: &Spanned<Literal>,
    figure: &Figure,
    quantity: &Word,
) -> Option<Expression> {
    let written = match need.as_ref() {
        Literal::YesNo(yes) => return Some(Expression::Number(Number::from(i64::from(*yes)))),
        Literal::Number(number) => {
            return in_base(*number, figure.unit.as_ref()).map(Expression::Number);
        }
        Literal::Text(text) => text,
        Literal::List(_) => {
            misfit(resolver, need);
            return None;
        }
    };
    if let Ok(number) = written.parse::<Number>() {
        return in_base(number, figure.unit.as_ref()).map(Expression::Number);
    }
    let need_figure = resolver.read(written, need.span())?;
    if need_figure.dims != figure.dims {
        resolver.at(quantity.span());
        resolver.mixed(0, &figure.dims, &need_figure.dims);
        return None;
    }
    Some(need_figure.of)
}

fn in_base(number: Number, unit: Option<&Unit>) -> Option<Number> {
    number.checked_mul(unit.map_or(Number::from(1_i64), |unit| unit.factor))
}

fn misfit(resolver: &mut Resolver<'_, '_>, need: &Spanned<Literal>) {
    let what = PackFault::NeedDoesNotFit {
        need: need.as_ref().written(),
    };
    resolver.source.fault(need.span(), what);
}

fn number_of(literal: &Literal) -> Option<Number> {
    match literal {
        Literal::Number(number) => Some(*number),
        Literal::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn within(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    quantity: &Word,
    need: &Spanned<Literal>,
) -> Option<Claim> {
    let figure = self::quantity(resolver, quantity, entry.unit.as_ref())?;
    let ends = match need.as_ref() {
        Literal::List(items) => items.iter().map(number_of).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let Some([low, high]) = ends.as_deref().filter(|ends| ends.is_sorted()) else {
        misfit(resolver, need);
        return None;
    };
    let fails = entry.fails.as_ref();
    let (fails_low, fails_high) = match fails.map(|word| word.as_ref().as_str()) {
        Some("low") => (true, false),
        Some("high") => (false, true),
        Some("both") => (true, true),
        other => {
            let what = PackFault::Unknown {
                what: "fails".into(),
                name: other.unwrap_or_default().to_owned(),
                known: "low, high, both".into(),
            };
            let span = fails.map_or_else(|| need.span(), Word::span);
            resolver.source.fault(span, what);
            return None;
        }
    };
    Some(range(
        resolver,
        entry,
        figure,
        (*low, *high),
        (fails_low, fails_high),
    ))
}

fn about(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    quantity: &Word,
    need: &Spanned<Literal>,
) -> Option<Claim> {
    let figure = self::quantity(resolver, quantity, entry.unit.as_ref())?;
    let middle = number_of(need.as_ref());
    let off = entry.tolerance.as_ref().and_then(|tolerance| {
        if let Some(number) = number_of(tolerance.as_ref()) {
            return Some(number);
        }
        let Literal::Text(text) = tolerance.as_ref() else {
            return None;
        };
        let percent: Number = text.trim().strip_suffix('%')?.trim().parse().ok()?;
        let part = percent.checked_mul(Number::fraction(1, 100)?)?;
        part.checked_mul(middle?)
    });
    let Some((middle, off)) = middle.zip(off) else {
        misfit(resolver, need);
        return None;
    };
    let ends = middle.checked_sub(off).zip(middle.checked_add(off))?;
    Some(range(resolver, entry, figure, ends, (true, true)))
}

fn range(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    figure: Figure,
    (low, high): (Number, Number),
    (fails_low, fails_high): (bool, bool),
) -> Claim {
    let shown = |lang: Lang| {
        let with = |number: Number| match &figure.unit {
            Some(unit) => unit.with(number, lang),
            None => number.say(lang),
        };
        format!("{}–{}", low.say(lang), with(high))
    };
    let shown = Text {
        zh: shown(Lang::Zh),
        en: shown(Lang::En),
    };
    let unit = figure.unit.as_ref();
    let low = in_base(low, unit).filter(|_| fails_low);
    let high = in_base(high, unit).filter(|_| fails_high);
    let limits = low.map(|low| (Operator::AtLeast, low)).into_iter();
    let limits = limits.chain(high.map(|high| (Operator::AtMost, high)));
    if let Some(need) = &entry.need {
        refuse_never(resolver, need, &figure, &limits.collect::<Vec<_>>());
    }
    Claim::Figure(Box::new(Comparison {
        label: label(resolver, entry),
        of: figure.of,
        test: Test::Within { low, high, shown },
        unit: figure.unit,
    }))
}

/// Returns the choice field that a text names, if it is one and nothing else.
fn choice(resolver: &mut Resolver<'_, '_>, quantity: &Word) -> Option<Leaf> {
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

fn one_of(
    resolver: &mut Resolver<'_, '_>,
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
                what: "choice".into(),
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

fn covers(
    resolver: &mut Resolver<'_, '_>,
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
    Some(Claim::Covers { of, list })
}
