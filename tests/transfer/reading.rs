//! What an import takes a file to say: which rows are rows of the table, in which units its figures
//! are, what its cells show, and how what was refused comes back.

use crate::program::sheet::{put, with_part, workbook};
use crate::program::{Folder, places};
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Formula, Worksheet};
use taizhang::transfer::import::read::source::TableSource;
use taizhang::transfer::import::read::source_options::SourceOptions;

#[test]
fn a_total_is_no_facility_wherever_its_word_stands() {
    let folder = Folder::with_ledger();
    let rows = "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,70\n壶镇镇,合计路图书馆,70\n壶镇镇,小计,140\n壶镇镇,总计（2个）：,140\n\
                全县合计,,140\n合计：,,140\n平均,,70\n";
    folder.write("in.csv", rows);
    let said = folder.run("--lang en import in.csv --kind library").good();
    for line in [4, 5, 6, 7, 8] {
        assert!(
            said.contains(&format!("line {line}, totals: ")),
            "{line}: {said}"
        );
    }
    assert!(said.contains("2 rows read: 2 imported"), "{said}");
    assert!(
        places(&folder.json(""), "library", "met").is_empty(),
        "two halves are no library of 140 seats"
    );
    assert_eq!(folder.kept("合计路图书馆", "reading_seats"), "70");
    folder.write(
        "in.csv",
        "序号,town,镇名,设施名称\n1,331122101,壶镇镇,丙馆\n2,,合计,,\n",
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .good()
            .contains("line 3, totals: 合计")
    );
    folder.write(
        "in.csv",
        "备注,镇,设施名称,阅览座席数\n含两处合计,壶镇镇,丁馆,130\n合计,,,130\n",
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .good()
            .contains("1 row read: 1 imported")
    );
    folder.write(
        "in.xlsx",
        workbook(|sheet| {
            put(
                sheet,
                0,
                &[
                    &["所属镇", "设施名称", "阅览座席数"],
                    &["", "乙馆", "70"],
                    &["", "小计", "140"],
                ],
            );
            sheet
                .merge_range(1, 0, 2, 0, "温溪镇", &Format::new())
                .unwrap();
        }),
    );
    let said = folder.run("--lang en import in.xlsx --kind library").good();
    assert!(
        said.contains("line 3, totals: 小计") && said.contains("1 row read: 1 imported"),
        "{said}"
    );
}

#[test]
fn a_name_that_has_lost_its_place_is_refused_however_long_it_is() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "所属镇,设施名称,阅览座席数\n,丽水市缙云县壶镇镇人民政府综合文化站图书馆分馆,\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
    assert!(
        said.contains("line 2, column \"所属镇\": no place is given"),
        "{said}"
    );
    folder.write(
        "in.csv",
        "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,70\n,本表数据由各镇于二〇二三年末填报，经核对后汇总,\n",
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .good()
            .contains("line 3, a footnote")
    );
}

/// A workbook of libraries with one figure each, in the number format beside it.
fn areas(formats: &[(f64, &str)]) -> Vec<u8> {
    workbook(|sheet| {
        put(sheet, 0, &[&["所属镇", "设施名称", "馆舍建筑面积"]]);
        for (row, (figure, format)) in (1..).zip(formats) {
            put(sheet, row, &[&["壶镇镇", &format!("{row}号馆")]]);
            sheet
                .write_number_with_format(row, 2, *figure, &Format::new().set_num_format(*format))
                .unwrap();
        }
    })
}

