//! Double entry: the queue and the blind entry of a record, keys in, screen out.

use std::collections::BTreeMap;

use crate::support::Harness;
use serde_json::Value as Json;
use taizhang::domain::record::{ChangeId, Record, Subject};
use taizhang::domain::review::SecondEntryOutcome;
use taizhang::i18n::Lang;
use taizhang::store::draft;
use taizhang::store::draft::DraftOf;
use taizhang::store::{Save, Saved, Writer};
use taizhang::tui::Selection;
use taizhang::tui::terminal::input::Code;
use taizhang::tui::text;
use uuid::Uuid;

const TOWN: &str = "331122101";
const FIRST: &str = "示例首录人";
const SECOND: &str = "示例复录人";
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn save(
    h: &Harness,
    record: Uuid,
    base: &[ChangeId],
    fields: BTreeMap<String, Json>,
    author: &str,
) -> Saved {
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author,
        reason: "",
    };
    h.store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap()
}

/// Adds a record that somebody entered.
fn add(h: &Harness, kind: &str, name: &str, author: &str, more: &[(&str, Json)]) -> Uuid {
    let id = Uuid::now_v7();
    let own = [
        ("kind", kind),
        ("place", TOWN),
        ("name", name),
        ("status", "existing"),
    ];
    let own = own
        .into_iter()
        .map(|(code, value)| (code.to_owned(), Json::from(value)));
    let more = more
        .iter()
        .map(|(code, value)| ((*code).to_owned(), value.clone()));
    save(h, id, &[], own.chain(more).collect(), author);
    id
}

/// A library with a mistyped number of seats, and the session of a second person on its first
/// field.
fn library(lang: Lang, seats: &str) -> (Harness, Uuid) {
    let h = Harness::new(lang);
    let id = add(
        &h,
        "library",
        "示例馆",
        FIRST,
        &[
            ("reading_seats", seats.into()),
            ("built_year", "2001".into()),
        ],
    );
    let mut h = h.verifying(SECOND, &[], Selection::default());
    h.key(Code::Enter);
    (h, id)
}

/// The same on the field of the seats; what stands before it is not keyed.
fn at_the_seats(lang: Lang, seats: &str) -> (Harness, Uuid) {
    let (mut h, id) = library(lang, seats);
    go_to(
        &mut h,
        if lang == Lang::Zh {
            "阅览座席数"
        } else {
            "Reading seats"
        },
    );
    (h, id)
}

fn go_to(h: &mut Harness, label: &str) {
    let is_there = |h: &Harness| {
        h.screen().lines().any(|line| {
            line.starts_with('>')
                && line
                    .trim_start_matches(['>', ' ', '=', '*', '!'])
                    .starts_with(label)
        })
    };
    for _ in 0..40 {
        if is_there(h) {
            return;
        }
        h.key(Code::Down);
    }
    assert!(is_there(h), "{label} in\n{}", h.screen());
}

fn record(h: &Harness, id: Uuid) -> Record {
    h.store().record(id).unwrap().unwrap()
}

fn seats(h: &Harness, id: Uuid) -> Option<String> {
    record(h, id)
        .fields
        .get("reading_seats")
        .map(|seats| seats.as_str().unwrap().to_owned())
}

fn done(h: &Harness, id: Uuid) -> Vec<(String, SecondEntryOutcome, usize)> {
    let done = h.store().second_entries(id).unwrap();
    done.into_iter()
        .map(|done| (done.field, done.outcome, done.tries))
        .collect()
}

#[track_caller]
fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "{words} in\n{}", h.screen());
}

#[track_caller]
fn hides(h: &Harness, words: &str) {
    assert!(!h.screen().contains(words), "{words} in\n{}", h.screen());
}

