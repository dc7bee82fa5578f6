//! The quarters of a requirement in a place, one after the other.

use std::ops::Range;

use super::figure::QuarterFigure;
use crate::domain::value::{Number, Period};
use crate::i18n::TrendMsg;

/// Why a quarter has no figure and no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendGap {
    /// It is not closed for the place.
    NotClosed,
    /// The requirement was not asked of the place.
    NotJudged,
}

impl TrendGap {
    /// Returns why, in words.
    #[must_use]
    pub const fn words(self) -> TrendMsg {
        match self {
            Self::NotClosed => TrendMsg::NotClosed,
            Self::NotJudged => TrendMsg::NotJudged,
        }
    }

    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotClosed => "not_closed",
            Self::NotJudged => "not_judged",
        }
    }
}

/// A quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// Which.
    pub quarter: Period,
    /// Whether its figure was frozen; the last one may be as it is now.
    pub is_closed: bool,
    /// Its figure and verdict, or why there is none.
    pub figure: Result<QuarterFigure, TrendGap>,
}

impl TrendPoint {
    /// Returns the figure, where there is one.
    #[must_use]
    pub fn have(&self) -> Option<Number> {
        self.figure.as_ref().ok()?.have
    }

    /// Returns what is needed, where that is known.
    #[must_use]
    pub fn need(&self) -> Option<Number> {
        self.figure.as_ref().ok()?.need
    }

    fn rule(&self) -> Option<(&str, Option<&str>)> {
        let figure = self.figure.as_ref().ok()?;
        Some((&figure.rule, figure.unit.as_deref()))
    }
}

/// A requirement in a place over quarters that follow each other without a hole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// The quarters, oldest first.
    pub points: Vec<TrendPoint>,
}

impl Trend {
    /// Returns the trend from one quarter to another, both of it, with what `point` knows of each.
    #[must_use]
    pub fn over((first, last): (Period, Period), point: impl FnMut(Period) -> TrendPoint) -> Self {
        Self {
            points: first.through(last).map(point).collect(),
        }
    }

    /// Returns the parts of the line of figures, or of another value of the points: one is never
    /// joined with another over a quarter without it, nor over a change of the rule.
    #[must_use]
    pub fn runs(&self, value: impl Fn(&TrendPoint) -> Option<Number>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut last: Option<&TrendPoint> = None;
        for (at, point) in self.points.iter().enumerate() {
            if value(point).is_none() {
                last = None;
                continue;
            }
            let goes_on = last.is_some_and(|last| last.rule() == point.rule());
            match runs.last_mut().filter(|_| goes_on) {
                Some(run) => run.end = at + 1,
                None => runs.push(at..at + 1),
            }
            last = Some(point);
        }
        runs
    }

