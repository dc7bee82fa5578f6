//! Files of one ledger that went apart become one again: whole, in any order, and as often as
//! anyone likes.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use serde_json::{Value as Json, json};
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::{InspectMsg, LedgerFault, LedgerRefusal, MergeFault, SnapshotFault};
use taizhang::store::FileError;
use taizhang::store::share::merge::{
    Fate, MergeError, MergeMode, MergeProgress, MergeReport, MergeRequest,
};
use taizhang::store::share::restore::restore;
use taizhang::store::{Save, Saved, Settlement, Store, StoreError};
use uuid::Uuid;

use crate::kills::Session;
use crate::snapshots::snapshot;
use crate::support::{
    BIHU, HUZHEN, Ledger, PACK_TEXT, WENXI, add, column, edit, except, key_again, places, raise,
    rows, save, standing_fields, verdict,
};

/// Another file of the same ledger, as a town gets it: restored from a snapshot, with a site of its
/// own.
pub(crate) fn town(ledger: &Ledger) -> Ledger {
    let out = ledger.folder().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    let town = Ledger::of_bytes(&[]);
    fs::remove_file(&town.path).unwrap();
    restore(&out, &town.path).unwrap();
    fs::remove_file(&out).unwrap();
    fs::remove_file(out.with_file_name("out.db.sha256")).unwrap();
    town
}

pub(crate) fn merge(into: &Ledger, from: &Path) -> Result<MergeReport, MergeError> {
    into.open().merge(&MergeRequest::unwatched(
        from,
        "示例管理员",
        MergeMode::Merge,
    ))
}

fn refusal(into: &Ledger, from: &Path) -> MergeFault {
    let before = into.rows();
    let Err(MergeError::Refused(fault)) = merge(into, from) else {
        panic!("it was not refused")
    };
    assert_eq!(into.rows(), before);
    fault
}

pub(crate) fn set(ledger: &Ledger, id: Uuid, field: &str, value: &str) {
    let done = edit(&mut ledger.open(), id, |fields| {
        drop(fields.insert(field.into(), value.into()));
    });
    assert!(matches!(done, Ok(Saved::Written(_))), "{done:?}");
}

fn delete(ledger: &Ledger, id: Uuid) {
    edit(&mut ledger.open(), id, |fields| {
        drop(fields.insert("deleted".into(), json!(true)));
    })
    .unwrap();
}

/// The record that was there before the files went apart.
pub(crate) fn the_library(ledger: &Ledger) -> Uuid {
    let oldest = "SELECT min(id) FROM record WHERE kind = 'library'";
    column::<String>(&ledger.raw(), oldest)[0].parse().unwrap()
}

/// Everything that does not belong to one file alone.
pub(crate) fn shared_rows(ledger: &Ledger) -> Vec<String> {
    // Entries of the trail that are about the file are among them.
    let own = [
        "'ledger'",
        "[Text(\"ledger\")",
        "Text(\"00000000-0000-",
        "[Text(\"standing\")",
    ];
    let all = ledger
        .rows()
        .into_iter()
        .filter(|row| !own.iter().any(|table| row.contains(table)));
    let standings = "SELECT pack, requirement, place, verdict, have, gap, candidates, qualifying, nearest, missing
        FROM standing";
    all.chain(rows(&ledger.raw(), standings)).collect()
}

/// How many conflicts a ledger has in which nothing is wrong that merging does not bring about.
pub(crate) fn sound(ledger: &Ledger) -> usize {
    let is_conflict = |what: &InspectMsg| match what {
        InspectMsg::Conflict { .. } => true,
        InspectMsg::DoubledCode { .. } | InspectMsg::ClosedTwice { .. } => false,
        other => panic!("{other:?}"),
    };
    harmless(ledger).into_iter().filter(is_conflict).count()
}

