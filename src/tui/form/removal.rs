//! Takes a record out of the ledger: a change like any other, so its trail stays.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Record, Subject};
use crate::i18n::ScreenMsg;
use crate::store::{Result, Save, Saved, Writer};
use crate::tui::context::Context;

/// A record that is to go, as it was seen when that was decided.
pub(crate) struct Removal<'a> {
    pub(crate) subject: Subject,
    pub(crate) record: Uuid,
    pub(crate) base: &'a [ChangeId],
    /// Every field it has, `kind` and `place` included.
    pub(crate) fields: BTreeMap<String, Json>,
    pub(crate) name: String,
    /// Why, where somebody was asked.
    pub(crate) reason: &'a str,
}

impl Removal<'_> {
    /// Removes it, unless somebody else saved it in between.
    pub(crate) fn carry_out(mut self, context: &mut Context) -> Result<()> {
        self.fields.insert(shared::DELETED.to_owned(), true.into());
        let author = context.person.name.clone();
        let save = Save {
            record: self.record,
            subject: self.subject,
            base: self.base,
            fields: self.fields,
            author: &author,
            reason: self.reason,
        };
        match context
            .store
            .write(|writer: &mut Writer| writer.save(&save))?
        {
            Saved::Outdated(_) => context.say(ScreenMsg::OutdatedElsewhere),
            _ => context.say(ScreenMsg::Removed { name: self.name }),
        }
        Ok(())
    }
}

/// Takes a record as it stands out of the ledger.
///
/// # Errors
/// When the ledger refuses.
fn remove(record: &Record, reason: &str, context: &mut Context) -> Result<()> {
    Removal {
        subject: record.subject,
        record: record.id,
        base: &record.heads,
        fields: record.every_field(),
        name: record.known_by().get(context.look.lang).to_owned(),
        reason,
    }
    .carry_out(context)
}

/// Takes the record of an id out of the ledger, if it is still there.
///
/// # Errors
/// When the ledger refuses.
pub(crate) fn remove_by_id(id: Uuid, reason: &str, context: &mut Context) -> Result<()> {
    match context.store.record(id)? {
        Some(record) => remove(&record, reason, context),
        None => Ok(()),
    }
}

/// Whether a record was verified or returned, so that who takes it out of the ledger must say why.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn wants_reason(record: Uuid, context: &Context) -> Result<bool> {
    let review = context.store.review_of(record)?;
    Ok(review.is_some_and(|review| review.locks.hold(shared::DELETED, None)))
}