fn row_of(h: &Harness, words: &str) -> String {
    h.screen()
        .lines()
        .find(|line| line.contains(words))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_queue_offers_figures_near_a_minimum_first_and_shows_no_value() {
    for (lang, near, jumped, rest, counts) in [
        (
            Lang::Zh,
            "接近最低要求",
            "变化较大",
            "尚未复录",
            "待复录 4 条    本人录入的 1 条须由他人复录",
        ),
        (
            Lang::En,
            "near a minimum",
            "changed sharply",
            "not keyed again",
            "4 records to key again    1 of your own to be keyed by somebody else",
        ),
    ] {
        let h = Harness::new(lang);
        add(
            &h,
            "library",
            "示例甲馆",
            FIRST,
            &[("reading_seats", "777".into())],
        );
        let jumps = add(
            &h,
            "library",
            "示例乙馆",
            FIRST,
            &[("reading_seats", "333".into())],
        );
        add(
            &h,
            "library",
            "示例丙馆",
            FIRST,
            &[("reading_seats", "124".into())],
        );
        add(
            &h,
            "library",
            "示例丁馆",
            FIRST,
            &[("reading_seats", "131".into())],
        );
        add(
            &h,
            "library",
            "示例戊馆",
            SECOND,
            &[("reading_seats", "130".into())],
        );
        let Record {
            mut fields, heads, ..
        } = record(&h, jumps);
        fields.extend([
            ("kind".into(), "library".into()),
            ("place".into(), TOWN.into()),
        ]);
        fields.insert("reading_seats".into(), "666".into());
        save(&h, jumps, &heads, fields, FIRST);
        let h = h.verifying(SECOND, &[], Selection::default());
        let screen = h.screen();
        let order: Vec<usize> = ["丁", "丙", "乙", "甲"]
            .map(|name| screen.find(name).unwrap())
            .into();
        assert!(order.is_sorted(), "{screen}");
        says(&h, counts);
        for (name, why) in [("丁", near), ("丙", near), ("乙", jumped), ("甲", rest)] {
            assert!(row_of(&h, name).contains(why), "{screen}");
        }
        for value in ["777", "666", "333", "124", "131", "戊"] {
            hides(&h, value);
        }
        insta::assert_snapshot!(format!("queue-{lang:?}"), screen);
    }
}

#[test]
fn an_entry_that_agrees_goes_on_and_is_recorded_without_a_change() {
    for lang in LANGS {
        let (mut h, id) = at_the_seats(lang, "130");
        hides(&h, "130");
        hides(&h, "2001");
        insta::assert_snapshot!(format!("keying-{lang:?}"), h.screen());
        h.text("１３０").key(Code::Enter);
        assert!(!h.app.take_bell());
        assert!(row_of(&h, "130").starts_with(" ="), "{}", h.screen());
        assert_eq!(done(&h, id), [], "nothing yet");
        h.key(Code::F(2));
        says(
            &h,
            if lang == Lang::Zh {
                "已保存复录：示例馆，1 项"
            } else {
                "second entry saved: 示例馆, 1 field, 0 replaced"
            },
        );
        let session = if lang == Lang::Zh {
            "本次复录 1 条 1 项，不符 0"
        } else {
            "this session: 1 record, 1 field; differed 0"
        };
        says(&h, session);
        assert_eq!(
            done(&h, id),
            [("reading_seats".to_owned(), SecondEntryOutcome::Agreed, 1)]
        );
        assert_eq!(h.store().history(id).unwrap().len(), 1);
        h.key(Code::Enter);
        hides(
            &h,
            if lang == Lang::Zh {
                "阅览座席数"
            } else {
                "Reading seats"
            },
        );
    }
}

#[test]
fn the_same_different_value_twice_replaces_the_first_entry() {
    for (lang, differs, summary, reason) in [
        (
            Lang::Zh,
            "与首录不符",
            "不符 1：首录有误 1，复录有误 0",
            "复录更正",
        ),
        (
            Lang::En,
            "differs from the first entry",
            "differed 1: first wrong 1, second wrong 0",
            "second entry",
        ),
    ] {
        let (mut h, id) = at_the_seats(lang, "103");
        h.text("130").key(Code::Enter);
        assert!(h.app.take_bell());
        assert!(!h.app.take_bell(), "it rings once");
        says(&h, differs);
        hides(&h, "103");
        hides(&h, "130");
        h.text("130");
        says(&h, differs);
        assert!(!h.app.take_bell());
        h.key(Code::Enter);
        assert!(!h.app.take_bell());
        assert!(row_of(&h, "130").starts_with(" *"), "{}", h.screen());
        assert_eq!(
            seats(&h, id).as_deref(),
            Some("103"),
            "nothing is saved yet"
        );
        h.key(Code::F(2));
        assert_eq!(seats(&h, id).as_deref(), Some("130"));
        says(&h, summary);
        assert_eq!(
            done(&h, id),
            [(
                "reading_seats".to_owned(),
                SecondEntryOutcome::FirstWrong,
                2
            )]
        );
        let history = h.store().history(id).unwrap();
        assert_eq!(
            (
                history[1].change.reason.as_str(),
                history[1].change.author.as_str()
            ),
            (reason, SECOND)
        );
        assert_eq!(history[1].fields.len(), 1);
        assert!(h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn the_first_entry_keyed_after_another_value_shows_that_the_second_was_wrong() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("103").key(Code::Enter).text("301").key(Code::Enter);
    assert!(h.app.take_bell());
    h.text("130").keys(&[Code::Enter, Code::F(2)]);
    assert!(!h.app.take_bell());
    assert_eq!(seats(&h, id).as_deref(), Some("130"));
    assert_eq!(
        done(&h, id),
        [(
            "reading_seats".to_owned(),
            SecondEntryOutcome::SecondWrong,
            3
        )]
    );
    says(&h, "首录有误 0，复录有误 1");
}

#[test]
fn an_empty_field_is_an_answer_and_empties_the_ledger_the_second_time() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.key(Code::Enter);
    assert!(h.app.take_bell());
    says(&h, "与首录不符");
    h.key(Code::Enter);
    says(&h, "两次均为空");
    h.key(Code::Enter);
    assert!(
        !h.app.take_bell(),
        "the field after it is empty on both: {}",
        h.screen()
    );
    h.key(Code::F(2));
    assert_eq!(seats(&h, id), None);
    let done = done(&h, id);
    assert_eq!(
        (done.len(), &done[0]),
        (
            2,
            &(
                "reading_seats".to_owned(),
                SecondEntryOutcome::FirstWrong,
                2
            )
        )
    );
    assert_eq!(done[1].1, SecondEntryOutcome::Agreed);
}

#[test]
fn values_are_compared_whatever_unit_or_date_they_are_typed_in() {
    let h = Harness::new(Lang::Zh);
    let area = serde_json::json!({"typed": "12亩", "value": "8000"});
    let id = add(
        &h,
        "fitness_center",
        "示例中心",
        FIRST,
        &[("building_area_m2", area), ("opened_on", "2021-06".into())],
    );
    let mut h = h.verifying(SECOND, &[], Selection::default());
    h.key(Code::Enter);
    h.text("1").key(Code::Enter);
    for (label, typed) in [("投用日期", "2021年6月"), ("建筑面积", "8000")] {
        go_to(&mut h, label);
        h.text(typed).key(Code::Enter);
        assert!(!h.app.take_bell(), "{label}: {}", h.screen());
    }
    h.key(Code::F(2));
    assert_eq!(done(&h, id).len(), 3);
    assert_eq!(h.store().history(id).unwrap().len(), 1);
}

#[test]
fn what_does_not_read_is_refused_in_the_field_and_is_no_difference() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("一百三").key(Code::Enter);
    assert!(!h.app.take_bell());
    says(&h, "! ");
    h.key(Code::F(2));
    assert_eq!(done(&h, id), []);
    h.ctrl('u').text("130").keys(&[Code::Enter, Code::F(2)]);
    assert_eq!(
        done(&h, id),
        [("reading_seats".to_owned(), SecondEntryOutcome::Agreed, 1)]
    );
}

#[test]
fn f2_compares_what_stands_in_the_field_and_saves_nothing_where_it_differs() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("103").key(Code::F(2));
    assert!(h.app.take_bell());
    assert_eq!(done(&h, id), []);
    h.text("130").key(Code::F(2));
    assert_eq!(
        done(&h, id),
        [(
            "reading_seats".to_owned(),
            SecondEntryOutcome::SecondWrong,
            2
        )]
    );
}

