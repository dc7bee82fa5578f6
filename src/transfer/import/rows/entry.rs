//! What a row says, once its cells are read.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::cell_value::CellValue;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::sheet;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::domain::value::Period;

/// What a row says: the entries of the form that the file has a column for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowEntry {
    /// Its line.
    pub(crate) line: usize,
    /// The id of a record, where it gives one.
    pub(crate) id: Option<Uuid>,
    /// The code of its place, where it gives one.
    pub(crate) place: Option<String>,
    /// The period of a sheet.
    pub(crate) period: Option<Period>,
    /// The name it gives as names are compared; empty where it gives none.
    pub(crate) name_key: String,
    /// The fingerprint of that name in its place.
    pub(crate) name_print: TextPrint,
    /// What its cells say, by the position of the field in the form.
    pub(crate) given: BTreeMap<usize, CellValue>,
    /// What of it was read in another way than it is written.
    pub(crate) remarks: Vec<RowRemark>,
    /// What stands in the columns that somebody left out; nothing where there is none.
    pub(crate) rest: String,
}

/// What of a row was read in another way than it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowRemark {
    /// The place stands at the beginning of a text.
    PlaceInText {
        /// The text.
        text: String,
        /// The names down to the place.
        place: String,
    },
    /// A figure was rounded to the digits that a computer keeps.
    Rounded {
        /// The header of its column.
        column: String,
        /// As it is written, and as it is taken.
        typed: String,
        taken: String,
    },
}

impl RowEntry {
    pub(super) fn new(
        kind: &Kind,
        line: usize,
        id: Option<Uuid>,
        place: Option<String>,
        period: Option<Period>,
        given: BTreeMap<usize, CellValue>,
    ) -> Self {
        let mut entry = Self {
            line,
            id,
            place,
            period,
            name_key: String::new(),
            name_print: TextPrint::default(),
            given,
            remarks: Vec::new(),
            rest: String::new(),
        };
        entry.name_key = folding::key(entry.text(kind, shared::NAME).unwrap_or_default());
        let place = entry.place.as_deref().unwrap_or_default();
        entry.name_print = TextPrint::of_name(place, &entry.name_key);
        entry
    }

    /// Returns the id of the sheet that it is of; `None` where it is of a facility, or gives an id
    /// alone.
    pub(crate) fn sheet(&self, kind: &Kind) -> Option<Uuid> {
        Some(sheet::id(&kind.code, self.place.as_ref()?, self.period?))
    }

    /// Returns the words it gives for a field.
    pub(crate) fn text<'a>(&'a self, kind: &Kind, code: &str) -> Option<&'a str> {
        let at = kind.fields.iter().position(|field| field.code == code)?;
        match self.given.get(&at)? {
            CellValue::Value(value) => value.text(),
            CellValue::Nothing => None,
        }
    }
}
