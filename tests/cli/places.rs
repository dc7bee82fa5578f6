//! The list of places: codes are one thing however they are written, a list is taken whole or not
//! at all, and a place that was loaded by mistake can be taken out again.

use crate::program::{self, Folder, places};

const CIRCLE: &str = include_str!("../cases/places-circle.csv");
const CIRCLE_OF_KNOWN: &str = include_str!("../cases/places-circle-known.csv");
const TWELVE_DIGITS: &str = include_str!("../cases/places-twelve-digits.csv");
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
        assert!(refused(&folder, list).contains("is above itself; correct its parent"));
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
    let pack = include_str!("../packs/minimums.toml").replace(
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
        said.contains("was 331122101 壶镇镇 (town, 331122), now 331122101 壶镇街道 (town, 331122)"),
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
        said.contains("\"遂昌县\" is in use and cannot be removed: 1 place below it"),
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
        said.contains("1 facility, 1 change in the trail, the pack lishui-2022-72 names it"),
        "{said}"
    );
    assert!(
        folder
            .run("places remove 331122101")
            .failed(2)
            .contains("正在使用，不能去掉：1 条设施记录、")
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
            .contains("--as 须填姓名")
    );
}

/// The first line of what a run said before it was refused.
#[track_caller]
fn needs_yes(folder: &Folder, line: &str) -> String {
    let before = folder.bytes("taizhang.db");
    let ran = folder.run(&format!("--lang en {line}"));
    let listed = ran.out.clone();
    assert!(ran.failed(2).contains("add --yes to agree"));
    assert!(folder.bytes("taizhang.db") == before);
    listed
}

const WENXI_LIBRARY: &str = "town,name,status,reading_seats\n温溪镇,溪馆,在用,130\n";

#[test]
fn a_place_is_merged_after_what_it_brings_about_was_listed_and_agreed_to() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", WENXI_LIBRARY);
    folder.run("import in.csv --kind library").good();
    let listed = needs_yes(&folder, "places merge 331121101 碧湖镇");
    let mut lines = listed.lines();
    let today = listed
        .split_whitespace()
        .find(|word| word.starts_with("20"))
        .unwrap()
        .to_owned();
    assert_eq!(
        lines.next(),
        Some(format!("331121101 温溪镇 is merged into 331102100 碧湖镇 from {today}").as_str())
    );
    assert_eq!(
        lines.next(),
        Some("  moved to 331102100 碧湖镇: 1 facility")
    );
    assert_eq!(lines.next(), Some("verdicts that change: 5"));
    assert!(listed.contains("met -> not judged: 1"), "{listed}");
    assert!(listed.contains("short -> met: 1"), "{listed}");

    let done = folder
        .run("--lang en places merge 331121101 331102100 --as 示例 --yes")
        .good();
    assert!(done.contains("merged 331121101 温溪镇 into 331102100 碧湖镇"));
    let path = folder.run("--lang en history 溪馆").good();
    let told = format!("青田县/温溪镇 merged into 莲都区/碧湖镇 on {today}\n");
    assert!(path.contains(&told), "{path}");
    folder.run("doctor").good();
    folder.run("snapshot s.db").good();
    folder.run("verify s.db").good();
    assert_eq!(
        places(&folder.json(""), "library", "met"),
        ["331102100"],
        "the record counts where it is now"
    );
    let list = folder.run("places list").good();
    assert!(
        list.contains(&format!(
            "331121101,温溪镇,town,331121,,{today},331102100\n"
        )),
        "{list}"
    );

    // Whatever names the place is answered in words.
    let words = format!("\"温溪镇\" was merged into 331102100 碧湖镇 on {today}");
    for line in [
        "report --town 331121101",
        "enter --plain --as 示例 --town 温溪镇",
        "places close 331121101 --yes",
        "places merge 331122101 331121101 --yes",
    ] {
        let said = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(said.contains(&words), "{line}: {said}");
    }
    folder.write("in.csv", WENXI_LIBRARY.replace("溪馆", "另一馆"));
    let ran = folder.run("--lang en import in.csv --kind library --unmatched u.csv");
    assert!(
        ran.out
            .contains("\"温溪镇\" was merged into 331102100 丽水市/莲都区/碧湖镇")
    );
    ran.failed(2);
    let unmatched = folder.read("u.csv");
    assert!(unmatched.contains("温溪镇,331102100,2,"), "{unmatched}");
    // The list that it made is what the import wants.
    folder
        .run("import in.csv --kind library --aliases u.csv")
        .good();
    // The list of places that the ledger was made of takes nothing back.
    folder.write("list.csv", include_str!("../../seeds/places.csv"));
    folder.run("init --places list.csv").good();
    assert_eq!(folder.run("places list").good(), list);
    // What the ledger lists makes a ledger without the place.
    folder.write("list.csv", &list);
    let pack = include_str!("../packs/minimums.toml").replace("\"331121101\", ", "");
    folder.write("pack.toml", pack);
    folder
        .run("--db new.db init --places list.csv --pack pack.toml")
        .good();
    let listed = folder.run("--db new.db places list").good();
    assert!(
        !listed.contains("温溪镇") && listed.starts_with(HEADER),
        "{listed}"
    );
}

