//! The application: a stack of screens, the message line, and the dispatch of keys through the
//! command table.

mod jobs;
mod problems;
mod view;
mod work;

use std::sync::Arc;

use chrono::NaiveDate;

use super::carried::Carried;
use super::command::{self, Command, CommandScope, Definition, Obstacle};
use super::context::Context;
use super::job::{Job, JobSender};
use super::look::Look;
use super::part::find::Found;
use super::part::page::Page;
use super::part::picker::Picker;
use super::person::{Person, Start, WorksOn};
use super::question::{Answer, QuestionTopic};
use super::screen::{Nav, Screen};
use super::screens::found;
use super::screens::home::Home;
use super::screens::second_entry::queue::Queue;
use super::screens::shortfalls::Shortfalls;
use super::stack::Stack;
use super::task::{Desk, Order};
use super::terminal::input::{Input, Key};
use crate::i18n::{ClockMsg, Lang, Say, ScreenMsg, Text};
use crate::store::{ProblemLog, Result, Store};

/// The screens that say so when another program changed what they list.
const LISTS: [CommandScope; 14] = [
    CommandScope::Home,
    CommandScope::Group,
    CommandScope::Figures,
    CommandScope::Kinds,
    CommandScope::List,
    CommandScope::Shortfalls,
    CommandScope::Quarter,
    CommandScope::Trend,
    CommandScope::Records,
    CommandScope::Approvals,
    CommandScope::OwnFindings,
    CommandScope::Samples,
    CommandScope::Record,
    CommandScope::Queue,
];

/// What the loop is to do after an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Draw and go on.
    Go,
    /// Draw everything anew and go on.
    Redraw,
    /// Leave.
    Leave,
}

/// The running application.
pub struct App {
    store: Store,
    person: Person,
    look: Look,
    day: NaiveDate,
    stack: Stack,
    carried: Carried,
    note: Option<Box<dyn Say>>,
    size: (u16, u16),
    seen_version: i64,
    /// The terminal is to beep with the next frame.
    bell: bool,
    job_sender: JobSender,
    job: Option<Job>,
    /// What the job carries out; nothing where it makes a snapshot.
    order: Option<Order>,
    /// What is carried out once the job has ended.
    next_order: Option<Order>,
    /// What carries orders out, where there is one.
    desk: Option<Desk>,
    /// Where what goes wrong is noted; nowhere in a demonstration.
    log: Option<ProblemLog>,
}

