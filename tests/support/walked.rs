//! The records of a list as a walk comes upon them.

use taizhang::domain::review::ReviewState;
use taizhang::store::{FirstInList, ReviewFilter, Store};
use uuid::Uuid;

/// What is first in a list of which nothing waits for anybody.
pub(crate) fn nothing_first() -> FirstInList {
    FirstInList {
        state: ReviewState::Returned,
        places: vec!["nowhere".into()],
        kinds: Vec::new(),
    }
}

/// Walks to all records of a list, so many at a time; those that come first, and the others.
pub(crate) fn walked(
    store: &Store,
    filter: &ReviewFilter,
    first: &FirstInList,
    part: usize,
) -> (Vec<Uuid>, Vec<Uuid>) {
    let mut walk = store.begin_to_list(filter).unwrap();
    let (mut firsts, mut others) = (Vec::new(), Vec::new());
    while !walk.is_over() {
        let mut found = store.list_on((&mut walk, part), filter, first).unwrap();
        firsts.append(&mut found.first);
        others.append(&mut found.others);
    }
    (firsts, others)
}

/// Fails unless a walk comes upon the records that a filter lets through, in their order.
#[track_caller]
pub(crate) fn assert_walked(store: &Store, filter: &ReviewFilter) {
    let listed = store.reviewed(filter, 0, usize::MAX).unwrap();
    let listed: Vec<Uuid> = listed.into_iter().map(|one| one.record).collect();
    for part in [1, 7, 1_000] {
        let (firsts, others) = walked(store, filter, &nothing_first(), part);
        assert_eq!((firsts, others), (Vec::new(), listed.clone()), "{filter:?}");
    }
}
