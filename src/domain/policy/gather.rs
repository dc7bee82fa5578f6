//! Figures over facilities: what all in use that meet some conditions come to, taken one after the
//! other and in any order.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::policy::expression::{Aggregate, AggregateField, AggregateOf};
use crate::domain::record::facility::{Facility, Status};
use crate::domain::value::Value;
use crate::domain::value::condition::{Truth, Values};
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;
use crate::domain::value::possible::Possible;

/// So many facilities with something to enter are remembered.
const MOST_TO_ENTER: usize = 20;
/// So many facilities that are to open are kept in mind.
const MOST_PLANNED: usize = 20;

/// A facility of which something that decides is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToEnter {
    /// Its id.
    pub record: Uuid,
    /// Its name.
    pub name: String,
    /// The code of its kind.
    pub kind: String,
    /// The codes of the fields.
    pub fields: Vec<String>,
}

/// What facilities come to. Two of them join to what the facilities of both come to, so that a large
/// place can be kept in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The figure; of a union nothing.
    figure: Possible,
    /// Choices that are covered for certain.
    sure: BTreeSet<String>,
    /// Choices that may be covered.
    maybe: BTreeSet<String>,
    /// Those whose entries could still change it, by id; the first so many.
    pub to_enter: Vec<ToEnter>,
    /// Those that are to open, each with the day; the first so many.
    planned: Vec<(PartialDate, Facility)>,
}

impl Gathered {
    /// Returns what no facility comes to.
    #[must_use]
    pub fn none(aggregate: &Aggregate) -> Self {
        let figure = match aggregate.of {
            AggregateOf::Largest(_) | AggregateOf::Smallest(_) => Possible::no_value(),
            _ => Possible::exactly(Number::ZERO),
        };
        Self {
            figure,
            sure: BTreeSet::new(),
            maybe: BTreeSet::new(),
            to_enter: Vec::new(),
            planned: Vec::new(),
        }
    }

    /// Returns the figure.
    #[must_use]
    pub const fn figure(&self) -> &Possible {
        &self.figure
    }

    /// Returns the choices that are covered for certain.
    #[must_use]
    pub const fn sure(&self) -> &BTreeSet<String> {
        &self.sure
    }

    /// Returns the choices that are covered or may be.
    #[must_use]
    pub const fn maybe(&self) -> &BTreeSet<String> {
        &self.maybe
    }

    /// Takes a facility in; one of another kind is passed over, and one that is to open is only kept
    /// in mind.
    pub fn add(&mut self, aggregate: &Aggregate, facility: &Facility) {
        if facility.kind != aggregate.kind {
            return;
        }
        match (facility.status(), facility.planned_open_on()) {
            (Status::InUse, _) => self.count(aggregate, facility),
            (Status::Expected, Some(date)) => {
                self.planned.push((date, facility.clone()));
                self.cut();
            }
            _ => {}
        }
    }

    /// Takes in what other facilities come to.
    pub fn join(&mut self, aggregate: &Aggregate, other: &Self) {
        let figure = match aggregate.of {
            AggregateOf::Largest(_) => best(&self.figure, &other.figure, Possible::larger),
            AggregateOf::Smallest(_) => best(&self.figure, &other.figure, Possible::smaller),
            _ => self.figure.plus(&other.figure),
        };
        self.figure = figure;
        self.sure.extend(other.sure.iter().cloned());
        self.maybe.extend(other.maybe.iter().cloned());
        self.to_enter.extend(other.to_enter.iter().cloned());
        self.planned.extend(other.planned.iter().cloned());
        self.cut();
    }

    /// Keeps the first of those that are remembered, so that the order in which they came does not
    /// matter.
    fn cut(&mut self) {
        self.to_enter.sort_by_key(|wanted| wanted.record);
        self.to_enter.truncate(MOST_TO_ENTER);
        self.planned
            .sort_by_key(|(date, facility)| (date.last_day(), facility.id));
        self.planned.truncate(MOST_PLANNED);
    }

