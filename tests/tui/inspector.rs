//! An inspector's session: keys in, screen out, and what becomes of the record.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{self, Harness};
use serde_json::{Value as Json, json};
use taizhang::domain::record::Subject;
use taizhang::domain::review::{ReviewState, ThreadState};
use taizhang::domain::verdict::NarrowBy;
use taizhang::i18n::Lang;
use taizhang::store::{
    FindingAnswer, Inspector, Limits, Returning, ReviewFilter, Save, Saved, Writer,
};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const HUZHEN: &str = "331122101";
const WENXI: &str = "331121101";
const BIHU: &str = "331102100";
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// Everything a library needs before review.
fn library(place: &str, name: &str, seats: &str) -> BTreeMap<String, Json> {
    let fields = [
        ("kind", "library"),
        ("place", place),
        ("name", name),
        ("status", "existing"),
        ("opened_on", "2020"),
        ("library_type", "public"),
        ("reading_seats", seats),
        ("building_area_m2", "1000"),
        ("address", "示例路1号"),
        ("operator_unit", "示例文化站"),
        ("data_source", "statistics"),
        ("data_as_of", "2025-06-01"),
    ];
    fields
        .map(|(code, value)| (code.to_owned(), json!(value)))
        .into()
}

fn save(h: &Harness, record: Uuid, fields: BTreeMap<String, Json>) {
    let base = h
        .store()
        .record(record)
        .unwrap()
        .map(|record| record.heads)
        .unwrap_or_default();
    let save = Save {
        record,
        subject: Subject::Facility,
        base: &base,
        fields,
        author: "示例填报人",
        reason: "",
    };
    let saved = h
        .store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    assert!(matches!(saved, Saved::Written(_)));
}

/// A ledger with a library of 96 seats in 壶镇镇 that lacks nothing for review.
fn ledger(lang: Lang) -> (Harness, Uuid) {
    let h = Harness::new(lang);
    let id = Uuid::now_v7();
    let mut fields = library(HUZHEN, "示例图书馆", "96");
    complete(&h, &mut fields);
    save(&h, id, fields);
    assert_eq!(state(&h, id), ReviewState::Submitted);
    (h, id)
}

/// Fills whatever the pack still asks for, with the first choice or a word.
fn complete(h: &Harness, fields: &mut BTreeMap<String, Json>) {
    let store = h.store();
    let kind = store.kind("library").unwrap();
    for field in &kind.fields {
        let record = taizhang::domain::record::Record {
            subject: Subject::Facility,
            id: Uuid::nil(),
            kind: "library".into(),
            place: HUZHEN.into(),
            fields: fields.clone(),
            heads: Vec::new(),
        };
        let facility = kind.decode(&record);
        let missing =
            taizhang::domain::policy::check::needed_for_review(kind, &facility, support::day());
        if missing.contains(&field.code)
            || fields
                .get(&field.code)
                .is_some_and(|value| field.decode(value).is_none())
        {
            let value = field
                .choices()
                .first()
                .map_or("12", |choice| choice.code.as_str());
            fields.insert(field.code.clone(), json!(value));
        }
    }
}

fn state(h: &Harness, id: Uuid) -> ReviewState {
    h.store().review_of(id).unwrap().unwrap().state
}

#[track_caller]
fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "{words} in\n{}", h.screen());
}

/// Moves the cursor down to the line that holds some words.
#[track_caller]
fn down_to(h: &mut Harness, words: &str) {
    for _ in 0..40 {
        let at = h.cursor().unwrap().y;
        if h.screen()
            .lines()
            .nth(usize::from(at))
            .is_some_and(|line| line.contains(words))
        {
            return;
        }
        h.key(Code::Down);
    }
    panic!("no {words} in\n{}", h.screen());
}

/// From the first screen to the record of the library in 壶镇镇.
fn to_record(inspector: &mut Harness) {
    down_to(inspector, "96/130");
    inspector.keys(&[Code::Enter, Code::Enter]);
}