/// What is worth knowing of a ledger in which nothing is wrong.
fn harmless(ledger: &Ledger) -> Vec<InspectMsg> {
    let found = ledger.open().inspect().unwrap();
    assert!(found.iter().all(|flaw| flaw.harmless), "{found:?}");
    found.into_iter().map(|flaw| flaw.what).collect()
}

/// The county and two towns, each with records and changes of its own that do not contradict the
/// others'.
fn three() -> [Ledger; 3] {
    let county = Ledger::with_records();
    let (one, two) = (town(&county), town(&county));
    let id = the_library(&county);
    add(&mut county.open(), "library", BIHU, &[("name", "县里的馆")]);
    set(&county, id, "remarks", "县里写的");
    add(
        &mut one.open(),
        "library",
        HUZHEN,
        &[("name", "一镇的馆"), ("reading_seats", "200")],
    );
    set(&one, id, "address", "一镇写的");
    except(&mut two.open(), "library", HUZHEN);
    set(&two, id, "evidence", "二镇写的");
    [county, one, two]
}

#[test]
fn what_only_one_side_changed_is_taken_and_judged() {
    let [county, one, two] = three();
    assert_eq!(
        verdict(&county.open(), "library", HUZHEN),
        verdict(&two.open(), "library", HUZHEN)
    );
    let merged = merge(&county, &one.path).unwrap();
    assert_eq!(
        (
            merged.count(Fate::New),
            merged.count(Fate::Changed),
            merged.conflicts.len()
        ),
        (1, 1, 0)
    );
    assert_eq!(
        merged
            .news
            .iter()
            .map(|news| (news.first, news.last))
            .collect::<Vec<_>>(),
        [(1, 3)]
    );
    let merged = merge(&county, &two.path).unwrap();
    assert_eq!(
        (merged.count(Fate::New), merged.count(Fate::Changed)),
        (1, 1)
    );
    let fields = standing_fields(&county.open(), the_library(&county)).0;
    let said = ["remarks", "address", "evidence"].map(|field| fields[field].clone());
    assert_eq!(said, ["县里写的", "一镇写的", "二镇写的"].map(Json::from));
    assert_eq!(sound(&county), 0);
    let authors =
        "SELECT DISTINCT author FROM change WHERE subject IN ('facility', 'exception') ORDER BY 1";
    assert_eq!(
        column::<String>(&county.raw(), authors),
        ["示例填报人", "示例审核人"]
    );
    assert_eq!(
        column::<String>(
            &county.raw(),
            "SELECT author FROM change WHERE subject = 'merge'"
        ),
        ["示例管理员", "示例管理员"]
    );
}

#[test]
fn files_merged_in_any_order_are_the_same_ledger() {
    let files = three();
    let id = the_library(&files[0]);
    for (ledger, seats) in files.iter().zip(["131", "132", "133"]) {
        set(ledger, id, "reading_seats", seats);
    }
    let copies: Vec<PathBuf> = files
        .iter()
        .map(|ledger| {
            let out = ledger.folder().join("handed-on.db");
            snapshot(&ledger.path, &out).unwrap();
            out
        })
        .collect();
    for (into, order) in files.iter().zip([[1, 2, 1], [2, 0, 2], [0, 1, 1]]) {
        for from in order {
            merge(into, &copies[from]).unwrap();
        }
        assert_eq!(sound(into), 1);
        assert_eq!(shared_rows(into), shared_rows(&files[0]));
    }
}

#[test]
fn merging_again_and_merging_a_snapshot_of_itself_change_nothing() {
    let [county, one, _] = three();
    merge(&county, &one.path).unwrap();
    let before = county.rows();
    assert!(merge(&county, &one.path).unwrap().is_nothing());
    let out = county.folder().join("out.db");
    snapshot(&county.path, &out).unwrap();
    assert!(merge(&county, &out).unwrap().is_nothing());
    assert_eq!(county.rows(), before);
    assert_eq!(refusal(&county, &county.path), MergeFault::IsTheLedger);
    let link = county.folder().join("link.db");
    std::os::unix::fs::symlink(&county.path, &link).unwrap();
    assert_eq!(refusal(&county, &link), MergeFault::IsTheLedger);
    let twin = county.folder().join("twin.db");
    fs::hard_link(&county.path, &twin).unwrap();
    assert_eq!(refusal(&county, &twin), MergeFault::IsTheLedger);
}

