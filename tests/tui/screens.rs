//! The screens as their people use them: keys in, screen out, in both languages.

use crate::support::{self, Harness};
use taizhang::domain::policy::Pack;
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::store::{PlaceChange, PlaceStep, StoreError};
use taizhang::tui::terminal::input::{Code, Input, Key};
use taizhang::tui::text;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// From the first screen to the empty form of a library in 壶镇镇.
fn new_library(h: &mut Harness) {
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
}

/// Types a library with so many seats; the cursor ends in the field of the seats.
fn type_library(h: &mut Harness, name: &str, seats: &str) {
    new_library(h);
    h.text(name)
        .keys(&[Code::Tab; 3])
        .text("2")
        .key(Code::Tab)
        .text(seats);
}

fn saved_library(lang: Lang, seats: &str) -> Harness {
    let mut h = Harness::new(lang);
    type_library(&mut h, "示例图书馆", seats);
    h.keys(&[Code::F(2), Code::Esc]);
    h
}

fn verdict(h: &Harness, requirement: &str) -> Verdict {
    let store = h.store();
    let pack = store.pack(None).unwrap().code.clone();
    let standings = store
        .standings_of(&pack, Some("331122101"), support::day())
        .unwrap();
    standings
        .into_iter()
        .find(|standing| standing.requirement == requirement)
        .unwrap()
        .verdict
}

#[test]
fn one_missing_seat_is_said_before_the_record_is_saved_and_130_is_met_on_the_first_screen() {
    for (lang, short, met, cell) in [
        (
            Lang::Zh,
            "[!]未达标 129/130 还差 1座（须 >= 130（含））",
            "[OK]达标 130/130",
            "[OK]达标 130/130",
        ),
        (
            Lang::En,
            "[!]short 129/130 1 seat missing (must be >= 130 (inclusive))",
            "[OK]met 130/130",
            "[OK]met 130/130",
        ),
    ] {
        let mut h = Harness::new(lang);
        type_library(&mut h, "示例图书馆", "129");
        assert!(h.screen().contains(short), "{}", h.screen());
        assert_eq!(h.store().record_count().unwrap(), 0);
        h.keys(&[Code::Backspace; 2]).text("30");
        assert!(h.screen().contains(met), "{}", h.screen());
        h.keys(&[Code::F(2), Code::Esc, Code::Esc]);
        assert!(
            h.screen().lines().nth(3).unwrap().contains(cell),
            "{}",
            h.screen()
        );
        assert_eq!(verdict(&h, "library"), Verdict::Met);
    }
}

#[test]
fn every_screen_looks_as_it_did() {
    for lang in LANGS {
        let mut h = saved_library(lang, "96");
        let shot = |h: &Harness, name: &str| {
            insta::assert_snapshot!(format!("{name}-{lang:?}"), h.screen());
        };
        shot(&h, "list");
        h.key(Code::F(2));
        shot(&h, "grid");
        h.key(Code::Esc);
        h.key(Code::Enter);
        shot(&h, "form");
        h.key(Code::F(1));
        shot(&h, "help-of-a-field");
        h.keys(&[Code::Esc, Code::Esc, Code::Esc]);
        shot(&h, "home");
        h.key(Code::F(1));
        shot(&h, "help");
        h.key(Code::Esc).ctrl('p');
        shot(&h, "palette");
        h.key(Code::Esc).key(Code::F(4));
        shot(&h, "shortfalls");
        h.key(Code::Esc).key(Code::F(3)).text("hz");
        shot(&h, "find");
        h.resize(40, 12).key(Code::Esc);
        shot(&h, "home-40x12");
        h.keys(&[Code::Enter, Code::Enter]);
        shot(&h, "form-40x12");
    }
}

/// Every screen there is, one after the other.
fn visit_screens(h: &mut Harness, mut visit: impl FnMut(&mut Harness)) {
    visit(h);
    for keys in [
        &[Code::Enter][..],
        &[Code::Enter],
        &[Code::Down, Code::Down, Code::Down, Code::Down, Code::F(4)],
        &[Code::Esc, Code::F(1)],
        &[Code::Esc, Code::Esc, Code::F(6)],
        &[Code::Esc, Code::F(2)],
        &[Code::F(4)],
        &[Code::Esc],
        &[Code::Esc, Code::F(9)],
        &[Code::Esc, Code::Esc, Code::F(4)],
        &[Code::Esc, Code::F(9)],
        &[Code::Esc, Code::F(3)],
        &[Code::Esc],
    ] {
        h.keys(keys);
        visit(h);
    }
    h.ctrl('w');
    visit(h);
    h.key(Code::Esc);
}