#[test]
fn shortfalls_come_first_each_with_what_it_rests_on() {
    for lang in LANGS {
        let (h, _) = ledger(lang);
        let mut inspector = h.review();
        inspector.key(Code::Down);
        let name = format!("shortfalls_{}", if lang == Lang::Zh { "zh" } else { "en" });
        insta::assert_snapshot!(name, inspector.screen());
        inspector.key(Code::Esc);
        says(
            &inspector,
            if lang == Lang::Zh {
                "按 F10 退出"
            } else {
                "F10 quits"
            },
        );
    }
}

#[test]
fn a_record_is_returned_with_marked_fields_and_the_reason() {
    for (lang, marked, returned) in [
        (Lang::Zh, "退回，标记 1 项", "已退回"),
        (Lang::En, "1 field marked", "returned"),
    ] {
        let (h, id) = ledger(lang);
        let mut inspector = h.review();
        to_record(&mut inspector);
        let seats = if lang == Lang::Zh {
            "阅览座席数"
        } else {
            "Reading seats"
        };
        down_to(&mut inspector, seats);
        let saved_at = h
            .store()
            .zone()
            .shown(&h.store().history(id).unwrap()[0].change.at);
        let screen = inspector.screen().replace(&saved_at, "2025-06-30 10:00");
        insta::assert_snapshot!(
            format!("record_{}", if lang == Lang::Zh { "zh" } else { "en" }),
            screen
        );
        inspector.text("\u{3000}").key(Code::F(2));
        says(&inspector, marked);
        inspector.key(Code::Enter);
        assert_eq!(
            state(&h, id),
            ReviewState::Submitted,
            "a finding says something"
        );
        inspector.text("与现场清点不符").key(Code::Enter);
        says(&inspector, returned);
        assert_eq!(state(&h, id), ReviewState::Returned);
        let threads = h.store().review_of(id).unwrap().unwrap().threads;
        assert_eq!(threads[0].fields, ["reading_seats"]);
        assert_eq!(
            (
                threads[0].acts[0].text.as_str(),
                threads[0].acts[0].author.as_str()
            ),
            ("与现场清点不符", "示例审核人")
        );
    }
}

#[test]
fn a_record_is_verified_and_a_finding_closed_and_opened_again() {
    let (h, id) = ledger(Lang::Zh);
    let mut inspector = h.review();
    to_record(&mut inspector);
    inspector.key(Code::F(4));
    says(&inspector, "已审核通过：示例图书馆");
    assert_eq!(state(&h, id), ReviewState::Approved);
    inspector.key(Code::F(2)).text("再看一下").key(Code::Enter);
    assert_eq!(state(&h, id), ReviewState::Returned);
    inspector.key(Code::F(4));
    assert_eq!(
        state(&h, id),
        ReviewState::Returned,
        "what was returned is not verified: {}",
        inspector.screen()
    );
    inspector.key(Code::F(9));
    says(&inspector, "再看一下");
    inspector.text("1");
    says(&inspector, "示例审核人");
    inspector.text("2").key(Code::Enter);
    let thread = |h: &Harness| h.store().review_of(id).unwrap().unwrap().threads[0].clone();
    assert_eq!(thread(&h).state, ThreadState::Closed);
    inspector
        .key(Code::F(9))
        .text("1")
        .text("3")
        .text("还是不对")
        .key(Code::Enter);
    assert_eq!(thread(&h).state, ThreadState::Open);
    assert_eq!(thread(&h).acts.len(), 3);
}

