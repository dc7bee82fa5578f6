//! Snapshots: one whole, checked file that nothing writes any more, made while clerks go on saving.
//!
//! The ledger is copied inside one open read transaction, so that no save in between starts the
//! copy again; the copy is turned into a file that needs no log beside it, examined like any
//! untrusted file, and gets its name last.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use super::copying::copy_pages;
use super::finish::{DIGITS, seal, sign, staging_dir_for};
use crate::domain::record::Receipt;
use crate::domain::signing::SigningKey;
use crate::i18n::{Lang, LedgerFault, Say, SnapshotFault, SnapshotMsg};
use crate::store::audit::verify;
use crate::store::clock::stamp;
use crate::store::error::StoreError;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::schema::{self, VERSION};
use crate::store::file::staging::{SIGNATURE, StagingDir, beside, folder_of, publish_with};
use crate::store::open::connection;
use crate::store::open::reference::Reference;
use crate::store::rows::manifest;

/// How far a snapshot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotProgress {
    /// Copying; this much of a hundred is done.
    Copying(usize),
    /// The copy is examined.
    Checking,
    /// It is written through to the disk and gets its name.
    Publishing,
}

impl Say for SnapshotProgress {
    fn say(&self, lang: Lang) -> String {
        let message = match self {
            Self::Copying(percent) => SnapshotMsg::Copying { percent: *percent },
            Self::Checking => SnapshotMsg::Checking,
            Self::Publishing => SnapshotMsg::Publishing,
        };
        message.say(lang)
    }
}

/// What a snapshot came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeSnapshot {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 that stands beside it.
    pub sha256: String,
    /// The signature that stands beside it, and the fingerprint of its key.
    pub signature: Option<(PathBuf, String)>,
    /// The receipt of its trail.
    pub receipt: Receipt,
}

/// Makes a snapshot of a ledger. `out` is the file, or a folder in which it gets a generated name;
/// its SHA-256 is put beside it. Setting `cancel` ends it early, and nothing is left behind.
///
/// # Errors
/// When there is a file of that name, the ledger or the folder cannot be used, or the copy does not
/// pass its examination.
pub fn make(
    ledger: &Path,
    out: &Path,
    cancel: &Arc<AtomicBool>,
    report: impl FnMut(SnapshotProgress),
) -> Result<MadeSnapshot> {
    make_signed(ledger, out, None, cancel, report)
}

/// Makes a snapshot as [`make`] does, and signs it where there is a key.
///
/// # Errors
/// Those of [`make`], and when it cannot be signed.
pub fn make_signed(
    ledger: &Path,
    out: &Path,
    key: Option<&SigningKey>,
    cancel: &Arc<AtomicBool>,
    mut report: impl FnMut(SnapshotProgress),
) -> Result<MadeSnapshot> {
    let ledger = fs::canonicalize(ledger)
        .map_err(StoreError::from)
        .map_err(FileError::Store)?;
    let staging = staging_dir_for(&ledger, out)?;
    let sealed = make_sealed(&ledger, &staging, cancel, &mut report)?;
    let path = if out.is_dir() {
        out.join(name(&ledger, &sealed.made_at, &sealed.sha256))
    } else {
        out.to_owned()
    };
    let signature = key.map(|key| sign(&sealed.file, key)).transpose()?;
    let sha256 = &sealed.sha256;
    publish_with(&staging, &sealed.file, &path, sha256, signature.as_deref())?;
    Ok(MadeSnapshot {
        signature: key.map(|key| (beside(&path, SIGNATURE), key.public().fingerprint())),
        path,
        sha256: sealed.sha256,
        receipt: sealed.receipt,
    })
}

/// Makes a snapshot of a ledger in a private folder beside it, hands its bytes to `take`, and
/// returns its SHA-256 and the receipt of its trail. Nothing is left behind.
///
/// # Errors
/// When the ledger or its folder cannot be used, the copy does not pass its examination, or the
/// bytes are not taken.
pub fn stream(
    ledger: &Path,
    take: &mut impl Write,
    cancel: &Arc<AtomicBool>,
    mut report: impl FnMut(SnapshotProgress),
) -> Result<(String, Receipt)> {
    let ledger = fs::canonicalize(ledger)
        .map_err(StoreError::from)
        .map_err(FileError::Store)?;
    let staging = StagingDir::open_in(folder_of(&ledger))?;
    let sealed = make_sealed(&ledger, &staging, cancel, &mut report)?;
    std::io::copy(&mut File::open(&sealed.file)?, take)?;
    take.flush()?;
    Ok((sealed.sha256, sealed.receipt))
}

