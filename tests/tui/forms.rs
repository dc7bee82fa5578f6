//! What a form gives back and what it need not be told: undo and redo, carried fields, values from
//! elsewhere, and the question about a likely duplicate.

use crate::support::Harness;
use proptest::prelude::*;
use taizhang::i18n::Lang;
use taizhang::store::draft::waiting;
use taizhang::tui::terminal::input::{Code, Input, Key};

/// The empty form of a library in 壶镇镇.
fn new_library(lang: Lang) -> Harness {
    let mut h = Harness::new(lang);
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
    h
}

/// The list of libraries, with one of so many seats.
fn saved_library(lang: Lang, name: &str, seats: &str) -> Harness {
    let mut h = new_library(lang);
    h.text(name)
        .keys(&[Code::Tab; 3])
        .text("2")
        .key(Code::Tab)
        .text(seats);
    h.keys(&[Code::F(2), Code::Esc]);
    h
}

/// The line of the field in focus.
fn focused(h: &Harness) -> String {
    h.screen()
        .lines()
        .find(|line| line.starts_with('>'))
        .unwrap_or_default()
        .to_owned()
}

#[track_caller]
fn shows(h: &Harness, words: &str) {
    assert!(
        h.screen().contains(words),
        "no {words:?} in\n{}",
        h.screen()
    );
}

#[track_caller]
fn stands(h: &Harness, label: &str, value: &str) {
    let line = focused(h);
    let rest = line
        .split_once(label)
        .map(|(_, rest)| rest.trim_start())
        .unwrap_or_default();
    assert!(
        rest.starts_with(value),
        "{label} is not {value:?} in {line:?}"
    );
}

/// The label of a field of a library.
fn label(h: &Harness, code: &str) -> String {
    h.store()
        .kind("library")
        .unwrap()
        .field(code)
        .unwrap()
        .label
        .get(h.app.lang())
        .to_owned()
}

/// Goes to a field: Up leads to every one, the way down past those that are not asked for.
#[track_caller]
fn go_to(h: &mut Harness, code: &str) {
    let label = label(h, code);
    h.keys(&[Code::PageDown; 4]);
    for _ in 0..40 {
        if focused(h)
            .trim_start_matches(['>', '*', '+', '^', '?', '!', ' '])
            .starts_with(&label)
        {
            return;
        }
        h.key(Code::Up);
    }
    panic!("no {label} in\n{}", h.screen());
}

/// Presses F9 on a field.
fn f9_on(h: &mut Harness, code: &str) {
    go_to(h, code);
    h.key(Code::F(9));
}

/// Types values into the first record of the list, and saves it.
fn fill(h: &mut Harness, values: &[(&str, &str)]) {
    h.keys(&[Code::Home, Code::Enter]);
    for (code, value) in values {
        go_to(h, code);
        h.text(value);
    }
    h.key(Code::F(2));
    assert!(
        focused(h).starts_with('>'),
        "the list is shown: {}",
        h.screen()
    );
}

fn records(h: &Harness) -> usize {
    h.store().record_count().unwrap()
}

#[test]
fn a_run_of_typing_is_one_step_and_undo_goes_to_the_field_it_changes() {
    let mut h = new_library(Lang::Zh);
    for c in ["示例", "图书", "馆"] {
        h.text(c);
    }
    h.keys(&[Code::Tab; 3]).text("2");
    h.ctrl('z');
    stands(&h, "馆类型", "");
    assert!(!focused(&h).contains("乡镇"), "{}", focused(&h));
    h.ctrl('z');
    assert_eq!(focused(&h).trim_end(), ">*设施名称", "{}", h.screen());
    h.ctrl('z');
    shows(&h, "没有可撤销的一步");
    h.ctrl('e');
    stands(&h, "设施名称", "示例图书馆");
    h.ctrl('e');
    stands(&h, "馆类型", "乡镇");
    h.ctrl('e');
    shows(&h, "没有可重做的一步");
}

