//! What a file is taken for where nobody said it: the kind, the columns and why, and the command that
//! imports it like that.

use crate::program::Folder;
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

/// Headers of lists of hospitals and libraries with the values below them, and what each is taken for: an
/// entry, `?` and what it may be, or `-` where it is left out.
const COMMON: [(&str, &str, [&str; 3], &str); 40] = [
    ("library", "名称", ["甲馆", "乙馆", "丙馆"], "Name"),
    ("library", "机构名称", ["甲馆", "乙馆", "丙馆"], "Name"),
    ("library", "单位名称", ["甲馆", "乙馆", "丙馆"], "Name"),
    ("library", "场馆名称", ["甲馆", "乙馆", "丙馆"], "Name"),
    ("library", "图书馆名称", ["甲馆", "乙馆", "丙馆"], "?"),
    ("library", "馆名", ["甲馆", "乙馆", "丙馆"], "Name"),
    ("library", "机构代码", ["A1", "A2", "A3"], "?"),
    (
        "library",
        "地址",
        ["中山街1号", "解放街2号", "人民路3号"],
        "Address",
    ),
    (
        "library",
        "详细地址",
        ["中山街1号", "解放街2号", "人民路3号"],
        "Address",
    ),
    (
        "library",
        "所在街道",
        ["壶镇镇", "温溪镇", "碧湖镇"],
        "town",
    ),
    (
        "library",
        "所在乡镇",
        ["壶镇镇", "温溪镇", "碧湖镇"],
        "town",
    ),
    (
        "library",
        "行政区划",
        ["壶镇镇", "温溪镇", "碧湖镇"],
        "town",
    ),
    (
        "library",
        "东经",
        ["120.24", "120.33", "119.73"],
        "Longitude",
    ),
    ("library", "北纬", ["28.81", "28.21", "28.31"], "Latitude"),
    (
        "library",
        "经度",
        ["120.24", "120.33", "119.73"],
        "Longitude",
    ),
    (
        "library",
        "lng",
        ["120.24", "120.33", "119.73"],
        "Longitude",
    ),
    (
        "library",
        "经纬度",
        ["120.24,28.81", "120.33,28.21", "119.73,28.31"],
        "Longitude, Latitude",
    ),
    (
        "library",
        "坐标",
        ["28.81 120.24", "28.21 120.33", "28.31 119.73"],
        "Latitude, Longitude",
    ),
    (
        "library",
        "建筑面积",
        ["800", "900", "1000"],
        "Building area",
    ),
    (
        "library",
        "建筑面积（平方米）",
        ["800", "900", "1000"],
        "Building area",
    ),
    ("library", "面积", ["800", "900", "1000"], "Building area"),
    (
        "library",
        "等级",
        ["一级", "二级", "三级"],
        "Evaluation grade",
    ),
    ("library", "座席数", ["130", "90", "150"], "Reading seats"),
    (
        "library",
        "藏书量（万册）",
        ["1.2", "0.8", "2"],
        "Total collection",
    ),
    (
        "library",
        "时间",
        ["2020-01-02", "2021-03-04", "2022-05-06"],
        "?",
    ),
    (
        "library",
        "启用时间",
        ["2020-01-02", "2021-03-04", "2022-05-06"],
        "Date opened",
    ),
    ("library", "联系电话", ["0578-1", "0578-2", "0578-3"], "-"),
    ("library", "单位电话", ["0578-1", "0578-2", "0578-3"], "-"),
    ("library", "备注", ["", "", "无"], "Remarks"),
    ("library", "运营单位", ["甲", "乙", "丙"], "Operating unit"),
    (
        "library",
        "统一信用代码",
        ["91330000742903825U", "91330000742903825U", ""],
        "Credit code of the operator",
    ),
    ("library", "序号", ["1", "2", "3"], "-"),
    ("hospital", "床位数", ["100", "200", "300"], "?"),
    ("hospital", "实际开放床位", ["100", "200", "300"], "?"),
    (
        "hospital",
        "医院等级",
        ["三级", "二级", "一级"],
        "Hospital level",
    ),
    (
        "hospital",
        "等级",
        ["三级", "二级", "一级"],
        "Hospital level",
    ),
    (
        "hospital",
        "医院类别",
        ["综合", "中医", "专科"],
        "Institution type",
    ),
    ("economy", "GDP增速", ["5.1", "6.2", "4.8"], "GDP growth"),
    ("economy", "GDP", ["51", "62", "48"], "GDP"),
    ("economy", "人均GDP", ["5.1", "6.2", "4.8"], "-"),
];

