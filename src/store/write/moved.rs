//! Standings that a transaction changes: what they were, and what they are once they are judged.

use rusqlite::{OptionalExtension as _, Row};

use super::writer::Writer;
use crate::domain::verdict::Standing;
use crate::store::error::Result;
use crate::store::rows::stale;
use crate::store::rows::standing::{COLUMNS, from_row};

/// A standing that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingChange {
    /// The code of the pack.
    pub pack: String,
    /// What it was; `None` where it was not judged.
    pub before: Option<Standing>,
    /// What it is.
    pub after: Standing,
}

impl StandingChange {
    /// Returns whether the verdict is another one; else only its figures are.
    #[must_use]
    pub fn is_of_verdict(&self) -> bool {
        self.before.as_ref().map(|before| before.verdict) != Some(self.after.verdict)
    }
}

/// A pack, a requirement and a place, by their codes.
type Key = (String, String, String);

impl Writer<'_> {
    /// Judges as [`Writer::judge_stale`] does, and returns the standings that came out with another
    /// verdict or other figures: by pack, place and requirement, in their order.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn judge_moved(&mut self) -> Result<Vec<StandingChange>> {
        for (place, form) in &self.touched {
            stale::mark(self.db, place, form)?;
        }
        let mut keys = self.stale_keys()?;
        let order = |key: &Key| {
            let pack = self.packs.iter().position(|pack| pack.code == key.0);
            let requirement = pack.and_then(|at| self.packs.get(at));
            let requirement = requirement.and_then(|pack| pack.position(&key.1));
            (pack, key.2.clone(), requirement)
        };
        keys.sort_by_key(order);
        let before = keys.iter().map(|key| self.standing(key));
        let before = before.collect::<Result<Vec<_>>>()?;
        self.judge_stale()?;
        let mut found = Vec::new();
        for (key, before) in keys.iter().zip(before) {
            let Some(after) = self.standing(key)? else {
                continue;
            };
            let told = |of: &Standing| (of.verdict, of.have, of.need, of.gap, of.qualifying);
            if before.as_ref().map(told) != Some(told(&after)) {
                let pack = key.0.clone();
                found.push(StandingChange {
                    pack,
                    before,
                    after,
                });
            }
        }
        Ok(found)
    }

    fn stale_keys(&self) -> Result<Vec<Key>> {
        let mut query = self
            .db
            .prepare_cached("SELECT pack, requirement, place FROM stale")?;
        let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(query.query_map([], row)?.collect::<rusqlite::Result<_>>()?)
    }

    fn standing(&self, (pack, requirement, place): &Key) -> Result<Option<Standing>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM standing WHERE pack = ?1 AND requirement = ?2 AND place = ?3"
        ))?;
        let found = query
            .query_row([pack, requirement, place], |row| Ok(from_row(row)))
            .optional()?;
        found.transpose()
    }
}
