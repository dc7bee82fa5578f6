//! What the rows of a file are about: which facility, and which place.

use crate::program::{self, Folder};
use encoding_rs::GB18030;
use taizhang::domain::record::Subject;
use taizhang::store::{Save, Store};

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
    store
        .record(found.id)
        .unwrap()
        .unwrap()
        .fields
        .get(field)
        .cloned()
        .unwrap_or_default()
}

/// How many records and changes there are.
fn counts(folder: &Folder) -> String {
    let said = folder.run("--lang en doctor").good();
    said.lines()
        .nth(4)
        .unwrap()
        .trim_start_matches("7 places, ")
        .to_owned()
}

#[test]
fn a_facility_is_found_by_its_name_when_the_code_is_new() {
    let folder = Folder::with_ledger();
    import(
        &folder,
        "镇,设施名称,阅览座席数\n壶镇镇,壶镇图书馆,100\n",
        "",
    )
    .good();
    let rows = "设施编号,镇,设施名称,阅览座席数\nJY-01,壶镇镇,壶镇图书馆,130\n";
    let said = import(&folder, rows, "--dry-run").good();
    assert!(
        said.contains("100 seats -> 130 seats | Facility code: 331122101-library-001 -> JY-01"),
        "{said}"
    );
    let said = import(&folder, rows, "").good();
    assert!(
        said.contains("  line 2 壶镇图书馆: 331122101-library-001 -> JY-01"),
        "{said}"
    );
    assert!(said.contains("0 new, 1 changed"), "{said}");
    assert_eq!(
        (kept(&folder, "JY-01", "reading_seats"), counts(&folder)),
        ("130".into(), "1 record, 2 changes".into())
    );
    assert!(import(&folder, rows, "").good().contains("1 unchanged"));
    // A list that has its own codes can hold a second one of the name; the known one is that whose
    // code it gives.
    let both = "设施编号,镇,设施名称,阅览座席数\nJY-02,壶镇镇,壶镇图书馆,60\nJY-01,壶镇镇,壶镇图书馆,131\n";
    let said = import(&folder, both, "").good();
    assert!(
        said.contains("1 with the same name as another") && said.contains("1 new, 1 changed"),
        "{said}"
    );
    assert_eq!(
        (
            kept(&folder, "JY-01", "reading_seats"),
            kept(&folder, "JY-02", "reading_seats")
        ),
        ("131".into(), "60".into())
    );
    // Of several of one name none is meant by a code that is new, unless all of them stand in the
    // file.
    let third = "设施编号,镇,设施名称,阅览座席数\nJY-03,壶镇镇,壶镇图书馆,61\n";
    assert!(
        import(&folder, third, "")
            .failed(2)
            .contains("2 facilities here with this name")
    );
    let said = import(&folder, &format!("{both}JY-03,壶镇镇,壶镇图书馆,61\n"), "").good();
    assert!(said.contains("1 new, 0 changed, 2 unchanged"), "{said}");
}

#[test]
fn nobody_can_tell_which_of_two_new_codes_is_the_known_facility() {
    let folder = Folder::with_ledger();
    import(&folder, "镇,设施名称\n壶镇镇,书房\n", "").good();
    let rows = "设施编号,镇,设施名称,阅览座席数\nA,壶镇镇,书房,60\nB,壶镇镇,书房,70\n,壶镇镇,乙馆,1\nC,壶镇镇,丙馆,1\nc,温溪镇,丁馆,1\n";
    let said = import(&folder, rows, "--skip-bad --rejects bad.csv").good();
    assert!(
        said.contains("5 rows read: 2 imported, 3 refused"),
        "{said}"
    );
    let bad = folder.read("bad.csv");
    assert!(
        bad.contains("2,\"line 3 has the same name, and the ledger has one facility of that name (331122101-library-001)"),
        "{bad}"
    );
    assert!(
        bad.contains("3,\"line 2 has the same name")
            && bad.contains("6,\"the facility code \"\"c\"\" is already used on line 5"),
        "{bad}"
    );
    // The row that is told to be the known one is, and the other one is new.
    let rows = rows.replacen("A,", "331122101-library-001,", 1);
    let said = import(
        &folder,
        &rows.lines().take(3).collect::<Vec<_>>().join("\n"),
        "",
    )
    .good();
    assert!(said.contains("1 new, 1 changed"), "{said}");
}

