//! The application: a stack of screens, the message line, and the dispatch of keys through the
//! command table.

mod jobs;

use std::sync::Arc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::canvas::Canvas;
use super::carried::Carried;
use super::command::{self, Command, Definition, Scope};
use super::context::Context;
use super::job::{JobSender, SnapshotJob};
use super::look::Look;
use super::part::page::Page;
use super::part::picker::Picker;
use super::person::{Person, Start};
use super::question::Answer;
use super::screen::{Nav, Screen};
use super::screens::home::Home;
use super::screens::second_entry::queue::Queue;
use super::screens::shortfalls::Shortfalls;
use super::stack::Stack;
use super::terminal::input::{Input, Key};
use super::text;
use crate::i18n::{ClockMsg, Lang, Say, ScreenMsg, SnapshotMsg, Text};
use crate::store::{Result, Store};

/// The smallest window that can be worked in.
const SMALLEST: (u16, u16) = (40, 10);

/// The screens that say so when another program changed what they list.
const LISTS: [Scope; 6] = [
    Scope::Home,
    Scope::List,
    Scope::Shortfalls,
    Scope::Records,
    Scope::Record,
    Scope::Queue,
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
    job: Option<SnapshotJob>,
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
        let seen_version = store.data_version()?;
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
        };
        let first: Box<dyn Screen> = match start {
            Start::Matrix => Box::new(Home::new(&mut app.context())?),
            Start::Shortfalls => Box::new(Shortfalls::first(&mut app.context())?),
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
    pub fn update(&mut self, input: Input) -> Flow {
        if !matches!(input, Input::Resize(..)) {
            // A new size is no answer to a note.
            self.note = None;
        }
        let done = match input {
            Input::Key(key) => self.key(key),
            Input::Text(typed) => self.with_top(|screen, context| screen.text(&typed, context)),
            Input::Paste(pasted) => self.with_top(|screen, context| screen.paste(&pasted, context)),
            Input::Resize(columns, rows) => {
                self.size = (columns, rows);
                self.with_top(|screen, context| screen.refresh(context).map(|()| Nav::Stay))
            }
        };
        let flow = done.unwrap_or_else(|error| {
            self.note = Some(Box::new(error));
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
                self.note = Some(Box::new(error));
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
                Err(error) => self.note = Some(Box::new(error)),
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
        let there = self.stack.top().map(Screen::obstacles).unwrap_or_default();
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
            Command::Back if self.cancels_snapshot() => self.say(SnapshotMsg::Cancelling),
            other => return self.with_top(|screen, context| screen.command(other, context)),
        }
        Ok(Flow::Go)
    }

    /// Cancels the snapshot, if one is being made and no other screen is on top for which Esc means
    /// something.
    fn cancels_snapshot(&self) -> bool {
        let running = self.job.as_ref().filter(|_| self.stack.layers.len() == 1);
        running.map(SnapshotJob::cancel).is_some()
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
            if top.scope() == Scope::Page {
                return;
            }
            let page = Page::help(top, self.body());
            self.stack.push(Box::new(page));
        }
    }

    fn open_palette(&mut self) {
        if let Some(top) = self.stack.top() {
            let palette =
                Picker::of_commands(top.scope(), &top.obstacles(), self.look.lang, self.body().1);
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
            Nav::Leave => Ok(self.leave()),
            Nav::Pop => self.pop(None),
            Nav::Answer(answer) => self.pop(Some(answer)),
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
            (Some(answer), Some(topic)) => {
                self.with_top(|screen, context| screen.answer(topic, answer, context))
            }
            _ => refreshed,
        }
    }

    /// Draws the top screen; where the cursor is to be.
    #[must_use]
    pub fn view(&self, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        let mut cursor = None;
        let mut canvas = Canvas::new(buffer, area, &mut cursor, self.look);
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            for (row, line) in text::wrap(&ScreenMsg::TooSmall.say(self.look.lang), canvas.width())
                .iter()
                .enumerate()
            {
                canvas.put(0, row, usize::MAX, line, Style::new());
            }
            return cursor;
        }
        let height = canvas.height();
        if let Some(screen) = self.stack.top() {
            self.title(&mut canvas.rows(0, 1), screen);
            screen.view(&mut canvas.rows(1, height - 3));
            self.hints(&mut canvas.rows(height - 1, 1), screen);
        }
        if let Some(note) = &self.note {
            let words = note.say(self.look.lang);
            canvas.line(height - 2, &words, self.look.heading());
        }
        cursor
    }

    fn title(&self, canvas: &mut Canvas, screen: &dyn Screen) {
        let lang = self.look.lang;
        let program = ScreenMsg::Program.say(lang);
        let mut right = self.person.name.clone();
        if self.person.demo {
            right = format!("{}  {right}", ScreenMsg::DemoMark.say(lang));
        }
        canvas.line(0, "", self.look.bar());
        let room = text::width(&canvas.safe(&right)) + 1;
        // Who sits there matters less than where they are.
        let column = canvas
            .width()
            .saturating_sub(room)
            .max(canvas.width() * 2 / 3);
        canvas.put(
            0,
            0,
            column - 1,
            &format!(" {program}  {}", screen.title(lang)),
            self.look.bar(),
        );
        canvas.put(column, 0, room, &right, self.look.bar());
    }

    /// The hint bar: as many commands as fit, the most important first.
    fn hints(&self, canvas: &mut Canvas, screen: &dyn Screen) {
        canvas.line(0, "", self.look.bar());
        let mut column = 1;
        for definition in command::hints(screen.scope()) {
            let key = definition
                .keys
                .first()
                .map(|key| command::key_name(*key))
                .unwrap_or_default();
            let words = format!("{key} {}", definition.label.say(self.look.lang));
            let width = text::width(&words);
            if column + width < canvas.width() {
                column = canvas.put(column, 0, width, &words, self.look.bar()) + 2;
            }
        }
    }

    /// The whole area as text, for tests and for the documents.
    #[must_use]
    pub fn screen_text(&self, area: Rect) -> (String, Option<Position>) {
        let mut buffer = Buffer::empty(area);
        let cursor = self.view(&mut buffer);
        let mut lines = Vec::new();
        for y in 0..area.height {
            let mut line = String::new();
            let mut x = 0;
            while x < area.width {
                let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
                line.push_str(symbol);
                // The second cell of a wide character holds nothing of its own.
                x += u16::try_from(text::width(symbol)).unwrap_or(1).max(1);
            }
            lines.push(line.trim_end().to_owned());
        }
        (lines.join("\n"), cursor)
    }
}
