//! What is done to the rows of a grid. All of it goes through one place, which keeps the step and
//! the draft.

use std::collections::BTreeSet;

use super::Grid;
use super::paste::{self, Pasted};
use super::preview::PastePreview;
use super::row::{CellState, GridRow, RowMark};
use crate::domain::text::folding;
use crate::domain::value::Field;
use crate::i18n::{Lang, PasteMsg, ScreenMsg};
use crate::tui::command::Command;
use crate::tui::context::Context;
use crate::tui::form::steps::{Edit, EditKind};
use crate::tui::form::typing::{self, Cut};
use crate::tui::question::{PastedCell, QuestionTopic};
use crate::tui::screen::Nav;

impl Grid {
    /// Does something to the row of the cursor, remembers it as a step, and keeps the draft.
    fn act(
        &mut self,
        doing: EditKind,
        context: &mut Context,
        act: impl FnOnce(&Field, &mut GridRow, Lang),
    ) {
        let at = self.rows.at;
        let Some((field, row)) = self.here() else {
            return;
        };
        let before = row.state();
        act(field, row, context.look.lang);
        let after = row.state();
        self.steps.done(at, doing, before, after);
        self.keep_draft(context);
    }

    /// Takes text into the row of the cursor; a block of cells into that row and those below it, or
    /// into the rows that it names.
    pub(super) fn take_text(&mut self, typed: &str, doing: EditKind, context: &mut Context) -> Nav {
        if !self.writable {
            context.say(ScreenMsg::ReadOnlyPlace);
            return Nav::Stay;
        }
        if typed.contains(['\n', '\t']) {
            return self.take_block(typed, context).unwrap_or_else(|refusal| {
                context.say(refusal);
                Nav::Stay
            });
        }
        let mut cut = Cut::default();
        let day = context.day;
        self.act(doing, context, |field, row, lang| {
            let typed = row.entry.with_today(field, typed, day);
            cut = row.entry.type_over(field, &typed, lang);
            row.touch();
        });
        cut.say(context);
        Nav::Stay
    }

    /// Brings the text of the row of the cursor into its usual form.
    pub(super) fn settle(&mut self, lang: Lang) {
        let at = self.rows.at;
        if let Some((field, row)) = self.here()
            && row.is_touched()
        {
            let before = row.state();
            row.entry.settle(field, lang);
            row.touch();
            let after = row.state();
            self.steps.settled(at, &before, after);
        }
        self.steps.end_run();
    }

    /// Enter: the value is right as it stands. Where there is none, there is nothing to confirm.
    pub(super) fn confirm(&mut self, context: &mut Context) {
        self.act(EditKind::Once, context, |_, row, _| {
            if !row.entry.text().is_empty() {
                row.touch();
            }
        });
        self.go(Command::Down, context);
    }

    /// Leaves the row of the cursor for another one.
    fn go(&mut self, command: Command, context: &mut Context) {
        self.settle(context.look.lang);
        self.rows.command(command);
        self.arrive();
        self.keep_draft(context);
    }

    pub(super) fn arrive(&mut self) {
        if let Some((_, row)) = self.here() {
            row.entry.enter();
        }
    }

    /// The keys that edit inside a row.
    pub(super) fn edit(&mut self, command: Command, context: &mut Context) {
        let request = match command {
            // The first and the last row, not the ends of the value.
            Command::First | Command::Last => None,
            other => typing::request_of(other),
        };
        let Some(request) = request else {
            return self.go(command, context);
        };
        let is_writable = self.writable;
        let moves = matches!(command, Command::Left | Command::Right);
        if moves && self.field().is_some_and(Field::is_choice) {
            if is_writable {
                let step = if command == Command::Right { 1 } else { -1 };
                self.act(EditKind::Turning, context, |field, row, lang| {
                    row.entry.turn_choice(field, step, lang);
                    row.touch();
                });
            }
        } else if moves || is_writable {
            let doing = match command {
                Command::EraseBack | Command::EraseForward => EditKind::Typing,
                _ => EditKind::Once,
            };
            if moves {
                // What is typed elsewhere in the value is a step of its own.
                self.steps.end_run();
            }
            self.act(doing, context, |field, row, _| {
                if row.entry.edit(field, request) {
                    row.touch();
                }
            });
        }
    }

    /// Puts the saved value of the row back, as if nobody had been there.
    pub(super) fn restore(&mut self, context: &mut Context) {
        self.act(EditKind::Once, context, |field, row, _| {
            row.entry.put(field, row.entry.saved().to_owned());
            row.entry.theirs = None;
            row.typed_over = None;
            row.entry.enter();
            row.mark = RowMark::Untouched;
        });
    }

