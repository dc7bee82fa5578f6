//! What may stand under the name of a file that is to be written: no output ever takes the place of
//! something that cannot be made again.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::i18n::TargetFault;

/// How every SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// Where in its header a SQLite file says what it is, and what a GeoPackage says there.
const PURPOSE: std::ops::Range<usize> = 68..72;
const GEOPACKAGE: &[u8] = b"GPKG";
/// What the names of files beside a database end in that are part of it or its log of problems.
const PARTS: [&str; 5] = ["-wal", "-shm", "-journal", "-log", "-log.1"];
/// What stands between a ledger's name and the rest in the name of the folder of its drafts.
const DRAFTS: &str = ".drafts-";

/// Refuses what must not be replaced: anything but a file, one that somebody made read-only, as
/// snapshots are, every database but a GeoPackage, for it may be a ledger, and what belongs to a
/// database beside it. Where nothing can be looked at, writing will say why.
///
/// # Errors
/// When `path` is such a file.
pub fn check(path: &Path) -> Result<(), TargetFault> {
    if let Some(database) = owner(path) {
        return Err(TargetFault::BesideADatabase {
            database: database.display().to_string(),
        });
    }
    let Ok(there) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if !there.is_file() {
        return Err(TargetFault::NotAFile);
    }
    if there.permissions().readonly() {
        return Err(TargetFault::ReadOnly);
    }
    if is_a_database(path).unwrap_or_default() {
        Err(TargetFault::IsADatabase)
    } else {
        Ok(())
    }
}

/// Returns the database that a name belongs to, whether or not there is such a file now.
fn owner(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let part = PARTS
        .iter()
        .find_map(|part| name.strip_suffix(part))
        .map(|name| path.with_file_name(name));
    let folder = path.parent()?;
    let draft = folder
        .file_name()
        .and_then(|name| name.to_str()?.split_once(DRAFTS));
    let owner = part.or_else(|| draft.map(|(ledger, _)| folder.with_file_name(ledger)))?;
    is_a_database(&owner).unwrap_or_default().then_some(owner)
}

fn is_a_database(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?
        .take(PURPOSE.end as u64)
        .read_to_end(&mut head)?;
    Ok(head.starts_with(SQLITE) && head.get(PURPOSE) != Some(GEOPACKAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_ours_or_of_nobody_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            check(&path).is_ok()
        };
        let database = |purpose: &[u8; 4]| [SQLITE, &[0; 52], purpose, &[0; 28]].concat();
        assert!(check(&folder.path().join("new")).is_ok());
        assert!(
            of("old.csv", b"a,b\r\n") && of("empty", b"") && of("map.gpkg", &database(b"GPKG"))
        );
        assert!(!of("other.db", &database(b"\0\0\0\0")) && !of("cut.db", SQLITE));
        assert!(check(folder.path()).is_err());
        std::os::unix::fs::symlink("old.csv", folder.path().join("link")).unwrap();
        assert!(check(&folder.path().join("link")).is_err());
        let frozen = folder.path().join("old.csv");
        fs::set_permissions(&frozen, std::os::unix::fs::PermissionsExt::from_mode(0o444)).unwrap();
        assert!(check(&frozen).is_err());
    }

    #[test]
    fn what_is_part_of_a_database_is_its_own_even_before_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("ledger.db"), [SQLITE, &[0; 84]].concat()).unwrap();
        fs::create_dir(at("ledger.db.drafts-0")).unwrap();
        for name in [
            "ledger.db-wal",
            "ledger.db-shm",
            "ledger.db-journal",
            "ledger.db-log",
            "ledger.db-log.1",
            "ledger.db.drafts-0/x.csv",
        ] {
            let database = at("ledger.db").display().to_string();
            assert_eq!(
                check(&at(name)),
                Err(TargetFault::BesideADatabase { database }),
                "{name}"
            );
        }
        for name in [
            "other.db-wal",
            "ledger.db.csv",
            "ledger-wal.csv",
            "x.drafts-0/x.csv",
        ] {
            assert_eq!(check(&at(name)), Ok(()), "{name}");
        }
    }
}
