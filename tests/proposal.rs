//! What a file is taken for where nobody said it: the kind, the columns and why, and the command that
//! imports it like that.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use program::Folder;
use taizhang::store::Store;

/// A list as offices have it: a title, other names of columns, one that is only like a name, two that
/// nothing names, of which the values say something.
const LIST: &str = "2025年图书馆一览表,,,,,,,,
序号,机构名称,乡镇,图书馆类别,阅览座位数,藏书量(册),X,Y,联系电话
1,示例壶镇分馆,壶镇镇,分馆,130,12000,120.2412,28.8123,0578-1
2,示例温溪分馆,温溪镇,分馆,90,8000,120.3312,28.2123,0578-2
3,示例碧湖分馆,碧湖镇,分馆,150,20000,119.7312,28.3123,0578-3
";

/// A ledger of the whole policy of Lishui, whose fields have aliases.
fn ledger() -> Folder {
    let folder = Folder::new();
    folder.run("init").good();
    folder
}

fn lines(said: &str) -> Vec<&str> {
    said.lines().collect()
}

fn changes(folder: &Folder) -> usize {
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    store.facts().unwrap().changes
}

#[test]
fn a_list_is_proposed_with_what_speaks_for_each_column() {
    let folder = ledger();
    folder.write("in.csv", LIST);
    let before = changes(&folder);
    let ran = folder.run("--lang en import in.csv");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("nothing was imported; without --kind an import is only proposed"),
        "{}",
        ran.err
    );
    let said = lines(&ran.out);
    assert_eq!(
        &said[..12],
        [
            "text, encoding UTF-8 (every byte checked)",
            "kind: Public library (library), by headers and file name",
            "the header is on line 2; columns:",
            "  序号 -> left out: 1 | 2 | 3",
            "  机构名称 -> Name (by another name): 示例壶镇分馆 | 示例温溪分馆 | 示例碧湖分馆",
            "  乡镇 -> town (by name): 壶镇镇 | 温溪镇 | 碧湖镇",
            "  图书馆类别 -> Library type (similar name, and by its values, 3 of 3 fit; check it): 分馆 | 分馆 | 分馆",
            "  阅览座位数 -> Reading seats (by another name): 130 | 90 | 150",
            "  藏书量(册) -> Total collection, in 册 (by another name): 12000 | 8000 | 20000",
            "  X -> Longitude (by its values, 3 of 3 fit; check it): 120.2412 | 120.3312 | 119.7312",
            "  Y -> Latitude (by its values, 3 of 3 fit; check it): 28.8123 | 28.2123 | 28.3123",
            "  联系电话 -> left out: 0578-1 | 0578-2 | 0578-3",
        ]
    );
    assert_eq!(changes(&folder), before);
}

#[test]
fn the_command_that_is_proposed_imports_the_file_and_a_second_time_nothing_changes() {
    let folder = ledger();
    folder.write("in.csv", LIST);
    let before = changes(&folder);
    let said = folder.run("--lang en import in.csv --propose").good();
    let (_, command) = said.split_once("run: taizhang ").unwrap();
    assert_eq!(
        command.trim_end(),
        "import in.csv --kind library --map '图书馆类别=library_type' --map 'X=lon' --map 'Y=lat' --map '联系电话='"
    );
    assert_eq!(changes(&folder), before);
    let line = format!("--lang en {}", command.trim_end().replace('\'', ""));
    let said = folder.run(&line).good();
    assert!(said.contains("3 rows read: 3 imported"), "{said}");
    let said = folder.run(&line).good();
    assert!(said.contains("0 new, 0 changed, 3 unchanged"), "{said}");
    assert_eq!(changes(&folder), before + 3);
}

#[test]
fn what_was_said_stays_said_and_is_in_the_command() {
    let folder = ledger();
    folder.write("in.csv", LIST);
    let maps = "--map X= --map 图书馆类别= --set status=existing";
    let said = folder
        .run(&format!("--lang en import in.csv --propose {maps}"))
        .good();
    assert!(said.contains("  X -> left out: 120.2412"), "{said}");
    assert!(said.contains("  图书馆类别 -> left out: 分馆"), "{said}");
    assert!(
        said.contains(
            "--kind library --map 'X=' --map '图书馆类别=' --set 'status=existing' --map"
        ),
        "{said}"
    );
}

#[test]
fn nobody_guesses_a_kind() {
    let folder = ledger();
    // Every kind has these.
    folder.write("in.csv", "镇,名称,地址\n壶镇镇,甲,乙路\n");
    let said = folder.run("--lang en import in.csv").failed(2);
    assert!(
        said.contains("nothing says which kind of facility or which sheet this is"),
        "{said}"
    );
    // The name of the file says it.
    folder.write("2025年公共图书馆.csv", "镇,名称,地址\n壶镇镇,甲,乙路\n");
    let said = folder
        .run("--lang en import 2025年公共图书馆.csv --propose")
        .good();
    assert!(said.contains("kind: Public library (library)"), "{said}");
}

#[test]
fn the_sheet_of_a_place_and_period_is_told_from_a_list_of_facilities() {
    let folder = ledger();
    folder.write("in.csv", "镇,年份,常住人口\n壶镇镇,2025,60000\n");
    let said = folder.run("--lang en import in.csv --propose").good();
    assert!(said.contains("  年份 -> period (by name): 2025"), "{said}");
}

#[test]
fn values_that_may_be_two_things_are_left_out() {
    let folder = ledger();
    // Two columns of degrees east: nobody knows which is meant.
    folder.write(
        "in.csv",
        "镇,馆名,阅览座席数,A,B\n壶镇镇,甲,1,120.25,121.25\n温溪镇,乙,1,120.25,121.25\n碧湖镇,丙,1,120.25,121.25\n",
    );
    let said = folder.run("--lang en import in.csv --propose").good();
    let asked = "not decided, left out until it is named (is it Longitude?)";
    assert!(said.contains(&format!("  A -> {asked}: 120.25")), "{said}");
    assert!(said.contains(&format!("  B -> {asked}: 121.25")), "{said}");
    assert!(
        said.contains("  馆名 -> Name (similar name, and by its values, 3 of 3 fit; check it)"),
        "{said}"
    );
}

#[test]
fn what_a_shell_would_take_for_its_own_is_quoted_in_the_command() {
    let folder = ledger();
    folder.write(
        "in.csv",
        "镇,馆名,阅览座席数,$(x) `y` 'z'\n壶镇镇,甲,1,1\n壶镇镇,乙,1,1\n壶镇镇,丙,1,1\n",
    );
    let said = folder.run("--lang en import in.csv --propose").good();
    let (_, command) = said.split_once("run: ").unwrap();
    let words = shell_words::split(command.trim_end()).unwrap();
    assert!(words.contains(&"$(x) `y` 'z'=".to_owned()), "{words:?}");
    assert!(!command.contains("\"$(x)"), "{command}");
}
