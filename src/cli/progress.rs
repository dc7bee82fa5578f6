//! How far a command is, on standard error, and what ends it early.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::failure::Exit;
use crate::i18n::{Lang, Say};
use crate::tui::text;

/// The signals that cancel; a command takes its half-made files away before the program ends.
pub(super) struct Signals {
    /// Set once one has come.
    pub(super) cancel: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    pub(super) fn watch() -> std::io::Result<Self> {
        let signals = Self { cancel: Arc::default(), which: Arc::default() };
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.which), number)?;
            flag::register(signal, Arc::clone(&signals.cancel))?;
        }
        Ok(signals)
    }

    /// The code of a run that was cancelled tells by which signal, as a shell does.
    pub(super) fn exit(&self, exit: Exit) -> Exit {
        let signal = i32::try_from(self.which.load(Ordering::Relaxed)).unwrap_or_default();
        match (exit, signal) {
            (Exit::Interrupted, SIGTERM) => Exit::Terminated,
            (Exit::Interrupted, SIGHUP) => Exit::HungUp,
            _ => exit,
        }
    }
}

/// A line on a terminal that is written over again and again; nothing where nobody looks.
pub(super) struct ProgressLine<P> {
    lang: Lang,
    shown: Option<P>,
}

impl<P: Say + PartialEq> ProgressLine<P> {
    pub(super) const fn new(lang: Lang) -> Self {
        Self { lang, shown: None }
    }

    pub(super) fn show(&mut self, progress: P) {
        if self.shown.as_ref() == Some(&progress) || !stderr().is_terminal() {
            return;
        }
        self.clear();
        let _ = write!(stderr(), "{}", progress.say(self.lang)).and_then(|()| stderr().flush());
        self.shown = Some(progress);
    }

    pub(super) fn clear(&mut self) {
        if let Some(progress) = self.shown.take() {
            let blank = " ".repeat(text::width(&progress.say(self.lang)));
            let _ = write!(stderr(), "\r{blank}\r");
        }
    }
}
