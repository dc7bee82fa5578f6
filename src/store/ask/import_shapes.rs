//! How files were imported before.

use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::import_shape::{self, ImportShape};

impl Store {
    /// Returns how files of each header were imported last, the latest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn import_shapes(&self) -> Result<Vec<ImportShape>> {
        import_shape::all(&self.db)
    }
}
