//! What waits for one inspector: submitted records within the limits, and the standings that look
//! at them.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Inspector, Limits};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place_life::BELOW_THESE;
use crate::store::rows::{cells, looking};

impl Limits {
    /// Returns whether anything is left out.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        !self.places.is_empty() || !self.kinds.is_empty()
    }
}

impl Inspector {
    /// Returns the submitted records that this inspector may judge.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_records(&self, store: &Store) -> Result<BTreeSet<Uuid>> {
        let id = |row: &Row| row.get::<_, String>(0);
        let ids = self.waiting(store, "record", id)?;
        ids.iter().map(|id| cells::uuid(id)).collect()
    }

    /// Returns the standings of a pack that look at such a record, each by its requirement and
    /// place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_standings(
        &self,
        store: &Store,
        pack: &str,
    ) -> Result<HashSet<(String, String)>> {
        let place_and_kind = |row: &Row| Ok((row.get(0)?, row.get(1)?));
        let waiting: Vec<(String, String)> =
            self.waiting(store, "DISTINCT place, kind", place_and_kind)?;
        let mut found = HashSet::new();
        for (place, kind) in waiting {
            let looking = looking::looking_at(&store.db, &place, &kind)?.into_iter();
            let of_pack = looking.filter(|(of, ..)| of == pack);
            found.extend(of_pack.map(|(_, requirement, place)| (requirement, place)));
        }
        Ok(found)
    }

    /// Reads columns of the submitted records within the limits.
    fn waiting<T>(
        &self,
        store: &Store,
        columns: &str,
        read: impl Fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let list = |codes: &[String]| {
            let is_limit = !codes.is_empty();
            is_limit.then(|| Json::from(codes).to_string())
        };
        let mut query = store.db.prepare_cached(&format!(
            "SELECT {columns} FROM review WHERE state = ?3
                 AND (?1 IS NULL OR place IN ({BELOW_THESE}))
                 AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))"
        ))?;
        let Limits { places, kinds } = &self.limits;
        let submitted = ReviewState::Submitted.word();
        let rows = query.query_map(params![list(places), list(kinds), submitted], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
