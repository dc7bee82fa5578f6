//! Files that are no ledger, or not this program's, or no longer whole: refused in one sentence and
//! left as they are.

use std::fs;
use std::os::unix::fs::symlink;

use rusqlite::Connection;
use taizhang::i18n::LedgerFault;
use taizhang::store::{APPLICATION_ID, Store, StoreError, VERSION};

use crate::support::{HUZHEN, Ledger, add, column, main_file, pack, places, rows};

/// A ledger with a few records, as the bytes of its one file.
fn some_ledger() -> Vec<u8> {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    for seats in 1..40 {
        add(
            &mut store,
            "library",
            HUZHEN,
            &[("reading_seats", &seats.to_string())],
        );
    }
    drop(store);
    main_file(&ledger.path)
}

/// Why a file is refused; it must be left as it is, with nothing beside it that changes what it
/// says.
fn fault(bytes: &[u8]) -> LedgerFault {
    let ledger = Ledger::of_bytes(bytes);
    let fault = match Store::open(&ledger.path) {
        Err(StoreError::Ledger(fault, _)) => fault,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("a file of {} bytes was opened", bytes.len()),
    };
    assert!(
        fs::read(&ledger.path).unwrap() == bytes,
        "the file was written to"
    );
    let wal = fs::read(ledger.folder().join("示例.db-wal")).unwrap_or_default();
    assert!(wal.is_empty(), "something waits in the write-ahead log");
    fault
}

/// The bytes of a file after another tool did something to it.
fn changed(bytes: &[u8], sql: &str) -> Vec<u8> {
    let ledger = Ledger::of_bytes(bytes);
    ledger.raw().execute_batch(sql).unwrap();
    main_file(&ledger.path)
}

#[test]
fn a_new_ledger_has_the_tables_of_the_schema() {
    let fresh = Connection::open_in_memory().unwrap();
    fresh
        .execute_batch(include_str!("../../schema.sql"))
        .unwrap();
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type <> 'view' ORDER BY type, name";
    let ledger = Ledger::new();
    assert_eq!(rows(&ledger.raw(), schema), rows(&fresh, schema));
    let pragma = |name: &str| column::<i64>(&ledger.raw(), &format!("PRAGMA {name}"));
    assert_eq!(pragma("application_id"), [i64::from(APPLICATION_ID)]);
    assert_eq!(pragma("user_version"), [VERSION]);
}

#[test]
fn a_ledger_keeps_a_write_ahead_log_beside_it() {
    let ledger = Ledger::new();
    drop(ledger.open());
    assert_eq!(
        column::<String>(&ledger.raw(), "PRAGMA journal_mode"),
        ["wal"]
    );
}

#[test]
fn a_ledger_of_a_newer_program_is_refused() {
    let newer = changed(
        &some_ledger(),
        &format!("PRAGMA user_version = {}", VERSION + 1),
    );
    assert_eq!(
        fault(&newer),
        LedgerFault::Newer {
            found: VERSION + 1,
            known: VERSION
        }
    );
}

#[test]
fn a_session_refuses_to_write_once_a_newer_program_lifted_the_file() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    ledger
        .raw()
        .execute_batch(&format!("PRAGMA user_version = {}", VERSION + 1))
        .unwrap();
    // The newer program may also have brought a pack that this one cannot read: the version is what
    // is told.
    ledger
        .raw()
        .execute_batch("UPDATE pack SET text = 'format = 2'")
        .unwrap();
    let before = ledger.rows();
    let refused = store.write(|_| Ok::<_, StoreError>(()));
    assert_eq!(
        refused,
        Err(LedgerFault::Newer {
            found: VERSION + 1,
            known: VERSION
        }
        .into())
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_file_of_another_program_is_refused() {
    assert_eq!(
        fault(&changed(&some_ledger(), "PRAGMA application_id = 1")),
        LedgerFault::Foreign
    );
    assert_eq!(
        fault(&changed(
            &[],
            "CREATE TABLE t (x); INSERT INTO t VALUES (1)"
        )),
        LedgerFault::Foreign
    );
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    for bytes in [
        &b""[..],
        b"x",
        "台账,示例\n".repeat(100).as_bytes(),
        &[0; 8192],
    ] {
        assert_eq!(fault(bytes), LedgerFault::Foreign);
    }
}

#[test]
fn a_truncated_ledger_is_refused() {
    let whole = some_ledger();
    for pages in 1..whole.len() / 4096 {
        let found = fault(&whole[..pages * 4096]);
        assert!(
            matches!(found, LedgerFault::Damaged { .. }),
            "{pages} pages: {found:?}"
        );
    }
    for length in [50, 100, 1000, 4095] {
        let found = fault(&whole[..length]);
        assert!(
            matches!(found, LedgerFault::Damaged { .. } | LedgerFault::Foreign),
            "{length} bytes: {found:?}"
        );
    }
}

#[test]
fn a_ledger_whose_tables_are_overwritten_is_refused() {
    let whole = some_ledger();
    for (from, to) in [(100, 4096), (100, whole.len()), (4096, whole.len())] {
        for byte in [0, 0xFF] {
            let mut damaged = whole.clone();
            damaged[from..to].fill(byte);
            let found = fault(&damaged);
            assert!(
                matches!(found, LedgerFault::Damaged { .. }),
                "{from}..{to} of {byte}: {found:?}"
            );
        }
    }
}

#[test]
fn damage_anywhere_never_passes_an_examination_for_another_content() {
    let whole = some_ledger();
    for at in (100..whole.len()).step_by(1999) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x5A;
        let ledger = Ledger::of_bytes(&damaged);
        let before = Ledger::of_bytes(&whole);
        let Ok(store) = Store::open(&ledger.path) else {
            continue;
        };
        if store.inspect() == Ok(vec![]) {
            let same =
                "SELECT id, kind, place, name, fields, version FROM record_readable ORDER BY id";
            assert_eq!(
                rows(&ledger.raw(), same),
                rows(&before.raw(), same),
                "byte {at}"
            );
        }
    }
}

#[test]
fn a_ledger_that_is_not_there_is_not_made_by_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.db");
    assert_eq!(Store::open(&path).err(), Some(LedgerFault::Absent.into()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_ledger_is_never_made_over_a_file() {
    let ledger = Ledger::of_bytes("别的东西".as_bytes());
    let made = Store::create(
        &ledger.path,
        &places(),
        std::slice::from_ref(pack()),
        "示例管理员",
    );
    assert_eq!(made.err(), Some(LedgerFault::Exists.into()));
    assert_eq!(fs::read(&ledger.path).unwrap(), "别的东西".as_bytes());
}

#[test]
fn a_ledger_that_cannot_be_made_whole_is_not_made_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let made = Store::create(
        &folder.path().join("new.db"),
        &[],
        std::slice::from_ref(pack()),
        "示例管理员",
    );
    assert!(matches!(made, Err(StoreError::Refused(_))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_link_and_a_name_like_an_address_lead_to_the_same_ledger() {
    let ledger = Ledger::new();
    add(&mut ledger.open(), "library", HUZHEN, &[]);
    let link = ledger.folder().join("file:link?mode=ro");
    symlink(&ledger.path, &link).unwrap();
    assert_eq!(Store::open(&link).unwrap().record_count(), Ok(1));
}
