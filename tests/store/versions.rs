//! Files of older programs: a ledger is lifted as it is opened, a snapshot as it is verified,
//! restored or merged, an exchange file is read as it is. The files in `version-2` and `version-3`
//! were made by programs of those versions.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use taizhang::domain::policy::Pack;
use taizhang::i18n::{InspectMsg, LedgerFault, MergeFault, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::audit::ReceiptMatch;
use taizhang::store::audit::{About, verify};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::share::merge::{Fate, MergeError, MergeMode, MergeReport, MergeRequest};
use taizhang::store::share::restore::restore;
use taizhang::store::{Store, StoreError, VERSION};

use crate::merging::{merge, past, sound};
use crate::snapshots::snapshot;
use crate::support::{BIHU, HUZHEN, Ledger, add, column, places, rows};

const VERSION_1: &str = include_str!("../../src/store/file/versions/1.sql");
const VERSION_2: &str = include_str!("../../src/store/file/versions/2.sql");
const VERSION_3: &str = include_str!("../../src/store/file/versions/3.sql");

/// The receipt that was printed with the snapshot of version 3.
const RECEIPT_3: &str = "9TQCY-MPSX6-Q64ZC-DPCB1";

/// The receipt that was printed with the snapshot of the town.
const RECEIPT: &str = "CRCXX-TJS9J-HWXSP-YD8AS";

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_end(&mut unpacked)
        .unwrap();
    unpacked
}

/// A county's ledger: two libraries, a finding, a second entry, what a town handed in, and what it
/// handed on itself.
fn county() -> Ledger {
    Ledger::of_bytes(&unpacked(include_bytes!("version-2/county.db.gz")))
}

/// The snapshot from which that town's ledger was restored.
fn base() -> Ledger {
    Ledger::of_bytes(&unpacked(include_bytes!("version-2/base.db.gz")))
}

/// A snapshot of the town.
fn town_snapshot(folder: &Path) -> PathBuf {
    put(
        folder,
        "town.db",
        include_bytes!("version-2/town-snapshot.db.gz"),
    )
}

/// The first and the second exchange file of the town.
fn exchange_files(folder: &Path) -> [PathBuf; 2] {
    [
        put(folder, "1.db", include_bytes!("version-2/exchange-1.db.gz")),
        put(folder, "2.db", include_bytes!("version-2/exchange-2.db.gz")),
    ]
}

/// A county's ledger of version 3: records, an exception, a finding and a second entry.
fn county_3() -> Ledger {
    Ledger::of_bytes(&unpacked(include_bytes!("version-3/county.db.gz")))
}

/// The snapshot of a town's file that was restored from that ledger, and what it handed on.
fn town_3(folder: &Path) -> [PathBuf; 2] {
    [
        put(
            folder,
            "snapshot.db",
            include_bytes!("version-3/snapshot.db.gz"),
        ),
        put(
            folder,
            "exchange.db",
            include_bytes!("version-3/exchange.db.gz"),
        ),
    ]
}

/// What a ledger of version 3 says beside its facilities.
const KEPT_OF_3: [&str; 5] = [
    "SELECT * FROM finding ORDER BY rowid",
    "SELECT * FROM double_entry ORDER BY rowid",
    "SELECT * FROM exception ORDER BY rowid",
    "SELECT code, name, level, parent FROM place ORDER BY rowid",
    "SELECT code, text, sha256, loaded_at FROM pack ORDER BY rowid",
];

/// The id, the heads, the completeness and the fields of a facility.
type Facility = (String, String, i64, BTreeMap<String, Json>);

/// Every facility as its row had it before version 4: a column for each field that all kinds have.
fn old_facilities(ledger: &Ledger) -> Vec<Facility> {
    let shared = taizhang::domain::policy::pack::shared_fields();
    let columns = shared.iter().map(|field| field.code.as_str());
    let pairs = ["kind", "place"].into_iter().chain(columns);
    let pairs: Vec<String> = pairs.map(|code| format!("'{code}', {code}")).collect();
    let sql = format!(
        "SELECT json_array(id, version, complete, json_patch(attributes, json_object({}))) FROM facility ORDER BY rowid",
        pairs.join(", ")
    );
    facilities(ledger, &sql)
}

/// Every facility as its row has it now.
fn new_facilities(ledger: &Ledger) -> Vec<Facility> {
    facilities(
        ledger,
        "SELECT json_array(record.id, record.version, record.complete, json(record_readable.fields))
         FROM record JOIN record_readable USING (id) ORDER BY record.rowid",
    )
}

