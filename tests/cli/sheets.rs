//! Sheets of a place and period, from the first screen to the files: entered, gone on with, imported
//! and exported.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::{Folder, Ran};
use crate::support::{Harness, places};
use taizhang::domain::policy::Pack;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::store::draft::waiting;
use taizhang::tui::terminal::input::Code;

const PACK: &str = include_str!("../packs/sheets.toml");
const TOWN: &str = "331122101";

/// A ledger of the pack of sheets in a directory.
fn make(path: &std::path::Path) {
    let pack = Pack::read(PACK).unwrap();
    drop(Store::create(path, &places(), &[pack], "示例管理员").unwrap());
}

fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    make(&folder.path().join("taizhang.db"));
    Harness::on(folder, lang, size)
}

/// The economy of 壶镇镇, the first of the sheets that are offered in its row.
fn economy(lang: Lang, size: (u16, u16)) -> Harness {
    let mut h = screens(lang, size);
    h.keys(&[Code::Down; 2]).ctrl('e').key(Code::Enter);
    h
}

fn program() -> Folder {
    let folder = Folder::new();
    make(&folder.path("taizhang.db"));
    folder
}

/// Place, period and GDP of every economy in a ledger.
fn kept(path: &std::path::Path) -> Vec<String> {
    let store = Store::open(path).unwrap();
    let kind = store.kind("economy").unwrap().clone();
    let line = |record: &taizhang::domain::record::Record| {
        let gdp = kind.decode(record).values.get("gdp").cloned();
        let gdp = kind.show("gdp", gdp.as_ref(), Lang::Zh);
        let gdp = gdp.rsplit(" = ").next().unwrap();
        format!(
            "{} {} {gdp}",
            record.place,
            record.fields["period"].as_str().unwrap()
        )
    };
    let mut found: Vec<String> = store
        .records("economy", "331100")
        .unwrap()
        .iter()
        .map(line)
        .collect();
    found.sort();
    found
}

#[track_caller]
fn shows(h: &Harness, words: &str) {
    assert!(
        h.screen().contains(words),
        "no {words:?} in\n{}",
        h.screen()
    );
}

#[test]
fn a_sheet_is_found_filled_in_and_listed_by_period() {
    for (lang, size, name) in [
        (Lang::Zh, (80, 24), "zh_80"),
        (Lang::En, (80, 24), "en_80"),
        (Lang::Zh, (40, 12), "zh_40"),
        (Lang::En, (40, 12), "en_40"),
    ] {
        let mut h = economy(lang, size);
        insta::assert_snapshot!(format!("sheet_due_{name}"), h.screen());
        h.key(Code::Enter).text("12,000万元");
        insta::assert_snapshot!(format!("sheet_form_{name}"), h.screen());
        h.key(Code::F(2));
        insta::assert_snapshot!(format!("sheet_list_{name}"), h.screen());
    }
}

