//! Reads the history of a record, and its fields at a version.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::record::ChangeId;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::each_with_fields_before;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::trail::changes_of;
use crate::store::rows::trail::{TrailEntry, current, fields_at};

impl Store {
    /// Returns every change of a record, oldest first, with what each replaced.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn history(&self, record: Uuid) -> Result<Vec<TrailEntry>> {
        let changes = changes_of(&self.db, record)?;
        let kind = |fields: &BTreeMap<String, Json>| {
            let code = fields.get(shared::KIND)?.as_str()?;
            Some(code.to_owned())
        };
        let mut entries = Vec::with_capacity(changes.len());
        // What a change replaced is the fold of the changes it was based on, not of those that
        // came first.
        each_with_fields_before(&changes, |change, before| {
            let fields = change.patch.iter().map(|(code, value)| {
                let after = (!value.is_null()).then(|| value.clone());
                (code.clone(), before.get(code).cloned(), after)
            });
            let was = kind(before);
            let is = kind(&change.patch).or_else(|| was.clone());
            entries.push(TrailEntry {
                change: change.clone(),
                fields: fields.collect(),
                kinds: [was.or_else(|| is.clone()), is],
            });
        });
        Ok(entries)
    }

    /// Returns the changes of a record that nothing was based on, also where it was deleted: a save
    /// of it names them. A record that never was has none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn heads(&self, record: Uuid) -> Result<Vec<ChangeId>> {
        let folded = current(&self.db, record)?;
        Ok(folded.map(|folded| folded.heads).unwrap_or_default())
    }

    /// Returns the fields that a record or exception had at a version, which a draft may have been
    /// opened on long ago.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fields_at(&self, record: Uuid, heads: &[ChangeId]) -> Result<BTreeMap<String, Json>> {
        fields_at(&self.db, record, heads)
    }
}
