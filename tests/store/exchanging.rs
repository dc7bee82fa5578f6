//! Exchange files: what was saved at one site since the last one, whole, in a frozen form, and
//! taken in like any file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use taizhang::domain::record::{ActSort, Change, ChangeId, Subject, Topic};
use taizhang::i18n::{InspectMsg, LedgerFault, LedgerRefusal, MergeFault, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::audit::{About, verify};
use taizhang::store::share::exchange::{ExportOutcome, ExportedChanges, StartAt};
use taizhang::store::share::merge::{Fate, MergeError, MergeMode, MergeRequest};
use taizhang::store::share::restore::restore;
use taizhang::store::{FindingAnswer, Store, StoreError};
use uuid::Uuid;

use crate::merging::{merge, set, shared_rows, sound, the_library, town};
use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, WENXI, add, column, except, key_again, raise, rows, verdict};

const FORM: &str = include_str!("../../exchange.sql");
const FORM_2: &str = include_str!("../../src/store/file/versions/exchange-2.sql");
pub(crate) const FORM_1: &str = include_str!("../../src/store/file/versions/exchange-1.sql");

fn export_changes(
    ledger: &Ledger,
    out: &Path,
    begin: &StartAt,
) -> Result<ExportOutcome, FileError> {
    ledger
        .open()
        .export_changes(out, begin, "示例镇员", &Arc::default())
}

/// The next exchange file of a ledger, in its own folder.
pub(crate) fn next(ledger: &Ledger) -> ExportedChanges {
    let ExportOutcome::Made(made) =
        export_changes(ledger, ledger.folder(), &StartAt::AfterTheLast).unwrap()
    else {
        panic!("nothing")
    };
    made
}

fn refusal(into: &Ledger, from: &Path) -> MergeFault {
    let before = into.rows();
    let Err(MergeError::Refused(fault)) = merge(into, from) else {
        panic!("it was not refused")
    };
    assert!(into.rows() == before, "the ledger changed");
    fault
}

fn site(ledger: &Ledger) -> String {
    column::<String>(&ledger.raw(), "SELECT site FROM ledger").remove(0)
}

/// A county, and a town that went on from its snapshot: a new record, a change of an old one, and
/// an exception.
fn county_and_town() -> (Ledger, Ledger) {
    let county = Ledger::with_records();
    let one = town(&county);
    add(
        &mut one.open(),
        "library",
        HUZHEN,
        &[("name", "镇里的馆"), ("reading_seats", "200")],
    );
    set(&one, the_library(&one), "address", "镇里写的");
    except(&mut one.open(), "library", HUZHEN);
    (county, one)
}

/// An exchange file that its owner may write, so that a test can alter it.
fn writable(made: &ExportedChanges) -> PathBuf {
    let path = made.path.with_extension("altered.db");
    fs::write(&path, fs::read(&made.path).unwrap()).unwrap();
    path
}

fn altered(made: &ExportedChanges, sql: &str) -> PathBuf {
    let path = writable(made);
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    path
}

#[test]
fn the_form_of_an_exchange_file_is_frozen() {
    // Programs that are out there read just this. Whoever needs another form makes a version 4 and
    // goes on reading these.
    let digest = |form: &str| format!("{:x}", Sha256::digest(form));
    assert_eq!(
        digest(FORM),
        "7d1bad27eca4c3942716d8deab149d0e39aa6b27411dbe365a40b32a66149803",
        "exchange.sql was changed"
    );
    assert_eq!(
        digest(FORM_2),
        "75c0f71ea816adcb788b055b3c32e3ab906cb2bd7b1ced53c72e75beabd512c0"
    );
    assert_eq!(
        digest(FORM_1),
        "2b42c22fb30eee19382e9cd3d08ce103ef023e3e6a95b664a46d1149237b340b"
    );
    let (_, one) = county_and_town();
    let made = Connection::open(next(&one).path).unwrap();
    let form = Connection::open_in_memory().unwrap();
    form.execute_batch(FORM).unwrap();
    let schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
    assert_eq!(rows(&made, schema), rows(&form, schema));
    let pragma = |name: &str| column::<i64>(&made, &format!("PRAGMA {name}")).remove(0);
    assert_eq!(
        (pragma("application_id"), pragma("user_version")),
        (0x545A_4558, 3)
    );
}

