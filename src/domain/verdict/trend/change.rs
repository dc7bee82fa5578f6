//! How a figure changed from one quarter to a later one.

use super::figure::{FigureScale, QuarterFigure};
use super::series::TrendGap;
use crate::domain::value::Number;
use crate::i18n::TrendMsg;

/// The difference of two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// How much more there is, in the unit of the figure; of percentages in percentage points.
    pub amount: Number,
    /// The same in percent of the former figure; none where that was zero or negative, and of
    /// figures that have no rate.
    pub rate: Option<Number>,
}

/// Why no change is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChange {
    /// One of the two quarters is a gap.
    Gap(TrendGap),
    /// The former figure is not known.
    UnknownBefore,
    /// The later figure is not known.
    UnknownNow,
    /// The two were judged by other texts of the pack: the rule changed, and not the place alone.
    RuleChanged,
    /// The two are in other units.
    OtherUnit,
}

impl NoChange {
    /// Returns why, in words.
    #[must_use]
    pub const fn words(self) -> TrendMsg {
        match self {
            Self::Gap(gap) => gap.words(),
            Self::UnknownBefore => TrendMsg::UnknownBefore,
            Self::UnknownNow => TrendMsg::UnknownNow,
            Self::RuleChanged => TrendMsg::RuleChanged,
            Self::OtherUnit => TrendMsg::OtherUnit,
        }
    }

    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gap(gap) => gap.word(),
            Self::UnknownBefore => "unknown_before",
            Self::UnknownNow => "unknown_now",
            Self::RuleChanged => "rule_changed",
            Self::OtherUnit => "other_unit",
        }
    }
}

/// Returns the change from one figure to a later one.
///
/// # Errors
/// Says why there is none.
pub fn change(before: &QuarterFigure, now: &QuarterFigure) -> Result<FigureChange, NoChange> {
    if before.rule != now.rule {
        return Err(NoChange::RuleChanged);
    }
    if before.unit != now.unit {
        return Err(NoChange::OtherUnit);
    }
    let have = now.have.ok_or(NoChange::UnknownNow)?;
    let former = before.have.ok_or(NoChange::UnknownBefore)?;
    let amount = have.checked_sub(former).ok_or(NoChange::UnknownNow)?;
    let has_rate = now.scale == FigureScale::Amount && former > Number::ZERO;
    let rate = former
        .inverse()
        .filter(|_| has_rate)
        .and_then(|inverse| amount.checked_mul(inverse)?.checked_mul(100_i64.into()));
    Ok(FigureChange { amount, rate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Strength;
    use crate::domain::verdict::Verdict;
    use crate::domain::verdict::trend::FigureOrder;

    fn figure(have: Option<&str>, scale: FigureScale) -> QuarterFigure {
        QuarterFigure {
            rule: "a".into(),
            verdict: Verdict::Short,
            strength: Strength::Must,
            shown: String::new(),
            have: have.map(|have| have.parse().unwrap()),
            need: None,
            order: FigureOrder::Most,
            unit: None,
            scale,
            period: None,
        }
    }

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn a_change_is_exact_in_the_figure_and_its_rate() {
        let amount = FigureScale::Amount;
        for (before, now, by, rate) in [
            ("120", "129", "9", Some("7.5")),
            ("3", "4", "1", Some("100/3")),
            ("0.1", "0.3", "0.2", Some("200")),
            ("200", "150", "-50", Some("-25")),
            ("96", "96", "0", Some("0")),
            ("0", "12", "12", None),
            ("-2", "3", "5", None),
        ] {
            let changed = change(&figure(Some(before), amount), &figure(Some(now), amount));
            let expected = FigureChange {
                amount: number(by),
                rate: rate.map(number),
            };
            assert_eq!(changed, Ok(expected), "{before} to {now}");
        }
    }

    #[test]
    fn percentages_change_by_points_and_years_by_themselves() {
        for scale in [FigureScale::Share, FigureScale::Mark] {
            let changed = change(&figure(Some("94.9"), scale), &figure(Some("95.5"), scale));
            let expected = FigureChange {
                amount: number("0.6"),
                rate: None,
            };
            assert_eq!(changed, Ok(expected));
        }
    }

    #[test]
    fn what_is_not_known_or_judged_by_another_text_has_no_change() {
        let known = figure(Some("96"), FigureScale::Amount);
        let unknown = figure(None, FigureScale::Amount);
        assert_eq!(change(&unknown, &known), Err(NoChange::UnknownBefore));
        assert_eq!(change(&known, &unknown), Err(NoChange::UnknownNow));
        let by_another = QuarterFigure {
            rule: "b".into(),
            ..known.clone()
        };
        assert_eq!(change(&by_another, &known), Err(NoChange::RuleChanged));
        let in_another = QuarterFigure {
            unit: Some("bed".into()),
            ..known.clone()
        };
        assert_eq!(change(&in_another, &known), Err(NoChange::OtherUnit));
    }
}
