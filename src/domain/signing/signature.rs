//! A signature that stands beside a file.

use rsa::pkcs1v15;
use signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use ssh_key::private::{KeypairData, RsaKeypair};
use ssh_key::sha2::Sha512;
use ssh_key::{Algorithm, HashAlg, LineEnding, Signature, SshSig};

use super::public_key::SignerKey;
use crate::i18n::SigningFault;

/// What signatures of files that are handed on are made for; those for anything else do not count.
pub const NAMESPACE: &str = "taizhang-exchange";

/// The first and the last line of a signature.
const ARMOUR: [&str; 2] = [
    "-----BEGIN SSH SIGNATURE-----",
    "-----END SSH SIGNATURE-----",
];

/// Columns of the lines between, as OpenSSH writes them.
const LINE: usize = 70;

/// The hash of a file that is signed in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileHash {
    /// SHA-256.
    Sha256,
    /// SHA-512, which `ssh-keygen` and this program take.
    Sha512,
}

/// A signature that stands beside a file.
#[derive(Clone, Debug)]
pub struct DetachedSignature(SshSig);

impl DetachedSignature {
    /// Reads a signature as `ssh-keygen -Y sign` writes it. Nothing is known of the file by that.
    ///
    /// # Errors
    /// When it is none, or made for something else.
    pub fn read(text: &[u8]) -> Result<Self, SigningFault> {
        let text = str::from_utf8(text).map_err(|_| SigningFault::NotASignature)?;
        let wrapped = wrapped(text).ok_or(SigningFault::NotASignature)?;
        let read = SshSig::from_pem(wrapped).map_err(|_| SigningFault::NotASignature)?;
        if read.namespace() == NAMESPACE {
            Ok(Self(read))
        } else {
            let namespace = read.namespace().to_owned();
            Err(SigningFault::OtherNamespace { namespace })
        }
    }

    /// Returns the key that is said to have made it.
    #[must_use]
    pub fn key(&self) -> SignerKey {
        SignerKey::new(self.0.public_key().clone())
    }

    /// Returns the hash of the file that it was made over.
    #[must_use]
    pub fn hash(&self) -> FileHash {
        match self.0.hash_alg() {
            HashAlg::Sha256 => FileHash::Sha256,
            _ => FileHash::Sha512,
        }
    }

    /// Checks that its key made it over a file with this hash.
    ///
    /// # Errors
    /// When the key is of a type that cannot be checked, or did not make it.
    pub fn check(&self, digest: &[u8]) -> Result<(), SigningFault> {
        let key = self.key();
        if !key.is_supported() {
            let named = key.type_word();
            return Err(SigningFault::UnsupportedKey { named });
        }
        // SHA-1 is not safe any more, and OpenSSH takes it for no signature of a file.
        let made_with = self.0.signature().algorithm();
        if made_with == (Algorithm::Rsa { hash: None }) {
            let named = made_with.to_string();
            return Err(SigningFault::UnsupportedKey { named });
        }
        let signed = signed_data(self.0.hash_alg(), self.0.reserved(), digest);
        let checked = key.data().verify(&signed, self.0.signature());
        checked.map_err(|_| SigningFault::Differs {
            key: key.fingerprint(),
        })
    }
}

/// Returns the lines of a signature in the width in which the reader wants them.
fn wrapped(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let [first, last] = ARMOUR;
    let inside = text.strip_prefix(first)?.strip_suffix(last)?;
    let letters: String = inside.split_ascii_whitespace().collect();
    let mut wrapped = format!("{first}\n");
    for line in letters.as_bytes().chunks(LINE) {
        wrapped.push_str(str::from_utf8(line).ok()?);
        wrapped.push('\n');
    }
    Some(format!("{wrapped}{last}\n"))
}

/// Returns what is signed in place of a file.
fn signed_data(hash: HashAlg, reserved: &[u8], digest: &[u8]) -> Vec<u8> {
    let mut data = b"SSHSIG".to_vec();
    for part in [
        NAMESPACE.as_bytes(),
        reserved,
        hash.as_str().as_bytes(),
        digest,
    ] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        data.extend(length.to_be_bytes());
        data.extend(part);
    }
    data
}

