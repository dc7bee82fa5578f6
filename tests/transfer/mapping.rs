//! What people say of files that do not say it: fields of columns, values of all rows, mappings
//! that are kept.

use crate::program::Folder;
use encoding_rs::GB18030;
use rust_xlsxwriter::Workbook;
use taizhang::store::Store;

const IMPORT: &str = "--lang en import in.csv --kind library";
const ROWS: &str = "序号,镇,馆名,座席,备注\n1,壶镇镇,甲馆,130,x\n";

/// A folder with a mapping that was made of a list in GB18030.
fn with_mapping() -> Folder {
    let folder = Folder::with_ledger();
    folder.write("in.csv", GB18030.encode(ROWS).0);
    let maps = "--map 序号= --map 馆名=name --map 座席=reading_seats --save-map lib.toml";
    folder
        .run(&format!("{IMPORT} --encoding gb18030 {maps} --dry-run"))
        .good();
    folder
}

#[test]
fn a_mapping_forgives_what_the_next_file_does_not_have() {
    let folder = with_mapping();
    let line = format!("{IMPORT} --map-file lib.toml --dry-run");
    folder.write(
        "in.csv",
        GB18030.encode("镇,馆名,座席\n壶镇镇,甲馆,130\n").0,
    );
    let said = folder.run(&format!("{line} --save-map lib.toml")).good();
    assert!(
        said.contains("columns of the mapping that are not in this file: 备注, 序号"),
        "{said}"
    );
    assert!(
        folder.read("lib.toml").contains("\"备注\" = \"remarks\""),
        "a file without it does not take it out"
    );
    for bytes in [
        ROWS.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", ROWS.as_bytes()].concat(),
    ] {
        folder.write("in.csv", bytes);
        let said = folder.run(&line).good();
        assert!(
            said.contains("the mapping's encoding gb18030 is not that of this file"),
            "{said}"
        );
        assert!(said.contains("2: 1 | 壶镇镇 | 甲馆"), "{said}");
    }
    // What is said now has to be true of this file.
    assert!(
        folder
            .run(&format!("{line} --map 批次="))
            .failed(2)
            .contains("--map names the column \"批次\"")
    );
    folder.write("in.csv", [b"\xEF\xBB\xBF", ROWS.as_bytes()].concat());
    assert!(
        folder
            .run(&format!("{line} --encoding gb18030"))
            .failed(2)
            .contains("leave out --encoding")
    );
}

#[test]
fn a_mapping_of_a_sheet_serves_texts_and_other_sheets() {
    let folder = Folder::with_ledger();
    let book = |sheets: &[&str]| {
        let mut book = Workbook::new();
        for name in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(*name).unwrap();
            sheet.write_row(0, 0, ["镇", "馆名", "座席"]).unwrap();
            sheet.write_row(1, 0, ["壶镇镇", "甲馆", "约130"]).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    folder.write("in.csv", book(&["馆", "站"]));
    let maps = "--sheet 馆 --map 馆名=name --map 座席=reading_seats --save-map lib.toml";
    folder
        .run(&format!("{IMPORT} {maps} --skip-bad --rejects bad.csv"))
        .good();
    // The file of refused rows is a text, and what was said of the workbook is true of its columns.
    let mended = folder.read("bad.csv").replace(",约130", ",130");
    folder.write("in.csv", mended);
    let said = folder.run(&format!("{IMPORT} --map-file lib.toml")).good();
    assert!(
        !said.contains("mapping's sheet") && said.contains("1 imported"),
        "{said}"
    );
    let passed = "the mapping's sheet \"馆\" is not in this file";
    folder.write("in.csv", "镇,馆名,座席\n壶镇镇,乙馆,130\n");
    let said = folder.run(&format!("{IMPORT} --map-file lib.toml")).good();
    assert!(
        said.contains(passed) && said.contains("1 imported"),
        "{said}"
    );
    folder.write("in.csv", book(&["图书馆"]));
    let line = format!("{IMPORT} --map-file lib.toml --skip-bad --rejects bad.csv --dry-run");
    assert!(folder.run(&line).good().contains(passed));
    folder.write("in.csv", book(&["图书馆", "站"]));
    assert!(
        folder
            .run(&line)
            .failed(2)
            .contains("name one with --sheet NAME: 图书馆, 站")
    );
}

#[test]
fn what_is_wrong_in_a_mapping_is_told_of_the_mapping() {
    let folder = with_mapping();
    for (line, fault) in [
        (
            "\"座席\" = \"seats\"",
            "[columns] gives \"座席\" the field \"seats\", which does not exist; use one of town",
        ),
        ("\"*\" = \"name\"", "[columns] has \"*\" = \"name\""),
        ("\"\" = \"name\"", "[columns] has \"\" = \"name\""),
    ] {
        folder.write(
            "bad.toml",
            format!("format = 1\nkind = \"library\"\n[columns]\n{line}\n"),
        );
        let said = folder
            .run(&format!("{IMPORT} --map-file bad.toml"))
            .failed(2);
        assert!(
            said.contains("reading the mapping bad.toml: ") && said.contains(fault),
            "{said}"
        );
    }
    folder.write(
        "bad.toml",
        "format = 1\nkind = \"library\"\nencoding = \"klingon\"\n",
    );
    assert!(
        folder
            .run(&format!("{IMPORT} --map-file bad.toml"))
            .failed(2)
            .contains("reading the mapping bad.toml: unknown")
    );
}

#[test]
fn a_column_is_of_one_field_and_a_field_of_one_column() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "town,name,seats,more\n壶镇镇,A,1,2\n");
    let said = folder
        .run(&format!(
            "{IMPORT} --map seats=reading_seats --map SEATS=lecture_seats --map more="
        ))
        .failed(2);
    assert!(
        said.contains("the column \"SEATS\" two fields, reading_seats and lecture_seats"),
        "{said}"
    );
    folder
        .run(&format!(
            "{IMPORT} --map seats=reading_seats --map seats=阅览座席数 --map more= --dry-run"
        ))
        .good();
    let said = folder
        .run(&format!(
            "{IMPORT} --map seats=reading_seats --map more=reading_seats"
        ))
        .failed(2);
    assert!(
        said.contains("\"seats\" and \"more\" are the same field"),
        "{said}"
    );
}

