//! What is known of a place over the quarters.

use std::collections::BTreeMap;

use super::change::{FigureChange, NoChange, change};
use super::figure::QuarterFigure;
use super::series::{Trend, TrendGap, TrendPoint};
use crate::domain::value::Period;
use crate::domain::verdict::counts::Counts;

/// A place in a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceQuarter {
    /// Whether it was frozen; else it is as it is now.
    pub is_closed: bool,
    /// The figure of each requirement, by its code.
    pub figures: BTreeMap<String, QuarterFigure>,
    /// How much of what binds is met.
    pub compliance: Counts,
}

/// A place over the quarters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceHistory {
    /// The quarters that are closed for it, and the one that runs.
    pub quarters: BTreeMap<Period, PlaceQuarter>,
}

impl PlaceHistory {
    /// Returns the figure of a requirement in a quarter.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn figure(&self, requirement: &str, quarter: Period) -> Result<&QuarterFigure, TrendGap> {
        let known = self.quarters.get(&quarter).ok_or(TrendGap::NotClosed)?;
        known.figures.get(requirement).ok_or(TrendGap::NotJudged)
    }

    /// Returns how the figure of a requirement changed from one quarter to another.
    ///
    /// # Errors
    /// Says why no change is told.
    pub fn change(
        &self,
        requirement: &str,
        (before, now): (Period, Period),
    ) -> Result<FigureChange, NoChange> {
        let now = self.figure(requirement, now).map_err(NoChange::Gap)?;
        let before = self.figure(requirement, before).map_err(NoChange::Gap)?;
        change(before, now)
    }

    /// Returns a requirement from one quarter to another.
    #[must_use]
    pub fn trend(&self, requirement: &str, quarters: (Period, Period)) -> Trend {
        Trend::over(quarters, |quarter| TrendPoint {
            quarter,
            is_closed: self
                .quarters
                .get(&quarter)
                .is_some_and(|known| known.is_closed),
            figure: self.figure(requirement, quarter).cloned(),
        })
    }
}
