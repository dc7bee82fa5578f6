//! Taking back the deletion of a record: by one more change, which brings its fields back.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::record::facility::shared;
use crate::domain::record::{Record, Subject};
use crate::i18n::{Say as _, ScreenMsg};
use crate::store::{Result, Save, Saved, Writer};
use crate::tui::context::Context;

/// A facility that was deleted, as it was seen when somebody asked for it back.
pub struct Restoration {
    record: Record,
    author: String,
    at: String,
}

impl Restoration {
    /// Of the deletion that a facility ends with; `None` where it is not deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn of(id: Uuid, context: &Context) -> Result<Option<Self>> {
        let heads = context.store.heads(id)?;
        let mut fields = context.store.fields_at(id, &heads)?;
        if fields.remove(shared::DELETED).is_none() {
            return Ok(None);
        }
        let mut entries = context.store.history(id)?;
        entries.retain(|entry| entry.change.patch.contains_key(shared::DELETED));
        let Some(deletion) = entries.pop() else {
            return Ok(None);
        };
        let mut take = |code: &str| {
            let text = fields.remove(code);
            let text = text.as_ref().and_then(Json::as_str);
            text.unwrap_or_default().to_owned()
        };
        Ok(Some(Self {
            author: deletion.change.author,
            at: context.store.zone().shown(&deletion.change.at),
            record: Record {
                id,
                subject: Subject::Facility,
                kind: take(shared::KIND),
                place: take(shared::PLACE),
                fields,
                heads,
            },
        }))
    }

    /// The facility as it was before it was deleted.
    pub(crate) const fn record(&self) -> &Record {
        &self.record
    }

    /// Whose deletion is taken back, and of when.
    pub(crate) fn reason(&self) -> ScreenMsg {
        ScreenMsg::UndoReason {
            author: self.author.clone(),
            at: self.at.clone(),
        }
    }

    /// Brings it back, unless somebody else saved it in between.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub(crate) fn carry_out(&self, context: &mut Context) -> Result<()> {
        let lang = context.look.lang;
        let author = context.person.name.clone();
        let reason = self.reason().say(lang);
        let save = Save {
            record: self.record.id,
            subject: self.record.subject,
            base: &self.record.heads,
            fields: self.record.every_field(),
            author: &author,
            reason: &reason,
        };
        match context
            .store
            .write(|writer: &mut Writer| writer.save(&save))?
        {
            Saved::Written(_) => {
                let name = self.record.known_by().get(lang).to_owned();
                context.say(ScreenMsg::Restored { name });
            }
            Saved::Unchanged | Saved::Outdated(_) => context.say(ScreenMsg::NotUndone),
        }
        Ok(())
    }
}
