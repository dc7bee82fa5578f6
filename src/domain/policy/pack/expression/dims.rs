//! What a figure measures: metres, people, yuan for each person. Sums and comparisons are of one
//! measure only.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::value::unit::{Dimension, Unit};

/// Base units with their powers; a pure number has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::domain::policy::pack) struct Dims(BTreeMap<String, i32>);

impl Dims {
    /// Returns what figures of a unit measure; without a unit they are pure numbers.
    pub(in crate::domain::policy::pack) fn of(unit: Option<&Unit>) -> Self {
        let base = match unit.map(|unit| &unit.dimension) {
            None | Some(Dimension::Share | Dimension::Ratio) => return Self::default(),
            Some(Dimension::Area) => ("m", 2),
            Some(Dimension::Length) => ("m", 1),
            Some(Dimension::Duration) => ("hour", 1),
            Some(Dimension::Year) => ("year", 1),
            Some(Dimension::Angle) => ("deg", 1),
            Some(Dimension::Money) => ("yuan", 1),
            Some(Dimension::Count(code)) => (code.as_str(), 1),
        };
        Self(BTreeMap::from([(base.0.to_owned(), base.1)]))
    }

    /// Returns whether it is a pure number.
    pub(super) fn is_pure(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the measure of a product, or of a quotient where `power` is -1.
    pub(super) fn times(&self, other: &Self, power: i32) -> Self {
        let mut product = self.0.clone();
        for (base, of) in &other.0 {
            let sum = product.entry(base.clone()).or_default();
            *sum = sum.saturating_add(of.saturating_mul(power));
        }
        product.retain(|_, power| *power != 0);
        Self(product)
    }
}

impl fmt::Display for Dims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |sign: i32| {
            let bases = self.0.iter().filter(|(_, power)| power.signum() == sign);
            let base = |(base, power): (&String, &i32)| match power.abs() {
                1 => base.clone(),
                power => format!("{base}{power}"),
            };
            bases.map(base).collect::<Vec<_>>().join("*")
        };
        let (over, under) = (written(1), written(-1));
        match (over.is_empty(), under.is_empty()) {
            (true, true) => f.write_str("1"),
            (_, true) => f.write_str(&over),
            (true, false) => write!(f, "1/{under}"),
            (false, false) => write!(f, "{over}/{under}"),
        }
    }
}
