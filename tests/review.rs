//! What a review means for the screens of a clerk: what was verified is held fast, whichever way it is changed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use serde_json::Value as Json;
use support::Harness;
use taizhang::domain::review::State;
use taizhang::domain::trail::{Record, Subject};
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Save, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const TOWN: &str = "331122101";

/// A ledger with one library that was saved twice and verified, and its list.
fn verified_library() -> Harness {
    let h = Harness::new(Lang::Zh);
    let id = Uuid::now_v7();
    for seats in ["129", "130"] {
        let fields = [
            ("kind", "library"),
            ("place", TOWN),
            ("name", "示例图书馆"),
            ("status", "existing"),
            ("address", "示例路1号"),
            ("operator_unit", "示例单位"),
            ("data_source", "statistics"),
            ("data_as_of", "2025-03-31"),
            ("reported_by", "示例前人"),
            ("library_type", "branch"),
            ("building_area_m2", "500"),
            ("facility_code", "示例-001"),
            ("reading_seats", seats),
        ];
        let fields = fields.map(|(code, value)| (code.to_owned(), Json::from(value))).into();
        let upon = h.store().record(id).unwrap().map(|record| record.heads).unwrap_or_default();
        let save =
            Save { record: id, subject: Subject::Facility, upon: &upon, fields, author: "示例别人", reason: "" };
        h.store().write(|writer: &mut Writer| writer.save(&save)).unwrap();
    }
    let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
    let record = library(&h);
    assert_eq!(inspector.verify([(record.id, record.heads.as_slice())]).unwrap().verified, 1);
    let mut h = Harness::on(h.folder, Lang::Zh, (80, 24));
    h.keys(&[Code::Right, Code::Enter]);
    h
}

fn library(h: &Harness) -> Record {
    h.store().records("library", TOWN).unwrap().remove(0)
}

fn state(h: &Harness) -> State {
    h.store().review_of(library(h).id).unwrap().unwrap().state
}

fn seats(h: &Harness) -> String {
    library(h).fields["reading_seats"].as_str().unwrap().to_owned()
}

#[track_caller]
fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "no {words:?} on\n{}", h.screen());
}

#[test]
fn a_form_that_changes_a_verified_value_is_refused_by_name_and_kept() {
    let mut h = verified_library();
    h.key(Code::Enter);
    for _ in 0..5 {
        h.key(Code::Down);
    }
    says(&h, ">+阅览座席数");
    h.text("129").key(Code::F(2));
    says(&h, "「示例图书馆」的 阅览座席数");
    assert_eq!((seats(&h).as_str(), state(&h)), ("130", State::Verified));
    let h = h.start_again(Lang::Zh);
    says(&h, "有 1 份没有保存的表");
}

#[test]
fn a_change_is_taken_back_after_it_was_verified_for_undoing_says_why() {
    let mut h = verified_library();
    h.ctrl('z').keys(&[Code::Down, Code::Enter]);
    assert_eq!((seats(&h).as_str(), state(&h)), ("129", State::Submitted));
    let history = h.store().history(library(&h).id).unwrap();
    assert_ne!(history.last().unwrap().change.reason, "");
}

#[test]
fn a_verified_record_is_not_removed_just_like_that() {
    let mut h = verified_library();
    h.keys(&[Code::Delete, Code::Down, Code::Enter]);
    says(&h, "「示例图书馆」的 ");
    assert_eq!(state(&h), State::Verified);
}

#[test]
fn a_grid_confirms_what_was_verified_and_does_not_change_it() {
    let mut h = verified_library();
    h.keys(&[Code::F(2), Code::Enter]).ctrl('s');
    says(&h, "已保存 1 行");
    assert_eq!((library(&h).fields["data_as_of"].as_str(), state(&h)), (Some("2025-06-30"), State::Submitted));
    h.text("129").ctrl('s');
    says(&h, "「示例图书馆」的 阅览座席数");
    assert_eq!(seats(&h), "130");
}
