//! The public key of somebody who signs.

use std::fmt;
use std::ops::RangeInclusive;

use ssh_key::public::KeyData;
use ssh_key::{Algorithm, HashAlg, PublicKey};

/// The sizes of RSA keys that the crate takes.
const RSA_BITS: RangeInclusive<usize> = 2048..=4096;

/// The public key of somebody who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerKey(KeyData);

impl SignerKey {
    pub(super) const fn new(data: KeyData) -> Self {
        Self(data)
    }

    pub(super) const fn data(&self) -> &KeyData {
        &self.0
    }

    /// Returns the key that a line of OpenSSH begins with, as `ssh-ed25519 AAAA… comment`.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let key = format!("{} {}", words.next()?, words.next()?);
        let key = PublicKey::from_openssh(&key).ok()?;
        Some(Self(key.into()))
    }

    /// Returns the fingerprint as `ssh-keygen -l` prints it: `SHA256:…`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Returns the word for its type, with the size of an RSA key: `ssh-ed25519`, `ssh-rsa 3072`.
    #[must_use]
    pub fn type_word(&self) -> String {
        let word = self.0.algorithm().to_string();
        self.rsa_bits()
            .map_or_else(|| word.clone(), |bits| format!("{word} {bits}"))
    }

    /// Returns whether this program can check signatures of such a key.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        if let Some(bits) = self.rsa_bits() {
            return RSA_BITS.contains(&bits);
        }
        matches!(
            self.0.algorithm(),
            Algorithm::Ed25519
                | Algorithm::Ecdsa { .. }
                | Algorithm::SkEd25519
                | Algorithm::SkEcdsaSha2NistP256
        )
    }

    fn rsa_bits(&self) -> Option<usize> {
        let modulus = self.0.rsa()?.n.as_positive_bytes()?;
        let zeros = modulus.first().map_or(0, |first| first.leading_zeros());
        Some(modulus.len() * 8 - usize::try_from(zeros).unwrap_or_default())
    }
}

/// The key as a line of OpenSSH without a comment.
impl fmt::Display for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = PublicKey::new(self.0.clone(), "");
        f.write_str(key.to_openssh().map_err(|_| fmt::Error)?.trim_end())
    }
}
