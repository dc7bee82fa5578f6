//! The orders that a list can have, and what is kept while one is made.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use uuid::Uuid;

use super::filter::ListFilter;
use crate::domain::value::Number;
use crate::store::ListWalk;

/// In what order a list is, and what it is narrowed to. The default is every row by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrangement {
    /// The code of the field that it is sorted by, figures from the largest on, all else from the
    /// smallest; what is empty comes last. None where it is in the order of names.
    pub(super) sort: Option<String>,
    pub(super) filter: ListFilter,
}

/// What a row is sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    Figure(Reverse<Number>),
    Words(String),
    Empty,
}

/// An order that is being made, as far as the list was walked through.
#[derive(Debug)]
pub(super) struct OrderInWork {
    pub(super) arrangement: Arrangement,
    /// The state of the ledger at the beginning.
    pub(super) mark: (i64, u64),
    pub(super) walk: ListWalk,
    /// Whether it is made once more, because the ledger was changed meanwhile.
    pub(super) is_repeated: bool,
    /// What passes, by what it is sorted by and then in the order of names.
    found: BTreeSet<(SortKey, usize, Uuid)>,
}

impl OrderInWork {
    /// An order of which nothing is made yet.
    pub(super) const fn new(arrangement: Arrangement, mark: (i64, u64), walk: ListWalk) -> Self {
        Self {
            arrangement,
            mark,
            walk,
            is_repeated: false,
            found: BTreeSet::new(),
        }
    }

    /// Adds the next record that passes.
    pub(super) fn add(&mut self, key: SortKey, id: Uuid) {
        let number = self.found.len();
        self.found.insert((key, number, id));
    }

    /// Returns what it is an order for, and the ids in this order.
    pub(super) fn finish(self) -> (Arrangement, (i64, u64), Vec<Uuid>) {
        let ids = self.found.into_iter().map(|(.., id)| id).collect();
        (self.arrangement, self.mark, ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_from_the_largest_and_what_is_empty_last() {
        let figure = |of: i64| SortKey::Figure(Reverse(Number::from(of)));
        let words = |of: &str| SortKey::Words(of.to_owned());
        let mut keys = vec![
            SortKey::Empty,
            words("b"),
            figure(2),
            words("a"),
            figure(10),
        ];
        keys.sort();
        assert_eq!(
            keys,
            [
                figure(10),
                figure(2),
                words("a"),
                words("b"),
                SortKey::Empty
            ]
        );
    }
}
