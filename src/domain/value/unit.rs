//! Units of measure and the words people type for them.
//!
//! Factors are exact fractions. 1 亩 is 2000/3 m² (15 亩 = 1 公顷): with 666.67 instead, 3 亩 would
//! wrongly exceed 2000 m².

use super::number::Number;
use crate::domain::text::folding;
use crate::i18n::{Lang, Say, Text};

/// What a unit measures; only units of one dimension convert into each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Area, in square metres.
    Area,
    /// Length, in metres.
    Length,
    /// Duration, in hours.
    Duration,
    /// A calendar year; never multiplied.
    Year,
    /// An angle in degrees; never multiplied.
    Angle,
    /// A share of a hundred.
    Share,
    /// Things counted: seats, beds, facilities. Each such unit is a dimension of its own.
    Count(String),
}

/// A unit: its code in packs, its label on screens, and what else people type for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The code a pack names it by.
    pub code: String,
    /// The label shown behind figures.
    pub label: Text,
    /// What English says of more than one; the label where it says the same.
    pub plural: Option<String>,
    /// Other spellings that are read.
    pub aliases: Vec<String>,
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's base unit one of it is.
    pub factor: Number,
}

impl Unit {
    /// Returns a unit in which things are counted, as a pack declares it.
    #[must_use]
    pub fn counting(code: &str, label: Text, plural: Option<String>, aliases: Vec<String>) -> Self {
        Self {
            code: code.to_owned(),
            label,
            plural,
            aliases,
            dimension: Dimension::Count(code.to_owned()),
            factor: Number::from(1_i64),
        }
    }

    /// Returns whether `word` (folded by [`folding::key`]) is one of its spellings.
    #[must_use]
    pub fn is_spelled(&self, word: &str) -> bool {
        let labels = [&self.code, &self.label.zh, &self.label.en];
        labels
            .into_iter()
            .chain(&self.plural)
            .chain(&self.aliases)
            .any(|s| folding::key(s) == word)
    }

    /// Returns a figure with this unit as people write it: no space before hanzi and signs, one
    /// before Latin words, and those in the plural where there is not exactly one.
    #[must_use]
    pub fn with(&self, figure: Number, lang: Lang) -> String {
        let one = figure == Number::from(1_i64);
        let word = match (&self.plural, lang) {
            (Some(plural), Lang::En) if !one => plural,
            _ => self.label.get(lang),
        };
        let space = if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            " "
        } else {
            ""
        };
        format!("{}{space}{word}", figure.say(lang))
    }

    /// Returns whether 万 (ten thousand) may stand before it.
    #[must_use]
    pub const fn takes_ten_thousands(&self) -> bool {
        !matches!(self.dimension, Dimension::Year | Dimension::Angle)
    }

    /// Returns the exact factor from this unit to `other`; `None` when they measure different
    /// things.
    #[must_use]
    pub fn factor_to(&self, other: &Self) -> Option<Number> {
        if self.dimension != other.dimension {
            return None;
        }
        self.factor.checked_mul(other.factor.inverse()?)
    }
}

/// Code, labels, aliases, dimension and factor of a built-in unit.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    Dimension,
    (i128, i128),
);

const BUILT_IN: [Row; 10] = [
    (
        "m2",
        "㎡",
        "m2",
        &["平方米", "平米", "方"],
        Dimension::Area,
        (1, 1),
    ),
    ("mu", "亩", "mu", &["畝"], Dimension::Area, (2000, 3)),
    (
        "ha",
        "公顷",
        "ha",
        &["hectare"],
        Dimension::Area,
        (10_000, 1),
    ),
    (
        "km2",
        "平方公里",
        "km2",
        &["平方千米"],
        Dimension::Area,
        (1_000_000, 1),
    ),
    ("m", "米", "m", &[], Dimension::Length, (1, 1)),
    ("km", "公里", "km", &["千米"], Dimension::Length, (1000, 1)),
    (
        "hour",
        "小时",
        "hours",
        &["h", "hour", "时"],
        Dimension::Duration,
        (1, 1),
    ),
    ("year", "年", "year", &[], Dimension::Year, (1, 1)),
    ("deg", "度", "deg", &["°"], Dimension::Angle, (1, 1)),
    ("percent", "%", "%", &["％"], Dimension::Share, (1, 1)),
];

/// Returns the units every pack may use without declaring them.
#[must_use]
pub fn built_in() -> Vec<Unit> {
    BUILT_IN
        .into_iter()
        .filter_map(|(code, zh, en, aliases, dimension, (top, bottom))| {
            Some(Unit {
                code: code.to_owned(),
                label: Text {
                    zh: zh.to_owned(),
                    en: en.to_owned(),
                },
                plural: None,
                aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
                dimension,
                factor: Number::fraction(top, bottom)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> Unit {
        built_in()
            .into_iter()
            .find(|unit| unit.code == code)
            .unwrap()
    }

    #[test]
    fn fifteen_mu_are_one_hectare() {
        let factor = unit("mu").factor_to(&unit("ha")).unwrap();
        assert_eq!(
            factor.checked_mul(15_i64.into()).unwrap(),
            Number::from(1_i64)
        );
    }

    #[test]
    fn area_does_not_convert_to_length() {
        assert_eq!(unit("m2").factor_to(&unit("m")), None);
    }

    #[test]
    fn every_built_in_unit_is_known_by_its_spellings() {
        assert_eq!(built_in().len(), BUILT_IN.len());
        assert!(unit("m2").is_spelled(&folding::key("㎡")));
        assert!(unit("m2").is_spelled(&folding::key("m²")));
        assert!(unit("km").is_spelled(&folding::key("㎞")));
    }
}
