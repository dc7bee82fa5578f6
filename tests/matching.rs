//! What the rows of a file are about: which facility, and which place.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use program::Folder;
use taizhang::store::Store;

/// Imports libraries of a text; what is said.
#[track_caller]
fn import(folder: &Folder, rows: &str, options: &str) -> program::Ran {
    folder.write("in.csv", rows);
    folder.run(&format!("--lang en import in.csv --kind library {options}"))
}

/// A field of the library of a code or name, as the ledger keeps it.
#[track_caller]
fn kept(folder: &Folder, name: &str, field: &str) -> serde_json::Value {
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    let found = store.find_record(name).unwrap();
    store.record(found.id).unwrap().unwrap().fields.get(field).cloned().unwrap_or_default()
}

/// How many records and changes there are.
fn counts(folder: &Folder) -> String {
    let said = folder.run("--lang en doctor").good();
    said.lines().nth(3).unwrap().trim_start_matches("7 places, ").to_owned()
}

#[test]
fn a_facility_is_found_by_its_name_when_the_code_is_new() {
    let folder = Folder::with_ledger();
    import(&folder, "镇,设施名称,阅览座席数\n壶镇镇,壶镇图书馆,100\n", "").good();
    let rows = "设施编号,镇,设施名称,阅览座席数\nJY-01,壶镇镇,壶镇图书馆,130\n";
    let said = import(&folder, rows, "--dry-run").good();
    assert!(said.contains("100 seats -> 130 seats | Facility code: 331122101-library-001 -> JY-01"), "{said}");
    let said = import(&folder, rows, "").good();
    assert!(said.contains("  line 2 壶镇图书馆: 331122101-library-001 -> JY-01"), "{said}");
    assert!(said.contains("0 new, 1 changed"), "{said}");
    assert_eq!(
        (kept(&folder, "JY-01", "reading_seats"), counts(&folder)),
        ("130".into(), "1 records, 2 changes".into())
    );
    assert!(import(&folder, rows, "").good().contains("1 as the ledger has them"));
    // A list that has its own codes can hold a second one of the name; the known one is that whose code it gives.
    let both = "设施编号,镇,设施名称,阅览座席数\nJY-02,壶镇镇,壶镇图书馆,60\nJY-01,壶镇镇,壶镇图书馆,131\n";
    let said = import(&folder, both, "").good();
    assert!(said.contains("1 with the name of another") && said.contains("1 new, 1 changed"), "{said}");
    assert_eq!(
        (kept(&folder, "JY-01", "reading_seats"), kept(&folder, "JY-02", "reading_seats")),
        ("131".into(), "60".into())
    );
    // Of several of one name none is meant by a code that is new, unless all of them stand in the file.
    let third = "设施编号,镇,设施名称,阅览座席数\nJY-03,壶镇镇,壶镇图书馆,61\n";
    assert!(import(&folder, third, "").failed(2).contains("2 facilities here have this name"));
    let said = import(&folder, &format!("{both}JY-03,壶镇镇,壶镇图书馆,61\n"), "").good();
    assert!(said.contains("1 new, 0 changed, 2 as"), "{said}");
}

#[test]
fn nobody_can_tell_which_of_two_new_codes_is_the_known_facility() {
    let folder = Folder::with_ledger();
    import(&folder, "镇,设施名称\n壶镇镇,书房\n", "").good();
    let rows = "设施编号,镇,设施名称,阅览座席数\nA,壶镇镇,书房,60\nB,壶镇镇,书房,70\n,壶镇镇,乙馆,1\nC,壶镇镇,丙馆,1\nc,温溪镇,丁馆,1\n";
    let said = import(&folder, rows, "--skip-bad --rejects bad.csv").good();
    assert!(said.contains("5 rows read: 2 imported, 3 refused"), "{said}");
    let bad = folder.read("bad.csv");
    assert!(
        bad.contains("2,\"line 3 has this name too, and the ledger has one facility of it (331122101-library-001)"),
        "{bad}"
    );
    assert!(
        bad.contains("3,\"line 2 has this name too")
            && bad.contains("6,\"the facility code \"\"c\"\" is that of line 5"),
        "{bad}"
    );
    // The row that is told to be the known one is, and the other one is new.
    let rows = rows.replacen("A,", "331122101-library-001,", 1);
    let said = import(&folder, &rows.lines().take(3).collect::<Vec<_>>().join("\n"), "").good();
    assert!(said.contains("1 new, 1 changed"), "{said}");
}

#[test]
fn a_code_that_belongs_to_another_facility_changes_nothing() {
    let folder = Folder::with_ledger();
    let map = "--map 编号=facility_code";
    import(&folder, "编号,镇,设施名称\n1,壶镇镇,壶镇甲馆\n2,壶镇镇,壶镇乙馆\n", map).good();
    let said = import(&folder, "编号,镇,设施名称\n1,温溪镇,温溪甲馆\n2,温溪镇,温溪乙馆\n", map).failed(2);
    assert!(said.contains("\"1\" belongs to \"壶镇甲馆\" in 缙云县/壶镇镇: neither place nor name agrees"), "{said}");
    let said = import(&folder, "编号,镇\n1,温溪镇\n", map).failed(2);
    assert!(said.contains("neither place nor name"), "{said}");
    // Renamed or moved it is the same one, but not when the name is that of another one.
    let said = import(&folder, "编号,镇,设施名称\n1,壶镇镇,壶镇乙馆\n", map).failed(2);
    assert!(
        said.contains("\"1\" belongs to \"壶镇甲馆\", and the name of this row to another facility here (2)"),
        "{said}"
    );
    import(&folder, "编号,镇,设施名称\n1,壶镇镇,壶镇乙馆\n2,壶镇镇,壶镇丙馆\n", map).good();
    import(&folder, "编号,镇,设施名称\n1,温溪镇,壶镇乙馆\n", map).good();
    assert_eq!((kept(&folder, "1", "name"), kept(&folder, "2", "name")), ("壶镇乙馆".into(), "壶镇丙馆".into()));
}

#[test]
fn an_empty_cell_never_takes_a_facility_code_away() {
    let folder = Folder::with_ledger();
    import(&folder, "镇,设施名称,设施编号,备注\n壶镇镇,甲馆,L-1,旧\n", "").good();
    for _ in 0..2 {
        import(&folder, "镇,设施名称,设施编号,备注\n壶镇镇,甲馆,,\n", "--empty clears").good();
        assert_eq!((kept(&folder, "L-1", "remarks"), counts(&folder)), (().into(), "1 records, 2 changes".into()));
    }
}