#[test]
fn all_of_a_list_without_a_problem_are_verified_at_once() {
    let (h, fine) = ledger(Lang::Zh);
    let doubtful = Uuid::now_v7();
    let mut fields = library(WENXI, "示例大馆", "5000");
    complete(&h, &mut fields);
    save(&h, doubtful, fields);
    let mut inspector = h.review();
    inspector.key(Code::F(2));
    says(&inspector, "第 1/2");
    inspector.key(Code::F(2));
    says(&inspector, "将审核通过 1 条");
    inspector.key(Code::F(2));
    says(&inspector, "没有问题的 1 条");
    inspector.text("2");
    says(&inspector, "已审核通过 1 条");
    assert_eq!(
        (state(&h, fine), state(&h, doubtful)),
        (ReviewState::Approved, ReviewState::Submitted)
    );
    inspector.keys(&[Code::F(2), Code::F(2)]);
    says(&inspector, "没有可审核通过的");
}

/// A second version of a record, with one more seat.
fn change(h: &Harness, id: Uuid, author: &str) {
    let record = h.store().record(id).unwrap().unwrap();
    let mut fields = record.every_field();
    fields.insert("reading_seats".into(), json!("97"));
    let save = Save {
        record: id,
        subject: Subject::Facility,
        base: &record.heads,
        fields,
        author,
        reason: "",
    };
    h.store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
}

/// A library in a place that lacks nothing for review.
fn complete_library(h: &Harness, place: &str, name: &str, seats: &str) -> Uuid {
    let id = Uuid::now_v7();
    let mut fields = library(place, name, seats);
    complete(h, &mut fields);
    save(h, id, fields);
    id
}

#[test]
fn before_many_are_approved_it_is_shown_which_are_and_why_the_others_are_not() {
    for lang in LANGS {
        let (h, _) = ledger(lang);
        complete_library(&h, WENXI, "示例大馆", "5000");
        let own = complete_library(&h, HUZHEN, "示例本人馆", "96");
        change(&h, own, "示例\u{3000}审核人");
        let answered = complete_library(&h, HUZHEN, "示例答复馆", "96");
        save(&h, Uuid::now_v7(), library(HUZHEN, "示例待补馆", "90"));
        let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
        let seen = h.store().heads(answered).unwrap();
        let thread = inspector
            .raise(&Returning {
                record: answered,
                base: &seen,
                fields: &[],
                text: "请核对",
            })
            .unwrap();
        let answer = FindingAnswer {
            record: answered,
            thread,
            text: "已核对",
            author: "示例填报人",
        };
        h.store()
            .write(|writer: &mut Writer| writer.answer(&answer))
            .unwrap();
        let mut reviewing = h.review();
        reviewing.keys(&[Code::F(2), Code::Delete, Code::F(2)]);
        let name = format!("approvals_{}", if lang == Lang::Zh { "zh" } else { "en" });
        insta::assert_snapshot!(name, reviewing.screen());
    }
}

#[test]
fn what_changes_while_many_are_approved_is_left_out_and_named() {
    let (h, fine) = ledger(Lang::Zh);
    let changed = complete_library(&h, HUZHEN, "示例二馆", "96");
    let mut inspector = h.review();
    inspector.keys(&[Code::F(2), Code::F(2), Code::F(2)]);
    says(&inspector, "没有问题的 2 条");
    change(&h, changed, "示例填报人");
    inspector.text("2");
    says(
        &inspector,
        "已审核通过 1 条，其间有变化的 1 条未通过：示例二馆（刚被修改）",
    );
    assert_eq!(
        (state(&h, fine), state(&h, changed)),
        (ReviewState::Approved, ReviewState::Submitted)
    );
    says(&inspector, "将审核通过 1 条，另有 1 条");
    // What stands now is seen, and is approved on being asked again.
    inspector.key(Code::F(2)).text("2");
    says(&inspector, "已审核通过 1 条");
    assert_eq!(state(&h, changed), ReviewState::Approved);
}

