//! The change log: one change a save, chained by hashes, and the fold that makes records of it.
//!
//! The same log is the audit trail, the undo, the as-of and the merge. A change names the heads it
//! was made upon, so two that did not know each other are seen as such, whatever order they arrive
//! in.

pub(crate) mod shape;
mod texts;
pub(crate) mod topic;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::shape::{Ancestors, Changes, ancestors, line};
pub use self::shape::{behind, built_upon, in_order, is_line, is_well_formed, known};
pub use self::topic::{ActSort, Subject, Topic};
use super::facility::shared;
use crate::domain::value::is_same_json;

/// What a change sets: field code → new value, `null` where a field was emptied.
pub type Patch = BTreeMap<String, Json>;

/// The name of a change: the site it was made at and its number there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId {
    /// The ledger file it was made in.
    pub site: String,
    /// Counted from 1 without gaps.
    pub seq: i64,
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.site, self.seq)
    }
}

impl FromStr for ChangeId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (site, seq) = text
            .rsplit_once(':')
            .ok_or_else(|| format!("`{text}` names no change"))?;
        let seq = seq
            .parse()
            .map_err(|_| format!("`{text}` names no change"))?;
        Ok(Self {
            site: site.to_owned(),
            seq,
        })
    }
}

/// One entry of the trail: a save, or an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub id: ChangeId,
    /// What it is about.
    pub topic: Topic,
    /// The record; of an act its own id, and nil where it is about the whole file.
    pub record: Uuid,
    /// When, in UTC, as `2026-11-23T08:00:00.000Z`.
    pub at: String,
    /// Who.
    pub author: String,
    /// Why, where somebody said so.
    pub reason: String,
    /// The heads of the record that it was made upon.
    pub parents: Vec<ChangeId>,
    /// What it sets.
    pub patch: Patch,
}

impl Change {
    /// The texts that the ledger keeps of it.
    #[must_use]
    pub fn written(&self) -> Written<'_> {
        Written {
            site: &self.id.site,
            seq: self.id.seq,
            subject: self.topic.word(),
            record: self.record.to_string().into(),
            at: &self.at,
            author: &self.author,
            reason: &self.reason,
            parents: self.parents_json().into(),
            patch: self.patch_json().into(),
        }
    }

    /// The SHA-256 that chains this change to the one before it; see [`Written::hash`].
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        self.written().hash(previous)
    }

    /// The parents as the ledger keeps them.
    #[must_use]
    pub fn parents_json(&self) -> String {
        Json::from(
            self.parents
                .iter()
                .map(ChangeId::to_string)
                .collect::<Vec<_>>(),
        )
        .to_string()
    }

    /// The patch as the ledger keeps it: keys in order, so that one patch has one text.
    #[must_use]
    pub fn patch_json(&self) -> String {
        serde_json::to_string(&self.patch).unwrap_or_default()
    }
}

/// A change as the ledger keeps it: the texts that its hash covers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub struct Written<'a> {
    pub site: &'a str,
    pub seq: i64,
    pub subject: &'a str,
    pub record: Cow<'a, str>,
    pub at: &'a str,
    pub author: &'a str,
    pub reason: &'a str,
    pub parents: Cow<'a, str>,
    pub patch: Cow<'a, str>,
}

impl Written<'_> {
    /// The SHA-256 that chains a change to the one before it at its site (`previous` is empty for
    /// the first). Every part goes in with its length, so that nothing can be moved from one part
    /// into the next.
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        let mut digest = Sha256::new();
        let seq = self.seq.to_string();
        let parts = [
            previous,
            self.site,
            &seq,
            self.subject,
            &self.record,
            self.at,
            self.author,
            self.reason,
            &self.parents,
            &self.patch,
        ];
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        format!("{:x}", digest.finalize())
    }
}

/// A record as its changes left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Every other field that has a value.
    pub fields: BTreeMap<String, Json>,
    /// The changes that nothing was built upon yet; a save names them.
    pub heads: Vec<ChangeId>,
}

