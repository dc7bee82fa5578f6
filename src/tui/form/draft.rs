//! Keeps a form as a draft, and goes on with one.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::form::Form;
use super::other_kind::{changed_texts, kind_before};
use super::target::saved_entries;
use crate::domain::policy::find_form;
use crate::domain::record::{ChangeId, Subject};
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::store::draft::{DraftFile, DraftOf, FormDraft};
use crate::tui::context::Context;

impl Form {
    pub(super) fn open_draft(
        context: &mut Context,
        file: DraftFile,
        draft: &FormDraft,
    ) -> Result<Self> {
        let mut form = Self::open_drafted(context, draft)?;
        let lang = context.look.lang;
        let mut now = None;
        if !form.target.is_new {
            // The texts were typed on an older version. Upon the version of now, all that somebody
            // else changed since then would look as if it was changed back here.
            form.target.before_theirs.clone_from(&draft.base);
            let base = context.store.fields_at(form.target.id, &draft.base)?;
            now = Some(std::mem::replace(&mut form.target.base, base));
            form.entries = saved_entries(&form.kind, &form.target, context);
        }
        if let Some(kind) = kind_before(&draft.kind, &form.kind, context) {
            // Somebody else moved the record to another kind since.
            let typed = changed_texts(kind, &draft.texts, &form.target.base);
            form.meanwhile.moved = Some(form.take_typed(kind, &typed, lang));
        } else {
            for (field, entry) in form.pairs_mut() {
                if let Some(text) = draft.texts.get(&field.code) {
                    entry.resume(field, text, lang);
                }
            }
        }
        if let Some(now) = now {
            form.target.base = now;
            form.meet(context)?;
        }
        let conflicts = form.conflicts();
        form.meanwhile.is_unseen = !conflicts.is_empty();
        let left = form.position(&draft.focus).unwrap_or_default();
        form.focus = conflicts.first().copied().unwrap_or(left);
        if form.focus == left
            && let Some(entry) = form.entries.get_mut(left)
        {
            entry.set_cursor(draft.cursor);
        }
        form.judge(context);
        form.keeper.go_on(file, context);
        Ok(form)
    }

    /// The form that a draft belongs to, as the ledger now has it.
    fn open_drafted(context: &mut Context, draft: &FormDraft) -> Result<Self> {
        let form = find_form(context.store.packs(), &draft.kind);
        let identified = form.filter(|(subject, _)| !subject.identifying().is_empty());
        if let Some((subject, _)) = identified {
            let identity = identity_of(draft, subject);
            return Self::open_identified(context, subject, &identity, &draft.place);
        }
        let Some(id) = draft.record else {
            let mut form = Self::open_new(context, &draft.kind, &draft.place)?;
            form.target.id = draft.new_id;
            form.load_around(context)?;
            return Ok(form);
        };
        if context.store.record(id)?.is_some() {
            return Self::open_existing(context, id);
        }
        // The record is gone and what was typed is not: it can still be read, and saved as another
        // one.
        context.say(ScreenMsg::DraftOfDeleted);
        Self::open_new(context, &draft.kind, &draft.place)
    }

    /// The form as a draft.
    pub(crate) fn as_draft(&self, author: &str) -> FormDraft {
        let mut texts = self.texts();
        for key in self.target.subject.identifying() {
            if let Some(text) = self.target.fixed.get(*key).and_then(Json::as_str) {
                texts.insert((*key).to_owned(), text.to_owned());
            }
        }
        FormDraft {
            of: DraftOf::Record,
            author: author.to_owned(),
            record: (!self.target.is_new).then_some(self.target.id),
            new_id: self.target.id,
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
            base: self.typed_parents().to_vec(),
            texts,
            focus: self
                .field()
                .map(|field| field.code.clone())
                .unwrap_or_default(),
            cursor: self
                .focused()
                .map(|(_, entry)| entry.cursor())
                .unwrap_or_default(),
            saved_at: String::new(),
        }
    }

    /// The version that the draft of this form is based on.
    pub(crate) fn typed_parents(&self) -> &[ChangeId] {
        if self.conflicts().is_empty() {
            &self.target.parents
        } else {
            &self.target.before_theirs
        }
    }

    /// Waits until what is typed is on the disk; whether the form may be left, and a note of it. A
    /// form that could not be kept would be lost.
    pub(crate) fn is_kept(&mut self, context: &mut Context) -> bool {
        if !self.is_changed() {
            return true;
        }
        self.keep_draft(context);
        self.keeper.is_kept(context)
    }

    /// Waits until what is typed is on the disk; whether it is, or there is nothing to keep.
    pub(crate) fn keep(&mut self, context: &mut Context) -> bool {
        self.keep_draft(context);
        !self.is_changed() || self.keeper.flush(context)
    }

    /// Keeps what is typed in the draft file.
    pub(crate) fn keep_draft(&mut self, context: &mut Context) {
        if !self.is_changed() {
            // What was typed was taken back: there is nothing to go on with.
            return self.discard_draft(context);
        }
        let draft = self.as_draft(&context.person.name);
        self.keeper.keep(&draft, context);
    }

    /// The draft is removed only after the save was committed.
    pub(crate) fn discard_draft(&mut self, context: &mut Context) {
        self.keeper.discard(context);
    }
}

/// What identifies the record that a draft is of, beside its place.
pub(super) fn identity_of(draft: &FormDraft, subject: Subject) -> BTreeMap<String, String> {
    let text = |key: &str| draft.texts.get(key).cloned().unwrap_or_default();
    subject
        .identifying()
        .iter()
        .map(|key| ((*key).to_owned(), text(key)))
        .collect()
}
