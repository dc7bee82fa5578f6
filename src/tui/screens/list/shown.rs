//! The rows of the list that are read.

use uuid::Uuid;

use super::order::Arrangement;
use crate::domain::record::Facility;
use crate::store::ListKey;

/// A row that is read; none where its record is gone since the order was made.
pub(super) type ListRow = Option<(ListKey, Facility)>;

/// What is read of the list.
#[derive(Default)]
pub(super) struct Shown {
    /// The row of the first one that is read.
    pub(super) first: usize,
    pub(super) read: Vec<ListRow>,
    /// The ids of all rows, where they are not in the order of names or not all are shown, with the
    /// state of the ledger that they are of.
    order: Option<((i64, u64), Vec<Uuid>)>,
    arrangement: Arrangement,
}

impl Shown {
    /// Nothing read yet of rows in an order.
    pub(super) fn in_order((arrangement, mark, ids): (Arrangement, (i64, u64), Vec<Uuid>)) -> Self {
        Self {
            first: 0,
            read: Vec::new(),
            order: Some((mark, ids)),
            arrangement,
        }
    }

    /// In what order the rows are, and what they are narrowed to.
    pub(super) const fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// Whether the rows are in such an order, made of this state of the ledger.
    pub(super) fn is_of(&self, arrangement: &Arrangement, mark: (i64, u64)) -> bool {
        let made = self.order.as_ref().map(|(mark, _)| *mark);
        self.arrangement == *arrangement && made == Some(mark)
    }

    /// Forgets what was read of the rows.
    pub(super) fn forget_rows(&mut self) {
        (self.first, self.read) = (0, Vec::new());
    }

    /// The facility of a row.
    pub(super) fn facility(&self, at: usize) -> Option<&Facility> {
        self.row(at).map(|(_, facility)| facility)
    }

    /// Whether a row is read whose record is gone since the order was made.
    pub(super) fn is_gone(&self, at: usize) -> bool {
        let row = at.checked_sub(self.first);
        row.and_then(|row| self.read.get(row)) == Some(&None)
    }

    /// Where the facility of a row stands in the list of its kind.
    pub(super) fn key(&self, at: usize) -> Option<&ListKey> {
        self.row(at).map(|(key, _)| key)
    }

    fn row(&self, at: usize) -> Option<&(ListKey, Facility)> {
        self.read.get(at.checked_sub(self.first)?)?.as_ref()
    }

    /// The ids of all rows, where they are not in the order of names or not all are shown.
    pub(super) fn order(&self) -> Option<&[Uuid]> {
        self.order.as_ref().map(|(_, ids)| ids.as_slice())
    }

    /// The facilities that are read.
    pub(super) fn read(&self) -> impl Iterator<Item = &Facility> {
        self.read.iter().flatten().map(|(_, facility)| facility)
    }

    /// Whether all of some rows are read.
    pub(super) fn holds(&self, from: usize, to: usize) -> bool {
        self.first <= from && to <= self.first + self.read.len()
    }

    /// Lets go of all rows but some.
    pub(super) fn keep(&mut self, from: usize, to: usize) {
        self.read.truncate(to.saturating_sub(self.first));
        let before = from.saturating_sub(self.first).min(self.read.len());
        self.read.drain(..before);
        self.first += before;
    }
}
