//! A draft as it is typed, and as its file keeps it.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::record::ChangeId;
use crate::i18n::DraftFault;
use crate::store::error::Trouble;

/// The result of an operation on drafts.
pub type Result<T, E = DraftFault> = std::result::Result<T, E>;

/// What a draft is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DraftOf {
    /// A form: one record.
    #[default]
    Record,
    /// A column of a grid: the field in focus, of many records. Neither `record`, `new_id`, `on`
    /// nor `texts` say anything then.
    Column {
        /// The record in whose row the cursor stands.
        row: Option<Uuid>,
        /// The rows that were touched.
        cells: BTreeMap<Uuid, DraftCell>,
    },
    /// A record that a second person keys again. It holds only what that person typed, and nothing
    /// of the first entry; neither `record` nor `new_id` say anything then, and `texts` are of the
    /// fields that are still open.
    SecondEntry {
        /// The record.
        id: Uuid,
        /// The fields that were keyed at least once.
        fields: BTreeMap<String, DraftKeyed>,
    },
}

/// A field that a second person has keyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKeyed {
    /// How often.
    pub tries: usize,
    /// What was keyed last, where that differed from the first entry: an empty text is an empty
    /// field.
    pub differing: Option<String>,
    /// The word of its outcome, once it has one.
    pub outcome: Option<String>,
}

/// A touched row of a column; where both texts are the same the value was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCell {
    /// What stands in it, as typed, right or wrong.
    pub text: String,
    /// What was saved when it was touched. Another text in the ledger means that somebody else
    /// saved the row since.
    pub saved: String,
}

/// A form or a column as it was typed so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredDraft", into = "StoredDraft")]
pub struct FormDraft {
    /// What it is of.
    pub of: DraftOf,
    /// Who types.
    pub author: String,
    /// The record that is edited; `None` for a new one.
    pub record: Option<Uuid>,
    /// The id that a new record will get, so that saving a draft twice makes one record.
    pub new_id: Uuid,
    /// The code of the kind.
    pub kind: String,
    /// The code of the place.
    pub place: String,
    /// The version the form was opened on.
    pub base: Vec<ChangeId>,
    /// What stands in each field, as typed, right or wrong.
    pub texts: BTreeMap<String, String>,
    /// The code of the field in focus.
    pub focus: String,
    /// Where the cursor stands in that field.
    pub cursor: usize,
    /// When it was kept; whatever the caller says, [`super::DraftFile::write`] sets it.
    pub saved_at: String,
}

/// What a draft is of, in its file. A cell is its two texts without names: a column must fit into a
/// slot.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredDraftOf {
    #[default]
    Record,
    Column {
        row: Option<String>,
        cells: BTreeMap<String, (String, String)>,
    },
    SecondEntry {
        id: String,
        fields: BTreeMap<String, DraftKeyed>,
    },
}

impl From<DraftOf> for StoredDraftOf {
    fn from(of: DraftOf) -> Self {
        match of {
            DraftOf::Record => Self::Record,
            DraftOf::Column { row, cells } => Self::Column {
                row: row.map(|id| id.to_string()),
                cells: cells
                    .into_iter()
                    .map(|(id, cell)| (id.to_string(), (cell.text, cell.saved)))
                    .collect(),
            },
            DraftOf::SecondEntry { id, fields } => Self::SecondEntry {
                id: id.to_string(),
                fields,
            },
        }
    }
}

impl TryFrom<StoredDraftOf> for DraftOf {
    type Error = String;

    fn try_from(written: StoredDraftOf) -> Result<Self, String> {
        let cell = |(id, (text, saved)): (String, (String, String))| {
            Ok((uuid(&id)?, DraftCell { text, saved }))
        };
        Ok(match written {
            StoredDraftOf::Record => Self::Record,
            StoredDraftOf::Column { row, cells } => Self::Column {
                row: row.as_deref().map(uuid).transpose()?,
                cells: cells.into_iter().map(cell).collect::<Result<_, String>>()?,
            },
            StoredDraftOf::SecondEntry { id, fields } => Self::SecondEntry {
                id: uuid(&id)?,
                fields,
            },
        })
    }
}

fn uuid(text: &str) -> Result<Uuid, String> {
    Uuid::parse_str(text).map_err(|error| error.to_string())
}

/// A draft in its file: ids as text.
#[derive(Serialize, Deserialize)]
struct StoredDraft {
    /// Drafts of older programs are all of a record and do not say so.
    #[serde(default)]
    of: StoredDraftOf,
    author: String,
    record: Option<String>,
    new_id: String,
    kind: String,
    place: String,
    /// Files of drafts keep their old name of this field.
    #[serde(rename = "upon")]
    base: Vec<String>,
    texts: BTreeMap<String, String>,
    focus: String,
    cursor: usize,
    saved_at: String,
}

impl From<FormDraft> for StoredDraft {
    fn from(draft: FormDraft) -> Self {
        Self {
            of: draft.of.into(),
            author: draft.author,
            record: draft.record.map(|id| id.to_string()),
            new_id: draft.new_id.to_string(),
            kind: draft.kind,
            place: draft.place,
            base: draft.base.iter().map(ChangeId::to_string).collect(),
            texts: draft.texts,
            focus: draft.focus,
            cursor: draft.cursor,
            saved_at: draft.saved_at,
        }
    }
}

impl TryFrom<StoredDraft> for FormDraft {
    type Error = String;

    fn try_from(written: StoredDraft) -> Result<Self, String> {
        Ok(Self {
            of: written.of.try_into()?,
            author: written.author,
            record: written.record.as_deref().map(uuid).transpose()?,
            new_id: uuid(&written.new_id)?,
            kind: written.kind,
            place: written.place,
            base: written
                .base
                .iter()
                .map(|id| id.parse())
                .collect::<Result<_, _>>()?,
            texts: written.texts,
            focus: written.focus,
            cursor: written.cursor,
            saved_at: written.saved_at,
        })
    }
}

impl From<io::Error> for DraftFault {
    fn from(error: io::Error) -> Self {
        match Trouble::of(&error) {
            Trouble::Full => Self::Full,
            Trouble::Denied => Self::Denied,
            Trouble::Absent => Self::Gone,
            Trouble::TooManyFiles => Self::TooManyFiles,
            Trouble::Exists | Trouble::Other => Self::Other {
                detail: error.to_string(),
            },
        }
    }
}
