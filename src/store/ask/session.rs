//! What a session may do, and what ends its work early.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::store::draft::{DraftSearch, Waiting};
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};

/// After how many steps of SQLite it is asked whether to go on.
const STEPS: i32 = 10_000;

/// After how many steps they are counted.
const COUNTED: u64 = 100;

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

    /// Begins a search for the drafts beside the ledger that a person left. An inspector of the same name
    /// as a clerk has none: to go on with a draft, or to throw it away, is to write.
    #[must_use]
    pub fn search_drafts(&self, author: &str) -> DraftSearch {
        if self.is_for_review() || self.past_day().is_some() {
            DraftSearch::default()
        } else {
            DraftSearch::begin(self.path(), author)
        }
    }

    /// Returns the drafts beside the ledger that a person left.
    #[must_use]
    pub fn waiting_drafts(&self, author: &str) -> Waiting {
        self.search_drafts(author).all()
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

    /// Counts the steps that SQLite takes from now on, in hundreds: what a question costs, whatever
    /// the machine.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_steps(&mut self) -> Result<Arc<AtomicU64>> {
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let count = move || {
            counted.fetch_add(COUNTED, Ordering::Relaxed);
            false
        };
        let every = i32::try_from(COUNTED).unwrap_or(i32::MAX);
        self.db.progress_handler(every, Some(count))?;
        Ok(steps)
    }
}
