//! What the ledger has of everything that a requirement looks at, gathered before it is judged.

use std::collections::BTreeMap;

use super::gather::Gathered;
use crate::domain::policy::expression::looks::Where;
use crate::domain::policy::expression::{OtherPlace, PlaceSet};
use crate::domain::value::Value;
use crate::domain::value::period::Period;

/// The figures of a sheet by the code of their field.
pub type SheetValues = BTreeMap<String, Value>;

/// Sheets, figures over facilities, and how places stand to each other.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Sheets by place, code and period.
    pub sheets: BTreeMap<(String, String, Period), SheetValues>,
    /// What facilities come to, by place and number of the aggregate.
    pub gathered: BTreeMap<(String, usize), Gathered>,
    /// The place at a level above a place, by place and level.
    pub above: BTreeMap<(String, String), String>,
    /// The places of a set, seen from a place.
    pub sets: Vec<((String, PlaceSet), Vec<String>)>,
}

impl Facts {
    /// Returns the value of a field of a sheet; `None` where it is empty or there is no sheet.
    #[must_use]
    pub fn value(&self, place: &str, sheet: &str, period: Period, field: &str) -> Option<&Value> {
        self.sheets
            .get(&(place.to_owned(), sheet.to_owned(), period))?
            .get(field)
    }

    /// Returns the periods for which a place has a value of a field, the earliest first.
    pub fn periods<'a>(
        &'a self,
        place: &'a str,
        sheet: &'a str,
        field: &'a str,
    ) -> impl Iterator<Item = Period> + 'a {
        self.sheets
            .iter()
            .filter(move |((at, form, _), values)| {
                at == place && form == sheet && values.contains_key(field)
            })
            .map(|((_, _, period), _)| *period)
    }

    /// Returns the places that a way leads to from a place.
    #[must_use]
    pub fn reached(&self, from: &str, path: &[Where]) -> Vec<String> {
        let Some((step, rest)) = path.split_first() else {
            return vec![from.to_owned()];
        };
        let next: Vec<String> = match step {
            Where::Elsewhere(OtherPlace::Named(code)) => vec![code.clone()],
            Where::Elsewhere(OtherPlace::AtLevel(level)) => {
                let above = self.above.get(&(from.to_owned(), level.clone()));
                above.cloned().into_iter().collect()
            }
            Where::Each(set) => self.places(from, set).to_vec(),
        };
        next.iter()
            .flat_map(|place| self.reached(place, rest))
            .collect()
    }

    /// Returns the places of a set, seen from a place.
    #[must_use]
    pub fn places(&self, from: &str, set: &PlaceSet) -> &[String] {
        self.sets
            .iter()
            .find(|((place, known), _)| place == from && known == set)
            .map_or(&[], |(_, places)| places.as_slice())
    }
}
