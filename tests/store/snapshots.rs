//! Snapshots: whole, checked, alone in their file, and made while others write.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rusqlite::{Connection, OpenFlags};
use taizhang::i18n::{InspectMsg, LedgerFault, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::audit::ReceiptMatch;
use taizhang::store::audit::verify;
use taizhang::store::share::restore::restore;
use taizhang::store::share::rotate::{Rotated, rotate};
use taizhang::store::share::snapshot;
use taizhang::store::share::snapshot::{MadeSnapshot, SnapshotProgress};
use taizhang::store::{Store, StoreError};

use crate::support::{HUZHEN, Ledger, TOWNS, add, column, rows};

pub(crate) fn snapshot(ledger: &Path, out: &Path) -> Result<MadeSnapshot, FileError> {
    snapshot::make(ledger, out, &Arc::default(), |_| {})
}

fn refused(fault: SnapshotFault) -> Result<MadeSnapshot, FileError> {
    Err(FileError::Refused(fault))
}

/// A file as another tool opens it that may neither write nor make anything beside it.
fn as_read_only(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

#[test]
fn a_snapshot_holds_every_row_of_the_ledger_and_a_manifest() {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("快照?#%.db");
    let made = snapshot(&ledger.path, &out).unwrap();
    assert_eq!(made.path, out);
    let (before, copy) = (ledger.raw(), as_read_only(&out));
    for table in [
        "ledger",
        "place",
        "pack",
        "record",
        "exception",
        "change",
        "standing",
        "covered",
    ] {
        let sql = format!("SELECT * FROM {table} ORDER BY 1, 2, 3");
        assert_eq!(rows(&copy, &sql), rows(&before, &sql), "{table}");
    }
    let said: Vec<String> = column(
        &copy,
        "SELECT topic || ' ' || name FROM manifest ORDER BY topic, name",
    );
    for item in [
        "ledger ",
        "site ",
        "made_at ",
        "program ",
        "receipt ",
        "pack lishui-2022-72",
        "rows record",
    ] {
        assert!(said.iter().any(|said| said == item), "{item}: {said:?}");
    }
    assert_eq!(column::<i64>(&before, "SELECT count(*) FROM manifest"), [0]);
    assert_eq!(
        column::<String>(&copy, "SELECT name FROM library"),
        ["示例设施"]
    );
}

#[test]
fn a_snapshot_needs_nothing_beside_it_and_nobody_can_write_it() {
    let ledger = Ledger::with_records();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    for (ledgers, own) in [(0o644, 0o444), (0o660, 0o440), (0o600, 0o400)] {
        fs::set_permissions(&ledger.path, fs::Permissions::from_mode(ledgers)).unwrap();
        fs::remove_file(&out).unwrap();
        snapshot(&ledger.path, &out).unwrap();
        let there = fs::metadata(&out).unwrap();
        assert_eq!((there.mode() & 0o777, there.nlink()), (own, 1));
    }
    assert_eq!(
        column::<String>(&as_read_only(&out), "PRAGMA journal_mode"),
        ["delete"]
    );
    assert_eq!(
        column::<String>(&as_read_only(&out), "PRAGMA integrity_check"),
        ["ok"]
    );
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn beside_a_snapshot_is_the_checksum_as_sha256sum_writes_it() {
    let ledger = Ledger::with_records();
    for name in ["out.db", "名 字.db", "back\\slash.db"] {
        let out = ledger.folder().join(name);
        let made = snapshot(&ledger.path, &out).unwrap();
        let checked = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", &format!("{name}.sha256")])
            .current_dir(ledger.folder())
            .output()
            .unwrap();
        assert!(
            checked.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&checked.stderr)
        );
        assert!(
            fs::read_to_string(ledger.folder().join(format!("{name}.sha256")))
                .unwrap()
                .contains(&made.sha256)
        );
    }
}

#[test]
fn a_snapshot_while_writers_write_is_one_moment_of_the_ledger() {
    let ledger = Ledger::with_records();
    let done = AtomicBool::new(false);
    let folder = tempfile::tempdir().unwrap();
    thread::scope(|scope| {
        for town in &TOWNS[..2] {
            scope.spawn(|| {
                let mut store = ledger.open();
                while !done.load(Ordering::Relaxed) {
                    add(&mut store, "library", town, &[("reading_seats", "130")]);
                }
            });
        }
        let made: Vec<Result<MadeSnapshot, FileError>> = (0..8)
            .map(|at| snapshot(&ledger.path, &folder.path().join(format!("{at}.db"))))
            .collect();
        done.store(true, Ordering::Relaxed);
        let mut before = 0;
        for made in made {
            let found = verify(&made.unwrap().path, None).unwrap();
            assert!(found.passed(), "{:?}", found.findings);
            let changes = found.ledger().unwrap().changes;
            assert!(changes >= before);
            before = changes;
        }
    });
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
}

#[test]
fn nothing_is_ever_overwritten() {
    let ledger = Ledger::with_records();
    let in_folder = |name: &str| ledger.folder().join(name);
    fs::write(in_folder("there.db"), "x").unwrap();
    symlink("nowhere", in_folder("dangling.db")).unwrap();
    symlink("there.db", in_folder("link.db")).unwrap();
    symlink(&ledger.path, in_folder("ledger.db")).unwrap();
    let before = ledger.names();
    for name in ["there.db", "dangling.db", "link.db"] {
        assert_eq!(
            snapshot(&ledger.path, &in_folder(name)),
            refused(SnapshotFault::Exists),
            "{name}"
        );
    }
    for same in [ledger.path.clone(), in_folder("ledger.db")] {
        assert_eq!(
            snapshot(&ledger.path, &same),
            refused(SnapshotFault::IsTheLedger)
        );
    }
    let missing = snapshot(&ledger.path, &in_folder("none/out.db"));
    assert_eq!(missing, refused(SnapshotFault::NoFolder));
    assert_eq!(fs::read_to_string(in_folder("there.db")).unwrap(), "x");
    assert_eq!(ledger.names(), before);
}

#[test]
fn a_folder_that_takes_no_file_is_told_as_such() {
    let ledger = Ledger::with_records();
    // Nobody makes a file there, root no more than others.
    let refused = snapshot(&ledger.path, Path::new("/sys/out.db"));
    assert!(
        matches!(&refused, Err(FileError::System(SnapshotFault::Denied, _))),
        "{refused:?}"
    );
}

#[test]
fn a_ledger_that_does_not_pass_its_examination_makes_no_snapshot() {
    let ledger = Ledger::with_records();
    ledger
        .raw()
        .execute("UPDATE standing SET verdict = 'met'", [])
        .unwrap();
    let made = snapshot(&ledger.path, &ledger.folder().join("out.db"));
    assert!(
        matches!(
            made,
            Err(FileError::Unusable(SnapshotFault::Damaged { .. }))
        ),
        "{made:?}"
    );
    assert!(
        !ledger
            .names()
            .iter()
            .any(|name| name.contains("out") || name.contains("tmp")),
        "{:?}",
        ledger.names()
    );
}

#[test]
fn what_another_tool_counted_for_itself_does_not_go_along() {
    let ledger = Ledger::with_records();
    let made = "ANALYZE; CREATE VIEW \"a \"\" view\" AS SELECT name FROM library; CREATE INDEX quick ON record (name)";
    ledger.raw().execute_batch(made).unwrap();
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    assert!(verify(&out, None).unwrap().passed());
    let said =
        ["a \" view", "quick", "sqlite_stat1", "sqlite_stat4"].map(|object| InspectMsg::LeftOut {
            object: object.to_owned(),
        });
    let found: Vec<InspectMsg> = ledger
        .open()
        .inspect()
        .unwrap()
        .into_iter()
        .map(|flaw| flaw.what)
        .collect();
    assert_eq!(found, said, "they are still in the ledger");
}

#[test]
fn cancelling_at_any_moment_before_the_end_leaves_nothing_behind() {
    let ledger = Ledger::with_records();
    let before = ledger.names();
    for stop in [
        SnapshotProgress::Copying(100),
        SnapshotProgress::Checking,
        SnapshotProgress::Publishing,
    ] {
        let cancel: Arc<AtomicBool> = Arc::default();
        let out = ledger.folder().join("out.db");
        let made = snapshot::make(&ledger.path, &out, &cancel, |progress| {
            if progress == stop {
                cancel.store(true, Ordering::Relaxed);
            }
        });
        assert_eq!(made, Err(FileError::Cancelled), "{stop:?}");
        assert_eq!(
            ledger
                .names()
                .into_iter()
                .filter(|name| !name.contains("db-"))
                .collect::<Vec<_>>(),
            before
        );
    }
}

#[test]
fn a_snapshot_is_opened_to_be_read_and_takes_no_save() {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o666)).unwrap();
    let before = fs::read(&out).unwrap();
    let mut store = Store::open(&out).unwrap();
    assert_eq!(store.record_count(), Ok(2));
    assert_eq!(store.may_write(HUZHEN), Ok(false));
    let written = store.write(|_| Ok::<_, StoreError>(()));
    assert_eq!(written, Err(LedgerFault::Snapshot.into()));
    assert_eq!(store.inspect(), Ok(vec![]));
    drop(store);
    assert!(fs::read(&out).unwrap() == before);
    assert!(!ledger.folder().join("out.db-wal").exists());
    assert_eq!(
        snapshot(&out, &ledger.folder().join("again.db")),
        refused(SnapshotFault::IsSnapshot)
    );
}

