//! What every file that leaves a ledger goes through: a place to be made in, and a seal.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::domain::signing::{DetachedSignature, SigningKey};
use crate::i18n::{KeyFault, SnapshotFault};
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::staging::{SIGNATURE, StagingDir, beside, folder_of};
use crate::store::file::untrusted;

/// Digits of a site and of a checksum in a generated name.
pub(crate) const DIGITS: usize = 8;

/// Opens a staging directory for a file that is to be `out`, or in the folder `out`. Nothing that
/// is there is ever replaced.
pub(crate) fn staging_dir_for(ledger: &Path, out: &Path) -> Result<StagingDir> {
    if fs::canonicalize(out).is_ok_and(|out| out == ledger) {
        return Err(FileError::Refused(SnapshotFault::IsTheLedger));
    }
    // A link that leads nowhere is in the way too.
    if !out.is_dir() && fs::symlink_metadata(out).is_ok() {
        return Err(FileError::Refused(SnapshotFault::Exists));
    }
    if !out.is_dir() && fs::symlink_metadata(beside(out, SIGNATURE)).is_ok() {
        return Err(FileError::Refused(SnapshotFault::SignatureExists));
    }
    let folder = if out.is_dir() { out } else { folder_of(out) };
    if !folder.is_dir() {
        return Err(FileError::Refused(SnapshotFault::NoFolder));
    }
    Ok(StagingDir::open_in(&fs::canonicalize(folder)?)?)
}

/// Returns the signature of a finished file, which is checked as others will.
pub(crate) fn sign(file: &Path, key: &SigningKey) -> Result<String> {
    let digest = untrusted::sha512(file)?;
    let refused = |fault| {
        let what = Box::new(fault);
        FileError::Refused(SnapshotFault::NotSigned { what })
    };
    let signature = key.sign(&digest).map_err(refused)?;
    let read = DetachedSignature::read(signature.as_bytes());
    match read.and_then(|read| read.check(&digest)) {
        Ok(()) => Ok(signature),
        Err(_) => Err(refused(KeyFault::Damaged)),
    }
}

/// Writes a finished file through to the disk; its SHA-256. Nobody writes it any more, and nobody
/// reads it who may not read the ledger.
pub(crate) fn seal(file: &Path, ledger: &Path) -> Result<String> {
    let mode = fs::metadata(ledger)?.permissions().mode() & 0o444;
    fs::set_permissions(file, fs::Permissions::from_mode(mode))?;
    File::open(file)?.sync_all()?;
    Ok(untrusted::sha256(file)?)
}
