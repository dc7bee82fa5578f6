//! Places as people write them: by code, by name, by a path from above.
//!
//! A part of a name is never enough: 壶镇 is also a part of 玉壶镇, and of 89 names of towns in
//! Zhejiang there are several. What is written has to be a name in full, with nothing before it but
//! names of what is above that place.

mod beginning;
mod nearest;
mod positions;

use std::collections::{BTreeSet, HashMap};

use self::positions::Positions;
use super::code::{official, undecimal};
use super::division::Place;
use super::life::PlaceLives;
use crate::domain::text::folding;
use crate::i18n::code_list;

/// What may stand between the names of a path; often nothing does.
const BETWEEN: [char; 6] = ['/', '\\', '>', '-', ',', '.'];
/// How high places are looked up from; a list in a circle has no top.
const HEIGHT: usize = 12;
/// How many places are told of a text that names several.
const TOLD: usize = 5;

/// A place and how its name is compared.
struct Named {
    place: Place,
    key: String,
    /// The keys of its former names.
    former: Vec<String>,
    /// Whether it is closed.
    is_closed: bool,
    above: Option<usize>,
}

impl Named {
    /// Returns the keys of all names that it has and had, the present one first.
    fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.key)
            .chain(&self.former)
            .map(String::as_str)
    }
}

/// The places of a ledger, to be found by what people write.
#[derive(Default)]
pub struct Gazetteer {
    places: Vec<Named>,
    /// By folded code.
    codes: Positions,
    /// By the shortest form of an official code.
    official: Positions,
    /// By folded name, former names among them.
    names: Positions,
    lives: PlaceLives,
}

impl Gazetteer {
    /// Returns the gazetteer of a list of places.
    #[must_use]
    pub fn new(places: Vec<Place>) -> Self {
        let by_code: HashMap<&str, usize> = places
            .iter()
            .enumerate()
            .map(|(at, place)| (place.code.as_str(), at))
            .collect();
        let above: Vec<Option<usize>> = places
            .iter()
            .map(|place| by_code.get(place.parent.as_deref()?).copied())
            .collect();
        drop(by_code);
        let (mut codes, mut of_official, mut names) = (Vec::new(), Vec::new(), Vec::new());
        let mut all = Vec::with_capacity(places.len());
        for (at, (place, above)) in places.into_iter().zip(above).enumerate() {
            let code = folding::key(&place.code);
            let key = folding::key(&place.name);
            if let Some(official) = official(&code) {
                of_official.push((official.into_boxed_str(), at));
            }
            codes.push((code.into_boxed_str(), at));
            names.push((key.clone().into_boxed_str(), at));
            all.push(Named {
                place,
                key,
                former: Vec::new(),
                is_closed: false,
                above,
            });
        }
        Self {
            places: all,
            codes: Positions::of(codes),
            official: Positions::of(of_official),
            names: Positions::of(names),
            lives: PlaceLives::default(),
        }
    }

    /// Adds what became of the places: a former name names a place as its present one does, and a
    /// closed place is meant only where no open one can be.
    #[must_use]
    pub fn with_lives(mut self, lives: PlaceLives) -> Self {
        let mut names = Vec::new();
        for (at, named) in self.places.iter_mut().enumerate() {
            let Some(life) = lives.get(&named.place.code) else {
                continue;
            };
            named.is_closed = lives.ended(&named.place.code).is_some();
            for former in &life.former {
                let key = folding::key(&former.name);
                names.push((key.clone().into_boxed_str(), at));
                named.former.push(key);
            }
        }
        self.names.add(names);
        self.lives = lives;
        self
    }

    /// Returns what became of the places.
    #[must_use]
    pub const fn lives(&self) -> &PlaceLives {
        &self.lives
    }

