//! Which record a row is about: one of the ledger, or a new one.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::change::Before;
use super::row::{Entry, Reason};
use crate::domain::facility::shared;
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::i18n::{LedgerRefusal, RowFault};
use crate::store::{Identity, StoreError, Writer};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A record of the ledger.
    Known(Uuid),
    /// One that is not in it yet.
    New,
}

/// The records of a kind as files name them, read once.
#[derive(Default)]
pub(super) struct Index {
    ids: HashSet<Uuid>,
    codes: HashMap<String, Uuid>,
    /// Place, folded name, records.
    names: HashMap<String, HashMap<String, Vec<Uuid>>>,
    /// The records of one name in one place, read once a row asked for one of them.
    twins: HashMap<(String, String), Vec<(Uuid, Before)>>,
}

impl Index {
    pub(super) fn of(writer: &Writer, kind: &Kind) -> Result<Self, StoreError> {
        let mut index = Self::default();
        writer.identities(&kind.code, |Identity { id, place, name, facility_code }| {
            index.ids.insert(id);
            if !facility_code.is_empty() {
                index.codes.insert(folding::key(&facility_code), id);
            }
            if !name.is_empty() {
                index.names.entry(place).or_default().entry(folding::key(&name)).or_default().push(id);
            }
        })?;
        Ok(index)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The record that a row is about. Its id says it, or else its facility code; a row with neither is about the one
    /// of its name in its place. Real lists hold different facilities of one name, and of those it is about the one
    /// that says the same in everything.
    pub(super) fn target(
        &mut self,
        writer: &Writer,
        kind: &Kind,
        entry: &Entry,
    ) -> Result<Result<Target, Reason>, StoreError> {
        if let Some(id) = entry.id {
            let refusal = LedgerRefusal::NoSuchRecord { id: id.to_string() };
            return Ok(if self.ids.contains(&id) { Ok(Target::Known(id)) } else { Err(Reason::Ledger(refusal)) });
        }
        if let Some(code) = entry.text(kind, shared::FACILITY_CODE) {
            return Ok(Ok(self.codes.get(&folding::key(code)).map_or(Target::New, |id| Target::Known(*id))));
        }
        match *self.of_name(entry) {
            [] => Ok(Ok(Target::New)),
            [only] => Ok(Ok(Target::Known(only))),
            _ => self.twin(writer, kind, entry),
        }
    }

    /// Of several records of one name the one that says all that a row says.
    fn twin(&mut self, writer: &Writer, kind: &Kind, entry: &Entry) -> Result<Result<Target, Reason>, StoreError> {
        let key = (entry.place.clone().unwrap_or_default(), entry.name_key.clone());
        if !self.twins.contains_key(&key) {
            let read =
                self.of_name(entry).iter().map(|id| Ok(Before::read(writer, kind, *id)?.map(|before| (*id, before))));
            let twins = read.collect::<Result<Vec<_>, StoreError>>()?.into_iter().flatten().collect();
            self.twins.insert(key.clone(), twins);
        }
        let twins = self.twins.get(&key).map(Vec::as_slice).unwrap_or_default();
        let found = twins.iter().find(|(_, before)| before.says_all_of(entry)).map(|(id, _)| Target::Known(*id));
        Ok(found.ok_or(Reason::Row(RowFault::SeveralOfName { count: twins.len() })))
    }

    /// The records with the name of a row in its place.
    pub(super) fn of_name(&self, entry: &Entry) -> &[Uuid] {
        let names = self.names.get(entry.place.as_deref().unwrap_or_default());
        names.and_then(|names| names.get(&entry.name_key)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A short form of what a row says: rows of a million are kept apart by it and not held.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Print([u8; 16]);

impl Print {
    /// The print of some texts.
    pub(super) fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.len().to_be_bytes());
            digest.update(part.as_bytes());
        }
        let mut print = Self::default();
        print.0.iter_mut().zip(digest.finalize()).for_each(|(to, from)| *to = from);
        print
    }
}

/// The rows of the file that made new records.
#[derive(Default)]
pub(super) struct Newcomers {
    names: HashSet<Print>,
    rows: HashMap<Print, usize>,
}

impl Newcomers {
    /// The line that said the same in everything before.
    pub(super) fn same_as(&self, row: Print) -> Option<usize> {
        self.rows.get(&row).copied()
    }

    /// Notes a row; whether another one had its name in its place.
    pub(super) fn add(&mut self, entry: &Entry, row: Print) -> bool {
        self.rows.insert(row, entry.line);
        !self.names.insert(Print::of(&[entry.place.as_deref().unwrap_or_default(), &entry.name_key]))
    }
}

/// The lines of the file that are about one record of the ledger.
#[derive(Default)]
pub(super) struct Hits(HashMap<Uuid, Vec<usize>>);

impl Hits {
    pub(super) fn add(&mut self, id: Uuid, line: usize) {
        self.0.entry(id).or_default().push(line);
    }

    /// Another line that is about the same record.
    pub(super) fn other(&self, id: Uuid, line: usize) -> Option<usize> {
        self.0.get(&id)?.iter().copied().find(|other| *other != line)
    }
}