#[test]
fn a_place_that_was_renamed_is_found_by_the_name_it_had() {
    let folder = Folder::with_ledger();
    let listed = needs_yes(&folder, "places rename 温溪镇 温溪街道 --on 2026-03-01");
    assert_eq!(
        listed,
        "331121101 温溪镇 is renamed \"温溪街道\" from 2026-03-01; its old name still finds it\n\
         no verdict changes\n"
    );
    folder
        .run("places rename 温溪镇 温溪街道 --on 2026-03-01 --yes")
        .good();
    folder.write("in.csv", WENXI_LIBRARY);
    folder.run("import in.csv --kind library").good();
    folder.run("report --town 温溪街道").good();
    let list = folder.run("places list").good();
    assert!(
        list.contains("331121101,温溪街道,town,331121,温溪镇,,\n"),
        "{list}"
    );
    folder.run("doctor").good();
    folder.write("list.csv", include_str!("../../seeds/places.csv"));
    let said = folder.run("--lang en init --places list.csv").good();
    assert!(said.contains("(0 new, 0 changed)"), "{said}");
    for (line, expected) in [
        (
            "places rename 青田县 缙云县",
            "already has the name \"缙云县\" (331122)",
        ),
        (
            "places rename 温溪镇 温溪街道",
            "its name is already \"温溪街道\"",
        ),
        (
            "places rename 温溪镇 新 --on 2999-01-01",
            "2999-01-01 is in the future",
        ),
        ("places rename 没有 新", "there is no place \"没有\""),
        (
            "places merge 青田县 温溪镇",
            "cannot be merged into itself or a place below it",
        ),
        (
            "places merge 青田县 青田县",
            "cannot be merged into itself or a place below it",
        ),
        (
            "places close 青田县",
            "has open places below it (331121101 温溪街道)",
        ),
    ] {
        let said = folder.run(&format!("--lang en {line} --yes")).failed(2);
        assert!(said.contains(expected), "{line}: {said}");
    }
    // No time zone makes a day of this.
    assert!(folder.run("places close 温溪镇 --on 昨天").code == 2);
}

#[test]
fn a_closed_place_takes_nothing_new_and_is_judged_until_its_day() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", WENXI_LIBRARY);
    folder.run("import in.csv --kind library").good();
    let listed = needs_yes(&folder, "places close 温溪镇");
    assert!(
        listed.contains("  kept in 331121101 温溪镇, still readable: 1 facility\n"),
        "{listed}"
    );
    folder
        .run("places close 温溪镇 --on 2999-01-01 --yes")
        .good();
    assert_eq!(places(&folder.json(""), "library", "met"), ["331121101"]);
    folder.run("places close 温溪镇 --yes").good();
    assert!(!folder.run("report").good().contains("温溪镇"));
    folder.write("in.csv", WENXI_LIBRARY.replace("溪馆", "另一馆"));
    let ran = folder.run("--lang en import in.csv --kind library");
    assert!(
        ran.err.contains("\"温溪镇\" has been closed since"),
        "{}",
        ran.err
    );
    // What is there is corrected as before.
    folder.write("in.csv", WENXI_LIBRARY.replace("130", "140"));
    folder.run("import in.csv --kind library").good();
    assert_eq!(folder.kept("溪馆", "reading_seats"), "140");
    folder.run("doctor").good();
}

