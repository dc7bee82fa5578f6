//! How the changes of one record stand upon each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, ChangeId};

/// Changes by their names.
pub(super) type Changes<'a> = BTreeMap<&'a ChangeId, &'a Change>;
/// For each change those it was built upon, near and far.
pub(super) type Ancestors<'a> = BTreeMap<&'a ChangeId, BTreeSet<&'a ChangeId>>;

/// Whether each change was built upon the one before and nothing else, as all are where nothing was merged. Only then
/// the time to fold them grows with their number, not with its square.
#[must_use]
pub fn is_line(changes: &[Change]) -> bool {
    line(&changes.iter().map(|change| (&change.id, change)).collect()).is_some()
}

/// Whether every change was made upon changes among them, and none upon itself, near or far.
#[must_use]
pub fn is_well_formed(changes: &[Change]) -> bool {
    if let [only] = changes {
        return only.parents.is_empty();
    }
    let mut upon: BTreeMap<&ChangeId, Vec<&ChangeId>> = changes.iter().map(|change| (&change.id, Vec::new())).collect();
    for change in changes {
        for parent in &change.parents {
            let Some(later) = upon.get_mut(parent) else { return false };
            later.push(&change.id);
        }
    }
    // Takes away what waits for nothing, again and again: a circle stays.
    let mut waiting: BTreeMap<&ChangeId, usize> = changes.iter().map(|one| (&one.id, one.parents.len())).collect();
    let mut ready: Vec<&ChangeId> = changes.iter().filter(|one| one.parents.is_empty()).map(|one| &one.id).collect();
    let mut taken = 0;
    while let Some(id) = ready.pop() {
        taken += 1;
        for later in upon.remove(id).unwrap_or_default() {
            if let Some(count) = waiting.get_mut(later) {
                *count -= 1;
                if *count == 0 {
                    ready.push(later);
                }
            }
        }
    }
    taken == changes.len()
}

/// The changes from the first to the last, if they are such a line.
pub(super) fn line<'a>(changes: &Changes<'a>) -> Option<Vec<&'a Change>> {
    let mut next: BTreeMap<Option<&ChangeId>, &Change> = BTreeMap::new();
    for change in changes.values() {
        let upon = match change.parents.as_slice() {
            [] => None,
            [one] => Some(one),
            _ => return None,
        };
        if next.insert(upon, change).is_some() {
            return None;
        }
    }
    let mut line: Vec<&Change> = Vec::with_capacity(changes.len());
    while let Some(change) = next.remove(&line.last().map(|last| &last.id)) {
        line.push(change);
    }
    next.is_empty().then_some(line)
}

/// The changes among `changes` that a change was built upon, near and far.
#[must_use]
pub fn built_upon<'a>(change: &Change, changes: &'a [Change]) -> Vec<&'a Change> {
    let by_id: BTreeMap<&ChangeId, &Change> = changes.iter().map(|change| (&change.id, change)).collect();
    let mut found: BTreeMap<&ChangeId, &Change> = BTreeMap::new();
    let mut waiting: Vec<&ChangeId> = change.parents.iter().collect();
    while let Some(id) = waiting.pop() {
        if let Some(parent) = by_id.get(id).filter(|_| !found.contains_key(id)) {
            found.insert(&parent.id, parent);
            waiting.extend(&parent.parents);
        }
    }
    found.into_values().collect()
}

/// For each change every change it was built upon, near and far. A parent that is not among `changes` is passed over.
pub(super) fn ancestors<'a>(changes: &Changes<'a>) -> Ancestors<'a> {
    let mut known: Ancestors = BTreeMap::new();
    let mut waiting: Vec<&Change> = changes.values().copied().collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|change| {
            let parents: Vec<&ChangeId> = change.parents.iter().filter(|id| changes.contains_key(id)).collect();
            if parents.iter().any(|id| !known.contains_key(*id)) {
                return true;
            }
            let mut all: BTreeSet<&ChangeId> = parents.iter().flat_map(|id| known[*id].iter().copied()).collect();
            all.extend(parents);
            known.insert(&change.id, all);
            false
        });
        if waiting.len() == before {
            // Parents in a circle cannot come from this program; such changes count as built upon nothing.
            known.extend(waiting.drain(..).map(|change| (&change.id, BTreeSet::new())));
        }
    }
    known
}
