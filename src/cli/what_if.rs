//! `what-if`: the verdicts that other values would change. They are saved as an import saves them,
//! judged, and taken back.

mod args;
mod asked;

pub(super) use self::args::WhatIfArgs;
use self::asked::AskedChange;
use super::author::system_user;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::input::InputFile;
use super::{ledger, open, output};
use crate::i18n::{CliTask, Lang, Say, WhatIfFault, WhatIfMsg, named};
use crate::store::{StandingChange, Store};
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::{ImportError, ImportRequest, what_if};
use crate::tui::{Person, Role, Start, TaskFiles, WorksOn};

/// The most verdicts that are listed.
const MOST: usize = 200;

pub(super) fn run(args: &WhatIfArgs, context: &CliContext) -> CliResult<Exit> {
    if args.names_nothing() {
        return try_on_screens(context);
    }
    let lang = context.lang;
    let doing = || match &args.file {
        Some(path) => CliTask::SupposeFile { path: shown(path) },
        None => CliTask::Suppose,
    };
    let file = args.file.as_ref();
    let input = file.map(|path| InputFile::read(path, doing)).transpose()?;
    let mut store = ledger::open(context)?;
    let form = args.kind.as_ref().or(args.sheet.as_ref());
    let form = form.map(String::as_str).unwrap_or_default();
    let kind = store
        .find_kind(form)
        .map_err(|error| Failure::store(doing(), error))?
        .clone();
    let asked = AskedChange::of(args, &store, &kind, input.as_ref(), doing, lang)?;
    let aliases = Aliases::default();
    let author = system_user();
    let request = ImportRequest {
        constants: &asked.constants,
        lang,
        ..ImportRequest::plain("", &kind.code, &author, &aliases, store.today())
    };
    let mut notes = Notes::default();
    let (_, moved) = what_if(&mut store, &asked.bytes, &request, &mut notes)
        .map_err(|error| refused(doing(), error, args, lang))?;
    if let Some(period) = asked.period {
        let sheet = kind.label.clone();
        let period = period.listed();
        output::print_line(&WhatIfMsg::OfPeriod { sheet, period }.say(lang))?;
    }
    let would = WhatIfMsg::Would {
        new: notes.new,
        changed: notes.changed.count,
        unchanged: notes.unchanged,
    };
    output::print_line(&would.say(lang))?;
    let (verdicts, figures): (Vec<_>, Vec<_>) =
        moved.iter().partition(|change| change.is_of_verdict());
    if moved.is_empty() {
        output::print_line(&WhatIfMsg::Nothing.say(lang))?;
    }
    let heading = |count| WhatIfMsg::Verdicts { count };
    list(&store, &verdicts, heading, context)?;
    let heading = |count| WhatIfMsg::Figures { count };
    list(&store, &figures, heading, context)?;
    output::print_line(&WhatIfMsg::NotWritten.say(lang))?;
    Ok(Exit::Done)
}

/// Runs the screens on a copy of the ledger, in which other values can be saved, and tells what
/// they would change.
fn try_on_screens(context: &CliContext) -> CliResult<Exit> {
    open::need_terminal()?;
    let ledger = ledger::open(context)?;
    let trial = ledger.trial();
    let trial = trial.map_err(|error| Failure::store(CliTask::Suppose, error))?;
    drop(ledger);
    let person = Person {
        name: system_user(),
        role: Role::Admin,
        works_on: WorksOn::Trial,
    };
    open::session(trial, person, Start::Matrix, TaskFiles::None, context)
}

/// Returns why nothing can be supposed. A change that was typed has no line.
fn refused(doing: CliTask, error: ImportError, args: &WhatIfArgs, lang: Lang) -> Failure {
    let ImportError::Rows { first, count } = error else {
        return Failure::import(doing, error);
    };
    let Some(fault) = first.faults.first() else {
        return Failure::import(doing, ImportError::Rows { first, count });
    };
    let what = if args.file.is_some() {
        fault.on_line(first.line, lang)
    } else {
        let reason = fault.reason.say(lang);
        match fault.column.as_str() {
            "" => reason,
            column => named(column, &reason, lang),
        }
    };
    Failure::input(doing, WhatIfFault::Refused { what, count })
}

/// Prints standings that would come out otherwise; nothing where there is none.
fn list(
    store: &Store,
    moved: &[&StandingChange],
    heading: impl Fn(usize) -> WhatIfMsg,
    context: &CliContext,
) -> CliResult<()> {
    if moved.is_empty() {
        return Ok(());
    }
    output::print_line(&heading(moved.len()).say(context.lang))?;
    for change in moved.iter().take(MOST) {
        if let Some(line) = store.told(change, context.lang) {
            output::print_line(&line.say(context.lang))?;
        }
    }
    match moved.len().checked_sub(MOST) {
        Some(count) if count > 0 => {
            output::print_line(&WhatIfMsg::More { count }.say(context.lang))
        }
        _ => Ok(()),
    }
}
