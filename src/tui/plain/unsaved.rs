//! The forms of a session that were to be saved and are not.

use uuid::Uuid;

use super::fault::PromptFault;
use crate::store::StoreError;

/// Each by its record, in the order in which saving was tried.
#[derive(Default)]
pub(super) struct Unsaved {
    forms: Vec<(Uuid, Option<StoreError>)>,
}

impl Unsaved {
    /// Saving was tried, and did not succeed yet; the ledger said why, unless something is to be
    /// put right in the form.
    pub(super) fn tried(&mut self, record: Uuid, error: Option<StoreError>) {
        self.settled(record);
        self.forms.push((record, error));
    }

    /// The form is saved, or there is nothing to save.
    pub(super) fn settled(&mut self, record: Uuid) {
        self.forms.retain(|(of, _)| *of != record);
    }

    /// The person leaves the form as a draft. That is what was wanted, unless the ledger would not
    /// take it.
    pub(super) fn left(&mut self, record: Uuid) {
        self.forms
            .retain(|(of, error)| *of != record || error.is_some());
    }

    /// What there is to tell at the end.
    pub(super) fn told(&self) -> Result<(), PromptFault> {
        let count = self.forms.len();
        let error = self.forms.iter().find_map(|(_, error)| error.clone());
        if count == 0 {
            Ok(())
        } else {
            Err(PromptFault::NotSaved { count, error })
        }
    }
}
