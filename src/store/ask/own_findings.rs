//! The findings of one inspector that are not closed.

use rusqlite::Row;
use uuid::Uuid;

use crate::domain::review::double_entry::is_one_person;
use crate::domain::review::{Thread, ThreadState};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::{cells, finding};

/// A finding that is not closed, with its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFinding {
    /// The record.
    pub record: Uuid,
    /// The code of the record's kind.
    pub kind: String,
    /// The code of the record's place.
    pub place: String,
    /// What was said.
    pub thread: Thread,
}

impl Store {
    /// Returns the findings that an inspector raised and that are not closed: those that were
    /// answered first, for it is the inspector's turn; of each the oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn own_findings(&self, inspector: &str) -> Result<Vec<OwnFinding>> {
        let mut query = self.db.prepare_cached(
            "SELECT raised.id, raised.author, record.id, record.kind, record.place
             FROM finding AS raised JOIN record ON record.id = raised.record
             WHERE raised.act = 'return' AND 'close' <> (SELECT last.act FROM finding AS last
                 WHERE last.thread = raised.id ORDER BY last.id DESC LIMIT 1)
             ORDER BY raised.id",
        )?;
        let text = |row: &Row, at: usize| row.get::<_, String>(at);
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if !is_one_person(&text(row, 1)?, inspector) {
                continue;
            }
            let record = cells::uuid(&text(row, 2)?)?;
            found.push(OwnFinding {
                record,
                kind: text(row, 3)?,
                place: text(row, 4)?,
                thread: finding::thread(&self.db, record, cells::uuid(&text(row, 0)?)?)?,
            });
        }
        found.sort_by_key(|own| own.thread.state != ThreadState::Answered);
        Ok(found)
    }
}
