//! Snapshots in a folder: their names, and which of them are old.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use super::finish::DIGITS;
use super::snapshot::MadeSnapshot;
use crate::i18n::{LedgerFault, SnapshotFault};
use crate::store::error;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::hardened;
use crate::store::file::staging::{SIGNATURE, beside};
use crate::store::rows::{manifest, site};

/// What became of an old snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// It is removed.
    Removed(PathBuf),
    /// It is still there, and why.
    Kept(PathBuf, String),
}

/// Returns whether a name is one that [`super::snapshot::name`] gives, whatever the ledger was called.
fn is_generated(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".db") else {
        return false;
    };
    let Some((rest, digits)) = name.rsplit_once('-') else {
        return false;
    };
    let time = rest
        .rsplit_once('-')
        .map(|(_, time)| time)
        .unwrap_or_default();
    let is_time = time.len() == "20261123T080000Z".len()
        && time.chars().enumerate().all(|(at, c)| match at {
            8 => c == 'T',
            15 => c == 'Z',
            _ => c.is_ascii_digit(),
        });
    is_time && digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Removes the oldest snapshots of the ledger file of `made` from its folder until `keep` are left.
/// Only files with a generated name whose manifest names this very ledger, and a site that its file
/// wrote as, are touched: what a town hands in is of the same ledger.
///
/// # Errors
/// When the folder or the new snapshot cannot be read.
pub fn rotate(made: &MadeSnapshot, keep: usize) -> Result<Vec<Rotated>> {
    let folder = crate::store::file::staging::folder_of(&made.path);
    let unreadable = || FileError::Unusable(SnapshotFault::NotALedger);
    let own = manifest_head(&made.path).ok_or_else(unreadable)?;
    let sites = open(&made.path)
        .and_then(|db| site::all(&db))
        .map_err(|_| unreadable())?;
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_candidate = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(is_generated);
        let snapshot = is_candidate.then(|| manifest_head(&path)).flatten();
        if let Some(of) = snapshot.filter(|of| of.ledger == own.ledger && sites.contains(&of.site))
        {
            found.push((of.made_at, path));
        }
    }
    found.sort();
    let too_many = found.len().saturating_sub(keep.max(1));
    Ok(found
        .into_iter()
        .take(too_many)
        .filter(|(_, path)| *path != made.path)
        .map(|(_, path)| remove(path))
        .collect())
}

/// Removes the file first: a checksum or a signature without its file misleads nobody.
fn remove(path: PathBuf) -> Rotated {
    match fs::remove_file(&path) {
        Ok(()) => {
            let _ = fs::remove_file(beside(&path, ".sha256"));
            let _ = fs::remove_file(beside(&path, SIGNATURE));
            Rotated::Removed(path)
        }
        Err(error) => Rotated::Kept(path, error.to_string()),
    }
}

/// What the manifest of a snapshot tells.
struct ManifestHead {
    ledger: String,
    site: String,
    made_at: String,
}

/// Returns what a file tells of itself; `None` if it is no snapshot.
fn manifest_head(path: &Path) -> Option<ManifestHead> {
    let items = open(path).and_then(|db| manifest::read(&db)).ok()?;
    let item = |topic| items.get(&manifest::single(topic)).cloned();
    Some(ManifestHead {
        ledger: item("ledger")?,
        site: item("site")?,
        made_at: item("made_at")?,
    })
}

/// Opens a regular file as an untrusted file.
fn open(path: &Path) -> error::Result<Connection> {
    let there = fs::symlink_metadata(path)?;
    if !there.is_file() {
        return Err(LedgerFault::Foreign.into());
    }
    let deadline = Deadline::for_bytes(there.len(), Arc::new(AtomicBool::new(false)));
    Ok(hardened::open(&fs::canonicalize(path)?, &deadline)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::share::snapshot::name;

    #[test]
    fn a_name_has_ledger_time_and_the_beginning_of_the_checksum() {
        let name = name(
            Path::new("/srv/丽水.db"),
            "2026-11-23T08:05:09.123Z",
            "0a1b2c3d4e5f",
        );
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
