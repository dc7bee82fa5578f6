//! How the places of a report of a large area lie: below which places, and where on a map.

use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::place::Place;
use crate::domain::text::width;
use crate::store::{MapPoint, Store, StoreError};

/// The most places whose report is told place by place. Of more, the page says how each area
/// stands, and the places follow as an annex.
const MOST_PLACES: usize = 20;
/// The most areas of the table on the first page.
const MOST_AREAS: usize = 30;

/// How the places of a report of a large area lie.
#[derive(Clone, Debug)]
pub(super) struct LargeArea {
    /// The division that the first page has, and where that is not the finest one, the finest.
    /// Nothing where all places are in one area.
    pub(super) divisions: Vec<Division>,
    /// Where the places are.
    pub(super) points: HashMap<String, MapPoint>,
}

/// The places of a report, divided by the places of a level above them.
#[derive(Clone, Debug)]
pub(super) struct Division {
    /// Code and name of each area, in the order of the places.
    pub(super) areas: Vec<(String, String)>,
    /// The number of the area of each place.
    area_of: HashMap<Rc<str>, u32>,
}

impl LargeArea {
    /// Reads how some places lie; `None` where they are few.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn read(store: &Store, codes: &[Rc<str>]) -> Result<Option<Self>, StoreError> {
        let Some(divided) = Self::divided(store, codes)? else {
            return Ok(None);
        };
        let points = store.map_points()?;
        Ok(Some(Self { points, ..divided }))
    }

    /// Reads the same without the points, for what has no map.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn divided(store: &Store, codes: &[Rc<str>]) -> Result<Option<Self>, StoreError> {
        if codes.len() <= MOST_PLACES {
            return Ok(None);
        }
        let places = KnownPlaces(store.places()?);
        let levels = levels_above(&places, codes);
        let divisions = levels
            .iter()
            .map(|level| Division::at(level, codes, &places));
        let mut divisions = chosen(divisions.filter(|one| one.areas.len() > 1).collect());
        for division in &mut divisions {
            division.tell_apart(store)?;
        }
        Ok(Some(Self {
            divisions,
            points: HashMap::new(),
        }))
    }
}

/// Every place of the ledger, by code.
struct KnownPlaces(Vec<Place>);

impl KnownPlaces {
    fn get(&self, code: &str) -> Option<&Place> {
        let found = self
            .0
            .binary_search_by(|place| place.code.as_str().cmp(code));
        self.0.get(found.ok()?)
    }
}

impl LargeArea {
    /// Returns the finest division.
    pub(super) fn finest(&self) -> Option<&Division> {
        self.divisions.last()
    }
}

impl Division {
    /// Divides places by those of a level above them. A place that has none there is an area of its
    /// own.
    fn at(level: &str, codes: &[Rc<str>], places: &KnownPlaces) -> Self {
        let mut areas = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut area_of = HashMap::new();
        for code in codes {
            let mut chain = above(places, code);
            let area = chain.find(|place| place.level == level);
            let (area, name) = match area.or_else(|| places.get(code)) {
                Some(area) => (area.code.as_str(), area.name.as_str()),
                None => (&**code, &**code),
            };
            let number = *numbers.entry(area).or_insert_with(|| {
                areas.push((area.to_owned(), width::clean(name).into_owned()));
                u32::try_from(areas.len() - 1).unwrap_or(u32::MAX)
            });
            area_of.insert(Rc::clone(code), number);
        }
        Self { areas, area_of }
    }

    /// Gives a longer name to areas whose own is not unique.
    fn tell_apart(&mut self, store: &Store) -> Result<(), StoreError> {
        let mut named: HashMap<String, usize> = HashMap::new();
        for (_, name) in &self.areas {
            *named.entry(name.clone()).or_default() += 1;
        }
        for (code, name) in &mut self.areas {
            if named.get(name).is_some_and(|count| *count > 1) {
                *name = width::clean(&store.place_path(code)?).into_owned();
            }
        }
        Ok(())
    }

    /// Returns a name of a place that says its area; `None` where it is an area itself.
    pub(super) fn path_of(&self, place: &str, name: &str) -> Option<String> {
        let (area, area_name) = self.areas.get(self.area_of(place)?)?;
        (area != place).then(|| format!("{area_name}/{name}"))
    }

    /// Returns the number of the area of a place.
    pub(super) fn area_of(&self, place: &str) -> Option<usize> {
        self.area_of.get(place).map(|number| *number as usize)
    }
}

/// Returns the finest division that fits on a page, or the coarsest, and then the finest of all where
/// that is another one. They come with the finest first.
fn chosen(mut all: Vec<Division>) -> Vec<Division> {
    let fits = |one: &Division| one.areas.len() <= MOST_AREAS;
    let Some(coarsest) = all.len().checked_sub(1) else {
        return all;
    };
    let first_page = all.iter().position(fits).unwrap_or(coarsest);
    let mut chosen = vec![all.swap_remove(first_page)];
    if first_page > 0 {
        chosen.push(all.swap_remove(0));
    }
    chosen
}

/// Returns a place and those above it, the nearest first.
fn above<'a>(places: &'a KnownPlaces, code: &str) -> impl Iterator<Item = &'a Place> + use<'a> {
    std::iter::successors(places.get(code), |place| {
        places.get(place.parent.as_deref()?)
    })
}

/// Returns the levels above the one that most places have, the lowest first.
fn levels_above(places: &KnownPlaces, codes: &[Rc<str>]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for place in codes.iter().filter_map(|code| places.get(code)) {
        *counts.entry(place.level.as_str()).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|&(level, count)| (count, level));
    let Some((level, _)) = most else {
        return Vec::new();
    };
    let of_level = codes.iter().find(|code| {
        let place = places.get(code);
        place.is_some_and(|place| place.level == level)
    });
    let chain = of_level.into_iter().flat_map(|code| above(places, code));
    chain.skip(1).map(|place| place.level.clone()).collect()
}
