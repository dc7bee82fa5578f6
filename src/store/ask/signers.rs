//! Who may sign files for the ledger.

use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::signers::{self, LedgerSigners};

impl Store {
    /// Returns everybody who may sign files for this ledger, and whether it takes unsigned ones.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn signers(&self) -> Result<LedgerSigners> {
        signers::current(&self.db)
    }
}