#[test]
fn a_place_that_will_be_closed_is_listed_and_loaded_with_its_day() {
    let folder = Folder::with_ledger();
    folder
        .run("places close 温溪镇 --on 2999-01-01 --yes")
        .good();
    let list = folder.run("places list").good();
    let line = "331121101,温溪镇,town,331121,,2999-01-01,\n";
    assert!(list.contains(line), "{list}");
    folder.write("list.csv", &list);
    let pack = format!("{}/tests/packs/minimums.toml", env!("CARGO_MANIFEST_DIR"));
    folder
        .run(&format!("--db new.db init --places list.csv --pack {pack}"))
        .good();
    assert_eq!(folder.run("--db new.db places list").good(), list);
    folder.run("--db new.db doctor").good();
    assert!(folder.run("--db new.db report").good().contains("温溪镇"));
    // Into a ledger that has the other places it comes with its day too.
    let others = list.replace(line, "");
    folder.write("others.csv", others);
    folder.write(
        "pack.toml",
        include_str!("../packs/minimums.toml").replace("\"331121101\", ", ""),
    );
    folder
        .run("--db more.db init --places others.csv --pack pack.toml")
        .good();
    folder.run("--db more.db init --places list.csv").good();
    assert_eq!(folder.run("--db more.db places list").good(), list);
    folder.run("--db more.db doctor").good();
    // A ledger that knows the place knows itself what became of it.
    folder.run("places reopen 温溪镇 --yes").good();
    folder.run("init --places list.csv").good();
    assert!(!folder.run("places list").good().contains("2999"));
    // No open place is below a closed one, whenever that is.
    folder.write(
        "bad.csv",
        "code,name,level,parent,former,closed_on,successor\n9,某县,county,,,2998-01-01,\n91,某镇,town,9,,2999-01-01,\n",
    );
    let said = folder.run("--lang en init --places bad.csv").failed(2);
    assert!(said.contains("open places below it (91 某镇)"), "{said}");
    folder.write(
        "bad.csv",
        "code,name,level,parent,former,closed_on,successor\n9,某县,county,,,明年,\n",
    );
    let said = folder.run("init --places bad.csv").failed(2);
    assert!(
        said.contains("第 2 行「closed_on」：「明年」不是日期"),
        "{said}"
    );
}

#[test]
fn a_closed_place_is_opened_again_with_everything_in_it() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", WENXI_LIBRARY);
    folder.run("import in.csv --kind library").good();
    let said = folder.run("--lang en places reopen 温溪镇 --yes").failed(2);
    assert!(said.contains("\"温溪镇\" is not closed"), "{said}");
    folder
        .run("places close 温溪镇 --on 2026-03-01 --yes")
        .good();
    assert!(places(&folder.json(""), "library", "met").is_empty());
    let listed = needs_yes(&folder, "places reopen 温溪镇 --on 2026-03-02");
    assert!(
        listed.contains("331121101 温溪镇 is open again from 2026-03-02")
            && listed.contains("  kept in 331121101 温溪镇, still readable: 1 facility")
            && listed.contains("not judged -> met: 1"),
        "{listed}"
    );
    for (line, words) in [
        ("--on 2026-02-28", "cannot be reopened on an earlier date"),
        ("--on 2999-01-01", "2999-01-01 is in the future"),
    ] {
        let said = folder
            .run(&format!("--lang en places reopen 温溪镇 {line} --yes"))
            .failed(2);
        assert!(said.contains(words), "{line}: {said}");
    }
    let done = folder
        .run("places reopen 温溪镇 --reason 误撤 --as 示例 --yes")
        .good();
    assert!(done.contains("已恢复：331121101 温溪镇"), "{done}");
    assert_eq!(places(&folder.json(""), "library", "met"), ["331121101"]);
    folder.write("in.csv", WENXI_LIBRARY.replace("溪馆", "另一馆"));
    folder.run("import in.csv --kind library").good();
    assert!(!folder.run("places list").good().contains("closed_on"));
    folder.run("doctor").good();
    folder.run("snapshot s.db").good();
    folder.run("verify s.db").good();
    // It can be closed and opened as often as is needed.
    folder.run("places close 温溪镇 --yes").good();
    folder.run("places reopen 温溪镇 --yes").good();
    folder.run("doctor").good();
}

