//! Shows what arrives from the keyboard, through the terminal layer of the application. For trying out a terminal,
//! and driven by the tests in `tests/terminal.rs`.
//!
//! Ctrl-Q leaves, Ctrl-L repaints, Ctrl-X panics in another thread. With `KEYS_STUCK` set it does not leave when it
//! is told to, as if saving took for ever. `KEYS_LEDGER` names a ledger beside which a panic is noted.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use ratatui::Frame;
use ratatui::text::{Line, Text};
use taizhang::cli::report_panics;
use taizhang::store::ProblemLog;
use taizhang::tui::terminal::events::{Event, drain, read_keys, watch_signals};
use taizhang::tui::terminal::input::{Code, Input, Key};
use taizhang::tui::terminal::probe::Probe;
use taizhang::tui::terminal::{HangUp, OpenError, Options, Session};
use taizhang::tui::text::{fit, width};

const HUNG_UP: u8 = 129;
const TERMINATED: u8 = 143;

/// What is on the screen.
struct Seen {
    probe: Probe,
    characters: usize,
    inputs: Vec<String>,
}

fn main() -> ExitCode {
    report_panics(
        env::var_os("KEYS_LEDGER").and_then(|ledger| ProblemLog::beside(ledger.as_ref(), "keys")),
    );
    match run() {
        Ok(code) => code,
        // There is nobody to tell.
        Err(error) if error.is::<HangUp>() => ExitCode::from(HUNG_UP),
        Err(error) => {
            let _ = writeln!(io::stderr(), "keys: {error}");
            ExitCode::from(if error.is::<OpenError>() { 2 } else { 1 })
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let (sender, receiver) = mpsc::channel::<Event<()>>();
    watch_signals(sender.clone())?;
    let mut session = Session::open(Options::default())?;
    let line = session.probe().line;
    read_keys(sender, session.take_typed_ahead(), line)?;
    let mut seen = Seen {
        probe: session.probe(),
        characters: 0,
        inputs: Vec::new(),
    };
    session.draw(|frame| show(&seen, frame))?;
    while let Some(events) = drain(&receiver) {
        for event in events {
            if let Some(code) = handle(event, &mut seen, &mut session)? {
                let written = session.written();
                drop(session);
                if code == ExitCode::SUCCESS {
                    writeln!(
                        io::stdout(),
                        "frames={} writes={}",
                        written.frames,
                        written.writes
                    )?;
                }
                return Ok(code);
            }
        }
        session.draw(|frame| show(&seen, frame))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes an event in. Returns the exit code if it ends the program.
fn handle(
    event: Event<()>,
    seen: &mut Seen,
    session: &mut Session,
) -> Result<Option<ExitCode>, Box<dyn Error>> {
    match event {
        Event::HangUp | Event::Terminate if env::var_os("KEYS_STUCK").is_some() => loop {
            thread::park();
        },
        Event::HangUp => return Ok(Some(ExitCode::from(HUNG_UP))),
        Event::Terminate => return Ok(Some(ExitCode::from(TERMINATED))),
        Event::Message(()) => {}
        Event::Input(Input::Key(Key {
            code: Code::Char('q'),
            ctrl: true,
        })) => return Ok(Some(ExitCode::SUCCESS)),
        Event::Input(Input::Key(Key {
            code: Code::Char('l'),
            ctrl: true,
        })) => session.redraw_all()?,
        Event::Input(Input::Key(Key {
            code: Code::Char('x'),
            ctrl: true,
        })) => fail(),
        Event::Input(input) => take(&input, seen),
    }
    Ok(None)
}

fn take(input: &Input, seen: &mut Seen) {
    if let Input::Text(text) | Input::Paste(text) = input {
        seen.characters += text.chars().count();
    }
    seen.inputs.push(format!("{input:?}"));
}

/// Panics where nobody joins.
fn fail() {
    thread::spawn(|| {
        let nothing: [u8; 0] = [];
        nothing[std::hint::black_box(0)]
    });
}

fn show(seen: &Seen, frame: &mut Frame<'_>) {
    let area = frame.area();
    let cells = usize::from(area.width);
    let mut lines = vec![
        format!(
            "utf8 {:?}, ambiguous {:?}",
            seen.probe.utf8, seen.probe.ambiguous
        ),
        format!(
            "{} inputs, {} characters",
            seen.inputs.len(),
            seen.characters
        ),
    ];
    let room = usize::from(area.height).saturating_sub(lines.len());
    lines.extend(
        seen.inputs
            .iter()
            .skip(seen.inputs.len().saturating_sub(room))
            .cloned(),
    );
    let lines: Vec<String> = lines.iter().map(|line| fit(line, cells)).collect();
    let column = lines
        .last()
        .map_or(0, |line| width(line))
        .min(cells.saturating_sub(1));
    let row = lines.len().min(usize::from(area.height)).saturating_sub(1);
    let text: Text<'_> = lines.iter().map(|line| Line::from(line.as_str())).collect();
    frame.render_widget(text, area);
    frame.set_cursor_position((
        u16::try_from(column).unwrap_or(0),
        u16::try_from(row).unwrap_or(0),
    ));
}
