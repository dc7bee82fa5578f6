//! Imports of facilities from CSV: all rows or none, unless the refused ones may stay out in a file of their own.

pub mod columns;
mod rejects;
pub mod row;
mod seen;
pub mod table;

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::facility::shared;
use crate::domain::pack::Kind;
use crate::domain::trail::Subject;
use crate::i18n::{HeaderFault, ImportMsg, Lang, LedgerRefusal, RowFault, Say, TableFault};
use crate::store::{Save, Saved, Store, StoreError, Writer};
use columns::Mapping;
use row::{Draft, Fault, Reader, Reason};
use seen::{Likeness, Seen};

/// What happens to rows that are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRows {
    /// One of them refuses the file.
    Refuse,
    /// They are left out and written to this file.
    Skip(PathBuf),
}

/// Whether the rows stay in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They do.
    Import,
    /// Everything is done and taken back.
    Rehearse,
}

/// How a file is to be imported.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    /// The kind of its facilities, by code or label.
    pub kind: &'a str,
    /// Who imports it; every change carries the name.
    pub author: &'a str,
    /// Columns that do not name their field.
    pub mappings: &'a [Mapping],
    /// What happens to rows that are refused.
    pub bad_rows: BadRows,
    /// Whether the rows stay.
    pub mode: Mode,
    /// The day that checks against the calendar are made for.
    pub day: NaiveDate,
    /// The language of the rejects file.
    pub lang: Lang,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its line.
    pub line: usize,
    /// Its cells as they were.
    pub cells: Vec<String>,
    /// Everything that is wrong with it.
    pub faults: Vec<Fault>,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows in it.
    pub read: usize,
    /// Rows that became records.
    pub imported: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Imported rows that a soft check asks about.
    pub doubtful: usize,
    /// Imported rows whose name another facility of the kind has in the same place.
    pub same_name: usize,
    /// What every row got because the file has no such column: label and value.
    pub defaults: Vec<(String, String)>,
}

impl Say for Summary {
    fn say(&self, lang: Lang) -> String {
        let Self { read, imported, refused, doubtful, same_name: same, .. } = *self;
        ImportMsg::Summary { read, imported, refused, doubtful, same }.say(lang)
    }
}

/// Why a file is not imported; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is no table.
    Table(TableFault),
    /// Its header does not fit the form.
    Header(HeaderFault),
    /// Rows are refused.
    Rows {
        /// The first of them.
        first: Box<RefusedRow>,
        /// How many others there are.
        more: usize,
    },
    /// The rejects file cannot be written.
    Rejects {
        /// Its path.
        path: String,
        /// What the system says.
        detail: String,
    },
    /// The ledger refuses.
    Store(StoreError),
}

impl Say for ImportError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Header(fault) => fault.say(lang),
            Self::Store(error) => error.say(lang),
            Self::Rejects { path, detail } => {
                ImportMsg::Rejects { path: path.clone(), detail: detail.clone() }.say(lang)
            }
            Self::Rows { first, more } => {
                let first = first.faults.first().map(|fault| fault.on_line(first.line, lang)).unwrap_or_default();
                ImportMsg::NothingWritten { first, more: *more }.say(lang)
            }
        }
    }
}