#[test]
fn what_cannot_be_opened_again_is_said() {
    let folder = Folder::with_ledger();
    folder.run("places merge 温溪镇 碧湖镇 --yes").good();
    for (lang, words) in [("en", "was merged into 331102100"), ("zh", "已于")] {
        let said = folder
            .run(&format!("--lang {lang} places reopen 331121101 --yes"))
            .failed(2);
        assert!(said.contains(words) && said.contains("331102100"), "{said}");
    }
    // A place below one that is closed.
    let folder = Folder::with_ledger();
    folder.run("places close 温溪镇 --yes").good();
    folder.run("places close 青田县 --yes").good();
    let said = folder.run("--lang en places reopen 温溪镇 --yes").failed(2);
    assert!(said.contains("reopen that first"), "{said}");
    folder.run("places reopen 青田县 --yes").good();
    folder.run("places reopen 温溪镇 --yes").good();
    folder.run("doctor").good();
}

#[test]
fn a_file_that_is_merged_tells_of_a_place_that_was_opened_again_there() {
    let folder = Folder::with_ledger();
    std::fs::copy(folder.path("taizhang.db"), folder.path("other.db")).unwrap();
    folder
        .run("--db other.db places close 温溪镇 --on 2026-03-01 --yes")
        .good();
    folder
        .run("--db other.db places reopen 温溪镇 --on 2026-04-01 --reason 误撤 --as 示例 --yes")
        .good();
    let said = folder.run("--lang en merge other.db --as 示例").good();
    let closed = said.find("places close 331121101 --on 2026-03-01");
    let opened = said.find("places reopen 331121101 --on 2026-04-01 --reason 误撤");
    assert!(closed.is_some() && closed < opened, "{said}");
}

/// One county of two geographies: constituency and ward, and sub-county.
const TWO_TREES: &str = "code,name,level,parent\nK,Kitui,county,\nC1,Mutito,constituency,K\n\
    W1,Mutito,ward,C1\nW2,Zombe,ward,C1\nS1,Mutito,sub_county,K\nS2,Zombe,sub_county,K\n";

/// A ledger of a pack that asks for a library in each constituency and sub-county, and for two in
/// the county.
fn two_trees() -> Folder {
    let folder = Folder::new();
    folder.write("pack.toml", include_str!("../cases/two-trees.toml"));
    folder.write("places.csv", TWO_TREES);
    folder
        .run("init --pack pack.toml --places places.csv")
        .good();
    folder
}

#[test]
fn a_facility_counts_in_the_places_of_its_own_tree_and_once_in_the_county() {
    let folder = two_trees();
    folder.write("in.csv", "town,name,status\nW1,甲,在用\nS2,乙,在用\n");
    folder.run("import in.csv --kind library").good();
    let report = folder.json("");
    assert_eq!(places(&report, "in_county", "met"), ["K"]);
    assert_eq!(places(&report, "in_constituency", "met"), ["C1"]);
    assert_eq!(places(&report, "in_sub_county", "met"), ["S2"]);
    assert_eq!(places(&report, "in_sub_county", "short"), ["S1"]);
    let county = &report["standings"][0];
    assert_eq!(
        (&county["place"], &county["have"]),
        (&"K".into(), &"2".into())
    );
    folder.run("doctor").good();
}

