//! How a command fails: one line that says what was being done, on what, and what to do next; and
//! an exit code.

use std::fmt::Debug;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::ExitCode;

use crate::domain::text::width;
use crate::i18n::{
    CauseMsg, CliFault, CliTask, Failed, Lang, LedgerFault, PlainMsg, Say, Text, named,
};
use crate::store::hub::HubError;
use crate::store::share::merge;
use crate::store::{Cause, FileError, ProblemLog, StoreError, Trouble, variant_in_words};
use crate::transfer::export::ExportError;
use crate::transfer::import::ImportError;
use crate::transfer::report::ReportError;
use crate::tui::text;

/// The most columns of a message.
const WIDEST: usize = 1_000;

/// What the program says to whoever started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    Done,
    /// A check found something.
    Found,
    /// Bad usage or bad input; nothing was written.
    BadInput,
    /// The ledger cannot be used.
    BadLedger,
    /// Somebody stopped it at the keyboard; nothing was made.
    Interrupted,
    /// The terminal is gone.
    HungUp,
    /// The program was told to end.
    Terminated,
}

impl Exit {
    /// The code of a panic, as Rust's own.
    pub(super) const PANIC: i32 = 101;
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::BadInput => 2,
            Exit::BadLedger => 3,
            // As a shell tells it: 128 and the number of the signal.
            Exit::Interrupted => 130,
            Exit::HungUp => 129,
            Exit::Terminated => 143,
        })
    }
}

/// What ends a command.
pub(super) struct Failure {
    pub(super) exit: Exit,
    doing: CliTask,
    what: Box<dyn Say>,
    cause: Cause,
}

impl Failure {
    /// Bad input.
    pub(super) fn input(doing: CliTask, what: impl Say + Debug + 'static) -> Self {
        Self {
            exit: Exit::BadInput,
            doing,
            cause: Cause::of_variant(&what),
            what: Box::new(what),
        }
    }

    /// What somebody stopped at the keyboard.
    pub(super) fn interrupted(doing: CliTask, what: impl Say + Debug + 'static) -> Self {
        Self {
            exit: Exit::Interrupted,
            ..Self::input(doing, what)
        }
    }

    /// Returns it with a cause that is known better.
    pub(super) fn caused_by(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// Returns what the store says. That a file exists is no fault of the ledger.
    pub(super) fn store(doing: CliTask, error: StoreError) -> Self {
        let exit = match &error {
            StoreError::Ledger(LedgerFault::Exists, _) | StoreError::Refused(_) => Exit::BadInput,
            StoreError::Ledger(..) => Exit::BadLedger,
        };
        Self {
            exit,
            doing,
            cause: error.cause(),
            what: Box::new(error),
        }
    }

    /// Returns what kept forms from being saved, which are drafts now.
    pub(super) fn not_saved(doing: CliTask, error: StoreError, count: usize) -> Self {
        let why = Text::of(&error);
        Self {
            what: Box::new(PlainMsg::NotSavedFor { count, why }),
            ..Self::store(doing, error)
        }
    }

    /// Returns what keeps a snapshot from being made, verified or restored.
    pub(super) fn snapshot(doing: CliTask, error: FileError) -> Self {
        let exit = match &error {
            FileError::Store(error) => return Self::store(doing, error.clone()),
            FileError::Refused(_) | FileError::System(..) => Exit::BadInput,
            FileError::Unusable(_) => Exit::BadLedger,
            FileError::Cancelled => Exit::Interrupted,
        };
        Self {
            exit,
            doing,
            cause: error.cause(),
            what: Box::new(error),
        }
    }

    /// Returns what keeps a file from being merged.
    pub(super) fn merge(doing: CliTask, error: merge::MergeError) -> Self {
        match error {
            merge::MergeError::File(error) => Self::snapshot(doing, error),
            error @ merge::MergeError::Cancelled => Self::interrupted(doing, error),
            error @ (merge::MergeError::Refused(_) | merge::MergeError::Outside { .. }) => {
                Self::input(doing, error)
            }
        }
    }

    /// Returns what keeps something from being done with a hub.
    pub(super) fn hub(doing: CliTask, error: HubError) -> Self {
        match error {
            HubError::Hub(fault, cause) => Self::input(doing, fault).caused_by(cause),
            HubError::Merge(error) => Self::merge(doing, error),
            error @ HubError::Cancelled => Self::interrupted(doing, error),
        }
    }

    /// Returns what the system says of a file that is not the ledger.
    pub(super) fn io(doing: CliTask, error: &io::Error) -> Self {
        let what = match Trouble::of(error) {
            Trouble::Absent => CliFault::NoSuchFile,
            Trouble::Denied => CliFault::Denied,
            Trouble::Full => CliFault::DiskFull,
            Trouble::TooManyFiles => CliFault::TooManyFiles,
            Trouble::Other if error.kind() == ErrorKind::IsADirectory => CliFault::IsFolder,
            Trouble::Exists | Trouble::Other => CliFault::Other {
                detail: error.to_string(),
            },
        };
        let cause = Cause::of_io(error);
        Self::input(doing, what).caused_by(cause)
    }

    pub(super) fn import(doing: CliTask, error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => Self::store(doing, error),
            ImportError::Stopped => Self {
                exit: Exit::Interrupted,
                ..Self::input(doing, error)
            },
            error => Self::input(doing, error),
        }
    }

