//! What a file shows is what is taken, or it is refused: marks that look like digits, days that
//! look like figures, words that are struck out, rows that nobody sees, and tables below the first
//! one.

use std::fs;
use std::path::Path;

use crate::program::sheet::{put, with_part, workbook};
use crate::program::{Folder, Ran};
use rust_xlsxwriter::{Format, FormatScript, Worksheet};

/// Imports one of the inputs that went wrong once.
fn import_case(folder: &Folder, name: &str, options: &str) -> Ran {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/import")
        .join(name);
    folder.write(name, fs::read(path).unwrap());
    folder.run(&format!("--lang en import {name} --kind library {options}"))
}

/// Imports rows of libraries from a text.
fn import_rows(folder: &Folder, rows: &str, options: &str) -> Ran {
    folder.write("in.csv", rows);
    folder.run(&format!("--lang en import in.csv --kind library {options}"))
}

/// Imports a sheet of libraries.
fn import_sheet(folder: &Folder, options: &str, fill: impl FnOnce(&mut Worksheet)) -> Ran {
    folder.write("in.xlsx", workbook(fill));
    folder.run(&format!(
        "--lang en import in.xlsx --kind library {options}"
    ))
}

const SKIP: &str = "--dry-run --skip-bad --rejects bad.csv";

#[test]
fn marks_are_no_digits_of_figures_dates_and_codes() {
    let folder = Folder::with_ledger();
    let said = import_case(&folder, "footnote-digits.csv", SKIP).good();
    assert!(
        said.contains("\"129①\": \"①\" is a note mark, not a digit"),
        "{said}"
    );
    assert!(
        folder
            .read("bad.csv")
            .contains("\"\"2021-06-1²\"\": \"\"²\"\" is a note mark, not a digit"),
        "{}",
        folder.read("bad.csv")
    );
    let rows = "town,name,reading_seats,building_area_m2\n331122101①,甲馆,130,5m²\n331122101,乙馆,12₉,5\n\
                331122101,丙馆,½,5\n331122101,丁馆,１３０,5㎡\n331122101,戊馆,130,1.2万m²\n";
    let said = import_rows(&folder, rows, "--skip-bad --rejects bad.csv").good();
    assert!(
        said.contains("5 rows read: 2 imported, 3 refused"),
        "{said}"
    );
    assert_eq!(folder.kept("丁馆", "reading_seats"), "130");
    assert_eq!(folder.kept("戊馆", "building_area_m2")["value"], "12000");
}

#[test]
fn a_name_with_a_mark_is_another_name_and_a_wide_one_is_the_same() {
    let folder = Folder::with_ledger();
    let known = "town,name,facility_code,reading_seats\n331122101,第1图书馆,L1,130\n";
    import_rows(&folder, known, "").good();
    let said = import_rows(
        &folder,
        "town,name,reading_seats\n331122101,第①图书馆,90\n331122101,第²图书馆,80\n",
        "",
    )
    .good();
    assert!(said.contains("2 rows read: 2 imported"), "{said}");
    assert_eq!(folder.kept("第1图书馆", "reading_seats"), "130");
    import_rows(
        &folder,
        "town,name,reading_seats\n331122101,第１图书馆,120\n",
        "",
    )
    .good();
    assert_eq!(folder.kept("第1图书馆", "reading_seats"), "120");
    // Nor is a code with a mark the code without it.
    let said = import_rows(
        &folder,
        "town,name,facility_code,reading_seats\n331122101,丙馆,L①,70\n",
        "",
    )
    .good();
    assert!(said.contains("1 row read: 1 imported"), "{said}");
    assert_eq!(folder.kept("L1", "name"), "第1图书馆");
}

