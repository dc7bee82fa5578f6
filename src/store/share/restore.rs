//! A ledger made of a snapshot, which takes the place of the one that was there.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt as _, MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::FlockOperation;

use crate::domain::review::QuarterClose;
use crate::i18n::{LedgerFault, SnapshotFault};
use crate::store::audit::verify;
use crate::store::clock;
use crate::store::error::StoreError;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::hardened;
use crate::store::file::schema::{self, APPLICATION_ID, VERSION};
use crate::store::file::settings;
use crate::store::file::sqlite_header::FileKind;
use crate::store::file::staging::{StagingDir, beside, folder_of, publish, sync_folder};
use crate::store::open::found_files;
use crate::store::open::migrate;
use crate::store::open::migrate::purpose::MigrationPurpose;
use crate::store::rows::chain::Chain;
use crate::store::rows::{new_site, quarter_close};

/// What stands between the name of a ledger and the time at which it was replaced.
const KEPT: &str = ".before-restore-";
/// What stands in the name of a log that was found beside a ledger and is not its own.
const STRANGE: &str = ".strange";
/// What may stand beside a ledger and holds saves that are not in it yet.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// What a restore came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The new ledger.
    pub path: PathBuf,
    /// Where the one that was there is now.
    pub kept: Option<PathBuf>,
    /// Closes of quarters that stood in that one and that the new ledger has not seen.
    pub unseen: Vec<QuarterClose>,
}

/// Verifies a file and makes the ledger of it. The ledger gets a site of its own, so that what is
/// saved from now on is told from what the file's ledger goes on to save. The ledger that was there
/// is kept under another name.
///
/// Not for a program that has the ledger open itself: it takes and gives back locks that belong to
/// the whole process.
///
/// # Errors
/// When the file does not pass, another program has the ledger open, or the folder cannot be
/// written. The ledger is then as it was.
pub fn restore(file: &Path, ledger: &Path) -> Result<Restored> {
    restore_until(file, ledger, &Arc::default())
}

/// Restores as [`restore`] does, until somebody cancels. Setting `cancel` before the ledger is
/// replaced ends it early, and nothing is left behind.
///
/// # Errors
/// Those of [`restore`], and when somebody cancels.
pub fn restore_until(file: &Path, ledger: &Path, cancel: &Arc<AtomicBool>) -> Result<Restored> {
    let folder = fs::canonicalize(folder_of(ledger))?;
    let path = fs::canonicalize(ledger)
        .unwrap_or_else(|_| folder.join(ledger.file_name().unwrap_or_default()));
    if fs::canonicalize(file).is_ok_and(|file| file == path) {
        return Err(FileError::Refused(SnapshotFault::IsTheLedger));
    }
    let staging = StagingDir::open_in(folder_of(&path))?;
    let (verification, copy) = verify::take(file, None, &staging, cancel)?;
    if copy.sort == FileKind::Exchange {
        return Err(FileError::Refused(SnapshotFault::IsExchange));
    }
    if let Some((finding, count)) = verification.first() {
        return Err(FileError::Refused(SnapshotFault::DidNotPass {
            finding: Box::new(finding),
            count,
        }));
    }
    begin_anew(&copy.path)?;
    if cancel.load(Ordering::Relaxed) {
        return Err(FileError::Cancelled);
    }
    let kept = replace(&copy.path, &path)?;
    let unseen = kept.as_deref().map(|kept| unseen(kept, &path));
    Ok(Restored {
        path: ledger.to_owned(),
        unseen: unseen.unwrap_or_default(),
        kept,
    })
}

/// Returns the closes that stand in the ledger that was replaced and are not in the new one. What
/// cannot be read has none to tell: it is kept as it was, whatever it is.
fn unseen(kept: &Path, new: &Path) -> Vec<QuarterClose> {
    let deadline = Deadline::until_cancelled(Arc::default());
    let closes = |path: &Path| quarter_close::all(&hardened::open(path, &deadline).ok()?).ok();
    let now = closes(new).unwrap_or_default();
    let mut before = closes(kept).unwrap_or_default();
    before.retain(|close| close.reopened.is_none() && now.iter().all(|known| known.id != close.id));
    before
}

/// Makes a live ledger of a copy: without manifest, with a site of its own, and a write-ahead log.
fn begin_anew(copy: &Path) -> Result<()> {
    let mut db = Connection::open(copy)?;
    if schema::version_of(&db)? < VERSION {
        migrate::migrate(&mut db, MigrationPurpose::NewSite)?;
        db.execute("DELETE FROM manifest", [])?;
    } else {
        let tx = db.unchecked_transaction()?;
        tx.execute("DELETE FROM manifest", [])?;
        new_site::begin(&mut Chain::resume(&tx)?)?;
        tx.commit()?;
    }
    settings::write_ahead_once(&db)?;
    db.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(File::open(copy)?.sync_all()?)
}

