//! Files that are handed in.

use std::borrow::Cow;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::failure::{CliResult, Failure};
use crate::i18n::{CliFault, CliTask, SnapshotFault};
use crate::store::StoreError;
use crate::transfer::import::ImportError;

/// The largest file that is read into memory, in GB of 10⁹ bytes.
const MOST_GIGABYTES: u64 = 2;

/// From how many bytes on a file is read again whenever it is needed.
const LONG: u64 = 8 << 20;

/// Why the bytes of a file are not to be had.
#[derive(Debug)]
pub(super) enum Unread {
    /// The system does not give them.
    Io(io::Error),
    /// Some program wrote the file meanwhile.
    BeingWritten,
}

impl Unread {
    /// Returns the failure of what was being done.
    pub(super) fn failure(&self, doing: CliTask) -> Failure {
        match self {
            Self::Io(error) => Failure::io(doing, error),
            Self::BeingWritten => Failure::input(doing, SnapshotFault::BeingWritten),
        }
    }
}

impl From<Unread> for ImportError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Io(error) => StoreError::from(error).into(),
            Unread::BeingWritten => Self::BeingWritten,
        }
    }
}

/// A file as it was when it was read first.
pub(super) struct InputFile {
    /// What is in it; none where it is long.
    held: Option<Vec<u8>>,
    path: PathBuf,
    facts: Metadata,
}

impl InputFile {
    /// Reads a file that nobody is writing.
    pub(super) fn read(path: &Path, doing: impl Fn() -> CliTask) -> CliResult<Self> {
        let facts = regular(path, &doing)?;
        if facts.len() > MOST_GIGABYTES * 1_000_000_000 {
            let gigabytes = usize::try_from(MOST_GIGABYTES).unwrap_or_default();
            return Err(Failure::input(doing(), CliFault::TooLarge { gigabytes }));
        }
        let is_held = facts.len() < LONG;
        let held = is_held.then(|| fs::read(path)).transpose();
        let input = Self {
            held: held.map_err(|error| Failure::io(doing(), &error))?,
            path: path.to_owned(),
            facts,
        };
        if input.is_unchanged() {
            Ok(input)
        } else {
            Err(Unread::BeingWritten.failure(doing()))
        }
    }

    /// Returns what was in it when it was read first. A long file is read for that, and refused
    /// where some program wrote it since.
    pub(super) fn bytes(&self) -> Result<Cow<'_, [u8]>, Unread> {
        if let Some(bytes) = &self.held {
            return Ok(Cow::Borrowed(bytes));
        }
        let bytes = fs::read(&self.path).map_err(Unread::Io)?;
        if self.is_unchanged() {
            Ok(Cow::Owned(bytes))
        } else {
            Err(Unread::BeingWritten)
        }
    }

    /// Returns whether the file is still what it was before it was read, as far as its length and
    /// its time tell.
    pub(super) fn is_unchanged(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|now| marks(&now) == self.marks())
    }

    /// Returns its length and when it was last changed.
    pub(super) fn marks(&self) -> (u64, Option<SystemTime>) {
        marks(&self.facts)
    }
}

fn marks(facts: &Metadata) -> (u64, Option<SystemTime>) {
    (facts.len(), facts.modified().ok())
}

/// Returns the bytes of a file that nobody is writing.
pub(super) fn read(path: &Path, doing: impl Fn() -> CliTask) -> CliResult<Vec<u8>> {
    let input = InputFile::read(path, &doing)?;
    let bytes = input.bytes().map(Cow::into_owned);
    bytes.map_err(|unread| unread.failure(doing()))
}

/// Returns what the system says of a file. A pipe or a device would be read without end.
pub(super) fn regular(path: &Path, doing: impl Fn() -> CliTask) -> CliResult<Metadata> {
    let facts = fs::metadata(path).map_err(|error| Failure::io(doing(), &error))?;
    if facts.is_file() {
        return Ok(facts);
    }
    Err(Failure::input(
        doing(),
        if facts.is_dir() {
            CliFault::IsFolder
        } else {
            CliFault::NotAFile
        },
    ))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        reason = "a failure of a test is a panic, and its setup may fail"
    )]

    use std::fs::OpenOptions;
    use std::io::Write as _;

    use tempfile::NamedTempFile;

    use super::*;

    fn doing() -> CliTask {
        CliTask::Suppose
    }

    fn file_of(length: u64) -> NamedTempFile {
        let file = NamedTempFile::new().unwrap();
        file.as_file().set_len(length).unwrap();
        file
    }

    fn append(path: &Path) {
        let mut file = OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(b"more").unwrap();
    }

    #[test]
    fn a_long_file_that_was_written_meanwhile_is_refused() {
        let file = file_of(LONG);
        let input = InputFile::read(file.path(), doing).ok().unwrap();
        assert_eq!(input.bytes().unwrap().len() as u64, LONG);
        append(file.path());
        assert!(matches!(input.bytes(), Err(Unread::BeingWritten)));
    }

    #[test]
    fn a_short_file_stays_what_it_was_when_it_was_read() {
        let file = file_of(3);
        let input = InputFile::read(file.path(), doing).ok().unwrap();
        append(file.path());
        assert_eq!(*input.bytes().unwrap(), [0; 3]);
        assert!(!input.is_unchanged());
    }
}
