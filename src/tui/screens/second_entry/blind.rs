//! A record keyed again from the paper: every field is compared as it is left, and what the first
//! person entered is never shown.

use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::review::{Attempts, KeyingStep, SecondEntryOutcome};
use crate::domain::value::{Field, Value};
use crate::i18n::{Lang, Say, ScreenMsg, SecondEntryMsg, named};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::entry::Entry;
use crate::tui::form::keeper::Keeper;
use crate::tui::form::typing::{self, Cut};
use crate::tui::part::choices;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

/// A field on its way.
pub(super) struct Slot {
    pub(super) field: Field,
    /// What is typed now; it begins empty whatever the ledger holds.
    pub(super) entry: Entry,
    /// What the ledger holds.
    pub(super) first: Option<Value>,
    pub(super) attempts: Attempts,
}

/// The screen.
pub(crate) struct SecondEntryScreen {
    pub(super) kind: Kind,
    /// The record at the version that the fields are compared with.
    pub(super) record: Record,
    pub(super) place: String,
    pub(super) slots: Vec<Slot>,
    pub(super) focus: usize,
    pub(super) keeper: Keeper,
    pub(super) neighbours: Neighbours,
    pub(super) body: (usize, usize),
    /// Something differed since the bell was asked for.
    pub(super) rings: bool,
    /// That leaving loses what is typed was said; leaving again means it.
    pub(super) loss_said: bool,
}

impl Slot {
    /// An empty field to be keyed.
    pub(super) fn new(field: &Field, first: Option<Value>, lang: Lang) -> Self {
        let (field, entry) = (field.clone(), Entry::of_value(field, None, lang));
        Self {
            field,
            entry,
            first,
            attempts: Attempts::default(),
        }
    }

    pub(super) const fn is_settled(&self) -> bool {
        self.attempts.outcome.is_some()
    }

    /// Whether anything was done here that a draft has to keep.
    pub(super) fn is_touched(&self) -> bool {
        self.attempts.tries > 0 || !self.entry.text().is_empty()
    }

    /// Whether what was keyed is to take the place of the first entry.
    pub(super) fn is_replaced(&self) -> bool {
        self.attempts.outcome == Some(SecondEntryOutcome::FirstWrong)
    }

    /// Makes the field ready for typing; `false` where it agreed and is done with.
    fn opens(&mut self) -> bool {
        if self.is_replaced() {
            self.reopen();
        }
        !self.is_settled()
    }

    /// Empties a field that was settled, to be keyed again.
    pub(super) fn reopen(&mut self) {
        self.attempts.reopen();
        self.empty();
    }

    fn empty(&mut self) {
        self.entry.put(&self.field, String::new());
        self.entry.enter();
    }
}

impl SecondEntryScreen {
    /// What the record is called.
    pub(super) fn name(&self, lang: Lang) -> String {
        self.record.known_by().get(lang).to_owned()
    }