#[test]
fn the_example_in_the_documents_has_the_hash_that_the_program_gives_it() {
    let change = Change {
        id: ChangeId {
            site: "0123456789abcdef0123456789abcdef".into(),
            seq: 1,
        },
        topic: Subject::Facility.into(),
        record: "01a221c9-eed5-77e4-b941-1042009cd3e8".parse().unwrap(),
        at: "2026-11-23T08:00:00.000Z".into(),
        author: "示例镇员".into(),
        reason: String::new(),
        parents: vec![],
        patch: [
            ("kind", "library"),
            ("place", HUZHEN),
            ("name", "示例馆"),
            ("status", "existing"),
            ("reading_seats", "129"),
        ]
        .map(|(code, value)| (code.to_owned(), value.into()))
        .into(),
    };
    for document in [
        include_str!("../../docs/exchange.md"),
        include_str!("../../docs/exchange.zh.md"),
    ] {
        for said in [change.patch_json(), format!("hash     {}", change.hash(""))] {
            assert!(document.contains(&said), "{said}");
        }
    }
}

#[test]
fn a_county_that_takes_exchange_files_holds_what_it_would_hold_of_the_whole_ledger() {
    let (county, one) = county_and_town();
    let whole = Ledger::of_bytes(&crate::support::main_file(&county.path));
    let first = next(&one);
    assert_eq!((first.first, first.last), (1, 4));
    let merged = merge(&county, &first.path).unwrap();
    assert_eq!(
        (
            merged.count(Fate::New),
            merged.count(Fate::Changed),
            merged.other_ledger
        ),
        (2, 1, None)
    );
    assert!(merged.places.is_empty());
    assert!(verdict(&county.open(), "library", HUZHEN).starts_with("met"));
    set(&one, the_library(&one), "remarks", "后来写的");
    let second = next(&one);
    // The fifth says that the first file was handed on.
    assert_eq!((second.first, second.last), (5, 6));
    merge(&county, &second.path).unwrap();
    assert_eq!(sound(&county), 0);
    // The whole file, merged into a ledger that was as the county's, comes to the same; and again
    // they bring nothing.
    merge(&whole, &one.path).unwrap();
    assert!(shared_rows(&whole) == shared_rows(&county), "they differ");
    for again in [&first.path, &second.path] {
        assert!(merge(&county, again).unwrap().is_nothing());
    }
}

#[test]
fn an_exchange_file_has_only_the_tail_of_its_site_and_the_places_it_names() {
    let (county, one) = county_and_town();
    set(&county, the_library(&county), "evidence", "县里写的");
    merge(&one, &county.path).unwrap();
    let made = next(&one);
    let file = Connection::open(&made.path).unwrap();
    assert_eq!(
        column::<String>(&file, "SELECT DISTINCT site FROM change"),
        [site(&one)]
    );
    let places = "SELECT code FROM place ORDER BY code";
    assert_eq!(
        column::<String>(&file, places),
        ["331100", "331122", HUZHEN]
    );
    let trail =
        "SELECT * FROM change WHERE site = (SELECT site FROM ledger) AND seq < 6 ORDER BY seq";
    assert_eq!(
        rows(&file, "SELECT * FROM change ORDER BY seq"),
        rows(&one.raw(), trail)
    );
    let Some(About::Exchange(about)) = verify(&made.path, None).unwrap().about else {
        panic!()
    };
    assert_eq!(
        (about.after.seq, about.after.hash.as_str(), about.last),
        (0, "", 5)
    );
    assert_eq!(about.author, "示例镇员");
}

