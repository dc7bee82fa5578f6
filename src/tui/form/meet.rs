//! Meets what somebody else saved in a record while it was typed here.

use super::form::Form;
use super::meanwhile::Saver;
use crate::i18n::{Lang, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;

impl Form {
    /// Lets every field meet the record as it now is in the ledger: a field that was not typed in
    /// takes the saved value, and one that was shows it beside what stands there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn meet(&mut self, context: &Context) -> Result<()> {
        let lang = context.look.lang;
        let (kind, base) = (&self.kind, &self.target.base);
        for (field, entry) in kind.fields.iter().zip(&mut self.entries) {
            let value = base.get(&field.code).and_then(|json| field.decode(json));
            let text = value.map(|value| field.edit_text(&value, lang));
            self.meanwhile.is_merged |= entry.meet(field, text.unwrap_or_default());
        }
        if self.entries.iter().all(|entry| entry.theirs.is_none()) {
            return Ok(());
        }
        let zone = context.store.zone();
        for entry in context.store.history(self.target.id)? {
            let saver = Saver {
                author: entry.change.author,
                at: zone.shown(&entry.change.at),
            };
            let codes = entry.fields.into_iter().map(|(code, _, _)| code);
            let by_code = codes.map(|code| (code, saver.clone()));
            self.meanwhile.savers.extend(by_code);
        }
        Ok(())
    }

    /// Goes to the first field in which somebody else saved another value.
    pub(crate) fn go_to_conflict(&mut self, context: &mut Context) {
        let first = self.conflicts().first().copied();
        // Where the cursor stands in the field already, it stays there.
        if let Some(at) = first.filter(|at| *at != self.focus) {
            self.go_to(at, context);
        }
    }

    /// The labels of the fields in which somebody else saved another value; `None` where there are
    /// none.
    pub(crate) fn differing(&self, lang: Lang) -> Option<String> {
        let conflicts = self.conflicts();
        let labels = conflicts
            .iter()
            .filter_map(|at| Some(&self.kind.fields.get(*at)?.label));
        (!conflicts.is_empty()).then(|| Text::list(labels).get(lang).to_owned())
    }

    /// Says what somebody else saved since a draft was typed.
    pub(super) fn say_theirs(&self, context: &mut Context) {
        if let Some(moved) = self.meanwhile.moved.clone() {
            context.say(moved);
        } else if let Some(fields) = self.differing(context.look.lang) {
            context.say(ScreenMsg::ChangedSinceTyped { fields });
        } else if self.meanwhile.is_merged {
            context.say(ScreenMsg::MergedSinceTyped);
        }
    }

    /// Who saved the value of a field, and when.
    pub(super) fn saver(&self, code: &str) -> Option<&Saver> {
        self.meanwhile.savers.get(code)
    }
}