#[test]
fn clearing_and_pasting_are_steps_of_their_own_and_moving_the_cursor_ends_a_run() {
    let mut h = new_library(Lang::En);
    h.text("one")
        .ctrl('u')
        .paste("two")
        .text("!")
        .key(Code::Home)
        .text("3");
    for before in ["two!", "two", "", "one"] {
        h.ctrl('z');
        stands(&h, "Name", before);
    }
    h.ctrl('z').ctrl('z');
    shows(&h, "nothing to undo");
}

#[test]
fn what_was_settled_on_leaving_belongs_to_the_typing() {
    let mut h = new_library(Lang::Zh);
    h.keys(&[Code::Tab; 3])
        .text("cssf")
        .keys(&[Code::Tab; 2])
        .ctrl('z');
    assert_eq!(focused(&h).trim_end(), ">+馆类型", "{}", h.screen());
    h.ctrl('e');
    stands(&h, "馆类型", "城市书房");
}

#[test]
fn typing_anew_ends_what_could_be_done_again() {
    let mut h = new_library(Lang::Zh);
    h.text("示例").ctrl('z').text("别的").ctrl('e');
    stands(&h, "设施名称", "别的");
    shows(&h, "没有可重做的一步");
}

#[test]
fn undo_speaks_the_language_of_the_screen_and_puts_the_cursor_back() {
    let mut h = new_library(Lang::Zh);
    h.keys(&[Code::Tab; 3])
        .text("2")
        .key(Code::Up)
        .ctrl('t')
        .ctrl('u')
        .ctrl('z');
    stands(&h, "Library type", "Town branch");
    h.keys(&[Code::Up; 4])
        .text("abc")
        .keys(&[Code::Left; 2])
        .text("x");
    let cursor = h.cursor();
    h.ctrl('z').ctrl('e');
    assert_eq!(h.cursor(), cursor);
}

#[test]
fn every_step_is_kept_in_the_draft_and_undoing_everything_leaves_none() {
    let mut h = new_library(Lang::Zh);
    h.text("示例").ctrl('u').text("别的").ctrl('z').ctrl('z');
    let path = h.folder.path().join("taizhang.db");
    let h = h.start_again(Lang::Zh);
    let drafts = waiting(&path, "示例填报人").drafts;
    assert_eq!(drafts[0].draft.texts["name"], "示例");
    drop(h);
    let mut h = new_library(Lang::Zh);
    h.text("示例").ctrl('z');
    let path = h.folder.path().join("taizhang.db");
    let _h = h.start_again(Lang::Zh);
    assert!(waiting(&path, "示例填报人").drafts.is_empty());
}

#[test]
fn undo_never_brings_back_what_somebody_else_saved_over() {
    let mut mine = saved_library(Lang::Zh, "示例图书馆", "96");
    mine.key(Code::Enter)
        .keys(&[Code::Tab; 5])
        .text("98")
        .key(Code::Tab)
        .text("7")
        .key(Code::Up);
    let mut theirs = Harness::on(tempfile::tempdir().unwrap(), Lang::Zh, (80, 24)).app_on(&mine);
    theirs
        .keys(&[Code::Right, Code::Enter, Code::Enter])
        .keys(&[Code::Tab; 5])
        .text("97")
        .key(Code::F(2));
    mine.key(Code::F(2));
    shows(&mine, "现存：97");
    mine.ctrl('z');
    shows(&mine, "没有可撤销的一步");
    mine.ctrl('e');
    shows(&mine, "没有可重做的一步");
    mine.key(Code::F(2));
    let record = &mine.store().records("library", "331122101").unwrap()[0];
    assert_eq!(
        (
            &record.fields["reading_seats"],
            &record.fields["children_seats"]
        ),
        (&"98".into(), &"7".into())
    );
}

