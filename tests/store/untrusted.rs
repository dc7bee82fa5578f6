//! Files from strangers: whatever is in them, `verify` says what is wrong, runs nothing and leaves
//! them as they are.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rusqlite::Connection;
use taizhang::domain::record::Change;
use taizhang::i18n::{InspectMsg, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::VERSION;
use taizhang::store::audit::verify;
use taizhang::store::audit::{ReceiptMatch, Verification};

use crate::snapshots::snapshot;
use crate::support::{Ledger, column};

/// The bytes of a snapshot.
static SNAPSHOT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    fs::read(out).unwrap()
});

struct UntrustedFile {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl UntrustedFile {
    fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("来件.db");
        fs::write(&path, bytes).unwrap();
        Self { folder, path }
    }

    /// A snapshot after another tool did something to it.
    fn altered(sql: &str) -> Self {
        let untrusted = Self::of(&SNAPSHOT);
        untrusted.alter(sql);
        untrusted
    }

    fn alter(&self, sql: &str) {
        let db = Connection::open(&self.path).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
    }

    fn verify(&self) -> Result<Verification, FileError> {
        let before = fs::read(&self.path).unwrap();
        let found = verify(&self.path, None);
        assert!(
            fs::read(&self.path).unwrap() == before,
            "the file was written to"
        );
        found
    }

    fn fault(&self) -> SnapshotFault {
        match self.verify() {
            Err(FileError::Unusable(fault)) => fault,
            other => panic!("{other:?}"),
        }
    }

    fn findings(&self) -> Vec<InspectMsg> {
        let found = self.verify().unwrap();
        found
            .findings
            .into_iter()
            .filter(|finding| !finding.harmless)
            .map(|finding| finding.what)
            .collect()
    }
}

#[test]
fn an_untouched_snapshot_passes_without_its_checksum_too() {
    let found = UntrustedFile::of(&SNAPSHOT).verify().unwrap();
    assert!(found.passed());
    assert_eq!(
        found
            .findings
            .iter()
            .map(|f| f.what.clone())
            .collect::<Vec<_>>(),
        [InspectMsg::NoSum]
    );
    assert_eq!(found.ledger().unwrap().changes, 4);
}

#[test]
fn the_checksum_beside_a_file_is_compared() {
    let untrusted = UntrustedFile::of(&SNAPSHOT);
    let sha256 = untrusted.verify().unwrap().sha256;
    let sum = untrusted.folder.path().join("来件.db.sha256");
    for (text, finding) in [
        (format!("{sha256}  out.db\n"), None),
        (sha256.to_uppercase(), None),
        (
            format!("{}  out.db\n", "0".repeat(64)),
            Some((InspectMsg::Sum, false)),
        ),
        ("x".repeat(10_000), Some((InspectMsg::SumUnreadable, true))),
        (String::new(), Some((InspectMsg::SumUnreadable, true))),
    ] {
        fs::write(&sum, &text).unwrap();
        let found = untrusted.verify().unwrap().findings;
        assert_eq!(
            found
                .into_iter()
                .map(|f| (f.what, f.harmless))
                .collect::<Vec<_>>(),
            Vec::from_iter(finding)
        );
    }
}

#[test]
fn what_is_no_ledger_is_told_as_such() {
    for bytes in [
        &b""[..],
        b"x",
        &[0; 8192],
        &SNAPSHOT[..99],
        "台账,示例\n".repeat(100).as_bytes(),
    ] {
        assert_eq!(UntrustedFile::of(bytes).fault(), SnapshotFault::NotALedger);
    }
    assert_eq!(
        UntrustedFile::altered("PRAGMA application_id = 1").fault(),
        SnapshotFault::NotALedger
    );
    let newer = UntrustedFile::altered(&format!("PRAGMA user_version = {}", VERSION + 1));
    assert_eq!(
        newer.fault(),
        SnapshotFault::Newer {
            found: VERSION + 1,
            known: VERSION
        }
    );
    assert_eq!(
        UntrustedFile::altered("PRAGMA user_version = 0").fault(),
        SnapshotFault::NotALedger
    );
}

#[test]
fn links_folders_pipes_sockets_and_devices_are_not_opened() {
    let untrusted = UntrustedFile::of(&SNAPSHOT);
    let beside = |name: &str| untrusted.folder.path().join(name);
    symlink(&untrusted.path, beside("link.db")).unwrap();
    std::process::Command::new("mkfifo")
        .arg(beside("pipe.db"))
        .status()
        .unwrap();
    std::os::unix::net::UnixListener::bind(beside("socket.db")).unwrap();
    for path in [
        beside("link.db"),
        beside("pipe.db"),
        beside("socket.db"),
        beside(""),
        "/dev/zero".into(),
    ] {
        let found = verify(&path, None).err();
        assert_eq!(
            found,
            Some(FileError::Unusable(SnapshotFault::NotAFile)),
            "{path:?}"
        );
    }
    assert_eq!(
        verify(&beside("none.db"), None).err(),
        Some(FileError::Refused(SnapshotFault::Absent))
    );
}

