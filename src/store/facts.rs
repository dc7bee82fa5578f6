//! What there is to know about a ledger file without judging anything.

use rusqlite::{OptionalExtension, Row};

use super::error::Result;
use super::{Store, migrate};

/// The SQLite that reads ledgers.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Facts about an open ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The version of its schema.
    pub schema: i64,
    /// How `SQLite` keeps its journal.
    pub journal: String,
    /// How many changes its trail has.
    pub changes: usize,
}

/// What was handed on last, or taken in last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// When, in UTC.
    pub at: String,
    /// By whom.
    pub author: String,
    /// The SHA-256 of the file.
    pub file: String,
}

impl Store {
    /// The last exchange file that was made here, and how many changes of this file came after it; `None` where none was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_handed_on(&self) -> Result<Option<(Exchanged, i64)>> {
        let mut query = self.db.prepare(
            "SELECT at, author, file, (SELECT count(*) FROM change WHERE change.site = exchanged.site AND seq > last)
             FROM exchanged WHERE site = (SELECT site FROM ledger) ORDER BY last DESC, rowid DESC LIMIT 1",
        )?;
        Ok(query.query_row([], |row| Ok((exchanged(row)?, row.get(3)?))).optional()?)
    }

    /// The last file that something was taken in of; `None` where none was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_merged(&self) -> Result<Option<Exchanged>> {
        let mut query = self.db.prepare("SELECT at, author, file FROM merged ORDER BY rowid DESC LIMIT 1")?;
        Ok(query.query_row([], exchanged).optional()?)
    }

    /// Facts about the open ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn facts(&self) -> Result<Facts> {
        let changes: i64 = self.db.query_row("SELECT count(*) FROM change", [], |row| row.get(0))?;
        Ok(Facts {
            schema: migrate::version_of(&self.db)?,
            journal: self.db.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
            changes: usize::try_from(changes).unwrap_or_default(),
        })
    }
}

fn exchanged(row: &Row) -> rusqlite::Result<Exchanged> {
    Ok(Exchanged { at: row.get(0)?, author: row.get(1)?, file: row.get(2)? })
}