#[test]
fn what_was_handed_on_is_not_handed_on_again_unless_it_is_asked_for() {
    let (_, one) = county_and_town();
    next(&one);
    let own = |seq| ChangeId {
        site: site(&one),
        seq,
    };
    // That a file was handed on is no news.
    assert_eq!(
        export_changes(&one, one.folder(), &StartAt::AfterTheLast),
        Ok(ExportOutcome::Nothing(own(5)))
    );
    assert_eq!(
        one.names()
            .iter()
            .filter(|name| name.starts_with("exchange-"))
            .count(),
        2,
        "the file and its checksum"
    );
    let out = one.folder().join("again.db");
    for (last, (begin, first)) in (5..).zip([
        (StartAt::Own(2), 2),
        (StartAt::Own(1), 1),
        (StartAt::With(own(4)), 4),
    ]) {
        let Ok(ExportOutcome::Made(made)) = export_changes(&one, &out, &begin) else {
            panic!()
        };
        assert_eq!((made.first, made.last), (first, last));
        let sum = fs::read_to_string(one.folder().join("again.db.sha256")).unwrap();
        assert_eq!(sum, format!("{}  again.db\n", made.sha256));
        fs::remove_file(&out).unwrap();
    }
    for seq in [0, -1, 10, i64::MAX, i64::MIN] {
        let refused = export_changes(&one, &out, &StartAt::Own(seq));
        assert!(
            matches!(
                refused,
                Err(FileError::Refused(SnapshotFault::NoSuchChange {
                    last: 8,
                    ..
                }))
            ),
            "{seq}"
        );
    }
    // The number behind the last is where the next change will be: nothing yet, and no fault.
    assert_eq!(
        export_changes(&one, &out, &StartAt::Own(9)),
        Ok(ExportOutcome::Nothing(own(8)))
    );
}

#[test]
fn a_file_that_got_lost_is_missed_and_can_be_made_again() {
    let (county, one) = county_and_town();
    let lost = next(&one);
    fs::remove_file(&lost.path).unwrap();
    set(&one, the_library(&one), "remarks", "后来写的");
    let second = next(&one);
    let fault = MergeFault::gap(site(&one), 1, 4);
    assert_eq!(refusal(&county, &second.path), fault);
    let out = one.folder().join("again.db");
    export_changes(&one, &out, &StartAt::Own(1)).unwrap();
    assert_eq!(merge(&county, &out).unwrap().news[0].last, 7);
    assert_eq!(sound(&county), 0);
}

#[test]
fn what_a_dead_machine_had_not_handed_on_is_handed_on_by_the_one_restored_in_its_place() {
    let (county, one) = county_and_town();
    merge(&county, &next(&one).path).unwrap();
    set(&one, the_library(&one), "remarks", "还没有交");
    let dead = site(&one);
    let out = one.folder().join("backup.db");
    snapshot(&one.path, &out).unwrap();
    let new = Ledger::of_bytes(&[]);
    fs::remove_file(&new.path).unwrap();
    restore(&out, &new.path).unwrap();
    assert_eq!(
        new.open().unexported_sites(),
        Ok(vec![ChangeId {
            site: dead.clone(),
            seq: 5
        }])
    );
    add(
        &mut new.open(),
        "greenway",
        WENXI,
        &[("name", "在新机器上写的")],
    );
    // Even though nothing of it is based on that change.
    let own = next(&new);
    let fault = refusal(&county, &own.path);
    let MergeFault::ParentMissing { from, .. } = fault else {
        panic!("{fault:?}")
    };
    assert_eq!(from, format!("{dead}:5"));
    // The refusal names where to begin.
    let rest = new.folder().join("rest.db");
    let begin: ChangeId = from.parse().unwrap();
    let by_its_beginning = ChangeId {
        site: begin.site[..8].into(),
        seq: begin.seq,
    };
    export_changes(&new, &rest, &StartAt::With(by_its_beginning)).unwrap();
    merge(&county, &rest).unwrap();
    merge(&county, &own.path).unwrap();
    assert!(shared_rows(&county) == shared_rows(&new), "they differ");
    assert_eq!(new.open().unexported_sites(), Ok(vec![]));
}

#[test]
fn acts_of_the_site_go_along_once_and_those_of_others_do_not() {
    let county = Ledger::with_records();
    let record = the_library(&county);
    let thread = raise(&county, record);
    key_again(&county, record);
    let one = town(&county);
    let answer = FindingAnswer {
        record,
        thread,
        text: "已核对",
        author: "示例填报人",
    };
    one.open().write(|writer| writer.answer(&answer)).unwrap();
    key_again(&one, record);
    let made = next(&one);
    assert_eq!(
        (made.first, made.last, made.findings, made.second_entries),
        (1, 3, 1, 1)
    );
    let merged = merge(&county, &made.path).unwrap();
    assert_eq!(
        (merged.findings, merged.second_entries, merged.changes),
        (1, 1, 0)
    );
    assert_eq!(sound(&county), 0);
    assert!(matches!(
        export_changes(&one, one.folder(), &StartAt::AfterTheLast),
        Ok(ExportOutcome::Nothing(_))
    ));
    let keyed = key_again(&one, record);
    let made = next(&one);
    assert_eq!((made.findings, made.second_entries), (0, 1));
    let file = Connection::open(&made.path).unwrap();
    let entries = "SELECT record FROM change WHERE subject = 'second_entry'";
    assert_eq!(column::<String>(&file, entries), [keyed]);
}

