//! What a text that names no place was perhaps meant for. Only people decide by it.

use super::{BETWEEN, Gazetteer, Named};
use crate::domain::place::Place;
use crate::domain::text::folding;
use crate::domain::text::likeness::without_level;

/// The most places that are suggested.
const MOST: usize = 3;
/// Names of fewer characters are in many others.
const FEW: usize = 2;

impl Gazetteer {
    /// Returns the open places that a text is most like, of one level where that is named, those of
    /// the same likeness by code; none where it is like none.
    #[must_use]
    pub fn nearest(&self, text: &str, level: Option<&str>) -> Vec<&Place> {
        self.nearest_of(text, level, |_| true)
    }

    /// Returns the same of the places below those that a text names; none where it names none.
    #[must_use]
    pub fn nearest_below(&self, text: &str, above: &str, level: Option<&str>) -> Vec<&Place> {
        let found: Vec<&str> = self
            .find(above)
            .iter()
            .map(|place| place.code.as_str())
            .collect();
        if found.is_empty() {
            return Vec::new();
        }
        let is_below = |at: usize| {
            let mut above = self.above(at);
            above.any(|(_, named)| found.contains(&named.place.code.as_str()))
        };
        self.nearest_of(text, level, is_below)
    }

    fn nearest_of(
        &self,
        text: &str,
        level: Option<&str>,
        is_among: impl Fn(usize) -> bool,
    ) -> Vec<&Place> {
        let key = folding::key(text);
        let last = key
            .rsplit(BETWEEN)
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        let (mut best, mut found): (usize, Vec<&Place>) = (1, Vec::new());
        let is_meant = |named: &Named| {
            !named.is_closed && level.is_none_or(|level| named.place.level == level)
        };
        for (at, named) in self.places.iter().enumerate() {
            if !is_meant(named) || !is_among(at) {
                continue;
            }
            let own = likeness(last, named);
            let likeness = if own > 0 {
                2 * own + self.mentioned_above(&beside(&key, last, named), at)
            } else {
                0
            };
            if likeness > best {
                (best, found) = (likeness, Vec::new());
            }
            if likeness == best {
                found.push(&named.place);
            }
        }
        found.sort_by(|one, other| one.code.cmp(&other.code));
        found.truncate(MOST);
        found
    }

    /// Returns how many of the places above one a text mentions.
    fn mentioned_above(&self, text: &str, place: usize) -> usize {
        let is_mentioned = |above: &Named| text.contains(short(above));
        self.above(place)
            .filter(|(_, above)| is_mentioned(above))
            .count()
    }
}

/// Returns what a text says beside the name of a place, or the part of it that is its last part.
fn beside(key: &str, last: &str, named: &Named) -> String {
    key.replacen(
        if named.key.contains(last) {
            last
        } else {
            short(named)
        },
        "",
        1,
    )
}

fn short(named: &Named) -> &str {
    without_level(&named.key).unwrap_or(&named.key)
}

/// Returns how much a text is like the name or the code of a place: the more, the fewer other
/// places it can mean.
fn likeness(text: &str, named: &Named) -> usize {
    let name = named.key.as_str();
    let short = short(named);
    let is_long = |inner: &str| inner.chars().count() >= FEW;
    if is_long(name) && text.ends_with(name) {
        return 4;
    }
    let is_code = text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit());
    let is_near = (is_long(name) && text.contains(name))
        || (is_long(short) && text.ends_with(short))
        || without_level(text).unwrap_or(text) == short
        || (is_long(text) && name.starts_with(text))
        || (is_code && is_a_slip_apart(text, &named.place.code));
    if is_near {
        3
    } else if name.chars().count() > FEW && is_a_slip_apart(text, name) {
        2
    } else {
        usize::from(is_long(text) && name.contains(text))
    }
}

/// Returns whether one character more, less or other, or two that changed places, make one text of
/// the other.
fn is_a_slip_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let one = one.get(same..).unwrap_or_default();
    let other = other.get(same..).unwrap_or_default();
    let same = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    match (one.get(..one.len() - same), other.get(..other.len() - same)) {
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        (Some(one), Some(other)) => one.len() <= 1 && other.len() <= 1,
        _ => false,
    }
}
