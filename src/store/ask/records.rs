//! Finds, lists and counts the records of an open ledger.

use rusqlite::{Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack};
use crate::domain::record::{Facility, Record};
use crate::domain::text::folding;
use crate::domain::text::likeness::name_key;
use crate::i18n::{LedgerRefusal, Text};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::uuid;
use crate::store::rows::deleted::{self, DeletedRecord};
use crate::store::rows::place_life::{BELOW_THESE, just};
use crate::store::rows::record::{FoundRecord, record, records_under};
use crate::store::rows::subject;

impl Store {
    /// Returns the record of an id; `None` when there is none, or it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Record>> {
        record(&self.db, id)
    }

    /// Returns the records of a kind that were deleted in a place, the last deletion first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn deleted(&self, kind: &str, place: &str) -> Result<Vec<DeletedRecord>> {
        let mut found = deleted::of_kind(&self.db, kind)?;
        found.retain(|deleted| deleted.was.place == place);
        found.sort_by(|a, b| (&b.at, b.was.id).cmp(&(&a.at, a.was.id)));
        Ok(found)
    }

    /// Returns what people know a record by; nothing where there is none, or it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known_by(&self, id: Uuid) -> Result<Text> {
        let record = self.record(id)?;
        Ok(record.as_ref().map(Record::known_by).unwrap_or_default())
    }

    /// Returns the records of a kind in a place and everything below it, by place, name and id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn records(&self, kind: &str, place: &str) -> Result<Vec<Record>> {
        records_under(&self.db, kind, place)
    }

    /// Returns the facilities of a kind in a place and everything below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn facilities(&self, kind: &Kind, place: &str) -> Result<Vec<Facility>> {
        Ok(self
            .records(&kind.code, place)?
            .iter()
            .map(|record| kind.decode(record))
            .collect())
    }

    /// Returns how many records there are in all.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record_count(&self) -> Result<usize> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM record", [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns the first and the last day that the values of records of a pack's kinds are said to be
    /// of, in a place and those below it, or in all places; `None` where no record says it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn reference_dates(
        &self,
        pack: &Pack,
        within: Option<&Place>,
    ) -> Result<Option<(String, String)>> {
        // The records of a place are found by it.
        let at = match within {
            Some(_) => format!("place IN ({BELOW_THESE})"),
            None => "?1 IS NULL".to_owned(),
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT min(data_as_of), max(data_as_of) FROM record
             WHERE {at} AND kind IN (SELECT value FROM json_each(?2))"
        ))?;
        let place = within.map(|place| just(&place.code));
        let dates = |row: &Row| Ok(row.get::<_, Option<_>>(0)?.zip(row.get(1)?));
        Ok(query.query_row(params![place, kinds_of(pack)], dates)?)
    }

    /// Returns the record that a text names. The text is its id or the beginning of one, its
    /// facility code, or its name.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find_record(&self, text: &str) -> Result<FoundRecord> {
        let text = folding::name(text);
        let prefix = folding::figure(&text).to_lowercase();
        // No index begins with the name. All names are looked at in the narrowest index that has their
        // keys, and none of them for an id.
        let key = uuid(&prefix).is_err().then(|| name_key(&text));
        let mut query = self.db.prepare_cached(
            "SELECT id, coalesce(name, nullif(period, 'once'), ''), kind, place FROM record
             WHERE id IN (
                 SELECT id FROM record WHERE facility_code = ?1
                 UNION ALL SELECT id FROM record WHERE length(?2) >= 8 AND id >= ?2 AND id < ?2 || 'g'
                 UNION ALL SELECT id FROM record WHERE ?3 IS NOT NULL AND name = ?1 AND id IN (
                     SELECT id FROM record INDEXED BY record_kind_place WHERE name_key = ?3))
             LIMIT 100",
        )?;
        let row = |row: &Row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
            ))
        };
        let mut found = query
            .query_map(params![text, prefix, key], row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        if found.is_empty() {
            let is_named = "patch ->> '$.name' = ?1 OR patch ->> '$.facility_code' = ?1";
            let mut deleted =
                self.deleted_records("length(?2) >= 8 AND ?1 IS ?1", &text, &prefix)?;
            if deleted.is_empty() && key.is_some() {
                deleted = self.deleted_records(is_named, &text, "")?;
            }
            found.extend(
                deleted
                    .into_iter()
                    .map(|id| (id, String::new(), String::new(), String::new())),
            );
        }
        match found.len() {
            0 => Err(LedgerRefusal::NoSuchRecord { id: text }.into()),
            1 => {
                let (id, name, kind, place) = found.remove(0);
                Ok(FoundRecord {
                    id: uuid(&id)?,
                    name,
                    kind,
                    place,
                })
            }
            count => Err(LedgerRefusal::AmbiguousRecord { id: text, count }.into()),
        }
    }

    /// Returns the ids of deleted records whose id begins so and that match a condition on a text. The
    /// trail still knows their ids, and the names and facility codes they had.
    fn deleted_records(&self, condition: &str, text: &str, prefix: &str) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT DISTINCT record FROM change WHERE {}
             AND record >= ?2 AND record < ?2 || 'g' AND ({condition})
             AND record NOT IN (SELECT id FROM record) LIMIT 100",
            subject::is_reviewed_save()
        ))?;
        Ok(query
            .query_map([text, prefix], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

/// Returns the codes of a pack's kinds as a JSON array, for a query.
pub(super) fn kinds_of(pack: &Pack) -> String {
    let codes = pack.kinds.iter().map(|kind| kind.code.as_str());
    Json::from(codes.collect::<Vec<_>>()).to_string()
}
