//! `import` on a terminal: how the file is imported is shown, corrected and tried on a screen.

use std::io::{IsTerminal as _, stdin, stdout};

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit};
use super::import::{self, ImportArgs};
use super::{desk, ledger, open};
use crate::tui::{Order, Person, Role, Start, TaskFiles, WorksOn};

/// Imports as the command line says. Where it leaves the kind open, that is asked on a screen, and
/// without a terminal proposed in print.
pub(super) fn run(args: &ImportArgs, context: &CliContext) -> CliResult<Exit> {
    let is_asked = args.kind.is_none() && !args.propose && !args.dry_run;
    if !(is_asked && stdin().is_terminal() && stdout().is_terminal()) {
        return import::run(args, context);
    }
    let name = author(args.name.as_deref())?;
    import::protect(args, context)?;
    let store = ledger::open(context)?;
    let person = Person {
        name,
        role: Role::Admin,
        works_on: WorksOn::Ledger,
    };
    let order = Order::of_import(&store, &args.file, &person.name, context.lang);
    let proposed = desk::look_at(&store, &order, args)?;
    let start = Start::Import(Box::new(order), Box::new(proposed));
    let desk = desk::desk_for(TaskFiles::Anywhere, Some(args.clone()));
    open::session_with(store, person, start, Some(desk), context)
}
