//! How long the examination of a file may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::file_error::FileError;
use crate::i18n::SnapshotFault;

/// How long an examination may take: at least this, and more for a large file.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a file has to be given for each million bytes.
const PATIENCE_PER_MEGABYTE: Duration = Duration::from_secs(2);

/// What ends an examination before its time.
#[derive(Clone)]
pub(crate) struct Deadline {
    expires_at: Option<Instant>,
    cancel: Arc<AtomicBool>,
}

impl Deadline {
    /// For a file of so many bytes.
    pub(crate) fn for_bytes(bytes: u64, cancel: Arc<AtomicBool>) -> Self {
        let megabytes = u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX);
        let patience = PATIENCE + PATIENCE_PER_MEGABYTE.saturating_mul(megabytes);
        Self {
            expires_at: Some(Instant::now() + patience),
            cancel,
        }
    }

    /// For a file that passed its examination.
    pub(crate) const fn until_cancelled(cancel: Arc<AtomicBool>) -> Self {
        Self {
            expires_at: None,
            cancel,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.is_late()
    }

    fn is_late(&self) -> bool {
        self.expires_at
            .is_some_and(|expires_at| Instant::now() > expires_at)
    }

    /// Returns what an error of the examination means: an interrupted statement says nothing about
    /// the file.
    pub(crate) fn explain(&self, error: FileError) -> FileError {
        if self.cancel.load(Ordering::Relaxed) {
            FileError::Cancelled
        } else if self.is_late() {
            FileError::Unusable(SnapshotFault::TooLong)
        } else {
            error
        }
    }
}