#[test]
fn a_folder_keeps_as_many_snapshots_of_a_ledger_as_are_wanted_and_everything_else() {
    let (ledger, other) = (Ledger::with_records(), crate::merging_places::made_anew());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let kept = [
        snapshot(&other.path, out).unwrap().path,
        snapshot(&ledger.path, &out.join("by-hand.db"))
            .unwrap()
            .path,
        out.join("x-20200101T000000Z-00000000.db"),
        out.join("y-20200101T000000Z-00000000.db"),
    ];
    fs::write(&kept[2], "not a snapshot").unwrap();
    fs::copy(&ledger.path, &kept[3]).unwrap();
    let made: Vec<MadeSnapshot> = (0..4)
        .map(|_| snapshot(&ledger.path, out).unwrap())
        .collect();
    let removed = rotate(&made[3], 2).unwrap();
    let paths = |made: &[MadeSnapshot]| {
        made.iter()
            .map(|made| made.path.clone())
            .collect::<Vec<PathBuf>>()
    };
    assert_eq!(
        removed,
        paths(&made[..2])
            .into_iter()
            .map(Rotated::Removed)
            .collect::<Vec<_>>()
    );
    for path in kept.iter().chain(&paths(&made[2..])) {
        assert!(path.exists(), "{path:?}");
    }
    for made in &made[..2] {
        let sum = format!("{}.sha256", made.path.display());
        assert!(!made.path.exists() && !Path::new(&sum).exists());
    }
    assert_eq!(rotate(&made[3], 2), Ok(vec![]));
}

