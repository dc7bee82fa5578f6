//! Carries fields of a form from one new record to the next.

use super::entry::Entry;
use super::form::Form;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::i18n::ScreenMsg;
use crate::tui::context::Context;

impl Form {
    /// Whether the field in focus can be carried: one of a new record that does not say which
    /// record it is.
    pub(crate) fn can_be_carried(&self) -> bool {
        let own = shared::IDENTIFYING;
        let code = self.field().map(|field| field.code.as_str());
        self.target.is_new_among_others() && code.is_some_and(|code| !own.contains(&code))
    }

    /// Marks the field in focus as carried, or not any more.
    pub(crate) fn turn_carrying(&mut self, context: &mut Context) {
        self.settle(context);
        let Some((field, entry)) = self.focused() else {
            return;
        };
        let carried = context.carried.of(&self.kind.code);
        let name = field.label.clone();
        if carried.remove(&field.code).is_some() {
            context.say(ScreenMsg::NotCarriedAnyMore { name });
        } else {
            carried.insert(field.code.clone(), entry.value.clone());
            context.say(ScreenMsg::CarriedFromNow { name });
        }
        self.see_carried(context);
    }

    /// Puts the carried values into a new form. Like defaults they are nothing that anybody typed
    /// here: a form that holds nothing else is left without a draft.
    pub(crate) fn take_carried(&mut self, context: &mut Context) {
        let lang = context.look.lang;
        for (code, value) in &*context.carried.of(&self.kind.code) {
            let places = self.kind.fields.iter().zip(&mut self.entries);
            let Some((field, entry)) = places.into_iter().find(|(field, _)| field.code == *code)
            else {
                continue;
            };
            // A newer pack may not know the value any more.
            let known = |value: &Value| field.parse(&field.edit_text(value, lang)).ok().flatten();
            *entry = Entry::of_value(field, value.as_ref().and_then(known), lang);
        }
        self.judge(context);
    }

    /// What was saved is what the next record starts with.
    pub(crate) fn update_carried(&self, context: &mut Context) {
        if !self.target.is_new_among_others() {
            return;
        }
        for (code, value) in context.carried.of(&self.kind.code) {
            if let Some((_, entry)) = self.pairs().find(|(field, _)| field.code == *code) {
                value.clone_from(&entry.value);
            }
        }
    }

    /// Which fields are shown as carried.
    pub(crate) fn see_carried(&mut self, context: &mut Context) {
        self.carried.clear();
        if self.target.is_new_among_others() {
            self.carried
                .extend(context.carried.of(&self.kind.code).keys().cloned());
        }
    }
}
