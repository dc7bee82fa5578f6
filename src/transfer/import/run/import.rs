//! An import from its first byte to the commit. Its changes are gathered beside the ledger, and taken
//! over in one write transaction.

use std::borrow::Cow;

use super::import_run::{ImportRun, ask_at_once};
use super::outcome::RowsOutcome;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::i18n::{FormMsg, HeaderFault, LedgerFault, TableFault};
use crate::store::{Staged, Stager, Staging, StandingChange, Store, StoreError, Writer};
use crate::transfer::import::error::{ImportError, ImportSummary};
use crate::transfer::import::notes::Notes;
use crate::transfer::import::options::{ImportMode, ImportRequest};
use crate::transfer::import::read::long_text::LongTextError;
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::read::{fitting, rejects_reader};
use crate::transfer::import::rows::body::ImportTable;
use crate::transfer::import::rows::place::PlaceFinder;
use crate::transfer::import::rows::{periods, sheets};

/// What ends the transaction without a commit.
enum ImportStop<T> {
    Rehearsed(T),
    Failed(ImportError),
    /// Somebody changed meanwhile what the rows are about.
    Outdated,
}

/// How often changes are gathered while others save. After that nobody else can.
const TRIES: usize = 3;

impl<T> From<StoreError> for ImportStop<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl<T> From<ImportError> for ImportStop<T> {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// Imports a file into a ledger, all of it or nothing. What is worth knowing of it goes into `notes`,
/// also when it is refused. Nobody who saves waits for longer than the changes take to be written.
///
/// # Errors
/// When the file, its header or one of its rows is refused; the ledger is then as it was.
pub fn import<'b>(
    store: &mut Store,
    bytes: impl Into<Cow<'b, [u8]>>,
    request: &ImportRequest,
    notes: &mut Notes,
) -> Result<ImportSummary, ImportError> {
    written(store, bytes.into(), request, notes, |writer, summary| {
        if request.mode == ImportMode::Import {
            return Ok(summary);
        }
        // A rehearsal meets everything that an import meets.
        writer.judge_stale()?;
        Err(ImportStop::Rehearsed(summary))
    })
}

/// Does everything that an import of the file does, returns the standings that would come out
/// otherwise, and takes everything back, whatever the mode of the request is.
///
/// # Errors
/// As [`import`].
pub fn what_if<'b>(
    store: &mut Store,
    bytes: impl Into<Cow<'b, [u8]>>,
    request: &ImportRequest,
    notes: &mut Notes,
) -> Result<(ImportSummary, Vec<StandingChange>), ImportError> {
    written(store, bytes.into(), request, notes, |writer, summary| {
        let moved = writer.judge_moved()?;
        Err(ImportStop::Rehearsed((summary, moved)))
    })
}

/// Makes the rows of a file changes, and writes them in a transaction that ends as `end` says. A long
/// text is not held meanwhile.
fn written<T>(
    store: &mut Store,
    bytes: Cow<[u8]>,
    request: &ImportRequest,
    notes: &mut Notes,
    end: impl Fn(&mut Writer, ImportSummary) -> Result<T, ImportStop<T>>,
) -> Result<T, ImportError> {
    let kind = store.find_kind(request.kind)?.clone();
    let with_kind = |said| SourceOptions {
        kind: Some(&kind),
        ..said
    };
    let are_places = sheets::are_wanted(request) && !rejects_reader::is_one(&bytes);
    let (source, mut passed) = if are_places {
        (sheets::joined(&bytes, &kind, request)?, Vec::new())
    } else {
        fitting::open(&bytes, &with_kind(request.said), &with_kind(request.kept))?
    };
    let source = if rejects_reader::is_one(&bytes) {
        source
    } else {
        unfold(source, &kind, request, &mut passed)?
    };
    notes.forms = source.forms().into_iter().chain(passed).collect();
    if request.constants.typed().contains_key(shared::CRS) {
        notes.forms.retain(|form| *form != FormMsg::SystemUnsaid);
    }
    notes
        .forms
        .extend(request.dates.map(|dates| FormMsg::Dates {
            order: dates.word().to_owned(),
        }));
    notes.forms.extend(request.constants.told(&kind));
    let reason = reason(request.file, &bytes);
    let long = source.put_away(store.path());
    let Some(long) = long.map_err(long_error)? else {
        return written_from(store, (&source, &kind, &reason), request, notes, end);
    };
    drop(source);
    drop(bytes);
    written_from(store, (&long, &kind, &reason), request, notes, end)
}

fn long_error(error: LongTextError) -> ImportError {
    match error {
        LongTextError::Table(fault) => fault.into(),
        LongTextError::File(error) => StoreError::from(error).into(),
    }
}

