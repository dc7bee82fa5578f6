//! A save as it is gathered beside the ledger: its texts, and of a new facility the cells of its
//! row.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::given_numbers::GivenNumbers;
use crate::domain::record::facility::shared;
use crate::domain::record::{Subject, Topic};
use crate::store::error::{Result, damaged};
use crate::store::file::staged::StagedEntry;
use crate::store::rows::new_row;

/// The cells of every save.
const RECORD: usize = 0;
const SUBJECT: usize = 1;
const PATCH: usize = 2;
const COMPLETE: usize = 3;
/// None of a facility that is new: the cells of its row follow instead.
const PARENTS: usize = 4;
const FIRST_OF_ROW: usize = 5;
/// The cells of any other save: the fields of its record where the patch has not all of them, and
/// where the record was and its form, if it was known.
const WHOLE: usize = 5;
const PLACE: usize = 6;
const FORM: usize = 7;

/// The parents of a record that is new, as the trail has them.
const NO_PARENTS: &str = "[]";
/// What is kept of a save that makes its record complete.
const IS_COMPLETE: &str = "1";

/// A save that is gathered.
pub(super) enum NewSave<'t> {
    /// Of a facility that nobody knows yet: the cells of its row.
    Facility(&'t [Option<String>]),
    /// Of any other record.
    Other {
        parents: &'t str,
        /// Every field, where the patch has not all of them.
        whole: Option<&'t str>,
        /// Where it was, and the form it was filled in.
        before: Option<(&'t str, &'t str)>,
    },
}

impl NewSave<'_> {
    /// Returns the cells that are kept of a save.
    pub(super) fn cells<'c>(
        &'c self,
        [record, subject, patch]: [&'c str; 3],
        is_complete: bool,
    ) -> Vec<Option<&'c str>> {
        let complete = if is_complete { IS_COMPLETE } else { "" };
        let mut cells = vec![Some(record), Some(subject), Some(patch), Some(complete)];
        match self {
            Self::Facility(row) => {
                cells.push(None);
                cells.extend(row.iter().map(Option::as_deref));
            }
            Self::Other {
                parents,
                whole,
                before,
            } => {
                let (place, form) = before.unzip();
                cells.extend([Some(*parents), *whole, place, form]);
            }
        }
        cells
    }
}

/// A save that was gathered.
pub(super) struct StagedSave(pub(super) StagedEntry);

impl StagedSave {
    fn text(&self, at: usize) -> &str {
        self.0.cell(at).unwrap_or_default()
    }

    pub(super) fn record(&self) -> &str {
        self.text(RECORD)
    }

    pub(super) fn id(&self) -> Result<Uuid> {
        self.record().parse().map_err(|_| damaged("staged saves"))
    }

    pub(super) fn subject_word(&self) -> &str {
        self.text(SUBJECT)
    }

    pub(super) fn subject(&self) -> Result<Subject> {
        let topic = Topic::of_word(self.subject_word()).and_then(Topic::record);
        topic.ok_or_else(|| damaged("staged saves"))
    }

    pub(super) fn parents(&self) -> &str {
        self.0.cell(PARENTS).unwrap_or(NO_PARENTS)
    }

    pub(super) fn patch(&self) -> &str {
        self.text(PATCH)
    }

    pub(super) fn is_complete(&self) -> bool {
        self.text(COMPLETE) == IS_COMPLETE
    }

    /// Returns whether the cells of the row are there.
    pub(super) fn has_row(&self) -> bool {
        self.0.cell(PARENTS).is_none()
    }

    /// Returns the cells of the row, where they are there.
    pub(super) fn row(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.cells_from(FIRST_OF_ROW)
    }

    /// Returns all fields of the record as JSON.
    pub(super) fn fields_json(&self) -> &str {
        let whole = if self.has_row() {
            None
        } else {
            self.0.cell(WHOLE)
        };
        whole.unwrap_or_else(|| self.patch())
    }

    /// Returns all fields of the record.
    pub(super) fn fields(&self) -> Result<BTreeMap<String, Json>> {
        Ok(serde_json::from_str(self.fields_json())?)
    }

    /// Returns where the record was and the form it was filled in, where it was known.
    pub(super) fn before(&self) -> Option<(&str, &str)> {
        if self.has_row() {
            return None;
        }
        self.0.cell(PLACE).zip(self.0.cell(FORM))
    }

    /// Gives another number where somebody else has the one it was given.
    pub(super) fn renumber(&mut self, numbers: &GivenNumbers) -> Result<()> {
        self.renumber_fields(PATCH, numbers)?;
        if !self.has_row() {
            return self.renumber_fields(WHOLE, numbers);
        }
        let at = FIRST_OF_ROW + new_row::facility_code();
        let instead = self.0.cell(at).and_then(|code| numbers.instead_of(code));
        if let Some(instead) = instead {
            self.0.replace(at, instead);
        }
        Ok(())
    }

    fn renumber_fields(&mut self, at: usize, numbers: &GivenNumbers) -> Result<()> {
        let Some(text) = self.0.cell(at) else {
            return Ok(());
        };
        let mut fields: BTreeMap<String, Json> = serde_json::from_str(text)?;
        let code = fields.get(shared::FACILITY_CODE).and_then(Json::as_str);
        let Some(instead) = code.and_then(|code| numbers.instead_of(code)) else {
            return Ok(());
        };
        fields.insert(shared::FACILITY_CODE.to_owned(), instead.into());
        let text = serde_json::to_string(&fields)?;
        self.0.replace(at, &text);
        Ok(())
    }
}
