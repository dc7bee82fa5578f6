//! `import`: facilities from a CSV or XLSX file.

mod args;
mod matched;
mod options;
mod preview;

pub(super) use self::args::ImportArgs;
use self::options::ImportOptions;
use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::input::InputFile;
use super::progress::{ProgressLine, Signals};
use super::{ledger, output};
use crate::domain::policy::Kind;
use crate::i18n::{CliFault, CliTask, ImportMsg, PreviewMsg, Say, Text};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
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
    let kind = store
        .find_kind(&args.kind)
        .map_err(|error| Failure::store(doing(), error))?
        .clone();
    let options = ImportOptions::of(args, &kind)?;
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
        mode: mode(args),
        lang: context.lang,
        watch: &watch,
        is_unchanged: &|| input.is_unchanged(),
        ..ImportRequest::plain(&file, &kind.code, &author, &aliases, store.today())
    };
    let mut notes = Notes::default();
    let done = import::import(&mut store, &input.bytes, &request, &mut notes);
    line.clear();
    preview(&store, &notes, args, &kind, context)?;
    let done = done.map_err(|error| signals.told(Failure::import(doing(), error)));
    // What is in the ledger is told even where a file beside it cannot be written.
    let told = done.and_then(|summary| tell(&store, &summary, &notes, args, context));
    let kept = save_map(args, options, &notes).and_then(|()| list_unmatched(args, &notes, context));
    told.and(kept).map(|()| Exit::Done)
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
    args: &ImportArgs,
    kind: &Kind,
    context: &CliContext,
) -> CliResult<()> {
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let mut lines = preview::lines(notes, mode(args), kind, place_name, context.lang);
    lines.extend(matched::lines(
        notes,
        mode(args),
        kind,
        place_name,
        context.lang,
    ));
    if args.dry_run && args.rejects.is_none() && notes.refused.more() > 0 {
        lines.push(PreviewMsg::AllRefused.say(context.lang));
    }
    lines.iter().try_for_each(|line| output::print_line(line))
}

/// The most places without any minimum that are named.
const MOST_NAMED: usize = 10;

const fn mode(args: &ImportArgs) -> ImportMode {
    if args.dry_run {
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
    args: &ImportArgs,
    context: &CliContext,
) -> CliResult<()> {
    let said = summary.say(context.lang);
    let said = if args.dry_run {
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
