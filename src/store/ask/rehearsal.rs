//! Work in a write transaction that is always taken back.

use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::write::writer::Writer;

/// What ends the transaction.
enum TakenBack<T> {
    Done(T),
    Failed(StoreError),
}

impl<T> From<StoreError> for TakenBack<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Store {
    /// Does something as a write does it and takes it back, whatever it comes to. Nobody else sees
    /// any of it.
    ///
    /// # Errors
    /// Those of `work`, and of [`Store::write`].
    pub(super) fn rehearsed<T>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> Result<T>,
    ) -> Result<T> {
        let ended = self.write(|writer| Err::<T, _>(TakenBack::Done(work(writer)?)));
        match ended {
            Ok(done) | Err(TakenBack::Done(done)) => Ok(done),
            Err(TakenBack::Failed(error)) => Err(error),
        }
    }
}
