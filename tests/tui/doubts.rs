//! What a form asks of the clerk, and what it does not: fields that need not be passed, and leaving
//! without loss.

use crate::support::{Harness, places};
use taizhang::domain::policy::Pack;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::app::Flow;
use taizhang::tui::terminal::input::{Code, Input, Key};

/// The empty form of a library in 壶镇镇.
fn new_library(lang: Lang) -> Harness {
    let mut h = Harness::new(lang);
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
    h
}

fn focused(h: &Harness, label: &str) -> bool {
    h.screen()
        .lines()
        .any(|line| line.starts_with('>') && line.contains(label))
}

#[test]
fn going_on_passes_over_a_field_that_is_not_asked_for_and_going_back_does_not() {
    for going_on in [Code::Tab, Code::Down] {
        let mut h = new_library(Lang::Zh);
        h.text("示例图书馆").keys(&[going_on; 3]);
        assert!(focused(&h, "馆类型"), "{}", h.screen());
        h.key(Code::Up);
        assert!(focused(&h, "计划投用日期"), "{}", h.screen());
    }
}

#[test]
fn enter_goes_to_what_is_asked_for_and_tab_to_every_field() {
    let mut h = new_library(Lang::Zh);
    h.text("示例图书馆").key(Code::Enter);
    assert!(focused(&h, "状态"), "{}", h.screen());
    h.key(Code::Enter);
    assert!(
        focused(&h, "馆类型"),
        "投用日期 is optional: {}",
        h.screen()
    );
    h.keys(&[Code::Up, Code::Up]);
    assert!(focused(&h, "投用日期"), "{}", h.screen());
    h.text("2020")
        .keys(&[Code::Enter, Code::Up, Code::Up, Code::Up]);
    h.key(Code::Enter);
    assert!(
        focused(&h, "投用日期"),
        "a filled field is stopped at: {}",
        h.screen()
    );
    h.keys(&[Code::Enter, Code::Tab, Code::Tab, Code::Tab]);
    assert!(focused(&h, "其中：少儿阅览座席"), "{}", h.screen());
    h.key(Code::Enter);
    assert!(focused(&h, "详细地址"), "{}", h.screen());
}

#[test]
fn behind_the_last_field_that_is_asked_for_enter_says_what_is_left() {
    for (lang, words) in [
        (Lang::Zh, "后面没有须填的项：F2 保存，Tab 到选填项"),
        (
            Lang::En,
            "nothing more is asked for: F2 saves, Tab goes to optional fields",
        ),
    ] {
        let mut h = new_library(lang);
        h.keys(&[Code::Enter; 29]);
        assert!(h.screen().contains(words), "{}", h.screen());
    }
}

#[test]
fn a_digit_that_chooses_goes_on_and_what_is_typed_behind_it_goes_along() {
    let mut h = new_library(Lang::Zh);
    h.text("示例图书馆").keys(&[Code::Enter; 2]);
    h.text("2");
    assert!(focused(&h, "建筑面积"), "{}", h.screen());
    h.key(Code::Up);
    assert!(focused(&h, "馆类型"), "{}", h.screen());
    // Keys that a slow line brings all at once.
    h.text("2860");
    assert!(focused(&h, "建筑面积"), "{}", h.screen());
    assert!(h.screen().contains("860"), "{}", h.screen());
    // Who chooses in an optional field goes through all of them.
    h.keys(&[Code::Enter, Code::Tab, Code::Tab, Code::Tab, Code::Tab]);
    assert!(focused(&h, "评估定级"), "{}", h.screen());
    h.text("1");
    assert!(focused(&h, "每周开放时间"), "{}", h.screen());
}

#[test]
fn one_key_enters_today_in_an_empty_date() {
    let mut h = new_library(Lang::Zh);
    h.text("示例图书馆").keys(&[Code::Tab; 2]);
    assert!(
        focused(&h, "投用日期") && h.screen().contains("= 今天"),
        "{}",
        h.screen()
    );
    h.text("＝");
    assert!(h.screen().contains("2025-06-30"), "{}", h.screen());
    // In the middle of a date it is what it looks like, and no date.
    h.key(Code::Backspace).text("=");
    assert!(h.screen().contains("2025-06-3="), "{}", h.screen());
    // A date that stands there is replaced, as by any other first key.
    h.keys(&[Code::Up, Code::Tab]).text("=").key(Code::Enter);
    assert!(h.screen().contains("2025-06-30"), "{}", h.screen());
}

#[test]
fn a_field_is_passed_over_no_more_once_it_is_asked_for_or_filled() {
    let mut h = new_library(Lang::Zh);
    h.text("示例图书馆").key(Code::Tab).text("3");
    assert!(focused(&h, "计划投用日期"), "{}", h.screen());
    h.text("2027").keys(&[Code::Up; 2]).text("1");
    assert!(focused(&h, "计划投用日期"), "{}", h.screen());
}

#[test]
fn help_says_when_a_field_is_passed_over() {
    for (lang, words) in [
        (Lang::Zh, "否则空着时 Enter 跳过此项"),
        (Lang::En, "Enter skips it"),
    ] {
        let mut h = new_library(lang);
        h.resize(200, 60)
            .keys(&[Code::Tab; 3])
            .keys(&[Code::Up, Code::F(1)]);
        assert!(h.screen().contains(words), "{}", h.screen());
    }
}

#[test]
fn leaving_asks_again_where_a_form_could_not_be_kept() {
    for (lang, words) in [
        (Lang::Zh, "放弃再按一次 F10"),
        (Lang::En, "F10 again discards it"),
    ] {
        let mut h = new_library(lang);
        let drafts = taizhang::store::draft::folder(&h.folder.path().join("taizhang.db"));
        std::fs::write(&drafts, "").unwrap();
        h.text("示例图书馆").key(Code::F(1));
        let f10 = || Input::Key(Key::plain(Code::F(10)));
        assert_ne!(h.flow(&f10()), Flow::Leave);
        assert!(
            h.screen().contains("示例图书馆") && h.screen().contains(words),
            "{}",
            h.screen()
        );
        h.text("2");
        assert_ne!(
            h.flow(&f10()),
            Flow::Leave,
            "typing on takes the first F10 back"
        );
        assert_eq!(h.flow(&f10()), Flow::Leave);
    }
}

#[test]
fn an_empty_field_that_wants_words_asks_for_words() {
    let check = r#"
[[kind.check]]
code = "no_seats"
strength = "explain"
when = [ { field = "reading_seats", op = "empty" } ]
message = { zh = "没有座席数", en = "no seats" }
field = "reading_seats"
"#;
    let minimums = include_str!("../packs/minimums.toml");
    let end = "field = \"library_type\"\n";
    let (before, after) = minimums.rsplit_once(end).unwrap();
    let pack = Pack::read(&[before, end, check, after].concat()).unwrap();
    for (lang, words) in [
        (Lang::Zh, "阅览座席数（空）须说明，请写明原因："),
        (
            Lang::En,
            "Reading seats (empty) wants an explanation; write it in words:",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taizhang.db");
        drop(Store::create(&path, &places(), std::slice::from_ref(&pack), "示例管理员").unwrap());
        let mut h = Harness::on(folder, lang, (80, 24));
        h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
        h.text("示例图书馆").key(Code::F(2));
        assert!(h.screen().contains(words), "{}", h.screen());
        h.text("1").key(Code::Enter);
        assert!(
            h.screen().contains(words),
            "a digit is no cause: {}",
            h.screen()
        );
    }
}
