//! Exact numbers. A figure is never a binary float: 3 亩 is exactly 2000 m², and 0.1 + 0.2 is 0.3.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, Signed, Zero};
use serde::{Deserialize, Serialize};

use crate::i18n::{Lang, Say};

/// Digits before and after the point that a typed number may have. With them every product of two
/// numbers and a unit factor stays far inside 128 bits.
const WHOLE_DIGITS: usize = 15;
const DECIMAL_DIGITS: usize = 15;

/// An exact rational number, written as a decimal where it has a finite one and as
/// `numerator/denominator` else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(Ratio<i128>);

/// A text that is not an exact number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a decimal number of at most 15 digits before and 15 after the point")]
pub struct NotANumber(pub String);

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));

    /// Returns the fraction `numerator / denominator`; `None` when the denominator is zero.
    #[must_use]
    pub fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| Self(Ratio::new(numerator, denominator)))
    }

    /// Returns the least step between two figures with so many digits after the point; `None` when
    /// it does not fit.
    #[must_use]
    pub fn step_of(decimals: usize) -> Option<Self> {
        Self::fraction(1, 10_i128.checked_pow(u32::try_from(decimals).ok()?)?)
    }

    /// Returns the product, or `None` when it does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    /// Returns the sum, or `None` when it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// Returns the difference, which may be below nothing, or `None` when it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// Returns the number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(-self.0)
    }

    /// Returns the greatest whole number that is not more.
    #[must_use]
    pub fn floor(self) -> Self {
        Self(self.0.floor())
    }

    /// Returns the least whole number that is not less.
    #[must_use]
    pub fn ceil(self) -> Self {
        Self(self.0.ceil())
    }

    /// Returns the difference `self - other`, not less than nothing; what is missing to reach
    /// `self`.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        match self.0.checked_sub(&other.0) {
            Some(rest) if rest.is_positive() => Self(rest),
            _ => Self::ZERO,
        }
    }

    /// Returns how far `self` is from a `limit`, as a part of the limit: 1/10 is ten in a hundred,
    /// on either side. `None` for the limit zero, which has no parts, and where the fraction does
    /// not fit.
    #[must_use]
    pub fn distance_to(self, limit: Self) -> Option<Self> {
        let apart = Self(self.0.checked_sub(&limit.0)?.abs());
        apart.checked_mul(Self(limit.0.abs()).inverse()?)
    }

    /// Returns whether neither the numerator nor the denominator of the fraction is above `most`.
    #[must_use]
    pub fn is_made_of_at_most(self, most: i128) -> bool {
        self.0.numer().abs() <= most && *self.0.denom() <= most
    }

    /// Returns one divided by this number; `None` for zero.
    #[must_use]
    pub fn inverse(self) -> Option<Self> {
        (!self.0.is_zero()).then(|| Self(self.0.recip()))
    }

    /// Returns how many digits the decimal has after the point; `None` when no finite decimal
    /// exists.
    #[must_use]
    pub fn decimals(self) -> Option<usize> {
        let mut rest = *self.0.denom();
        let mut count = |factor| {
            let mut n = 0;
            while rest % factor == 0 {
                rest /= factor;
                n += 1;
            }
            n
        };
        let digits = count(2).max(count(5));
        (rest == 1).then_some(digits)
    }

    /// Returns the decimal with at most `digits` after the point, cut off toward zero, so that a
    /// shown figure never looks larger than it is. For people and other tools; the program itself
    /// compares exact values.
    #[must_use]
    pub fn truncated(self, digits: usize) -> String {
        let digits = self.decimals().map_or(digits, |exact| exact.min(digits));
        let negative = self.0.is_negative();
        let mut rest = *self.0.numer();
        rest = rest.abs();
        let denominator = *self.0.denom();
        let mut text = (rest / denominator).to_string();
        rest %= denominator;
        if digits > 0 {
            text.push('.');
        }
        for _ in 0..digits {
            rest *= 10;
            text.push_str(&(rest / denominator).to_string());
            rest %= denominator;
        }
        if negative { format!("-{text}") } else { text }
    }

    /// Returns the decimal cut off after `digits`, without zeros at its end.
    #[must_use]
    pub fn short(self, digits: usize) -> String {
        let text = self.truncated(digits);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    }
}

/// A number in little room, for those that hold very many. The same number is always held alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldNumber {
    /// One of few digits.
    Small {
        /// The numerator of the shortened fraction.
        numerator: i64,
        /// Its denominator.
        denominator: u32,
    },
    /// Any other.
    Large(Box<Number>),
}