#[test]
fn a_rehearsal_tells_everything_and_writes_nothing() {
    let [county, one, _] = three();
    let id = the_library(&county);
    set(&county, id, "reading_seats", "131");
    set(&one, id, "reading_seats", "132");
    let before = county.rows();
    let mut told = county
        .open()
        .merge(&MergeRequest::unwatched(
            &one.path,
            "示例管理员",
            MergeMode::Rehearse,
        ))
        .unwrap();
    assert_eq!(county.rows(), before);
    assert_eq!((told.records.len(), told.conflicts.len()), (2, 1));
    // The merge itself counts them.
    told.records.clear();
    assert_eq!(merge(&county, &one.path).unwrap(), told);
}

#[test]
fn a_merge_that_is_cancelled_at_any_step_changes_nothing() {
    let [county, one, _] = three();
    let before = county.rows();
    let steps = RefCell::new(Vec::new());
    let told = MergeRequest {
        report: &|step| steps.borrow_mut().push(step),
        ..MergeRequest::unwatched(&one.path, "示例", MergeMode::Rehearse)
    };
    county.open().merge(&told).unwrap();
    let steps = steps.into_inner();
    assert!(
        steps.contains(&MergeProgress::TakingIn(0))
            && steps.contains(&MergeProgress::Folding(0, 2)),
        "{steps:?}"
    );
    for at in steps
        .into_iter()
        .filter(|step| *step != MergeProgress::Judging)
    {
        let cancel = Arc::new(AtomicBool::new(false));
        let report = |step| cancel.store(step == at, Ordering::Relaxed);
        let merge = MergeRequest {
            cancel: Arc::clone(&cancel),
            report: &report,
            ..MergeRequest::unwatched(&one.path, "示例", MergeMode::Merge)
        };
        assert_eq!(
            county.open().merge(&merge),
            Err(MergeError::Cancelled),
            "{at:?}"
        );
        assert!(county.rows() == before, "{at:?}");
    }
}

/// Two files that set one field of one record differently, merged into the first; and that record.
fn in_conflict() -> (Ledger, Ledger, Uuid) {
    let county = Ledger::with_records();
    let one = town(&county);
    let id = the_library(&county);
    set(&one, id, "reading_seats", "132");
    set(&county, id, "reading_seats", "90");
    merge(&county, &one.path).unwrap();
    (county, one, id)
}

pub(crate) fn settle(ledger: &Ledger, side: usize) -> Result<Saved, StoreError> {
    let mut store = ledger.open();
    let conflict = store.conflicts().unwrap().remove(0);
    let value = &conflict.sides[side].value;
    let settlement = Settlement {
        conflict: &conflict,
        value,
        author: "示例管理员",
        reason: "核对过",
    };
    store.write(|writer| writer.settle(&settlement))
}

#[test]
fn what_both_set_differently_is_listed_with_both_values_until_it_is_decided() {
    let (county, _, id) = in_conflict();
    let conflicts = county.open().conflicts().unwrap();
    let sides: Vec<_> = conflicts[0]
        .sides
        .iter()
        .map(|s| (s.words.zh.clone(), s.is_own, s.is_shown))
        .collect();
    assert_eq!(conflicts[0].field, "reading_seats");
    assert_eq!(
        sides,
        [
            ("90座".to_owned(), true, true),
            ("132座".to_owned(), false, false)
        ]
    );
    // The later value is shown and judged meanwhile; going on with another field decides nothing.
    assert!(verdict(&county.open(), "library", HUZHEN).starts_with("short"));
    set(&county, id, "remarks", "别的");
    assert_eq!(county.open().conflict_count(), Ok(1));
    assert!(matches!(settle(&county, 1), Ok(Saved::Written(_))));
    assert_eq!(county.open().conflict_count(), Ok(0));
    assert_eq!(
        standing_fields(&county.open(), id).0["reading_seats"],
        json!("132")
    );
    assert!(verdict(&county.open(), "library", HUZHEN).starts_with("met"));
    assert_eq!(sound(&county), 0);
    let last = county.open().history(id).unwrap().pop().unwrap().change;
    assert_eq!(
        (last.author.as_str(), last.reason.as_str()),
        ("示例管理员", "核对过")
    );
}

