//! What an import came to, or why it did not.

use std::collections::BTreeSet;

use super::notes::RefusedRow;
use crate::i18n::{HeaderFault, ImportMsg, Lang, MapFault, Say, SnapshotFault, TableFault};
use crate::store::StoreError;

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
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
    /// The codes of the places in which rows made a facility or changed one.
    pub places: BTreeSet<String>,
    /// What every new record got because the file has no such column: label and value.
    pub defaults: Vec<(String, String)>,
}

impl Say for ImportSummary {
    fn say(&self, lang: Lang) -> String {
        let Self {
            read,
            imported,
            refused,
            doubtful,
            same_name: same,
            ..
        } = *self;
        ImportMsg::Summary {
            read,
            imported,
            refused,
            doubtful,
            same,
        }
        .say(lang)
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
            Self::Rejects { path, detail } => ImportMsg::Rejects {
                path: path.clone(),
                detail: detail.clone(),
            }
            .say(lang),
            Self::Rows { first, count } => {
                let first = first
                    .faults
                    .first()
                    .map(|fault| fault.on_line(first.line, lang))
                    .unwrap_or_default();
                ImportMsg::NothingWritten {
                    first,
                    count: *count,
                }
                .say(lang)
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
