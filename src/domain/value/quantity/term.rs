//! A figure that is more than digits with one unit: written in hanzi, with 半, or in several units one
//! behind the other (2亩3分, 1公里200米).

use super::super::number::Number;
use super::super::unit::Unit;
use super::amount::Amount;
use super::one::{self, decimals_in, factor_of, multiplied};
use crate::i18n::Refusal;

/// The longest word that is looked at as a unit, in characters.
const LONGEST_WORD: usize = 20;
const HALF: char = '半';
/// A half more, before the unit: 三个半小时.
const AND_A_HALF: &str = "个半";
/// Parts of a 亩, which are said behind it only: 分 alone is also a score.
const PARTS_OF_A_MU: [(&str, i128); 2] = [("分", 10), ("厘", 100)];

/// What a figure comes to in the unit of its field.
pub(super) struct Term {
    pub(super) exact: Number,
    /// What one of the last digit is worth.
    pub(super) step: Number,
    /// Whether it has a unit.
    pub(super) has_unit: bool,
    /// Whether it is in another unit than the field.
    pub(super) is_converted: bool,
    /// Whether what was typed says more than the value.
    pub(super) is_kept: bool,
}

/// Reads a folded figure without a sign; `None` where it is nothing of the sort.
pub(super) fn read(text: &str, units: &[Unit]) -> Option<Result<Term, Refusal>> {
    if let Ok(figure) = one::read(text, units) {
        return of_one(text, &figure).map(Ok);
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, behind) = Part::read(rest, parts.last(), units)?;
        parts.push(part);
        rest = behind;
    }
    let own_is_multiplied = units.first().is_none_or(Unit::is_multiplied);
    let is_many = parts.len() > 1 || parts.iter().any(|part| part.amount.is_grouped);
    if parts.is_empty() || (is_many && !own_is_multiplied) {
        return None;
    }
    if let Some(refusal) = refusal(text, &parts, units) {
        return Some(Err(refusal));
    }
    joined(&parts).map(Ok)
}

/// Returns whether a text is so many 分 or 厘 alone, which may be parts of a 亩.
pub(super) fn is_part_of_a_mu(text: &str, units: &[Unit]) -> bool {
    let is_word = |rest: &str| {
        PARTS_OF_A_MU
            .iter()
            .any(|(word, _)| rest.trim() == *word || rest.trim() == format!("{word}地"))
    };
    factor_of("亩", units).is_ok() && Amount::read(text).is_some_and(|(_, rest)| is_word(rest))
}

fn of_one(text: &str, figure: &one::OneFigure) -> Option<Term> {
    let digits = one::ungrouped(one::apart(text).0)?;
    let is_converted = figure.factor != Number::from(1_i64);
    (figure.number >= Number::ZERO).then_some(())?;
    Some(Term {
        exact: figure.exact,
        step: Number::step_of(decimals_in(&digits))?.checked_mul(figure.factor)?,
        has_unit: figure.has_word,
        is_converted,
        is_kept: is_converted,
    })
}

/// An amount with its unit.
struct Part<'a> {
    amount: Amount<'a>,
    /// The unit as it was typed, and how many of the field's own one of it is.
    unit: Option<(&'a str, Number)>,
    /// Whether half of one is to be added.
    is_half_more: bool,
}

impl<'a> Part<'a> {
    /// Reads the first part of a text behind another one; the part and what is behind it.
    fn read(text: &'a str, before: Option<&Self>, units: &[Unit]) -> Option<(Self, &'a str)> {
        let text = match before {
            Some(_) => text.trim_start().strip_prefix(['零', '〇']).unwrap_or(text),
            None => text,
        };
        if let Some(word) = text.strip_prefix(HALF).filter(|_| before.is_none()) {
            return Self::whole(Amount::nothing(), word, units);
        }
        let (amount, rest) = Amount::read(text.trim_start())?;
        let rest = rest.trim_start();
        if let Some(word) = rest.strip_prefix(AND_A_HALF) {
            return Self::whole(amount, word, units);
        }
        if let Some(behind) = rest.strip_prefix(HALF) {
            let part = Self {
                amount,
                unit: None,
                is_half_more: true,
            };
            return behind.is_empty().then_some((part, behind));
        }
        let unit = unit_before(rest, before, units);
        if unit.is_none() && !rest.is_empty() {
            return None;
        }
        let behind = unit.map_or(rest, |(word, _)| rest.get(word.len()..).unwrap_or_default());
        let behind = behind.trim_start();
        let is_half_more = behind.strip_prefix(HALF) == Some("");
        let behind = if is_half_more { "" } else { behind };
        let part = Self {
            amount,
            unit,
            is_half_more,
        };
        Some((part, behind))
    }

