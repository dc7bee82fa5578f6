//! Lists answer: where the cursor is among how many, in what order, and whether the selected
//! facility counts.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use support::Harness;
use support::groups::HUZHEN;
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Save, Store};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

/// A ledger of the four minimums with libraries of 壶镇镇: one that counts, one that is too small,
/// one whose seats nobody knows and one that is closed.
fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let h = Harness::on(tempfile::tempdir().unwrap(), lang, size);
    let mut store: Store = h.store();
    for (name, status, seats) in [
        ("示例甲馆", "existing", "96"),
        ("示例乙馆", "closed", "200"),
        ("示例丙馆", "existing", ""),
        ("示例丁馆", "existing", "140"),
    ] {
        let mut fields = vec![
            ("kind", "library"),
            ("place", HUZHEN),
            ("name", name),
            ("status", status),
        ];
        if !seats.is_empty() {
            fields.push(("reading_seats", seats));
        }
        let fields = fields
            .into_iter()
            .map(|(code, value)| (code.to_owned(), value.into()));
        let save = Save {
            record: Uuid::now_v7(),
            subject: Subject::Facility,
            base: &[],
            fields: fields.collect(),
            author: "示例同事",
            reason: "",
        };
        store.write(|writer| writer.save(&save)).unwrap();
    }
    drop(store);
    let mut h = h.start_again(lang);
    h.keys(&[Code::Right, Code::Enter]);
    h
}

/// The names in the order of the screen.
fn names(h: &Harness) -> Vec<char> {
    let screen = h.screen();
    let rows = screen.lines().filter_map(|line| {
        let line = line.trim_start_matches(['>', ' ']);
        line.strip_prefix("示例")?.chars().next()
    });
    rows.take(4).collect()
}

#[test]
fn the_selected_facility_says_whether_it_counts() {
    for (lang, size, name) in [
        (Lang::Zh, (80, 24), "zh 80"),
        (Lang::En, (80, 24), "en 80"),
        (Lang::Zh, (40, 12), "zh 40"),
    ] {
        let mut h = screens(lang, size);
        for at in 0..4 {
            insta::assert_snapshot!(format!("{at} {name}"), h.screen());
            h.key(Code::Down);
        }
    }
}

#[test]
fn right_and_left_sort_by_the_columns_and_the_cursor_stays_on_its_facility() {
    let mut h = screens(Lang::Zh, (80, 24));
    let by_name = names(&h);
    h.keys(&[Code::End]);
    let selected = |h: &Harness| {
        let screen = h.screen();
        screen
            .lines()
            .find(|line| line.starts_with('>'))
            .unwrap()
            .to_owned()
    };
    let before = selected(&h);
    h.key(Code::Right);
    assert!(
        h.screen().contains("按状态排序") && h.screen().contains("^状态"),
        "{}",
        h.screen()
    );
    assert_eq!(selected(&h), before);
    h.key(Code::Right);
    assert!(h.screen().contains("按阅览座席数排序"), "{}", h.screen());
    assert_eq!(
        names(&h),
        ['乙', '丁', '甲', '丙'],
        "largest first, unknown last"
    );
    h.key(Code::Right);
    assert_eq!(names(&h), by_name);
    h.key(Code::Left);
    assert_eq!(names(&h), ['乙', '丁', '甲', '丙']);
    assert_eq!(selected(&h), before);
}
