//! What an import writes beside the records: how the file was imported, and the places that are not
//! known.

use super::args::ImportArgs;
use super::options::ImportOptions;
use crate::cli::failure::{CliResult, Failure, shown};
use crate::cli::output;
use crate::domain::policy::Kind;
use crate::i18n::{CliFault, CliTask, Lang};
use crate::store::{Store, StoreError};
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::proposal::shape;
use crate::transfer::import::run::recipe::Recipe;
use crate::transfer::import::run::unmatched;

/// Writes the files that were asked for beside an import.
pub(in crate::cli) fn write_files(
    args: &ImportArgs,
    options: &ImportOptions,
    notes: &Notes,
    lang: Lang,
) -> CliResult<()> {
    save_map(args, options, notes)?;
    list_unmatched(args, notes, lang)
}

/// Keeps how the file was imported, once its columns were understood; what is wrong with its rows
/// is no matter.
fn save_map(args: &ImportArgs, options: &ImportOptions, notes: &Notes) -> CliResult<()> {
    let Some(path) = args.save_map.as_ref().filter(|_| !notes.columns.is_empty()) else {
        return Ok(());
    };
    let text = recipe_text(&done(options, notes), || CliTask::Write {
        path: shown(path),
    })?;
    output::write_file(path, text.as_bytes())
}

/// Keeps in the ledger how a file was imported, for the next one of its header. Without a header
/// nothing tells one file from another. Names of places are of that file alone.
pub(in crate::cli) fn keep_shape(
    store: &mut Store,
    kind: &Kind,
    options: &ImportOptions,
    notes: &Notes,
    author: &str,
) -> CliResult<()> {
    if options.recipe.no_header || notes.columns.is_empty() {
        return Ok(());
    }
    let doing = || CliTask::OpenLedger {
        path: shown(store.path()),
    };
    let mut recipe = done(options, notes);
    recipe.set_aliases(&Aliases::default());
    let recipe = recipe_text(&recipe, doing)?;
    let header = shape::digest_of(&notes.columns);
    let failed = |error| Failure::store(doing(), error);
    let known = store.import_shapes().map_err(failed)?;
    let is_kept = known
        .iter()
        .any(|shape| shape.header == header && shape.kind == kind.code && shape.recipe == recipe);
    if is_kept {
        return Ok(());
    }
    let path = shown(store.path());
    let kept =
        store.write(|writer| writer.keep_import_shape((&header, &kind.code), &recipe, author));
    kept.map_err(|error: StoreError| Failure::store(CliTask::OpenLedger { path }, error))
}

/// Returns how files like one that was imported are imported.
fn done(options: &ImportOptions, notes: &Notes) -> Recipe {
    let recipe = options.recipe.clone();
    recipe.with_columns(&notes.columns, &options.mappings)
}

fn recipe_text(recipe: &Recipe, doing: impl Fn() -> CliTask) -> CliResult<String> {
    recipe.text().map_err(|error| {
        let detail = error.to_string();
        Failure::input(doing(), CliFault::Other { detail })
    })
}

/// Lists the places that are not known, to be filled in.
fn list_unmatched(args: &ImportArgs, notes: &Notes, lang: Lang) -> CliResult<()> {
    let Some(path) = &args.unmatched else {
        return Ok(());
    };
    let bytes = unmatched::alias_file(&notes.unmatched, lang);
    output::write_file(
        path,
        &bytes.map_err(|error| Failure::io(CliTask::Write { path: shown(path) }, &error))?,
    )
}