impl From<TableFault> for ImportError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<HeaderFault> for ImportError {
    fn from(fault: HeaderFault) -> Self {
        Self::Header(fault)
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Imports a file into a ledger, in one write transaction.
///
/// # Errors
/// When the file, its header or one of its rows is refused; the ledger is then as it was.
pub fn import(store: &mut Store, bytes: &[u8], order: &Import) -> Result<Summary, ImportError> {
    let table = table::read(bytes)?;
    let kind = find_kind(store, order.kind)?;
    let columns = columns::resolve(&table.header, &kind, order.mappings)?;
    let mut reader = Reader::new(store, &kind, &table, &columns, order.day);
    let (mut drafts, mut refused) = (Vec::new(), Vec::new());
    for row in &table.rows {
        match reader.read(row)? {
            Ok(draft) => drafts.push((row, draft)),
            Err(faults) => refused.push(RefusedRow { line: row.line, cells: row.cells.clone(), faults }),
        }
    }
    let defaults = reader.defaults(order.lang);
    let mut summary = Summary { read: table.rows.len(), defaults, ..Summary::default() };
    let written = store.write(|writer| {
        save_all(writer, order, &kind.code, drafts, &mut summary, &mut refused)?;
        finish(writer, order, &table.header, &mut refused)
    });
    summary.refused = refused.len();
    match written {
        Ok(()) | Err(Stop::Rehearsed) => Ok(summary),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// What ends the transaction without a commit.
enum Stop {
    Rehearsed,
    Failed(ImportError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Saves every draft that the ledger takes; what it refuses joins the refused rows.
fn save_all(
    writer: &mut Writer,
    order: &Import,
    kind: &str,
    drafts: Vec<(&table::Row, Draft)>,
    summary: &mut Summary,
    refused: &mut Vec<RefusedRow>,
) -> Result<(), StoreError> {
    let mut seen = Seen::new(kind);
    for (row, draft) in drafts {
        let likeness = seen.likeness(writer, &draft)?;
        let saved = match &likeness {
            Likeness::Same(fault) => Err(Reason::Row(fault.clone())),
            _ => save(writer, order, kind, row, &draft)?,
        };
        match saved {
            Ok(()) => {
                summary.imported += 1;
                summary.doubtful += usize::from(draft.doubtful);
                summary.same_name += usize::from(matches!(likeness, Likeness::SameName));
                seen.add(draft, row.line);
            }
            Err(reason) => {
                let faults = vec![Fault::of_row(reason)];
                refused.push(RefusedRow { line: row.line, cells: row.cells.clone(), faults });
            }
        }
    }
    Ok(())
}

fn save(
    writer: &mut Writer,
    order: &Import,
    kind: &str,
    row: &table::Row,
    draft: &Draft,
) -> Result<Result<(), Reason>, StoreError> {
    let mut fields = draft.fields.clone();
    fields.insert(shared::KIND.to_owned(), Json::from(kind));
    fields.insert(shared::PLACE.to_owned(), Json::from(draft.place.as_str()));
    let save = Save {
        record: Uuid::now_v7(),
        subject: Subject::Facility,
        upon: &[],
        fields,
        author: order.author,
        reason: "",
    };
    match writer.save(&save) {
        Ok(Saved::Written(_) | Saved::Unchanged) => Ok(Ok(())),
        // A new id has no version to be outdated by, unless two ids were the same.
        Ok(Saved::Outdated(_)) => Ok(Err(Reason::Row(RowFault::SameAsLine { line: row.line }))),
        Err(StoreError::Refused(refusal)) => Ok(Err(Reason::Ledger(refusal))),
        Err(error) => Err(error),
    }
}

/// Decides whether the transaction is kept, and writes the refused rows before it is: none may be lost.
fn finish(writer: &mut Writer, order: &Import, header: &[String], refused: &mut [RefusedRow]) -> Result<(), Stop> {
    refused.sort_by_key(|row| row.line);
    if let (BadRows::Refuse, Some(first)) = (&order.bad_rows, refused.first()) {
        let (first, more) = (Box::new(first.clone()), refused.len() - 1);
        return Err(Stop::Failed(ImportError::Rows { first, more }));
    }
    // A rehearsal is run for the reasons, so it writes them too; the ledger stays as it was.
    if let BadRows::Skip(path) = &order.bad_rows {
        rejects::write(path, header, refused, order.lang).map_err(|error| {
            Stop::Failed(ImportError::Rejects { path: path.display().to_string(), detail: error.to_string() })
        })?;
    }
    if order.mode == Mode::Rehearse {
        writer.judge_stale()?;
        return Err(Stop::Rehearsed);
    }
    Ok(())
}

/// The kind that a text names by its code or one of its labels.
fn find_kind(store: &Store, text: &str) -> Result<Kind, StoreError> {
    use crate::domain::folding::key;
    let kinds = || store.packs().iter().flat_map(|pack| &pack.kinds);
    let spelled = |kind: &&Kind| [&kind.code, &kind.label.zh, &kind.label.en].into_iter().any(|s| key(s) == key(text));
    let found = kinds().find(|kind| kind.code == text).or_else(|| kinds().find(spelled));
    found.cloned().ok_or_else(|| {
        let known = kinds().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
        LedgerRefusal::NoSuchKind { kind: text.to_owned(), known }.into()
    })
}
