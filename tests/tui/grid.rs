//! The grid, the copy of a record and the undo of a save: keys in, screen out.

use std::collections::BTreeMap;

use crate::support::{self, Harness};
use serde_json::Value as Json;
use taizhang::domain::record::{Record, Subject};
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::Lang;
use taizhang::store::{Save, Saved, Writer};
use taizhang::tui::terminal::input::{Code, Input};
use uuid::Uuid;

const TOWN: &str = "331122101";
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A ledger with three libraries of 100, 101 and 102 seats, and their list.
fn three_libraries(lang: Lang) -> Harness {
    let h = Harness::new(lang);
    for (name, seats) in [("示例A馆", "100"), ("示例B馆", "101"), ("示例C馆", "102")] {
        let fields = [
            ("kind", "library"),
            ("place", TOWN),
            ("name", name),
            ("status", "existing"),
            ("reading_seats", seats),
            ("opened_on", "2020"),
            ("lon", "120.1"),
            ("evidence", "示例文号"),
            ("address", "示例路"),
            ("reported_by", "示例前人"),
            ("reported_on", "2025-03-31"),
        ];
        let fields = fields.map(|(code, value)| (code.to_owned(), Json::from(value)));
        save(&h, Uuid::now_v7(), &[], fields.into());
    }
    let mut h = Harness::on(h.folder, lang, (80, 24));
    h.keys(&[Code::Right, Code::Enter]);
    h
}

fn save(
    h: &Harness,
    record: Uuid,
    base: &[taizhang::domain::record::ChangeId],
    fields: BTreeMap<String, Json>,
) -> Saved {
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author: "示例别人",
        reason: "",
    };
    h.store()
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap()
}

/// Another clerk sets one field of a record.
fn save_elsewhere(h: &Harness, at: usize, code: &str, value: &str) {
    let record = records(h).remove(at);
    let mut fields = record.fields.clone();
    fields.insert("kind".into(), "library".into());
    fields.insert("place".into(), TOWN.into());
    fields.insert(code.to_owned(), value.into());
    assert!(matches!(
        save(h, record.id, &record.heads, fields),
        Saved::Written(_)
    ));
}

fn records(h: &Harness) -> Vec<Record> {
    h.store().records("library", TOWN).unwrap()
}

fn seats(h: &Harness) -> Vec<String> {
    records(h)
        .iter()
        .map(|record| record.fields["reading_seats"].as_str().unwrap().to_owned())
        .collect()
}

fn changes(h: &Harness) -> usize {
    records(h)
        .iter()
        .map(|record| h.store().history(record.id).unwrap().len())
        .sum()
}

fn row(h: &Harness, name: &str) -> String {
    h.screen()
        .lines()
        .find(|line| line.contains(name))
        .unwrap_or_default()
        .to_owned()
}

fn says(h: &Harness, words: &str) {
    assert!(h.screen().contains(words), "{words} in\n{}", h.screen());
}

fn verdict(h: &Harness) -> Verdict {
    let store = h.store();
    let pack = store.pack(None).unwrap().code.clone();
    let standings = store
        .standings_of(&pack, Some(TOWN), support::day())
        .unwrap();
    standings
        .into_iter()
        .find(|standing| standing.requirement == "library")
        .unwrap()
        .verdict
}

