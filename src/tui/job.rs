//! Slow work on a thread of its own, which tells the application how far it is.

mod proposed;
mod seen;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

pub use self::proposed::{
    ImportSetting, ProposedChoice, ProposedImport, ProposedLine, TriedImport,
};
pub use self::seen::Seen;
use crate::i18n::{Failed, Text};
use crate::store::Cause;

/// What a job tells the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEvent {
    /// How far it is.
    Progress(Text),
    /// How a file may be imported.
    Proposed(Box<ProposedImport>),
    /// It is done, or it is not.
    Done(JobResult),
}

/// What became of a job.
pub type JobResult = Result<JobDone, JobStopped>;

/// What came of a job that is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobDone {
    /// What is said in the message line.
    pub note: Text,
    /// What is shown; none where there is no more to say.
    pub page: Option<JobPage>,
    /// What a rehearsal looked at.
    pub seen: Option<Seen>,
}

/// A page to read, line by line in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobPage {
    /// In Chinese.
    pub zh: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

/// Why a job is not done. Nothing of it is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobStopped {
    /// Somebody cancelled it; how that is said.
    Cancelled(Text),
    /// It failed.
    Failed {
        /// What is said of it.
        words: Box<Failed>,
        /// What lies under it.
        cause: Cause,
    },
}

/// Takes news to the application; it may be called from any thread.
pub(super) type JobSender = Arc<dyn Fn(JobEvent) + Send + Sync>;

/// What a job asks and tells while it works.
pub struct JobWatch {
    /// Set once somebody wants it to end.
    pub cancel: Arc<AtomicBool>,
    tell: JobSender,
}

impl JobWatch {
    /// Returns whether somebody wants it to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Tells how far it is.
    pub fn tell(&self, step: Text) {
        (self.tell)(JobEvent::Progress(step));
    }

    /// Tells how a file may be imported.
    pub fn propose(&self, proposed: ProposedImport) {
        (self.tell)(JobEvent::Proposed(Box::new(proposed)));
    }
}

/// A job that is at work. Letting go of it cancels it and waits until nothing of it is left.
pub(super) struct Job {
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Job {
    pub(super) fn start(
        name: &str,
        tell: JobSender,
        work: impl FnOnce(&JobWatch) -> JobResult + Send + 'static,
    ) -> io::Result<Self> {
        let cancel: Arc<AtomicBool> = Arc::default();
        let watch = JobWatch {
            cancel: Arc::clone(&cancel),
            tell: Arc::clone(&tell),
        };
        let work = move || tell(JobEvent::Done(work(&watch)));
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(Self {
            cancel,
            thread: Some(thread),
        })
    }

    pub(super) fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
