//! The rows of a file, one after the other, in one write transaction.

use std::collections::HashMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::change::{Drafter, ImportDraft};
use super::rejects::Rejects;
use crate::domain::policy::Kind;
use crate::domain::record::Subject;
use crate::domain::record::facility::shared;
use crate::domain::review::SetField;
use crate::i18n::{HeaderFault, LedgerRefusal, LeftOutMsg};
use crate::store::{OpenConflict, Save, Saved, StoreError, Writer, clock};
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::units;
use crate::transfer::import::error::{ImportError, ImportSummary};
use crate::transfer::import::fault::{FaultReason, ImportFault};
use crate::transfer::import::matching::index::{MatchedBy, RowTarget};
use crate::transfer::import::matching::known::KnownRecord;
use crate::transfer::import::matching::matcher::Matcher;
use crate::transfer::import::matching::new_rows::NewRows;
use crate::transfer::import::notes::{ChangedRow, FIRST_ROWS, Notes, RecodedRow};
use crate::transfer::import::options::{BadRows, Go, ImportRequest};
use crate::transfer::import::read::table::{TableCell, TableRow};
use crate::transfer::import::rows::body::ImportTable;
use crate::transfer::import::rows::missing::Missing;
use crate::transfer::import::rows::place::PlaceFinder;
use crate::transfer::import::rows::row::{RowEntry, RowReader};

/// What is shown of a cell that has no value.
const UNREADABLE: &str = "(?)";
/// After how many rows somebody is asked whether to go on.
const ASKED_AFTER: usize = 500;

/// An import under way.
pub(crate) struct ImportRun<'a> {
    pub(super) kind: &'a Kind,
    pub(super) table: &'a ImportTable<'a>,
    pub(super) request: &'a ImportRequest<'a>,
    pub(super) notes: &'a mut Notes,
    pub(super) reason: &'a str,
    pub(super) places: PlaceFinder<'a>,
    pub(super) matcher: Matcher<'a>,
    pub(super) new_rows: NewRows,
    pub(super) rejects: Option<Rejects>,
    pub(super) drafter: Drafter<'a>,
    /// The open conflicts of merges, by record; nearly always none.
    pub(super) conflicts: HashMap<Uuid, Vec<OpenConflict>>,
    pub(super) summary: ImportSummary,
}

impl<'a> ImportRun<'a> {
    pub(crate) fn new(
        writer: &Writer,
        kind: &'a Kind,
        table: &'a ImportTable<'a>,
        request: &'a ImportRequest<'a>,
        notes: &'a mut Notes,
        reason: &'a str,
    ) -> Result<Self, ImportError> {
        let rejects = match &request.bad_rows {
            BadRows::Refuse => None,
            BadRows::Skip(path) => {
                let rejects = Rejects::new(path.clone(), table, request.lang);
                Some(rejects.map_err(|error| rejects_fault(request, &error))?)
            }
        };
        let drafter = Drafter::new(kind, &table.columns, request);
        let summary = ImportSummary {
            defaults: drafter.defaults(request.lang),
            ..ImportSummary::default()
        };
        let id_column = table
            .columns
            .iter()
            .find(|column| column.holds == ColumnContent::Id);
        let id_column = id_column
            .map(|column| column.name.clone())
            .unwrap_or_default();
        let matcher = Matcher::of(writer, kind, id_column)?;
        let new_rows = NewRows::default();
        let places = PlaceFinder::of(writer, kind, request.aliases, request.level)?;
        let mut conflicts: HashMap<Uuid, Vec<OpenConflict>> = HashMap::new();
        for conflict in writer.open_conflicts()? {
            conflicts
                .entry(conflict.record.id)
                .or_default()
                .push(conflict);
        }
        Ok(Self {
            kind,
            table,
            request,
            notes,
            reason,
            places,
            matcher,
            new_rows,
            rejects,
            drafter,
            conflicts,
            summary,
        })
    }

