//! Snapshots in a folder: their names, and which of them are old.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use super::error;
use super::file_error::{Error, Result};
use super::foreign::{self, Guard};
use super::snapshot::Made;
use super::workshop::beside;
use super::{manifest, site};
use crate::i18n::{LedgerFault, SnapshotFault};

/// Digits of the checksum in a name.
const DIGITS: usize = 8;

/// What became of an old snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// It is removed.
    Removed(PathBuf),
    /// It is still there, and why.
    Kept(PathBuf, String),
}

/// The name of a snapshot: `LEDGER-20261123T080000Z-0a1b2c3d.db`, so that names sort by time and two of one second differ.
pub(super) fn name(ledger: &Path, made_at: &str, sha256: &str) -> OsString {
    let time: String = made_at.chars().take("2026-11-23T08:00:00".len()).filter(|c| !matches!(c, '-' | ':')).collect();
    let digits = sha256.get(..DIGITS).unwrap_or(sha256);
    let mut name = ledger.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{time}Z-{digits}.db"));
    name
}

/// Whether a name is one that [`name`] gives, whatever the ledger was called.
fn is_generated(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".db") else { return false };
    let Some((rest, digits)) = name.rsplit_once('-') else { return false };
    let time = rest.rsplit_once('-').map(|(_, time)| time).unwrap_or_default();
    let is_time = time.len() == "20261123T080000Z".len()
        && time.chars().enumerate().all(|(at, c)| match at {
            8 => c == 'T',
            15 => c == 'Z',
            _ => c.is_ascii_digit(),
        });
    is_time && digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Removes the oldest snapshots of the ledger file of `made` from its folder until `keep` are left. Only files with a generated
/// name whose manifest names this very ledger, and a site that its file wrote as, are touched: what a town hands in is of the
/// same ledger.
///
/// # Errors
/// When the folder or the new snapshot cannot be read.
pub fn rotate(made: &Made, keep: usize) -> Result<Vec<Rotated>> {
    let folder = super::workshop::folder_of(&made.path);
    let unreadable = || Error::Unusable(SnapshotFault::NotALedger);
    let own = told(&made.path).ok_or_else(unreadable)?;
    let sites = open(&made.path).and_then(|db| site::all(&db)).map_err(|_| unreadable())?;
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_candidate = path.file_name().and_then(|name| name.to_str()).is_some_and(is_generated);
        let snapshot = is_candidate.then(|| told(&path)).flatten();
        if let Some(of) = snapshot.filter(|of| of.ledger == own.ledger && sites.contains(&of.site)) {
            found.push((of.made_at, path));
        }
    }
    found.sort();
    let too_many = found.len().saturating_sub(keep.max(1));
    Ok(found.into_iter().take(too_many).filter(|(_, path)| *path != made.path).map(|(_, path)| remove(path)).collect())
}

/// The file first: a checksum without its file misleads nobody.
fn remove(path: PathBuf) -> Rotated {
    match fs::remove_file(&path) {
        Ok(()) => {
            let _ = fs::remove_file(beside(&path, ".sha256"));
            Rotated::Removed(path)
        }
        Err(error) => Rotated::Kept(path, error.to_string()),
    }
}

/// What the manifest of a snapshot tells.
struct Told {
    ledger: String,
    site: String,
    made_at: String,
}

/// What a file tells of itself; `None` if it is no snapshot.
fn told(path: &Path) -> Option<Told> {
    let items = open(path).and_then(|db| manifest::read(&db)).ok()?;
    let item = |topic| items.get(&manifest::of(topic)).cloned();
    Some(Told { ledger: item("ledger")?, site: item("site")?, made_at: item("made_at")? })
}

/// Opens a regular file as a stranger's.
fn open(path: &Path) -> error::Result<Connection> {
    let there = fs::symlink_metadata(path)?;
    if !there.is_file() {
        return Err(LedgerFault::Foreign.into());
    }
    let guard = Guard::of(there.len(), Arc::new(AtomicBool::new(false)));
    Ok(foreign::open(&fs::canonicalize(path)?, &guard)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_ledger_time_and_the_beginning_of_the_checksum() {
        let name = name(Path::new("/srv/丽水.db"), "2026-11-23T08:05:09.123Z", "0a1b2c3d4e5f");
        assert_eq!(name, "丽水-20261123T080509Z-0a1b2c3d.db");
        assert!(is_generated(name.to_str().unwrap()));
    }

    #[test]
    fn only_generated_names_are_taken_for_such() {
        for name in [
            "丽水.db",
            "before-the-merger.db",
            "a-20261123T080509Z.db",
            "a-20261123T080509Z-0a1b2c3.db",
            "a-20261123T080509Z-0a1b2c3g.db",
            "a-20261123-080509Z-0a1b2c3d.db",
            "a-20261123T080509Z-0a1b2c3d.db.sha256",
            "20261123T080509Z-0a1b2c3d.db",
        ] {
            assert!(!is_generated(name), "{name}");
        }
    }
}
