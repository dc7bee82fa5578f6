//! A sheet in a place: a row a period, the newest first, and the next that is due.

use ratatui::style::Style;

use super::form::FormScreen;
use super::grid::Grid;
use super::history;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{Lang, LedgerRefusal, Say, ScreenMsg, SheetMsg, Text};
use crate::store::Result;
use crate::tui::act::remove::{ask_to_remove, remove_or_ask};
use crate::tui::act::revert::ask_to_revert;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::form::periods::{ListedPeriod, periods};
use crate::tui::form::removal;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// The line of heads.
const HEAD: usize = 1;
/// Columns of the period and of the state.
const COLUMNS: [usize; 2] = [16, 11];

/// The list of periods.
pub struct Sheets {
    kind: Kind,
    place: Place,
    listed: Vec<ListedPeriod>,
    rows: Rows,
    writable: bool,
}

impl Sheets {
    /// The sheet of this code in a place.
    ///
    /// # Errors
    /// When there is no such sheet or place, or the ledger cannot be read.
    pub(crate) fn open(context: &mut Context, code: &str, place: &str) -> Result<Self> {
        let kind = context.store.find_kind(code)?.clone();
        let place = context.store.find_place(place)?;
        let mut list = Self {
            writable: context.store.may_write(&place.code)?,
            kind,
            place,
            listed: Vec::new(),
            rows: Rows::default(),
        };
        list.refresh(context)?;
        Ok(list)
    }

    fn cycle(&self) -> Cycle {
        self.kind.cycle().unwrap_or(Cycle::Once)
    }

    fn selected(&self) -> Option<&ListedPeriod> {
        self.listed.get(self.rows.at)
    }

    fn record(&self) -> Option<&Record> {
        self.selected()?.filled.as_ref().map(|(record, _)| record)
    }

    /// Opens the form of a period, be it there or not.
    fn fill_in(&self, period: Period, context: &mut Context) -> Result<Nav> {
        let opening = Opening::sheet(&self.kind.code, &self.place.code, period);
        FormScreen::push(context, opening)
    }

    /// Asks for a period. A sheet that is filled in once has but one.
    fn ask_period(&self, context: &mut Context) -> Result<Nav> {
        if self.cycle() == Cycle::Once {
            return self.fill_in(Period::ALWAYS, context);
        }
        let example = self.cycle().example().to_owned();
        let lines = vec![Text::of(&SheetMsg::AskPeriod { example })];
        let words = Words::new(&SheetMsg::PeriodTitle, lines, Silence::Refused);
        let words = words.explained(&SheetMsg::ListHelp);
        Ok(Nav::ask(QuestionTopic::Period, words))
    }

    /// Goes to the place before or after this one that fills the sheet in.
    fn other_place(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let steps = context.store.steps_of_sheet(&self.kind)?;
        if let Some(code) = steps.beside(&self.place.code, step)? {
            self.show_place(&code, context)?;
        }
        self.refresh(context)
    }

    /// Goes to the sheet of a place that fills it in; opens anything else.
    fn go_to(&mut self, found: Answer, context: &mut Context) -> Result<Nav> {
        match found {
            Answer::Place(code) if context.store.steps_of_sheet(&self.kind)?.holds(&code)? => {
                self.show_place(&code, context)?;
                Ok(Nav::Stay)
            }
            other => Ok(Nav::Found(other)),
        }
    }

    fn show_place(&mut self, code: &str, context: &Context) -> Result<()> {
        self.place = context.store.find_place(code)?;
        self.writable = context.store.may_write(code)?;
        self.rows.at = 0;
        Ok(())
    }

    fn of_record(
        &self,
        act: impl FnOnce(&Record) -> Result<Nav>,
        context: &mut Context,
    ) -> Result<Nav> {
        if let Some(record) = self.record() {
            return act(record);
        }
        context.say(ScreenMsg::NotSavedYet);
        Ok(Nav::Stay)
    }

    fn grid(&self, context: &mut Context) -> Result<Nav> {
        let first = self.kind.own_fields().next();
        let field = first.map(|field| field.code.clone()).unwrap_or_default();
        let grid = Grid::open(context, &self.kind, &self.place, &field)?;
        Ok(Nav::Push(Box::new(grid)))
    }

    fn draw_row(&self, canvas: &mut Canvas, at: usize, row: &ListedPeriod, here: bool) {
        let lang = canvas.look.lang;
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        canvas.fill(0, at, canvas.width(), style);
        let state = row.state(lang);
        let period = row.period.listed();
        canvas.put(1, at, COLUMNS[0] - 1, period.get(lang), style);
        canvas.put(COLUMNS[0] + 1, at, COLUMNS[1] - 1, &state, style);
        let room = self.room(canvas.width());
        for (n, field) in self.shown_fields(canvas.width()).enumerate() {
            let record = row.filled.as_ref().map(|(record, _)| record);
            let value = record.and_then(|record| field.decode(record.fields.get(&field.code)?));
            let words = value.map(|value| field.show(&value.in_one_unit(), lang));
            let column = COLUMNS.iter().sum::<usize>() + 1 + n * room;
            canvas.put(column, at, room - 1, &words.unwrap_or_default(), style);
        }
        if here {
            canvas.cursor(0, at);
        }
    }

    fn shown_fields(&self, width: usize) -> impl Iterator<Item = &crate::domain::value::Field> {
        self.kind.own_fields().take(shown(width))
    }

