//! Towns side by side for one requirement: their figures in the last quarter that is closed, and
//! below them the trend of the one that is selected.

mod drawing;
mod layout;
mod view;

use std::collections::{BTreeMap, VecDeque};

use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement, require_requirement};
use crate::domain::value::Period;
use crate::domain::verdict::Counts;
use crate::domain::verdict::trend::{
    FigureChange, NoChange, NoRank, PlaceHistory, QuarterFigure, Trend, TrendGap, ranks,
};
use crate::i18n::{Lang, Say, Text, TrendMsg};
use crate::store::{PastQuarters, Result};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen, neighbour};

/// The most places that are compared: those around the one that is selected.
const MOST: usize = 100;

/// A town beside the others.
struct TrendRow {
    place: Place,
    figure: std::result::Result<QuarterFigure, TrendGap>,
    /// Its change on the last quarter, and on that of a year ago.
    changes: [std::result::Result<FigureChange, NoChange>; 2],
    rank: Option<usize>,
    compliance: Option<Counts>,
}

/// The screen.
pub struct TrendScreen {
    pack: Pack,
    requirement: Requirement,
    past: PastQuarters,
    /// The place that is looked at; a requirement that is not asked of it shows another.
    at: String,
    /// What is known of each town in the quarters that are compared, for every requirement.
    histories: BTreeMap<String, PlaceHistory>,
    towns: Vec<TrendRow>,
    no_rank: Option<NoRank>,
    trend: Trend,
    rows: Rows,
}

impl TrendScreen {
    /// Opens a requirement in a place and those beside it.
    ///
    /// # Errors
    /// When the pack or requirement is gone, or the ledger cannot be read.
    pub(super) fn push(
        context: &mut Context,
        pack: &str,
        requirement: &str,
        place: &str,
    ) -> Result<Nav> {
        let pack = context.store.pack(Some(pack))?.clone();
        let requirement = require_requirement(&pack, requirement)?.clone();
        let past = context.store.past_quarters(&pack, context.day)?;
        let mut screen = Self {
            at: place.to_owned(),
            pack,
            requirement,
            past,
            histories: BTreeMap::new(),
            towns: Vec::new(),
            no_rank: None,
            trend: Trend::default(),
            rows: Rows::default(),
        };
        screen.read(context)?;
        Ok(Nav::Push(Box::new(screen)))
    }

    /// Returns the quarter of the towns.
    fn quarter(&self) -> Period {
        let last = self.past.last_closed();
        last.unwrap_or_else(|| self.past.running())
    }

    /// Returns the first and the last quarter of the trend.
    fn window(&self) -> (Period, Period) {
        self.past.window(self.quarter())
    }

    fn selected(&self) -> Option<&TrendRow> {
        self.towns.get(self.rows.at)
    }

    /// Reads the places beside the one that is looked at, or beside the first where the requirement is
    /// not asked of it.
    fn read(&mut self, context: &Context) -> Result<()> {
        let quarter = self.quarter();
        let quarters = [quarter, quarter.back(1), quarter.year_before()];
        let mut towns = Vec::new();
        for place in self.beside(context)? {
            if !self.histories.contains_key(&place.code) {
                let history = context
                    .store
                    .place_history(&self.past, &place.code, &quarters)?;
                self.histories.insert(place.code.clone(), history);
            }
            let Some(history) = self.histories.get(&place.code) else {
                continue;
            };
            let code = &self.requirement.code;
            let change = |before| history.change(code, (before, quarter));
            let [_, last, year] = quarters;
            let known = history.quarters.get(&quarter);
            towns.push(TrendRow {
                figure: history.figure(code, quarter).cloned(),
                changes: [change(last), change(year)],
                rank: None,
                compliance: known.map(|known| known.compliance),
                place,
            });
        }
        let figures = towns.iter().map(|town| town.figure.as_ref());
        let figures: Vec<_> = figures.map(|figure| figure.map_err(|gap| *gap)).collect();
        let ranked = ranks(&figures);
        self.no_rank = ranked.as_ref().err().copied();
        for (town, rank) in towns.iter_mut().zip(ranked.into_iter().flatten()) {
            town.rank = Some(rank);
        }
        self.towns = towns;
        let at = self
            .towns
            .iter()
            .position(|town| town.place.code == self.at);
        self.rows.at = at.unwrap_or_default();
        self.rows.page = layout::page(context.body.1, self.towns.len());
        self.rows.resize(self.towns.len());
        self.read_trend(context)
    }