#[test]
fn a_replaced_field_can_be_keyed_anew_before_it_is_saved_and_one_that_agreed_cannot() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("103")
        .key(Code::Enter)
        .text("103")
        .keys(&[Code::Enter, Code::Up]);
    h.text("130").keys(&[Code::Enter, Code::Up]);
    h.text("9");
    says(&h, "无需再录");
    h.key(Code::F(2));
    assert_eq!(seats(&h, id).as_deref(), Some("130"));
    assert_eq!(
        done(&h, id),
        [("reading_seats".to_owned(), SecondEntryOutcome::Agreed, 3)]
    );
}

#[test]
fn what_the_pack_forbids_is_not_saved_and_the_field_is_asked_again() {
    let (mut h, id) = library(Lang::Zh, "130");
    h.key(Code::Enter).key(Code::Enter).key(Code::F(2));
    says(&h, "请重录此项：必填");
    assert!(row_of(&h, "状态").starts_with("> "), "{}", h.screen());
    assert_eq!(record(&h, id).fields["status"], "existing");
    h.text("1").keys(&[Code::Enter, Code::F(2)]);
    assert_eq!(done(&h, id)[0].0, "status");
}

#[test]
fn what_was_keyed_survives_a_killed_program_and_the_draft_tells_nothing_of_the_first_entry() {
    let (mut h, id) = at_the_seats(Lang::Zh, "1387");
    h.text("1387").key(Code::Enter);
    go_to(&mut h, "建成年份");
    h.text("2010").key(Code::Enter).text("20");
    let before: Vec<String> = h
        .screen()
        .lines()
        .filter(|line| !line.contains("1387"))
        .map(str::to_owned)
        .collect();
    let files = std::fs::read_dir(draft::folder(h.store().path())).unwrap();
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let slots = String::from_utf8_lossy(&bytes);
        assert!(!slots.contains("2001"), "{slots}");
    }
    let waiting = draft::waiting(h.store().path(), SECOND).drafts;
    assert!(waiting.is_empty(), "it is open");
    let Harness { folder, app, .. } = h;
    drop(app);
    let h = Harness::on(folder, Lang::Zh, (80, 24));
    let waiting = draft::waiting(h.store().path(), SECOND).drafts;
    assert!(
        matches!(&waiting[0].draft.of, DraftOf::SecondEntry { fields, .. } if fields.len() == 2)
    );
    assert!(
        !serde_json::to_string(&waiting[0].draft)
            .unwrap()
            .contains("1387")
    );
    let mut h = h.verifying(SECOND, &[], Selection::default());
    says(&h, "部分已录");
    h.key(Code::Enter);
    let after = h.screen();
    for line in before.iter().filter(|line| line.starts_with('>')) {
        assert!(after.contains(line.as_str()), "{line} in\n{after}");
    }
    says(&h, "已核 1/20");
    h.text("10").key(Code::Enter);
    h.key(Code::F(2));
    assert_eq!(record(&h, id).fields["built_year"], "2010");
    assert_eq!(done(&h, id).len(), 2);
    assert!(draft::waiting(h.store().path(), SECOND).drafts.is_empty());
}

