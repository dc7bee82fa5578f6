//! A record of the ledger beside which a row is held.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Field, Value};
use crate::store::{StoreError, Writer};
use crate::transfer::import::rows::row::{CellValue, RowEntry};

/// A record of the ledger, with its values read.
pub(crate) struct KnownRecord {
    pub(crate) record: Record,
    pub(crate) values: BTreeMap<String, Value>,
}

impl KnownRecord {
    pub(crate) fn read(writer: &Writer, kind: &Kind, id: Uuid) -> Result<Option<Self>, StoreError> {
        let read = |record: Record| Self {
            values: kind.decode(&record).values,
            record,
        };
        Ok(writer.record(id)?.map(read))
    }

    /// Returns whether it holds everything that a row says but for its facility code: the ledger
    /// numbers a record that the file has no number for, and a file may have another one.
    pub(crate) fn says_all_of(&self, kind: &Kind, entry: &RowEntry) -> bool {
        entry.given.iter().all(|(at, given)| {
            let Some(Field { code, .. }) = kind.fields.get(*at) else {
                return false;
            };
            match given {
                _ if code == shared::FACILITY_CODE => true,
                CellValue::Value(value) => self.says(code, value, entry),
                CellValue::Nothing => !self.values.contains_key(code),
            }
        })
    }

    /// Returns whether it holds what a row gives for a field. A name by which the record was found
    /// is its name, in whatever width it is written.
    pub(crate) fn says(&self, code: &str, value: &Value, entry: &RowEntry) -> bool {
        let Some(before) = self.values.get(code) else {
            return false;
        };
        let key = |value: &Value| value.text().map(folding::key);
        let is_key = code == shared::NAME && entry.id.is_none();
        before.is_same(value) || (is_key && key(before) == key(value))
    }
}