impl Record {
    /// The record of a folded history; `None` when it was deleted or never got a kind and a place.
    /// An exception is of no kind of a pack and has the word of its subject instead.
    #[must_use]
    pub fn of(id: Uuid, subject: Subject, folded: Folded) -> Option<Self> {
        let mut fields = folded.fields;
        if subject == Subject::Exception {
            fields
                .entry(shared::KIND.to_owned())
                .or_insert_with(|| subject.word().into());
        }
        let mut take = |code| fields.remove(code)?.as_str().map(str::to_owned);
        let (kind, place) = (take(shared::KIND)?, take(shared::PLACE)?);
        (!fields.contains_key(shared::DELETED)).then_some(Self {
            id,
            kind,
            place,
            fields,
            heads: folded.heads,
        })
    }

    /// What a change from this record to `wanted` has to set.
    #[must_use]
    pub fn patch_to(fields: &BTreeMap<String, Json>, wanted: &BTreeMap<String, Json>) -> Patch {
        let set = wanted
            .iter()
            .filter(|(code, value)| fields.get(*code) != Some(value));
        let emptied = fields
            .keys()
            .filter(|code| !wanted.contains_key(*code))
            .map(|code| (code.clone(), Json::Null));
        set.map(|(code, value)| (code.clone(), value.clone()))
            .chain(emptied)
            .collect()
    }
}

/// What a history comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Every field that has a value.
    pub fields: BTreeMap<String, Json>,
    /// The changes that nothing was built upon.
    pub heads: Vec<ChangeId>,
    /// Fields that changes which did not know each other set differently.
    pub conflicts: BTreeSet<String>,
}

/// Folds the changes of one record, given in any order. A later change overrides those it was built
/// upon; among changes that did not know each other the newest is shown (by time, then site and
/// number), and a field they set differently is a conflict until a change built upon both decides;
/// one value in two units is not different. So is a deletion that did not know of a change: the
/// record stays until somebody decides.
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

/// The changes that set a field and that no later change of it was built upon.
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

/// The changes that did not know of a deletion, which did not know of them, as long as nobody
/// decided between the two.
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

/// A field that changes which did not know each other set differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// The code of the field.
    pub field: String,
    /// For each value the newest change that gave it, the newest first. Of a deletion the other
    /// side is the newest change that did not know of it.
    pub sides: Vec<&'a Change>,
}

impl Conflict<'_> {
    /// What a side would have the field be; `null` empties it.
    #[must_use]
    pub fn value(&self, side: &Change) -> Json {
        side.patch.get(&self.field).cloned().unwrap_or_default()
    }
}