#[test]
fn a_form_of_the_same_record_does_not_take_up_a_second_entry_and_the_drafts_list_opens_it() {
    let (mut h, _) = at_the_seats(Lang::Zh, "130");
    h.text("103").key(Code::Enter);
    let Harness { folder, app, .. } = h;
    drop(app);
    let mut h = Harness::on(folder, Lang::Zh, (80, 24)).named(SECOND);
    h.keys(&[Code::Right, Code::Enter, Code::Enter]);
    hides(&h, "继续填写上次");
    says(&h, "阅览座席数");
    h.keys(&[Code::Esc, Code::F(2)]);
    hides(&h, "继续填写上次");
    h.keys(&[Code::Esc, Code::Esc, Code::F(9)]);
    says(&h, "复录：示例馆（1 项）");
    h.key(Code::Enter);
    says(&h, "与首录不符");
    h.text("130").keys(&[Code::Enter, Code::F(2)]);
    says(&h, "已保存复录");
}

#[test]
fn a_record_that_somebody_saved_meanwhile_keeps_what_agreed_and_asks_the_changed_fields_again() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("130").key(Code::Enter);
    go_to(&mut h, "建成年份");
    h.text("2001").key(Code::Enter);
    let Record {
        mut fields, heads, ..
    } = record(&h, id);
    fields.extend([
        ("kind".into(), "library".into()),
        ("place".into(), TOWN.into()),
    ]);
    fields.insert("built_year".into(), "2002".into());
    save(&h, id, &heads, fields, "示例第三人");
    h.key(Code::F(2));
    says(&h, "1 项须重录");
    assert_eq!(done(&h, id), []);
    says(&h, "已核 1/20");
    assert!(row_of(&h, "建成年份").starts_with("> "), "{}", h.screen());
    h.text("2002").keys(&[Code::Enter, Code::F(2)]);
    let settled = done(&h, id);
    assert_eq!(settled.len(), 2);
    assert!(
        settled
            .iter()
            .all(|(_, outcome, tries)| (*outcome, *tries) == (SecondEntryOutcome::Agreed, 1)),
        "{settled:?}"
    );
}

