//! Lists and counts the conflicts that nobody decided yet.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::i18n::{Lang, Say};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::conflict::{
    OpenConflict, changed_records_after, every_open, merged_records, merged_records_after, open,
};
use crate::store::rows::{site, trail};

/// So many records are looked at in one go: each may have many changes.
const PART: usize = 20;
/// So many changes are passed over in one go.
const PART_OF_CHANGES: usize = 500;

/// Counts open conflicts a part at a time. Once all were counted, only records that were changed
/// since are looked at.
#[derive(Clone, Debug, Default)]
pub struct ConflictCounter {
    /// How many each record has that has any.
    open: BTreeMap<Uuid, usize>,
    /// The last record of those that were in the ledger at the beginning; none once all are counted.
    after: Option<String>,
    /// The changes of each site that are known.
    known: BTreeMap<String, i64>,
    /// Records that were changed since.
    changed: BTreeSet<Uuid>,
    /// The state of the ledger that is looked at; none before the first.
    mark: Option<(i64, u64)>,
    is_over: bool,
}

impl ConflictCounter {
    /// Returns whether everything is counted, as far as it was asked for.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Counts no more until something is changed.
    pub const fn give_up(&mut self) {
        self.is_over = true;
    }

    /// Returns how many conflicts are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.values().sum()
    }
}

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

    /// Begins to count anew what was changed since it was counted last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_to_count(&self, counter: &mut ConflictCounter) -> Result<()> {
        let mark = self.change_mark()?;
        if counter.mark == Some(mark) {
            return Ok(());
        }
        if counter.mark.is_none() {
            let heads = site::heads(&self.db)?.into_iter();
            counter.known = heads.map(|head| (head.site, head.seq)).collect();
            counter.after = Some(String::new());
        }
        counter.mark = Some(mark);
        counter.is_over = false;
        Ok(())
    }

    /// Counts on.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_on(&self, counter: &mut ConflictCounter) -> Result<()> {
        if let Some(after) = &counter.after {
            let records = merged_records_after(&self.db, after, PART)?;
            counter.after = records.last().map(Uuid::to_string);
            return self.count_open(counter, records);
        }
        if counter.changed.is_empty() {
            let mut is_over = true;
            for head in site::heads(&self.db)? {
                let known = counter.known.entry(head.site.clone()).or_default();
                let next = (head.site.as_str(), *known);
                let found = changed_records_after(&self.db, next, PART_OF_CHANGES)?;
                if let Some((records, last)) = found {
                    *known = last;
                    counter.changed.extend(records);
                    is_over = false;
                    break;
                }
            }
            counter.is_over = is_over;
            return Ok(());
        }
        let records: Vec<Uuid> = counter.changed.iter().take(PART).copied().collect();
        counter.changed.retain(|record| !records.contains(record));
        self.count_open(counter, records)
    }

    fn count_open(&self, counter: &mut ConflictCounter, records: Vec<Uuid>) -> Result<()> {
        for record in records {
            match open(&trail::changes_of(&self.db, record)?).len() {
                0 => counter.open.remove(&record),
                count => counter.open.insert(record, count),
            };
        }
        Ok(())
    }
}
