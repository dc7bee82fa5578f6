//! Which places are the rows of a matrix, and in which order.

use std::collections::{HashMap, HashSet};

use rusqlite::params;

use crate::domain::place::Place;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::place;
use crate::store::rows::place_life::{self, BELOW_THESE, just};

/// A row of a matrix that was not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPlace {
    /// The code of its place.
    pub code: String,
    /// The code of the place above, by which rows are grouped.
    pub parent: Option<String>,
}

/// Which rows of a matrix are asked for; all where nothing is named.
#[derive(Clone, Copy, Debug, Default)]
pub struct MatrixRows<'a> {
    /// The group of requirements that judges them.
    pub group: Option<&'a str>,
    /// A place that they are, or are below.
    pub within: Option<&'a str>,
}

impl Store {
    /// Returns the rows of the matrix of a pack. Places that this session may change come first,
    /// where it may change some only, then the others. Among these, places with the same place above
    /// stand together, in the order of the pack.
    ///
    /// Returns how many of the first rows are of places that the session may change as well.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix_places(
        &self,
        pack: &str,
        asked: MatrixRows,
    ) -> Result<(Vec<ListedPlace>, usize)> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT shown.place, place.parent FROM shown JOIN place ON place.code = shown.place
             WHERE shown.pack = ?2 AND (?1 IS NULL OR shown.place IN ({BELOW_THESE}))
                 AND (?3 IS NULL OR EXISTS (
                     SELECT 1 FROM requirement JOIN covered
                         ON covered.pack = requirement.pack AND covered.requirement = requirement.code
                     WHERE requirement.pack = ?2 AND requirement.group_code = ?3
                         AND covered.place = shown.place))
             ORDER BY shown.position"
        ))?;
        let within = asked.within.map(just);
        let rows = query.query_map(params![within, pack, asked.group], |row| {
            Ok(ListedPlace {
                code: row.get(0)?,
                parent: row.get(1)?,
            })
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let own = match &self.access {
            Access::Places(own) => place_life::below(&self.db, own)?,
            _ => HashSet::new(),
        };
        let (mut first, mut others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| own.contains(&row.code));
        group(&mut first);
        group(&mut others);
        let own = first.len();
        first.append(&mut others);
        Ok((first, own))
    }

    /// Returns the places above those that a pack judges, each once, in the order of its matrix.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_above(&self, pack: &str) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "SELECT above.code, above.name, above.level, above.parent FROM shown
             JOIN place ON place.code = shown.place JOIN place AS above ON above.code = place.parent
             WHERE shown.pack = ?1 GROUP BY above.code ORDER BY min(shown.position)",
        )?;
        let rows = query.query_map([pack], place::from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Puts rows together that have the same place above, in the order of the first of each.
fn group(rows: &mut [ListedPlace]) {
    let mut first: HashMap<Option<String>, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        first.entry(row.parent.clone()).or_insert(at);
    }
    rows.sort_by_key(|row| first.get(&row.parent).copied());
}
