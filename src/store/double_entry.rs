//! Second entries: which fields another person keyed again, and what a queue of records to be keyed again needs.

use std::collections::HashMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::act::SECOND_ENTRIES;
use super::error::{Result, damaged};
use super::{Save, Saved, Store, Writer, clock, facility, finding, is_timestamp, site, trail};
use crate::domain::double_entry::{Outcome, Verification, is_own_entry};
use crate::domain::facility::shared;
use crate::domain::trail::{Change, ChangeId, Record};
use crate::i18n::LedgerRefusal;

/// A record with everything that tells which of its fields a second person has to key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The record.
    pub record: Record,
    /// Its changes, oldest first.
    pub changes: Vec<Change>,
    /// What was keyed again of it before.
    pub done: Vec<Verification>,
}

/// A field that was keyed again, as it is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// Its code.
    pub field: String,
    /// How it ended.
    pub outcome: Outcome,
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

const COLUMNS: &str = "record, field, version, verifier, at, outcome, tries";

impl Store {
    /// A record with its changes and second entries; `None` when there is none, or it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn entered(&self, id: Uuid) -> Result<Option<Entered>> {
        let Some(record) = self.record(id)? else { return Ok(None) };
        Ok(Some(Entered { record, changes: trail::changes_of(&self.db, id)?, done: self.second_entries(id)? }))
    }

    /// The records of a kind that this session may change, by place, name and id. All are read, so a large ledger is asked
    /// town by town.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn entered_of_kind(&self, kind: &str) -> Result<Vec<Entered>> {
        // One snapshot: the changes of a save in between would belong to no record that was read.
        let _snapshot = self.db.unchecked_transaction()?;
        let mut found = Vec::new();
        for place in facility::places_of_kind(&self.db, kind)? {
            if !self.may_write(&place)? {
                continue;
            }
            let mut changes = trail::changes_in(&self.db, kind, &place)?;
            let mut done = done_in(&self.db, kind, &place)?;
            for record in facility::records_in(&self.db, kind, &place)? {
                let changes = changes.remove(&record.id).unwrap_or_default();
                let done = done.remove(&record.id).unwrap_or_default();
                found.push(Entered { record, changes, done });
            }
        }
        Ok(found)
    }

    /// What was keyed again of a record, oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn second_entries(&self, record: Uuid) -> Result<Vec<Verification>> {
        let mut query =
            self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM double_entry WHERE record = ?1 ORDER BY at, id"))?;
        let rows = query.query_and_then([record.to_string()], |row| Ok(from_row(row)?.1))?;
        rows.collect()
    }

    /// What a person keyed again since a time, in UTC as in the trail.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn second_entries_since(&self, verifier: &str, since: &str) -> Result<SecondEntries> {
        let mut query = self.db.prepare_cached(
            "SELECT count(DISTINCT record), count(*), coalesce(sum(outcome = 'first_wrong'), 0),
                 coalesce(sum(outcome = 'second_wrong'), 0)
             FROM double_entry WHERE verifier = ?1 AND at >= ?2",
        )?;
        let count = |row: &Row, at: usize| -> rusqlite::Result<usize> {
            Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
        };
        Ok(query.query_row([verifier, since], |row| {
            let (records, fields) = (count(row, 0)?, count(row, 1)?);
            Ok(SecondEntries { records, fields, first_wrong: count(row, 2)?, second_wrong: count(row, 3)? })
        })?)
    }
}