#[test]
fn the_value_that_is_shown_already_can_be_decided_for_and_reaches_the_other_side() {
    let (county, one, id) = in_conflict();
    assert!(matches!(settle(&county, 0), Ok(Saved::Written(_))));
    assert_eq!(county.open().conflict_count(), Ok(0));
    let merged = merge(&one, &county.path).unwrap();
    assert!(merged.conflicts.is_empty());
    assert_eq!(
        standing_fields(&one.open(), id).0["reading_seats"],
        json!("90")
    );
    assert_eq!(sound(&one), 0);
}

#[test]
fn a_decision_on_what_has_changed_since_is_not_written() {
    let (county, _, id) = in_conflict();
    let mut store = county.open();
    let conflict = store.conflicts().unwrap().remove(0);
    set(&county, id, "reading_seats", "140");
    let value = json!("132");
    let settlement = Settlement {
        conflict: &conflict,
        value: &value,
        author: "示例",
        reason: "",
    };
    let done: Result<_, StoreError> = store.write(|writer| writer.settle(&settlement));
    assert!(matches!(done, Ok(Saved::Outdated(Some(_)))));
    assert_eq!(standing_fields(&store, id).0["reading_seats"], json!("140"));
    // Saving the field was a decision as well.
    assert_eq!(store.conflict_count(), Ok(0));
}

#[test]
fn a_session_of_other_towns_neither_merges_nor_decides() {
    let (county, one, _) = in_conflict();
    set(&one, the_library(&one), "remarks", "更多");
    let mut store = county.open();
    store.restrict_to(vec![WENXI.to_owned()]);
    let refused = store.merge(&MergeRequest::unwatched(
        &one.path,
        "示例",
        MergeMode::Merge,
    ));
    let fault = StoreError::Refused(LedgerRefusal::NotYourTask);
    assert_eq!(refused, Err(MergeError::File(FileError::Store(fault))));
    let conflict = store.conflicts().unwrap().remove(0);
    let value = json!("132");
    let settlement = Settlement {
        conflict: &conflict,
        value: &value,
        author: "示例",
        reason: "",
    };
    let done: Result<_, StoreError> = store.write(|writer| writer.settle(&settlement));
    assert!(
        matches!(
            done,
            Err(StoreError::Refused(LedgerRefusal::NotYourPlace { .. }))
        ),
        "{done:?}"
    );
}

#[test]
fn a_record_that_one_side_deleted_and_the_other_went_on_with_stays_until_it_is_decided() {
    for (side, left) in [(0, 1), (1, 2)] {
        let county = Ledger::with_records();
        let one = town(&county);
        let id = the_library(&county);
        delete(&county, id);
        set(&one, id, "remarks", "还在用");
        let merged = merge(&county, &one.path).unwrap();
        assert_eq!(merged.conflicts.len(), 1);
        assert_eq!(county.open().record_count(), Ok(2));
        assert_eq!(sound(&county), 1);
        assert!(matches!(settle(&county, side), Ok(Saved::Written(_))));
        assert_eq!(
            (county.open().record_count(), county.open().conflict_count()),
            (Ok(left), Ok(0))
        );
        assert_eq!(sound(&county), 0);
    }
}

