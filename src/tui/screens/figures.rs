//! A requirement about figures or acts in a place: what its quantity rests on, a row for each
//! figure, and why the verdict is what it is. Facilities that must exist have a list instead.

mod layout;
mod line;
mod view;

use chrono::NaiveDate;

use self::line::{FigureLine, Leads};
use super::form::FormScreen;
use super::list::List;
use super::trend::TrendScreen;
use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement, require_requirement};
use crate::domain::verdict::{Standing, Verdict};
use crate::i18n::{Lang, Say, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// The page of a requirement.
pub struct Figures {
    pack: Pack,
    requirement: Requirement,
    place: Place,
    standing: Option<Standing>,
    lines: Vec<FigureLine>,
    rows: Rows,
    writable: bool,
    day: NaiveDate,
}

/// Opens what a requirement looks at in a place: the facilities that must exist, or the figures.
///
/// # Errors
/// When the pack, requirement or place is gone, or the ledger cannot be read.
pub(super) fn open(
    context: &mut Context,
    pack: &str,
    requirement: &str,
    place: &str,
) -> Result<Box<dyn Screen>> {
    let known = context.store.pack(Some(pack))?.requirement(requirement);
    if known.is_none_or(Requirement::is_exists) {
        return Ok(Box::new(List::open(context, pack, requirement, place)?));
    }
    Ok(Box::new(Figures::open(context, pack, requirement, place)?))
}

impl Figures {
    fn open(context: &mut Context, pack: &str, requirement: &str, place: &str) -> Result<Self> {
        let pack = context.store.pack(Some(pack))?.clone();
        let requirement = require_requirement(&pack, requirement)?.clone();
        let place = context.store.find_place(place)?;
        let writable = context.store.may_write(&place.code)?;
        let mut page = Self {
            pack,
            requirement,
            place,
            standing: None,
            lines: Vec::new(),
            rows: Rows::default(),
            writable,
            day: context.day,
        };
        page.refresh(context)?;
        Ok(page)
    }

    /// Opens what the selected figure is entered in.
    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some(line) = self.lines.get(self.rows.at) else {
            return Ok(Nav::Stay);
        };
        match line.leads {
            Leads::Facilities => {
                let (pack, requirement) = (&self.pack.code, &self.requirement.code);
                let place = &self.place.code;
                let list = List::of_kind(context, pack, requirement, &line.form, place)?;
                Ok(Nav::Push(Box::new(list)))
            }
            Leads::Record(id) => FormScreen::push(context, Opening::Existing { id }),
            Leads::Sheet => sheet(line, context),
        }
    }

    fn except(&self, context: &mut Context) -> Result<Nav> {
        let opening = Opening::exception(&self.pack.code, &self.requirement.code, &self.place.code);
        FormScreen::push(context, opening)
    }

    /// Goes to the place before or after this one of those that the requirement judges.
    fn other_place(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let steps = context
            .store
            .steps_of_judged(&self.pack, &self.requirement)?;
        if let Some(code) = steps.beside(&self.place.code, step)? {
            self.place = context.store.find_place(&code)?;
            self.writable = context.store.may_write(&code)?;
            self.rows.at = 0;
        }
        self.refresh(context)
    }
}

/// Opens the sheet that a figure is entered in. One that is closed to this session is named.
fn sheet(line: &FigureLine, context: &mut Context) -> Result<Nav> {
    let writable = context.store.may_write(&line.place)?;
    let Some(period) = line.period.filter(|_| writable) else {
        context.say(ScreenMsg::EnterInSheet {
            place: line.place_name.clone(),
            period: line.period_name(),
            sheet: line.form_label.clone(),
            field: line.label.clone(),
        });
        return Ok(Nav::Stay);
    };
    let opening = Opening::sheet(&line.form, &line.place, period);
    FormScreen::push(context, opening)
}

impl Screen for Figures {
    fn scope(&self) -> CommandScope {
        CommandScope::Figures
    }

    fn title(&self, lang: Lang) -> String {
        format!("{} > {}", self.place.name, self.requirement.label.get(lang))
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let verdict = self.standing.as_ref().map(|standing| standing.verdict);
        Obstacle::among([
            (Obstacle::ReadOnly, !self.writable),
            (Obstacle::NothingSelected, self.lines.is_empty()),
            (
                Obstacle::NotJudged,
                verdict.is_none_or(|verdict| verdict == Verdict::Information),
            ),
            (Obstacle::Met, verdict == Some(Verdict::Met)),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::Find => return self.find("", context),
            Command::Exception => return self.except(context),
            Command::Trend => {
                let (pack, asked) = (&self.pack.code, &self.requirement.code);
                return TrendScreen::push(context, pack, asked, &self.place.code);
            }
            Command::NextGroup => self.other_place(1, context)?,
            Command::PreviousGroup => self.other_place(-1, context)?,
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, line): (usize, &FigureLine)| {
            let period = line.period_name();
            let extra = Text {
                zh: format!("{}  {}  {}", line.place_name, period.zh, line.form_label.zh),
                en: format!("{}  {}  {}", line.place_name, period.en, line.form_label.en),
            };
            let above = ("", line.place_name.as_str());
            Findable::new(line.label.clone(), above, extra, Answer::At(at))
        };
        let own = self.lines.iter().enumerate().map(candidate).collect();
        let near = vec![self.place.code.clone()];
        Find::ask((own, self.rows.at), near, typed, context)
    }

    fn answer(&mut self, topic: QuestionTopic, answer: Answer, _: &mut Context) -> Result<Nav> {
        Ok(match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => {
                self.rows.go_to(at);
                Nav::Stay
            }
            (QuestionTopic::Row, answer) => Nav::Found(answer),
            _ => Nav::Stay,
        })
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        if let Ok(pack) = context.store.pack(Some(&self.pack.code))
            && let Some(requirement) = pack.requirement(&self.requirement.code)
        {
            (self.requirement, self.pack) = (requirement.clone(), pack.clone());
        }
        let key = (self.requirement.code.clone(), self.place.code.clone());
        self.standing = context.store.standing(&self.pack.code, &key, self.day)?;
        self.lines = match &self.standing {
            Some(standing) => line::lines(&self.pack, &self.requirement, standing, context.store)?,
            None => Vec::new(),
        };
        self.rows.page = layout::page(context.body.1);
        self.rows.resize(self.lines.len());
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let reading = self.requirement.reading.get(lang).to_owned();
        vec![
            ScreenMsg::FiguresHelp.say(lang),
            ScreenMsg::Reading { reading }.say(lang),
        ]
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
