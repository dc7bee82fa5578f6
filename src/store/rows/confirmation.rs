//! Confirmations that nothing has changed in a record.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{CONFIRMATIONS, text};
use super::cells::uuid;
use super::chain::Chain;
use super::place_life::BELOW_SECOND;
use super::{finding, record, site};
use crate::domain::record::Change;
use crate::domain::review::{Confirmation, SeenRecord};
use crate::store::clock::{self, is_timestamp};
use crate::store::error::Result;

/// Adds a confirmation of a record, whose version is the heads of its changes.
pub(crate) fn write(
    chain: &mut Chain,
    author: &str,
    (record, version): (Uuid, &str),
    as_of: &str,
) -> Result<()> {
    let row = vec![
        text(&clock::new_id().to_string()),
        text(&record.to_string()),
        text(as_of),
        text(version),
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    CONFIRMATIONS.write(chain, author, &row)?;
    record::see(chain.db(), record)
}

/// Notes in the row of its record a confirmation that was taken in from another file.
pub(crate) fn take_in(db: &Connection, change: &Change) -> Result<()> {
    match change.patch.get("record").and_then(Json::as_str) {
        Some(record) => record::see(db, uuid(record)?),
        None => Ok(()),
    }
}

/// Returns the facilities of a place and those below it that nobody saved or confirmed since a
/// time, each with its version.
pub(crate) fn unconfirmed(db: &Connection, place: &str, since: &str) -> Result<Vec<SeenRecord>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT id, version FROM record
         WHERE period IS NULL AND seen_at < ?1 AND place IN ({BELOW_SECOND}) ORDER BY place, kind, id"
    ))?;
    let rows = query.query_and_then(params![since, place], |row| {
        Ok(SeenRecord {
            record: uuid(&row.get::<_, String>(0)?)?,
            version: record::heads(&row.get::<_, String>(1)?)?,
        })
    })?;
    rows.collect()
}

/// Returns how many there are.
pub(crate) fn count_unconfirmed(db: &Connection, place: &str, since: &str) -> Result<usize> {
    let mut query = db.prepare_cached(&format!(
        "SELECT count(*) FROM record
         WHERE period IS NULL AND seen_at < ?1 AND place IN ({BELOW_SECOND})"
    ))?;
    let count: i64 = query.query_row(params![since, place], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the confirmations of a record, oldest first.
pub(crate) fn of_record(db: &Connection, id: Uuid) -> Result<Vec<Confirmation>> {
    let mut query = db.prepare_cached(
        "SELECT as_of, version, author, at FROM confirmation WHERE record = ?1 ORDER BY at, id",
    )?;
    let rows = query.query_and_then([id.to_string()], |row| {
        Ok(Confirmation {
            as_of: row.get(0)?,
            version: record::heads(&row.get::<_, String>(1)?)?,
            author: row.get(2)?,
            at: row.get(3)?,
        })
    })?;
    rows.collect()
}

/// Returns the records that were confirmed at a time or later.
pub(crate) fn confirmed_since(db: &Connection, time: &str) -> Result<Vec<String>> {
    let mut query = db.prepare("SELECT DISTINCT record FROM confirmation WHERE at >= ?1")?;
    let rows = query.query_map([time], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the ids of confirmations that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare("SELECT id, record, as_of, version, at, site FROM confirmation")?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let is_whole = uuid(&text(0)?).is_ok_and(finding::is_act)
            && uuid(&text(1)?).is_ok()
            && text(2)?.parse::<chrono::NaiveDate>().is_ok()
            && record::heads(&text(3)?).is_ok()
            && is_timestamp(&text(4)?)
            && site::is_name(&text(5)?);
        if !is_whole {
            found.push(text(0)?);
        }
    }
    Ok(found)
}