#[test]
fn a_rate_is_shown_with_its_parts_while_they_are_typed() {
    let rate = r#"
[[sheet.field]]
code = "tertiary"
label = { zh = "三产增加值", en = "Tertiary" }
type = "decimal"
unit = "yi_yuan"
decimals = 4
help = { zh = "增加值。", en = "Value added." }

[[sheet.field]]
code = "tertiary_share"
label = { zh = "三产占比", en = "Tertiary share" }
type = "decimal"
unit = "percent"
decimals = 2
derived = "tertiary / gdp"
help = { zh = "占比。", en = "The share." }

[[sheet.check]]
code = "shrinking"
"#;
    let text = PACK.replacen("[[sheet.check]]\ncode = \"shrinking\"\n", rate, 1);
    let pack = Pack::read(&text).unwrap();
    for (lang, size, shown) in [
        (Lang::Zh, (80, 24), "= 40%（32 / 80亿元）"),
        (Lang::En, (80, 24), "= 40% (32 / 80 yi yuan)"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taizhang.db");
        drop(Store::create(&path, &places(), std::slice::from_ref(&pack), "示例管理员").unwrap());
        let mut h = Harness::on(folder, lang, size);
        h.keys(&[Code::Down; 2]).ctrl('e').key(Code::Enter);
        h.key(Code::Enter).text("80");
        assert!(!h.screen().contains("= "), "{}", h.screen());
        h.keys(&[Code::Down; 2]).text("32");
        shows(&h, shown);
        // What is typed for it beside the parts is doubted by the digits it has.
        h.key(Code::Down).text("41.0");
        shows(&h, "? ");
        shows(&h, "40%");
    }
}

#[test]
fn another_period_is_typed_and_refused_in_the_message_line_where_it_is_none() {
    let mut h = economy(Lang::Zh, (80, 24));
    for (typed, said) in [
        ("2025Q5", "没有这个季度"),
        ("25年", "年份要四位数"),
        ("上半年", "半年"),
        ("2025Q1", "请按 2025 填写"),
    ] {
        h.key(Code::F(4)).text(typed).key(Code::Enter);
        shows(&h, said);
    }
    h.key(Code::F(4)).text("2023年度").key(Code::Enter);
    shows(&h, "经济运行 > 2023年");
    h.text("9").key(Code::F(2));
    let path = h.folder.path().join("taizhang.db");
    assert_eq!(kept(&path), ["331122101 2023 9亿元"]);
    // The period that is there is opened, not begun again.
    h.key(Code::F(4)).text("2023").key(Code::Enter);
    h.text("10").key(Code::F(2));
    assert_eq!(kept(&path), ["331122101 2023 10亿元"]);
    // A copy and an exception make no sense.
    h.ctrl('k');
    shows(&h, "一地一期只有一张");
    h.key(Code::F(9));
    shows(&h, "一地一期只有一张");
}

#[test]
fn f7_and_f8_turn_the_periods_and_f9_takes_the_figure_of_the_one_before() {
    let mut h = economy(Lang::En, (80, 24));
    h.key(Code::Enter).text("210");
    shows(&h, "Economy > 2024");
    h.key(Code::F(8));
    shows(&h, "Economy > 2025");
    h.key(Code::F(9));
    shows(&h, "no value to take");
    h.key(Code::F(7));
    shows(&h, "210");
    h.keys(&[Code::F(2), Code::Home, Code::Enter]);
    shows(&h, "Economy > 2025");
    h.key(Code::F(9));
    shows(&h, "from 2024");
    h.key(Code::F(2));
    let path = h.folder.path().join("taizhang.db");
    assert_eq!(
        kept(&path),
        ["331122101 2024 210亿元", "331122101 2025 210亿元"]
    );
}

#[test]
fn what_was_typed_of_a_sheet_is_gone_on_with_after_a_lost_connection() {
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("210");
    h.key(Code::Enter);
    let mut h = h.start_again(Lang::Zh);
    let left = waiting(&h.folder.path().join("taizhang.db"), "示例填报人").drafts;
    assert_eq!(left.len(), 1);
    h.key(Code::F(9));
    shows(&h, "经济运行");
    shows(&h, "2024年");
    h.key(Code::Enter).key(Code::F(2));
    assert_eq!(
        kept(&h.folder.path().join("taizhang.db")),
        ["331122101 2024 210亿元"]
    );
    // The same from the list, whoever looks for the period first.
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("7").key(Code::Esc).key(Code::Enter);
    shows(&h, "经济运行 > 2024年");
    h.key(Code::F(2));
    assert_eq!(
        kept(&h.folder.path().join("taizhang.db")),
        ["331122101 2024 7亿元"]
    );
}

#[test]
fn a_sheet_is_deleted_begun_again_and_taken_back() {
    let mut h = economy(Lang::Zh, (80, 24));
    let path = h.folder.path().join("taizhang.db");
    h.key(Code::Enter).text("210").key(Code::F(2));
    // The cursor stays with the period that was filled in.
    h.key(Code::Delete).text("2");
    assert!(kept(&path).is_empty(), "{}", h.screen());
    h.key(Code::Home)
        .key(Code::Enter)
        .text("220")
        .key(Code::F(2));
    assert_eq!(kept(&path), ["331122101 2024 220亿元"]);
    h.key(Code::F(6));
    shows(&h, "220");
    h.key(Code::Esc).ctrl('z');
    h.text("2");
    assert!(kept(&path).is_empty(), "{}", h.screen());
    assert_eq!(h.store().inspect(), Ok(vec![]));
}

#[test]
fn the_grid_has_a_row_a_period_and_the_one_that_is_due() {
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::F(4))
        .text("2023")
        .key(Code::Enter)
        .text("9")
        .key(Code::F(2));
    h.key(Code::F(2));
    insta::assert_snapshot!("sheet_grid", h.screen());
    h.key(Code::Enter).text("11");
    h.key(Code::F(2));
    assert_eq!(
        kept(&h.folder.path().join("taizhang.db")),
        ["331122101 2023 9亿元", "331122101 2024 11亿元"]
    );
}