impl App {
    /// The application on its first screen.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(
        store: Store,
        person: Person,
        look: Look,
        day: NaiveDate,
        size: (u16, u16),
    ) -> Result<Self> {
        Self::begin(store, person, look, day, size, Start::Matrix)
    }

    /// The application on the screen that a session begins with.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin(
        store: Store,
        person: Person,
        look: Look,
        day: NaiveDate,
        size: (u16, u16),
        start: Start,
    ) -> Result<Self> {
        command::name_keys();
        let seen_version = store.data_version()?;
        let log = store
            .problem_log("session")
            .filter(|_| person.works_on == WorksOn::Ledger);
        let mut app = Self {
            store,
            person,
            look,
            day,
            stack: Stack::default(),
            carried: Carried::default(),
            note: None,
            size,
            seen_version,
            bell: false,
            job_sender: Arc::new(drop),
            job: None,
            order: None,
            next_order: None,
            desk: None,
            log,
        };
        let first: Box<dyn Screen> = match start {
            Start::Matrix => Box::new(Home::new(&mut app.context())?),
            Start::Shortfalls => Box::new(Shortfalls::first(&mut app.context())?),
            Start::Import(order, proposed) => app.begin_import(*order, &proposed),
            Start::Verify(selection) => Box::new(Queue::open(&mut app.context(), selection)?),
        };
        app.stack.push(first);
        app.note = app
            .store
            .clock_doubt()
            .map(|doubt| Box::new(doubt) as Box<dyn Say>);
        Ok(app)
    }

    /// Whether the terminal is to beep; asked once a frame.
    pub fn take_bell(&mut self) -> bool {
        std::mem::take(&mut self.bell)
    }

    /// The language now.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.look.lang
    }

    /// Shows a note in the message line.
    pub fn say(&mut self, note: impl Say + 'static) {
        self.note = Some(Box::new(note));
    }

    /// Columns and rows of a screen: title, message line and hint bar take three.
    fn body(&self) -> (usize, usize) {
        (
            usize::from(self.size.0),
            usize::from(self.size.1).saturating_sub(3),
        )
    }

    fn context(&mut self) -> Context<'_> {
        let body = self.body();
        Context::new(
            &mut self.store,
            &self.person,
            self.look,
            self.day,
            body,
            &mut self.carried,
            &mut self.note,
        )
    }

    /// Takes one input.
    pub fn update(&mut self, input: &Input) -> Flow {
        if !matches!(input, Input::Resize(..)) {
            // A new size is no answer to a note.
            self.note = None;
            self.interrupt();
        }
        // What is asked for may close screens: the log names those it was asked on.
        let scopes = self.stack.scopes();
        let done = match input {
            Input::Key(key) => self.key(*key),
            Input::Text(typed) => self.with_top(|screen, context| screen.text(typed, context)),
            Input::Paste(pasted) => self.with_top(|screen, context| screen.paste(pasted, context)),
            Input::Resize(columns, rows) => {
                self.size = (*columns, *rows);
                self.with_top(|screen, context| screen.refresh(context).map(|()| Nav::Stay))
            }
        };
        let flow = done.unwrap_or_else(|error| {
            self.say_input_error(input, &scopes, error);
            Flow::Go
        });
        self.notice_others();
        self.tell_of_clock();
        flow
    }

    /// Says behind the note of a write that the clock cannot be right.
    fn tell_of_clock(&mut self) {
        if self.store.take_clock_doubt().is_some() {
            let note = self
                .note
                .take()
                .map(|note| Text::of(&note))
                .unwrap_or_default();
            self.say(note.followed_by(&ClockMsg::AtSaving));
        }
    }

    /// Reads the screen's data again when another program has written to the ledger.
    fn notice_others(&mut self) {
        let Ok(version) = self.store.data_version() else {
            return;
        };
        if version != self.seen_version {
            self.seen_version = version;
            if let Err(error) = self.store.reload_packs() {
                self.say_error("reload packs", error);
                return;
            }
            let refreshed =
                self.with_top(|screen, context| screen.refresh(context).map(|()| Nav::Stay));
            // Whoever is filling a form is not told of every save in the house; the verdict under
            // it follows.
            let is_list = self
                .stack
                .top()
                .is_some_and(|top| LISTS.contains(&top.scope()));
            match refreshed {
                Err(error) => self.say_error("refresh", error),
                Ok(_) if is_list && self.note.is_none() => self.say(ScreenMsg::Another),
                Ok(_) => {}
            }
        }
    }

    fn key(&mut self, key: Key) -> Result<Flow> {
        let Some(scope) = self.stack.top().map(Screen::scope) else {
            return Ok(Flow::Leave);
        };
        match command::of_key(scope, key) {
            Some(definition) => self.run(definition),
            None => Ok(Flow::Go),
        }
    }

    fn run(&mut self, definition: &Definition) -> Result<Flow> {
        let there = self.obstacles();
        if let Some(obstacle) = definition.obstacle(&there) {
            self.say(obstacle.why());
            return Ok(Flow::Go);
        }
        match definition.command {
            Command::Leave => return Ok(self.leave()),
            Command::Redraw => return Ok(Flow::Redraw),
            Command::Language => self.switch_language(),
            Command::Help => self.open_help(),
            Command::Palette => self.open_palette(),
            Command::Snapshot => self.start_snapshot(),
            Command::Tasks => return self.open_tasks(),
            Command::Back if self.cancels_job() => self.say_cancelling(),
            other => return self.with_top(|screen, context| screen.command(other, context)),
        }
        Ok(Flow::Go)
    }

    /// What stands in the way of commands on the screen on top.
    fn obstacles(&self) -> Vec<Obstacle> {
        let mut there = self.stack.top().map(Screen::obstacles).unwrap_or_default();
        there.extend(self.desk.is_none().then_some(Obstacle::NoTasks));
        there
    }

    /// Asks every screen first: a form that could not be kept comes to the top and stays.
    fn leave(&mut self) -> Flow {
        let mut layers = std::mem::take(&mut self.stack.layers);
        let held = layers
            .iter_mut()
            .rposition(|layer| !layer.screen.may_be_left(&mut self.context()));
        let Some(at) = held else { return Flow::Leave };
        layers.truncate(at + 1);
        self.stack.layers = layers;
        Flow::Go
    }

    fn switch_language(&mut self) {
        self.look.lang = self.look.lang.other();
        for layer in &mut self.stack.layers {
            layer.screen.language_switched(self.look.lang);
        }
    }

    fn open_help(&mut self) {
        if let Some(top) = self.stack.top() {
            if top.scope() == CommandScope::Page {
                return;
            }
            let page = Page::help(top, &self.obstacles(), self.body());
            self.stack.push(Box::new(page));
        }
    }

    fn open_palette(&mut self) {
        if let Some(top) = self.stack.top() {
            let palette = Picker::of_commands(
                top.scope(),
                &self.obstacles(),
                self.look.lang,
                self.body().1,
            );
            self.stack.push(Box::new(palette));
        }
    }

    fn with_top(
        &mut self,
        act: impl FnOnce(&mut dyn Screen, &mut Context) -> Result<Nav>,
    ) -> Result<Flow> {
        let Some(mut top) = self.stack.layers.pop() else {
            return Ok(Flow::Leave);
        };
        let nav = act(top.screen.as_mut(), &mut self.context());
        self.bell |= top.screen.takes_bell();
        self.stack.layers.push(top);
        self.follow(nav?)
    }

    fn follow(&mut self, nav: Nav) -> Result<Flow> {
        match nav {
            Nav::Stay => Ok(Flow::Go),
            Nav::Push(screen) => {
                self.stack.push(screen);
                Ok(Flow::Go)
            }
            Nav::Ask(topic, screen) => {
                self.stack.ask(topic, screen);
                Ok(Flow::Go)
            }
            Nav::Replace(screen) => {
                self.stack.pop();
                self.stack.push(screen);
                Ok(Flow::Go)
            }
            Nav::Pop => self.pop(None),
            Nav::Answer(answer) => self.pop(Some(answer)),
            Nav::Start(order) => {
                self.start_order(*order);
                Ok(Flow::Go)
            }
            Nav::Found(answer) => self.with_top(|_, context| match Found::of_answer(&answer) {
                Some(found) => found::open(found, context),
                None => Ok(Nav::Stay),
            }),
        }
    }

    fn pop(&mut self, answer: Option<Answer>) -> Result<Flow> {
        let topic = self.stack.pop();
        if self.stack.layers.is_empty() {
            return Ok(Flow::Leave);
        }
        // The window or the ledger may have changed while another screen was on top.
        let refreshed =
            self.with_top(|screen, context| screen.refresh(context).map(|()| Nav::Stay));
        match (answer, topic) {
            (Some(Answer::Run(command)), _) => {
                let scope = self.stack.top().map(Screen::scope);
                let found =
                    scope.and_then(|scope| command::in_scope(scope).find(|d| d.command == command));
                found.map_or(Ok(Flow::Go), |definition| self.run(definition))
            }
            (Some(Answer::At(at)), Some(QuestionTopic::Task(tasks))) => match tasks.get(at) {
                Some(task) => self.open_task(*task),
                None => Ok(Flow::Go),
            },
            (Some(answer), Some(topic)) => {
                self.with_top(|screen, context| screen.answer(topic, answer, context))
            }
            _ => refreshed,
        }
    }
}