#[test]
fn lists_are_narrowed_by_verdict_kind_evidence_and_change() {
    let (h, id) = ledger(Lang::Zh);
    let mut inspector = h.review();
    let rows = |h: &Harness| {
        h.screen()
            .lines()
            .skip(2)
            .take_while(|line| !line.starts_with('-'))
            .filter(|line| !line.is_empty())
            .count()
    };
    let all = rows(&inspector);
    inspector.key(Code::F(4)).text("8");
    assert_eq!(rows(&inspector), 1, "{}", inspector.screen());
    says(&inspector, "缺口清单 > 无佐证材料");
    inspector
        .key(Code::F(4))
        .text("8")
        .key(Code::F(4))
        .text("6");
    assert!(
        rows(&inspector) < all && rows(&inspector) > 0,
        "everything changed since never: {}",
        inspector.screen()
    );
    drop(inspector);
    let mut again = h.review();
    again.key(Code::F(4)).text("6");
    says(&again, "没有符合筛选条件的");
    let mut fields = h.store().record(id).unwrap().unwrap().fields;
    fields.extend([
        ("kind".into(), json!("library")),
        ("place".into(), json!(HUZHEN)),
        ("reading_seats".into(), json!("97")),
    ]);
    save(&h, id, fields);
    again.keys(&[Code::F(4), Code::Esc]);
    assert_eq!(rows(&again), 1, "{}", again.screen());
    again.key(Code::F(4)).text("6").key(Code::F(4)).text("4");
    says(&again, "没有符合筛选条件的");
    again
        .key(Code::F(4))
        .text("1")
        .key(Code::Enter)
        .key(Code::F(4))
        .text("公共图书馆")
        .key(Code::Enter);
    assert!(
        again.screen().contains("公共图书馆") && !again.screen().contains("综合医院"),
        "{}",
        again.screen()
    );
}

#[test]
fn an_inspector_judges_only_what_was_given_to_judge() {
    let (h, id) = ledger(Lang::Zh);
    let limits = Limits {
        places: vec!["温溪镇".into()],
        kinds: Vec::new(),
    };
    let mut inspector = h.review_within(&limits);
    to_record(&mut inspector);
    for refused in [Code::F(4), Code::F(2), Code::Insert] {
        inspector.key(refused);
        says(&inspector, "不在本次审核范围内");
        assert!(
            !inspector.screen().contains("请写明"),
            "nothing is asked: {}",
            inspector.screen()
        );
    }
    inspector.ctrl('p');
    says(&inspector, "(此记录不在本次审核范围内");
    assert_eq!(state(&h, id), ReviewState::Submitted);
}

#[test]
fn what_waits_for_an_inspector_of_some_towns_is_marked_and_comes_first() {
    for lang in LANGS {
        let (h, _) = ledger(lang);
        complete_library(&h, WENXI, "示例温溪馆", "90");
        save(&h, Uuid::now_v7(), library(WENXI, "示例待补馆", "90"));
        complete_library(&h, BIHU, "示例碧湖馆", "90");
        let mut inspector = h.review_within(&Limits {
            places: vec!["碧湖镇".into(), "温溪镇".into()],
            kinds: Vec::new(),
        });
        let of = |name: &str| format!("{name}_{}", if lang == Lang::Zh { "zh" } else { "en" });
        insta::assert_snapshot!(of("own_shortfalls"), inspector.screen());
        inspector.keys(&[Code::F(2), Code::Delete]);
        insta::assert_snapshot!(of("own_records"), inspector.screen());
        let mut all = h.review();
        all.keys(&[Code::F(2), Code::Delete]);
        assert!(!all.screen().contains("* "), "{}", all.screen());
    }
}

