//! Undo and redo in a form.

use super::entry::EditState;
use super::form::Form;
use crate::i18n::ScreenMsg;
use crate::tui::context::Context;

impl Form {
    /// Takes the last step back, with the cursor in its field.
    pub(crate) fn undo(&mut self, context: &mut Context) {
        match self.steps.undo() {
            Some(states) => self.go_back_to(&states, context),
            None => context.say(ScreenMsg::NothingToUndo),
        }
    }

    /// Does again what was taken back last.
    pub(crate) fn redo(&mut self, context: &mut Context) {
        match self.steps.redo() {
            Some(states) => self.go_back_to(&states, context),
            None => context.say(ScreenMsg::NothingToRedo),
        }
    }

    fn go_back_to(&mut self, states: &[(usize, EditState)], context: &mut Context) {
        for (at, state) in states {
            self.focus = *at;
            if let Some((field, entry)) = self.focused_mut() {
                entry.go_back_to(field, state, context.look.lang);
            }
        }
        self.judge(context);
        self.keep_draft(context);
    }
}