#[test]
fn the_whole_unit_behind_a_mapped_header_holds_or_the_file_is_refused() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "镇,设施名称,馆藏万册,馆舍万平方米,儿童座\n壶镇镇,甲馆,1.2,0.12,9\n",
    );
    let maps = "--map 馆藏万册=collection_items --map 馆舍万平方米=building_area_m2 --map 儿童座=children_seats";
    folder.run(&format!("{IMPORT} {maps}")).good();
    assert_eq!(kept(&folder, "甲馆", "collection_items")["value"], "12000");
    assert_eq!(kept(&folder, "甲馆", "building_area_m2")["value"], "1200");
    assert_eq!(kept(&folder, "甲馆", "children_seats"), "9");
    folder.write("in.csv", "镇,设施名称,馆藏千册\n壶镇镇,甲馆,12\n");
    let said = folder
        .run(&format!("{IMPORT} --map 馆藏千册=collection_items"))
        .failed(2);
    assert!(
        said.contains("the unit \"千册\" in \"馆藏千册\" does not fit its field"),
        "{said}"
    );
    folder.write("in.csv", "镇,设施名称,面积（坪）\n壶镇镇,乙馆,3\n");
    let said = folder
        .run(&format!("{IMPORT} --map 面积（坪）=building_area_m2"))
        .good();
    assert!(
        said.contains(
            "note: \"坪\" in \"面积（坪）\" is not a known unit; figures without a unit are read in m2"
        ),
        "{said}"
    );
    folder.write("in.csv", "镇,设施名称,全程千米,总宽度\n壶镇镇,一号,3.5,3\n");
    let maps = "--map 全程千米=length_km --map 总宽度=path_width_m";
    folder
        .run(&format!("--lang en import in.csv --kind greenway {maps}"))
        .good();
    assert_eq!(
        (
            kept(&folder, "一号", "length_km"),
            kept(&folder, "一号", "path_width_m")
        ),
        ("3.5".into(), "3".into())
    );
}

#[test]
fn a_mapping_that_cannot_be_kept_is_no_secret_of_what_was_imported() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "town,name\n壶镇镇,甲馆\n");
    let said = folder
        .run(&format!("{IMPORT} --save-map nowhere/lib.toml"))
        .failed(2);
    assert!(
        said.contains("writing nowhere/lib.toml: there is no such directory"),
        "{said}"
    );
    let ran = folder.run(&format!("{IMPORT} --save-map {}.toml", "x".repeat(300)));
    assert!(
        ran.code != 0 && ran.out.contains("1 row read: 1 imported"),
        "told before: {}{}",
        ran.out,
        ran.err
    );
}

