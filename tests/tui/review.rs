//! What a review means for the screens of a clerk: what was returned comes first and is answered,
//! and what was verified changes only with a reason, whichever way it is changed.

use crate::support::Harness;
use serde_json::Value as Json;
use taizhang::domain::record::{Record, Subject};
use taizhang::domain::review::{ActionKind, ReviewState, Thread};
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Returning, Save, Writer};
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
        let fields = fields
            .map(|(code, value)| (code.to_owned(), Json::from(value)))
            .into();
        let base = h
            .store()
            .record(id)
            .unwrap()
            .map(|record| record.heads)
            .unwrap_or_default();
        let save = Save {
            record: id,
            subject: Subject::Facility,
            base: &base,
            fields,
            author: "示例别人",
            reason: "",
        };
        h.store()
            .write(|writer: &mut Writer| writer.save(&save))
            .unwrap();
    }
    let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
    let record = library(&h);
    assert_eq!(
        inspector
            .approve([(record.id, record.heads.as_slice())])
            .unwrap()
            .approved,
        1
    );
    let mut h = Harness::on(h.folder, Lang::Zh, (80, 24));
    h.keys(&[Code::Right, Code::Enter]);
    h
}

/// The same library, returned with findings instead: the fields that each marks, and its words.
fn returned_library(lang: Lang, findings: &[(&[&str], &str)]) -> Harness {
    let h = verified_library();
    let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
    let record = library(&h);
    for (fields, text) in findings {
        let fields: Vec<String> = fields.iter().map(|code| (*code).to_owned()).collect();
        inspector
            .raise(&Returning {
                record: record.id,
                base: &record.heads,
                fields: &fields,
                text,
            })
            .unwrap();
    }
    h.start_again(lang)
}

fn threads(h: &Harness) -> Vec<Thread> {
    h.store().review_of(library(h).id).unwrap().unwrap().threads
}

/// What the clerk answered to each finding, where there was an answer.
fn answers(h: &Harness) -> Vec<Option<String>> {
    let answer = |thread: Thread| {
        Some(
            thread
                .acts
                .into_iter()
                .rev()
                .find(|act| act.kind == ActionKind::Answer)?
                .text,
        )
    };
    threads(h).into_iter().map(answer).collect()
}

fn last_reason(h: &Harness, id: Uuid) -> String {
    h.store()
        .history(id)
        .unwrap()
        .last()
        .unwrap()
        .change
        .reason
        .clone()
}

fn library(h: &Harness) -> Record {
    h.store().records("library", TOWN).unwrap().remove(0)
}

fn state(h: &Harness) -> ReviewState {
    h.store().review_of(library(h).id).unwrap().unwrap().state
}