#[test]
fn a_record_that_only_one_side_touched_and_deleted_goes() {
    let county = Ledger::with_records();
    let one = town(&county);
    delete(&one, the_library(&one));
    assert_eq!(merge(&county, &one.path).unwrap().count(Fate::Removed), 1);
    assert_eq!(county.open().record_count(), Ok(1));
    assert_eq!(sound(&county), 0);
}

#[test]
fn two_records_that_got_one_number_are_told() {
    let county = Ledger::with_records();
    let one = town(&county);
    add(&mut county.open(), "library", HUZHEN, &[("name", "甲馆")]);
    let here = add(&mut one.open(), "library", HUZHEN, &[("name", "乙馆")]);
    let merged = merge(&county, &one.path).unwrap();
    let names: Vec<_> = merged
        .doubled_codes
        .values()
        .flatten()
        .map(String::as_str)
        .collect();
    assert_eq!(names, ["甲馆", "乙馆"]);
    let found = harmless(&county);
    assert!(
        matches!(found.as_slice(), [InspectMsg::DoubledCode { code, .. }] if code.ends_with("-002")),
        "{found:?}"
    );
    // Either of them can be changed, be given another one, or go; no third one gets it.
    set(&county, here, "remarks", "编号待改");
    set(&county, here, "facility_code", "331122101-library-099");
    assert_eq!(sound(&county), 0);
    let taken = edit(&mut county.open(), the_library(&county), |fields| {
        fields.insert("facility_code".into(), "331122101-library-099".into());
    });
    assert!(
        matches!(
            taken,
            Err(StoreError::Refused(LedgerRefusal::CodeTaken { .. }))
        ),
        "{taken:?}"
    );
}

#[test]
fn an_exception_that_both_sides_changed_is_in_conflict_like_any_record() {
    let county = Ledger::with_records();
    let one = town(&county);
    let id: Uuid = column::<String>(&county.raw(), "SELECT id FROM exception")[0]
        .parse()
        .unwrap();
    for (ledger, reason) in [(&county, "县里的理由"), (&one, "镇里的理由")] {
        let mut store = ledger.open();
        let (_, folded) = store
            .identified_record(Subject::Exception, &crate::support::excepted_library(WENXI))
            .unwrap()
            .unwrap();
        let mut fields = folded.fields;
        fields.insert("reason".into(), reason.into());
        let (subject, base) = (Subject::Exception, folded.heads.as_slice());
        let save = Save {
            record: id,
            subject,
            base,
            fields,
            author: "示例",
            reason: "",
        };
        store.write(|writer| writer.save(&save)).unwrap();
    }
    assert_eq!(
        merge(&county, &one.path).unwrap().conflicts[0].field,
        "reason"
    );
    assert!(matches!(settle(&county, 0), Ok(Saved::Written(_))));
    assert_eq!(
        column::<String>(&county.raw(), "SELECT reason FROM exception"),
        ["县里的理由"]
    );
    assert_eq!(sound(&county), 0);
}

#[test]
fn a_plain_copy_that_alone_went_on_is_taken_back_under_a_new_site() {
    let county = Ledger::with_records();
    let copy = Ledger::of_bytes(&crate::support::main_file(&county.path));
    set(&copy, the_library(&copy), "remarks", "在复制件里写的");
    let site = "SELECT site FROM ledger";
    let before = column::<String>(&county.raw(), site);
    assert!(merge(&county, &copy.path).unwrap().is_new_site);
    assert_ne!(column::<String>(&county.raw(), site), before);
    // Both go on, and still merge.
    set(&copy, the_library(&copy), "address", "复制件");
    set(&county, the_library(&county), "evidence", "原件");
    merge(&county, &copy.path).unwrap();
    assert_eq!(sound(&county), 0);
}

