//! The first screen: a matrix of places by requirement, verdict and figure in each cell, and the
//! reasons of the selected one.

mod layout;
mod view;

use chrono::NaiveDate;

use super::conflicts::Conflicts;
use super::drafts::Drafts;
use super::list::List;
use super::records::{Records, returned};
use super::sheets::Sheets;
use super::shortfalls::Shortfalls;
use crate::domain::policy::Pack;
use crate::domain::verdict::Verdict;
use crate::i18n::{Lang, Say, ScreenMsg, SheetMsg, Text};
use crate::store::{Counts, MatrixRow, Result};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::rows::Rows;
use crate::tui::person::Role;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// The matrix.
pub struct Home {
    pack: Pack,
    pack_at: usize,
    rows: Rows,
    column: usize,
    /// The rows of the page that is shown.
    page: Vec<MatrixRow>,
    loaded: usize,
    counts: Counts,
    /// How many forms of this person were not saved.
    waiting: usize,
    /// How many conflicts of merging are open.
    conflicts: usize,
    is_admin: bool,
    /// How many records were returned to this person.
    returned: usize,
    day: NaiveDate,
}

impl Home {
    /// The matrix of the first pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(context: &mut Context) -> Result<Self> {
        let pack = context.store.pack(None)?.clone();
        let mut home = Self {
            pack,
            pack_at: 0,
            rows: Rows::default(),
            column: 0,
            page: Vec::new(),
            loaded: 0,
            counts: Counts::default(),
            waiting: 0,
            conflicts: 0,
            is_admin: matches!(context.person.role, Role::Admin),
            returned: 0,
            day: context.day,
        };
        home.refresh(context)?;
        Ok(home)
    }

    /// Loads the page of the cursor if another one is loaded.
    fn load(&mut self, context: &mut Context) -> Result<()> {
        let first = self.rows.first();
        if first != self.loaded || self.page.is_empty() {
            self.page = context
                .store
                .matrix(&self.pack, first, self.rows.page.max(1), self.day)?;
            self.loaded = first;
        }
        Ok(())
    }

    fn row(&self) -> Option<&MatrixRow> {
        // A page that could not be read leaves the one before.
        self.page.get(self.rows.at.checked_sub(self.loaded)?)
    }

    fn open(&self, context: &mut Context) -> Result<Nav> {
        let Some((row, requirement)) = self.row().zip(self.pack.requirements.get(self.column))
        else {
            return Ok(Nav::Stay);
        };
        // What is told of figures is entered in a sheet, where the place fills one in.
        let sheet = self.pack.kind(&requirement.kind);
        if let Some(sheet) = sheet.filter(|kind| kind.is_sheet())
            && context.store.fills_in(&row.place, sheet)?
        {
            let sheets = Sheets::open(context, &sheet.code, &row.place.code)?;
            return Ok(Nav::Push(Box::new(sheets)));
        }
        let list = List::open(context, &self.pack.code, &requirement.code, &row.place.code)?;
        Ok(Nav::Push(Box::new(list)))
    }

    /// Lists the sheets that the place of the cursor and those above it fill in.
    fn sheets(&self, context: &mut Context) -> Result<Nav> {
        let Some(row) = self.row() else {
            return Ok(Nav::Stay);
        };
        let mut items = Vec::new();
        for code in context.store.codes_above(&row.place.code)? {
            let Some(place) = context.store.place(&code)? else {
                continue;
            };
            items.extend(
                context
                    .store
                    .sheets_of(&place)?
                    .into_iter()
                    .map(|sheet| Item {
                        code: sheet.code.clone(),
                        name: sheet.label.clone(),
                        extra: Text::both(place.name.clone()),
                        answer: Answer::Sheet {
                            sheet: sheet.code.clone(),
                            place: code.clone(),
                        },
                    }),
            );
        }
        if items.is_empty() {
            context.say(SheetMsg::NoSheets {
                place: row.place.name.clone(),
            });
            return Ok(Nav::Stay);
        }
        let picker = Picker::new(Text::of(&SheetMsg::Title), items, 0, context.list_size());
        Ok(Nav::ask(QuestionTopic::Sheet, picker))
    }

    fn change_pack(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let count = context.store.packs().len();
        if count < 2 {
            context.say(ScreenMsg::OnePack);
            return Ok(());
        }
        let at = self
            .pack_at
            .checked_add_signed(step)
            .unwrap_or(count.saturating_sub(1))
            % count.max(1);
        if let Some(pack) = context.store.packs().get(at).cloned() {
            self.pack = pack;
            self.pack_at = at;
            self.rows.at = 0;
            self.column = 0;
        }
        self.refresh(context)
    }

    /// Goes to the next cell that is not met, row by row, to the end of the ledger and from its
    /// beginning again.
    fn next_problem(&mut self, context: &mut Context) -> Result<()> {
        let width = self.pack.requirements.len();
        for step in 1..=self.rows.count.saturating_mul(width) {
            let cell =
                (self.rows.at * width + self.column + step) % (self.rows.count * width).max(1);
            let at = cell / width.max(1);
            let column = cell % width.max(1);
            let before = self.rows.at;
            self.rows.at = at;
            self.load(context)?;
            let standing = self
                .row()
                .and_then(|row| row.standings.get(column)?.as_ref());
            if standing.is_some_and(|standing| standing.verdict != Verdict::Met) {
                self.column = column;
                return Ok(());
            }
            self.rows.at = before;
        }
        context.say(ScreenMsg::NoShortfalls);
        self.load(context)
    }

    fn find(&self, typed: &str, context: &mut Context) -> Result<Nav> {
        let places = context.store.covered_places(&self.pack.code)?;
        let item = |(at, place): (usize, crate::domain::place::Place)| {
            let extra = place
                .parent
                .as_deref()
                .and_then(|code| context.store.place(code).ok().flatten());
            Item {
                code: place.code,
                name: Text::both(place.name),
                extra: Text::both(extra.map(|above| above.name).unwrap_or_default()),
                answer: Answer::At(at),
            }
        };
        let items = places.into_iter().enumerate().map(item).collect();
        let size = context.list_size();
        let mut picker = Picker::new(Text::of(&ScreenMsg::FindTitle), items, self.rows.at, size);
        if !typed.is_empty() {
            picker.text(typed, context)?;
        }
        Ok(Nav::ask(QuestionTopic::Row, picker))
    }
}

