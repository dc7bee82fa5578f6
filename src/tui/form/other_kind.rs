//! A record that was moved to another kind while its form was typed: what the two forms share goes
//! along, and what does not is said.

use std::collections::BTreeMap;

use super::form::Form;
use super::target::saved_entries;
use crate::domain::policy::{Kind, find_kind};
use crate::domain::record::facility::shared;
use crate::domain::review::shared_field;
use crate::i18n::{Lang, MoveMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;

/// What was typed in a form, by the codes of its fields.
type Texts = BTreeMap<String, String>;

impl Form {
    /// Turns to the kind that somebody else moved the record to. The entries are those of the
    /// version that was typed on, with what was typed in fields that both kinds share; `None` where
    /// the kind is the same.
    ///
    /// # Errors
    /// When no pack has the kind.
    pub(super) fn follow_kind(&mut self, code: &str, context: &Context) -> Result<Option<MoveMsg>> {
        if code == self.kind.code {
            return Ok(None);
        }
        let changed = self.pairs().filter(|(_, entry)| entry.is_changed());
        let typed = changed.map(|(field, entry)| (field.code.clone(), entry.text().to_owned()));
        let typed: Texts = typed.collect();
        let focus = self.field().map(|field| field.code.clone());
        let kind = context.store.require_kind(code)?.clone();
        let before = std::mem::replace(&mut self.kind, kind);
        let fixed = &mut self.target.fixed;
        fixed.insert(shared::KIND.to_owned(), code.into());
        self.entries = saved_entries(&self.kind, &self.target, context);
        self.focus = focus
            .and_then(|code| self.position(&code))
            .unwrap_or_default();
        Ok(Some(self.take_typed(&before, &typed, context.look.lang)))
    }

    /// Takes up what was typed in the form of another kind.
    pub(super) fn take_typed(&mut self, before: &Kind, typed: &Texts, lang: Lang) -> MoveMsg {
        let mut lost = Vec::new();
        for field in &before.fields {
            let Some(text) = typed.get(&field.code) else {
                continue;
            };
            let at = shared_field(field, &self.kind).and_then(|one| self.position(&one.code));
            let pair = at.and_then(|at| self.kind.fields.get(at).zip(self.entries.get_mut(at)));
            match pair {
                Some((field, entry)) => entry.resume(field, text, lang),
                None if text.is_empty() => {}
                None => {
                    let (field, text) = (field.label.clone(), text.clone());
                    lost.push(Text::of(&MoveMsg::Typed { field, text }));
                }
            }
        }
        let kind = self.kind.label.clone();
        if lost.is_empty() {
            MoveMsg::OtherKindOnly { kind }
        } else {
            let lost = Text::list(&lost);
            MoveMsg::OtherKind { kind, lost }
        }
    }
}

/// The texts of a draft that say something else than the record did at the version they were typed
/// on.
pub(super) fn changed_texts(
    kind: &Kind,
    texts: &Texts,
    base: &BTreeMap<String, serde_json::Value>,
) -> Texts {
    let is_changed = |(code, text): &(&String, &String)| {
        let Some(field) = kind.field(code) else {
            return false;
        };
        let saved = base.get(*code).and_then(|json| field.decode(json));
        match (field.parse(text), saved) {
            (Ok(None), None) => false,
            (Ok(Some(typed)), Some(saved)) => !typed.is_same(&saved),
            _ => true,
        }
    };
    let changed = texts.iter().filter(is_changed);
    let changed = changed.map(|(code, text)| (code.clone(), text.clone()));
    changed.collect()
}

/// The kind that a draft was typed for, where its record is of another one now.
pub(super) fn kind_before<'a>(
    typed_for: &str,
    now: &Kind,
    context: &'a Context,
) -> Option<&'a Kind> {
    find_kind(context.store.packs(), typed_for).filter(|kind| kind.code != now.code)
}
