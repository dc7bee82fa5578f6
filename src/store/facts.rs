//! What there is to know about a ledger file without judging anything.

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
    /// How many saves of records its trail has.
    pub changes: usize,
}

impl Store {
    /// Facts about the open ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn facts(&self) -> Result<Facts> {
        let changes: i64 =
            self.db.query_row("SELECT count(*) FROM change WHERE subject IN ('facility', 'exception')", [], |row| {
                row.get(0)
            })?;
        Ok(Facts {
            schema: migrate::version_of(&self.db)?,
            journal: self.db.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
            changes: usize::try_from(changes).unwrap_or_default(),
        })
    }
}