    /// Returns every place that a text can name. A code may be written in any form of `official`,
    /// or as the decimal that a spreadsheet makes of it; a name in any width and case, with blanks
    /// inside, alone or behind any names of what is above it.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<&Place> {
        let found: Vec<&Named> = self
            .positions(text)
            .into_iter()
            .filter_map(|at| self.places.get(at))
            .collect();
        let has_open = found.iter().any(|named| !named.is_closed);
        found
            .into_iter()
            .filter(|named| !(has_open && named.is_closed))
            .map(|named| &named.place)
            .collect()
    }

    fn positions(&self, text: &str) -> Vec<usize> {
        let name = folding::name(text);
        let key = folding::key(text);
        let code = undecimal(&key);
        let of_code = self.codes.get(code);
        if !of_code.is_empty() {
            return self.exact(of_code, |place| place.code == name);
        }
        let of_official = official(code).map(|code| self.official.get(&code));
        if let Some(found) = of_official.filter(|found| !found.is_empty()) {
            return found.to_vec();
        }
        let of_name = self.names.get(&key);
        let mut found = self.exact(of_name, |place| self.is_named(place, &name));
        found.extend(self.below_path(&key));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns whether a place has or had a name, spelled so.
    fn is_named(&self, place: &Place, name: &str) -> bool {
        let former = self.lives.get(&place.code).map(|life| &life.former);
        place.name == name || former.is_some_and(|of| of.iter().any(|had| had.name == name))
    }

    /// Returns those that are spelled exactly so, where there are any.
    fn exact(&self, found: &[usize], is_exact: impl Fn(&Place) -> bool) -> Vec<usize> {
        let exact = found.iter().filter(|at| {
            self.places
                .get(**at)
                .is_some_and(|named| is_exact(&named.place))
        });
        let exact: Vec<usize> = exact.copied().collect();
        if exact.is_empty() {
            found.to_vec()
        } else {
            exact
        }
    }

    /// Returns the places whose name ends a key that begins with names of what is above them.
    fn below_path(&self, key: &str) -> Vec<usize> {
        let cuts = key
            .char_indices()
            .skip(1)
            .filter_map(|(at, _)| key.split_at_checked(at));
        let found = cuts.flat_map(|(path, name)| {
            let named = self.names.get(name);
            named
                .iter()
                .copied()
                .filter(|at| self.is_path_to(path, *at))
                .collect::<Vec<_>>()
        });
        found.collect()
    }

    /// Returns whether a text is made of names, or of codes with a sign behind them, of what is
    /// above a place: from high to low, some of them or all.
    fn is_path_to(&self, path: &str, place: usize) -> bool {
        let rest = path.strip_suffix(BETWEEN).unwrap_or(path);
        let is_cut = rest.len() < path.len();
        rest.is_empty()
            || self
                .above(place)
                .filter(|(_, above)| !above.key.is_empty())
                .any(|(at, above)| {
                    let by_name = above.keys().filter_map(|key| rest.strip_suffix(key));
                    let by_code = rest
                        .strip_suffix(folding::key(&above.place.code).as_str())
                        .filter(|_| is_cut);
                    by_name.chain(by_code).any(|rest| self.is_path_to(rest, at))
                })
    }

    /// Returns the key of a text without the signs between the names of a path, and of an official
    /// code its shortest form.
    #[must_use]
    pub fn path_key(text: &str) -> String {
        official(text).unwrap_or_else(|| folding::key(text).replace(BETWEEN, ""))
    }

    /// Returns what is above a place, the lowest first.
    fn above(&self, place: usize) -> impl Iterator<Item = (usize, &Named)> {
        let above = |at: usize| self.places.get(at).and_then(|named| named.above);
        let upward = std::iter::successors(above(place), move |at| above(*at)).take(HEIGHT);
        upward.filter_map(|at| Some((at, self.places.get(at)?)))
    }

    fn position(&self, code: &str) -> Option<usize> {
        let found = self.codes.get(&folding::key(code));
        found.iter().copied().find(|at| {
            self.places
                .get(*at)
                .is_some_and(|named| named.place.code == code)
        })
    }

    /// Returns the place of a code.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<&Place> {
        Some(&self.places.get(self.position(code)?)?.place)
    }

    /// Returns a place and all above it, the lowest first.
    pub fn line(&self, place: &Place) -> impl Iterator<Item = &Place> {
        let own_and_above = self.position(&place.code).into_iter().flat_map(|at| {
            self.places
                .get(at)
                .into_iter()
                .chain(self.above(at).map(|(_, named)| named))
        });
        own_and_above.map(|named| &named.place)
    }

    /// Returns the names from the top down to a place: `丽水市/缙云县/壶镇镇`.
    #[must_use]
    pub fn path(&self, place: &Place) -> String {
        let mut names: Vec<&str> = self.line(place).map(|place| place.name.as_str()).collect();
        names.reverse();
        names.join("/")
    }

    /// Returns whether a text names something above a place.
    #[must_use]
    pub fn is_below(&self, place: &Place, above: &str) -> bool {
        let found = self.find(above);
        self.line(place)
            .skip(1)
            .any(|own| found.iter().any(|found| found.code == own.code))
    }

    /// Returns whether a text names a place or something above it.
    #[must_use]
    pub fn is_within(&self, place: &Place, above: &str) -> bool {
        self.is_below(place, above)
            || self
                .find(above)
                .iter()
                .any(|found| found.code == place.code)
    }

    /// Returns whether a text may name a place or something above it in a way of its own, with less
    /// behind the name or more before the path: 缙云 for 缙云县. It finds nothing; it only does not
    /// speak against what other words say.
    #[must_use]
    pub fn may_be_within(&self, place: &Place, above: &str) -> bool {
        self.is_within(place, above) || self.line(place).any(|own| self.may_be_called(own, above))
    }

    /// Returns whether a text may name a place in such a way.
    #[must_use]
    pub fn may_be_called(&self, place: &Place, text: &str) -> bool {
        let key = folding::key(text);
        let mut line = self.line(place).map(|place| folding::key(&place.name));
        let own = line.next().unwrap_or_default();
        let above = line.next();
        let is_short = key.chars().count() > 1 && own.starts_with(&key);
        let is_long = above.is_some_and(|above| key.ends_with(&format!("{above}{own}")));
        is_short || is_long || self.find(text).iter().any(|found| found.code == place.code)
    }

    /// Returns every level that a place has, each once, in their order.
    #[must_use]
    pub fn levels(&self) -> BTreeSet<&str> {
        self.places
            .iter()
            .map(|named| named.place.level.as_str())
            .collect()
    }

    /// Returns some places with levels, codes and paths, for a text that names several of different
    /// levels.
    #[must_use]
    pub fn told_with_levels(&self, places: &[&Place]) -> String {
        Self::list(places, |place| {
            format!("{} {} {}", place.level, place.code, self.path(place))
        })
    }

    /// Returns some places with codes and paths, for a text that names several.
    #[must_use]
    pub fn told(&self, places: &[&Place]) -> String {
        Self::list(places, |place| {
            format!("{} {}", place.code, self.path(place))
        })
    }

    fn list(places: &[&Place], told: impl Fn(&Place) -> String) -> String {
        let told = places.iter().take(TOLD).map(|place| told(place));
        let mut told = code_list(told);
        if places.len() > TOLD {
            told.push_str(", …");
        }
        told
    }
}

#[cfg(test)]
mod tests;