#[test]
fn what_a_town_hands_in_is_never_one_of_the_old_snapshots_of_the_county() {
    let county = Ledger::with_records();
    let town = crate::merging::town(&county);
    let folder = tempfile::tempdir().unwrap();
    let handed_in = snapshot(&town.path, folder.path()).unwrap();
    let old = snapshot(&county.path, folder.path()).unwrap();
    // A restored county goes on with the snapshots of the file that was there before.
    restore(&old.path, &county.path).unwrap();
    let new = snapshot(&county.path, folder.path()).unwrap();
    assert_eq!(rotate(&new, 1), Ok(vec![Rotated::Removed(old.path)]));
    assert!(handed_in.path.exists() && new.path.exists());
}

#[test]
fn a_receipt_fits_its_snapshot_and_every_later_one() {
    let ledger = Ledger::with_records();
    let in_folder = |name: &str| ledger.folder().join(name);
    let first = snapshot(&ledger.path, &in_folder("1.db")).unwrap();
    add(&mut ledger.open(), "library", HUZHEN, &[]);
    let second = snapshot(&ledger.path, &in_folder("2.db")).unwrap();
    let fit = |file: &MadeSnapshot, of: &MadeSnapshot| {
        let found = verify(&file.path, Some(&of.receipt)).unwrap();
        let fits = found.ledger().unwrap().fits.unwrap();
        assert_eq!(
            found.passed(),
            fits != ReceiptMatch::Not,
            "{:?}",
            found.findings
        );
        fits
    };
    assert_eq!(fit(&first, &first), ReceiptMatch::Same);
    assert_eq!(fit(&second, &first), ReceiptMatch::Earlier(1));
    assert_eq!(fit(&first, &second), ReceiptMatch::Not);
    // Also past restores, each of which is a site of its own.
    for _ in 0..2 {
        restore(&second.path, &ledger.path).unwrap();
        add(&mut ledger.open(), "library", HUZHEN, &[]);
        fs::remove_file(&second.path).unwrap();
        snapshot(&ledger.path, &second.path).unwrap();
    }
    let last = MadeSnapshot {
        receipt: verify(&second.path, None)
            .unwrap()
            .ledger()
            .unwrap()
            .receipt,
        ..second.clone()
    };
    // Each is the save of a record, or the beginning of a site.
    assert_eq!(fit(&last, &first), ReceiptMatch::Earlier(3 + 2));
    assert_eq!(fit(&last, &second), ReceiptMatch::Earlier(2 + 2));
    assert_eq!(fit(&last, &last), ReceiptMatch::Same);
}