/// What stands in the fields of the form on a screen that is high enough for all of them, with the
/// cursor in the last.
fn fields(h: &mut Harness) -> Vec<String> {
    h.key(Code::PageDown);
    let value = |line: &str| {
        let value: String = line.chars().skip(1).collect();
        // Only the field in focus does not say what is wrong with it, and only others say it at the
        // end of the line.
        value
            .split(['!', '?'])
            .next()
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    h.screen().lines().skip(2).take(29).map(value).collect()
}

fn edits() -> impl Strategy<Value = Input> {
    let codes = [
        Code::Enter,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::Backspace,
        Code::Delete,
        Code::PageDown,
        Code::F(9),
    ];
    let texts = ["1", "2", "１３０", "3亩", "示例馆", "zg", "2021年6月", "x"];
    prop_oneof![
        4 => prop::sample::select(codes.to_vec()).prop_map(|code| Input::Key(Key::plain(code))),
        1 => prop::sample::select(vec!['u', 'z', 'e', 'z']).prop_map(|c| Input::Key(Key::ctrl(Code::Char(c)))),
        4 => prop::sample::select(texts.to_vec()).prop_map(|text| Input::Text(text.into())),
        1 => prop::sample::select(texts.to_vec()).prop_map(|text| Input::Paste(text.into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undoing_everything_gives_the_form_as_it_was_opened_and_redoing_everything_as_it_was_typed(
        edits in prop::collection::vec(edits(), 1..60)
    ) {
        let mut h = saved_library(Lang::Zh, "示例图书馆", "96");
        h.resize(160, 60).key(Code::Enter);
        let opened = fields(&mut h);
        for edit in edits {
            h.flow(&edit);
        }
        while !h.screen().contains("没有可重做的一步") {
            h.ctrl('e');
        }
        let typed = fields(&mut h);
        while !h.screen().contains("没有可撤销的一步") {
            h.ctrl('z');
        }
        prop_assert_eq!(fields(&mut h), opened);
        while !h.screen().contains("没有可重做的一步") {
            h.ctrl('e');
        }
        prop_assert_eq!(fields(&mut h), typed);
    }
}

#[test]
fn a_carried_field_goes_from_one_new_record_to_the_next_until_it_is_unmarked() {
    for (lang, mark, carried) in [
        (Lang::Zh, "馆类型", "乡镇"),
        (Lang::En, "Library type", "Town branch"),
    ] {
        let mut h = new_library(lang);
        h.text("示例一馆")
            .keys(&[Code::Tab; 3])
            .ctrl('k')
            .text("2")
            .key(Code::F(2));
        h.keys(&[Code::Tab; 3]);
        stands(&h, mark, "");
        assert!(
            focused(&h).contains(carried) && focused(&h).contains('^'),
            "{}",
            h.screen()
        );
        h.key(Code::Esc);
        assert!(
            waiting(&h.folder.path().join("taizhang.db"), "示例填报人")
                .drafts
                .is_empty()
        );
        h.key(Code::F(4)).keys(&[Code::Tab; 3]);
        assert!(
            focused(&h).contains(carried),
            "it survives the list: {}",
            h.screen()
        );
        h.text("3")
            .keys(&[Code::Up; 5])
            .text("示例二馆")
            .key(Code::F(2))
            .keys(&[Code::Tab; 3]);
        assert!(
            !focused(&h).contains(carried) && focused(&h).contains('^'),
            "the last one saved: {}",
            h.screen()
        );
        h.ctrl('k')
            .key(Code::Esc)
            .key(Code::F(4))
            .keys(&[Code::Tab; 3]);
        assert_eq!(
            focused(&h).trim_end(),
            format!(">+{mark}"),
            "{}",
            h.screen()
        );
        assert_eq!(records(&h), 2);
    }
}

#[test]
fn carried_values_are_saved_and_alone_they_are_nothing_to_save() {
    let mut h = new_library(Lang::Zh);
    h.text("示例一馆")
        .keys(&[Code::Tab; 3])
        .ctrl('k')
        .text("2")
        .keys(&[Code::F(2), Code::F(2)]);
    shows(&h, "没有改动");
    h.text("示例二馆").key(Code::F(2));
    let records = h.store().records("library", "331122101").unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(
        records[0].fields["library_type"],
        records[1].fields["library_type"]
    );
}

#[test]
fn neither_a_name_nor_a_field_of_an_old_record_is_carried() {
    for (lang, words) in [
        (Lang::Zh, "只有新记录的项目可沿用到下一条"),
        (Lang::En, "only fields of a new record carry over"),
    ] {
        let mut h = new_library(lang);
        h.ctrl('k');
        shows(&h, words);
        let mut h = saved_library(lang, "示例图书馆", "96");
        h.key(Code::Enter).keys(&[Code::Tab; 3]).ctrl('k');
        shows(&h, words);
    }
}

#[test]
fn f9_gives_an_old_record_its_own_value_of_the_last_quarter_then_that_of_the_record_before_then_its_own()
 {
    for (lang, quarter, record, back) in [
        (
            Lang::Zh,
            "取自2099年第四季度末",
            "取自上一条「示例二馆」",
            "已恢复为取值前的内容",
        ),
        (
            Lang::En,
            "from the end of 2099 Q4",
            "from the previous record, \"示例二馆\"",
            "back to what was here before",
        ),
    ] {
        let mut h = saved_library(lang, "示例一馆", "96");
        h.key(Code::F(4))
            .text("示例二馆")
            .keys(&[Code::Tab; 3])
            .text("2")
            .key(Code::Tab)
            .text("50");
        h.keys(&[Code::F(2), Code::Esc]);
        let mut h = h.on_day(chrono::NaiveDate::from_ymd_opt(2100, 2, 1).unwrap());
        h.keys(&[Code::Right, Code::Enter, Code::Home, Code::Enter])
            .keys(&[Code::Tab; 5])
            .text("7");
        let seats = if lang == Lang::Zh {
            "阅览座席数"
        } else {
            "Reading seats"
        };
        for (words, value) in [
            (quarter, "96"),
            (record, "50"),
            (back, "7"),
            (quarter, "96"),
        ] {
            h.key(Code::F(9));
            shows(&h, words);
            stands(&h, seats, value);
        }
        h.ctrl('z');
        stands(&h, seats, "7");
    }
}

#[test]
fn f9_gives_a_record_of_this_quarter_only_the_value_of_the_record_before() {
    let mut h = saved_library(Lang::Zh, "示例一馆", "96");
    h.key(Code::F(4))
        .text("示例二馆")
        .keys(&[Code::Tab; 3])
        .text("2")
        .key(Code::Tab)
        .key(Code::F(9));
    stands(&h, "阅览座席数", "96");
    shows(&h, "取自上一条「示例一馆」");
    h.key(Code::F(9));
    shows(&h, "已恢复为取值前的内容");
    h.keys(&[Code::Tab, Code::F(9)]);
    shows(&h, "没有可取的值");
    h.key(Code::Up).text("96").key(Code::F(9));
    shows(&h, "可取的值与现值相同");
}

#[test]
fn a_likely_duplicate_is_asked_about_when_its_name_is_left_and_only_once() {
    for (lang, question, figure) in [
        (
            Lang::Zh,
            "同镇同类已有「示例图书馆」，是否为同一处？",
            "阅览座席数  130座",
        ),
        (
            Lang::En,
            "\"示例图书馆\" already exists here; is it the same one?",
            "Reading seats  130 seat",
        ),
    ] {
        let mut h = saved_library(lang, "示例图书馆", "130");
        h.key(Code::F(4))
            .text("缙云县壶镇镇 示例图书馆（新馆）")
            .key(Code::Enter);
        for words in [question, figure, "1 ", "2 "] {
            shows(&h, words);
        }
        h.key(Code::Enter);
        assert!(!h.screen().contains(question), "{}", h.screen());
        h.key(Code::Up).key(Code::Enter);
        assert!(!h.screen().contains(question), "{}", h.screen());
        h.key(Code::F(2));
        assert_eq!(records(&h), 2);
        h.key(Code::F(2));
        assert_eq!(
            records(&h),
            2,
            "the empty form that follows is neither asked about nor saved"
        );
    }
}

#[test]
fn the_question_can_be_drawn_at_every_tiny_size_and_follows_the_language() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "130");
    h.key(Code::F(4))
        .text("示例图书馆")
        .key(Code::Enter)
        .ctrl('t');
    shows(&h, "another one; go on");
    shows(&h, "Library type  Town branch");
    for columns in (0..=46).chain([79, 80, 81]) {
        for rows in (0..=14).chain([24]) {
            h.resize(columns, rows);
            let cursor = h.cursor();
            assert!(
                cursor.is_none_or(|at| at.x < columns && at.y < rows),
                "{columns}x{rows}"
            );
        }
    }
}

#[test]
fn another_name_is_asked_about_again_and_a_number_tells_apart() {
    let mut h = saved_library(Lang::Zh, "示例第一图书馆", "130");
    h.key(Code::F(4)).text("示例第二图书馆").key(Code::Enter);
    assert!(!h.screen().contains("是否为同一处"), "{}", h.screen());
    h.key(Code::Up)
        .keys(&[Code::Backspace; 4])
        .text("一图书室")
        .key(Code::Enter);
    assert!(!h.screen().contains("是否为同一处"), "{}", h.screen());
    h.key(Code::Up)
        .ctrl('u')
        .text("事例第一图书馆")
        .key(Code::Enter);
    shows(&h, "是否为同一处");
}

#[test]
fn saving_from_the_name_asks_first_and_the_answer_saves() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "130");
    h.key(Code::F(4)).text("示例 图书馆").key(Code::F(2));
    shows(&h, "是否为同一处");
    assert_eq!(records(&h), 1);
    h.key(Code::Esc);
    assert_eq!(records(&h), 1);
    h.key(Code::F(2));
    shows(&h, "是否为同一处");
    h.text("1");
    assert_eq!(records(&h), 2);
}

