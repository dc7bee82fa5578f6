//! Who signed the file that is merged, and whether the ledger takes it from them.

use rusqlite::Connection;

use super::error::{MergeError, Result};
use super::merged::SignedBy;
use super::theirs::{Taking, Theirs};
use crate::domain::policy::Pack;
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
    /// Returns whether the key may sign for some places only.
    pub(super) fn is_limited(&self) -> bool {
        !self.places().is_empty()
    }

    fn places(&self) -> &[String] {
        self.known.as_ref().map_or(&[], |signer| &signer.places)
    }

    /// Refuses a file that has anything about places outside those of the merge, or outside those
    /// that its signer may sign for.
    pub(super) fn refuse_outside(
        &self,
        db: &Connection,
        packs: &[Pack],
        taking: &Taking,
    ) -> Result<()> {
        let name = self.known.as_ref().map(|signer| signer.name.clone());
        for (places, signer) in [(taking.merge.places, None), (self.places(), name)] {
            if places.is_empty() {
                continue;
            }
            let acts = taking.limited.outside(db, packs, places)?;
            if !acts.is_empty() {
                return Err(MergeError::Outside { acts, signer });
            }
        }
        Ok(())
    }

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
