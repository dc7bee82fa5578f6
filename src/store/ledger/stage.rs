//! Gathers saves beside an open ledger.

use super::Store;
use crate::store::error::StoreError;
use crate::store::file::settings::{self, CacheSize};
use crate::store::open::moment;
use crate::store::rows::place_life;
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
        settings::set_cache_size(&self.db, CacheSize::Examination).map_err(store_error)?;
        let tx = self.db.unchecked_transaction().map_err(store_error)?;
        moment::take_up(&tx, &mut self.schema, &mut self.packs)?;
        let mut gathering = Stager::on(&tx, &self.packs, writable, (&self.path, said))?;
        let done = work(&mut gathering);
        let staged = gathering.finish();
        drop(tx);
        let _ = settings::set_cache_size(&self.db, CacheSize::Session);
        Ok((done?, staged))
    }
}
