//! The same forms as line prompts: for screen readers, dumb terminals, and figures read out over
//! the telephone.
//!
//! Output is only ever appended, a plain line at a time, and answers may come from a pipe. `talk`
//! knows lines and nothing of forms, `menu` the ways to a form, and the form itself is the one of
//! the screens.

mod acts;
mod asked;
mod except;
mod fault;
mod fill;
mod menu;
mod part;
mod prompt_io;
mod relocate;
mod sheets;
mod unsaved;

use std::io::{self, IsTerminal as _};

use chrono::NaiveDate;

pub use self::fault::PromptFault;
use self::prompt_io::{Echo, PromptIo, Stop};
use self::unsaved::Unsaved;
use super::carried::Carried;
use super::context::Context;
use super::look::{Look, Theme};
use super::person::Person;
use super::terminal::probe::Ambiguous;
use crate::i18n::{Lang, PlainMsg, Say};
use crate::store::{Store, StoreError};

/// Asks on standard output and reads standard input until the person leaves or the input ends. A
/// form that is open by then is a draft.
///
/// # Errors
/// When the ledger or the output fails, what was typed cannot be kept, or a form that was to be
/// saved is not: a script that answers the prompts must be able to tell.
pub fn run(store: Store, person: Person, lang: Lang) -> Result<(), PromptFault> {
    let echo = if io::stdin().is_terminal() {
        Echo::Terminal
    } else {
        Echo::Nobody
    };
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let io = PromptIo::new(&mut input, &mut output, lang, echo);
    let look = Look {
        lang,
        ambiguous: Ambiguous::Unknown,
        theme: Theme::Mono,
    };
    let day = store.today();
    let unsaved = Unsaved::default();
    let mut plain = Plain {
        store,
        person,
        look,
        day,
        io,
        unsaved,
    };
    match plain.begin() {
        Ok(()) | Err(Stop::End) => plain.unsaved.told(),
        Err(Stop::PromptFault(fault)) => Err(fault),
    }
}

/// A session of prompts.
struct Plain<'a> {
    store: Store,
    person: Person,
    look: Look,
    day: NaiveDate,
    io: PromptIo<'a>,
    unsaved: Unsaved,
}

impl Plain<'_> {
    fn begin(&mut self) -> Result<(), Stop> {
        let name = self.person.name.clone();
        self.say(&PlainMsg::Intro { name })?;
        self.drafts()?;
        self.returned()?;
        self.towns()
    }

    fn say(&mut self, message: &dyn Say) -> Result<(), Stop> {
        let words = message.say(self.look.lang);
        self.io.line(&words)
    }

    /// Prints an error of the ledger, and notes its cause in the log beside it.
    fn say_error(&mut self, operation: &str, error: &StoreError) -> Result<(), Stop> {
        if let Some(log) = self.store.problem_log("enter") {
            log.add(operation, &error.cause());
        }
        self.say(error)
    }

    /// Does something that a screen could do too, and prints the note that it leaves.
    fn with<T>(&mut self, act: impl FnOnce(&mut Context) -> T) -> Result<T, Stop> {
        // The prompts carry nothing on.
        let mut note = None;
        let mut carried = Carried::default();
        // The forms ask for a size only to lay out a page.
        let body = (0, 0);
        let mut context = Context::new(
            &mut self.store,
            &self.person,
            self.look,
            self.day,
            body,
            &mut carried,
            &mut note,
        );
        let done = act(&mut context);
        if let Some(note) = note {
            self.say(&note)?;
        }
        if let Some(doubt) = self.store.take_clock_doubt() {
            self.say(&doubt)?;
        }
        Ok(done)
    }
}
