//! How the changes of one record stand on each other.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, ChangeId};

/// Changes by their names.
pub(super) type Changes<'a> = BTreeMap<&'a ChangeId, &'a Change>;
/// For each change those it was based on, near and far.
pub(super) type Ancestors<'a> = BTreeMap<&'a ChangeId, BTreeSet<&'a ChangeId>>;

/// Returns whether each change has the previous one as its only parent. All have where nothing was
/// merged. Only then the time to fold them grows with their number, not with its square.
#[must_use]
pub fn is_line(changes: &[Change]) -> bool {
    line(&changes.iter().map(|change| (&change.id, change)).collect()).is_some()
}

/// Returns whether every change was based on changes among them, and none on itself, near or far.
#[must_use]
pub fn is_well_formed(changes: &[Change]) -> bool {
    if let [only] = changes {
        return only.parents.is_empty();
    }
    let mut children: BTreeMap<&ChangeId, Vec<&ChangeId>> = changes
        .iter()
        .map(|change| (&change.id, Vec::new()))
        .collect();
    for change in changes {
        for parent in &change.parents {
            let Some(later) = children.get_mut(parent) else {
                return false;
            };
            later.push(&change.id);
        }
    }
    // Takes away what waits for nothing, again and again: a circle stays.
    let mut waiting: BTreeMap<&ChangeId, usize> = changes
        .iter()
        .map(|one| (&one.id, one.parents.len()))
        .collect();
    let mut ready: Vec<&ChangeId> = changes
        .iter()
        .filter(|one| one.parents.is_empty())
        .map(|one| &one.id)
        .collect();
    let mut taken = 0;
    while let Some(id) = ready.pop() {
        taken += 1;
        for later in children.remove(id).unwrap_or_default() {
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

/// Sorts changes so that parents come first, else by time, site and number. A clock that was behind
/// does not change the order in which things were done.
#[must_use]
pub fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    if changes.len() < 2 {
        return changes;
    }
    changes.sort_by(|one, other| by_time(one).cmp(&by_time(other)));
    let places = places_in_order(&changes);
    if places.is_sorted() {
        return changes;
    }
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|at| changes.get_mut(at)?.take())
        .collect()
}

fn by_time(change: &Change) -> (&str, &ChangeId) {
    (&change.at, &change.id)
}

/// Returns the indexes of the changes in an order with parents first. Of those that may come next
/// the first one does.
fn places_in_order(changes: &[Change]) -> Vec<usize> {
    let place: BTreeMap<&ChangeId, usize> = changes
        .iter()
        .enumerate()
        .map(|(at, change)| (&change.id, at))
        .collect();
    let parents_of = |change: &Change| {
        change
            .parents
            .iter()
            .filter_map(|id| place.get(id).copied())
            .collect::<Vec<_>>()
    };
    let mut later: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    let mut ready: BTreeSet<usize> = BTreeSet::new();
    for (at, change) in changes.iter().enumerate() {
        let parents = parents_of(change);
        if parents.is_empty() {
            ready.insert(at);
        } else {
            waiting.insert(at, parents.len());
        }
        for parent in parents {
            later.entry(parent).or_default().push(at);
        }
    }
    let mut places = Vec::with_capacity(changes.len());
    while let Some(at) = ready.pop_first() {
        places.push(at);
        for next in later.remove(&at).unwrap_or_default() {
            let left = waiting.remove(&next).unwrap_or_default().saturating_sub(1);
            if left == 0 {
                ready.insert(next);
            } else {
                waiting.insert(next, left);
            }
        }
    }
    // Parents in a circle cannot come from this program; such changes come last.
    places.extend(waiting.into_keys());
    places
}

/// Returns the changes whose every ancestor is among `changes`. Of the changes before a time these
/// are those that had happened by then, where the clock of some was behind.
#[must_use]
pub fn known(changes: &[Change]) -> Vec<&Change> {
    let mut known: Vec<&Change> = changes.iter().collect();
    loop {
        let ids: BTreeSet<&ChangeId> = known.iter().map(|change| &change.id).collect();
        let before = known.len();
        known.retain(|change| change.parents.iter().all(|id| ids.contains(id)));
        if known.len() == before {
            return known;
        }
    }
}

/// Returns the changes older than a parent of theirs, each with the latest such time.
pub fn behind(changes: &[Change]) -> impl Iterator<Item = (&Change, &str)> {
    let at: BTreeMap<&ChangeId, &str> = changes
        .iter()
        .map(|change| (&change.id, change.at.as_str()))
        .collect();
    changes.iter().filter_map(move |change| {
        let latest = change
            .parents
            .iter()
            .filter_map(|id| at.get(id).copied())
            .max()?;
        (latest > change.at.as_str()).then_some((change, latest))
    })
}

/// Returns the changes from the first to the last, if they are such a line.
pub(super) fn line<'a>(changes: &Changes<'a>) -> Option<Vec<&'a Change>> {
    let mut next: BTreeMap<Option<&ChangeId>, &Change> = BTreeMap::new();
    for change in changes.values() {
        let parent = match change.parents.as_slice() {
            [] => None,
            [one] => Some(one),
            _ => return None,
        };
        if next.insert(parent, change).is_some() {
            return None;
        }
    }
    let mut line: Vec<&Change> = Vec::with_capacity(changes.len());
    while let Some(change) = next.remove(&line.last().map(|last| &last.id)) {
        line.push(change);
    }
    next.is_empty().then_some(line)
}

