//! Finding: among what a list holds, and among the towns and facilities of the whole ledger. What
//! fits is numbered, and a digit takes it.

mod findable;
pub(crate) mod ledger;
pub(crate) mod list;
mod searching;
mod view;
mod walking;

use std::collections::HashSet;

use tui_input::{Input, InputRequest};

pub(crate) use self::findable::Findable;
use self::ledger::InLedger;
use self::list::{FindList, Typed};
use self::walking::RowSearch;
use super::rows::Rows;
use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query};
use crate::i18n::{Lang, Say, ScreenMsg, WorkMsg};
use crate::store::{FoundPlace, PlaceSearch, Result, Store};
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::typing::{self, LONGEST_SEARCH};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// Rows above the list: the prompt and what was typed, and a blank one.
const HEAD: usize = 2;

/// The list of what fits.
pub(crate) struct Find {
    /// The list below this screen.
    own: Box<dyn FindList>,
    in_ledger: InLedger,
    /// The language that names are searched in.
    lang: Lang,
    typed: Input,
    /// What fits what was typed, the best first; before anything is typed, the rows of the list that
    /// are in view.
    hits: Vec<Findable>,
    /// The number of the first of them.
    first: usize,
    /// Whether there may be more.
    are_more: bool,
    /// The search through the places of the ledger, while it goes on.
    places: Option<PlaceSearch>,
    /// The search through the other rows of the list, while it goes on.
    search: Option<RowSearch>,
    /// The digits that go on with a name or code that it found.
    digits: [bool; 10],
    rows: Rows,
}

impl Find {
    /// Asks what to go to: a row of a list, of which the one at `at` is selected, or a town or
    /// facility of the ledger. Facilities of the places `near` are searched before others.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn ask(
        list: (Vec<Findable>, usize),
        near: Vec<String>,
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        Self::ask_long(list, near, typed, context)
    }

    /// Asks the same of a list whose rows are read as they are asked for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn ask_long(
        list: (impl FindList + 'static, usize),
        near: Vec<String>,
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        let in_ledger = InLedger::open(near, context.store)?;
        Self::begin(list, in_ledger, typed, context)
    }

    /// Asks for a row of a list alone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn among(
        list: (Vec<Findable>, usize),
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        Self::begin(list, InLedger::nothing(), typed, context)
    }

    fn begin(
        (own, at): (impl FindList + 'static, usize),
        in_ledger: InLedger,
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        let mut find = Self {
            in_ledger,
            hits: Vec::new(),
            first: 0,
            are_more: false,
            places: None,
            search: None,
            digits: [false; 10],
            rows: Rows::new(own.count(), context.body.1.saturating_sub(HEAD)),
            own: Box::new(own),
            lang: context.look.lang,
            typed: Input::default(),
        };
        find.rows.at = at.min(find.own.count().saturating_sub(1));
        find.load(context)?;
        if !typed.is_empty() {
            find.text(typed, context)?;
        }
        Ok(Nav::ask(QuestionTopic::Row, find))
    }

    /// Reads the rows of the list that are in view, before anything is typed.
    fn load(&mut self, context: &Context) -> Result<()> {
        if Query::new(self.typed.value()).is_empty() {
            self.first = self.rows.first();
            let count = self.rows.page.max(1);
            self.hits = self.own.page(self.first, count, context.store)?;
        }
        Ok(())
    }

    /// The row of a number, of those that were read.
    fn hit(&self, row: usize) -> Option<&Findable> {
        self.hits.get(row.checked_sub(self.first)?)
    }

    /// Looks up what fits what was typed; before anything is typed, what the list holds.
    fn search(&mut self, context: &Context) -> Result<()> {
        let typed = self.typed.value().to_owned();
        (self.places, self.search, self.digits) = (None, None, [false; 10]);
        if Query::new(&typed).is_empty() {
            self.are_more = false;
            self.rows = Rows::new(self.own.count(), self.rows.page);
            return self.load(context);
        }
        let search = self.search_places(&typed, context)?;
        (self.hits, self.are_more) = self.fitting(&typed, search.as_ref(), context)?;
        self.places = search.filter(|search| !search.is_over());
        self.first = 0;
        self.rows = Rows::new(self.hits.len(), self.rows.page);
        let walk = self.own.walk(context.store)?;
        self.search = walk.map(|walk| RowSearch::begin(walk, &typed));
        Ok(())
    }

    fn search_places(&self, text: &str, context: &Context) -> Result<Option<PlaceSearch>> {
        self.in_ledger
            .search_places(&Query::new(text), context.store)
    }

    /// Returns what fits a text, the best first and of the list itself before others, and whether
    /// there may be more. Places are those that a search has found so far.
    fn fitting(
        &mut self,
        text: &str,
        search: Option<&PlaceSearch>,
        context: &Context,
    ) -> Result<(Vec<Findable>, bool)> {
        let (query, store) = (Query::new(text), context.store as &Store);
        let places = search.map(PlaceSearch::found).unwrap_or_default();
        let (query, lang) = (&query, self.lang);
        let own = self.own.fitting(&Typed {
            text,
            query,
            lang,
            places: &places,
            store,
        })?;
        let listed: HashSet<String> = own
            .iter()
            .filter_map(|one| named(one.found.is.as_ref()?))
            .collect();
        let town = |found| {
            let place: &FoundPlace = found;
            (
                place.fit,
                ledger::town(place, Answer::Place(place.place.code.clone())),
            )
        };
        let towns = places.places.iter().map(town);
        let facilities = self.in_ledger.facilities(text, (query, lang), store)?;
        let others = towns.chain(facilities);
        let is_new =
            |found: &Findable| named(&found.answer).is_none_or(|name| !listed.contains(&name));
        let others = others.filter(|(_, found)| is_new(found));
        let others = others
            .enumerate()
            .map(|(at, (fit, found))| (fit, true, at, found));
        let own = own
            .into_iter()
            .map(|one| (one.fit, false, one.row, one.found));
        let mut all: Vec<_> = own.chain(others).collect();
        all.sort_by_key(|(fit, is_other, at, _)| (*fit, *is_other, *at));
        let hits = all.into_iter().map(|(.., found)| found).collect();
        Ok((hits, places.are_more))
    }

    fn edit(&mut self, request: InputRequest, context: &Context) -> Result<()> {
        self.typed.handle(request);
        self.search(context)
    }

    /// Whether rows have numbers: once something is typed, for until then a digit begins a code, and
    /// once all rows are searched, for until then it may go on with any name.
    fn is_numbered(&self) -> bool {
        !self.typed.value().is_empty() && !self.is_searching()
    }

    fn take(&self, row: usize) -> Nav {
        let hit = self.hit(row);
        hit.map_or(Nav::Stay, |hit| Nav::Answer(hit.answer.clone()))
    }

    /// The row that a digit takes: one of the page that is shown, unless the digit goes on with a
    /// name or code that was begun.
    fn row_of(&mut self, typed: &str, context: &Context) -> Result<Option<usize>> {
        let digit: Option<usize> = folding::figure(typed).parse().ok();
        let of_page = |digit: &usize| (1..=9).contains(digit) && *digit <= self.rows.page;
        let Some(digit) = digit.filter(|digit| self.is_numbered() && of_page(digit)) else {
            return Ok(None);
        };
        let row = self.rows.first() + digit - 1;
        if row >= self.hits.len() {
            return Ok(None);
        }
        let text = format!("{}{digit}", self.typed.value());
        let longer = Query::new(&text);
        // What fits the longer text may be beyond those that were found.
        let beyond = if self.are_more {
            let search = self.search_places(&text, context)?;
            self.fitting(&text, search.as_ref(), context)?.0
        } else {
            Vec::new()
        };
        let goes_on = |hit: &Findable| {
            let fit = hit.fit(&longer, self.lang);
            fit.is_some_and(NameMatch::is_literal)
        };
        let is_name = self.digits.get(digit).copied().unwrap_or_default();
        let goes_on = is_name || self.hits.iter().chain(&beyond).any(goes_on);
        Ok((!goes_on).then_some(row))
    }
}

