//! The ledger as of a day, on the screens and in files.

use crate::program::Folder;
use crate::support::groups::HUZHEN;
use crate::support::trail::unguarded;
use crate::support::{Harness, save_facility};
use rusqlite::Connection;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const THEN: &str = "2026-04-15";

/// Saves a library with 96 seats in March, with 130 in May, and another one in May.
fn fill(path: &std::path::Path) {
    let mut store = Store::open(path).unwrap();
    let (first, second) = (Uuid::now_v7(), Uuid::now_v7());
    for (id, name, seats) in [
        (first, "示例老馆", "96"),
        (first, "示例老馆", "130"),
        (second, "示例新馆", "140"),
    ] {
        let fields = [
            ("kind", "library"),
            ("place", HUZHEN),
            ("name", name),
            ("status", "existing"),
            ("reading_seats", seats),
        ];
        save_facility(&mut store, id, &fields);
    }
    drop(store);
    let db = Connection::open(path).unwrap();
    let dated = "UPDATE change SET at = '2026-05-20T02:00:00.000Z' WHERE subject = 'facility';
         UPDATE change SET at = '2026-03-20T02:00:00.000Z' WHERE subject = 'facility'
             AND seq = (SELECT min(seq) FROM change WHERE subject = 'facility')";
    unguarded(&db, |db| db.execute_batch(dated).unwrap());
}

/// The screens on the ledger as it was in April.
fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let harness = Harness::on(folder, lang, size);
    let path = harness.folder.path().join("taizhang.db");
    fill(&path);
    let past = Store::open(&path).unwrap().as_of(THEN.parse().unwrap());
    let past = past.unwrap();
    let today = past.today();
    harness.with_store_on(past, today)
}

#[test]
fn every_screen_says_of_which_day_it_is_and_shows_that_day() {
    for (lang, size, name) in [
        (Lang::Zh, (80, 24), "zh 80"),
        (Lang::En, (80, 24), "en 80"),
        (Lang::Zh, (40, 12), "zh 40"),
        (Lang::En, (40, 12), "en 40"),
    ] {
        let mut h = screens(lang, size);
        insta::assert_snapshot!(format!("first {name}"), h.screen());
        h.text("壶镇")
            .keys(&[Code::Enter, Code::Right, Code::Enter]);
        insta::assert_snapshot!(format!("list {name}"), h.screen());
        h.key(Code::Enter);
        insta::assert_snapshot!(format!("form {name}"), h.screen());
    }
}

#[test]
fn what_would_write_is_refused_with_the_day() {
    let mut h = screens(Lang::Zh, (80, 24));
    let refused = "此处只能查看，不能修改";
    h.key(Code::F(7));
    assert!(h.screen().contains(refused), "{}", h.screen());
    h.text("壶镇")
        .keys(&[Code::Enter, Code::Right, Code::Enter]);
    h.key(Code::Delete);
    assert!(!h.screen().contains("从台账中删除"), "{}", h.screen());
    h.key(Code::Enter).text("1");
    insta::assert_snapshot!("typed", h.screen());
    h.key(Code::F(2));
    insta::assert_snapshot!("saved", h.screen());
}

#[test]
fn an_export_and_the_outlook_as_of_a_day_are_of_that_day() {
    let folder = Folder::with_ledger();
    fill(&folder.path("taizhang.db"));
    folder
        .run("export --kind library --format csv --headers code --out then.csv --as-of 2026-04-15")
        .good();
    let then = folder.read("then.csv");
    assert!(
        then.contains("示例老馆") && !then.contains("示例新馆"),
        "{then}"
    );
    assert!(then.contains(",96,"), "{then}");
    folder
        .run("export --format json --out then.json --as-of 2026-04-15")
        .good();
    folder.run("export --format json --out now.json").good();
    assert!(folder.read("now.json").contains("示例新馆"));
    assert!(!folder.read("then.json").contains("示例新馆"));
    let ahead = folder.run("ahead --format json --as-of 2026-04-15").good();
    let ahead: serde_json::Value = serde_json::from_str(&ahead).unwrap();
    assert_eq!(ahead["as_of"], THEN);
    let early = folder.run("export --format json --out none.json --as-of 2999-01-01");
    assert!(early.failed(2).contains("2999-01-01"));
    let misplaced = folder.run("--as-of 2026-04-15 report");
    assert!(misplaced.failed(2).contains("--as-of"));
}
