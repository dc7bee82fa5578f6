//! Facilities: rows of the table and records of the domain.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Row, Rows, Statement, ToSql, params, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::Store;
use super::error::{Result, StoreError, damaged};
use super::trail::{text, uuid};
use crate::domain::facility::{Facility, shared};
use crate::domain::field::Field;
use crate::domain::folding;
use crate::domain::pack::{Kind, shared_fields};
use crate::domain::trail::{ChangeId, Record};
use crate::domain::value::Value;
use crate::i18n::LedgerRefusal;

/// The shared fields: columns of the table, in the order of the shared form.
static SHARED: LazyLock<Vec<String>> = LazyLock::new(|| shared_fields().into_iter().map(|field| field.code).collect());

/// The statement that adds a row.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let (columns, others) = (SHARED.join(", "), "?, ".repeat(SHARED.len() + 5));
    format!("INSERT INTO facility (id, kind, place, attributes, version, complete, {columns}) VALUES ({others}?)")
});

/// That a facility is in the place `?2` or below it.
const UNDER: &str = "place IN (
    WITH RECURSIVE below (code) AS (
        SELECT ?2 UNION SELECT place.code FROM place JOIN below ON place.parent = below.code)
    SELECT code FROM below)";

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

/// A record as files of rows name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: Uuid,
    /// The code of its place.
    pub place: String,
    /// Its name; empty while nobody typed one.
    pub name: String,
    /// Its facility code.
    pub facility_code: String,
}