#[test]
fn the_open_findings_of_an_inspector_are_a_list_with_what_was_answered() {
    for lang in LANGS {
        let (h, waits) = ledger(lang);
        let store = h.store();
        let raise = |name: &str, record: Uuid, text: &str| {
            let inspector = Inspector::new(&store, name, &Limits::default()).unwrap();
            let base = store.heads(record).unwrap();
            let returning = Returning {
                record,
                base: &base,
                fields: &["reading_seats".to_owned()],
                text,
            };
            inspector.raise(&returning).unwrap()
        };
        let answered = complete_library(&h, WENXI, "示例答复馆", "96");
        let closed = complete_library(&h, WENXI, "示例办结馆", "96");
        let other = complete_library(&h, WENXI, "示例他人馆", "96");
        raise("示例审核人", waits, "与现场清点不符");
        raise("示例别人", other, "别人提的");
        let thread = raise("示例审核人", closed, "已解决的");
        let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
        inspector.close(thread, "").unwrap();
        let thread = raise("示例\u{3000}审核人", answered, "请核对");
        let answer = FindingAnswer {
            record: answered,
            thread,
            text: "重新清点，确为 96 座",
            author: "示例填报人",
        };
        h.store()
            .write(|writer: &mut Writer| writer.answer(&answer))
            .unwrap();
        let mut reviewing = h.review();
        reviewing.key(Code::F(9));
        let mut screen = reviewing.screen();
        let own = store.own_findings("示例审核人").unwrap();
        assert_eq!(own.len(), 2);
        for act in own.iter().flat_map(|own| &own.thread.acts) {
            screen = screen.replace(&store.zone().shown(&act.at), "2025-06-30 10:00");
        }
        let name = format!(
            "own_findings_{}",
            if lang == Lang::Zh { "zh" } else { "en" }
        );
        insta::assert_snapshot!(name, screen);
        reviewing.key(Code::Enter);
        says(&reviewing, "示例答复馆");
        let close = if lang == Lang::Zh {
            "办结"
        } else {
            "close it"
        };
        reviewing.key(Code::F(9)).text("1");
        says(&reviewing, close);
        reviewing.text("2").keys(&[Code::Enter, Code::Esc]);
        says(
            &reviewing,
            if lang == Lang::Zh {
                "第 1/1"
            } else {
                "1 of 1"
            },
        );
        reviewing.keys(&[Code::Esc, Code::F(2), Code::F(9)]);
        says(&reviewing, "与现场清点不符");
    }
}

#[test]
fn a_sample_is_drawn_from_the_list_and_walked_through_with_its_states() {
    for lang in LANGS {
        let (h, _) = ledger(lang);
        for n in 0..8 {
            complete_library(&h, HUZHEN, &format!("示例{n}馆"), "96");
        }
        complete_library(&h, WENXI, "示例温溪馆", "96");
        let mut inspector = h.review();
        inspector.keys(&[Code::F(2), Code::F(6)]);
        says(
            &inspector,
            if lang == Lang::Zh {
                "尚未抽样"
            } else {
                "no sample yet"
            },
        );
        inspector.key(Code::F(4)).ctrl('u');
        inspector.text("4 x 2026").key(Code::Enter);
        assert!(h.store().samples().unwrap().is_empty(), "no rule");
        inspector.key(Code::F(4));
        says(&inspector, "4 x 2026");
        inspector.ctrl('u');
        inspector.text("４ 1 2026").key(Code::Enter);
        let sample = h.store().samples().unwrap().remove(0);
        assert_eq!((sample.population, sample.rule.every), (10, 4));
        assert_eq!(sample.frame.state, Some(ReviewState::Submitted));
        let at = h.store().zone().shown(&sample.at);
        let screen = inspector.screen().replace(&at, "2025-06-30 10:00");
        let (first, second) = sample.digest.split_at(7);
        let screen = screen.replace(first, "0123456").replace(second, "...");
        let screen: String = screen
            .lines()
            .map(|line| match line.split_once("SHA-256") {
                Some((before, _)) => format!("{before}SHA-256 ...\n"),
                None if line.len() > 20 && line.chars().all(|c| c.is_ascii_hexdigit()) => {
                    String::new()
                }
                None => format!("{line}\n"),
            })
            .collect();
        let name = format!("samples_{}", if lang == Lang::Zh { "zh" } else { "en" });
        insta::assert_snapshot!(name, screen);
        inspector.key(Code::Enter);
        let count = sample.records.len();
        let position = match lang {
            Lang::Zh => format!("第 1/{count}"),
            Lang::En => format!("1 of {count}"),
        };
        says(&inspector, &position);
        says(&inspector, &at);
        // One of them is approved, and the sample knows.
        inspector.keys(&[Code::Enter, Code::F(4), Code::F(8), Code::Esc, Code::F(6)]);
        says(&inspector, &format!("1/{count}"));
        // A list that is narrowed by something else is no frame of a sample.
        inspector.keys(&[Code::Enter, Code::F(6), Code::F(4)]);
        says(
            &inspector,
            if lang == Lang::Zh {
                "其他筛选条件"
            } else {
                "clear the other filters"
            },
        );
        inspector.keys(&[Code::Esc, Code::Delete]);
        says(&inspector, if lang == Lang::Zh { "/10" } else { "of 10" });
    }
}

