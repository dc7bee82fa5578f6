//! Facilities and sheets: rows of the one table and records of the domain.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use rusqlite::{Connection, Row, ToSql, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::{text, uuid};
use super::place_life::BELOW_SECOND;
use super::review_state::state_of;
use crate::domain::policy::pack::shared_fields;
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record, Subject};
use crate::domain::text::likeness::{name_back, name_key};
use crate::store::error::{Result, StoreError, damaged};

/// The shared fields: columns of the table, in the order of the shared form.
pub(super) static SHARED: LazyLock<Vec<String>> = LazyLock::new(|| {
    shared_fields()
        .iter()
        .map(|field| field.code.clone())
        .collect()
});

/// The fields that have a column.
static COLUMNS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let first = [shared::KIND, shared::PLACE, shared::PERIOD];
    let shared = SHARED.iter().map(String::as_str);
    first.into_iter().chain(shared).collect()
});

/// The statement that adds a row.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let columns = SHARED.join(", ");
    let others: Vec<String> = (1..SHARED.len() + 10).map(|at| format!("?{at}")).collect();
    let others = others.join(", ");
    format!(
        "INSERT INTO record (id, kind, place, period, attributes, version, complete, name_key, name_back, {columns}, seen_at, state)
         VALUES ({others}, {SEEN_AT}, {})",
        state_of("?1", "?7", "?6")
    )
});

/// When record `?1` was last saved or confirmed.
const SEEN_AT: &str = "max(coalesce((SELECT max(at) FROM change WHERE record = ?1), ''),
    coalesce((SELECT max(at) FROM confirmation WHERE record = ?1), ''))";

/// A record found by what a person typed, with the names that tell it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRecord {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
}

/// Returns whether a row can hold the fields of a record: every column is a text.
pub(crate) fn fits(fields: &BTreeMap<String, Json>) -> bool {
    SHARED
        .iter()
        .map(String::as_str)
        .chain([shared::KIND, shared::PLACE, shared::PERIOD])
        .all(|code| fields.get(code).is_none_or(Json::is_string))
}

/// The columns of [`select`] before the shared fields.
const AHEAD: usize = 6;

pub(super) fn select(rest: &str) -> String {
    format!(
        "SELECT id, kind, place, attributes, version, period, {} FROM record {rest}",
        SHARED.join(", ")
    )
}

pub(super) fn from_row(row: &Row) -> Result<Record> {
    let mut fields = attributes(text(row, 3)?)?;
    let period = row.get::<_, Option<String>>(5)?;
    let subject = if period.is_some() {
        Subject::Sheet
    } else {
        Subject::Facility
    };
    fields.extend(period.map(|period| (shared::PERIOD.to_owned(), period.into())));
    for (at, code) in SHARED.iter().enumerate() {
        if let Some(value) = row.get::<_, Option<String>>(AHEAD + at)? {
            fields.insert(code.clone(), value.into());
        }
    }
    let kind = text(row, 1)?.to_owned();
    let place = text(row, 2)?.to_owned();
    Ok(Record {
        id: uuid(text(row, 0)?)?,
        subject,
        kind,
        place,
        fields,
        heads: heads(text(row, 4)?)?,
    })
}

pub(super) fn attributes(json: &str) -> Result<BTreeMap<String, Json>> {
    serde_json::from_str(json).map_err(StoreError::from)
}

pub(crate) fn heads(json: &str) -> Result<Vec<ChangeId>> {
    let ids: Vec<String> = serde_json::from_str(json)?;
    ids.iter()
        .map(|id| id.parse().map_err(|error: String| damaged(&error)))
        .collect()
}

pub(crate) fn record(db: &Connection, id: Uuid) -> Result<Option<Record>> {
    let mut query = db.prepare_cached(&select("WHERE id = ?1"))?;
    let mut rows = query.query([id.to_string()])?;
    rows.next()?.map(from_row).transpose()
}

/// Returns whether a record is a sheet.
pub(crate) fn is_sheet(db: &Connection, id: Uuid) -> Result<bool> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND period IS NOT NULL")?;
    Ok(query.exists([id.to_string()])?)
}

pub(crate) fn records_under(db: &Connection, kind: &str, place: &str) -> Result<Vec<Record>> {
    let mut query = db.prepare_cached(&select(&format!(
        "WHERE kind = ?1 AND place IN ({BELOW_SECOND}) ORDER BY place, name, period, id"
    )))?;
    let rows = query.query_and_then([kind, place], from_row)?;
    rows.collect()
}

