//! One figure with at most one unit: its digits, and what the word behind them is.

use super::super::number::Number;
use super::super::unit::{self, Unit};
use crate::domain::text::folding;
use crate::i18n::{Refusal, Text};

/// What clerks type before a unit or alone for so many of it, the longest first.
const MULTIPLIERS: [(&str, i64); 3] = [
    ("万亿", 1_000_000_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
];

/// A figure as it stands, and how many of the field's unit one of its unit is.
pub(super) struct OneFigure {
    pub(super) number: Number,
    pub(super) factor: Number,
    /// The value in the unit of the field.
    pub(super) exact: Number,
    /// Whether a word stands behind the digits.
    pub(super) has_word: bool,
}

/// Reads a folded figure.
///
/// # Errors
/// Refuses what is not a number, groups that are not of three digits, and units that the field does
/// not take.
pub(super) fn read(folded: &str, units: &[Unit]) -> Result<OneFigure, Refusal> {
    let not_a_number = || Refusal::NotANumber {
        typed: folded.to_owned(),
    };
    let (digits, word) = apart(folded);
    let number: Number = ungrouped(digits)
        .ok_or_else(not_a_number)?
        .parse()
        .map_err(|_| not_a_number())?;
    let factor = if word.is_empty() {
        Number::from(1_i64)
    } else {
        factor_of(word, units)?
    };
    Ok(OneFigure {
        number,
        factor,
        exact: number.checked_mul(factor).ok_or_else(not_a_number)?,
        has_word: !word.is_empty(),
    })
}

/// Returns the digits of a folded figure, and the word behind them.
pub(super) fn apart(figure: &str) -> (&str, &str) {
    // A sign that says nothing: +32.53 degrees north.
    let unsigned = figure
        .strip_prefix('+')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let figure = unsigned.unwrap_or(figure);
    let end = figure
        .find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-' | ' '))
        .unwrap_or(figure.len());
    let (digits, word) = figure.split_at(end);
    (digits.trim(), word.trim())
}

/// Returns the digits without thousands separators; `None` where a comma stands elsewhere than
/// between groups of three.
pub(super) fn ungrouped(digits: &str) -> Option<String> {
    if digits.contains(' ') {
        return None;
    }
    let (whole, part) = digits
        .split_once('.')
        .map_or((digits, None), |(whole, part)| (whole, Some(part)));
    if part.is_some_and(|part| part.contains(',')) {
        return None;
    }
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next()?.len();
    if whole.contains(',') && (first == 0 || first > 3 || groups.any(|group| group.len() != 3)) {
        return None;
    }
    Some(digits.replace(',', ""))
}

/// Returns how many of the field's unit one of the typed `word` is.
pub(super) fn factor_of(word: &str, units: &[Unit]) -> Result<Number, Refusal> {
    let expected = || Text::list(units.iter().map(|unit| &unit.label));
    let Some(own) = units.first() else {
        return Err(Refusal::NoUnit {
            unit: word.to_owned(),
        });
    };
    let whole = whole_word(word, own);
    let spelled = |word: &str| {
        units
            .iter()
            .find(|unit| unit.is_spelled(&folding::key(word)))
    };
    let (multiplier, word) = match spelled(&whole) {
        None if own.is_multiplied() => multiplied(&whole),
        _ => (1, whole.as_str()),
    };
    let found = if word.is_empty() {
        Some(own)
    } else {
        spelled(word)
    };
    let unit = found.ok_or_else(|| {
        let unit = word.to_owned();
        let known_elsewhere = unit::built_in()
            .iter()
            .any(|other| other.is_spelled(&folding::key(word)));
        if known_elsewhere {
            Refusal::WrongUnit {
                unit,
                expected: expected(),
            }
        } else {
            Refusal::UnknownUnit {
                unit,
                expected: expected(),
            }
        }
    })?;
    let factor = unit
        .factor_to(own)
        .and_then(|factor| factor.checked_mul(multiplier.into()));
    factor.ok_or_else(|| Refusal::WrongUnit {
        unit: word.to_owned(),
        expected: expected(),
    })
}

/// Returns a multiplier alone with the word behind that of the own unit, where that has one too: of
/// money in 亿元, `1.2亿` is 1.2亿元 and never so many times 亿元.
fn whole_word(word: &str, own: &Unit) -> String {
    let (multiplier, label) = multiplied(&own.label.zh);
    let is_alone = MULTIPLIERS.iter().any(|(sign, _)| *sign == word);
    if is_alone && multiplier != 1 {
        format!("{word}{label}")
    } else {
        word.to_owned()
    }
}

/// Returns how many times a word means what stands behind its multiplier, and that. A second
/// multiplier is part of what stands behind, so that 万万元 is no unit.
pub(super) fn multiplied(word: &str) -> (i64, &str) {
    let found = MULTIPLIERS
        .iter()
        .find_map(|(sign, times)| Some((*times, word.strip_prefix(sign)?.trim())));
    found
        .filter(|(_, rest)| MULTIPLIERS.iter().all(|(sign, _)| !rest.starts_with(sign)))
        .unwrap_or((1, word))
}

/// Returns how many digits stand behind the point.
pub(super) fn decimals_in(digits: &str) -> usize {
    digits.split_once('.').map_or(0, |(_, part)| part.len())
}
