//! Second entries: what they record, that they go with their change or not at all, and who may make
//! them.

use taizhang::domain::record::{ChangeId, Subject};
use taizhang::domain::review::SecondEntryOutcome;
use taizhang::domain::review::double_entry::outstanding;
use taizhang::i18n::{InspectMsg, LedgerRefusal};
use taizhang::store::{Flaw, Keyed, Save, Saved, SecondEntries, Store, StoreError};
use uuid::Uuid;

use crate::support::{Fields, HUZHEN, Ledger, WENXI, add, edit, pack, standing_fields};

const SECOND: &str = "示例复录人";

fn keyed(field: &str, outcome: SecondEntryOutcome, tries: usize) -> Keyed {
    Keyed {
        field: field.into(),
        outcome,
        tries,
    }
}

fn key(
    store: &mut Store,
    record: Uuid,
    (fields, base): (Fields, &[ChangeId]),
    author: &str,
    entries: &[Keyed],
) -> Result<Saved, StoreError> {
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author,
        reason: "复录更正",
    };
    store.write(|writer| writer.save_keyed(&save, entries))
}

fn pending(store: &Store, record: Uuid, person: &str) -> Vec<String> {
    let entered = store.entered(record).unwrap().unwrap();
    let kind = pack().kind("library").unwrap();
    let outstanding = outstanding(kind, &entered.changes, &entered.done, person);
    outstanding
        .pending
        .into_iter()
        .map(|pending| pending.code)
        .collect()
}

#[test]
fn a_replaced_value_and_everything_keyed_are_written_together() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(
        &mut store,
        "library",
        HUZHEN,
        &[("reading_seats", "103"), ("built_year", "2001")],
    );
    let (mut fields, base) = standing_fields(&store, id);
    fields.insert("reading_seats".into(), "130".into());
    let entries = [
        keyed("reading_seats", SecondEntryOutcome::FirstWrong, 2),
        keyed("built_year", SecondEntryOutcome::SecondWrong, 3),
        keyed("status", SecondEntryOutcome::Agreed, 1),
    ];
    let saved = key(&mut store, id, (fields, &base), SECOND, &entries).unwrap();
    let Saved::Written(change) = saved else {
        panic!("{saved:?}")
    };
    let done = store.second_entries(id).unwrap();
    assert_eq!(done.len(), 3);
    for (done, keyed) in done.iter().zip(&entries) {
        assert_eq!(
            (&done.field, done.outcome, done.tries),
            (&keyed.field, keyed.outcome, keyed.tries)
        );
        assert_eq!(
            (done.verifier.as_str(), &done.version),
            (SECOND, &vec![change.clone()])
        );
    }
    let history = store.history(id).unwrap();
    assert_eq!(
        (history.len(), history[1].change.reason.as_str()),
        (2, "复录更正")
    );
    let count = SecondEntries {
        records: 1,
        fields: 3,
        first_wrong: 1,
        second_wrong: 1,
    };
    assert_eq!(
        store.second_entries_since(SECOND, &done[0].at).unwrap(),
        count
    );
    assert_eq!(
        store.second_entries_since(SECOND, "9").unwrap(),
        SecondEntries::default()
    );
    for settled in ["reading_seats", "built_year", "status"] {
        assert!(
            !pending(&store, id, SECOND).contains(&settled.to_owned()),
            "{settled}"
        );
    }
    assert!(pending(&store, id, SECOND).contains(&"opened_on".to_owned()));
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn what_agreed_changes_nothing_and_holds_until_the_field_is_changed() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let (fields, base) = standing_fields(&store, id);
    let agreed = [keyed("reading_seats", SecondEntryOutcome::Agreed, 1)];
    assert_eq!(
        key(&mut store, id, (fields, &base), SECOND, &agreed),
        Ok(Saved::Unchanged)
    );
    assert_eq!(store.record(id).unwrap().unwrap().heads, base);
    let waits = |store: &Store| pending(store, id, SECOND).contains(&"reading_seats".to_owned());
    edit(&mut store, id, |fields| {
        drop(fields.insert("name".into(), "示例新名".into()));
    })
    .unwrap();
    assert!(!waits(&store));
    edit(&mut store, id, |fields| {
        drop(fields.insert("reading_seats".into(), "131".into()));
    })
    .unwrap();
    assert!(waits(&store));
}

