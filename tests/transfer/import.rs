//! Files as people have them: in old encodings, with titles and footnotes, of a spreadsheet, filled
//! in twice.

use std::fs::{self, OpenOptions};
use std::io::{Cursor, Write as _};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::program::sheet::{put, with_part, workbook};
use crate::program::{self, Folder};
use encoding_rs::{EUC_KR, GB18030};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use rustix::process::Signal;
use taizhang::store::Store;
use taizhang::transfer::import::read::encoding;
use taizhang::transfer::import::read::source::TableSource;
use taizhang::transfer::import::read::source_options::SourceOptions;

/// A library as most files here have it.
const HEADER: &str = "所属镇,设施名称,阅览座席数,馆舍建筑面积";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn encodings_are_named_or_told_by_the_file_and_never_guessed() {
    let folder = Folder::with_ledger();
    let row = |name: &str| format!("{HEADER}\n壶镇镇,{name},150,400\n");
    folder.write("gb.csv", GB18030.encode(&row("示例国标馆")).0);
    let said = folder
        .run("--lang en import gb.csv --kind library")
        .failed(2);
    assert!(
        said.contains("line 1 is not UTF-8") && said.contains("gb18030: 所属镇,设施名称"),
        "{said}"
    );
    let said = folder
        .run("--lang en import gb.csv --kind library --encoding gbk --dry-run")
        .good();
    assert!(
        said.contains("text, encoding GBK (as named;")
            && said.contains("2: 壶镇镇 | 示例国标馆 | 150 | 400"),
        "{said}"
    );
    folder
        .run("import gb.csv --kind library --encoding gb18030")
        .good();
    // Korean syllables that are two bytes only in the larger code page of Windows.
    folder.write(
        "kr.csv",
        EUC_KR
            .encode("town,name,reading_seats\n331122101,똠방각하 도서관,150\n")
            .0,
    );
    assert!(
        folder
            .run("--lang en import kr.csv --kind library")
            .failed(2)
            .contains("cp949: 331122101,똠방각하")
    );
    folder
        .run("import kr.csv --kind library --encoding cp949")
        .good();
    folder.write(
        "wide.csv",
        [
            &[0xFF, 0xFE][..],
            &utf16(&row("示例宽字馆").replace(',', "\t")),
        ]
        .concat(),
    );
    assert!(
        folder
            .run("--lang en import wide.csv --kind library --dry-run")
            .good()
            .contains("UTF-16LE (marked")
    );
    folder.run("import wide.csv --kind library").good();
    for name in ["示例国标馆", "똠방각하 도서관", "示例宽字馆"] {
        assert_eq!(folder.kept(name, "reading_seats"), "150");
    }
    folder.write("bare.csv", utf16("town,name\n331122101,A\n"));
    assert!(
        folder
            .run("--lang en import bare.csv --kind library")
            .failed(2)
            .contains("use --encoding utf-16le")
    );
    folder.write("bad.csv", b"town,name\n331122101,\xFF\xFF\n");
    let said = folder
        .run("--lang en import bad.csv --kind library --encoding gb18030")
        .failed(2);
    assert!(said.contains("line 2 is not gb18030"), "{said}");
    folder.write("mark.csv", b"\xEF\xBB\xBFtown,name\n");
    let said = folder
        .run("--lang en import mark.csv --kind library --encoding gb18030")
        .failed(2);
    assert!(
        said.contains("the mark at the beginning of the file says UTF-8"),
        "{said}"
    );
    assert!(
        folder
            .run("--lang en import mark.csv --kind library --encoding klingon")
            .failed(2)
            .contains("klingon")
    );
}