/// Makes the rows of a source changes, as [`written`] does.
fn written_from<T>(
    store: &mut Store,
    (source, kind, reason): (&TableSource, &Kind, &str),
    request: &ImportRequest,
    notes: &mut Notes,
    end: impl Fn(&mut Writer, ImportSummary) -> Result<T, ImportStop<T>>,
) -> Result<T, ImportError> {
    let table = ImportTable::find(source, kind, request, notes)?;
    let file = ImportedFile {
        kind,
        table: &table,
        request,
        reason,
    };
    let found = notes.clone();
    for _ in 0..TRIES {
        notes.clone_from(&found);
        match file.written_beside(store, notes, &end) {
            Ok(done) | Err(ImportStop::Rehearsed(done)) => return Ok(done),
            Err(ImportStop::Failed(error)) => return Err(error),
            Err(ImportStop::Outdated) => {}
        }
    }
    *notes = found;
    match file.written_alone(store, notes, &end) {
        Ok(done) | Err(ImportStop::Rehearsed(done)) => Ok(done),
        Err(ImportStop::Failed(error)) => Err(error),
        Err(ImportStop::Outdated) => Err(StoreError::from(LedgerFault::Busy).into()),
    }
}

/// A file whose columns are known.
struct ImportedFile<'a> {
    kind: &'a Kind,
    table: &'a ImportTable<'a>,
    request: &'a ImportRequest<'a>,
    reason: &'a str,
}

impl ImportedFile<'_> {
    const fn said(&self) -> Staging<'_> {
        Staging {
            author: self.request.author,
            reason: self.reason,
        }
    }

    /// Gathers the changes while others save, and takes them over if they still hold.
    fn written_beside<T>(
        &self,
        store: &mut Store,
        notes: &mut Notes,
        end: impl FnOnce(&mut Writer, ImportSummary) -> Result<T, ImportStop<T>>,
    ) -> Result<T, ImportStop<T>> {
        let (outcome, mut staged) =
            store.stage(self.said(), |stager| self.gather(stager, notes))?;
        if let Some(refusal) = outcome.refusal(notes) {
            self.refuse_unfinished()?;
            return Err(refusal.into());
        }
        store.write(|writer| {
            if writer.still_holds(&mut staged)? {
                self.take_over(writer, (&staged, outcome), notes, end)
            } else {
                Err(ImportStop::Outdated)
            }
        })
    }

    /// Gathers the changes and takes them over in one transaction: nobody else saves meanwhile.
    fn written_alone<T>(
        &self,
        store: &mut Store,
        notes: &mut Notes,
        end: impl FnOnce(&mut Writer, ImportSummary) -> Result<T, ImportStop<T>>,
    ) -> Result<T, ImportStop<T>> {
        let ledger = store.path().to_owned();
        store.write(|writer| {
            let gather = |stager: &mut Stager| self.gather(stager, notes);
            let (outcome, staged) = writer.stage(&ledger, self.said(), gather)?;
            self.take_over(writer, (&staged, outcome), notes, end)
        })
    }

    fn gather(&self, stager: &mut Stager, notes: &mut Notes) -> Result<RowsOutcome, ImportError> {
        let view = stager.view();
        let request = self.request;
        let mut places = PlaceFinder::of(view, self.kind, request.aliases, request.level)?;
        let mut run = ImportRun::new(view, self.kind, self.table, request, notes, self.reason)?;
        run.read_all(stager, &mut places)?;
        Ok(run.outcome())
    }

    fn take_over<T>(
        &self,
        writer: &mut Writer,
        (staged, outcome): (&Staged, RowsOutcome),
        notes: &Notes,
        end: impl FnOnce(&mut Writer, ImportSummary) -> Result<T, ImportStop<T>>,
    ) -> Result<T, ImportStop<T>> {
        writer.take_over(staged, |rows| ask_at_once(self.request, rows))?;
        self.refuse_unfinished()?;
        let summary = outcome.finish(self.request, notes)?;
        end(writer, summary)
    }

    /// Refuses a file that was written while it was read, or that could not be read to its end.
    fn refuse_unfinished(&self) -> Result<(), ImportError> {
        if self.table.source.has_failed() {
            return Err(TableFault::BrokenFile.into());
        }
        if (self.request.is_unchanged)() {
            Ok(())
        } else {
            Err(ImportError::BeingWritten)
        }
    }
}

/// Makes rows of periods that stand in columns, where the form is a sheet and the file is such. What
/// was said of the figures of such a file is refused where it is another one; what a mapping keeps of
/// them is passed over and told.
fn unfold<'a>(
    source: TableSource<'a>,
    kind: &Kind,
    request: &ImportRequest,
    passed: &mut Vec<FormMsg>,
) -> Result<TableSource<'a>, ImportError> {
    match (periods::unfolded(&source, kind, request)?, request.field) {
        (Some(made), _) => Ok(made),
        // Of a file without a row that is told instead.
        (None, Some(field)) if source.rows()?.next().is_some() => {
            Err(HeaderFault::NoColumnsOfPeriods {
                field: field.to_owned(),
            }
            .into())
        }
        (None, _) => {
            passed.extend(request.kept_field.map(|field| FormMsg::FieldPassed {
                field: field.to_owned(),
            }));
            Ok(source)
        }
    }
}

/// Why every change of an import was made: the file, and the beginning of its SHA-256, by which it
/// is told from another one of its name.
fn reason(file: &str, bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digest = format!("{:x}", sha2::Sha256::digest(bytes));
    format!(
        "import {file} sha256:{}",
        digest.get(..12).unwrap_or_default()
    )
}
