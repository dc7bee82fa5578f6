//! One field of many records: what a quarter leaves as it is is confirmed with Enter, what it
//! changes is typed over, and a column copied from a spreadsheet fills it from the cursor down. All
//! touched rows are saved in one transaction, each as a change of its own.

mod doubts;
mod edit;
mod open;
mod paste;
mod preview;
mod row;
mod save;
mod view;

use chrono::NaiveDate;

use self::row::{CellState, ColumnReasons, GridRow};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::value::Field;
use crate::i18n::{HelpMsg, Lang, Say, ScreenMsg, SheetMsg, Text, named};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::keeper::Keeper;
use crate::tui::form::steps::{EditKind, Steps};
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// The screen.
pub struct Grid {
    kind: Kind,
    place: Place,
    /// Which field of the kind.
    column: usize,
    table: Vec<GridRow>,
    rows: Rows,
    keeper: Keeper,
    /// What was done since the column was opened or saved.
    steps: Steps<CellState>,
    given: ColumnReasons,
    writable: bool,
    day: NaiveDate,
}

impl Grid {
    fn field(&self) -> Option<&Field> {
        self.kind.fields.get(self.column)
    }

    /// The field and the row of the cursor.
    fn here(&mut self) -> Option<(&Field, &mut GridRow)> {
        self.kind
            .fields
            .get(self.column)
            .zip(self.table.get_mut(self.rows.at))
    }

    fn touched(&self) -> usize {
        self.table.iter().filter(|row| row.is_touched()).count()
    }

    fn choose_column(&self, context: &Context) -> Nav {
        let items = self.kind.fields.iter().map(|field| Item {
            code: String::new(),
            name: field.label.clone(),
            extra: field.help.clone(),
            answer: Answer::Code(field.code.clone()),
        });
        let size = context.list_size();
        let title = Text::of(&ScreenMsg::FindTitle);
        let picker = Picker::new(title, items.collect(), self.column, size);
        Nav::ask(QuestionTopic::Column, picker)
    }

    /// The field before or after this one.
    fn other_column(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let other = self
            .column
            .checked_add_signed(step)
            .filter(|at| *at < self.kind.fields.len());
        other.map_or(Ok(()), |at| self.turn_to(at, context))
    }

    /// The next row that cannot be saved, or that somebody else saved.
    fn next_problem(&mut self, context: &mut Context) {
        self.settle(context.look.lang);
        let troubled = |row: &GridRow| row.entry.theirs.is_some() || self.mistake(row).is_some();
        let places: Vec<usize> = (0..self.table.len())
            .filter(|at| self.table.get(*at).is_some_and(troubled))
            .collect();
        match places
            .iter()
            .find(|at| **at > self.rows.at)
            .or_else(|| places.first())
        {
            Some(at) => self.rows.at = *at,
            None => context.say(ScreenMsg::NoProblems),
        }
        self.arrive();
    }
}

impl Screen for Grid {
    fn scope(&self) -> CommandScope {
        CommandScope::Grid
    }

    fn title(&self, lang: Lang) -> String {
        let label = self
            .field()
            .map(|field| field.label.get(lang))
            .unwrap_or_default();
        format!(
            "{} > {} > {label}",
            self.place.name,
            self.kind.label.get(lang)
        )
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::ReadOnly, !self.writable)])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => {
                return Ok(if self.is_kept(context) {
                    Nav::Pop
                } else {
                    Nav::Stay
                });
            }
            Command::Save => {
                self.given = ColumnReasons::default();
                return self.save(context);
            }
            Command::Confirm => self.confirm(context),
            Command::Restore => self.restore(context),
            Command::Undo => self.undo(context),
            Command::Redo => self.redo(context),
            Command::Column => return Ok(self.choose_column(context)),
            Command::NextGroup => self.other_column(1, context)?,
            Command::PreviousGroup => self.other_column(-1, context)?,
            Command::NextProblem => self.next_problem(context),
            other => self.edit(other, context),
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        Ok(self.take_text(typed, EditKind::Typing, context))
    }

    fn paste(&mut self, pasted: &str, context: &mut Context) -> Result<Nav> {
        Ok(self.take_text(pasted, EditKind::Once, context))
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Doubt(_), Answer::Reason { why, note }) => {
                self.given.why = Some((why, note));
            }
            (QuestionTopic::LockedValues, Answer::Words(words)) => self.given.amends = words,
            (QuestionTopic::SameNames, Answer::Yes) => self.given.told_apart = true,
            (QuestionTopic::Paste, Answer::Cells { cells, left_out }) => {
                self.put_pasted(cells, left_out, context);
                return Ok(Nav::Stay);
            }
            (QuestionTopic::Column, Answer::Code(code)) => {
                if let Some(at) = self.kind.fields.iter().position(|field| field.code == code) {
                    self.turn_to(at, context)?;
                }
                return Ok(Nav::Stay);
            }
            _ => return Ok(Nav::Stay),
        }
        self.save(context)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        // What was typed keeps what it was typed over; who saved in between is met when the
        // column is saved.
        if self.touched() == 0 {
            self.load(context)?;
        }
        self.resize(context);
        Ok(())
    }

    fn language_switched(&mut self, lang: Lang) {
        self.steps.end_run();
        if let Some(field) = self.kind.fields.get(self.column) {
            for row in &mut self.table {
                row.entry.language_switched(field, lang);
            }
        }
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let field = self
            .field()
            .map(|field| named(field.label.get(lang), field.help.get(lang), lang));
        let help = if !self.writable {
            HelpMsg::GridReadHelp.say(lang)
        } else if self.kind.is_sheet() {
            SheetMsg::GridHelp.say(lang)
        } else {
            ScreenMsg::GridHelp.say(lang)
        };
        std::iter::once(help).chain(field).collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
