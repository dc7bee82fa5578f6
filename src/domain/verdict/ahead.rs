//! Looking ahead: when planned facilities close a shortfall, and when the figures of past periods
//! reach what is needed if they go on as they went. The latter is a projection and no promise.

mod line;

use chrono::NaiveDate;

use self::line::Line;
use super::claims::periods;
use super::detail::{in_unit, is_yes_no, verdict_of};
use super::standing::{Standing, Verdict};
use crate::domain::policy::evaluate::{Evaluator, Spot};
use crate::domain::policy::expression::{Claim, Comparison, Test};
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::requirement::{Requirement, Rule, Speaks};
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;
use crate::domain::value::period::{Cycle, Period};

/// So many periods after the last figure are looked at.
const MOST_AHEAD: u32 = 20;
/// The figures of so many periods are looked at, the last ones.
const MOST_BACK: u32 = 200;

/// How a day or a period stands to the deadline of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Not after it.
    InTime,
    /// After it.
    Late,
    /// Before or after it: a date is known to the month or the year only.
    Undecided,
    /// There is no deadline.
    NoDeadline,
}

impl Timing {
    /// Returns the word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Undecided => "not_known",
            Self::NoDeadline => "no_deadline",
        }
    }
}

/// When planned and unfinished facilities close a shortfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedOpening {
    /// The date that is planned.
    pub on: PartialDate,
    /// The quarter in which the last day of that date lies.
    pub quarter: Period,
    /// How it stands to the deadline.
    pub timing: Timing,
    /// Whether the date is past, and the facility still not in use.
    pub is_past: bool,
}

/// When a figure reaches what is needed on the straight line through those of past periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// The first period in which it does.
    pub period: Period,
    /// How that stands to the deadline.
    pub timing: Timing,
    /// Whether that period is over, and its figure still missing or another one.
    pub is_past: bool,
    /// The first and the last period whose figures the line goes through.
    pub based_on: (Period, Period),
    /// How many figures those are.
    pub figures: usize,
    /// How much nearer the figure comes, or what is needed less the figure, from period to period;
    /// in the unit in which it is told.
    pub per_period: Number,
    /// The code of that unit.
    pub unit: Option<String>,
}

/// What lies ahead of a requirement that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What is there now.
    pub standing: Standing,
    /// When planned facilities close it.
    pub opening: Option<PlannedOpening>,
    /// When its figures reach it.
    pub projection: Option<Projection>,
}

/// Returns what lies ahead of a standing on a day; `None` of one that is not open. `facts` are what
/// its requirement looks at, where [`is_projected`] says so.
#[must_use]
pub fn outlook(
    requirement: &Requirement,
    standing: Standing,
    facts: Option<&Inventory>,
    day: NaiveDate,
) -> Option<Outlook> {
    if !standing.verdict.is_open() {
        return None;
    }
    let opening = standing.expected_on.map(|on| PlannedOpening {
        on,
        quarter: Period::of_day(Cycle::Quarter, on.last_day()),
        timing: timing(requirement, on.first_day(), on.last_day()),
        is_past: on.last_day() < day,
    });
    let projection = facts.and_then(|facts| projection(requirement, &standing, facts, day));
    Some(Outlook {
        standing,
        opening,
        projection,
    })
}

/// Returns how days between two stand to the deadline.
fn timing(requirement: &Requirement, first: NaiveDate, last: NaiveDate) -> Timing {
    match requirement.deadline() {
        None => Timing::NoDeadline,
        Some(deadline) if last <= deadline => Timing::InTime,
        Some(deadline) if first > deadline => Timing::Late,
        Some(_) => Timing::Undecided,
    }
}

/// Returns how the figure of a period stands to the deadline. One that is asked for the period of
/// the deadline is in time with it, whenever in that period the deadline is.
fn timing_of(requirement: &Requirement, period: Period) -> Timing {
    let is_target = requirement.speaks == Speaks::OfTarget
        && requirement
            .deadline()
            .is_some_and(|deadline| Period::of_day(period.cycle(), deadline) == period);
    if is_target {
        return Timing::InTime;
    }
    timing(requirement, period.first_day(), period.last_day())
}

/// Returns whether a requirement has figures of periods to lay a line through. What facilities come
/// to is known of today only.
#[must_use]
pub fn is_projected(requirement: &Requirement) -> bool {
    let is_of_periods = requirement.cycle.is_some_and(|cycle| cycle != Cycle::Once);
    matches!(requirement.rule, Rule::Claim(_)) && is_of_periods && requirement.aggregates.is_empty()
}

