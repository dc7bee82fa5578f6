//! The form on the screen: keys, questions, and where they lead. What it is filled with is
//! the model in `tui/form`.

mod ask;
pub(crate) mod view;

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::i18n::{AnswerMsg, Lang, ScreenMsg};
use crate::store::{ListKey, Result};
use crate::tui::act::relocate;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::Form;
use crate::tui::form::opening::Opening;
use crate::tui::form::outcome::SaveOutcome;
use crate::tui::form::steps::EditKind;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

/// The records around that of a form.
#[derive(Clone)]
pub(crate) enum Around {
    /// These.
    Listed(Neighbours),
    /// Those of a kind in a place, by name.
    Keyed {
        /// The kind.
        kind: Box<Kind>,
        /// The code of the place.
        place: String,
        /// Where the record stood when its form was opened: one that is renamed is left from there.
        at: Option<ListKey>,
    },
}

impl From<Neighbours> for Around {
    fn from(neighbours: Neighbours) -> Self {
        Self::Listed(neighbours)
    }
}

impl Around {
    /// Those of a kind in a place, by name.
    pub(super) fn of_kind(kind: &Kind, place: &str) -> Self {
        Self::Keyed {
            kind: Box::new(kind.clone()),
            place: place.to_owned(),
            at: None,
        }
    }

    /// The same around a record.
    fn around(mut self, id: Uuid, context: &Context) -> Result<Self> {
        if let Self::Keyed { kind, place, at } = &mut self {
            *at = context.store.list_key(kind, place, id)?;
        }
        Ok(self)
    }

    /// Returns the record `step` further.
    fn step(&self, from: Uuid, step: isize, context: &Context) -> Result<Option<Uuid>> {
        match self {
            Self::Listed(neighbours) => Ok(neighbours.step(from, step)),
            Self::Keyed { kind, place, at } => match at {
                Some(at) => context.store.list_neighbour(kind, place, at, step),
                None => Ok(None),
            },
        }
    }
}

/// The screen of a form.
pub struct FormScreen {
    form: Form,
    /// The records around this one, in the order of the list it was opened from.
    around: Around,
    /// That leaving loses the form was said; leaving again means it.
    loss_said: bool,
    body: (usize, usize),
}

impl FormScreen {
    /// Opens a form; `None` with a note when a draft cannot be opened.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the record or place is gone.
    pub(crate) fn open(context: &mut Context, opening: Opening) -> Result<Option<Self>> {
        Self::open_among(context, opening, Neighbours::default())
    }

    /// The same, with the records around it.
    pub(crate) fn open_among(
        context: &mut Context,
        opening: Opening,
        around: impl Into<Around>,
    ) -> Result<Option<Self>> {
        let Some(form) = Form::open(context, opening)? else {
            return Ok(None);
        };
        let around = around.into().around(form.id(), context)?;
        Ok(Some(Self {
            form,
            around,
            loss_said: false,
            body: context.body,
        }))
    }

    /// Goes to a form; nowhere, with a note, when a draft cannot be opened.
    ///
    /// # Errors
    /// Those of [`FormScreen::open`].
    pub(crate) fn push(context: &mut Context, opening: Opening) -> Result<Nav> {
        Self::push_among(context, opening, Neighbours::default())
    }

    /// The same, with the records around it.
    pub(crate) fn push_among(
        context: &mut Context,
        opening: Opening,
        around: impl Into<Around>,
    ) -> Result<Nav> {
        let form = Self::open_among(context, opening, around)?;
        Ok(form.map_or(Nav::Stay, |form| Nav::Push(Box::new(form))))
    }

    /// Goes to a field by its code, if the form has it.
    pub(crate) fn go_to_field(&mut self, code: &str, context: &mut Context) {
        self.form.go_to_field(code, context);
    }

    /// Opens the record before or after this one in its list, or the period before or after this one
    /// of a sheet. What was typed here is kept as a draft.
    fn step(&mut self, step: isize, context: &mut Context) -> Result<Nav> {
        let opening = if self.form.is_sheet() {
            self.form.other_period(step)
        } else {
            let id = self.around.step(self.form.id(), step, context)?;
            id.map(|id| Opening::Existing { id })
        };
        let Some(opening) = opening else {
            return Ok(Nav::Stay);
        };
        if !self.form.is_kept(context) {
            return Ok(Nav::Stay);
        }
        let around = self.around.clone();
        let next = Self::open_among(context, opening, around)?;
        Ok(next.map_or(Nav::Stay, |form| Nav::Replace(Box::new(form))))
    }

