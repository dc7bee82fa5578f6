//! The trail in the hands of another tool.

use rusqlite::Connection;
use taizhang::domain::trail::Subject;
use taizhang::store::{Save, Store};
use uuid::Uuid;

use crate::support::{HUZHEN, Ledger, WENXI, add, column, edit, pack};

fn with_a_trail() -> (Ledger, Store) {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    edit(&mut store, id, |fields| drop(fields.insert("reading_seats".into(), "130".into()))).unwrap();
    add(&mut store, "greenway", WENXI, &[("length_km", "999米")]);
    edit(&mut store, id, |fields| drop(fields.remove("reading_seats"))).unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    (ledger, store)
}

fn without_guards(ledger: &Ledger) -> Connection {
    let db = ledger.raw();
    db.execute_batch("DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_removed").unwrap();
    db
}

/// An examination that cannot even read the trail has found something too.
fn is_found(store: &Store) -> bool {
    store.inspect().is_ok_and(|found| !found.is_empty()) || store.inspect().is_err()
}

#[test]
fn other_tools_cannot_alter_or_remove_a_change() {
    let (ledger, _store) = with_a_trail();
    let before = ledger.rows();
    for sql in
        ["UPDATE change SET author = 'x' WHERE seq = 2", "DELETE FROM change WHERE seq = 4", "DELETE FROM change"]
    {
        let refused = ledger.raw().execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("the trail is never altered"), "{sql}: {refused}");
    }
    assert_eq!(ledger.rows(), before);
}

#[test]
fn altering_any_part_of_any_change_is_found() {
    let (ledger, store) = with_a_trail();
    let db = without_guards(&ledger);
    let alterations = [
        "site = 'x' || site",
        "seq = seq + 100",
        "subject = 'exception'",
        "record = '01900000-0000-7000-8000-000000000000'",
        "record = upper(record)",
        "record = 'nothing'",
        "at = '2020-01-01T00:00:00.000Z'",
        "at = lower(at)",
        "author = author || ' '",
        "reason = 'x'",
        "parents = CASE parents WHEN '[]' THEN '[\"x:1\"]' ELSE '[]' END",
        "parents = CASE parents WHEN '[]' THEN '[ ]' ELSE replace(parents, ':', ':0') END",
        "patch = json_set(patch, '$.name', 'x')",
        "patch = json_set(patch, '$.reading_seats', '129')",
        "patch = '{}'",
        "patch = ' ' || patch",
        "patch = replace(patch, '{', '{\"name\":\"x\",')",
        "hash = upper(hash)",
        "hash = ''",
    ];
    for seq in 1..=4 {
        for alteration in alterations {
            db.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM change").unwrap();
            let altered = db.execute(&format!("UPDATE change SET {alteration} WHERE seq = {seq}"), []).unwrap();
            assert_eq!(altered, 1);
            assert!(is_found(&store), "{alteration} of change {seq}");
            db.execute_batch("DELETE FROM change; INSERT INTO change SELECT * FROM kept; DROP TABLE kept").unwrap();
            assert_eq!(store.inspect(), Ok(vec![]));
        }
    }
}

#[test]
fn removing_any_change_is_found() {
    let (ledger, store) = with_a_trail();
    let db = without_guards(&ledger);
    for seq in 1..=4 {
        db.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM change").unwrap();
        db.execute("DELETE FROM change WHERE seq = ?1", [seq]).unwrap();
        assert!(is_found(&store), "change {seq}");
        db.execute_batch("DELETE FROM change; INSERT INTO change SELECT * FROM kept; DROP TABLE kept").unwrap();
    }
}

#[test]
fn altering_a_record_behind_the_back_of_the_trail_is_found() {
    for sql in [
        "UPDATE facility SET name = 'x' WHERE kind = 'library'",
        "UPDATE facility SET attributes = json_set(attributes, '$.length_km', '1') WHERE kind = 'greenway'",
        "UPDATE facility SET version = '[]'",
        "DELETE FROM facility WHERE kind = 'library'",
        "UPDATE facility SET complete = 1 - complete",
        "INSERT INTO facility (id, kind, place, attributes, version, complete)
         VALUES ('01900000-0000-7000-8000-000000000000', 'library', '331122101', '{}', '[]', 0)",
    ] {
        let (ledger, store) = with_a_trail();
        assert!(ledger.raw().execute(sql, []).unwrap() > 0);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn an_act_of_a_review_about_nothing_is_found() {
    let act = "INSERT INTO finding VALUES ('01900000-0000-7000-8000-000000000000', %, '[]', 'x', '[]', 'x', 'inspector', '2026', 'a')";
    let record = "(SELECT record FROM change WHERE subject = 'facility')";
    let lost = "'01900000-0000-7000-8000-000000000001'";
    for what in [format!("{record}, {lost}, 'close'"), format!("{lost}, NULL, 'verify'")] {
        let (ledger, store) = with_a_trail();
        ledger.raw().execute(&act.replace('%', &what), []).unwrap();
        assert!(is_found(&store), "{what}");
    }
}

#[test]
fn altering_an_exception_behind_the_back_of_the_trail_is_found() {
    for sql in [
        "UPDATE exception SET document = 'x'",
        "UPDATE exception SET valid_until = NULL",
        "UPDATE exception SET version = '[]'",
        "UPDATE exception SET id = upper(id)",
        "DELETE FROM exception",
        "INSERT INTO exception SELECT '01900000-0000-7000-8000-000000000000', place, pack, requirement, document,
         reason, valid_until, version FROM exception",
    ] {
        let (ledger, mut store) = with_a_trail();
        let fields = [
            ("place", HUZHEN),
            ("pack", &pack().code),
            ("requirement", "library"),
            ("document", "示例〔2025〕1号"),
            ("reason", "示例理由"),
            ("valid_until", "2027-12-31"),
        ];
        let fields = fields.into_iter().map(|(code, text)| (code.to_owned(), text.into())).collect();
        let (record, subject) = (Uuid::now_v7(), Subject::Exception);
        let save = Save { record, subject, upon: &[], fields, author: "示例审核人", reason: "" };
        store.write(|writer| writer.save(&save)).unwrap();
        assert_eq!(store.exceptions(&pack().code, HUZHEN).unwrap().len(), 1);
        assert_eq!(store.inspect(), Ok(vec![]));
        assert_eq!(ledger.raw().execute(sql, []).unwrap(), 1);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn altering_a_standing_is_found() {
    for sql in [
        "UPDATE standing SET verdict = 'met' WHERE requirement = 'library' AND place = '331122101'",
        "UPDATE standing SET gap = '1' WHERE requirement = 'greenway' AND place = '331121101'",
        "DELETE FROM standing WHERE requirement = 'hospital' AND place = '331102100'",
    ] {
        let (ledger, store) = with_a_trail();
        assert_eq!(ledger.raw().execute(sql, []).unwrap(), 1);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn the_chain_of_a_new_ledger_begins_at_one() {
    let (ledger, _store) = with_a_trail();
    assert_eq!(column::<i64>(&ledger.raw(), "SELECT seq FROM change ORDER BY seq"), [1, 2, 3, 4]);
    let sites: Vec<String> = column(&ledger.raw(), "SELECT DISTINCT change.site FROM change JOIN ledger USING (site)");
    assert_eq!(sites.len(), 1);
}
