//! Fields of sheets in an evaluation: what they hold, and what they may hold while they are empty.

use std::collections::BTreeSet;

use super::{Evaluator, PossibleSet, Read, Spot};
use crate::domain::policy::expression::{Leaf, LeafType, SetOf};
use crate::domain::value::Value;
use crate::domain::value::number::Number;
use crate::domain::value::possible::{Outcome, Possible};

impl Evaluator<'_> {
    pub(super) fn one_of(&mut self, leaf: &Leaf, codes: &BTreeSet<String>, at: &Spot) -> Outcome {
        match self.choices(leaf, at) {
            Some(code) => Outcome {
                may_hold: codes.contains(&code),
                may_fail: !codes.contains(&code),
            },
            None => Outcome {
                may_hold: !codes.is_empty(),
                may_fail: match &leaf.holds {
                    LeafType::Choice(known) => !known.is_subset(codes),
                    _ => true,
                },
            },
        }
    }

    /// Returns the choice of a field.
    pub(super) fn choices(&mut self, leaf: &Leaf, at: &Spot) -> Option<String> {
        let spot = Self::spot_of(leaf, at);
        let value = self
            .facts
            .value(&spot.place, &leaf.sheet, spot.period, &leaf.field);
        let code = value.and_then(Value::text).map(str::to_owned);
        self.read(leaf, spot, None, code.is_none());
        code
    }

    /// Returns what a set may hold.
    pub fn set(&mut self, of: &SetOf, at: &Spot) -> PossibleSet {
        match of {
            SetOf::Field(leaf) => {
                let spot = Self::spot_of(leaf, at);
                let value = self
                    .facts
                    .value(&spot.place, &leaf.sheet, spot.period, &leaf.field);
                let held = value.and_then(Value::codes).cloned();
                self.read(leaf, spot, None, held.is_none());
                let known = match &leaf.holds {
                    LeafType::Choices(codes) => codes.clone(),
                    _ => BTreeSet::new(),
                };
                PossibleSet {
                    sure: held.clone().unwrap_or_default(),
                    maybe: held.unwrap_or(known),
                }
            }
            SetOf::Facilities(aggregate) => {
                let Some(gathered) = self.facts.gathered(&at.place, *aggregate) else {
                    return PossibleSet {
                        sure: BTreeSet::new(),
                        maybe: BTreeSet::new(),
                    };
                };
                self.reads.facilities.extend(gathered.to_enter.clone());
                PossibleSet {
                    sure: gathered.sure().clone(),
                    maybe: gathered.maybe().clone(),
                }
            }
        }
    }

    fn spot_of(leaf: &Leaf, at: &Spot) -> Spot {
        Spot {
            place: at.place.clone(),
            period: leaf.period_at(at.period),
        }
    }

    fn read(&mut self, leaf: &Leaf, spot: Spot, figure: Option<Number>, is_missing: bool) {
        let read = Read {
            spot,
            sheet: leaf.sheet.clone(),
            sheet_label: leaf.sheet_label.clone(),
            field: leaf.field.clone(),
            label: leaf.label.clone(),
            unit: leaf.unit.as_ref().map(|unit| unit.code.clone()),
            holds: leaf.holds.clone(),
            figure,
            is_missing,
        };
        if !self.reads.fields.contains(&read) {
            self.reads.fields.push(read);
        }
    }

    /// Returns what a field of a sheet may be. One that follows from others is what they come to;
    /// where they are not known, it is what was typed.
    pub(super) fn field(&mut self, leaf: &Leaf, at: &Spot) -> Possible {
        let spot = Self::spot_of(leaf, at);
        let typed = self.typed(leaf, &spot);
        let Some(derived) = &leaf.derived else {
            return self.own(leaf, spot, typed);
        };
        let before = self.take_reads();
        let computed = self.figure(derived, at);
        let parts = std::mem::replace(&mut self.reads, before);
        let is_known = computed.known().is_some() || computed.is_nothing();
        if typed.is_some() && !is_known {
            return self.own(leaf, spot, typed);
        }
        self.reads.fields.extend(parts.fields);
        if is_known {
            computed
        } else {
            let may_be_nothing = computed.may_be_nothing();
            let both = computed.and_some().and(&domain(leaf));
            if may_be_nothing {
                both.or_nothing()
            } else {
                both
            }
        }
    }

    fn own(&mut self, leaf: &Leaf, spot: Spot, typed: Option<Number>) -> Possible {
        self.read(leaf, spot, typed, typed.is_none());
        let factor = match &leaf.holds {
            LeafType::Figure { factor, .. } => *factor,
            _ => Number::from(1_i64),
        };
        match typed.and_then(|figure| figure.checked_mul(factor)) {
            Some(figure) => Possible::exactly(figure),
            None => domain(leaf),
        }
    }

    /// Returns the figure that a field has, in its unit; yes is one, no is nothing.
    fn typed(&self, leaf: &Leaf, spot: &Spot) -> Option<Number> {
        if let Some(pin) = &self.pin
            && pin.field == leaf.field
            && pin.sheet == leaf.sheet
            && pin.spot == *spot
        {
            return Some(pin.figure);
        }
        let value = self
            .facts
            .value(&spot.place, &leaf.sheet, spot.period, &leaf.field)?;
        match value {
            Value::YesNo(yes) => Some(Number::from(i64::from(*yes))),
            other => other.number(),
        }
    }
}

/// Returns what an empty field may hold.
fn domain(leaf: &Leaf) -> Possible {
    match &leaf.holds {
        LeafType::Figure {
            factor,
            range,
            decimals,
        } => Possible::of_range(range, *factor, *decimals == 0),
        LeafType::YesNo => Possible::one_of([Number::ZERO, Number::from(1_i64)]),
        LeafType::Choice(_) | LeafType::Choices(_) | LeafType::Recorded => Possible::no_value(),
    }
}