fn facilities(ledger: &Ledger, sql: &str) -> Vec<Facility> {
    let rows: Vec<String> = column(&ledger.raw(), sql);
    rows.iter()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect()
}

/// The standings of a ledger: what is judged of each requirement in each place.
fn standings(ledger: &Ledger) -> Vec<String> {
    rows(
        &ledger.raw(),
        "SELECT pack, requirement, place, verdict, have, gap FROM standing ORDER BY 1, 2, 3",
    )
}

fn put(folder: &Path, name: &str, packed: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, unpacked(packed)).unwrap();
    path
}

fn stay_version_2(_: &Path) {}

/// Makes a file of version 2 what a program of version 1 would have made.
fn take_back_to_version_1(path: &Path) {
    let older = Connection::open_in_memory().unwrap();
    older.execute_batch(VERSION_1).unwrap();
    let db = Connection::open(path).unwrap();
    let kept = rows_of_second_entries(&db);
    db.execute_batch("DROP TABLE exchanged; DROP TABLE site; DROP TABLE double_entry")
        .unwrap();
    let definitions = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'double_entry' AND sql IS NOT NULL ORDER BY rowid";
    for definition in column::<String>(&older, definitions) {
        db.execute_batch(&definition).unwrap();
    }
    for row in kept {
        db.execute(
            "INSERT INTO double_entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            rusqlite::params_from_iter(row),
        )
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
    query
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn schema(path: &Path) -> Vec<String> {
    rows(
        &Connection::open(path).unwrap(),
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
    )
}

/// A ledger that was restored from a snapshot.
fn restored(snapshot: &Ledger) -> Ledger {
    let restored = Ledger::of_bytes(&[]);
    fs::remove_file(&restored.path).unwrap();
    restore(&snapshot.path, &restored.path).unwrap();
    restored
}

/// Another ledger of the same pack.
fn new_of_the_pack_of(old: &Ledger) -> Ledger {
    let pack = Pack::read(&column::<String>(&old.raw(), "SELECT text FROM pack")[0]).unwrap();
    let new = Ledger::of_bytes(&[]);
    fs::remove_file(&new.path).unwrap();
    drop(Store::create(&new.path, &places(), &[pack], "示例管理员").unwrap());
    new
}

/// The rows of the tables that a version keeps as they are.
fn kept(ledger: &Ledger) -> Vec<String> {
    let kept = ["place", "pack", "exception", "finding", "covered", "ledger"];
    let is_kept = |row: &String| {
        kept.iter()
            .any(|table| row.starts_with(&format!("[Text(\"{table}\")")))
    };
    // Version 4 knows more of a pack, and nothing of one that was loaded before.
    let as_before = |row: String| match row.strip_prefix("[Text(\"pack\")") {
        Some(_) => row.replace(", Null, Null]", "]"),
        None => row,
    };
    ledger
        .rows()
        .into_iter()
        .filter(is_kept)
        .map(as_before)
        .collect()
}

#[test]
fn the_schema_of_a_version_that_was_released_is_never_changed() {
    let digest = |schema: &str| format!("{:x}", Sha256::digest(schema));
    assert_eq!(
        digest(VERSION_1),
        "1778a4b3e4747fa00f1d3e6d8aaa98b25460df37702d2b7f816ab8ec57202b5b"
    );
    assert_eq!(
        digest(VERSION_2),
        "33ff2bce8818d529e78b159a74fbadb6314b5683eea4f767ac9800be2d817428"
    );
    assert_eq!(
        digest(VERSION_3),
        "e60d7b5ccb25cc390efed17feca76d2698dfd3a79929d40ff0a62987647eb73e"
    );
}

#[test]
fn a_ledger_in_which_another_tool_took_a_name_that_is_needed_is_left_as_it_is_and_says_so() {
    let old = county();
    take_back_to_version_1(&old.path);
    old.raw()
        .execute_batch("CREATE VIEW exchanged AS SELECT 1")
        .unwrap();
    let before = old.rows();
    let Err(StoreError::Ledger(LedgerFault::NotLifted { version: 1, detail }, _)) =
        Store::open(&old.path).map(drop)
    else {
        panic!("it was lifted")
    };
    assert!(
        detail.contains("exchanged") && !detail.contains('\n'),
        "{detail}"
    );
    assert_eq!(old.rows(), before);
}

#[test]
fn a_ledger_of_every_older_version_is_lifted_to_the_schema_of_a_new_one_and_keeps_its_rows() {
    for unpublish in [stay_version_2 as fn(&Path), take_back_to_version_1] {
        let old = county();
        let trail = "SELECT * FROM change ORDER BY rowid";
        let (before, changes) = (kept(&old), rows(&old.raw(), trail));
        let recorded = old_facilities(&old);
        unpublish(&old.path);
        let store = old.open();
        assert_eq!(store.inspect(), Ok(vec![]));
        assert_eq!(column::<i64>(&old.raw(), "PRAGMA user_version"), [VERSION]);
        assert_eq!(schema(&old.path), schema(&new_of_the_pack_of(&old).path));
        assert_eq!(kept(&old), before);
        assert_eq!(new_facilities(&old), recorded);
        // Every change is there word for word, in the order in which the file took it in.
        assert_eq!(rows(&old.raw(), trail)[..changes.len()], changes);
    }
}

#[test]
fn a_ledger_of_version_3_is_lifted_and_judges_as_before() {
    let old = county_3();
    let trail = "SELECT * FROM change ORDER BY rowid";
    let changes = rows(&old.raw(), trail);
    let acts = KEPT_OF_3.map(|query| rows(&old.raw(), query));
    let (recorded, judged) = (old_facilities(&old), standings(&old));
    assert_eq!((recorded.len(), judged.len()), (3, 12));
    let mut store = old.open();
    assert_eq!(store.inspect(), Ok(vec![]));
    let new = new_of_the_pack_of(&old);
    assert_eq!(schema(&old.path), schema(&new.path));
    let explained = "SELECT name, zh, en FROM readme ORDER BY name";
    assert_eq!(
        rows(&old.raw(), explained),
        rows(&new.raw(), explained),
        "`schema.sql` and the step to version 4 have the same rows"
    );
    assert_eq!(
        rows(&old.raw(), trail),
        changes,
        "nothing is added to the chain"
    );
    let now = KEPT_OF_3.map(|query| rows(&old.raw(), query));
    assert_eq!(now, acts);
    assert_eq!(new_facilities(&old), recorded);
    assert_eq!(standings(&old), judged);
    add(&mut store, "library", HUZHEN, &[("name", "升级以后的馆")]);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_snapshot_and_an_exchange_file_of_version_3_are_verified_and_merged() {
    let county = county_3();
    let [snapshot, exchange] = town_3(county.folder());
    let bytes = fs::read(&snapshot).unwrap();
    for file in [&snapshot, &exchange] {
        let found = verify(file, None).unwrap();
        assert!(found.passed(), "{:?}", found.findings);
        // Its acts are in its chain, so it is examined as thoroughly as a file of today.
        assert!(
            !found
                .findings
                .iter()
                .any(|flaw| matches!(flaw.what, InspectMsg::OlderFile))
        );
    }
    let receipt = RECEIPT_3.parse().unwrap();
    let verified = verify(&snapshot, Some(&receipt)).unwrap();
    assert_eq!(verified.ledger().unwrap().fits, Some(ReceiptMatch::Same));
    let restored = county.folder().join("restored.db");
    restore(&snapshot, &restored).unwrap();
    let store = Store::open(&restored).unwrap();
    assert_eq!((store.inspect(), store.record_count()), (Ok(vec![]), Ok(4)));
    let merged = merge(&county, &exchange).unwrap();
    assert_eq!(
        (
            merged.count(Fate::New),
            merged.count(Fate::Changed),
            merged.second_entries
        ),
        (1, 1, 1)
    );
    assert!(merge(&county, &snapshot).unwrap().is_nothing());
    assert_eq!((county.open().record_count(), sound(&county)), (Ok(4), 0));
    assert_eq!(fs::read(&snapshot).unwrap(), bytes);
}

#[test]
fn an_altered_snapshot_of_version_3_does_not_pass() {
    let county = county_3();
    for sql in [
        "UPDATE facility SET name = '改过'",
        "UPDATE finding SET fields = '[\"name\"]'",
        "CREATE TABLE record (id TEXT)",
    ] {
        let [snapshot, _] = town_3(county.folder());
        let db = Connection::open(&snapshot).unwrap();
        db.execute_batch("DROP TRIGGER finding_is_never_altered")
            .unwrap();
        let trigger = "CREATE TRIGGER finding_is_never_altered BEFORE UPDATE ON finding
BEGIN SELECT RAISE(ABORT, 'findings are never altered'); END";
        db.execute_batch(&format!("{sql}; {trigger}")).unwrap();
        drop(db);
        assert!(!verify(&snapshot, None).unwrap().passed(), "{sql}");
    }
}

#[test]
fn what_a_lifted_ledger_said_of_itself_it_says_still_and_from_now_on_in_the_chain() {
    let old = county();
    let store = old.open();
    let merged = store.last_merged().unwrap().unwrap();
    assert_eq!(
        (merged.author.as_str(), &merged.at[..10]),
        ("示例管理员", "2026-11-29")
    );
    let handed = store.last_export().unwrap().unwrap();
    // The findings and second entries count as said since, for no chain had them when they were
    // handed on.
    assert_eq!(
        (handed.author.as_str(), handed.changes_since),
        ("示例管理员", 0)
    );
    let acts = "SELECT count(*) FROM change WHERE subject IN ('finding', 'second_entry')";
    assert_eq!(column::<i64>(&old.raw(), acts), [6]);
    for (table, sql) in [
        (
            "finding",
            "UPDATE finding SET text = '改过' WHERE act = 'return'",
        ),
        ("double_entry", "UPDATE double_entry SET verifier = '别人'"),
        (
            "place",
            "UPDATE place SET name = '改过' WHERE code = '331122101'",
        ),
    ] {
        let old = county();
        drop(old.open());
        past(&old, table, sql);
        assert!(
            old.open()
                .inspect()
                .unwrap()
                .iter()
                .any(|flaw| !flaw.harmless),
            "{sql}"
        );
    }
    // The next exchange file hands everything on once more, and whoever has it already takes
    // nothing twice.
    drop(store);
    let out = old.folder().join("next.db");
    old.open()
        .export_changes(&out, &StartAt::AfterTheLast, "示例管理员", &Arc::default())
        .unwrap();
    let restored = restored(&base());
    let [first, second] = exchange_files(restored.folder());
    merge(&restored, &first).unwrap();
    merge(&restored, &second).unwrap();
    let merged = merge(&restored, &out).unwrap();
    assert_eq!(
        (merged.findings, merged.second_entries),
        (2, 1),
        "those of the county"
    );
    assert_eq!(sound(&restored), 0);
}

#[test]
fn a_snapshot_of_an_older_version_is_read_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let old = town_snapshot(folder.path());
    let bytes = fs::read(&old).unwrap();
    let mut store = Store::open(&old).unwrap();
    assert_eq!((store.inspect(), store.record_count()), (Ok(vec![]), Ok(3)));
    let day = "2100-01-01".parse().unwrap();
    let judged_by = store.judged_by(store.pack(None).unwrap(), day).unwrap();
    assert!(
        judged_by.unwrap().is_newest,
        "the text is known in a copy too"
    );
    let handed = store.export_changes(
        &folder.path().join("x.db"),
        &StartAt::AfterTheLast,
        "示例",
        &Arc::default(),
    );
    let frozen = || StoreError::from(LedgerFault::Snapshot);
    assert_eq!(handed, Err(FileError::Store(frozen())));
    assert_eq!(
        store.write(|writer| writer.load_places(&[], "示例管理员").map(drop)),
        Err(frozen())
    );
    assert_eq!(fs::read(&old).unwrap(), bytes);
}

#[test]
fn a_receipt_on_paper_fits_the_snapshot_it_was_printed_with_and_what_became_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let old = town_snapshot(folder.path());
    let receipt = RECEIPT.parse().unwrap();
    let fit = |file: &Path| verify(file, Some(&receipt)).unwrap().ledger().unwrap().fits;
    assert_eq!(fit(&old), Some(ReceiptMatch::Same));
    let restored = folder.path().join("restored.db");
    restore(&old, &restored).unwrap();
    let new = folder.path().join("new.db");
    snapshot(&restored, &new).unwrap();
    assert!(
        matches!(fit(&new), Some(ReceiptMatch::Earlier(_))),
        "{:?}",
        fit(&new)
    );
}

#[test]
fn a_snapshot_of_an_older_version_is_verified_restored_and_merged_and_stays_as_it_is() {
    for unpublish in [stay_version_2 as fn(&Path), take_back_to_version_1] {
        let county = restored(&base());
        let old = town_snapshot(county.folder());
        unpublish(&old);
        let bytes = fs::read(&old).unwrap();
        let found = verify(&old, None).unwrap();
        assert!(found.passed(), "{:?}", found.findings);
        assert_eq!(found.ledger().unwrap().records, 3);
        let restored = county.folder().join("restored.db");
        restore(&old, &restored).unwrap();
        let mut store = Store::open(&restored).unwrap();
        assert_eq!((store.inspect(), store.record_count()), (Ok(vec![]), Ok(3)));
        add(&mut store, "library", HUZHEN, &[("name", "恢复以后的馆")]);
        drop(store);
        let merged = merge(&county, &old).unwrap();
        assert_eq!(
            (
                merged.count(Fate::New),
                merged.findings,
                merged.second_entries
            ),
            (1, 2, 2)
        );
        assert_eq!((county.open().record_count(), sound(&county)), (Ok(3), 0));
        assert!(merge(&county, &old).unwrap().is_nothing());
        assert_eq!(fs::read(&old).unwrap(), bytes);
        // The file that went on from it has the same acts in its own chain: they are one and the
        // same.
        let merged = merge(&county, &restored).unwrap();
        assert_eq!(
            (
                merged.count(Fate::New),
                merged.findings,
                merged.second_entries
            ),
            (1, 0, 0)
        );
        assert_eq!(sound(&county), 0);
    }
}

#[test]
fn exchange_files_of_version_1_are_taken_in_their_order() {
    let restored = restored(&base());
    let [first, second] = exchange_files(restored.folder());
    let found = verify(&first, None).unwrap();
    assert!(found.passed(), "{:?}", found.findings);
    let Some(About::Exchange(about)) = found.about else {
        panic!("it is an exchange file")
    };
    assert_eq!(
        (
            about.author.as_str(),
            about.findings.count,
            about.second_entries.count
        ),
        ("示例镇员", 2, 1)
    );
    let refused =
        restored
            .open()
            .merge(&MergeRequest::unwatched(&second, "示例", MergeMode::Merge));
    assert!(
        matches!(refused, Err(MergeError::Refused(MergeFault::Gap { .. }))),
        "{refused:?}"
    );
    let took = |merged: &MergeReport| {
        (
            merged.count(Fate::New),
            merged.findings,
            merged.second_entries,
        )
    };
    // What stands in rows is limited as what stands in a chain.
    let limited = restored.open().merge(&MergeRequest {
        places: &[BIHU.to_owned()],
        ..MergeRequest::unwatched(&first, "示例", MergeMode::Merge)
    });
    let Err(MergeError::Outside { acts, .. }) = limited else {
        panic!("{limited:?}")
    };
    // One of the four is a visit, which is about no place.
    assert_eq!(acts.len(), 3, "{acts:?}");
    assert!(acts.iter().all(|act| act.author != "示例"), "{acts:?}");
    assert_eq!(took(&merge(&restored, &first).unwrap()), (1, 2, 1));
    assert!(merge(&restored, &first).unwrap().is_nothing());
    assert_eq!(took(&merge(&restored, &second).unwrap()), (0, 0, 1));
    assert_eq!(sound(&restored), 0);
    // A second entry that was handed on and got lost is missed.
    let lost = restored.folder().join("lost.db");
    fs::copy(&second, &lost).unwrap();
    Connection::open(&lost)
        .unwrap()
        .execute_batch("UPDATE exchange SET second_entries_before = 5")
        .unwrap();
    let refused = restored
        .open()
        .merge(&MergeRequest::unwatched(&lost, "示例", MergeMode::Merge));
    assert!(
        matches!(
            refused,
            Err(MergeError::Refused(MergeFault::ActsMissing {
                count: 3,
                ..
            }))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_finding_of_an_older_file_that_says_something_else_here_is_refused() {
    let county = county();
    drop(county.open());
    let altered = Ledger::of_bytes(&fs::read(town_snapshot(county.folder())).unwrap());
    past(
        &altered,
        "finding",
        "UPDATE finding SET text = '不用核对' WHERE act = 'return'",
    );
    let refused = county.open().merge(&MergeRequest::unwatched(
        &altered.path,
        "示例",
        MergeMode::Merge,
    ));
    assert!(
        matches!(
            refused,
            Err(MergeError::Refused(MergeFault::ActAltered { .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn an_altered_snapshot_of_an_older_version_does_not_pass() {
    let county = county();
    drop(county.open());
    let old = town_snapshot(county.folder());
    take_back_to_version_1(&old);
    let alter = |sql: &str| Connection::open(&old).unwrap().execute_batch(sql).unwrap();
    // A table that only later versions have is not that version's.
    alter("CREATE TABLE exchanged (at TEXT)");
    let found = verify(&old, None).unwrap();
    assert_eq!(
        found.findings.iter().filter(|flaw| !flaw.harmless).count(),
        1
    );
    assert!(
        matches!(&found.findings[0].what, InspectMsg::Definition { object } if object == "exchanged")
    );
    alter("DROP TABLE exchanged; UPDATE facility SET name = '改过'");
    assert!(!verify(&old, None).unwrap().passed());
    let refused = county
        .open()
        .merge(&MergeRequest::unwatched(&old, "示例", MergeMode::Merge));
    let Err(MergeError::File(FileError::Refused(SnapshotFault::DidNotPass { .. }))) = refused
    else {
        panic!("{refused:?}")
    };
}
