//! Evaluates expressions and claims over every value that missing figures may have: a claim is met
//! if it holds whatever they are, short if it fails whatever they are, and unknown otherwise. Where
//! one field occurs twice in an expression, more may be taken as possible than is.

mod fields;

use std::collections::BTreeSet;

use super::gather::ToEnter;
use super::inventory::Inventory;
use crate::domain::policy::expression::{
    Arithmetic, Claim, Earlier, Expression, Fold, Leaf, LeafType, OtherPlace, PartOf, PlaceSet,
    Rounding, Test,
};
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::value::possible::{Outcome, Possible};
use crate::i18n::Text;

/// Where and when something is evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The code of the place.
    pub place: String,
    /// The period.
    pub period: Period,
}

/// A field of a sheet that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Of which place and period.
    pub spot: Spot,
    /// The code of the sheet.
    pub sheet: String,
    /// What people call the sheet.
    pub sheet_label: Text,
    /// The code of the field.
    pub field: String,
    /// What people call it.
    pub label: Text,
    /// The code of its unit.
    pub unit: Option<String>,
    /// What it holds.
    pub holds: LeafType,
    /// Its figure, in its unit; `None` where it is empty or no figure.
    pub figure: Option<Number>,
    /// Whether it is empty.
    pub is_missing: bool,
}

/// What was read on the way to a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Fields of sheets.
    pub fields: Vec<Read>,
    /// Facilities of which something is not known.
    pub facilities: Vec<ToEnter>,
}

/// A figure of one field that is put in the place of what is there.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Of which place and period.
    pub spot: Spot,
    /// The code of the sheet.
    pub sheet: String,
    /// The code of the field.
    pub field: String,
    /// The figure, in the unit of the field.
    pub figure: Number,
}

/// Evaluates what one requirement asks for.
pub struct Evaluator<'a> {
    facts: &'a Inventory,
    pin: Option<Pin>,
    reads: Reads,
}

/// What a set may be: what it holds for certain, and what it may hold.
pub struct PossibleSet {
    /// For certain.
    pub sure: BTreeSet<String>,
    /// Perhaps, or for certain.
    pub maybe: BTreeSet<String>,
}

impl PossibleSet {
    /// Returns what it may come to that it holds every code of a list.
    #[must_use]
    pub fn covers(&self, list: &[(String, Text)]) -> Outcome {
        Outcome {
            may_hold: list.iter().all(|(code, _)| self.maybe.contains(code)),
            may_fail: !list.iter().all(|(code, _)| self.sure.contains(code)),
        }
    }
}

impl<'a> Evaluator<'a> {
    /// Begins with nothing read.
    #[must_use]
    pub fn new(facts: &'a Inventory) -> Self {
        Self {
            facts,
            pin: None,
            reads: Reads::default(),
        }
    }

    /// Takes one figure for another.
    #[must_use]
    pub fn with(mut self, pin: Pin) -> Self {
        self.pin = Some(pin);
        self
    }

    /// Returns what was read since the last time this was asked.
    pub fn take_reads(&mut self) -> Reads {
        std::mem::take(&mut self.reads)
    }

    /// Returns what a claim may come to.
    pub fn claim(&mut self, claim: &Claim, at: &Spot) -> Outcome {
        match claim {
            Claim::Figure(comparison) => {
                let of = self.figure(&comparison.of, at);
                self.test(&comparison.test, &of, at).0
            }
            Claim::OneOf { of, codes, .. } => self.one_of(of, codes, at),
            Claim::Covers { of, list, .. } => self.set(of, at).covers(list),
            Claim::Any(claims) => {
                let all: Vec<Outcome> = claims.iter().map(|c| self.claim(c, at)).collect();
                any(&all)
            }
            Claim::All(claims) => {
                let each: Vec<Outcome> = claims.iter().map(|c| self.claim(c, at)).collect();
                all(&each)
            }
            Claim::EachPeriod(count, claim) => {
                let each = (0..*count).map(|back| self.claim(claim, &earlier(at, back)));
                all(&each.collect::<Vec<_>>())
            }
        }
    }

