//! What a session may do, and what ends its work early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::store::error::Result;
use crate::store::ledger::{Access, Store};

/// After how many steps of SQLite it is asked whether to go on.
const STEPS: i32 = 10_000;

impl Store {
    /// Returns the places whose records this session may change, with those below them; `None` where
    /// it may change all, or none.
    #[must_use]
    pub fn writable_places(&self) -> Option<Vec<String>> {
        match &self.access {
            Access::Places(places) => Some(places.clone()),
            Access::Everywhere | Access::Review | Access::Frozen | Access::Past(_) => None,
        }
    }

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