#[test]
fn a_file_that_is_cut_short_never_passes() {
    for length in (100..SNAPSHOT.len()).step_by(3001) {
        let found = UntrustedFile::of(&SNAPSHOT[..length]).fault();
        assert!(
            matches!(found, SnapshotFault::Truncated { .. }),
            "{length}: {found:?}"
        );
    }
}

#[test]
fn a_flipped_bit_that_passes_changed_nothing_that_is_said() {
    let whole = UntrustedFile::of(&SNAPSHOT).verify().unwrap().about;
    for at in (0..SNAPSHOT.len()).step_by(2503) {
        let mut bytes = SNAPSHOT.clone();
        bytes[at] ^= 1 << (at % 8);
        let untrusted = UntrustedFile::of(&bytes);
        if let Ok(found) = untrusted.verify()
            && found.passed()
        {
            assert_eq!(found.about, whole, "byte {at}");
        }
    }
}

#[test]
fn a_schema_that_is_not_ours_is_named_and_nothing_of_it_runs() {
    for (object, sql) in [
        ("x", "CREATE TABLE x (y)"),
        (
            "x",
            "CREATE TRIGGER x AFTER INSERT ON place BEGIN SELECT 1; END",
        ),
        ("x", "CREATE INDEX x ON place (lower(name))"),
        (
            "place_name",
            "DROP INDEX place_name; CREATE INDEX place_name ON place (abs(name))",
        ),
        (
            "change_is_never_altered",
            "DROP TRIGGER change_is_never_altered",
        ),
        (
            "place",
            "ALTER TABLE place ADD COLUMN bomb TEXT AS (hex(zeroblob(100000000)))",
        ),
        ("x", "CREATE VIRTUAL TABLE x USING fts5 (y)"),
        ("sqlite_stat1", "ANALYZE"),
        (
            "place",
            "ALTER TABLE place RENAME TO elsewhere; CREATE VIEW place AS
             WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
             SELECT n AS code, n AS name, n AS level, NULL AS parent FROM r",
        ),
    ] {
        let found = UntrustedFile::altered(sql).findings();
        let object = object.to_owned();
        assert!(
            found.contains(&InspectMsg::Definition { object }),
            "{sql}: {found:?}"
        );
    }
}

#[test]
fn a_view_that_the_packs_do_not_make_is_named() {
    let endless =
        "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r";
    let found = UntrustedFile::altered(&format!("CREATE VIEW x AS {endless}")).findings();
    assert_eq!(
        found,
        [InspectMsg::Extra {
            object: "x".to_owned()
        }]
    );
    let found = UntrustedFile::altered(&format!(
        "DROP VIEW library; CREATE VIEW library AS {endless}"
    ))
    .findings();
    assert_eq!(
        found,
        [InspectMsg::Definition {
            object: "library".to_owned()
        }]
    );
}

#[test]
fn contents_that_were_altered_are_named() {
    for sql in [
        "UPDATE record SET name = 'x'",
        "UPDATE standing SET verdict = 'met'",
        "UPDATE manifest SET value = 'x' WHERE topic = 'site'",
        "UPDATE manifest SET value = '1' WHERE topic = 'rows' AND name = 'record'",
        "DELETE FROM manifest WHERE topic = 'receipt'",
        "INSERT INTO manifest VALUES ('last_change', 'x', '1 y')",
        "INSERT INTO place VALUES ('1', 'x', 'y', NULL)",
        "UPDATE pack SET text = replace(text, '130', '30')",
        "INSERT INTO change SELECT 'x', seq, subject, record, at, author, reason, parents, patch, hash FROM change",
        "DELETE FROM place WHERE code = '331122101'",
        "UPDATE ledger SET id = 'x'",
        "UPDATE pack SET loaded_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE place SET name = 'x'",
    ] {
        let found = UntrustedFile::altered(sql).findings();
        assert!(!found.is_empty(), "{sql}");
    }
}

#[test]
fn values_that_are_no_text_a_ledger_has_are_damage_and_no_crash() {
    for sql in [
        "UPDATE pack SET text = 'format = 2'",
        "UPDATE record SET id = 'x' WHERE kind = 'library'",
        "UPDATE record SET name = CAST(x'ff' AS TEXT)",
        "UPDATE record SET fields = '[]'",
        "UPDATE record SET version = '{}'",
        "UPDATE standing SET need = 'x'",
        "DELETE FROM ledger",
        "UPDATE place SET parent = '331122101' WHERE code IN (SELECT parent FROM place WHERE code = '331122101')",
    ] {
        let found = UntrustedFile::altered(sql).verify();
        assert!(!found.is_ok_and(|found| found.passed()), "{sql}");
    }
}

