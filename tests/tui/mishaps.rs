//! What goes wrong at a desk: two people at one record, a full disk, a lost line, a small window, a
//! wrong key. Nothing typed may be lost by it, and nothing that somebody else saved.

use crate::support::{self, Harness};
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Record;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::{Code, Input};

/// From the first screen to the empty form of a library in 壶镇镇.
fn new_library(h: &mut Harness) {
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
}

/// A saved library, and its list on the screen.
fn library(seats: &str) -> Harness {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.text("示例图书馆")
        .keys(&[Code::Tab; 5])
        .text(seats)
        .keys(&[Code::F(2), Code::Esc]);
    h
}

/// A second clerk at the same ledger, in the list of the libraries of 壶镇镇.
fn second(h: &Harness) -> Harness {
    let mut other = Harness::on(tempfile::tempdir().unwrap(), Lang::Zh, (80, 24)).app_on(h);
    other.keys(&[Code::Right, Code::Enter]);
    other
}

/// Opens the record of the list, and saves another number of seats in it.
fn save_seats(h: &mut Harness, seats: &str) {
    h.key(Code::Enter)
        .keys(&[Code::Tab; 5])
        .text(seats)
        .key(Code::F(2));
}

fn record(store: &Store) -> Record {
    store.records("library", "331122101").unwrap().remove(0)
}

/// The line of a screen that holds a label.
fn line(h: &Harness, label: &str) -> String {
    let screen = h.screen();
    assert!(screen.contains(label), "no {label} in\n{screen}");
    screen
        .lines()
        .find(|line| line.contains(label))
        .unwrap()
        .to_owned()
}

#[test]
fn a_draft_taken_up_after_somebody_else_saved_does_not_undo_what_they_saved() {
    let mut mine = library("96");
    mine.key(Code::Enter)
        .keys(&[Code::Tab; 5])
        .keys(&[Code::Backspace; 2])
        .text("98");
    let mut theirs = second(&mine);
    theirs
        .key(Code::Enter)
        .keys(&[Code::Tab; 6])
        .text("9")
        .key(Code::F(2));
    let mut mine = mine.start_again(Lang::Zh);
    mine.keys(&[Code::F(9), Code::Enter]);
    assert!(mine.screen().contains("已并入"), "{}", mine.screen());
    mine.key(Code::F(2));
    let record = record(&mine.store());
    assert_eq!(record.fields["reading_seats"], "98");
    assert_eq!(record.fields["children_seats"], "9");
}

#[test]
fn a_draft_taken_up_in_the_other_language_speaks_it_and_changes_nothing_by_itself() {
    let mut h = library("96");
    h.key(Code::Enter)
        .keys(&[Code::Tab; 3])
        .text("3")
        .key(Code::Enter)
        .text("x");
    let mut h = h.start_again(Lang::En);
    h.keys(&[Code::F(9), Code::Enter]);
    assert!(
        line(&h, "Library type").contains("City study"),
        "{}",
        h.screen()
    );
    assert!(line(&h, "Status").contains("In use"), "{}", h.screen());
}

#[test]
fn a_draft_of_a_record_that_was_deleted_is_not_lost() {
    let mut h = library("96");
    h.key(Code::Enter)
        .keys(&[Code::Tab; 5])
        .text("98")
        .key(Code::Esc);
    let mut other = second(&h);
    other.key(Code::Delete).text("2");
    assert_eq!(h.store().record_count().unwrap(), 0);
    h.keys(&[Code::Esc, Code::F(9), Code::Enter]);
    assert!(h.screen().contains("98"), "{}", h.screen());
    h.key(Code::F(2));
    assert_eq!(record(&h.store()).fields["reading_seats"], "98");
}

#[test]
fn what_was_typed_and_taken_back_leaves_no_draft() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.text("a")
        .key(Code::Backspace)
        .keys(&[Code::Esc, Code::Esc, Code::F(9)]);
    assert!(h.screen().contains("没有草稿"), "{}", h.screen());
}