    /// Returns an amount and a half of the unit that the whole rest of a text is.
    fn whole(amount: Amount<'a>, word: &'a str, units: &[Unit]) -> Option<(Self, &'a str)> {
        let factor = factor_of(word.trim(), units).ok();
        let part = Self {
            amount,
            unit: Some((word, factor.filter(|_| !word.trim().is_empty())?)),
            is_half_more: true,
        };
        Some((part, ""))
    }

    fn factor(&self) -> Number {
        self.unit
            .map_or_else(|| Number::from(1_i64), |(_, factor)| factor)
    }

    fn exact(&self) -> Option<Number> {
        let half = if self.is_half_more {
            Number::fraction(1, 2)?
        } else {
            Number::ZERO
        };
        let amount = self.amount.number?.checked_add(half)?;
        amount.checked_mul(self.factor())
    }

    fn step(&self) -> Option<Number> {
        let decimals = usize::from(self.is_half_more).max(self.amount.decimals);
        Number::step_of(decimals)?.checked_mul(self.factor())
    }

    /// Whether its amount can be read in more than one way: 3万半 may be 35000 or 30000.5.
    fn is_unclear(&self) -> bool {
        let is_multiplied = self
            .unit
            .is_some_and(|(word, _)| multiplied(word.trim_start()).0 != 1);
        let is_whole = self.amount.decimals == 0 && !self.amount.ends_in_multiple;
        self.amount.number.is_none()
            || (self.amount.is_grouped && is_multiplied)
            || (self.is_half_more && (is_multiplied || !is_whole))
    }
}

/// Returns the longest unit at the beginning of a text, and how many of the field's own one of it is.
fn unit_before<'a>(
    text: &'a str,
    before: Option<&Part>,
    units: &[Unit],
) -> Option<(&'a str, Number)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let ends: Vec<usize> = ends.take(LONGEST_WORD).collect();
    let known = ends.iter().rev().find_map(|end| {
        let word = text.get(..*end)?;
        Some((word, factor_of(word.trim(), units).ok()?))
    });
    known.or_else(|| {
        let mu = factor_of("亩", units).ok()?;
        let part = |parts| mu.checked_mul(Number::fraction(1, parts)?);
        let last = before?.factor();
        let is_behind_a_mu = last == mu || Some(last) == part(10);
        let (word, parts) = PARTS_OF_A_MU
            .iter()
            .find(|(word, _)| is_behind_a_mu && text.starts_with(word))?;
        Some((text.get(..word.len())?, part(*parts)?))
    })
}

/// Returns why a figure cannot be read in just one way.
fn refusal(text: &str, parts: &[Part], units: &[Unit]) -> Option<Refusal> {
    let typed = || text.to_owned();
    if parts.iter().any(Part::is_unclear) {
        return Some(Refusal::NumeralUnclear { typed: typed() });
    }
    let last = parts.last()?;
    let own_is_of_many = units
        .first()
        .is_some_and(|own| multiplied(&own.label.zh).0 != 1);
    let needs_unit = parts.len() > 1 || (last.amount.is_grouped && own_is_of_many);
    if last.unit.is_none() && needs_unit {
        return Some(Refusal::UnitWanted {
            typed: typed(),
            figure: last.amount.text.to_owned(),
        });
    }
    let is_in_order = |pair: &[Part]| {
        let [one, next] = pair else { return false };
        let is_whole = one.amount.decimals == 0;
        let is_part = next.exact().is_some_and(|exact| exact < one.factor());
        is_whole && is_part && next.factor() < one.factor()
    };
    let in_order = parts.windows(2).all(is_in_order);
    (!in_order).then(|| Refusal::PartsUnclear { typed: typed() })
}

fn joined(parts: &[Part]) -> Option<Term> {
    let one = Number::from(1_i64);
    let is_converted = parts.iter().any(|part| part.factor() != one);
    let mut exact = Number::ZERO;
    for part in parts {
        exact = exact.checked_add(part.exact()?)?;
    }
    Some(Term {
        exact,
        step: parts.iter().filter_map(Part::step).min()?,
        has_unit: parts.iter().all(|part| part.unit.is_some()),
        is_converted,
        is_kept: is_converted || parts.iter().any(|part| part.amount.is_grouped_digits()),
    })
}