#[test]
fn an_import_names_the_level_of_its_place_column() {
    let folder = two_trees();
    folder.write(
        "in.csv",
        "town,name,status\nMutito,甲,在用\nZombe,乙,在用\n",
    );
    let ran = folder.run("--lang en import in.csv --kind library --dry-run");
    let expected = "\"Zombe\" names places of several levels (sub_county S2 Kitui/Zombe, ward W2 Kitui/Mutito/Zombe); \
         give the level of the place column with --level (sub_county, ward), or use a code";
    assert!(ran.out.contains(expected), "{}", ran.out);
    ran.failed(2);
    assert!(
        folder
            .run("import in.csv --kind library")
            .failed(2)
            .contains("请用 --level 指明地点列的级别（constituency, sub_county, ward）")
    );
    let import = "--lang en import in.csv --kind library";
    let unmatched = folder.run(&format!("{import} --unmatched u.csv"));
    unmatched.failed(2);
    assert!(folder.read("u.csv").contains("with --level"));

    folder
        .run(&format!("{import} --level Sub_County --save-map m.toml"))
        .good();
    assert_eq!(folder.kept("甲", "place"), serde_json::Value::Null);
    assert_eq!(
        places(&folder.json(""), "in_sub_county", "met"),
        ["S1", "S2"]
    );
    assert!(folder.read("m.toml").contains("level = \"Sub_County\""));
    // The mapping decides the next time; what is said now comes before it.
    folder.write("in.csv", "town,name,status\nMutito,丙,在用\n");
    folder.run(&format!("{import} --map-file m.toml")).good();
    let said = folder.run(&format!("{import} --level ward --map-file m.toml"));
    said.good();
    assert_eq!(places(&folder.json(""), "in_constituency", "met"), ["C1"]);

    // A name that is of another level only contradicts, and is not suggested either.
    folder.write("in.csv", "town,name,status\nKitui,丁,在用\nZombo,戊,在用\n");
    let ran = folder.run(&format!("{import} --level ward"));
    for expected in [
        "\"Kitui\" is county K Kitui, not a ward as --level says; compare the two",
        "\"Zombo\"; use a code or a name of the list of places; perhaps W2 Kitui/Mutito/Zombe",
    ] {
        assert!(ran.out.contains(expected), "{}", ran.out);
    }
    ran.failed(2);
    let said = folder.run(&format!("{import} --level district")).failed(2);
    assert!(
        said.contains(
            "no place has the level \"district\"; use one of constituency, county, sub_county, ward"
        ),
        "{said}"
    );
}

#[test]
fn a_list_of_places_comes_in_any_form_that_an_import_reads() {
    let folder = Folder::new();
    folder.write("pack.toml", include_str!("../cases/two-trees.toml"));
    let init = |file: &str, options: &str| {
        let db = file.replace('.', "-");
        folder.run(&format!(
            "--lang en --db {db}.db init --pack pack.toml --places {file} {options}"
        ))
    };
    let list = |file: &str| {
        let db = file.replace('.', "-");
        folder.run(&format!("--db {db}.db places list")).good()
    };
    folder.write("plain.csv", TWO_TREES);
    init("plain.csv", "").good();
    let expected = list("plain.csv");
    folder.write("utf16.csv", {
        let text = format!("\u{FEFF}{TWO_TREES}");
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    });
    init("utf16.csv", "").good();
    assert_eq!(list("utf16.csv"), expected);
    // A workbook with a title, another column, and codes that are figures.
    let rows: Vec<Vec<&str>> = TWO_TREES
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    folder.write(
        "sheet.xlsx",
        program::sheet::workbook(|sheet| {
            program::sheet::put(sheet, 0, &[&["Places"]]);
            for (at, row) in (1..).zip(&rows) {
                program::sheet::put(sheet, at, &[row]);
            }
            program::sheet::put(sheet, 1, &[&["", "", "", "", "population"]]);
            sheet.write(2, 4, 1200).unwrap();
        }),
    );
    init("sheet.xlsx", "").good();
    assert_eq!(list("sheet.xlsx"), expected);
    let json: Vec<String> = rows[1..]
        .iter()
        .map(|row| {
            let [code, name, level, parent] = row[..] else { panic!() };
            let parent = if parent.is_empty() { "null".to_owned() } else { format!("{{\"id\": \"{parent}\"}}") };
            format!("{{\"id\": \"{code}\", \"displayName\": \"{name}\", \"level\": \"{level}\", \"parent\": {parent}}}")
        })
        .collect();
    folder.write(
        "units.json",
        format!("{{\"organisationUnits\": [{}]}}", json.join(",")),
    );
    init("units.json", "").good();
    assert_eq!(list("units.json"), expected);
    // Words in an encoding that nobody named are refused, and read where it is named.
    let text = TWO_TREES.replace("Kitui", "基图伊县");
    folder.write("gbk.csv", encoding_rs::GB18030.encode(&text).0);
    let said = init("gbk.csv", "").failed(2);
    assert!(said.contains("gb18030: K,基图伊县"), "{said}");
    init("gbk.csv", "--encoding gbk").good();
    assert!(list("gbk.csv").contains("K,基图伊县,county,"));
    folder.write("page.csv", "<html>");
    let said = init("page.csv", "").failed(2);
    assert!(
        said.contains("reading the list of places page.csv: it is a web page"),
        "{said}"
    );
}

