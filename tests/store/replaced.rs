//! Files that are replaced, moved, removed or overwritten under an open session, and logs that lie
//! beside a ledger that is not theirs: nothing is written into another file, and nothing that was
//! saved is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use taizhang::i18n::LedgerFault;
use taizhang::store::share::restore::restore;
use taizhang::store::{Cause, Inspector, Limits, Store, StoreError};

use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, WENXI, add, fields, main_file, pack, places, save};

const REPLACED: StoreError = StoreError::Ledger(LedgerFault::Replaced, Cause::NONE);

fn strange_log() -> StoreError {
    LedgerFault::StrangeLog {
        log: "示例.db-wal".to_owned(),
    }
    .into()
}

/// Another ledger, with more in it.
fn another() -> Ledger {
    static MADE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.db");
        let mut store =
            Store::create(&path, &places(), std::slice::from_ref(pack()), "示例管理员").unwrap();
        for _ in 0..32 {
            add(&mut store, "greenway", WENXI, &[]);
        }
        drop(store);
        main_file(&path)
    });
    Ledger::of_bytes(&MADE)
}

/// A ledger that is open, with two saves that are only in its log.
fn open_with_saves() -> (Ledger, Store) {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("name", "一馆")]);
    add(&mut store, "library", HUZHEN, &[("name", "二馆")]);
    (ledger, store)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

fn try_to_save(store: &mut Store) -> Result<(), StoreError> {
    let fields = fields(
        "library",
        HUZHEN,
        &[("name", "三馆"), ("status", "existing")],
    );
    save(store, uuid::Uuid::now_v7(), &[], &fields).map(drop)
}

fn records(path: &Path) -> usize {
    let store = Store::open(path).unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    store.record_count().unwrap()
}

#[test]
fn a_file_put_in_the_place_of_an_open_ledger_is_never_written_to() {
    for is_snapshot in [false, true] {
        let (ledger, mut store) = open_with_saves();
        let mut second = ledger.open();
        let other = another();
        let new = ledger.folder().join("new.db");
        if is_snapshot {
            snapshot(&other.path, &new).unwrap();
        } else {
            fs::copy(&other.path, &new).unwrap();
        }
        let before = fs::read(&new).unwrap();
        fs::rename(&new, &ledger.path).unwrap();
        for store in [&mut store, &mut second] {
            assert_eq!(try_to_save(store), Err(REPLACED));
            assert_eq!(store.check_place(), Err(REPLACED));
            assert_eq!(store.record_count(), Ok(2), "it goes on being read");
        }
        drop((store, second));
        assert!(fs::read(&ledger.path).unwrap() == before);
        assert_eq!(records(&ledger.path), 32);
    }
}

#[test]
fn a_ledger_that_is_moved_away_takes_along_what_was_saved() {
    let (ledger, mut store) = open_with_saves();
    let away = ledger.folder().join("away.db");
    fs::rename(&ledger.path, &away).unwrap();
    assert_eq!(try_to_save(&mut store), Err(REPLACED));
    drop(store);
    assert_eq!(records(&away), 2);
    // What comes to its place finds nothing of it there.
    fs::copy(another().path, &ledger.path).unwrap();
    assert_eq!(records(&ledger.path), 32);
}

#[test]
fn a_ledger_that_is_removed_is_not_made_anew() {
    let (ledger, mut store) = open_with_saves();
    fs::remove_file(&ledger.path).unwrap();
    assert_eq!(try_to_save(&mut store), Err(REPLACED));
    drop(store);
    assert!(!ledger.path.exists());
}

#[test]
fn a_log_that_is_removed_under_a_session_loses_nothing() {
    let (ledger, mut store) = open_with_saves();
    fs::remove_file(beside(&ledger.path, "-wal")).unwrap();
    assert_eq!(try_to_save(&mut store), Err(REPLACED));
    drop(store);
    assert_eq!(records(&ledger.path), 2);
}

#[test]
fn nothing_is_written_into_a_ledger_that_was_overwritten() {
    let other = another();
    let copy = other.folder().join("snapshot.db");
    snapshot(&other.path, &copy).unwrap();
    for (what, bytes, count) in [
        ("another ledger", fs::read(&other.path).unwrap(), 32),
        ("a snapshot", fs::read(&copy).unwrap(), 32),
        (
            "another program's file",
            "笔记".repeat(10_000).into_bytes(),
            0,
        ),
    ] {
        let (ledger, mut store) = open_with_saves();
        fs::write(&ledger.path, &bytes).unwrap();
        assert_eq!(try_to_save(&mut store), Err(REPLACED), "{what}");
        drop(store);
        assert!(fs::read(&ledger.path).unwrap() == bytes, "{what}");
        if count > 0 {
            assert_eq!(
                Store::open(&ledger.path).err(),
                Some(strange_log()),
                "{what}"
            );
            fs::remove_file(beside(&ledger.path, "-wal")).unwrap();
            assert_eq!(records(&ledger.path), count, "{what}");
        }
    }
}

#[test]
fn an_older_copy_of_the_same_ledger_that_is_written_over_it_is_noticed() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let older = main_file(&ledger.path);
    for _ in 0..60 {
        add(&mut store, "library", HUZHEN, &[]);
    }
    drop(store);
    let mut store = ledger.open();
    fs::write(&ledger.path, &older).unwrap();
    assert_eq!(try_to_save(&mut store), Err(REPLACED));
    drop(store);
    assert!(fs::read(&ledger.path).unwrap() == older);
}

