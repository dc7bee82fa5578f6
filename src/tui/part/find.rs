//! Finding: among what a list holds, and among the towns and facilities of the whole ledger. What
//! fits is numbered, and a digit takes it.

mod findable;
mod ledger;
mod view;

use std::collections::BTreeSet;

use tui_input::{Input, InputRequest};
use uuid::Uuid;

pub(crate) use self::findable::Findable;
use self::findable::Hit;
use self::ledger::InLedger;
use super::rows::Rows;
use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::{Result, Store};
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::typing::{self, LONGEST_SEARCH};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// Rows above the list: the prompt and what was typed, and a blank one.
const HEAD: usize = 2;

/// The rows of a list with more than are searched one by one.
pub(crate) trait ManyRows {
    /// Returns the rows that a text leads to by a key.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    fn look_up(&self, typed: &str, store: &Store) -> Result<Vec<Findable>>;
}

/// The list of what fits.
pub(crate) struct Find {
    /// What the list below this screen holds; of a long one what is read of it, and behind that what
    /// the last key led to.
    own: Vec<Findable>,
    /// How many of them are read.
    read: usize,
    /// All rows of a long list.
    many: Option<Box<dyn ManyRows>>,
    in_ledger: InLedger,
    /// The language that names are searched in.
    lang: Lang,
    typed: Input,
    /// What was looked up last.
    query: Query,
    /// What fits, the best first.
    hits: Vec<Hit>,
    rows: Rows,
}

