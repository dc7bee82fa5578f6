//! A copy of the ledger to try other values in: everything can be saved in it, and nothing of it
//! comes back.

use rusqlite::Row;

use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::write::moved::{self, StandingChange, StandingId, Standings};

/// Keeps the standings as they were, as long as the copy is open.
const KEEP_STANDINGS: &str = "CREATE TEMP TABLE standing_before AS SELECT * FROM main.standing;
     CREATE UNIQUE INDEX temp.standing_before_key ON standing_before (pack, requirement, place)";

impl Store {
    /// Returns a copy of the ledger in which other values can be tried. It goes away with the
    /// store.
    ///
    /// # Errors
    /// When nothing can be changed in this session, the ledger cannot be read, or there is no room
    /// for a copy.
    pub fn trial(&self) -> Result<Self> {
        self.writable()?;
        let (staging, copy) = self.staged_copy()?;
        let mut store = Self::open(&copy)?;
        store.db.execute_batch(KEEP_STANDINGS)?;
        store.copy = Some(staging);
        Ok(store)
    }

    /// Returns the standings of a trial that have another verdict or other figures than in the
    /// ledger it was copied from, by pack, place and requirement.
    ///
    /// # Errors
    /// When the copy cannot be read.
    pub fn moved_in_trial(&self) -> Result<Vec<StandingChange>> {
        let mut query = self.db.prepare_cached(
            "SELECT pack, requirement, place FROM standing LEFT JOIN temp.standing_before AS was
                 USING (pack, requirement, place)
             WHERE (standing.verdict, standing.have, standing.need, standing.gap, standing.qualifying)
                 IS NOT (was.verdict, was.have, was.need, was.gap, was.qualifying)",
        )?;
        let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let mut keys: Vec<StandingId> =
            query.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
        moved::sort(&mut keys, self.packs());
        let mut found = Vec::new();
        for key in keys {
            let before = moved::standing(&self.db, Standings::Before, &key)?;
            let after = moved::standing(&self.db, Standings::Now, &key)?;
            found.extend(StandingChange::between(key, before, after));
        }
        Ok(found)
    }
}