    /// F2: whatever saving asks is asked anew.
    fn begin_to_save(&mut self, context: &mut Context) -> Result<Nav> {
        self.form.begin_questions();
        self.save(context)
    }

    /// Saves, if nothing keeps it from being saved, and goes on to the next record.
    fn save(&mut self, context: &mut Context) -> Result<Nav> {
        match self.form.try_save(context)? {
            SaveOutcome::Written => return Ok(self.after_save(context)),
            SaveOutcome::Resubmitted => {
                let name = self.form.name(context.look.lang);
                context.say(AnswerMsg::Resubmitted { name });
                return Ok(self.on_to_the_next(context));
            }
            SaveOutcome::Unchanged => {
                context.say(ScreenMsg::Unchanged);
                return Ok(self.on_to_the_next(context));
            }
            SaveOutcome::Empty => context.say(ScreenMsg::Unchanged),
            SaveOutcome::Mistakes(count) => {
                if let Some(at) = self.form.mistakes().first() {
                    self.form.go_to(*at, context);
                }
                context.say(ScreenMsg::FixFirst { count });
            }
            SaveOutcome::Doubtful(at) => {
                self.form.go_to(at, context);
                return Ok(self.ask_why(at));
            }
            SaveOutcome::Unexplained => return Ok(self.ask_reason()),
            SaveOutcome::Unanswered(thread) => return Ok(self.ask_answer(thread)),
            SaveOutcome::Likely(id) => {
                return Ok(self.ask_same(QuestionTopic::SameOnSaving(id), id, context.look.lang));
            }
            SaveOutcome::Merged => context.say(ScreenMsg::OutdatedElsewhere),
            SaveOutcome::Conflict(fields) => {
                self.form.go_to_conflict(context);
                context.say(ScreenMsg::Outdated { fields });
            }
            SaveOutcome::OtherKind(moved) => context.say(moved),
            SaveOutcome::Gone => context.say(ScreenMsg::Gone),
        }
        Ok(Nav::Stay)
    }

    fn after_save(&self, context: &mut Context) -> Nav {
        self.form.update_carried(context);
        let name = self.form.name(context.look.lang);
        let count = self.form.problem_count();
        if self.form.is_new_among_others() {
            context.say(ScreenMsg::SavedNext { name });
        } else if count > 0 {
            context.say(ScreenMsg::SavedDoubtful { name, count });
        } else {
            context.say(ScreenMsg::Saved { name });
        }
        self.on_to_the_next(context)
    }

    /// After a new record comes an empty form, after one of a list the next of the list, else the
    /// screen below.
    fn on_to_the_next(&self, context: &mut Context) -> Nav {
        let next = self.form.another().or_else(|| {
            // This one is saved: that the next cannot be read must not look as if it were not.
            let next = self.around.step(self.form.id(), 1, context);
            let id = next.ok().flatten()?;
            Some(Opening::Existing { id })
        });
        let around = self.around.clone();
        let open = |opening| Self::open_among(context, opening, around).ok().flatten();
        next.and_then(open)
            .map_or(Nav::Pop, |form| Nav::Replace(Box::new(form)))
    }

    /// Opens the other record; what was typed here stays as a draft.
    fn open_instead(&mut self, id: Uuid, context: &mut Context) -> Result<Nav> {
        if !self.form.is_kept(context) {
            return Ok(Nav::Stay);
        }
        let form = Self::open(context, Opening::Existing { id })?;
        Ok(form.map_or(Nav::Stay, |form| Nav::Replace(Box::new(form))))
    }
}

