//! Ledgers whose schema another tool altered: refused as they are opened, before anything in them
//! runs.

use std::sync::Arc;

use taizhang::i18n::LedgerFault;
use taizhang::store::FileError;
use taizhang::store::share::snapshot;
use taizhang::store::{Store, StoreError};

use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, add, pack};

const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

fn altered(object: &str) -> LedgerFault {
    LedgerFault::Altered {
        object: object.to_owned(),
    }
}

fn trigger(object: &str) -> LedgerFault {
    LedgerFault::ForeignTrigger {
        object: object.to_owned(),
    }
}

fn alterations() -> Vec<(String, LedgerFault)> {
    let plain = [
        ("DROP VIEW review; CREATE VIEW review AS SELECT id AS record, kind, place, name, version, 'verified' AS state
          FROM record", altered("review")),
        ("DROP VIEW open_finding; CREATE VIEW open_finding AS SELECT * FROM finding WHERE false", altered("open_finding")),
        ("DROP VIEW library; CREATE VIEW library AS SELECT 1 AS name", altered("library")),
        ("DROP VIEW library", altered("library")),
        ("DROP VIEW standing_readable", altered("standing_readable")),
        ("DROP TABLE readme", altered("readme")),
        ("DROP VIEW library; CREATE TABLE library (name)", altered("library")),
        ("DROP TRIGGER change_is_never_altered", altered("change_is_never_altered")),
        ("DROP INDEX place_name", altered("place_name")),
        ("ALTER TABLE place ADD COLUMN x TEXT", altered("place")),
        ("CREATE TRIGGER x AFTER INSERT ON change BEGIN DELETE FROM stale; END", trigger("x")),
        ("CREATE VIEW v AS SELECT 1 AS a; CREATE TRIGGER y INSTEAD OF INSERT ON v BEGIN DELETE FROM stale; END", trigger("y")),
    ];
    let mut all: Vec<_> = plain
        .into_iter()
        .map(|(sql, fault)| (sql.to_owned(), fault))
        .collect();
    for view in ["review", "open_finding"] {
        let columns = "1 AS id, i AS record, 1 AS kind, 1 AS place, 1 AS name, '[]' AS version, 'verified' AS state";
        let sql = format!(
            "DROP VIEW {view}; CREATE VIEW {view} AS {ENDLESS} SELECT {columns} FROM n WHERE i < 0"
        );
        all.push((sql, altered(view)));
    }
    for table in ["manifest", "pack", "stale"] {
        let sql = format!(
            "DROP TABLE {table}; CREATE VIEW {table} AS {ENDLESS} SELECT i FROM n WHERE i < 0"
        );
        all.push((sql, altered(table)));
    }
    all
}

#[test]
fn a_ledger_whose_schema_was_altered_is_refused_at_once_and_left_as_it_is() {
    for (sql, fault) in alterations() {
        let ledger = Ledger::with_records();
        ledger
            .raw()
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
            .unwrap();
        let before = std::fs::read(&ledger.path).unwrap();
        assert_eq!(
            Store::open(&ledger.path).err(),
            Some(fault.clone().into()),
            "{sql}"
        );
        assert_eq!(
            Store::open_for_review(&ledger.path).err(),
            Some(fault.clone().into()),
            "{sql}"
        );
        let out = ledger.folder().join("out.db");
        let made = snapshot::make(&ledger.path, &out, &Arc::default(), |_| ());
        assert!(made.is_err(), "{sql}");
        // A view of a kind is found by the examination of the copy.
        let is_view = matches!(made, Err(FileError::Unusable(_)));
        assert!(
            is_view || made == Err(FileError::Store(fault.into())),
            "{sql}: {made:?}"
        );
        assert!(std::fs::read(&ledger.path).unwrap() == before, "{sql}");
    }
}

#[test]
fn a_snapshot_whose_schema_was_altered_is_refused_too() {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    let sql = "DROP VIEW review; CREATE VIEW review AS SELECT 1 AS record";
    std::fs::set_permissions(&out, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    rusqlite::Connection::open(&out)
        .unwrap()
        .execute_batch(sql)
        .unwrap();
    assert_eq!(Store::open(&out).err(), Some(altered("review").into()));
}

#[test]
fn tables_indexes_and_views_of_other_tools_may_stay() {
    let ledger = Ledger::with_records();
    let sql = "CREATE TABLE mine (x); CREATE INDEX mine_x ON mine (x); CREATE INDEX theirs ON place (name, level);
        CREATE VIEW two AS SELECT 2; ANALYZE";
    ledger.raw().execute_batch(sql).unwrap();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[]);
    assert_eq!(
        Store::open_for_review(&ledger.path).unwrap().record_count(),
        Ok(3)
    );
}

#[test]
fn a_session_refuses_to_save_once_the_schema_was_altered_under_it() {
    for (sql, fault) in alterations()
        .into_iter()
        .filter(|(sql, _)| !sql.contains("DROP TABLE"))
    {
        let ledger = Ledger::with_records();
        let mut store = ledger.open();
        ledger.raw().execute_batch(&sql).unwrap();
        let before = ledger
            .raw()
            .query_row("SELECT count(*) FROM change", [], |row| {
                row.get::<_, i64>(0)
            });
        assert_eq!(
            store.write(|_| Ok::<_, StoreError>(())),
            Err(fault.into()),
            "{sql}"
        );
        assert_eq!(
            ledger
                .raw()
                .query_row("SELECT count(*) FROM change", [], |row| row.get(0)),
            before,
            "{sql}"
        );
    }
}

#[test]
fn a_pack_that_another_session_loads_is_no_alteration() {
    let ledger = Ledger::with_records();
    let (mut store, mut other) = (ledger.open(), ledger.open());
    let mut newer = pack().clone();
    newer.text.push_str("\n# later\n");
    other
        .write(|writer| writer.load_pack(&newer, "示例管理员"))
        .unwrap();
    add(&mut store, "library", HUZHEN, &[]);
    add(&mut other, "library", HUZHEN, &[]);
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
}
