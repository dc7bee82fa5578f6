//! The write-ahead log beside a ledger: its lock, and the mark that says whose log it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rustix::fs::{OFlags, XattrFlags, fgetxattr, fsetxattr};

use crate::i18n::LedgerFault;
use crate::store::error::Result;
use crate::store::file::staging::{beside, name_of};

/// The attribute of a log that says which ledger it is the log of.
const MARK: &str = "user.taizhang.ledger";

pub(crate) const LOG: &str = "-wal";

/// Has a connection leave the log as it is when it closes, or not.
pub(crate) fn leave_log(db: &Connection, leave: bool) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)
        .map(drop)
}

/// Refuses logs that lie where a new ledger is to be: they would be read into it.
pub(crate) fn refuse_logs(path: &Path) -> Result<()> {
    for suffix in [LOG, "-journal"] {
        let log = beside(path, suffix);
        if fs::symlink_metadata(&log).is_ok_and(|log| log.len() > 0) {
            return Err(LedgerFault::StrangeLog { log: name_of(&log) }.into());
        }
    }
    Ok(())
}

pub(crate) fn open_log(path: &Path) -> io::Result<Option<File>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    match OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(beside(path, LOG))
    {
        Ok(log) => Ok(Some(log)),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Locks a log; whether nobody else has it open. Waits for a program that is examining it.
pub(crate) fn hold(log: &File) -> io::Result<bool> {
    for _ in 0..2 {
        match log.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => log.lock_shared()?,
            Err(TryLockError::Error(_)) => return Ok(false),
        }
    }
    Ok(false)
}

/// Whose log a log is.
#[derive(PartialEq, Eq)]
pub(crate) struct LogMark {
    pub(crate) file: String,
    /// Id and site of the ledger.
    pub(crate) ledger: String,
}

pub(crate) fn mark_of(log: &File) -> Option<LogMark> {
    let mut mark = [0; 256];
    let length = fgetxattr(log, MARK, &mut mark).ok()?;
    let (file, ledger) = str::from_utf8(mark.get(..length)?).ok()?.split_once(' ')?;
    Some(LogMark {
        file: file.to_owned(),
        ledger: ledger.to_owned(),
    })
}

pub(crate) fn mark(log: &File, own: &LogMark) {
    if mark_of(log).as_ref() != Some(own) {
        let _ = fsetxattr(
            log,
            MARK,
            format!("{} {}", own.file, own.ledger).as_bytes(),
            XattrFlags::empty(),
        );
    }
}
