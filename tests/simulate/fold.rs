//! The fold of a trail by other means than the program's: slow, and only what the documentation of
//! exchange files says.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value as Json;

/// A change as the documentation names its parts. The name is `site:seq`.
struct Change {
    name: String,
    order: (String, String, i64),
    parents: Vec<String>,
    patch: BTreeMap<String, Json>,
}

/// In which order concurrent changes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// By time, site and number: the last is shown.
    Told,
    /// As they came into the file: a fault that must be found.
    Arrival,
}

/// A record: its fields and the changes that no other one is based on.
pub(crate) type Folded = (BTreeMap<String, Json>, BTreeSet<String>);

/// Folds every facility and sheet of a file.
pub(crate) fn fold_all(db: &Connection, order: Order) -> BTreeMap<String, Folded> {
    let mut query = db
        .prepare_cached(
            "SELECT record, site, seq, at, parents, patch FROM change
             WHERE subject IN ('facility', 'sheet') ORDER BY rowid",
        )
        .unwrap();
    let mut records: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (site, seq): (String, i64) = (row.get(1).unwrap(), row.get(2).unwrap());
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        let change = Change {
            name: format!("{site}:{seq}"),
            order: (text(3), site, seq),
            parents: serde_json::from_str(&text(4)).unwrap(),
            patch: serde_json::from_str(&text(5)).unwrap(),
        };
        records.entry(text(0)).or_default().push(change);
    }
    records
        .into_iter()
        .map(|(record, changes)| (record, fold(&changes, order)))
        .collect()
}

fn fold(changes: &[Change], order: Order) -> Folded {
    let named: BTreeMap<&str, &Change> = changes.iter().map(|one| (&*one.name, one)).collect();
    let mut knows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for change in changes {
        let mut all = BTreeSet::new();
        let mut ahead: Vec<&str> = change.parents.iter().map(|name| &**name).collect();
        while let Some(name) = ahead.pop() {
            if all.insert(name) {
                ahead.extend(named[name].parents.iter().map(|name| &**name));
            }
        }
        knows.insert(&change.name, all);
    }
    let mut fields = BTreeMap::new();
    let codes: BTreeSet<&String> = changes.iter().flat_map(|one| one.patch.keys()).collect();
    for code in codes {
        let writers = changes.iter().filter(|one| one.patch.contains_key(code));
        let is_last = |one: &&Change| {
            let mut others = writers.clone();
            !others.any(|other| knows[&*other.name].contains(&*one.name))
        };
        let mut last = writers.clone().filter(is_last);
        let shown = match order {
            Order::Told => last.max_by_key(|one| &one.order),
            Order::Arrival => last.next_back(),
        };
        let value = &shown.unwrap().patch[code];
        let is_passed_over = code == "deleted" && is_passed_over(changes, &knows);
        if !value.is_null() && !is_passed_over {
            fields.insert(code.clone(), value.clone());
        }
    }
    let bases: BTreeSet<&String> = changes.iter().flat_map(|one| &one.parents).collect();
    let heads = changes.iter().map(|one| one.name.clone());
    (fields, heads.filter(|name| !bases.contains(name)).collect())
}

/// Whether a record was deleted by somebody who did not know of a change that did not know of the
/// deletion. It stays until somebody decides.
fn is_passed_over(changes: &[Change], knows: &BTreeMap<&str, BTreeSet<&str>>) -> bool {
    let sets = |one: &&Change| one.patch.contains_key("deleted");
    let knows_of = |one: &Change, other: &Change| knows[&*one.name].contains(&*other.name);
    let is_undone = |gone: &Change| {
        let mut later = changes.iter().filter(sets);
        later.any(|later| knows_of(later, gone))
    };
    let deletions = changes.iter().filter(sets);
    let mut open = deletions.filter(|gone| !gone.patch["deleted"].is_null() && !is_undone(gone));
    open.any(|gone| {
        let mut others = changes.iter().filter(|one| !sets(one));
        others.any(|other| !knows_of(other, gone) && !knows_of(gone, other))
    })
}
