//! Imports: what a file is taken for, tried again after every answer, and then imported as it was
//! tried.

use std::path::{Path, PathBuf};

use super::opening::{open, unread};
use super::proposing::{Looked, proposed};
use crate::cli::failure::{CliResult, Failure, shown as shown_path};
use crate::cli::import::{
    self, ImportArgs, ImportOptions, ImportTask, keep_shape, outcome, write_files,
};
use crate::cli::input::InputFile;
use crate::domain::policy::Kind;
use crate::i18n::{CliTask, Lang, ProposedMsg, TaskMsg, Text};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::proposal::ImportProposal;
use crate::transfer::import::{Go, ImportError, ImportMode, ImportSummary};
use crate::tui::{
    ImportSetting, JobDone, JobPage, JobWatch, Order, OrderStep, ProposedImport, Seen, TriedImport,
};

/// The most files of refused rows that stand beside one list.
const MOST_REJECTS: usize = 999;

/// Proposes how a file is imported and tries it, or imports it. `base` has what was said on the
/// command line.
pub(super) fn import(
    order: &Order,
    watch: &JobWatch,
    base: Option<&ImportArgs>,
) -> CliResult<JobDone> {
    watch.tell(Text::of(&TaskMsg::Reading));
    let args = answered(order, base);
    let mut store = open(order, watch)?;
    if let Some(places) = &order.places {
        store.restrict_to(places.clone());
    }
    let (shown, (input, found)) = look_at(&store, order, &args)?;
    if order.step == OrderStep::CarryOut && order.seen != shown.seen {
        let path = shown_path(&order.file);
        return Err(Failure::input(
            CliTask::Import { path },
            TaskMsg::FileChanged,
        ));
    }
    watch.propose(shown.clone());
    let Ok(proposal) = found else {
        return Ok(JobDone::default());
    };
    let run = ImportOrder {
        order,
        watch,
        args,
        input: &input,
    };
    run.carry_out(&mut store, &proposal, shown)
}

/// A file, and how it may be imported or why nothing is proposed.
type Found = (InputFile, Result<ImportProposal, ImportError>);

/// Looks at a file, and returns what it is taken for, with the file.
pub(super) fn look_at(
    store: &Store,
    order: &Order,
    args: &ImportArgs,
) -> CliResult<(ProposedImport, Found)> {
    let doing = || CliTask::Import {
        path: shown_path(&order.file),
    };
    let input = InputFile::read(&order.file, doing)?;
    let found = import::proposal(args, store, &input, order.lang)?;
    let (length, changed) = input.marks();
    let bytes = input.bytes().map_err(|unread| unread.failure(doing()))?;
    let shown = proposed(
        store,
        &Looked {
            order,
            args,
            bytes: &bytes,
            found: &found,
        },
    )?;
    drop(bytes);
    let shown = ProposedImport {
        seen: Some(Seen::Marks(length, changed)),
        ..shown
    };
    Ok((shown, (input, found)))
}

/// An import whose columns are understood.
struct ImportOrder<'a> {
    order: &'a Order,
    watch: &'a JobWatch,
    args: ImportArgs,
    input: &'a InputFile,
}

