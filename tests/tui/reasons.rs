//! Doubtful values: a reason is asked for by digit, kept beside the value, and told to whoever
//! reads the record.

use crate::support::Harness;
use taizhang::domain::record::Record;
use taizhang::domain::record::facility::shared;
use taizhang::i18n::Lang;
use taizhang::tui::app::Flow;
use taizhang::tui::terminal::input::{Code, Input, Key};

const TOWN: &str = "331122101";
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// The form of a new library in 壶镇镇 with so many reading seats typed.
fn library(lang: Lang, seats: &str) -> Harness {
    let mut h = Harness::new(lang);
    h.keys(&[Code::Right, Code::Enter, Code::F(4)])
        .text("示例图书馆")
        .keys(&[Code::Tab; 5])
        .text(seats);
    h
}

fn records(h: &Harness) -> Vec<Record> {
    h.store().records("library", TOWN).unwrap()
}

fn reasons(h: &Harness) -> String {
    records(h)[0]
        .fields
        .get(shared::REASONS)
        .map(ToString::to_string)
        .unwrap_or_default()
}

#[track_caller]
fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "{words} in\n{}", h.screen());
}

/// Opens the one record of the list and goes to its seats.
fn open_seats(h: &mut Harness) {
    h.key(Code::Enter).keys(&[Code::Tab; 5]);
}