#[test]
fn the_record_that_is_already_there_can_be_opened_and_what_was_typed_stays_a_draft() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "130");
    h.key(Code::F(4))
        .text("示例图书馆")
        .key(Code::Enter)
        .text("2");
    shows(&h, "公共图书馆 > 示例图书馆");
    shows(&h, "已保存为草稿");
    assert_eq!(records(&h), 1);
    let path = h.folder.path().join("taizhang.db");
    assert_eq!(waiting(&path, "示例填报人").drafts.len(), 1);
}

#[test]
fn an_old_record_that_gets_the_name_of_another_is_told_of_and_asked_about_when_it_is_saved() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "130");
    h.key(Code::F(4))
        .text("别的书房")
        .keys(&[Code::F(2), Code::Esc, Code::Home, Code::Enter]);
    h.ctrl('u').text("示例 图书馆").key(Code::Enter);
    assert!(!h.screen().contains("是否为同一处"), "{}", h.screen());
    shows(&h, "请核对是否重复");
    h.key(Code::F(2));
    shows(&h, "是否为同一处");
    h.key(Code::Esc);
    assert_eq!(
        names(&h),
        ["示例图书馆", "别的书房"],
        "the question is not answered yet"
    );
    h.key(Code::F(2)).text("1");
    assert_eq!(names(&h), ["示例图书馆", "示例 图书馆"]);
}