impl Store {
    /// The record of an id; `None` when there is none, or it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Record>> {
        record(&self.db, id)
    }

    /// The records of a kind in a place and everything below it, by place, name and id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn records(&self, kind: &str, place: &str) -> Result<Vec<Record>> {
        records_under(&self.db, kind, place)
    }

    /// The facilities of a kind in a place and everything below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities(&self, kind: &Kind, place: &str) -> Result<Vec<Facility>> {
        Ok(self.records(&kind.code, place)?.iter().map(|record| kind.decode(record)).collect())
    }

    /// How many records there are in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record_count(&self) -> Result<usize> {
        let count: i64 = self.db.query_row("SELECT count(*) FROM facility", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The record that a text names: its id or the beginning of one, its facility code, or its name.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find_record(&self, text: &str) -> Result<FoundRecord> {
        let text = folding::name(text);
        let prefix = folding::figure(&text).to_lowercase();
        let mut query = self.db.prepare_cached(
            "SELECT id, coalesce(name, ''), kind, place FROM facility
             WHERE name = ?1 OR facility_code = ?1 OR (length(?2) >= 8 AND id >= ?2 AND id < ?2 || 'g') LIMIT 100",
        )?;
        let row = |row: &Row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let mut found = query.query_map([&text, &prefix], row)?.collect::<rusqlite::Result<Vec<_>>>()?;
        if found.is_empty() {
            let deleted = self.deleted_records(&text, &prefix)?;
            found.extend(deleted.into_iter().map(|id| (id, String::new(), String::new(), String::new())));
        }
        match found.len() {
            0 => Err(LedgerRefusal::NoSuchRecord { id: text }.into()),
            1 => {
                let (id, name, kind, place) = found.remove(0);
                Ok(FoundRecord { id: uuid(&id)?, name, kind, place })
            }
            count => Err(LedgerRefusal::AmbiguousRecord { id: text, count }.into()),
        }
    }

    /// Deleted records that the trail still knows by an id or its beginning, a name or a facility code they had.
    fn deleted_records(&self, text: &str, prefix: &str) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(
            "SELECT DISTINCT record FROM change WHERE subject = 'facility'
             AND (patch ->> '$.name' = ?1 OR patch ->> '$.facility_code' = ?1
                 OR (length(?2) >= 8 AND record >= ?2 AND record < ?2 || 'g'))
             AND record NOT IN (SELECT id FROM facility) LIMIT 100",
        )?;
        Ok(query.query_map([text, prefix], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The records of a kind in a place with their names.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn names_in(&self, kind: &str, place: &str) -> Result<Vec<(Uuid, String)>> {
        names_in(&self.db, kind, place)
    }
}

/// The fields that are columns of their own.
pub(super) fn columns() -> impl Iterator<Item = &'static str> {
    SHARED.iter().map(String::as_str).chain([shared::KIND, shared::PLACE])
}

fn select(rest: &str) -> String {
    format!("SELECT id, kind, place, attributes, version, {} FROM facility {rest}", SHARED.join(", "))
}

fn from_row(row: &Row) -> Result<Record> {
    let mut fields = attributes(text(row, 3)?)?;
    for (at, code) in SHARED.iter().enumerate() {
        if let Some(value) = row.get::<_, Option<String>>(5 + at)? {
            fields.insert(code.clone(), value.into());
        }
    }
    let (kind, place) = (text(row, 1)?.to_owned(), text(row, 2)?.to_owned());
    Ok(Record { id: uuid(text(row, 0)?)?, kind, place, fields, heads: heads(text(row, 4)?)? })
}

fn attributes(json: &str) -> Result<BTreeMap<String, Json>> {
    serde_json::from_str(json).map_err(|error| damaged(&error.to_string()))
}

pub(super) fn heads(json: &str) -> Result<Vec<ChangeId>> {
    let ids: Vec<String> = serde_json::from_str(json).map_err(|error| damaged(&error.to_string()))?;
    ids.iter().map(|id| id.parse().map_err(|error: String| damaged(&error))).collect()
}

pub(super) fn record(db: &Connection, id: Uuid) -> Result<Option<Record>> {
    let mut query = db.prepare_cached(&select("WHERE id = ?1"))?;
    let mut rows = query.query([id.to_string()])?;
    rows.next()?.map(from_row).transpose()
}

/// See [`Store::names_in`].
pub(super) fn names_in(db: &Connection, kind: &str, place: &str) -> Result<Vec<(Uuid, String)>> {
    let mut query = db.prepare_cached("SELECT id, coalesce(name, '') FROM facility WHERE kind = ?1 AND place = ?2")?;
    let rows = query.query_map([kind, place], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    rows.map(|row| row.map_err(Into::into).and_then(|(id, name)| Ok((uuid(&id)?, name)))).collect()
}

/// Every record of a kind, by id.
pub(super) fn identities(db: &Connection, kind: &str, mut visit: impl FnMut(Identity)) -> Result<()> {
    let mut query = db.prepare(
        "SELECT id, place, coalesce(name, ''), coalesce(facility_code, '') FROM facility WHERE kind = ?1 ORDER BY id",
    )?;
    let mut rows = query.query([kind])?;
    while let Some(row) = rows.next()? {
        let id = uuid(&row.get::<_, String>(0)?)?;
        visit(Identity { id, place: row.get(1)?, name: row.get(2)?, facility_code: row.get(3)? });
    }
    Ok(())
}

pub(super) fn records_under(db: &Connection, kind: &str, place: &str) -> Result<Vec<Record>> {
    let mut query = db.prepare_cached(&select(&format!("WHERE kind = ?1 AND {UNDER} ORDER BY place, name, id")))?;
    let rows = query.query_and_then([kind, place], from_row)?;
    rows.collect()
}

/// Calls `visit` with every facility of a kind in a place and everything below it, in no order. It has the fields of these
/// codes and no others, for a place may have a million.
pub(super) fn each_under(
    db: &Connection,
    kind: &Kind,
    codes: &BTreeSet<&str>,
    place: &str,
    mut visit: impl FnMut(&Facility),
) -> Result<()> {
    let asked = kind.fields.iter().filter(|field| codes.contains(field.code.as_str()));
    let (shared, own): (Vec<&Field>, Vec<&Field>) = asked.partition(|field| field.shared);
    let columns = ["id", "place", "attributes"].into_iter().chain(shared.iter().map(|field| field.code.as_str()));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM facility WHERE kind = ?1 AND {UNDER}");
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query([&kind.code, place])?;
    while let Some(row) = rows.next()? {
        let values = values(row, &shared, &own)?;
        let (id, kind) = (uuid(text(row, 0)?)?, kind.code.clone());
        visit(&Facility { id, kind, place: text(row, 1)?.to_owned(), values });
    }
    Ok(())
}

/// The values of a row of attributes and then one column each of `shared`.
fn values(row: &Row, shared: &[&Field], own: &[&Field]) -> Result<BTreeMap<String, Value>> {
    let mut values = BTreeMap::new();
    let mut take = |field: &Field, json: &Json| {
        values.extend(field.decode(json).map(|value| (field.code.clone(), value)));
    };
    for (at, field) in shared.iter().enumerate() {
        if let Some(text) = row.get::<_, Option<String>>(3 + at)? {
            take(field, &text.into());
        }
    }
    if !own.is_empty() {
        let attributes = attributes(text(row, 2)?)?;
        let given = own.iter().filter_map(|field| Some((field, attributes.get(&field.code)?)));
        given.for_each(|(field, json)| take(field, json));
    }
    Ok(values)
}

/// The places that have records of a kind.
pub(super) fn places_of_kind(db: &Connection, kind: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached("SELECT DISTINCT place FROM facility WHERE kind = ?1 ORDER BY place")?;
    Ok(query.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The records of a kind in a place and not below it, by name and id.
pub(super) fn records_in(db: &Connection, kind: &str, place: &str) -> Result<Vec<Record>> {
    let mut query = db.prepare_cached(&select("WHERE kind = ?1 AND place = ?2 ORDER BY name, id"))?;
    let rows = query.query_and_then([kind, place], from_row)?;
    rows.collect()
}

/// Every row by id, one after the other.
pub(super) struct AllRows<'a> {
    rows: Rows<'a>,
    next: Option<KeptRow>,
}

/// A record as its row has it.
pub(super) struct KeptRow {
    /// The record.
    pub(super) record: Record,
    /// Whether it is kept as complete.
    pub(super) complete: bool,
}

impl<'a> AllRows<'a> {
    /// The statement that gives them.
    pub(super) fn query(db: &Connection) -> Result<Statement<'_>> {
        let columns = SHARED.join(", ");
        Ok(db.prepare(&format!(
            "SELECT id, kind, place, attributes, version, {columns}, complete FROM facility ORDER BY id"
        ))?)
    }

    /// All of them.
    pub(super) fn of(query: &'a mut Statement) -> Result<Self> {
        let mut all = Self { rows: query.query([])?, next: None };
        all.advance()?;
        Ok(all)
    }

    fn advance(&mut self) -> Result<()> {
        let kept = |row| Ok::<_, StoreError>(KeptRow { record: from_row(row)?, complete: row.get(5 + SHARED.len())? });
        self.next = self.rows.next()?.map(kept).transpose()?;
        Ok(())
    }

    /// The next row, if that is one that is asked for.
    pub(super) fn next_if(&mut self, is_asked: impl FnOnce(Uuid) -> bool) -> Result<Option<KeptRow>> {
        let Some(row) = self.next.take_if(|row| is_asked(row.record.id)) else { return Ok(None) };
        self.advance()?;
        Ok(Some(row))
    }
}

pub(super) fn each_of_kind<E: From<StoreError>>(
    db: &Connection,
    kind: &str,
    mut visit: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let mut query = db.prepare(&select("WHERE kind = ?1 ORDER BY place, name, id")).map_err(StoreError::from)?;
    let mut rows = query.query([kind]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(from_row(row)?)?;
    }
    Ok(())
}

/// Calls `visit` with every record of a kind, whether it is kept as complete, and when it was last saved.
pub(super) fn each_completeness(
    db: &Connection,
    kind: &str,
    mut visit: impl FnMut(Record, bool, &str) -> Result<()>,
) -> Result<()> {
    let mut query = db.prepare(&format!(
        "SELECT id, kind, place, attributes, version, {}, complete, (
             SELECT max(at) FROM change WHERE record = facility.id AND site || ':' || seq IN (
                 SELECT value FROM json_each(facility.version)))
         FROM facility WHERE kind = ?1",
        SHARED.join(", ")
    ))?;
    let mut rows = query.query([kind])?;
    while let Some(row) = rows.next()? {
        let (complete, saved_at) = (5 + SHARED.len(), 6 + SHARED.len());
        let saved_at: Option<String> = row.get(saved_at)?;
        visit(from_row(row)?, row.get(complete)?, &saved_at.unwrap_or_default())?;
    }
    Ok(())
}

/// Adds the row of a record that has none.
pub(super) fn insert_row(
    db: &Connection,
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    version: &str,
    complete: bool,
) -> Result<()> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    let is_own = |code: &str| !matches!(code, "kind" | "place") && !SHARED.iter().any(|shared| shared == code);
    let own: BTreeMap<&String, &Json> = fields.iter().filter(|(code, _)| is_own(code)).collect();
    let own = serde_json::to_string(&own).map_err(|error| damaged(&error.to_string()))?;
    let (id, kind, place) = (id.to_string(), text("kind"), text("place"));
    let first: [&dyn ToSql; 6] = [&id, &kind, &place, &own, &version, &complete];
    let shared: Vec<Option<&str>> = SHARED.iter().map(|code| text(code)).collect();
    let values = first.into_iter().chain(shared.iter().map(|text| text as &dyn ToSql));
    db.prepare_cached(&INSERT)?.execute(params_from_iter(values))?;
    Ok(())
}