/// A field of the library of a name, as the ledger keeps it.
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

#[test]
fn a_value_that_the_file_does_not_say_is_set_for_all_its_rows() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "馆名,座席,数据来源\n甲馆,1,统计\n乙馆,2,\n丙馆,3,-9\n",
    );
    let maps = "--map 馆名=name --map 座席=reading_seats --missing -9 --save-map lib.toml";
    let set = "--set town=壶镇镇 --set 数据时点=2025年12月31日 --set data_source=现场核查 --set 状态=在建";
    let said = folder.run(&format!("{IMPORT} {maps} {set}")).good();
    assert!(
        said.contains("note: Reference date is \"2025年12月31日\" in every row that gives none"),
        "{said}"
    );
    assert!(
        said.contains("note: Place is \"壶镇镇\"") && !said.contains("every new facility is given"),
        "{said}"
    );
    for (name, source) in [
        ("甲馆", Some("statistics")),
        ("乙馆", Some("field_check")),
        ("丙馆", None),
    ] {
        assert_eq!(kept(&folder, name, "data_as_of"), "2025-12-31");
        assert_eq!(kept(&folder, name, "status"), "under_construction");
        assert_eq!(
            kept(&folder, name, "data_source").as_str(),
            source,
            "a cell that says something is not empty"
        );
    }
    assert!(
        folder
            .read("lib.toml")
            .contains("[set]\ndata_as_of = \"2025年12月31日\"\n"),
        "{}",
        folder.read("lib.toml")
    );
    // It is as if the file had the column: a known facility is changed too, and the same file
    // changes nothing.
    let again = format!("{IMPORT} --map-file lib.toml");
    assert!(
        folder
            .run(&again)
            .good()
            .contains("0 new, 0 changed, 3 unchanged")
    );
    folder.run(&format!("{again} --set data_as_of=2026")).good();
    assert_eq!(kept(&folder, "甲馆", "data_as_of"), "2026");
}

#[test]
fn a_value_that_cannot_be_set_is_refused_before_anything_is_read() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "town,name\n壶镇镇,甲\n");
    for (set, fault) in [
        ("data_as_of", "--set \"data_as_of\" must be FIELD=VALUE"),
        ("data_as_of=", "--set \"data_as_of=\" must be FIELD=VALUE"),
        (
            "data_as_of=soon",
            "the value set for \"data_as_of\": \"soon\" is not a date",
        ),
        (
            "colour=red",
            "a value is set for the field \"colour\", which does not exist; use one of town",
        ),
        (
            "id=1",
            "a value is set for the field \"id\", which does not exist",
        ),
        (
            "status=现有 --set 状态=关停",
            "\"状态\" is set to 现有 and to 关停",
        ),
        ("town=某镇", "there is no place \"某镇\""),
        (
            "town=甲 --place 乙",
            "\"town\" is set to 甲 and to 乙; keep one",
        ),
    ] {
        folder.write(
            "in.csv",
            if set.starts_with("town") {
                "name\n甲\n"
            } else {
                "town,name\n壶镇镇,甲\n"
            },
        );
        let said = folder.run(&format!("{IMPORT} --set {set}")).failed(2);
        assert!(said.contains(fault), "{said}");
    }
    folder.write(
        "lib.toml",
        "format = 1\nkind = \"library\"\n[set]\ndata_as_of = \"soon\"\n",
    );
    let said = folder
        .run(&format!("{IMPORT} --map-file lib.toml"))
        .failed(2);
    assert!(
        said.contains("reading the mapping lib.toml: the value set for \"data_as_of\""),
        "{said}"
    );
}

#[test]
fn a_code_for_missing_is_the_same_figure_with_zeros_behind_it() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,address,reading_seats,lon,lat\n壶镇镇,A,-9.0,-9.0,-9.00,+28.8\n壶镇镇,B,-9,-9,-9,\n",
    );
    folder.run(&format!("{IMPORT} --missing -9")).good();
    assert_eq!(
        (kept(&folder, "A", "lat"), kept(&folder, "A", "address")),
        ("28.8".into(), "-9.0".into())
    );
    for (name, field) in [
        ("A", "reading_seats"),
        ("A", "lon"),
        ("B", "lon"),
        ("B", "address"),
    ] {
        assert!(kept(&folder, name, field).is_null(), "{name} {field}");
    }
}
