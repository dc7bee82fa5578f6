//! The ways from a place that is judged to those whose records it is judged by.

use rusqlite::Connection;

use super::place;
use super::place_life::BELOW_SECOND;
use super::place_tree::PlaceTree;
use crate::domain::policy::Scope;
use crate::domain::policy::expression::looks::Where;
use crate::domain::policy::expression::{OtherPlace, PlaceSet};
use crate::domain::policy::inventory::Inventory;
use crate::store::error::Result;

/// How places stand to each other, now or at an earlier time.
pub(crate) trait Places {
    /// Returns the open places that a scope names.
    fn in_scope(&self, scope: &Scope) -> Result<Vec<String>>;
    /// Returns the place of a level at or above a place.
    fn at_level(&self, code: &str, level: &str) -> Result<Option<String>>;
    /// Returns the open places of a level in a place.
    fn below_at_level(&self, code: &str, level: &str) -> Result<Vec<String>>;
}

impl Places for Connection {
    fn in_scope(&self, scope: &Scope) -> Result<Vec<String>> {
        place::open_in_scope(self, scope)
    }

    fn at_level(&self, code: &str, level: &str) -> Result<Option<String>> {
        at_level(self, code, level)
    }

    fn below_at_level(&self, code: &str, level: &str) -> Result<Vec<String>> {
        below_at_level(self, code, level)
    }
}

/// Places as the ledger knew them at an earlier time.
pub(crate) struct EarlierPlaces<'a> {
    /// The ledger.
    pub(crate) db: &'a Connection,
    /// The tree of its places then.
    pub(crate) tree: &'a PlaceTree,
}

impl Places for EarlierPlaces<'_> {
    fn in_scope(&self, scope: &Scope) -> Result<Vec<String>> {
        self.tree.in_scope(self.db, scope)
    }

    fn at_level(&self, code: &str, level: &str) -> Result<Option<String>> {
        let mut above = self.tree.with_all_above(code);
        Ok(above
            .find(|place| self.tree.is_of_level(place, level))
            .map(str::to_owned))
    }

    fn below_at_level(&self, code: &str, level: &str) -> Result<Vec<String>> {
        let mut found = self
            .tree
            .in_scope(self.db, &Scope::Level(level.to_owned()))?;
        found.retain(|place| self.tree.with_all_above(place).any(|above| above == code));
        Ok(found)
    }
}

/// Follows a way from a place, and notes where it leads in the facts.
pub(crate) fn reach(
    places: &impl Places,
    facts: &mut Inventory,
    from: &str,
    path: &[Where],
) -> Result<Vec<String>> {
    let Some((step, rest)) = path.split_first() else {
        return Ok(vec![from.to_owned()]);
    };
    let next = match step {
        Where::Elsewhere(other) => {
            let found = match other {
                OtherPlace::Named(code) => {
                    let named = places.in_scope(&Scope::Places(vec![code.clone()]))?;
                    named.into_iter().next()
                }
                OtherPlace::AtLevel(level) => places.at_level(from, level)?,
            };
            if let Some(found) = &found {
                let key = (from.to_owned(), other.clone());
                facts.others.insert(key, found.clone());
            }
            found.into_iter().collect()
        }
        Where::Each(set) => {
            let found = match set {
                PlaceSet::Scope(scope) => places.in_scope(scope)?,
                PlaceSet::Below(level) => places.below_at_level(from, level)?,
            };
            let key = (from.to_owned(), set.clone());
            if !facts.sets.iter().any(|(known, _)| *known == key) {
                facts.sets.push((key, found.clone()));
            }
            found
        }
    };
    let mut reached = Vec::new();
    for place in next {
        for at in reach(places, facts, &place, rest)? {
            if !reached.contains(&at) {
                reached.push(at);
            }
        }
    }
    Ok(reached)
}

/// Returns the place of a level at or above a place.
fn at_level(db: &Connection, code: &str, level: &str) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT 1 FROM place WHERE code = ?1 AND level = ?2")?;
    for above in place::with_all_above(db, code)? {
        if query.exists([above.as_str(), level])? {
            return Ok(Some(above));
        }
    }
    Ok(None)
}

/// Returns the open places of a level in a place.
fn below_at_level(db: &Connection, code: &str, level: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT code FROM place WHERE level = ?1 AND code IN ({BELOW_SECOND})
             AND code NOT IN (SELECT place FROM closed_place WHERE ended = 1) ORDER BY code"
    ))?;
    Ok(query
        .query_map([level, code], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}
