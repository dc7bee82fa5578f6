//! A facility is moved to another town or kind from the screens: keys in, screen out.

use std::collections::BTreeMap;

use crate::support::Harness;
use crate::support::groups::{HUZHEN, WENXI};
use serde_json::Value as Json;
use taizhang::domain::record::{Record, Subject};
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Save, Store};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn save(store: &mut Store, record: Uuid, fields: BTreeMap<String, Json>) {
    let base = store.heads(record).unwrap();
    let save = Save {
        record,
        subject: Subject::Facility,
        base: &base,
        fields,
        author: "示例同事",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
}

/// A ledger of the four minimums with a library of 壶镇镇 that meets its minimum, and the list of
/// libraries there.
fn library(lang: Lang) -> (Harness, Uuid) {
    let h = Harness::new(lang);
    let id = Uuid::now_v7();
    let fields = [
        ("kind", "library"),
        ("place", HUZHEN),
        ("name", "示例图书馆"),
        ("status", "existing"),
        ("reading_seats", "140"),
        ("address", "示例路1号"),
    ];
    let fields = fields.map(|(code, value)| (code.to_owned(), Json::from(value)));
    save(&mut h.store(), id, fields.into());
    let mut h = Harness::on(h.folder, lang, (80, 24));
    h.keys(&[Code::Right, Code::Enter]);
    (h, id)
}

fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "{words} in\n{}", h.screen());
}

fn record(h: &Harness, id: Uuid) -> Record {
    h.store().record(id).unwrap().unwrap()
}

/// Runs the command of the list, which has no key.
fn move_it(h: &mut Harness, lang: Lang) {
    let label = if lang == Lang::Zh {
        "调整归属"
    } else {
        "Move"
    };
    h.ctrl('p').text(label).key(Code::Enter);
}

fn shots(h: &mut Harness, name: &str, lang: Lang) {
    for (columns, rows) in [(40, 12), (80, 24)] {
        h.resize(columns, rows);
        insta::assert_snapshot!(format!("{name}-{lang:?}-{columns}"), h.screen());
    }
}

#[test]
fn a_facility_goes_to_another_town_after_a_question_that_shows_both_verdicts() {
    for (lang, question, before, after, done, history) in [
        (
            Lang::Zh,
            "把「示例图书馆」由缙云县/壶镇镇改到青田县/温溪镇？",
            "缙云县/壶镇镇  公共图书馆",
            "青田县/温溪镇  公共图书馆",
            "已把「示例图书馆」改到青田县/温溪镇",
            "由缙云县/壶镇镇改到青田县/温溪镇",
        ),
        (
            Lang::En,
            "move \"示例图书馆\" from 缙云县/壶镇镇 to 青田县/温溪镇?",
            "缙云县/壶镇镇  Public library",
            "青田县/温溪镇  Public library",
            "moved \"示例图书馆\" to 青田县/温溪镇",
            "moved from 缙云县/壶镇镇 to 青田县/温溪镇",
        ),
    ] {
        let (mut h, id) = library(lang);
        move_it(&mut h, lang);
        h.text("1");
        says(&h, "温溪镇");
        assert!(!h.screen().contains("壶镇镇  "), "{}", h.screen());
        h.text("温溪").key(Code::Enter);
        says(&h, question);
        says(&h, before);
        says(&h, after);
        shots(&mut h, "move-town", lang);
        // Leaving it is the first choice.
        h.key(Code::Enter);
        assert_eq!(record(&h, id).place, HUZHEN);
        move_it(&mut h, lang);
        h.text("1").text("温溪").key(Code::Enter).text("2");
        says(&h, done);
        assert_eq!(record(&h, id).place, WENXI);
        assert!(h.store().inspect().unwrap().is_empty());
        h.keys(&[Code::Esc, Code::Down, Code::Enter, Code::F(6)]);
        says(&h, history);
        // Taken back from the list of the other town, by one more change.
        h.key(Code::Esc).ctrl('z').text("2");
        assert_eq!(record(&h, id).place, HUZHEN);
        assert_eq!(h.store().history(id).unwrap().len(), 3);
    }
}