#[test]
fn a_record_that_was_deleted_meanwhile_is_said_and_its_draft_stays() {
    let (mut h, id) = at_the_seats(Lang::Zh, "130");
    h.text("130").key(Code::Enter);
    let Record {
        mut fields, heads, ..
    } = record(&h, id);
    fields.extend([
        ("kind".into(), "library".into()),
        ("place".into(), TOWN.into()),
    ]);
    fields.insert("deleted".into(), true.into());
    save(&h, id, &heads, fields, "示例第三人");
    h.key(Code::F(2));
    says(&h, "此记录已被删除");
    says(&h, "没有待复录的记录");
    assert_eq!(
        draft::waiting(h.store().path(), SECOND).drafts.len(),
        1,
        "what was typed is not thrown away"
    );
    let mut h = h.named(SECOND);
    h.keys(&[Code::F(9), Code::Enter]);
    says(&h, "此记录已被删除");
    h.key(Code::Delete).text("2");
    assert!(draft::waiting(h.store().path(), SECOND).drafts.is_empty());
}

#[test]
fn nobody_is_offered_his_own_entry_and_is_told_so() {
    for (lang, nothing, own) in [
        (Lang::Zh, "没有待复录的记录", "本人录入的 1 条须由他人复录"),
        (
            Lang::En,
            "nothing to key again",
            "1 of your own to be keyed by somebody else",
        ),
    ] {
        let h = Harness::new(lang);
        add(
            &h,
            "library",
            "示例馆",
            SECOND,
            &[("reading_seats", "130".into())],
        );
        let mut h = h.verifying(SECOND, &[], Selection::default());
        says(&h, nothing);
        says(&h, own);
        hides(&h, "示例馆");
        h.key(Code::Enter);
        h.key(Code::Esc);
        says(&h, "F10");
    }
}

#[test]
fn the_queue_keeps_to_the_towns_the_kind_and_the_sample() {
    let h = Harness::new(Lang::Zh);
    add(
        &h,
        "library",
        "示例馆",
        FIRST,
        &[("reading_seats", "130".into())],
    );
    add(&h, "greenway", "示例绿道", FIRST, &[]);
    let h = h.verifying(SECOND, &["331121101"], Selection::default());
    says(&h, "没有待复录的记录");
    let h = h.verifying(
        SECOND,
        &[TOWN],
        Selection {
            kind: Some("greenway".into()),
            sample: None,
        },
    );
    says(&h, "示例绿道");
    hides(&h, "示例馆");
    for n in 0..60 {
        add(&h, "greenway", &format!("示例绿道{n}"), FIRST, &[]);
    }
    let h = h.verifying(
        SECOND,
        &[],
        Selection {
            kind: None,
            sample: Some(10),
        },
    );
    assert!(
        row_of(&h, "示例馆").contains("接近最低要求"),
        "{}",
        h.screen()
    );
    let count = row_of(&h, "待复录");
    let count: usize = count
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap();
    assert!((1..30).contains(&count), "{count}");
    let of_first_start = h.screen();
    assert_eq!(
        h.verifying(
            SECOND,
            &[],
            Selection {
                kind: None,
                sample: Some(10)
            }
        )
        .screen(),
        of_first_start
    );
}

#[test]
fn f8_skips_to_the_next_record_and_esc_goes_back_and_both_keep_what_was_keyed() {
    let h = Harness::new(Lang::Zh);
    for (name, seats) in [
        ("示例甲馆", "130"),
        ("示例乙馆", "131"),
        ("示例丙馆", "132"),
    ] {
        add(
            &h,
            "library",
            name,
            FIRST,
            &[("reading_seats", seats.into())],
        );
    }
    let mut h = h.verifying(SECOND, &[], Selection::default());
    h.key(Code::Enter)
        .text("1")
        .keys(&[Code::Enter, Code::F(8)]);
    says(&h, "示例乙馆");
    h.text("1").keys(&[Code::Enter, Code::Esc]);
    assert!(
        row_of(&h, "甲").contains("部分已录") && row_of(&h, "乙").contains("部分已录"),
        "{}",
        h.screen()
    );
    h.keys(&[Code::Home, Code::Enter]);
    says(&h, "继续上次");
    says(&h, "示例甲馆");
    h.key(Code::F(2));
    says(&h, "已保存复录：示例甲馆，1 项");
    says(&h, "> 公共图书馆 > 示例乙馆");
    h.key(Code::F(2)).keys(&[Code::F(8)]);
    says(&h, "待复录 3 条");
    says(&h, "本次复录 2 条 2 项");
}

