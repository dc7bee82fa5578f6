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
    /// Money, in yuan.
    Money,
    /// A share of a whole, in wholes: a hundredth of one is a percent.
    Share,
    /// How many times one thing is another.
    Ratio,
    /// Things counted: seats, beds, facilities. Each such unit is a dimension of its own.
    Count(String),
}

impl Dimension {
    /// Returns whether it measures nothing but how two things stand to each other, so that a figure
    /// of it is a pure number.
    #[must_use]
    pub const fn is_pure(&self) -> bool {
        matches!(self, Self::Share | Self::Ratio)
    }
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
    /// Whether it is of the difference of two shares: `5 percentage points` is never typed for a
    /// share, nor `5 %` for such a difference.
    pub is_difference: bool,
}

/// The largest numerator and denominator of a factor. Every typed figure times one factor and
/// divided by another stays inside 128 bits then, with a digit to spare.
const LARGEST_PART: i128 = 100_000_000_000;

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
            is_difference: false,
        }
    }

    /// Returns a pack's own unit of which one is `factor` of another; `None` where figures of it
    /// could not be converted, or one is nothing or less.
    #[must_use]
    pub fn derived(counting: Self, of: &Self, factor: Number) -> Option<Self> {
        let factor = factor.checked_mul(of.factor)?;
        (factor > Number::ZERO && factor.is_made_of_at_most(LARGEST_PART)).then(|| Self {
            dimension: of.dimension.clone(),
            factor,
            is_difference: of.is_difference,
            ..counting
        })
    }

    /// Returns whether figures of this unit may be typed in another one.
    #[must_use]
    pub fn takes(&self, other: &Self) -> bool {
        self.dimension == other.dimension && self.is_difference == other.is_difference
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
        self.behind(&figure.say(lang), figure, lang)
    }

    /// Returns the same where the figure is written in another way.
    #[must_use]
    pub fn behind(&self, written: &str, figure: Number, lang: Lang) -> String {
        let word = self.word(figure, lang);
        let space = if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
            " "
        } else {
            ""
        };
        format!("{written}{space}{word}")
    }

    /// Returns the word that stands after a figure.
    #[must_use]
    pub fn word(&self, figure: Number, lang: Lang) -> &str {
        let one = figure == Number::from(1_i64);
        match (&self.plural, lang) {
            (Some(plural), Lang::En) if !one => plural,
            _ => self.label.get(lang),
        }
    }

    /// Returns whether 万 (ten thousand) and 亿 (a hundred million) may stand before it.
    #[must_use]
    pub const fn is_multiplied(&self) -> bool {
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

/// Code, labels, English plural, aliases, dimension and factor of a built-in unit.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [&'static str],
    Dimension,
    (i128, i128),
);

#[rustfmt::skip]
const BUILT_IN: [Row; 18] = [
    ("m2", "㎡", "m2", None, &["平方米", "平米", "平方", "平", "方"], Dimension::Area, (1, 1)),
    ("mu", "亩", "mu", None, &["畝"], Dimension::Area, (2000, 3)),
    ("ha", "公顷", "ha", None, &["hectare", "hectares"], Dimension::Area, (10_000, 1)),
    ("km2", "平方公里", "km2", None, &["平方千米"], Dimension::Area, (1_000_000, 1)),
    ("acre", "英亩", "acre", Some("acres"), &[], Dimension::Area, (40_468_564_224, 10_000_000)),
    ("m", "米", "m", None, &[], Dimension::Length, (1, 1)),
    ("km", "公里", "km", None, &["千米"], Dimension::Length, (1000, 1)),
    ("li", "里", "li", None, &["市里", "华里"], Dimension::Length, (500, 1)),
    ("mile", "英里", "mile", Some("miles"), &[], Dimension::Length, (1_609_344, 1000)),
    ("hour", "小时", "hours", None, &["h", "hour", "时"], Dimension::Duration, (1, 1)),
    ("year", "年", "year", None, &[], Dimension::Year, (1, 1)),
    ("deg", "度", "deg", None, &["°"], Dimension::Angle, (1, 1)),
    ("yuan", "元", "yuan", None, &["圆", "人民币元", "rmb", "cny"], Dimension::Money, (1, 1)),
    ("wan_yuan", "万元", "wan yuan", None, &["万圆"], Dimension::Money, (10_000, 1)),
    ("yi_yuan", "亿元", "yi yuan", None, &["亿圆"], Dimension::Money, (100_000_000, 1)),
    ("percent", "%", "%", None, &["％"], Dimension::Share, (1, 100)),
    (PERCENTAGE_POINT, "百分点", "percentage point", Some("percentage points"), &["个百分点"], Dimension::Share, (1, 100)),
    ("times", "倍", "times", None, &[], Dimension::Ratio, (1, 1)),
];