#[test]
fn a_visit_is_written_down_one_question_after_another() {
    for lang in LANGS {
        let (h, id) = ledger(lang);
        let mut inspector = h.review();
        to_record(&mut inspector);
        let zh = lang == Lang::Zh;
        inspector.ctrl('e');
        // Today is offered; a day to come is refused at once.
        says(&inspector, "2025-06-30");
        inspector.ctrl('u');
        inspector.text("2025-07-01").key(Code::Enter);
        says(&inspector, if zh { "尚未到" } else { "still to come" });
        says(&inspector, "2025-07-01");
        inspector.ctrl('u');
        inspector.text("2025-06-28").key(Code::Enter);
        inspector.text("示例甲、示例乙").key(Code::Enter);
        says(
            &inspector,
            if zh {
                "现场没有此设施"
            } else {
                "no such facility there"
            },
        );
        inspector.text("2");
        inspector.text("座席少 4 个").key(Code::Enter);
        inspector.text("现场.jpg abc").key(Code::Enter);
        says(&inspector, "现场.jpg abc");
        let sha256 = "0a".repeat(32);
        inspector.ctrl('u');
        inspector
            .text(&format!("现场.jpg {sha256}"))
            .key(Code::Enter);
        says(
            &inspector,
            if zh {
                "已登记现场核查"
            } else {
                "site visit recorded"
            },
        );
        let visit = h.store().site_visits(id).unwrap().remove(0);
        assert_eq!(visit.persons, ["示例甲", "示例乙"]);
        assert_eq!(visit.photos[0].sha256, sha256);
        let brief = if zh {
            "2025-06-28 现场核查：与记录不符"
        } else {
            "visited on 2025-06-28: differs from the record"
        };
        says(&inspector, brief);
        assert_eq!(state(&h, id), ReviewState::Submitted);
        inspector.key(Code::F(3));
        let mut screen = inspector.screen();
        let store = h.store();
        let shown = |at: &str| store.zone().shown(at);
        for at in store
            .history(id)
            .unwrap()
            .iter()
            .map(|entry| &entry.change.at)
        {
            screen = screen.replace(&shown(at), "2025-06-30 10:00");
        }
        screen = screen.replace(&shown(&visit.at), "2025-06-30 10:00");
        screen = screen.replace(&id.to_string(), "ID");
        let name = format!("visited_{}", if zh { "zh" } else { "en" });
        insta::assert_snapshot!(name, screen);
        inspector.keys(&[Code::Esc, Code::Esc, Code::F(4)]);
        let words = if zh { "未现场核查" } else { "not visited" };
        inspector.text(words).key(Code::Enter);
        says(
            &inspector,
            if zh {
                "没有符合筛选条件的"
            } else {
                "nothing matches the filter"
            },
        );
    }
}