#[test]
fn a_second_person_keys_a_sheet_again() {
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("210").key(Code::F(2));
    let mut h = h.verifying("示例复录人", &[], taizhang::tui::Selection::default());
    shows(&h, "经济运行");
    shows(&h, "2024年");
    h.key(Code::Enter);
    shows(&h, "2024年");
    h.text("210").key(Code::Enter).key(Code::F(2));
    let store = h.store();
    let record = &store.records("economy", TOWN).unwrap()[0];
    assert_eq!(store.second_entries(record.id).unwrap().len(), 1);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn an_inspector_returns_a_sheet_and_the_clerk_finds_it() {
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("210").key(Code::F(2));
    let record = h.store().records("economy", TOWN).unwrap().remove(0);
    {
        let store = Store::open_for_review(&h.folder.path().join("taizhang.db")).unwrap();
        let limits = taizhang::store::Limits::default();
        let inspector = taizhang::store::Inspector::new(&store, "示例审核人", &limits).unwrap();
        inspector
            .raise(&taizhang::store::Returning {
                record: record.id,
                base: &record.heads,
                fields: &["gdp".to_owned()],
                text: "与公报不符",
            })
            .unwrap();
    }
    let mut h = h.start_again(Lang::Zh);
    h.key(Code::F(2));
    shows(&h, "2024年");
    h.key(Code::Enter);
    shows(&h, "与公报不符");
}

/// The line prompts, answered through a pipe.
fn answered(folder: &Folder, args: &[&str], answers: &str) -> String {
    let mut command = folder.command(&[&["enter", "--plain", "--as", "示例填报人"], args].concat());
    let command = command.env("TERM", "dumb").stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    Ran::of(&child.wait_with_output().unwrap()).good()
}

#[test]
fn line_prompts_ask_for_the_period_first() {
    let folder = program();
    // Town, economy, another period; one that is none, then one that is.
    let out = answered(
        &folder,
        &[],
        "壶镇镇\n2\n2\n2025Q5\n2023\n9\n.\n1\n0\n0\n0\n",
    );
    assert!(
        out.contains("1 2025年  应填") && out.contains("2 另一期"),
        "{out}"
    );
    assert!(
        out.contains("期间（如 2025）") && out.contains("「2025Q5」"),
        "{out}"
    );
    assert!(out.contains("壶镇镇 > 经济运行 > 2023年"), "{out}");
    assert_eq!(kept(&folder.path("taizhang.db")), ["331122101 2023 9亿元"]);
    // A clerk of another town cannot.
    let towns = answered(&folder, &["--town", "碧湖镇"], "壶镇镇\n0\n");
    assert!(towns.contains("不能修改「壶镇镇」"), "{towns}");
}

#[test]
fn a_file_of_places_and_periods_in_rows_adds_and_updates() {
    let folder = program();
    folder.write(
        "in.csv",
        "所属镇,年度,地区生产总值（万元）,地区生产总值增速\n壶镇镇,2024年,2000000,6.1\n壶镇镇,2025,2100000,6.2\n碧湖镇,2025,980000,5\n",
    );
    folder.run("import in.csv --kind economy").good();
    let path = folder.path("taizhang.db");
    assert_eq!(
        kept(&path),
        [
            "331102100 2025 98亿元",
            "331122101 2024 200亿元",
            "331122101 2025 210亿元"
        ]
    );
    folder.write(
        "in.csv",
        "town,period,gdp\n壶镇镇,2025,2,152,000万元\n"
            .replace(",2,152,000万元", ",\"2,152,000万元\""),
    );
    let said = folder.run("--lang en import in.csv --kind 经济运行").good();
    assert!(said.contains('1'), "{said}");
    assert_eq!(kept(&path)[2], "331122101 2025 215.2亿元");
    assert_eq!(Store::open(&path).unwrap().inspect(), Ok(vec![]));
}

#[test]
fn two_rows_of_one_place_and_period_are_refused_with_both_lines() {
    let folder = program();
    let rows = "town,period,gdp\n壶镇镇,2025,1\n碧湖镇,2025,2\n壶镇镇,2025年,3\n";
    folder.write("in.csv", rows);
    let said = folder
        .run("--lang en import in.csv --kind economy --skip-bad --rejects out.csv")
        .good();
    assert_eq!(
        kept(&folder.path("taizhang.db")),
        ["331102100 2025 2亿元"],
        "{said}"
    );
    let rejects = folder.read("out.csv");
    assert!(
        rejects.contains("the same place and period as line 4")
            && rejects.contains("the same place and period as line 2"),
        "{rejects}"
    );
    // Without a file for them nothing is written.
    let folder = program();
    folder.write("in.csv", rows);
    folder.run("import in.csv --kind economy").failed(2);
    assert!(kept(&folder.path("taizhang.db")).is_empty());
}

#[test]
fn a_period_or_place_that_is_none_goes_to_the_rejects_with_the_reason() {
    let folder = program();
    folder.write(
        "in.csv",
        "town,季度,residents\n壶镇镇,2025Q5,1\n壶镇镇,25年三季度,2\n壶镇镇,上半年,3\n壶镇镇,2025年第三季度,4\n缙云县,2025Q3,5\n壶镇镇,,6\n",
    );
    folder
        .run("import in.csv --kind population --skip-bad --rejects out.csv")
        .good();
    let rejects = folder.read("out.csv");
    for reason in [
        "没有这个季度",
        "年份要四位数",
        "半年",
        "「缙云县」不填报「人口」",
        "没有填期间",
    ] {
        assert!(rejects.contains(reason), "no {reason} in {rejects}");
    }
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    assert_eq!(store.records("population", "331100").unwrap().len(), 1);
}

#[test]
fn periods_in_columns_are_read_where_rows_are_places_and_where_they_are_figures() {
    let folder = program();
    folder.write(
        "wide.csv",
        "各镇地区生产总值,,,\n单位：万元,,,\n乡镇,2023年,2024年,2025年\n壶镇镇,1900000,2000000,2100000\n碧湖镇,,950000,980000\n",
    );
    folder
        .run("import wide.csv --kind economy --field gdp")
        .good();
    let path = folder.path("taizhang.db");
    let expected = [
        "331102100 2024 95亿元",
        "331102100 2025 98亿元",
        "331122101 2023 190亿元",
        "331122101 2024 200亿元",
        "331122101 2025 210亿元",
    ];
    assert_eq!(kept(&path), expected);
    folder.write(
        "one.csv",
        "指标,单位,2024,2025\n地区生产总值,万元,2000000,2152000\n地区生产总值增速,%,6.1,6.2\n",
    );
    folder
        .run("import one.csv --kind economy --place 壶镇镇")
        .good();
    assert_eq!(kept(&path)[4], "331122101 2025 215.2亿元");
    let store = Store::open(&path).unwrap();
    let kind = store.kind("economy").unwrap();
    let growth: Vec<String> = store
        .sheets_in("economy", TOWN)
        .unwrap()
        .iter()
        .map(|(period, record)| {
            let value = kind.decode(record).values.get("gdp_growth").cloned();
            format!(
                "{period} {}",
                kind.show("gdp_growth", value.as_ref(), Lang::En)
            )
        })
        .collect();
    assert_eq!(growth, ["2025 6.2%", "2024 6.1%", "2023 "]);
    // Two columns of one period, and a header that is no period.
    folder.write("bad.csv", "镇,2025,2025年\n壶镇镇,1,2\n");
    let said = folder
        .run("--lang en import bad.csv --kind economy --field gdp")
        .failed(2);
    assert!(said.contains("2025"), "{said}");
    folder.write("bad.csv", "镇,2024,2025Q5\n壶镇镇,1,2\n");
    let said = folder
        .run("--lang en import bad.csv --kind economy --field gdp")
        .failed(2);
    assert!(said.contains("no such quarter"), "{said}");
    folder.write("bad.csv", "镇,2024,2025\n壶镇镇,1,2\n");
    let said = folder
        .run("--lang en import bad.csv --kind economy")
        .failed(2);
    assert!(
        said.contains("--field") || said.contains("unknown headers"),
        "{said}"
    );
}

/// What was refused of a wide table, which left nothing in the ledger.
#[track_caller]
fn refused_wide(rows: &str, more: &str) -> String {
    let folder = program();
    folder.write("wide.csv", rows);
    let said = folder
        .run(&format!("--lang en import wide.csv --kind economy {more}"))
        .failed(2);
    assert_eq!(kept(&folder.path("taizhang.db")), Vec::<String>::new());
    said
}

#[test]
fn a_row_of_a_wide_table_that_is_not_as_wide_as_its_header_is_refused() {
    for (rows, words) in [
        (
            "镇,2023,2024\n壶镇镇,1,234,2\n",
            "line 2: 4 cells, but the header has 3",
        ),
        (
            "镇,2023,2024\n壶镇镇,1\n",
            "line 2: 2 cells, but the header has 3",
        ),
        // As wide as the long table that is made of it.
        (
            "镇,2024\n壶镇镇,1,234\n",
            "line 2: 3 cells, but the header has 2",
        ),
    ] {
        let said = refused_wide(rows, "--field gdp");
        assert!(said.contains(words), "{said}");
    }
    let said = refused_wide(
        "指标,单位,2024,2025\n地区生产总值,万元,1,234,567\n",
        "--place 壶镇镇",
    );
    assert!(
        said.contains("line 2: 5 cells, but the header has 4") && said.contains("quotes"),
        "{said}"
    );
}

#[test]
fn rows_refused_of_a_wide_table_keep_their_cells_and_are_refused_until_mended() {
    let folder = program();
    folder.write(
        "wide.csv",
        "乡镇,2023,2024\n壶镇镇,2024,234\n碧湖镇,1,2,3\n碧湖镇,2023\n注：初步核算数\n",
    );
    let import = "--lang en import wide.csv --kind economy --field gdp";
    let said = folder
        .run(&format!("{import} --skip-bad --rejects bad.csv"))
        .good();
    assert!(
        said.contains("refused: 2") || said.contains("2 refused"),
        "{said}"
    );
    let path = folder.path("taizhang.db");
    let good = ["331122101 2023 2024亿元", "331122101 2024 234亿元"];
    assert_eq!(kept(&path), good);
    let rejects = folder.read("bad.csv");
    for cells in ["碧湖镇,[TO MEND]", ",1,2,3"] {
        assert!(rejects.contains(cells), "no {cells} in {rejects}");
    }
    // Not mended it changes nothing, with the command that wrote it.
    folder.write("wide.csv", &rejects);
    folder.run(import).failed(2);
    assert_eq!(kept(&path), good);
    // Mended it is a table with a row a period, and what was said of the columns is of no matter.
    folder.write(
        "wide.csv",
        "\u{FEFF}rejected_line,rejected_reason,乡镇,period,gdp\n3,x,碧湖镇,2023,12\n3,x,碧湖镇,2024,2000\n",
    );
    folder.run(import).good();
    let mended = [
        &["331102100 2023 12亿元", "331102100 2024 2000亿元"][..],
        &good,
    ]
    .concat();
    assert_eq!(kept(&path), mended);
}

#[test]
fn a_wide_table_keeps_the_signs_between_its_cells_and_its_merged_cells() {
    let folder = program();
    // With semicolons between cells a comma stands before decimals.
    folder.write("wide.csv", "镇;2024;2025\n壶镇镇;1,5;2,25\n");
    folder
        .run("import wide.csv --kind economy --field gdp")
        .good();
    let path = folder.path("taizhang.db");
    assert_eq!(
        kept(&path),
        ["331122101 2024 1.5亿元", "331122101 2025 2.25亿元"]
    );
    for (merge, words) in [
        ((1, 2, 2, 2), "lines 2 to 3 are one merged cell"),
        ((1, 1, 1, 2), "merged with the periods beside it"),
    ] {
        let folder = program();
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "镇").unwrap();
        sheet.write_row(0, 1, [2023, 2024]).unwrap();
        sheet.write_row(1, 0, ["壶镇镇", "", ""]).unwrap();
        sheet.write_row(2, 0, ["碧湖镇", "", ""]).unwrap();
        let (first, from, last, to) = merge;
        let plain = rust_xlsxwriter::Format::new();
        sheet
            .merge_range(first, from, last, to, "", &plain)
            .unwrap();
        sheet.write_number(first, from, 5).unwrap();
        folder.write("wide.xlsx", book.save_to_buffer().unwrap());
        let said = folder
            .run("--lang en import wide.xlsx --kind economy --field gdp")
            .failed(2);
        assert!(said.contains(words), "{said}");
        assert_eq!(kept(&folder.path("taizhang.db")), Vec::<String>::new());
    }
}