/// Names a place or record of the ledger, so that it is not listed twice.
fn named(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Place(code) => Some(code.clone()),
        Answer::Id(id) => Some(id.to_string()),
        _ => None,
    }
}

impl Screen for Find {
    fn scope(&self) -> CommandScope {
        CommandScope::Picker
    }

    fn title(&self, lang: Lang) -> String {
        ScreenMsg::FindTitle.say(lang)
    }

    fn language_switched(&mut self, lang: Lang) {
        // The next key looks everything up again.
        self.lang = lang;
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let is_empty = self.hits.is_empty() && !self.is_searching();
        Obstacle::among([(Obstacle::NothingSelected, is_empty)])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => {
                if self.hits.is_empty() && self.is_searching() {
                    context.say(WorkMsg::NotFoundYet);
                }
                return Ok(self.take(self.rows.at));
            }
            Command::Left => {
                self.typed.handle(InputRequest::GoToPrevChar);
            }
            Command::Right => {
                self.typed.handle(InputRequest::GoToNextChar);
            }
            Command::EraseBack => self.edit(InputRequest::DeletePrevChar, context)?,
            Command::EraseForward => self.edit(InputRequest::DeleteNextChar, context)?,
            Command::ClearField => self.edit(InputRequest::DeleteLine, context)?,
            other => {
                self.rows.command(other);
                self.load(context)?;
            }
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        if let Some(row) = self.row_of(typed, context)? {
            return Ok(self.take(row));
        }
        let typed = typed.replace(char::is_control, "");
        typing::insert(&mut self.typed, &typed, LONGEST_SEARCH).say(context);
        self.search(context)?;
        Ok(Nav::Stay)
    }

    fn is_at_work(&self) -> bool {
        self.is_searching()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.search_on(context)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = context.body.1.saturating_sub(HEAD);
        self.load(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::FindHelp.say(lang)]
    }

    fn view(&self, canvas: &mut crate::tui::canvas::Canvas) {
        self.draw(canvas);
    }
}

/// What a list answers where something of the ledger was found that it does not hold itself.
pub(crate) enum Found {
    /// A place, by its code.
    Place(String),
    /// A record.
    Record(uuid::Uuid),
}

impl Found {
    /// What an answer says was found; `None` of a row of the list.
    pub(crate) fn of_answer(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Place(code) => Some(Self::Place(code.clone())),
            Answer::Id(id) => Some(Self::Record(*id)),
            _ => None,
        }
    }
}
