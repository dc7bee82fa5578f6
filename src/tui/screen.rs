//! One screen of the stack: what it is given, what it answers, and where it leads.

use uuid::Uuid;

use super::canvas::Canvas;
use super::command::{Command, CommandScope, Obstacle};
use super::context::Context;
use super::job::ProposedImport;
use super::question::{Answer, QuestionTopic};
use super::task::Order;
use crate::domain::text::folding;
use crate::i18n::{Lang, Say};
use crate::store::Result;

/// Where a screen leads.
pub enum Nav {
    /// Nowhere.
    Stay,
    /// To another screen on top.
    Push(Box<dyn Screen>),
    /// To a question on top; what it is about comes back with the answer.
    Ask(QuestionTopic, Box<dyn Screen>),
    /// To another screen instead.
    Replace(Box<dyn Screen>),
    /// Back.
    Pop,
    /// Back, with an answer to the question.
    Answer(Answer),
    /// To what was found in the ledger: a place or a record.
    Found(Answer),
    /// Nowhere until an order is carried out by a job.
    Start(Box<Order>),
}

impl Nav {
    /// To a question on top.
    pub(crate) fn ask(topic: QuestionTopic, question: impl Screen + 'static) -> Self {
        Self::Ask(topic, Box::new(question))
    }
}

/// What a screen below a form may be asked: the record before or after one, in the order it shows
/// them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The records, in order.
    pub ids: Vec<Uuid>,
}

impl Neighbours {
    /// The record `step` further.
    #[must_use]
    pub fn step(&self, from: Uuid, step: isize) -> Option<Uuid> {
        neighbour(&self.ids, |id| *id == from, step).copied()
    }
}

/// Returns what stands `step` further in a list than the first that is meant; nothing beyond its
/// ends.
pub(crate) fn neighbour<T>(
    list: &[T],
    is_meant: impl FnMut(&T) -> bool,
    step: isize,
) -> Option<&T> {
    let at = list.iter().position(is_meant)?;
    list.get(at.checked_add_signed(step)?)
}

/// One screen.
pub trait Screen {
    /// Whose commands are to be had.
    fn scope(&self) -> CommandScope;

    /// What it is called.
    fn title(&self, lang: Lang) -> String;

    /// What stands in the way of commands now.
    fn obstacles(&self) -> Vec<Obstacle> {
        Vec::new()
    }

    /// Carries a command out.
    ///
    /// # Errors
    /// When the ledger refuses; the note says why and the screen stays.
    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav>;

    /// Takes typed text. On a list that is something to find; a space alone is not.
    ///
    /// # Errors
    /// As for commands.
    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        if folding::figure(typed).is_empty() {
            return Ok(Nav::Stay);
        }
        self.find(typed, context)
    }

    /// Asks what to go to, beginning with what was typed.
    ///
    /// # Errors
    /// As for commands.
    fn find(&mut self, _typed: &str, _context: &mut Context) -> Result<Nav> {
        Ok(Nav::Stay)
    }

    /// Takes pasted text, which is typing unless the screen says otherwise.
    ///
    /// # Errors
    /// As for commands.
    fn paste(&mut self, pasted: &str, context: &mut Context) -> Result<Nav> {
        self.text(pasted, context)
    }

    /// Takes the answer to a question of this screen.
    ///
    /// # Errors
    /// As for commands.
    fn answer(
        &mut self,
        _topic: QuestionTopic,
        _answer: Answer,
        _context: &mut Context,
    ) -> Result<Nav> {
        Ok(Nav::Stay)
    }

    /// Reads again what the ledger now holds: the screen is shown again, or another program wrote.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn refresh(&mut self, _context: &mut Context) -> Result<()> {
        Ok(())
    }

    /// Whether there is work left that is done between keys.
    fn is_at_work(&self) -> bool {
        false
    }

    /// Does a part of that work, which takes no longer than a key may. Returns whether there is
    /// something new to see.
    ///
    /// # Errors
    /// When the ledger cannot be read. The work is given up.
    fn work(&mut self, _context: &mut Context) -> Result<bool> {
        Ok(false)
    }

    /// Ends the work that any key ends. It is called for every key and text, bound or not, before
    /// that is handled.
    fn interrupt(&mut self) {}

    /// Takes how a file may be imported, as a job found.
    fn proposed(&mut self, _proposed: &ProposedImport) {}

    /// Is told that a job is done or was cancelled.
    fn job_ended(&mut self) {}

    /// Whether the program may end without losing what this screen holds; if not, a note of why.
    fn may_be_left(&mut self, _context: &mut Context) -> bool {
        true
    }

    /// Whether the terminal is to beep for what just happened; asked after every input.
    fn takes_bell(&mut self) -> bool {
        false
    }

    /// Something the words of which hold typed or chosen text is told that the language was
    /// switched.
    fn language_switched(&mut self, _lang: Lang) {}

    /// What F1 says beside the keys: paragraphs.
    fn help(&self, lang: Lang) -> Vec<String>;

    /// Draws it; rows under it belong to the message line and the hint bar.
    fn view(&self, canvas: &mut Canvas);
}

/// A screen that says so where it has nothing to show.
pub(crate) fn nothing(canvas: &mut Canvas, row: usize, why: &dyn Say) {
    let words = why.say(canvas.look.lang);
    canvas.line(row, &words, ratatui::style::Style::new());
    canvas.cursor(0, row);
}
