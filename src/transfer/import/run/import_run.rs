//! The rows of a file, one after the other, made changes of the ledger.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value as Json;
use uuid::Uuid;

use super::change::{Drafter, ImportDraft};
use super::outcome::{RowsOutcome, rejects_fault};
use super::reading::{self, ReadRow};
use super::rejects::Rejects;
use crate::domain::policy::Kind;
use crate::domain::record::Subject;
use crate::domain::record::facility::shared;
use crate::domain::review::SetField;
use crate::i18n::LedgerRefusal;
use crate::store::{LedgerView, OpenConflict, Save, StagedOutcome, Stager, StoreError, clock};
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::error::{ImportError, ImportSummary};
use crate::transfer::import::fault::{FaultReason, ImportFault};
use crate::transfer::import::lines::LineNumbers;
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
    pub(super) matcher: Matcher<'a>,
    pub(super) new_rows: NewRows,
    pub(super) rejects: Option<Rejects>,
    pub(super) drafter: Drafter<'a>,
    /// The open conflicts of merges, by record; nearly always none.
    pub(super) conflicts: HashMap<Uuid, Vec<OpenConflict>>,
    /// The places for which some minimum of the kind is judged.
    pub(super) judged: Arc<HashSet<String>>,
    /// The lines of the facilities that were taken, by place, where none is judged for it itself.
    pub(super) lines_in: HashMap<String, LineNumbers>,
    pub(super) summary: ImportSummary,
}

