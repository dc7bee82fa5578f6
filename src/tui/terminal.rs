//! The terminal layer: one session on one terminal, from raw mode to the last restored byte.
//!
//! [`Session`] owns the device and draws; [`events`] turns bytes and signals into one channel of
//! events; [`input`] makes keys of bytes; [`probe`] asks once what the terminal is like; [`frames`]
//! and [`backend`] send every frame whole. Nothing here ticks: without a key, a signal or a message
//! of the application, no thread wakes and no byte is sent, or the server could not notice that a
//! line is dead.

pub mod backend;
mod cells;
pub mod events;
pub mod frames;
pub mod input;
pub mod probe;
mod tty;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};
use thiserror::Error;

use self::backend::FrameBackend;
use self::frames::Written;
use self::input::Line;
use self::probe::{Ambiguous, Probe};
use self::tty::Tty;

/// Alternate screen, cleared for the terminals that have none, bracketed paste, and no reports of
/// mouse and focus: a program that was killed may have left those on.
const ENTER: &[u8] =
    b"\x1b[?1049h\x1b[H\x1b[2J\x1b[?2004h\x1b[?9;1000;1001;1002;1003;1004;1005;1006;1015;1016l";
/// Undoes whatever may be in force, in the middle of a frame too: synchronized update, attributes,
/// bracketed paste, hidden cursor, alternate screen.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Makes a terminal that knows the kitty keyboard protocol tell apart the keys that look the same
/// otherwise, Esc above all, and say which key of a Latin keyboard was pressed.
const TELL_KEYS: &[u8] = b"\x1b[>5u";
/// Undoes it, on the alternate screen: each screen has its own.
const UNTELL_KEYS: &[u8] = b"\x1b[<u";

/// Whether the terminal was made to tell keys apart.
static TELLS_KEYS: AtomicBool = AtomicBool::new(false);
/// Whether there is a terminal to restore. Global, because a panic in any thread has to restore it.
static OPEN: AtomicBool = AtomicBool::new(false);

/// How to open a session.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The width of ambiguous characters if it is already known, from a setting for example. It is
    /// asked otherwise.
    pub ambiguous: Option<Ambiguous>,
}

/// Why a session could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Standard input or output is no terminal. Nothing was written.
    #[error("standard input and output must be a terminal")]
    NotATerminal,
    /// The terminal refused. It is restored as far as possible.
    #[error("the terminal cannot be set up: {0}")]
    Io(#[from] io::Error),
}

/// The terminal is gone: save what is typed, and leave without a word.
#[derive(Debug, Error)]
#[error("the terminal is gone: {0}")]
pub struct HangUp(#[from] io::Error);

/// The terminal while the application has it. Dropping it gives the terminal back as it was.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<FrameBackend<Tty>>,
    probe: Probe,
    typed_ahead: Vec<u8>,
}

impl Session {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste; asks what it is like,
    /// for at most one second. A hook for panics has to give it back: [`give_back`].
    ///
    /// # Errors
    /// If standard input or output is no terminal, or it is gone already.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            return Err(OpenError::NotATerminal);
        }
        // Under NO_COLOR crossterm drops reverse and bold too, and the selection with them. The
        // theme obeys NO_COLOR instead, by using no colours.
        crossterm::style::force_color_output(true);
        OPEN.store(true, Ordering::SeqCst);
        Self::set_up(options).map_err(|error| {
            give_back();
            OpenError::Io(error)
        })
    }

    fn set_up(options: Options) -> io::Result<Self> {
        enable_raw_mode()?;
        Tty.write_all(ENTER)?;
        let (probe, typed_ahead) = if is_dumb() {
            (
                Probe {
                    ambiguous: options.ambiguous.unwrap_or_default(),
                    line: Line::UNKNOWN,
                    ..Probe::default()
                },
                Vec::new(),
            )
        } else {
            probe::run(&mut Tty, options.ambiguous)?
        };
        if probe.line.tells_keys {
            TELLS_KEYS.store(true, Ordering::SeqCst);
            Tty.write_all(TELL_KEYS)?;
        }
        let terminal = Terminal::new(FrameBackend::new(Tty, tty::size()?))?;
        Ok(Self {
            terminal,
            probe,
            typed_ahead,
        })
    }

    /// What the terminal is like.
    #[must_use]
    pub const fn probe(&self) -> Probe {
        self.probe
    }

    /// The bytes that were typed before the session could listen, once: they belong to
    /// [`events::read_keys`].
    #[must_use]
    pub fn take_typed_ahead(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.typed_ahead)
    }

    /// Columns and rows of the window.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.terminal
            .size()
            .map_or((0, 0), |size| (size.width, size.height))
    }

    /// Draws what changed, in one write; nothing if nothing did. The cursor is hidden unless
    /// `render` places it.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> Result<(), HangUp> {
        self.terminal.backend_mut().set_size(tty::size()?);
        self.terminal.draw(render)?;
        Ok(())
    }

    /// Makes the terminal beep with the next draw, in the same write.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn ring(&mut self) -> Result<(), HangUp> {
        Ok(self.terminal.backend_mut().ring()?)
    }

    /// Forgets what the terminal shows, so that the next draw repaints all of it. Unlike ratatui's
    /// `clear` it asks the terminal nothing.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn redraw_all(&mut self) -> Result<(), HangUp> {
        let size = tty::size()?;
        self.terminal.backend_mut().set_size(size);
        self.terminal.resize(Rect::from(size))?;
        Ok(())
    }

    /// What was sent so far, for budgets.
    #[must_use]
    pub fn written(&self) -> Written {
        self.terminal.backend().written()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

/// A terminal that says of itself that it understands no control sequences.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Gives the terminal back if it was taken. Fixed bytes, and whatever fails is ignored: there may
/// be nobody left. Returns whether there was anything to restore. It never panics itself.
pub fn give_back() -> bool {
    let was_open = OPEN.swap(false, Ordering::SeqCst);
    if was_open {
        if TELLS_KEYS.swap(false, Ordering::SeqCst) {
            let _ = Tty.write_all(UNTELL_KEYS);
        }
        let _ = Tty.write_all(LEAVE);
        let _ = disable_raw_mode();
    }
    was_open
}