/// Replaces the ledger that is there by a finished one. At every moment one of the two has the
/// name.
fn replace(new: &Path, ledger: &Path) -> Result<Option<PathBuf>> {
    let kept = beside(
        ledger,
        &format!("{KEPT}{}", clock::now().format("%Y%m%dT%H%M%S%.3fZ")),
    );
    let Ok(old) = fs::symlink_metadata(ledger) else {
        // Logs without their ledger would be read into the new one.
        keep_logs(ledger, &kept)?;
        sync_folder(ledger)?;
        publish(new, ledger)?;
        return Ok(None);
    };
    refuse_other_files(ledger)?;
    forget_twins(ledger, old.ino());
    let is_strange = has_strange_log(ledger)?;
    if !is_strange {
        settle(ledger)?;
    }
    let _lock = lock(ledger)?;
    // As SQLite does with its logs: what root restores stays the clerks'. Nobody else can give a
    // file away.
    let _ = chown(new, Some(old.uid()), Some(old.gid()));
    fs::set_permissions(new, old.permissions())?;
    File::open(new)?.sync_all()?;
    fs::hard_link(ledger, &kept)?;
    // Under the name of a log it would be read into the ledger that is kept.
    keep_logs(
        ledger,
        &if is_strange {
            beside(&kept, STRANGE)
        } else {
            kept.clone()
        },
    )?;
    // The new ledger must never reach the disk before the name of the old one, or while a log of
    // the old one has its name.
    sync_folder(ledger)?;
    let replaced = fs::rename(new, ledger);
    if replaced.is_err() {
        let _ = fs::remove_file(&kept);
    }
    replaced?;
    sync_folder(ledger)?;
    Ok(Some(kept))
}

/// Refuses to put a ledger in the place of something else.
fn refuse_other_files(ledger: &Path) -> Result<()> {
    let mut id = [0; 4];
    let read = File::open(ledger)?.read_exact_at(&mut id, 68);
    if read.is_ok() && id == APPLICATION_ID.to_be_bytes() {
        Ok(())
    } else {
        Err(FileError::Store(LedgerFault::Foreign.into()))
    }
}

/// Moves everything that was saved from the log into the file. SQLite does so only where nobody
/// else has it open. A damaged ledger, for which a snapshot is restored after all, stays as it is.
fn settle(ledger: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(ledger, flags)?;
    db.busy_timeout(Duration::ZERO)?;
    match db.query_row("PRAGMA journal_mode = DELETE", [], |row| {
        row.get::<_, String>(0)
    }) {
        Ok(_) => {}
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => return Err(in_use()),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {}
            _ => return Err(error.into()),
        },
    }
    Ok(())
}

/// Locks out every other program while the files change their names. SQLite asks for locks of the
/// same sort.
fn lock(ledger: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).write(true).open(ledger)?;
    rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| in_use())?;
    Ok(file)
}

fn has_strange_log(ledger: &Path) -> Result<bool> {
    match found_files::has_strange_log(ledger) {
        Ok(is_strange) => Ok(is_strange),
        Err(StoreError::Ledger(LedgerFault::Busy, _)) => Err(in_use()),
        Err(StoreError::Ledger(LedgerFault::Damaged { .. } | LedgerFault::Foreign, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const fn in_use() -> FileError {
    FileError::Unusable(SnapshotFault::LedgerOpen)
}

/// Gives logs that are still there the name of the ledger they belong to. Only a damaged ledger, or
/// one that is gone, has any.
fn keep_logs(ledger: &Path, kept: &Path) -> Result<()> {
    for suffix in LOGS {
        let log = beside(ledger, suffix);
        if fs::symlink_metadata(&log).is_ok_and(|log| log.len() > 0) {
            fs::rename(&log, beside(kept, suffix))?;
        }
    }
    match fs::remove_file(beside(ledger, "-shm")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Removes the second names that a killed restore gave the ledger. Under two names a file has two
/// logs.
fn forget_twins(ledger: &Path, inode: u64) {
    let start = ledger
        .file_name()
        .map(|name| format!("{}{KEPT}", name.to_string_lossy()))
        .unwrap_or_default();
    for entry in fs::read_dir(folder_of(ledger))
        .into_iter()
        .flatten()
        .flatten()
    {
        let is_twin = entry.file_name().to_string_lossy().starts_with(&start)
            && entry
                .metadata()
                .is_ok_and(|twin| twin.is_file() && twin.ino() == inode);
        if is_twin {
            let _ = fs::remove_file(entry.path());
        }
    }
}