/// The open conflicts of one record, whose changes are given in any order.
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
    for (code, value) in line.iter().flat_map(|change| &change.patch) {
        if value.is_null() {
            folded.fields.remove(code);
        } else {
            folded.fields.insert(code.clone(), value.clone());
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(site: &str, seq: i64) -> ChangeId {
        ChangeId {
            site: site.into(),
            seq,
        }
    }

    fn change(
        site: &str,
        seq: i64,
        at: &str,
        parents: &[ChangeId],
        patch: &[(&str, Json)],
    ) -> Change {
        Change {
            id: id(site, seq),
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: at.into(),
            author: "示例".into(),
            reason: String::new(),
            parents: parents.to_vec(),
            patch: patch
                .iter()
                .map(|(code, value)| ((*code).to_owned(), value.clone()))
                .collect(),
        }
    }

    #[test]
    fn a_history_is_well_formed_where_every_change_stands_upon_earlier_ones_of_it() {
        let a = change("a", 1, "", &[], &[]);
        let b = change("b", 1, "", &[id("a", 1)], &[]);
        let c = change("a", 2, "", &[id("a", 1)], &[]);
        let joined = change("c", 1, "", &[id("b", 1), id("a", 2)], &[]);
        assert!(is_well_formed(&[]) && is_well_formed(std::slice::from_ref(&a)));
        assert!(is_well_formed(&[
            joined.clone(),
            c.clone(),
            b.clone(),
            a.clone()
        ]));
        assert!(!is_well_formed(&[joined, c, b.clone()]), "one is not there");
        assert!(
            !is_well_formed(&[change("a", 1, "", &[id("a", 1)], &[])]),
            "upon itself"
        );
        let circle = [
            a,
            change("b", 1, "", &[id("b", 2)], &[]),
            change("b", 2, "", &[id("b", 1)], &[]),
        ];
        assert!(!is_well_formed(&circle));
        assert!(!is_well_formed(&[b.clone(), b]), "one twice");
    }

    #[test]
    fn a_later_change_overrides_what_it_was_built_upon_whatever_its_clock_says() {
        let first = change(
            "a",
            1,
            "2026-02-01",
            &[],
            &[("x", json!("1")), ("y", json!("1"))],
        );
        let second = change(
            "a",
            2,
            "2026-01-01",
            &[id("a", 1)],
            &[("x", json!("2")), ("y", Json::Null)],
        );
        let folded = fold([&second, &first]);
        assert_eq!(
            folded.fields,
            BTreeMap::from([("x".to_owned(), json!("2"))])
        );
        assert_eq!(folded.heads, [id("a", 2)]);
        assert!(folded.conflicts.is_empty());
    }

    #[test]
    fn a_long_history_without_merges_is_folded_in_no_time() {
        let upon = |seq| {
            if seq == 1 {
                vec![]
            } else {
                vec![id("a", seq - 1)]
            }
        };
        let one = |seq: i64| {
            change(
                "a",
                seq,
                "1",
                &upon(seq),
                &[("x", json!(seq.to_string())), ("y", Json::Null)],
            )
        };
        let mut changes: Vec<Change> = (1..=20_000).map(one).collect();
        assert!(is_line(&changes));
        let folded = fold(&changes);
        assert_eq!(
            folded.fields,
            BTreeMap::from([("x".to_owned(), json!("20000"))])
        );
        assert_eq!(folded.heads, [id("a", 20_000)]);
        // Neither a part of it, a fork nor a circle is a line.
        assert!(!is_line(&changes[1..]));
        changes.truncate(3);
        changes[2].parents = vec![id("a", 1)];
        assert!(!is_line(&changes));
        changes[2].parents = vec![id("a", 3)];
        assert!(!is_line(&changes));
    }

    #[test]
    fn two_changes_that_did_not_know_each_other_conflict_only_where_they_differ() {
        let base = change("a", 1, "1", &[], &[("x", json!("1")), ("y", json!("1"))]);
        let mine = change(
            "a",
            2,
            "2",
            &[id("a", 1)],
            &[("x", json!("2")), ("y", json!("5"))],
        );
        let theirs = change(
            "b",
            1,
            "3",
            &[id("a", 1)],
            &[("x", json!("3")), ("y", json!("5"))],
        );
        let folded = fold([&base, &mine, &theirs]);
        assert_eq!(folded.conflicts, BTreeSet::from(["x".to_owned()]));
        assert_eq!(folded.fields["x"], json!("3"));
        assert_eq!(folded.heads, [id("a", 2), id("b", 1)]);
        let decided = change("a", 3, "4", &folded.heads, &[("x", json!("2"))]);
        let folded = fold([&base, &mine, &theirs, &decided]);
        assert!(folded.conflicts.is_empty());
        assert_eq!(folded.fields["x"], json!("2"));
    }

    #[test]
    fn one_value_in_two_units_is_no_conflict_and_the_later_spelling_stays() {
        let base = change("a", 1, "1", &[], &[("x", json!("2000"))]);
        let plain = change("a", 2, "2", &[id("a", 1)], &[("x", json!("3000"))]);
        let hectares = json!({"typed": "0.3公顷", "value": "3000"});
        let typed = change("b", 1, "3", &[id("a", 1)], &[("x", hectares.clone())]);
        let mut all = vec![base, plain, typed];
        let folded = fold(&all);
        assert!(folded.conflicts.is_empty() && conflicts(&all).is_empty());
        assert_eq!(folded.fields["x"], hectares);
        assert_eq!(folded.heads.len(), 2);
        // A third value is in conflict with the one of the other two, which is told once.
        all.push(change("c", 1, "1", &[id("a", 1)], &[("x", json!("4000"))]));
        let found = conflicts(&all);
        let sides: Vec<_> = found[0]
            .sides
            .iter()
            .map(|side| found[0].value(side))
            .collect();
        assert_eq!(sides, [hectares, json!("4000")]);
    }

    #[test]
    fn each_side_of_a_conflict_is_told_once_the_newest_first() {
        let base = change("a", 1, "1", &[], &[("x", json!("1"))]);
        let mine = change("a", 2, "2", &[id("a", 1)], &[("x", json!("2"))]);
        let same = change(
            "c",
            1,
            "3",
            &[id("a", 1)],
            &[("x", json!("2")), ("y", json!("1"))],
        );
        let theirs = change("b", 1, "4", &[id("a", 1)], &[("x", Json::Null)]);
        let all = [base, mine, theirs, same];
        let found = conflicts(&all);
        assert_eq!(
            found
                .iter()
                .map(|conflict| conflict.field.as_str())
                .collect::<Vec<_>>(),
            ["x"]
        );
        let sides: Vec<_> = found[0]
            .sides
            .iter()
            .map(|side| (found[0].value(side), side.id.to_string()))
            .collect();
        assert_eq!(
            sides,
            [
                (Json::Null, "b:1".to_owned()),
                (json!("2"), "c:1".to_owned())
            ]
        );
        assert!(conflicts(&all[..2]).is_empty());
    }

    #[test]
    fn a_deletion_that_did_not_know_of_a_change_waits_for_a_decision() {
        let base = change("a", 1, "1", &[], &[("x", json!("1"))]);
        let gone = change(
            "a",
            2,
            "2",
            &[id("a", 1)],
            &[(shared::DELETED, json!(true))],
        );
        let edit = change("b", 1, "3", &[id("a", 1)], &[("x", json!("2"))]);
        let mut all = vec![base, gone, edit];
        let folded = fold(&all);
        assert_eq!(
            folded.fields,
            BTreeMap::from([("x".to_owned(), json!("2"))])
        );
        assert_eq!(
            folded.conflicts,
            BTreeSet::from([shared::DELETED.to_owned()])
        );
        let found = conflicts(&all);
        let sides: Vec<_> = found[0]
            .sides
            .iter()
            .map(|side| (side.id.to_string(), found[0].value(side)))
            .collect();
        assert_eq!(
            sides,
            [
                ("b:1".to_owned(), Json::Null),
                ("a:2".to_owned(), json!(true))
            ]
        );
        // Going on with the record decides nothing.
        all.push(change("a", 3, "4", &folded.heads, &[("x", json!("3"))]));
        let folded = fold(&all);
        assert!(
            !folded.fields.contains_key(shared::DELETED)
                && folded.conflicts.contains(shared::DELETED)
        );
        for decision in [json!(true), Json::Null] {
            let mut decided = all.clone();
            decided.push(change(
                "a",
                4,
                "5",
                &folded.heads,
                &[(shared::DELETED, decision.clone())],
            ));
            let folded = fold(&decided);
            assert!(folded.conflicts.is_empty());
            assert_eq!(
                folded.fields.contains_key(shared::DELETED),
                !decision.is_null()
            );
        }
        // Two who delete the same agree.
        let other = change(
            "b",
            1,
            "3",
            &[id("a", 1)],
            &[(shared::DELETED, json!(true))],
        );
        let folded = fold([&all[0], &all[1], &other]);
        assert!(folded.fields.contains_key(shared::DELETED) && folded.conflicts.is_empty());
    }

    #[test]
    fn a_change_is_built_upon_what_it_knew_and_nothing_else() {
        let base = change("a", 1, "1", &[], &[]);
        let theirs = change("b", 1, "2", &[id("a", 1)], &[]);
        let mine = change("a", 2, "3", &[id("a", 1)], &[]);
        let next = change("a", 3, "4", &[id("a", 2), id("lost", 1)], &[]);
        let all = [next.clone(), mine.clone(), theirs, base.clone()];
        assert_eq!(built_upon(&next, &all), [&base, &mine]);
        assert!(built_upon(&base, &all).is_empty());
    }

    #[test]
    fn a_hash_depends_on_every_part_and_on_the_change_before() {
        let base = change("a", 1, "1", &[], &[("x", json!("1"))]);
        let hash = base.hash("");
        assert_eq!(hash.len(), 64);
        assert_ne!(hash, base.hash("0"));
        let mut others = vec![base.clone(), base.clone(), base.clone(), base];
        others[0].reason = "r".into();
        others[1].author = "示例2".into();
        others[2].patch.insert("x".into(), json!(1));
        others[3].parents.push(id("b", 1));
        for other in others {
            assert_ne!(other.hash(""), hash);
        }
    }
}