#[test]
fn a_code_that_belongs_to_another_facility_changes_nothing() {
    let folder = Folder::with_ledger();
    let map = "--map 编号=facility_code";
    import(
        &folder,
        "编号,镇,设施名称\n1,壶镇镇,壶镇甲馆\n2,壶镇镇,壶镇乙馆\n",
        map,
    )
    .good();
    let said = import(
        &folder,
        "编号,镇,设施名称\n1,温溪镇,温溪甲馆\n2,温溪镇,温溪乙馆\n",
        map,
    )
    .failed(2);
    assert!(
        said.contains(
            "\"1\" belongs to \"壶镇甲馆\" in 缙云县/壶镇镇, with another place and name"
        ),
        "{said}"
    );
    let said = import(&folder, "编号,镇\n1,温溪镇\n", map).failed(2);
    assert!(said.contains("with another place and name"), "{said}");
    // Renamed or moved it is the same one, but not when the name is that of another one.
    let said = import(&folder, "编号,镇,设施名称\n1,壶镇镇,壶镇乙馆\n", map).failed(2);
    assert!(
        said.contains(
            "\"1\" belongs to \"壶镇甲馆\", but the name in this row to another facility here (2)"
        ),
        "{said}"
    );
    import(
        &folder,
        "编号,镇,设施名称\n1,壶镇镇,壶镇乙馆\n2,壶镇镇,壶镇丙馆\n",
        map,
    )
    .good();
    import(&folder, "编号,镇,设施名称\n1,温溪镇,壶镇乙馆\n", map).good();
    assert_eq!(
        (kept(&folder, "1", "name"), kept(&folder, "2", "name")),
        ("壶镇乙馆".into(), "壶镇丙馆".into())
    );
}

#[test]
fn an_empty_cell_never_takes_a_facility_code_away() {
    let folder = Folder::with_ledger();
    import(
        &folder,
        "镇,设施名称,设施编号,备注\n壶镇镇,甲馆,L-1,旧\n",
        "",
    )
    .good();
    for _ in 0..2 {
        import(
            &folder,
            "镇,设施名称,设施编号,备注\n壶镇镇,甲馆,,\n",
            "--empty clears",
        )
        .good();
        assert_eq!(
            (kept(&folder, "L-1", "remarks"), counts(&folder)),
            (().into(), "1 record, 2 changes".into())
        );
    }
}

/// The place of the library of a name.
#[track_caller]
fn place(folder: &Folder, name: &str) -> String {
    Store::open(&folder.path("taizhang.db"))
        .unwrap()
        .find_record(name)
        .unwrap()
        .place
}

#[test]
fn a_place_is_found_however_files_write_it() {
    let folder = Folder::with_ledger();
    let ways = [
        "331122101",
        "331122101000",
        "331122101.0",
        "３３１１２２１０１",
        "壶镇镇",
        "壶 镇 镇",
        "缙云县／壶镇镇",
        "缙云县壶镇镇",
        "丽水市/缙云县/壶镇镇",
        "丽水市缙云县壶镇镇",
    ];
    let rows: Vec<String> = ways
        .iter()
        .zip('A'..)
        .map(|(way, name)| format!("{way},{name}\n"))
        .collect();
    import(&folder, &format!("town,name\n{}", rows.concat()), "").good();
    for (_, name) in ways.iter().zip('A'..) {
        assert_eq!(place(&folder, &name.to_string()), "331122101", "{name}");
    }
    for header in [
        "乡镇",
        "乡镇（街道）",
        "所在镇",
        "镇名",
        "town_name",
        "Town Name",
        "所属乡镇（街道）*",
    ] {
        import(
            &folder,
            &format!("{header},设施名称\n壶镇镇,{header}馆\n"),
            "",
        )
        .good();
        assert_eq!(place(&folder, &format!("{header}馆")), "331122101");
    }
}

#[test]
fn words_about_one_place_that_contradict_each_other_are_refused_with_both() {
    let folder = Folder::with_ledger();
    let rows =
        "县,镇,镇名,设施名称\n莲都区,331122101,,A\n莲都区,壶镇镇,,B\n缙云县,331122101,温溪镇,C\n";
    let said = import(&folder, rows, "--skip-bad --rejects bad.csv").good();
    assert!(
        said.contains("3 refused") && said.contains("2 unknown places"),
        "{said}"
    );
    let bad = folder.read("bad.csv");
    for line in [
        "镇: \"\"331122101\"\" is 331122101 丽水市/缙云县/壶镇镇, not in \"\"莲都区\"\"",
        "镇: \"\"壶镇镇\"\" is 331122101 丽水市/缙云县/壶镇镇, not in \"\"莲都区\"\"",
        "镇名: \"\"331122101\"\" is 丽水市/缙云县/壶镇镇, but the name beside it is \"\"温溪镇\"\"",
    ] {
        assert!(bad.contains(line), "{line}: {bad}");
    }
    // Other ways to write the same are none that contradict; a row without a code has its name.
    let rows = "县,镇,镇名,设施名称\n缙云,331122101,壶镇,D\n丽水市缙云县,壶镇镇,缙云县壶镇镇,E\n331122,,壶镇镇,F\n,缙云县/壶镇镇,,G\n\
                缙云县,缙云县/壶镇镇,331122101,H\n";
    import(&folder, rows, "").good();
    for name in ["D", "E", "F", "G", "H"] {
        assert_eq!(place(&folder, name), "331122101", "{name}");
    }
    // An exported file in which somebody changed the name of the town and nothing else.
    folder
        .run("export --kind library --format csv --out out.csv")
        .good();
    let out = folder.read("out.csv").replacen("壶镇镇,D", "温溪镇,D", 1);
    assert!(
        import(&folder, &out, "")
            .failed(2)
            .contains("the name beside it is \"温溪镇\"")
    );
}

