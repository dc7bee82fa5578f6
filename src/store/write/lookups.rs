//! Reads the ledger inside a write transaction, what the transaction wrote included.

use std::collections::HashSet;

use uuid::Uuid;

use super::writer::Writer;
use crate::domain::place::Gazetteer;
use crate::domain::record::{ChangeId, Record};
use crate::domain::value::Zone;
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::deleted::{self, DeletedRecord};
use crate::store::rows::record::{self, Identity};
use crate::store::rows::{place, trail};

impl Writer<'_> {
    /// Visits every record of a kind as files name it, those of this transaction included.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn identities(&self, kind: &str, visit: impl FnMut(Identity)) -> Result<()> {
        record::identities(self.db, kind, visit)
    }

    /// Returns the records of a kind that were deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn deleted(&self, kind: &str) -> Result<Vec<DeletedRecord>> {
        deleted::of_kind(self.db, kind)
    }

    /// Returns the record of an id as [`crate::store::Store::record`] gives it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Record>> {
        record::record(self.db, id)
    }

    /// Returns the changes of a record that nothing was based on, see
    /// [`crate::store::Store::heads`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn heads(&self, record: Uuid) -> Result<Vec<ChangeId>> {
        let folded = trail::current(self.db, record)?;
        Ok(folded.map(|folded| folded.heads).unwrap_or_default())
    }

    /// Returns a place as people name it, see [`crate::store::Store::place_path`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_path(&self, code: &str) -> Result<String> {
        place::path(self.db, code)
    }

    /// Returns every place, to be found by what people write.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn gazetteer(&self) -> Result<Gazetteer> {
        place::gazetteer(self.db)
    }

    /// Returns the codes of the places for which some minimum of a kind is judged.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn judged_places(&self, kind: &str) -> Result<HashSet<String>> {
        place::judged(self.db, kind)
    }

    /// Returns the time zone of the ledger.
    #[must_use]
    pub fn zone(&self) -> Zone {
        zone_of(&self.packs)
    }
}
