//! Confirmations that nothing has changed in a record.

use std::collections::BTreeSet;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{CONFIRMATIONS, text};
use super::cells::{text as text_of, uuid};
use super::chain::Chain;
use super::place_life::BELOW_SECOND;
use super::{finding, place, record, site, trail};
use crate::domain::record::Change;
use crate::domain::review::{Confirmation, SeenRecord, WaitingFacilities};
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

/// Returns the FROM and WHERE clauses that select the facilities that wait.
fn those_of(of: &WaitingFacilities) -> String {
    let rows = match (&of.only, &of.kind) {
        (Some(_), _) => {
            "json_each(?3) AS listed CROSS JOIN record ON record.id = listed.value".to_owned()
        }
        (None, Some(_)) => format!(
            "({BELOW_SECOND}) AS below CROSS JOIN record INDEXED BY record_kind_place
                 ON record.kind = ?3 AND record.place = below.code"
        ),
        (None, None) => format!(
            "({BELOW_SECOND}) AS below CROSS JOIN record INDEXED BY record_seen
                 ON record.place = below.code"
        ),
    };
    format!(
        "FROM {rows} WHERE record.period IS NULL AND record.seen_at < ?1 AND ?2 IS ?2 AND ?3 IS ?3"
    )
}

/// Returns the parameters of [`those_of`].
fn asked(of: &WaitingFacilities) -> [Option<String>; 3] {
    let only = of.only.as_ref().map(|ids| {
        let ids: Json = ids.iter().map(Uuid::to_string).collect();
        ids.to_string()
    });
    [
        Some(of.since.clone()),
        Some(of.place.clone()),
        only.or_else(|| of.kind.clone()),
    ]
}

/// Returns how many facilities wait.
pub(crate) fn count_waiting(db: &Connection, of: &WaitingFacilities) -> Result<usize> {
    let mut query = db.prepare_cached(&format!("SELECT count(*) {}", those_of(of)))?;
    let count: i64 = query.query_row(asked(of), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the facilities that wait, each with its version and the code of its place, place by place.
pub(crate) fn waiting(
    db: &Connection,
    of: &WaitingFacilities,
) -> Result<Vec<(SeenRecord, String)>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT record.id, record.version, record.place {} ORDER BY record.place, record.kind, record.id",
        those_of(of)
    ))?;
    let rows = query.query_and_then(asked(of), |row| {
        let record = uuid(&row.get::<_, String>(0)?)?;
        let version = record::heads(&row.get::<_, String>(1)?)?;
        Ok((SeenRecord { record, version }, row.get(2)?))
    })?;
    rows.collect()
}

/// Returns the facilities that waited, and that somebody saved since somebody was asked about them.
pub(crate) fn saved_since(db: &Connection, of: &WaitingFacilities) -> Result<BTreeSet<Uuid>> {
    let mut saved = db.prepare_cached(
        "SELECT DISTINCT record FROM change WHERE site = ?1 AND seq > ?2 AND subject = 'facility'",
    )?;
    let mut found = BTreeSet::new();
    for head in site::heads(db)? {
        let known = of.known.get(&head.site).copied().unwrap_or_default();
        let mut rows = saved.query(params![head.site, known])?;
        while let Some(row) = rows.next()? {
            let id = uuid(text_of(row, 0)?)?;
            if waited(db, of, id)? {
                found.insert(id);
            }
        }
    }
    Ok(found)
}

/// Returns whether a facility waited when somebody was asked.
fn waited(db: &Connection, of: &WaitingFacilities, id: Uuid) -> Result<bool> {
    let Some(record) = record::record(db, id)? else {
        return Ok(false);
    };
    let is_listed = of.only.as_ref().is_none_or(|ids| ids.contains(&id));
    let is_of_kind = of.kind.as_ref().is_none_or(|kind| *kind == record.kind);
    let places = std::slice::from_ref(&of.place);
    if !is_listed || !is_of_kind || !place::is_within(db, &record.place, Some(places))? {
        return Ok(false);
    }
    let known: Vec<Change> = trail::changes_of(db, id)?
        .into_iter()
        .filter(|change| of.knew(&change.id))
        .collect();
    let confirmed = of_record(db, id)?;
    Ok(!known.is_empty()
        && known.iter().all(|change| change.at < of.since)
        && confirmed
            .iter()
            .all(|confirmation| confirmation.at < of.since))
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