#[test]
fn a_form_that_cannot_be_kept_as_a_draft_is_not_left_by_escape() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    let drafts = taizhang::store::draft::folder(&h.folder.path().join("taizhang.db"));
    std::fs::write(&drafts, "").unwrap();
    h.text("示例图书馆").key(Code::Esc);
    assert!(h.screen().contains("示例图书馆"), "{}", h.screen());
    assert!(!h.screen().contains("已保存为草稿"), "{}", h.screen());
    std::fs::remove_file(&drafts).unwrap();
    h.key(Code::Esc);
    assert!(h.screen().contains("已保存为草稿"), "{}", h.screen());
}

#[test]
fn nothing_in_a_record_of_another_town_can_be_changed_from_the_list_of_choices_either() {
    let h = library("96");
    let mut store = h.store();
    store.restrict_to(vec!["331121101".into()]);
    let mut h = h.with_store(store);
    h.keys(&[Code::Right, Code::Enter, Code::Enter])
        .keys(&[Code::Tab; 3]);
    h.key(Code::F(4)).text("3");
    assert!(
        h.screen().contains("此处只能查看，不能修改"),
        "{}",
        h.screen()
    );
    assert_eq!(line(&h, "馆类型").trim(), ">+馆类型");
    let mut h = h.start_again(Lang::Zh);
    assert!(
        !h.screen().contains("未保存的表"),
        "{}",
        h.key(Code::F(9)).screen()
    );
}

#[test]
fn a_choice_is_typed_letter_by_letter_whatever_digits_its_name_holds() {
    let mut h = library("96");
    h.key(Code::Enter);
    // The coordinate system stands last, and is asked for once there is a longitude.
    h.keys(&[Code::PageDown; 3]);
    h.keys(&[Code::Up; 2]).text("120").keys(&[Code::Tab; 2]);
    for (typed, chosen) in [
        ("CGCS2000", "CGCS2000"),
        ("gcj-02", "GCJ-02"),
        ("2", "WGS84"),
        ("13", "GCJ-02"),
    ] {
        h.keys(&[Code::Up, Code::Down]);
        for letter in typed.chars() {
            h.text(&letter.to_string());
        }
        assert!(
            line(&h, "坐标系").contains(chosen),
            "{typed}: {}",
            h.screen()
        );
        assert!(
            !h.screen().contains("不在选项中"),
            "{typed}: {}",
            h.screen()
        );
    }
    h.key(Code::Backspace);
    assert!(!line(&h, "坐标系").contains("GCJ"), "{}", h.screen());
    h.keys(&[Code::Enter, Code::Up]);
    assert!(!line(&h, "坐标系").contains("GCJ"), "{}", h.screen());
}

#[test]
fn yes_and_no_can_be_typed_as_words() {
    let mut h = Harness::new(Lang::En);
    h.keys(&[Code::Right, Code::Right, Code::Enter, Code::F(4)]);
    for _ in 0..40 {
        if h.screen().contains("1 yes  0 no") {
            break;
        }
        h.key(Code::Tab);
    }
    for letter in ["y", "e", "s"] {
        h.text(letter);
    }
    assert!(h.screen().contains("1 yes  0 no"), "{}", h.screen());
    assert!(!h.screen().contains("write yes or no"), "{}", h.screen());
}

#[test]
fn a_save_counts_as_one_even_if_the_next_record_is_gone() {
    let mut h = library("96");
    h.key(Code::F(4))
        .text("示例二馆")
        .keys(&[Code::Tab; 5])
        .text("50")
        .keys(&[Code::F(2), Code::Esc]);
    h.keys(&[Code::Home, Code::Enter]);
    let mut other = second(&h);
    other.keys(&[Code::End, Code::Delete]).text("2");
    h.keys(&[Code::Tab; 5]).text("49").key(Code::F(2));
    assert!(h.screen().contains("已保存"), "{}", h.screen());
    assert!(
        h.screen().contains("F4 新增"),
        "the list is shown: {}",
        h.screen()
    );
}

#[test]
fn two_people_at_one_exception_see_where_they_differ() {
    let mut h = library("96");
    h.key(Code::F(9))
        .text("示例1号")
        .key(Code::Enter)
        .text("在建")
        .key(Code::F(2));
    h.key(Code::F(9));
    let mut other = second(&h);
    other
        .key(Code::F(9))
        .key(Code::Enter)
        .text("新馆")
        .key(Code::F(2));
    h.key(Code::Enter).text("工程").key(Code::F(2));
    assert!(h.screen().contains("他人刚保存过此记录"), "{}", h.screen());
    assert!(h.screen().contains("现存：在建新馆"), "{}", h.screen());
    h.key(Code::F(2));
    assert!(h.screen().contains("在建工程"), "{}", h.screen());
}

