//! What requirements are made of: expressions, which come to a figure, and claims, which hold or
//! fail. All units are checked when the pack is read; every figure in here is in the base unit of
//! what it measures.

pub mod looks;

use std::collections::BTreeSet;

use super::scope::Scope;
use crate::domain::value::condition::{Condition, Operator};
use crate::domain::value::field::Range;
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::value::unit::Unit;
use crate::i18n::Text;

/// A field of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The code of the sheet.
    pub sheet: String,
    /// What people call the sheet.
    pub sheet_label: Text,
    /// Whether the sheet is filled in once, for all periods.
    pub once: bool,
    /// The code of the field.
    pub field: String,
    /// What people call it.
    pub label: Text,
    /// The unit its figures are kept in.
    pub unit: Option<Unit>,
    /// What its values may be.
    pub holds: LeafType,
    /// How it follows from other fields of the sheet.
    pub derived: Option<Box<Expression>>,
}

impl Leaf {
    /// Returns the period of the sheet that is looked at for a period.
    #[must_use]
    pub const fn period_at(&self, period: Period) -> Period {
        if self.once { Period::ALWAYS } else { period }
    }
}

/// What a field of a sheet may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeafType {
    /// A figure: the base units that one unit of the field is, what it may be in units of the
    /// field, and how many digits it may have after the point.
    Figure {
        /// How many base units one is.
        factor: Number,
        /// What is allowed.
        range: Range,
        /// The most digits after the point.
        decimals: usize,
    },
    /// Yes or no, counted as one and nothing.
    YesNo,
    /// The code of one choice of these.
    Choice(BTreeSet<String>),
    /// Several of these codes.
    Choices(BTreeSet<String>),
    /// A date or words: only whether there is a value is asked.
    Recorded,
}

/// A figure over the facilities in use of a kind that meet some conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The code of the kind.
    pub kind: String,
    /// What each must meet.
    pub conditions: Vec<Condition>,
    /// The figure.
    pub of: AggregateOf,
}

/// Which figure over facilities it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AggregateOf {
    /// How many there are.
    Count,
    /// The greatest value of a field.
    Largest(AggregateField),
    /// The least value of a field.
    Smallest(AggregateField),
    /// All values of a field together.
    Total(AggregateField),
    /// Every choice that one of them has.
    Union {
        /// The code of the field.
        field: String,
        /// Its choices.
        codes: BTreeSet<String>,
    },
}

impl Aggregate {
    /// Returns the codes of the fields that it looks at, beside the status of the facility.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let of = match &self.of {
            AggregateOf::Count => None,
            AggregateOf::Largest(field)
            | AggregateOf::Smallest(field)
            | AggregateOf::Total(field) => Some(field.field.as_str()),
            AggregateOf::Union { field, .. } => Some(field.as_str()),
        };
        let conditions = self.conditions.iter();
        conditions.map(|c| c.field.as_str()).chain(of)
    }
}

/// A field of a kind whose figures are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AggregateField {
    /// Its code.
    pub field: String,
    /// How many base units one is.
    pub factor: Number,
    /// What is allowed.
    pub range: Range,
    /// Whether it has no decimals.
    pub whole: bool,
}

/// Another place than the one that is judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherPlace {
    /// The place of a level at or above the one that is judged.
    AtLevel(String),
    /// A place by its code.
    Named(String),
}

/// Several places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceSet {
    /// Those of the pack.
    Scope(Scope),
    /// Those of a level in the place that is judged.
    Below(String),
}

/// How the figures of several places become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Their sum.
    Sum,
    /// Their simple mean.
    Mean,
    /// The greatest.
    Largest,
    /// The least.
    Smallest,
}

/// How many of several places meet a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOf {
    /// Their number.
    Count,
    /// Their share of all.
    Share,
}

/// An earlier period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The period before.
    Previous,
    /// The same period of the year before.
    YearBefore,
}

/// A sign between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the sign it is written as")]
pub enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
}

/// A stated rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Up to a whole number.
    Up,
    /// Down to a whole number.
    Down,
    /// To the nearest, a half up.
    HalfUp,
}

/// What comes to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A number.
    Number(Number),
    /// A field of a sheet of the place.
    Field(Box<Leaf>),
    /// A figure over facilities: one of the aggregates of the requirement.
    Facilities(usize),
    /// Something of another place.
    Elsewhere(OtherPlace, Box<Self>),
    /// Something of several places as one figure.
    Over(PlaceSet, Fold, Box<Self>),
    /// How many of several places meet a claim.
    Meeting(PlaceSet, PartOf, Box<Claim>),
    /// Something of an earlier period.
    Before(Earlier, Box<Self>),
    /// Two figures with a sign between.
    Binary(Arithmetic, Box<Self>, Box<Self>),
    /// A figure rounded to so many digits after the point.
    Round(Rounding, u32, Box<Self>),
    /// A step function of a figure: what it is at first, and what it is from each limit on.
    Bands {
        /// The figure that decides.
        of: Box<Self>,
        /// What it is below the first limit.
        first: Box<Self>,
        /// The limits in their order, each with what it is from there on.
        steps: Vec<(Number, Self)>,
    },
    /// What it is for each choice of a field.
    Choose {
        /// The field.
        of: Box<Leaf>,
        /// The choices, each with what it is.
        cases: Vec<(String, Self)>,
    },
}

/// What a figure is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A limit.
    Limit {
        /// `>`, `>=`, `<`, `<=`, `=` or `!=`.
        operator: Operator,
        /// The limit itself.
        need: Expression,
    },
    /// A range, both ends included. An end that does not fail is told and never judged.
    Within {
        /// The lower end that fails.
        low: Option<Number>,
        /// The upper end that fails.
        high: Option<Number>,
        /// The whole range, as people read it.
        shown: Text,
    },
}

impl Test {
    /// Returns whether a figure that does not pass has to become more, or less; `None` where it has
    /// to be one value, or any but one.
    #[must_use]
    pub fn wants_more(&self, figure: Number) -> Option<bool> {
        match self {
            Self::Limit { operator, .. } => match operator {
                Operator::More | Operator::AtLeast => Some(true),
                Operator::Less | Operator::AtMost => Some(false),
                _ => None,
            },
            Self::Within { high, .. } => Some(high.is_none_or(|high| figure <= high)),
        }
    }
}

/// A figure against what is needed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What the figure is, where a requirement compares several.
    pub label: Option<Text>,
    /// The figure.
    pub of: Expression,
    /// What it is compared with.
    pub test: Test,
    /// The unit in which it is told.
    pub unit: Option<Unit>,
}

/// A set of choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetOf {
    /// A field of a sheet that holds several of a list.
    Field(Box<Leaf>),
    /// The union over facilities: one of the aggregates of the requirement.
    Facilities(usize),
}

/// What holds or fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A figure compared.
    Figure(Box<Comparison>),
    /// A field of a sheet is one of these choices.
    OneOf {
        /// What it is, where a requirement has several claims.
        label: Option<Text>,
        /// The field.
        of: Box<Leaf>,
        /// The codes.
        codes: BTreeSet<String>,
        /// The choices as people read them.
        shown: Text,
    },
    /// A set covers a list.
    Covers {
        /// What it is, where a requirement has several claims.
        label: Option<Text>,
        /// The set.
        of: SetOf,
        /// The codes of the list, each with its label.
        list: Vec<(String, Text)>,
    },
    /// One of them holds.
    Any(Vec<Self>),
    /// Each of them holds.
    All(Vec<Self>),
    /// It holds in each of the last periods, so many of them.
    EachPeriod(u32, Box<Self>),
}
