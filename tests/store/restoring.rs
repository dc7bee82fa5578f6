//! A snapshot becomes the ledger again: whole or not at all, and what was there is kept.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};

use taizhang::i18n::{LedgerFault, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::Store;
use taizhang::store::share::restore::{Restored, restore};

use crate::kills::Session;
use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, add, column, rows};

/// A ledger with a snapshot of an earlier moment.
fn gone_on() -> (Ledger, PathBuf) {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    add(
        &mut ledger.open(),
        "library",
        HUZHEN,
        &[("name", "后来的馆")],
    );
    (ledger, out)
}

fn records(path: &Path) -> usize {
    let store = Store::open(path).unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    store.record_count().unwrap()
}

#[test]
fn a_restored_ledger_is_the_snapshot_and_the_old_one_is_kept() {
    let (ledger, out) = gone_on();
    fs::create_dir(ledger.folder().join("示例.db.drafts-0")).unwrap();
    let Restored { path, kept, .. } = restore(&out, &ledger.path).unwrap();
    assert_eq!(path, ledger.path);
    assert_eq!(records(&ledger.path), 2);
    assert_eq!(records(&kept.unwrap()), 3);
    assert!(ledger.folder().join("示例.db.drafts-0").exists());
    assert!(
        !ledger.names().iter().any(|name| name.contains("tmp")),
        "{:?}",
        ledger.names()
    );
}

#[test]
fn a_restored_ledger_goes_on_as_a_site_of_its_own() {
    let (ledger, out) = gone_on();
    let before: Vec<String> = column(&ledger.raw(), "SELECT id || site FROM ledger");
    let ids: Vec<String> = column(&ledger.raw(), "SELECT id FROM ledger");
    restore(&out, &ledger.path).unwrap();
    add(&mut ledger.open(), "library", HUZHEN, &[]);
    assert_ne!(
        column::<String>(&ledger.raw(), "SELECT id || site FROM ledger"),
        before
    );
    assert_eq!(
        column::<String>(&ledger.raw(), "SELECT id FROM ledger"),
        ids
    );
    let sites = "SELECT site = (SELECT site FROM ledger), count(*), max(seq) FROM change GROUP BY site ORDER BY 1";
    assert_eq!(
        rows(&ledger.raw(), sites),
        [
            "[Integer(0), Integer(7), Integer(7)]",
            "[Integer(1), Integer(2), Integer(2)]"
        ]
    );
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    assert_eq!(
        column::<i64>(&ledger.raw(), "SELECT count(*) FROM manifest"),
        [0]
    );
    assert_eq!(
        column::<String>(&ledger.raw(), "PRAGMA journal_mode"),
        ["wal"]
    );
}

#[test]
fn a_restored_ledger_belongs_to_whoever_the_old_one_belongs_to() {
    let (ledger, out) = gone_on();
    if chown(&ledger.path, Some(12345), Some(54321)).is_err() {
        return; // Only root gives files away.
    }
    restore(&out, &ledger.path).unwrap();
    let now = fs::metadata(&ledger.path).unwrap();
    assert_eq!((now.uid(), now.gid()), (12345, 54321));
}

#[test]
fn a_ledger_is_restored_where_none_is() {
    let (ledger, out) = gone_on();
    let path = ledger.folder().join("new.db");
    assert_eq!(
        restore(&out, &path),
        Ok(Restored {
            path: path.clone(),
            kept: None,
            unseen: Vec::new(),
        })
    );
    assert_eq!(records(&path), 2);
    let nowhere = restore(&out, &ledger.folder().join("none/new.db"));
    assert_eq!(nowhere, Err(FileError::Refused(SnapshotFault::NoFolder)));
}

#[test]
fn a_log_without_its_ledger_is_not_read_into_the_restored_one() {
    let (ledger, out) = gone_on();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[]);
    let log = ledger.folder().join("new.db-wal");
    fs::copy(ledger.folder().join("示例.db-wal"), &log).unwrap();
    let path = ledger.folder().join("new.db");
    restore(&out, &path).unwrap();
    assert_eq!(records(&path), 2);
    assert!(
        ledger
            .names()
            .iter()
            .any(|name| name.starts_with("new.db.before-restore-") && name.ends_with("-wal"))
    );
}

