//! The fold: what the changes of a record come to, and which of its fields are in conflict.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::change::{Change, ChangeId, Patch};
use super::shape::{Ancestors, Changes, ancestors, ancestors_of, line};
use crate::domain::record::facility::shared;
use crate::domain::value::is_same_json;

/// What a history comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Every field that has a value.
    pub fields: BTreeMap<String, Json>,
    /// The changes that nothing was based on.
    pub heads: Vec<ChangeId>,
    /// Fields that concurrent changes set differently.
    pub conflicts: BTreeSet<String>,
}

/// Folds the changes of one record, given in any order. A later change overrides those it was based
/// on; among concurrent changes the newest is shown (by time, then site and number), and a field
/// they set differently is a conflict until a change based on both decides; one value in two units
/// is not different. So is a deletion that did not know of a change: the record stays until
/// somebody decides.
#[must_use]
pub fn fold<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Folded {
    let changes: Changes = changes
        .into_iter()
        .map(|change| (&change.id, change))
        .collect();
    if let Some(line) = line(&changes) {
        return fold_line(&line);
    }
    let ancestors = ancestors(&changes);
    let named: BTreeSet<&ChangeId> = changes
        .values()
        .flat_map(|change| &change.parents)
        .collect();
    let heads = changes
        .keys()
        .filter(|id| !named.contains(*id))
        .map(|id| (*id).clone())
        .collect();
    let mut folded = Folded {
        heads,
        ..Folded::default()
    };
    let codes: BTreeSet<&String> = changes
        .values()
        .flat_map(|change| change.patch.keys())
        .collect();
    for code in codes {
        let open = open_writers(code, &changes, &ancestors);
        let Some(shown) = open.iter().max_by_key(|change| (&change.at, &change.id)) else {
            continue;
        };
        let value = &shown.patch[code];
        if open
            .iter()
            .any(|change| !is_same_json(&change.patch[code], value))
        {
            folded.conflicts.insert(code.clone());
        }
        if !value.is_null() {
            folded.fields.insert(code.clone(), value.clone());
        }
    }
    if !passed_over(&changes, &ancestors).is_empty() {
        // What somebody went on with is not gone before somebody says so.
        folded.fields.remove(shared::DELETED);
        folded.conflicts.insert(shared::DELETED.to_owned());
    }
    folded
}

/// Calls `visit` with each change of one record and the fields that it was based on, in the order in
/// which they are given: that of [`in_order`](super::shape::in_order). The work grows with their
/// number; only a change that joins several is folded from its beginning.
pub fn each_with_fields_before(
    changes: &[Change],
    mut visit: impl FnMut(&Change, &BTreeMap<String, Json>),
) {
    let known: BTreeSet<&ChangeId> = changes.iter().map(|change| &change.id).collect();
    // How many changes are still to be based on each one.
    let mut children: BTreeMap<&ChangeId, usize> = BTreeMap::new();
    for parent in changes.iter().flat_map(|change| &change.parents) {
        *children.entry(parent).or_default() += 1;
    }
    let mut states: BTreeMap<&ChangeId, BTreeMap<String, Json>> = BTreeMap::new();
    for change in changes {
        let mut parents = change.parents.iter().filter(|id| known.contains(id));
        let mut fields = match (parents.next(), parents.next()) {
            (None, _) => BTreeMap::new(),
            (Some(only), None) if children.get(only) == Some(&1) && states.contains_key(only) => {
                states.remove(only).unwrap_or_default()
            }
            (Some(only), None) if states.contains_key(only) => {
                children.entry(only).and_modify(|left| *left -= 1);
                states.get(only).cloned().unwrap_or_default()
            }
            _ => fold(ancestors_of(change, changes)).fields,
        };
        visit(change, &fields);
        if children.contains_key(&change.id) {
            apply(&mut fields, &change.patch);
            states.insert(&change.id, fields);
        }
    }
}

/// Returns the changes that set a field and that no later change of it was based on.
fn open_writers<'a>(
    code: &str,
    changes: &Changes<'a>,
    ancestors: &Ancestors<'a>,
) -> Vec<&'a Change> {
    let writers: Vec<&Change> = changes
        .values()
        .copied()
        .filter(|change| change.patch.contains_key(code))
        .collect();
    let overridden = |change: &Change| {
        writers
            .iter()
            .any(|later| ancestors[&later.id].contains(&change.id))
    };
    writers
        .iter()
        .copied()
        .filter(|change| !overridden(change))
        .collect()
}

/// Returns the changes that are concurrent with a deletion and not decided.
fn passed_over<'a>(changes: &Changes<'a>, ancestors: &Ancestors<'a>) -> Vec<&'a Change> {
    let open = open_writers(shared::DELETED, changes, ancestors);
    let deletions: Vec<&Change> = open
        .into_iter()
        .filter(|change| !change.patch[shared::DELETED].is_null())
        .collect();
    let knows = |change: &Change, other: &Change| ancestors[&change.id].contains(&other.id);
    let beside = |change: &Change| {
        deletions
            .iter()
            .any(|gone| !knows(change, gone) && !knows(gone, change))
    };
    let others = changes
        .values()
        .copied()
        .filter(|change| !change.patch.contains_key(shared::DELETED));
    others.filter(|change| beside(change)).collect()
}

/// A field that concurrent changes set differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// The code of the field.
    pub field: String,
    /// For each value the newest change that gave it, the newest first. Of a deletion the other
    /// side is the newest change that did not know of it.
    pub sides: Vec<&'a Change>,
}

impl Conflict<'_> {
    /// Returns what a side would have the field be; `null` empties it.
    #[must_use]
    pub fn value(&self, side: &Change) -> Json {
        side.patch.get(&self.field).cloned().unwrap_or_default()
    }
}

/// Returns the open conflicts of one record, whose changes are given in any order.
#[must_use]
pub fn conflicts<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Vec<Conflict<'a>> {
    let changes: Changes = changes
        .into_iter()
        .map(|change| (&change.id, change))
        .collect();
    let fields = fold(changes.values().copied()).conflicts;
    if fields.is_empty() {
        return Vec::new();
    }
    let ancestors = ancestors(&changes);
    let conflict = |field: String| {
        let mut open = open_writers(&field, &changes, &ancestors);
        if field == shared::DELETED {
            open.extend(passed_over(&changes, &ancestors));
        }
        open.sort_by_key(|change| std::cmp::Reverse((&change.at, &change.id)));
        let mut conflict = Conflict {
            field,
            sides: Vec::new(),
        };
        for change in open {
            if conflict
                .sides
                .iter()
                .all(|side| !is_same_json(&conflict.value(side), &conflict.value(change)))
            {
                conflict.sides.push(change);
            }
        }
        conflict
    };
    fields.into_iter().map(conflict).collect()
}

fn fold_line(line: &[&Change]) -> Folded {
    let mut folded = Folded {
        heads: line
            .last()
            .map(|last| last.id.clone())
            .into_iter()
            .collect(),
        ..Folded::default()
    };
    for change in line {
        apply(&mut folded.fields, &change.patch);
    }
    folded
}

/// Sets in some fields what a change sets that was based on them.
fn apply(fields: &mut BTreeMap<String, Json>, patch: &Patch) {
    for (code, value) in patch {
        if value.is_null() {
            fields.remove(code);
        } else {
            fields.insert(code.clone(), value.clone());
        }
    }
}