#[test]
fn the_palette_shows_what_is_selected_in_a_small_window() {
    let mut h = library("96");
    h.resize(40, 10).ctrl('p');
    for _ in 0..20 {
        assert!(
            h.screen().lines().any(|line| line.starts_with('>')),
            "{}",
            h.screen()
        );
        h.key(Code::Down);
    }
}

#[test]
fn help_can_be_read_to_its_end_in_a_small_window() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.resize(200, 60).key(Code::F(1));
    let words = |screen: String| {
        screen
            .lines()
            .skip(1)
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let whole = words(h.screen()).join("").replace(' ', "");
    h.key(Code::Esc).resize(40, 10).key(Code::F(1));
    let mut read = String::new();
    for _ in 0..40 {
        read.push_str(&words(h.screen()).join(""));
        h.key(Code::PageDown);
    }
    let read = read.replace(' ', "");
    for sentence in whole
        .split('。')
        .filter(|sentence| sentence.len() > 30 && !sentence.contains("F1"))
    {
        let piece: String = sentence.chars().take(8).collect();
        assert!(read.contains(&piece), "{piece} is not in\n{read}");
    }
}

#[test]
fn help_lists_and_choices_follow_a_switch_of_the_language() {
    let mut h = library("96");
    h.key(Code::F(1)).ctrl('t');
    assert!(
        h.screen().contains("All facilities of this kind"),
        "{}",
        h.screen()
    );
    h.key(Code::Esc).ctrl('p').ctrl('t');
    assert!(
        h.screen().contains("命令") && h.screen().contains("新增"),
        "{}",
        h.screen()
    );
    h.key(Code::Esc).key(Code::Delete).ctrl('t');
    assert!(
        h.screen().contains("delete \"示例图书馆\"?"),
        "{}",
        h.screen()
    );
    h.keys(&[Code::Esc, Code::Enter])
        .keys(&[Code::Tab; 3])
        .key(Code::F(4))
        .ctrl('t');
    assert!(h.screen().contains("城市书房"), "{}", h.screen());
}

#[test]
fn a_window_made_smaller_under_a_list_of_choices_still_shows_the_field() {
    let mut h = library("96");
    h.key(Code::Enter)
        .keys(&[Code::End])
        .keys(&[Code::Tab; 3])
        .key(Code::F(4));
    h.resize(40, 10).key(Code::Enter);
    assert!(
        h.screen().lines().any(|line| line.starts_with('>')),
        "{}",
        h.screen()
    );
}

#[test]
fn a_mistake_is_said_even_if_somebody_else_saved_the_field() {
    let mut mine = conflict();
    mine.text("x");
    assert!(mine.screen().contains("无法识别单位"), "{}", mine.screen());
}

#[test]
fn a_paste_with_a_wrong_line_end_stays_one_field() {
    let mut h = Harness::new(Lang::Zh);
    new_library(&mut h);
    h.flow(&Input::Paste("\n示例馆\n".into()));
    assert!(line(&h, "设施名称").contains("示例馆"), "{}", h.screen());
}

#[test]
fn the_row_selected_in_a_list_stays_selected_when_others_add_rows() {
    let mut h = library("96");
    let mut other = second(&h);
    other
        .key(Code::F(4))
        .text("AAA")
        .keys(&[Code::Tab; 5])
        .text("1")
        .key(Code::F(2));
    h.key(Code::F(12));
    assert!(h.screen().contains(">示例图书馆"), "{}", h.screen());
}

#[test]
fn an_exception_recorded_today_excuses_no_report_of_an_earlier_day() {
    let mut h = library("96");
    h.key(Code::F(9))
        .text("示例1号")
        .key(Code::Enter)
        .text("在建")
        .key(Code::F(2));
    let store = h.store();
    let excused = |day: &str| {
        let standings = store
            .standings_as_of(store.pack(None).unwrap(), day.parse().unwrap(), None)
            .unwrap();
        standings
            .iter()
            .filter(|standing| standing.exception.is_some())
            .count()
    };
    assert_eq!(excused("2026-01-01"), 0);
    assert_eq!(excused("2100-01-01"), 1);
}

