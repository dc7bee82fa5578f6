//! `import`: facilities from a CSV or XLSX file.

mod args;
mod beside;
mod matched;
mod options;
mod preview;
mod proposed;
mod task;
mod telling;

pub(super) use self::args::ImportArgs;
pub(super) use self::beside::{keep_shape, write_files};
pub(super) use self::options::ImportOptions;
pub(super) use self::preview::label;
pub(super) use self::proposed::{sample, sureness};
pub(super) use self::task::{ImportTask, proposal};
pub(super) use self::telling::{found, outcome};
use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::input::InputFile;
use super::progress::{ProgressLine, Signals};
use super::{ledger, output};
use crate::i18n::{CliFault, CliTask, MergeMsg, PreviewMsg, ProposalMsg, Say};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::proposal::ImportProposal;
use crate::transfer::import::{Go, ImportError, ImportMode, ImportSummary};

pub(super) fn run(args: &ImportArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Import {
        path: shown(&args.file),
    };
    let author = author(args.name.as_deref())?;
    let input = InputFile::read(&args.file, doing)?;
    protect(args, context)?;
    let mut store = ledger::open(context)?;
    let import_failed = |error| Failure::import(doing(), error);
    let proposal = if args.is_proposed() {
        Some(proposal(args, &store, &input, context.lang)?.map_err(import_failed)?)
    } else {
        None
    };
    let named = proposal.as_ref().map(|proposal| proposal.kind.as_str());
    let named = named.or(args.kind.as_deref()).unwrap_or_default();
    let kind = store
        .find_kind(named)
        .map_err(|error| Failure::store(doing(), error))?
        .clone();
    let options = ImportOptions::of(args, &kind, proposal.as_ref())?;
    if let Some(proposal) = &proposal {
        let lines = proposed::lines(proposal, &kind, store.zone(), context.lang);
        print(&lines)?;
    }
    let mode = mode(args, proposal.as_ref());
    let task = ImportTask {
        args,
        mode,
        input: &input,
        author: &author,
        kind: &kind,
        options: &options,
        lang: context.lang,
    };
    let mut notes = Notes::default();
    let done = watched(&task, &mut store, &mut notes, context)?;
    tell_found(&task, &store, &notes, proposal.is_some(), context)?;
    // What is in the ledger is told even where a file beside it cannot be written.
    let told = done.and_then(|summary| {
        print(&outcome(
            &store,
            &summary,
            &notes,
            (args, mode),
            context.lang,
        ))?;
        match mode {
            ImportMode::Import => keep_shape(&mut store, &kind, &options, &notes, &author),
            ImportMode::Rehearse => Ok(()),
        }
    });
    let told = told.and(write_files(args, &options, &notes, context.lang));
    match &proposal {
        Some(proposal) => offered(proposal, told, args, context),
        None => told.map(|()| Exit::Done),
    }
}

/// Runs an import with a line that tells how far it is, until a signal ends it. What comes of it is an
/// outcome of its own: the notes are told whichever it is.
fn watched(
    task: &ImportTask,
    store: &mut Store,
    notes: &mut Notes,
    context: &CliContext,
) -> CliResult<CliResult<ImportSummary>> {
    let doing = || CliTask::Import {
        path: shown(&task.args.file),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let watch = |rows| {
        let step = PreviewMsg::Progress { rows }.say(context.lang);
        line.show(MergeMsg::Stoppable { step });
        if signals.is_cancelled() {
            Go::Stop
        } else {
            Go::On
        }
    };
    let done = task.run(store, notes, &watch);
    line.clear();
    let failed = |error: ImportError| signals.told(Failure::import(doing(), error));
    Ok(done.map_err(failed))
}

/// Says with which command the file is imported as proposed, and what was wrong as that was tried.
/// Whoever did not ask for a proposal is told that nothing was imported.
fn offered(
    proposal: &ImportProposal,
    tried: CliResult<()>,
    args: &ImportArgs,
    context: &CliContext,
) -> CliResult<Exit> {
    let command = proposed::command(proposal, args);
    output::print_line(&ProposalMsg::Command { command }.say(context.lang))?;
    tried?;
    if args.propose || args.dry_run {
        return Ok(Exit::Done);
    }
    let doing = CliTask::Import {
        path: shown(&args.file),
    };
    Err(Failure::input(doing, CliFault::OnlyProposed))
}

fn print(lines: &[String]) -> CliResult<()> {
    lines.iter().try_for_each(|line| output::print_line(line))
}

/// Tells what was found in the file; a proposal has told what it is and its columns already.
fn tell_found(
    task: &ImportTask,
    store: &Store,
    notes: &Notes,
    is_proposed: bool,
    context: &CliContext,
) -> CliResult<()> {
    let (mode, kind, lang) = (task.mode, task.kind, context.lang);
    let mut lines = if is_proposed {
        let mut rest = notes.clone();
        rest.forms.clear();
        rest.columns.clear();
        found(store, &rest, mode, kind, lang)
    } else {
        found(store, notes, mode, kind, lang)
    };
    let is_rehearsed = mode == ImportMode::Rehearse && task.args.rejects.is_none();
    if is_rehearsed && notes.refused.more() > 0 {
        lines.push(PreviewMsg::AllRefused.say(lang));
    }
    if !notes.unmatched.is_empty() && task.args.unmatched.is_none() {
        lines.push(PreviewMsg::UnmatchedList.say(lang));
    }
    print(&lines)
}

const fn mode(args: &ImportArgs, proposal: Option<&ImportProposal>) -> ImportMode {
    if args.dry_run || proposal.is_some() {
        ImportMode::Rehearse
    } else {
        ImportMode::Import
    }
}

/// Refuses to write over the ledger, one of the files that are read, or anything else that must
/// stay.
pub(super) fn protect(args: &ImportArgs, context: &CliContext) -> CliResult<()> {
    let read = [
        Some(&args.file),
        args.aliases.as_ref(),
        args.map_file.as_ref(),
    ];
    let mut kept = vec![(context.db.as_path(), CliFault::IsTheLedger)];
    kept.extend(
        read.into_iter()
            .flatten()
            .map(|file| (file.as_path(), CliFault::IsTheInput)),
    );
    let written = [
        (&args.rejects, CliFault::IsTheRejects),
        (&args.unmatched, CliFault::IsTheUnmatched),
    ];
    for (file, what) in written
        .iter()
        .filter_map(|(file, what)| Some((file.as_deref()?, what)))
    {
        output::protect(file, kept.iter().cloned())?;
        kept.push((file, what.clone()));
    }
    // A mapping that is used may be kept again in the same file.
    kept.retain(|(file, _)| args.map_file.as_deref() != Some(*file));
    args.save_map
        .as_ref()
        .map_or(Ok(()), |path| output::protect(path, kept))
}
