//! `snapshot`: one checked file of what the ledger holds now.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use clap::Args;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, output};
use crate::i18n::{Doing, Lang, Say, SnapshotFault, SnapshotMsg};
use crate::store::snapshot::{self, Error, Progress, Rotated};
use crate::tui::text;

#[derive(Args)]
pub(super) struct SnapshotArgs {
    /// 新文件，或已有的目录：名字由程序起 / a new file, or a directory that is there, where it gets a generated name
    out: PathBuf,
    /// 目录里只留本台账最近的 N 份 / keep the N newest snapshots of this ledger in the directory
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

pub(super) fn run(args: &SnapshotArgs, context: &Context) -> Outcome<Exit> {
    let doing = || Doing::Snapshot { path: shown(&args.out) };
    let failed = |error| Failure::snapshot(doing(), error);
    if args.keep.is_some() && !args.out.is_dir() {
        return Err(failed(Error::Refused(SnapshotFault::KeepNeedsFolder)));
    }
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let mut line = ProgressLine::new(context.lang);
    let made = snapshot::make(&context.db, &args.out, &signals.cancel, |progress| line.show(progress));
    line.clear();
    let made = made.map_err(|error| {
        let mut failure = failed(error);
        failure.exit = signals.exit(failure.exit);
        failure
    })?;
    let say = |message: SnapshotMsg| output::print_line(&message.say(context.lang));
    say(SnapshotMsg::Made { path: shown(&made.path) })?;
    say(SnapshotMsg::Sha { sha: made.sha256.clone() })?;
    say(SnapshotMsg::Receipt { code: made.receipt.to_string() })?;
    let Some(keep) = args.keep else { return Ok(Exit::Done) };
    for old in snapshot::rotate(&made, usize::try_from(keep).unwrap_or(usize::MAX)).map_err(failed)? {
        say(match old {
            Rotated::Removed(path) => SnapshotMsg::Removed { path: shown(&path) },
            Rotated::Kept(path, detail) => SnapshotMsg::NotRemoved { path: shown(&path), detail },
        })?;
    }
    Ok(Exit::Done)
}

/// The signals that cancel; a snapshot takes its half-made files away before the program ends.
struct Signals {
    cancel: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    fn watch() -> std::io::Result<Self> {
        let signals = Self { cancel: Arc::default(), which: Arc::default() };
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.which), number)?;
            flag::register(signal, Arc::clone(&signals.cancel))?;
        }
        Ok(signals)
    }

    /// The code of a run that was cancelled tells by which signal, as a shell does.
    fn exit(&self, exit: Exit) -> Exit {
        let signal = i32::try_from(self.which.load(Ordering::Relaxed)).unwrap_or_default();
        match (exit, signal) {
            (Exit::Interrupted, SIGTERM) => Exit::Terminated,
            (Exit::Interrupted, SIGHUP) => Exit::HungUp,
            _ => exit,
        }
    }
}

/// A line on a terminal that is written over again and again; nothing where nobody looks.
struct ProgressLine {
    lang: Lang,
    shown: Option<Progress>,
}

impl ProgressLine {
    fn new(lang: Lang) -> Self {
        Self { lang, shown: None }
    }

    fn show(&mut self, progress: Progress) {
        if self.shown == Some(progress) || !stderr().is_terminal() {
            return;
        }
        self.clear();
        self.shown = Some(progress);
        let _ = write!(stderr(), "{}", progress.say(self.lang)).and_then(|()| stderr().flush());
    }

    fn clear(&mut self) {
        if let Some(progress) = self.shown.take() {
            let blank = " ".repeat(text::width(&progress.say(self.lang)));
            let _ = write!(stderr(), "\r{blank}\r");
        }
    }
}