/// Returns the signature over a file with this SHA-512, as `ssh-keygen -Y sign` writes it.
pub(super) fn sign(key: &ssh_key::PrivateKey, digest: &[u8; 64]) -> Result<String, ssh_key::Error> {
    let signed = signed_data(HashAlg::Sha512, &[], digest);
    let signature = match key.key_data() {
        KeypairData::Rsa(pair) => rsa_signature(pair, &signed)?,
        _ => key.try_sign(&signed)?,
    };
    let public = key.public_key().key_data().clone();
    let made = SshSig::new(public, NAMESPACE, HashAlg::Sha512, signature)?;
    made.to_pem(LineEnding::LF)
}

/// Signs with an RSA key. The conversion of `ssh_key` takes one of the primes twice.
fn rsa_signature(pair: &RsaKeypair, signed: &[u8]) -> Result<Signature, ssh_key::Error> {
    let number = |number: &ssh_key::Mpint| rsa::BigUint::try_from(number);
    let primes = vec![number(&pair.private.p)?, number(&pair.private.q)?];
    let (n, e) = (number(&pair.public.n)?, number(&pair.public.e)?);
    let key = rsa::RsaPrivateKey::from_components(n, e, number(&pair.private.d)?, primes)?;
    let signature = pkcs1v15::SigningKey::<Sha512>::new(key).try_sign(signed)?;
    let algorithm = Algorithm::Rsa {
        hash: Some(HashAlg::Sha512),
    };
    Signature::new(algorithm, signature.to_vec())
}

#[cfg(test)]
mod tests {
    use ssh_key::PrivateKey;
    use ssh_key::private::Ed25519Keypair;

    use super::*;

    fn key(seed: u8) -> PrivateKey {
        Ed25519Keypair::from_seed(&[seed; 32]).into()
    }

    #[test]
    fn a_signature_says_which_file_its_key_signed() {
        let text = sign(&key(1), &[7; 64]).unwrap();
        let read = DetachedSignature::read(text.as_bytes()).unwrap();
        assert_eq!(read.hash(), FileHash::Sha512);
        assert_eq!(read.check(&[7; 64]), Ok(()));
        let key = read.key().fingerprint();
        assert_eq!(read.check(&[8; 64]), Err(SigningFault::Differs { key }));
    }

    #[test]
    fn lines_of_any_width_are_read() {
        let text = sign(&key(1), &[7; 64]).unwrap();
        let one_line = text.replace('\n', "");
        for text in [
            one_line,
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}\n"),
        ] {
            assert!(DetachedSignature::read(text.as_bytes()).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        let text = sign(&key(1), &[7; 64]).unwrap();
        let cut = text.replacen("AAAA", "", 1);
        for text in ["", "x", ARMOUR[0], &cut, &text[..text.len() / 2]] {
            assert_eq!(
                DetachedSignature::read(text.as_bytes()).err(),
                Some(SigningFault::NotASignature),
                "{text}"
            );
        }
        // One letter in the middle makes another signature, or none.
        let middle = text.len() / 2;
        let letter = if &text[middle..=middle] == "A" {
            "B"
        } else {
            "A"
        };
        let altered = format!("{}{letter}{}", &text[..middle], &text[middle + 1..]);
        let read = DetachedSignature::read(altered.as_bytes());
        assert!(read.and_then(|read| read.check(&[7; 64])).is_err());
    }

    #[test]
    fn a_signature_for_something_else_is_refused() {
        let made = key(1).sign("file", HashAlg::Sha512, b"x").unwrap();
        let text = made.to_pem(LineEnding::LF).unwrap();
        let namespace = "file".to_owned();
        assert_eq!(
            DetachedSignature::read(text.as_bytes()).err(),
            Some(SigningFault::OtherNamespace { namespace })
        );
    }

    #[test]
    fn what_is_signed_is_what_openssh_signs() {
        use ssh_key::sha2::{Digest as _, Sha256, Sha512};
        let file = b"a file";
        for (hash, digest) in [
            (HashAlg::Sha256, Sha256::digest(file).to_vec()),
            (HashAlg::Sha512, Sha512::digest(file).to_vec()),
        ] {
            let theirs = SshSig::signed_data(NAMESPACE, hash, file).unwrap();
            assert_eq!(signed_data(hash, &[], &digest), theirs);
        }
    }
}