#[test]
fn every_screen_can_be_drawn_at_every_tiny_size() {
    for lang in LANGS {
        let mut h = saved_library(lang, "96");
        h.key(Code::Esc);
        visit_screens(&mut h, |h| {
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
        });
    }
}

#[test]
fn no_screen_holds_a_character_that_some_terminals_draw_twice_as_wide() {
    for lang in LANGS {
        let mut h = saved_library(lang, "96");
        h.key(Code::Esc);
        visit_screens(&mut h, |h| {
            for c in h.screen().chars().filter(|c| *c != '\n') {
                let narrow = unicode_width::UnicodeWidthChar::width(c);
                assert_eq!(
                    narrow,
                    unicode_width::UnicodeWidthChar::width_cjk(c),
                    "{c:?} in\n{}",
                    h.screen()
                );
            }
        });
    }
}

#[test]
fn the_cursor_stands_behind_what_was_typed_in_columns() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    let at = |h: &Harness| h.cursor().unwrap();
    let begin = at(&h);
    h.text("社区a");
    assert_eq!((at(&h).x, at(&h).y), (begin.x + 5, begin.y));
    h.key(Code::Left).key(Code::Left);
    assert_eq!(at(&h).x, begin.x + 2);
    h.text(&"很长的名称".repeat(9));
    assert!(at(&h).x < 80);
    let line = h
        .screen()
        .lines()
        .nth(usize::from(at(&h).y))
        .unwrap()
        .to_owned();
    assert!(line.contains("名称区"), "{line}");
}

#[test]
fn what_was_typed_survives_the_loss_of_the_terminal_with_field_and_cursor() {
    let mut h = Harness::new(Lang::Zh);
    type_library(&mut h, "示例未完", "12");
    h.key(Code::Left);
    let before = h.screen();
    let cursor = h.cursor();
    let mut h = h.start_again(Lang::Zh);
    assert!(h.screen().contains("有 1 份未保存的表"), "{}", h.screen());
    h.key(Code::F(9));
    assert!(h.screen().contains("示例未完"), "{}", h.screen());
    h.key(Code::Enter);
    assert_eq!((h.screen(), h.cursor()), (before, cursor));
    h.keys(&[Code::F(2), Code::Esc]);
    let h = h.start_again(Lang::Zh);
    assert!(!h.screen().contains("未保存的表"), "{}", h.screen());
    assert_eq!(h.store().record_count().unwrap(), 1);
}

#[test]
fn escape_keeps_what_was_typed_and_an_untouched_form_leaves_no_draft() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.keys(&[Code::Esc, Code::Esc, Code::F(9)]);
    assert!(h.screen().contains("没有草稿"));
    h.key(Code::Esc)
        .keys(&[Code::Left, Code::Right])
        .keys(&[Code::Enter, Code::F(4)]);
    h.text("示例半张").key(Code::Esc);
    assert!(h.screen().contains("已保存为草稿"), "{}", h.screen());
    h.keys(&[Code::Esc, Code::F(9)]);
    assert!(h.screen().contains("示例半张"), "{}", h.screen());
    h.key(Code::Delete);
    assert!(h.screen().contains("删除「示例半张」？"), "{}", h.screen());
    h.key(Code::Enter);
    assert!(
        h.screen().contains("示例半张"),
        "keeping stands first: {}",
        h.screen()
    );
    h.key(Code::Delete).text("2");
    assert!(h.screen().contains("草稿已删除"), "{}", h.screen());
}

