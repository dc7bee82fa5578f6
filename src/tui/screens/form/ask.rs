//! The questions of a form.

use uuid::Uuid;

use super::FormScreen;
use crate::domain::value::Field;
use crate::i18n::{AnswerMsg, Lang, MoveMsg, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::act::{relocate, remove};
use crate::tui::context::Context;
use crate::tui::form::removal::wants_reason;
use crate::tui::form::review_threads::Silence;
use crate::tui::form::same_name::ANSWERS;
use crate::tui::part::choices;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::why::Question;
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

impl FormScreen {
    /// The choices of the field in focus, with the cursor on the one of a code.
    pub(super) fn choose(&self, at: Option<&str>, context: &Context) -> Nav {
        let Some((field, entry)) = self.form.focused() else {
            return Nav::Stay;
        };
        let size = context.list_size();
        let picker = choices::list(field, entry.value.as_ref(), at, size);
        Nav::ask(QuestionTopic::Value, picker)
    }

    /// Takes what was picked. The list stays open where there may be several.
    pub(super) fn take_choice(&mut self, code: Option<&str>, context: &mut Context) -> Nav {
        if !self.form.is_writable() {
            return Nav::Stay;
        }
        self.form.take_choice(code, context);
        if self.form.field().is_some_and(Field::is_several) {
            return self.choose(code, context);
        }
        self.form.go_on_from_choice(context);
        Nav::Stay
    }

    /// Asks whether what was typed is dropped, or whether the record is removed; where nothing was
    /// typed, only the latter.
    pub(super) fn ask_to_drop_or_remove(&self, context: &mut Context) -> Result<Nav> {
        let is_new = self.form.is_new();
        if !self.form.is_changed() {
            if !is_new {
                return self.ask_to_remove(context);
            }
            context.say(ScreenMsg::NothingToDrop);
            return Ok(Nav::Stay);
        }
        let lang = context.look.lang;
        let item = |code: &str, words: &ScreenMsg, answer| Item {
            code: code.to_owned(),
            name: Text::of(words),
            extra: Text::default(),
            answer,
        };
        let mut items = vec![
            item("1", &ScreenMsg::GoOnTyping, Answer::No),
            item("2", &ScreenMsg::DropIt, Answer::Yes),
        ];
        if !is_new {
            items.push(item("3", &ScreenMsg::RemoveRecord, Answer::At(0)));
        }
        let name = self.form.name(lang);
        let title = Text::of(&ScreenMsg::AskDrop { name });
        let picker = Picker::new(title, items, 0, context.list_size());
        Ok(Nav::ask(
            QuestionTopic::Drop,
            picker.above(self.form.typed_lines()),
        ))
    }

    /// Asks where the facility is moved to; nothing may be typed by then.
    pub(super) fn ask_to_move(&self, context: &mut Context) -> Result<Nav> {
        if self.form.is_changed() {
            context.say(MoveMsg::SaveFirst);
            return Ok(Nav::Stay);
        }
        relocate::ask_how(self.form.id(), context)
    }

    pub(super) fn ask_to_remove(&self, context: &mut Context) -> Result<Nav> {
        let name = self.form.name(context.look.lang);
        remove::ask_to_remove(self.form.id(), name, context)
    }

    /// Takes the record out of the ledger, or asks why first.
    pub(super) fn remove_or_ask(&mut self, context: &mut Context) -> Result<Nav> {
        let lang = context.look.lang;
        let id = self.form.id();
        if self.form.is_reviewed() && wants_reason(id, context)? {
            return Ok(remove::ask_reason(id, self.form.name(lang)));
        }
        self.form.remove("", context)?;
        Ok(Nav::Pop)
    }

    /// Asks why the value of a field stands.
    pub(super) fn ask_why(&self, at: usize) -> Nav {
        let Some((field, _)) = self.form.pair(at) else {
            return Nav::Stay;
        };
        let question = Question::new(self.form.doubt_lines(at)).in_words(self.form.wants_words(at));
        Nav::ask(QuestionTopic::Doubt(field.code.clone()), question)
    }

    /// Asks for an answer to a finding.
    pub(super) fn ask_answer(&self, id: Uuid) -> Nav {
        let lines = self.form.answer_lines(id);
        let words = Words::new(&AnswerMsg::AnswerTitle, lines, self.form.silence(id));
        let words = words.explained(&AnswerMsg::WordsHelp);
        let before = self.form.answer_before(id);
        Nav::ask(
            QuestionTopic::FindingAnswer(id),
            words.beginning_with(before),
        )
    }

    /// Asks why locked values are changed.
    pub(super) fn ask_reason(&self) -> Nav {
        let lines = vec![self.form.reason_line()];
        let words = Words::new(&AnswerMsg::ReasonTitle, lines, Silence::Refused);
        let words = words.explained(&AnswerMsg::WordsHelp);
        let before = self.form.reason_before();
        Nav::ask(QuestionTopic::LockedValues, words.beginning_with(before))
    }

    /// Asks whether this is another record, when its name was left.
    pub(super) fn ask_on_leaving(&mut self, lang: Lang) -> Nav {
        match self.form.take_name_question() {
            Some(id) => self.ask_same(QuestionTopic::SameOnLeaving(id), id, lang),
            None => Nav::Stay,
        }
    }

    /// Asks whether this is the record of that id.
    pub(super) fn ask_same(&self, topic: QuestionTopic, id: Uuid, lang: Lang) -> Nav {
        let question = self.form.same_record_question(id);
        let zh = self.form.distinguishing_lines(id, Lang::Zh);
        let en = self.form.distinguishing_lines(id, Lang::En);
        let below = zh
            .into_iter()
            .zip(en)
            .map(|(zh, en)| Text { zh, en })
            .collect();
        Nav::ask(topic, Picker::to_ask(&question, ANSWERS, lang).above(below))
    }
}
