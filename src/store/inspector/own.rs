//! What waits for one inspector: submitted records within the limits, and the standings that look
//! at them.

use std::collections::HashSet;

use rusqlite::params;
use serde_json::Value as Json;

use super::{Inspector, Limits};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::looking;
use crate::store::rows::place_life::BELOW_THESE;
use crate::store::rows::review_state::FirstInList;

impl Limits {
    /// Returns whether anything is left out.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        !self.places.is_empty() || !self.kinds.is_empty()
    }
}

impl Inspector {
    /// Returns what comes first in a list for this inspector: the submitted records that they may
    /// judge.
    #[must_use]
    pub fn first_in_list(&self) -> FirstInList {
        let Limits { places, kinds } = self.limits.clone();
        FirstInList {
            state: ReviewState::Submitted,
            places,
            kinds,
        }
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
        let list = |codes: &[String]| {
            let is_limit = !codes.is_empty();
            is_limit.then(|| Json::from(codes).to_string())
        };
        let mut query = store.db.prepare_cached(&format!(
            "SELECT DISTINCT place, kind FROM record_count
             WHERE state = ?3 AND records > 0 AND place <> ''
                 AND (?1 IS NULL OR place IN ({BELOW_THESE}))
                 AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))"
        ))?;
        let Limits { places, kinds } = &self.limits;
        let submitted = ReviewState::Submitted.word();
        let waiting = query.query_map(params![list(places), list(kinds), submitted], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let waiting = waiting.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut found = HashSet::new();
        for (place, kind) in waiting {
            let looking = looking::looking_at(&store.db, &place, &kind)?.into_iter();
            let of_pack = looking.filter(|(of, ..)| of == pack);
            found.extend(of_pack.map(|(_, requirement, place)| (requirement, place)));
        }
        Ok(found)
    }
}
