//! Imports of facilities from files as people have them: all rows or none, unless the refused ones may stay out in a
//! file of their own.
//!
//! Bytes become a table of cells (`source`), of which the header is found (`header`) and named (`columns`). Every
//! row is read by the parsers of the form (`row`), told apart from what the ledger has (`index`, `matching`), and made a
//! change (`change`) in one write transaction (`run`).

pub mod aliases;
mod body;
mod change;
pub mod columns;
pub mod constants;
pub mod csv;
mod decimals;
pub mod encoding;
pub mod fault;
mod fitting;
mod furniture;
mod gone;
mod header;
mod heading;
mod index;
mod limits;
pub mod lines;
pub mod mapping;
mod matching;
mod measure;
mod merged;
mod missing;
mod nearest;
mod newcomers;
pub mod notes;
mod place;
pub mod recipe;
mod rejects;
mod returned;
mod row;
mod run;
mod separator;
pub mod source;
mod strays;
pub mod table;
mod totals;
mod units;
pub mod unmatched;
pub mod xlsx;

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::date::DateOrder;
use crate::domain::pack::Kind;
use crate::i18n::{FormMsg, HeaderFault, ImportMsg, Lang, LedgerRefusal, MapFault, Say, SnapshotFault, TableFault};
use crate::store::{Store, StoreError};
use aliases::Aliases;
pub use change::EmptyCells;
use constants::Constants;
use mapping::Mapping;
use notes::{Notes, RefusedRow};
pub use place::Unmatched;
use source::Said;

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

/// Whether an import goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It ends, and the ledger is as it was.
    Stop,
}

/// How a file is to be imported.
#[derive(Clone)]
pub struct Import<'a> {
    /// What the file is called; every change says it.
    pub file: &'a str,
    /// The kind of its facilities, by code or label.
    pub kind: &'a str,
    /// Who imports it; every change carries the name.
    pub author: &'a str,
    /// What somebody said of encoding and sheet.
    pub said: Said<'a>,
    /// What a mapping keeps of them for files like this one.
    pub kept: Said<'a>,
    /// Columns that do not name their field.
    pub mappings: &'a [Mapping],
    /// Values that no cell says.
    pub constants: &'a Constants,
    /// Other names of places.
    pub aliases: &'a Aliases,
    /// What stands for a value that is missing.
    pub missing: &'a [String],
    /// The order of dates whose year does not stand first.
    pub dates: Option<DateOrder>,
    /// What an empty cell does to a known record.
    pub empty: EmptyCells,
    /// What happens to rows that are refused.
    pub bad_rows: BadRows,
    /// Whether the rows stay.
    pub mode: Mode,
    /// The day that checks against the calendar are made for.
    pub day: NaiveDate,
    /// The language of the rejects file.
    pub lang: Lang,
    /// Asked with the count of rows so far, now and then.
    pub watch: &'a dyn Fn(usize) -> Go,
    /// Asked before the rows stay: whether the file is still what was read of it.
    pub is_unchanged: &'a dyn Fn() -> bool,
}

/// What a file is imported with where nobody set a value.
static NO_CONSTANTS: Constants = Constants::none();

impl<'a> Import<'a> {
    /// The import of a file whose columns name their fields, with everything as it is by default.
    #[must_use]
    pub fn plain(file: &'a str, kind: &'a str, author: &'a str, aliases: &'a Aliases, day: NaiveDate) -> Self {
        Self {
            file,
            kind,
            author,
            said: Said::default(),
            kept: Said::default(),
            mappings: &[],
            constants: &NO_CONSTANTS,
            aliases,
            missing: &[],
            dates: None,
            empty: EmptyCells::Keep,
            bad_rows: BadRows::Refuse,
            mode: Mode::Import,
            day,
            lang: Lang::Zh,
            watch: &|_| Go::On,
            is_unchanged: &|| true,
        }
    }
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows in it.
    pub read: usize,
    /// Rows that made a record or changed one.
    pub imported: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Imported rows that a soft check asks about.
    pub doubtful: usize,
    /// Rows of new records whose name another facility of the kind has in the same place.
    pub same_name: usize,
    /// Open conflicts of merges that rows decided.
    pub settled: usize,
    /// What every new record got because the file has no such column: label and value.
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
    /// What was said of its columns cannot be.
    Map(MapFault),
    /// Rows are refused.
    Rows {
        /// The first of them.
        first: Box<RefusedRow>,
        /// How many there are.
        count: usize,
    },
    /// The rejects file cannot be written.
    Rejects {
        /// Its path.
        path: String,
        /// What the system says.
        detail: String,
    },
    /// Somebody stopped it.
    Stopped,
    /// Some program went on writing the file.
    BeingWritten,
    /// The ledger refuses.
    Store(StoreError),
}