#[test]
fn the_history_of_a_record_tells_its_second_entry() {
    for (lang, agreed, wrong) in [
        (Lang::Zh, "  相符：状态", "  首录有误，已更正：阅览座席数"),
        (
            Lang::En,
            "  agreed: Status",
            "  first entry wrong, corrected: Reading seats",
        ),
    ] {
        let (mut h, _) = library(lang, "103");
        h.text("1").key(Code::Enter);
        go_to(
            &mut h,
            if lang == Lang::Zh {
                "阅览座席数"
            } else {
                "Reading seats"
            },
        );
        h.text("130")
            .key(Code::Enter)
            .text("130")
            .keys(&[Code::Enter, Code::F(2)]);
        let mut h = h.start_again(lang);
        h.keys(&[Code::Right, Code::Enter, Code::F(6)]);
        says(&h, agreed);
        says(&h, wrong);
        let heading = format!(
            "{SECOND}  {}",
            if lang == Lang::Zh {
                "复录"
            } else {
                "second entry"
            }
        );
        says(&h, &heading);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_taizhang"));
        command.args([
            "--lang",
            if lang == Lang::Zh { "zh" } else { "en" },
            "history",
            "示例馆",
            "--db",
        ]);
        let output = command.arg(h.store().path()).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        for line in [agreed, wrong] {
            assert!(told.lines().any(|told| told == line), "{line} in\n{told}");
        }
        assert!(told.contains(&heading), "{told}");
    }
}

#[test]
fn both_screens_can_be_drawn_at_every_tiny_size_and_explain_themselves() {
    for lang in LANGS {
        let (mut h, _) = at_the_seats(lang, "130");
        h.text("103").key(Code::Enter);
        for _ in 0..2 {
            for columns in (0..=46).chain([60, 79, 81, 200]) {
                for rows in (0..=14).chain([23, 60]) {
                    h.resize(columns, rows);
                    let cursor = h.cursor();
                    assert!(
                        cursor.is_none_or(|at| at.x < columns && at.y < rows),
                        "{columns}x{rows}"
                    );
                    assert!(
                        h.screen()
                            .lines()
                            .all(|line| text::width(line) <= usize::from(columns))
                    );
                }
            }
            h.resize(80, 24);
            for c in h.screen().chars().filter(|c| *c != '\n') {
                let narrow = unicode_width::UnicodeWidthChar::width(c);
                assert_eq!(
                    narrow,
                    unicode_width::UnicodeWidthChar::width_cjk(c),
                    "{c:?} is wide on some terminals"
                );
            }
            h.key(Code::F(1));
            says(&h, if lang == Lang::Zh { "首录" } else { "first" });
            h.keys(&[Code::Esc, Code::Esc]);
        }
    }
}

#[test]
fn the_language_can_be_switched_in_the_middle_and_choices_are_chosen_from_a_list() {
    let (mut h, id) = library(Lang::Zh, "130");
    h.key(Code::F(4)).text("1");
    h.ctrl('t');
    says(&h, "1 of 20 compared");
    assert!(
        row_of(&h, "In use").starts_with(" =Status"),
        "{}",
        h.screen()
    );
    h.key(Code::F(2));
    assert_eq!(done(&h, id)[0].0, "status");
}

#[test]
fn typing_finds_a_record_of_the_queue_and_nothing_else() {
    let h = Harness::new(Lang::Zh);
    for (name, seats) in [("示例甲馆", "96"), ("示例乙馆", "97")] {
        add(
            &h,
            "library",
            name,
            FIRST,
            &[("reading_seats", seats.into())],
        );
    }
    let mut h = h.verifying(SECOND, &[], Selection::default());
    h.text("乙馆").key(Code::Enter);
    let screen = h.screen();
    let is_here = |row: &str| row.starts_with('>') && row.contains("示例乙馆");
    assert!(screen.lines().any(is_here), "{screen}");
    // A town is not offered: its records would show what was entered first.
    h.text("碧湖");
    assert!(h.screen().contains("未找到"), "{}", h.screen());
    h.keys(&[Code::Esc, Code::Esc]);
    assert!(!h.screen().contains("97"), "{}", h.screen());
}