#[test]
fn a_table_with_a_column_of_periods_is_not_taken_for_a_wide_one() {
    let folder = program();
    folder.write("long.csv", "序号,期间,gdp\n1,2023,2024\n2,2024,2025\n");
    let import = "--lang en import long.csv --kind economy";
    folder.run(&format!("{import} --place 壶镇镇")).good();
    let path = folder.path("taizhang.db");
    let kept_now = ["331122101 2023 2024亿元", "331122101 2024 2025亿元"];
    assert_eq!(kept(&path), kept_now);
    // What is said of periods in columns is not passed over.
    folder.write("long.csv", "镇,年度,gdp\n碧湖镇,2024,2000\n");
    let said = folder.run(&format!("{import} --field gdp")).failed(2);
    assert!(said.contains("leave out --field"), "{said}");
    folder.write("long.csv", "镇,gdp\n碧湖镇,2000\n");
    let said = folder
        .run(&format!("{import} --field gdp --set period=2024"))
        .failed(2);
    assert!(said.contains("leave out --field"), "{said}");
    assert_eq!(kept(&path), kept_now);
    let said = folder
        .run("--lang zh import long.csv --kind library --field gdp")
        .failed(2);
    assert!(said.contains("请去掉 --field"), "{said}");
}

#[test]
fn a_header_with_a_number_that_is_no_period_is_an_ordinary_column() {
    let said = refused_wide("镇,2024,60岁以上\n壶镇镇,1,2\n", "--field gdp");
    assert!(said.contains("unknown headers: 60岁以上"), "{said}");
    let said = refused_wide("镇,2024,25\n壶镇镇,1,2\n", "--field gdp");
    assert!(
        said.contains("the header \"25\" should be a period") && said.contains("four-digit year"),
        "{said}"
    );
    let said = refused_wide(
        "指标,2024,比2023年增长\n地区生产总值,1,2\n",
        "--place 壶镇镇",
    );
    assert!(
        said.contains("column 3, \"比2023年增长\", is neither a period nor a unit"),
        "{said}"
    );
    let folder = program();
    folder.write(
        "wide.csv",
        "序号,镇,2024,60岁以上\n1,壶镇镇,1,2\n2,碧湖镇,3,4\n",
    );
    folder
        .run("import wide.csv --kind economy --field gdp --map 60岁以上=")
        .good();
    let path = folder.path("taizhang.db");
    assert_eq!(
        kept(&path),
        ["331102100 2024 3亿元", "331122101 2024 1亿元"]
    );
    folder.write(
        "wide.csv",
        "序号,指标,2025,比2023年增长\n1,地区生产总值,7,2\n",
    );
    folder
        .run("import wide.csv --kind economy --place 壶镇镇 --map 比2023年增长=")
        .good();
    assert_eq!(kept(&path)[2], "331122101 2025 7亿元");
}

