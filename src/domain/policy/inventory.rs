//! What the ledger has of everything that a requirement looks at, gathered before it is judged.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::gather::Gathered;
use crate::domain::policy::expression::looks::Where;
use crate::domain::policy::expression::{Aggregate, OtherPlace, PlaceSet};
use crate::domain::record::facility::Facility;
use crate::domain::value::Value;
use crate::domain::value::date::PartialDate;
use crate::domain::value::period::Period;

/// The figures of a sheet by the code of their field.
pub type SheetValues = BTreeMap<String, Value>;

/// Sheets, figures over facilities, and how places stand to each other.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// Sheets by place, code and period.
    pub sheets: BTreeMap<(String, String, Period), SheetValues>,
    /// What facilities come to, by place and number of the aggregate.
    pub gathered: BTreeMap<(String, usize), Gathered>,
    /// Other places, seen from a place.
    pub others: BTreeMap<(String, OtherPlace), String>,
    /// The names of places other than the one that is judged.
    pub names: BTreeMap<String, String>,
    /// The sheet that is being typed, in place of what the ledger has of it.
    typed_sheet: Option<((String, String, Period), SheetValues)>,
    /// What facilities come to with the one that is being typed.
    with_typed: BTreeMap<(String, usize), Gathered>,
    /// The place of the record that is typed, and all above it: where it is counted.
    pub holds: Vec<String>,
    /// The places of a set, seen from a place.
    pub sets: Vec<((String, PlaceSet), Vec<String>)>,
}

impl Inventory {
    /// Returns the value of a field of a sheet; `None` where it is empty or there is no sheet.
    #[must_use]
    pub fn value(&self, place: &str, sheet: &str, period: Period, field: &str) -> Option<&Value> {
        let key = (place.to_owned(), sheet.to_owned(), period);
        let typed = self.typed_sheet.as_ref().filter(|(known, _)| *known == key);
        let values = typed.map(|(_, values)| values);
        values.or_else(|| self.sheets.get(&key))?.get(field)
    }

    /// Returns what facilities come to in a place, by the number of the aggregate.
    #[must_use]
    pub fn gathered(&self, place: &str, aggregate: usize) -> Option<&Gathered> {
        let key = (place.to_owned(), aggregate);
        self.with_typed
            .get(&key)
            .or_else(|| self.gathered.get(&key))
    }

    /// Returns the days on which facilities are to open that some figure counts, the earliest first.
    #[must_use]
    pub fn openings(&self) -> Vec<PartialDate> {
        let all = self.gathered.values().chain(self.with_typed.values());
        let mut days: Vec<PartialDate> = all.flat_map(Gathered::openings).collect();
        days.sort_by_key(|date| (date.last_day(), date.to_string()));
        days.dedup();
        days
    }

    /// Returns the same once every facility is open that is to be by a day.
    #[must_use]
    pub fn opened(&self, aggregates: &[Aggregate], by: NaiveDate) -> Self {
        let mut facts = self.clone();
        for gathered in [&mut facts.gathered, &mut facts.with_typed] {
            for ((_, number), found) in gathered {
                if let Some(aggregate) = aggregates.get(*number) {
                    *found = found.opened(aggregate, by);
                }
            }
        }
        facts
    }

    /// Takes the record in that is being typed, in place of the one that was typed before. A sheet
    /// is of a `period`. A facility counts wherever facilities were gathered: it lies there.
    pub fn type_in(
        &mut self,
        typed: Option<&Facility>,
        period: Option<Period>,
        aggregates: &[Aggregate],
    ) {
        self.typed_sheet = None;
        self.with_typed.clear();
        let Some(typed) = typed else { return };
        if let Some(period) = period {
            let key = (typed.place.clone(), typed.kind.clone(), period);
            self.typed_sheet = Some((key, typed.values.clone()));
            return;
        }
        for (key, gathered) in &self.gathered {
            let Some(aggregate) = aggregates.get(key.1) else {
                continue;
            };
            if aggregate.kind == typed.kind && self.holds.contains(&key.0) {
                let mut with = gathered.clone();
                with.add(aggregate, typed);
                self.with_typed.insert(key.clone(), with);
            }
        }
    }

    /// Returns the periods for which a place has a value of a field, the earliest first.
    pub fn periods<'a>(
        &'a self,
        place: &'a str,
        sheet: &'a str,
        field: &'a str,
    ) -> impl Iterator<Item = Period> + 'a {
        let is_of = move |(at, form, _): &(String, String, Period)| at == place && form == sheet;
        let typed = self.typed_sheet.iter().map(|(key, values)| (key, values));
        let first = (place.to_owned(), sheet.to_owned(), Period::ALWAYS);
        let kept = self.sheets.range(first..);
        kept.take_while(move |(key, _)| is_of(key))
            .chain(typed.filter(move |(key, _)| is_of(key)))
            .filter(move |(_, values)| values.contains_key(field))
            .map(|((_, _, period), _)| *period)
    }

    /// Returns the places that a way leads to from a place.
    #[must_use]
    pub fn reached(&self, from: &str, path: &[Where]) -> Vec<String> {
        let Some((step, rest)) = path.split_first() else {
            return vec![from.to_owned()];
        };
        let next: Vec<String> = match step {
            Where::Elsewhere(place) => self.other(from, place).cloned().into_iter().collect(),
            Where::Each(set) => self.places(from, set).to_vec(),
        };
        next.iter()
            .flat_map(|place| self.reached(place, rest))
            .collect()
    }

    /// Returns another place, seen from a place.
    #[must_use]
    pub fn other(&self, from: &str, place: &OtherPlace) -> Option<&String> {
        self.others.get(&(from.to_owned(), place.clone()))
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
