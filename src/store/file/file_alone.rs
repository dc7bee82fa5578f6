//! A ledger file past SQLite: which file it is, its bytes, and what it holds without the log beside
//! it.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rusqlite::Connection;
use rustix::fs::OFlags;

use super::deadline::Deadline;
use super::hardened;
use super::staging::StagingDir;
use crate::store::error::Result;

/// What tells a file from every other one. Numbers of removed files are given out again, so the
/// time it was made is part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
    born: Option<SystemTime>,
}

impl FileId {
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        Ok(Self::from(&fs::symlink_metadata(path)?))
    }

    /// Returns how a log names the file of its ledger. The number of a device is not the same after
    /// the next start of the machine, so it is left out.
    pub(crate) fn name(&self) -> String {
        let born = self
            .born
            .and_then(|born| born.duration_since(SystemTime::UNIX_EPOCH).ok());
        format!("{}.{}", self.inode, born.unwrap_or_default().as_nanos())
    }
}

impl From<&Metadata> for FileId {
    fn from(file: &Metadata) -> Self {
        Self {
            device: file.dev(),
            inode: file.ino(),
            born: file.created().ok(),
        }
    }
}

/// Reads a ledger past SQLite. The handle is kept as long as the program runs: closing it would
/// take away the locks that SQLite has on the file.
pub(crate) fn with_handle<T>(
    path: &Path,
    read: impl FnOnce(&File) -> io::Result<T>,
) -> io::Result<T> {
    static HANDLES: Mutex<Vec<(FileId, File)>> = Mutex::new(Vec::new());
    let id = FileId::at(path)?;
    let mut handles = HANDLES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, file)) = handles.iter().find(|(known, _)| *known == id) {
        return read(file);
    }
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    let done = read(&file);
    handles.push((FileId::from(&file.metadata()?), file));
    done
}

/// Looks at a ledger as it is without its log, in a copy.
pub(crate) fn of_file_alone<T>(path: &Path, look: impl FnOnce(&Connection) -> T) -> Result<T> {
    let staging = StagingDir::in_temp()?;
    let copy = staging.file("data.db");
    let mut target = File::create_new(&copy)?;
    with_handle(path, |file| {
        let mut chunk = vec![0; 1 << 20];
        let mut at = 0;
        loop {
            let count = file.read_at(&mut chunk, at)?;
            let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            target.write_all(bytes)?;
            at += count as u64;
        }
        // The header says that a log may stand beside it; beside the copy none does.
        target.write_all_at(&[1, 1], 18)
    })?;
    let alone = hardened::open(
        &copy,
        &Deadline::for_bytes(target.metadata()?.len(), Arc::default()),
    )?;
    Ok(look(&alone))
}
