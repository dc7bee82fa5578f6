//! Taking back the last change of a record: by one more change, never by rewriting the trail.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::review::{Forms, history};
use crate::domain::value::Zone;
use crate::i18n::{Lang, Say, ScreenMsg, Text};
use crate::store::{Result, Save, Saved, TrailEntry, Writer};
use crate::tui::context::Context;

/// A change that is to be taken back, as it was seen when that was asked.
pub struct Revert {
    record: Record,
    last: TrailEntry,
    name: String,
    /// What will change, a field a line.
    lines: Vec<Text>,
    zone: Zone,
}

impl Revert {
    /// Of the last change of a record; `None` when the record is gone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn of_last_change(id: Uuid, kind: &Kind, context: &Context) -> Result<Option<Self>> {
        let Some(record) = context.store.record(id)? else {
            return Ok(None);
        };
        // The last one is one with no change after it.
        let mut entries = context.store.history(id)?;
        entries.retain(|entry| record.heads.contains(&entry.change.id));
        let Some(last) = entries.pop() else {
            return Ok(None);
        };
        let name = record.known_by().get(context.look.lang).to_owned();
        let zone = context.store.zone();
        let mut revert = Self {
            name,
            record,
            last,
            lines: Vec::new(),
            zone,
        };
        if !revert.is_of_creation() {
            revert.lines = revert.changes(kind, context);
        }
        Ok(Some(revert))
    }

    /// Nothing was there before it.
    pub(crate) const fn is_of_creation(&self) -> bool {
        self.last.change.parents.is_empty()
    }

    /// Every field that will change: what it is now, and what it was before.
    fn changes(&self, kind: &Kind, context: &Context) -> Vec<Text> {
        let now = self.fields();
        let backwards = self.last.fields.iter().map(|(code, before, _)| {
            let current = now.get(code).cloned();
            (code.clone(), current, before.clone())
        });
        let backwards: Vec<_> = backwards.collect();
        let place_name = |code: &str| {
            context
                .store
                .place_path(code)
                .unwrap_or_else(|_| code.to_owned())
        };
        let forms = self.last.forms(context.store.packs(), Some(kind));
        let forms = Forms {
            before: forms.after,
            after: forms.before,
        };
        let said = |lang| history::lines(&backwards, forms, place_name, lang);
        said(Lang::Zh)
            .into_iter()
            .zip(said(Lang::En))
            .map(|(zh, en)| Text { zh, en })
            .collect()
    }

    /// Every field the record has, kind and place among them.
    fn fields(&self) -> BTreeMap<String, Json> {
        let mut fields = self.record.fields.clone();
        fields.insert(shared::KIND.to_owned(), self.record.kind.clone().into());
        fields.insert(shared::PLACE.to_owned(), self.record.place.clone().into());
        fields
    }

    /// Every field as it was before.
    fn wanted(&self) -> BTreeMap<String, Json> {
        let mut fields = self.fields();
        if self.is_of_creation() {
            fields.insert(shared::DELETED.to_owned(), true.into());
            return fields;
        }
        for (code, before, _) in &self.last.fields {
            match before {
                Some(value) => fields.insert(code.clone(), value.clone()),
                None => fields.remove(code),
            };
        }
        fields
    }

    /// Whether to take it back.
    pub(crate) fn question(&self) -> ScreenMsg {
        let name = self.name.clone();
        if self.is_of_creation() {
            ScreenMsg::AskUndoNew { name }
        } else {
            ScreenMsg::AskUndo { name }
        }
    }

    /// What there is to know before it is taken back: whose change it is, and a line for each field
    /// that will change.
    pub(crate) fn lines(&self) -> Vec<Text> {
        std::iter::once(Text::of(&self.reason()))
            .chain(self.lines.clone())
            .collect()
    }

    fn reason(&self) -> ScreenMsg {
        let change = &self.last.change;
        ScreenMsg::UndoReason {
            author: change.author.clone(),
            at: self.zone.shown(&change.at),
        }
    }

    /// Takes it back, unless somebody else saved the record in between.
    pub(crate) fn carry_out(self, context: &mut Context) -> Result<()> {
        let author = context.person.name.clone();
        let reason = self.reason().say(context.look.lang);
        let save = Save {
            record: self.record.id,
            subject: self.record.subject,
            base: &self.record.heads,
            fields: self.wanted(),
            author: &author,
            reason: &reason,
        };
        match context
            .store
            .write(|writer: &mut Writer| writer.save(&save))?
        {
            Saved::Outdated(_) => context.say(ScreenMsg::NotUndone),
            Saved::Unchanged => context.say(ScreenMsg::Unchanged),
            Saved::Written(_) => context.say(ScreenMsg::Undone { name: self.name }),
        }
        Ok(())
    }
}
