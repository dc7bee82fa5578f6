//! Numbers with units as people type them, and the exact value they stand for.

use super::number::Number;
use super::unit::Unit;
use crate::domain::text::folding;
use crate::i18n::{Refusal, Text};

/// What clerks type before a unit or alone for so many of it, the longest first.
const MULTIPLIERS: [(&str, i64); 3] = [
    ("万亿", 1_000_000_000_000),
    ("亿", 100_000_000),
    ("万", 10_000),
];

/// A figure in the unit of its field, and the text it was typed as where that was in another unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The exact value in the field's unit.
    pub exact: Number,
    /// What was typed, kept when a unit, 万 or 亿 was converted, and of a derived field where it has
    /// more digits than the figure tells.
    pub typed: Option<String>,
}

impl From<Number> for Quantity {
    fn from(exact: Number) -> Self {
        Self { exact, typed: None }
    }
}

impl Quantity {
    /// Returns the same with the digits it was typed with, where the figure alone no longer tells
    /// them: 95.00 says more than 95.
    #[must_use]
    pub(super) fn keeping_digits(self, typed: &str) -> Self {
        let figure = folding::figure(typed);
        let digits = ungrouped(apart(&figure).0).filter(|digits| {
            let told = decimals_in(digits);
            self.exact.decimals().is_some_and(|own| told > own)
        });
        Self {
            typed: self.typed.or(digits),
            ..self
        }
    }

    /// Returns what one of the last digit typed is worth, in the unit of the field, whose units these
    /// are.
    #[must_use]
    pub fn last_digit(&self, units: &[Unit]) -> Option<Number> {
        let Some(typed) = &self.typed else {
            return Number::step_of(self.exact.decimals()?);
        };
        let figure = folding::figure(typed);
        let (digits, word) = apart(&figure);
        let digits = ungrouped(digits)?;
        let number: Number = digits.parse().ok()?;
        let unit = match (number.inverse(), word) {
            (Some(inverse), _) => self.exact.checked_mul(inverse)?,
            (None, "") => Number::from(1_i64),
            // Nothing tells by itself of which unit it is nothing.
            (None, word) => factor_of(word, units).ok()?,
        };
        Number::step_of(decimals_in(&digits))?.checked_mul(unit)
    }

    /// Returns whether what was typed is a figure without a unit.
    #[must_use]
    pub fn is_typed_plainly(&self) -> bool {
        let typed = self.typed.as_ref();
        typed.is_some_and(|typed| typed.parse::<Number>().is_ok())
    }
}

fn decimals_in(digits: &str) -> usize {
    digits.split_once('.').map_or(0, |(_, part)| part.len())
}

/// Reads a typed figure for a field whose unit is the first of `units`; the others are what else
/// may be typed.
///
/// # Errors
/// Refuses what is not a number, groups that are not of three digits, and units that the field does
/// not take.
pub fn read(typed: &str, units: &[Unit]) -> Result<Quantity, Refusal> {
    let folded = folding::figure(typed);
    if let Some(mark) = folding::mark(&folded) {
        return Err(Refusal::MarkNoDigit {
            typed: folded,
            mark: mark.to_string(),
        });
    }
    let not_a_number = || Refusal::NotANumber {
        typed: folded.clone(),
    };
    let (digits, word) = apart(&folded);
    let number: Number = ungrouped(digits)
        .ok_or_else(not_a_number)?
        .parse()
        .map_err(|_| not_a_number())?;
    if word.is_empty() {
        return Ok(number.into());
    }
    let factor = factor_of(word, units)?;
    if factor == Number::from(1_i64) {
        return Ok(number.into());
    }
    let exact = number.checked_mul(factor).ok_or_else(not_a_number)?;
    Ok(Quantity {
        exact,
        typed: Some(folding::name(typed)),
    })
}