/// Loads the pack of the ledger with some of its text changed.
fn load_changed(h: &Harness, change: impl Fn(&str) -> String) {
    let mut store = h.store();
    let text = support::lishui().text;
    let changed = change(&text);
    assert_ne!(changed, text);
    let pack = Pack::read(&changed).unwrap();
    store
        .write(|writer| writer.load_pack(&pack, "示例管理员"))
        .unwrap();
}

#[test]
fn a_value_that_a_newer_pack_does_not_know_outlives_the_saving_of_another_field() {
    let mut h = library("96");
    h.key(Code::Enter)
        .keys(&[Code::Tab; 3])
        .text("3")
        .keys(&[Code::F(2)]);
    load_changed(&h, |text| {
        text.replacen("code = \"city_study\"", "code = \"study\"", 1)
    });
    h.key(Code::Up);
    save_seats(&mut h, "90");
    let record = record(&h.store());
    assert_eq!(record.fields["reading_seats"], "90");
    assert_eq!(record.fields["library_type"], "city_study");
}

#[test]
fn a_mistake_is_seen_however_many_minimums_look_at_the_record() {
    let mut h = library("96");
    load_changed(&h, |text| {
        let (_, rule) = text
            .split_once("code = \"library\"\nkind = \"library\"")
            .unwrap();
        let rule = rule
            .split("[[")
            .next()
            .unwrap()
            .split("\n#")
            .next()
            .unwrap();
        let copies = (1..9)
            .map(|n| format!("\n[[requirement]]\ncode = \"library{n}\"\nkind = \"library\"{rule}"));
        format!("{text}{}", copies.collect::<String>())
    });
    for (columns, rows) in [(80, 24), (40, 10)] {
        h.resize(columns, rows)
            .key(Code::Enter)
            .keys(&[Code::Tab; 5])
            .text("9x");
        assert!(h.screen().contains("无法识别单位"), "{}", h.screen());
        h.key(Code::Backspace).key(Code::Esc);
    }
}

#[test]
fn a_digit_picks_the_same_choice_in_the_form_and_in_the_list() {
    let mut h = library("96");
    load_changed(&h, |text| {
        let text = text.replacen("code = \"main\"", "code = \"2\"", 1);
        text.replacen("code = \"city_study\"", "code = \"1\"", 1)
    });
    h.key(Code::Up).key(Code::Enter).keys(&[Code::Tab; 3]);
    h.text("1");
    assert!(line(&h, "馆类型").contains("城市书房"), "{}", h.screen());
    h.key(Code::Backspace).key(Code::F(4)).text("1");
    assert!(line(&h, "馆类型").contains("城市书房"), "{}", h.screen());
}

#[test]
fn a_new_size_of_the_window_does_not_take_a_note_away() {
    let mut h = library("96");
    h.key(Code::Enter).text("x").key(Code::Esc);
    assert!(h.screen().contains("已保存为草稿"), "{}", h.screen());
    h.resize(60, 20);
    assert!(h.screen().contains("已保存为草稿"), "{}", h.screen());
}

#[test]
fn a_place_is_found_in_the_list_of_shortfalls() {
    let mut h = Harness::new(Lang::Zh);
    h.keys(&[Code::F(4), Code::F(3)])
        .text("bhz")
        .keys(&[Code::Enter]);
    assert!(
        h.screen()
            .lines()
            .nth(10)
            .unwrap()
            .starts_with("莲都区/碧湖镇"),
        "{}",
        h.screen()
    );
    let at = h.cursor().unwrap().y;
    assert!(
        h.screen()
            .lines()
            .nth(at.into())
            .unwrap()
            .starts_with("莲都区/碧湖镇"),
        "{}",
        h.screen()
    );
}

/// The form of a library in which 98 seats are typed while somebody else saved 97, and that was
/// said.
fn conflict() -> Harness {
    let mut mine = library("96");
    mine.key(Code::Enter);
    let mut theirs = second(&mine);
    save_seats(&mut theirs, "97");
    mine.keys(&[Code::Tab; 5]).text("98").key(Code::F(2));
    assert!(mine.screen().contains("现存：97"), "{}", mine.screen());
    mine
}

