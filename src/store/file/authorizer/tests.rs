#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tempfile::TempDir;

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::store::ledger::Store;
use crate::store::open::connection;

/// Returns a ledger with a finding in it.
fn ledger() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("示例.db");
    let places = include_str!("../../../../seeds/places.csv");
    let places: Vec<Place> = csv::Reader::from_reader(places.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect();
    let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
    drop(Store::create(&path, &places, &[pack], "示例管理员").unwrap());
    connection::open_to_remark(&path)
        .unwrap()
        .0
        .execute(&visit("first"), [])
        .unwrap();
    (folder, path)
}

fn visit(id: &str) -> String {
    format!(
        "INSERT INTO finding (id, act, fields, text, version, author, role, at, site)
         VALUES ('{id}', 'visit', '[]', '', '[]', '示例审核人', 'inspector', '2026', 'a')"
    )
}

/// What somebody with a forged screen might send, `{}` standing for a path of their own.
const FORBIDDEN: &[&str] = &[
    "UPDATE record SET name = 'x'",
    "UPDATE place SET name = 'x'",
    "DELETE FROM record",
    "DELETE FROM standing",
    "INSERT INTO place (code, name, level) VALUES ('1', 'x', 'x')",
    "INSERT INTO change SELECT * FROM change",
    "INSERT INTO record SELECT * FROM record",
    "REPLACE INTO stale (place) VALUES ('1')",
    "UPDATE finding SET text = 'x'",
    "DELETE FROM finding",
    "INSERT INTO finding SELECT * FROM finding ON CONFLICT DO UPDATE SET text = 'x'",
    "UPDATE change SET author = 'x'",
    "DELETE FROM change",
    "CREATE TABLE x (x)",
    "CREATE TABLE temp.x (x)",
    "CREATE TEMP TABLE x AS SELECT * FROM record",
    "CREATE TEMP VIEW x AS SELECT 1",
    "CREATE TEMP TRIGGER x AFTER INSERT ON finding BEGIN DELETE FROM record; END",
    "CREATE TRIGGER x AFTER INSERT ON finding BEGIN DELETE FROM record; END",
    "CREATE INDEX x ON record (name)",
    "CREATE VIEW x AS SELECT 1",
    "CREATE VIRTUAL TABLE x USING fts5 (x)",
    "DROP TABLE finding",
    "DROP TRIGGER finding_is_never_altered",
    "DROP VIEW review",
    "DROP INDEX change_record",
    "ALTER TABLE record RENAME TO x",
    "ALTER TABLE record ADD COLUMN x",
    "VACUUM",
    "VACUUM INTO '{}'",
    "ATTACH '{}' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "REINDEX",
    "ANALYZE",
    "PRAGMA writable_schema = ON",
    "PRAGMA query_only = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA user_version = 99",
    "PRAGMA application_id = 1",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA temp_store_directory = '{}'",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA optimize",
    "PRAGMA trusted_schema = ON",
    "PRAGMA integrity_check = 1; PRAGMA hard_heap_limit = 1",
    "SELECT load_extension('{}')",
    "SELECT writefile('{}', 'x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT randomblob(1000000000)",
    "SELECT fts3_tokenizer('x')",
];

/// Returns everything in the ledger but the findings.
fn inventory(path: &Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut found = Vec::new();
    let mut query = db
        .prepare("SELECT name, type FROM sqlite_schema ORDER BY name")
        .unwrap();
    let objects = query
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .unwrap();
    for (name, sort) in objects.map(Result::unwrap) {
        let count = || {
            db.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap()
        };
        let rows = (sort == "table" && name != "finding").then(count);
        found.push(format!("{sort} {name} {rows:?}"));
    }
    found
}

