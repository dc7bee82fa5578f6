//! Who may sign files for the ledger, and whether unsigned ones are taken.

use super::writer::Writer;
use crate::domain::text::folding::is_invisible;
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::place;
use crate::store::rows::signers::{self, LedgerSigner};

/// What names in a list of OpenSSH have a meaning for.
const NOT_IN_NAMES: [char; 5] = [',', '"', '*', '?', '!'];

impl Writer<'_> {
    /// Adds somebody to the list of signers. Places may be named as people do.
    ///
    /// # Errors
    /// When the key is in the list, a place is unknown, or this session may change records of some
    /// places only.
    pub fn add_signer(&mut self, signer: &LedgerSigner, author: &str) -> Result<LedgerSigner> {
        self.refuse_when_restricted()?;
        if let Some(known) = signers::current(self.db)?.whose(&signer.key) {
            let name = known.name.clone();
            return Err(LedgerRefusal::SignerListed { name }.into());
        }
        let name = signer.name.clone();
        if name.is_empty() || name.contains(NOT_IN_NAMES) || name.contains(is_invisible) {
            return Err(LedgerRefusal::SignerName { name }.into());
        }
        let mut signer = signer.clone();
        for code in &mut signer.places {
            *code = place::find(self.db, code)?.code;
        }
        signers::note_added(&mut self.chain, &signer, author)?;
        Ok(signer)
    }

    /// Removes the keys of a name, or the one with a fingerprint; returns them.
    ///
    /// # Errors
    /// When there is none, nobody would be left though signatures are required, or this session may
    /// change records of some places only.
    pub fn remove_signer(&mut self, named: &str, author: &str) -> Result<Vec<LedgerSigner>> {
        self.refuse_when_restricted()?;
        let known = signers::current(self.db)?;
        let is_meant =
            |signer: &LedgerSigner| signer.name == named || signer.key.fingerprint() == named;
        let (gone, left): (Vec<_>, Vec<_>) = known.signers.into_iter().partition(is_meant);
        if gone.is_empty() {
            let name = named.to_owned();
            return Err(LedgerRefusal::NoSuchSigner { name }.into());
        }
        if known.required && left.is_empty() {
            return Err(LedgerRefusal::LastSigner.into());
        }
        for signer in &gone {
            signers::note_removed(&mut self.chain, &signer.key, author)?;
        }
        Ok(gone)
    }

    /// Has files merged only if somebody in the list signed them, or unsigned ones as well; returns
    /// whether that was otherwise before.
    ///
    /// # Errors
    /// When nobody is in the list, or this session may change records of some places only.
    pub fn require_signatures(&mut self, required: bool, author: &str) -> Result<bool> {
        self.refuse_when_restricted()?;
        let known = signers::current(self.db)?;
        if required && known.signers.is_empty() {
            return Err(LedgerRefusal::NoSigners.into());
        }
        let is_new = known.required != required;
        if is_new {
            signers::note_required(&mut self.chain, required, author)?;
        }
        Ok(is_new)
    }
}
