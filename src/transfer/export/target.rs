//! What may stand under the name of an exported file already.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::ExportError;
use crate::i18n::ExportFault;

/// How every SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// Where in its header a SQLite file says what it is, and what a GeoPackage says there.
const PURPOSE: std::ops::Range<usize> = 68..72;
const GEOPACKAGE: &[u8] = b"GPKG";

/// Refuses what must not be replaced: anything but a file, one that somebody made read-only, as snapshots are, and every
/// database but an earlier GeoPackage, for it may be a ledger.
pub(super) fn check(path: &Path) -> Result<(), ExportError> {
    let there = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        there => there?,
    };
    if !there.is_file() {
        return Err(ExportError::Refused(ExportFault::NotAFile));
    }
    if there.permissions().readonly() {
        return Err(ExportError::Refused(ExportFault::ReadOnly));
    }
    if is_a_database(path)? { Err(ExportError::Refused(ExportFault::IsADatabase)) } else { Ok(()) }
}

fn is_a_database(path: &Path) -> Result<bool, ExportError> {
    let mut head = Vec::new();
    File::open(path)?.take(PURPOSE.end as u64).read_to_end(&mut head)?;
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
        assert!(of("old.csv", b"a,b\r\n") && of("empty", b"") && of("map.gpkg", &database(b"GPKG")));
        assert!(!of("other.db", &database(b"\0\0\0\0")) && !of("cut.db", SQLITE));
        assert!(check(folder.path()).is_err());
        std::os::unix::fs::symlink("old.csv", folder.path().join("link")).unwrap();
        assert!(check(&folder.path().join("link")).is_err());
        let frozen = folder.path().join("old.csv");
        fs::set_permissions(&frozen, std::os::unix::fs::PermissionsExt::from_mode(0o444)).unwrap();
        assert!(check(&frozen).is_err());
    }
}
