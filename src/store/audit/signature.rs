//! The signature beside a file.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

use crate::domain::signing::{DetachedSignature, FileHash, SignerKey};
use crate::i18n::SigningFault;
use crate::store::file::staging::{SIGNATURE, beside};
use crate::store::file::untrusted::StagedCopy;

/// The most bytes of a signature; one of the largest key has some 2000.
const LONGEST: u64 = 65_536;

/// Reads the signature beside a file; `None` where there is none.
pub(super) fn beside_file(file: &Path) -> Option<Result<DetachedSignature, SigningFault>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(beside(file, SIGNATURE));
    let opened = match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(_) => return Some(Err(SigningFault::Unreadable)),
        Ok(opened) => opened,
    };
    if !opened.metadata().is_ok_and(|there| there.is_file()) {
        return Some(Err(SigningFault::Unreadable));
    }
    let mut text = Vec::new();
    Some(match opened.take(LONGEST).read_to_end(&mut text) {
        Ok(_) => DetachedSignature::read(&text),
        Err(_) => Err(SigningFault::Unreadable),
    })
}

/// Returns the key that signed the file of a copy.
pub(super) fn check(
    read: Result<DetachedSignature, SigningFault>,
    copy: &StagedCopy,
) -> Result<SignerKey, SigningFault> {
    let signature = read?;
    let digest = match (signature.hash(), copy.sha512) {
        (FileHash::Sha512, Some(digest)) => digest.to_vec(),
        (FileHash::Sha512, None) => Vec::new(),
        (FileHash::Sha256, _) => bytes_of(&copy.sha256),
    };
    signature.check(&digest)?;
    Ok(signature.key())
}

/// Returns the bytes of hexadecimal digits.
fn bytes_of(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    let pair = |pair| u8::from_str_radix(str::from_utf8(pair).unwrap_or_default(), 16);
    pairs.filter_map(|digits| pair(digits).ok()).collect()
}