    pub(super) fn settled(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is_settled()).count()
    }

    fn here(&mut self) -> Option<&mut Slot> {
        self.slots.get_mut(self.focus)
    }

    /// Compares what stands in the field in focus; whether nothing is left there that was not
    /// compared, or differs.
    pub(super) fn key_what_stands(&mut self, context: &mut Context) -> bool {
        let at = self.focus;
        let is_open = |keying: &Self| keying.slots.get(at).is_some_and(|slot| !slot.is_settled());
        let is_half_keyed = is_open(self)
            && self
                .slots
                .get(at)
                .is_some_and(|slot| !slot.entry.text().is_empty());
        if is_half_keyed {
            self.key(context);
        }
        !(is_half_keyed && is_open(self))
    }

    /// Enter: compares the field in focus with the first entry, and goes on where the two are
    /// settled.
    pub(super) fn key(&mut self, context: &mut Context) {
        let lang = context.look.lang;
        let Some(slot) = self.slots.get_mut(self.focus) else {
            return;
        };
        if slot.is_settled() {
            return self.go_on(context);
        }
        slot.entry.settle(&slot.field, lang);
        if let Some(refusal) = slot.entry.refusal.clone() {
            context.say(refusal);
            return self.keep_draft(context);
        }
        match slot
            .attempts
            .key(slot.first.as_ref(), slot.entry.value.as_ref())
        {
            KeyingStep::Agrees => self.go_on(context),
            KeyingStep::Differs => {
                slot.empty();
                self.rings = true;
            }
            KeyingStep::Replaces => {
                // Who presses Enter through empty fields must see it: the second press may have
                // been meant for the next.
                let is_emptied = slot.entry.value.is_none();
                self.go_on(context);
                context.say(if is_emptied {
                    SecondEntryMsg::Emptied
                } else {
                    SecondEntryMsg::Replaced
                });
            }
        }
        self.keep_draft(context);
    }

    /// Goes to the next field that is open, and from the last one to those that were left behind.
    fn go_on(&mut self, context: &mut Context) {
        let open = |at: &usize| self.slots.get(*at).is_some_and(|slot| !slot.is_settled());
        let next = (self.focus + 1..self.slots.len())
            .find(open)
            .or_else(|| (0..self.slots.len()).find(open));
        match next {
            Some(at) => self.go_to(at, context),
            None => context.say(SecondEntryMsg::AllKeyed),
        }
    }

    /// Leaves the field in focus for another one without comparing it.
    pub(super) fn go_to(&mut self, at: usize, context: &mut Context) {
        if let Some(slot) = self.here().filter(|slot| !slot.is_settled()) {
            slot.entry.settle(&slot.field, context.look.lang);
        }
        self.focus = at.min(self.slots.len().saturating_sub(1));
        if let Some(slot) = self.here() {
            slot.entry.enter();
        }
        self.keep_draft(context);
    }

    /// The keys that move, and those that edit inside a field.
    fn edit(&mut self, command: Command, context: &mut Context) {
        let page = self.page();
        let request = match command {
            Command::PreviousField => return self.go_to(self.focus.saturating_sub(1), context),
            Command::Down => return self.go_to(self.focus + 1, context),
            Command::PageUp => return self.go_to(self.focus.saturating_sub(page), context),
            Command::PageDown => return self.go_to(self.focus + page, context),
            other => typing::request_of(other),
        };
        let Some(request) = request else {
            return;
        };
        let lang = context.look.lang;
        let step = if command == Command::Right { 1 } else { -1 };
        let moves = matches!(
            command,
            Command::Left | Command::Right | Command::First | Command::Last
        );
        let is_chosen = self.here().is_some_and(|slot| slot.field.is_choice());
        if moves && !(is_chosen && matches!(command, Command::Left | Command::Right)) {
            if let Some(slot) = self.here() {
                slot.entry.edit(&slot.field, request);
            }
            return;
        }
        self.change(context, |slot| {
            if moves {
                slot.entry.turn_choice(&slot.field, step, lang);
            } else {
                slot.entry.edit(&slot.field, request);
            }
        });
    }

    /// Changes the text in focus and keeps it, unless the field agreed already; whether it did.
    fn change(&mut self, context: &mut Context, act: impl FnOnce(&mut Slot)) -> bool {
        let Some(slot) = self.slots.get_mut(self.focus) else {
            return false;
        };
        if !slot.opens() {
            context.say(SecondEntryMsg::Settled);
            return false;
        }
        act(slot);
        self.keep_draft(context);
        true
    }

    /// The choices of the field in focus, with the cursor on the one of a code.
    fn choose(&self, at: Option<&str>, context: &Context) -> Nav {
        let Some(slot) = self.slots.get(self.focus) else {
            return Nav::Stay;
        };
        let size = context.list_size();
        let picker = choices::list(&slot.field, slot.entry.value.as_ref(), at, size);
        Nav::ask(QuestionTopic::Value, picker)
    }

    /// The next record of the queue that has something to key; the queue where there is none.
    pub(super) fn next_record(&self, context: &mut Context) -> Result<Nav> {
        let mut at = self.record.id;
        while let Some(id) = self.neighbours.step(at, 1) {
            if let Some(next) = Self::open(context, id, self.neighbours.clone())? {
                return Ok(Nav::Replace(Box::new(next)));
            }
            at = id;
        }
        Ok(Nav::Pop)
    }
}

impl Screen for SecondEntryScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::SecondEntry
    }

    fn title(&self, lang: Lang) -> String {
        format!(
            "{} > {} > {}",
            self.place,
            self.kind.label.get(lang),
            self.name(lang)
        )
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let no_choices = self
            .slots
            .get(self.focus)
            .is_none_or(|slot| slot.field.choices().is_empty());
        Obstacle::among([(Obstacle::NoChoices, no_choices)])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        self.loss_said = false;
        match command {
            Command::Back => {
                return Ok(if self.is_kept(context) {
                    Nav::Pop
                } else {
                    Nav::Stay
                });
            }
            Command::NextGroup if self.is_kept(context) => return self.next_record(context),
            Command::Save => return self.save(context),
            Command::Choose => return Ok(self.choose(None, context)),
            Command::NextField => self.key(context),
            other => self.edit(other, context),
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.loss_said = false;
        let (first, lines) = typing::first_line(typed);
        let (lang, today) = (context.look.lang, context.day);
        let mut cut = Cut::default();
        if self.change(context, |slot| {
            let typed = slot.entry.with_today(&slot.field, &first, today);
            cut = slot.entry.type_text(&slot.field, &typed, lang);
        }) {
            Cut { lines, ..cut }.say(context);
        }
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let lang = context.look.lang;
        let code = match (topic, answer) {
            (QuestionTopic::Value, Answer::Code(code)) => Some(code),
            (QuestionTopic::Value, Answer::NoChoice) => None,
            _ => return Ok(Nav::Stay),
        };
        let code = code.as_deref();
        let mut several = false;
        let is_taken = self.change(context, |slot| {
            several = slot.field.is_several();
            slot.entry.take_choice(&slot.field, code, lang);
        });
        if several {
            return Ok(self.choose(code, context));
        }
        if is_taken {
            self.key(context);
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        // What is keyed keeps what it was compared with; who saved in between is met when it
        // is saved.
        self.body = context.body;
        Ok(())
    }

    fn may_be_left(&mut self, context: &mut Context) -> bool {
        if self.loss_said || self.is_kept(context) {
            return true;
        }
        self.loss_said = true;
        context.say(ScreenMsg::NotKeptAgain);
        false
    }

    fn takes_bell(&mut self) -> bool {
        std::mem::take(&mut self.rings)
    }

    fn language_switched(&mut self, lang: Lang) {
        for slot in &mut self.slots {
            slot.entry.language_switched(&slot.field, lang);
        }
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let field = self.slots.get(self.focus).map(|slot| &slot.field);
        let field = field.map(|field| named(field.label.get(lang), field.help.get(lang), lang));
        std::iter::once(SecondEntryMsg::KeyingHelp.say(lang))
            .chain(field)
            .collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