#[test]
fn a_unit_in_the_number_format_of_a_cell_holds_or_the_cell_is_refused() {
    let folder = Folder::with_ledger();
    let formats = [
        (3.0, "0\"亩\""),
        (0.35, "0.00\"公顷\""),
        (1.2, "0.0\"万㎡\""),
        (3.0, "0\\亩"),
        (1200.0, "#,##0.00_ "),
    ];
    folder.write("in.xlsx", areas(&formats));
    folder.run("import in.xlsx --kind library").good();
    for (name, area) in [
        ("1号馆", "2000"),
        ("2号馆", "3500"),
        ("3号馆", "12000"),
        ("4号馆", "2000"),
    ] {
        assert_eq!(
            folder.kept(name, "building_area_m2")["value"],
            area,
            "{name}"
        );
    }
    assert_eq!(folder.kept("5号馆", "building_area_m2"), "1200");
    folder.write(
        "in.xlsx",
        areas(&[
            (12_000.0, "0!.0,\"万\""),
            (3.0, "0\"间\""),
            (800.0, "0\"米\""),
            (5.0, "[$¥-804]0.00"),
        ]),
    );
    let said = folder
        .run("--lang en import in.xlsx --kind library --dry-run --skip-bad --rejects bad.csv")
        .good();
    for line in [
        "line 2, column \"馆舍建筑面积\": the cell's number format shows another figure than the stored 12000",
        "line 3, column \"馆舍建筑面积\": unknown unit \"间\"",
        "line 4, column \"馆舍建筑面积\": the unit \"米\" does not fit",
        "line 5, column \"馆舍建筑面积\": \"¥5\" is not a number",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // The unit of the cell is nearer than the one over the column.
    folder.write(
        "in.xlsx",
        workbook(|sheet| {
            put(
                sheet,
                0,
                &[
                    &["所属镇", "设施名称", "馆舍建筑面积（亩）"],
                    &["壶镇镇", "甲馆"],
                ],
            );
            sheet
                .write_number_with_format(1, 2, 2, &Format::new().set_num_format("0\"公顷\""))
                .unwrap();
        }),
    );
    folder.run("import in.xlsx --kind library").good();
    assert_eq!(folder.kept("甲馆", "building_area_m2")["value"], "20000");
}

#[test]
fn a_unit_above_the_header_or_below_it_holds_or_the_file_is_refused() {
    let folder = Folder::with_ledger();
    let import = |rows: &str| {
        folder.write("in.csv", rows);
        folder.run("--lang en import in.csv --kind library")
    };
    let said = import(
        "图书馆一览表,,,\n,,单位：亩,\n镇,设施名称,馆舍建筑面积,阅览座席数\n壶镇镇,甲馆,3,130\n",
    )
    .good();
    assert!(
        said.contains("line 2, units above the header: 单位：亩"),
        "{said}"
    );
    assert_eq!(folder.kept("甲馆", "building_area_m2")["value"], "2000");
    import(
        "镇,设施名称,馆舍建筑面积,阅览座席数\n,,亩,座\n壶镇镇,乙馆,3,130\n壶镇镇,丙馆,850㎡,130\n",
    )
    .good();
    assert_eq!(folder.kept("乙馆", "building_area_m2")["value"], "2000");
    assert_eq!(folder.kept("丙馆", "building_area_m2"), "850");
    folder.write("in.csv", "镇,名,面积\n,,公顷\n壶镇镇,丁馆,1\n");
    let line = "--lang en import in.csv --kind library --map 名=name --map 面积=building_area_m2 --dry-run";
    let said = folder.run(line).good();
    assert!(
        said.contains("line 1, 2:") && said.contains("(building_area_m2), in 公顷"),
        "{said}"
    );
    for (rows, expected) in [
        (
            "单位：亩、公顷,,\n镇,设施名称,馆舍建筑面积\n壶镇镇,戊,3\n",
            "line 1 gives the unit \"亩, 公顷\"",
        ),
        (
            "单位：千册,,\n镇,设施名称,总藏量\n壶镇镇,戊,3\n",
            "line 1 gives the unit \"千册\"",
        ),
        (
            "镇,设施名称,馆舍建筑面积\n壶镇镇,戊,3\n注：面积单位：亩,,\n",
            "line 3 gives the unit \"亩\"",
        ),
        (
            "镇,设施名称,馆舍建筑面积\n,,公里\n壶镇镇,戊,3\n",
            "line 2 looks like units, but \"公里\" cannot be",
        ),
        (
            "镇,设施名称,阅览座席数(2)\n壶镇镇,戊,3\n",
            "unknown headers: 阅览座席数(2)",
        ),
    ] {
        let said = import(rows).failed(2);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_unit_of_fields_in_different_units_is_refused_and_a_footnote_may_say_what_is_so() {
    let folder = Folder::with_ledger();
    let header = "镇,设施名称,长度,游径宽度\n壶镇镇,一号,3.5,3\n";
    folder.write("in.csv", format!("绿道一览表（单位：公里）,,,\n{header}"));
    let said = folder
        .run("--lang en import in.csv --kind greenway")
        .failed(2);
    assert!(
        said.contains("line 1 gives the unit \"公里\", but it is unclear for which columns"),
        "{said}"
    );
    folder.write(
        "in.csv",
        format!("{header}注：长度单位：公里,,,\n").replace("宽度", "宽度(米)"),
    );
    folder.run("import in.csv --kind greenway").good();
    // A unit over one of several groups of columns is none of the others, and one in the header of
    // a column none at all.
    let header = "镇,设施名称,用地面积,建筑面积(亩)\n";
    folder.write(
        "in.csv",
        format!("{header}壶镇镇,甲馆,300,3\n{header}壶镇镇,乙馆,300,3\n"),
    );
    folder.run("import in.csv --kind fitness_center").good();
    assert_eq!(folder.kept("乙馆", "land_area_m2"), "300");
    folder.write(
        "in.csv",
        "基本情况,,用地（亩）,\n镇,设施名称,用地面积,建筑面积\n壶镇镇,丙馆,3,300\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind fitness_center")
        .failed(2);
    assert!(said.contains("line 1 gives the unit \"亩\""), "{said}");
}

#[test]
fn a_header_of_two_rows_that_stands_again_on_the_next_page_is_left_out() {
    let folder = Folder::with_ledger();
    for header in [
        "所属镇,设施名称,规模,\n,,阅览座席数,总藏量\n",
        "所属镇,设施名称,阅览座席数,总藏量\n,,个,万册\n",
    ] {
        folder.write(
            "in.csv",
            format!("{header}壶镇镇,甲馆,130,2\n{header}壶镇镇,乙馆,130,2\n"),
        );
        let said = folder
            .run("--lang en import in.csv --kind library --dry-run")
            .good();
        assert!(
            said.contains("line 4, the header repeated\n  line 5, the header repeated\n"),
            "{said}"
        );
        assert!(said.contains("2 rows read: 2 imported"), "{said}");
    }
}

/// A sheet in which every row has a cell without a value, or with one that only its own file tells.
fn unreadable(sheet: &mut Worksheet) {
    put(
        sheet,
        0,
        &[&["所属镇", "设施名称", "投用日期", "详细地址", "阅览座席数"]],
    );
    put(
        sheet,
        1,
        &[
            &["壶镇镇", "甲馆"],
            &["壶镇镇", "乙馆"],
            &["壶镇镇", "丙馆", "", "", "约一百"],
            &["壶镇镇", "丁馆"],
        ],
    );
    sheet.write(1, 2, 2021.1).unwrap();
    sheet
        .write_formula(2, 3, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    sheet.write(3, 2, 44_348).unwrap();
    sheet
        .merge_range(4, 3, 5, 3, "某路", &Format::new())
        .unwrap();
    put(sheet, 5, &[&["壶镇镇", "戊馆"]]);
}

#[test]
fn refused_rows_come_back_as_they_were_and_are_refused_until_they_are_mended() {
    let folder = Folder::with_ledger();
    folder.write("in.xlsx", workbook(unreadable));
    let said = folder
        .run("--lang en import in.xlsx --kind library --skip-bad --rejects a.csv")
        .good();
    assert!(
        said.contains("5 rows read: 0 imported, 5 refused"),
        "{said}"
    );
    // In either language, as often as one likes.
    let said = folder
        .run("import a.csv --kind library --skip-bad --rejects b.csv")
        .good();
    assert!(said.contains("导入 0，拒收 5"), "{said}");
    let said = folder
        .run("--lang en import b.csv --kind library --skip-bad --rejects c.csv")
        .good();
    assert!(said.contains("0 imported, 5 refused"), "{said}");
    let refused = folder.read("c.csv");
    assert_eq!(
        refused.lines().next(),
        Some("\u{FEFF}rejected_line,rejected_reason,所属镇,设施名称,投用日期,详细地址,阅览座席数")
    );
    assert_eq!(refused.matches("[TO MEND]").count(), 4, "{refused}");
    assert!(
        refused.contains(",壶镇镇,丙馆,2021-06-01,,约一百"),
        "a day is one without its workbook too: {refused}"
    );
    let mended = refused
        .lines()
        .map(|line| match line.split_once(",壶镇镇,") {
            Some((_, row)) => format!(
                ",,壶镇镇,{},2021-10,某路,120",
                row.split(',').next().unwrap()
            ),
            None => line.to_owned(),
        });
    folder.write("c.csv", mended.collect::<Vec<_>>().join("\n"));
    folder.run("--lang en import c.csv --kind library").good();
    assert_eq!(folder.kept("丁馆", "opened_on"), "2021-10");
}

#[test]
fn the_file_of_refused_rows_keeps_every_column_and_takes_the_same_options() {
    let folder = Folder::with_ledger();
    let text = "单位：亩,,,,\n镇,name,馆舍建筑面积,reason,line\n壶镇镇,甲馆,3,-1,约1\n温溪镇,乙馆,3亩多,a,=b\n";
    folder.write("in.csv", GB18030.encode(text).0);
    let options = "--kind library --encoding gbk --map reason=remarks --map line=address";
    let said = folder
        .run(&format!(
            "--lang en import in.csv {options} --skip-bad --rejects bad.csv"
        ))
        .good();
    assert!(said.contains("1 imported, 1 refused"), "{said}");
    let refused = folder.read("bad.csv");
    assert!(
        refused.starts_with(
            "\u{FEFF}rejected_line,rejected_reason,镇,name,馆舍建筑面积,reason,line\n,,,,亩,,\n4,"
        ),
        "{refused}"
    );
    assert!(
        refused.ends_with(",温溪镇,乙馆,3亩多,a,\u{200B}=b\n"),
        "{refused}"
    );
    folder.write("bad.csv", refused.replace("3亩多", "3"));
    folder.run(&format!("import bad.csv {options}")).good();
    assert_eq!(folder.kept("乙馆", "building_area_m2")["value"], "2000");
    assert_eq!(
        (
            folder.kept("乙馆", "remarks"),
            folder.kept("乙馆", "address")
        ),
        ("a".into(), "=b".into())
    );
}

#[test]
fn a_message_of_a_pack_ends_like_any_other_reason() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "所属镇,设施名称,reading_seats,children_seats\n壶镇镇,甲馆,70,80\n",
    );
    for (lang, said) in [
        (
            "zh",
            "少儿座席是阅览座席的一部分，不能比它多；共 1 行不合格",
        ),
        ("en", "cannot exceed them; 1 bad row in all"),
    ] {
        let refused = folder
            .run(&format!("--lang {lang} import in.csv --kind library"))
            .failed(2);
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn a_row_whose_id_cannot_be_read_is_refused() {
    let folder = Folder::with_ledger();
    let bytes = workbook(|sheet| {
        put(
            sheet,
            0,
            &[
                &["id", "county", "town", "name"],
                &["", "", "壶镇镇", "甲馆"],
                &["", "", "壶镇镇", "乙馆"],
            ],
        );
        sheet
            .write_formula(1, 0, Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
        sheet
            .write_formula(2, 1, Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
    });
    folder.write("in.xlsx", bytes);
    let said = folder
        .run("--lang en import in.xlsx --kind library --dry-run --skip-bad --rejects bad.csv")
        .good();
    assert!(
        said.contains("line 2, column \"id\": the formula gives #N/A"),
        "{said}"
    );
    assert!(
        said.contains("line 3, column \"county\": the formula gives #N/A"),
        "{said}"
    );
}

#[test]
fn a_merged_place_reaches_over_its_own_rows_and_columns_only() {
    let folder = Folder::with_ledger();
    let bytes = workbook(|sheet| {
        put(
            sheet,
            0,
            &[
                &["所属县", "所属镇", "设施名称"],
                &["", "", "甲馆"],
                &["", "", "乙馆"],
                &["", "", "丙馆"],
            ],
        );
        put(sheet, 4, &[&["", "", "丁馆"], &[], &["", "", "戊馆"]]);
        for (rows, columns, text) in [
            ((1, 2), (0, 0), "缙云县"),
            ((1, 2), (1, 1), "壶镇镇"),
            ((3, 4), (0, 1), "缙云县"),
            ((5, 6), (1, 1), ""),
        ] {
            sheet
                .merge_range(rows.0, columns.0, rows.1, columns.1, text, &Format::new())
                .unwrap();
        }
    });
    folder.write("in.xlsx", bytes);
    let said = folder
        .run("--lang en import in.xlsx --kind library --skip-bad --rejects bad.csv")
        .good();
    assert!(said.contains("2 imported, 3 refused"), "{said}");
    assert_eq!(
        folder
            .read("bad.csv")
            .matches("所属镇: no place is given")
            .count(),
        3,
        "{}",
        folder.read("bad.csv")
    );
}

#[test]
fn words_on_two_lines_of_a_cell_stay_apart() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,address,reading_seats\n壶镇镇,\"Public\r\nLibrary\",\"a\tb\nc\",130\n",
    );
    folder.run("import in.csv --kind library").good();
    assert_eq!(folder.kept("Public Library", "address"), "a b c");
    folder.write(
        "in.csv",
        "town,name,reading_seats\n壶镇镇,甲馆,\"120\n130\"\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
    assert!(said.contains("\"120 130\" is not a number"), "{said}");
}

#[test]
fn a_formula_that_gives_an_empty_text_is_an_empty_cell() {
    let folder = Folder::with_ledger();
    let bytes = workbook(|sheet| {
        put(
            sheet,
            0,
            &[&["town", "name", "remarks"], &["壶镇镇", "甲馆"]],
        );
        for row in 1..4 {
            sheet
                .write_formula(
                    row,
                    2,
                    Formula::new("=IF(1,\"\",\"x\")").set_result("nothing"),
                )
                .unwrap();
        }
    });
    let empty = with_part(&bytes, "xl/worksheets/sheet1.xml", |text| {
        text.replace("<v>nothing</v>", "<v></v>")
    });
    assert_ne!(empty, bytes);
    folder.write("in.xlsx", empty);
    let said = folder.run("--lang en import in.xlsx --kind library").good();
    assert!(
        said.contains("1 row read: 1 imported"),
        "rows of nothing but such formulas are none: {said}"
    );
}

/// A sheet of a workbook as a spreadsheet saves it as CSV, without so many columns at its
/// beginning.
fn as_csv(workbook: &[u8], sheet: &str, without: usize) -> String {
    let source = TableSource::open(
        workbook,
        &SourceOptions {
            sheet: Some(sheet),
            ..SourceOptions::default()
        },
    )
    .unwrap();
    let rows: Vec<Vec<String>> = source.rows().unwrap().map(|row| row.texts()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for mut row in rows {
        row.resize(width, String::new());
        writer.write_record(row.iter().skip(without)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn an_exported_workbook_comes_back_whatever_it_went_through() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,reading_seats\n壶镇镇,甲馆,130\n温溪镇,乙馆,90\n",
    );
    folder.run("import in.csv --kind library").good();
    folder.run("export --format xlsx --out out.xlsx").good();
    let line = "--lang en import out.xlsx --kind library";
    let said = folder.run(line).good();
    assert!(
        said.contains("note: other sheets, not imported: 医院, ") && said.contains("2 unchanged"),
        "{said}"
    );
    assert!(
        folder
            .run("--lang en import out.xlsx --kind library --dry-run")
            .good()
            .contains("\n  Reading seats * -> ")
    );
    assert!(
        folder
            .run("import out.xlsx --kind library --dry-run")
            .good()
            .contains("\n  阅览座席数 * -> 阅览座席数")
    );
    let exported = folder.bytes("out.xlsx");
    let unmerged = with_part(&exported, "xl/worksheets/sheet2.xml", |text| {
        let (before, rest) = text.split_once("<mergeCells").unwrap();
        format!("{before}{}", rest.split_once("</mergeCells>").unwrap().1)
    });
    folder.write("out.xlsx", unmerged);
    let said = folder.run(line).good();
    assert!(
        said.contains("line 2, the header repeated") && said.contains("2 unchanged"),
        "{said}"
    );
    for without in [0, 1] {
        folder.write("out.csv", as_csv(&exported, "公共图书馆", without));
        let said = folder.run("--lang en import out.csv --kind library").good();
        assert!(
            said.contains("line 2, the header repeated") && said.contains("2 unchanged"),
            "{said}"
        );
    }
}

#[test]
fn a_comma_before_decimals_is_read_between_semicolons_only_and_where_it_is_clear() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "镇;设施名称;馆舍建筑面积;详细地址\n壶镇镇;甲馆;1200,5;路1,5号\n壶镇镇;乙馆;1.200;\n壶镇镇;丙馆;1,200;\n",
    );
    let line = "--lang en import in.csv --kind library --skip-bad --rejects bad.csv";
    let said = folder.run(&format!("{line} --dry-run")).good();
    assert!(
        said.contains(
            "line 3, column \"馆舍建筑面积\": \"1.200\": the separator may mark thousands"
        ),
        "{said}"
    );
    assert!(
        said.contains(
            "line 4, column \"馆舍建筑面积\": \"1,200\": the separator may mark thousands"
        ),
        "{said}"
    );
    folder.run(line).good();
    assert_eq!(folder.kept("甲馆", "building_area_m2"), "1200.5");
    assert_eq!(folder.kept("甲馆", "address"), "路1,5号");
    let refused = folder.read("bad.csv");
    assert!(
        refused.contains(";壶镇镇;丙馆;\"[TO MEND] \"\"1,200\"\": the separator may"),
        "{refused}"
    );
    folder.write(
        "in.csv",
        "镇,设施名称,馆舍建筑面积\n壶镇镇,丁馆,\"1,200\"\n壶镇镇,戊馆,\"1200,5\"\n",
    );
    assert!(
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
            .contains("\"1200,5\" is not a number")
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_told_from_one_that_was_cut_off() {
    let folder = Folder::with_ledger();
    let failed = |bytes: &[u8]| {
        folder.write("in.csv", bytes);
        folder
            .run("--lang en import in.csv --kind library")
            .failed(2)
    };
    let text = "镇,设施名称\n壶镇镇,甲馆".as_bytes();
    assert!(
        failed(&text[..text.len() - 1])
            .contains("the file ends on line 2 in the middle of a character")
    );
    assert!(
        failed(b"town,name\n331122101,Caf\xE9\n")
            .contains("reads correctly: windows-1252: 331122101,Café")
    );
    folder.write(
        "in.csv",
        [&[0xFE, 0xFF][..], &utf16_be("镇,设施名称\n壶镇镇,甲馆\n")].concat(),
    );
    let said = folder
        .run("--lang en import in.csv --kind library --encoding utf-16")
        .good();
    assert!(said.contains("1 imported"), "{said}");
    folder.write("in.csv", "镇,设施名称\n壶镇镇,乙馆\n");
    assert!(
        folder
            .run("--lang en import in.csv --kind library --encoding cp949")
            .failed(2)
            .contains("is not cp949")
    );
}

#[test]
fn utf_16_without_a_mark_is_told_by_name_also_where_hardly_a_letter_is_plain() {
    let folder = Folder::with_ledger();
    let text = "所属镇,设施名称,状态,详细地址\r\n壶镇镇,上坊分馆,现有,示例路一号\r\n";
    let little = text
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect::<Vec<_>>();
    for (bytes, name) in [(little, "utf-16le"), (utf16_be(text), "utf-16be")] {
        folder.write("in.csv", bytes);
        let said = folder
            .run("--lang en import in.csv --kind library")
            .failed(2);
        assert!(
            said.contains(&format!(
                "looks like UTF-16 without a mark; use --encoding {name}"
            )),
            "{said}"
        );
        folder
            .run(&format!(
                "import in.csv --kind library --dry-run --encoding {name}"
            ))
            .good();
    }
}

fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "镇,设施名称,馆舍建筑面积\n壶镇镇,甲\u{FFFD}馆,120.1\n壶镇镇,乙馆,1.123456789\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind library --skip-bad --rejects bad.csv")
        .good();
    assert!(
        said.contains("1 row with the sign \u{FFFD}")
            && said.contains("line 2, column \"设施名称\": 甲\u{FFFD}馆"),
        "{said}"
    );
    assert!(
        folder
            .read("bad.csv")
            .contains("\"\"1.123456789\"\": at most 2 decimal places")
    );
    let bytes = workbook(|sheet| {
        put(
            sheet,
            0,
            &[&["town", "name"], &["壶镇镇", "丙馆"], &["", "", "x"]],
        );
    });
    folder.write("in.xlsx", bytes);
    let said = folder
        .run("--lang en import in.xlsx --kind library")
        .failed(2);
    assert!(
        said.contains("line 3: column 3 has content but no header"),
        "{said}"
    );
}

#[test]
fn no_cell_and_no_list_makes_what_is_printed_long() {
    let folder = Folder::with_ledger();
    let long = "长".repeat(20_000);
    folder.write(
        "in.csv",
        format!("town,name,reading_seats,address\n壶镇镇,甲馆,{long},{long}\n壶镇镇,{long},1,x\n"),
    );
    let line = "--lang en import in.csv --kind library --dry-run";
    let ran = folder.run(line);
    assert!(
        ran.out
            .lines()
            .chain(ran.err.lines())
            .all(|line| line.len() < 3_000),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(
        ran.err.contains("长 .. 长") && ran.err.ends_with("--skip-bad --rejects FILE\n"),
        "{}",
        ran.err
    );
    folder
        .run(&format!("{line} --skip-bad --rejects bad.csv"))
        .good();
    assert!(
        folder.read("bad.csv").contains(&format!(",{long},")),
        "nothing of a row is lost"
    );
    let rows = (0..300)
        .map(|at| format!("{at}号镇,甲馆\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write("in.csv", format!("town,name\n{rows}"));
    let said = folder.run(line);
    assert!(
        said.out.contains("300 unknown places") && said.out.contains("\n  ... and 200 more\n"),
        "{}",
        said.out
    );
    assert!(said.out.lines().count() < 200, "{}", said.out);
}

#[test]
fn a_dry_run_counts_what_is_wrong_and_lists_namesakes() {
    let folder = Folder::with_ledger();
    let rows = (0..30)
        .map(|at| format!("壶镇镇,{at}号馆,约{at},\n"))
        .collect::<Vec<_>>()
        .concat();
    folder.write(
        "in.csv",
        format!(
            "镇,设施名称,阅览座席数,投用日期\n{rows}壶镇镇,甲馆,130,那年\n某镇,乙馆,,\n壶镇镇,丙馆,1,\n壶镇镇,丙馆,2,\n"
        ),
    );
    let line = "--lang en import in.csv --kind library --dry-run";
    let ran = folder.run(line);
    for said in [
        "32 rows refused:\n",
        "  ... and 12 more\nreasons for refusal, with the number of rows:\n  30 rows, such as line 2, column \"阅览座席数\": \"约0\" is not a number",
        "\n  1 row, such as line 32, column \"投用日期\": \"那年\" is not a date",
        "with --skip-bad --rejects FILE, a dry run also",
        "\n  line 35 丙馆: the same name as line 34",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    ran.failed(2);
    let said = folder
        .run(&format!("{line} --skip-bad --rejects bad.csv"))
        .good();
    assert!(
        !said.contains("a dry run also") && said.contains("the refused rows are in bad.csv"),
        "{said}"
    );
    assert_eq!(folder.read("bad.csv").lines().count(), 33);
}

#[test]
fn headers_are_known_with_what_people_put_around_them() {
    let folder = Folder::with_ledger();
    let import = |rows: &str, options: &str| {
        folder.write("in.csv", rows);
        folder.run(&format!("--lang en import in.csv --kind library {options}"))
    };
    let header = "序号,乡镇（街道）,1.设施名称*,状态（必填）,馆舍建筑面积㎡,阅览座席数（个）,总藏量（万个）,【详细地址】：,每周开放时间 小时";
    let rows = format!("{header}\n1,壶镇镇,甲馆,现有,850,130,1.2,某路,56\n");
    let said = import(&rows, "--dry-run").good();
    for line in [
        "序号 -> left out",
        "馆舍建筑面积㎡ -> Building area (building_area_m2), in m2",
        "阅览座席数（个） -> Reading seats",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    import(&rows, "").good();
    assert_eq!(
        (
            folder.kept("甲馆", "reading_seats"),
            folder.kept("甲馆", "building_area_m2")
        ),
        ("130".into(), "850".into())
    );
    assert_eq!(folder.kept("甲馆", "collection_items")["value"], "12000");
    let said = import("镇,馆名,座席数,状况\n壶镇镇,甲馆,1,x\n", "").failed(2);
    assert!(
        said.contains(
            "unknown headers: 馆名 (did you mean \"Name\"?), 座席数 (did you mean \"Reading seats\"?), 状况; recognised: 镇; "
        ),
        "{said}"
    );
    let said = folder.run("import in.csv --kind library").failed(2);
    assert!(
        said.contains(
            "馆名（是「设施名称」吗？）、座席数（是「阅览座席数」吗？）、状况。已识别：镇。"
        ),
        "{said}"
    );
    let many: Vec<String> = (0..2_000).map(|at| format!("x{at}")).collect();
    assert!(import(&format!("{}\n", many.join(",")), "").failed(2).len() < 1_500);
    let said = import(
        "镇,设施名称,面积（公里）\n壶镇镇,乙馆,3\n",
        "--map 面积（公里）=building_area_m2",
    )
    .failed(2);
    assert!(
        said.contains("the unit \"公里\" in \"面积（公里）\" does not fit its field"),
        "{said}"
    );
}

#[test]
fn what_a_printed_form_has_around_its_table_is_left_out_and_said() {
    let folder = Folder::with_ledger();
    let rows = "镇,设施名称,阅览座席数\n甲,乙,1\n壶镇镇,甲馆,130\n填表人：示例,审核人：示例,日期：2023.1\n第1页,共2页,\n";
    folder.write("in.csv", rows);
    let said = folder.run("--lang en import in.csv --kind library").good();
    for line in [
        "line 2, column numbers",
        "line 4, a signature: 填表人：示例 审核人",
        "line 5, a page number",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(said.contains("1 row read: 1 imported"), "{said}");
}

#[test]
fn a_file_of_another_sort_is_called_what_it_is() {
    let folder = Folder::with_ledger();
    for (bytes, english) in [
        (
            b"\xEF\xBB\xBF\r\n<HTML xmlns:x=\"urn:x\"><table><tr><td>town</td></tr></table></HTML>"
                .to_vec(),
            "a web page (HTML)",
        ),
        (
            b"<?xml version=\"1.0\"?><Workbook/>".to_vec(),
            "an XML file",
        ),
        (b"%PDF-1.4\n".to_vec(), "a PDF file"),
    ] {
        folder.write("in.xls", bytes);
        let said = folder
            .run("--lang en import in.xls --kind library")
            .failed(2);
        assert!(
            said.contains(&format!("it is {english}")) && said.contains("save it as .xlsx"),
            "{said}"
        );
    }
}

#[test]
fn a_sum_of_bare_figures_in_a_cell_is_refused_and_what_is_certain_is_read() {
    let folder = Folder::with_ledger();
    let import = |cells: &str| {
        folder.write(
            "in.csv",
            format!("镇,设施名称,阅览座席数,馆舍建筑面积\n壶镇镇,{cells}\n"),
        );
        folder.run("--lang en import in.csv --kind library")
    };
    for cells in [
        "甲馆,60+72,300",
        "甲馆,130,100+200",
        "甲馆,六十+七十二,300",
        "甲馆,60+72座,300",
    ] {
        let ran = import(cells);
        let said = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, 2, "{said}");
        assert!(said.contains("a sum in a file is not worked out"), "{said}");
    }
    import("甲馆,60座+72座,2亩3分").good();
    assert_eq!(folder.kept("甲馆", "reading_seats")["value"], "132");
    assert_eq!(folder.kept("甲馆", "building_area_m2")["exact"], "4600/3");
    import("乙馆,一百二十,2000平方").good();
    assert_eq!(folder.kept("乙馆", "reading_seats"), "120");
    assert_eq!(folder.kept("乙馆", "building_area_m2"), "2000");
    // The unit of a column is never more than a unit.
    folder.write("in.csv", "镇,设施名称,阅览座席数(+5)\n壶镇镇,丙馆,130\n");
    folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
}