fn names(h: &Harness) -> Vec<String> {
    let records = h.store().records("library", "331122101").unwrap();
    let mut names: Vec<_> = records
        .iter()
        .map(|record| (record.id, record.fields["name"].clone()))
        .collect();
    names.sort_by_key(|(id, _)| *id);
    names
        .into_iter()
        .map(|(_, name)| name.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn f9_takes_no_name_code_or_position_from_another_record() {
    for (lang, typed, own, taken) in [
        (
            Lang::Zh,
            "名称和编号须自行填写",
            "此项为本记录专有",
            "取自上一条「示例一馆」",
        ),
        (
            Lang::En,
            "name and code must be typed",
            "specific to this record, so not taken",
            "from the previous record, \"示例一馆\"",
        ),
    ] {
        let mut h = saved_library(lang, "示例一馆", "96");
        fill(
            &mut h,
            &[
                ("address", "示例路1号"),
                ("lon", "120.2"),
                ("lat", "28.7"),
                ("facility_code", "示例-1"),
            ],
        );
        let codes = [
            ("name", typed),
            ("facility_code", typed),
            ("lon", own),
            ("lat", own),
        ];
        // A new record, and one that is saved.
        h.key(Code::F(4));
        for (code, said) in codes {
            f9_on(&mut h, code);
            shows(&h, said);
            assert!(
                !focused(&h).contains("示例") && !focused(&h).contains('.'),
                "{}",
                focused(&h)
            );
        }
        f9_on(&mut h, "address");
        shows(&h, taken);
        h.key(Code::Esc);
        h.key(Code::F(4))
            .text("别的书房")
            .keys(&[Code::F(2), Code::Esc, Code::End, Code::Enter]);
        for (code, said) in codes.into_iter().chain([("address", own)]) {
            f9_on(&mut h, code);
            shows(&h, said);
        }
        h.key(Code::F(2));
        assert_eq!(names(&h), ["示例一馆", "别的书房"]);
    }
}

#[test]
fn what_says_which_record_it_is_is_not_carried() {
    let mut h = new_library(Lang::Zh);
    for code in ["name", "facility_code", "lon", "lat"] {
        go_to(&mut h, code);
        h.ctrl('k');
        shows(&h, "名称、编号和坐标除外");
    }
    go_to(&mut h, "address");
    h.ctrl('k');
    shows(&h, "沿用到下一条新记录");
}

#[test]
fn a_long_paste_goes_in_as_a_whole_up_to_its_limit_and_what_was_left_out_is_said() {
    for (lang, cut, lines, mistake) in [
        (
            Lang::Zh,
            "此处最多 150 字，其余 59850 字未填入",
            "其余 2 行未填入；此处最多 150 字",
            "处须改正后方可保存",
        ),
        (
            Lang::En,
            "at most 150 characters; 59850 left out",
            "first line only (2 left out)",
            "to correct before saving",
        ),
    ] {
        let mut h = new_library(lang);
        h.paste(&"长".repeat(60_000));
        shows(&h, cut);
        h.key(Code::F(2));
        shows(&h, mistake);
        assert_eq!(
            records(&h),
            0,
            "what was cut is too long and is not saved as if it was whole"
        );
        h.ctrl('z');
        assert_eq!(
            focused(&h).trim_end(),
            format!(">*{}", label(&h, "name")),
            "one step: {}",
            h.screen()
        );
        h.paste(&format!("{}\n乙\n丙\n", "长".repeat(200)));
        shows(&h, lines);
        // A figure takes no more than a figure has, and a megabyte typed without a paste's marks no
        // more than a paste.
        go_to(&mut h, "reading_seats");
        h.text(&"1".repeat(1_000_000));
        shows(&h, "999800");
        go_to(&mut h, "status");
        h.paste(&"x".repeat(100_000));
        shows(&h, "99800");
    }
}

#[test]
fn every_line_that_takes_words_takes_only_so_many_and_says_so() {
    let long = "长".repeat(60_000);
    let mut h = saved_library(Lang::Zh, "示例图书馆", "96");
    // Find, the list of commands and a list of choices.
    h.key(Code::F(3)).paste(&long);
    shows(&h, "此处最多 200 字，其余 59800 字未填入");
    h.key(Code::Esc).ctrl('p').paste(&long);
    shows(&h, "此处最多 200 字，其余 59800 字未填入");
    h.keys(&[Code::Esc, Code::Enter])
        .keys(&[Code::Tab; 3])
        .key(Code::F(4))
        .paste(&long);
    shows(&h, "此处最多 200 字，其余 59800 字未填入");
    // The reason of a doubt.
    h.keys(&[Code::Esc, Code::Enter, Code::Enter])
        .text("5000")
        .key(Code::F(2));
    shows(&h, "5000");
    h.paste(&long);
    shows(&h, "此处最多 2000 字，其余 58000 字未填入");
}

#[test]
fn a_cell_of_a_column_is_cut_where_its_field_ends_and_cannot_be_saved() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "96");
    h.keys(&[Code::F(2), Code::F(4)])
        .text("设施名称")
        .key(Code::Enter);
    h.paste(&format!("{}\n", "长".repeat(60_000)));
    shows(&h, "填入 1 行，未填入 0 行；1 行过长");
    h.key(Code::F(2));
    shows(&h, "有 1 处须改正");
    h.key(Code::F(9)).paste(&"长".repeat(60_000));
    shows(&h, "此处最多 150 字，其余 59850 字未填入");
}