#[test]
fn a_day_in_any_format_is_a_day_and_never_a_figure() {
    let folder = Folder::with_ledger();
    let said = import_case(&folder, "built-in-date-formats.xlsx", SKIP).good();
    assert!(
        said.contains("column \"reading_seats\": the cell is formatted as a date, 1900-04"),
        "{said}"
    );
    let refused = folder.read("bad.csv");
    assert!(
        refused.contains("[TO MEND]") && refused.contains(",2021-06-01"),
        "{refused}"
    );
    let headers = [
        "town",
        "name",
        "opened_on",
        "reading_seats",
        "facility_code",
        "free_open",
        "remarks",
    ];
    for (at, code) in [
        (27, "2021-06"),
        (31, "2021-06-01"),
        (58, "2021-06-01"),
        (57, "2021-06"),
        (30, "2021-06-01"),
    ] {
        import_sheet(&folder, "", |sheet| {
            put(sheet, 0, &[&headers, &["331122101", &format!("{at}号馆")]]);
            sheet
                .write_number_with_format(1, 2, 44_348, &Format::new().set_num_format_index(at))
                .unwrap();
        })
        .good();
        assert_eq!(folder.kept(&format!("{at}号馆"), "opened_on"), code, "{at}");
    }
    for format in [
        "yyyy",
        "m\"月\"d\"日\"",
        "[=0]\"\";yyyy-mm-dd",
        "[$-804]aaaa;@",
        "h:mm",
        "[h]:mm",
        "mm:ss.0",
        "ggge\"年\"",
    ] {
        for column in 3..7 {
            let said = import_sheet(&folder, SKIP, |sheet| {
                put(sheet, 0, &[&headers, &["331122101", "示例馆"]]);
                sheet
                    .write_number_with_format(1, column, 100, &Format::new().set_num_format(format))
                    .unwrap();
            });
            let said = said.good();
            let is_told =
                said.contains("formatted as a date") || said.contains("a time or a duration");
            assert!(
                said.contains("0 imported, 1 refused") && is_told,
                "{format} in column {column}: {said}"
            );
        }
    }
    // A code that became a day, and the place too.
    let said = import_sheet(&folder, SKIP, |sheet| {
        put(sheet, 0, &[&headers, &["331122101"], &["", "示例馆"]]);
        let day = Format::new().set_num_format("yyyy/m/d");
        sheet.write_number_with_format(1, 1, 44_348, &day).unwrap();
        sheet.write_number_with_format(2, 0, 44_348, &day).unwrap();
    });
    assert!(said.good().contains("0 imported, 2 refused"));
    let said = folder
        .run("--lang en import bad.csv --kind library --dry-run --skip-bad --rejects again.csv")
        .good();
    assert!(
        said.contains("0 imported, 2 refused"),
        "not by way of the file of refused rows either: {said}"
    );
}

#[test]
fn a_two_between_yes_and_no_is_refused() {
    let folder = Folder::new();
    for name in ["yes-no-pack.toml", "yes-no-places.csv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cases/import")
            .join(name);
        folder.write(name, fs::read(path).unwrap());
    }
    folder
        .run("init --pack yes-no-pack.toml --places yes-no-places.csv")
        .good();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import/yes-no-two.csv");
    folder.write("two.csv", fs::read(path).unwrap());
    let said = folder.run("--lang en import two.csv --kind lib").failed(2);
    assert!(
        said.contains("line 4, column \"wifi\": \"2\": write yes or no (1 or 0)"),
        "{said}"
    );
}

#[test]
fn an_identifier_that_a_spreadsheet_has_shortened_is_refused_in_every_text() {
    let folder = Folder::with_ledger();
    let said = import_case(&folder, "identifiers-in-e-notation.csv", SKIP).good();
    assert!(said.contains("0 imported, 2 refused"), "{said}");
    assert!(
        said.contains("\"4.00E+12\" is a long number shortened by a spreadsheet"),
        "{said}"
    );
    let said = import_sheet(&folder, SKIP, |sheet| {
        put(
            sheet,
            0,
            &[
                &["town", "name", "facility_code", "remarks"],
                &["331122101", "甲馆", "", "1.2e+17"],
            ],
        );
        put(
            sheet,
            2,
            &[
                &["331122101", "乙馆", "4.00E+12"],
                &["331122101", "丙馆", "C3E2", "1E5"],
            ],
        );
    });
    let said = said.good();
    assert!(
        said.contains("3 rows read: 1 imported, 2 refused"),
        "{said}"
    );
}

/// Rows of three libraries, the seats of which are to be written.
fn libraries(sheet: &mut Worksheet) {
    put(
        sheet,
        0,
        &[&["town", "name", "reading_seats", "building_area_m2"]],
    );
    put(
        sheet,
        1,
        &[
            &["331122101", "甲馆"],
            &["331122101", "乙馆"],
            &["331122101", "丙馆"],
        ],
    );
}

