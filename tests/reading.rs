//! What an import takes a file to say: which rows are rows of the table, in which units its figures are, what its cells
//! show, and how what was refused comes back.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use program::sheet::{put, workbook};
use program::{Folder, places};
use rust_xlsxwriter::Format;

#[test]
fn a_total_is_no_facility_wherever_its_word_stands() {
    let folder = Folder::with_ledger();
    let rows = "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,70\n壶镇镇,合计路图书馆,70\n壶镇镇,小计,140\n壶镇镇,总计（2个）：,140\n\
                全县合计,,140\n合计：,,140\n平均,,70\n";
    folder.write("in.csv", rows);
    let said = folder.run("--lang en import in.csv --kind library").good();
    for line in [4, 5, 6, 7, 8] {
        assert!(said.contains(&format!("line {line}, totals: ")), "{line}: {said}");
    }
    assert!(said.contains("2 rows read: 2 imported"), "{said}");
    assert!(places(&folder.json(""), "library", "met").is_empty(), "two halves are no library of 140 seats");
    assert_eq!(folder.kept("合计路图书馆", "reading_seats"), "70");
    folder.write(
        "in.xlsx",
        workbook(|sheet| {
            put(sheet, 0, &[&["所属镇", "设施名称", "阅览座席数"], &["", "乙馆", "70"], &["", "小计", "140"]]);
            sheet.merge_range(1, 0, 2, 0, "温溪镇", &Format::new()).unwrap();
        }),
    );
    let said = folder.run("--lang en import in.xlsx --kind library").good();
    assert!(said.contains("line 3, totals: 小计") && said.contains("1 rows read: 1 imported"), "{said}");
}

#[test]
fn a_name_that_has_lost_its_place_is_refused_however_long_it_is() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "所属镇,设施名称,阅览座席数\n,丽水市缙云县壶镇镇人民政府综合文化站图书馆分馆,\n");
    let said = folder.run("--lang en import in.csv --kind library").failed(2);
    assert!(said.contains("line 2, column \"所属镇\": no place is given"), "{said}");
    folder.write(
        "in.csv",
        "所属镇,设施名称,阅览座席数\n壶镇镇,甲馆,70\n,本表数据由各镇于二〇二三年末填报，经核对后汇总,\n",
    );
    assert!(folder.run("--lang en import in.csv --kind library").good().contains("line 3, a footnote"));
}
