use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::domain::record::facility::shared;

fn id(site: &str, seq: i64) -> ChangeId {
    ChangeId {
        site: site.into(),
        seq,
    }
}

fn change(site: &str, seq: i64, at: &str, parents: &[ChangeId], patch: &[(&str, Json)]) -> Change {
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
fn a_history_is_well_formed_where_every_change_is_based_on_earlier_ones_of_it() {
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
        "based on itself"
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
fn a_later_change_overrides_what_it_is_based_on_whatever_its_clock_says() {
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
    let parents = |seq| {
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
            &parents(seq),
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

/// Returns the change that deletes the record, or takes its deletion back.
fn deletion(site: &str, seq: i64, at: &str, parents: &[ChangeId], deleted: Json) -> Change {
    change(site, seq, at, parents, &[(shared::DELETED, deleted)])
}

#[test]
fn a_deletion_that_did_not_know_of_a_change_waits_for_a_decision() {
    let base = change("a", 1, "1", &[], &[("x", json!("1"))]);
    let gone = deletion("a", 2, "2", &[id("a", 1)], json!(true));
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
        !folded.fields.contains_key(shared::DELETED) && folded.conflicts.contains(shared::DELETED)
    );
    for decision in [json!(true), Json::Null] {
        let mut decided = all.clone();
        decided.push(deletion("a", 4, "5", &folded.heads, decision.clone()));
        let folded = fold(&decided);
        assert!(folded.conflicts.is_empty());
        assert_eq!(
            folded.fields.contains_key(shared::DELETED),
            !decision.is_null()
        );
    }
    // Two who delete the same agree.
    let other = deletion("b", 1, "3", &[id("a", 1)], json!(true));
    let folded = fold([&all[0], &all[1], &other]);
    assert!(folded.fields.contains_key(shared::DELETED) && folded.conflicts.is_empty());
}

#[test]
fn a_change_is_based_on_what_it_knew_and_nothing_else() {
    let base = change("a", 1, "1", &[], &[]);
    let theirs = change("b", 1, "2", &[id("a", 1)], &[]);
    let mine = change("a", 2, "3", &[id("a", 1)], &[]);
    let next = change("a", 3, "4", &[id("a", 2), id("lost", 1)], &[]);
    let all = [next.clone(), mine.clone(), theirs, base.clone()];
    assert_eq!(ancestors_of(&next, &all), [&base, &mine]);
    assert!(ancestors_of(&base, &all).is_empty());
}

/// Histories of up to twelve changes, each based on some of the earlier ones and setting one of two
/// fields or deleting the record.
fn histories() -> impl Strategy<Value = Vec<Change>> {
    let one = (
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        0_usize..3,
        0_u8..3,
    );
    prop::collection::vec(one, 1..12).prop_map(|all| {
        let mut changes: Vec<Change> = Vec::new();
        for (at, (parents, field, value)) in all.into_iter().enumerate() {
            let seq = i64::try_from(at).unwrap_or_default() + 1;
            let based_on = |parent: prop::sample::Index| {
                let at = parent.get(&changes);
                at.id.clone()
            };
            let parents = if changes.is_empty() {
                Vec::new()
            } else {
                let parents: BTreeSet<ChangeId> = parents.into_iter().map(based_on).collect();
                parents.into_iter().collect()
            };
            let value = match (field, value) {
                (_, 0) => Json::Null,
                (2, _) => json!(true),
                (_, value) => json!(value.to_string()),
            };
            let code = ["x", "y", shared::DELETED][field];
            changes.push(change("a", seq, "1", &parents, &[(code, value)]));
        }
        changes
    })
}

proptest! {
    #[test]
    fn what_each_change_replaced_is_the_fold_of_what_it_was_based_on(changes in histories()) {
        let mut count = 0;
        each_with_fields_before(&changes, |change, before| {
            assert_eq!(before, &fold(ancestors_of(change, &changes)).fields, "{changes:?}");
            count += 1;
        });
        prop_assert_eq!(count, changes.len());
    }
}

#[test]
fn a_long_line_of_changes_is_folded_once() {
    let mut changes = Vec::new();
    let mut parents = Vec::new();
    for seq in 1..=20_000 {
        let one = change("a", seq, "1", &parents, &[("x", json!(seq.to_string()))]);
        parents = vec![one.id.clone()];
        changes.push(one);
    }
    let mut before = Vec::new();
    each_with_fields_before(&changes, |_, fields| before.push(fields.get("x").cloned()));
    assert_eq!(before.first(), Some(&None));
    assert_eq!(before.last(), Some(&Some(json!("19999"))));
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
