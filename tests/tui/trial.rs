//! Trying other values on the screens: every verdict that they change is told, and nothing of them
//! reaches the ledger.

use std::fs;

use crate::support::groups::filled;
use crate::support::{Harness, day};
use taizhang::i18n::Lang;
use taizhang::store::{Store, StoreError};
use taizhang::tui::app::App;
use taizhang::tui::look::{Look, Theme};
use taizhang::tui::terminal::input::Code;
use taizhang::tui::terminal::probe::Ambiguous;
use taizhang::tui::{Person, Role, WorksOn};

/// The screens on a trial of a ledger with a library of 130 seats in 壶镇镇.
fn trial(lang: Lang, size: (u16, u16)) -> Harness {
    let (folder, store) = filled();
    let person = Person {
        name: "示例填报人".into(),
        role: Role::Admin,
        works_on: WorksOn::Trial,
    };
    let look = Look {
        lang,
        ambiguous: Ambiguous::Unknown,
        theme: Theme::Mono,
    };
    let app = App::new(store.trial().unwrap(), person, look, day(), size).unwrap();
    Harness { folder, app, size }
}

fn bytes(h: &Harness) -> Vec<u8> {
    let path = h.folder.path().join("taizhang.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(fs::read(path.with_extension("db-wal")).unwrap_or_default());
    bytes
}

/// Saves 120 seats in the library that meets the minimum, and goes back to the first screen.
fn fewer_seats(h: &mut Harness) {
    h.text("壶镇")
        .keys(&[Code::Enter, Code::Right, Code::Enter]);
    // The list, the form, and the field of its seats.
    h.keys(&[Code::Enter, Code::Enter]);
    h.keys(&[Code::Down; 3]);
    h.ctrl('u').text("120");
    h.key(Code::F(2));
    h.keys(&[Code::Esc, Code::Esc, Code::Esc]);
}

#[test]
fn what_a_trial_changes_is_counted_and_listed() {
    for (lang, size, name) in [
        (Lang::Zh, (80, 24), "zh 80"),
        (Lang::En, (80, 24), "en 80"),
        (Lang::Zh, (40, 12), "zh 40"),
        (Lang::En, (120, 40), "en 120"),
    ] {
        let mut h = trial(lang, size);
        h.key(Code::F(9));
        insta::assert_snapshot!(format!("nothing yet {name}"), h.screen());
        h.key(Code::Esc);
        fewer_seats(&mut h);
        insta::assert_snapshot!(format!("first {name}"), h.screen());
        h.key(Code::F(9));
        insta::assert_snapshot!(format!("changed {name}"), h.screen());
    }
}

#[test]
fn nothing_of_a_trial_reaches_the_ledger_or_its_folder() {
    let mut h = trial(Lang::Zh, (80, 24));
    let before = bytes(&h);
    let names = |h: &Harness| -> Vec<_> {
        let entries = fs::read_dir(h.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let files = names(&h);
    fewer_seats(&mut h);
    // A form that is left unsaved, and a snapshot, which is of the ledger only.
    h.text("温溪")
        .keys(&[Code::Enter, Code::Right, Code::Enter, Code::F(4)]);
    h.text("示例新馆").keys(&[Code::Esc, Code::Esc, Code::Esc]);
    h.key(Code::F(7));
    assert_eq!(names(&h), files);
    assert_eq!(bytes(&h), before);
}

#[test]
fn a_session_that_changes_nothing_begins_no_trial() {
    let (folder, store) = filled();
    drop(store);
    let path = folder.path().join("taizhang.db");
    let review = Store::open_for_review(&path).unwrap().trial();
    assert!(matches!(review, Err(StoreError::Refused(_))));
}