#[test]
fn a_sum_shows_what_it_comes_to_and_is_kept_with_its_parts() {
    for (lang, echo) in [(Lang::Zh, "= 132座"), (Lang::En, "= 132 seats")] {
        let mut h = new_library(lang);
        h.text("示例图书馆");
        go_to(&mut h, "reading_seats");
        h.text("60+");
        assert!(
            focused(&h).contains("60+") && !focused(&h).contains('='),
            "{}",
            h.screen()
        );
        h.text("72");
        assert!(focused(&h).contains(echo), "{}", h.screen());
        h.keys(&[Code::F(2), Code::Esc]);
        let kept = &h.store().records("library", "331122101").unwrap()[0].fields["reading_seats"];
        assert_eq!(kept, &serde_json::json!({"typed": "60+72", "value": "132"}));
        h.keys(&[Code::Home, Code::Enter]);
        go_to(&mut h, "reading_seats");
        assert!(
            focused(&h).contains("60+72") && focused(&h).contains(echo),
            "{}",
            h.screen()
        );
    }
}

#[test]
fn hanzi_and_other_words_for_a_unit_show_the_figure_and_become_it() {
    let mut h = new_library(Lang::Zh);
    h.text("示例图书馆");
    go_to(&mut h, "reading_seats");
    h.text("一百二十");
    assert!(focused(&h).contains("= 120座"), "{}", h.screen());
    h.key(Code::Tab).key(Code::Up);
    stands(&h, "阅览座席数", "120");
    assert!(!focused(&h).contains('='), "{}", h.screen());
    go_to(&mut h, "building_area_m2");
    for (typed, echo) in [
        ("2000平方", "= 2000㎡"),
        ("2亩3分", "= 1533.333333㎡"),
        ("3亩半", "= 2333.333333㎡"),
    ] {
        h.ctrl('u').text(typed);
        assert!(focused(&h).contains(echo), "{typed}: {}", h.screen());
    }
    h.ctrl('u').text("2000");
    assert!(!focused(&h).contains('='), "{}", h.screen());
}

