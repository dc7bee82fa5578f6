//! Progress on standard error, and Ctrl-C.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::i18n::{Lang, PreviewMsg, Say};
use crate::transfer::import::Go;

/// What a shell says of a program that was stopped at the keyboard.
const INTERRUPTED: i32 = 130;

/// Watches over work that takes long.
pub(super) struct Watch {
    stopped: Arc<AtomicBool>,
    lang: Lang,
    shows: bool,
}

impl Watch {
    /// From now on the first Ctrl-C asks to stop, so that nothing is left half done, and the second one stops at once.
    /// Where signals cannot be caught Ctrl-C ends the program, and the transaction with it.
    pub(super) fn begin(lang: Lang) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let _ = flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&stopped));
        let _ = flag::register(SIGINT, Arc::clone(&stopped));
        Self { stopped, lang, shows: io::stderr().is_terminal() }
    }

    /// Shows how far it is; whether it goes on.
    pub(super) fn at(&self, rows: usize) -> Go {
        if self.shows && rows > 0 {
            show(&PreviewMsg::Progress { rows }.say(self.lang));
        }
        if self.stopped.load(Ordering::Relaxed) { Go::Stop } else { Go::On }
    }

    /// Takes the progress away.
    pub(super) fn end(&self) {
        if self.shows {
            show("");
        }
    }
}

/// One line in place of the last one. Nothing is lost with a progress that cannot be shown.
fn show(line: &str) {
    let _ = write!(io::stderr().lock(), "\r\u{1B}[K{line}").and_then(|()| io::stderr().flush());
}