    /// Returns the days on which facilities are to open.
    pub fn openings(&self) -> impl Iterator<Item = PartialDate> + '_ {
        self.planned.iter().map(|(date, _)| *date)
    }

    /// Returns what it comes to once everything is open that is to be by a day.
    #[must_use]
    pub fn opened(&self, aggregate: &Aggregate, by: NaiveDate) -> Self {
        let mut opened = self.clone();
        for (date, facility) in &self.planned {
            if date.last_day() <= by {
                opened.count(aggregate, facility);
            }
        }
        opened
    }

    fn count(&mut self, aggregate: &Aggregate, facility: &Facility) {
        let mut missing = Vec::new();
        for condition in &aggregate.conditions {
            match condition.test(facility) {
                Truth::Yes => {}
                Truth::No => return,
                Truth::Missing => missing.push(condition.field.clone()),
            }
        }
        let counts = missing.is_empty();
        match &aggregate.of {
            AggregateOf::Count => {
                self.fold(&Possible::exactly(Number::from(1_i64)), counts, Fold::Sum);
            }
            AggregateOf::Total(field) => {
                let value = take(field, facility, &mut missing);
                self.fold(&value, counts, Fold::Sum);
            }
            AggregateOf::Largest(field) => {
                let value = take(field, facility, &mut missing);
                self.fold(&value, counts, Fold::Largest);
            }
            AggregateOf::Smallest(field) => {
                let value = take(field, facility, &mut missing);
                self.fold(&value, counts, Fold::Smallest);
            }
            AggregateOf::Union { field, codes } => {
                self.unite(field, codes, facility, counts, &mut missing);
            }
        }
        if !missing.is_empty() {
            self.to_enter.push(ToEnter {
                record: facility.id,
                name: facility.name().to_owned(),
                kind: facility.kind.clone(),
                fields: missing,
            });
            self.cut();
        }
    }

    fn unite(
        &mut self,
        field: &str,
        codes: &BTreeSet<String>,
        facility: &Facility,
        counts: bool,
        missing: &mut Vec<String>,
    ) {
        if let Some(held) = facility.values.get(field).and_then(Value::codes) {
            if counts {
                self.sure.extend(held.iter().cloned());
            }
            self.maybe.extend(held.iter().cloned());
        } else {
            missing.push(field.to_owned());
            self.maybe.extend(codes.iter().cloned());
        }
    }

    /// Folds the value of one facility in; one that may not count leaves the figure as it may be
    /// without it.
    fn fold(&mut self, value: &Possible, counts: bool, how: Fold) {
        let before = &self.figure;
        let with = match how {
            Fold::Sum => before.plus(value),
            Fold::Largest => best(before, value, Possible::larger),
            Fold::Smallest => best(before, value, Possible::smaller),
        };
        self.figure = if counts {
            with
        } else {
            before.clone().or(with)
        };
    }
}

/// How one value joins those before.
#[derive(Clone, Copy)]
enum Fold {
    Sum,
    Largest,
    Smallest,
}

/// Returns the best of two groups, of each of which there may be none.
fn best(one: &Possible, other: &Possible, of: fn(&Possible, &Possible) -> Possible) -> Possible {
    if one.is_nothing() {
        return other.clone();
    }
    if other.is_nothing() {
        return one.clone();
    }
    let (some, others) = (one.clone().and_some(), other.clone().and_some());
    let mut all = of(&some, &others);
    if one.may_be_nothing() {
        all = all.or(others);
    }
    if other.may_be_nothing() {
        all = all.or(some);
    }
    if one.may_be_nothing() && other.may_be_nothing() {
        all = all.or_nothing();
    }
    all
}

/// Returns the value of a field, or what it may be.
fn take(field: &AggregateField, facility: &Facility, missing: &mut Vec<String>) -> Possible {
    let known = facility
        .value(&field.field)
        .and_then(|value| value.number())
        .and_then(|figure| figure.checked_mul(field.factor));
    known.map_or_else(
        || {
            missing.push(field.field.clone());
            Possible::of_range(&field.range, field.factor, field.whole)
        },
        Possible::exactly,
    )
}
