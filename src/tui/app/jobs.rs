//! Snapshots that are made while the screens go on.

use std::sync::Arc;

use super::App;
use crate::i18n::{Say, SnapshotMsg};
use crate::store::share::snapshot::MadeSnapshot;
use crate::store::{Cause, FileError};
use crate::tui::job::{JobEvent, SnapshotJob};

impl App {
    /// Sets what carries the events of jobs, so that they come back through [`App::job_event`].
    pub fn set_job_sender(&mut self, send: impl Fn(JobEvent) + Send + Sync + 'static) {
        self.job_sender = Arc::new(send);
    }

    /// Takes an event of a job.
    pub fn job_event(&mut self, event: JobEvent) {
        match event {
            JobEvent::Progress(step) if self.job.is_some() => {
                self.say(SnapshotMsg::Running {
                    step: step.say(self.lang()),
                });
            }
            JobEvent::Progress(_) => {}
            JobEvent::Done(done) => {
                self.job = None;
                self.say_outcome(done);
            }
        }
    }

    pub(super) fn start_snapshot(&mut self) {
        if self.job.is_some() {
            return self.say(SnapshotMsg::AlreadyRunning);
        }
        // The job opens the ledger by its name.
        if let Err(error) = self.store.check_place() {
            self.note_cause("snapshot", &error.cause());
            return self.say(SnapshotMsg::NotMade {
                why: error.say(self.lang()),
            });
        }
        match SnapshotJob::start(self.store.path(), Arc::clone(&self.job_sender)) {
            Ok(job) => self.job = Some(job),
            Err(error) => {
                self.note_cause("snapshot", &Cause::of_io(&error));
                let why = error.to_string();
                self.say(SnapshotMsg::NotMade { why });
            }
        }
    }

    /// Says what came of a snapshot.
    fn say_outcome(&mut self, done: Result<MadeSnapshot, FileError>) {
        match done {
            Ok(made) => {
                let name = made.path.file_name().unwrap_or_default();
                let name = name.to_string_lossy().into_owned();
                let code = made.receipt.to_string();
                self.say(SnapshotMsg::Ready { name, code });
            }
            Err(FileError::Cancelled) => self.say(FileError::Cancelled),
            Err(error) => {
                self.note_cause("snapshot", &error.cause());
                let why = error.say(self.lang());
                self.say(SnapshotMsg::NotMade { why });
            }
        }
    }
}