#[test]
fn a_record_with_more_changes_than_anyone_makes_is_not_examined_for_ever() {
    let found = UntrustedFile::altered(
        "WITH RECURSIVE n (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 30000)
         INSERT INTO change SELECT 'x', n, subject, record, at, author, reason, parents, patch, hash
         FROM n, change WHERE seq = 4 AND site <> 'x'",
    );
    assert!(
        found
            .findings()
            .iter()
            .any(|found| matches!(found, InspectMsg::Crowded { .. }))
    );
}

#[test]
fn a_closed_ledger_is_examined_and_one_in_use_is_not() {
    let ledger = Ledger::with_records();
    drop(ledger.open());
    assert!(verify(&ledger.path, None).unwrap().passed());
    let mut store = ledger.open();
    crate::support::add(&mut store, "library", crate::support::HUZHEN, &[]);
    assert_eq!(
        verify(&ledger.path, None).err(),
        Some(FileError::Unusable(SnapshotFault::InUse))
    );
    drop(store);
    assert_eq!(
        verify(&ledger.path, None)
            .unwrap()
            .ledger()
            .unwrap()
            .changes,
        5
    );
}

#[test]
fn a_journal_beside_a_file_is_never_played_back() {
    let untrusted = UntrustedFile::of(&SNAPSHOT);
    let journal = untrusted.folder.path().join("来件.db-journal");
    fs::write(&journal, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7").unwrap();
    assert_eq!(untrusted.fault(), SnapshotFault::InUse);
    assert!(journal.exists());
}

#[test]
fn a_chain_that_was_rewritten_as_a_whole_is_shown_by_the_receipt_alone() {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("1.db");
    let receipt = snapshot(&ledger.path, &out).unwrap().receipt;
    rewrite(&ledger);
    let forged = snapshot(&ledger.path, &ledger.folder().join("2.db"))
        .unwrap()
        .path;
    assert!(
        verify(&forged, None).unwrap().passed(),
        "nothing in the file tells"
    );
    let found = verify(&forged, Some(&receipt)).unwrap();
    assert!(!found.passed());
    assert_eq!(found.ledger().unwrap().fits, Some(ReceiptMatch::Not));
}

/// Changes the author of the first change and makes the whole chain anew, as somebody who knows how
/// it is made would.
fn rewrite(ledger: &Ledger) {
    let db = ledger.raw();
    let guards: Vec<String> = column(
        &db,
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'change'",
    );
    db.execute_batch("DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_removed")
        .unwrap();
    db.execute("UPDATE change SET author = '别人' WHERE seq = 1", [])
        .unwrap();
    let columns = "site, seq, subject, record, at, author, reason, parents, patch";
    let mut query = db
        .prepare(&format!("SELECT {columns} FROM change ORDER BY seq"))
        .unwrap();
    let mut rows = query.query([]).unwrap();
    let mut before = String::new();
    while let Some(row) = rows.next().unwrap() {
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        let parents: Vec<String> = serde_json::from_str(&text(7)).unwrap();
        let change = Change {
            id: format!("{}:{}", text(0), row.get::<_, i64>(1).unwrap())
                .parse()
                .unwrap(),
            topic: taizhang::domain::record::Topic::of_word(&text(2)).unwrap(),
            record: text(3).parse().unwrap(),
            at: text(4),
            author: text(5),
            reason: text(6),
            parents: parents.iter().map(|id| id.parse().unwrap()).collect(),
            patch: serde_json::from_str(&text(8)).unwrap(),
        };
        before = change.hash(&before);
        db.execute(
            "UPDATE change SET hash = ?1 WHERE seq = ?2",
            (&before, change.id.seq),
        )
        .unwrap();
    }
    for guard in guards {
        db.execute_batch(&guard).unwrap();
    }
}

#[test]
fn a_file_that_may_not_be_read_is_told_as_such() {
    let untrusted = UntrustedFile::of(&SNAPSHOT);
    fs::set_permissions(&untrusted.path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&untrusted.path).is_ok() {
        return; // Root reads everything.
    }
    assert_eq!(
        verify(&untrusted.path, None).err(),
        Some(FileError::Refused(SnapshotFault::Denied))
    );
}

#[test]
fn a_file_that_is_being_written_is_told_as_such() {
    let untrusted = UntrustedFile::of(&SNAPSHOT);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new()
                .append(true)
                .open(&untrusted.path)
                .unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"x").unwrap();
            }
        });
        // Not every look falls into the time of a write.
        let is_told = |_| {
            verify(&untrusted.path, None).err()
                == Some(FileError::Unusable(SnapshotFault::BeingWritten))
        };
        let told = (0..1000).any(is_told);
        done.store(true, Ordering::Relaxed);
        assert!(told);
    });
}
