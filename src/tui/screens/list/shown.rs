//! The rows of the list that are read.

use uuid::Uuid;

use crate::domain::record::Facility;
use crate::store::ListKey;

/// What is read of the list.
#[derive(Default)]
pub(super) struct Shown {
    /// The row of the first one that is read.
    pub(super) first: usize,
    pub(super) read: Vec<(ListKey, Facility)>,
    /// The ids of all rows, where they are not in the order of names or not all are shown.
    order: Option<Vec<Uuid>>,
}

impl Shown {
    /// Nothing read yet of rows in an order, or in that of names.
    pub(super) const fn in_order(order: Option<Vec<Uuid>>) -> Self {
        Self {
            first: 0,
            read: Vec::new(),
            order,
        }
    }

    /// The facility of a row.
    pub(super) fn facility(&self, at: usize) -> Option<&Facility> {
        self.row(at).map(|(_, facility)| facility)
    }

    /// Where the facility of a row stands in the list of its kind.
    pub(super) fn key(&self, at: usize) -> Option<&ListKey> {
        self.row(at).map(|(key, _)| key)
    }

    fn row(&self, at: usize) -> Option<&(ListKey, Facility)> {
        self.read.get(at.checked_sub(self.first)?)
    }

    /// The ids of all rows, where they are not in the order of names or not all are shown.
    pub(super) fn order(&self) -> Option<&[Uuid]> {
        self.order.as_deref()
    }

    /// The facilities that are read, and the row of the first one.
    pub(super) fn read(&self) -> (usize, impl Iterator<Item = &Facility>) {
        (self.first, self.read.iter().map(|(_, facility)| facility))
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
