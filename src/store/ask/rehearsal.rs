//! Work in a write transaction that is always taken back.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::i18n::{Lang, WhatIfMsg};
use crate::store::error::{Result, StoreError};
use crate::store::ledger::Store;
use crate::store::write::moved::StandingChange;
use crate::store::write::save::Save;
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
    /// Returns the standings that would have another verdict or other figures if a record was
    /// deleted: by pack, place and requirement, in their order.
    ///
    /// # Errors
    /// When the ledger cannot be read, or nothing can be changed in this session.
    pub fn moved_without(&mut self, record: &Record, author: &str) -> Result<Vec<StandingChange>> {
        let mut fields = record.every_field();
        fields.insert(shared::DELETED.to_owned(), true.into());
        self.moved_with(record, fields, author)
    }

    /// Returns the standings that would have another verdict or other figures if a record had these
    /// fields and no others, kind and place among them: by pack, place and requirement, in their
    /// order.
    ///
    /// # Errors
    /// When the ledger refuses them or cannot be read, or nothing can be changed in this session.
    pub fn moved_with(
        &mut self,
        record: &Record,
        fields: BTreeMap<String, Json>,
        author: &str,
    ) -> Result<Vec<StandingChange>> {
        let save = Save {
            record: record.id,
            subject: record.subject,
            base: &record.heads,
            fields,
            author,
            // A locked record wants a reason; this one is never kept.
            reason: author,
        };
        self.rehearsed(|writer| {
            writer.save(&save)?;
            writer.judge_moved()
        })
    }

    /// Returns the words of a standing that came out otherwise, with its place and the one above;
    /// nothing where no pack knows the requirement.
    #[must_use]
    pub fn told(&self, change: &StandingChange, lang: Lang) -> Option<WhatIfMsg> {
        let place = self.place_path(&change.after.place);
        let place = place.unwrap_or_else(|_| change.after.place.clone());
        change.words(self.packs(), place, lang)
    }

    /// Runs `work` in a write transaction and always rolls it back. Nobody else sees any of it.
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