#[test]
fn a_list_renames_merges_and_closes_places_after_a_preview() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", WENXI_LIBRARY);
    folder.run("import in.csv --kind library").good();
    folder.write(
        "changes.csv",
        "代码,名称,新名称,并入,撤销日期\n331122101000,壶镇镇,壶镇新区,,\n331121101,温溪镇,,碧湖镇,2026-03-01\n331122,缙云县,,,\n",
    );
    let command = "places update changes.csv --as 示例";
    let listed = needs_yes(&folder, command);
    assert!(
        listed.contains("331122101 壶镇镇 is renamed \"壶镇新区\"")
            && listed.contains("331121101 温溪镇 is merged into 331102100 碧湖镇 from 2026-03-01")
            && listed.contains("  moved to 331102100 碧湖镇: 1 facility"),
        "{listed}"
    );
    assert!(
        folder
            .run("places list")
            .good()
            .contains("331122101,壶镇镇")
    );
    let done = folder.run(&format!("{command} --yes")).good();
    assert!(done.contains("已改名：331122101 壶镇新区"), "{done}");
    let list = folder.run("places list").good();
    assert!(
        list.contains("331122101,壶镇新区,town,331122,壶镇镇,,")
            && list.contains("331121101,温溪镇,town,331121,,2026-03-01,331102100"),
        "{list}"
    );
    folder.run("doctor").good();
    // Read twice, it changes nothing.
    let said = folder.run(&format!("--lang en {command} --yes")).good();
    assert!(
        said.contains("every change in the list is recorded already"),
        "{said}"
    );
    // All of it or nothing.
    folder.write(
        "changes.csv",
        "code,new_name,closed_on\n331122101,壶镇镇,\n331122,,2026-01-01\n",
    );
    let said = folder.run(&format!("--lang en {command} --yes")).failed(2);
    assert!(said.contains("open places below it"), "{said}");
    assert!(
        folder
            .run("places list")
            .good()
            .contains("331122101,壶镇新区")
    );
    for (text, words) in [
        (
            "code,name\n331122101,x\n",
            "the header must have code, and at least one of",
        ),
        ("code,new_name\n331122101,\n", "no row says a new name"),
        (
            "code,new_name,closed_on\n331122101,x,2026-01-01\n",
            "line 2 both renames",
        ),
        (
            "code,closed_on\n331122101,soon\n",
            "line 2, column \"closed_on\": \"soon\" is not a date",
        ),
        ("code,successor\n331122101,999\n", "999"),
    ] {
        folder.write("changes.csv", text);
        let said = folder.run(&format!("--lang en {command} --yes")).failed(2);
        assert!(said.contains(words), "{text}: {said}");
    }
}
