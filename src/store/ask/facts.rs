//! What there is to know about a ledger file without judging anything.

use rusqlite::OptionalExtension as _;

use crate::domain::record::{ChangeId, Receipt};
use crate::store::error::Result;
use crate::store::file::schema;
use crate::store::ledger::Store;
use crate::store::rows::{manifest, site, subject};

/// Returns the SQLite that reads ledgers.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Facts about an open ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFacts {
    /// The version of its schema.
    pub schema: i64,
    /// How `SQLite` keeps its journal.
    pub journal: String,
    /// How many saves of records its trail has.
    pub changes: usize,
}

/// Where the trail of a ledger stands: what a page is signed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailMark {
    /// The change that the file took in last; none in a new ledger.
    pub last: Option<ChangeId>,
    /// The receipt that a snapshot made now would have.
    pub receipt: Receipt,
}

impl Store {
    /// Returns where the trail stands. Only the last change of each site is read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn trail_mark(&self) -> Result<TrailMark> {
        let mut query = self
            .db
            .prepare_cached("SELECT site, seq FROM change ORDER BY rowid DESC LIMIT 1")?;
        let last = query
            .query_row([], |row| {
                Ok(ChangeId {
                    site: row.get(0)?,
                    seq: row.get(1)?,
                })
            })
            .optional()?;
        Ok(TrailMark {
            last,
            receipt: Receipt::of(&manifest::ledger(&self.db)?, &site::heads(&self.db)?),
        })
    }

    /// Returns facts about the open ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn facts(&self) -> Result<LedgerFacts> {
        let changes: i64 = self.db.query_row(
            &format!("SELECT count(*) FROM change WHERE {}", subject::is_save()),
            [],
            |row| row.get(0),
        )?;
        Ok(LedgerFacts {
            schema: schema::version_of(&self.db)?,
            journal: self
                .db
                .pragma_query_value(None, "journal_mode", |row| row.get(0))?,
            changes: usize::try_from(changes).unwrap_or_default(),
        })
    }
}
