//! Which record a row is about: one of the ledger, or a new one.
//!
//! The rows are read twice. Only when it is known which records are named by an id or a code can be
//! told what a name means, and of two rows about one record neither is taken.

use std::collections::HashMap;

use uuid::Uuid;

use super::deleted_index::DeletedNotice;
use super::hits::NamedLines;
use super::index::{MatchedBy, RecordIndex, RowTarget};
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::i18n::MatchFault;
use crate::store::{LedgerView, Stager, StoreError};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::rows::row::RowEntry;

/// The ways in which no other record can be meant.
const KEYS: [MatchedBy; 2] = [MatchedBy::Id, MatchedBy::Code];
/// Every way but by name with another code.
const NAMED: [MatchedBy; 3] = [MatchedBy::Id, MatchedBy::Code, MatchedBy::Name];
/// Every way.
const ALL: [MatchedBy; 4] = [
    MatchedBy::Id,
    MatchedBy::Code,
    MatchedBy::Name,
    MatchedBy::NameWithNewCode,
];

/// Tells what the rows of a file are about.
pub(crate) struct Matcher<'a> {
    view: LedgerView<'a>,
    kind: &'a Kind,
    index: RecordIndex<'a>,
    /// The lines of the file that name a record, and how.
    lines: NamedLines,
    /// By name in a place: the first record that no line names by id or code.
    unkeyed: HashMap<TextPrint, Option<Uuid>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn of(
        view: LedgerView<'a>,
        kind: &'a Kind,
        id_column: String,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            view,
            kind,
            index: RecordIndex::of(view, kind, id_column)?,
            lines: NamedLines::default(),
            unkeyed: HashMap::new(),
        })
    }

    /// Returns whether no row can be about a known record.
    pub(crate) fn knows_none(&self) -> bool {
        // Of a sheet a place has one a period, known or new: all rows are compared.
        self.index.is_empty() && !self.kind.is_sheet()
    }

    /// The first reading of a row: notes which record it names.
    pub(crate) fn note(&mut self, entry: &RowEntry) -> Result<(), StoreError> {
        let found = self.index.find(entry)?;
        if let Some(id) = entry.sheet(self.kind) {
            self.lines.add(id, MatchedBy::Id, entry.line);
        } else if let Ok(RowTarget::Known(id, by)) = found {
            self.lines.add(id, by, entry.line);
        }
        Ok(())
    }

    /// Ends the first reading.
    pub(crate) fn end_noting(&mut self) {
        self.lines.sort();
    }

    /// Notes everything by which a row may be about a record: where somebody changes such a record
    /// meanwhile, the row may be about another one.
    pub(crate) fn rest_on(&self, stager: &mut Stager, entry: &RowEntry) -> Result<(), StoreError> {
        if let Some(id) = entry.id.or_else(|| entry.sheet(self.kind)) {
            stager.rest_on(TextPrint::of_id(id))?;
        }
        if let Some(code) = entry.text(self.kind, shared::FACILITY_CODE) {
            stager.rest_on(TextPrint::of_code(&folding::key(code)))?;
        }
        if entry.name_key.is_empty() {
            return Ok(());
        }
        stager.rest_on(entry.name_print)
    }

    /// Returns the second reading: what a row is about, now that all of them are known.
    pub(crate) fn target(
        &mut self,
        entry: &RowEntry,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        let refuse = |fault| Ok(Err(FaultReason::Match(fault)));
        if let Some(line) = self.other_line_of_sheet(entry) {
            return refuse(MatchFault::SameSheetAsLine { line });
        }
        let (id, by) = match self.index.find(entry)? {
            Ok(RowTarget::Known(id, by)) => (id, by),
            Ok(RowTarget::New) => return Ok(Ok(RowTarget::New)),
            Err(reason) => {
                return Ok(if self.is_another_of_name(entry)? {
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
            && let Some(fault) = self.other_facility(entry, id)?
        {
            return refuse(fault);
        }
        match self.other_line(entry.line, id)? {
            Some(fault) => refuse(fault),
            None => Ok(Ok(RowTarget::Known(id, by))),
        }
    }

    /// Returns another line of the sheet of a row.
    fn other_line_of_sheet(&self, entry: &RowEntry) -> Option<usize> {
        let sheet = entry.sheet(self.kind)?;
        self.lines.other(sheet, &ALL, entry.line)
    }

    /// Returns the deleted record that a new row names.
    pub(crate) fn deleted(
        &mut self,
        entry: &RowEntry,
    ) -> Result<Option<DeletedNotice>, StoreError> {
        Ok(self.index.deleted()?.of_name(entry))
    }

    /// Returns the records that have the name of a row in its place.
    pub(crate) fn has_name(&mut self, entry: &RowEntry) -> Result<bool, StoreError> {
        Ok(!self.index.of_name(entry)?.is_empty())
    }

    /// Returns whether a row has a code of its own, and all the records of its name are named by id
    /// or code in other rows.
    fn is_another_of_name(&mut self, entry: &RowEntry) -> Result<bool, StoreError> {
        let has_code = entry.id.is_none() && entry.text(self.kind, shared::FACILITY_CODE).is_some();
        Ok(has_code && self.has_name(entry)? && self.unkeyed(entry)?.is_none())
    }

    /// Returns the first record with the name of a row that no line names by id or code.
    fn unkeyed(&mut self, entry: &RowEntry) -> Result<Option<Uuid>, StoreError> {
        let print = entry.name_print;
        if let Some(known) = self.unkeyed.get(&print) {
            return Ok(*known);
        }
        let named = self.index.of_name(entry)?.iter().map(|(_, id)| *id);
        let lines = &self.lines;
        let found = named.into_iter().find(|id| !lines.has(*id, &KEYS));
        self.unkeyed.insert(print, found);
        Ok(found)
    }

    /// Returns whether another line names a record by its id or code.
    fn is_keyed(&self, id: Uuid, line: usize) -> bool {
        self.lines.other(id, &KEYS, line).is_some()
    }

    /// Returns what speaks against a facility code: neither place nor name are those of its record,
    /// or they are those of another one. Many a list is numbered from 1 on.
    fn other_facility(
        &mut self,
        entry: &RowEntry,
        id: Uuid,
    ) -> Result<Option<MatchFault>, StoreError> {
        let named = self.index.of_name(entry)?;
        if named.binary_search(&(entry.name_print, id)).is_ok() {
            return Ok(None);
        }
        let Some(record) = self.view.record(id)? else {
            return Ok(None);
        };
        let code = text(&record, shared::FACILITY_CODE);
        let name = text(&record, shared::NAME);
        if entry.place.as_ref() != Some(&record.place) && entry.name_key != folding::key(&name) {
            let place = self.view.place_path(&record.place)?;
            return Ok(Some(MatchFault::CodeOfAnother { code, name, place }));
        }
        let Some(holder) = self.unkeyed(entry)? else {
            return Ok(None);
        };
        let other = self
            .view
            .record(holder)?
            .map(|record| text(&record, shared::FACILITY_CODE))
            .unwrap_or_default();
        Ok(Some(MatchFault::NameOfAnother { code, name, other }))
    }

    /// Another line about the same record.
    fn other_line(&self, line: usize, id: Uuid) -> Result<Option<MatchFault>, StoreError> {
        // Beside a row that gives the code of the record, those with other codes are about others.
        let ways: &[MatchedBy] = if self.lines.has(id, &KEYS) {
            &NAMED
        } else {
            &ALL
        };
        let Some(other) = self.lines.other(id, ways, line) else {
            return Ok(None);
        };
        if self.lines.has(id, &NAMED) {
            return Ok(Some(MatchFault::SameFacilityAsLine { line: other }));
        }
        let code = self
            .view
            .record(id)?
            .map(|record| text(&record, shared::FACILITY_CODE))
            .unwrap_or_default();
        Ok(Some(MatchFault::SameNameAsLine { line: other, code }))
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
