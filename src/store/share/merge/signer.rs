//! Who signed the file that is merged, and whether the ledger takes it from them.

use rusqlite::Connection;

use super::error::Result;
use super::merged::SignedBy;
use super::theirs::Theirs;
use crate::i18n::MergeFault;
use crate::store::rows::signers::{self, LedgerSigner};

/// Who signed a file.
pub(super) struct FileSigner {
    /// The fingerprint of the key; `None` where the file is not signed.
    key: Option<String>,
    /// Whose key it is by the list of the ledger.
    known: Option<LedgerSigner>,
}

/// Returns who signed a file, and refuses one that the ledger takes from nobody else.
pub(super) fn of(db: &Connection, theirs: &Theirs) -> Result<FileSigner> {
    let known = signers::current(db)?;
    let Some(key) = &theirs.signed else {
        if known.required {
            return Err(MergeFault::Unsigned.into());
        }
        return Ok(FileSigner {
            key: None,
            known: None,
        });
    };
    let signer = known.whose(key).cloned();
    let key = key.fingerprint();
    if known.required && signer.is_none() {
        return Err(MergeFault::UnknownSigner { key }.into());
    }
    Ok(FileSigner {
        key: Some(key),
        known: signer,
    })
}

impl FileSigner {
    /// Returns what is said of it.
    pub(super) fn signed_by(&self) -> Option<SignedBy> {
        let key = self.key.clone()?;
        let name = self.known.as_ref().map(|signer| signer.name.clone());
        Some(SignedBy { name, key })
    }

    /// Returns the name and the key of a signer who is in the list of the ledger.
    pub(super) fn in_the_list(&self) -> Option<(&str, &str)> {
        let name = &self.known.as_ref()?.name;
        Some((name, self.key.as_deref()?))
    }
}