#[test]
fn a_facility_goes_to_another_kind_after_what_stays_and_what_does_not() {
    for (lang, kind, stays, lost, line) in [
        (
            Lang::Zh,
            "医院",
            "保留：设施名称",
            "阅览座席数：140座",
            "类别: 公共图书馆 -> 医院",
        ),
        (
            Lang::En,
            "Hospital",
            "kept: Name",
            "Reading seats: 140 seats",
            "Kind: Public library -> Hospital",
        ),
    ] {
        let (mut h, id) = library(lang);
        // From the form of the record, which is left unchanged.
        h.key(Code::Enter)
            .ctrl('w')
            .text("2")
            .text(kind)
            .key(Code::Enter);
        says(&h, stays);
        says(&h, lost);
        shots(&mut h, "move-kind", lang);
        h.text("2");
        let moved = record(&h, id);
        assert_eq!(moved.kind, "hospital");
        assert_eq!(moved.fields["address"], "示例路1号");
        assert!(!moved.fields.contains_key("reading_seats"));
        // The history names both kinds, and a field that only the one before has.
        h.keys(&[Code::Left, Code::Esc])
            .keys(&[Code::Left, Code::Enter, Code::F(6)]);
        says(&h, line);
        says(
            &h,
            if lang == Lang::Zh {
                "阅览座席数: 140座"
            } else {
                "Reading seats: 140 seats"
            },
        );
        h.key(Code::Esc).ctrl('z').text("2");
        let back = record(&h, id);
        assert_eq!(
            (back.kind.as_str(), &back.fields["reading_seats"]),
            ("library", &"140".into())
        );
        assert!(h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn all_lines_of_a_question_can_be_read_on_a_small_screen() {
    for lang in LANGS {
        let (mut h, _) = library(lang);
        h.key(Code::Enter).ctrl('w').text("2");
        h.text(if lang == Lang::Zh {
            "医院"
        } else {
            "Hospital"
        })
        .key(Code::Enter);
        h.resize(40, 12);
        let seats = if lang == Lang::Zh {
            "140座"
        } else {
            "140 seats"
        };
        let mut seen = false;
        for _ in 0..6 {
            seen |= h.screen().contains(seats);
            h.key(Code::PageDown);
        }
        assert!(seen, "{}", h.screen());
        let last = h.screen();
        h.key(Code::PageDown);
        assert_eq!(h.screen(), last, "the last page stays");
        for _ in 0..6 {
            h.key(Code::PageUp);
        }
        says(
            &h,
            if lang == Lang::Zh {
                "保留：设施名称"
            } else {
                "kept: Name"
            },
        );
    }
}

#[test]
fn nothing_is_moved_that_has_something_unsaved_or_is_no_saved_facility() {
    for (lang, save_first, only_saved) in [
        (Lang::Zh, "请先保存或放弃", "只有已保存的设施"),
        (Lang::En, "save or drop them first", "only a saved facility"),
    ] {
        let (mut h, _) = library(lang);
        h.key(Code::Enter).text("x").ctrl('w');
        says(&h, save_first);
        h.key(Code::Esc);
        move_it(&mut h, lang);
        says(&h, save_first);
        h.key(Code::F(4)).ctrl('w');
        says(&h, only_saved);
    }
}

#[test]
fn a_town_that_may_not_be_written_is_not_offered() {
    let (h, id) = library(Lang::Zh);
    let mut store = h.store();
    store.restrict_to(vec![HUZHEN.into()]);
    let mut h = h.with_store(store);
    h.keys(&[Code::Right, Code::Enter]);
    move_it(&mut h, Lang::Zh);
    h.text("1");
    says(&h, "没有其他可填报的地方");
    let mut store = h.store();
    store.restrict_to(vec![WENXI.into()]);
    let mut h = h.with_store(store);
    h.keys(&[Code::Down, Code::Right, Code::Enter]);
    move_it(&mut h, Lang::Zh);
    says(&h, "未找到");
    assert_eq!(record(&h, id).place, HUZHEN);
}

#[test]
fn an_approved_facility_is_moved_with_a_reason() {
    let (mut h, id) = library(Lang::Zh);
    let store = Store::open_for_review(h.store().path()).unwrap();
    let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
    let heads = store.heads(id).unwrap();
    let marked = ["name".to_owned()];
    inspector
        .raise(&taizhang::store::Returning {
            record: id,
            base: &heads,
            fields: &marked,
            text: "请核对",
        })
        .unwrap();
    drop(store);
    move_it(&mut h, Lang::Zh);
    h.text("1").text("温溪").key(Code::Enter).text("2");
    says(&h, "请写明调整归属的原因");
    h.key(Code::Enter);
    assert_eq!(record(&h, id).place, HUZHEN, "not without words");
    h.text("登记错了地方").key(Code::Enter);
    assert_eq!(record(&h, id).place, WENXI);
    let last = h.store().history(id).unwrap().pop().unwrap();
    assert_eq!(last.change.reason, "登记错了地方");
}

#[test]
fn a_form_meets_that_somebody_else_moved_its_record_to_another_kind() {
    for (lang, moved, lost) in [
        (Lang::Zh, "他人已将此记录改为医院", "阅览座席数 150"),
        (
            Lang::En,
            "somebody else moved it to Hospital",
            "Reading seats 150",
        ),
    ] {
        for by_draft in [false, true] {
            let (mut h, id) = library(lang);
            let seats = if lang == Lang::Zh {
                "阅览座席数"
            } else {
                "Reading seats"
            };
            h.key(Code::Enter).text("乙");
            while !h
                .screen()
                .lines()
                .any(|line| line.starts_with('>') && line.contains(seats))
            {
                h.key(Code::Down);
            }
            h.text("150").key(Code::Down);
            let fields = [
                ("kind", "hospital"),
                ("place", HUZHEN),
                ("name", "示例图书馆"),
                ("status", "existing"),
                ("remarks", "示例"),
            ];
            let fields = fields.map(|(code, value)| (code.to_owned(), Json::from(value)));
            save(&mut h.store(), id, fields.into());
            if by_draft {
                h = h.start_again(lang);
                h.keys(&[Code::F(9), Code::Enter]);
            } else {
                h.key(Code::F(2));
            }
            says(&h, moved);
            says(&h, lost);
            h.key(Code::F(2));
            let now = record(&h, id);
            assert_eq!(now.kind, "hospital", "saving does not move it back");
            assert_eq!(now.fields["name"], "示例图书馆乙");
            assert_eq!(now.fields["remarks"], "示例");
            assert!(!now.fields.contains_key("reading_seats"));
        }
    }
}
