//! A file from anyone: copied first, so that nothing beside it is ever looked at and nobody can
//! change it meanwhile, then opened so that nothing in it runs.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use rustix::fs::OFlags;
use sha2::{Digest, Sha256, Sha512};

use super::file_error::{FileError, Result};
use super::schema::{self, VERSION};
use super::sqlite_header::{FileKind, read_header};
use super::staging::{StagingDir, beside};
use crate::i18n::SnapshotFault;

/// The largest file that is examined, in GB of 10⁹ bytes.
const MOST_GIGABYTES: u64 = 16;
/// Bytes that are read and hashed at once.
const CHUNK: usize = 1 << 20;
/// So many of them may wait to be hashed.
const CHUNKS_AHEAD: usize = 2;

/// A copy of a file in a staging directory, under a name of our own.
pub(crate) struct StagedCopy {
    /// What it says that it is.
    pub(crate) sort: FileKind,
    /// The copy.
    pub(crate) path: PathBuf,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub(crate) sha256: String,
    /// The SHA-512 of it, where a signature asks for one.
    pub(crate) sha512: Option<[u8; 64]>,
    /// How large it is, in bytes.
    pub(crate) bytes: u64,
    /// The version of its form.
    pub(crate) version: i64,
}

/// How a file keeps findings and second entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActStorage {
    /// In the chain; the rows of its tables say the same.
    Chained,
    /// In rows of tables only, as older programs did.
    InRows,
}

impl ActStorage {
    /// Returns how a ledger of a version keeps them.
    pub(crate) const fn of_ledger(version: i64) -> Self {
        Self::since(schema::CHAINED_SINCE, version)
    }

    /// Returns how an exchange file of a version keeps them.
    pub(crate) const fn of_exchange(version: i64) -> Self {
        Self::since(schema::EXCHANGE_CHAINED_SINCE, version)
    }

    const fn since(chained: i64, version: i64) -> Self {
        if version < chained {
            Self::InRows
        } else {
            Self::Chained
        }
    }
}

impl StagedCopy {
    /// Returns how the file keeps findings and second entries.
    pub(crate) const fn acts(&self) -> ActStorage {
        match self.sort {
            FileKind::Ledger => ActStorage::of_ledger(self.version),
            FileKind::Exchange => ActStorage::of_exchange(self.version),
        }
    }

    /// Returns the file to read after the examination. Of an older ledger that is a second copy,
    /// which was migrated.
    pub(crate) fn current(&self) -> PathBuf {
        if self.sort == FileKind::Ledger && self.version < VERSION {
            migrated(&self.path)
        } else {
            self.path.clone()
        }
    }
}

/// Returns where the migrated copy of a copy is.
pub(crate) fn migrated(copy: &Path) -> PathBuf {
    beside(copy, ".migrated")
}

/// Copies a file into a staging directory, and refuses what is no whole ledger. Nothing beside the
/// file is copied. Its SHA-512 is taken where `with_sha512` asks for it.
pub(crate) fn copy(
    file: &Path,
    staging: &StagingDir,
    with_sha512: bool,
    cancel: &AtomicBool,
) -> Result<StagedCopy> {
    let mut source = open_plain(file)?;
    let before = source.metadata()?;
    let (header, sort) = read_header(&source, before.len())?;
    if header.waits_for(file) {
        return Err(FileError::Unusable(SnapshotFault::InUse));
    }
    let path = staging.file("data.db");
    let mut target = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)?;
    let mut sha512 = with_sha512.then(Sha512::new);
    let sha256 = hash(&mut source, |bytes| {
        if let Some(sha512) = &mut sha512 {
            sha512.update(bytes);
        }
        if cancel.load(Ordering::Relaxed) {
            Err(FileError::Cancelled)
        } else {
            Ok(target.write_all(bytes)?)
        }
    })?;
    let after = source.metadata()?;
    if !same(&before, &after) || header.waits_for(file) {
        return Err(FileError::Unusable(SnapshotFault::BeingWritten));
    }
    // A ledger that was closed has everything in this one file; it only says that a log may stand
    // beside it.
    target.write_all_at(&[1, 1], 18)?;
    Ok(StagedCopy {
        sort,
        path,
        sha256,
        sha512: sha512.map(|digest| digest.finalize().into()),
        bytes: before.len(),
        version: header.version(),
    })
}

/// Opens a regular file without following a link, and without waiting for a pipe.
fn open_plain(file: &Path) -> Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(file);
    let opened = opened.map_err(|error| match fs::symlink_metadata(file) {
        Ok(there) if !there.is_file() => FileError::Unusable(SnapshotFault::NotAFile),
        _ if error.kind() == io::ErrorKind::NotFound => FileError::Refused(SnapshotFault::Absent),
        _ => error.into(),
    })?;
    let there = opened.metadata()?;
    if !there.is_file() {
        return Err(FileError::Unusable(SnapshotFault::NotAFile));
    }
    if there.len() > MOST_GIGABYTES * 1_000_000_000 {
        let gigabytes = usize::try_from(MOST_GIGABYTES).unwrap_or_default();
        return Err(FileError::Unusable(SnapshotFault::TooLarge { gigabytes }));
    }
    Ok(opened)
}

fn same(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len()
        && before.mtime() == after.mtime()
        && before.mtime_nsec() == after.mtime_nsec()
}

/// Returns the SHA-256 of a file of our own.
pub(crate) fn sha256(file: &Path) -> io::Result<String> {
    hash(&mut File::open(file)?, |_| Ok(()))
}

/// Returns the SHA-512 of a file of our own.
pub(crate) fn sha512(file: &Path) -> io::Result<[u8; 64]> {
    let mut digest = Sha512::new();
    hash(&mut File::open(file)?, |bytes| {
        digest.update(bytes);
        Ok::<_, io::Error>(())
    })?;
    Ok(digest.finalize().into())
}

/// Hashes everything that is read, and passes it on. Hashing takes as long as writing, so it has a
/// thread of its own.
fn hash<E: From<io::Error>>(
    source: &mut File,
    mut pass: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<String, E> {
    thread::scope(|scope| {
        let (to_digest, chunks) = mpsc::sync_channel::<Vec<u8>>(CHUNKS_AHEAD);
        let (give_back, hashed) = mpsc::channel();
        let hashing = scope.spawn(move || {
            let mut digest = Sha256::new();
            for chunk in chunks {
                digest.update(&chunk);
                // There is no receiver once an error has ended the loop below.
                let _ = give_back.send(chunk);
            }
            digest.finalize()
        });
        loop {
            let mut chunk = hashed.try_recv().unwrap_or_default();
            chunk.resize(CHUNK, 0);
            let count = source.read(&mut chunk)?;
            chunk.truncate(count);
            if chunk.is_empty() {
                break;
            }
            pass(&chunk)?;
            // Sending fails only if the thread panicked, and then `join` reports it.
            let _ = to_digest.send(chunk);
        }
        drop(to_digest);
        let digest = hashing.join().unwrap_or_else(|panic| resume_unwind(panic));
        Ok(format!("{digest:x}"))
    })
}