/// Returns whether the connection took a batch of statements.
fn takes(db: &Connection, sql: &str) -> bool {
    let mut rest = rusqlite::Batch::new(db, sql);
    loop {
        match rest.next() {
            Ok(Some(mut statement)) => {
                let Ok(mut rows) = statement.query([]) else {
                    return false;
                };
                loop {
                    match rows.next() {
                        Ok(Some(_)) => {}
                        Ok(None) => break,
                        Err(_) => return false,
                    }
                }
            }
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

#[test]
fn neither_connection_of_a_review_takes_anything_that_is_not_its_own() {
    let (folder, path) = ledger();
    let before = inventory(&path);
    let mine = folder.path().join("mine.db");
    for open in [connection::open_to_review, connection::open_to_remark] {
        let (db, _files) = open(&path).unwrap();
        for sql in FORBIDDEN {
            assert!(
                !takes(&db, &sql.replace("{}", &mine.display().to_string())),
                "{sql}"
            );
            assert!(!mine.exists(), "{sql}");
        }
        assert!(takes(
            &db,
            "SELECT count(*) FROM record; PRAGMA data_version; PRAGMA integrity_check"
        ));
    }
    assert_eq!(inventory(&path), before);
}

#[test]
fn findings_are_added_by_their_own_connection_alone_and_never_altered() {
    let (_folder, path) = ledger();
    let (reading, _files) = connection::open_to_review(&path).unwrap();
    let (remarks, _files) = connection::open_to_remark(&path).unwrap();
    assert!(!takes(&reading, &visit("second")));
    assert!(takes(&remarks, &visit("second")));
    assert!(
        !takes(
            &remarks,
            &visit("second").replace("INSERT", "INSERT OR REPLACE")
        ),
        "one act has one text"
    );
    assert!(
        !takes(&remarks, &visit("third").replace("'visit'", "'answer'")),
        "an inspector does not answer for a clerk"
    );
    let count = |db: &Connection| {
        db.query_row("SELECT count(*) FROM finding", [], |row| {
            row.get::<_, i64>(0)
        })
        .unwrap()
    };
    assert_eq!((count(&reading), count(&remarks)), (2, 2));
    let other = Connection::open(&path).unwrap();
    assert!(
        !takes(&other, "UPDATE finding SET text = 'x'") && !takes(&other, "DELETE FROM finding")
    );
    assert!(
        !takes(
            &other,
            &visit("first").replace("INSERT", "INSERT OR REPLACE")
        ),
        "not by another tool either"
    );
}

#[test]
fn the_connection_for_findings_adds_no_other_entries_to_the_trail() {
    let (_folder, path) = ledger();
    let (remarks, _files) = connection::open_to_remark(&path).unwrap();
    let entry = |subject: &str, seq: i64| {
        format!(
            "INSERT INTO change VALUES ((SELECT site FROM ledger), {seq}, '{subject}', 'x', '', '', '', '[]', '{{}}', '')"
        )
    };
    for (seq, subject) in (100..).zip([
        "facility",
        "sheet",
        "exception",
        "second_entry",
        "places",
        "pack",
        "site",
        "merge",
    ]) {
        assert!(!takes(&remarks, &entry(subject, seq)), "{subject}");
    }
    assert!(takes(&remarks, &entry("finding", 200)));
    assert!(
        !takes(&remarks, "UPDATE change SET author = 'x'")
            && !takes(&remarks, "DROP TRIGGER only_findings")
    );
    assert!(!takes(&remarks, "DROP TRIGGER temp.only_findings"));
}

#[test]
fn reading_only_is_not_enough() {
    let (folder, path) = ledger();
    let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let copy = folder.path().join("copy.db");
    let vacuum = format!("VACUUM INTO '{}'", copy.display());
    assert!(
        takes(&db, &vacuum),
        "a handle that reads only copies the ledger to any path"
    );
    assert!(copy.exists());
    std::fs::remove_file(&copy).unwrap();
    assert!(takes(&db, "CREATE TEMP TABLE x AS SELECT * FROM record"));
    let (guarded, _files) = connection::open_to_review(&path).unwrap();
    let refused = guarded.execute_batch(&vacuum).unwrap_err();
    assert_eq!(
        refused.sqlite_error_code(),
        Some(ErrorCode::AuthorizationForStatementDenied),
        "{refused}"
    );
    assert!(!copy.exists());
}