/// Returns the places that have records of a kind.
pub(crate) fn places_of_kind(db: &Connection, kind: &str) -> Result<Vec<String>> {
    let mut query =
        db.prepare_cached("SELECT DISTINCT place FROM record WHERE kind = ?1 ORDER BY place")?;
    Ok(query
        .query_map([kind], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the records of a kind in a place and not below it, by name and id.
pub(crate) fn records_in(db: &Connection, kind: &str, place: &str) -> Result<Vec<Record>> {
    let mut query = db.prepare_cached(&select(
        "WHERE kind = ?1 AND place = ?2 ORDER BY name, period, id",
    ))?;
    let rows = query.query_and_then([kind, place], from_row)?;
    rows.collect()
}

/// Returns the query of every row that meets a condition, by id; [`kept_row`] reads what it gives.
pub(crate) fn every_row(condition: &str) -> String {
    let columns = SHARED.join(", ");
    format!(
        "SELECT id, kind, place, attributes, version, period, {columns}, complete FROM record
         WHERE {condition} ORDER BY id"
    )
}

/// Reads a row of [`every_row`]: the record, and whether it is kept as complete.
pub(crate) fn kept_row(row: &Row) -> Result<(Record, bool)> {
    Ok((from_row(row)?, row.get(AHEAD + SHARED.len())?))
}

pub(crate) fn each_of_kind<E: From<StoreError>>(
    db: &Connection,
    kind: &str,
    mut visit: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let mut query = db
        .prepare(&select("WHERE kind = ?1 ORDER BY place, name, period, id"))
        .map_err(StoreError::from)?;
    let mut rows = query.query([kind]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(from_row(row)?)?;
    }
    Ok(())
}

/// Calls `visit` with every record of a kind, whether it is kept as complete, and when it was last
/// saved.
pub(crate) fn each_completeness(
    db: &Connection,
    kind: &str,
    mut visit: impl FnMut(Record, bool, &str) -> Result<()>,
) -> Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT id, kind, place, attributes, version, period, {}, complete, (
             SELECT max(at) FROM change WHERE record = record.id AND site || ':' || seq IN (
                 SELECT value FROM json_each(record.version)))
         FROM record WHERE kind = ?1",
        SHARED.join(", ")
    ))?;
    let mut rows = query.query([kind]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let complete = AHEAD + SHARED.len();
        let saved_at = complete + 1;
        let saved_at: Option<String> = row.get(saved_at)?;
        visit(
            from_row(row)?,
            row.get(complete)?,
            &saved_at.unwrap_or_default(),
        )?;
    }
    Ok(())
}

/// Returns those of the fields of a record that have no column, as its row keeps them.
pub(super) fn attributes_of(fields: &BTreeMap<String, Json>) -> Result<String> {
    let has_none = |(code, _): &(&String, &Json)| !COLUMNS.contains(code.as_str());
    let own: BTreeMap<&String, &Json> = fields.iter().filter(has_none).collect();
    Ok(serde_json::to_string(&own)?)
}

/// Adds the row of a record that has none.
pub(crate) fn insert_row(
    db: &Connection,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    (version, complete): (&str, bool),
) -> Result<()> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let shared: Vec<Option<&str>> = SHARED.iter().map(|code| text(code)).collect();
    let own = attributes_of(fields)?;
    let id = id.to_string();
    let kind = text(shared::KIND);
    let place = text(shared::PLACE);
    let period = text(shared::PERIOD);
    let name = text(shared::NAME).unwrap_or_default();
    let (key, back) = (name_key(name), name_back(name));
    let first: [&dyn ToSql; 9] = [
        &id, &kind, &place, &period, &own, &version, &complete, &key, &back,
    ];
    let values = first
        .into_iter()
        .chain(shared.iter().map(|text| text as &dyn ToSql));
    db.prepare_cached(&INSERT)?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Writes again when some records were last saved or confirmed.
pub(crate) fn see_again(db: &Connection, ids: &[String]) -> Result<()> {
    let mut update = db.prepare_cached(&format!(
        "UPDATE record SET seen_at = {SEEN_AT} WHERE id = ?1"
    ))?;
    for id in ids {
        update.execute([id])?;
    }
    Ok(())
}

/// Notes that a record was confirmed.
pub(crate) fn see(db: &Connection, id: Uuid) -> Result<()> {
    let mut update = db.prepare_cached(&format!(
        "UPDATE record SET seen_at = {SEEN_AT} WHERE id = ?1"
    ))?;
    update.execute([id.to_string()])?;
    Ok(())
}

/// Returns whether every record is kept with the time at which it was last saved or confirmed.
pub(crate) fn are_seen(db: &Connection) -> Result<bool> {
    let seen_at = SEEN_AT.replace("?1", "record.id");
    let differing = format!("SELECT EXISTS (SELECT 1 FROM record WHERE seen_at <> {seen_at})");
    let differs: bool = db.query_row(&differing, [], |row| row.get(0))?;
    Ok(!differs)
}
