//! Facilities that were deleted, as the rows of a file name them. An old sheet still has them.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::text::folding;
use crate::domain::value::Zone;
use crate::store::{DeletedRecord, Identity, LedgerView, StoreError};
use crate::transfer::import::rows::row::RowEntry;

/// The deleted records of a kind.
pub(crate) struct DeletedIndex {
    records: Vec<DeletedRecord>,
    ids: HashMap<Uuid, usize>,
    /// By folded code.
    codes: HashMap<String, usize>,
    /// By place and folded name.
    names: HashMap<(String, String), usize>,
    zone: Zone,
}

impl DeletedIndex {
    pub(crate) fn of(view: LedgerView, kind: &str) -> Result<Self, StoreError> {
        let mut records = view.deleted(kind)?;
        // Of several of one name the last one that was deleted is told.
        records.sort_by(|one, other| one.at.cmp(&other.at));
        let mut ids = HashMap::new();
        let mut codes = HashMap::new();
        let mut names = HashMap::new();
        for (
            at,
            DeletedRecord {
                was:
                    Identity {
                        id,
                        place,
                        name,
                        facility_code,
                    },
                ..
            },
        ) in records.iter().enumerate()
        {
            ids.insert(*id, at);
            if !facility_code.is_empty() {
                codes.insert(folding::key(facility_code), at);
            }
            if !name.is_empty() {
                names.insert((place.clone(), folding::key(name)), at);
            }
        }
        Ok(Self {
            records,
            ids,
            codes,
            names,
            zone: view.zone(),
        })
    }

    /// Returns the deleted record of an id.
    pub(crate) fn of_id(&self, id: Uuid) -> Option<DeletedNotice> {
        self.told(*self.ids.get(&id)?)
    }

    /// Returns the deleted record of a facility code, if the place or the name of a row is its own
    /// too: the ledger may have given its number to another one since.
    pub(crate) fn of_code(&self, code: &str, entry: &RowEntry) -> Option<DeletedNotice> {
        let at = *self.codes.get(&folding::key(code))?;
        let was = &self.records.get(at)?.was;
        let agrees =
            entry.place.as_ref() == Some(&was.place) || entry.name_key == folding::key(&was.name);
        self.told(at).filter(|_| agrees)
    }

    /// Returns the deleted record with the name of a row in its place.
    pub(crate) fn of_name(&self, entry: &RowEntry) -> Option<DeletedNotice> {
        if self.names.is_empty() {
            return None;
        }
        let place = entry.place.clone().unwrap_or_default();
        self.told(*self.names.get(&(place, entry.name_key.clone()))?)
    }

    fn told(&self, at: usize) -> Option<DeletedNotice> {
        let DeletedRecord { was, at, author } = self.records.get(at)?;
        Some(DeletedNotice {
            name: was.name.clone(),
            at: self.zone.shown(at),
            author: author.clone(),
        })
    }
}

/// A record that was deleted: its name, when, by whom.
pub(crate) struct DeletedNotice {
    pub(crate) name: String,
    pub(crate) at: String,
    pub(crate) author: String,
}
