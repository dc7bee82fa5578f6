//! The records of a kind as the rows of a file can name them: by id, by facility code, by name in a
//! place.

use std::collections::HashMap;

use uuid::Uuid;

use super::deleted_index::{DeletedIndex, DeletedNotice};
use super::twins::Twins;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::i18n::MatchFault;
use crate::store::{LedgerView, StoreError};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::rows::row::RowEntry;

/// How a row names the record it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowTarget {
    /// A record of the ledger, and how the row names it.
    Known(Uuid, MatchedBy),
    /// One that is not in it yet.
    New,
}

/// Records by the fingerprint of what names them, in order.
type Named = Vec<(TextPrint, Uuid)>;

/// The records of a kind, read as rows ask for them. Names and codes are kept as fingerprints: there
/// may be a million.
pub(crate) struct RecordIndex<'a> {
    view: LedgerView<'a>,
    kind: &'a Kind,
    is_empty: bool,
    /// By folded code, read once a row gives one.
    codes: Option<Named>,
    /// By place: by folded name.
    names: HashMap<String, Named>,
    /// The records of one name in one place, told apart once a row asked for one of them.
    twins: HashMap<TextPrint, Twins>,
    /// What was deleted, read once a row asked for something that is not there.
    deleted: Option<DeletedIndex>,
    /// The header of the column of ids.
    id_column: String,
}

impl<'a> RecordIndex<'a> {
    pub(crate) fn of(
        view: LedgerView<'a>,
        kind: &'a Kind,
        id_column: String,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            view,
            kind,
            is_empty: !view.has_any(&kind.code)?,
            codes: None,
            names: HashMap::new(),
            twins: HashMap::new(),
            deleted: None,
            id_column,
        })
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Returns the record that a row names. Its id says it, or else its facility code; a row with
    /// neither, or with a code that no record has, is about the one of its name in its place.
    pub(crate) fn find(
        &mut self,
        entry: &RowEntry,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        if let Some(id) = entry.sheet(self.kind).filter(|_| self.kind.is_sheet()) {
            return self.of_sheet(entry, id);
        }
        if let Some(id) = entry.id {
            return self.by_id(id);
        }
        let Some(code) = entry.text(self.kind, shared::FACILITY_CODE) else {
            return self.by_name(entry, MatchedBy::Name);
        };
        if let Some(id) = self.of_code(code)? {
            return Ok(Ok(RowTarget::Known(id, MatchedBy::Code)));
        }
        if let Some(DeletedNotice { name, at, author }) = self.deleted()?.of_code(code, entry) {
            return Ok(Err(FaultReason::Match(MatchFault::DeletedCode {
                name,
                at,
                author,
            })));
        }
        self.by_name(entry, MatchedBy::NameWithNewCode)
    }

    /// Returns whether there is a record of the kind with an id.
    fn has(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(!self.is_empty && self.view.has(&self.kind.code, id)?)
    }

    /// Returns the sheet of a place and period, which is what identifies it. An id beside them has to
    /// be its own.
    fn of_sheet(
        &self,
        entry: &RowEntry,
        id: Uuid,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        if let Some(given) = entry.id.filter(|given| *given != id) {
            return Ok(Err(FaultReason::Match(MatchFault::UnknownId {
                id: given.to_string(),
                column: self.id_column.clone(),
            })));
        }
        let is_known = self.has(id)?;
        Ok(Ok(if is_known {
            RowTarget::Known(id, MatchedBy::Id)
        } else {
            RowTarget::New
        }))
    }

    fn by_id(&mut self, id: Uuid) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        if self.has(id)? {
            return Ok(Ok(RowTarget::Known(id, MatchedBy::Id)));
        }
        let column = self.id_column.clone();
        let fault = match self.deleted()?.of_id(id) {
            Some(DeletedNotice { name, at, author }) => MatchFault::DeletedId { name, at, author },
            None => MatchFault::UnknownId {
                id: id.to_string(),
                column,
            },
        };
        Ok(Err(FaultReason::Match(fault)))
    }

    /// Returns the record of a facility code; of several the one that was made last.
    fn of_code(&mut self, code: &str) -> Result<Option<Uuid>, StoreError> {
        if self.is_empty {
            return Ok(None);
        }
        if self.codes.is_none() {
            let mut codes = Named::new();
            self.view.codes(&self.kind.code, |code, id| {
                codes.push((TextPrint::of_code(&folding::key(code)), id));
            })?;
            codes.sort_unstable();
            self.codes = Some(codes);
        }
        let print = TextPrint::of_code(&folding::key(code));
        let codes = self.codes.as_deref().unwrap_or_default();
        Ok(of_print(codes, print).last().map(|(_, id)| *id))
    }

    /// Returns what was deleted.
    pub(crate) fn deleted(&mut self) -> Result<&DeletedIndex, StoreError> {
        let deleted = match self.deleted.take() {
            Some(deleted) => deleted,
            None => DeletedIndex::of(self.view, &self.kind.code)?,
        };
        Ok(self.deleted.insert(deleted))
    }

    fn by_name(
        &mut self,
        entry: &RowEntry,
        by: MatchedBy,
    ) -> Result<Result<RowTarget, FaultReason>, StoreError> {
        match *self.of_name(entry)? {
            [] => Ok(Ok(RowTarget::New)),
            [(_, only)] => Ok(Ok(RowTarget::Known(only, by))),
            _ => Ok(self.twin(entry)?.map(|id| RowTarget::Known(id, by))),
        }
    }

    /// Of several records of one name the one that says all that a row says: real lists hold
    /// different facilities of one name.
    fn twin(&mut self, entry: &RowEntry) -> Result<Result<Uuid, FaultReason>, StoreError> {
        let mut twins = self.twins.remove(&entry.name_print).unwrap_or_default();
        let (view, kind) = (self.view, self.kind);
        let named = self.of_name(entry)?;
        let count = named.len();
        let found = twins.find(&view, kind, entry, named.iter().map(|(_, id)| *id))?;
        self.twins.insert(entry.name_print, twins);
        Ok(found.ok_or(FaultReason::Match(MatchFault::SeveralOfName { count })))
    }

    /// Returns the records with the name of a row in its place, by id.
    pub(crate) fn of_name(&mut self, entry: &RowEntry) -> Result<&[(TextPrint, Uuid)], StoreError> {
        let place = entry.place.as_deref().unwrap_or_default();
        if self.is_empty || entry.name_key.is_empty() {
            return Ok(&[]);
        }
        if !self.names.contains_key(place) {
            let mut names = Named::new();
            self.view.names(&self.kind.code, place, |name, id| {
                names.push((TextPrint::of_name(place, &folding::key(name)), id));
            })?;
            names.sort_unstable();
            names.shrink_to_fit();
            self.names.insert(place.to_owned(), names);
        }
        let names = self.names.get(place).map(Vec::as_slice);
        Ok(of_print(names.unwrap_or_default(), entry.name_print))
    }
}

/// Returns those of a fingerprint.
fn of_print(named: &[(TextPrint, Uuid)], print: TextPrint) -> &[(TextPrint, Uuid)] {
    let from = named.partition_point(|(its, _)| *its < print);
    let rest = named.get(from..).unwrap_or_default();
    let count = rest.partition_point(|(its, _)| *its == print);
    rest.get(..count).unwrap_or_default()
}