#[test]
fn a_damaged_ledger_is_replaced_and_kept_with_its_log() {
    let (ledger, out) = gone_on();
    let mut bytes = fs::read(&ledger.path).unwrap();
    bytes[100..8192].fill(0xFF);
    fs::write(&ledger.path, &bytes).unwrap();
    fs::write(ledger.folder().join("示例.db-wal"), "log").unwrap();
    let kept = restore(&out, &ledger.path).unwrap().kept.unwrap();
    assert_eq!(records(&ledger.path), 2);
    assert!(fs::read(&kept).unwrap() == bytes);
}

#[test]
fn what_does_not_pass_is_not_restored() {
    let (ledger, out) = gone_on();
    let altered = ledger.folder().join("altered.db");
    fs::copy(&ledger.path, &altered).unwrap();
    rusqlite::Connection::open(&altered)
        .unwrap()
        .execute_batch("UPDATE record SET name = 'x'")
        .unwrap();
    let before = fs::read(&ledger.path).unwrap();
    let refused = restore(&altered, &ledger.path);
    assert!(
        matches!(
            refused,
            Err(FileError::Refused(SnapshotFault::DidNotPass { .. }))
        ),
        "{refused:?}"
    );
    let truncated = ledger.folder().join("truncated.db");
    fs::write(&truncated, &fs::read(&out).unwrap()[..50_000]).unwrap();
    let refused = restore(&truncated, &ledger.path);
    assert!(
        matches!(
            refused,
            Err(FileError::Unusable(SnapshotFault::Truncated { .. }))
        ),
        "{refused:?}"
    );
    assert_eq!(
        restore(&ledger.path, &ledger.path),
        Err(FileError::Refused(SnapshotFault::IsTheLedger))
    );
    assert!(fs::read(&ledger.path).unwrap() == before);
    assert!(
        !ledger
            .names()
            .iter()
            .any(|name| name.contains("before-restore"))
    );
}

#[test]
fn nothing_else_is_replaced_by_a_ledger() {
    let (ledger, out) = gone_on();
    let notes = ledger.folder().join("notes.txt");
    for text in ["", "笔记", &"笔记".repeat(1000)] {
        fs::write(&notes, text).unwrap();
        assert_eq!(
            restore(&out, &notes),
            Err(FileError::Store(LedgerFault::Foreign.into()))
        );
        assert_eq!(fs::read_to_string(&notes).unwrap(), text);
    }
}

#[test]
fn a_ledger_that_somebody_has_open_is_not_replaced() {
    let (ledger, out) = gone_on();
    let session = Session::on(&ledger.path);
    let before = fs::read(&ledger.path).unwrap();
    let in_use = Err(FileError::Unusable(SnapshotFault::LedgerOpen));
    assert_eq!(restore(&out, &ledger.path), in_use);
    drop(session);
    let store = ledger.open();
    assert_eq!(restore(&out, &ledger.path), in_use);
    drop(store);
    assert!(fs::read(&ledger.path).unwrap() == before);
    restore(&out, &ledger.path).unwrap();
    assert_eq!(records(&ledger.path), 2);
}

#[test]
fn a_second_name_that_a_killed_restore_left_goes_away() {
    let (ledger, out) = gone_on();
    let twin = ledger
        .folder()
        .join("示例.db.before-restore-20260101T000000Z");
    let other = ledger
        .folder()
        .join("示例.db.before-restore-20250101T000000Z");
    fs::hard_link(&ledger.path, &twin).unwrap();
    fs::write(&other, "x").unwrap();
    let kept = restore(&out, &ledger.path).unwrap().kept.unwrap();
    assert!(!twin.exists() && other.exists());
    assert_eq!(records(&kept), 3);
    let names: BTreeSet<_> = ledger.names().into_iter().collect();
    assert!(names.contains("示例.db"));
}