    /// Returns what a comparison of a figure may come to, and what is needed.
    pub fn test(&mut self, test: &Test, of: &Possible, at: &Spot) -> (Outcome, Option<Possible>) {
        match test {
            Test::Limit { operator, need } => {
                let need = self.figure(need, at);
                (of.compared(*operator, &need), Some(need))
            }
            Test::Within { low, high, .. } => (of.within(*low, *high), None),
        }
    }

    /// Returns every figure that an expression may come to.
    pub fn figure(&mut self, expression: &Expression, at: &Spot) -> Possible {
        match expression {
            Expression::Number(number) => Possible::exactly(*number),
            Expression::Field(leaf) => self.field(leaf, at),
            Expression::Facilities(aggregate) => {
                let found = self.facts.gathered(&at.place, *aggregate);
                let Some(gathered) = found else {
                    return Possible::no_value();
                };
                self.reads.facilities.extend(gathered.to_enter.clone());
                gathered.figure().clone()
            }
            Expression::Elsewhere(place, of) => match self.elsewhere(place, at) {
                Some(at) => self.figure(of, &at),
                None => Possible::no_value(),
            },
            Expression::Over(places, fold, of) => self.over(places, *fold, of, at),
            Expression::Meeting(places, part, claim) => self.meeting(places, *part, claim, at),
            Expression::Before(before, of) => {
                let period = match before {
                    Earlier::Previous => at.period.back(1),
                    Earlier::YearBefore => at.period.year_before(),
                };
                let place = at.place.clone();
                self.figure(of, &Spot { place, period })
            }
            Expression::Binary(sign, left, right) => {
                let left = self.figure(left, at);
                let right = self.figure(right, at);
                match sign {
                    Arithmetic::Plus => left.plus(&right),
                    Arithmetic::Minus => left.plus(&right.negated()),
                    Arithmetic::Times => left.times(&right),
                    Arithmetic::Over => left.over(&right),
                }
            }
            Expression::Round(rounding, digits, of) => {
                round(*rounding, *digits, &self.figure(of, at))
            }
            Expression::Bands { of, first, steps } => self.bands(of, first, steps, at),
            Expression::Choose { of, cases } => self.choose(of, cases, at),
        }
    }

    fn elsewhere(&self, place: &OtherPlace, at: &Spot) -> Option<Spot> {
        Some(Spot {
            place: self.facts.other(&at.place, place)?.clone(),
            period: at.period,
        })
    }

    fn spots(&self, places: &PlaceSet, at: &Spot) -> Vec<Spot> {
        let spot = |place: &String| Spot {
            place: place.clone(),
            period: at.period,
        };
        self.facts
            .places(&at.place, places)
            .iter()
            .map(spot)
            .collect()
    }

    fn over(&mut self, places: &PlaceSet, fold: Fold, of: &Expression, at: &Spot) -> Possible {
        let spots = self.spots(places, at);
        let count = Number::from(spots.len());
        let figures: Vec<Possible> = spots.iter().map(|spot| self.figure(of, spot)).collect();
        let joined = figures.into_iter().reduce(|all, one| match fold {
            Fold::Sum | Fold::Mean => all.plus(&one),
            Fold::Largest => all.larger(&one),
            Fold::Smallest => all.smaller(&one),
        });
        match (joined, fold) {
            (None, Fold::Sum) => Possible::exactly(Number::ZERO),
            (None, _) => Possible::no_value(),
            (Some(sum), Fold::Mean) => sum.over(&Possible::exactly(count)),
            (Some(joined), _) => joined,
        }
    }