#[test]
fn copies_that_both_went_on_are_refused() {
    let county = Ledger::with_records();
    let copy = Ledger::of_bytes(&crate::support::main_file(&county.path));
    set(&copy, the_library(&copy), "remarks", "在复制件里写的");
    set(&county, the_library(&county), "remarks", "在原件里写的");
    let MergeFault::Forked { change } = refusal(&county, &copy.path) else {
        panic!()
    };
    assert!(change.ends_with(":8"), "{change}");
}

#[test]
fn a_record_with_more_changes_apart_than_anyone_makes_is_refused() {
    let county = Ledger::with_records();
    let one = town(&county);
    let library = the_library(&county);
    for ledger in [&county, &one] {
        let mut store = ledger.open();
        for at in 0..500 {
            edit(&mut store, library, |fields| {
                drop(fields.insert("remarks".into(), at.to_string().into()));
            })
            .unwrap();
        }
    }
    assert_eq!(
        refusal(&county, &one.path),
        MergeFault::Crowded {
            record: library.to_string()
        }
    );
}

#[test]
fn other_packs_are_refused() {
    let county = Ledger::with_records();
    let one = town(&county);
    let newer = Pack::read(&PACK_TEXT.replacen("[document]", "# 修订\n[document]", 1)).unwrap();
    assert_ne!(newer.text, PACK_TEXT);
    one.open()
        .write(|writer| writer.load_pack(&newer, "示例管理员"))
        .unwrap_or_else(|error: StoreError| panic!("{error:?}"));
    assert!(matches!(
        refusal(&county, &one.path),
        MergeFault::PackNewerThere { .. }
    ));
    assert!(matches!(
        refusal(&one, &county.path),
        MergeFault::PackNewerHere { .. }
    ));
}

#[test]
fn a_record_of_a_place_that_is_not_here_is_refused_until_the_place_is_loaded() {
    let county = Ledger::with_records();
    let one = town(&county);
    let mut list = places();
    let mut place = list
        .iter()
        .find(|place| place.code == HUZHEN)
        .unwrap()
        .clone();
    (place.code, place.name) = ("331122999".into(), "新并镇".into());
    list.push(place);
    let load = |ledger: &Ledger| {
        let done: Result<_, StoreError> = ledger
            .open()
            .write(|writer| writer.load_places(&list, "示例管理员"));
        done.unwrap();
    };
    load(&one);
    add(&mut one.open(), "library", "331122999", &[]);
    assert_eq!(
        refusal(&county, &one.path),
        MergeFault::UnknownPlaces {
            places: "331122999".into()
        }
    );
    load(&county);
    assert_eq!(merge(&county, &one.path).unwrap().count(Fate::New), 1);
    assert_eq!(sound(&county), 0);
}

#[test]
fn a_clock_far_ahead_is_refused() {
    let county = Ledger::with_records();
    let one = town(&county);
    // Written by the program itself on a day that is in the future: only the chain of hashes can say
    // so.
    let mut change = one
        .open()
        .history(the_library(&one))
        .unwrap()
        .pop()
        .unwrap()
        .change;
    let own: Vec<String> = column(&one.raw(), "SELECT site FROM ledger");
    let last: Vec<String> = column(
        &one.raw(),
        "SELECT hash FROM change JOIN ledger USING (site)",
    );
    change.parents = vec![change.id.clone()];
    (change.id.site, change.id.seq, change.at) =
        (own[0].clone(), 2, "2126-01-01T00:00:00.000Z".into());
    change.patch = [("remarks".to_owned(), json!("明天"))].into();
    let (hash, version) = (
        change.hash(&last[0]),
        json!([change.id.to_string()]).to_string(),
    );
    let db = one.raw();
    let insert = "INSERT INTO change VALUES (?1, 2, 'facility', ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let (parents, patch) = (change.parents_json(), change.patch_json());
    let record = change.record.to_string();
    let (author, reason) = (&change.author, &change.reason);
    db.execute(
        insert,
        [
            &own[0], &record, &change.at, author, reason, &parents, &patch, &hash,
        ],
    )
    .unwrap();
    db.execute(
        "UPDATE record SET version = ?1,
            fields = (SELECT json_set(fields, '$.remarks', '明天') FROM record_readable WHERE id = ?2), seen_at = ?3 WHERE id = ?2",
        [&version, &record, &change.at],
    )
    .unwrap();
    drop(db);
    let fault = refusal(&county, &one.path);
    assert!(matches!(fault, MergeFault::ClockAhead { .. }), "{fault:?}");
    let found = harmless(&one);
    assert!(
        matches!(found.as_slice(), [InspectMsg::Ahead { change: told, .. }] if *told == change.id.to_string())
    );
}