impl<'a> ImportRun<'a> {
    pub(crate) fn new(
        view: LedgerView<'a>,
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
        let matcher = Matcher::of(view, kind, id_column)?;
        let new_rows = NewRows::default();
        let mut conflicts: HashMap<Uuid, Vec<OpenConflict>> = HashMap::new();
        for conflict in view.open_conflicts()? {
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
            matcher,
            new_rows,
            rejects,
            drafter,
            conflicts,
            judged: Arc::default(),
            lines_in: HashMap::new(),
            summary,
        })
    }

    /// Reads every row and gathers what it makes of the ledger.
    pub(crate) fn read_all(
        &mut self,
        stager: &mut Stager,
        places: &mut PlaceFinder,
    ) -> Result<(), ImportError> {
        let missing = Missing::of(self.request.missing);
        let reader = RowReader {
            kind: self.kind,
            table: self.table,
            dates: self.request.dates,
            zone: self.request.zone,
            day: self.request.day,
            constants: self.request.constants,
            missing: &missing,
        };
        self.judged = places.judged();
        if !self.matcher.knows_none() {
            self.read_ahead(&reader, places)?;
        }
        let mut left_out = None;
        reading::each_row(&reader, places, |row| match row {
            ReadRow::LeftOut(line, why) => {
                // A row with a column a period is several rows here.
                if left_out.replace(line) != Some(line) {
                    self.notes.left_out.add(|| why);
                }
                Ok(())
            }
            ReadRow::Row(row, entry) => self.take_row(stager, &row, entry),
        })?;
        self.note_unjudged(places);
        self.notes.unmatched = places.unmatched();
        self.note_doubled()
    }

    /// Notes which lines are about which record: all must be known before the first is saved.
    fn read_ahead(
        &mut self,
        reader: &RowReader,
        places: &mut PlaceFinder,
    ) -> Result<(), ImportError> {
        let mut count = 0;
        reading::each_row(reader, places, |row| {
            ask(self.request, count)?;
            count += 1;
            if let ReadRow::Row(_, Ok(entry)) = row {
                self.matcher.note(&entry)?;
            }
            Ok(())
        })?;
        self.matcher.end_noting();
        places.forget_missed();
        Ok(())
    }

    fn take_row(
        &mut self,
        stager: &mut Stager,
        row: &TableRow,
        entry: Result<RowEntry, Vec<ImportFault>>,
    ) -> Result<(), ImportError> {
        self.summary.read += 1;
        self.note_lost(row);
        self.note_dropped(row);
        self.note_nameless(row);
        ask(self.request, self.summary.read)?;
        if self.notes.first_rows.len() < FIRST_ROWS {
            let cells = row.cells.iter().map(shown).collect();
            self.notes.first_rows.push((row.line, cells));
        }
        let taken = match entry {
            Ok(entry) => {
                self.note_remarks(&entry);
                self.matcher.rest_on(stager, &entry)?;
                self.take(stager, &entry)?
            }
            Err(faults) => Err(faults),
        };
        match taken {
            Ok(()) => Ok(()),
            Err(faults) => self.refuse(row, faults),
        }
    }

    /// Makes a row a change, or says why it cannot be one.
    fn take(
        &mut self,
        stager: &mut Stager,
        entry: &RowEntry,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        match self.matcher.target(entry)? {
            Err(reason) => Ok(Err(vec![ImportFault::of_row(reason)])),
            Ok(RowTarget::New) => self.take_new(stager, entry),
            Ok(RowTarget::Known(id, by)) => self.take_known(stager, entry, id, by),
        }
    }

    fn take_new(
        &mut self,
        stager: &mut Stager,
        entry: &RowEntry,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        let mut draft = match self.drafter.draft(entry, None) {
            Ok(draft) => draft,
            Err(faults) => return Ok(Err(faults)),
        };
        let print = draft.print(&entry.rest);
        if let Some(fault) = self.told_before(entry, print) {
            return Ok(Err(vec![ImportFault::of_row(FaultReason::Match(fault))]));
        }
        let id = entry.sheet(self.kind).unwrap_or_else(clock::new_id);
        if let Err(reason) = self.save(stager, id, None, &mut draft)? {
            return Ok(Err(vec![ImportFault::of_row(reason)]));
        }
        self.note_new(entry, &draft.name, print)?;
        self.note_place(&draft);
        self.note_taken(entry.line, draft);
        Ok(Ok(()))
    }

    fn take_known(
        &mut self,
        stager: &mut Stager,
        entry: &RowEntry,
        id: Uuid,
        by: MatchedBy,
    ) -> Result<Result<(), Vec<ImportFault>>, StoreError> {
        let before = KnownRecord::read(&stager.view(), self.kind, id)?;
        let mut draft = match self.drafter.draft(entry, before.as_ref()) {
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
        if let Err(reason) = self.save(stager, id, before.as_ref(), &mut draft)? {
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

    /// Gathers the save of a draft, whose fields are then gone.
    fn save(
        &self,
        stager: &mut Stager,
        record: Uuid,
        before: Option<&KnownRecord>,
        draft: &mut ImportDraft,
    ) -> Result<Result<(), FaultReason>, StoreError> {
        let mut fields = std::mem::take(&mut draft.fields);
        fields.insert(shared::KIND.to_owned(), Json::from(self.kind.code.as_str()));
        fields.insert(shared::PLACE.to_owned(), Json::from(draft.place.as_str()));
        let saved = if before.is_none() && !self.kind.is_sheet() {
            let values = std::mem::take(&mut draft.values);
            stager
                .save_new(record, fields, values)
                .map(|()| StagedOutcome::Added)
        } else {
            // A sheet that was deleted is begun again as the same record.
            let base = match before {
                Some(before) => before.record.heads.clone(),
                None => stager.view().heads(record)?,
            };
            stager.save(&Save {
                record,
                subject: if self.kind.is_sheet() {
                    Subject::Sheet
                } else {
                    Subject::Facility
                },
                base: &base,
                fields,
                author: self.request.author,
                reason: self.reason,
            })
        };
        match saved {
            Ok(StagedOutcome::Added | StagedOutcome::Unchanged) => Ok(Ok(())),
            // The record was read at this very moment, so only an id that is taken can be outdated.
            Ok(StagedOutcome::Outdated) => {
                Ok(Err(FaultReason::Ledger(LedgerRefusal::NoSuchRecord {
                    id: record.to_string(),
                })))
            }
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

    /// Returns what became of the rows.
    pub(crate) fn outcome(mut self) -> RowsOutcome {
        self.summary.refused = self.notes.refused.count;
        self.summary.same_name = self.notes.same_name.count;
        if self.notes.new == 0 {
            self.summary.defaults.clear();
        }
        RowsOutcome {
            summary: self.summary,
            rejects: self.rejects,
        }
    }
}

/// Asks now and then whether to go on.
pub(super) fn ask(request: &ImportRequest, rows: usize) -> Result<(), ImportError> {
    if rows.is_multiple_of(ASKED_AFTER) {
        ask_at_once(request, rows)
    } else {
        Ok(())
    }
}

/// Asks whether to go on.
pub(super) fn ask_at_once(request: &ImportRequest, rows: usize) -> Result<(), ImportError> {
    match (request.watch)(rows) {
        Go::On => Ok(()),
        Go::Stop => Err(ImportError::Stopped),
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
