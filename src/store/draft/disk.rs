//! The files of drafts on the disk: their folder, their locks and their bytes.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::Read as _;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use super::form_draft::{FormDraft, Result};
use super::slots::{ALL, DraftSlot};
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

/// Locks a new file, allocates it and gives it its name. It is filled with real zeros: a hole would
/// need room later, when there may be none.
pub(super) fn allocate(file: &File, unfinished: &Path, path: &Path) -> Result<()> {
    lock(file)?;
    file.write_all_at(&vec![0; ALL], 0)?;
    file.sync_all()?;
    Ok(fs::rename(unfinished, path)?)
}

pub(super) fn open_locked(path: &Path) -> Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    lock(&file)?;
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

fn lock(file: &File) -> Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(DraftFault::OpenElsewhere),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

pub(super) fn read(file: &mut File) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(ALL);
    file.take(ALL as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the newest draft in some slots, and the number of its slot.
pub(super) fn newest(slots: &[DraftSlot]) -> Option<(u64, FormDraft)> {
    slots
        .iter()
        .find_map(|slot| Some((slot.seq, serde_json::from_slice(slot.body).ok()?)))
}
