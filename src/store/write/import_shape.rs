//! Keeps how files of one header are imported.

use super::writer::Writer;
use crate::store::error::Result;
use crate::store::rows::import_shape::{self, ImportShape};

impl Writer<'_> {
    /// Keeps how files of one header and kind are imported, with the time of this transaction.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn keep_import_shape(
        &mut self,
        (header, kind): (&str, &str),
        recipe: &str,
        author: &str,
    ) -> Result<()> {
        let shape = ImportShape {
            header: header.to_owned(),
            kind: kind.to_owned(),
            recipe: recipe.to_owned(),
            author: author.to_owned(),
            at: self.chain.at().to_owned(),
        };
        import_shape::keep(self.db, &shape)
    }
}
