//! What the ledger says of its own tables and views.

use crate::i18n::Text;
use crate::store::error::Result;
use crate::store::ledger::Store;

impl Store {
    /// Returns what each table and view holds, as the table `readme` says it, by their names.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn readme(&self) -> Result<Vec<(String, Text)>> {
        let mut query = self
            .db
            .prepare("SELECT name, zh, en FROM readme ORDER BY name")?;
        let rows = query.query_map([], |row| {
            Ok((
                row.get(0)?,
                Text {
                    zh: row.get(1)?,
                    en: row.get(2)?,
                },
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
