//! One field of many records: what a quarter leaves as it is is confirmed with Enter, what it
//! changes is typed over, and a column copied from a spreadsheet fills it from the cursor down. All
//! touched rows are saved in one transaction, each as a change of its own.

mod doubts;
mod open;
mod row;
mod save;
mod view;

use chrono::NaiveDate;

use self::row::{ColumnReasons, GridRow, RowMark};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::value::Field;
use crate::i18n::{Lang, Say, ScreenMsg, SheetMsg, Text, named};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::keeper::Keeper;
use crate::tui::form::typing;
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

    /// Brings the text of the row of the cursor into its usual form.
    fn settle(&mut self, lang: Lang) {
        if let Some((field, row)) = self.here()
            && row.is_touched()
        {
            row.entry.settle(field, lang);
            row.touch();
        }
    }

    /// Enter: the value is right as it stands. Where there is none, there is nothing to confirm.
    fn confirm(&mut self, context: &mut Context) {
        if let Some((_, row)) = self.here()
            && !row.entry.text().is_empty()
        {
            row.touch();
        }
        self.go(Command::Down, context);
    }

    /// Leaves the row of the cursor for another one.
    fn go(&mut self, command: Command, context: &mut Context) {
        self.settle(context.look.lang);
        self.rows.command(command);
        self.arrive();
        self.keep_draft(context);
    }

    fn arrive(&mut self) {
        if let Some((_, row)) = self.here() {
            row.entry.enter();
        }
    }

    /// The keys that edit inside a row.
    fn edit(&mut self, command: Command, context: &mut Context) {
        let lang = context.look.lang;
        let is_writable = self.writable;
        let request = match command {
            // The first and the last row, not the ends of the value.
            Command::First | Command::Last => None,
            other => typing::request_of(other),
        };
        let Some(request) = request else {
            return self.go(command, context);
        };
        let moves = matches!(command, Command::Left | Command::Right);
        let Some((field, row)) = self.here().filter(|_| is_writable || moves) else {
            return;
        };
        if moves && field.is_choice() {
            if is_writable {
                row.entry
                    .turn_choice(field, if command == Command::Right { 1 } else { -1 }, lang);
                row.touch();
            }
        } else if row.entry.edit(field, request) {
            row.touch();
        }
        self.keep_draft(context);
    }

    /// Puts the saved value of the row back, as if nobody had been there.
    fn restore(&mut self, context: &mut Context) {
        if let Some((field, row)) = self.here() {
            row.entry.put(field, row.entry.saved().to_owned());
            row.entry.theirs = None;
            row.typed_over = None;
            row.entry.enter();
            row.mark = RowMark::Untouched;
        }
        self.keep_draft(context);
    }

    /// Fills the column from the cursor down, a line a row; of a line with several cells the first
    /// is taken. An empty cell leaves its row as it is.
    fn fill(&mut self, pasted: &str, context: &mut Context) {
        let lang = context.look.lang;
        let lines: Vec<&str> = pasted.trim_end_matches('\n').split('\n').collect();
        let Some(field) = self.kind.fields.get(self.column) else {
            return;
        };
        let mut filled = 0;
        let mut cut = 0;
        for (row, line) in self.table.iter_mut().skip(self.rows.at).zip(&lines) {
            let cell = line.split('\t').next().unwrap_or_default().trim();
            if !cell.is_empty() {
                let (cell, left_out) = typing::fitting(cell, field.most_typed());
                cut += usize::from(left_out > 0);
                row.entry.put(field, cell.to_owned());
                row.entry.settle(field, lang);
                row.touch();
                filled += 1;
            }
        }
        self.arrive();
        let rows = filled;
        let left_out = lines.len() - filled;
        context.say(match cut {
            0 => ScreenMsg::Filled { rows, left_out },
            cut => ScreenMsg::FilledCut {
                rows,
                left_out,
                cut,
            },
        });
        self.keep_draft(context);
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
            Command::Column => return Ok(self.choose_column(context)),
            Command::NextGroup => self.other_column(1, context)?,
            Command::PreviousGroup => self.other_column(-1, context)?,
            Command::NextProblem => self.next_problem(context),
            other => self.edit(other, context),
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        if !self.writable {
            context.say(ScreenMsg::ReadOnlyPlace);
        } else if typed.contains(['\n', '\t']) {
            self.fill(typed, context);
        } else if let Some((field, row)) = self.here() {
            let cut = row.entry.type_over(field, typed, context.look.lang);
            row.touch();
            self.keep_draft(context);
            cut.say(context);
        }
        Ok(Nav::Stay)
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
        let help = if self.kind.is_sheet() {
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