    /// Columns of each field.
    fn room(&self, width: usize) -> usize {
        let count = self.shown_fields(width).count().max(1);
        (width.saturating_sub(COLUMNS.iter().sum::<usize>() + 1) / count).max(2)
    }
}

/// How many fields a row has room for.
const fn shown(width: usize) -> usize {
    let room = width.saturating_sub(COLUMNS[0] + COLUMNS[1]) / 16;
    match room {
        0 => 1,
        1..=4 => room,
        _ => 4,
    }
}

impl Screen for Sheets {
    fn scope(&self) -> CommandScope {
        CommandScope::List
    }

    fn title(&self, lang: Lang) -> String {
        format!("{} > {}", self.place.name, self.kind.label.get(lang))
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::ReadOnly, !self.writable),
            (Obstacle::OfSheet, true),
            (Obstacle::NothingSelected, self.listed.is_empty()),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        let lang = context.look.lang;
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => {
                return match self.selected() {
                    Some(row) => self.fill_in(row.period, context),
                    None => Ok(Nav::Stay),
                };
            }
            Command::New => return self.ask_period(context),
            Command::Find => return self.find("", context),
            Command::Grid => return self.grid(context),
            Command::History => {
                let Some(record) = self.record().cloned() else {
                    return self.of_record(|_| Ok(Nav::Stay), context);
                };
                return history::history(record.id, &self.kind, context);
            }
            Command::Remove => {
                let Some(record) = self.record() else {
                    return self.of_record(|_| Ok(Nav::Stay), context);
                };
                let name = record.known_by().get(lang).to_owned();
                return ask_to_remove(record.id, name, context);
            }
            Command::Undo => {
                return match self.record().map(|record| record.id) {
                    Some(id) => ask_to_revert(id, &self.kind, context),
                    None => self.of_record(|_| Ok(Nav::Stay), context),
                };
            }
            Command::Unchanged => context.say(LedgerRefusal::OnlyFacilitiesConfirmed),
            Command::NextGroup => self.other_place(1, context)?,
            Command::PreviousGroup => self.other_place(-1, context)?,
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a period, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, row): (usize, &ListedPeriod)| {
            let code = row.period.to_string();
            let state = |lang| row.state(lang);
            let extra = Text {
                zh: state(Lang::Zh),
                en: state(Lang::En),
            };
            Findable::new(row.period.listed(), (&code, ""), extra, Answer::At(at))
        };
        let own = self.listed.iter().enumerate().map(candidate).collect();
        let near = vec![self.place.code.clone()];
        Find::ask((own, self.rows.at), near, typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let mut nav = Nav::Stay;
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => self.rows.at = at,
            (QuestionTopic::Row, answer) => nav = self.go_to(answer, context)?,
            (QuestionTopic::Period, Answer::Words(typed)) => {
                match Period::typed(&typed, self.cycle()) {
                    Ok(period) => return self.fill_in(period, context),
                    Err(refusal) => context.say(refusal),
                }
            }
            (QuestionTopic::Revert(revert), Answer::Yes) => revert.carry_out(context)?,
            (QuestionTopic::Removal(id), Answer::Yes) => nav = remove_or_ask(id, context)?,
            (QuestionTopic::RemovalReason(id), Answer::Words(reason)) => {
                removal::remove_by_id(id, &reason, context)?;
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        // Another program may have loaded a pack without the sheet; the list stays what it is.
        if let Some(kind) = context.store.kind(&self.kind.code) {
            self.kind = kind.clone();
        }
        let selected = self.selected().map(|row| row.period);
        self.listed = periods(&self.kind, &self.place, context.store, context.day)?;
        self.rows.page = context.body.1.saturating_sub(HEAD).max(1);
        self.rows.resize(self.listed.len());
        let at = self
            .listed
            .iter()
            .position(|row| Some(row.period) == selected);
        self.rows.at = at.unwrap_or(self.rows.at);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let change = self.writable.then(|| SheetMsg::ListChangeHelp.say(lang));
        std::iter::once(SheetMsg::ListHelp.say(lang))
            .chain(change)
            .chain([self.kind.help.get(lang).to_owned()])
            .collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let heading = canvas.look.heading();
        let width = canvas.width();
        canvas.put(
            1,
            0,
            COLUMNS[0] - 1,
            &SheetMsg::PeriodHead.say(lang),
            heading,
        );
        let state = SheetMsg::StateHead.say(lang);
        canvas.put(COLUMNS[0] + 1, 0, COLUMNS[1] - 1, &state, heading);
        let room = self.room(width);
        for (n, field) in self.shown_fields(width).enumerate() {
            let column = COLUMNS.iter().sum::<usize>() + 1 + n * room;
            let label = text::pad(field.label.get(lang), room - 1);
            canvas.put(column, 0, room - 1, label.trim_end(), heading);
        }
        if self.listed.is_empty() {
            let none = if self.writable {
                SheetMsg::None
            } else {
                SheetMsg::NoneYet
            };
            canvas.put(1, HEAD, usize::MAX, &none.say(lang), Style::new());
            return canvas.cursor(0, HEAD);
        }
        let page = self.listed.iter().enumerate();
        let page = page.skip(self.rows.first()).take(self.rows.page);
        for (at, row) in page {
            let line = HEAD + at - self.rows.first();
            self.draw_row(canvas, line, row, at == self.rows.at);
        }
    }
}