#[test]
fn a_figure_beside_the_periods_is_refused_for_it_is_of_no_period() {
    let said = refused_wide(
        "镇,2024,2025,地区生产总值增速（%）\n壶镇镇,1,2,8\n",
        "--field gdp",
    );
    assert!(
        said.contains("column 4, \"地区生产总值增速（%）\", is neither a period"),
        "{said}"
    );
    let said = refused_wide("指标,2024\n地区生产总值,1\n,2\n", "--place 壶镇镇");
    assert!(said.contains("line 3 has figures but no name"), "{said}");
    let said = refused_wide("", "--field gdp");
    assert!(said.contains("the file is empty"), "{said}");
    // A total is left out once, however many periods it has.
    let folder = program();
    folder.write("wide.csv", "镇,2024,2025\n壶镇镇,1,2\n合计,1,2\n");
    let said = folder
        .run("--lang en import wide.csv --kind economy --field gdp")
        .good();
    assert!(said.contains("1 row left out"), "{said}");
}

#[test]
fn a_mapping_keeps_the_field_of_a_wide_table() {
    let folder = program();
    folder.write("wide.csv", "镇,2023\n壶镇镇,1\n");
    folder
        .run("import wide.csv --kind economy --field gdp --save-map wide.toml")
        .good();
    assert!(folder.read("wide.toml").contains("field = \"gdp\""));
    folder.write("wide.csv", "镇,2024\n壶镇镇,2\n");
    folder
        .run("import wide.csv --kind economy --map-file wide.toml")
        .good();
    assert_eq!(
        kept(&folder.path("taizhang.db")),
        ["331122101 2023 1亿元", "331122101 2024 2亿元"]
    );
    // It need not be true of every file.
    folder.write("long.csv", "镇,period,gdp\n壶镇镇,2025,3\n");
    let said = folder
        .run("--lang en import long.csv --kind economy --map-file wide.toml")
        .good();
    assert!(
        said.contains("the figures are \"gdp\", but no column of this file is a period"),
        "{said}"
    );
    let kept = kept(&folder.path("taizhang.db"));
    assert_eq!(kept[2], "331122101 2025 3亿元");
}