#[test]
fn a_column_is_confirmed_and_corrected_and_saved_at_once() {
    for (lang, title, progress, saved) in [
        (
            Lang::Zh,
            "公共图书馆 > 阅览座席数",
            "已核对 2/3",
            "已保存 2 行",
        ),
        (
            Lang::En,
            "Public library > Reading seats",
            "2 of 3 checked",
            "2 rows saved",
        ),
    ] {
        let mut h = three_libraries(lang);
        h.key(Code::F(2));
        says(&h, title);
        h.key(Code::Enter).text("130").key(Code::Down);
        says(&h, progress);
        assert!(row(&h, "示例A馆").starts_with(" =壶镇镇"), "{}", h.screen());
        assert!(row(&h, "示例B馆").starts_with(" *壶镇镇"), "{}", h.screen());
        assert!(row(&h, "示例C馆").starts_with("> 壶镇镇"), "{}", h.screen());
        assert_eq!(
            (seats(&h), changes(&h)),
            (vec!["100".into(), "101".into(), "102".into()], 3),
            "nothing yet"
        );
        h.ctrl('s');
        says(&h, saved);
        assert_eq!(seats(&h), ["100", "130", "102"]);
        let as_of = |at: usize| records(&h)[at].fields.get("data_as_of").cloned();
        assert_eq!(
            (as_of(0), as_of(1), as_of(2)),
            (Some("2025-06-30".into()), Some("2025-06-30".into()), None)
        );
        assert_eq!(records(&h)[0].fields["reported_on"], "2025-06-30");
        assert_eq!(records(&h)[2].fields["reported_by"], "示例前人");
        assert_eq!(changes(&h), 5, "a change of its own each");
        assert_eq!(verdict(&h), Verdict::Met);
        assert!(h.store().inspect().unwrap().is_empty());
        h.keys(&[Code::Esc, Code::Esc]);
        let waits = if lang == Lang::Zh {
            "未保存的表"
        } else {
            "are not saved"
        };
        assert!(
            !h.start_again(lang).screen().contains(waits),
            "no draft is left"
        );
    }
}

#[test]
fn a_column_of_a_spreadsheet_fills_the_grid_from_the_cursor_down() {
    let mut h = three_libraries(Lang::Zh);
    h.keys(&[Code::F(2), Code::Down]);
    h.flow(&Input::Paste("1百三\t\n１３５\t\n7\n8\n".into()));
    says(&h, "填入 2 行，未填入 2 行");
    assert!(row(&h, "示例A馆").starts_with("  壶"), "{}", h.screen());
    assert!(row(&h, "示例B馆").starts_with(">!壶"), "{}", h.screen());
    assert!(row(&h, "示例C馆").starts_with(" *壶"), "{}", h.screen());
    h.key(Code::Down).key(Code::F(2));
    says(&h, "有 1 处须改正后方可保存");
    assert!(
        row(&h, "示例B馆").starts_with(">!壶"),
        "the cursor goes to it: {}",
        h.screen()
    );
    assert_eq!(
        changes(&h),
        3,
        "one mistake keeps all rows from being saved"
    );
    h.flow(&Input::Paste("\n132\n".into()));
    says(&h, "填入 1 行，未填入 1 行");
    h.text("131").key(Code::F(2));
    says(&h, "已保存 2 行");
    assert_eq!(seats(&h), ["100", "131", "132"]);
}

#[test]
fn what_the_pack_forbids_stops_the_column_and_f9_puts_the_saved_value_back() {
    for lang in LANGS {
        let mut h = three_libraries(lang);
        h.key(Code::F(2)).text("-1").key(Code::F(2));
        assert!(row(&h, "示例A馆").starts_with(">!"), "{}", h.screen());
        h.key(Code::F(9));
        assert!(row(&h, "示例A馆").starts_with("> "), "{}", h.screen());
        h.key(Code::F(2));
        says(
            &h,
            if lang == Lang::Zh {
                "没有改动"
            } else {
                "no changes to save"
            },
        );
        assert_eq!(changes(&h), 3);
    }
}

#[test]
fn a_save_that_the_ledger_refuses_saves_no_row() {
    let mut h = three_libraries(Lang::Zh);
    let code = records(&h)[2].fields["facility_code"]
        .as_str()
        .unwrap()
        .to_owned();
    h.keys(&[Code::F(2), Code::F(4)])
        .text("设施编号")
        .key(Code::Enter);
    says(&h, "公共图书馆 > 设施编号");
    h.text("示例-1").key(Code::Down).text(&code).key(Code::F(2));
    says(&h, "示例C馆");
    assert_eq!(changes(&h), 3);
    assert!(
        row(&h, "示例A馆").starts_with(" *"),
        "what was typed is still there: {}",
        h.screen()
    );
    h.ctrl('u').text("示例-2").key(Code::F(2));
    says(&h, "已保存 2 行");
}

