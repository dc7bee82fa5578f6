//! Reads the ledger for whoever writes to it: at one moment, or inside a write transaction with what
//! it wrote.

use std::collections::HashSet;

use rusqlite::Connection;
use uuid::Uuid;

use super::writer::Writer;
use crate::domain::place::Gazetteer;
use crate::domain::policy::Pack;
use crate::domain::record::{ChangeId, Record};
use crate::domain::value::Zone;
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::conflict::{OpenConflict, every_open};
use crate::store::rows::deleted::{self, DeletedRecord};
use crate::store::rows::{identity, place, record, trail};

/// What is read of a ledger while something is made for it.
#[derive(Clone, Copy)]
pub struct LedgerView<'a> {
    pub(super) db: &'a Connection,
    pub(super) packs: &'a [Pack],
}

impl LedgerView<'_> {
    /// Visits the facility code of every record of a kind that has one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn codes(&self, kind: &str, visit: impl FnMut(&str, Uuid)) -> Result<()> {
        identity::codes(self.db, kind, visit)
    }

    /// Visits every record of a kind in a place as files name it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn names(&self, kind: &str, place: &str, visit: impl FnMut(&str, Uuid)) -> Result<()> {
        identity::each_name(self.db, kind, place, visit)
    }

    /// Returns whether there is any record of a kind.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has_any(&self, kind: &str) -> Result<bool> {
        identity::has_any(self.db, kind)
    }

    /// Returns whether there is a record of a kind and an id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has(&self, kind: &str, id: Uuid) -> Result<bool> {
        identity::has(self.db, kind, id)
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

    /// Returns every open conflict, by record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open_conflicts(&self) -> Result<Vec<OpenConflict>> {
        every_open(self.db, self.packs)
    }

    /// Returns the time zone of the ledger.
    #[must_use]
    pub fn zone(&self) -> Zone {
        zone_of(self.packs)
    }
}

impl Writer<'_> {
    /// Returns what is read of the ledger in this transaction.
    pub(crate) fn view(&self) -> LedgerView<'_> {
        LedgerView {
            db: self.db,
            packs: &self.packs,
        }
    }

    /// Returns the record of an id as [`crate::store::Store::record`] gives it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, id: Uuid) -> Result<Option<Record>> {
        self.view().record(id)
    }

    /// Returns the changes of a record that nothing was based on, see
    /// [`crate::store::Store::heads`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn heads(&self, record: Uuid) -> Result<Vec<ChangeId>> {
        self.view().heads(record)
    }
}