    /// Returns the places of one level that the requirement judges around the one that is looked at,
    /// in their order.
    fn beside(&self, context: &Context) -> Result<Vec<Place>> {
        let store = &context.store;
        let steps = store.steps_of_judged(&self.pack, &self.requirement)?;
        let here = if steps.holds(&self.at)? {
            Some(self.at.clone())
        } else {
            steps.first()?
        };
        let Some(here) = here else {
            return Ok(Vec::new());
        };
        let level = store.place(&here)?.map(|place| place.level);
        let mut codes = VecDeque::from([here]);
        while codes.len() <= MOST / 2
            && let Some(first) = codes.front()
            && let Some(before) = steps.beside(first, -1)?
        {
            codes.push_front(before);
        }
        while codes.len() < MOST
            && let Some(last) = codes.back()
            && let Some(behind) = steps.beside(last, 1)?
        {
            codes.push_back(behind);
        }
        let mut places = Vec::new();
        for code in &codes {
            places.extend(store.place(code)?);
        }
        places.retain(|place| Some(&place.level) == level.as_ref());
        Ok(places)
    }

    /// Puts the cursor on a row, and reads its trend.
    fn go_to(&mut self, at: usize, context: &Context) -> Result<()> {
        let before = self.rows.at;
        self.rows.go_to(at);
        self.take_up_row(before, context)
    }

    fn take_up_row(&mut self, before: usize, context: &Context) -> Result<()> {
        if self.rows.at != before
            && let Some(town) = self.selected()
        {
            self.at = town.place.code.clone();
            self.read_trend(context)?;
        }
        Ok(())
    }

    /// Reads the trend of the place that is selected.
    fn read_trend(&mut self, context: &Context) -> Result<()> {
        let Some(town) = self.selected() else {
            self.trend = Trend::default();
            return Ok(());
        };
        let (first, last) = self.window();
        let quarters: Vec<Period> = first.through(last).collect();
        let history = context
            .store
            .place_history(&self.past, &town.place.code, &quarters)?;
        self.trend = history.trend(&self.requirement.code, self.window());
        Ok(())
    }

    /// Goes to the requirement before or after this one of the policy.
    fn other_requirement(&mut self, step: isize, context: &Context) -> Result<()> {
        let is_here = |one: &Requirement| one.code == self.requirement.code;
        let Some(other) = neighbour(&self.pack.requirements, is_here, step) else {
            return Ok(());
        };
        self.requirement = other.clone();
        self.read(context)
    }
}

impl Screen for TrendScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Trend
    }

    fn title(&self, lang: Lang) -> String {
        let name = self.requirement.label.get(lang).to_owned();
        TrendMsg::ScreenTitle { name }.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.towns.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Find => return self.find("", context),
            Command::NextGroup => self.other_requirement(1, context)?,
            Command::PreviousGroup => self.other_requirement(-1, context)?,
            other => {
                let before = self.rows.at;
                self.rows.command(other);
                self.take_up_row(before, context)?;
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, town): (usize, &TrendRow)| {
            let place = &town.place;
            let (name, code) = (Text::both(place.name.clone()), &place.code);
            let found = Findable::new(name, (code, ""), Text::both(code.clone()), Answer::At(at));
            found.being(Answer::Place(code.clone()))
        };
        let own = self.towns.iter().enumerate().map(candidate).collect();
        Find::ask((own, self.rows.at), vec![self.at.clone()], typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => self.go_to(at, context)?,
            (QuestionTopic::Row, answer) => return Ok(Nav::Found(answer)),
            _ => {}
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        if let Ok(pack) = context.store.pack(Some(&self.pack.code))
            && let Some(requirement) = pack.requirement(&self.requirement.code)
        {
            (self.requirement, self.pack) = (requirement.clone(), pack.clone());
        }
        self.past = context.store.past_quarters(&self.pack, context.day)?;
        self.histories.clear();
        self.read(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![
            TrendMsg::ScreenHelp.say(lang),
            TrendMsg::SignsHelp.say(lang),
            TrendMsg::ComplianceHelp.say(lang),
        ]
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