#[test]
fn common_headers_are_answered_right_or_asked() {
    let folder = ledger();
    let mut wrong = Vec::new();
    for (kind, header, values, expected) in COMMON {
        let rows = values.map(|value| format!("\"{value}\",x\n"));
        folder.write("in.csv", format!("{header},别的\n{}", rows.concat()));
        let line = format!("--lang en import in.csv --propose --kind {kind} --header 1");
        let said = folder.run(&line);
        let begin = format!("  {header} -> ");
        let found = said.out.lines().find_map(|line| line.strip_prefix(&begin));
        let found = found.unwrap_or(&said.err).to_owned();
        let is_right = match expected {
            "-" => found.starts_with("left out"),
            "?" => found.starts_with("not decided"),
            entry => {
                let behind = found.strip_prefix(entry);
                behind.is_some_and(|behind| behind.starts_with(" (") || behind.starts_with(", in "))
            }
        };
        if !is_right {
            wrong.push(format!("{kind} {header}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_place_at_the_beginning_of_an_address_is_proposed() {
    let folder = ledger();
    let list = "名称,地址,阅览座位数\n甲,缙云县壶镇镇解放街1号,100\n乙,青田县温溪镇中山街2号,90\n丙,莲都区碧湖镇人民街3号,80\n";
    folder.write("in.csv", list);
    let said = folder.run("--lang en import in.csv --propose").good();
    assert!(
        said.contains("  地址 -> town, Address (by its values, 3 of 3 fit; check it)"),
        "{said}"
    );
    assert!(said.contains("--map '地址=town,address'"), "{said}");
    assert!(said.contains("3 rows read: 3 imported"), "{said}");
}

#[test]
fn the_answer_is_kept_for_the_next_file_of_the_header_and_said() {
    let folder = ledger();
    folder.write("in.csv", LIST);
    let maps = "--map X= --map Y= --map 图书馆类别=library_type --map 联系电话= --missing 无";
    folder
        .run(&format!(
            "--lang en import in.csv --kind library --as 示例甲 {maps}"
        ))
        .good();
    folder.write("next.csv", LIST.replace("2025年", "2026年"));
    let said = folder.run("--lang en import next.csv --propose").good();
    assert!(
        said.contains("kind: Public library (library), as before"),
        "{said}"
    );
    assert!(
        said.contains("by 示例甲; proposed as it was taken then"),
        "{said}"
    );
    assert!(said.contains("  X -> left out: 120.2412"), "{said}");
    assert!(
        said.contains("  图书馆类别 -> Library type (as before)"),
        "{said}"
    );
    assert!(said.contains("0 new, 0 changed, 3 unchanged"), "{said}");
    // The command says all of it: without a proposal nothing that is kept counts.
    let (_, command) = said.split_once("run: taizhang ").unwrap();
    assert!(command.contains("--missing 无"), "{command}");
    assert!(command.contains("--map 'X='"), "{command}");
    // What is said now comes before it.
    let said = folder
        .run("--lang en import next.csv --propose --map X=lon")
        .good();
    assert!(said.contains("  X -> Longitude (as said)"), "{said}");
    // Another header is another shape.
    folder.write("other.csv", LIST.replace("藏书量(册)", "藏书(册)"));
    let said = folder.run("--lang en import other.csv --propose").good();
    assert!(!said.contains("as before"), "{said}");
}

#[test]
fn what_is_kept_says_the_encoding_and_the_separator_too() {
    let folder = ledger();
    let (list, ..) = encoding_rs::GB18030.encode(LIST);
    folder.write("in.csv", &list);
    folder.run("--lang en import in.csv --propose").failed(2);
    let maps = "--map X= --map Y= --map 图书馆类别= --map 联系电话=";
    folder
        .run(&format!(
            "--lang en import in.csv --kind library --encoding gb18030 {maps}"
        ))
        .good();
    folder.write("next.csv", &list);
    let said = folder.run("--lang en import next.csv --propose").good();
    assert!(said.contains("0 new, 0 changed, 3 unchanged"), "{said}");
    assert!(said.contains("--encoding gb18030"), "{said}");
    // A file that is UTF-8 needs no encoding, and is of the same header.
    folder.write("utf8.csv", LIST);
    let said = folder.run("--lang en import utf8.csv --propose").good();
    assert!(said.contains("as before"), "{said}");
    assert!(!said.contains("--encoding"), "{said}");
}

#[test]
fn doubled_rows_are_shown_with_what_differs() {
    let folder = ledger();
    let list = "镇,名称,阅览座位数,电话\n壶镇镇,甲,100,1\n壶镇镇,甲,100,2\n壶镇镇,乙,90,3\n壶镇镇,乙,90,3\n壶镇镇,甲,120,\n";
    folder.write("in.csv", list);
    let line = "--lang en import in.csv --kind library --dry-run --map 电话=";
    let said = folder.run(line);
    let said = format!("{}{}", said.out, said.err);
    for expected in [
        "line 5: identical to line 4",
        "line 5 and line 4: no column differs",
        "line 3 and line 2: 电话 2 / 1",
        "line 6 and line 3: 阅览座位数 120 / 100, 电话 empty / 2",
    ] {
        assert!(said.contains(expected), "{expected} in\n{said}");
    }
    // Ids of another list tell rows apart that are the same in all else.
    let list = "id,镇,名称,阅览座位数\nN1,壶镇镇,甲,100\nN2,壶镇镇,甲,100\n";
    folder.write("in.csv", list);
    let said = folder
        .run("--lang en import in.csv --kind library --dry-run")
        .good();
    assert!(
        said.contains("2 rows read: 2 imported, 0 refused"),
        "{said}"
    );
    assert!(said.contains("line 3 and line 2: id N2 / N1"), "{said}");
}

#[test]
fn a_decade_is_no_year_and_a_year_of_long_ago_is_asked_about() {
    let folder = ledger();
    let list = "镇,名称,建成年份,投用日期\n壶镇镇,甲,1980年代,1985\n壶镇镇,乙,1890,1895\n壶镇镇,丙,1985,80年代\n壶镇镇,丁,1980s,1985\n";
    folder.write("in.csv", list);
    let said = folder.run("--lang en import in.csv --kind library --dry-run");
    let said = format!("{}{}", said.out, said.err);
    for expected in [
        "line 2, column \"建成年份\": \"1980年代\" is a decade and no year",
        "line 4, column \"投用日期\": \"80年代\" is a decade and no year",
        "line 5, column \"建成年份\": \"1980s\" is a decade and no year",
        "line 3 乙: ",
        "the year 1895 is before 1900; please check",
    ] {
        assert!(said.contains(expected), "{expected} in\n{said}");
    }
}
