//! What a session was to save or to do and did not.

use uuid::Uuid;

use super::fault::PromptFault;
use crate::store::StoreError;

/// Each by its record, in the order in which saving was tried.
#[derive(Default)]
pub(super) struct Unsaved {
    forms: Vec<(Uuid, Option<StoreError>)>,
    /// Records that an act was to change, as a deletion or a confirmation. There is no draft of it.
    acts: Vec<(Uuid, StoreError)>,
}

impl Unsaved {
    /// Saving was tried, and did not succeed yet; the ledger said why, unless something is to be
    /// put right in the form.
    pub(super) fn tried(&mut self, record: Uuid, error: Option<StoreError>) {
        self.settled(record);
        self.forms.push((record, error));
    }

    /// Acts on some records failed.
    pub(super) fn failed(&mut self, records: &[Uuid], error: &StoreError) {
        self.acts.retain(|(of, _)| !records.contains(of));
        let records = records.iter();
        self.acts
            .extend(records.map(|record| (*record, error.clone())));
    }

    /// An act on these records was done; whatever was to be saved of them is settled by it.
    pub(super) fn done(&mut self, records: &[Uuid]) {
        self.acts.retain(|(of, _)| !records.contains(of));
        self.forms.retain(|(of, _)| !records.contains(of));
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
        if count > 0 {
            return Err(PromptFault::NotSaved { count, error });
        }
        match self.acts.first() {
            Some((_, error)) => Err(PromptFault::NotDone(error.clone())),
            None => Ok(()),
        }
    }
}
