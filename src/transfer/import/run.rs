//! The rows of a file, one after the other, in one write transaction.

use serde_json::Value as Json;
use uuid::Uuid;

use super::body::Table;
use super::change::{Before, Draft, Drafter};
use super::columns::{Column, Holds};
use super::matching::{Hits, Index, Newcomers, Target};
use super::notes::{ChangedRow, DoubtfulRow, FIRST_ROWS, LostCharacter, Namesake, Notes};
use super::place::Places;
use super::rejects::Rejects;
use super::row::{Entry, Fault, Reader, Reason};
use super::table::{Cell, Row};
use super::{BadRows, Go, Import, ImportError, Summary};
use crate::domain::facility::shared;
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::domain::trail::Subject;
use crate::i18n::{LedgerRefusal, RowFault};
use crate::store::{Save, Saved, StoreError, Writer};

/// What is shown of a cell that has no value.
const UNREADABLE: &str = "(?)";
/// After how many rows somebody is asked whether to go on.
const ASKED_AFTER: usize = 500;

/// An import under way.
pub(super) struct Run<'a> {
    kind: &'a Kind,
    table: &'a Table<'a>,
    order: &'a Import<'a>,
    notes: &'a mut Notes,
    reason: &'a str,
    index: Index,
    hits: Hits,
    newcomers: Newcomers,
    rejects: Option<Rejects>,
    drafter: Drafter<'a>,
    missing: Vec<String>,
    summary: Summary,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        writer: &Writer,
        kind: &'a Kind,
        table: &'a Table<'a>,
        order: &'a Import<'a>,
        notes: &'a mut Notes,
        reason: &'a str,
    ) -> Result<Self, ImportError> {
        let rejects = match &order.bad_rows {
            BadRows::Refuse => None,
            BadRows::Skip(path) => {
                let rejects = Rejects::new(path.clone(), table, order.lang);
                Some(rejects.map_err(|error| rejects_fault(order, &error))?)
            }
        };
        let drafter = Drafter::new(kind, &table.columns, order.day, order.empty);
        let summary = Summary { defaults: drafter.defaults(order.lang), ..Summary::default() };
        let (index, missing) =
            (Index::of(writer, kind)?, order.missing.iter().map(|text| folding::key(text)).collect());
        let (hits, newcomers) = (Hits::default(), Newcomers::default());
        Ok(Self { kind, table, order, notes, reason, index, hits, newcomers, rejects, drafter, missing, summary })
    }

    /// Reads and saves every row.
    pub(super) fn read_all(&mut self, writer: &mut Writer) -> Result<(), ImportError> {
        let (table, missing) = (self.table, std::mem::take(&mut self.missing));
        let reader = Reader { kind: self.kind, table, missing: &missing };
        if !self.index.is_empty() {
            self.hits = find_hits(writer, &mut self.index, self.order, table, &reader)?;
        }
        let mut places = Places::new(self.order.aliases);
        for row in table.rows()? {
            if let Some(stray) = table.strays.stray(&row) {
                self.notes.left_out.add(|| stray);
                continue;
            }
            self.summary.read += 1;
            self.note_lost(&row);
            ask(self.order, self.summary.read)?;
            if self.notes.first_rows.len() < FIRST_ROWS {
                self.notes.first_rows.push((row.line, row.cells.iter().map(shown).collect()));
            }
            let taken = match reader.read(writer, &mut places, &row)? {
                Ok(entry) => self.take(writer, &entry)?,
                Err(faults) => Err(faults),
            };
            if let Err(faults) = taken {
                self.refuse(&row, faults)?;
            }
        }
        self.notes.unmatched = places.unmatched();
        Ok(())
    }

    /// Notes a character that was lost before the file came here.
    fn note_lost(&mut self, row: &Row) {
        let is_lost =
            |(column, cell): &(&Column, &Cell)| column.holds != Holds::Ignored && cell.text().contains('\u{FFFD}');
        if let Some((column, cell)) = self.table.columns.iter().zip(&row.cells).find(is_lost) {
            let (column, text) = (column.name.clone(), folding::name(cell.text()));
            self.notes.lost.add(|| LostCharacter { line: row.line, column, text });
        }
    }

    /// Makes a row a change, or says why it cannot be one.
    fn take(&mut self, writer: &mut Writer, entry: &Entry) -> Result<Result<(), Vec<Fault>>, StoreError> {
        let whole = |reason| Ok(Err(vec![Fault::of_row(reason)]));
        match self.index.target(writer, self.kind, entry)? {
            Err(reason) => whole(reason),
            Ok(Target::New) => self.take_new(writer, entry),
            Ok(Target::Known(id)) => match self.hits.other(id, entry.line) {
                Some(line) => whole(Reason::Row(RowFault::SameFacilityAsLine { line })),
                None => self.take_known(writer, entry, id),
            },
        }
    }

    fn take_new(&mut self, writer: &mut Writer, entry: &Entry) -> Result<Result<(), Vec<Fault>>, StoreError> {
        let draft = match self.drafter.draft(entry, None) {
            Ok(draft) => draft,
            Err(faults) => return Ok(Err(faults)),
        };
        let print = draft.print();
        if let Some(line) = self.newcomers.same_as(print) {
            return Ok(Err(vec![Fault::of_row(Reason::Row(RowFault::SameAsLine { line }))]));
        }
        if let Err(reason) = self.save(writer, Uuid::now_v7(), None, &draft)? {
            return Ok(Err(vec![Fault::of_row(reason)]));
        }
        let is_second = self.newcomers.add(entry, print);
        if is_second || !self.index.of_name(entry).is_empty() {
            self.notes.namesakes.add(|| Namesake { line: entry.line, name: draft.name.clone() });
        }
        self.notes.new += 1;
        self.note_taken(entry.line, draft);
        Ok(Ok(()))
    }

    fn take_known(
        &mut self,
        writer: &mut Writer,
        entry: &Entry,
        id: Uuid,
    ) -> Result<Result<(), Vec<Fault>>, StoreError> {
        let before = Before::read(writer, self.kind, id)?;
        let draft = match self.drafter.draft(entry, before.as_ref()) {
            Ok(draft) => draft,
            Err(faults) => return Ok(Err(faults)),
        };
        let fields = before.as_ref().map(|before| draft.changes(&before.record)).unwrap_or_default();
        if fields.is_empty() {
            self.notes.unchanged += 1;
            return Ok(Ok(()));
        }
        if let Err(reason) = self.save(writer, id, before.as_ref(), &draft)? {
            return Ok(Err(vec![Fault::of_row(reason)]));
        }
        self.notes.changed.add(|| ChangedRow { line: entry.line, name: draft.name.clone(), fields });
        self.note_taken(entry.line, draft);
        Ok(Ok(()))
    }

    fn note_taken(&mut self, line: usize, draft: Draft) {
        self.summary.imported += 1;
        if draft.doubts.is_empty() {
            return;
        }
        self.summary.doubtful += 1;
        let questions = draft.doubts.into_iter().map(|problem| (problem.field, problem.complaint));
        self.notes.doubtful.add(|| DoubtfulRow { line, name: draft.name, questions: questions.collect() });
    }

    fn save(
        &self,
        writer: &mut Writer,
        record: Uuid,
        before: Option<&Before>,
        draft: &Draft,
    ) -> Result<Result<(), Reason>, StoreError> {
        let mut fields = draft.fields.clone();
        fields.insert(shared::KIND.to_owned(), Json::from(self.kind.code.as_str()));
        fields.insert(shared::PLACE.to_owned(), Json::from(draft.place.as_str()));
        let upon = before.map(|before| before.record.heads.as_slice()).unwrap_or_default();
        let (author, reason) = (self.order.author, self.reason);
        match writer.save(&Save { record, subject: Subject::Facility, upon, fields, author, reason }) {
            Ok(Saved::Written(_) | Saved::Unchanged) => Ok(Ok(())),
            // The record was read in this very transaction, so only an id that is taken can be outdated.
            Ok(Saved::Outdated(_)) => Ok(Err(Reason::Ledger(LedgerRefusal::NoSuchRecord { id: record.to_string() }))),
            Err(StoreError::Refused(refusal)) => Ok(Err(Reason::Ledger(refusal))),
            Err(error) => Err(error),
        }
    }

    fn refuse(&mut self, row: &Row, faults: Vec<Fault>) -> Result<(), ImportError> {
        if let Some(rejects) = &mut self.rejects {
            rejects.add(row, &faults).map_err(|error| rejects_fault(self.order, &error))?;
        }
        self.notes.refuse(row.line, faults);
        Ok(())
    }

    /// Refuses the file for its bad rows, or writes them where they were wanted before anything is kept: none may be
    /// lost. A rehearsal writes them too: the reasons are what it is run for.
    pub(super) fn finish(mut self) -> Result<Summary, ImportError> {
        self.summary.refused = self.notes.refused.count;
        self.summary.same_name = self.notes.namesakes.count;
        match (self.rejects, self.notes.refused.first.first()) {
            (Some(rejects), _) => rejects.finish().map_err(|error| rejects_fault(self.order, &error))?,
            (None, Some(first)) => {
                let (first, more) = (Box::new(first.clone()), self.notes.refused.count - 1);
                return Err(ImportError::Rows { first, more });
            }
            (None, None) => {}
        }
        if self.notes.new == 0 {
            self.summary.defaults.clear();
        }
        Ok(self.summary)
    }
}

