//! What a session may do, and what ends its work early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::store::error::Result;
use crate::store::ledger::{Access, Store};

/// After how many steps of SQLite it is asked whether to go on.
const STEPS: i32 = 10_000;

impl Store {
    /// Returns whether there is any record that this session may change.
    #[must_use]
    pub const fn is_writable(&self) -> bool {
        matches!(self.access, Access::Everywhere | Access::Places(_))
    }

    /// Ends whatever is asked of the ledger, once this is set: a write is rolled back.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stop_when(&mut self, cancel: &Arc<AtomicBool>) -> Result<()> {
        let cancel = Arc::clone(cancel);
        let is_over = move || cancel.load(Ordering::Relaxed);
        Ok(self.db.progress_handler(STEPS, Some(is_over))?)
    }
}