    /// Fills the column, or shows what a block that names its rows would do.
    fn take_block(&mut self, pasted: &str, context: &mut Context) -> Result<Nav, PasteMsg> {
        let Some(field) = self.kind.fields.get(self.column) else {
            return Ok(Nav::Stay);
        };
        match paste::read(pasted, &self.kind, self.column)? {
            Pasted::Column(cells) => {
                self.refuse_names(&cells, field)?;
                self.fill(&cells, context);
                Ok(Nav::Stay)
            }
            Pasted::Named(lines) => {
                let table = self.table.iter().map(|row| row.to_paste(&self.kind));
                let preview = PastePreview::of(lines, table.collect(), field, context)?;
                Ok(Nav::ask(QuestionTopic::Paste, preview))
            }
        }
    }

    /// Refuses names of rows that were pasted where no words can stand.
    fn refuse_names(&self, cells: &[String], field: &Field) -> Result<(), PasteMsg> {
        let name_keys = |row: &GridRow| {
            let known_by = row.record.known_by();
            [Lang::Zh, Lang::En].map(|lang| folding::key(known_by.get(lang)))
        };
        let names: BTreeSet<String> = self.table.iter().flat_map(name_keys).collect();
        let mut strange = cells.iter().filter(|cell| field.parse(cell).is_err());
        if strange.any(|cell| names.contains(&folding::key(cell))) {
            let field = field.label.clone();
            return Err(PasteMsg::OnlyNames { field });
        }
        Ok(())
    }

    /// Fills the column from the cursor down, a cell a row: one step. An empty cell leaves its row
    /// as it is.
    fn fill(&mut self, pasted: &[String], context: &mut Context) {
        let rows = self.rows.at..self.table.len();
        let cells = rows.zip(pasted).filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<(usize, String)> = cells.map(|(at, cell)| (at, cell.clone())).collect();
        let rows = cells.len();
        let left_out = pasted.len() - rows;
        let cut = self.put_all(cells, context);
        context.say(match cut {
            0 => ScreenMsg::Filled { rows, left_out },
            cut => ScreenMsg::FilledCut {
                rows,
                left_out,
                cut,
            },
        });
    }

    /// Puts what was pasted into the rows that it names, but for those that somebody else saved
    /// since they were shown.
    pub(super) fn put_pasted(
        &mut self,
        cells: Vec<PastedCell>,
        left_out: usize,
        context: &mut Context,
    ) {
        let at = |cell: &PastedCell| {
            let mut rows = self.table.iter();
            rows.position(|row| row.record.id == cell.record && row.record.heads == cell.heads)
        };
        let asked = cells.len();
        let found = cells
            .into_iter()
            .filter_map(|cell| Some((at(&cell)?, cell.text)));
        let mut found: Vec<(usize, String)> = found.collect();
        found.sort_unstable();
        if let Some((first, _)) = found.first() {
            self.rows.at = *first;
        }
        let rows = found.len();
        self.put_all(found, context);
        match asked - rows {
            0 => context.say(ScreenMsg::Filled { rows, left_out }),
            count => context.say(PasteMsg::ChangedMeanwhile { rows, count }),
        }
    }

    /// Puts texts into rows: one step; how many of them are cut.
    fn put_all(&mut self, cells: Vec<(usize, String)>, context: &mut Context) -> usize {
        let lang = context.look.lang;
        let Some(field) = self.kind.fields.get(self.column) else {
            return 0;
        };
        let mut edits = Vec::new();
        let mut cut = 0;
        for (at, text) in cells {
            let Some(row) = self.table.get_mut(at) else {
                continue;
            };
            let before = row.state();
            let (text, left_out) = typing::fitting(&text, field.most_typed());
            cut += usize::from(left_out > 0);
            row.entry.put(field, text.to_owned());
            row.entry.settle(field, lang);
            row.touch();
            let after = row.state();
            edits.push(Edit { at, before, after });
        }
        self.steps.done_together(edits);
        self.arrive();
        self.keep_draft(context);
        cut
    }

    /// Takes the last step back, with the cursor in its first row.
    pub(super) fn undo(&mut self, context: &mut Context) {
        self.settle(context.look.lang);
        match self.steps.undo() {
            Some(states) => self.go_back_to(&states, context),
            None => context.say(ScreenMsg::NothingToUndo),
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self, context: &mut Context) {
        match self.steps.redo() {
            Some(states) => self.go_back_to(&states, context),
            None => context.say(ScreenMsg::NothingToRedo),
        }
    }

    fn go_back_to(&mut self, states: &[(usize, CellState)], context: &mut Context) {
        let Some(field) = self.kind.fields.get(self.column) else {
            return;
        };
        for (at, state) in states {
            if let Some(row) = self.table.get_mut(*at) {
                row.go_back_to(field, state, context.look.lang);
            }
        }
        if let Some((at, _)) = states.first() {
            self.rows.at = *at;
        }
        self.keep_draft(context);
    }
}