#[test]
fn two_clerks_at_one_record_see_the_field_that_differs_and_lose_none() {
    let mut mine = saved_library(Lang::Zh, "96");
    mine.key(Code::Enter);
    let mut theirs = Harness::on(tempfile::tempdir().unwrap(), Lang::Zh, (80, 24)).app_on(&mine);
    theirs.keys(&[Code::Right, Code::Enter, Code::Enter]);
    theirs
        .keys(&[Code::Tab; 5])
        .keys(&[Code::Backspace; 2])
        .text("97")
        .keys(&[Code::Tab])
        .text("9")
        .key(Code::F(2));
    mine.keys(&[Code::Tab; 5])
        .keys(&[Code::Backspace; 2])
        .text("98")
        .key(Code::F(2));
    assert!(
        mine.screen()
            .contains("他人刚保存过此记录；请核对 阅览座席数"),
        "{}",
        mine.screen()
    );
    assert!(mine.screen().contains("现存：97"), "{}", mine.screen());
    mine.key(Code::F(2));
    let store = mine.store();
    let record = &store.records("library", "331122101").unwrap()[0];
    assert_eq!(record.fields["reading_seats"], "98");
    assert_eq!(record.fields["children_seats"], "9");
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn a_clock_behind_the_trail_is_told_at_the_start_and_at_every_save() {
    for (lang, at_start, at_saving) in [
        (Lang::Zh, "[!] 时钟偏慢：现为", "[!] 时钟有误，请校准"),
        (Lang::En, "[!] clock behind: ", "[!] clock wrong; set it"),
    ] {
        let h = saved_library(lang, "96");
        let db = rusqlite::Connection::open(h.folder.path().join("taizhang.db")).unwrap();
        db.execute(
            "INSERT INTO change SELECT site, seq + 1000, subject, '01a221c9-eed5-77e4-b941-1042009cd3e8',
                 '2099-12-31T00:00:00.000Z', author, reason, parents, patch, hash FROM change LIMIT 1",
            [],
        )
        .unwrap();
        drop(db);
        let mut h = h.start_again(lang);
        assert!(
            h.screen().contains(at_start) && h.screen().contains("2099-12-31 08:00"),
            "{}",
            h.screen()
        );
        h.keys(&[Code::Right, Code::Enter, Code::Enter])
            .keys(&[Code::Tab; 6])
            .text("9")
            .key(Code::F(2));
        assert!(h.screen().contains(at_saving), "{}", h.screen());
        assert_eq!(
            h.store().records("library", "331122101").unwrap()[0].fields["children_seats"],
            "9"
        );
        h.key(Code::Down);
        assert!(!h.screen().contains(at_saving), "{}", h.screen());
    }
}

#[test]
fn two_clerks_who_type_one_value_in_two_units_agree() {
    let mut mine = saved_library(Lang::Zh, "96");
    mine.key(Code::Enter);
    let mut theirs = Harness::on(tempfile::tempdir().unwrap(), Lang::Zh, (80, 24)).app_on(&mine);
    theirs
        .keys(&[Code::Right, Code::Enter, Code::Enter])
        .keys(&[Code::Tab; 4])
        .text("500")
        .key(Code::F(2));
    mine.keys(&[Code::Tab; 4]).text("0.05公顷").key(Code::F(2));
    assert!(mine.screen().contains("已并入"), "{}", mine.screen());
    assert!(!mine.screen().contains("现存："), "{}", mine.screen());
    mine.key(Code::F(2));
    let store = mine.store();
    let record = &store.records("library", "331122101").unwrap()[0];
    assert_eq!(
        record.fields["building_area_m2"],
        serde_json::json!({"typed": "0.05公顷", "value": "500"})
    );
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn a_mistake_keeps_the_record_a_draft_and_f6_finds_it() {
    let mut h = Harness::new(Lang::Zh);
    type_library(&mut h, "示例图书馆", "12x");
    h.keys(&[Code::Tab]).text("5").key(Code::F(2));
    assert!(
        h.screen().contains("有 1 处须改正后方可保存"),
        "{}",
        h.screen()
    );
    assert!(h.screen().contains("无法识别单位「x」"), "{}", h.screen());
    h.key(Code::Backspace)
        .keys(&[Code::Tab, Code::Tab])
        .text("99999")
        .keys(&[Code::Up, Code::Up]);
    h.key(Code::F(6));
    assert!(h.screen().contains("> 报告厅座席"), "{}", h.screen());
    assert_eq!(h.store().record_count().unwrap(), 0);
}

#[test]
fn choices_are_made_by_digit_arrow_pinyin_and_list() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.keys(&[Code::Tab; 3]);
    let chosen = |h: &Harness| {
        h.screen()
            .lines()
            .nth(6)
            .unwrap()
            .split_whitespace()
            .nth(1)
            .unwrap_or("")
            .to_owned()
    };
    assert_eq!(chosen(h.text("３")), "城市书房");
    assert_eq!(chosen(h.keys(&[Code::Up, Code::Right])), "其他");
    assert_eq!(chosen(h.key(Code::Right)), "总馆");
    assert_eq!(
        chosen(
            h.keys(&[Code::Enter, Code::Up])
                .text("cssf")
                .key(Code::Enter)
        ),
        "城市书房"
    );
    h.keys(&[Code::Up, Code::F(4)]).text("zg").key(Code::Enter);
    assert_eq!(chosen(&h), "总馆");
    h.key(Code::Up).ctrl('t');
    assert_eq!(
        h.screen()
            .lines()
            .nth(6)
            .unwrap()
            .trim_start_matches(['>', '+', ' ']),
        "Library type                     Main library"
    );
}

#[test]
fn the_palette_lists_every_command_and_says_why_one_is_not_possible() {
    let mut h = saved_library(Lang::Zh, "130");
    h.ctrl('p');
    assert!(h.screen().contains("(已达标，无需例外)"), "{}", h.screen());
    h.text("xz");
    assert!(h.screen().contains("新增"), "{}", h.screen());
    h.key(Code::Enter);
    assert!(h.screen().contains("公共图书馆 > 新增"), "{}", h.screen());
}

#[test]
fn places_are_found_by_pinyin_initials_and_by_code() {
    let mut h = Harness::new(Lang::Zh);
    h.text("bhz").key(Code::Enter);
    assert!(h.screen().contains(">碧湖镇"), "{}", h.screen());
    h.key(Code::F(3)).text("331121101").key(Code::Enter);
    assert!(h.screen().contains(">温溪镇"), "{}", h.screen());
}

#[test]
fn an_exception_is_shown_beside_the_verdict_and_never_turns_it() {
    let mut h = saved_library(Lang::Zh, "96");
    h.key(Code::F(9))
        .text("示例〔2025〕1号")
        .key(Code::Enter)
        .text("新馆在建")
        .keys(&[Code::Tab])
        .text("2026年");
    h.key(Code::F(2));
    assert!(h.screen().contains("[!]未达标 96/130"), "{}", h.screen());
    assert!(
        h.screen()
            .contains("已登记例外（不改变结论）：示例〔2025〕1号 新馆在建 至 2026-12-31"),
        "{}",
        h.screen()
    );
    assert_eq!(verdict(&h, "library"), Verdict::Short);
    h.key(Code::F(9));
    assert!(
        h.screen().contains("新馆在建"),
        "the same exception is edited: {}",
        h.screen()
    );
}

#[test]
fn a_record_is_deleted_only_after_a_question_and_its_trail_stays() {
    let mut h = saved_library(Lang::Zh, "130");
    let id = h.store().records("library", "331122101").unwrap()[0].id;
    h.key(Code::F(6));
    assert!(
        h.screen().contains("阅览座席数: （空） -> 130座"),
        "{}",
        h.screen()
    );
    h.key(Code::Esc).key(Code::Delete).key(Code::Enter);
    assert_eq!(h.store().record_count().unwrap(), 1);
    h.key(Code::Delete).text("2");
    assert_eq!(h.store().record_count().unwrap(), 0);
    assert_eq!(verdict(&h, "library"), Verdict::Short);
    assert_eq!(h.store().history(id).unwrap().len(), 2);
}

#[test]
fn the_question_before_deleting_shows_the_figures_and_what_the_verdict_becomes() {
    for (lang, lines) in [
        (
            Lang::Zh,
            [
                "删除「示例图书馆」？",
                "状态 在用；阅览座席数 140座",
                "删除后的变动：",
                "缙云县/壶镇镇  公共图书馆：[OK] 达标 140/130 -> [!] 未达标 0/130",
            ],
        ),
        (
            Lang::En,
            [
                "delete \"示例图书馆\"?",
                "Status In use; Reading seats 140",
                "After the deletion:",
                "140/130 -> [!] ",
            ],
        ),
    ] {
        let mut h = saved_library(lang, "140");
        let from_list = h.key(Code::Delete).screen();
        h.keys(&[Code::Enter, Code::Enter]).ctrl('x');
        for screen in [from_list, h.screen()] {
            for words in lines {
                assert!(screen.contains(words), "no {words} in\n{screen}");
            }
        }
        assert_eq!(h.store().record_count().unwrap(), 1, "nothing is deleted");
        assert_eq!(verdict(&h, "library"), Verdict::Met);
    }
}

#[test]
fn what_was_typed_is_dropped_from_the_form_after_a_question() {
    for (lang, question, line, dropped) in [
        (
            Lang::Zh,
            "「示例图书馆」有未保存的内容，放弃？",
            "阅览座席数: 140 -> 150",
            "已放弃未保存的内容",
        ),
        (
            Lang::En,
            "\"示例图书馆\" is not saved; drop what was typed?",
            "Reading seats: 140 -> 150",
            "what was not saved is dropped",
        ),
    ] {
        let mut h = saved_library(lang, "140");
        h.key(Code::Enter)
            .keys(&[Code::Tab; 5])
            .text("150")
            .ctrl('x');
        for words in [question, line] {
            assert!(h.screen().contains(words), "no {words} in\n{}", h.screen());
        }
        h.key(Code::Enter);
        assert!(h.screen().contains("150"), "going on stands first");
        h.ctrl('x').text("2");
        assert!(h.screen().contains(dropped), "{}", h.screen());
        h.key(Code::Enter).keys(&[Code::Tab; 5]);
        assert!(!h.screen().contains("150"), "{}", h.screen());
        h.text("150").ctrl('x').text("3");
        assert!(h.screen().contains("140/130 -> "), "{}", h.screen());
        h.text("2");
        assert_eq!(h.store().record_count().unwrap(), 0);
        let h = h.start_again(lang);
        assert!(!h.screen().contains("F9 on the first"), "{}", h.screen());
        assert!(!h.screen().contains("未保存的表"), "{}", h.screen());
    }
}

#[test]
fn a_new_form_is_dropped_and_an_empty_one_has_nothing_to_drop() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.ctrl('x');
    assert!(h.screen().contains("尚未填写，无需放弃"), "{}", h.screen());
    h.text("示例半张").ctrl('x');
    assert!(
        !h.screen().contains("删除此记录"),
        "it was never saved: {}",
        h.screen()
    );
    h.text("2");
    assert!(h.screen().contains("已放弃未保存的内容"), "{}", h.screen());
    h.keys(&[Code::Esc, Code::F(9)]);
    assert!(h.screen().contains("没有草稿"), "{}", h.screen());
}