#[test]
fn records_are_narrowed_by_what_is_overdue_near_or_without_evidence() {
    let (h, id) = ledger(Lang::Zh);
    let near = complete_library(&h, WENXI, "示例临界馆", "128");
    let with_evidence = complete_library(&h, BIHU, "示例佐证馆", "131");
    let mut fields = h
        .store()
        .record(with_evidence)
        .unwrap()
        .unwrap()
        .every_field();
    fields.insert("evidence".into(), json!("档案 3 号"));
    save(&h, with_evidence, fields);
    let listed = |filter: ReviewFilter| -> BTreeSet<Uuid> {
        support::walked::assert_walked(&h.store(), &filter);
        let found = h.store().reviewed(&filter, 0, 10).unwrap();
        found.into_iter().map(|one| one.record).collect()
    };
    let of = |only: &[NarrowBy]| {
        let only = only.iter().copied().collect();
        listed(ReviewFilter {
            only: Some(&only),
            ..ReviewFilter::default()
        })
    };
    let unproved = NarrowBy::WithoutEvidence;
    assert_eq!(of(&[NarrowBy::Near]), BTreeSet::from([near, with_evidence]));
    assert_eq!(of(&[unproved]), BTreeSet::from([id, near]));
    assert_eq!(of(&[NarrowBy::Near, unproved]), BTreeSet::from([near]));
    let late = of(&[NarrowBy::Overdue]);
    assert!(
        late.contains(&id) && !late.contains(&with_evidence),
        "{late:?}"
    );
    let mut inspector = h.review();
    inspector
        .keys(&[Code::F(2), Code::F(4)])
        .text("接近")
        .keys(&[Code::Enter, Code::F(4)])
        .text("无佐证")
        .key(Code::Enter);
    says(&inspector, "第 1/1");
    says(&inspector, "示例临界馆");
    says(&inspector, "接近最低要求");
    says(&inspector, "无佐证材料");
}

#[test]
fn an_inspector_is_offered_nothing_that_would_be_refused() {
    let (h, id) = ledger(Lang::Zh);
    let mut all = h.review();
    to_record(&mut all);
    all.key(Code::F(2)).text("请核对").key(Code::Enter);
    assert_eq!(state(&h, id), ReviewState::Returned);
    for limits in [
        Limits {
            places: vec!["温溪镇".into()],
            kinds: Vec::new(),
        },
        Limits {
            places: Vec::new(),
            kinds: vec!["hospital".into()],
        },
    ] {
        let mut inspector = h.review_within(&limits);
        to_record(&mut inspector);
        inspector.key(Code::F(9)).text("1");
        says(&inspector, "请核对");
        for words in ["2 ", "3 "] {
            assert!(
                !inspector
                    .screen()
                    .lines()
                    .any(|line| line.trim_start().starts_with(words)),
                "{}",
                inspector.screen()
            );
        }
    }
    // Of a list only those are verified at once that are this inspector's.
    let other = Uuid::now_v7();
    let mut fields = library(HUZHEN, "示例二馆", "96");
    complete(&h, &mut fields);
    save(&h, other, fields);
    let mut inspector = h.review_within(&Limits {
        places: vec!["温溪镇".into(), "碧湖镇".into()],
        kinds: Vec::new(),
    });
    inspector.keys(&[Code::F(2), Code::F(2), Code::F(2)]);
    says(&inspector, "没有可审核通过的");
}

#[test]
fn words_that_could_not_be_sent_are_there_again() {
    let (h, id) = ledger(Lang::Zh);
    let mut inspector = h.review();
    to_record(&mut inspector);
    inspector.key(Code::F(2)).text("面积请附测绘报告");
    let mut fields = h.store().record(id).unwrap().unwrap().fields;
    fields.extend([
        ("kind".into(), json!("library")),
        ("place".into(), json!(HUZHEN)),
        ("reading_seats".into(), json!("97")),
    ]);
    save(&h, id, fields);
    inspector.key(Code::Enter);
    says(&inspector, "刚被修改");
    assert_eq!(state(&h, id), ReviewState::Submitted);
    inspector.key(Code::F(2));
    says(&inspector, "面积请附测绘报告");
    inspector.key(Code::Enter);
    assert_eq!(state(&h, id), ReviewState::Returned);
    inspector.key(Code::F(2));
    assert!(
        !inspector.screen().contains("面积请附测绘报告\n"),
        "{}",
        inspector.screen()
    );
}

