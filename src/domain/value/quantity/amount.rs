//! How many of a unit: digits, digits with 亿 and 万 between them, or a number in hanzi.

use super::super::number::Number;
use super::one::{decimals_in, ungrouped};
use crate::domain::text::hanzi_number;

/// What stands behind groups of digits, the largest first.
const GROUPS: [(char, i64); 2] = [('亿', 100_000_000), ('万', 10_000)];
/// A last group of fewer digits may be meant in thousands: 3万5 is 35000 to many.
const LEAST_DIGITS: usize = 3;

/// An amount at the beginning of a text.
#[derive(Debug)]
pub(super) struct Amount<'a> {
    /// What was read.
    pub(super) text: &'a str,
    /// The number; `None` where there are several ways to read it.
    pub(super) number: Option<Number>,
    /// How many digits it has behind the point.
    pub(super) decimals: usize,
    /// Whether 万 or 亿 is in it.
    pub(super) is_grouped: bool,
    /// Whether its last character means ten of something, or more.
    pub(super) ends_in_multiple: bool,
}

impl<'a> Amount<'a> {
    /// Returns no amount, to which a half may be added.
    pub(super) const fn nothing() -> Self {
        Self {
            text: "",
            number: Some(Number::ZERO),
            decimals: 0,
            is_grouped: false,
            ends_in_multiple: false,
        }
    }

    /// Reads the amount that a text begins with; the amount and what is behind it.
    pub(super) fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let first = text.chars().next()?;
        if first.is_ascii_digit() {
            // What is no number in digits alone is refused as that.
            let (amount, rest) = in_digits(text);
            return (amount.is_grouped || amount.number.is_some()).then_some((amount, rest));
        }
        let (numeral, rest) = run(text, hanzi_number::is_part);
        let amount = || Self {
            text: numeral,
            number: hanzi_number::read(numeral)
                .and_then(|number| Some(i64::try_from(number).ok()?.into())),
            decimals: 0,
            is_grouped: numeral.contains(['万', '萬', '亿', '億']),
            ends_in_multiple: numeral.ends_with(hanzi_number::is_multiple),
        };
        // 百 and 万 alone are how many of something.
        let has_digits = numeral.contains(|c| c == '十' || !hanzi_number::is_multiple(c));
        has_digits.then(|| (amount(), rest))
    }

    /// Returns whether it is written in digits with 万 or 亿 between them.
    pub(super) fn is_grouped_digits(&self) -> bool {
        self.is_grouped && self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Returns the characters that a text begins with, and the rest.
fn run(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

/// Reads digits; 万 and 亿 belong to them where digits follow, else to the unit.
fn in_digits(text: &str) -> (Amount<'_>, &str) {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut groups: Vec<(&str, i64)> = Vec::new();
    let mut left = text;
    loop {
        let (digits, behind) = run(left, is_figure);
        let sign = GROUPS.iter().find(|(sign, _)| behind.starts_with(*sign));
        let following = sign.and_then(|(sign, _)| behind.strip_prefix(*sign));
        let goes_on = following.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let (times, rest) = match (sign, following) {
            (Some((_, times)), Some(rest)) if goes_on || !groups.is_empty() => (*times, rest),
            _ => (1, behind),
        };
        groups.push((digits, times));
        left = rest;
        if !goes_on {
            break;
        }
    }
    let read = text.get(..text.len() - left.len()).unwrap_or_default();
    let is_grouped = groups.len() > 1;
    let (number, decimals) = match groups.as_slice() {
        [(digits, _)] => {
            let plain = ungrouped(digits);
            let decimals = plain.as_deref().map_or(0, decimals_in);
            (plain.and_then(|plain| plain.parse().ok()), decimals)
        }
        groups => (sum(groups), 0),
    };
    let amount = Amount {
        text: read,
        number,
        decimals,
        is_grouped,
        ends_in_multiple: is_grouped,
    };
    (amount, left)
}

/// Returns what groups of digits come to, each with what stands behind it; `None` where they are not
/// whole numbers from the largest to the smallest.
fn sum(groups: &[(&str, i64)]) -> Option<Number> {
    let mut whole = 0_i64;
    let mut last = i64::MAX;
    for (digits, times) in groups {
        let value: i64 = ungrouped(digits)?.parse().ok()?;
        let is_first = last == i64::MAX;
        let fits = is_first || value < 10_000;
        let is_short = *times == 1 && digits.len() < LEAST_DIGITS;
        if *times >= last || !fits || is_short {
            return None;
        }
        whole = whole.checked_add(value.checked_mul(*times)?)?;
        last = *times;
    }
    Some(whole.into())
}
