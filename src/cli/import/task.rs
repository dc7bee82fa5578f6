//! An import of which everything is said, and what is proposed where it is not.

use super::args::ImportArgs;
use super::options::{self, ImportOptions};
use crate::cli::failure::{CliResult, Failure, shown};
use crate::cli::input::InputFile;
use crate::domain::policy::Kind;
use crate::i18n::{CliTask, Lang};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::proposal::{ImportProposal, ProposalRequest, propose};
use crate::transfer::import::read::encoding;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::{
    self, BadRows, Go, ImportError, ImportMode, ImportRequest, ImportSummary,
};

/// An import of which everything is said.
pub(in crate::cli) struct ImportTask<'a> {
    pub(in crate::cli) args: &'a ImportArgs,
    pub(in crate::cli) mode: ImportMode,
    pub(in crate::cli) input: &'a InputFile,
    pub(in crate::cli) author: &'a str,
    pub(in crate::cli) kind: &'a Kind,
    pub(in crate::cli) options: &'a ImportOptions,
    pub(in crate::cli) lang: Lang,
}

impl ImportTask<'_> {
    /// Carries it out, or only tries it. What is to be told of it goes into the notes, whatever comes
    /// of it; `watch` is asked with the rows so far.
    pub(in crate::cli) fn run(
        &self,
        store: &mut Store,
        notes: &mut Notes,
        watch: &dyn Fn(usize) -> Go,
    ) -> Result<ImportSummary, ImportError> {
        let Self { args, options, .. } = self;
        let file = file_name(args);
        let aliases = options.recipe.aliases();
        let request = ImportRequest {
            said: SourceOptions {
                encoding: options.encoding,
                separator: options.separator,
                sheet: args.sheet.as_deref(),
                ..SourceOptions::default()
            },
            kept: options.kept_source(),
            no_header: options.recipe.no_header,
            header_line: options.header_line,
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
            lang: self.lang,
            watch,
            is_unchanged: &|| self.input.is_unchanged(),
            ..ImportRequest::plain(&file, &self.kind.code, self.author, &aliases, store.today())
        };
        let bytes = self.input.bytes()?;
        import::import(store, bytes, &request, notes)
    }
}

/// Proposes how to import a file.
///
/// # Errors
/// When what was said of it cannot be; the inner error says why nothing is proposed.
pub(in crate::cli) fn proposal(
    args: &ImportArgs,
    store: &Store,
    input: &InputFile,
    lang: Lang,
) -> CliResult<Result<ImportProposal, ImportError>> {
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
        header_line: args.header,
        no_header: args.no_header,
        kind: args.kind.as_deref(),
        mappings: &mappings,
        lang,
    };
    let bytes = input.bytes().map_err(|unread| unread.failure(doing()))?;
    Ok(propose(store, &bytes, &request))
}

fn file_name(args: &ImportArgs) -> String {
    let name = args.file.file_name();
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
