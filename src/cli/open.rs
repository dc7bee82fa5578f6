//! The bare command: the screens over the ledger, which is made when there is none.

use std::io::{IsTerminal as _, stdin, stdout};

use chrono::NaiveDate;

use super::author::system_user;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{desk, ledger};
use crate::i18n::{CliFault, CliTask};
use crate::store::{Cause, Store};
use crate::tui::terminal::OpenError;
use crate::tui::{self, Desk, Ending, Person, Role, RunError, Start, TaskFiles, WorksOn};

/// Runs the screens; where a day is named, on the ledger as it was at the end of that day.
pub(super) fn run(as_of: Option<NaiveDate>, context: &CliContext) -> CliResult<Exit> {
    need_terminal()?;
    let store = if context.db.exists() || as_of.is_some() {
        ledger::open_as_of(context, as_of)?
    } else {
        ledger::make_of_seeds(&context.db, &system_user())?
    };
    session(
        store,
        Person {
            name: system_user(),
            role: Role::Admin,
            works_on: WorksOn::Ledger,
        },
        Start::Matrix,
        TaskFiles::Anywhere,
        context,
    )
}

/// Refuses before anything is made: a ledger that appears although the command failed would be a
/// surprise.
pub(super) fn need_terminal() -> CliResult<()> {
    let there = stdin().is_terminal() && stdout().is_terminal();
    if there {
        Ok(())
    } else {
        Err(Failure::input(CliTask::Session, CliFault::NotATerminal))
    }
}

/// Runs the screens until the person leaves, the program is told to end, or the terminal is gone.
pub(super) fn session(
    store: Store,
    person: Person,
    start: Start,
    files: TaskFiles,
    context: &CliContext,
) -> CliResult<Exit> {
    // A trial works on a copy, of which nothing is to be taken for the ledger.
    let desk = (person.works_on != WorksOn::Trial).then(|| desk::desk(files));
    session_with(store, person, start, desk, context)
}

/// Runs the screens with what carries out the orders of the session.
pub(super) fn session_with(
    store: Store,
    person: Person,
    start: Start,
    desk: Option<Desk>,
    context: &CliContext,
) -> CliResult<Exit> {
    let path = context.db.display().to_string();
    let ended = tui::run(store, person, context.lang, start, desk).map(|ending| match ending {
        Ending::Left => Exit::Done,
        Ending::HungUp => Exit::HungUp,
        Ending::Terminated => Exit::Terminated,
    });
    ended.map_err(|error| match error {
        RunError::Store(error) => Failure::store(CliTask::ReadLedger { path }, error),
        RunError::NotUtf8 => Failure::input(CliTask::Session, CliFault::TerminalNotUtf8),
        RunError::Terminal(OpenError::NotATerminal) => {
            Failure::input(CliTask::Session, CliFault::NotATerminal)
        }
        RunError::Terminal(OpenError::Io(error)) | RunError::Threads(error) => {
            let detail = error.to_string();
            Failure::input(CliTask::Session, CliFault::Terminal { detail })
                .caused_by(Cause::of_io(&error))
        }
    })
}
