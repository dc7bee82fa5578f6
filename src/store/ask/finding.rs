//! Facilities to find by name: read through an index and never more than asked for, because a
//! ledger may have a million of them and their names have no index.

use rusqlite::Params;
use uuid::Uuid;

use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::{text, uuid};
use crate::store::rows::place_life::BELOW_THESE;

/// What a facility is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFacility {
    /// Which.
    pub id: Uuid,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its facility code; empty where it has none.
    pub code: String,
}

const COLUMNS: &str = "record.id, record.kind, record.place, coalesce(record.name, ''), coalesce(record.facility_code, '')";

impl Store {
    /// Returns facilities of some places and everything below them, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities_within(&self, places: &[String], most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM ({BELOW_THESE}) AS below
                 CROSS JOIN record INDEXED BY record_seen ON record.place = below.code
             WHERE record.period IS NULL LIMIT ?2"
        );
        let places = serde_json::Value::from(places.to_vec()).to_string();
        self.named_facilities(&sql, (places, limit(most)))
    }

    /// Returns facilities of the whole ledger by place, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first_facilities(&self, most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record INDEXED BY record_seen
             WHERE record.period IS NULL ORDER BY record.place LIMIT ?1"
        );
        self.named_facilities(&sql, [limit(most)])
    }

    /// Returns the facilities whose code begins with a text, `most` at most.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities_by_code(&self, beginning: &str, most: usize) -> Result<Vec<NamedFacility>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM record INDEXED BY record_code
             WHERE facility_code >= ?1 AND facility_code < ?1 || char(1114111) AND record.period IS NULL LIMIT ?2"
        );
        self.named_facilities(&sql, (beginning, limit(most)))
    }

    fn named_facilities(&self, sql: &str, bound: impl Params) -> Result<Vec<NamedFacility>> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query(bound)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(NamedFacility {
                id: uuid(text(row, 0)?)?,
                kind: row.get(1)?,
                place: row.get(2)?,
                name: row.get(3)?,
                code: row.get(4)?,
            });
        }
        Ok(found)
    }
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
