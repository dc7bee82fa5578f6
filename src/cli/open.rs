//! The bare command: the screens over the ledger, which is made when there is none.

use std::io::{IsTerminal as _, stdin, stdout};

use super::failure::{Exit, Failure, Outcome};
use super::{Context, author, ledger};
use crate::i18n::{CliFault, Doing};
use crate::store::Store;
use crate::tui::terminal::OpenError;
use crate::tui::{self, Person};

pub(super) fn run(context: &Context) -> Outcome<Exit> {
    need_terminal()?;
    let store = if context.db.exists() {
        ledger::open(&context.db)?
    } else {
        ledger::make(&context.db, &ledger::seed_places()?, &[ledger::seed_pack()?])?
    };
    session(store, &Person { name: author(), demo: false }, context)
}

/// Refuses before anything is made: a ledger that appears although the command failed would be a surprise.
pub(super) fn need_terminal() -> Outcome<()> {
    let there = stdin().is_terminal() && stdout().is_terminal();
    if there { Ok(()) } else { Err(Failure::input(Doing::Session, CliFault::NotATerminal)) }
}

/// Runs the screens until the person leaves.
pub(super) fn session(store: Store, person: &Person, context: &Context) -> Outcome<Exit> {
    match tui::run(store, person, context.lang) {
        Ok(()) => Ok(Exit::Done),
        Err(OpenError::NotATerminal) => Err(Failure::input(Doing::Session, CliFault::NotATerminal)),
        Err(OpenError::Io(error)) => {
            Err(Failure::input(Doing::Session, CliFault::Terminal { detail: error.to_string() }))
        }
    }
}
