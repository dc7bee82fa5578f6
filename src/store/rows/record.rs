//! Facilities and sheets: rows of the one table and records of the domain.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, ToSql, params, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::{text, uuid};
use super::place_life::{self, BELOW_SECOND};
use super::review_state::state_of;
use crate::domain::policy::pack::shared_fields;
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record, Subject};
use crate::domain::text::likeness::{name_back, name_key};
use crate::store::error::{Result, StoreError, damaged};

/// The fields that have a column of their own, because queries ask for them without their record.
const COLUMNS: [&str; 8] = [
    shared::NAME,
    shared::STATUS,
    shared::OPERATOR_UNIT,
    shared::FACILITY_CODE,
    shared::DATA_AS_OF,
    shared::LON,
    shared::LAT,
    shared::CRS,
];

/// What the one head of a row of `record` says, as JSON.
const HEAD_PATCH: &str = "(SELECT patch FROM change
    WHERE change.record = record.id AND '[\"' || change.site || ':' || change.seq || '\"]' = record.version)";

/// All fields of a row of `record`, as JSON. Where its one head says them all, the row has none of
/// its own.
pub(crate) static FIELDS: LazyLock<String> =
    LazyLock::new(|| format!("coalesce(record.fields, {HEAD_PATCH})"));

/// Returns the condition that a record has neither a word nor a file of evidence, given its id as SQL.
pub(crate) fn is_without_evidence(id: &str) -> String {
    let fields = &*FIELDS;
    format!(
        "EXISTS (SELECT 1 FROM record WHERE record.id = {id} AND coalesce({fields} ->> '$.{}', '') = ''
             AND {fields} -> '$.{}' IS NULL)",
        shared::EVIDENCE,
        shared::EVIDENCE_FILES
    )
}

/// The columns of the cells of a row, in the order of [`cells`].
pub(super) static CELLS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let ahead = [shared::KIND, shared::PLACE, "name_key", "name_back"];
    ahead.into_iter().chain(COLUMNS).collect()
});

/// Returns the cells of a row that follow from the fields of its record and from nothing else.
pub(crate) fn cells(fields: &BTreeMap<String, Json>) -> Vec<Option<String>> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let name = text(shared::NAME).unwrap_or_default();
    let cell = |column: &&str| match *column {
        "name_key" => Some(name_key(name)),
        "name_back" => Some(name_back(name)),
        code => text(code).map(str::to_owned),
    };
    CELLS.iter().map(cell).collect()
}

/// The statement that adds a row: id, period, version, completeness, fields, and the cells.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let values = (6..6 + CELLS.len()).map(|at| format!("?{at}"));
    format!(
        "INSERT INTO record (id, period, version, complete, fields, {}, seen_at, state)
         VALUES (?1, ?2, ?3, ?4, nullif(?5, {}), {}, {SEEN_AT}, {})",
        CELLS.join(", "),
        HEAD_PATCH
            .replace("record.id", "?1")
            .replace("record.version", "?3"),
        values.collect::<Vec<_>>().join(", "),
        state_of("?1", "?4", "?3")
    )
});

/// When record `?1` was last saved or confirmed.
const SEEN_AT: &str = "max(coalesce((SELECT max(at) FROM change WHERE record = ?1), ''),
    coalesce((SELECT max(at) FROM confirmation WHERE record = ?1), ''))";

/// A record as its row has it.
pub(crate) struct KeptRow {
    /// The record.
    pub(crate) record: Record,
    /// Whether it is kept as complete; never where nobody reviews it.
    pub(crate) complete: bool,
    /// Whether its fields are there and the columns beside them say the same.
    pub(crate) agrees: bool,
}

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

/// Returns whether the ledger can hold the fields of a record: those that every kind has are texts.
pub(crate) fn fits(fields: &BTreeMap<String, Json>) -> bool {
    shared_fields()
        .iter()
        .map(|field| field.code.as_str())
        .chain([shared::KIND, shared::PLACE, shared::PERIOD])
        .all(|code| fields.get(code).is_none_or(Json::is_string))
}

/// Returns the query of records; [`from_row`] reads what it gives.
pub(super) fn select(rest: &str) -> String {
    format!(
        "SELECT id, kind, place, {}, version, period FROM record {rest}",
        *FIELDS
    )
}

pub(super) fn from_row(row: &Row) -> Result<Record> {
    of_row(row, fields_of(text(row, 3)?)?)
}

/// Returns the record of a row that begins with the columns of [`select`], given its fields.
fn of_row(row: &Row, mut fields: BTreeMap<String, Json>) -> Result<Record> {
    fields.remove(shared::KIND);
    fields.remove(shared::PLACE);
    let is_sheet = !matches!(row.get_ref(5)?, ValueRef::Null);
    Ok(Record {
        id: uuid(text(row, 0)?)?,
        subject: if is_sheet {
            Subject::Sheet
        } else {
            Subject::Facility
        },
        kind: text(row, 1)?.to_owned(),
        place: text(row, 2)?.to_owned(),
        fields,
        heads: heads(text(row, 4)?)?,
    })
}