#[test]
fn a_deleted_record_is_listed_with_who_and_when_and_comes_back() {
    for (lang, none, listed, question, restored) in [
        (
            Lang::Zh,
            "此处此类没有已删除的记录",
            "示例填报人 2",
            "恢复「示例图书馆」？",
            "已恢复：示例图书馆",
        ),
        (
            Lang::En,
            "no deleted records of this kind here",
            "deleted by 示例填报人, 2",
            "restore \"示例图书馆\"?",
            "restored: 示例图书馆",
        ),
    ] {
        let mut h = saved_library(lang, "140");
        h.ctrl('e');
        assert!(h.screen().contains(none), "{}", h.screen());
        let before = h.store().records("library", "331122101").unwrap().remove(0);
        h.key(Code::Delete).text("2").ctrl('e');
        assert!(h.screen().contains(listed), "{}", h.screen());
        h.key(Code::Enter);
        for words in [question, "140"] {
            assert!(h.screen().contains(words), "no {words} in\n{}", h.screen());
        }
        h.key(Code::Enter);
        assert_eq!(h.store().record_count().unwrap(), 0, "leaving stands first");
        h.ctrl('e').key(Code::Enter).text("2");
        assert!(h.screen().contains(restored), "{}", h.screen());
        let after = h.store().records("library", "331122101").unwrap().remove(0);
        assert_eq!((after.id, &after.fields), (before.id, &before.fields));
        assert_eq!(verdict(&h, "library"), Verdict::Met);
        assert_eq!(h.store().history(before.id).unwrap().len(), 3);
        h.ctrl('e');
        assert!(h.screen().contains(none), "{}", h.screen());
    }
}

