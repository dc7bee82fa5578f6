//! Taking a record out of the ledger: a change like any other, so its trail stays.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::Context;
use crate::domain::facility::shared;
use crate::domain::trail::{ChangeId, Subject};
use crate::i18n::ScreenMsg;
use crate::store::{Result, Save, Saved, Writer};

/// A record that is to go, as it was seen when that was decided.
pub(super) struct Removal<'a> {
    pub(super) subject: Subject,
    pub(super) record: Uuid,
    pub(super) upon: &'a [ChangeId],
    /// Every field it has, `kind` and `place` included.
    pub(super) fields: BTreeMap<String, Json>,
    pub(super) name: String,
}

impl Removal<'_> {
    /// Removes it, unless somebody else saved it in between.
    pub(super) fn carry_out(mut self, context: &mut Context) -> Result<()> {
        self.fields.insert(shared::DELETED.to_owned(), true.into());
        let author = context.person.name.clone();
        let (record, subject, upon, fields) = (self.record, self.subject, self.upon, self.fields);
        let save = Save { record, subject, upon, fields, author: &author, reason: "" };
        match context.store.write(|writer: &mut Writer| writer.save(&save))? {
            Saved::Outdated(_) => context.say(ScreenMsg::OutdatedElsewhere),
            _ => context.say(ScreenMsg::Removed { name: self.name }),
        }
        Ok(())
    }
}
