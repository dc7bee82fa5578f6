//! How a grid is opened, and how what is typed in it is kept as a draft and taken up again.

use std::collections::BTreeMap;
use std::path::Path;

use uuid::Uuid;

use super::Grid;
use super::row::{ColumnReasons, GridRow, RowMark};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::{Record, Subject, sheet};
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::store::draft::{DraftCell, DraftFile, DraftOf, FormDraft};
use crate::tui::context::Context;
use crate::tui::form::entry::Entry;
use crate::tui::form::keeper::Keeper;
use crate::tui::form::steps::Steps;
use crate::tui::part::rows::Rows;

impl Grid {
    /// A field of every record of a kind in a place and below it; what was left unsaved of it is
    /// gone on with.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open(context: &mut Context, kind: &Kind, place: &Place, field: &str) -> Result<Self> {
        let mut grid = Self::bare(context, kind, place, field)?;
        grid.load(context)?;
        grid.take_up_left(context);
        Ok(grid)
    }

    /// Goes on with a column that was not saved; `None` with a note when its draft cannot be
    /// opened.
    ///
    /// # Errors
    /// When the ledger cannot be read, or kind or place are gone.
    pub fn resume(context: &mut Context, path: &Path) -> Result<Option<Self>> {
        let (file, draft) = match DraftFile::resume(path) {
            Ok(resumed) => resumed,
            Err(fault) => {
                context.say(fault);
                return Ok(None);
            }
        };
        let kind = context.store.require_kind(&draft.kind)?.clone();
        let place = context.store.find_place(&draft.place)?;
        let mut grid = Self::bare(context, &kind, &place, &draft.focus)?;
        grid.load(context)?;
        grid.go_on(file, &draft, context);
        Ok(Some(grid))
    }

    fn bare(context: &Context, kind: &Kind, place: &Place, field: &str) -> Result<Self> {
        let column = kind
            .fields
            .iter()
            .position(|known| known.code == field)
            .unwrap_or_default();
        Ok(Self {
            kind: kind.clone(),
            place: place.clone(),
            column,
            table: Vec::new(),
            rows: Rows::default(),
            keeper: Keeper::default(),
            steps: Steps::default(),
            given: ColumnReasons::default(),
            writable: context.store.may_write(&place.code)?,
            day: context.day,
        })
    }

    /// Reads the records; the cursor stays with its own.
    pub(super) fn load(&mut self, context: &mut Context) -> Result<()> {
        let Some(field) = self.kind.fields.get(self.column) else {
            return Ok(());
        };
        let at = self.table.get(self.rows.at).map(|row| row.record.id);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut table = Vec::new();
        let mut records = context.store.records(&self.kind.code, &self.place.code)?;
        records.extend(self.due(&records, context)?);
        for record in records {
            if !names.contains_key(&record.place) {
                let name = context.store.place_name(&record.place)?;
                names.insert(record.place.clone(), name);
            }
            let place = names.get(&record.place).cloned().unwrap_or_default();
            let facility = self.kind.decode(&record);
            let entry = Entry::of_value(
                field,
                facility.values.get(&field.code).cloned(),
                context.look.lang,
            );
            table.push(GridRow {
                record,
                facility,
                place,
                entry,
                typed_over: None,
                mark: RowMark::Untouched,
            });
        }
        // What stood in a row before somebody else saved it must not come back unseen.
        let versions = |table: &[GridRow]| -> Vec<_> {
            let version = |row: &GridRow| (row.record.id, row.record.heads.clone());
            table.iter().map(version).collect()
        };
        if versions(&self.table) != versions(&table) {
            self.steps.clear();
        }
        self.table = table;
        self.resize(context);
        self.go_to_record(at);
        Ok(())
    }

    /// The sheets that are due next here and below: rows that can be typed in like any other.
    fn due(&self, records: &[Record], context: &Context) -> Result<Vec<Record>> {
        let mut due = Vec::new();
        let Some(cycle) = self.kind.cycle() else {
            return Ok(due);
        };
        let places = context
            .store
            .places_of_sheet_in(&self.kind, &self.place.code)?;
        for place in places {
            let here = records.iter().filter(|record| record.place == place);
            let newest = here.filter_map(|record| sheet::period_of(&record.fields));
            let Some(period) = sheet::next_due(cycle, newest.max(), self.day) else {
                continue;
            };
            let id = sheet::id(&self.kind.code, &place, period);
            due.push(Record {
                id,
                subject: Subject::Sheet,
                kind: self.kind.code.clone(),
                place,
                fields: BTreeMap::from([(shared::PERIOD.to_owned(), period.to_string().into())]),
                heads: context.store.heads(id)?,
            });
        }
        Ok(due)
    }

    fn go_to_record(&mut self, id: Option<Uuid>) {
        let at = self.table.iter().position(|row| Some(row.record.id) == id);
        self.rows.at = at.unwrap_or(self.rows.at);
    }

    pub(super) fn resize(&mut self, context: &Context) {
        self.rows.page = Self::page(context.body.1);
        self.rows.resize(self.table.len());
    }

    /// Turns to another field; what was typed in this one waits as a draft.
    pub(super) fn turn_to(&mut self, column: usize, context: &mut Context) -> Result<()> {
        self.settle(context.look.lang);
        if !self.is_kept(context) {
            return Ok(());
        }
        self.keeper.let_go();
        self.steps.clear();
        self.column = column;
        self.load(context)?;
        self.take_up_left(context);
        Ok(())
    }

    /// What this person left unsaved of this column is gone on with, or it would be typed twice.
    fn take_up_left(&mut self, context: &mut Context) {
        let code = self
            .field()
            .map(|field| field.code.clone())
            .unwrap_or_default();
        let is_this = |draft: &FormDraft| {
            matches!(draft.of, DraftOf::Column { .. })
                && (&draft.kind, &draft.place, &draft.focus)
                    == (&self.kind.code, &self.place.code, &code)
        };
        let left = context.store.waiting_drafts(&context.person.name).drafts;
        let left = left.into_iter().find(|waiting| is_this(&waiting.draft));
        if let Some((file, draft)) = left.and_then(|waiting| DraftFile::resume(&waiting.path).ok())
        {
            context.say(ScreenMsg::DraftTakenUp);
            self.go_on(file, &draft, context);
        }
    }

    fn go_on(&mut self, file: DraftFile, draft: &FormDraft, context: &mut Context) {
        let DraftOf::Column { row, cells } = &draft.of else {
            return;
        };
        let gone = self.take_up(cells, context);
        for row in self
            .table
            .iter_mut()
            .filter(|row| row.entry.theirs.is_some())
        {
            // Somebody else saved it since. Upon no version it is not saved before that was said.
            row.record.heads.clear();
        }
        self.go_to_record(*row);
        if let Some((_, row)) = self.here() {
            row.entry.set_cursor(draft.cursor);
        }
        if gone > 0 {
            context.say(ScreenMsg::ColumnGone { count: gone });
        }
        self.keeper.go_on(file, context);
    }

    /// Puts what was typed into the rows as they now are; how many of these are gone.
    pub(super) fn take_up(
        &mut self,
        cells: &BTreeMap<Uuid, DraftCell>,
        context: &Context,
    ) -> usize {
        let lang = context.look.lang;
        let Some(field) = self.kind.fields.get(self.column) else {
            return 0;
        };
        let mut found = 0;
        for row in &mut self.table {
            let Some(cell) = cells.get(&row.record.id) else {
                continue;
            };
            found += 1;
            // Both texts may have been typed in the other language.
            let now = row.entry.saved().to_owned();
            let mut saved = Entry::of_value(field, None, lang);
            saved.resume(field, &cell.saved, lang);
            row.entry.resume(field, &cell.text, lang);
            if saved.text() != now && !row.entry.says(field, &now) {
                row.entry.theirs = Some(now);
                row.typed_over = Some(saved.text().to_owned());
            }
            row.touch();
        }
        cells.len() - found
    }

    /// What was typed and confirmed, by record.
    pub(super) fn cells(&self) -> BTreeMap<Uuid, DraftCell> {
        let touched = self.table.iter().filter(|row| row.is_touched());
        touched
            .map(|row| {
                let before = row
                    .typed_over
                    .as_deref()
                    .filter(|_| row.entry.differs_from_theirs());
                let saved = before.unwrap_or_else(|| row.entry.saved()).to_owned();
                (
                    row.record.id,
                    DraftCell {
                        text: row.entry.text().to_owned(),
                        saved,
                    },
                )
            })
            .collect()
    }

    fn as_draft(&self, author: &str) -> FormDraft {
        let here = self.table.get(self.rows.at);
        FormDraft {
            of: DraftOf::Column {
                row: here.map(|row| row.record.id),
                cells: self.cells(),
            },
            author: author.to_owned(),
            record: None,
            new_id: Uuid::nil(),
            kind: self.kind.code.clone(),
            place: self.place.code.clone(),
            base: Vec::new(),
            texts: BTreeMap::new(),
            focus: self
                .field()
                .map(|field| field.code.clone())
                .unwrap_or_default(),
            cursor: here.map(|row| row.entry.cursor()).unwrap_or_default(),
            saved_at: String::new(),
        }
    }

    /// Keeps what is typed in the draft file.
    pub(super) fn keep_draft(&mut self, context: &mut Context) {
        if self.touched() == 0 {
            return self.keeper.discard(context);
        }
        let draft = self.as_draft(&context.person.name);
        self.keeper.keep(&draft, context);
    }

    /// Waits until what is typed is on the disk; whether the column may be left.
    pub(super) fn is_kept(&mut self, context: &mut Context) -> bool {
        self.keep_draft(context);
        self.touched() == 0 || self.keeper.is_kept(context)
    }
}