#[test]
fn a_session_for_one_town_cannot_change_another() {
    let h = Harness::new(Lang::Zh);
    let mut store = h.store();
    store.restrict_to(vec!["331121101".into()]);
    let mut h = h.with_store(store);
    // The town of the session stands first.
    h.keys(&[Code::Down, Code::Enter, Code::F(4)]);
    assert!(
        h.screen().contains("此处只能查看，不能修改"),
        "{}",
        h.screen()
    );
    h.keys(&[Code::F(7), Code::F(4)]);
    assert!(
        h.screen().contains("温溪镇 > 医院 > 新增"),
        "{}",
        h.screen()
    );
}

#[test]
fn a_place_that_is_closed_meanwhile_takes_nothing_and_leaves_the_first_screen() {
    for (lang, words) in LANGS
        .into_iter()
        .zip(["「温溪镇」已于", "\"温溪镇\" has been closed since"])
    {
        let mut h = Harness::new(lang);
        h.keys(&[Code::Down, Code::Enter]);
        assert!(h.screen().contains("温溪镇 > "), "{}", h.screen());
        let mut other = h.store();
        let place = other.place("331121101").unwrap().unwrap();
        let change = PlaceChange {
            place: &place,
            step: PlaceStep::Close,
            on: other.today(),
            author: "示例管理员",
        };
        let done: Result<_, StoreError> = other.write(|writer| writer.change_place(&change));
        done.unwrap();
        h.key(Code::F(4));
        assert!(h.screen().contains(words), "{}", h.screen());
        h.key(Code::Esc);
        let home = h.screen();
        assert!(
            home.contains("壶镇镇") && !home.contains("温溪镇 "),
            "{home}"
        );
    }
}