/// What a session that was killed leaves: the ledger and the log beside it.
fn left_behind() -> (Vec<u8>, Vec<u8>) {
    let (ledger, store) = open_with_saves();
    let left = (
        fs::read(&ledger.path).unwrap(),
        fs::read(beside(&ledger.path, "-wal")).unwrap(),
    );
    drop(store);
    left
}

#[test]
fn a_log_that_a_killed_session_left_is_part_of_the_ledger() {
    let (main, log) = left_behind();
    let ledger = Ledger::of_bytes(&main);
    fs::write(beside(&ledger.path, "-wal"), &log).unwrap();
    assert_eq!(records(&ledger.path), 2);
    let ledger = Ledger::of_bytes(&main);
    assert_eq!(records(&ledger.path), 0);
}

#[test]
fn a_log_of_another_ledger_is_refused_and_both_are_left_as_they_are() {
    let (_, log) = left_behind();
    let other = another();
    let copy = other.folder().join("snapshot.db");
    snapshot(&other.path, &copy).unwrap();
    for main in [fs::read(&other.path).unwrap(), fs::read(&copy).unwrap()] {
        let ledger = Ledger::of_bytes(&main);
        let wal = beside(&ledger.path, "-wal");
        fs::write(&wal, &log).unwrap();
        assert_eq!(Store::open(&ledger.path).err(), Some(strange_log()));
        assert_eq!(
            Store::open_for_review(&ledger.path).err(),
            Some(strange_log())
        );
        assert!(snapshot(&ledger.path, &ledger.folder().join("out.db")).is_err());
        assert!(fs::read(&ledger.path).unwrap() == main && fs::read(&wal).unwrap() == log);
        fs::remove_file(&wal).unwrap();
        assert_eq!(Store::open(&ledger.path).unwrap().record_count(), Ok(32));
    }
}

#[test]
fn a_restore_keeps_a_log_of_another_ledger_apart() {
    let (_, log) = left_behind();
    let other = another();
    let out = other.folder().join("out.db");
    snapshot(&other.path, &out).unwrap();
    fs::write(beside(&other.path, "-wal"), &log).unwrap();
    let kept = restore(&out, &other.path).unwrap().kept.unwrap();
    assert_eq!(records(&other.path), 32);
    assert_eq!(records(&kept), 32);
    let strange = beside(&kept, ".strange-wal");
    assert!(fs::read(strange).unwrap() == log);
}

#[test]
fn a_new_ledger_is_not_made_beside_a_log_that_was_left() {
    let (_, log) = left_behind();
    let ledger = Ledger::new();
    fs::remove_file(&ledger.path).unwrap();
    let wal = beside(&ledger.path, "-wal");
    fs::write(&wal, &log).unwrap();
    let made = Store::create(&ledger.path, &places(), &[], "示例管理员");
    assert_eq!(made.err(), Some(strange_log()));
    assert!(!ledger.path.exists() && fs::read(&wal).unwrap() == log);
}

/// Whether the disk of the tests keeps the mark of a log.
fn knows_marks(folder: &Path) -> bool {
    let flags = rustix::fs::XattrFlags::empty();
    rustix::fs::setxattr(folder, "user.taizhang.test", b"x", flags).is_ok()
}

#[test]
fn a_file_beside_the_log_of_a_session_that_goes_on_is_not_opened() {
    let (ledger, mut store) = open_with_saves();
    if !knows_marks(ledger.folder()) {
        return;
    }
    let other = another();
    let new = ledger.folder().join("new.db");
    fs::copy(&other.path, &new).unwrap();
    fs::rename(&new, &ledger.path).unwrap();
    assert_eq!(Store::open(&ledger.path).err(), Some(strange_log()));
    let out = other.folder().join("out.db");
    snapshot(&other.path, &out).unwrap();
    assert!(
        restore(&out, &ledger.path).is_err(),
        "somebody has the log open"
    );
    assert_eq!(try_to_save(&mut store), Err(REPLACED));
    drop(store);
    // Others looked at the log meanwhile: whether they wrote to it is not known, so it may have
    // been left.
    for suffix in ["-wal", "-shm"] {
        fs::remove_file(beside(&ledger.path, suffix)).unwrap();
    }
    assert_eq!(records(&ledger.path), 32);
}

#[test]
fn an_inspector_says_nothing_of_another_file() {
    let (ledger, store) = open_with_saves();
    drop(store);
    let reading = Store::open_for_review(&ledger.path).unwrap();
    let inspector = Inspector::new(&reading, "示例审核人", &Limits::default()).unwrap();
    inspector.visit().unwrap();
    let other = another();
    let new = ledger.folder().join("new.db");
    fs::copy(&other.path, &new).unwrap();
    let before = fs::read(&new).unwrap();
    fs::rename(&new, &ledger.path).unwrap();
    // Either the log is that of the one that is read, or the file is another one.
    assert!(inspector.visit().is_err());
    drop(reading);
    assert!(fs::read(&ledger.path).unwrap() == before);
}
