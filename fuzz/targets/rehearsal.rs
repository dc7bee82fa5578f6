//! An import that is taken back, for every target that reads tables.

use std::cell::RefCell;

use chrono::NaiveDate;
use taizhang::domain::policy::Pack;
use taizhang::domain::place::Place;
use taizhang::store::Store;
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use taizhang::transfer::import::{self, ImportRequest, ImportMode};
use tempfile::TempDir;

thread_local! {
    static LEDGER: RefCell<(TempDir, Store)> = RefCell::new(ledger());
}

/// A ledger of a city and three towns, made once: an import that is rehearsed leaves it as it was.
fn ledger() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../../seeds/lishui-2022-72.toml");
    let pack = Pack::read(text).unwrap();
    let place = |(code, name, level): (&str, &str, &str)| Place { code: code.into(), name: name.into(), level: level.into(), parent: None };
    let places = [
        ("331100", "丽水市", "city"),
        ("331122101", "壶镇镇", "town"),
        ("331121101", "温溪镇", "town"),
        ("331102100", "碧湖镇", "town"),
    ]
    .map(place);
    let store = Store::create(&folder.path().join("taizhang.db"), &places, &[pack], "示例管理员").unwrap();
    (folder, store)
}

/// Imports a file of libraries, whatever is in it, and takes it back.
pub fn rehearse(bytes: &[u8]) {
    LEDGER.with_borrow_mut(|(_, store)| {
        let aliases = Aliases::default();
        let day = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
        let plain = ImportRequest::plain("fuzz", "library", "fuzz", &aliases, day);
        let order = ImportRequest { mode: ImportMode::Rehearse, ..plain };
        let _ = import::import(store, bytes, &order, &mut Notes::default());
        assert_eq!(store.record_count().unwrap(), 0, "a rehearsal wrote");
    });
}
