//! The records of a kind as the rows of a file can name them: by id, by facility code, by name in a
//! place.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::deleted_index::{DeletedIndex, DeletedNotice};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::i18n::MatchFault;
use crate::store::{Identity, StoreError, Writer};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::matching::known::KnownRecord;
use crate::transfer::import::rows::row::RowEntry;

/// How a row names the record it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchedBy {
    /// By its id.
    Id,
    /// By its facility code.
    Code,
    /// By its name in its place; the row gives no code.
    Name,
    /// By its name in its place, with a code that no record has.
    NameWithNewCode,
}

impl MatchedBy {
    /// Returns whether no other record can be meant.
    pub(crate) const fn is_key(self) -> bool {
        matches!(self, Self::Id | Self::Code)
    }
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowTarget {
    /// A record of the ledger, and how the row names it.
    Known(Uuid, MatchedBy),
    /// One that is not in it yet.
    New,
}

/// The records of a kind, read once.
#[derive(Default)]
pub(crate) struct RecordIndex {
    ids: HashSet<Uuid>,
    codes: HashMap<String, Uuid>,
    /// Place, folded name, records.
    names: HashMap<String, HashMap<String, Vec<Uuid>>>,
    /// The records of one name in one place, read once a row asked for one of them.
    twins: HashMap<(String, String), Vec<(Uuid, KnownRecord)>>,
    /// What was deleted, read once a row asked for something that is not there.
    deleted: Option<DeletedIndex>,
    /// The header of the column of ids.
    id_column: String,
}

impl RecordIndex {
    pub(crate) fn of(writer: &Writer, kind: &Kind, id_column: String) -> Result<Self, StoreError> {
        let mut index = Self {
            id_column,
            ..Self::default()
        };
        writer.identities(
            &kind.code,
            |Identity {
                 id,
                 place,
                 name,
                 facility_code,
             }| {
                index.ids.insert(id);
                if !facility_code.is_empty() {
                    index.codes.insert(folding::key(&facility_code), id);
                }
                if !name.is_empty() {
                    index
                        .names
                        .entry(place)
                        .or_default()
                        .entry(folding::key(&name))
                        .or_default()
                        .push(id);
                }
            },
        )?;
        Ok(index)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns the record that a row names. Its id says it, or else its facility code; a row with
    /// neither, or with a code that no record has, is about the one of its name in its place.
    pub(crate) fn find(
        &mut self,
        writer: &Writer,
        kind: &Kind,
        entry: &RowEntry,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        if let Some(id) = entry.sheet(kind).filter(|_| kind.is_sheet()) {
            return Ok(self.of_sheet(entry, id));
        }
        if let Some(id) = entry.id {
            return self.by_id(writer, kind, id);
        }
        let Some(code) = entry.text(kind, shared::FACILITY_CODE) else {
            return self.by_name(writer, kind, entry, MatchedBy::Name);
        };
        if let Some(id) = self.codes.get(&folding::key(code)) {
            return Ok(Ok(RowTarget::Known(*id, MatchedBy::Code)));
        }
        if let Some(DeletedNotice { name, at, author }) =
            self.deleted(writer, kind)?.of_code(code, entry)
        {
            return Ok(Err(FaultReason::Match(MatchFault::DeletedCode {
                name,
                at,
                author,
            })));
        }
        self.by_name(writer, kind, entry, MatchedBy::NameWithNewCode)
    }

    /// Returns the sheet of a place and period, which is what identifies it. An id beside them has to
    /// be its own.
    fn of_sheet(&self, entry: &RowEntry, id: Uuid) -> Result<RowTarget, FaultReason> {
        match entry.id.filter(|given| *given != id) {
            Some(given) => Err(FaultReason::Match(MatchFault::UnknownId {
                id: given.to_string(),
                column: self.id_column.clone(),
            })),
            None if self.ids.contains(&id) => Ok(RowTarget::Known(id, MatchedBy::Id)),
            None => Ok(RowTarget::New),
        }
    }

    fn by_id(
        &mut self,
        writer: &Writer,
        kind: &Kind,
        id: Uuid,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        if self.ids.contains(&id) {
            return Ok(Ok(RowTarget::Known(id, MatchedBy::Id)));
        }
        let column = self.id_column.clone();
        let fault = match self.deleted(writer, kind)?.of_id(id) {
            Some(DeletedNotice { name, at, author }) => MatchFault::DeletedId { name, at, author },
            None => MatchFault::UnknownId {
                id: id.to_string(),
                column,
            },
        };
        Ok(Err(FaultReason::Match(fault)))
    }

    /// Returns what was deleted.
    pub(crate) fn deleted(
        &mut self,
        writer: &Writer,
        kind: &Kind,
    ) -> Result<&DeletedIndex, StoreError> {
        let deleted = match self.deleted.take() {
            Some(deleted) => deleted,
            None => DeletedIndex::of(writer, &kind.code)?,
        };
        Ok(self.deleted.insert(deleted))
    }

    fn by_name(
        &mut self,
        writer: &Writer,
        kind: &Kind,
        entry: &RowEntry,
        by: MatchedBy,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        match *self.of_name(entry) {
            [] => Ok(Ok(RowTarget::New)),
            [only] => Ok(Ok(RowTarget::Known(only, by))),
            _ => Ok(self
                .twin(writer, kind, entry)?
                .map(|id| RowTarget::Known(id, by))),
        }
    }

    /// Of several records of one name the one that says all that a row says: real lists hold
    /// different facilities of one name.
    fn twin(
        &mut self,
        writer: &Writer,
        kind: &Kind,
        entry: &RowEntry,
    ) -> Result<Result<Uuid, FaultReason>, StoreError> {
        let key = (
            entry.place.clone().unwrap_or_default(),
            entry.name_key.clone(),
        );
        if !self.twins.contains_key(&key) {
            let read = self
                .of_name(entry)
                .iter()
                .map(|id| Ok(KnownRecord::read(writer, kind, *id)?.map(|before| (*id, before))));
            let twins = read
                .collect::<Result<Vec<_>, StoreError>>()?
                .into_iter()
                .flatten()
                .collect();
            self.twins.insert(key.clone(), twins);
        }
        let twins = self.twins.get(&key).map(Vec::as_slice).unwrap_or_default();
        let found = twins
            .iter()
            .find(|(_, before)| before.says_all_of(kind, entry))
            .map(|(id, _)| *id);
        Ok(found.ok_or(FaultReason::Match(MatchFault::SeveralOfName {
            count: twins.len(),
        })))
    }

    /// Returns the records with the name of a row in its place.
    pub(crate) fn of_name(&self, entry: &RowEntry) -> &[Uuid] {
        let names = self.names.get(entry.place.as_deref().unwrap_or_default());
        names
            .and_then(|names| names.get(&entry.name_key))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}
