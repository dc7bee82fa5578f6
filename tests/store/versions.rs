//! Files of older programs: a ledger is lifted as it is opened, a snapshot as it is verified, restored or merged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use taizhang::i18n::{InspectMsg, LedgerFault, SnapshotFault};
use taizhang::store::exchange::Begin;
use taizhang::store::merge::{Error, Merge, Mode};
use taizhang::store::restore::restore;
use taizhang::store::verify::verify;
use taizhang::store::{Store, StoreError, VERSION, snapshot};

use crate::merging::town;
use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, add, column, rows};

const VERSION_1: &str = include_str!("../../src/store/versions/1.sql");

/// Makes a file what a program of version 1 would have made.
fn take_back_to_version_1(path: &Path) {
    let older = Connection::open_in_memory().unwrap();
    older.execute_batch(VERSION_1).unwrap();
    let db = Connection::open(path).unwrap();
    let kept = rows_of_second_entries(&db);
    db.execute_batch("DROP TABLE exchanged; DROP TABLE site; DROP TABLE double_entry").unwrap();
    let definitions =
        "SELECT sql FROM sqlite_schema WHERE tbl_name = 'double_entry' AND sql IS NOT NULL ORDER BY rowid";
    for definition in column::<String>(&older, definitions) {
        db.execute_batch(&definition).unwrap();
    }
    for row in kept {
        db.execute("INSERT INTO double_entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", rusqlite::params_from_iter(row))
            .unwrap();
    }
    db.execute_batch(
        "DELETE FROM manifest WHERE topic = 'rows' AND name IN ('exchanged', 'site');
         UPDATE manifest SET value = '1' WHERE topic = 'schema';
         PRAGMA user_version = 1",
    )
    .unwrap();
}

fn rows_of_second_entries(db: &Connection) -> Vec<Vec<rusqlite::types::Value>> {
    let mut query = db.prepare("SELECT * FROM double_entry").unwrap();
    let row = |row: &rusqlite::Row| (0..8).map(|at| row.get(at)).collect();
    query.query_map([], row).unwrap().map(Result::unwrap).collect()
}

/// A ledger with records, and a field that was keyed again; version 1 did not keep where.
fn ledger() -> Ledger {
    let ledger = Ledger::with_records();
    let keyed = "INSERT INTO double_entry
        SELECT '01a221c9-eed5-77e4-b941-1042009cd3e8', id, 'name', version, '示例复录人', '2026-01-01T00:00:00.000Z', 'agreed', 1, ''
        FROM facility WHERE kind = 'library'";
    ledger.raw().execute(keyed, []).unwrap();
    ledger
}

/// A snapshot as a program of version 1 made it.
fn snapshot_of_version_1(ledger: &Ledger) -> PathBuf {
    let out = ledger.folder().join("old.db");
    snapshot(&ledger.path, &out).unwrap();
    fs::remove_file(ledger.folder().join("old.db.sha256")).unwrap();
    let mut mode = fs::metadata(&out).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "in a folder that only this test sees")]
    mode.set_readonly(false);
    fs::set_permissions(&out, mode).unwrap();
    take_back_to_version_1(&out);
    out
}

fn schema(path: &Path) -> Vec<String> {
    rows(&Connection::open(path).unwrap(), "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name")
}

/// The rows of a table, and all others.
fn parted(rows: &[String], table: &str) -> (Vec<String>, Vec<String>) {
    rows.iter().cloned().partition(|row| row.starts_with(&format!("[Text(\"{table}\")")))
}

#[test]
fn the_schema_of_a_version_that_was_released_is_never_changed() {
    let digest = format!("{:x}", Sha256::digest(VERSION_1));
    assert_eq!(digest, "1778a4b3e4747fa00f1d3e6d8aaa98b25460df37702d2b7f816ab8ec57202b5b");
}

