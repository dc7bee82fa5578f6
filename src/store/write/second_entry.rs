//! Saves what a second person keyed again.

use rusqlite::types::Value as Sql;

use super::save::{Save, Saved};
use super::writer::Writer;
use crate::domain::policy::find_kind;
use crate::domain::record::facility::shared;
use crate::domain::review::double_entry::is_own_entry;
use crate::i18n::LedgerRefusal;
use crate::store::clock;
use crate::store::error::Result;
use crate::store::rows::act::{SECOND_ENTRIES, text};
use crate::store::rows::double_entry::Keyed;
use crate::store::rows::{cells, trail};

impl Writer<'_> {
    /// Saves what a second person replaced and records every field that was keyed. Where somebody
    /// else saved the record in between nothing is written.
    ///
    /// # Errors
    /// As for [`Writer::save`], and when a present value was entered by the same person.
    pub fn save_keyed(&mut self, save: &Save, keyed: &[Keyed]) -> Result<Saved> {
        let changes = trail::changes_of(self.db, save.record)?;
        let saved = self.save(save)?;
        let version = match &saved {
            Saved::Written(id) => cells::version(std::slice::from_ref(id)),
            Saved::Unchanged => cells::version(save.base),
            Saved::Outdated(_) => return Ok(saved),
        };
        if let Some(own) = keyed
            .iter()
            .find(|keyed| is_own_entry(&keyed.field, &changes, save.author))
        {
            return Err(self.own_entry(own, save).into());
        }
        for Keyed {
            field,
            outcome,
            tries,
        } in keyed
        {
            let tries = i64::try_from(*tries).unwrap_or(i64::MAX);
            let id = clock::new_id().to_string();
            let record = save.record.to_string();
            let mut row = vec![
                text(&id),
                text(&record),
                text(field),
                text(&version),
                Sql::Null,
                Sql::Null,
            ];
            row.extend([text(outcome.word()), Sql::Integer(tries), Sql::Null]);
            SECOND_ENTRIES.write(&mut self.chain, save.author, &row)?;
        }
        Ok(saved)
    }

    fn own_entry(&self, keyed: &Keyed, save: &Save) -> LedgerRefusal {
        let kind = save
            .fields
            .get(shared::KIND)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        let field = find_kind(&self.packs, kind).and_then(|kind| kind.field(&keyed.field));
        LedgerRefusal::OwnEntry {
            field: field.map_or_else(
                || crate::i18n::Text::both(keyed.field.clone()),
                |field| field.label.clone(),
            ),
        }
    }
}