#[test]
fn titles_footnotes_and_totals_are_left_out_and_said() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "缙云县公共图书馆一览表,,,\n填报单位：示例,,,\n*所属镇,设施名称,阅览座席数（座）,馆舍建筑面积(亩)\n\
         \u{3000}壶镇镇\u{3000},示例馆,130,\u{3000}3 \n,,,\n331121101,示例二馆,-9,850㎡\n\
         *所属镇,设施名称,阅览座席数（座）,馆舍建筑面积(亩)\n合计,,130,\n注：面积按亩填报,,,\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind library --missing -9,-99,NA --dry-run")
        .good();
    assert!(
        said.contains("the header is on line 3:") && said.contains("(building_area_m2), in 亩"),
        "{said}"
    );
    assert!(said.contains("  4: 壶镇镇 | 示例馆 | 130 | 3\n"), "{said}");
    assert!(said.contains("5 rows left out"), "{said}");
    for left in [
        "line 1, above the header: 缙云县公共图书馆一览表",
        "line 7, the header repeated",
        "line 8, totals: 合计",
    ] {
        assert!(said.contains(left), "{left}: {said}");
    }
    assert!(
        said.contains("line 9, a footnote: 注：面积按亩填报"),
        "{said}"
    );
    let said = folder
        .run("import in.csv --kind library --missing -9.0,-99,NA")
        .good();
    assert!(
        said.contains("第 9 行，附注") && said.contains("读入 2 行：导入 2"),
        "{said}"
    );
    assert_eq!(folder.kept("示例馆", "building_area_m2")["value"], "2000");
    assert_eq!(folder.kept("示例二馆", "building_area_m2"), "850");
    assert!(folder.kept("示例二馆", "reading_seats").is_null());
    // A comma too many, or a sign that nobody sees, is nothing.
    folder.write("in.csv", "所属镇,设施名称\n壶镇镇,末尾逗号馆,\n\u{200B},\n");
    folder.run("import in.csv --kind library").good();
    // A unit that measures something else is no header of the field, and what has no header is not
    // dropped.
    folder.write(
        "in.csv",
        "所属镇,设施名称,馆舍建筑面积(公里)\n壶镇镇,丙,1\n",
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
            .contains("unknown headers: 馆舍建筑面积(公里)")
    );
    folder.write("in.csv", "所属镇,设施名称,设施名称（英文）\n壶镇镇,丙,x\n");
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
            .contains("unknown headers: 设施名称（英文）")
    );
    folder.write("in.csv", "某年统计表,,\n乡镇,馆名,状态\n壶镇镇,丙,现有\n");
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
            .contains("unknown headers: 馆名 (did you mean \"Name\"?); recognised: 乡镇, 状态;")
    );
    folder.write("in.csv", "所属镇,设施名称,\n壶镇镇,丙,\n壶镇镇,丁,x\n");
    let said = folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
    assert!(
        said.contains("line 3: column 3 has content but no header"),
        "{said}"
    );
}

/// A sheet as an office makes one: a title, a header of two rows with merged cells, days and
/// figures of every sort.
fn office_sheet(sheet: &mut Worksheet) {
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 5, "示例县公共图书馆情况表", &plain)
        .unwrap();
    for (column, name) in [(0, "所属镇"), (1, "设施名称"), (5, "投用日期")] {
        sheet
            .merge_range(1, column, 2, column, name, &plain)
            .unwrap();
    }
    sheet.merge_range(1, 2, 1, 4, "规模", &plain).unwrap();
    put(
        sheet,
        2,
        &[&["", "", "阅览座席数", "馆舍建筑面积（㎡）", "总藏量（万册）"]],
    );
    sheet.merge_range(3, 0, 5, 0, "壶镇镇", &plain).unwrap();
    put(
        sheet,
        3,
        &[
            &["", "甲馆", "１３０"],
            &["", "乙馆"],
            &["", "丙馆"],
            &["331121101", "丁馆"],
        ],
    );
    sheet.write(3, 3, 0.1 + 0.2).unwrap();
    sheet.write(3, 4, 1.2).unwrap();
    sheet
        .write_formula(4, 2, Formula::new("=100+29").set_result("129"))
        .unwrap();
    sheet.write(5, 2, 131).unwrap();
    let day = ExcelDateTime::from_ymd(2021, 6, 1).unwrap();
    for (row, format) in [(3, "yyyy-mm-dd"), (4, "yyyy\"年\"m\"月\"")] {
        sheet
            .write_datetime_with_format(row, 5, &day, &Format::new().set_num_format(format))
            .unwrap();
    }
    sheet.write(5, 5, 44_348).unwrap();
    sheet.write(6, 5, "2021.6").unwrap();
    sheet.set_row_hidden(6).unwrap();
    put(sheet, 8, &[&["说明：数据截至年底"]]);
}

