//! A pack for every town of a list: while nobody has reported anything, all towns are judged at once.

use std::slice;

use rusqlite::types::Value as Sql;
use taizhang::domain::policy::Pack;
use taizhang::store::Store;

use crate::support::{HUZHEN, Ledger, PACK_TEXT, add, main_file, places, places_of};

/// With the four requirements of the pack, more than are judged one by one.
const TOWNS: usize = 60;
const SCOPE: &str = r#"places = ["331122101", "331121101", "331102100"]"#;

#[track_caller]
fn assert_sound(store: &Store) {
    let flaws = store.inspect().unwrap();
    let serious: Vec<_> = flaws.iter().filter(|flaw| !flaw.harmless).collect();
    assert!(serious.is_empty(), "{serious:?}");
}

/// The standings of libraries, but in the one town that has one.
fn libraries(ledger: &Ledger) -> Vec<Vec<Sql>> {
    let db = ledger.raw();
    let mut query = db
        .prepare(
            "SELECT place, verdict, operator, need, have, gap, unit, candidates, qualifying, nearest, nearest_name,
                 failing, missing, expected_on, period, holds_until, told, position
             FROM standing WHERE requirement = 'library' AND place <> ?1 ORDER BY place",
        )
        .unwrap();
    let count = query.column_count();
    query
        .query_map([HUZHEN], |row| (0..count).map(|at| row.get(at)).collect())
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap()
}

#[test]
fn towns_without_a_record_are_judged_at_once_as_one_by_one() {
    assert!(PACK_TEXT.contains(SCOPE));
    let text = PACK_TEXT.replace(SCOPE, r#"level = "town""#);
    let pack = Pack::read(&text).unwrap();
    let more = (0..TOWNS).map(|at| format!("{},示例{at}镇,town,331122\n", 331_122_800 + at));
    let more = places_of(&format!(
        "code,name,level,parent\n{}",
        more.collect::<String>()
    ));
    let all = [places(), more].concat();
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.db");
    drop(Store::create(&made, &all, slice::from_ref(&pack), "示例管理员").unwrap());
    let ledger = Ledger::of_bytes(&main_file(&made));
    let mut store = ledger.open();
    assert_sound(&store);
    let at_once = libraries(&ledger);
    assert!(at_once.len() > TOWNS, "{}", at_once.len());
    // From now on libraries are judged one by one.
    add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let again = Pack::read(&format!("{text}\n# 另一版\n")).unwrap();
    store
        .write(|writer| writer.load_pack(&again, "示例管理员"))
        .unwrap();
    assert_sound(&store);
    assert_eq!(libraries(&ledger), at_once);
}
