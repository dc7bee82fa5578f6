//! What is done to the field in focus. All of it goes through one place, which keeps the step and
//! the draft.

use tui_input::InputRequest;

use super::entry::Entry;
use super::form::Form;
use super::steps::EditKind;
use super::typing::{self, Cut};
use crate::domain::value::Field;
use crate::i18n::{Lang, ScreenMsg};
use crate::tui::command::Command;
use crate::tui::context::Context;

impl Form {
    /// Does something to the field in focus, remembers it as a step, judges, and keeps the draft.
    pub(crate) fn act(
        &mut self,
        doing: EditKind,
        context: &mut Context,
        act: impl FnOnce(&Field, &mut Entry, Lang),
    ) {
        let focus = self.focus;
        let Some((field, entry)) = self.focused_mut() else {
            return;
        };
        let before = entry.edit_state();
        act(field, entry, context.look.lang);
        let after = entry.edit_state();
        if before.text != after.text {
            self.steps.done(focus, doing, before, after);
            self.judge(context);
        }
        self.keep_draft(context);
    }

    /// Takes typed characters. A digit that chooses goes on to the next field, and
    /// what was typed behind it belongs there: keys may come many at a time.
    pub(crate) fn take_keys(&mut self, typed: &str, context: &mut Context) {
        let mut rest = typed.chars();
        while let Some(key) = rest.clone().next() {
            let at = self.focused().filter(|_| self.target.writable);
            if !at.is_some_and(|(field, entry)| entry.is_chosen_by(field, key)) {
                break;
            }
            rest.next();
            self.take_text(key.encode_utf8(&mut [0; 4]), EditKind::Typing, context);
            self.go_on_from_choice(context);
        }
        if !rest.as_str().is_empty() {
            self.take_text(rest.as_str(), EditKind::Typing, context);
        }
    }

    /// Takes text into the field in focus, its first line if it has several.
    pub(crate) fn take_text(&mut self, typed: &str, doing: EditKind, context: &mut Context) {
        if !self.target.writable {
            return context.say(ScreenMsg::ReadOnlyPlace);
        }
        let (first, lines) = typing::first_line(typed);
        let mut cut = Cut::default();
        let today = context.day;
        self.act(doing, context, |field, entry, lang| {
            let typed = entry.with_today(field, &first, today);
            cut = entry.type_text(field, &typed, lang);
        });
        Cut { lines, ..cut }.say(context);
    }

    /// Takes a choice into the field in focus, or drops it there, as its list says.
    pub(crate) fn take_choice(&mut self, code: Option<&str>, context: &mut Context) {
        self.act(EditKind::Once, context, |field, entry, lang| {
            entry.take_choice(field, code, lang);
        });
    }

    /// The keys that edit inside a field.
    pub(crate) fn edit_command(&mut self, command: Command, context: &mut Context) {
        let has_choices = self.field().is_some_and(Field::is_choice);
        let (request, doing) = match command {
            Command::Left | Command::Right if has_choices => {
                return self.turn_choice(if command == Command::Right { 1 } else { -1 }, context);
            }
            Command::Left => return self.move_cursor(InputRequest::GoToPrevChar, context),
            Command::Right => return self.move_cursor(InputRequest::GoToNextChar, context),
            Command::First => return self.move_cursor(InputRequest::GoToStart, context),
            Command::Last => return self.move_cursor(InputRequest::GoToEnd, context),
            Command::EraseBack => (InputRequest::DeletePrevChar, EditKind::Typing),
            Command::EraseForward => (InputRequest::DeleteNextChar, EditKind::Typing),
            Command::ClearField => (InputRequest::DeleteLine, EditKind::Once),
            _ => return,
        };
        if self.target.writable {
            self.edit(request, doing, context);
        }
    }

    fn edit(&mut self, request: InputRequest, doing: EditKind, context: &mut Context) {
        self.act(doing, context, |field, entry, _| {
            entry.edit(field, request);
        });
    }

    /// What is typed elsewhere in the field is a step of its own.
    fn move_cursor(&mut self, request: InputRequest, context: &mut Context) {
        self.steps.end_run();
        self.edit(request, EditKind::Once, context);
    }

    fn turn_choice(&mut self, step: isize, context: &mut Context) {
        if self.target.writable {
            self.act(EditKind::Turning, context, |field, entry, lang| {
                entry.turn_choice(field, step, lang);
            });
        }
    }
}