impl From<Number> for HeldNumber {
    fn from(number: Number) -> Self {
        let numerator = i64::try_from(*number.0.numer());
        let denominator = u32::try_from(*number.0.denom());
        match (numerator, denominator) {
            (Ok(numerator), Ok(denominator)) => Self::Small {
                numerator,
                denominator,
            },
            _ => Self::Large(Box::new(number)),
        }
    }
}

impl From<&HeldNumber> for Number {
    fn from(held: &HeldNumber) -> Self {
        match held {
            HeldNumber::Small {
                numerator,
                denominator,
            } => Self(Ratio::new_raw((*numerator).into(), (*denominator).into())),
            HeldNumber::Large(number) => **number,
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Ratio::from_integer(i128::from(value)))
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self(Ratio::from_integer(value as i128))
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads `130`, `-0.5`, `2000.01`, and the `2000/3` that [`fmt::Display`] writes.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let refuse = || NotANumber(text.to_owned());
        if let Some((top, bottom)) = text.split_once('/') {
            let top = top.parse().map_err(|_| refuse())?;
            let bottom = bottom.parse().map_err(|_| refuse())?;
            return Self::fraction(top, bottom).ok_or_else(refuse);
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = match digits.split_once('.') {
            Some((whole, part)) if !part.is_empty() => (whole, part),
            Some(_) => return Err(refuse()),
            None => (digits, ""),
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let part = part.trim_end_matches('0');
        let size_fits =
            whole.trim_start_matches('0').len() <= WHOLE_DIGITS && part.len() <= DECIMAL_DIGITS;
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) || !size_fits {
            return Err(refuse());
        }
        let top: i128 = format!("{whole}{part}").parse().map_err(|_| refuse())?;
        let bottom = 10_i128.pow(u32::try_from(part.len()).unwrap_or_default());
        let sign = if digits.len() == text.len() { 1 } else { -1 };
        Self::fraction(sign * top, bottom).ok_or_else(refuse)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimals() {
            Some(digits) => f.write_str(&self.truncated(digits)),
            None => write!(f, "{}/{}", self.0.numer(), self.0.denom()),
        }
    }
}

impl TryFrom<String> for Number {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

impl Say for Number {
    /// People read at most six digits after the point.
    fn say(&self, _: Lang) -> String {
        self.truncated(6)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn decimals_are_kept_exactly() {
        for text in [
            "0",
            "130",
            "2000.01",
            "-0.5",
            "0.999",
            "123456789012345.123456789",
        ] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("2000.00").to_string(), "2000");
        assert_eq!(number("007").to_string(), "7");
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "1e9",
            "1,200",
            "0x10",
            "１２",
            "1/0",
            "1234567890123456",
            "+1",
            "--1",
        ] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_fraction_without_a_finite_decimal_is_written_as_one_and_cut_for_people() {
        let mu = Number::fraction(2000, 3).unwrap();
        assert_eq!(mu.to_string(), "2000/3");
        assert_eq!(number("2000/3"), mu);
        assert_eq!(mu.truncated(2), "666.66");
        assert_eq!(
            mu.checked_mul(3_i64.into()).unwrap(),
            Number::from(2000_i64)
        );
    }

    #[test]
    fn what_is_missing_is_never_below_nothing() {
        assert_eq!(number("1").saturating_sub(number("0.999")), number("0.001"));
        assert_eq!(number("130").saturating_sub(number("131")), Number::ZERO);
    }

    #[test]
    fn the_distance_to_a_limit_is_a_part_of_it_on_either_side() {
        for (figure, limit, apart) in [
            ("117", "130", "1/10"),
            ("143", "130", "1/10"),
            ("130", "130", "0"),
            ("0", "-5", "1"),
        ] {
            assert_eq!(
                number(figure).distance_to(number(limit)),
                Some(number(apart)),
                "{figure} from {limit}"
            );
        }
        let mu = Number::fraction(2000, 3).unwrap();
        assert_eq!(
            mu.distance_to(number("2000")),
            Some(Number::fraction(2, 3).unwrap())
        );
        assert_eq!(number("1").distance_to(Number::ZERO), None);
    }

    proptest! {
        #[test]
        fn any_decimal_reads_back_as_written(top in -999_999_999_999_i64..999_999_999_999, digits in 0_usize..9) {
            let written = Number::fraction(i128::from(top), 10_i128.pow(u32::try_from(digits).unwrap())).unwrap();
            prop_assert_eq!(number(&written.to_string()), written);
        }

        #[test]
        fn no_text_makes_reading_panic(text in ".{0,20}") {
            let _ = text.parse::<Number>();
        }
    }
}
