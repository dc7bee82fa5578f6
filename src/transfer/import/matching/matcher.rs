//! Which record a row is about: one of the ledger, or a new one.
//!
//! The rows are read twice. Only when it is known which records are named by an id or a code can be
//! told what a name means, and of two rows about one record neither is taken.

use std::collections::HashMap;

use uuid::Uuid;

use super::deleted_index::DeletedNotice;
use super::index::{MatchedBy, RecordIndex, RowTarget};
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::i18n::MatchFault;
use crate::store::{StoreError, Writer};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::rows::row::RowEntry;

/// Tells what the rows of a file are about.
pub(crate) struct Matcher<'a> {
    kind: &'a Kind,
    index: RecordIndex,
    /// The lines of the file that name a record, and how.
    hits: HashMap<Uuid, Vec<(usize, MatchedBy)>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn of(
        writer: &Writer,
        kind: &'a Kind,
        id_column: String,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            kind,
            index: RecordIndex::of(writer, kind, id_column)?,
            hits: HashMap::new(),
        })
    }

    /// Returns whether no row can be about a known record.
    pub(crate) fn knows_none(&self) -> bool {
        // Of a sheet a place has one a period, known or new: all rows are compared.
        self.index.is_empty() && !self.kind.is_sheet()
    }

    /// The first reading of a row: notes which record it names.
    pub(crate) fn note(&mut self, writer: &Writer, entry: &RowEntry) -> Result<(), StoreError> {
        let found = self.index.find(writer, self.kind, entry)?;
        if let Some(id) = entry.sheet(self.kind) {
            let hits = self.hits.entry(id).or_default();
            hits.push((entry.line, MatchedBy::Id));
        } else if let Ok(RowTarget::Known(id, by)) = found {
            self.hits.entry(id).or_default().push((entry.line, by));
        }
        Ok(())
    }

    /// Returns the second reading: what a row is about, now that all of them are known.
    pub(crate) fn target(
        &mut self,
        writer: &Writer,
        entry: &RowEntry,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        let refuse = |fault| Ok(Err(FaultReason::Match(fault)));
        if let Some(line) = self.other_line_of_sheet(entry) {
            return refuse(MatchFault::SameSheetAsLine { line });
        }
        let (id, by) = match self.index.find(writer, self.kind, entry)? {
            Ok(RowTarget::Known(id, by)) => (id, by),
            Ok(RowTarget::New) => return Ok(Ok(RowTarget::New)),
            Err(reason) => {
                return Ok(if self.is_another_of_name(entry) {
                    Ok(RowTarget::New)
                } else {
                    Err(reason)
                });
            }
        };
        // A list with codes of its own can hold two facilities of one name, and only one of them is
        // the known one.
        if by == MatchedBy::NameWithNewCode && self.is_keyed(id, entry.line) {
            return Ok(Ok(RowTarget::New));
        }
        if by == MatchedBy::Code
            && let Some(fault) = self.other_facility(writer, entry, id)?
        {
            return refuse(fault);
        }
        match self.other_line(writer, entry.line, id)? {
            Some(fault) => refuse(fault),
            None => Ok(Ok(RowTarget::Known(id, by))),
        }
    }

    /// Returns another line of the sheet of a row.
    fn other_line_of_sheet(&self, entry: &RowEntry) -> Option<usize> {
        let hits = self.hits.get(&entry.sheet(self.kind)?)?;
        let mut lines = hits.iter().map(|(line, _)| *line);
        lines.find(|line| *line != entry.line)
    }

    /// Returns the deleted record that a new row names.
    pub(crate) fn deleted(
        &mut self,
        writer: &Writer,
        entry: &RowEntry,
    ) -> Result<Option<DeletedNotice>, StoreError> {
        Ok(self.index.deleted(writer, self.kind)?.of_name(entry))
    }

    /// Returns the records that have the name of a row in its place.
    pub(crate) fn has_name(&self, entry: &RowEntry) -> bool {
        !self.index.of_name(entry).is_empty()
    }

    /// Returns whether a row has a code of its own, and all the records of its name are named by id
    /// or code in other rows.
    fn is_another_of_name(&self, entry: &RowEntry) -> bool {
        let has_code = entry.id.is_none() && entry.text(self.kind, shared::FACILITY_CODE).is_some();
        has_code
            && self.has_name(entry)
            && self
                .index
                .of_name(entry)
                .iter()
                .all(|id| self.is_keyed(*id, entry.line))
    }

    /// Returns whether another line names a record by its id or code.
    fn is_keyed(&self, id: Uuid, line: usize) -> bool {
        self.hits
            .get(&id)
            .is_some_and(|hits| hits.iter().any(|(other, by)| *other != line && by.is_key()))
    }

    /// Returns what speaks against a facility code: neither place nor name are those of its record,
    /// or they are those of another one. Many a list is numbered from 1 on.
    fn other_facility(
        &self,
        writer: &Writer,
        entry: &RowEntry,
        id: Uuid,
    ) -> Result<Option<MatchFault>, StoreError> {
        let of_name = self.index.of_name(entry);
        if of_name.contains(&id) {
            return Ok(None);
        }
        let Some(record) = writer.record(id)? else {
            return Ok(None);
        };
        let code = text(&record, shared::FACILITY_CODE);
        let name = text(&record, shared::NAME);
        if entry.place.as_ref() != Some(&record.place) && entry.name_key != folding::key(&name) {
            let place = writer.place_path(&record.place)?;
            return Ok(Some(MatchFault::CodeOfAnother { code, name, place }));
        }
        let Some(holder) = of_name
            .iter()
            .find(|other| !self.is_keyed(**other, entry.line))
        else {
            return Ok(None);
        };
        let other = writer
            .record(*holder)?
            .map(|record| text(&record, shared::FACILITY_CODE))
            .unwrap_or_default();
        Ok(Some(MatchFault::NameOfAnother { code, name, other }))
    }

    /// Another line about the same record.
    fn other_line(
        &self,
        writer: &Writer,
        line: usize,
        id: Uuid,
    ) -> Result<Option<MatchFault>, StoreError> {
        let hits = self.hits.get(&id).map(Vec::as_slice).unwrap_or_default();
        let has_key = hits.iter().any(|(_, by)| by.is_key());
        // Beside a row that gives the code of the record, those with other codes are about others.
        let counts = |by: MatchedBy| !(has_key && by == MatchedBy::NameWithNewCode);
        let Some((other, _)) = hits
            .iter()
            .find(|(other, by)| *other != line && counts(*by))
        else {
            return Ok(None);
        };
        if hits.iter().any(|(_, by)| *by != MatchedBy::NameWithNewCode) {
            return Ok(Some(MatchFault::SameFacilityAsLine { line: *other }));
        }
        let code = writer
            .record(id)?
            .map(|record| text(&record, shared::FACILITY_CODE))
            .unwrap_or_default();
        Ok(Some(MatchFault::SameNameAsLine { line: *other, code }))
    }
}

fn text(record: &Record, code: &str) -> String {
    record
        .fields
        .get(code)
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