#[test]
fn what_was_typed_in_a_grid_is_kept_and_taken_up_again() {
    for (lang, listed, kept) in [
        (
            Lang::Zh,
            "公共图书馆  表格：阅览座席数（2 行）",
            "已保存为草稿",
        ),
        (
            Lang::En,
            "Public library  grid: Reading seats (2 rows)",
            "kept as a draft",
        ),
    ] {
        let mut h = three_libraries(lang);
        h.keys(&[Code::F(2), Code::Enter]).text("12x");
        let before = (h.screen(), h.cursor());
        let mut h = h.start_again(lang);
        h.key(Code::F(9));
        says(&h, listed);
        h.key(Code::Enter);
        assert_eq!((h.screen(), h.cursor()), before);
        h.key(Code::Esc);
        says(&h, kept);
        h.keys(&[Code::Right, Code::Enter, Code::F(2)]);
        assert!(
            row(&h, "示例B馆").contains("12x"),
            "opened from the list: {}",
            h.screen()
        );
        h.key(Code::F(8));
        says(&h, kept);
        h.key(Code::F(7));
        assert!(
            row(&h, "示例B馆").contains("12x"),
            "turned away and back: {}",
            h.screen()
        );
        h.ctrl('u').text("120").key(Code::F(2));
        assert_eq!(seats(&h), ["100", "120", "102"]);
        h.keys(&[Code::Esc, Code::Esc, Code::F(9)]);
        says(
            &h,
            if lang == Lang::Zh {
                "没有草稿"
            } else {
                "no drafts"
            },
        );
    }
}