/// A snapshot that nothing writes any more, in a staging directory.
struct Sealed {
    file: PathBuf,
    made_at: String,
    sha256: String,
    receipt: Receipt,
}

fn make_sealed(
    ledger: &Path,
    staging: &StagingDir,
    cancel: &Arc<AtomicBool>,
    report: &mut impl FnMut(SnapshotProgress),
) -> Result<Sealed> {
    let file = staging.file("data.db");
    let made_at = stamp();
    // Made by us, so that a folder or a disk that refuses says so in its own words.
    drop(File::create_new(&file)?);
    copy_ledger(ledger, &file, &made_at, cancel, report)?;
    report(SnapshotProgress::Checking);
    let receipt = check(&file, cancel)?;
    report(SnapshotProgress::Publishing);
    let sha256 = seal(&file, ledger)?;
    if cancel.load(Ordering::Relaxed) {
        return Err(FileError::Cancelled);
    }
    Ok(Sealed {
        file,
        made_at,
        sha256,
        receipt,
    })
}

/// Copies what the ledger holds now, whatever is saved meanwhile, and writes the manifest.
fn copy_ledger(
    ledger: &Path,
    copy: &Path,
    made_at: &str,
    cancel: &AtomicBool,
    report: &mut impl FnMut(SnapshotProgress),
) -> Result<()> {
    let source = connection::open_to_read(ledger)?;
    // The transaction begins with the first look, not with BEGIN.
    let snapshot = source.unchecked_transaction()?;
    if manifest::is_there(&snapshot)? {
        return Err(FileError::Refused(SnapshotFault::IsSnapshot));
    }
    let found = schema::version_of(&snapshot)?;
    if found < VERSION {
        return Err(FileError::Unusable(SnapshotFault::Older {
            found,
            known: VERSION,
        }));
    }
    let mut target = Connection::open(copy)?;
    // The file is synced as a whole before it gets its name.
    target.execute_batch("PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")?;
    copy_pages(&source, &mut target, |percent| {
        if cancel.load(Ordering::Relaxed) {
            return Err(FileError::Cancelled);
        }
        report(SnapshotProgress::Copying(percent));
        Ok(())
    })?;
    drop(snapshot);
    finish(&target, made_at)?;
    target
        .close()
        .map_err(|(_, error)| StoreError::from(error))?;
    Ok(())
}

/// Makes a file of its own of the copy: without a log, with its manifest, without what other tools
/// left to themselves.
fn finish(copy: &Connection, made_at: &str) -> Result<(), StoreError> {
    let mode: String = copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(LedgerFault::NotWal { mode }.into());
    }
    let tx = copy.unchecked_transaction()?;
    Reference::bare(VERSION)?.drop_harmless(&tx)?;
    manifest::write(&tx, made_at)?;
    Ok(tx.commit()?)
}

/// Examines the copy as any untrusted file would be.
fn check(copy: &Path, cancel: &Arc<AtomicBool>) -> Result<Receipt> {
    let deadline = Deadline::for_bytes(fs::metadata(copy)?.len(), Arc::clone(cancel));
    let verification = verify::examine(copy, None, &deadline)?;
    if let Some((finding, count)) = verification.first() {
        return Err(FileError::Unusable(SnapshotFault::Damaged {
            finding: Box::new(finding),
            count,
        }));
    }
    verification
        .ledger()
        .map(|ledger| ledger.receipt)
        .ok_or(FileError::Unusable(SnapshotFault::NotALedger))
}

/// Returns the name of a snapshot. It is `LEDGER-20261123T080000Z-0a1b2c3d.db`, so that names sort
/// by time and two of one second differ.
pub(crate) fn name(ledger: &Path, made_at: &str, sha256: &str) -> OsString {
    let time: String = made_at
        .chars()
        .take("2026-11-23T08:00:00".len())
        .filter(|c| !matches!(c, '-' | ':'))
        .collect();
    let digits = sha256.get(..DIGITS).unwrap_or(sha256);
    let mut name = ledger.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{time}Z-{digits}.db"));
    name
}