    pub(super) fn export(doing: CliTask, error: ExportError) -> Self {
        match error {
            ExportError::Store(error) => Self::store(doing, error),
            ExportError::Report(error) => Self::report(doing, error),
            ExportError::Io(error) if error.kind() == ErrorKind::NotFound => {
                Self::input(doing, CliFault::NoSuchFolder).caused_by(Cause::of_io(&error))
            }
            ExportError::Io(error) => Self::io(doing, &error),
            ExportError::Cancelled => Self {
                exit: Exit::Interrupted,
                ..Self::input(doing, error)
            },
            ExportError::Refused(_) => Self::input(doing, error),
        }
    }

    pub(super) fn report(doing: CliTask, error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => Self::store(doing, error),
            error @ ReportError::Refused(_) => Self::input(doing, error),
        }
    }

    /// Returns what a screen says of it. `files` are those whose paths it may name.
    pub(super) fn words(&self, files: &[&Path]) -> Failed {
        let [doing, why] = [Text::of(&self.doing), Text::of(&self.what)];
        let by_name = |mut doing: String| {
            for file in files.iter().filter(|file| file.file_name().is_some()) {
                let name = Path::new(file.file_name().unwrap_or_default());
                doing = doing.replace(&shown(file), &shown(name));
            }
            doing
        };
        let said = |doing: Text| Text {
            zh: named(&doing.zh, &why.zh, Lang::Zh),
            en: named(&doing.en, &why.en, Lang::En),
        };
        Failed {
            all: said(doing.clone()),
            by_name: said(Text {
                zh: by_name(doing.zh),
                en: by_name(doing.en),
            }),
            why,
        }
    }

    /// Returns what lies under it.
    pub(super) fn cause(&self) -> Cause {
        self.cause.clone()
    }

    /// Returns the one line.
    pub(super) fn line(&self, lang: Lang) -> String {
        let said = named(&self.doing.say(lang), &self.what.say(lang), lang);
        let line = format!("taizhang: {said}");
        // A value in it may be of any length.
        width::shortened(&text::clean(&line.replace('\r', " ")), WIDEST).into_owned()
    }

    /// Returns the line for whoever looks into it: what was being done, and what lies under it.
    pub(super) fn cause_line(&self, lang: Lang) -> String {
        let cause = CauseMsg::Line {
            operation: self.operation(),
            cause: self.cause.to_string(),
        };
        format!("taizhang: {}", cause.say(lang))
    }

    /// Adds it to the log beside the ledger, unless somebody only stopped the command.
    pub(super) fn note_in(&self, log: &ProblemLog) {
        if matches!(self.exit, Exit::BadInput | Exit::BadLedger) {
            log.add(&self.operation(), &self.cause);
        }
    }

    /// Returns what was being done, in words of the program and without its paths.
    fn operation(&self) -> String {
        variant_in_words(&self.doing)
    }
}

/// The result of a part of a command.
pub(super) type CliResult<T> = Result<T, Failure>;

/// Returns a path in a message.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