impl Writer<'_> {
    /// Saves what a second person replaced and records every field that was keyed, unless somebody else saved the record in
    /// between: then nothing is written.
    ///
    /// # Errors
    /// As for [`Writer::save`], and when a present value was entered by the same person.
    pub fn save_keyed(&mut self, save: &Save, keyed: &[Keyed]) -> Result<Saved> {
        let changes = trail::changes_of(self.db, save.record)?;
        let saved = self.save(save)?;
        let version = match &saved {
            Saved::Written(id) => trail::version(std::slice::from_ref(id)),
            Saved::Unchanged => trail::version(save.upon),
            Saved::Outdated(_) => return Ok(saved),
        };
        if let Some(own) = keyed.iter().find(|keyed| is_own_entry(&keyed.field, &changes, save.author)) {
            return Err(self.own_entry(own, save).into());
        }
        for Keyed { field, outcome, tries } in keyed {
            let tries = i64::try_from(*tries).unwrap_or(i64::MAX);
            let text = |text: &str| Sql::Text(text.to_owned());
            let (id, record) = (clock::new_id().to_string(), save.record.to_string());
            let mut row = vec![text(&id), text(&record), text(field), text(&version), Sql::Null, Sql::Null];
            row.extend([text(outcome.word()), Sql::Integer(tries), Sql::Null]);
            SECOND_ENTRIES.write(&mut self.chain, save.author, &row)?;
        }
        Ok(saved)
    }

    fn own_entry(&self, keyed: &Keyed, save: &Save) -> LedgerRefusal {
        let kind = save.fields.get(shared::KIND).and_then(serde_json::Value::as_str).unwrap_or_default();
        let field = self.packs.iter().find_map(|pack| pack.kind(kind)?.field(&keyed.field));
        LedgerRefusal::OwnEntry {
            field: field.map_or_else(|| crate::i18n::Text::both(keyed.field.clone()), |field| field.label.clone()),
        }
    }
}

/// How many second entries speak of a version that their record never had.
pub(super) fn without_version(db: &Connection) -> Result<usize> {
    let count: i64 = db.query_row(
        "SELECT count(*) FROM double_entry WHERE json_array_length(version) = 0 OR EXISTS (
             SELECT 1 FROM json_each(double_entry.version) AS head WHERE NOT EXISTS (
                 SELECT 1 FROM change WHERE record = double_entry.record AND site || ':' || seq = head.value))",
        [],
        |row| row.get(0),
    )?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The ids of second entries that are not as this program writes them.
pub(super) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS}, id, site FROM double_entry"))?;
    let (mut rows, mut found) = (query.query([])?, Vec::new());
    while let Some(row) = rows.next()? {
        let (id, own): (String, String) = (row.get("id")?, row.get("site")?);
        let is_act = trail::uuid(&id).is_ok_and(finding::is_act);
        // Before version 2 none had a site.
        let is_site = own.is_empty() || site::is_name(&own);
        if !(is_act && is_site && from_row(row).is_ok_and(|(_, entry)| is_timestamp(&entry.at))) {
            found.push(id);
        }
    }
    Ok(found)
}

/// What was keyed again of the records of a kind in a place.
fn done_in(db: &Connection, kind: &str, place: &str) -> Result<HashMap<Uuid, Vec<Verification>>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM double_entry
         WHERE record IN (SELECT id FROM facility WHERE kind = ?1 AND place = ?2) ORDER BY at, id"
    ))?;
    let mut found: HashMap<Uuid, Vec<Verification>> = HashMap::new();
    for row in query.query_and_then([kind, place], from_row)? {
        let (record, verification) = row?;
        found.entry(record).or_default().push(verification);
    }
    Ok(found)
}

fn from_row(row: &Row) -> Result<(Uuid, Verification)> {
    let text = |at: usize| row.get::<_, String>(at);
    let version: Vec<String> = serde_json::from_str(&text(2)?).map_err(|error| damaged(&error.to_string()))?;
    let version = version.iter().map(|id| id.parse()).collect::<Result<Vec<ChangeId>, String>>();
    let verification = Verification {
        field: text(1)?,
        version: version.map_err(|error| damaged(&error))?,
        verifier: text(3)?,
        at: text(4)?,
        outcome: Outcome::of_word(&text(5)?).ok_or_else(|| damaged("double_entry.outcome"))?,
        tries: usize::try_from(row.get::<_, i64>(6)?).unwrap_or_default(),
    };
    Ok((trail::uuid(&text(0)?)?, verification))
}