impl Say for ImportError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Header(fault) => fault.say(lang),
            Self::Map(fault) => fault.say(lang),
            Self::Store(error) => error.say(lang),
            Self::Stopped => ImportMsg::Stopped.say(lang),
            Self::BeingWritten => SnapshotFault::BeingWritten.say(lang),
            Self::Rejects { path, detail } => {
                ImportMsg::Rejects { path: path.clone(), detail: detail.clone() }.say(lang)
            }
            Self::Rows { first, count } => {
                let first = first.faults.first().map(|fault| fault.on_line(first.line, lang)).unwrap_or_default();
                ImportMsg::NothingWritten { first, count: *count }.say(lang)
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

impl From<MapFault> for ImportError {
    fn from(fault: MapFault) -> Self {
        Self::Map(fault)
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Imports a file into a ledger, in one write transaction. What is worth knowing of it goes into `notes`, also when it
/// is refused.
///
/// # Errors
/// When the file, its header or one of its rows is refused; the ledger is then as it was.
pub fn import(store: &mut Store, bytes: &[u8], order: &Import, notes: &mut Notes) -> Result<Summary, ImportError> {
    let kind = find_kind(store, order.kind)?;
    let with_kind = |said| Said { kind: Some(&kind), ..said };
    let (source, passed) = fitting::open(bytes, &with_kind(order.said), &with_kind(order.kept))?;
    notes.forms = source.forms().into_iter().chain(passed).collect();
    notes.forms.extend(order.dates.map(|dates| FormMsg::Dates { order: dates.word().to_owned() }));
    notes.forms.extend(order.constants.told(&kind));
    let table = body::Table::find(&source, &kind, order, notes)?;
    let reason = reason(order.file, bytes);
    let written = store.write(|writer| {
        let mut run = run::Run::new(writer, &kind, &table, order, notes, &reason)?;
        run.read_all(writer)?;
        if !(order.is_unchanged)() {
            return Err(ImportError::BeingWritten.into());
        }
        let done = run.finish();
        // A rehearsal meets everything that an import meets.
        if order.mode == Mode::Rehearse && done.is_ok() {
            writer.judge_stale()?;
        }
        match (order.mode, done) {
            (Mode::Rehearse, Ok(summary)) => Err(Stop::Rehearsed(summary)),
            (_, done) => done.map_err(Stop::Failed),
        }
    });
    match written {
        Ok(summary) | Err(Stop::Rehearsed(summary)) => Ok(summary),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// What ends the transaction without a commit.
enum Stop {
    Rehearsed(Summary),
    Failed(ImportError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// Why every change of an import was made: the file, and the beginning of its SHA-256, by which it is told from another
/// one of its name.
fn reason(file: &str, bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digest = format!("{:x}", sha2::Sha256::digest(bytes));
    format!("import {file} sha256:{}", digest.get(..12).unwrap_or_default())
}

/// The kind that a text names by its code or one of its labels.
///
/// # Errors
/// When there is none.
pub fn find_kind(store: &Store, text: &str) -> Result<Kind, StoreError> {
    use crate::domain::folding::key;
    let kinds = || store.packs().iter().flat_map(|pack| &pack.kinds);
    let spelled = |kind: &&Kind| [&kind.code, &kind.label.zh, &kind.label.en].into_iter().any(|s| key(s) == key(text));
    let found = kinds().find(|kind| kind.code == text).or_else(|| kinds().find(spelled));
    found.cloned().ok_or_else(|| {
        let known = kinds().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
        LedgerRefusal::NoSuchKind { kind: text.to_owned(), known }.into()
    })
}
