//! How far a command is, on standard error, and what ends it early.

use std::cell::RefCell;
use std::fs;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::failure::{Exit, Failure};
use crate::i18n::{Lang, Say};
use crate::tui::text;

/// What a shell says of a program that was stopped at the keyboard.
const INTERRUPTED: i32 = 130;

/// The signals that cancel; a command takes its half-made files away before the program ends.
pub(super) struct Signals {
    /// Set once one has come.
    pub(super) cancel: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    pub(super) fn watch() -> std::io::Result<Self> {
        let signals = Self {
            cancel: Arc::default(),
            which: Arc::default(),
        };
        // Whoever presses Ctrl-C once more does not want to wait.
        flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&signals.cancel))?;
        let ignored = ignored();
        for signal in [SIGINT, SIGTERM, SIGHUP]
            .into_iter()
            .filter(|signal| ignored >> (signal - 1) & 1 == 0)
        {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.which), number)?;
            flag::register(signal, Arc::clone(&signals.cancel))?;
        }
        Ok(signals)
    }

    /// Returns whether one has come.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Returns the failure of a run that was cancelled, with the code that tells by which signal,
    /// as a shell does.
    pub(super) fn told(&self, mut failure: Failure) -> Failure {
        let signal = i32::try_from(self.which.load(Ordering::Relaxed)).unwrap_or_default();
        failure.exit = match (failure.exit, signal) {
            (Exit::Interrupted, SIGTERM) => Exit::Terminated,
            (Exit::Interrupted, SIGHUP) => Exit::HungUp,
            (exit, _) => exit,
        };
        failure
    }
}

/// Returns the signals that whoever started the program wants it to ignore, as `nohup` does, a bit
/// each. Only Linux tells.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}

/// A line on a terminal that is written over again and again; nothing where nobody looks.
pub(super) struct ProgressLine<P> {
    lang: Lang,
    shown: RefCell<Option<P>>,
}

impl<P: Say + PartialEq> ProgressLine<P> {
    pub(super) const fn new(lang: Lang) -> Self {
        Self {
            lang,
            shown: RefCell::new(None),
        }
    }

    pub(super) fn show(&self, progress: P) {
        if self.shown.borrow().as_ref() == Some(&progress) || !stderr().is_terminal() {
            return;
        }
        self.clear();
        let _ = write!(stderr(), "{}", progress.say(self.lang)).and_then(|()| stderr().flush());
        self.shown.replace(Some(progress));
    }

    pub(super) fn clear(&self) {
        if let Some(progress) = self.shown.take() {
            let blank = " ".repeat(text::width(&progress.say(self.lang)));
            let _ = write!(stderr(), "\r{blank}\r");
        }
    }
}