#[test]
fn what_is_exported_is_imported_as_the_same() {
    let folder = program();
    folder.write(
        "in.csv",
        "town,period,gdp,gdp_growth,remarks\n壶镇镇,2024,200,6.1,\n壶镇镇,2025,210.5,-0.5,初步数\n",
    );
    folder.run("import in.csv --kind economy").good();
    folder.write("in.csv", "town,plain\n壶镇镇,是\n");
    folder.run("import in.csv --kind profile").good();
    let records = |folder: &Folder| {
        folder.run("export --format json --out all.json").good();
        let all: serde_json::Value = serde_json::from_slice(&folder.bytes("all.json")).unwrap();
        let _ = std::fs::remove_file(folder.path("all.json"));
        all["facilities"].clone()
    };
    let all = records(&folder);
    assert_eq!(all[0]["period"], "2024");
    assert_eq!(all[0]["fields"].get("period"), None);
    for (format, name) in [
        ("csv --headers zh", "out.csv"),
        ("csv --headers code", "out2.csv"),
        ("xlsx", "out.xlsx"),
    ] {
        let other = program();
        for kind in ["economy", "profile"] {
            let file = format!("{kind}-{name}");
            folder
                .run(&format!(
                    "export --kind {kind} --format {format} --out {file}"
                ))
                .good();
            std::fs::copy(folder.path(&file), other.path(&file)).unwrap();
            // The very ids: they follow from what a sheet is of.
            other
                .run(
                    &format!("import {file} --kind {kind} --map 记录编号= --map id= --map *=")
                        .replace(
                            "--map 记录编号= --map id= --map *=",
                            if name == "out2.csv" {
                                "--map id= --map *="
                            } else if name == "out.csv" {
                                "--map 记录编号= --map *="
                            } else {
                                "--map *="
                            },
                        ),
                )
                .good();
        }
        assert_eq!(records(&other), all, "{format}");
    }
    folder.run("export --format gpkg --out out.gpkg").good();
    let map = rusqlite::Connection::open(folder.path("out.gpkg")).unwrap();
    let row: (String, f64) = map
        .query_row(
            "SELECT period, gdp FROM economy ORDER BY period DESC",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(row, ("2025".to_owned(), 210.5));
    let kind: String = map
        .query_row(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'economy'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kind, "attributes");
    let found: i64 = map
        .query_row("SELECT count(*) FROM not_plotted", [], |row| row.get(0))
        .unwrap();
    assert_eq!(found, 0, "nobody misses a sheet on the map");
}

#[test]
fn a_sheet_has_its_history_by_id_and_passes_doctor_and_snapshot() {
    let folder = program();
    folder.write("in.csv", "town,period,gdp\n壶镇镇,2025,1\n");
    folder.run("import in.csv --kind economy").good();
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    let id = store.records("economy", TOWN).unwrap()[0].id.to_string();
    drop(store);
    let history = folder.run(&format!("history {}", &id[..13])).good();
    assert!(history.contains("地区生产总值"), "{history}");
    folder.run("doctor").good();
    folder.run("snapshot out.db").good();
    folder.run("verify out.db").good();
}

#[test]
fn the_list_of_sheets_has_names_first_and_columns_that_line_up() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut h = screens(lang, (80, 24));
        h.keys(&[Code::Down; 2]).ctrl('e');
        insta::assert_snapshot!(format!("sheets_of_a_town_{name}"), h.screen());
    }
}

