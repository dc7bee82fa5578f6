//! `import`: facilities from a CSV or XLSX file.

mod args;
mod matched;
mod options;
mod preview;
mod proposed;

pub(super) use self::args::ImportArgs;
use self::options::ImportOptions;
use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::input::InputFile;
use super::progress::{ProgressLine, Signals};
use super::{ledger, output};
use crate::domain::policy::Kind;
use crate::i18n::{CliFault, CliTask, ImportMsg, PreviewMsg, ProposalMsg, Say, Text};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::proposal::{ImportProposal, ProposalRequest, propose};
use crate::transfer::import::read::encoding;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::run::unmatched;
use crate::transfer::import::{self, BadRows, Go, ImportMode, ImportRequest, ImportSummary};

pub(super) fn run(args: &ImportArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Import {
        path: shown(&args.file),
    };
    let author = author(args.name.as_deref())?;
    let input = InputFile::read(&args.file, doing)?;
    protect(args, context)?;
    let mut store = ledger::open(context)?;
    let proposal = proposal(args, &store, &input, context)?;
    let named = proposal.as_ref().map(|proposal| proposal.kind.as_str());
    let named = named.or(args.kind.as_deref()).unwrap_or_default();
    let kind = store
        .find_kind(named)
        .map_err(|error| Failure::store(doing(), error))?
        .clone();
    let mut options = ImportOptions::of(args, &kind)?;
    if let Some(proposal) = &proposal {
        options.mappings.extend(proposal.mappings());
        let lines = proposed::lines(proposal, &kind, context.lang);
        lines.iter().try_for_each(|line| output::print_line(line))?;
    }
    let mode = mode(args, proposal.as_ref());
    let task = ImportTask {
        args,
        mode,
        input: &input,
        author: &author,
        kind: &kind,
        options: &options,
    };
    let mut notes = Notes::default();
    let done = task.run(&mut store, &mut notes, context)?;
    let columns = notes.columns.clone();
    if proposal.is_some() {
        // The proposal has told these already.
        notes.forms.clear();
        notes.columns.clear();
    }
    preview(&store, &notes, (args, mode), &kind, context)?;
    notes.columns = columns;
    // What is in the ledger is told even where a file beside it cannot be written.
    let told = done.and_then(|summary| tell(&store, &summary, &notes, (args, mode), context));
    let kept = save_map(args, options, &notes).and_then(|()| list_unmatched(args, &notes, context));
    let told = told.and(kept);
    match &proposal {
        Some(proposal) => offered(proposal, told, args, context),
        None => told.map(|()| Exit::Done),
    }
}

/// An import of which everything is said.
struct ImportTask<'a> {
    args: &'a ImportArgs,
    mode: ImportMode,
    input: &'a InputFile,
    author: &'a str,
    kind: &'a Kind,
    options: &'a ImportOptions,
}

impl ImportTask<'_> {
    /// Carries it out, or only tries it. What comes of it is an outcome of its own: the notes are told
    /// whichever it is.
    fn run(
        &self,
        store: &mut Store,
        notes: &mut Notes,
        context: &CliContext,
    ) -> CliResult<CliResult<ImportSummary>> {
        let Self { args, options, .. } = self;
        let doing = || CliTask::Import {
            path: shown(&args.file),
        };
        let file = file_name(args);
        let aliases = options.recipe.aliases();
        let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
        let line = ProgressLine::new(context.lang);
        let watch = |rows| {
            line.show(PreviewMsg::Progress { rows });
            if signals.is_cancelled() {
                Go::Stop
            } else {
                Go::On
            }
        };
        let request = ImportRequest {
            said: SourceOptions {
                encoding: options.encoding,
                separator: options.separator,
                sheet: args.sheet.as_deref(),
                ..SourceOptions::default()
            },
            kept: options.kept_source(),
            no_header: options.recipe.no_header,
            mappings: &options.mappings,
            field: args.field.as_deref(),
            kept_field: options.recipe.field.as_deref(),
            constants: &options.constants,
            level: options.recipe.level.as_deref(),
            missing: &options.recipe.missing,
            dates: options.recipe.dates,
            zone: options.zone,
            empty: options.recipe.empty(),
            bad_rows: args.rejects.clone().map_or(BadRows::Refuse, BadRows::Skip),
            mode: self.mode,
            lang: context.lang,
            watch: &watch,
            is_unchanged: &|| self.input.is_unchanged(),
            ..ImportRequest::plain(&file, &self.kind.code, self.author, &aliases, store.today())
        };
        let done = import::import(store, &self.input.bytes, &request, notes);
        line.clear();
        Ok(done.map_err(|error| signals.told(Failure::import(doing(), error))))
    }
}