#[test]
fn raised_and_struck_words_of_a_cell_are_not_joined_to_the_others() {
    let folder = Folder::with_ledger();
    let plain = Format::new();
    let (raised, struck) = (
        Format::new().set_font_script(FormatScript::Superscript),
        Format::new().set_font_strikethrough(),
    );
    let lowered = Format::new().set_font_script(FormatScript::Subscript);
    let fill = |sheet: &mut Worksheet| {
        libraries(sheet);
        sheet
            .write_rich_string(1, 2, &[(&plain, "129"), (&raised, "1")])
            .unwrap();
        sheet
            .write_rich_string(2, 2, &[(&struck, "129"), (&plain, "131")])
            .unwrap();
        sheet
            .write_rich_string(3, 2, &[(&plain, "12"), (&lowered, "9")])
            .unwrap();
        put(
            sheet,
            4,
            &[
                &["331122101", "丁馆"],
                &["331122101", "戊馆"],
                &["331122101", "己馆", "130"],
            ],
        );
        sheet.write_number_with_format(4, 2, 130, &struck).unwrap();
        sheet.write_number_with_format(5, 2, 130, &raised).unwrap();
        sheet
            .write_rich_string(6, 3, &[(&plain, "850m"), (&raised, "2")])
            .unwrap();
        put(sheet, 7, &[&["331122101", "", "130"]]);
        sheet
            .write_string_with_format(7, 1, "庚馆", &struck)
            .unwrap();
    };
    let said = import_sheet(&folder, "--skip-bad --rejects bad.csv", fill).good();
    assert!(
        said.contains("7 rows read: 1 imported, 6 refused"),
        "{said}"
    );
    let refused = folder.read("bad.csv");
    for words in [
        "\"\"129¹\"\": \"\"¹\"\" is a note mark",
        "\"\"129\"\" is struck through",
        "\"\"12₉\"\": \"\"₉\"\" is a note mark",
        "\"\"130\"\" is struck through",
        "\"\"130\"\" is superscript or subscript",
        "\"\"庚馆\"\" is struck through",
    ] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    assert_eq!(folder.kept("己馆", "building_area_m2"), "850");
}

#[test]
fn words_that_stand_in_the_sheet_itself_are_looked_at_too() {
    let folder = Folder::with_ledger();
    let bytes = workbook(|sheet| {
        libraries(sheet);
        put(
            sheet,
            1,
            &[&["", "", "SEATS"], &["", "", "GONE"], &["", "", "130"]],
        );
    });
    let shared = |bytes: &[u8], word: &str, runs: &str| {
        let runs = format!("<si>{runs}</si>");
        with_part(bytes, "xl/sharedStrings.xml", |text| {
            text.replace(&format!("<si><t>{word}</t></si>"), &runs)
        })
    };
    let inline = |bytes: &[u8], cell: &str, runs: &str| {
        with_part(bytes, "xl/worksheets/sheet1.xml", |text| {
            let from = text.find(&format!("<c r=\"{cell}\"")).unwrap();
            let to = from + text[from..].find("</c>").unwrap();
            format!(
                "{}<c r=\"{cell}\" t=\"inlineStr\"><is>{runs}</is>{}",
                &text[..from],
                &text[to..]
            )
        })
    };
    let seats = "<x:r><x:t>129</x:t></x:r><x:r><x:rPr><x:vertAlign val=\"superscript\"/></x:rPr><x:t>1</x:t></x:r>";
    let gone = "<r><t>12</t></r><r><rPr><strike val=\"true\"/></rPr><t>&#57;</t></r><r><rPr><strike val=\"0\"/></rPr><t>0</t></r>";
    let ways = [
        inline(&inline(&bytes, "C2", seats), "C3", gone),
        shared(
            &shared(&bytes, "SEATS", &seats.replace("x:", "")),
            "GONE",
            gone,
        ),
    ];
    for altered in ways {
        assert_ne!(altered, bytes);
        folder.write("in.xlsx", altered);
        let said = folder
            .run(&format!("--lang en import in.xlsx --kind library {SKIP}"))
            .good();
        assert!(said.contains("1 imported, 2 refused"), "{said}");
        assert!(
            said.contains("\"129¹\"") && said.contains("\"9\" is struck through"),
            "{said}"
        );
    }
}