#[test]
fn places_that_are_not_known_are_listed_with_those_they_are_like_to_be_filled_in() {
    let folder = Folder::with_ledger();
    let rows = "town,name\n壶镇,A\n浙江丽水市缙云县壶镇镇,B\n某镇,C\n某镇,D\n玉壶镇,E\n";
    let said = import(
        &folder,
        rows,
        "--dry-run --unmatched old.csv --skip-bad --rejects bad.csv",
    )
    .good();
    assert!(said.contains("there is no place \"壶镇\"; use a code or a name of the list of places; perhaps 331122101 丽水市/缙云县/壶镇镇 (lines 2)"), "{said}");
    let old = folder.read("old.csv");
    assert!(
        old.starts_with("\u{FEFF}old,new,lines,why\n壶镇,331122101,2,"),
        "{old}"
    );
    assert!(
        old.contains("\n某镇,,4 5,\"there is no place")
            && old.contains("缙云县壶镇镇,331122101,3,"),
        "{old}"
    );
    assert!(
        old.contains(
            "\n玉壶镇,,6,\"there is no place \"\"玉壶镇\"\"; use a code or a name of the list of places; perhaps"
        ),
        "{old}"
    );
    // What nobody decided is no alias.
    let said = import(&folder, rows, "--aliases old.csv").failed(2);
    assert!(
        said.contains("line 3: the old or the new name is missing")
            || said.contains("line 2: the old"),
        "{said}"
    );
    folder.write(
        "old.csv",
        old.replace("某镇,,", "某镇,温溪镇,")
            .replace("玉壶镇,,", "玉壶镇,碧湖镇,"),
    );
    import(&folder, rows, "--aliases old.csv --unmatched old2.csv").good();
    assert_eq!(
        (place(&folder, "A"), place(&folder, "D")),
        ("331122101".to_owned(), "331121101".to_owned())
    );
    assert_eq!(folder.read("old2.csv"), "\u{FEFF}old,new,lines,why\n");
    assert!(
        import(&folder, rows, "--unmatched in.csv")
            .failed(2)
            .contains("it is the file to import")
    );
}

#[test]
fn aliases_come_in_any_encoding_and_lead_on_to_a_place_that_there_is() {
    let folder = Folder::with_ledger();
    let aliases = "旧名,新名\n老壶镇,331122101\n壶镇区,老壶镇\n坏,没有的镇\n圈,环\n环,圈\n壶镇镇,温溪镇\n温溪镇,壶镇镇\n";
    let (rows, bad) = (
        "town,name\n壶镇区,A\n壶镇镇,B\n温溪镇,C\n",
        "town,name\n坏,D\n圈,E\n",
    );
    folder.write("old.csv", GB18030.encode(aliases).0);
    assert!(
        import(&folder, rows, "--aliases old.csv")
            .failed(2)
            .contains("reading the place aliases old.csv: line 1 is not UTF-8")
    );
    folder.write("in.csv", GB18030.encode(rows).0);
    folder
        .run("import in.csv --kind library --encoding gb18030 --aliases old.csv")
        .good();
    // One that is in use is not asked what it was: two towns can have changed their names.
    for (name, code) in [("A", "331122101"), ("B", "331121101"), ("C", "331122101")] {
        assert_eq!(place(&folder, name), code);
    }
    folder.write("in.csv", GB18030.encode(bad).0);
    folder.write("old.csv", aliases);
    let said = folder
        .run("--lang en import in.csv --kind library --encoding gb18030 --aliases old.csv --skip-bad --rejects r.csv")
        .good();
    assert!(
        said.contains(
            "\"坏\" stands for \"没有的镇\" in the aliases, but there is no such place (lines 2)"
        ),
        "{said}"
    );
    assert!(
        said.contains("\"圈\" stands for \"环\" in the aliases")
            || said.contains("\"圈\" stands for \"圈\""),
        "{said}"
    );
}

