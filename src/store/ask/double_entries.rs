//! Reads records and what a second person keyed again of them.

use rusqlite::Row;
use uuid::Uuid;

use crate::domain::review::SecondEntry;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::double_entry::{COLUMNS, Entered, SecondEntries, done_in, from_row};
use crate::store::rows::{record, trail};

impl Store {
    /// Returns a record with its changes and second entries; `None` when there is none, or it was
    /// deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn entered(&self, id: Uuid) -> Result<Option<Entered>> {
        let Some(record) = self.record(id)? else {
            return Ok(None);
        };
        Ok(Some(Entered {
            record,
            changes: trail::changes_of(&self.db, id)?,
            done: self.second_entries(id)?,
        }))
    }

    /// Returns the records of a kind that this session may change, by place, name and id. All are
    /// read, so a large ledger is asked town by town.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn entered_of_kind(&self, kind: &str) -> Result<Vec<Entered>> {
        // One snapshot: the changes of a save in between would belong to no record that was read.
        let _snapshot = self.db.unchecked_transaction()?;
        let mut found = Vec::new();
        for place in record::places_of_kind(&self.db, kind)? {
            if !self.may_write(&place)? {
                continue;
            }
            let mut changes = trail::changes_in(&self.db, kind, &place)?;
            let mut done = done_in(&self.db, kind, &place)?;
            for record in record::records_in(&self.db, kind, &place)? {
                let changes = changes.remove(&record.id).unwrap_or_default();
                let done = done.remove(&record.id).unwrap_or_default();
                found.push(Entered {
                    record,
                    changes,
                    done,
                });
            }
        }
        Ok(found)
    }

    /// Returns what was keyed again of a record, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn second_entries(&self, record: Uuid) -> Result<Vec<SecondEntry>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM double_entry WHERE record = ?1 ORDER BY at, id"
        ))?;
        let rows = query.query_and_then([record.to_string()], |row| Ok(from_row(row)?.1))?;
        rows.collect()
    }

    /// Returns what a person keyed again since a time, in UTC as in the trail.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn second_entries_since(&self, verifier: &str, since: &str) -> Result<SecondEntries> {
        let mut query = self.db.prepare_cached(
            "SELECT count(DISTINCT record), count(*), coalesce(sum(outcome = 'first_wrong'), 0),
                 coalesce(sum(outcome = 'second_wrong'), 0)
             FROM double_entry WHERE verifier = ?1 AND at >= ?2",
        )?;
        let count = |row: &Row, at: usize| -> rusqlite::Result<usize> {
            Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
        };
        Ok(query.query_row([verifier, since], |row| {
            let records = count(row, 0)?;
            let fields = count(row, 1)?;
            Ok(SecondEntries {
                records,
                fields,
                first_wrong: count(row, 2)?,
                second_wrong: count(row, 3)?,
            })
        })?)
    }
}
