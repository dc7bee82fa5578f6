//! An import that is taken back, for every target that reads tables.

use std::cell::RefCell;

use chrono::NaiveDate;
use taizhang::domain::policy::Pack;
use taizhang::store::Store;
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use taizhang::transfer::import::read::source_options::SourceOptions;
use taizhang::transfer::places;
use taizhang::transfer::import::{self, ImportRequest, ImportMode};
use tempfile::TempDir;

thread_local! {
    static LEDGER: RefCell<(TempDir, Store)> = RefCell::new(ledger());
}

/// A ledger of the places of the pack, made once: an import that is rehearsed leaves it as it was.
fn ledger() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../../seeds/lishui-2022-72.toml");
    let pack = Pack::read(text).unwrap();
    let list = include_bytes!("../../seeds/places.csv");
    let places = places::read(list, &SourceOptions::default()).unwrap().places;
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