/// What a way of leaving is called, and how it is gone.
type Way = (&'static str, fn(Harness) -> Harness);

#[test]
fn a_conflict_that_was_shown_outlives_the_form_and_is_said_again_before_anything_is_overwritten() {
    let ways: [Way; 5] = [
        ("left and opened from the list", |mut h| {
            h.keys(&[Code::Esc, Code::Enter]);
            h
        }),
        ("killed and opened from the drafts", |h| {
            let mut h = h.start_again(Lang::Zh);
            h.keys(&[Code::F(9), Code::Enter]);
            h
        }),
        ("killed and opened from the list", |h| {
            let mut h = h.start_again(Lang::Zh);
            h.keys(&[Code::Right, Code::Enter, Code::Enter]);
            h
        }),
        ("left after something else was typed", |mut h| {
            h.key(Code::Enter)
                .text("7")
                .keys(&[Code::Up, Code::Esc, Code::Enter]);
            h
        }),
        ("left twice", |mut h| {
            h.keys(&[Code::Esc, Code::Enter, Code::Esc, Code::Enter]);
            h
        }),
    ];
    for (way, leave) in ways {
        let mut h = leave(conflict());
        assert!(
            h.screen()
                .contains("填写期间他人改过此记录；请核对 阅览座席数"),
            "{way}: {}",
            h.screen()
        );
        assert!(h.screen().contains("现存：97"), "{way}: {}", h.screen());
        h.key(Code::F(2));
        assert!(
            h.screen().contains("他人刚保存过此记录；请核对 阅览座席数"),
            "{way}: {}",
            h.screen()
        );
        assert_eq!(record(&h.store()).fields["reading_seats"], "97", "{way}");
        h.key(Code::F(2));
        assert_eq!(record(&h.store()).fields["reading_seats"], "98", "{way}");
    }
}

#[test]
fn a_conflict_shows_who_saved_and_when_and_one_key_takes_it() {
    for (lang, by, hint, taken) in [
        (
            Lang::Zh,
            "现存：97（示例填报人 ",
            "F9 取他人的值",
            "取自 示例填报人 于 ",
        ),
        (
            Lang::En,
            "saved: 97 (示例填报人, ",
            "F9 takes the saved value",
            "the value saved by 示例填报人 at ",
        ),
    ] {
        let mut h = conflict().start_again(lang);
        h.keys(&[Code::Right, Code::Enter, Code::Enter]);
        for words in [by, hint] {
            assert!(h.screen().contains(words), "no {words} in\n{}", h.screen());
        }
        h.key(Code::F(9));
        assert!(h.screen().contains(taken), "{}", h.screen());
        assert!(!h.screen().contains(by), "{}", h.screen());
        h.key(Code::F(9));
        assert!(h.screen().contains(by), "{}", h.screen());
        h.key(Code::F(9));
        assert!(h.screen().contains(taken), "{}", h.screen());
        h.key(Code::F(2));
        assert_eq!(record(&h.store()).fields["reading_seats"], "97");
        assert_eq!(h.store().history(record(&h.store()).id).unwrap().len(), 2);
    }
}

#[test]
fn the_cursor_goes_to_the_first_field_that_somebody_else_saved_differently() {
    let mut h = conflict();
    let seats = h.cursor().unwrap();
    h.keys(&[Code::Up, Code::Up, Code::F(2)]);
    // The marks were seen, so this save wrote mine; a third person saves again.
    assert_eq!(record(&h.store()).fields["reading_seats"], "98");
    let mut third = second(&h);
    h.key(Code::Enter).keys(&[Code::Tab; 5]).text("100");
    h.keys(&[Code::Up, Code::Up]);
    save_seats(&mut third, "99");
    h.key(Code::F(2));
    assert_eq!(h.cursor().unwrap().y, seats.y, "{}", h.screen());
    h.keys(&[Code::Up, Code::Up, Code::Esc, Code::Enter]);
    assert_eq!(h.cursor().unwrap().y, seats.y, "{}", h.screen());
    assert!(h.screen().contains("现存：99"), "{}", h.screen());
}

#[test]
fn what_only_somebody_else_changed_is_merged_in_when_a_draft_is_opened_again() {
    let mut h = library("96");
    let mut other = second(&h);
    h.key(Code::Enter).text("新");
    save_seats(&mut other, "97");
    h.keys(&[Code::Esc, Code::Enter]);
    assert!(h.screen().contains("已并入"), "{}", h.screen());
    assert!(line(&h, "阅览座席数").contains("97"), "{}", h.screen());
    h.key(Code::F(2));
    assert_eq!(record(&h.store()).fields["reading_seats"], "97");
    assert_eq!(record(&h.store()).fields["name"], "示例图书馆新");
}

#[test]
fn a_conflict_that_was_decided_for_theirs_leaves_no_draft() {
    let mut h = conflict();
    h.ctrl('u').text("97").key(Code::Esc);
    let mut h = h.start_again(Lang::Zh);
    assert!(!h.screen().contains("未保存的表"), "{}", h.screen());
    h.keys(&[Code::Right, Code::Enter, Code::Enter]);
    assert!(!h.screen().contains("填写期间"), "{}", h.screen());
}

#[test]
fn a_conflict_that_was_shown_meets_a_third_save_too() {
    let mut h = conflict();
    let mut third = second(&h);
    save_seats(&mut third, "99");
    assert_eq!(record(&h.store()).fields["reading_seats"], "99");
    h.keys(&[Code::Esc, Code::Enter]);
    assert!(h.screen().contains("现存：99"), "{}", h.screen());
    h.key(Code::F(2));
    assert_eq!(record(&h.store()).fields["reading_seats"], "99");
    h.key(Code::F(2));
    assert_eq!(record(&h.store()).fields["reading_seats"], "98");
}

#[test]
fn a_conflict_of_an_exception_outlives_its_form() {
    let mut h = library("96");
    h.key(Code::F(9))
        .text("示例1号")
        .key(Code::Enter)
        .text("在建")
        .key(Code::F(2));
    h.key(Code::F(9));
    let mut other = second(&h);
    other
        .key(Code::F(9))
        .key(Code::Enter)
        .text("新馆")
        .key(Code::F(2));
    h.key(Code::Enter).text("工程").key(Code::F(2));
    assert!(h.screen().contains("现存：在建新馆"), "{}", h.screen());
    h.keys(&[Code::Esc, Code::F(9)]);
    assert!(
        h.screen().contains("填写期间他人改过此记录"),
        "{}",
        h.screen()
    );
    assert!(h.screen().contains("现存：在建新馆"), "{}", h.screen());
    h.key(Code::F(2));
    assert!(h.screen().contains("他人刚保存过此记录"), "{}", h.screen());
    h.key(Code::F(2));
    assert!(h.screen().contains("在建工程"), "{}", h.screen());
}

#[test]
fn two_people_who_write_one_new_exception_at_once_see_each_other() {
    let mut h = library("96");
    let mut other = second(&h);
    h.key(Code::F(9))
        .text("示例1号")
        .key(Code::Enter)
        .text("在建");
    other
        .key(Code::F(9))
        .text("示例2号")
        .key(Code::Enter)
        .text("缓建")
        .key(Code::F(2));
    h.key(Code::F(2));
    assert!(h.screen().contains("他人刚保存过此记录"), "{}", h.screen());
    assert!(h.screen().contains("现存：缓建"), "{}", h.screen());
    h.key(Code::Esc);
    let mut h = h.start_again(Lang::Zh);
    h.keys(&[Code::F(9), Code::Enter]);
    assert!(
        h.screen().contains("填写期间他人改过此记录"),
        "{}",
        h.screen()
    );
    h.key(Code::F(2));
    assert!(h.screen().contains("他人刚保存过此记录"), "{}", h.screen());
    h.key(Code::F(2));
    let store = h.store();
    let pack = store.pack(None).unwrap().code.clone();
    let standings = store
        .standings_of(&pack, Some("331122101"), support::day())
        .unwrap();
    let excused: Vec<_> = standings
        .iter()
        .filter_map(|standing| standing.exception.as_ref())
        .collect();
    assert_eq!(excused.len(), 1);
    assert!(format!("{excused:?}").contains("示例1号"), "{excused:?}");
}
