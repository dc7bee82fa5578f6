//! Keeps drafts while somebody types: with every key in the hands of the kernel, before its effect
//! is drawn, and from a thread on the disk, so that nobody waits for the disk.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::file::{BufferedWriter, DraftFile, Ready};
use super::form_draft::{FormDraft, Result};

/// How often somebody who waits looks whether the thread still lives.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Writes the latest draft handed to it; drafts that were overtaken while the disk was busy are
/// passed over.
pub struct DraftWriter {
    buffered: BufferedWriter,
    shared: Arc<Shared>,
    /// `None` once it was joined.
    thread: Option<JoinHandle<Result<()>>>,
}

/// What the form and the thread share.
#[derive(Default)]
struct Shared {
    pending: Mutex<Pending>,
    changed: Condvar,
}

struct Pending {
    /// The draft to be written next, or why there is none.
    latest: Option<Result<Ready>>,
    /// Whether one is being written.
    busy: bool,
    /// What came of the last one.
    outcome: Result<()>,
    /// What to do after the last one; `None` while the form is open.
    end: Option<End>,
}

impl Default for Pending {
    fn default() -> Self {
        Self {
            latest: None,
            busy: false,
            outcome: Ok(()),
            end: None,
        }
    }
}

/// How a form ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The draft waits for the next session.
    Keep,
    /// The draft is removed.
    Discard,
}

impl DraftWriter {
    /// Starts the thread. `report` is called on it with what came of a write, whenever that differs
    /// from the time before: once when the disk fills up, and once when it works again.
    ///
    /// # Errors
    /// When no thread can be started, or no more files can be open.
    pub fn start(
        mut file: DraftFile,
        report: impl FnMut(Result<()>) + Send + 'static,
    ) -> Result<Self> {
        let buffered = file.buffered_writer()?;
        let shared = Arc::new(Shared::default());
        let shared_with_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("drafts".into())
            .spawn(move || shared_with_thread.work(file, report))?;
        Ok(Self {
            buffered,
            shared,
            thread: Some(thread),
        })
    }

    /// Hands over the form as it now stands. When this returns the process may be killed and the
    /// draft is there; the disk has it, over a power cut too, soon after.
    pub fn save(&mut self, draft: &FormDraft) {
        let ready = self.buffered.keep(draft);
        self.shared.lock().latest = Some(ready);
        self.shared.changed.notify_all();
    }

    /// Returns whether the last write succeeded.
    ///
    /// # Errors
    /// That of the last write.
    pub fn outcome(&self) -> Result<()> {
        self.shared.lock().outcome.clone()
    }

    /// Waits until the last draft handed over is on the disk.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn flush(&self) -> Result<()> {
        let mut pending = self.shared.lock();
        // A thread that panicked in its report takes no more drafts and wakes nobody.
        let works = || {
            self.thread
                .as_ref()
                .is_some_and(|thread| !thread.is_finished())
        };
        while (pending.latest.is_some() || pending.busy) && works() {
            let woken = self.shared.changed.wait_timeout(pending, LOOK_AGAIN);
            pending = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        pending.outcome.clone()
    }

    /// Removes the draft, once what it held is in the ledger or nobody wants it.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn discard(mut self) -> Result<()> {
        self.finish(End::Discard)
    }

    fn finish(&mut self, end: End) -> Result<()> {
        let Some(thread) = self.thread.take() else {
            return Ok(());
        };
        self.shared.lock().end = Some(end);
        self.shared.changed.notify_all();
        // A thread that panicked has told its story on the terminal; the draft it kept last is
        // still there.
        thread.join().unwrap_or(Ok(()))
    }
}

impl Drop for DraftWriter {
    /// Waits until the last draft handed over is on the disk, where it waits for the next session.
    fn drop(&mut self) {
        let _ = self.finish(End::Keep);
    }
}

impl Shared {
    // Nothing can be left half-done under the lock, so a panic elsewhere does not make the tray
    // unusable.
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&'a self, pending: MutexGuard<'a, Pending>) -> MutexGuard<'a, Pending> {
        self.changed
            .wait(pending)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes drafts until the writer is dropped.
    fn work(&self, mut file: DraftFile, mut report: impl FnMut(Result<()>)) -> Result<()> {
        loop {
            let mut pending = self.lock();
            while pending.latest.is_none() && pending.end.is_none() {
                pending = self.wait(pending);
            }
            if pending.end == Some(End::Discard) {
                return file.discard();
            }
            let Some(ready) = pending.latest.take() else {
                return Ok(());
            };
            pending.busy = true;
            drop(pending);
            let outcome = ready.and_then(|ready| file.write_durably(&ready));
            let mut pending = self.lock();
            pending.busy = false;
            let differs = pending.outcome != outcome;
            pending.outcome.clone_from(&outcome);
            drop(pending);
            self.changed.notify_all();
            if differs {
                report(outcome);
            }
        }
    }
}
