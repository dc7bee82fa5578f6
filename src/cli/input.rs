//! Files that are handed in.

use std::borrow::Cow;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::failure::{CliResult, Failure};
use crate::i18n::{CliFault, CliTask, SnapshotFault};

/// The largest file that is read into memory, in GB of 10⁹ bytes.
const MOST_GIGABYTES: u64 = 2;

/// From how many bytes on a file is read again whenever it is needed.
const LONG: u64 = 8 << 20;

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
            Err(Failure::input(doing(), SnapshotFault::BeingWritten))
        }
    }

    /// Returns what is in it. A long file is read for that; whether it is still the same,
    /// [`Self::is_unchanged`] says.
    pub(super) fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.held {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => fs::read(&self.path).map(Cow::Owned),
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
    bytes.map_err(|error| Failure::io(doing(), &error))
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