    fn meeting(&mut self, places: &PlaceSet, part: PartOf, claim: &Claim, at: &Spot) -> Possible {
        let spots = self.spots(places, at);
        let (mut sure, mut maybe) = (0_usize, 0_usize);
        for spot in &spots {
            let before = self.take_reads();
            let outcome = self.claim(claim, spot);
            let mut found = self.take_reads();
            if outcome.may_hold && outcome.may_fail {
                maybe += 1;
            } else {
                sure += usize::from(outcome.may_hold);
                // What is decided is decided whatever else is entered.
                found.fields.retain(|read| !read.is_missing);
                found.facilities.clear();
            }
            self.reads = before;
            self.reads.fields.append(&mut found.fields);
            self.reads.facilities.append(&mut found.facilities);
        }
        let counts = (sure..=sure + maybe).map(Number::from);
        match part {
            PartOf::Count => Possible::one_of(counts),
            PartOf::Share if spots.is_empty() => Possible::no_value(),
            PartOf::Share => {
                Possible::one_of(counts).over(&Possible::exactly(Number::from(spots.len())))
            }
        }
    }

    fn bands(
        &mut self,
        of: &Expression,
        first: &Expression,
        steps: &[(Number, Expression)],
        at: &Spot,
    ) -> Possible {
        let of = self.figure(of, at);
        let limits = steps.iter().map(|(limit, _)| Some(*limit));
        let ends = limits.clone().chain([None]);
        let bands = std::iter::once(None).chain(limits).zip(ends);
        let values = std::iter::once(first).chain(steps.iter().map(|(_, value)| value));
        let mut all: Option<Possible> = None;
        for ((low, high), value) in bands.zip(values) {
            if of.reaches(low, high) {
                let value = self.figure(value, at);
                all = Some(all.map_or(value.clone(), |all| all.or(value)));
            }
        }
        let all = all.unwrap_or_else(Possible::no_value);
        if of.may_be_nothing() {
            all.or_nothing()
        } else {
            all
        }
    }

    fn choose(&mut self, of: &Leaf, cases: &[(String, Expression)], at: &Spot) -> Possible {
        let chosen = self.choices(of, at);
        let fits = |code: &String| chosen.as_ref().is_none_or(|chosen| chosen == code);
        let mut all: Option<Possible> = None;
        for (_, value) in cases.iter().filter(|(code, _)| fits(code)) {
            let value = self.figure(value, at);
            all = Some(all.map_or(value.clone(), |all| all.or(value)));
        }
        all.unwrap_or_else(Possible::no_value)
    }
}

fn round(rounding: Rounding, digits: u32, of: &Possible) -> Possible {
    let scale = Possible::exactly(Number::from(10_i64.checked_pow(digits).unwrap_or(i64::MAX)));
    let scaled = of.times(&scale);
    let rounded = match rounding {
        Rounding::Up => scaled.ceil(),
        Rounding::Down => scaled.floor(),
        Rounding::HalfUp => {
            let half = Number::fraction(1, 2).unwrap_or(Number::ZERO);
            scaled.plus(&Possible::exactly(half)).floor()
        }
    };
    rounded.over(&scale)
}

/// Returns the same place so many periods before.
#[must_use]
pub fn earlier(at: &Spot, back: u32) -> Spot {
    Spot {
        place: at.place.clone(),
        period: at.period.back(back),
    }
}

/// Returns what it comes to that one of several holds.
#[must_use]
pub fn any(outcomes: &[Outcome]) -> Outcome {
    Outcome {
        may_hold: outcomes.iter().any(|outcome| outcome.may_hold),
        may_fail: outcomes.iter().all(|outcome| outcome.may_fail),
    }
}

/// Returns what it comes to that each of several holds.
#[must_use]
pub fn all(outcomes: &[Outcome]) -> Outcome {
    Outcome {
        may_hold: outcomes.iter().all(|outcome| outcome.may_hold),
        may_fail: outcomes.iter().any(|outcome| outcome.may_fail),
    }
}
