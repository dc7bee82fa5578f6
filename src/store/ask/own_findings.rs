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
            "SELECT raised.id, record.id, record.kind, record.place
             FROM finding AS raised INDEXED BY finding_author JOIN record ON record.id = raised.record
             WHERE raised.author = ?1 AND raised.act = 'return' AND 'close' <> (
                 SELECT last.act FROM finding AS last WHERE last.thread = raised.id ORDER BY last.id DESC LIMIT 1)",
        )?;
        let text = |row: &Row, at: usize| row.get::<_, String>(at);
        let mut found = Vec::new();
        for author in self.authors_of_findings()? {
            if !is_one_person(&author, inspector) {
                continue;
            }
            let mut rows = query.query([author])?;
            while let Some(row) = rows.next()? {
                let record = cells::uuid(&text(row, 1)?)?;
                found.push(OwnFinding {
                    record,
                    kind: text(row, 2)?,
                    place: text(row, 3)?,
                    thread: finding::thread(&self.db, record, cells::uuid(&text(row, 0)?)?)?,
                });
            }
        }
        found.sort_by_key(|own| (own.thread.state != ThreadState::Answered, own.thread.id));
        Ok(found)
    }

    /// Returns everybody who said something in a review, each name from one place of the index to
    /// the next.
    fn authors_of_findings(&self) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(
            "WITH RECURSIVE said (author) AS (
                 SELECT min(author) FROM finding
                 UNION ALL SELECT (SELECT min(author) FROM finding WHERE finding.author > said.author)
                     FROM said WHERE said.author IS NOT NULL)
             SELECT author FROM said WHERE author IS NOT NULL",
        )?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