fn seats(h: &Harness) -> String {
    library(h).fields["reading_seats"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[track_caller]
fn says(h: &Harness, words: &str) {
    assert!(
        h.screen().contains(words),
        "no {words:?} on\n{}",
        h.screen()
    );
}

#[test]
fn a_verified_value_is_amended_with_a_reason_and_submitted_again() {
    let mut h = verified_library();
    h.key(Code::Enter);
    says(&h, "审核通过");
    for _ in 0..5 {
        h.key(Code::Down);
    }
    says(&h, ">+阅览座席数");
    says(&h, "v 审核通过；改动须写明原因");
    h.text("129").key(Code::F(2));
    says(&h, "阅览座席数已审核通过。请写明改动原因：");
    h.key(Code::Enter);
    says(&h, "请填写内容");
    h.text("写了一半").key(Code::Esc);
    assert_eq!(
        (seats(&h).as_str(), state(&h)),
        ("130", ReviewState::Approved),
        "nothing is saved without a reason"
    );
    let mut h = h.start_again(Lang::Zh);
    says(&h, "有 1 份未保存的表");
    h.keys(&[Code::F(9), Code::Enter, Code::F(2)])
        .text("拆了一张桌")
        .key(Code::Enter);
    says(&h, "已重新提交：示例图书馆");
    assert_eq!(
        (seats(&h).as_str(), state(&h)),
        ("129", ReviewState::Submitted)
    );
    assert_eq!(last_reason(&h, library(&h).id), "拆了一张桌");
}

#[test]
fn an_empty_field_of_a_verified_record_is_filled_in_without_a_reason() {
    let mut h = verified_library();
    h.key(Code::Enter);
    while !h.screen().contains("> 备注") {
        h.key(Code::Down);
    }
    h.text("补充说明").key(Code::F(2));
    says(&h, "已重新提交");
    assert_eq!(last_reason(&h, library(&h).id), "");
}

#[test]
fn a_change_is_taken_back_after_it_was_verified_for_undoing_says_why() {
    let mut h = verified_library();
    h.ctrl('z').keys(&[Code::Down, Code::Enter]);
    assert_eq!(
        (seats(&h).as_str(), state(&h)),
        ("129", ReviewState::Submitted)
    );
    assert_ne!(last_reason(&h, library(&h).id), "");
}

#[test]
fn a_verified_record_is_removed_with_a_reason_from_its_list_and_from_its_form() {
    for from_form in [false, true] {
        let mut h = verified_library();
        let id = library(&h).id;
        if from_form {
            h.key(Code::Enter);
        }
        h.ctrl('x').keys(&[Code::Down, Code::Enter]);
        says(&h, "「示例图书馆」已审核通过或被退回。请写明删除原因：");
        h.key(Code::Esc);
        assert_eq!(state(&h), ReviewState::Approved);
        h.ctrl('x')
            .keys(&[Code::Down, Code::Enter])
            .text("重复登记")
            .key(Code::Enter);
        says(&h, "已删除：示例图书馆");
        assert_eq!(h.store().record(id).unwrap(), None);
        assert_eq!(last_reason(&h, id), "重复登记");
        h.ctrl('e').key(Code::Enter).text("2");
        says(&h, "已恢复：示例图书馆");
        assert_eq!(library(&h).id, id);
        assert!(last_reason(&h, id).starts_with("撤销 "));
    }
}

#[test]
fn a_grid_confirms_what_was_verified_and_asks_once_why_it_changes() {
    let h = verified_library();
    let other = Uuid::now_v7();
    let mut fields = library(&h).fields;
    fields.extend(
        [("kind", "library"), ("place", TOWN), ("name", "示例二馆")]
            .map(|(c, v)| (c.to_owned(), v.into())),
    );
    fields.remove("facility_code");
    let save = Save {
        record: other,
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例别人",
        reason: "",
    };
    h.store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    let mut h = h.start_again(Lang::Zh);
    h.keys(&[
        Code::Right,
        Code::Enter,
        Code::F(2),
        Code::Enter,
        Code::Enter,
    ])
    .ctrl('s');
    says(&h, "已保存 2 行");
    h.key(Code::Home).paste("129\n128").ctrl('s');
    says(&h, "1 行的此项已审核通过或未退回。请写明改动原因：");
    h.key(Code::Esc).ctrl('s').text("重新清点").key(Code::Enter);
    says(&h, "已保存 2 行");
    let record = h.store().records("library", TOWN).unwrap();
    let told: Vec<_> = record
        .iter()
        .map(|record| last_reason(&h, record.id))
        .collect();
    assert_eq!(
        told.iter().filter(|reason| *reason == "重新清点").count(),
        1,
        "only where it was asked: {told:?}"
    );
}

#[test]
fn what_was_returned_comes_first_and_its_form_begins_at_the_first_marked_field() {
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut h = returned_library(lang, &[(&["reading_seats", "address"], "与现场清点不符")]);
        let zh = lang == Lang::Zh;
        says(
            &h,
            if zh {
                "有 1 条记录被退回，按 F2 查看"
            } else {
                "1 returned record; F2 shows it"
            },
        );
        h.key(Code::F(2));
        says(
            &h,
            if zh {
                "记录 > 已退回"
            } else {
                "Records > returned"
            },
        );
        h.key(Code::Enter);
        let at = h.store().zone().shown(&threads(&h)[0].acts[0].at);
        insta::assert_snapshot!(
            format!("returned_form_{name}"),
            h.screen().replace(&at, "2025-06-30 10:00")
        );
        let first = h.screen();
        h.key(Code::F(6));
        assert_ne!(h.screen(), first);
        says(&h, "! ");
        h.key(Code::F(6));
        assert_eq!(h.screen(), first, "F6 goes round the marked fields");
    }
}

#[test]
fn a_returned_record_is_answered_by_the_marked_field_or_in_words() {
    let mut h = returned_library(Lang::Zh, &[(&["reading_seats"], "与现场清点不符")]);
    h.keys(&[Code::F(2), Code::Enter, Code::F(2)]);
    says(&h, "标记的项未改。请填写答复：");
    says(&h, "与现场清点不符");
    h.key(Code::Enter);
    says(&h, "请填写内容");
    h.key(Code::Esc);
    assert_eq!(
        (state(&h), answers(&h)),
        (ReviewState::Returned, vec![None])
    );
    h.text("131").key(Code::F(2));
    says(&h, "标记的项已改。可填写答复，也可直接按 Enter：");
    h.key(Code::Enter);
    says(&h, "已重新提交：示例图书馆");
    assert_eq!(
        (state(&h), seats(&h).as_str(), answers(&h)),
        (ReviewState::Submitted, "131", vec![Some(String::new())])
    );
    let mut inspector = h.review();
    inspector.keys(&[Code::F(2), Code::Enter, Code::F(9)]);
    says(&inspector, "示例填报人  答复");
    assert_eq!(
        last_reason(&h, library(&h).id),
        "",
        "what is marked is no amendment"
    );

    let mut h = returned_library(Lang::Zh, &[(&["reading_seats"], "与现场清点不符")]);
    let changes = h.store().history(library(&h).id).unwrap().len();
    h.keys(&[Code::F(2), Code::Enter, Code::F(2)])
        .text("已再次清点，无误")
        .key(Code::Enter);
    says(&h, "已重新提交");
    assert_eq!(
        (state(&h), answers(&h)),
        (
            ReviewState::Submitted,
            vec![Some("已再次清点，无误".to_owned())]
        )
    );
    assert_eq!(
        h.store().history(library(&h).id).unwrap().len(),
        changes,
        "nothing was changed"
    );
}

#[test]
fn every_finding_is_asked_about_in_order_and_what_was_written_is_offered_again() {
    let mut h = returned_library(
        Lang::Zh,
        &[(&["reading_seats"], "座席不符"), (&["address"], "地址不全")],
    );
    h.keys(&[Code::F(2), Code::Enter, Code::F(2)]);
    says(&h, "座席不符");
    h.text("现场已清点").key(Code::Enter);
    says(&h, "地址不全");
    h.key(Code::Esc);
    assert_eq!(
        (state(&h), answers(&h)),
        (ReviewState::Returned, vec![None, None]),
        "all of it or nothing"
    );
    h.key(Code::F(2));
    says(&h, "现场已清点");
    h.key(Code::Enter).text("就是这个地址").key(Code::Enter);
    let said = ["现场已清点", "就是这个地址"].map(|words| Some(words.to_owned()));
    assert_eq!(
        (state(&h), answers(&h)),
        (ReviewState::Submitted, said.to_vec())
    );
}

#[test]
fn a_field_that_was_not_returned_changes_only_with_a_reason_unless_all_of_it_was_returned() {
    let mut h = returned_library(Lang::Zh, &[(&["address"], "地址不全")]);
    h.keys(&[Code::F(2), Code::Enter]);
    while !h.screen().contains(">+阅览座席数") {
        h.key(Code::Up);
    }
    says(&h, "此项未退回；改动须写明原因");
    h.text("131").key(Code::F(2));
    says(&h, "阅览座席数未退回。请写明改动原因：");
    h.text("一并更正")
        .key(Code::Enter)
        .text("地址没有错")
        .key(Code::Enter);
    assert_eq!(
        (state(&h), seats(&h).as_str()),
        (ReviewState::Submitted, "131")
    );
    assert_eq!(last_reason(&h, library(&h).id), "一并更正");

    let mut h = returned_library(Lang::Zh, &[(&[], "整条请核对")]);
    h.keys(&[Code::F(2), Code::Enter]);
    says(&h, "整条请核对");
    for _ in 0..5 {
        h.key(Code::Down);
    }
    h.text("131").keys(&[Code::F(2), Code::Enter]);
    assert_eq!(
        (state(&h), seats(&h).as_str(), answers(&h)),
        (ReviewState::Submitted, "131", vec![Some(String::new())])
    );
}

#[test]
fn the_inspector_sees_the_answer_and_what_changed_and_finds_what_was_answered() {
    let mut h = returned_library(Lang::Zh, &[(&["reading_seats"], "与现场清点不符")]);
    h.keys(&[Code::F(2), Code::Enter])
        .text("131")
        .key(Code::F(2))
        .text("已更正")
        .key(Code::Enter);
    let mut inspector = h.review();
    inspector
        .key(Code::F(2))
        .key(Code::F(4))
        .text("已答复")
        .key(Code::Enter);
    says(&inspector, "记录 > 待审核、填报人已答复，待查看");
    inspector.key(Code::Enter);
    says(&inspector, "上次审核后改动 1 项");
    assert!(
        inspector
            .screen()
            .lines()
            .any(|line| line.starts_with('>') && line.contains("* 阅览座席数")),
        "{}",
        inspector.screen()
    );
    inspector.key(Code::F(9)).text("1");
    says(&inspector, "示例填报人  已更正");
    inspector.keys(&[Code::Esc, Code::F(4)]);
    assert_eq!(state(&h), ReviewState::Approved);
    inspector.key(Code::Esc);
    says(&inspector, "没有符合筛选条件的");
}

#[test]
fn a_clerk_is_shown_the_returned_records_of_the_own_towns_first() {
    let h = returned_library(Lang::Zh, &[(&["reading_seats"], "请核对")]);
    let mine = library(&h);
    let theirs = Uuid::now_v7();
    let mut fields = mine.fields.clone();
    // Its code sorts before the own town.
    fields.extend(
        [
            ("kind", "library"),
            ("place", "331121101"),
            ("name", "示例外馆"),
        ]
        .map(|(c, v)| (c.to_owned(), v.into())),
    );
    fields.remove("facility_code");
    let save = Save {
        record: theirs,
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例别人",
        reason: "",
    };
    h.store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    let base = h.store().record(theirs).unwrap().unwrap().heads;
    let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
    inspector
        .raise(&Returning {
            record: theirs,
            base: &base,
            fields: &[],
            text: "请核对",
        })
        .unwrap();
    let mut store = h.store();
    store.restrict_to(vec![TOWN.to_owned()]);
    let mut h = h.with_store(store);
    says(&h, "有 1 条记录被退回");
    h.key(Code::F(2));
    let screen = h.screen();
    let row = |name: &str| screen.lines().position(|line| line.contains(name)).unwrap();
    assert!(row("示例图书馆") < row("示例外馆"), "{screen}");
}

#[test]
fn an_inspector_who_verifies_while_the_form_is_open_makes_it_ask_for_a_reason() {
    let h = returned_library(Lang::Zh, &[(&["reading_seats"], "请核对")]);
    let mut h = h;
    h.keys(&[Code::F(2), Code::Enter]).text("131");
    let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
    let (record, thread) = (library(&h), threads(&h)[0].id);
    inspector.close(thread, "").unwrap();
    inspector
        .approve([(record.id, record.heads.as_slice())])
        .unwrap();
    h.key(Code::F(2));
    says(&h, "阅览座席数已审核通过。请写明改动原因：");
    h.text("新增座席").key(Code::Enter);
    assert_eq!(
        (state(&h), seats(&h).as_str()),
        (ReviewState::Submitted, "131")
    );
}
