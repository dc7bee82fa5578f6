//! The files of drafts on the disk: their folder, their locks and their bytes.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Read as _;
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;

use super::form_draft::{FormDraft, Result};
use super::slots::{self, ALL, DraftSlot, HEAD, SLOT};
use crate::i18n::DraftFault;
use crate::store::file::staging::beside;

/// What the name of a draft's file ends in.
pub(super) const EXTENSION: &str = "draft";

/// Returns the folder of an account's drafts of a ledger. Each account has its own, which nobody
/// else can read. Whatever link led to the ledger, it is one folder.
#[must_use]
pub fn folder(ledger: &Path) -> PathBuf {
    let ledger = fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
    beside(
        &ledger,
        &format!(".drafts-{}", rustix::process::getuid().as_raw()),
    )
}

pub(super) fn make_folder(folder: &Path) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            // What is typed must not land where a link made by somebody else points.
            let is_folder = fs::symlink_metadata(folder)?.is_dir();
            if is_folder { Ok(()) } else { Err(error.into()) }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(DraftFault::Other {
            detail: error.to_string(),
        }),
        Err(error) => Err(error.into()),
        Ok(()) => {
            let above = folder
                .parent()
                .filter(|above| !above.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            Ok(File::open(above)?.sync_all()?)
        }
    }
}

/// A file that is locked as long as this lives.
#[derive(Debug)]
pub(super) struct LockedFile(File);

/// What a file is locked for.
#[derive(Clone, Copy)]
pub(super) enum LockKind {
    /// Whoever fills in its form: alone.
    Fill,
    /// Whoever only looks at what waits: beside others who look.
    Look,
}

/// How often a lock is asked for that others have who only look.
const MOST_TRIES: usize = 50;
const PAUSE: Duration = Duration::from_millis(2);

impl LockedFile {
    /// Locks a file.
    ///
    /// # Errors
    /// When its form is open elsewhere. Whoever only looks is waited for.
    pub(super) fn new(file: File, kind: LockKind) -> Result<Self> {
        for _ in 0..MOST_TRIES {
            match kind {
                LockKind::Look => lock(file.try_lock_shared())?,
                LockKind::Fill => match lock(file.try_lock()) {
                    Err(DraftFault::OpenElsewhere) => {
                        lock(file.try_lock_shared())?;
                        file.unlock()?;
                        thread::sleep(PAUSE);
                        continue;
                    }
                    locked => locked?,
                },
            }
            return Ok(Self(file));
        }
        Err(DraftFault::OpenElsewhere)
    }
}

impl Deref for LockedFile {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // A child that is being started holds a copy of the file for a moment, and with it the
        // lock, unless that is given up: whoever opens the draft next would find it locked.
        let _ = self.0.unlock();
    }
}

/// Locks a new file, allocates it and gives it its name. It is filled with real zeros: a hole would
/// need room later, when there may be none.
pub(super) fn allocate(file: File, unfinished: &Path, path: &Path) -> Result<LockedFile> {
    let file = LockedFile::new(file, LockKind::Fill)?;
    file.write_all_at(&vec![0; ALL], 0)?;
    file.sync_all()?;
    fs::rename(unfinished, path)?;
    Ok(file)
}

pub(super) fn open_locked(path: &Path, kind: LockKind) -> Result<LockedFile> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    let file = LockedFile::new(file, kind)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(DraftFault::Unreadable);
    }
    // Another session may have saved and removed it between our opening and our locking it.
    if about.nlink() == 0 {
        Err(DraftFault::Gone)
    } else {
        Ok(file)
    }
}

fn lock(tried: std::result::Result<(), TryLockError>) -> Result<()> {
    tried.map_err(|fault| match fault {
        TryLockError::WouldBlock => DraftFault::OpenElsewhere,
        TryLockError::Error(error) => error.into(),
    })
}

pub(super) fn read(file: &LockedFile) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(ALL);
    (&**file).take(ALL as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads what the slots of a file say is written in them. The rest, which is most of the file, is left
/// as zeros.
pub(super) fn read_written(file: &LockedFile) -> Result<Vec<u8>> {
    let mut bytes = vec![0; ALL];
    for (at, slot) in bytes.chunks_mut(SLOT).enumerate() {
        let offset = (at * SLOT) as u64;
        let (head, _) = slot.split_at_mut(HEAD);
        read_at(file, head, offset)?;
        let written = slots::written(head);
        if let Some(body) = slot.get_mut(HEAD..written) {
            read_at(file, body, offset + HEAD as u64)?;
        }
    }
    Ok(bytes)
}

/// Fills a buffer from an offset in a file, up to the end of the file.
fn read_at(file: &LockedFile, bytes: &mut [u8], offset: u64) -> Result<()> {
    let mut read = 0;
    while let Some(left) = bytes.get_mut(read..).filter(|left| !left.is_empty()) {
        match file.read_at(left, offset + read as u64)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(())
}

/// Returns the newest draft in some slots, and the number of its slot.
pub(super) fn newest(slots: &[DraftSlot]) -> Option<(u64, FormDraft)> {
    slots
        .iter()
        .find_map(|slot| Some((slot.seq, serde_json::from_slice(slot.body).ok()?)))
}