#[test]
fn a_list_of_periods_says_that_it_has_no_trend() {
    let said = [
        (
            Lang::Zh,
            "一地一期只有一张统计表，不能复制新增，也没有例外和走势",
        ),
        (Lang::En, "a place has one sheet per period"),
    ];
    for (lang, words) in said {
        let mut h = economy(lang, (80, 24));
        h.ctrl('w');
        shows(&h, words);
    }
}

#[test]
fn a_sheet_that_is_filled_in_once_has_a_name_in_every_list() {
    let mut h = screens(Lang::Zh, (80, 24));
    h.keys(&[Code::Down; 2])
        .ctrl('e')
        .text("jbqk")
        .key(Code::Enter);
    shows(&h, "（一次）");
    h.key(Code::Enter).text("1").key(Code::F(2));
    h.keys(&[Code::Esc, Code::F(2), Code::F(4)]);
    h.text("待补全").keys(&[Code::Enter, Code::F(3)]);
    shows(&h, "（一次）");
    h.key(Code::Esc);
    let h = h.verifying("示例复录人", &[], taizhang::tui::Selection::default());
    shows(&h, "（一次）");
}

#[test]
fn a_grid_leaves_the_reference_date_of_a_sheet_and_names_who_began_it_again() {
    let mut h = economy(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("210").key(Code::F(2));
    // The next year has begun; the row of 2024 is deleted, and begun again in the grid.
    h.keys(&[Code::Down, Code::Delete]).text("2");
    h.key(Code::F(2));
    h.text("220").key(Code::F(2));
    let store = h.store();
    let records = store.records("economy", TOWN).unwrap();
    assert_eq!(records.len(), 1, "{}", h.screen());
    let fields = &records[0].fields;
    assert!(fields.contains_key("reported_by"), "{fields:?}");
    assert!(!fields.contains_key("data_as_of"), "{fields:?}");
}