#[test]
fn a_place_for_which_nothing_is_judged_is_said() {
    let folder = Folder::with_ledger();
    let rows = "town,name\n缙云县,县馆\n壶镇镇,镇馆\n";
    let said = import(&folder, rows, "--dry-run").good();
    assert!(
        said.contains("1 place without a requirement for this kind"),
        "{said}"
    );
    assert!(
        said.contains("  丽水市/缙云县 (lines 2)\n") && !said.contains("壶镇镇 (lines"),
        "{said}"
    );
    assert!(
        import(&folder, rows, "")
            .good()
            .starts_with("note: 1 place without a requirement for this kind")
    );
}

/// Takes the library of a name out of the ledger.
fn delete(folder: &Folder, name: &str) {
    let mut store = Store::open(&folder.path("taizhang.db")).unwrap();
    let record = store
        .record(store.find_record(name).unwrap().id)
        .unwrap()
        .unwrap();
    let mut fields = record.fields.clone();
    for (code, value) in [
        ("kind", record.kind.into()),
        ("place", record.place.into()),
        ("deleted", true.into()),
    ] {
        fields.insert(code.to_owned(), value);
    }
    let (record, base) = (record.id, record.heads.as_slice());
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author: "示例员",
        reason: "",
    };
    store
        .write(|writer: &mut taizhang::store::Writer| writer.save(&save))
        .unwrap();
}

#[test]
fn an_old_list_does_not_bring_back_what_was_deleted_without_a_word() {
    let folder = Folder::with_ledger();
    let rows = "town,name,reading_seats\n壶镇镇,甲馆,130\n壶镇镇,乙馆,70\n";
    import(&folder, rows, "").good();
    folder
        .run("export --kind library --format csv --headers code --out out.csv")
        .good();
    delete(&folder, "甲馆");
    // By its id or its code it is that facility, and whoever exported it before cannot know.
    let said = import(&folder, &folder.read("out.csv"), "").failed(2);
    assert!(
        said.contains("\"甲馆\" was deleted on 2")
            && said.contains(" by 示例员; remove the row, or clear the id"),
        "{said}"
    );
    let code = "331122101-library-001";
    let coded = |name: &str| format!("town,name,facility_code\n壶镇镇,{name},{code}\n");
    for name in ["甲馆", "丁馆", "乙馆"] {
        let said = import(&folder, &coded(name), "").failed(2);
        assert!(
            said.contains("the facility code is that of \"甲馆\", which was deleted on 2"),
            "{name}: {said}"
        );
    }
    // By its name alone it may be another one.
    let said = import(&folder, rows, "--dry-run").good();
    assert!(
        said.contains("1 row for facilities that were deleted")
            && said.contains("  line 2 甲馆: deleted on 2"),
        "{said}"
    );
    assert!(
        import(&folder, rows, "").good().contains("by 示例员\n"),
        "an import says it too"
    );
    assert!(import(&folder, rows, "").good().contains("2 unchanged"));
    // The number of one that is gone may have been given again since.
    delete(&folder, "甲馆");
    import(
        &folder,
        &format!("town,name,facility_code\n温溪镇,丙馆,{code}\n"),
        "",
    )
    .good();
    import(
        &folder,
        &format!("town,name,facility_code\n温溪镇,丙馆,{code}\n"),
        "",
    )
    .good();
}

#[test]
fn rows_of_one_name_are_listed_and_both_taken() {
    let folder = Folder::with_ledger();
    let rows = "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,130\n壶镇镇,甲 馆,129\n";
    let said = import(&folder, rows, "--dry-run").good();
    assert!(
        said.contains("1 new row with the name of another")
            && said.contains("  line 3 甲 馆: the same name as line 2"),
        "{said}"
    );
    assert!(
        import(&folder, rows, "")
            .good()
            .contains("1 with the same name as another in the place")
    );
}

#[test]
fn ids_of_another_ledger_are_told_apart_from_those_that_are_wrong() {
    let (here, there) = (Folder::with_ledger(), Folder::with_ledger());
    import(&there, "town,name\n壶镇镇,甲馆\n", "").good();
    there
        .run("export --kind library --format csv --out out.csv")
        .good();
    let said = import(&here, &there.read("out.csv"), "").failed(2);
    assert!(
        said.contains("if the file is from another ledger, leave its ids out with --map 记录编号="),
        "{said}"
    );
    import(&here, &there.read("out.csv"), "--map 记录编号=").good();
    assert!(
        import(&here, "id,town,name\n7,壶镇镇,甲馆\n", "")
            .good()
            .contains("\"id\" holds no ids of this ledger (such as \"7\") and is left out")
    );
}