#[test]
fn hidden_rows_and_columns_are_listed_whatever_wrote_them() {
    let folder = Folder::with_ledger();
    for (name, said) in [
        (
            "height-0.xlsx",
            "note: 1 hidden row, imported too (lines 2)",
        ),
        (
            "prefix-d3p1.xlsx",
            "note: 1 hidden row, imported too (lines 2)",
        ),
        (
            "hidden-column.xlsx",
            "note: 1 hidden column, imported too (columns E)",
        ),
    ] {
        let told = import_case(&folder, name, "--dry-run");
        assert!(told.out.contains(said), "{name}: {}{}", told.out, told.err);
    }
    let sheet = |fill: &dyn Fn(&mut Worksheet)| {
        import_sheet(&folder, "--dry-run", |sheet| {
            libraries(sheet);
            put(sheet, 1, &[&["", "", "130", "900"]]);
            fill(sheet);
        })
        .good()
    };
    let said = sheet(&|sheet| {
        sheet
            .set_row_hidden(1)
            .unwrap()
            .set_row_hidden(9)
            .unwrap()
            .set_column_hidden(3)
            .unwrap()
            .set_column_hidden(9)
            .unwrap();
    });
    assert!(
        said.contains("1 hidden row, imported too (lines 2)"),
        "of rows with something in them: {said}"
    );
    assert!(
        said.contains("1 hidden column, imported too (columns D)"),
        "{said}"
    );
    let altered = |from: &str, to: &str| {
        let bytes = with_part(
            &folder.bytes("in.xlsx"),
            "xl/worksheets/sheet1.xml",
            |text| text.replace(from, to),
        );
        folder.write("other.xlsx", bytes);
        folder
            .run("--lang en import other.xlsx --kind library --dry-run")
            .good()
    };
    sheet(&|_| {});
    let said = altered("<row r=\"3\"", "<row outlineLevel=\"1\" r=\"3\"");
    assert!(!said.contains("hidden"), "{said}");
    let both = with_part(
        &folder.bytes("other.xlsx"),
        "xl/worksheets/sheet1.xml",
        |text| text.replace("<row r=\"4\"", "<row collapsed=\"1\" r=\"4\""),
    );
    folder.write("other.xlsx", both);
    let said = folder
        .run("--lang en import other.xlsx --kind library --dry-run")
        .good();
    assert!(
        said.contains("1 hidden row, imported too (lines 3)"),
        "{said}"
    );
    for (from, to, expected) in [
        (
            "<sheetData>",
            "<cols><col min=\"3\" max=\"4\" width=\"0\"/></cols><sheetData>",
            "2 hidden columns, imported too (columns C, D)",
        ),
        (
            "defaultRowHeight=\"15\"",
            "defaultRowHeight=\"15\" zeroHeight=\"1\"",
            "4 rows without a height of their own",
        ),
        (
            "defaultRowHeight=\"15\"",
            "defaultRowHeight=\"0\"",
            "4 hidden rows, imported too (lines 1, 2, 3, 4)",
        ),
        (
            "defaultRowHeight=\"15\"",
            "defaultRowHeight=\"15\" defaultColWidth=\"0\"",
            "4 hidden columns, imported too (columns A, B, C, D)",
        ),
    ] {
        let said = altered(from, to);
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[test]
fn a_second_table_refuses_the_file_also_where_bad_rows_are_skipped() {
    let folder = Folder::with_ledger();
    for options in ["", "--skip-bad --rejects bad.csv", "--dry-run"] {
        let said = import_case(&folder, "two-tables.csv", options).failed(2);
        assert!(
            said.contains("line 4 is the header of another table"),
            "{options}: {said}"
        );
    }
    folder
        .run("export --format csv --kind library --out out.csv")
        .good();
    assert!(
        !folder.read("out.csv").contains("甲馆"),
        "nothing of the first table stays either"
    );
    let sheet = import_sheet(&folder, "--skip-bad --rejects bad.csv", |sheet| {
        put(
            sheet,
            0,
            &[
                &["所属镇", "设施名称", "阅览座席数"],
                &["壶镇镇", "甲馆", "130"],
            ],
        );
        put(
            sheet,
            4,
            &[
                &["设施名称", "所属镇", "阅览座席数"],
                &["乙馆", "温溪镇", "140"],
            ],
        );
    });
    assert!(
        sheet
            .failed(2)
            .contains("line 5 is the header of another table")
    );
    let again =
        "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,130\ntown,name,reading_seats\n温溪镇,乙馆,140\n";
    assert!(
        import_rows(&folder, again, "--dry-run")
            .good()
            .contains("line 3, the header repeated")
    );
}

#[test]
fn a_cell_or_a_line_without_end_is_refused_at_once() {
    let folder = Folder::with_ledger();
    let header = "town,name,reading_seats\n331122101,甲馆,130\n";
    for (rows, expected) in [
        (
            format!("331122101,{},1\n", "x".repeat(40_000)),
            "line 3 has a cell of more than 32767 characters",
        ),
        (
            format!("331122101,乙馆,{}\n", "9".repeat(100 << 20)),
            "line 3 is longer than 1 MB",
        ),
        (
            format!("331122101,\"{}\",1\n", "长\n".repeat(20 << 20)),
            "line 3 has a cell of more than 32767 characters",
        ),
        (
            format!("331122101,乙馆{}\n", ",".repeat(2_000)),
            "line 3 has more than 1000 cells",
        ),
    ] {
        let begun = std::time::Instant::now();
        let said = import_rows(&folder, &format!("{header}{rows}"), "").failed(2);
        assert!(said.contains(expected), "{said}");
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
    let begun = std::time::Instant::now();
    folder.write(
        "in.csv",
        [
            b"town,name\n1,".as_slice(),
            "镇名".repeat(10 << 20).as_bytes(),
            b"\xB0\xA1\n",
        ]
        .concat(),
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
            .contains("line 2 is not UTF-8")
    );
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    let bytes = workbook(|sheet| {
        libraries(sheet);
        put(sheet, 1, &[&["", "", "LONG"]]);
    });
    let long = with_part(&bytes, "xl/sharedStrings.xml", |text| {
        text.replace("LONG", &"9".repeat(40_000))
    });
    folder.write("in.xlsx", long);
    let said = folder
        .run("--lang en import in.xlsx --kind library")
        .failed(2);
    assert!(
        said.contains("cell C2 has more than 32767 characters"),
        "{said}"
    );
}

#[test]
fn a_character_of_one_vendor_is_listed_like_one_that_was_lost() {
    let folder = Folder::with_ledger();
    let said = import_case(&folder, "private-use-characters.csv", "--dry-run").good();
    assert!(
        said.contains("or with a character that only some fonts show"),
        "{said}"
    );
    assert!(said.contains("(U+E863)"), "{said}");
}

#[test]
fn invisible_characters_that_are_dropped_from_cells_are_listed() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,remarks\n壶镇镇,示\u{200B}例一馆,\n壶镇镇,示例二馆,\"一行\n二行\"\n壶镇镇,示例三馆,备\u{7}注\u{202E}\n",
    );
    for flag in ["--dry-run", ""] {
        let said = folder
            .run(&format!("--lang en import in.csv --kind library {flag}"))
            .good();
        for line in [
            "2 rows with invisible characters, which are dropped; check them:",
            "  line 2, column \"name\": 示例一馆 (without U+200B)",
            "  line 5, column \"remarks\": 备注 (without U+0007, U+202E)",
        ] {
            assert!(said.contains(line), "{line} in\n{said}");
        }
    }
}

#[test]
fn a_letter_in_place_of_a_digit_is_told_of_a_form_and_a_file_alike() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,reading_seats,opened_on\n壶镇镇,示例馆,12O,2O21\n",
    );
    let said = folder.run("import in.csv --kind library --dry-run");
    for words in [
        "「12O」：最后一个字符「O」是字母；若应为数字 0，请更正",
        "「2O21」：第 2 个字符「O」是字母",
    ] {
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains(words), "{words} in\n{all}");
    }
}

#[test]
fn a_figure_with_more_digits_than_its_cell_shows_is_told_to_be_rounded() {
    let folder = Folder::with_ledger();
    let said = import_case(
        &folder,
        "more-decimals-than-shown.xlsx",
        &format!("{SKIP} --map 建筑面积=building_area_m2"),
    )
    .good();
    assert!(
        said.contains("the cell stores 1333.3333333, perhaps with more decimals than shown"),
        "{said}"
    );
    assert!(said.contains("round it with ROUND"), "{said}");
}
