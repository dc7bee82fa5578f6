//! The figure of a requirement in a place in one quarter.

use crate::domain::policy::requirement::Rule;
use crate::domain::policy::{Requirement, Strength};
use crate::domain::value::{Dimension, Number, Operator, Period};
use crate::domain::verdict::explain;
use crate::domain::verdict::standing::{Standing, Verdict};

/// What a difference of two figures says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureScale {
    /// So much more or less, and by which rate.
    Amount,
    /// Percentage points. The rate of a rate would be taken for them, so none is given.
    Share,
    /// So much more or less, of something that has no rate: a year, an angle, yes or no.
    Mark,
}

/// Which figure comes first among places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureOrder {
    /// The largest.
    Most,
    /// The smallest.
    Least,
    /// None: what is wanted has two ends, or is no matter of more or less.
    Neither,
}

/// The figure of a requirement in a place in one quarter, with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterFigure {
    /// The SHA-256 of the text of the pack that judged it.
    pub rule: String,
    /// Met, short, unknown or only shown.
    pub verdict: Verdict,
    /// How binding the requirement was.
    pub strength: Strength,
    /// What is there against what is needed, as `96/130`.
    pub shown: String,
    /// The figure; `None` while it is not known.
    pub have: Option<Number>,
    /// What is needed, where that is a figure and known.
    pub need: Option<Number>,
    /// Which comes first among places.
    pub order: FigureOrder,
    /// The code of the unit; none where things are just counted.
    pub unit: Option<String>,
    /// What a difference of it says.
    pub scale: FigureScale,
    /// The period that it speaks of, where it is the figure of a sheet.
    pub period: Option<Period>,
}

impl QuarterFigure {
    /// Returns the figure of a standing that was judged by a requirement, whose text has this
    /// SHA-256.
    #[must_use]
    pub fn of(standing: &Standing, requirement: &Requirement, rule: &str) -> Self {
        let unit = requirement.measure.unit.as_ref();
        let is_judged = standing.verdict != Verdict::Information;
        let told = standing.told.as_deref();
        let main = told.and_then(|told| told.main(standing.verdict));
        let is_yes_no = matches!(requirement.rule, Rule::Duty(_))
            || main.is_some_and(|detail| detail.is_yes_no);
        let has_two_ends = requirement.measured_ends().nth(1).is_some()
            || main.is_some_and(|detail| detail.shown.is_some());
        let order = match requirement.measure.operator {
            _ if is_yes_no || has_two_ends => FigureOrder::Neither,
            _ if !is_judged => FigureOrder::Most,
            Operator::More | Operator::AtLeast => FigureOrder::Most,
            Operator::Less | Operator::AtMost => FigureOrder::Least,
            _ => FigureOrder::Neither,
        };
        let scale = match unit.map(|unit| &unit.dimension) {
            _ if is_yes_no => FigureScale::Mark,
            Some(Dimension::Share) => FigureScale::Share,
            Some(Dimension::Year | Dimension::Angle) => FigureScale::Mark,
            _ => FigureScale::Amount,
        };
        Self {
            rule: rule.to_owned(),
            verdict: standing.verdict,
            strength: requirement.strength,
            shown: explain::figure(standing, requirement),
            have: standing.have,
            need: standing.needed().filter(|_| is_judged),
            order,
            unit: unit.map(|unit| unit.code.clone()),
            scale,
            period: told.and_then(|told| told.period),
        }
    }
}
