//! Requirements: the minimums of a policy.

use chrono::NaiveDate;

use crate::domain::text::coded;
use crate::domain::value::condition::{Condition, Operator};
use crate::domain::value::number::Number;
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

/// The places a pack or a requirement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// These, by code.
    Places(Vec<String>),
    /// Every place of a level.
    Level(String),
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

/// One minimum: at least so many facilities of a kind in use, each meeting every condition by
/// itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its code, unique in the pack.
    pub code: String,
    /// The code of the kind it asks for.
    pub kind: String,
    /// What people see.
    pub label: Text,
    /// How many facilities.
    pub at_least: usize,
    /// What each must meet.
    pub conditions: Vec<Condition>,
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

    /// Returns the condition its figure is told in.
    #[must_use]
    pub fn measured(&self) -> Option<&Condition> {
        let field = self.measure.field.as_ref()?;
        self.conditions
            .iter()
            .find(|condition| condition.field == *field && condition.operator.is_degree())
    }
}
