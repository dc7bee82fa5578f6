//! Requirements: the minimums of a policy.

use chrono::NaiveDate;

use super::expression::looks::{self, Looked};
use super::expression::{Aggregate, Claim, Comparison, Expression, Leaf};
pub use super::scope::Scope;
use crate::domain::text::coded;
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::number::Number;
use crate::domain::value::period::{Cycle, Period};
use crate::domain::value::unit::Unit;
use crate::i18n::Text;

/// How binding a requirement is, after the wording of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Shall be reached.
    Must,
    /// Is to be provided as a rule; a written exception can be recorded.
    Basic,
    /// Is striven for: what is missing is "behind target".
    Strive,
    /// Is encouraged: information only.
    Encouraged,
    /// A statistical figure: never printed as a shortfall.
    Benchmark,
}

impl Strength {
    /// Every strength with its word in packs.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Must, "must"),
        (Self::Basic, "basic"),
        (Self::Strive, "strive"),
        (Self::Encouraged, "encouraged"),
        (Self::Benchmark, "benchmark"),
    ];

    /// Returns the strength of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        coded::of_word(&Self::ALL, word)
    }

    /// Returns whether missing it is a shortfall. A target that is striven for, what is encouraged
    /// and a benchmark are told apart from the minimums that bind, and never counted with them.
    #[must_use]
    pub const fn binds(self) -> bool {
        matches!(self, Self::Must | Self::Basic)
    }

    /// Returns the word in packs.
    #[must_use]
    pub fn word(self) -> &'static str {
        coded::word_of(&Self::ALL, self)
    }
}

/// The figure in which what is needed, there and missing is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The field, or `None` where facilities themselves are counted.
    pub field: Option<String>,
    /// The operator of the limit.
    pub operator: Operator,
    /// The limit.
    pub need: Number,
    /// The unit of the figure, where it has one.
    pub unit: Option<Unit>,
}

/// What a requirement asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Facilities of its kind in use, each meeting every condition by itself.
    Exists {
        /// How many.
        at_least: usize,
        /// What each must meet.
        conditions: Vec<Condition>,
    },
    /// A claim about figures.
    Claim(Claim),
    /// An act that is recorded in a sheet, in every period.
    Duty(Duty),
    /// A figure that is shown and never judged.
    Information(Box<Comparison>),
}

/// An act that is to be done in every period of its sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The date on which it was done.
    pub act: Box<Leaf>,
    /// How often it is due.
    pub cycle: Cycle,
    /// The first period in which it is due.
    pub since: Period,
}

/// Which period a requirement speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// That in which its deadline lies; before that one is over, the latest with a figure.
    OfTarget,
    /// The latest with a figure.
    OfLatest,
}

/// A group of requirements, in which screens and reports show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its code.
    pub code: String,
    /// What people see.
    pub label: Text,
}

/// One requirement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its code, unique in the pack.
    pub code: String,
    /// The group it belongs to, where the pack has groups.
    pub group: Option<String>,
    /// The code of the kind it asks for, or of the form in which its figure is entered.
    pub kind: String,
    /// The codes of all forms that it looks at.
    pub forms: Vec<String>,
    /// What people see.
    pub label: Text,
    /// What it asks for.
    pub rule: Rule,
    /// The figures over facilities that its rule names by their number.
    pub aggregates: Vec<Aggregate>,
    /// The period of its sheets; `None` where it looks at none that is due more than once.
    pub cycle: Option<Cycle>,
    /// Which period it speaks of.
    pub speaks: Speaks,
    /// The units in which its figures are told.
    pub units: Vec<Unit>,
    /// In what the gap is told.
    pub measure: Measure,
    /// How binding it is.
    pub strength: Strength,
    /// The section of the document, as `一(二)`.
    pub clause: String,
    /// What that section is about, in our own words.
    pub clause_title: Text,
    /// How an ambiguous word is read.
    pub reading: Text,
    /// Who answers for it; without one the reports name the operating unit of the facility that
    /// comes nearest.
    pub responsible: Option<Text>,
    /// Where it applies.
    pub scope: Scope,
    /// By when; a shortfall after it is overdue.
    pub target_date: Option<NaiveDate>,
}

impl Requirement {
    /// By when it is to be reached. What only informs, as a benchmark does, has no such day,
    /// whatever the document's is.
    #[must_use]
    pub fn deadline(&self) -> Option<NaiveDate> {
        self.target_date
            .filter(|_| !matches!(self.strength, Strength::Encouraged | Strength::Benchmark))
    }

    /// Returns whether that day is over, so that whatever does not meet it is overdue.
    #[must_use]
    pub fn is_due_over(&self, day: NaiveDate) -> bool {
        self.deadline().is_some_and(|target| day > target)
    }

    /// Returns what each facility must meet; nothing where it does not ask for facilities that
    /// exist.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        match &self.rule {
            Rule::Exists { conditions, .. } => conditions,
            _ => &[],
        }
    }

    /// Returns how many facilities must exist.
    #[must_use]
    pub const fn at_least(&self) -> usize {
        match self.rule {
            Rule::Exists { at_least, .. } => at_least,
            _ => 0,
        }
    }

    /// Returns whether it is judged by facilities that exist, one by one.
    #[must_use]
    pub const fn is_exists(&self) -> bool {
        matches!(self.rule, Rule::Exists { .. })
    }

    /// Returns the unit of a code in which figures of it are told.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// Returns what it looks at in which places; nothing of facilities that exist, which are those
    /// of the place.
    #[must_use]
    pub fn looks(&self) -> Vec<Looked> {
        match &self.rule {
            Rule::Exists { .. } => Vec::new(),
            Rule::Claim(claim) => looks::looks(claim, &self.aggregates),
            Rule::Duty(duty) => {
                let act = Expression::Field(duty.act.clone());
                looks::looks_of(&act, &[])
            }
            Rule::Information(told) => looks::looks_of(&told.of, &self.aggregates),
        }
    }

    /// Returns the condition its figure is told in.
    #[must_use]
    pub fn measured(&self) -> Option<&Condition> {
        self.measured_ends().next()
    }

    /// Returns every condition on the figure it is told in: one, or both ends of a range.
    pub fn measured_ends(&self) -> impl Iterator<Item = &Condition> {
        self.conditions().iter().filter(|condition| {
            Some(&condition.field) == self.measure.field.as_ref() && condition.operator.is_degree()
        })
    }

    /// Returns the limit that a figure is told against: of a range the end that it fails.
    #[must_use]
    pub fn limit_for(&self, have: Option<Number>) -> (Operator, Number) {
        let limit = |condition: &Condition| match condition.operand {
            Operand::Number(need) => Some((condition.operator, need)),
            _ => None,
        };
        let fails = |(operator, need): &(Operator, Number)| {
            have.is_some_and(|have| !operator.accepts(have.cmp(need)))
        };
        let own = (self.measure.operator, self.measure.need);
        let failed = self.measured_ends().filter_map(limit).find(fails);
        failed
            .filter(|(operator, _)| *operator != own.0)
            .unwrap_or(own)
    }
}
