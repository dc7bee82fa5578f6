//! Decides conflicts.

use serde_json::Value as Json;

use super::save::{Save, Saved};
use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::fold;
use crate::domain::record::{Patch, trail as log};
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::conflict::Settlement;
use crate::store::rows::{place, trail};

impl Writer<'_> {
    /// Decides a conflict by one change on all heads, unless somebody saved the record since it was
    /// seen.
    ///
    /// # Errors
    /// When this session may not change the record, or its place would be one that is not known.
    pub fn settle(&mut self, settlement: &Settlement) -> Result<Saved> {
        let Settlement {
            conflict,
            value,
            author,
            reason,
        } = *settlement;
        let record = conflict.record.id;
        let subject = conflict.record.subject;
        let folded = fold(&trail::changes_of(self.db, record)?);
        if folded.heads != conflict.heads || !folded.conflicts.contains(&conflict.field) {
            return Ok(Saved::Outdated(
                log::Record::of(record, subject, folded).map(Box::new),
            ));
        }
        let before = folded.fields;
        let mut wanted = conflict.fields.clone();
        wanted.remove(&conflict.field);
        if !value.is_null() {
            wanted.insert(conflict.field.clone(), value.clone());
        }
        for fields in [&before, &wanted] {
            self.refuse_other_places(fields)?;
        }
        if let Some(code) = wanted.get(shared::PLACE).and_then(Json::as_str) {
            place::get(self.db, code)?.ok_or_else(|| LedgerRefusal::NoSuchPlace {
                place: code.to_owned(),
            })?;
        }
        let save = Save {
            record,
            subject,
            base: &conflict.heads,
            fields: wanted,
            author,
            reason,
        };
        let id = self.write_change(
            &save,
            Patch::from([(conflict.field.clone(), value.clone())]),
        )?;
        self.write_record(&save, &before, &id)?;
        Ok(Saved::Written(id))
    }
}
