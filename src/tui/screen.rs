//! One screen of the stack: what it is given, what it answers, and where it leads.

use chrono::NaiveDate;
use uuid::Uuid;

use super::canvas::Canvas;
use super::carried::Carried;
use super::command::{Command, Obstacle, Scope};
use super::look::Look;
use super::person::Person;
use crate::domain::review::ReasonKind;
use crate::i18n::{Lang, Say};
use crate::store::{Result, Store};

/// What a screen works with while it handles a key.
pub struct Context<'a> {
    /// The ledger.
    pub store: &'a mut Store,
    /// Who sits there.
    pub person: &'a Person,
    /// Language and styles.
    pub look: Look,
    /// Today.
    pub day: NaiveDate,
    /// Columns and rows that a screen has for itself.
    pub body: (usize, usize),
    /// What is carried from one new record to the next.
    pub carried: &'a mut Carried,
    note: &'a mut Option<Box<dyn Say>>,
}

impl<'a> Context<'a> {
    /// A context whose notes go to `note`.
    pub fn new(
        store: &'a mut Store,
        person: &'a Person,
        look: Look,
        day: NaiveDate,
        body: (usize, usize),
        carried: &'a mut Carried,
        note: &'a mut Option<Box<dyn Say>>,
    ) -> Self {
        Self {
            store,
            person,
            look,
            day,
            body,
            carried,
            note,
        }
    }

    /// Shows a note in the message line until the next key.
    pub fn say(&mut self, note: impl Say + 'static) {
        *self.note = Some(Box::new(note));
    }
}

/// Where a screen leads.
pub enum Nav {
    /// Nowhere.
    Stay,
    /// To another screen on top.
    Push(Box<dyn Screen>),
    /// To another screen instead.
    Replace(Box<dyn Screen>),
    /// Back.
    Pop,
    /// Back, with something for the screen below.
    Answer(Answer),
    /// Out of the program.
    Leave,
}

/// What a screen that was on top brings back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The key of what was picked.
    Picked(String),
    /// A question was answered with yes; what it was about.
    Confirmed(String),
    /// A question was answered with no.
    Declined,
    /// Why something doubtful stands.
    Reason {
        /// What was asked about.
        about: String,
        /// The reason.
        why: ReasonKind,
        /// The same in words, where somebody said more.
        note: String,
    },
    /// What somebody wrote.
    Said(String),
    /// A command to run.
    Run(Command),
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
        let at = self.ids.iter().position(|id| *id == from)?;
        self.ids.get(at.checked_add_signed(step)?).copied()
    }
}

/// One screen.
pub trait Screen {
    /// Whose commands are to be had.
    fn scope(&self) -> Scope;

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

    /// Takes typed text.
    ///
    /// # Errors
    /// As for commands.
    fn text(&mut self, _typed: &str, _context: &mut Context) -> Result<Nav> {
        Ok(Nav::Stay)
    }

    /// Takes pasted text, which is typing unless the screen says otherwise.
    ///
    /// # Errors
    /// As for commands.
    fn paste(&mut self, pasted: &str, context: &mut Context) -> Result<Nav> {
        self.text(pasted, context)
    }

    /// Takes what the screen on top brought back.
    ///
    /// # Errors
    /// As for commands.
    fn answer(&mut self, _answer: Answer, _context: &mut Context) -> Result<Nav> {
        Ok(Nav::Stay)
    }

    /// Reads again what the ledger now holds: the screen is shown again, or another program wrote.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn refresh(&mut self, _context: &mut Context) -> Result<()> {
        Ok(())
    }

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
