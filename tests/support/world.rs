//! A pack with its places and what is there in one case, as the rows of a table write it: `form
//! period: field=value, …`, several forms with `;` between; `place/` before a form says where it is,
//! if not in the place that is judged, and `x3` behind it that there are three.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use taizhang::domain::policy::expression::looks::Where;
use taizhang::domain::policy::expression::{OtherPlace, PlaceSet};
use taizhang::domain::policy::gather::Gathered;
use taizhang::domain::policy::inventory::Inventory;
use taizhang::domain::policy::{Kind, Pack, Requirement, Scope};
use taizhang::domain::record::Facility;
use taizhang::domain::value::{Number, Period, Value};
use taizhang::domain::verdict::Standing;
use taizhang::domain::verdict::judge::judge;
use taizhang::domain::verdict::judged;
use taizhang::i18n::{Lang, Say};
use uuid::Uuid;

/// A place of a list: its code, its name, its level and the code of the place above.
pub(crate) struct Spot {
    pub(crate) code: String,
    name: String,
    level: String,
    parent: String,
}

/// A pack with its places and what is there in one case.
pub(crate) struct World<'a> {
    pack: &'a Pack,
    places: Vec<Spot>,
    facilities: Vec<Facility>,
    sheets: BTreeMap<(String, String, Period), BTreeMap<String, Value>>,
}

impl Spot {
    pub(crate) fn is_in(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Places(codes) => codes.contains(&self.code),
            Scope::Level(level) => self.level == *level,
        }
    }
}

impl<'a> World<'a> {
    pub(crate) fn new(pack: &'a Pack, places: &str) -> Self {
        let spot = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |at: usize| cells[at].to_owned();
            Spot {
                code: cell(0),
                name: cell(1),
                level: cell(2),
                parent: cell(3),
            }
        };
        Self {
            pack,
            places: places.lines().skip(1).map(spot).collect(),
            facilities: Vec::new(),
            sheets: BTreeMap::new(),
        }
    }

    /// Returns the place of a name or a code.
    pub(crate) fn place(&self, word: &str) -> &Spot {
        let found = self
            .places
            .iter()
            .find(|p| p.code == word || p.name == word);
        found.unwrap_or_else(|| panic!("no place {word}"))
    }

    /// Returns a place and all above it.
    fn line(&self, code: &str) -> Vec<&Spot> {
        let mut line = vec![self.place(code)];
        while let Some(above) = self
            .places
            .iter()
            .find(|p| p.code == line.last().unwrap().parent)
        {
            line.push(above);
        }
        line
    }

    fn is_under(&self, code: &str, above: &str) -> bool {
        self.line(code).iter().any(|place| place.code == above)
    }

    /// Takes one form in, as it is written in a table.
    pub(crate) fn add(&mut self, written: &str, here: &str) {
        let (head, fields) = written.split_once(": ").unwrap_or((written, ""));
        let (place, head) = head.split_once('/').unwrap_or((here, head));
        let mut words = head.split_whitespace();
        let kind = words.next().unwrap();
        let rest = words.next().unwrap_or_default();
        let place = self.place(place).code.clone();
        let form = self
            .pack
            .kind(kind)
            .unwrap_or_else(|| panic!("no form {kind}"));
        let values = values(form, fields);
        if let Some(sheet) = &form.sheet {
            assert!(self.place(&place).is_in(&sheet.scope), "{kind} in {place}");
            let period = Period::typed(rest, sheet.cycle).unwrap();
            self.sheets.insert((place, kind.to_owned(), period), values);
            return;
        }
        let count = rest.strip_prefix('x').map_or(1, |n| n.parse().unwrap());
        for _ in 0..count {
            let mut values = values.clone();
            for (code, text) in [("name", "示例"), ("status", "existing")] {
                let value = form.field(code).unwrap().parse(text).unwrap().unwrap();
                values.entry(code.to_owned()).or_insert(value);
            }
            self.facilities.push(Facility {
                id: Uuid::from_u128(self.facilities.len() as u128 + 1),
                kind: kind.to_owned(),
                place: place.clone(),
                values,
            });
        }
    }

    /// Returns the places of a set, seen from a place.
    fn set(&self, from: &str, set: &PlaceSet) -> Vec<String> {
        let is_one = |place: &&Spot| match set {
            PlaceSet::Scope(scope) => place.is_in(scope),
            PlaceSet::Below(level) => place.level == *level && self.is_under(&place.code, from),
        };
        let found = self.places.iter().filter(is_one);
        found.map(|place| place.code.clone()).collect()
    }

    pub(crate) fn facts(&self, requirement: &Requirement) -> Inventory {
        let mut facts = Inventory::default();
        facts.sheets.clone_from(&self.sheets);
        for place in &self.places {
            facts.names.insert(place.code.clone(), place.name.clone());
            for above in self.line(&place.code) {
                let at_level = OtherPlace::AtLevel(above.level.clone());
                let named = OtherPlace::Named(above.code.clone());
                for other in [at_level, named] {
                    facts
                        .others
                        .insert((place.code.clone(), other), above.code.clone());
                }
            }
            for (number, aggregate) in requirement.aggregates.iter().enumerate() {
                let mut gathered = Gathered::none(aggregate);
                for facility in self.under(&place.code) {
                    gathered.add(aggregate, facility);
                }
                let key = (place.code.clone(), number);
                facts.gathered.insert(key, gathered);
            }
            for step in requirement.looks().into_iter().flat_map(|look| look.path) {
                match step {
                    Where::Each(set) => {
                        let places = self.set(&place.code, &set);
                        facts.sets.push(((place.code.clone(), set), places));
                    }
                    Where::Elsewhere(OtherPlace::Named(code)) => drop(self.place(&code)),
                    Where::Elsewhere(OtherPlace::AtLevel(_)) => {}
                }
            }
        }
        facts
    }

    fn under(&self, place: &str) -> Vec<&Facility> {
        let is_under = |facility: &&Facility| self.is_under(&facility.place, place);
        self.facilities.iter().filter(is_under).collect()
    }

    pub(crate) fn judge(&self, requirement: &Requirement, place: &str, day: NaiveDate) -> Standing {
        if requirement.is_exists() {
            return judge(requirement, place, self.under(place), &[], day);
        }
        judged(requirement, place, &self.facts(requirement), day)
    }
}

/// Reads `field=value, …` as a clerk would type it.
pub(crate) fn values(form: &Kind, written: &str) -> BTreeMap<String, Value> {
    let pairs = written.split(", ").filter_map(|pair| pair.split_once('='));
    let value = |(code, text): (&str, &str)| {
        let field = form
            .field(code)
            .unwrap_or_else(|| panic!("no field {code}"));
        let value = field.parse(text).unwrap().unwrap();
        (code.to_owned(), value)
    };
    pairs.map(value).collect()
}

pub(crate) fn told(number: Option<Number>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

/// Returns what is needed, where that is known.
pub(crate) fn needed(standing: &Standing) -> Option<Number> {
    let Some(told) = &standing.told else {
        return Some(standing.need);
    };
    let same =
        |detail: &&taizhang::domain::verdict::told::Detail| detail.verdict == standing.verdict;
    let main = told.details.iter().find(same).or(told.details.first());
    main.map_or(Some(standing.need), |detail| detail.need)
}

pub(crate) fn read(text: &str) -> Pack {
    let said = |faults: Vec<taizhang::domain::policy::Fault>| {
        let said = faults.iter().map(|fault| fault.say(Lang::En));
        said.collect::<Vec<_>>().join("\n")
    };
    Pack::read(text).map_err(said).unwrap()
}
