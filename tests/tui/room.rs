//! Wide and tall screens are used: whole labels and values, two columns of fields, and what a field
//! held before beside it.

use crate::support::groups::HUZHEN;
use crate::support::trail::unguarded;
use crate::support::{Harness, save_facility};
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const REMARKS: &str = "示例数据：座席数按阅览桌椅清点，含少儿区；二楼自习室改造后重新清点，\
    报告厅座席不计入。原馆舍腾空后的座席已核减，新增部分以竣工验收资料为准，\
    验收前不计入本表。";

/// The form of a library that had 96 seats at the end of the last quarter and has 120 now.
fn form(lang: Lang, size: (u16, u16)) -> Harness {
    let mut h = Harness::on(tempfile::tempdir().unwrap(), lang, size);
    let path = h.folder.path().join("taizhang.db");
    let mut store = Store::open(&path).unwrap();
    let id = Uuid::now_v7();
    for (seats, area) in [("96", "500"), ("120", "500")] {
        let fields = [
            ("kind", "library"),
            ("place", HUZHEN),
            ("name", "示例图书馆"),
            ("status", "existing"),
            ("code", "331122101-library-001"),
            ("building_area", area),
            ("reading_seats", seats),
            ("remarks", REMARKS),
        ];
        save_facility(&mut store, id, &fields);
    }
    drop(store);
    let db = rusqlite::Connection::open(&path).unwrap();
    let dated = "UPDATE change SET at = '2025-05-20T02:00:00.000Z' WHERE subject = 'facility';
         UPDATE change SET at = '2025-03-20T02:00:00.000Z' WHERE subject = 'facility'
             AND seq = (SELECT min(seq) FROM change WHERE subject = 'facility')";
    unguarded(&db, |db| db.execute_batch(dated).unwrap());
    h.text("壶镇")
        .keys(&[Code::Enter, Code::Right, Code::Enter, Code::Enter]);
    h
}

/// Goes to a field by its label.
fn go_to(h: &mut Harness, label: &str) {
    for _ in 0..40 {
        if h.screen()
            .lines()
            .any(|line| line.starts_with('>') && line.contains(label))
        {
            return;
        }
        h.key(Code::Down);
    }
    panic!("{label} in {}", h.screen());
}

#[test]
fn a_wide_form_says_beside_each_field_what_it_held_before() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let h = form(lang, (132, 43));
        insta::assert_snapshot!(format!("wide {name}"), h.screen());
    }
}

#[test]
fn a_narrow_form_says_what_the_field_in_focus_held_before() {
    let mut h = form(Lang::Zh, (80, 24));
    assert!(!h.screen().contains("季度末"), "{}", h.screen());
    go_to(&mut h, "阅览座席");
    assert!(
        h.screen().contains("2025年第一季度末：96座"),
        "{}",
        h.screen()
    );
    // What is typed to be the same says nothing.
    h.text("96");
    assert!(!h.screen().contains("季度末"), "{}", h.screen());
}

#[test]
fn fields_stand_in_two_columns_where_one_is_too_short() {
    let mut h = form(Lang::Zh, (132, 24));
    insta::assert_snapshot!("two columns", h.screen());
    let first = h.cursor().unwrap();
    h.key(Code::PageDown);
    let last = h.cursor().unwrap();
    assert!(last.x > first.x + 40, "{first:?} {last:?}");
    // A field goes on below, and at the top of the second column.
    h.key(Code::PageUp);
    let mut above = h.cursor().unwrap();
    for _ in 0..13 {
        h.key(Code::Down);
        let at = h.cursor().unwrap();
        if at.x > above.x + 40 {
            assert!(above.y > at.y + 10, "{above:?} {at:?}");
            return;
        }
        assert!(at.y > above.y, "{above:?} {at:?}");
        above = at;
    }
    panic!("the second column was not reached: {}", h.screen());
}

#[test]
fn a_long_value_takes_the_rows_that_are_left_and_is_typed_in_there() {
    let mut h = form(Lang::Zh, (100, 43));
    go_to(&mut h, "备注");
    insta::assert_snapshot!("long value", h.screen());
    let shown: String = h.screen().split_whitespace().collect();
    assert!(shown.contains("验收前不计入本表"), "{}", h.screen());
    let end = h.cursor().unwrap();
    h.key(Code::Home);
    let begin = h.cursor().unwrap();
    assert_eq!((end.y - begin.y, begin.x), (3, end.x.min(begin.x)));
    h.text("甲");
    assert_eq!(h.cursor().unwrap().x, begin.x + 2);
    // Where all rows are taken it is cut, and said in full under the fields.
    h.resize(80, 24);
    insta::assert_snapshot!("long value cut", h.screen());
}