#[test]
fn an_act_about_what_nobody_has_is_refused() {
    let (county, one) = county_and_town();
    let new = the_newest(&one);
    let raised = raise(&one, new);
    let made = next(&one);
    let loose = forge_acts(&made, |change| change.topic == Topic::Act(ActSort::Finding));
    assert_eq!(
        refusal(&county, &loose),
        MergeFault::LooseAct {
            act: raised.to_string()
        }
    );
    key_again(&one, new);
    let all = one.folder().join("all.db");
    let Ok(ExportOutcome::Made(made)) = export_changes(&one, &all, &StartAt::Own(1)) else {
        panic!()
    };
    let loose = forge_acts(&made, |change| {
        change.topic == Topic::Act(ActSort::SecondEntry)
    });
    assert_eq!(
        refusal(&county, &loose),
        MergeFault::LooseEntries { count: 1 }
    );
    merge(&county, &made.path).unwrap();
    assert_eq!(sound(&county), 0);
}

/// An exchange file with some of its changes only, in a chain that holds: as somebody would make it
/// who knows how.
fn forge_acts(made: &ExportedChanges, keep: impl Fn(&Change) -> bool) -> PathBuf {
    let forged = writable(made);
    let db = Connection::open(&forged).unwrap();
    let all = changes(&db);
    db.execute("DELETE FROM change", []).unwrap();
    let mut before = String::new();
    for (seq, mut change) in (1..).zip(all.into_iter().filter(keep)) {
        change.id.seq = seq;
        before = put(&db, &change, &before);
    }
    forged
}

