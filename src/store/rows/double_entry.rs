//! Second entries: which fields another person keyed again, and what a queue of records to be keyed
//! again needs.

use std::collections::HashMap;

use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::{cells, finding, site};
use crate::domain::record::{Change, ChangeId, Record};
use crate::domain::review::{SecondEntry, SecondEntryOutcome};
use crate::store::clock::is_timestamp;
use crate::store::error::{Result, damaged};

/// A record with everything that tells which of its fields a second person has to key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The record.
    pub record: Record,
    /// Its changes, oldest first.
    pub changes: Vec<Change>,
    /// What was keyed again of it before.
    pub done: Vec<SecondEntry>,
}

/// A field that was keyed again, as it is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// Its code.
    pub field: String,
    /// How it ended.
    pub outcome: SecondEntryOutcome,
    /// How often it was keyed.
    pub tries: usize,
}

/// What a person keyed again since some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecondEntries {
    /// Records.
    pub records: usize,
    /// Fields.
    pub fields: usize,
    /// Fields whose first entry was wrong.
    pub first_wrong: usize,
    /// Fields that the second person keyed wrongly before keying them right.
    pub second_wrong: usize,
}

pub(crate) const COLUMNS: &str = "record, field, version, verifier, at, outcome, tries";

/// Returns how many second entries speak of a version that their record never had.
pub(crate) fn without_version(db: &Connection) -> Result<usize> {
    let count: i64 = db.query_row(
        "SELECT count(*) FROM double_entry WHERE json_array_length(version) = 0 OR EXISTS (
             SELECT 1 FROM json_each(double_entry.version) AS head WHERE NOT EXISTS (
                 SELECT 1 FROM change WHERE record = double_entry.record AND site || ':' || seq = head.value))",
        [],
        |row| row.get(0),
    )?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the ids of second entries that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS}, id, site FROM double_entry"))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get("id")?;
        let own: String = row.get("site")?;
        let is_act = cells::uuid(&id).is_ok_and(finding::is_act);
        // Before version 2 none had a site.
        let is_site = own.is_empty() || site::is_name(&own);
        if !(is_act && is_site && from_row(row).is_ok_and(|(_, entry)| is_timestamp(&entry.at))) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Returns what was keyed again of the records of a kind in a place.
pub(crate) fn done_in(
    db: &Connection,
    kind: &str,
    place: &str,
) -> Result<HashMap<Uuid, Vec<SecondEntry>>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM double_entry
         WHERE record IN (SELECT id FROM record WHERE kind = ?1 AND place = ?2) ORDER BY at, id"
    ))?;
    let mut found: HashMap<Uuid, Vec<SecondEntry>> = HashMap::new();
    for row in query.query_and_then([kind, place], from_row)? {
        let (record, verification) = row?;
        found.entry(record).or_default().push(verification);
    }
    Ok(found)
}

pub(crate) fn from_row(row: &Row) -> Result<(Uuid, SecondEntry)> {
    let text = |at: usize| row.get::<_, String>(at);
    let version: Vec<String> = serde_json::from_str(&text(2)?)?;
    let version = version
        .iter()
        .map(|id| id.parse())
        .collect::<Result<Vec<ChangeId>, String>>();
    let verification = SecondEntry {
        field: text(1)?,
        version: version.map_err(|error| damaged(&error))?,
        verifier: text(3)?,
        at: text(4)?,
        outcome: SecondEntryOutcome::of_word(&text(5)?)
            .ok_or_else(|| damaged("double_entry.outcome"))?,
        tries: usize::try_from(row.get::<_, i64>(6)?).unwrap_or_default(),
    };
    Ok((cells::uuid(&text(0)?)?, verification))
}
