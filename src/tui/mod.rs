//! The terminal application, and the only place with ratatui and crossterm. [`terminal`] is its lowest part: it
//! owns the device (raw mode, keys, frames, hang-ups) and knows nothing of ledgers; [`text`] is the only home of
//! widths. The screens stand on these two.

pub mod app;
pub mod canvas;
pub mod command;
mod job;
pub mod look;
pub mod plain;
pub mod screen;
pub mod terminal;
pub mod text;

use std::io;
use std::sync::mpsc;

use self::app::{App, Flow};
use self::look::{Look, Theme};
use self::screen::verify::Selection;
use self::terminal::events::{self, Event};
use self::terminal::probe::Utf8;
use self::terminal::{HangUp, OpenError, Options, Session};
use crate::i18n::Lang;
use crate::store::{Inspector, Store, StoreError};

pub use job::News;

/// What the person at the terminal is there for.
#[derive(Clone, Debug)]
pub enum Role {
    /// Runs the ledger: whoever starts the program without a command.
    Admin,
    /// Fills it.
    Clerk,
    /// Reviews it.
    Inspector(Reviewing),
}

/// Who sits at the terminal.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name that every change carries.
    pub name: String,
    /// What for.
    pub role: Role,
    /// Whether the ledger is one for trying out, so that every screen says so.
    pub demo: bool,
}

impl Person {
    /// What an inspector judges with; `None` for everybody else.
    #[must_use]
    pub const fn review(&self) -> Option<&Reviewing> {
        match &self.role {
            Role::Inspector(review) => Some(review),
            Role::Admin | Role::Clerk => None,
        }
    }
}

/// An inspector's session.
#[derive(Clone, Debug)]
pub struct Reviewing {
    /// What findings and verifications go through.
    pub inspector: Inspector,
    /// When the session before this one began, in UTC as changes have it; empty for the first.
    pub since: String,
}

/// What a session begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The matrix of places and minimums.
    #[default]
    Matrix,
    /// What falls short, for an inspector.
    Shortfalls,
    /// The records that a second person keys again.
    Verify(Selection),
}

/// How the screens ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person left.
    Left,
    /// The program was told to end.
    Terminated,
    /// The terminal is gone: nobody is there to be told anything.
    HungUp,
}

/// Why the screens could not run.
#[derive(Debug)]
pub enum RunError {
    /// Standard input or output is not a terminal that can be used.
    Terminal(OpenError),
    /// The terminal does not take UTF-8.
    NotUtf8,
    /// The ledger failed at the start.
    Store(StoreError),
    /// A thread could not be started.
    Threads(io::Error),
}

/// Runs the screens until the person leaves or the terminal is gone. What is typed is in a draft by then.
///
/// # Errors
/// When standard input or output is not a terminal, it cannot be set up, or the ledger cannot be read.
pub fn run(store: Store, person: Person, lang: Lang, start: Start) -> Result<Ending, RunError> {
    let (sender, receiver) = mpsc::channel::<Event<News>>();
    events::watch_signals(sender.clone()).map_err(RunError::Threads)?;
    let mut session = Session::open(Options::default()).map_err(RunError::Terminal)?;
    let probe = session.probe();
    if probe.utf8 == Utf8::No {
        return Err(RunError::NotUtf8);
    }
    let news = sender.clone();
    events::read_keys(sender, session.take_typed_ahead()).map_err(RunError::Threads)?;
    let look = Look { lang, ambiguous: probe.ambiguous, theme: Theme::of_environment() };
    let size = session.size();
    let day = store.today();
    let mut app = App::begin(store, person, look, day, size, start).map_err(RunError::Store)?;
    app.hear(move |told| drop(news.send(Event::Message(told))));
    Ok(serve(&mut session, &mut app, &receiver).unwrap_or(Ending::HungUp))
}

fn serve(session: &mut Session, app: &mut App, receiver: &mpsc::Receiver<Event<News>>) -> Result<Ending, HangUp> {
    draw(session, app)?;
    while let Some(events) = events::drain(receiver) {
        for event in events {
            match event {
                Event::HangUp => return Ok(Ending::HungUp),
                Event::Terminate => return Ok(Ending::Terminated),
                Event::Message(news) => app.news(news),
                Event::Input(input) => match app.update(input) {
                    Flow::Go => {}
                    Flow::Redraw => session.redraw_all()?,
                    Flow::Leave => return Ok(Ending::Left),
                },
            }
        }
        draw(session, app)?;
    }
    Ok(Ending::HungUp)
}

fn draw(session: &mut Session, app: &mut App) -> Result<(), HangUp> {
    if app.take_bell() {
        session.ring()?;
    }
    session.draw(|frame| {
        if let Some(position) = app.view(frame.buffer_mut()) {
            frame.set_cursor_position(position);
        }
    })
}
