//! Records of one name in one place, told apart by what a row says.

use std::collections::HashMap;

use uuid::Uuid;

use super::known::KnownRecord;
use crate::domain::policy::Kind;
use crate::domain::text::text_print::TextPrint;
use crate::store::{LedgerView, StoreError};
use crate::transfer::import::rows::row::RowEntry;

/// Records of one name in one place, and what each says in the fields that rows give.
#[derive(Default)]
pub(crate) struct Twins {
    /// By the positions of the fields that a row gives: the first record that says something there.
    /// All rows of a file give the same fields, but for those that constants fill.
    shapes: HashMap<Vec<usize>, HashMap<TextPrint, Uuid>>,
}

impl Twins {
    /// Returns the first of some records that says all that a row says.
    pub(crate) fn find(
        &mut self,
        view: &LedgerView,
        kind: &Kind,
        entry: &RowEntry,
        ids: impl Iterator<Item = Uuid>,
    ) -> Result<Option<Uuid>, StoreError> {
        let shape: Vec<usize> = entry.given.keys().copied().collect();
        let prints = match self.shapes.remove(&shape) {
            Some(prints) => prints,
            None => prints_of(view, kind, &shape, ids)?,
        };
        let found = prints.get(&entry.print(kind)).copied();
        self.shapes.insert(shape, prints);
        Ok(found)
    }
}

/// Reads what every record says in some fields. Only the prints are kept: there may be very many.
fn prints_of(
    view: &LedgerView,
    kind: &Kind,
    shape: &[usize],
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<TextPrint, Uuid>, StoreError> {
    let mut prints = HashMap::new();
    for id in ids {
        if let Some(known) = KnownRecord::read(view, kind, id)? {
            prints.entry(known.print(kind, shape)).or_insert(id);
        }
    }
    Ok(prints)
}
