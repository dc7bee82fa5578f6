//! Slow work on a thread and a connection of its own, which tells the application how far it is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::store::FileError;
use crate::store::share::snapshot::{self, MadeSnapshot, SnapshotProgress};

/// The folder beside a ledger in which its snapshots are made.
const FOLDER: &str = "snapshots";

/// What a job tells the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEvent {
    /// How far the snapshot is.
    Progress(SnapshotProgress),
    /// It is made, or it is not.
    Done(Result<MadeSnapshot, FileError>),
}

/// Takes news to the application; it may be called from any thread.
pub(super) type JobSender = Arc<dyn Fn(JobEvent) + Send + Sync>;

/// A snapshot that is being made. Letting go of it cancels it and waits until nothing of it is
/// left.
pub(super) struct SnapshotJob {
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl SnapshotJob {
    pub(super) fn start(ledger: &Path, tell: JobSender) -> io::Result<Self> {
        let cancel: Arc<AtomicBool> = Arc::default();
        let ledger = ledger.to_owned();
        let stop = Arc::clone(&cancel);
        let work = move || tell(JobEvent::Done(make(&ledger, &stop, &tell)));
        let thread = thread::Builder::new()
            .name("snapshot".to_owned())
            .spawn(work)?;
        Ok(Self {
            cancel,
            thread: Some(thread),
        })
    }

    pub(super) fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for SnapshotJob {
    fn drop(&mut self) {
        self.cancel();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn make(
    ledger: &Path,
    cancel: &Arc<AtomicBool>,
    tell: &JobSender,
) -> Result<MadeSnapshot, FileError> {
    let folder = folder_of(ledger);
    if !folder.is_dir() {
        fs::create_dir(&folder)?;
    }
    let mut told = None;
    snapshot::make(ledger, &folder, cancel, |progress| {
        if told.replace(progress) != Some(progress) {
            tell(JobEvent::Progress(progress));
        }
    })
}

/// The folder of snapshots beside the real ledger, wherever a link to it stands.
fn folder_of(ledger: &Path) -> PathBuf {
    let real = fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
    real.with_file_name(FOLDER)
}