impl Find {
    /// Asks what to go to: a row of a list, of which the one at `at` is selected, or a town or
    /// facility of the ledger. Facilities of the places `near` are searched before others.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn ask(
        (own, at): (Vec<Findable>, usize),
        near: Vec<String>,
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        let in_ledger = InLedger::open(&own, near, context.store)?;
        Self::begin((own, at), (in_ledger, None), typed, context)
    }

    /// The same over a long list, of which only some rows are read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn ask_many(
        (own, at): (Vec<Findable>, usize),
        many: Box<dyn ManyRows>,
        near: Vec<String>,
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        let in_ledger = InLedger::open(&own, near, context.store)?;
        Self::begin((own, at), (in_ledger, Some(many)), typed, context)
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
        Self::begin(list, (InLedger::nothing(), None), typed, context)
    }

    fn begin(
        (own, at): (Vec<Findable>, usize),
        (in_ledger, many): (InLedger, Option<Box<dyn ManyRows>>),
        typed: &str,
        context: &mut Context,
    ) -> Result<Nav> {
        let mut find = Self {
            in_ledger,
            hits: Hit::all(&own),
            rows: Rows::new(own.len(), context.body.1.saturating_sub(HEAD)),
            read: own.len(),
            own,
            many,
            lang: context.look.lang,
            typed: Input::default(),
            query: Query::default(),
        };
        find.rows.at = at.min(find.own.len().saturating_sub(1));
        if !typed.is_empty() {
            find.text(typed, context)?;
        }
        Ok(Nav::ask(QuestionTopic::Row, find))
    }

    fn candidate(&self, hit: Hit) -> Option<&Findable> {
        match hit {
            Hit::Own(at) => self.own.get(at),
            Hit::InLedger(at) => self.in_ledger.candidate(at),
        }
    }

    /// Looks up what fits what was typed; before anything is typed, what the list holds.
    fn search(&mut self, context: &Context) -> Result<()> {
        let query = Query::new(self.typed.value());
        self.look_up_rows(&query, context.store)?;
        if query.is_empty() {
            self.hits = Hit::all(&self.own);
        } else {
            self.in_ledger.look_up(self.typed.value(), context.store)?;
            let goes_on = self.many.is_none() && query.goes_on_with(&self.query);
            let searched: Vec<Hit> = if goes_on {
                // Nothing fits more letters that did not fit fewer.
                let hits = self.hits.iter().copied();
                let read = hits.filter(|hit| self.in_ledger.was_read(*hit));
                read.chain(self.in_ledger.looked_up()).collect()
            } else {
                let own = (0..self.own.len()).map(Hit::Own);
                own.chain(self.in_ledger.all()).collect()
            };
            let fit = |hit: &Hit| self.candidate(*hit)?.fit(&query, self.lang);
            let rows = self.rows_looked_up();
            let is_row = |hit: &Hit| match hit {
                Hit::Own(_) => false,
                Hit::InLedger(_) => {
                    let answer = self.candidate(*hit).map(|found| &found.answer);
                    matches!(answer, Some(Answer::Id(id)) if rows.contains(id))
                }
            };
            let searched = searched.iter().filter(|hit| !is_row(hit));
            let fits = searched.filter_map(|hit| Some((fit(hit)?, *hit)));
            let mut fits: Vec<(NameMatch, Hit)> = fits.collect();
            fits.sort_unstable();
            self.hits = fits.into_iter().map(|(_, hit)| hit).collect();
        }
        self.query = query;
        self.rows = Rows::new(self.hits.len(), self.rows.page);
        Ok(())
    }

    /// The facilities of a long list that the last key led to.
    fn rows_looked_up(&self) -> BTreeSet<Uuid> {
        let rows = self.own.get(self.read..).unwrap_or_default();
        let id = |row: &Findable| match row.answer {
            Answer::Id(id) => Some(id),
            _ => None,
        };
        rows.iter().filter_map(id).collect()
    }

    /// Looks up the rows of a long list that what was typed leads to, but for those that are read.
    fn look_up_rows(&mut self, query: &Query, store: &Store) -> Result<()> {
        let Some(many) = &self.many else {
            return Ok(());
        };
        self.own.truncate(self.read);
        if query.is_empty() {
            return Ok(());
        }
        let mut found = many.look_up(self.typed.value(), store)?;
        found.retain(|row| self.own.iter().all(|own| own.answer != row.answer));
        self.own.extend(found);
        Ok(())
    }

    fn edit(&mut self, request: InputRequest, context: &Context) -> Result<()> {
        self.typed.handle(request);
        self.search(context)
    }

    /// Whether rows have numbers: once something is typed, for until then a digit begins a code.
    fn is_numbered(&self) -> bool {
        !self.typed.value().is_empty()
    }

    fn take(&self, row: usize) -> Nav {
        let hit = self.hits.get(row).and_then(|hit| self.candidate(*hit));
        hit.map_or(Nav::Stay, |hit| Nav::Answer(hit.answer.clone()))
    }

    /// The row that a digit takes: one of the page that is shown, unless the digit goes on with a
    /// name or code that was begun.
    fn row_of(&self, typed: &str) -> Option<usize> {
        let digit: usize = folding::figure(typed).parse().ok()?;
        if !self.is_numbered() || !(1..=9).contains(&digit) || digit > self.rows.page {
            return None;
        }
        let row = self.rows.first() + digit - 1;
        let longer = Query::new(&format!("{}{digit}", self.typed.value()));
        let goes_on = |hit: &Hit| {
            let candidate = self.candidate(*hit);
            let fit = candidate.and_then(|candidate| candidate.fit(&longer, self.lang));
            fit.is_some_and(NameMatch::is_literal)
        };
        (row < self.hits.len() && !self.hits.iter().any(goes_on)).then_some(row)
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
        self.lang = lang;
        // The next key looks everything up again.
        self.query = Query::default();
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.hits.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => return Ok(self.take(self.rows.at)),
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
            }
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        if let Some(row) = self.row_of(typed) {
            return Ok(self.take(row));
        }
        let typed = typed.replace(char::is_control, "");
        typing::insert(&mut self.typed, &typed, LONGEST_SEARCH).say(context);
        self.search(context)?;
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = context.body.1.saturating_sub(HEAD);
        Ok(())
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
    Record(Uuid),
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