    /// Returns whether no quarter has anything to draw.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.values().next().is_none()
    }

    /// Returns every figure and every need that is known.
    fn values(&self) -> impl Iterator<Item = Number> {
        let points = self.points.iter();
        points.flat_map(|point| point.have().into_iter().chain(point.need()))
    }

    /// Returns how high a value stands in a drawing of so many steps.
    #[must_use]
    pub fn height(value: Number, (low, high): (Number, Number), steps: usize) -> Option<usize> {
        let part = value
            .checked_sub(low)?
            .checked_mul(high.checked_sub(low)?.inverse()?)?;
        let height = part.checked_mul(Number::from(steps))?;
        height.truncated(0).parse().ok()
    }

    /// Returns the scale of a drawing with few rows: from the least figure or need to the largest,
    /// where they are not all the same.
    #[must_use]
    pub fn near_scale(&self) -> (Number, Number) {
        match (self.values().min(), self.values().max()) {
            (Some(low), Some(high)) if low < high => (low, high),
            _ => self.scale(),
        }
    }

    /// Returns the scale of a drawing: from zero, or the least value below it, to the largest
    /// figure or need. Where all are zero, up to one.
    #[must_use]
    pub fn scale(&self) -> (Number, Number) {
        let low = self.values().fold(Number::ZERO, Number::min);
        let high = self.values().fold(Number::ZERO, Number::max);
        if low == high {
            (low, Number::from(1_i64))
        } else {
            (low, high)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Strength;
    use crate::domain::verdict::Verdict;
    use crate::domain::verdict::trend::{FigureOrder, FigureScale, change};

    fn figure(have: Option<&str>, rule: &str) -> QuarterFigure {
        QuarterFigure {
            rule: rule.into(),
            verdict: Verdict::Short,
            strength: Strength::Must,
            shown: String::new(),
            have: have.map(|have| have.parse().unwrap()),
            need: "130".parse().ok(),
            order: FigureOrder::Most,
            unit: None,
            scale: FigureScale::Amount,
            period: None,
        }
    }

    fn quarter(name: &str) -> Period {
        name.parse().unwrap()
    }

    /// Two quarters, one not closed, one whose figure is not known, two by another text.
    fn trend() -> Trend {
        let known = |quarter: Period| match quarter.to_string().as_str() {
            "2025Q1" => Ok(figure(Some("96"), "a")),
            "2025Q2" => Ok(figure(Some("120"), "a")),
            "2025Q4" => Ok(figure(None, "a")),
            "2026Q1" => Ok(figure(Some("125"), "a")),
            "2026Q2" => Ok(figure(Some("129"), "b")),
            "2026Q3" => Ok(figure(Some("140"), "b")),
            _ => Err(TrendGap::NotClosed),
        };
        Trend::over((quarter("2025Q1"), quarter("2026Q3")), |quarter| {
            TrendPoint {
                quarter,
                is_closed: true,
                figure: known(quarter),
            }
        })
    }

    #[test]
    fn a_line_stops_at_gaps_and_where_the_rule_changed() {
        let trend = trend();
        assert_eq!(trend.points.len(), 7);
        assert_eq!(trend.runs(TrendPoint::have), [0..2, 4..5, 5..7]);
        // What is needed is known where the figure is not.
        assert_eq!(trend.runs(TrendPoint::need), [0..2, 3..5, 5..7]);
    }

    #[test]
    fn a_quarter_is_compared_with_the_last_and_that_of_a_year_ago() {
        let trend = trend();
        let at = |name: &str| {
            let is_it = |point: &&TrendPoint| point.quarter == quarter(name);
            let point = trend.points.iter().find(is_it);
            point.map_or(Err(TrendGap::NotClosed), |point| point.figure.clone())
        };
        let to = |before: &str, now: &str| change(&at(before).unwrap(), &at(now).unwrap());
        assert_eq!(
            to("2025Q1", "2026Q1").unwrap().rate,
            Number::fraction(2900, 96)
        );
        assert!(to("2026Q1", "2026Q2").is_err());
        assert_eq!(at("2025Q3"), Err(TrendGap::NotClosed));
        assert_eq!(at("2024Q4"), Err(TrendGap::NotClosed), "outside");
    }

    #[test]
    fn a_drawing_begins_at_nothing_or_below() {
        let number = |text: &str| text.parse::<Number>().unwrap();
        assert_eq!(trend().scale(), (Number::ZERO, number("140")));
        let of = |haves: &[&str]| Trend {
            points: haves
                .iter()
                .map(|have| TrendPoint {
                    quarter: quarter("2025Q1"),
                    is_closed: true,
                    figure: Ok(QuarterFigure {
                        need: None,
                        ..figure(Some(have), "a")
                    }),
                })
                .collect(),
        };
        assert_eq!(trend().near_scale(), (number("96"), number("140")));
        assert_eq!(of(&["7", "7"]).near_scale(), (Number::ZERO, number("7")));
        assert_eq!(of(&["-2", "3"]).scale(), (number("-2"), number("3")));
        assert_eq!(of(&["-2"]).scale(), (number("-2"), Number::ZERO));
        assert_eq!(of(&["0"]).scale(), (Number::ZERO, number("1")));
        assert_eq!(of(&[]).scale(), (Number::ZERO, number("1")));
        assert!(of(&[]).is_blank() && !of(&["0"]).is_blank());
        let height = |value: &str| Trend::height(number(value), trend().scale(), 70);
        assert_eq!(height("140"), Some(70));
        assert_eq!(height("139"), Some(69));
        assert_eq!(height("0"), Some(0));
    }
}