    /// Reads and saves every row.
    pub(crate) fn read_all(&mut self, writer: &mut Writer) -> Result<(), ImportError> {
        let table = self.table;
        let missing = Missing::of(self.request.missing);
        let dates = self.request.dates;
        let day = self.request.day;
        let constants = self.request.constants;
        let reader = RowReader {
            kind: self.kind,
            table,
            dates,
            zone: self.request.zone,
            day,
            constants,
            missing: &missing,
        };
        if !self.matcher.knows_none() {
            self.read_ahead(writer, &reader)?;
        }
        let mut left_out = None;
        for row in table.rows()? {
            if let Some(why) = table.non_data_rows.why_none(&row) {
                if !matches!(why, LeftOutMsg::HeaderAgain { .. }) {
                    units::check_remark(&row, &table.columns, self.kind)?;
                }
                // A row with a column a period is several rows here.
                if left_out.replace(row.line) != Some(row.line) {
                    self.notes.left_out.add(|| why);
                }
                continue;
            }
            if table.non_data_rows.is_other_header(&row) {
                return Err(HeaderFault::OtherTable { line: row.line }.into());
            }
            self.summary.read += 1;
            self.note_lost(&row);
            self.note_dropped(&row);
            self.note_nameless(&row);
            ask(self.request, self.summary.read)?;
            if self.notes.first_rows.len() < FIRST_ROWS {
                self.notes
                    .first_rows
                    .push((row.line, row.cells.iter().map(shown).collect()));
            }
            let taken = match reader.read(&mut self.places, &row) {
                Ok(entry) => {
                    self.note_remarks(&entry);
                    self.take(writer, &entry)?
                }
                Err(faults) => Err(faults),
            };
            if let Err(faults) = taken {
                self.refuse(&row, faults)?;
            }
        }
        self.notes.unmatched = self.places.unmatched();
        self.note_doubled()
    }

    /// Notes which lines are about which record: all must be known before the first is saved.
    fn read_ahead(&mut self, writer: &Writer, reader: &RowReader) -> Result<(), ImportError> {
        for (at, row) in self.table.rows()?.enumerate() {
            ask(self.request, at)?;
            if self.table.non_data_rows.why_none(&row).is_some() {
                continue;
            }
            if let Ok(entry) = reader.read(&mut self.places, &row) {
                self.matcher.note(writer, &entry)?;
            }
        }
        self.places.forget_missed();
        Ok(())
    }

    /// Makes a row a change, or says why it cannot be one.
    fn take(
        &mut self,
        writer: &mut Writer,
        entry: &RowEntry,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        match self.matcher.target(writer, entry)? {
            Err(reason) => Ok(Err(vec![ImportFault::of_row(reason)])),
            Ok(RowTarget::New) => self.take_new(writer, entry),
            Ok(RowTarget::Known(id, by)) => self.take_known(writer, entry, id, by),
        }
    }

    fn take_new(
        &mut self,
        writer: &mut Writer,
        entry: &RowEntry,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        let draft = match self.drafter.draft(entry, None) {
            Ok(draft) => draft,
            Err(faults) => return Ok(Err(faults)),
        };
        let print = draft.print(&entry.rest);
        if let Some(fault) = self.told_before(entry, print) {
            return Ok(Err(vec![ImportFault::of_row(FaultReason::Match(fault))]));
        }
        let id = entry.sheet(self.kind).unwrap_or_else(clock::new_id);
        if let Err(reason) = self.save(writer, id, None, &draft)? {
            return Ok(Err(vec![ImportFault::of_row(reason)]));
        }
        self.note_new(writer, entry, &draft.name, print)?;
        self.note_place(&draft);
        self.note_taken(entry.line, draft);
        Ok(Ok(()))
    }

    fn take_known(
        &mut self,
        writer: &mut Writer,
        entry: &RowEntry,
        id: Uuid,
        by: MatchedBy,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        let before = KnownRecord::read(writer, self.kind, id)?;
        let draft = match self.drafter.draft(entry, before.as_ref()) {
            Ok(draft) => draft,
            Err(faults) => return Ok(Err(faults)),
        };
        let fields = before
            .as_ref()
            .map(|before| draft.changes(&before.record))
            .unwrap_or_default();
        if fields.is_empty() {
            self.notes.unchanged += 1;
            return Ok(Ok(()));
        }
        if let Err(reason) = self.save(writer, id, before.as_ref(), &draft)? {
            return Ok(Err(vec![ImportFault::of_row(reason)]));
        }
        if by == MatchedBy::NameWithNewCode {
            self.notes
                .recoded
                .add(|| recoded(entry.line, &draft.name, &fields));
        }
        self.note_place(&draft);
        self.note_settled(entry.line, id, &fields);
        self.notes.changed.add(|| ChangedRow {
            line: entry.line,
            name: draft.name.clone(),
            fields,
        });
        self.note_taken(entry.line, draft);
        Ok(Ok(()))
    }