#[test]
fn nothing_is_written_about_an_old_version_by_the_first_person_or_in_another_town() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let (fields, old) = standing_fields(&store, id);
    edit(&mut store, id, |fields| {
        drop(fields.insert("built_year".into(), "2001".into()));
    })
    .unwrap();
    let agreed = [keyed("reading_seats", SecondEntryOutcome::Agreed, 1)];
    let before = ledger.rows();
    let outdated = key(&mut store, id, (fields, &old), SECOND, &agreed);
    assert!(
        matches!(outdated, Ok(Saved::Outdated(Some(_)))),
        "{outdated:?}"
    );
    let mut now = standing_fields(&store, id);
    now.0.insert("reading_seats".into(), "131".into());
    let own = key(&mut store, id, (now.0, &now.1), " 示例填报人", &agreed);
    assert!(
        matches!(
            own,
            Err(StoreError::Refused(LedgerRefusal::OwnEntry { .. }))
        ),
        "{own:?}"
    );
    store.restrict_to(vec![WENXI.into()]);
    let (fields, base) = standing_fields(&store, id);
    let elsewhere = key(&mut store, id, (fields, &base), SECOND, &agreed);
    assert!(
        matches!(
            elsewhere,
            Err(StoreError::Refused(LedgerRefusal::NotYourPlace { .. }))
        ),
        "{elsewhere:?}"
    );
    assert_eq!(ledger.rows(), before);
    assert_eq!(store.entered_of_kind("library").unwrap(), []);
}

#[test]
fn the_records_of_a_kind_come_with_their_changes_and_second_entries() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let one = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let other = add(&mut store, "library", WENXI, &[]);
    add(&mut store, "greenway", HUZHEN, &[]);
    edit(&mut store, one, |fields| {
        drop(fields.insert("built_year".into(), "2001".into()));
    })
    .unwrap();
    let (fields, base) = standing_fields(&store, one);
    key(
        &mut store,
        one,
        (fields, &base),
        SECOND,
        &[keyed("reading_seats", SecondEntryOutcome::Agreed, 1)],
    )
    .unwrap();
    let found = store.entered_of_kind("library").unwrap();
    let expected = [other, one].map(|id| store.entered(id).unwrap().unwrap());
    assert_eq!(found, expected);
    assert_eq!((found[1].changes.len(), found[1].done.len()), (2, 1));
    store.restrict_to(vec![HUZHEN.into()]);
    assert_eq!(store.entered_of_kind("library").unwrap(), expected[1..]);
}

#[test]
fn other_tools_cannot_alter_or_remove_a_second_entry() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let (fields, base) = standing_fields(&store, id);
    key(
        &mut store,
        id,
        (fields, &base),
        SECOND,
        &[keyed("reading_seats", SecondEntryOutcome::Agreed, 1)],
    )
    .unwrap();
    let before = ledger.rows();
    for sql in [
        "UPDATE double_entry SET outcome = 'first_wrong'",
        "DELETE FROM double_entry",
        "INSERT OR REPLACE INTO double_entry SELECT id, record, field, version, 'x', at, outcome, 2, site FROM double_entry",
    ] {
        let db = ledger.raw();
        db.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
        let refused = db.execute(sql, []).unwrap_err().to_string();
        assert!(
            refused.contains("a second entry is never altered"),
            "{sql}: {refused}"
        );
    }
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_second_entry_about_a_version_that_its_record_never_had_is_found() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let other = add(&mut store, "library", HUZHEN, &[("reading_seats", "131")]);
    let (fields, base) = standing_fields(&store, id);
    key(
        &mut store,
        id,
        (fields, &base),
        SECOND,
        &[keyed("reading_seats", SecondEntryOutcome::Agreed, 1)],
    )
    .unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    let insert =
        "INSERT INTO double_entry SELECT ?1, ?2, field, ?3, verifier, at, outcome, tries, site FROM double_entry
        ORDER BY id LIMIT 1";
    let version: String = ledger
        .raw()
        .query_row("SELECT version FROM double_entry", [], |row| row.get(0))
        .unwrap();
    for (forged, record, version, count) in [
        (Uuid::now_v7(), other, version.as_str(), 1),
        (Uuid::now_v7(), id, "[]", 2),
    ] {
        ledger
            .raw()
            .execute(insert, [&forged.to_string(), &record.to_string(), version])
            .unwrap();
        let found = store.inspect().unwrap();
        let what = InspectMsg::Reference {
            table: "double_entry".into(),
            count,
        };
        assert!(
            found.contains(&Flaw {
                what,
                harmless: false
            }),
            "{found:?}"
        );
        // Nor is it in the chain.
        let what = InspectMsg::ActRow {
            act: forged.to_string(),
        };
        assert!(
            found.contains(&Flaw {
                what,
                harmless: false
            }),
            "{found:?}"
        );
    }
}
