//! Lists and counts the conflicts that nobody decided yet.

use crate::i18n::{Lang, Say};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::conflict::{OpenConflict, every_open, merged_records, open};
use crate::store::rows::trail;

impl Store {
    /// Returns every open conflict, by place, kind and name of the record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn conflicts(&self) -> Result<Vec<OpenConflict>> {
        let mut found = every_open(&self.db, self.packs())?;
        found.sort_by_cached_key(|conflict| (conflict.record.say(Lang::Zh), conflict.record.id));
        Ok(found)
    }

    /// Returns how many conflicts are open.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn conflict_count(&self) -> Result<usize> {
        merged_records(&self.db)?
            .into_iter()
            .map(|record| Ok(open(&trail::changes_of(&self.db, record)?).len()))
            .sum()
    }
}
