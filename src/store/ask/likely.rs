//! The facility of a place that a name is likely to be of, found by keys: among a few names each is
//! looked at, among many those that a key leads to.

use std::collections::BTreeMap;

use rusqlite::{Params, params};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::record::Facility;
use crate::domain::text::likeness::{LikelyKeys, Likeness, name_key};
use crate::domain::text::{Surroundings, folding};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::uuid;
use crate::store::rows::{listed, names, record};

/// Among so many names each is looked at.
pub(crate) const FEW_NAMES: usize = 200;
/// So many names that a key may lead to are looked at, and so many that one of its parts leads to.
const MOST_NAMES: usize = 400;
const MOST_OF_A_KEY: i64 = 20;

/// A name that somebody gives to a record.
pub struct GivenName<'a> {
    /// The record, which is not compared with itself.
    pub record: Uuid,
    /// The name.
    pub name: &'a str,
    /// The name it had before, which tells it from those that are like it; empty for a new record.
    pub before: &'a str,
    /// What the name stands among.
    pub around: Surroundings<'a>,
}

/// Names by their key and id, in which order lists have them.
type Names = BTreeMap<(String, Uuid), String>;

impl Store {
    /// Returns the facility of a kind, in a place or below it, that is likely the one a name is given
    /// to: one of just that name before one of a similar name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn likely_same(
        &self,
        kind: &Kind,
        place: &str,
        given: &GivenName,
    ) -> Result<Option<Facility>> {
        let key = folding::key(given.name);
        if key.is_empty() {
            return Ok(None);
        }
        let like = Likeness::of(given.name, given.around);
        let before = Likeness::of(given.before, given.around);
        let mut near = self.names_to_compare(kind, place, &like)?;
        near.retain(|(_, id), _| *id != given.record);
        let namesake = near.iter().find(|(_, name)| folding::key(name) == key);
        let is_alike = |name: &str| like.is_with(name) && !before.is_with(name);
        let found = namesake.or_else(|| near.iter().find(|(_, name)| is_alike(name)));
        let Some(((_, id), _)) = found else {
            return Ok(None);
        };
        let found = record::record(&self.db, *id)?;
        Ok(found.map(|record| kind.decode(&record)))
    }

    /// Returns whether a facility of a kind in a place has just a name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_named(&self, kind: &str, place: &str, name: &str) -> Result<bool> {
        let is_name = !folding::key(name).is_empty();
        Ok(is_name && names::count_named(&self.db, kind, place, name)? > 0)
    }

    /// Returns the newest facility of a kind in a place but one: ids grow with time.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn newest_other(&self, kind: &Kind, place: &str, but: Uuid) -> Result<Option<Facility>> {
        let mut query = self.db.prepare_cached(
            "SELECT max(id) FROM record INDEXED BY record_kind_place WHERE kind = ?1 AND place = ?2 AND id <> ?3",
        )?;
        let id: Option<String> =
            query.query_row([&kind.code, place, &but.to_string()], |row| row.get(0))?;
        let Some(id) = id else { return Ok(None) };
        let found = record::record(&self.db, uuid(&id)?)?;
        Ok(found.map(|record| kind.decode(&record)))
    }

    fn names_to_compare(&self, kind: &Kind, place: &str, like: &Likeness) -> Result<Names> {
        let places = listed::places(&self.db, &kind.code, place)?;
        let is_few = places.iter().map(|(_, count)| *count).sum::<usize>() <= FEW_NAMES;
        let keys = (!is_few).then(|| like.keys());
        let mut names = Names::new();
        for (place, _) in places {
            match &keys {
                None => self.add_names(&mut names, "", params![kind.code, place])?,
                Some(keys) => self.add_by_keys(&mut names, (&kind.code, &place), keys)?,
            }
        }
        Ok(names)
    }

    /// Adds the names that keys lead to, until there are enough to look at.
    fn add_by_keys(
        &self,
        names: &mut Names,
        (kind, place): (&str, &str),
        keys: &LikelyKeys,
    ) -> Result<()> {
        let most = names.len() + MOST_NAMES;
        let same = "AND name_key = ?3 ORDER BY name_key, id LIMIT ?4";
        self.add_names(names, same, params![kind, place, keys.key, MOST_OF_A_KEY])?;
        let backs = Json::from(keys.backs.iter().cloned().collect::<Vec<_>>()).to_string();
        let same = "AND name_back IN (SELECT value FROM json_each(?3)) LIMIT ?4";
        self.add_names(names, same, params![kind, place, backs, MOST_OF_A_KEY * 5])?;
        let ends = "AND name_back >= ?3 AND name_back < ?4 ORDER BY name_back LIMIT ?5";
        let begins = "AND name_key >= ?3 AND name_key < ?4 ORDER BY name_key, id LIMIT ?5";
        let endings = keys.endings.iter().map(|key| (ends, key));
        let beginnings = keys.beginnings.iter().map(|key| (begins, key));
        for (condition, key) in endings.chain(beginnings) {
            if names.len() >= most {
                break;
            }
            let end = format!("{key}{}", char::MAX);
            let bound = params![kind, place, key, end, MOST_OF_A_KEY];
            self.add_names(names, condition, bound)?;
        }
        Ok(())
    }

    fn add_names(&self, names: &mut Names, condition: &str, bound: impl Params) -> Result<()> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT name, id FROM record WHERE kind = ?1 AND place = ?2 AND name IS NOT NULL {condition}"
        ))?;
        let rows = query.query_map(bound, |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (name, id) = row?;
            names.insert((name_key(&name), uuid(&id)?), name);
        }
        Ok(())
    }
}
