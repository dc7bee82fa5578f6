//! Runs the screens over a terminal until the person leaves or the terminal is gone.

use std::io;
use std::sync::mpsc;

use super::app::{App, Flow};
use super::job::JobEvent;
use super::look::{Look, Theme};
use super::person::{Person, Start};
use super::task::Desk;
use super::terminal::events::{self, Event};
use super::terminal::probe::Utf8;
use super::terminal::{HangUp, OpenError, Options, Session};
use crate::i18n::Lang;
use crate::store::{Store, StoreError};

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

/// Runs the screens until the person leaves or the terminal is gone. What is typed is in a draft by
/// then. What is ordered on the screens is carried out by `desk`.
///
/// # Errors
/// When standard input or output is not a terminal, it cannot be set up, or the ledger cannot be
/// read.
pub fn run(
    store: Store,
    person: Person,
    lang: Lang,
    start: Start,
    desk: Option<Desk>,
) -> Result<Ending, RunError> {
    let (sender, receiver) = mpsc::channel::<Event<JobEvent>>();
    events::watch_signals(sender.clone()).map_err(RunError::Threads)?;
    let mut session = Session::open(Options::default()).map_err(RunError::Terminal)?;
    let probe = session.probe();
    if probe.utf8 == Utf8::No {
        return Err(RunError::NotUtf8);
    }
    let job_events = sender.clone();
    events::read_keys(sender, session.take_typed_ahead(), probe.line).map_err(RunError::Threads)?;
    let look = Look {
        lang,
        ambiguous: probe.ambiguous,
        theme: Theme::of_environment(),
    };
    let size = session.size();
    let day = store.today();
    let mut app = App::begin(store, person, look, day, size, start).map_err(RunError::Store)?;
    if let Some(desk) = desk {
        app.set_desk(desk);
    }
    app.set_job_sender(move |event| drop(job_events.send(Event::Message(event))));
    app.start_first();
    Ok(serve(&mut session, &mut app, &receiver).unwrap_or(Ending::HungUp))
}

fn serve(
    session: &mut Session,
    app: &mut App,
    receiver: &mpsc::Receiver<Event<JobEvent>>,
) -> Result<Ending, HangUp> {
    draw(session, app)?;
    while let Some(events) = next_events(app, receiver) {
        let is_new = !events.is_empty() || app.work();
        for event in events {
            match event {
                Event::HangUp => return Ok(Ending::HungUp),
                Event::Terminate => return Ok(Ending::Terminated),
                Event::Message(event) => app.job_event(event),
                Event::Input(input) => match app.update(&input) {
                    Flow::Go => {}
                    Flow::Redraw => session.redraw_all()?,
                    Flow::Leave => return Ok(Ending::Left),
                },
            }
        }
        if is_new {
            draw(session, app)?;
        }
    }
    Ok(Ending::HungUp)
}

/// Waits for events, or takes those that are there while the screen has work to do.
fn next_events(
    app: &App,
    receiver: &mpsc::Receiver<Event<JobEvent>>,
) -> Option<Vec<Event<JobEvent>>> {
    if app.is_at_work() {
        events::take_queued(receiver)
    } else {
        events::drain(receiver)
    }
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