#[test]
fn findings_and_second_entries_are_taken_once_and_only_as_they_were() {
    let county = Ledger::with_records();
    let one = town(&county);
    let id = the_library(&county);
    raise(&one, id);
    key_again(&one, id);
    let merged = merge(&county, &one.path).unwrap();
    assert_eq!(
        (merged.findings, merged.second_entries, merged.is_nothing()),
        (1, 1, false)
    );
    assert!(merge(&county, &one.path).unwrap().is_nothing());
    let state = format!("SELECT state FROM review WHERE record = '{id}'");
    assert_eq!(column::<String>(&county.raw(), &state), ["returned"]);
    assert_eq!(sound(&county), 0);
}

#[test]
fn an_altered_act_is_refused() {
    let county = Ledger::with_records();
    for (table, sql) in [
        ("finding", "UPDATE finding SET text = '不用核对'"),
        ("finding", "DELETE FROM finding"),
        (
            "finding",
            "INSERT INTO finding SELECT '01a221c9-eed5-77e4-b941-1042009cd3e8', record, NULL, 'verify', '[]', '', version, '别人', role, at, site FROM finding",
        ),
        ("double_entry", "UPDATE double_entry SET verifier = '别人'"),
        ("double_entry", "DELETE FROM double_entry"),
        (
            "place",
            "UPDATE place SET name = '改过' WHERE code = '331122101'",
        ),
        ("pack", "UPDATE pack SET number = '改过'"),
        (
            "pack",
            "UPDATE pack SET loaded_at = '2020-01-01T00:00:00.000Z'",
        ),
    ] {
        let one = town(&county);
        raise(&one, the_library(&one));
        key_again(&one, the_library(&one));
        past(&one, table, sql);
        let fault = unusable(&county, &one.path);
        assert!(
            matches!(fault, SnapshotFault::DidNotPass { .. }),
            "{sql}: {fault:?}"
        );
    }
}