/// The number after which the next free one of a kind in a place is looked for.
pub(super) fn last_serial(db: &Connection, place: &str, kind: &str) -> Result<i64> {
    let mut count = db.prepare_cached("SELECT count(*) FROM facility WHERE kind = ?1 AND place = ?2")?;
    Ok(count.query_row([kind, place], |row| row.get(0))?)
}

/// The next free number of a kind in a place: town code, kind, serial. `serial` moves on to it.
pub(super) fn next_code(db: &Connection, place: &str, kind: &str, serial: &mut i64) -> Result<String> {
    let mut taken = db.prepare_cached("SELECT 1 FROM facility WHERE facility_code = ?1")?;
    loop {
        *serial += 1;
        let code = format!("{place}-{kind}-{serial:03}");
        if !taken.exists([&code])? {
            return Ok(code);
        }
    }
}

/// The name of another record that has a facility code which a record does not have yet. Files that merged may hold one
/// twice, and both records can be changed all the same.
pub(super) fn holder_of_code(db: &Connection, code: &str, id: Uuid) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(name, id) FROM facility WHERE facility_code = ?1 AND id <> ?2
             AND NOT EXISTS (SELECT 1 FROM facility WHERE id = ?2 AND facility_code = ?1) LIMIT 1",
    )?;
    Ok(query.query_row(params![code, id.to_string()], |row| row.get(0)).optional()?)
}
