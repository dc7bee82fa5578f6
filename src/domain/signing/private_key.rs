//! The private key with which somebody signs.

use ssh_key::{Error, PrivateKey};

use super::public_key::SignerKey;
use super::signature;
use crate::i18n::KeyFault;

/// The private key with which somebody signs.
#[derive(Clone, Debug)]
pub struct SigningKey(PrivateKey);

impl SigningKey {
    /// Reads the file of a private key as OpenSSH writes it.
    ///
    /// # Errors
    /// When it is none, in another form, or of a type that cannot sign here.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyFault> {
        let text = str::from_utf8(bytes).map_err(|_| KeyFault::NoPrivateKey)?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if text.contains("PuTTY-User-Key-File") {
            return Err(KeyFault::Putty);
        }
        if !text.contains("PRIVATE KEY-----") {
            let lines = text.lines().map(str::trim);
            let is_public = text.contains("PUBLIC KEY")
                || lines.map(SignerKey::of_line).any(|key| key.is_some());
            return Err(if is_public {
                KeyFault::IsPublic
            } else {
                KeyFault::NoPrivateKey
            });
        }
        if !text.contains("BEGIN OPENSSH PRIVATE KEY") {
            return Err(KeyFault::OldForm);
        }
        let text = format!("{}\n", text.trim());
        let key = PrivateKey::from_openssh(text).map_err(|error| fault_of(&error))?;
        let public = SignerKey::new(key.public_key().key_data().clone());
        let needs_a_device = public.type_word().starts_with("sk-");
        if needs_a_device || !public.is_supported() {
            let named = public.type_word();
            return Err(KeyFault::CannotSign { named });
        }
        Ok(Self(key))
    }

    /// Returns whether a passphrase is needed first.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.is_encrypted()
    }

    /// Returns the key that a passphrase opens.
    ///
    /// # Errors
    /// When the passphrase is wrong, or the key is damaged.
    pub fn unlocked(&self, passphrase: &str) -> Result<Self, KeyFault> {
        let key = self.0.decrypt(passphrase);
        key.map(Self).map_err(|_| KeyFault::WrongPassphrase)
    }

    /// Returns the public key that belongs to it.
    #[must_use]
    pub fn public(&self) -> SignerKey {
        SignerKey::new(self.0.public_key().key_data().clone())
    }

    /// Returns the signature over a file with this SHA-512, in the lines of a `.sig` file.
    ///
    /// # Errors
    /// When the key is encrypted or cannot sign.
    pub fn sign(&self, digest: &[u8; 64]) -> Result<String, KeyFault> {
        signature::sign(&self.0, digest).map_err(|error| fault_of(&error))
    }
}

fn fault_of(error: &Error) -> KeyFault {
    match error {
        Error::AlgorithmUnsupported { algorithm } => KeyFault::CannotSign {
            named: algorithm.to_string(),
        },
        Error::Encrypted => KeyFault::WrongPassphrase,
        _ => KeyFault::Damaged,
    }
}
