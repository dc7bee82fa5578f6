//! The place at the beginning of a text, as addresses have it.

use super::Gazetteer;
use crate::domain::place::Place;
use crate::domain::text::folding;

/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 60;
/// How provinces end, which the list of one city does not have.
const PROVINCES: [&str; 2] = ["省", "自治区"];

impl Gazetteer {
    /// Returns the place whose name stands in full at the beginning of a text, behind names of what
    /// is above it, from high to low. Where it is said what is above it, its own name is enough.
    /// Before a place at the top of the list the name of a province may stand. Only a place with
    /// none below it is meant: behind the name of a county a town may stand that the list does not
    /// have.
    #[must_use]
    pub fn at_beginning(&self, text: &str, above: &str) -> Option<&Place> {
        let key = folding::key(text);
        self.begins(&key, above).or_else(|| {
            let behind = PROVINCES.iter().find_map(|end| {
                let at = key.find(end)? + end.len();
                key.get(at..)
            })?;
            let is_top = |name: &str| behind.starts_with(name);
            let mut tops = self.places.iter().filter(|named| named.above.is_none());
            tops.any(|named| !named.key.is_empty() && is_top(&named.key))
                .then(|| self.begins(behind, above))?
        })
    }

    fn begins(&self, key: &str, above: &str) -> Option<&Place> {
        let cuts: Vec<usize> = key
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take(LOOKED_AT)
            .collect();
        cuts.iter().rev().find_map(|end| {
            let beginning = key.get(..*end)?;
            let mut found = self.below_path(beginning);
            if !above.is_empty() {
                found.extend(self.names.get(beginning));
            }
            found.sort_unstable();
            found.dedup();
            let places = found
                .iter()
                .filter_map(|at| Some((*at, &self.places.get(*at)?.place)));
            let mut fitting = places.filter(|(at, place)| {
                let is_last = !self.places.iter().any(|named| named.above == Some(*at));
                is_last && (above.is_empty() || self.is_below(place, above))
            });
            match (fitting.next(), fitting.next()) {
                (Some((_, only)), None) => Some(only),
                _ => None,
            }
        })
    }
}