/// Reads what [`FIELDS`] gives.
pub(super) fn fields_of(json: &str) -> Result<BTreeMap<String, Json>> {
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
    format!("{} ORDER BY id", rows(condition))
}

/// Returns the query of [`every_row`] in any order. Rows that an index other than that of the ids
/// leads to are all held in memory to be put in order.
pub(crate) fn rows(condition: &str) -> String {
    format!(
        "SELECT id, kind, place, {}, version, period, complete, {} FROM record
         WHERE {condition}",
        *FIELDS,
        COLUMNS.join(", ")
    )
}

/// Reads a row of [`every_row`].
pub(crate) fn kept_row(row: &Row) -> Result<KeptRow> {
    let fields: Option<String> = row.get(3)?;
    let fields = fields.map(|fields| fields_of(&fields)).transpose()?;
    let agrees = match &fields {
        Some(fields) => columns_agree(row, fields)?,
        None => false,
    };
    Ok(KeptRow {
        record: of_row(row, fields.unwrap_or_default())?,
        complete: row.get(6)?,
        agrees,
    })
}

/// Returns whether the columns of a row of [`every_row`] say what its fields say.
fn columns_agree(row: &Row, fields: &BTreeMap<String, Json>) -> Result<bool> {
    let ahead = [(shared::KIND, 1), (shared::PLACE, 2), (shared::PERIOD, 5)];
    for (code, at) in ahead.into_iter().chain(COLUMNS.into_iter().zip(7..)) {
        let column: Option<String> = row.get(at)?;
        if column.map(Json::from).as_ref() != fields.get(code) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Calls `visit` with every record of a kind, by place, name and id, in all places or in some.
pub(crate) fn each_of_kind<E: From<StoreError>>(
    db: &Connection,
    kind: &str,
    within: Option<&HashSet<String>>,
    mut visit: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let (among, places) = place_life::among(within, 2);
    let sql = select(&format!(
        "WHERE kind = ?1 AND {among} ORDER BY place, name, period, id"
    ));
    let mut query = db.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = query
        .query(params![kind, places])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(from_row(row)?)?;
    }
    Ok(())
}

/// Returns how many records of a kind there are, in all places or in some.
pub(crate) fn count_of_kind(
    db: &Connection,
    kind: &str,
    within: Option<&HashSet<String>>,
) -> Result<usize> {
    let (among, places) = place_life::among(within, 2);
    let mut query = db.prepare_cached(&format!(
        "SELECT count(*) FROM record WHERE kind = ?1 AND {among}"
    ))?;
    let count: i64 = query.query_row(params![kind, places], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Calls `visit` with every record of a kind, whether it is kept as complete, and when it was last
/// saved.
pub(crate) fn each_completeness(
    db: &Connection,
    kind: &str,
    mut visit: impl FnMut(Record, bool, &str) -> Result<()>,
) -> Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT id, kind, place, {}, version, period, complete, (
             SELECT max(at) FROM change WHERE record = record.id AND site || ':' || seq IN (
                 SELECT value FROM json_each(record.version)))
         FROM record WHERE kind = ?1",
        *FIELDS
    ))?;
    let mut rows = query.query([kind]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let saved_at: Option<String> = row.get(7)?;
        visit(from_row(row)?, row.get(6)?, &saved_at.unwrap_or_default())?;
    }
    Ok(())
}

/// Adds the row of a record that has none. Fields that its one head says in just these letters are
/// not written again.
pub(crate) fn insert_row(
    db: &Connection,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    (version, complete): (&str, bool),
) -> Result<()> {
    let id = id.to_string();
    let period = fields.get(shared::PERIOD).and_then(Json::as_str);
    let all = serde_json::to_string(fields)?;
    let cells = cells(fields);
    let first: [&dyn ToSql; 5] = [&id, &period, &version, &complete, &all];
    let values = first
        .into_iter()
        .chain(cells.iter().map(|cell| cell as &dyn ToSql));
    db.prepare_cached(&INSERT)?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Takes the fields out of every row whose one head says them all, as [`insert_row`] leaves them
/// out: a migration wrote them in full.
pub(crate) fn shorten_rows(db: &Connection) -> Result<()> {
    let mut update = db.prepare("UPDATE record SET fields = ?2 WHERE rowid = ?1")?;
    let mut last = 0;
    loop {
        let mut query = db.prepare_cached(&format!(
            "SELECT rowid, fields, {HEAD_PATCH} FROM record WHERE rowid > ?1 ORDER BY rowid LIMIT 1000"
        ))?;
        let rows = query.query_and_then([last], |row| {
            let fields = fields_of(text(row, 1)?)?;
            let head: Option<String> = row.get(2)?;
            let fields = serde_json::to_string(&fields)?;
            let fields = (head.as_ref() != Some(&fields)).then_some(fields);
            Ok::<_, StoreError>((row.get::<_, i64>(0)?, fields))
        })?;
        let rows: Vec<(i64, Option<String>)> = rows.collect::<Result<_>>()?;
        let Some((end, _)) = rows.last() else {
            return Ok(());
        };
        last = *end;
        for row in rows {
            update.execute(row)?;
        }
    }
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