#[test]
fn a_save_of_another_program_is_seen_with_the_next_key() {
    let mut h = saved_library(Lang::Zh, "96");
    let mut other = Harness::on(tempfile::tempdir().unwrap(), Lang::Zh, (80, 24)).app_on(&h);
    type_library(&mut other, "示例新馆", "200");
    other.key(Code::F(2));
    h.key(Code::Up);
    assert!(h.screen().contains("[OK]达标 200/130"), "{}", h.screen());
}

#[test]
fn a_pasted_text_of_several_lines_never_leaves_the_field() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.flow(&Input::Paste("示例\t馆\n第二行\n第三行".into()));
    assert!(
        h.screen().contains("只取第一行，其余 2 行未填入"),
        "{}",
        h.screen()
    );
    assert!(
        h.screen().contains(">*设施名称                 示例 馆"),
        "{}",
        h.screen()
    );
}

#[test]
fn a_language_switch_keeps_everything_that_was_typed() {
    let mut h = Harness::new(Lang::Zh);
    type_library(&mut h, "示例图书馆", "129");
    let before = h.screen();
    h.flow(&Input::Key(Key::ctrl(Code::Char('t'))));
    assert!(h.screen().contains("Town branch"), "{}", h.screen());
    h.ctrl('t');
    assert_eq!(h.screen(), before);
}

#[test]
fn the_first_key_in_a_filled_figure_replaces_it_and_an_arrow_begins_to_edit_it() {
    let mut h = saved_library(Lang::Zh, "130");
    h.key(Code::Enter).keys(&[Code::Tab; 5]).text("96");
    assert!(h.screen().contains("[!]未达标 96/130"), "{}", h.screen());
    h.keys(&[Code::Up, Code::Down, Code::Left]).text("1");
    assert!(h.screen().contains("[OK]达标 916/130"), "{}", h.screen());
    h.key(Code::Home).key(Code::Delete);
    assert!(h.screen().contains("[!]未达标 16/130"), "{}", h.screen());
    h.keys(&[Code::Up; 6]).text("二");
    assert!(
        h.screen().contains("示例图书馆二"),
        "a name goes on: {}",
        h.screen()
    );
}

#[test]
fn a_record_that_was_left_unsaved_opens_where_it_was_left() {
    let mut h = saved_library(Lang::Zh, "130");
    h.key(Code::Enter)
        .keys(&[Code::Tab; 5])
        .text("96")
        .keys(&[Code::Esc, Code::Enter]);
    assert!(
        h.screen().contains("继续填写上次未保存的内容"),
        "{}",
        h.screen()
    );
    assert!(h.screen().contains("[!]未达标 96/130"), "{}", h.screen());
    h.keys(&[Code::F(2), Code::Esc, Code::Esc, Code::F(9)]);
    assert!(h.screen().contains("没有草稿"), "{}", h.screen());
}