/// The changes of an exchange file.
fn changes(db: &Connection) -> Vec<Change> {
    let mut query = db.prepare("SELECT * FROM change ORDER BY seq").unwrap();
    let change = |row: &rusqlite::Row| {
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        let parents: Vec<String> = serde_json::from_str(&text(7)).unwrap();
        Ok(Change {
            id: ChangeId {
                site: text(0),
                seq: row.get(1)?,
            },
            topic: Topic::of_word(&text(2)).unwrap(),
            record: text(3).parse().unwrap(),
            at: text(4),
            author: text(5),
            reason: text(6),
            parents: parents.iter().map(|id| id.parse().unwrap()).collect(),
            patch: serde_json::from_str(&text(8)).unwrap(),
        })
    };
    query
        .query_map([], change)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Adds a change behind a hash; its own.
fn put(db: &Connection, change: &Change, before: &str) -> String {
    let (written, hash) = (change.written(), change.hash(before));
    let insert = "INSERT INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let (site, seq, subject, record) =
        (written.site, written.seq, written.subject, &written.record);
    let said = (
        written.at,
        written.author,
        written.reason,
        &written.parents,
        &written.patch,
    );
    db.execute(
        insert,
        rusqlite::params![
            site, seq, subject, record, said.0, said.1, said.2, said.3, said.4, hash
        ],
    )
    .unwrap();
    hash
}

fn the_newest(ledger: &Ledger) -> Uuid {
    column::<String>(&ledger.raw(), "SELECT max(id) FROM record")[0]
        .parse()
        .unwrap()
}

#[test]
fn a_copy_that_went_on_is_told_from_the_file_it_was_made_of() {
    let (county, one) = county_and_town();
    merge(&county, &next(&one).path).unwrap();
    let copy = Ledger::of_bytes(&crate::support::main_file(&one.path));
    set(&one, the_library(&one), "remarks", "原件");
    set(&copy, the_library(&copy), "remarks", "复制件");
    merge(&county, &next(&one).path).unwrap();
    let change = format!("{}:6", site(&one));
    assert_eq!(
        refusal(&county, &next(&copy).path),
        MergeFault::Forked {
            change: change.clone()
        }
    );
    // Even where only the hash in front of its changes says so.
    set(&copy, the_library(&copy), "remarks", "又写");
    assert_eq!(
        refusal(&county, &next(&copy).path),
        MergeFault::Forked { change }
    );
}

#[test]
fn an_altered_exchange_file_does_not_pass() {
    let (county, one) = county_and_town();
    let made = next(&one);
    let flaw = |sql: &str| {
        let path = altered(&made, sql);
        let found = verify(&path, None)
            .unwrap()
            .findings
            .into_iter()
            .find(|flaw| !flaw.harmless);
        let merged = merge(&county, &path);
        let Err(MergeError::File(FileError::Refused(SnapshotFault::DidNotPass { .. }))) = merged
        else {
            panic!("{sql}")
        };
        found.unwrap().what
    };
    let before = county.rows();
    let id = |seq| format!("{}:{seq}", site(&one));
    assert_eq!(
        flaw("UPDATE change SET author = '别人' WHERE seq = 2"),
        InspectMsg::Chain { change: id(2) }
    );
    assert_eq!(
        flaw("DELETE FROM change WHERE seq = 2"),
        InspectMsg::Sequence { change: id(3) }
    );
    let reworded = "UPDATE change SET patch = replace(patch, '{', '{ ') WHERE seq = 2";
    assert_eq!(flaw(reworded), InspectMsg::Chain { change: id(2) });
    assert_eq!(
        flaw("UPDATE exchange SET after = 1, after_hash = 'x'"),
        InspectMsg::Sequence { change: id(1) }
    );
    assert_eq!(
        flaw("DELETE FROM pack"),
        InspectMsg::Derived {
            table: "pack".into()
        }
    );
    let form = |seq| InspectMsg::ChangeForm { change: id(seq) };
    assert_eq!(flaw("UPDATE change SET at = '2026' WHERE seq = 3"), form(3));
    let crooked = "UPDATE exchange SET site = '$(x)'; UPDATE change SET site = '$(x)'";
    assert_eq!(
        flaw(crooked),
        InspectMsg::ChangeForm {
            change: "$(x):1".into()
        }
    );
    assert_eq!(
        flaw("UPDATE exchange SET site = 'x'"),
        InspectMsg::OtherSite {
            table: "change".into()
        }
    );
    let definition = |object: &str| InspectMsg::Definition {
        object: object.into(),
    };
    assert_eq!(flaw("CREATE TABLE extra (x)"), definition("extra"));
    assert_eq!(
        flaw("CREATE VIEW library AS SELECT 1"),
        definition("library")
    );
    let trigger = "CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT 1; END";
    assert_eq!(flaw(trigger), definition("t"));
    assert_eq!(
        flaw("ALTER TABLE place ADD COLUMN x TEXT"),
        definition("place")
    );
    // What is in no change has a digest of its own.
    for sql in [
        "UPDATE place SET name = 'x'",
        "UPDATE pack SET sha256 = 'x'",
        "UPDATE pack SET loaded_at = 'x'",
        "UPDATE exchange SET author = 'x'",
        "UPDATE exchange SET made_at = 'x'",
        "UPDATE exchange SET ledger = 'x'",
        "DELETE FROM place WHERE level = 'city'",
    ] {
        assert_eq!(
            flaw(sql),
            InspectMsg::Derived {
                table: "exchange".into()
            },
            "{sql}"
        );
    }
    assert!(county.rows() == before, "the ledger changed");
}

#[test]
fn what_a_site_saved_before_a_merge_gave_the_file_another_one_is_missed_and_told() {
    let (county, one) = county_and_town();
    merge(&county, &next(&one).path).unwrap();
    let before = site(&one);
    set(&one, the_library(&one), "remarks", "还没有交");
    let copy = Ledger::of_bytes(&crate::support::main_file(&one.path));
    set(&copy, the_library(&copy), "remarks", "在复制件里写的");
    assert!(merge(&one, &copy.path).unwrap().is_new_site);
    let waiting = ChangeId {
        site: before.clone(),
        seq: 5,
    };
    assert_eq!(one.open().unexported_sites(), Ok(vec![waiting.clone()]));
    add(&mut one.open(), "greenway", WENXI, &[]);
    let fault = refusal(&county, &next(&one).path);
    let MergeFault::ParentMissing { parent, from, .. } = fault else {
        panic!("{fault:?}")
    };
    assert_eq!((parent, from), (format!("{before}:7"), waiting.to_string()));
    let rest = one.folder().join("rest.db");
    export_changes(&one, &rest, &StartAt::With(waiting)).unwrap();
    merge(&county, &rest).unwrap();
    let all = one.folder().join("all.db");
    export_changes(&one, &all, &StartAt::Own(1)).unwrap();
    merge(&county, &all).unwrap();
    assert!(shared_rows(&county) == shared_rows(&one), "they differ");
}

#[test]
fn a_lost_file_that_had_acts_only_is_missed() {
    let county = Ledger::with_records();
    let record = the_library(&county);
    let one = town(&county);
    key_again(&one, record);
    fs::remove_file(next(&one).path).unwrap();
    set(&one, record, "remarks", "后来");
    let fault = MergeFault::gap(site(&one), 1, 2);
    assert_eq!(refusal(&county, &next(&one).path), fault);
    let all = one.folder().join("all.db");
    export_changes(&one, &all, &StartAt::Own(1)).unwrap();
    assert_eq!(merge(&county, &all).unwrap().second_entries, 1);
    assert_eq!(sound(&county), 0);
    // A site that only ever said something can be handed on from its beginning too.
    let two = town(&county);
    key_again(&two, record);
    let whole = ChangeId {
        site: site(&two),
        seq: 1,
    };
    let out = two.folder().join("acts.db");
    assert!(matches!(
        export_changes(&two, &out, &StartAt::With(whole)),
        Ok(ExportOutcome::Made(_))
    ));
    let nobody = ChangeId {
        site: "0".repeat(32),
        seq: 1,
    };
    let refused = export_changes(&two, &two.folder().join("x.db"), &StartAt::With(nobody));
    assert!(matches!(
        refused,
        Err(FileError::Refused(SnapshotFault::NoSuchSite { .. }))
    ));
}

#[test]
fn a_file_is_compared_with_the_changes_it_follows() {
    let (county, one) = county_and_town();
    merge(&county, &next(&one).path).unwrap();
    key_again(&one, the_library(&one));
    let made = next(&one);
    let copy = Ledger::of_bytes(&crate::support::main_file(&one.path));
    merge(&county, &made.path).unwrap();
    set(&one, the_library(&one), "remarks", "原件");
    let lost = next(&one);
    fs::remove_file(lost.path).unwrap();
    set(&one, the_library(&one), "remarks", "又写");
    assert_eq!(
        refusal(&county, &next(&one).path),
        MergeFault::gap(site(&one), 7, 8)
    );
    set(&copy, the_library(&copy), "remarks", "复制件");
    let forked = MergeFault::Forked {
        change: format!("{}:8", site(&one)),
    };
    let all = one.folder().join("all.db");
    export_changes(&one, &all, &StartAt::Own(7)).unwrap();
    merge(&county, &all).unwrap();
    assert_eq!(refusal(&county, &next(&copy).path), forked);
}

#[test]
fn a_file_that_cannot_be_noted_down_is_taken_back() {
    let (_, one) = county_and_town();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON change WHEN NEW.subject = 'exchange' BEGIN SELECT RAISE(ABORT, 'no room'); END";
    let mut store = one.open();
    one.raw().execute_batch(refuse).unwrap();
    let before = one.names();
    let out = one.folder().join("out.db");
    assert!(
        store
            .export_changes(&out, &StartAt::AfterTheLast, "示例镇员", &Arc::default())
            .is_err()
    );
    drop(store);
    assert!(
        !out.exists() && !one.folder().join("out.db.sha256").exists(),
        "{:?} {before:?}",
        one.names()
    );
    one.raw().execute_batch("DROP TRIGGER refuse").unwrap();
    assert!(matches!(
        export_changes(&one, &out, &StartAt::AfterTheLast),
        Ok(ExportOutcome::Made(_))
    ));
}

#[test]
fn an_exchange_file_with_a_flipped_bit_is_merged_as_it_was_or_not_at_all() {
    let (county, one) = county_and_town();
    let made = next(&one);
    let whole = fs::read(&made.path).unwrap();
    let told = county
        .open()
        .merge(&MergeRequest::unwatched(
            &made.path,
            "示例",
            MergeMode::Rehearse,
        ))
        .unwrap();
    let (before, file) = (county.rows(), county.folder().join("flipped.db"));
    for at in (0..whole.len()).step_by((whole.len() / 60) | 1) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&file, bytes).unwrap();
        if let Ok(merged) =
            county
                .open()
                .merge(&MergeRequest::unwatched(&file, "示例", MergeMode::Rehearse))
        {
            assert_eq!(merged.news, told.news, "byte {at}");
        }
        assert!(county.rows() == before, "byte {at}");
        fs::write(&file, &whole[..at]).unwrap();
        assert!(
            county
                .open()
                .merge(&MergeRequest::unwatched(&file, "示例", MergeMode::Rehearse))
                .is_err(),
            "cut at {at}"
        );
    }
}