#[test]
fn a_ledger_in_which_another_tool_took_a_name_that_is_needed_is_left_as_it_is_and_says_so() {
    let old = ledger();
    take_back_to_version_1(&old.path);
    old.raw().execute_batch("CREATE VIEW exchanged AS SELECT 1").unwrap();
    let before = old.rows();
    let Err(StoreError::Ledger(LedgerFault::NotLifted { version: 1, detail })) = Store::open(&old.path).map(drop)
    else {
        panic!("it was lifted")
    };
    assert!(detail.contains("exchanged") && !detail.contains('\n'), "{detail}");
    assert_eq!(old.rows(), before);
}

#[test]
fn a_snapshot_of_an_older_version_is_read_like_any_other() {
    let ledger = ledger();
    let old = snapshot_of_version_1(&ledger);
    let bytes = fs::read(&old).unwrap();
    let mut store = Store::open(&old).unwrap();
    assert_eq!((store.inspect(), store.record_count()), (Ok(vec![]), Ok(2)));
    assert_eq!((store.last_handed_on(), store.waiting_to_be_handed_on()), (Ok(None), Ok(vec![])));
    let handed = store.hand_on(&ledger.folder().join("x.db"), &Begin::AfterTheLast, "示例", &Arc::default());
    let frozen = || StoreError::from(LedgerFault::Snapshot);
    assert_eq!(handed, Err(snapshot::Error::Store(frozen())));
    assert_eq!(store.write(|writer| writer.load_places(&[], "示例").map(drop)), Err(frozen()));
    assert_eq!(fs::read(&old).unwrap(), bytes);
}

#[test]
fn a_ledger_of_every_older_version_is_lifted_to_the_schema_of_a_new_one_and_keeps_its_rows() {
    let (old, new) = (ledger(), Ledger::new());
    let before = old.rows();
    take_back_to_version_1(&old.path);
    let store = old.open();
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(column::<i64>(&old.raw(), "PRAGMA user_version"), [VERSION]);
    assert_eq!(schema(&old.path), schema(&new.path));
    // What was there when the site began is not known any more.
    let (sites, others) = parted(&old.rows(), "site");
    assert_eq!((sites.len(), others), (1, parted(&before, "site").1));
    assert!(sites[0].ends_with("Text(\"{}\")]"), "{sites:?}");
}

#[test]
fn a_snapshot_of_an_older_version_is_verified_restored_and_merged_and_stays_as_it_is() {
    let county = ledger();
    let one = town(&county);
    add(&mut one.open(), "library", HUZHEN, &[("name", "镇里的馆")]);
    let old = snapshot_of_version_1(&one);
    let bytes = fs::read(&old).unwrap();
    let found = verify(&old, None).unwrap();
    assert!(found.passed(), "{:?}", found.findings);
    assert_eq!(found.ledger().unwrap().records, 3);
    let restored = one.folder().join("restored.db");
    restore(&old, &restored).unwrap();
    let store = Store::open(&restored).unwrap();
    assert_eq!((store.inspect(), store.record_count()), (Ok(vec![]), Ok(3)));
    county.open().merge(&Merge::unwatched(&old, "示例管理员", Mode::Merge)).unwrap();
    assert_eq!(county.open().record_count(), Ok(3));
    assert_eq!(fs::read(&old).unwrap(), bytes);
}

#[test]
fn an_altered_snapshot_of_an_older_version_does_not_pass() {
    let ledger = ledger();
    let old = snapshot_of_version_1(&ledger);
    let alter = |sql: &str| Connection::open(&old).unwrap().execute_batch(sql).unwrap();
    // A table that only later versions have is not that version's.
    alter("CREATE TABLE exchanged (at TEXT)");
    let found = verify(&old, None).unwrap();
    assert_eq!(found.findings.iter().filter(|flaw| !flaw.harmless).count(), 1);
    assert!(matches!(&found.findings[0].what, InspectMsg::Definition { object } if object == "exchanged"));
    alter("DROP TABLE exchanged; UPDATE facility SET name = '改过'");
    assert!(!verify(&old, None).unwrap().passed());
    let refused = ledger.open().merge(&Merge::unwatched(&old, "示例", Mode::Merge));
    let Err(Error::File(snapshot::Error::Refused(SnapshotFault::DidNotPass { .. }))) = refused else {
        panic!("{refused:?}")
    };
}