#[test]
fn a_workbook_of_an_office_is_read_as_a_person_reads_it() {
    let folder = Folder::with_ledger();
    folder.write("in.xlsx", workbook(office_sheet));
    let said = folder
        .run("--lang en import in.xlsx --kind library --dry-run")
        .good();
    for line in [
        "sheet \"Sheet1\"",
        "note: 1 hidden row, imported too (lines 7)",
        "the header is on line 2, 3:",
        "  总藏量（万册） -> Total collection (collection_items), in 万册",
        "  line 1, above the header: 示例县公共图书馆情况表",
        "  line 9, a footnote: 说明：数据截至年底",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    folder.run("import in.xlsx --kind library").good();
    assert_eq!(folder.kept("甲馆", "reading_seats"), "130");
    assert_eq!(folder.kept("甲馆", "building_area_m2"), "0.3");
    assert_eq!(folder.kept("甲馆", "collection_items")["value"], "12000");
    assert_eq!(folder.kept("乙馆", "reading_seats"), "129");
    let days = [
        ("甲馆", "2021-06-01"),
        ("乙馆", "2021-06"),
        ("丙馆", "2021-06-01"),
        ("丁馆", "2021-06"),
    ];
    for (name, day) in days {
        assert_eq!(folder.kept(name, "opened_on"), day, "{name}");
    }
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    assert_eq!(
        store.find_record("丙馆").unwrap().place,
        "331122101",
        "a merged place reaches over its rows"
    );
}

#[test]
fn cells_that_have_no_value_are_refused_with_the_reason() {
    let folder = Folder::with_ledger();
    let bytes = workbook(|sheet| {
        put(
            sheet,
            0,
            &[&[
                "town",
                "name",
                "reading_seats",
                "opened_on",
                "operator_uscc",
            ]],
        );
        put(
            sheet,
            1,
            &[
                &["壶镇镇", "甲"],
                &["壶镇镇", "乙"],
                &["壶镇镇", "丙"],
                &["壶镇镇", "丁"],
                &["壶镇镇", "戊"],
            ],
        );
        sheet
            .write_formula(1, 2, Formula::new("=1+1").set_result("77777"))
            .unwrap();
        sheet
            .write_formula(2, 2, Formula::new("=1/0").set_result("#DIV/0!"))
            .unwrap();
        sheet.write(3, 3, 2021.1).unwrap();
        sheet.write(4, 4, 913_501_000_001_000_987.0).unwrap();
        sheet
            .merge_range(5, 2, 6, 2, "200", &Format::new())
            .unwrap();
        put(sheet, 6, &[&["壶镇镇", "己"]]);
    });
    let unfinished = with_part(&bytes, "xl/worksheets/sheet1.xml", |text| {
        text.replace("<v>77777</v>", "")
    });
    assert_ne!(unfinished, bytes);
    folder.write("in.xlsx", unfinished);
    let said = folder
        .run("--lang en import in.xlsx --kind library --skip-bad --rejects bad.csv --dry-run")
        .good();
    for line in [
        "line 2, column \"reading_seats\": a formula without a result",
        "line 3, column \"reading_seats\": ",
        "line 4, column \"opened_on\": \"2021.1\" may be January or October",
        "line 5, column \"operator_uscc\": a figure of more than 15 digits",
        "line 6, column \"reading_seats\": lines 6 to 7 are one merged cell",
        "line 7, column \"reading_seats\": lines 6 to 7 are one merged cell",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(said.contains("0 imported, 6 refused"), "{said}");
    assert!(
        folder
            .read("bad.csv")
            .contains("7,\"reading_seats: lines 6 to 7 are one merged cell"),
        "{}",
        folder.read("bad.csv")
    );
}

#[test]
fn sheets_are_named_where_there_are_several_and_hidden_ones_are_said() {
    let folder = Folder::with_ledger();
    let mut book = Workbook::new();
    for (name, library) in [("一季度", "甲馆"), ("二季度", "乙馆"), ("底稿", "丙馆")]
    {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.set_hidden(name == "底稿");
        put(sheet, 0, &[&["town", "name"], &["331122101", library]]);
    }
    folder.write("in.xlsx", book.save_to_buffer().unwrap());
    let line = "--lang en import in.xlsx --kind library";
    assert!(
        folder
            .run(&format!("{line} --encoding gbk"))
            .failed(2)
            .contains("leave out --encoding")
    );
    assert!(
        folder
            .run(line)
            .failed(2)
            .contains("name one with --sheet NAME: 一季度, 二季度")
    );
    assert!(
        folder
            .run(&format!("{line} --sheet 三季度"))
            .failed(2)
            .contains("use one of 一季度, 二季度, 底稿")
    );
    let said = folder.run(&format!("{line} --sheet 二季度")).good();
    assert!(said.contains("hidden sheets, not imported: 底稿"), "{said}");
    folder.kept("乙馆", "name");
    // Two more sheets that nobody filled are no question.
    let mut book = Workbook::new();
    put(
        book.add_worksheet(),
        0,
        &[&["town", "name"], &["331122101", "丁馆"]],
    );
    book.add_worksheet();
    book.add_worksheet();
    folder.write("in.xlsx", book.save_to_buffer().unwrap());
    folder.run(line).good();
    folder.kept("丁馆", "name");
}

/// Sheets of blanks that come to 300 MB.
fn bomb() -> Vec<u8> {
    let mut one = zip::ZipWriter::new(Cursor::new(Vec::new()));
    one.start_file("x", zip::write::SimpleFileOptions::default())
        .unwrap();
    one.write_all(&vec![b' '; 1 << 20]).unwrap();
    let mut one = one.finish_into_readable().unwrap();
    let mut all = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..300 {
        all.raw_copy_file_rename(
            one.by_index(0).unwrap(),
            format!("xl/worksheets/sheet{at}.xml"),
        )
        .unwrap();
    }
    all.finish().unwrap().into_inner()
}

#[test]
fn bombs_and_broken_workbooks_are_refused_in_a_sentence() {
    let folder = Folder::with_ledger();
    let bomb = bomb();
    assert!(bomb.len() < 2 << 20, "300 MB in less than two");
    let good = workbook(|sheet| put(sheet, 0, &[&["town", "name"], &["331122101", "甲"]]));
    let torn = good[..good.len() / 2].to_vec();
    let compound = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat();
    let far = workbook(|sheet| put(sheet, 0, &[&["town", "name"], &["331122101", "甲"]]));
    let far = with_part(&far, "xl/worksheets/sheet1.xml", |text| {
        text.replace("\"B2\"", "\"XFD1048576\"")
    });
    for (bytes, english, chinese) in [
        (
            far,
            "cell XFD1048576 is not empty",
            "单元格 XFD1048576 有内容",
        ),
        (
            bomb,
            "too large when unpacked (limit 256 MB)",
            "文件解压后过大",
        ),
        (
            torn,
            "not a readable ZIP file or workbook",
            "不是有效的 ZIP 或工作簿",
        ),
        (
            b"PK\x03\x04nonsense".to_vec(),
            "not a readable ZIP file or workbook",
            "不是有效的 ZIP 或工作簿",
        ),
        (compound, "the workbook is damaged", "工作簿已损坏"),
    ] {
        folder.write("in.xlsx", bytes);
        assert!(
            folder
                .run("--lang en import in.xlsx --kind library")
                .failed(2)
                .contains(english)
        );
        assert!(
            folder
                .run("import in.xlsx --kind library")
                .failed(2)
                .contains(chinese)
        );
    }
}

#[test]
fn a_merged_range_with_its_ends_the_wrong_way_round_merges_nothing() {
    let folder = Folder::with_ledger();
    let book = workbook(|sheet| {
        put(
            sheet,
            0,
            &[
                &["town", "name"],
                &["331122101", "甲"],
                &["331122101", "乙"],
            ],
        );
        sheet.merge_range(5, 0, 6, 0, "", &Format::new()).unwrap();
    });
    let turned = with_part(&book, "xl/worksheets/sheet1.xml", |text| {
        text.replace("A6:A7", "B3:A2")
    });
    folder.write("in.xlsx", turned);
    assert!(
        folder
            .run("--lang en import in.xlsx --kind library")
            .good()
            .contains("2 imported")
    );
}

#[test]
fn a_row_of_a_known_facility_changes_it_and_only_what_the_file_has() {
    let folder = Folder::with_ledger();
    folder.write(
        "a.csv",
        "town,name,reading_seats,remarks\n壶镇镇,甲馆,100,旧\n壶镇镇,乙馆,150,\n温溪镇,甲馆,90,\n",
    );
    folder.run("import a.csv --kind library").good();
    folder.write(
        "b.csv",
        "town,name,reading_seats,remarks\n壶镇镇,甲 馆,131,\n壶镇镇,乙馆,150,\n壶镇镇,新馆,10,\n",
    );
    let before = folder.bytes("taizhang.db");
    let said = folder
        .run("--lang en import b.csv --kind library --dry-run")
        .good();
    assert_eq!(folder.bytes("taizhang.db"), before);
    assert!(
        said.contains(
            "1 row changing a facility:\n  line 2 甲馆: Reading seats: 100 seats -> 131 seats\n"
        ),
        "{said}"
    );
    assert!(said.contains("1 new, 1 changed, 1 unchanged"), "{said}");
    assert!(said.contains("more than 30 % away"), "{said}");
    let said = folder.run("--lang en import b.csv --kind library").good();
    assert!(
        said.starts_with("3 rows read: 2 imported, 0 refused, 1 doubtful"),
        "{said}"
    );
    assert_eq!(folder.kept("331122101-library-001", "reading_seats"), "131");
    assert_eq!(
        folder.kept("331122101-library-001", "remarks"),
        "旧",
        "an empty cell says nothing"
    );
    for (lang, said) in [("zh", "导入 b.csv sha256:"), ("en", "import b.csv sha256:")] {
        let history = folder.run(&format!("--lang {lang} history 新馆")).good();
        assert!(history.contains(said), "{history}");
    }
    let said = folder.run("--lang en import b.csv --kind library").good();
    assert!(
        said.contains("3 rows read: 0 imported") && said.contains("0 new, 0 changed, 3 unchanged"),
        "{said}"
    );
    folder
        .run("import b.csv --kind library --empty clears")
        .good();
    assert!(folder.kept("331122101-library-001", "remarks").is_null());
    assert_eq!(
        folder
            .run("--lang en doctor")
            .good()
            .lines()
            .nth(4)
            .unwrap(),
        "7 places, 4 records, 6 changes"
    );
}

#[test]
fn a_facility_is_known_by_its_id_or_code_too_and_two_rows_for_one_are_refused() {
    let folder = Folder::with_ledger();
    folder.write(
        "a.csv",
        "town,name,facility_code\n壶镇镇,甲馆,L-1\n壶镇镇,乙馆,L-2\n",
    );
    folder.run("import a.csv --kind library").good();
    let id = Store::open(&folder.path("taizhang.db"))
        .unwrap()
        .find_record("甲馆")
        .unwrap()
        .id;
    folder.write("b.csv", format!("id,name,reading_seats\n{id},甲新馆,140\n"));
    let said = folder
        .run("--lang en import b.csv --kind library --dry-run")
        .good();
    assert!(
        said.contains("line 2 甲新馆: Name: 甲馆 -> 甲新馆 | Reading seats: (empty) -> 140 seats"),
        "{said}"
    );
    folder.run("import b.csv --kind library").good();
    folder.write("c.csv", "town,facility_code,name\n温溪镇,L-2,乙馆\n");
    let said = folder
        .run("--lang en import c.csv --kind library --dry-run")
        .good();
    assert!(
        said.contains("Place: 缙云县/壶镇镇 -> 青田县/温溪镇"),
        "{said}"
    );
    folder.write(
        "d.csv",
        "town,name,reading_seats\n壶镇镇,乙馆,1\n壶镇镇,丙馆,2\n壶镇镇,乙馆,3\n",
    );
    let said = folder
        .run("--lang en import d.csv --kind library --skip-bad --rejects bad.csv")
        .good();
    assert!(
        said.contains("3 rows read: 1 imported, 2 refused"),
        "{said}"
    );
    let rejects = folder.read("bad.csv");
    assert!(
        rejects.contains("2,the same facility as line 4; keep one of them,壶镇镇,乙馆,1"),
        "{rejects}"
    );
    assert!(folder.kept("乙馆", "reading_seats").is_null());
    // What was mended in the file of refused rows is imported as it is.
    folder.write(
        "bad.csv",
        rejects.lines().take(2).collect::<Vec<_>>().join("\n"),
    );
    folder.run("--lang en import bad.csv --kind library").good();
    assert_eq!(folder.kept("乙馆", "reading_seats"), "1");
    folder.write("e.csv", "id,name\n01890000-0000-7000-8000-000000000000,x\n");
    assert!(
        folder
            .run("--lang en import e.csv --kind library")
            .failed(2)
            .contains("no record has the id")
    );
}

#[test]
fn old_names_of_places_are_found_by_aliases_and_the_others_are_listed_once() {
    let folder = Folder::with_ledger();
    let rows = "所属镇,设施名称\n壶镇区公所,甲\n331122999,乙\n某镇,丙\n某镇,丁\n壶镇镇,戊\n";
    folder.write("in.csv", rows);
    folder.write("old.csv", GB18030.encode("").0);
    folder.write(
        "old.csv",
        "旧,新\n壶镇区公所,缙云县/壶镇镇\n331122999,331122101\n",
    );
    let said =
        folder.run("--lang en import in.csv --kind library --aliases old.csv --dry-run --skip-bad --rejects r.csv");
    let said = said.good();
    assert!(said.contains("1 unknown place"), "{said}");
    assert_eq!(said.matches("(lines 4, 5)").count(), 1, "{said}");
    let line = "--lang en import in.csv --kind library --aliases old.csv --skip-bad --rejects r.csv --save-map lib.toml";
    assert!(
        folder
            .run(line)
            .good()
            .contains("5 rows read: 3 imported, 2 refused")
    );
    for (file, expected) in [
        ("a,b\n1,2\n", "must have the columns old and new"),
        (
            "old,new\n甲,\n",
            "line 2: the old or the new name is missing",
        ),
        (
            "old,new\n甲,乙\n甲,丙\n",
            "line 3: \"甲\" is \"乙\" above and \"丙\" here",
        ),
    ] {
        folder.write("bad.csv", file);
        assert!(
            folder
                .run("--lang en import in.csv --kind library --aliases bad.csv")
                .failed(2)
                .contains(expected)
        );
    }
}

#[test]
fn a_mapping_is_made_once_and_used_again() {
    let folder = Folder::with_ledger();
    let file = |name: &str| {
        let text = format!("序号,镇,馆名,座席,面积/亩\n1,老壶镇,{name},-9,3\n");
        GB18030.encode(&text).0.into_owned()
    };
    folder.write("a.csv", file("甲馆"));
    folder.write("old.csv", "old,new\n老壶镇,331122101\n");
    let line = "--lang en import a.csv --kind 公共图书馆 --encoding gb18030 --missing -9 --aliases old.csv --map 序号= \
                --map 馆名=name --map 座席=reading_seats --map 面积/亩=building_area_m2 --save-map lib.toml --dry-run";
    assert!(folder.run(line).good().contains("1 imported"));
    let kept_map = folder.read("lib.toml");
    for part in [
        "kind = \"library\"",
        "encoding = \"gb18030\"",
        "\"序号\" = \"\"",
        "\"馆名\" = \"name\"",
        "\"老壶镇\" = \"331122101\"",
    ] {
        assert!(kept_map.contains(part), "{part}: {kept_map}");
    }
    folder.write("b.csv", file("乙馆"));
    folder
        .run("import b.csv --kind library --map-file lib.toml")
        .good();
    assert_eq!(folder.kept("乙馆", "building_area_m2")["value"], "2000");
    let said = folder
        .run("--lang en import b.csv --kind hospital --map-file lib.toml")
        .failed(2);
    assert!(
        said.contains("reading the mapping lib.toml: it is for the kind \"library\""),
        "{said}"
    );
    folder.write("lib.toml", "format = 1\nkind = \"library\"\ncolour = 1\n");
    let said = folder
        .run("--lang en import b.csv --kind library --map-file lib.toml")
        .failed(2);
    assert!(
        said.contains("not valid TOML") && said.contains("colour"),
        "{said}"
    );
    // It is kept of a file with bad rows too: they have nothing to do with it.
    folder.write("c.csv", "所属镇,馆名\n某镇,甲\n");
    folder
        .run("import c.csv --kind library --map 馆名=name --save-map c.toml")
        .failed(2);
    assert!(folder.read("c.toml").contains("\"馆名\" = \"name\""));
    let line = "import d.csv --kind library --dry-run --save-map d.toml --map town= --map *=";
    folder.write("d.csv", "town,ward,name,colour\nx,331122101,甲,red\n");
    folder.run(&format!("{line} --map ward=town")).good();
    assert!(
        folder
            .read("d.toml")
            .ends_with("[columns]\n\"*\" = \"\"\nname = \"name\"\ntown = \"\"\nward = \"town\"\n")
    );
    folder.write("d.csv", "town,ward,name,size\nx,331122101,甲,9\n");
    folder
        .run("import d.csv --kind library --map-file d.toml")
        .good();
    let before = folder.bytes("a.csv");
    folder
        .run("import a.csv --kind library --encoding gbk --save-map a.csv")
        .failed(2);
    assert_eq!(folder.bytes("a.csv"), before);
}

#[test]
fn dates_of_other_programs_are_read_and_those_that_may_mean_two_days_are_not() {
    let folder = Folder::with_ledger();
    let dates = [
        "2021/6/1 0:00",
        "2021-06-01T00:00:00Z",
        "二〇二一年六月",
        "2021 6 1",
        "2021.10",
        "2021.1",
        "2021. 1 1",
    ];
    let rows: Vec<String> = dates
        .iter()
        .zip('A'..)
        .map(|(date, name)| format!("壶镇镇,{name},{date}\n"))
        .collect();
    let rows = rows.concat();
    folder.write(
        "in.csv",
        format!("town,name,opened_on\n{rows}壶镇镇,Y,2021年底\n壶镇镇,Z,7/1/16\n壶镇镇,O,20216\n"),
    );
    let said = folder
        .run("--lang en import in.csv --kind library --skip-bad --rejects bad.csv")
        .good();
    assert!(
        said.contains("10 rows read: 5 imported, 5 refused"),
        "{said}"
    );
    for (name, day) in [
        ("A", "2021-06-01"),
        ("B", "2021-06-01"),
        ("C", "2021-06"),
        ("D", "2021-06-01"),
        ("E", "2021-10"),
    ] {
        assert_eq!(folder.kept(name, "opened_on"), day, "{name}");
    }
    let bad = folder.read("bad.csv");
    for line in [
        "7,\"opened_on: \"\"2021.1\"\" may be January or October",
        "8,\"opened_on: \"\"2021. 1 1\"\" is not a date",
        "9,\"opened_on: \"\"2021年底\"\" is not a year, a month or a day; write 2021",
        "10,\"opened_on: \"\"7/1/16\"\": the year is not first; give the order with --dates dmy or mdy",
        "11,\"opened_on: \"\"20216\"\": put a four-digit year first",
    ] {
        assert!(bad.contains(line), "{line}: {bad}");
    }
    // An order is said once, and kept with the mapping.
    folder.write(
        "us.csv",
        "town,name,opened_on\n壶镇镇,US,7/1/16\n壶镇镇,ISO,2016-01-07\n",
    );
    folder
        .run("import us.csv --kind library --dates mdy --dry-run --save-map us.toml")
        .good();
    let said = folder
        .run("--lang en import us.csv --kind library --map-file us.toml")
        .good();
    assert!(
        said.contains("note: dates whose year is not first are read as mdy"),
        "{said}"
    );
    assert_eq!(
        (
            folder.kept("US", "opened_on"),
            folder.kept("ISO", "opened_on")
        ),
        ("2016-07-01".into(), "2016-01-07".into())
    );
    folder
        .run("import us.csv --kind library --map-file us.toml --dates dmy")
        .good();
    assert_eq!(
        folder.kept("US", "opened_on"),
        "2016-01-07",
        "what is said now comes first"
    );
}

/// An import of a list so long that it still goes on when something happens to it: so long after
/// its transaction began.
fn while_importing(folder: &Folder, later: Duration, act: impl FnOnce(&Child)) -> program::Ran {
    let rows: Vec<String> = (0..30_000)
        .map(|at| format!("331122101,示例{at}馆,{}\n", at % 300))
        .collect();
    folder.write(
        "in.csv",
        format!("town,name,reading_seats\n{}", rows.concat()),
    );
    let mut command = folder.command(&["--lang", "en", "import", "in.csv", "--kind", "library"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let other = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    while other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it was done before anything happened to it"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(later);
    act(&child);
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    program::Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::new(),
        err,
    }
}

fn interrupted(folder: &Folder, signal: Signal, later: Duration) -> program::Ran {
    while_importing(folder, later, |child| {
        rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
    })
}

#[test]
fn an_import_that_is_stopped_or_killed_leaves_the_ledger_as_it_was() {
    let folder = Folder::with_ledger();
    let untouched = || {
        let said = folder.run("--lang en doctor").good();
        assert_eq!(
            said.lines().nth(4).unwrap(),
            "7 places, 0 records, 0 changes"
        );
    };
    for later in [0, 200].map(Duration::from_millis) {
        assert!(
            interrupted(&folder, Signal::INT, later)
                .failed(130)
                .contains("stopped, nothing was written")
        );
        untouched();
        assert_eq!(interrupted(&folder, Signal::KILL, later).code, -1);
        untouched();
    }
}

#[test]
fn a_file_that_some_program_goes_on_writing_is_not_imported() {
    let folder = Folder::with_ledger();
    let go_on = |_: &Child| {
        let mut file = OpenOptions::new()
            .append(true)
            .open(folder.path("in.csv"))
            .unwrap();
        file.write_all("331122101,示例新馆,1\n".as_bytes()).unwrap();
    };
    let said = while_importing(&folder, Duration::ZERO, go_on).failed(2);
    assert!(
        said.contains("it changed while it was read: a program is writing it; try again later"),
        "{said}"
    );
    assert!(
        folder
            .run("--lang en doctor")
            .good()
            .contains("7 places, 0 records, 0 changes")
    );
}

#[test]
fn what_has_no_end_is_not_read() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "town,name\n331122101,示例馆\n");
    for line in [
        "import /dev/zero --kind library",
        "import in.csv --kind library --aliases /dev/zero",
        "import in.csv --kind library --map-file /dev/zero",
        "init --places /dev/zero",
        "pack check /dev/zero",
    ] {
        let said = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(said.contains("not a regular file"), "{said}");
    }
    let large = folder.path("large.csv");
    fs::File::create(&large)
        .unwrap()
        .set_len(2_000_000_001)
        .unwrap();
    let said = folder
        .run("--lang en import large.csv --kind library")
        .failed(2);
    assert!(
        said.contains("the file is larger than 2 GB; split it"),
        "{said}"
    );
}

/// The cells of a file, read as far as that goes.
fn cells(bytes: &[u8], name: Option<&str>) -> Option<Vec<Vec<String>>> {
    let encoding = name.map(|name| encoding::by_name(name).unwrap());
    let source = TableSource::open(
        bytes,
        &SourceOptions {
            encoding,
            ..SourceOptions::default()
        },
    )
    .ok()?;
    let rows = source.rows().ok()?.map(|row| row.texts());
    Some(rows.collect())
}

/// A table as CSV.
fn csv_text(table: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in table {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// 甲 in UTF-16 is the mark of a dBase table, and what follows gives its lengths.
#[test]
fn text_in_utf_16_is_no_dbase_table() {
    let text = "甲;镇馆23a,\"國,0\",\"'\"\"\"\"a,\"\n甲,,\n";
    let rows = cells(&utf16(text), Some("utf-16le")).unwrap();
    assert_eq!(rows[0], ["甲;镇馆23a", "國,0", "'\"\"a,"]);
    assert_eq!(rows[1], ["甲", "", ""]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Commas in every row, so that it is clear what stands between cells; words of both scripts.
    #[test]
    fn a_table_reads_back_the_same_in_every_encoding(
        table in prop::collection::vec(prop::collection::vec("[a-z0-9,;\"'\\n\u{3000}镇馆中國전체]{0,6}", 3), 1..8)
    ) {
        let table: Vec<Vec<String>> =
            table.into_iter().map(|mut row| { row[0].insert(0, '甲'); row }).collect();
        let text = csv_text(&table);
        let has_korean = text.contains(['전', '체']);
        prop_assert_eq!(cells(text.as_bytes(), None).unwrap(), table.clone());
        prop_assert_eq!(cells(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), None).unwrap(), table.clone());
        prop_assert_eq!(cells(&utf16(&text), Some("utf-16le")).unwrap(), table.clone());
        prop_assert_eq!(cells(&[&[0xFF, 0xFE][..], &utf16(&text)].concat(), None).unwrap(), table.clone());
        prop_assert_eq!(cells(&GB18030.encode(&text).0, Some("gb18030")).unwrap(), table.clone());
        if !has_korean {
            prop_assert!(cells(&GB18030.encode(&text).0, None).is_none(), "nothing is guessed");
        }
        let (bytes, _, lossy) = EUC_KR.encode(&text);
        if !lossy {
            prop_assert_eq!(cells(&bytes, Some("cp949")).unwrap(), table);
        }
    }

    #[test]
    fn no_bytes_make_the_readers_stumble(mut bytes in prop::collection::vec(any::<u8>(), 0..400), zip: bool) {
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        for name in [None, Some("gb18030"), Some("cp949"), Some("utf-16be")] {
            let _ = cells(&bytes, name);
        }
    }

    #[test]
    fn no_altered_workbook_makes_the_reader_stumble(
        part in prop::sample::select(vec![
            "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
        ]),
        at in any::<prop::sample::Index>(),
        length in 0..12_usize,
        with in "[<>/=\"a-zA-Z0-9: -]{0,12}",
    ) {
        let altered = with_part(&workbook(office_sheet), part, |text| {
            let from = text.floor_char_boundary(at.index(text.len()));
            let to = text.floor_char_boundary((from + length).min(text.len()));
            [&text[..from], &with, &text[to..]].concat()
        });
        let _ = cells(&altered, None);
    }
}