    /// Notes the place of a facility. A sheet is of its place whether that is judged or not.
    fn note_place(&mut self, draft: &ImportDraft) {
        if !self.kind.is_sheet() {
            self.summary.places.insert(draft.place.clone());
        }
    }

    fn save(
        &self,
        writer: &mut Writer,
        record: Uuid,
        before: Option<&KnownRecord>,
        draft: &ImportDraft,
    ) -> Result<Result<(), FaultReason>, StoreError> {
        let mut fields = draft.fields.clone();
        fields.insert(shared::KIND.to_owned(), Json::from(self.kind.code.as_str()));
        fields.insert(shared::PLACE.to_owned(), Json::from(draft.place.as_str()));
        // A sheet that was deleted is begun again as the same record.
        let base = match before {
            Some(before) => before.record.heads.clone(),
            None => writer.heads(record)?,
        };
        let author = self.request.author;
        let reason = self.reason;
        match writer.save(&Save {
            record,
            subject: if self.kind.is_sheet() {
                Subject::Sheet
            } else {
                Subject::Facility
            },
            base: &base,
            fields,
            author,
            reason,
        }) {
            Ok(Saved::Written(_) | Saved::Unchanged) => Ok(Ok(())),
            // The record was read in this very transaction, so only an id that is taken can be
            // outdated.
            Ok(Saved::Outdated(_)) => Ok(Err(FaultReason::Ledger(LedgerRefusal::NoSuchRecord {
                id: record.to_string(),
            }))),
            Err(StoreError::Refused(refusal)) => Ok(Err(FaultReason::Ledger(refusal))),
            Err(error) => Err(error),
        }
    }

    fn refuse(&mut self, row: &TableRow, faults: Vec<ImportFault>) -> Result<(), ImportError> {
        if let Some(rejects) = &mut self.rejects {
            rejects
                .add(row, &faults)
                .map_err(|error| rejects_fault(self.request, &error))?;
        }
        self.notes.refuse(row.line, faults);
        Ok(())
    }

    /// Refuses the file for its bad rows, or writes them where they were wanted before anything is
    /// kept: none may be lost. A rehearsal writes them too: the reasons are what it is run for.
    pub(crate) fn finish(mut self) -> Result<ImportSummary, ImportError> {
        self.summary.refused = self.notes.refused.count;
        self.summary.same_name = self.notes.same_name.count;
        match (self.rejects, self.notes.refused.first.first()) {
            (Some(rejects), _) => rejects
                .finish()
                .map_err(|error| rejects_fault(self.request, &error))?,
            (None, Some(first)) => {
                let first = Box::new(first.clone());
                let count = self.notes.refused.count;
                return Err(ImportError::Rows { first, count });
            }
            (None, None) => {}
        }
        if self.notes.new == 0 {
            self.summary.defaults.clear();
        }
        Ok(self.summary)
    }
}

fn ask(request: &ImportRequest, rows: usize) -> Result<(), ImportError> {
    if rows.is_multiple_of(ASKED_AFTER) && (request.watch)(rows) == Go::Stop {
        Err(ImportError::Stopped)
    } else {
        Ok(())
    }
}

fn rejects_fault(request: &ImportRequest, error: &std::io::Error) -> ImportError {
    let path = match &request.bad_rows {
        BadRows::Refuse => String::new(),
        BadRows::Skip(path) => path.display().to_string(),
    };
    ImportError::Rejects {
        path,
        detail: error.to_string(),
    }
}

/// Returns a cell as a person is shown that it was read.
fn shown(cell: &TableCell) -> String {
    match cell {
        TableCell::Unreadable(_) => UNREADABLE.to_owned(),
        TableCell::Text(text) | TableCell::Day(text) | TableCell::Figure(text) => text.clone(),
    }
}

fn recoded(line: usize, name: &str, fields: &[SetField]) -> RecodedRow {
    let code = fields
        .iter()
        .find(|(code, ..)| code == shared::FACILITY_CODE);
    let words = |json: &Option<Json>| {
        json.as_ref()
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (before, after) = code
        .map(|(_, before, after)| (words(before), words(after)))
        .unwrap_or_default();
    RecodedRow {
        line,
        name: name.to_owned(),
        before,
        after,
    }
}