#[test]
fn a_row_that_somebody_else_saved_is_reported_and_stays() {
    for (lang, said, theirs) in [
        (Lang::Zh, "已保存 1 行；另有 1 行他人刚保存过", "现存：99"),
        (
            Lang::En,
            "1 saved; 1 just saved by somebody else",
            "saved: 99",
        ),
    ] {
        let mut h = three_libraries(lang);
        h.key(Code::F(2)).text("100").key(Code::Down).text("130");
        save_elsewhere(&h, 0, "reading_seats", "99");
        h.key(Code::F(2));
        says(&h, said);
        says(&h, theirs);
        assert!(row(&h, "示例A馆").starts_with(">!"), "{}", h.screen());
        assert_eq!(seats(&h), ["99", "130", "102"]);
        h.key(Code::F(2));
        assert_eq!(seats(&h), ["100", "130", "102"]);
        assert!(h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn a_draft_whose_row_somebody_else_saved_meets_them_before_it_is_saved() {
    let mut h = three_libraries(Lang::Zh);
    h.key(Code::F(2)).text("100").key(Code::Down);
    save_elsewhere(&h, 0, "reading_seats", "99");
    let mut h = h.start_again(Lang::Zh);
    h.keys(&[Code::F(9), Code::Enter, Code::F(2)]);
    says(&h, "他人刚保存过");
    assert_eq!(seats(&h), ["99", "101", "102"]);
    h.key(Code::F(2));
    assert_eq!(seats(&h), ["100", "101", "102"]);
}

/// What a way of leaving is called, and how it is gone.
type Way = (&'static str, fn(Harness) -> Harness);

#[test]
fn a_row_that_somebody_else_saved_is_said_again_after_the_column_was_left() {
    let ways: [Way; 3] = [
        ("left", |mut h| {
            h.keys(&[Code::Esc, Code::F(2)]);
            h
        }),
        ("turned away", |mut h| {
            h.keys(&[Code::F(8), Code::F(7)]);
            h
        }),
        ("killed", |h| {
            let mut h = h.start_again(Lang::Zh);
            h.keys(&[Code::F(9), Code::Enter]);
            h
        }),
    ];
    for (way, leave) in ways {
        let mut h = three_libraries(Lang::Zh);
        h.key(Code::F(2)).text("98").key(Code::Down);
        save_elsewhere(&h, 0, "reading_seats", "99");
        h.key(Code::F(2));
        says(&h, "他人刚保存过");
        let mut h = leave(h);
        assert!(row(&h, "示例A馆").contains('!'), "{way}: {}", h.screen());
        h.key(Code::F(2));
        says(&h, "他人刚保存过");
        assert_eq!(seats(&h), ["99", "101", "102"], "{way}");
        h.key(Code::F(2));
        assert_eq!(seats(&h), ["98", "101", "102"], "{way}");
    }
}

#[test]
fn rows_that_are_given_the_name_of_another_are_asked_about() {
    for (lang, question) in [
        (Lang::Zh, "1 行改成了同镇同类其他记录的名称"),
        (Lang::En, "1 row has the name of another record here"),
    ] {
        let mut h = three_libraries(lang);
        let column = if lang == Lang::Zh {
            "设施名称"
        } else {
            "Name"
        };
        h.keys(&[Code::F(2), Code::F(4)])
            .text(column)
            .key(Code::Enter)
            .text("示例 B馆")
            .key(Code::F(2));
        says(&h, question);
        says(&h, "示例A馆 -> 示例 B馆");
        let name = |h: &Harness| records(h)[0].fields["name"].clone();
        h.text("1");
        assert_eq!(name(&h), "示例A馆");
        h.key(Code::F(2)).text("2");
        assert_eq!(name(&h), "示例 B馆");
    }
}

#[test]
fn words_and_choices_are_typed_over_too() {
    let mut h = three_libraries(Lang::Zh);
    h.keys(&[Code::F(2), Code::F(4)])
        .text("设施名称")
        .key(Code::Enter)
        .text("示例新名")
        .key(Code::Enter);
    h.key(Code::F(8)).text("3").key(Code::Down).key(Code::Left);
    h.ctrl('t');
    assert!(row(&h, "C馆").contains("Closed"), "{}", h.screen());
    h.key(Code::F(2));
    let statuses: Vec<_> = records(&h)
        .iter()
        .map(|record| record.fields["status"].clone())
        .collect();
    assert_eq!(statuses, ["existing", "planned", "closed"]);
    h.key(Code::F(7));
    assert!(h.screen().contains("示例新名"), "{}", h.screen());
}

#[test]
fn a_grid_where_nothing_may_be_written_only_shows() {
    let h = three_libraries(Lang::Zh);
    let mut store = h.store();
    store.restrict_to(vec!["331121101".into()]);
    let mut h = h.with_store(store);
    h.keys(&[Code::Down, Code::Right, Code::Enter, Code::F(2)])
        .text("1");
    says(&h, "此处只能查看，不能修改");
    h.keys(&[Code::Enter, Code::Backspace, Code::F(9), Code::F(2)]);
    says(&h, "已核对 0/3");
}

#[test]
fn a_record_is_copied_but_for_what_tells_it_apart() {
    for (lang, said) in [
        (Lang::Zh, "已按「示例A馆」复制"),
        (Lang::En, "copied \"示例A馆\""),
    ] {
        let mut h = three_libraries(lang);
        h.ctrl('k');
        says(&h, said);
        assert_eq!(records(&h).len(), 3, "nothing is saved yet");
        h.text("示例D馆").key(Code::F(2));
        let all = records(&h);
        let copy = &all[3].fields;
        assert_eq!(
            (&copy["name"], &copy["address"]),
            (&"示例D馆".into(), &"示例路".into())
        );
        assert_eq!(copy["reported_by"], "示例填报人");
        assert_ne!(copy["facility_code"], all[0].fields["facility_code"]);
        // Figures are counted at each place: those of another one look as if they were.
        assert_eq!(all[0].fields["reading_seats"], "100");
        for code in ["opened_on", "lon", "lat", "evidence", "reading_seats"] {
            assert_eq!(copy.get(code), None, "{code}");
        }
    }
}

#[test]
fn the_last_change_is_taken_back_by_a_change_and_a_creation_by_deletion() {
    for (lang, question, line, undone, reason, other) in [
        (
            Lang::Zh,
            "撤销「示例A馆」的最后一次修改？",
            "阅览座席数: 130座 -> 100座",
            "已撤销「示例A馆」",
            "撤销 示例填报人",
            "undo of the change by 示例填报人",
        ),
        (
            Lang::En,
            "undo the last change of \"示例A馆\"?",
            "Reading seats: 130 seats -> 100 seats",
            "undid the last change of \"示例A馆\"",
            "undo of the change by 示例填报人",
            "撤销 示例填报人 于 ",
        ),
    ] {
        let mut h = three_libraries(lang);
        let id = records(&h)[0].id;
        h.key(Code::F(2)).text("130").keys(&[Code::F(2), Code::Esc]);
        assert_eq!(verdict(&h), Verdict::Met);
        h.ctrl('z');
        says(&h, question);
        says(&h, line);
        for (columns, rows) in [(40, 10), (40, 12), (41, 11), (20, 5), (200, 60), (80, 24)] {
            h.resize(columns, rows);
            assert!(h.cursor().is_none_or(|at| at.x < columns && at.y < rows));
        }
        h.key(Code::Enter);
        assert_eq!(seats(&h)[0], "130", "leaving it stands first");
        h.ctrl('z').text("2");
        says(&h, undone);
        assert_eq!(
            (seats(&h)[0].as_str(), verdict(&h)),
            ("100", Verdict::Short)
        );
        let history = h.store().history(id).unwrap();
        assert_eq!(history.len(), 3);
        assert!(
            history[2].change.reason.starts_with(reason),
            "{}",
            history[2].change.reason
        );
        assert!(!records(&h)[0].fields.contains_key("data_as_of"));
        assert!(h.store().inspect().unwrap().is_empty());
        // The newest stands first, in the language of whoever reads it.
        h.key(Code::F(6));
        for words in [reason, other] {
            let screen = h.screen();
            let [undo, creation] = [words, "示例别人"].map(|words| screen.rfind(words));
            assert!(undo.is_some() && undo < creation, "{words}: {screen}");
            h.ctrl('t');
        }
        h.key(Code::Esc);
        h.key(Code::Down).ctrl('z');
        says(
            &h,
            if lang == Lang::Zh {
                "删除「示例B馆」？"
            } else {
                "delete it?"
            },
        );
        h.text("2");
        assert_eq!(records(&h).len(), 2);
        assert!(h.store().inspect().unwrap().is_empty());
    }
}

#[test]
fn a_change_is_not_taken_back_where_somebody_else_saved_meanwhile() {
    let mut h = three_libraries(Lang::Zh);
    h.key(Code::F(2))
        .text("130")
        .keys(&[Code::F(2), Code::Esc])
        .ctrl('z');
    save_elsewhere(&h, 0, "address", "示例新路");
    h.text("2");
    says(&h, "未撤销");
    assert_eq!(seats(&h)[0], "130");
    h.key(Code::Delete)
        .key(Code::Esc)
        .ctrl('z')
        .key(Code::Esc)
        .key(Code::Delete)
        .text("2");
    assert_eq!(
        records(&h).len(),
        2,
        "a question that was left does not answer the next one: {}",
        h.screen()
    );
}

/// What is saved and what stands in the row of a record, if it says so.
fn now(h: &Harness, name: &str) -> String {
    let row = row(h, name);
    let behind = row.split(name).nth(1).unwrap_or_default();
    behind.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_done_in_a_grid_is_taken_back_and_done_again_step_by_step() {
    for (lang, nothing_back, nothing_again) in [
        (Lang::Zh, "没有可撤销的一步", "没有可重做的一步"),
        (Lang::En, "nothing to undo", "nothing to redo"),
    ] {
        let mut h = three_libraries(lang);
        h.key(Code::F(2));
        h.ctrl('z');
        says(&h, nothing_back);
        // Typed, confirmed, pasted, put back: four steps.
        h.text("1")
            .text("3")
            .text("0")
            .key(Code::Enter)
            .key(Code::Enter);
        h.key(Code::Up).paste("7\n8\n");
        h.key(Code::F(9));
        assert_eq!(now(&h, "示例A馆"), "100 130");
        assert_eq!(now(&h, "示例B馆"), "101 101");
        assert_eq!(now(&h, "示例C馆"), "102 8");
        h.ctrl('z');
        assert_eq!(now(&h, "示例B馆"), "101 7");
        h.ctrl('z');
        assert_eq!([now(&h, "示例B馆"), now(&h, "示例C馆")], ["101 101", "102"]);
        assert!(row(&h, "示例B馆").starts_with(">=壶"), "{}", h.screen());
        h.ctrl('z');
        assert!(row(&h, "示例B馆").starts_with("> 壶"), "{}", h.screen());
        h.ctrl('z');
        assert!(row(&h, "示例A馆").starts_with("> 壶"), "{}", h.screen());
        h.ctrl('z');
        says(&h, nothing_back);
        for _ in 0..4 {
            h.ctrl('e');
        }
        assert_eq!(
            [now(&h, "示例A馆"), now(&h, "示例C馆")],
            ["100 130", "102 8"]
        );
        assert!(row(&h, "示例B馆").starts_with("> 壶"), "{}", h.screen());
        h.ctrl('e');
        says(&h, nothing_again);
        h.ctrl('z').ctrl('z').text("9");
        h.ctrl('e');
        says(&h, nothing_again);
        // What was taken back is in no draft, and what is saved is not taken back here.
        h.ctrl('z');
        let mut h = h.start_again(lang);
        h.keys(&[Code::F(9), Code::Enter]);
        assert_eq!([now(&h, "示例A馆"), now(&h, "示例C馆")], ["100 130", "102"]);
        h.key(Code::F(2)).ctrl('z');
        says(&h, nothing_back);
        assert_eq!(seats(&h), ["130", "101", "102"]);
    }
}

#[test]
fn steps_are_forgotten_when_somebody_else_saved_or_another_column_is_shown() {
    let mut h = three_libraries(Lang::Zh);
    h.key(Code::F(2)).text("130").ctrl('z');
    save_elsewhere(&h, 0, "reading_seats", "99");
    h.key(Code::F(1)).key(Code::Esc).ctrl('e');
    says(&h, "没有可重做的一步");
    assert_eq!(now(&h, "示例A馆"), "99 99");
    h.text("130").key(Code::F(8)).key(Code::F(7)).ctrl('z');
    says(&h, "没有可撤销的一步");
    assert_eq!(now(&h, "示例A馆"), "99 130");
}

#[test]
fn a_block_with_names_is_shown_before_it_is_put_in_by_name() {
    let block = "设施名称\t用途\t阅览座席数（座）\n示例C馆\t甲\t130\n示例A馆\t乙\t１００\n示例Z馆\t丙\t7\n示例B馆\t丁\t约百\n合计\t\t237\n";
    for (lang, put, missing, filled) in [
        (
            Lang::Zh,
            "填入 2 行，不填入 3 行",
            "表格中没有这个名称",
            "填入 2 行，未填入 3 行",
        ),
        (
            Lang::En,
            "2 to be put in, 3 lines left out",
            "no row has this name",
            "2 rows filled, 3 lines left out",
        ),
    ] {
        let mut h = three_libraries(lang);
        h.keys(&[Code::F(2), Code::Down]).paste(block);
        says(&h, put);
        says(&h, missing);
        says(&h, "102 -> 130");
        let size = |h: &mut Harness, columns, rows| {
            h.resize(columns, rows);
            insta::assert_snapshot!(format!("paste-{lang:?}-{columns}"), h.screen());
        };
        size(&mut h, 40, 12);
        size(&mut h, 80, 24);
        h.key(Code::Esc);
        assert_eq!(
            [now(&h, "示例A馆"), now(&h, "示例C馆")],
            ["100", "102"],
            "Esc drops it"
        );
        h.paste(block).key(Code::F(2));
        says(&h, filled);
        assert_eq!(
            [now(&h, "示例A馆"), now(&h, "示例C馆")],
            ["100 100", "102 130"]
        );
        assert_eq!(now(&h, "示例B馆"), "101");
        h.ctrl('z');
        assert_eq!(
            [now(&h, "示例A馆"), now(&h, "示例C馆")],
            ["100 100", "102"],
            "one step"
        );
        h.ctrl('e').key(Code::F(2));
        assert_eq!(seats(&h), ["100", "101", "130"]);
    }
}

#[test]
fn names_never_get_into_figures() {
    for (pasted, said) in [
        ("甲\t130\n乙\t131", "第一列不是表中的名称"),
        ("100\t130\n", "第一列不是表中的名称"),
        ("示例A馆\n示例B馆", "粘贴的是名称，不是阅览座席数"),
        ("示例A馆\t1\t130", "3 列没有标题行"),
        (
            "设施名称\t建筑面积\n示例A馆\t130",
            "标题行没有「阅览座席数」，有：建筑面积",
        ),
        ("名称\t阅览座席数(百座)\n示例A馆\t130", "单位是「百座」"),
    ] {
        let mut h = three_libraries(Lang::Zh);
        h.key(Code::F(2)).paste(pasted);
        says(&h, said);
        says(&h, "已核对 0/3");
    }
}

#[test]
fn a_name_that_several_rows_have_is_asked_about() {
    for (lang, several, which, leave_out) in [
        (Lang::Zh, "2 行同名", "「示例A馆」是哪一行", "不填入这一行"),
        (
            Lang::En,
            "2 rows with this name",
            "which row is \"示例A馆\"",
            "leave this line out",
        ),
    ] {
        let mut h = three_libraries(lang);
        save_elsewhere(&h, 1, "name", "示例A馆");
        h.key(Code::F(2))
            .paste("示例A馆\t130\n示例C馆\t131\n示例C馆\t132\n");
        says(&h, several);
        h.key(Code::Enter);
        says(&h, which);
        says(&h, leave_out);
        h.text("2");
        says(&h, "101 -> 130");
        assert_eq!(
            h.screen().matches("102 ->").count(),
            0,
            "said twice, put in never"
        );
        h.key(Code::Enter).key(Code::F(2));
        assert_eq!(seats(&h), ["100", "130", "102"]);
    }
}

#[test]
fn a_row_that_somebody_saved_while_the_preview_was_shown_is_left_as_it_is() {
    let mut h = three_libraries(Lang::Zh);
    h.key(Code::F(2)).paste("示例A馆\t130\n示例C馆\t131");
    save_elsewhere(&h, 0, "reading_seats", "99");
    h.key(Code::Enter);
    says(&h, "填入 1 行；1 行他人刚保存过，未填入");
    assert_eq!([now(&h, "示例A馆"), now(&h, "示例C馆")], ["99", "102 131"]);
}

#[test]
fn a_column_whose_doubts_want_words_asks_for_words() {
    for (lang, words) in [
        (Lang::Zh, "2 行须说明，请写明原因："),
        (
            Lang::En,
            "2 doubtful rows want an explanation; write it in words:",
        ),
    ] {
        let mut h = three_libraries(lang);
        h.key(Code::F(2));
        for _ in 0..20 {
            if h.screen().contains("馆类型") || h.screen().contains("Library type") {
                break;
            }
            h.key(Code::F(7));
        }
        h.text("4").key(Code::Down).text("4").key(Code::F(2));
        let screen = h.screen();
        assert!(screen.contains(words), "{screen}");
        assert!(
            !screen.contains("按数字") && !screen.contains("digit"),
            "{screen}"
        );
    }
}