/// Returns the changes among `changes` that a change was based on, near and far.
#[must_use]
pub fn ancestors_of<'a>(change: &Change, changes: &'a [Change]) -> Vec<&'a Change> {
    let by_id: BTreeMap<&ChangeId, &Change> =
        changes.iter().map(|change| (&change.id, change)).collect();
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

/// For each change every change it was based on, near and far. A parent that is not among `changes`
/// is passed over.
pub(super) fn ancestors<'a>(changes: &Changes<'a>) -> Ancestors<'a> {
    let mut known: Ancestors = BTreeMap::new();
    let mut waiting: Vec<&Change> = changes.values().copied().collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|change| {
            let parents: Vec<&ChangeId> = change
                .parents
                .iter()
                .filter(|id| changes.contains_key(id))
                .collect();
            if parents.iter().any(|id| !known.contains_key(*id)) {
                return true;
            }
            let mut all: BTreeSet<&ChangeId> = parents
                .iter()
                .flat_map(|id| known[*id].iter().copied())
                .collect();
            all.extend(parents);
            known.insert(&change.id, all);
            false
        });
        if waiting.len() == before {
            // Parents in a circle cannot come from this program; such changes count as based on
            // nothing.
            known.extend(
                waiting
                    .drain(..)
                    .map(|change| (&change.id, BTreeSet::new())),
            );
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::record::trail::Patch;
    use crate::domain::record::trail::subject::Subject;

    fn id(site: &str, seq: i64) -> ChangeId {
        ChangeId {
            site: site.into(),
            seq,
        }
    }

    fn change(site: &str, seq: i64, at: &str, parents: &[ChangeId]) -> Change {
        Change {
            id: id(site, seq),
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: at.into(),
            author: "示例".into(),
            reason: String::new(),
            parents: parents.to_vec(),
            patch: Patch::new(),
        }
    }

    fn names<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Vec<String> {
        changes
            .into_iter()
            .map(|change| change.id.to_string())
            .collect()
    }

    #[test]
    fn a_change_comes_after_its_parents_whatever_its_clock_says() {
        let first = change("a", 1, "2026-11-20", &[]);
        let late = change("a", 2, "2026-11-19", &[id("a", 1)]);
        let far_behind = change("a", 3, "1970-01-02", &[id("a", 2)]);
        let beside = change("b", 1, "2026-11-18", &[id("a", 1)]);
        let all = vec![far_behind, beside, late, first];
        let ordered = in_order(all.clone());
        assert_eq!(names(&ordered), ["a:1", "b:1", "a:2", "a:3"]);
        let told: Vec<_> = behind(&ordered)
            .map(|(change, at)| (change.id.to_string(), at.to_owned()))
            .collect();
        let expected = [
            ("b:1", "2026-11-20"),
            ("a:2", "2026-11-20"),
            ("a:3", "2026-11-19"),
        ];
        assert_eq!(
            told,
            expected.map(|(id, at)| (id.to_owned(), at.to_owned()))
        );
        // Of a whole history everything is known, and of a part what stands on nothing else.
        assert_eq!(known(&all).len(), 4);
        assert!(known(&all[..3]).is_empty());
        assert_eq!(names(known(&[all[3].clone(), all[0].clone()])), ["a:1"]);
    }

    #[test]
    fn changes_that_knew_nothing_of_each_other_stand_by_time() {
        let line = [
            change("a", 1, "1", &[]),
            change("b", 1, "2", &[id("a", 1)]),
            change("a", 2, "3", &[id("a", 1)]),
        ];
        let mut turned = line.to_vec();
        turned.reverse();
        assert_eq!(in_order(turned), line);
        // A parent that is not there, and a circle.
        let odd = vec![
            change("a", 9, "5", &[id("lost", 1)]),
            change("c", 1, "1", &[id("c", 2)]),
            change("c", 2, "1", &[id("c", 1)]),
        ];
        assert_eq!(names(&in_order(odd)), ["a:9", "c:1", "c:2"]);
    }

    #[test]
    fn a_long_history_of_a_clock_that_runs_backwards_is_put_in_order_in_no_time() {
        let parents = |seq| {
            if seq == 1 {
                vec![]
            } else {
                vec![id("a", seq - 1)]
            }
        };
        let all: Vec<Change> = (1..=20_000)
            .map(|seq| change("a", seq, &format!("{:05}", 30_000 - seq), &parents(seq)))
            .collect();
        let ordered = in_order(all);
        assert!(ordered.iter().map(|change| change.id.seq).is_sorted());
        assert_eq!(behind(&ordered).count(), 19_999);
    }
}
