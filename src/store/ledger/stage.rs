//! Gathers saves beside an open ledger.

use std::borrow::Cow;

use rusqlite::Connection;

use super::Store;
use crate::domain::policy::Pack;
use crate::store::error::{Result, StoreError};
use crate::store::file::schema::VERSION;
use crate::store::file::settings::{self, CacheSize};
use crate::store::open::own_schema;
use crate::store::rows::{pack, place_life};
use crate::store::write::stager::{Staged, Stager, Staging};

impl Store {
    /// Gathers saves beside the ledger, as it is at one moment: nobody who saves waits meanwhile.
    /// [`Writer::take_over`](crate::store::Writer::take_over) writes what was gathered.
    ///
    /// # Errors
    /// Those of `work` and of the file, and always in a session for review.
    pub fn stage<T, E: From<StoreError>>(
        &mut self,
        said: Staging,
        work: impl FnOnce(&mut Stager) -> Result<T, E>,
    ) -> Result<(T, Staged), E> {
        let writable = self.writable()?;
        self.check_place()?;
        if place_life::is_due(&self.db, self.today())? {
            self.write(|_| Ok::<_, StoreError>(()))?;
        }
        let store_error = |error: rusqlite::Error| E::from(StoreError::from(error));
        settings::set_cache_size(&self.db, CacheSize::Bulk).map_err(store_error)?;
        let moment = self.db.unchecked_transaction().map_err(store_error)?;
        take_up(&moment, &mut self.schema, &mut self.packs)?;
        let mut stager = Stager::on(&moment, &self.packs, writable, (&self.path, said))?;
        let done = work(&mut stager);
        let staged = stager.finish();
        drop(moment);
        let _ = settings::set_cache_size(&self.db, CacheSize::Session);
        Ok((done?, staged))
    }
}

/// Takes up what other programs changed of the schema and the packs since the last transaction.
pub(super) fn take_up(
    tx: &Connection,
    known: &mut Option<i64>,
    packs: &mut Vec<Pack>,
) -> Result<()> {
    settings::check_identity(tx)?;
    let schema = own_schema::cookie(tx)?;
    let is_new = *known != Some(schema);
    if is_new {
        own_schema::check(tx, VERSION)?;
    }
    if let Cow::Owned(newer) = pack::current(tx, packs)? {
        *packs = newer;
    }
    if is_new {
        own_schema::check_views(tx, packs)?;
        *known = Some(schema);
    }
    Ok(())
}