#[test]
fn an_exception_can_be_withdrawn_and_its_draft_has_a_name() {
    let mut h = saved_library(Lang::Zh, "96");
    h.key(Code::F(9))
        .text("示例〔2025〕1号")
        .keys(&[Code::Esc, Code::Esc, Code::F(9)]);
    assert!(
        h.screen().contains("书面例外  示例〔2025〕1号"),
        "{}",
        h.screen()
    );
    h.key(Code::Enter)
        .key(Code::Enter)
        .text("示例理由")
        .key(Code::F(2));
    assert!(
        h.screen().contains("已保存：示例〔2025〕1号"),
        "{}",
        h.screen()
    );
    h.keys(&[Code::Enter, Code::F(9)]).ctrl('x').text("2");
    assert!(
        h.screen().contains("已删除：示例〔2025〕1号"),
        "{}",
        h.screen()
    );
    assert!(!h.screen().contains("已登记例外"), "{}", h.screen());
    assert!(h.store().inspect().unwrap().is_empty());
}

#[test]
fn a_deciding_field_that_is_wrong_is_to_be_corrected_and_not_filled_in() {
    let mut h = Harness::new(Lang::Zh);
    type_library(&mut h, "示例图书馆", "abc");
    assert!(
        h.screen()
            .contains("[?]无法判定 ?/130 请改正阅览座席数，即可判定"),
        "{}",
        h.screen()
    );
    h.keys(&[Code::PageDown; 4]).key(Code::Enter);
    assert!(
        h.screen().contains("已是最后一项，按 F2 保存"),
        "{}",
        h.screen()
    );
}

/// The first screen of a ledger of these packs.
fn with_packs(packs: &[Pack], lang: Lang, size: (u16, u16)) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    drop(Store::create(&path, &support::places(), packs, "示例管理员").unwrap());
    Harness::on(folder, lang, size)
}

#[test]
fn a_policy_that_is_not_in_force_says_so_and_has_no_shortfalls() {
    let text = support::lishui().text;
    let issued = "issued_on = \"2022-12-27\"";
    let future = text.replace(issued, &format!("{issued}\nvalid_from = \"2025-07-01\""));
    let future = Pack::read(&future).unwrap();
    for (lang, words) in LANGS.into_iter().zip([
        "尚未生效，2025-07-01 起有效",
        "not in force before 2025-07-01",
    ]) {
        for size in [(80, 24), (40, 12)] {
            let mut h = with_packs(std::slice::from_ref(&future), lang, size);
            let first = h.screen();
            // Of a narrow first line the beginning stays.
            let begins: String = words.chars().take(4).collect();
            assert!(first.contains(&begins), "{first}");
            let listed = h.key(Code::F(4)).screen();
            assert!(listed.contains(words), "{listed}");
            assert!(!listed.contains("一(二)"), "{listed}");
            h.key(Code::Enter).key(Code::Esc);
        }
    }
    let mut h = with_packs(&[future], Lang::Zh, (80, 24)).on_day("2025-07-01".parse().unwrap());
    assert!(!h.screen().contains("尚未生效"));
    assert!(h.key(Code::F(4)).screen().contains("一(二)"));
}

#[test]
fn the_form_of_a_kind_that_two_packs_ask_for_has_the_requirements_of_both() {
    let norm = Pack::read(include_str!("../norm/fitness-center.toml")).unwrap();
    for (lang, field) in LANGS.into_iter().zip(["停车位数", "Parking spaces"]) {
        let packs = [support::lishui(), norm.clone()];
        let mut h = with_packs(&packs, lang, (80, 60));
        h.keys(&[Code::Right, Code::Right, Code::Enter, Code::F(4)]);
        h.text("示例中心").keys(&[Code::Tab; 3]).text("2000");
        let form = h.screen();
        assert!(form.contains(field), "{form}");
        // Exactly 2000 is short for the city and enough for the norm.
        for figure in ["2000/>2000", "1/1"] {
            assert!(form.contains(figure), "{figure}: {form}");
        }
    }
}