#[test]
fn a_figure_that_can_be_read_in_two_ways_says_what_to_type() {
    for (lang, code, typed, words) in [
        (
            Lang::Zh,
            "reading_seats",
            "60-72",
            "只能用 + 相加，如 60+72",
        ),
        (Lang::Zh, "reading_seats", "一百二", "请写全"),
        (Lang::Zh, "building_area_m2", "3分", "一分是 0.1亩"),
        (Lang::Zh, "building_area_m2", "3+2亩", "要么都写单位"),
        (Lang::Zh, "reading_seats", "30方", "此项可用：座"),
        (
            Lang::En,
            "reading_seats",
            "60~72",
            "only sums are worked out",
        ),
        (
            Lang::En,
            "building_area_m2",
            "1公顷200",
            "write a unit after 200",
        ),
    ] {
        let mut h = new_library(lang);
        h.resize(160, 40);
        go_to(&mut h, code);
        h.text(typed);
        shows(&h, words);
    }
}

#[test]
fn help_of_a_figure_names_the_ways_to_write_it() {
    for (lang, words) in [
        (
            Lang::Zh,
            ["如 60+72；也可用汉字，如 一百二十", "2亩3分、3亩半"],
        ),
        (
            Lang::En,
            ["sums are worked out, as 60+72", "2亩3分 or 3亩半"],
        ),
    ] {
        let mut h = new_library(lang);
        h.resize(200, 60);
        go_to(&mut h, "building_area_m2");
        h.key(Code::F(1));
        for words in words {
            shows(&h, words);
        }
    }
}