/// Runs a statement past the triggers of a table, and puts them back as they were.
pub(crate) fn past(ledger: &Ledger, table: &str, sql: &str) {
    let db = ledger.raw();
    let triggers = format!("FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
    let guards: Vec<String> = column(&db, &format!("SELECT sql {triggers}"));
    for name in column::<String>(&db, &format!("SELECT name {triggers}")) {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch(sql).unwrap();
    for guard in guards {
        db.execute_batch(&guard).unwrap();
    }
}

fn unusable(into: &Ledger, from: &Path) -> SnapshotFault {
    let before = into.rows();
    let Err(MergeError::File(FileError::Unusable(fault) | FileError::Refused(fault))) =
        merge(into, from)
    else {
        panic!("it was taken")
    };
    assert_eq!(into.rows(), before);
    assert!(
        !into.names().iter().any(|name| name.contains("tmp")),
        "{:?}",
        into.names()
    );
    fault
}

#[test]
fn a_file_that_is_open_cut_short_or_altered_is_not_merged() {
    let [county, one, _] = three();
    let session = Session::on(&one.path);
    add(&mut one.open(), "library", HUZHEN, &[]);
    assert_eq!(unusable(&county, &one.path), SnapshotFault::InUse);
    drop(session);
    let whole = crate::support::main_file(&one.path);
    let part = county.folder().join("part.db");
    fs::write(&part, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(
        unusable(&county, &part),
        SnapshotFault::Truncated { .. }
    ));
    fs::remove_file(&part).unwrap();
    assert_eq!(unusable(&county, &part), SnapshotFault::Absent);
    assert_eq!(unusable(&county, county.folder()), SnapshotFault::NotAFile);
    fs::write(&part, "没有这样的台账").unwrap();
    assert_eq!(unusable(&county, &part), SnapshotFault::NotALedger);
    let db = one.raw();
    db.execute("UPDATE record SET name = '改过'", []).unwrap();
    drop(db);
    assert!(matches!(
        unusable(&county, &one.path),
        SnapshotFault::DidNotPass { .. }
    ));
}

#[test]
fn a_file_with_a_flipped_bit_is_merged_as_it_was_or_not_at_all() {
    let [county, one, _] = three();
    let whole = crate::support::main_file(&one.path);
    let file = county.folder().join("flipped.db");
    let told = county
        .open()
        .merge(&MergeRequest::unwatched(
            &one.path,
            "示例",
            MergeMode::Rehearse,
        ))
        .unwrap();
    let before = county.rows();
    // A prime step: the bits of a few hundred bytes all over the file.
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
        assert_eq!(county.rows(), before, "byte {at}");
    }
}

#[test]
fn a_snapshot_and_an_inspector_take_nothing_in() {
    let [county, one, _] = three();
    let out = county.folder().join("out.db");
    snapshot(&county.path, &out).unwrap();
    let fault = |error: StoreError| Err(MergeError::File(FileError::Store(error)));
    let frozen = Store::open(&out).unwrap().merge(&MergeRequest::unwatched(
        &one.path,
        "示例",
        MergeMode::Merge,
    ));
    assert_eq!(frozen, fault(StoreError::from(LedgerFault::Snapshot)));
    let _open = county.open();
    let review = Store::open_for_review(&county.path)
        .unwrap()
        .merge(&MergeRequest::unwatched(
            &one.path,
            "示例",
            MergeMode::Merge,
        ));
    assert_eq!(
        review,
        fault(StoreError::Refused(LedgerRefusal::OnlyReviews))
    );
}

#[test]
fn clerks_save_while_nothing_is_lost_of_what_was_typed_before_the_merge() {
    let [county, one, _] = three();
    let id = the_library(&county);
    let mut store = county.open();
    let (mut fields, base) = standing_fields(&store, id);
    merge(&county, &one.path).unwrap();
    fields.insert("remarks".into(), "合并前打开的表单".into());
    // The form is based on a version that is not the only one any more: it is told, and saves with
    // both as its base.
    assert!(matches!(
        save(&mut store, id, &base, &fields),
        Ok(Saved::Outdated(Some(_)))
    ));
    let (mut fields, base) = standing_fields(&store, id);
    assert_eq!(base.len(), 2);
    fields.insert("remarks".into(), "合并前打开的表单".into());
    assert!(matches!(
        save(&mut store, id, &base, &fields),
        Ok(Saved::Written(_))
    ));
    assert_eq!(sound(&county), 0);
}

#[test]
fn what_was_merged_by_whom_is_never_altered() {
    let [county, one, _] = three();
    merge(&county, &one.path).unwrap();
    let db: Connection = county.raw();
    for sql in [
        "DELETE FROM change WHERE subject = 'merge'",
        "UPDATE change SET author = '别人' WHERE subject = 'merge'",
    ] {
        assert!(
            db.execute(sql, [])
                .unwrap_err()
                .to_string()
                .contains("never altered")
        );
    }
    drop(db);
    past(
        &county,
        "change",
        "UPDATE change SET author = '别人' WHERE subject = 'merge'",
    );
    assert!(
        county
            .open()
            .inspect()
            .unwrap()
            .iter()
            .any(|flaw| !flaw.harmless)
    );
}