/// The unit of the difference of two shares.
const PERCENTAGE_POINT: &str = "percentage_point";

/// Codes that packs could use for units of their own before these were built in. Such a pack keeps
/// its own unit.
const LATER: [&str; 8] = [
    "acre",
    "li",
    "mile",
    "yuan",
    "wan_yuan",
    "yi_yuan",
    PERCENTAGE_POINT,
    "times",
];

/// Returns whether a pack may have a unit of its own under the code of a built-in one.
#[must_use]
pub fn may_be_replaced(code: &str) -> bool {
    LATER.contains(&code)
}

/// Returns the units every pack may use without declaring them.
#[must_use]
pub fn built_in() -> Vec<Unit> {
    BUILT_IN
        .into_iter()
        .filter_map(
            |(code, zh, en, plural, aliases, dimension, (top, bottom))| {
                Some(Unit {
                    code: code.to_owned(),
                    label: Text {
                        zh: zh.to_owned(),
                        en: en.to_owned(),
                    },
                    plural: plural.map(str::to_owned),
                    aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
                    dimension,
                    factor: Number::fraction(top, bottom)?,
                    is_difference: code == PERCENTAGE_POINT,
                })
            },
        )
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
        for unit in built_in() {
            assert!(
                unit.factor.is_made_of_at_most(LARGEST_PART),
                "{}",
                unit.code
            );
        }
        for later in LATER {
            assert_eq!(unit(later).code, later);
        }
    }

    #[test]
    fn factors_of_built_in_units_are_exact() {
        for (code, other, factor) in [
            ("acre", "m2", "4046.8564224"),
            ("mile", "m", "1609.344"),
            ("li", "m", "500"),
            ("wan_yuan", "yi_yuan", "0.0001"),
            ("yi_yuan", "yuan", "100000000"),
            ("percent", "percentage_point", "1"),
        ] {
            let found = unit(code).factor_to(&unit(other)).unwrap();
            assert_eq!(found.to_string(), factor, "{code} {other}");
        }
        assert_eq!(unit("percent").factor.to_string(), "0.01");
        assert_eq!(unit("times").factor_to(&unit("percent")), None);
    }

    #[test]
    fn shares_and_ratios_are_pure_numbers_typed_each_in_its_own_unit() {
        let pure = ["percent", "percentage_point", "times"];
        for one in built_in() {
            assert_eq!(one.dimension.is_pure(), pure.contains(&one.code.as_str()));
            for other in pure.map(unit) {
                assert_eq!(one.takes(&other), one.code == other.code, "{}", one.code);
            }
        }
    }

    #[test]
    fn english_units_are_told_in_the_plural_unless_there_is_one() {
        let half = Number::fraction(1, 2).unwrap();
        assert_eq!(unit("acre").with(half, Lang::En), "0.5 acres");
        assert_eq!(unit("mile").with(1_i64.into(), Lang::En), "1 mile");
        assert_eq!(
            unit("percentage_point").with(half, Lang::En),
            "0.5 percentage points"
        );
        assert_eq!(unit("percentage_point").with(half, Lang::Zh), "0.5百分点");
    }
}
