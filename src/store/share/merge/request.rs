//! What is to be merged, and how somebody follows it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{MergeError, Result};
use crate::i18n::{Lang, MergeMsg, Say};

/// After how many changes or records it is told how far it is.
const TOLD_AFTER: usize = 500;

/// Whether a merge is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeMode {
    /// Everything is written.
    Merge,
    /// Everything is done and taken back.
    Rehearse,
}

/// How far a merge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeProgress {
    /// The file is copied and examined.
    Examining,
    /// So many of its changes were taken in.
    TakingIn(usize),
    /// So many acts of reviews or second entries were looked at.
    TakingActs(usize),
    /// So many of the records that they belong to were made again, of so many.
    Folding(usize, usize),
    /// The places of these records are judged.
    Judging,
}

impl Say for MergeProgress {
    fn say(&self, lang: Lang) -> String {
        let message = match *self {
            Self::Examining => MergeMsg::Examining,
            Self::TakingIn(changes) => MergeMsg::TakingIn { changes },
            Self::TakingActs(acts) => MergeMsg::TakingActs { acts },
            Self::Folding(done, of) => MergeMsg::Folding { done, of },
            Self::Judging => MergeMsg::Judging,
        };
        message.say(lang)
    }
}

/// What is to be merged.
#[derive(Clone)]
pub struct MergeRequest<'a> {
    /// The file.
    pub file: &'a Path,
    /// Who merges it.
    pub author: &'a str,
    /// The places that it is limited to, by their codes, with all below them; none means every place.
    pub places: &'a [String],
    /// Whether it is meant.
    pub mode: MergeMode,
    /// Ends it early once it is set.
    pub cancel: Arc<AtomicBool>,
    /// Is told now and then how far it is.
    pub report: &'a dyn Fn(MergeProgress),
}

impl<'a> MergeRequest<'a> {
    /// Returns one that nobody follows.
    #[must_use]
    pub fn unwatched(file: &'a Path, author: &'a str, mode: MergeMode) -> Self {
        Self {
            file,
            author,
            places: &[],
            mode,
            cancel: Arc::default(),
            report: &|_| (),
        }
    }

    /// Returns whether somebody wants it to end.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Ends it if somebody wants it to end, and tells how far it is every so often.
    pub(super) fn is_at(
        &self,
        count: usize,
        progress: impl FnOnce() -> MergeProgress,
    ) -> Result<()> {
        if self.is_cancelled() {
            return Err(MergeError::Cancelled);
        }
        if count.is_multiple_of(TOLD_AFTER) {
            (self.report)(progress());
        }
        Ok(())
    }
}
