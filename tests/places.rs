//! The list of places: codes are one thing however they are written, a list is taken whole or not
//! at all, and a place that was loaded by mistake can be taken out again.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use program::Folder;

const CIRCLE: &str = include_str!("cases/places-circle.csv");
const CIRCLE_OF_KNOWN: &str = include_str!("cases/places-circle-known.csv");
const TWELVE_DIGITS: &str = include_str!("cases/places-twelve-digits.csv");
const HEADER: &str = "code,name,level,parent\n";

/// The line with which a list is refused; the ledger stays as it was.
#[track_caller]
fn refused(folder: &Folder, list: &str) -> String {
    let before = folder.bytes("taizhang.db");
    folder.write("list.csv", list);
    let said = folder.run("--lang en init --places list.csv").failed(2);
    assert!(
        folder
            .run("init --places list.csv")
            .failed(2)
            .starts_with("taizhang: ")
    );
    assert!(folder.bytes("taizhang.db") == before, "{said}");
    said
}

#[test]
fn a_place_above_itself_is_refused_and_nothing_of_its_list_is_written() {
    let folder = Folder::with_ledger();
    for list in [CIRCLE, CIRCLE_OF_KNOWN] {
        assert!(refused(&folder, list).contains("is above itself; mend its parent"));
    }
    for (rows, expected) in [
        ("1,甲,town,1\n", "1 \"甲\" is above itself"),
        (
            "331122,缙云县,county,331122000\n",
            "331122 \"缙云县\" is above itself",
        ),
        ("331100,丽水市,city,331122101000\n", "is above itself"),
        (
            "331122109,甲,town,331199\n",
            "the parent 331199 of \"甲\" is not in the list",
        ),
        (
            "331122109,甲,county,331122101\n",
            "\"甲\" (county) is below 壶镇镇 (town)",
        ),
        (
            "331122109,甲,town,331122\n331122109000,乙,town,331122\n",
            "line 3, column \"name\": the code 331122109 is",
        ),
        (
            "331122109,甲,town,331122\n331122109,甲,town,331121\n",
            "line 3, column \"code\": the code 331122109 has",
        ),
    ] {
        let said = refused(&folder, &format!("{HEADER}{rows}"));
        assert!(said.contains(expected), "{rows}: {said}");
    }
    folder.run("doctor").good();
    folder.run("snapshot s.db").good();
    // The same of a ledger that is made anew.
    folder.write("list.csv", CIRCLE);
    let said = folder
        .run("--db new.db --lang en init --places list.csv")
        .failed(2);
    assert!(
        said.contains("is above itself") && !folder.path("new.db").exists(),
        "{said}"
    );
}

#[test]
fn official_codes_of_twelve_digits_are_the_places_that_are_there() {
    let folder = Folder::with_ledger();
    let before = folder.run("places list").good();
    folder.write("list.csv", TWELVE_DIGITS);
    let said = folder.run("--lang en init --places list.csv").good();
    assert!(said.contains("(0 new, 0 changed)"), "{said}");
    assert_eq!(folder.run("places list").good(), before);
    // A new ledger keeps the short codes, whatever form they came in, and a pack that names them
    // covers them.
    let twelve = "town_code,town_name,county_code,county_name,city_code,city_name\n\
                  331122101000,壶镇镇,331122000000,缙云县,331100000000,丽水市\n\
                  331121101000,温溪镇,331121000,青田县,331100000,丽水市\n\
                  331102100000,碧湖镇,331102,莲都区,331100,丽水市\n";
    folder.write("list.csv", twelve);
    folder.run("--db new.db init --places list.csv").good();
    assert_eq!(folder.run("--db new.db places list").good(), before);
    folder.run("--db new.db doctor").good();
}

#[test]
fn a_place_is_found_by_every_form_of_its_code() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,status,reading_seats\n331122101000,甲,在用,130\n331122999,乙,在用,130\n",
    );
    folder.write("alias.csv", "old,new\n331122999000,331122101000\n");
    folder
        .run("import in.csv --kind library --aliases alias.csv")
        .good();
    assert_eq!(
        folder.run("report --town 331122101000").good(),
        folder.run("report --town 331122101").good()
    );
    assert_eq!(
        folder.json("--town 331122101000")["standings"][0]["place"],
        "331122101"
    );
    let access = folder.run("access line --role clerk --as 甲 --town 331122101000");
    assert!(
        access.code == 2 || access.out.contains("331122101"),
        "{}",
        access.out
    );
    let pack = include_str!("../seeds/lishui-2022-72.toml").replace(
        "places = [\"331122101\", \"331121101\", \"331102100\"]",
        "places = [\"331122101000\", \"331121101000\"]",
    );
    folder.write("pack.toml", &pack);
    folder.run("pack load pack.toml --yes").good();
    assert_eq!(folder.json("")["standings"].as_array().unwrap().len(), 8);
    folder.run("doctor").good();
    folder.write(
        "pack.toml",
        pack.replace("\"331121101000\"]", "\"331122101\"]"),
    );
    let said = folder.run("--lang en pack check pack.toml");
    assert!(
        said.code == 2 && said.err.contains("occurs twice"),
        "{}",
        said.err
    );
}

#[test]
fn what_a_list_changes_is_said() {
    let folder = Folder::with_ledger();
    folder.write(
        "list.csv",
        format!("{HEADER}331122101000,壶镇街道,town,331122\n331122109,新区,town,331122000\n"),
    );
    let said = folder
        .run("--lang en init --places list.csv --as 示例")
        .good();
    assert!(said.contains("2 places (1 new, 1 changed)"), "{said}");
    assert!(
        said.contains("was 331122101 壶镇镇 (town, 331122), is 331122101 壶镇街道 (town, 331122)"),
        "{said}"
    );
    assert!(
        folder
            .run("places list")
            .good()
            .contains("331122109,新区,town,331122\n")
    );
}

#[test]
fn a_place_that_nothing_hangs_on_can_be_taken_out_again() {
    let folder = Folder::with_ledger();
    let before = folder.run("places list").good();
    folder.write(
        "list.csv",
        format!("{HEADER}331123,遂昌县,county,331100\n331123100,妙高街道,town,331123\n"),
    );
    folder.run("init --places list.csv").good();
    let said = folder
        .run("--lang en places remove 331123 --as 示例")
        .failed(2);
    assert!(
        said.contains("\"遂昌县\" is in use and cannot be removed: 1 places below it"),
        "{said}"
    );
    folder.run("places remove 331123100000 --as 示例").good();
    assert!(
        folder
            .run("--lang en places remove 331123")
            .good()
            .contains("removed 331123 遂昌县 (county, 331100)")
    );
    assert_eq!(folder.run("places list").good(), before);
    folder.run("doctor").good();
    folder.run("snapshot s.db").good();

    folder.write(
        "in.csv",
        "town,name,status,reading_seats\n331122101,甲,在用,130\n",
    );
    folder.run("import in.csv --kind library").good();
    let said = folder.run("--lang en places remove 331122101").failed(2);
    assert!(
        said.contains(
            "1 facilities, 1 changes in the trail name it, the pack lishui-2022-72 names it"
        ),
        "{said}"
    );
    assert!(
        folder
            .run("places remove 331122101")
            .failed(2)
            .contains("还用着，不能去掉：1 条设施记录、")
    );
    assert!(
        folder
            .run("--lang en places remove 999")
            .failed(2)
            .contains("there is no place")
    );
    assert!(
        folder
            .run("places remove 331122101 --as \u{200B}")
            .failed(2)
            .contains("--as 须写姓名")
    );
}