#[test]
fn the_screens_of_a_review_stand_in_any_window() {
    for lang in LANGS {
        let (h, _) = ledger(lang);
        let mut inspector = h.review();
        for (columns, rows) in [(40, 12), (40, 10), (200, 60), (1, 1), (80, 24)] {
            inspector.resize(columns, rows).keys(&[
                Code::Down,
                Code::F(2),
                Code::Down,
                Code::Enter,
                Code::PageDown,
            ]);
            inspector
                .keys(&[Code::F(9), Code::F(2)])
                .text("写了一半")
                .keys(&[Code::Esc; 3]);
        }
        assert!(
            inspector.screen().contains(if lang == Lang::Zh {
                "缺口清单"
            } else {
                "Shortfalls"
            }),
            "{}",
            inspector.screen()
        );
    }
}

#[test]
fn files_of_evidence_are_shown_and_count_as_evidence() {
    for (lang, photo) in [(Lang::Zh, "照片"), (Lang::En, "photo")] {
        let (h, id) = ledger(lang);
        let record = h.store().record(id).unwrap().unwrap();
        let mut fields = record.fields;
        fields.remove("evidence");
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let file = json!([{ "name": "现场.jpg", "kind": "photo", "date": "2025-06-01", "sha256": sha256 }]);
        fields.extend([
            ("kind".into(), json!("library")),
            ("place".into(), json!(HUZHEN)),
            ("evidence_files".into(), file),
        ]);
        save(&h, id, fields);
        let mut inspector = h.review();
        down_to(&mut inspector, "96/130");
        says(
            &inspector,
            &format!("{photo}  现场.jpg  2025-06-01  SHA-256 ba7816bf8f01"),
        );
        inspector.keys(&[Code::Enter, Code::Enter]);
        down_to(
            &mut inspector,
            if lang == Lang::Zh {
                "佐证材料"
            } else {
                "Evidence"
            },
        );
        says(
            &inspector,
            &format!("{photo}  现场.jpg  2025-06-01  SHA-256"),
        );
        says(&inspector, sha256);
        inspector
            .keys(&[Code::Esc, Code::Esc, Code::F(4)])
            .text("8");
        says(
            &inspector,
            if lang == Lang::Zh {
                "没有符合筛选条件的"
            } else {
                "nothing matches the filter"
            },
        );
        // A form that does not show the list keeps it.
        let mut clerk = h;
        down_to(&mut clerk, "壶镇镇");
        clerk
            .keys(&[Code::Right, Code::Enter, Code::Enter])
            .text("示例新名")
            .key(Code::F(2));
        assert!(
            clerk
                .store()
                .record(id)
                .unwrap()
                .unwrap()
                .fields
                .contains_key("evidence_files"),
            "{}",
            clerk.screen()
        );
    }
}

#[test]
fn what_the_inspector_entered_is_verified_with_a_mark_on_every_screen() {
    for (lang, marked, listed) in [
        (Lang::Zh, "由录入人本人审核通过", "本人审核通过"),
        (
            Lang::En,
            "approved by the person who entered it",
            "self-approved",
        ),
    ] {
        let (h, id) = ledger(lang);
        let record = h.store().record(id).unwrap().unwrap();
        let mut fields = record.fields;
        fields.extend(
            [("kind", "library"), ("place", HUZHEN), ("remarks", "示例")]
                .map(|(code, value)| (code.into(), json!(value))),
        );
        let (subject, base) = (Subject::Facility, record.heads);
        let save = Save {
            record: id,
            subject,
            base: &base,
            fields,
            author: "示例\u{3000}审核人",
            reason: "",
        };
        h.store()
            .write(|writer: &mut Writer| writer.save(&save))
            .unwrap();
        let mut inspector = h.review();
        to_record(&mut inspector);
        inspector.key(Code::F(4));
        says(&inspector, marked);
        assert_eq!(state(&h, id), ReviewState::Approved);
        inspector.key(Code::Esc);
        says(&inspector, listed);
        inspector.key(Code::Esc);
        says(&inspector, marked);
    }
}