/// Returns when the figures of a requirement reach what it needs, if they go on as they went.
fn projection(
    requirement: &Requirement,
    standing: &Standing,
    facts: &Inventory,
    day: NaiveDate,
) -> Option<Projection> {
    let Rule::Claim(claim) = &requirement.rule else {
        return None;
    };
    let cycle = requirement.cycle.filter(|_| is_projected(requirement))?;
    let now = Period::of_day(cycle, day);
    let found: Vec<Period> = periods(requirement, &standing.place, facts)
        .into_iter()
        .filter(|period| period.cycle() == cycle && *period <= now)
        .collect();
    let last = *found.iter().max()?;
    let first = (*found.iter().min()?).max(last.back(MOST_BACK - 1));
    let all: Vec<Period> = first.through(last).collect();
    let projector = Projector {
        requirement,
        facts,
        place: &standing.place,
        judged: standing.told.as_ref()?.period?,
        day,
        periods: &all,
    };
    projector.claim(claim)
}

/// Lays lines through the figures of one requirement.
struct Projector<'a> {
    requirement: &'a Requirement,
    facts: &'a Inventory,
    place: &'a str,
    /// The period that was judged.
    judged: Period,
    day: NaiveDate,
    /// From the first to the last one with a figure.
    periods: &'a [Period],
}

impl Projector<'_> {
    fn at(&self, period: Period) -> Spot {
        Spot {
            place: self.place.to_owned(),
            period,
        }
    }

    /// Returns when a claim is met on the lines of its figures. Each of several has to be reached
    /// that is not met already; of alternatives the first one counts.
    fn claim(&self, claim: &Claim) -> Option<Projection> {
        let is_met = |claim: &Claim| {
            let at = self.at(self.judged);
            verdict_of(Evaluator::new(self.facts).claim(claim, &at)) == Verdict::Met
        };
        match claim {
            Claim::Figure(comparison) => self.figure(comparison),
            Claim::All(claims) => {
                let open = claims.iter().filter(|claim| !is_met(claim));
                let reached: Option<Vec<Projection>> = open.map(|one| self.claim(one)).collect();
                reached?.into_iter().max_by_key(|one| one.period)
            }
            Claim::Any(claims) => {
                let reached = claims.iter().filter_map(|one| self.claim(one));
                reached.min_by_key(|one| one.period)
            }
            Claim::EachPeriod(count, claim) => {
                let first = self.claim(claim)?;
                let period = first.period.forward(count.saturating_sub(1));
                Some(self.placed(Projection { period, ..first }))
            }
            Claim::OneOf { .. } | Claim::Covers { .. } => None,
        }
    }

    /// Says how the period of a projection stands to the deadline and to the day.
    fn placed(&self, projection: Projection) -> Projection {
        Projection {
            timing: timing_of(self.requirement, projection.period),
            is_past: projection.period.is_over(self.day),
            ..projection
        }
    }

    fn figure(&self, comparison: &Comparison) -> Option<Projection> {
        if is_yes_no(&comparison.of) {
            return None;
        }
        let figures = self.periods.iter().enumerate();
        let points: Vec<(usize, Number)> = figures
            .filter_map(|(x, period)| Some((x, self.figure_of(comparison, *period)?)))
            .collect();
        let (line, count) = Line::through_latest(&points)?;
        let (first, _) = *points.get(points.len().checked_sub(count)?)?;
        let (last, latest) = *points.last()?;
        if !goes_towards(&comparison.test, latest, line.slope) {
            return None;
        }
        let (ahead, _) = (1..=MOST_AHEAD).zip(last + 1..).find(|(_, x)| {
            line.at(*x)
                .is_some_and(|at| is_enough(&comparison.test, at))
        })?;
        let (first, last) = (*self.periods.get(first)?, *self.periods.get(last)?);
        Some(self.placed(Projection {
            period: last.forward(ahead),
            timing: Timing::NoDeadline,
            is_past: false,
            based_on: (first, last),
            figures: count,
            per_period: in_unit(line.slope, comparison.unit.as_ref())?,
            unit: comparison.unit.as_ref().map(|unit| unit.code.clone()),
        }))
    }

    /// Returns the figure of a period, less what is needed where that is a figure itself. The line
    /// through the differences is the one of the figure less the one of what is needed.
    fn figure_of(&self, comparison: &Comparison, period: Period) -> Option<Number> {
        let at = self.at(period);
        let mut evaluator = Evaluator::new(self.facts);
        let figure = evaluator.figure(&comparison.of, &at).known()?;
        match &comparison.test {
            Test::Limit { need, .. } => figure.checked_sub(evaluator.figure(need, &at).known()?),
            Test::Within { .. } => Some(figure),
        }
    }
}

/// Returns whether a figure of [`Projector::figure_of`] passes.
fn is_enough(test: &Test, figure: Number) -> bool {
    match test {
        Test::Limit { operator, .. } => operator.accepts(figure.cmp(&Number::ZERO)),
        Test::Within { low, high, .. } => {
            low.is_none_or(|low| figure >= low) && high.is_none_or(|high| figure <= high)
        }
    }
}

/// Returns whether a line leads from a figure to where it passes.
fn goes_towards(test: &Test, latest: Number, slope: Number) -> bool {
    match test.wants_more(latest) {
        Some(true) => slope > Number::ZERO,
        Some(false) => slope < Number::ZERO,
        None => false,
    }
}