impl Screen for Home {
    fn scope(&self) -> CommandScope {
        CommandScope::Home
    }

    fn title(&self, lang: Lang) -> String {
        ScreenMsg::HomeTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::NothingSelected, self.rows.count == 0),
            (Obstacle::NotAdmin, !self.is_admin),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => context.say(ScreenMsg::HowToLeave),
            Command::Open => return self.open(context),
            Command::Find => return self.find("", context),
            Command::Sheets => return self.sheets(context),
            Command::Shortfalls => {
                return Ok(Nav::Push(Box::new(Shortfalls::open(
                    context,
                    &self.pack.code,
                )?)));
            }
            Command::Records => return Ok(Nav::Push(Box::new(Records::waiting(context)?))),
            Command::Drafts => return Ok(Nav::Push(Box::new(Drafts::open(context)))),
            Command::Conflicts => return Ok(Nav::Push(Box::new(Conflicts::open(context)?))),
            Command::NextProblem => self.next_problem(context)?,
            Command::NextGroup => self.change_pack(1, context)?,
            Command::PreviousGroup => self.change_pack(-1, context)?,
            Command::Left => self.column = self.column.saturating_sub(1),
            Command::Right => {
                self.column = (self.column + 1).min(self.pack.requirements.len().saturating_sub(1));
            }
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.find(typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => self.rows.at = at,
            (QuestionTopic::Sheet, Answer::Sheet { sheet, place }) => {
                let sheets = Sheets::open(context, &sheet, &place)?;
                return Ok(Nav::Push(Box::new(sheets)));
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.pack = context.store.pack(Some(&self.pack.code))?.clone();
        self.column = self
            .column
            .min(self.pack.requirements.len().saturating_sub(1));
        self.rows.page = layout::matrix_rows(context.body.1);
        self.rows
            .resize(context.store.covered_count(&self.pack.code)?);
        self.counts = context.store.counts(&self.pack.code)?;
        self.waiting = context
            .store
            .waiting_drafts(&context.person.name)
            .drafts
            .len();
        self.returned = returned(context)?.len();
        self.conflicts = context.store.conflict_count()?;
        self.page.clear();
        self.load(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![ScreenMsg::HomeHelp.say(lang), String::new()];
        for requirement in &self.pack.requirements {
            let Some(kind) = self.pack.kind(&requirement.kind) else {
                continue;
            };
            let conditions = requirement.conditions().iter();
            let words = conditions
                .map(|c| crate::domain::verdict::explain::condition(c, kind, lang))
                .collect::<Vec<_>>();
            lines.push(format!(
                "{}: {}",
                requirement.label.get(lang),
                words.join("; ")
            ));
        }
        lines
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