/// Which lines are about which record. All must be known before the first is saved: of two that are about one record
/// neither is taken.
fn find_hits(
    writer: &Writer,
    index: &mut Index,
    order: &Import,
    table: &Table,
    reader: &Reader,
) -> Result<Hits, ImportError> {
    let (mut hits, mut places) = (Hits::default(), Places::new(order.aliases));
    for (at, row) in table.rows()?.enumerate() {
        ask(order, at)?;
        if table.strays.stray(&row).is_some() {
            continue;
        }
        if let Ok(entry) = reader.read(writer, &mut places, &row)?
            && let Ok(Target::Known(id)) = index.target(writer, reader.kind, &entry)?
        {
            hits.add(id, entry.line);
        }
    }
    Ok(hits)
}

/// A cell as a person is shown that it was read.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Unreadable(_) => UNREADABLE.to_owned(),
        Cell::Text(text) | Cell::Figure(text) => text.clone(),
    }
}

fn ask(order: &Import, rows: usize) -> Result<(), ImportError> {
    if rows.is_multiple_of(ASKED_AFTER) && (order.watch)(rows) == Go::Stop { Err(ImportError::Stopped) } else { Ok(()) }
}

fn rejects_fault(order: &Import, error: &std::io::Error) -> ImportError {
    let path = match &order.bad_rows {
        BadRows::Refuse => String::new(),
        BadRows::Skip(path) => path.display().to_string(),
    };
    ImportError::Rejects { path, detail: error.to_string() }
}