/// Writes a change that the program would not write, with a chain that holds.
fn forge(made: &ExportedChanges, patch: serde_json::Value) -> PathBuf {
    forge_with_parents(made, Subject::Facility, vec![], patch)
}

fn forge_with_parents(
    made: &ExportedChanges,
    subject: Subject,
    parents: Vec<ChangeId>,
    patch: serde_json::Value,
) -> PathBuf {
    let forged = writable(made);
    let db = Connection::open(&forged).unwrap();
    let (site, hash): (String, String) = db
        .query_row("SELECT site, hash FROM change WHERE seq = 4", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let change = Change {
        id: ChangeId { site, seq: 5 },
        topic: subject.into(),
        record: Uuid::now_v7(),
        at: "2026-01-01T00:00:00.000Z".into(),
        author: "示例".into(),
        reason: String::new(),
        parents,
        patch: serde_json::from_value(patch).unwrap(),
    };
    put(&db, &change, &hash);
    forged
}

#[test]
fn values_that_the_program_never_writes_are_refused() {
    let (county, one) = county_and_town();
    let made = next(&one);
    let of = |fields: serde_json::Value| {
        let mut all =
            json!({"kind": "library", "place": HUZHEN, "name": "示例", "status": "existing"});
        all.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        all
    };
    for strange in [
        json!({"name": 1}),
        json!({"status": ["existing"]}),
        json!({"opened_on": {"value": "2020"}}),
    ] {
        let fault = refusal(&county, &forge(&made, of(strange)));
        assert!(matches!(fault, MergeFault::Strange { .. }), "{fault:?}");
    }
    assert_eq!(
        refusal(&county, &forge(&made, of(json!({"place": "x"})))),
        MergeFault::UnknownPlaces { places: "x".into() }
    );
    assert_eq!(
        refusal(&county, &forge(&made, of(json!({"kind": "x"})))),
        MergeFault::UnknownKinds { kinds: "x".into() }
    );
    // An exception without its document, and a change based on one of another record.
    let exception = json!({"pack": "lishui-2022-72", "requirement": "library", "place": HUZHEN, "reason": "示例"});
    let fault = refusal(
        &county,
        &forge_with_parents(&made, Subject::Exception, vec![], exception),
    );
    assert!(matches!(fault, MergeFault::Strange { .. }), "{fault:?}");
    // A sheet whose id does not follow from what it is of would be a second record of it.
    let sheet = of(json!({"period": "2025", "status": null}));
    let fault = refusal(
        &county,
        &forge_with_parents(&made, Subject::Sheet, vec![], sheet),
    );
    assert!(matches!(fault, MergeFault::Strange { .. }), "{fault:?}");
    let of_another = vec![ChangeId {
        site: site(&one),
        seq: 2,
    }];
    let fault = refusal(
        &county,
        &forge_with_parents(&made, Subject::Facility, of_another, of(json!({}))),
    );
    assert!(matches!(fault, MergeFault::Strange { .. }), "{fault:?}");
    for seq in [5, 6, 0, -1] {
        let itself = vec![ChangeId {
            site: site(&one),
            seq,
        }];
        let path = forge_with_parents(&made, Subject::Facility, itself, of(json!({})));
        let Err(MergeError::File(FileError::Refused(SnapshotFault::DidNotPass { .. }))) =
            merge(&county, &path)
        else {
            panic!("based on {seq}")
        };
    }
    // A field that a newer pack may have is kept.
    assert!(merge(&county, &forge(&made, of(json!({"later": "x"})))).is_ok());
}

#[test]
fn values_that_no_form_would_take_are_told_and_listed() {
    for (fields, field) in [
        (json!({"name": "示\u{1b}[2J例"}), "name"),
        (json!({"remarks": "\u{202e}例示"}), "remarks"),
        (json!({"address": "示\u{200b}例"}), "address"),
        (json!({"reading_seats": "很多"}), "reading_seats"),
        (
            json!({"reading_seats": {"typed": "\u{7}1", "value": "1"}}),
            "reading_seats",
        ),
    ] {
        let (county, one) = county_and_town();
        let made = next(&one);
        let mut all =
            json!({"kind": "library", "place": HUZHEN, "name": "示例", "status": "existing"});
        all.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        let merged = merge(&county, &forge(&made, all)).unwrap();
        let is_told = |what: &InspectMsg| match what {
            InspectMsg::HiddenText { field: told, .. }
            | InspectMsg::Undecodable { field: told, .. } => told == field,
            _ => false,
        };
        assert!(
            merged.doubts.iter().any(is_told),
            "{field}: {:?}",
            merged.doubts
        );
        let listed = county.open().inspect().unwrap();
        assert!(
            listed
                .iter()
                .any(|flaw| flaw.harmless && is_told(&flaw.what)),
            "{field}: {listed:?}"
        );
        // It is no reason to make no snapshots any more.
        snapshot(&county.path, &county.folder().join("out.db")).unwrap();
    }
}

#[test]
fn nothing_is_handed_on_or_noted_where_the_file_cannot_be_made() {
    let (_, one) = county_and_town();
    let out = one.folder().join("taken.db");
    fs::write(&out, "x").unwrap();
    let refused = |out: &Path| export_changes(&one, out, &StartAt::AfterTheLast).unwrap_err();
    assert_eq!(refused(&out), FileError::Refused(SnapshotFault::Exists));
    assert_eq!(
        refused(&one.path),
        FileError::Refused(SnapshotFault::IsTheLedger)
    );
    assert_eq!(
        refused(&one.folder().join("none/x.db")),
        FileError::Refused(SnapshotFault::NoFolder)
    );
    assert_eq!(
        column::<i64>(
            &one.raw(),
            "SELECT count(*) FROM change WHERE subject = 'exchange'"
        ),
        [0]
    );
    assert!(
        !one.names().iter().any(|name| name.contains("tmp")),
        "{:?}",
        one.names()
    );
}

#[test]
fn snapshots_inspectors_and_sessions_of_some_towns_hand_nothing_on() {
    let (_, one) = county_and_town();
    let out = one.folder().join("out.db");
    snapshot(&one.path, &out).unwrap();
    let file = one.folder().join("x.db");
    let store_error = |store: &mut Store| match store.export_changes(
        &file,
        &StartAt::AfterTheLast,
        "示例",
        &Arc::default(),
    ) {
        Err(FileError::Store(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        store_error(&mut Store::open(&out).unwrap()),
        LedgerFault::Snapshot.into()
    );
    let mut limited = one.open();
    limited.restrict_to(vec![WENXI.into()]);
    assert_eq!(
        store_error(&mut limited),
        StoreError::Refused(LedgerRefusal::NotYourTask)
    );
    let mut review = Store::open_for_review(&one.path).unwrap();
    assert_eq!(
        store_error(&mut review),
        StoreError::Refused(LedgerRefusal::OnlyReviews)
    );
    assert!(!file.exists());
}

#[test]
fn an_exchange_file_is_no_ledger_and_cannot_be_restored() {
    let (_, one) = county_and_town();
    let made = next(&one);
    assert_eq!(
        Store::open(&made.path).err(),
        Some(LedgerFault::Exchange.into())
    );
    let restored = restore(&made.path, &one.folder().join("new.db"));
    assert_eq!(restored, Err(FileError::Refused(SnapshotFault::IsExchange)));
    let receipt = "00000-00000-00000-00000".parse().unwrap();
    let refused = verify(&made.path, Some(&receipt)).err();
    assert_eq!(
        refused,
        Some(FileError::Refused(SnapshotFault::NoReceiptOfExchange))
    );
    let newer = altered(&made, "PRAGMA user_version = 4");
    let fault = SnapshotFault::Newer { found: 4, known: 3 };
    assert_eq!(verify(&newer, None).err(), Some(FileError::Unusable(fault)));
}

#[test]
fn what_was_handed_on_is_never_altered() {
    let (_, one) = county_and_town();
    next(&one);
    for sql in [
        "DELETE FROM change WHERE subject = 'exchange'",
        "UPDATE change SET author = 'x' WHERE subject = 'exchange'",
    ] {
        assert!(
            one.raw()
                .execute(sql, [])
                .unwrap_err()
                .to_string()
                .contains("never altered")
        );
    }
}
