//! The screen of what a quarter still wants, and confirmations that nothing has changed.

use crate::support::{Harness, lishui, places};
use serde_json::Value as Json;
use taizhang::domain::record::Subject;
use taizhang::domain::value::{Cycle, Period};
use taizhang::i18n::Lang;
use taizhang::store::{QuarterClosing, Save, Store, StoreError, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const HUZHEN: &str = "331122101";
const WENXI: &str = "331121101";

fn add(writer: &mut Writer, place: &str, name: &str) {
    let fields = [
        ("kind", "library"),
        ("place", place),
        ("name", name),
        ("status", "existing"),
        ("reading_seats", "96"),
    ];
    let save = Save {
        record: Uuid::now_v7(),
        subject: Subject::Facility,
        base: &[],
        fields: fields
            .map(|(key, value)| (key.to_owned(), value.into()))
            .into(),
        author: "示例",
        reason: "",
    };
    writer.save(&save).unwrap();
}

/// A clerk of Huzhen, after the last quarter was closed with two libraries there and one elsewhere.
/// The day is the real one, for the close is of that day.
fn clerk(lang: Lang, size: (u16, u16)) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let mut store = Store::create(&path, &places(), &[lishui()], "示例管理员").unwrap();
    let today = store.today();
    store
        .write(|writer| {
            add(writer, HUZHEN, "示例老馆");
            add(writer, HUZHEN, "示例新馆");
            add(writer, WENXI, "示例温溪馆");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    // What is saved in the very millisecond of the close is not before it.
    std::thread::sleep(std::time::Duration::from_millis(2));
    store
        .write(|writer| {
            writer.close_quarter(&QuarterClosing {
                quarter: Period::over_before(Cycle::Quarter, today),
                place: None,
                signed_by: "",
                author: "示例管理员",
            })
        })
        .unwrap();
    drop(store);
    let harness = Harness::on(folder, lang, size).on_day(today);
    let mut store = harness.store();
    store.restrict_to(vec![HUZHEN.into()]);
    harness.with_store_on(store, today)
}

/// The screen without what depends on the day of the test.
fn screen(harness: &Harness) -> String {
    let store = harness.store();
    let quarter = Period::of_day(Cycle::Quarter, store.today()).name();
    harness
        .screen()
        .replace(&quarter.zh, "某年第某季度")
        .replace(&quarter.en, "some Q.")
        .replace(&store.today().to_string(), "0000-00-00")
}

fn confirmed(harness: &Harness) -> usize {
    let store = harness.store();
    let place = store.place("331100").unwrap().unwrap();
    let work = store.quarter_work(&place, store.today()).unwrap();
    3 - work.unconfirmed
}

#[test]
fn a_town_is_confirmed_with_four_keys() {
    for lang in [Lang::Zh, Lang::En] {
        let mut harness = clerk(lang, (80, 24));
        insta::assert_snapshot!(format!("first {lang:?}"), screen(&harness));
        harness.ctrl('u');
        insta::assert_snapshot!(format!("wanted {lang:?}"), screen(&harness));
        harness.key(Code::F(2));
        insta::assert_snapshot!(format!("asked {lang:?}"), screen(&harness));
        harness.keys(&[Code::Down, Code::Enter]);
        insta::assert_snapshot!(format!("confirmed {lang:?}"), screen(&harness));
        assert_eq!(confirmed(&harness), 2, "the library elsewhere waits");
    }
}

#[test]
fn the_list_fits_a_small_screen() {
    let mut harness = clerk(Lang::Zh, (40, 12));
    harness.ctrl('u');
    insta::assert_snapshot!("small", screen(&harness));
}

#[test]
fn one_facility_or_all_of_a_list_are_confirmed_from_the_list() {
    let mut harness = clerk(Lang::Zh, (80, 24));
    harness
        .text("壶镇")
        .keys(&[Code::Enter, Code::Right, Code::Enter]);
    assert!(
        harness.screen().contains("示例老馆"),
        "{}",
        harness.screen()
    );
    harness.ctrl('u');
    insta::assert_snapshot!("which", screen(&harness));
    harness.key(Code::Enter);
    assert_eq!(confirmed(&harness), 1);
    harness.ctrl('u').keys(&[Code::Down, Code::Enter]);
    assert_eq!(confirmed(&harness), 2);
}

#[test]
fn looking_again_and_leaving_confirm_nothing() {
    let mut harness = clerk(Lang::Zh, (80, 24));
    harness.ctrl('u').keys(&[Code::F(2), Code::Enter]);
    harness.keys(&[Code::F(2), Code::Esc, Code::Esc]);
    assert_eq!(confirmed(&harness), 0);
}

#[test]
fn what_is_of_others_is_shown_and_not_confirmed() {
    let mut harness = clerk(Lang::Zh, (80, 24));
    harness.ctrl('u').key(Code::F(8));
    for _ in 0..2 {
        if harness.screen().contains("示例温溪馆") {
            break;
        }
        harness.key(Code::F(8));
    }
    assert!(
        harness.screen().contains("示例温溪馆"),
        "{}",
        harness.screen()
    );
    harness.key(Code::F(2)).ctrl('u');
    assert_eq!(confirmed(&harness), 0);
}

/// Saves one field of the library of a name, as a colleague does at another terminal.
fn saved_by_a_colleague(harness: &Harness, name: &str, field: (&str, Json)) {
    let mut store = harness.store();
    let libraries = store.records("library", HUZHEN).unwrap();
    let library = libraries
        .into_iter()
        .find(|one| one.fields["name"] == name)
        .unwrap();
    let mut fields = library.fields;
    fields.insert("kind".into(), "library".into());
    fields.insert("place".into(), HUZHEN.into());
    fields.insert(field.0.into(), field.1);
    let save = Save {
        record: library.id,
        subject: Subject::Facility,
        base: &library.heads,
        fields,
        author: "示例同事",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
}

/// The line that the cursor is on.
fn line_of_cursor(harness: &Harness) -> String {
    let line = harness.cursor().unwrap().y;
    let screen = harness.screen();
    screen.lines().nth(line.into()).unwrap().to_owned()
}

#[test]
fn what_a_colleague_changed_after_the_question_is_said_beside_what_was_confirmed() {
    for lang in [Lang::Zh, Lang::En] {
        let mut harness = clerk(lang, (80, 24));
        harness.ctrl('u').key(Code::F(2));
        saved_by_a_colleague(&harness, "示例老馆", ("reading_seats", "120".into()));
        harness.keys(&[Code::Down, Code::Enter]);
        insta::assert_snapshot!(format!("changed meanwhile {lang:?}"), screen(&harness));
    }
}

#[test]
fn the_cursor_stays_on_its_facility_where_the_one_above_it_is_deleted() {
    let mut harness = clerk(Lang::Zh, (80, 24));
    harness.ctrl('u');
    let above = line_of_cursor(&harness);
    harness.key(Code::Down);
    let before = line_of_cursor(&harness);
    let at = harness.cursor().unwrap().y;
    let name = ["示例老馆", "示例新馆"]
        .into_iter()
        .find(|name| above.contains(name));
    saved_by_a_colleague(&harness, name.unwrap(), ("deleted", true.into()));
    harness.keys(&[Code::F(2), Code::Esc]);
    assert_eq!(line_of_cursor(&harness), before);
    assert_eq!(harness.cursor().unwrap().y, at - 1, "{}", harness.screen());
}

#[test]
fn the_cursor_goes_on_to_the_next_where_an_incomplete_facility_is_confirmed_and_stays_in_the_list()
{
    let mut harness = clerk(Lang::Zh, (80, 24));
    harness.ctrl('u').key(Code::Down);
    let next = line_of_cursor(&harness);
    harness.key(Code::Up);
    let first = line_of_cursor(&harness);
    assert!(first.contains("待补全"), "{first}");
    harness.ctrl('u');
    assert_eq!(confirmed(&harness), 1);
    assert_eq!(line_of_cursor(&harness), next, "{}", harness.screen());
    // Both can be confirmed one after the other.
    harness.ctrl('u');
    assert_eq!(confirmed(&harness), 2);
}

#[test]
fn own_towns_stand_first_with_a_mark_and_the_place_of_the_last_save_is_selected() {
    let mut harness = clerk(Lang::Zh, (80, 24));
    insta::assert_snapshot!("own first", screen(&harness));
    // The others are there, and nothing is offered that cannot be done with them.
    harness.keys(&[Code::Down, Code::Enter]);
    let others = harness.screen();
    assert!(!others.contains("F4 新增"), "{others}");
    harness.ctrl('p');
    let palette = harness.screen();
    assert!(
        !palette.contains("新增") && palette.contains("帮助"),
        "{palette}"
    );
}
