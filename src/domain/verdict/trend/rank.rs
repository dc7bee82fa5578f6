//! Which place comes first.

use super::figure::{FigureOrder, QuarterFigure};
use super::series::TrendGap;
use crate::domain::value::Number;
use crate::i18n::TrendMsg;

/// Why places have no rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRank {
    /// There is only one.
    OnePlace,
    /// One of them is a gap in the quarter.
    Gap(TrendGap),
    /// The figure of one is not known.
    Unknown,
    /// They were judged by other texts of the pack.
    OtherRule,
    /// Their figures are in other units.
    OtherUnit,
    /// Their figures speak of other periods.
    OtherPeriod,
    /// Neither more nor less is better.
    NoOrder,
}

impl NoRank {
    /// Returns why, in words.
    #[must_use]
    pub const fn words(self) -> TrendMsg {
        match self {
            Self::OnePlace => TrendMsg::RankOfOne,
            Self::Gap(TrendGap::NotClosed) => TrendMsg::RankNotClosed,
            Self::Gap(TrendGap::NotJudged) => TrendMsg::RankNotJudged,
            Self::Unknown => TrendMsg::RankUnknown,
            Self::OtherRule => TrendMsg::RankOtherRule,
            Self::OtherUnit => TrendMsg::RankOtherUnit,
            Self::OtherPeriod => TrendMsg::RankOtherPeriod,
            Self::NoOrder => TrendMsg::RankNoOrder,
        }
    }

    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnePlace => "one_place",
            Self::Gap(gap) => gap.word(),
            Self::Unknown => "unknown",
            Self::OtherRule => "other_rule",
            Self::OtherUnit => "other_unit",
            Self::OtherPeriod => "other_period",
            Self::NoOrder => "no_order",
        }
    }
}

/// Returns the ranks of places by the figure of one requirement, in their order: equal figures have
/// the same rank, and the next one counts them all. The largest figure comes first, unless the
/// requirement wants the smallest.
///
/// # Errors
/// Says why they cannot be compared. No place has a rank where one has none.
pub fn ranks(places: &[Result<&QuarterFigure, TrendGap>]) -> Result<Vec<usize>, NoRank> {
    if places.len() < 2 {
        return Err(NoRank::OnePlace);
    }
    let figures: Vec<&QuarterFigure> = places
        .iter()
        .copied()
        .collect::<Result<_, _>>()
        .map_err(NoRank::Gap)?;
    let differs = |differ: fn(&QuarterFigure, &QuarterFigure) -> bool| {
        let mut pairs = figures.iter().zip(figures.iter().skip(1));
        pairs.any(|(one, other)| differ(one, other))
    };
    if differs(|one, other| one.rule != other.rule) {
        return Err(NoRank::OtherRule);
    }
    if differs(|one, other| one.unit != other.unit) {
        return Err(NoRank::OtherUnit);
    }
    if differs(|one, other| one.period != other.period) {
        return Err(NoRank::OtherPeriod);
    }
    let haves: Option<Vec<Number>> = figures.iter().map(|figure| figure.have).collect();
    let haves = haves.ok_or(NoRank::Unknown)?;
    let order = figures.first().map(|figure| figure.order);
    let is_before: fn(&Number, &Number) -> bool = match order {
        Some(FigureOrder::Most) => |one, other| one > other,
        Some(FigureOrder::Least) => |one, other| one < other,
        Some(FigureOrder::Neither) | None => return Err(NoRank::NoOrder),
    };
    let before = |have: &Number| haves.iter().filter(|other| is_before(other, have)).count();
    Ok(haves.iter().map(|have| before(have) + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Strength;
    use crate::domain::verdict::Verdict;
    use crate::domain::verdict::trend::FigureScale;

    fn figure(have: Option<&str>) -> QuarterFigure {
        QuarterFigure {
            rule: "a".into(),
            verdict: Verdict::Met,
            strength: Strength::Must,
            shown: String::new(),
            have: have.map(|have| have.parse().unwrap()),
            need: None,
            order: FigureOrder::Most,
            unit: None,
            scale: FigureScale::Amount,
            period: "2025".parse().ok(),
        }
    }

    fn ranked(figures: &[QuarterFigure]) -> Result<Vec<usize>, NoRank> {
        ranks(&figures.iter().map(Ok).collect::<Vec<_>>())
    }

    #[test]
    fn equal_figures_share_a_rank_and_the_next_counts_them() {
        let of = |haves: &[&str]| {
            haves
                .iter()
                .map(|have| figure(Some(have)))
                .collect::<Vec<_>>()
        };
        let figures = of(&["96", "130", "130.0", "150", "12"]);
        assert_eq!(ranked(&figures), Ok(vec![4, 2, 2, 1, 5]));
        let least = figures.into_iter().map(|figure| QuarterFigure {
            order: FigureOrder::Least,
            ..figure
        });
        assert_eq!(ranked(&least.collect::<Vec<_>>()), Ok(vec![2, 3, 3, 5, 1]));
        assert_eq!(ranked(&of(&["0", "0"])), Ok(vec![1, 1]));
    }

    #[test]
    fn places_that_cannot_be_compared_have_no_rank() {
        let one = figure(Some("96"));
        let with = |other: QuarterFigure| ranked(&[one.clone(), other]);
        let same = || one.clone();
        assert_eq!(ranked(&[same()]), Err(NoRank::OnePlace));
        assert_eq!(with(figure(None)), Err(NoRank::Unknown));
        for gap in [TrendGap::NotClosed, TrendGap::NotJudged] {
            assert_eq!(ranks(&[Ok(&one), Err(gap)]), Err(NoRank::Gap(gap)));
        }
        for (other, why) in [
            (
                QuarterFigure {
                    rule: "b".into(),
                    ..same()
                },
                NoRank::OtherRule,
            ),
            (
                QuarterFigure {
                    unit: Some("bed".into()),
                    ..same()
                },
                NoRank::OtherUnit,
            ),
            (
                QuarterFigure {
                    period: "2024".parse().ok(),
                    ..same()
                },
                NoRank::OtherPeriod,
            ),
        ] {
            assert_eq!(with(other), Err(why));
        }
        let equal = QuarterFigure {
            order: FigureOrder::Neither,
            ..same()
        };
        assert_eq!(ranked(&[equal.clone(), equal]), Err(NoRank::NoOrder));
    }
}