impl ImportOrder<'_> {
    fn carry_out(
        mut self,
        store: &mut Store,
        proposal: &ImportProposal,
        mut shown: ProposedImport,
    ) -> CliResult<JobDone> {
        let kind = store
            .find_kind(&proposal.kind)
            .map_err(unread(self.order))?;
        let kind = kind.clone();
        let options = ImportOptions::of(&self.args, &kind, Some(proposal))?;
        if self.order.step != OrderStep::CarryOut {
            self.watch.tell(Text::of(&ProposedMsg::Trying));
            self.args.rejects = None;
            let (tried, fault) = self.tried(store, &kind, &options)?;
            (shown.tried, shown.fault) = (tried, fault);
            self.watch.propose(shown);
            return Ok(JobDone::default());
        }
        self.watch.tell(Text::of(&ProposedMsg::Importing));
        if self.order.skips_bad_rows && self.args.rejects.is_none() {
            self.args.rejects = Some(beside(&self.order.file));
        }
        let mut notes = Notes::default();
        let done = self.run(store, &kind, &options, ImportMode::Import, &mut notes);
        let summary = done.map_err(|error| self.failed(error))?;
        let author = &self.order.author;
        let kept = keep_shape(store, &kind, &options, &notes, author);
        let kept = kept.and(write_files(&self.args, &options, &notes, self.order.lang));
        let page = self.told(store, &kind, &summary, &notes);
        let first = |lines: &[String]| lines.first().cloned().unwrap_or_default();
        let done = Text {
            zh: first(&page.zh),
            en: first(&page.en),
        };
        // The records are in the ledger whatever could not be written beside them.
        let note = match kept {
            Ok(()) => done,
            Err(failure) => done.followed_by(&failure.words(&[])),
        };
        Ok(JobDone {
            note,
            page: Some(page),
            ..JobDone::default()
        })
    }

    fn run(
        &self,
        store: &mut Store,
        kind: &Kind,
        options: &ImportOptions,
        mode: ImportMode,
        notes: &mut Notes,
    ) -> Result<ImportSummary, ImportError> {
        let task = ImportTask {
            args: &self.args,
            mode,
            input: self.input,
            author: &self.order.author,
            kind,
            options,
            lang: self.order.lang,
        };
        let watch = |rows| {
            if rows > 0 {
                self.watch.tell(Text::of(&ProposedMsg::Rows { rows }));
            }
            if self.watch.is_cancelled() {
                Go::Stop
            } else {
                Go::On
            }
        };
        task.run(store, notes, &watch)
    }

    fn failed(&self, error: ImportError) -> Failure {
        let path = shown_path(&self.order.file);
        Failure::import(CliTask::Import { path }, error)
    }

    /// Tries the import, and takes everything back.
    fn tried(
        &self,
        store: &mut Store,
        kind: &Kind,
        options: &ImportOptions,
    ) -> CliResult<(Option<TriedImport>, Option<Text>)> {
        let mut notes = Notes::default();
        let done = self.run(store, kind, options, ImportMode::Rehearse, &mut notes);
        notes.forms.clear();
        notes.columns.clear();
        notes.first_rows.clear();
        let mode = ImportMode::Rehearse;
        let [zh, en] =
            [Lang::Zh, Lang::En].map(|lang| import::found(store, &notes, mode, kind, lang));
        let found = zh.into_iter().zip(en).map(|(zh, en)| Text { zh, en });
        let tried = |summary| TriedImport {
            summary,
            found: found.collect(),
            refused: notes.refused.count,
        };
        match done {
            Ok(summary) => Ok((Some(tried(self.summary(store, &summary, &notes))), None)),
            Err(ImportError::Rows { count, .. }) => {
                let refused = Text::of(&ProposedMsg::Refused { count });
                Ok((Some(tried(refused)), None))
            }
            Err(error @ (ImportError::Stopped | ImportError::Store(_))) => Err(self.failed(error)),
            Err(error) => Ok((None, Some(super::proposing::fault(&error)))),
        }
    }

    fn summary(&self, store: &Store, summary: &ImportSummary, notes: &Notes) -> Text {
        let line = |lang| {
            let mode = (&self.args, ImportMode::Rehearse);
            let lines = outcome(store, summary, notes, mode, lang);
            lines.join("  ")
        };
        Text {
            zh: line(Lang::Zh),
            en: line(Lang::En),
        }
    }

    fn told(&self, store: &Store, kind: &Kind, summary: &ImportSummary, notes: &Notes) -> JobPage {
        let mode = ImportMode::Import;
        let lines = |lang| {
            let mut lines = outcome(store, summary, notes, (&self.args, mode), lang);
            lines.extend(import::found(store, notes, mode, kind, lang));
            lines
        };
        JobPage {
            zh: lines(Lang::Zh),
            en: lines(Lang::En),
        }
    }
}

/// Returns what was said on the command line, with what was answered on the screen instead.
fn answered(order: &Order, base: Option<&ImportArgs>) -> ImportArgs {
    let mut args = base.cloned().unwrap_or_default();
    args.file.clone_from(&order.file);
    for (setting, code) in &order.answers {
        let said = Some(code.clone()).filter(|code| !code.is_empty());
        match setting {
            ImportSetting::Kind => args.kind = said,
            ImportSetting::Sheet => args.sheet = said,
            ImportSetting::Encoding => args.encoding = said,
            ImportSetting::Separator => args.delimiter = said,
            ImportSetting::Level => args.level = said,
            ImportSetting::Place => args.place = said,
            ImportSetting::Header => {
                args.header = code.parse().ok();
                args.no_header = args.header.is_none();
            }
            ImportSetting::Column(header) => {
                let is_of = |text: &String| {
                    text.rsplit_once('=')
                        .is_some_and(|(column, _)| column == header)
                };
                args.mappings.retain(|text| !is_of(text));
                args.mappings.push(format!("{header}={code}"));
            }
        }
    }
    args
}

/// Returns a name beside a list for its refused rows that nothing has.
fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = |number: usize| match number {
        1 => file.with_file_name(format!("{stem}-rejects.csv")),
        number => file.with_file_name(format!("{stem}-rejects-{number}.csv")),
    };
    let free = (1..=MOST_REJECTS).map(name).find(|path| !path.exists());
    free.unwrap_or_else(|| name(MOST_REJECTS))
}