#[test]
fn a_doubtful_value_is_saved_once_a_digit_says_why() {
    for (lang, asks, given) in [
        (
            Lang::Zh,
            "存疑，请按数字选择理由",
            "理由：已到现场清点或测量",
        ),
        (Lang::En, "is doubtful", "reason: counted or"),
    ] {
        let mut h = library(lang, "2000");
        h.key(Code::F(2));
        says(&h, asks);
        assert!(
            records(&h).is_empty(),
            "nothing is saved before it is answered"
        );
        h.text("２").key(Code::Esc);
        let kept =
            r#"{"reading_seats":{"checks":["unusually_large"],"value":"2000","why":"on_site"}}"#;
        assert_eq!(reasons(&h), kept);
        open_seats(&mut h);
        says(&h, given);
        h.key(Code::F(2));
        assert_eq!(records(&h).len(), 1);
        assert!(
            !h.screen().contains(asks),
            "what was answered is not asked again: {}",
            h.screen()
        );
        assert!(h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn the_question_fits_the_design_size() {
    for lang in LANGS {
        let mut h = library(lang, "2000");
        h.key(Code::F(2));
        insta::assert_snapshot!(
            format!("question_{}", if lang == Lang::Zh { "zh" } else { "en" }),
            h.screen()
        );
        h.resize(40, 10);
        let last = if lang == Lang::Zh {
            "，填写后按"
        } else {
            "in words, then"
        };
        says(&h, last);
        h.text("扩建").key(Code::Enter);
        assert_eq!(records(&h).len(), 1);
    }
}

#[test]
fn words_are_a_reason_too_and_something_else_needs_them() {
    let mut h = library(Lang::Zh, "2000");
    h.key(Code::F(2)).text("6");
    says(&h, "请简要说明");
    assert!(records(&h).is_empty());
    h.text("全县共用x").key(Code::Backspace).key(Code::Enter);
    let kept = reasons(&h);
    assert!(
        kept.contains(r#""note":"全县共用""#) && kept.contains(r#""why":"other""#),
        "{kept}"
    );
    let store = h.store();
    let history = store.history(records(&h)[0].id).unwrap();
    let kind = store.kind("library").unwrap();
    let lines = taizhang::domain::review::history::lines(
        &history[0].fields,
        taizhang::domain::review::Forms::same(Some(kind)),
        str::to_owned,
        Lang::Zh,
    );
    assert!(
        lines
            .iter()
            .any(|line| line == "存疑理由: （空） -> 阅览座席数：全县共用"),
        "{lines:?}"
    );
}

#[test]
fn escape_goes_back_to_the_doubtful_field_and_loses_nothing() {
    let mut h = library(Lang::Zh, "2000");
    h.key(Code::Up).key(Code::F(2)).key(Code::Esc);
    let focused = h
        .screen()
        .lines()
        .find(|line| line.starts_with('>'))
        .unwrap()
        .to_owned();
    assert!(
        focused.contains("阅览座席数") && focused.contains("2000"),
        "{focused}"
    );
    h.text("200").key(Code::F(2));
    assert_eq!(records(&h)[0].fields["reading_seats"], "200");
    assert_eq!(reasons(&h), "", "nothing is doubtful any more");
}

#[test]
fn a_reason_holds_for_the_value_it_was_given_for_and_no_other() {
    let mut h = library(Lang::Zh, "2000");
    h.key(Code::F(2)).text("1").key(Code::Esc);
    open_seats(&mut h);
    h.text("2001").key(Code::F(2));
    says(&h, "存疑，请按数字选择理由");
    h.text("4");
    assert!(
        reasons(&h).contains(r#""why":"counting""#),
        "{}",
        reasons(&h)
    );
}

#[test]
fn a_sharp_change_of_what_was_saved_is_asked_about_and_a_first_value_is_not() {
    for (lang, asks) in [
        (Lang::Zh, "与上次的 100 相差超过 30%"),
        (Lang::En, "away from the last value, 100"),
    ] {
        for (typed, sharp) in [("131", true), ("69", true), ("130", false), ("70", false)] {
            let mut h = library(lang, "100");
            h.keys(&[Code::F(2), Code::Esc]);
            assert_eq!(records(&h).len(), 1, "{}", h.screen());
            open_seats(&mut h);
            h.text(typed);
            assert_eq!(h.screen().contains(asks), sharp, "{typed}: {}", h.screen());
            h.key(Code::F(2));
            assert_eq!(records(&h)[0].fields["reading_seats"] != typed, sharp);
            h.text("3");
            assert_eq!(
                reasons(&h).contains("sharp_change"),
                sharp,
                "{}",
                reasons(&h)
            );
        }
    }
}

#[test]
fn a_note_of_the_pack_is_shown_and_asks_nothing() {
    let mut h = Harness::new(Lang::Zh);
    h.key(Code::Enter);
    h.key(Code::F(4))
        .text("示例中医院")
        .keys(&[Code::Tab; 3])
        .text("2");
    says(&h, "i 只有综合医院计入");
    h.key(Code::F(2));
    assert_eq!(h.store().record_count().unwrap(), 1, "{}", h.screen());
}

#[test]
fn one_reason_answers_for_a_whole_column() {
    let mut h = library(Lang::Zh, "100");
    h.key(Code::F(2))
        .text("示例二馆")
        .keys(&[Code::Tab; 5])
        .text("100")
        .key(Code::F(2))
        .key(Code::Esc);
    h.key(Code::F(2));
    h.flow(&Input::Paste("200\n201\n".into()));
    h.key(Code::F(2));
    says(&h, "2 行存疑");
    h.key(Code::Esc).key(Code::F(2)).text("3");
    for (record, seats) in records(&h).iter().zip(["200", "201"]) {
        assert_eq!(record.fields["reading_seats"], seats);
        let reasons = record.fields[shared::REASONS].to_string();
        assert!(
            reasons.contains("rebuilt") && reasons.contains(seats),
            "{reasons}"
        );
    }
}

#[test]
fn leaving_from_the_question_keeps_the_form_as_a_draft() {
    let mut h = library(Lang::Zh, "2000");
    h.key(Code::F(2));
    assert_eq!(h.flow(&Input::Key(Key::plain(Code::F(10)))), Flow::Leave);
    let h = h.start_again(Lang::Zh);
    says(&h, "未保存的表");
}

#[test]
fn that_it_was_checked_is_no_explanation() {
    for (lang, said) in [(Lang::Zh, "没有说明原因"), (Lang::En, "does not say why")] {
        for words in ["已核对", "是", "ok", "checked", "无", "。。。"] {
            let mut h = library(lang, "2000");
            h.key(Code::F(2)).text(words).key(Code::Enter);
            says(&h, said);
            assert!(records(&h).is_empty(), "{words}");
            h.text("，报告厅改成了阅览室").key(Code::Enter);
            assert_eq!(records(&h).len(), 1, "{words}\n{}", h.screen());
        }
    }
}

#[test]
fn a_check_that_wants_an_explanation_takes_words_and_no_digit() {
    for lang in LANGS {
        let mut h = Harness::new(lang);
        h.keys(&[Code::Right, Code::Enter, Code::F(4)])
            .text("示例图书馆")
            .keys(&[Code::Tab; 3])
            .text("4")
            .key(Code::F(2));
        insta::assert_snapshot!(
            format!("explain_{}", if lang == Lang::Zh { "zh" } else { "en" }),
            h.screen()
        );
        h.text("1").key(Code::Enter);
        assert!(records(&h).is_empty(), "{}", h.screen());
        h.key(Code::Backspace).text("农家书屋改建").key(Code::Enter);
        let kept = reasons(&h);
        assert!(kept.contains(r#""note":"农家书屋改建""#), "{kept}");
        assert!(h.store().inspect().unwrap().is_empty());
    }
}