/// Returns the digits of a folded figure, and the word behind them.
fn apart(figure: &str) -> (&str, &str) {
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
fn ungrouped(digits: &str) -> Option<String> {
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
fn factor_of(word: &str, units: &[Unit]) -> Result<Number, Refusal> {
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
        let known_elsewhere = super::unit::built_in()
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
fn multiplied(word: &str) -> (i64, &str) {
    let found = MULTIPLIERS
        .iter()
        .find_map(|(sign, times)| Some((*times, word.strip_prefix(sign)?.trim())));
    found
        .filter(|(_, rest)| MULTIPLIERS.iter().all(|(sign, _)| !rest.starts_with(sign)))
        .unwrap_or((1, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::unit::built_in;

    fn units(own: &str) -> Vec<Unit> {
        let all = built_in();
        let own = all.iter().find(|unit| unit.code == own).unwrap().clone();
        let others = all
            .into_iter()
            .filter(|unit| own.takes(unit) && unit.code != own.code);
        [own.clone()].into_iter().chain(others).collect()
    }

    fn exact(typed: &str, own: &str) -> String {
        read(typed, &units(own)).unwrap().exact.to_string()
    }

    #[test]
    fn quantities_are_read_in_every_unit_of_their_kind_exactly() {
        for (typed, kept) in [
            ("1.2万平方米", "12000"),
            ("1.2万", "12000"),
            ("12亩", "8000"),
            ("3亩", "2000"),
            ("2公顷", "20000"),
            ("1，200", "1200"),
            ("1、200.5㎡", "1200.5"),
            ("850 m²", "850"),
            ("１２３。５", "123.5"),
            ("1亩", "2000/3"),
            ("+32.53", "32.53"),
            ("＋3亩", "2000"),
        ] {
            assert_eq!(exact(typed, "m2"), kept, "{typed}");
        }
        assert_eq!(exact("3。5公里", "km"), "3.5");
        assert_eq!(exact("800米", "km"), "0.8");
        for (typed, own, kept) in [
            ("5里", "m", "2500"),
            ("5华里", "km", "2.5"),
            ("1英里", "m", "1609.344"),
            ("2 miles", "km", "3.218688"),
            ("10 acres", "m2", "40468.564224"),
            ("1英亩", "ha", "0.40468564224"),
            ("300平方", "m2", "300"),
            ("2 hectares", "mu", "30"),
            ("1.2亿平方米", "km2", "120"),
            ("2万公顷", "km2", "200"),
        ] {
            assert_eq!(exact(typed, own), kept, "{typed} {own}");
        }
        let volumes = [Unit::counting(
            "volume",
            Text {
                zh: "册".into(),
                en: "volume".into(),
            },
            None,
            vec![],
        )];
        assert_eq!(
            read("5万册", &volumes).unwrap().exact,
            Number::from(50_000_i64)
        );
        assert_eq!(
            read("1.2亿", &volumes).unwrap().exact,
            Number::from(120_000_000_i64)
        );
    }

    #[test]
    fn money_is_read_exactly_in_every_unit_of_it() {
        for (typed, own, kept) in [
            ("12,000 万元", "yi_yuan", "1.2"),
            ("12000万", "yi_yuan", "1.2"),
            ("1.2亿", "yi_yuan", "1.2"),
            ("1.2亿元", "yi_yuan", "1.2"),
            ("1.2", "yi_yuan", "1.2"),
            ("1.2万亿元", "yi_yuan", "12000"),
            ("1.2万亿", "yi_yuan", "12000"),
            ("120000000元", "yi_yuan", "1.2"),
            ("1元", "yi_yuan", "0.00000001"),
            ("1.2亿", "wan_yuan", "12000"),
            ("3万", "wan_yuan", "3"),
            ("3万元", "yuan", "30000"),
            ("3万", "yuan", "30000"),
            ("1.2亿", "yuan", "120000000"),
            ("3 wan yuan", "yuan", "30000"),
        ] {
            assert_eq!(exact(typed, own), kept, "{typed} {own}");
        }
        for typed in [
            "1万万元",
            "1亿万元",
            "1亿亿",
            "1万万",
            "1千元",
            "1万亿万元",
            "5%",
        ] {
            for own in ["yuan", "wan_yuan", "yi_yuan"] {
                assert!(read(typed, &units(own)).is_err(), "{typed} {own}");
            }
        }
    }

    #[test]
    fn shares_their_differences_and_ratios_are_not_taken_for_each_other() {
        assert_eq!(exact("75%", "percent"), "75");
        assert_eq!(exact("0.3个百分点", "percentage_point"), "0.3");
        assert_eq!(exact("1.66倍", "times"), "1.66");
        for (typed, own) in [
            ("5个百分点", "percent"),
            ("5 percentage points", "percent"),
            ("5%", "percentage_point"),
            ("166%", "times"),
            ("1.66倍", "percent"),
        ] {
            assert!(
                matches!(read(typed, &units(own)), Err(Refusal::WrongUnit { .. })),
                "{typed} {own}"
            );
        }
    }

    #[test]
    fn a_unit_of_ten_thousands_is_not_multiplied_twice() {
        let counting = |code: &str, zh: &str| {
            let label = Text {
                zh: zh.into(),
                en: code.into(),
            };
            Unit::counting(code, label, None, vec![])
        };
        let person = counting("person", "人");
        let ten_thousands =
            Unit::derived(counting("persons10k", "万人"), &person, 10_000_i64.into()).unwrap();
        let units = [ten_thousands, person];
        for (typed, kept) in [
            ("1.2", "1.2"),
            ("1.2万", "1.2"),
            ("1.2万人", "1.2"),
            ("12000人", "1.2"),
            ("1.2亿", "12000"),
            ("1.2亿人", "12000"),
        ] {
            assert_eq!(
                read(typed, &units).unwrap().exact.to_string(),
                kept,
                "{typed}"
            );
        }
        assert!(read("1万万人", &units).is_err());
    }

    #[test]
    fn what_was_typed_is_kept_only_where_it_was_converted() {
        assert_eq!(
            read(" 12 亩", &units("m2")).unwrap().typed.as_deref(),
            Some("12 亩")
        );
        assert_eq!(read("12㎡", &units("m2")).unwrap().typed, None);
    }

    #[test]
    fn the_last_digit_typed_is_known() {
        for (typed, digit) in [
            ("95", "1"),
            ("95.0", "0.1"),
            ("95.00", "0.01"),
            ("94.99", "0.01"),
            ("0.00", "0.01"),
            ("95.00 %", "0.01"),
            ("+95.00", "0.01"),
        ] {
            let quantity = read(typed, &units("percent")).unwrap();
            let kept = quantity.keeping_digits(typed);
            assert_eq!(
                kept.last_digit(&units("percent")).unwrap().to_string(),
                digit,
                "{typed}"
            );
            assert_eq!(kept.typed.is_some(), typed.contains(".0"), "{typed}");
        }
        for (typed, digit) in [
            ("12,000 万元", "0.0001"),
            ("0 万元", "0.0001"),
            ("0.00 万元", "0.000001"),
            ("0 亿元", "1"),
            ("0.0 亿元", "0.1"),
            ("0万", "0.0001"),
            ("-0.0 元", "0.000000001"),
        ] {
            let money = read(typed, &units("yi_yuan")).unwrap();
            let kept = money.keeping_digits(typed);
            let told = kept.last_digit(&units("yi_yuan")).unwrap();
            assert_eq!(told.to_string(), digit, "{typed}");
        }
    }

    #[test]
    fn doubtful_quantities_are_refused() {
        for typed in [
            "里", "5里", "约120", "三百", "1,20", "1.2.3", "1e9", "12公里", "1 2", "12,", ",12",
            "1.2,3", "5kg", "", "+", "+-5", "++5", "+ 5", "-+5", "5+",
        ] {
            assert!(read(typed, &units("m2")).is_err(), "{typed}");
        }
        for typed in ["129①", "1999²", "12₉", "½", "12½", "⑫", "𝟏𝟐", "①", "5m²①"]
        {
            assert!(
                matches!(read(typed, &units("m2")), Err(Refusal::MarkNoDigit { .. })),
                "{typed}"
            );
        }
        assert!(matches!(
            read("5公里", &units("m2")),
            Err(Refusal::WrongUnit { .. })
        ));
        assert!(matches!(read("5张", &[]), Err(Refusal::NoUnit { .. })));
    }
}