#[test]
fn f9_never_fills_in_a_name_or_a_code_that_was_given_up() {
    for (lang, words) in [
        (Lang::Zh, "名称和编号须自行填写"),
        (Lang::En, "name and code must be typed"),
    ] {
        let h = saved_library(lang, "示例一馆", "96");
        let mut h = h.on_day(chrono::NaiveDate::from_ymd_opt(2100, 2, 1).unwrap());
        h.keys(&[Code::Right, Code::Enter, Code::Home, Code::Enter])
            .ctrl('u')
            .text("示例新馆");
        for code in ["name", "facility_code"] {
            go_to(&mut h, code);
            let before = focused(&h);
            h.key(Code::F(9));
            shows(&h, words);
            assert_eq!(focused(&h), before);
        }
        f9_on(&mut h, "reading_seats");
        stands(&h, &label(&h, "reading_seats"), "96");
    }
}

#[test]
fn a_record_that_is_renamed_is_asked_about_where_its_new_name_is_like_another() {
    let mut h = saved_library(Lang::Zh, "示例图书馆", "130");
    h.key(Code::F(4))
        .text("别的书房")
        .keys(&[Code::F(2), Code::Esc, Code::Home, Code::Enter]);
    h.ctrl('u')
        .text("缙云县壶镇镇 示例图书馆（新馆）")
        .key(Code::F(2));
    shows(&h, "是否为同一处");
    assert_eq!(names(&h), ["示例图书馆", "别的书房"]);
    h.text("1");
    assert_eq!(names(&h).len(), 2);
    assert!(names(&h)[1].contains("新馆"));
    // It was told apart: another name that is like that one only as the last was is not asked about.
    h.keys(&[Code::Esc, Code::End, Code::Enter])
        .ctrl('u')
        .text("示例图书馆（东馆）")
        .key(Code::F(2));
    assert!(!h.screen().contains("是否为同一处"), "{}", h.screen());
    assert!(names(&h)[1].contains("东馆"));
}

#[test]
fn the_record_that_a_name_may_be_of_opens_from_the_name() {
    for (lang, doubt, kept) in [
        (
            Lang::Zh,
            "同镇同类已有「示例图书馆」，F4 打开它",
            "已保存为草稿",
        ),
        (Lang::En, "already exists here; F4 opens it", "draft"),
    ] {
        let mut h = saved_library(lang, "示例图书馆", "130");
        h.key(Code::F(4)).text("示例图书馆（新馆）");
        shows(&h, doubt);
        h.key(Code::F(4));
        stands(&h, &label(&h, "name"), "示例图书馆");
        assert!(!focused(&h).contains("新馆"), "{}", h.screen());
        shows(&h, kept);
        let path = h.folder.path().join("taizhang.db");
        assert_eq!(waiting(&path, "示例填报人").drafts.len(), 1);
        // A name that is like no other one has nothing to open.
        h.keys(&[Code::Esc, Code::F(4)]).text("别的书房");
        assert!(!h.screen().contains(doubt), "{}", h.screen());
    }
}

#[test]
fn a_plus_adds_to_the_figure_that_stands_there() {
    for plus in ["+", "＋"] {
        let mut h = saved_library(Lang::Zh, "示例图书馆", "60");
        h.key(Code::Enter);
        go_to(&mut h, "reading_seats");
        h.text(plus).text("72");
        assert!(focused(&h).contains("= 132座"), "{}", h.screen());
        // An angle is never added to: the first key replaces it.
        go_to(&mut h, "lon");
        h.text("120.2").key(Code::Up).key(Code::Down).text("+120.5");
        stands(&h, "经度", "+120.5");
    }
}