/// Proposes how to import the file, where that is asked for or the kind was not named.
fn proposal(
    args: &ImportArgs,
    store: &Store,
    input: &InputFile,
    context: &CliContext,
) -> CliResult<Option<ImportProposal>> {
    if args.kind.is_some() && !args.propose {
        return Ok(None);
    }
    let doing = || CliTask::Import {
        path: shown(&args.file),
    };
    let mappings = options::said(args)?;
    let encoding = args.encoding.as_deref().map(encoding::by_name).transpose();
    let request = ProposalRequest {
        file: &file_name(args),
        said: SourceOptions {
            encoding: encoding.map_err(|fault| Failure::input(doing(), fault))?,
            separator: options::said_separator(args)?,
            sheet: args.sheet.as_deref(),
            ..SourceOptions::default()
        },
        kind: args.kind.as_deref(),
        mappings: &mappings,
        lang: context.lang,
    };
    let proposal = propose(store, &input.bytes, &request);
    proposal
        .map(Some)
        .map_err(|error| Failure::import(doing(), error))
}

/// Says with which command the file is imported as proposed, and what was wrong as that was tried.
/// Whoever did not ask for a proposal is told that nothing was imported.
fn offered(
    proposal: &ImportProposal,
    tried: CliResult<()>,
    args: &ImportArgs,
    context: &CliContext,
) -> CliResult<Exit> {
    let command = proposed::command(&args.file, proposal, &args.said_beside());
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

fn file_name(args: &ImportArgs) -> String {
    args.file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn preview(
    store: &Store,
    notes: &Notes,
    (args, mode): (&ImportArgs, ImportMode),
    kind: &Kind,
    context: &CliContext,
) -> CliResult<()> {
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let mut lines = preview::lines(notes, mode, kind, place_name, context.lang);
    lines.extend(matched::lines(notes, mode, kind, place_name, context.lang));
    if mode == ImportMode::Rehearse && args.rejects.is_none() && notes.refused.more() > 0 {
        lines.push(PreviewMsg::AllRefused.say(context.lang));
    }
    lines.iter().try_for_each(|line| output::print_line(line))
}

/// The most places without any minimum that are named.
const MOST_NAMED: usize = 10;

const fn mode(args: &ImportArgs, proposal: Option<&ImportProposal>) -> ImportMode {
    if args.dry_run || proposal.is_some() {
        ImportMode::Rehearse
    } else {
        ImportMode::Import
    }
}

/// Refuses to write over the ledger, one of the files that are read, or anything else that must
/// stay.
fn protect(args: &ImportArgs, context: &CliContext) -> CliResult<()> {
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

/// Keeps how the file was imported, once its columns were understood; what is wrong with its rows
/// is no matter.
fn save_map(args: &ImportArgs, options: ImportOptions, notes: &Notes) -> CliResult<()> {
    let Some(path) = args.save_map.as_ref().filter(|_| !notes.columns.is_empty()) else {
        return Ok(());
    };
    let doing = || CliTask::Write { path: shown(path) };
    let text = options
        .recipe
        .with_columns(&notes.columns, &options.mappings)
        .text();
    let text = text.map_err(|error| {
        Failure::input(
            doing(),
            CliFault::Other {
                detail: error.to_string(),
            },
        )
    })?;
    output::write_file(path, text.as_bytes())
}

/// Lists the places that are not known, to be filled in.
fn list_unmatched(args: &ImportArgs, notes: &Notes, context: &CliContext) -> CliResult<()> {
    let Some(path) = &args.unmatched else {
        return Ok(());
    };
    let bytes = unmatched::alias_file(&notes.unmatched, context.lang);
    output::write_file(
        path,
        &bytes.map_err(|error| Failure::io(CliTask::Write { path: shown(path) }, &error))?,
    )
}

/// Returns in which places no minimum is asked: facilities there count in no verdict.
fn without_minimum(store: &Store, summary: &ImportSummary) -> Option<ImportMsg> {
    let is_without = |code: &&String| store.is_without_minimum(code).unwrap_or_default();
    let without: Vec<&String> = summary.places.iter().filter(is_without).collect();
    let path = |code: &&String| store.place_path(code).unwrap_or_else(|_| (*code).clone());
    let named = without.iter().take(MOST_NAMED).map(path).map(Text::both);
    let places = Text::list(&named.collect::<Vec<_>>());
    let count = without.len();
    (count > 0).then_some(ImportMsg::NoMinimum { count, places })
}

fn tell(
    store: &Store,
    summary: &ImportSummary,
    notes: &Notes,
    (args, mode): (&ImportArgs, ImportMode),
    context: &CliContext,
) -> CliResult<()> {
    let said = summary.say(context.lang);
    let said = if mode == ImportMode::Rehearse {
        ImportMsg::Rehearsed { summary: said }.say(context.lang)
    } else {
        said
    };
    output::print_line(&said)?;
    if let Some(line) = preview::matched(notes, context.lang) {
        output::print_line(&line)?;
    }
    if let Some(line) = without_minimum(store, summary) {
        output::print_line(&line.say(context.lang))?;
    }
    for (field, value) in &summary.defaults {
        let field = field.clone();
        let value = value.clone();
        output::print_line(&ImportMsg::Defaulted { field, value }.say(context.lang))?;
    }
    match &args.rejects {
        Some(path) if summary.refused > 0 => {
            output::print_line(&ImportMsg::RejectsAt { path: shown(path) }.say(context.lang))
        }
        _ => Ok(()),
    }
}
