//! From the entries of a file to claims: a quantity, an operator, and what is needed.

use toml::Spanned;

use super::choices::{choice, covers, misfit, one_of};
use super::expression::{Figure, Resolver};
use super::file::{ClaimEntry, Literal, Word};
use super::{misplaced, never};
use crate::domain::policy::expression::{Claim, Comparison, Expression, Test};
use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;
use crate::domain::value::unit::Unit;
use crate::i18n::{Lang, PackFault, PackWord, Say, Text};

/// The operators of a comparison.
pub(super) const OPERATORS: &str = "> >= < <= = != within about covers in";

/// Returns the claim of an entry.
pub(super) fn claim(
    resolver: &mut Resolver<'_, '_>,
    entry: &ClaimEntry,
    at: std::ops::Range<usize>,
) -> Option<Claim> {
    misplaced::refuse_of_claim(resolver.source, entry);
    if !entry.any_of.is_empty() {
        return Some(Claim::Any(several(resolver, &entry.any_of)));
    }
    if !entry.all_of.is_empty() {
        return Some(Claim::All(several(resolver, &entry.all_of)));
    }
    let needed = [
        ("quantity", entry.quantity.is_some()),
        ("op", entry.op.is_some()),
        ("need", entry.need.is_some()),
    ];
    for (key, _) in needed.iter().filter(|(_, is_there)| !is_there) {
        let key = (*key).to_owned();
        let what = PackFault::KeyMissing { key };
        resolver.source.fault(at.clone(), what);
    }
    let (quantity, op, need) = (
        entry.quantity.as_ref()?,
        entry.op.as_ref()?,
        entry.need.as_ref()?,
    );
    match op.as_ref().as_str() {
        "covers" => {
            let label = label(resolver, entry);
            covers(resolver, label, quantity, need)
        }
        "in" => {
            let label = label(resolver, entry);
            one_of(resolver, label, quantity, need)
        }
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
            what: PackWord::Operator,
            name: sign.to_owned(),
            known: OPERATORS.into(),
        };
        resolver.source.fault(op.span(), what);
        if choice(resolver, quantity).is_none() {
            self::quantity(resolver, quantity, entry.unit.as_ref())?;
        }
        return None;
    };
    if operator == Operator::Equal && choice(resolver, quantity).is_some() {
        let label = label(resolver, entry);
        return one_of(resolver, label, quantity, need);
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
                what: PackWord::Fails,
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
        // A part of a middle below zero reaches as far as of one above.
        let middle = middle?;
        part.checked_mul(if middle < Number::ZERO {
            middle.negated()
        } else {
            middle
        })
    });
    let Some((middle, off)) = middle.zip(off) else {
        misfit(resolver, need);
        return None;
    };
    if off < Number::ZERO {
        if let Some(tolerance) = &entry.tolerance {
            misfit(resolver, tolerance);
        }
        return None;
    }
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