impl Screen for FormScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Form
    }

    fn title(&self, lang: Lang) -> String {
        self.form.title(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let no_choices = self
            .form
            .field()
            .is_none_or(|field| field.choices().is_empty())
            && self.form.likely_at_focus().is_none();
        Obstacle::among([
            (Obstacle::ReadOnly, !self.form.is_writable()),
            (Obstacle::NoChoices, no_choices),
            (Obstacle::NotMovable, !self.form.can_be_moved()),
            (Obstacle::NotCarried, !self.form.can_be_carried()),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        self.loss_said = false;
        let page = self.page();
        let form = &mut self.form;
        match command {
            Command::Back if form.is_kept(context) => return Ok(Nav::Pop),
            Command::Back => return Ok(Nav::Stay),
            Command::Save => return self.begin_to_save(context),
            Command::Remove => return self.ask_to_drop_or_remove(context),
            Command::Relocate => return self.ask_to_move(context),
            Command::Choose => {
                return match form.likely_at_focus() {
                    Some(id) => self.open_instead(id, context),
                    None => Ok(self.choose(None, context)),
                };
            }
            Command::NextGroup => return self.step(1, context),
            Command::PreviousGroup => return self.step(-1, context),
            Command::NextField => form.go_on(context),
            Command::EachField => form.go_on_to_each(context),
            Command::PreviousField => form.go_to(form.focus().saturating_sub(1), context),
            Command::PageDown => form.go_to(form.focus() + page, context),
            Command::PageUp => form.go_to(form.focus().saturating_sub(page), context),
            Command::NextProblem => form.next_problem(context),
            Command::CopyPrevious => form.pull(context),
            Command::Undo => form.undo(context),
            Command::Redo => form.redo(context),
            Command::Carry => form.turn_carrying(context),
            other => form.edit_command(other, context),
        }
        Ok(self.ask_on_leaving(context.look.lang))
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.loss_said = false;
        self.form.take_keys(typed, context);
        Ok(Nav::Stay)
    }

    fn paste(&mut self, pasted: &str, context: &mut Context) -> Result<Nav> {
        self.loss_said = false;
        self.form.take_text(pasted, EditKind::Once, context);
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::SameOnLeaving(id) | QuestionTopic::SameOnSaving(id), Answer::Yes) => {
                self.open_instead(id, context)
            }
            (QuestionTopic::SameOnLeaving(_), Answer::No) => {
                self.form.tell_apart();
                Ok(Nav::Stay)
            }
            (QuestionTopic::SameOnSaving(_), Answer::No) => {
                self.form.tell_apart();
                self.save(context)
            }
            (QuestionTopic::Drop, Answer::Yes) => {
                self.form.discard_draft(context);
                context.say(ScreenMsg::Dropped);
                Ok(Nav::Pop)
            }
            (QuestionTopic::Drop, Answer::At(_)) => self.ask_to_remove(context),
            (QuestionTopic::Move(topic), answer) => {
                Ok(relocate::go_on(topic, answer, context)?.unwrap_or(Nav::Pop))
            }
            (QuestionTopic::Removal(_), Answer::Yes) => self.remove_or_ask(context),
            (QuestionTopic::RemovalReason(_), Answer::Words(reason)) => {
                self.form.remove(&reason, context)?;
                Ok(Nav::Pop)
            }
            (QuestionTopic::FindingAnswer(id), Answer::Words(words)) => {
                self.form.answer_finding(id, words);
                self.save(context)
            }
            (QuestionTopic::LockedValues, Answer::Words(reason)) => {
                self.form.explain(reason);
                self.save(context)
            }
            (QuestionTopic::Doubt(code), Answer::Reason { why, note }) => {
                if let Some(at) = self.form.position(&code) {
                    self.form.give_reason(at, why, note);
                }
                self.save(context)
            }
            (QuestionTopic::Value, Answer::Code(code)) => {
                Ok(self.take_choice(Some(&code), context))
            }
            (QuestionTopic::Value, Answer::NoChoice) => Ok(self.take_choice(None, context)),
            _ => Ok(Nav::Stay),
        }
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.body = context.body;
        self.form.refresh(context)
    }

    fn may_be_left(&mut self, context: &mut Context) -> bool {
        if self.loss_said || self.form.is_kept(context) {
            return true;
        }
        self.loss_said = true;
        context.say(ScreenMsg::NotKeptAgain);
        false
    }

    fn language_switched(&mut self, lang: Lang) {
        self.form.language_switched(lang);
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        self.form.field_help(lang)
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
