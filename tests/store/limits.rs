//! Exchange files and merges that are limited to places, and the signers that a ledger knows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;
use taizhang::domain::record::ChangeId;
use taizhang::domain::signing::SignerKey;
use taizhang::i18n::{InspectMsg, LedgerRefusal};
use taizhang::store::share::OutsideAct;
use taizhang::store::share::exchange::{ExchangeRequest, ExportOutcome, StartAt};
use taizhang::store::share::merge::{MergeError, MergeMode, MergeReport, MergeRequest};
use taizhang::store::{
    FileError, Inspector, LedgerSigner, Limits, PlaceChange, PlaceStep, Store, StoreError,
};
use uuid::Uuid;

use crate::exchanging::next;
use crate::merging::{merge, set, sound, the_library, town};
use crate::quarters::{close_in, quarter};
use crate::support::{BIHU, HUZHEN, Ledger, WENXI, add, column, edit, except, key_again, raise};
use crate::trail::unguarded;

const CITY: &str = "331100";
const COUNTY: &str = "331122";

fn limited(into: &Ledger, from: &Path, places: &[&str]) -> Result<MergeReport, MergeError> {
    let places: Vec<String> = places.iter().map(|&place| place.to_owned()).collect();
    into.open().merge(&MergeRequest {
        places: &places,
        ..MergeRequest::unwatched(from, "示例管理员", MergeMode::Merge)
    })
}

/// What of a file is outside; nothing of it is in the ledger then.
#[track_caller]
fn outside(into: &Ledger, from: &Path, places: &[&str]) -> Vec<OutsideAct> {
    let before = into.rows();
    match limited(into, from, places) {
        Err(MergeError::Outside { acts, signer: None }) => {
            assert!(into.rows() == before, "the ledger changed");
            acts
        }
        other => panic!("{other:?}"),
    }
}

/// The places outside of a file in which one act is outside.
#[track_caller]
fn places_outside(into: &Ledger, from: &Path, places: &[&str]) -> Vec<String> {
    let acts = outside(into, from, places);
    assert_eq!(acts.len(), 1, "{acts:?}");
    acts[0].places.iter().cloned().collect()
}

fn within(into: &Ledger, from: &Path, places: &[&str]) {
    limited(into, from, places).unwrap();
    sound(into);
}

fn next_file(ledger: &Ledger) -> PathBuf {
    next(ledger).path
}

fn move_to(ledger: &Ledger, id: Uuid, place: &str) {
    edit(&mut ledger.open(), id, |fields| {
        drop(fields.insert("place".into(), place.into()));
    })
    .unwrap();
}

#[test]
fn what_is_outside_keeps_the_whole_file_back() {
    let county = Ledger::with_records();
    let one = town(&county);
    add(&mut one.open(), "library", HUZHEN, &[("name", "镇里的馆")]);
    let strange = add(&mut one.open(), "library", WENXI, &[("name", "别镇的馆")]);
    except(&mut one.open(), "library", BIHU);
    let file = next_file(&one);
    let acts = outside(&county, &file, &[HUZHEN]);
    let places: Vec<_> = acts.iter().flat_map(|act| &act.places).collect();
    assert_eq!(places, [WENXI, BIHU]);
    assert_eq!(acts[0].author, "示例填报人");
    assert!(acts[0].what.zh.contains("别镇的馆"), "{:?}", acts[0]);
    let own = column::<String>(&one.raw(), "SELECT site FROM ledger").remove(0);
    let (seq, sql) = (
        0,
        format!("SELECT seq FROM change WHERE record = '{strange}'"),
    );
    let seq = column::<i64>(&one.raw(), &sql)
        .first()
        .copied()
        .unwrap_or(seq);
    assert_eq!(acts[0].change, ChangeId { site: own, seq });
    assert_eq!(places_outside(&county, &file, &[HUZHEN, WENXI]), [BIHU]);
    // What is above a place is a limit too, and once it is here nothing is new.
    within(&county, &file, &[CITY]);
    within(&county, &file, &[HUZHEN]);
    assert!(limited(&county, &file, &[HUZHEN]).unwrap().is_nothing());
}

#[test]
fn files_of_any_order_come_to_the_same_with_limits_and_without() {
    let county = Ledger::with_records();
    let (one, two) = (town(&county), town(&county));
    set(&one, the_library(&one), "reading_seats", "140");
    add(&mut two.open(), "greenway", WENXI, &[("length_km", "3")]);
    let files = [next_file(&one), next_file(&two)];
    let other = Ledger::of_bytes(&crate::support::main_file(&county.path));
    limited(&county, &files[0], &[HUZHEN]).unwrap();
    limited(&county, &files[1], &[WENXI]).unwrap();
    merge(&other, &files[1]).unwrap();
    merge(&other, &files[0]).unwrap();
    assert_eq!(
        crate::merging::shared_rows(&county),
        crate::merging::shared_rows(&other)
    );
}

#[test]
fn a_move_is_about_both_places() {
    let county = Ledger::with_records();
    let one = town(&county);
    move_to(&one, the_library(&one), WENXI);
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[HUZHEN]), [WENXI]);
    assert_eq!(places_outside(&county, &file, &[WENXI]), [HUZHEN]);
    within(&county, &file, &[HUZHEN, WENXI]);
}

#[test]
fn a_move_there_and_back_is_about_both_places() {
    let county = Ledger::with_records();
    let one = town(&county);
    move_to(&one, the_library(&one), WENXI);
    move_to(&one, the_library(&one), HUZHEN);
    let acts = outside(&county, &next_file(&one), &[HUZHEN]);
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].places.iter().collect::<Vec<_>>(), [WENXI]);
}

#[test]
fn a_record_that_was_moved_here_meanwhile_is_of_its_new_place() {
    let county = Ledger::with_records();
    let one = town(&county);
    set(&one, the_library(&one), "address", "镇里写的");
    move_to(&county, the_library(&county), WENXI);
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[HUZHEN]), [WENXI]);
    within(&county, &file, &[WENXI]);
}

#[test]
fn a_record_that_is_gone_is_of_the_place_where_it_was() {
    let county = Ledger::with_records();
    let one = town(&county);
    edit(&mut one.open(), the_library(&one), |fields| {
        drop(fields.insert("deleted".into(), json!(true)));
    })
    .unwrap();
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[WENXI]), [HUZHEN]);
    within(&county, &file, &[HUZHEN]);
}

#[test]
fn what_is_said_of_a_record_is_of_its_place_and_a_visit_of_none() {
    let county = Ledger::with_records();
    let one = town(&county);
    raise(&one, the_library(&one));
    key_again(&one, the_library(&one));
    let _open = one.open();
    let store = Store::open_for_review(&one.path).unwrap();
    let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
    inspector.visit().unwrap();
    let file = next_file(&one);
    let acts = outside(&county, &file, &[WENXI]);
    assert_eq!(acts.len(), 2, "{acts:?}");
    assert!(acts.iter().all(|act| act.places.contains(HUZHEN)));
    within(&county, &file, &[HUZHEN]);
}

#[test]
fn a_close_is_of_its_place_and_one_of_every_place_is_outside_any_limit() {
    let county = Ledger::with_records();
    let one = town(&county);
    close_in(&mut one.open(), Some(COUNTY)).unwrap();
    let file = next_file(&one);
    let acts = outside(&county, &file, &[WENXI]);
    assert!(acts.iter().any(|act| act.places.contains(COUNTY)));
    assert!(!outside(&county, &file, &[HUZHEN]).is_empty());
    within(&county, &file, &[COUNTY]);
    let close = county.open().quarter_closes().unwrap().remove(0);
    assert_eq!(close.quarter, quarter(&county.open()));
    one.open()
        .write(|writer| writer.reopen_quarter(&close, "示例理由", "示例管理员"))
        .unwrap();
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[WENXI]), [COUNTY]);
    within(&county, &file, &[COUNTY]);
    close_in(&mut one.open(), None).unwrap();
    let acts = outside(&county, &next_file(&one), &[CITY]);
    assert_eq!(acts.len(), 1, "{acts:?}");
    assert!(acts[0].places.is_empty());
}

#[test]
fn what_a_file_says_of_its_own_places_keeps_nothing_back() {
    let county = Ledger::with_records();
    let one = town(&county);
    let mut store = one.open();
    let place = store.place(WENXI).unwrap().unwrap();
    let change = PlaceChange {
        place: &place,
        step: PlaceStep::Rename("示例街道"),
        on: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        author: "示例镇员",
    };
    store.write(|writer| writer.change_place(&change)).unwrap();
    drop(store);
    set(&one, the_library(&one), "address", "镇里写的");
    within(&county, &next_file(&one), &[HUZHEN]);
}

#[test]
fn what_comes_into_a_place_that_was_merged_here_is_of_the_other_one() {
    let county = Ledger::with_records();
    let one = town(&county);
    add(&mut one.open(), "library", HUZHEN, &[("name", "镇里的馆")]);
    let mut store = county.open();
    let [from, into] = [HUZHEN, BIHU].map(|code| store.place(code).unwrap().unwrap());
    let change = PlaceChange {
        place: &from,
        step: PlaceStep::Merge(&into),
        on: store.today(),
        author: "示例管理员",
    };
    store.write(|writer| writer.change_place(&change)).unwrap();
    drop(store);
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[WENXI]), [HUZHEN]);
    within(&county, &file, &[BIHU]);
}

#[test]
fn a_place_that_is_not_known_here_is_outside() {
    let county = Ledger::with_records();
    let one = town(&county);
    let mut places = crate::support::places();
    let mut new = places.pop().unwrap();
    new.code = "331122999".into();
    new.name = "示例新镇".into();
    let mut store = one.open();
    store
        .write(|writer| writer.load_places(&[new], "示例镇员"))
        .unwrap();
    add(&mut store, "library", "331122999", &[]);
    drop(store);
    let file = next_file(&one);
    assert_eq!(places_outside(&county, &file, &[CITY]), ["331122999"]);
}

fn export(ledger: &Ledger, places: &[&str]) -> Result<ExportOutcome, FileError> {
    let places: Vec<String> = places.iter().map(|&place| place.to_owned()).collect();
    ledger.open().export_with(&ExchangeRequest {
        out: ledger.folder(),
        start: &StartAt::AfterTheLast,
        author: "示例镇员",
        places: &places,
        key: None,
        cancel: Arc::default(),
    })
}

#[test]
fn an_exchange_file_with_limits_is_made_only_where_all_of_it_is_within() {
    let one = town(&Ledger::with_records());
    set(&one, the_library(&one), "address", "镇里写的");
    let (names, rows) = (one.names(), one.rows());
    let Ok(ExportOutcome::Outside(acts)) = export(&one, &[WENXI]) else {
        panic!()
    };
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].places.iter().collect::<Vec<_>>(), [HUZHEN]);
    assert_eq!(one.names(), names);
    assert!(one.rows() == rows, "it was recorded");
    let Ok(ExportOutcome::Made(made)) = export(&one, &[COUNTY]) else {
        panic!()
    };
    // What was handed on before is asked about no more.
    add(&mut one.open(), "library", WENXI, &[]);
    assert!(matches!(export(&one, &[WENXI]), Ok(ExportOutcome::Made(_))));
    assert_eq!(made.first, 1);
}

fn signer(name: &str, number: u8) -> LedgerSigner {
    let keys = [
        "AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti",
        "AAAAC3NzaC1lZDI1NTE5AAAAIFlsLYgfR1pYkNmbQ2ZRpcSqy3rDZPgu0B3zcMMaKzqL",
    ];
    let line = format!("ssh-ed25519 {}", keys[usize::from(number)]);
    LedgerSigner {
        name: name.into(),
        key: SignerKey::of_line(&line).unwrap(),
        places: Vec::new(),
    }
}

fn add_signer(ledger: &Ledger, signer: &LedgerSigner) -> Result<LedgerSigner, StoreError> {
    ledger
        .open()
        .write(|writer| writer.add_signer(signer, "示例管理员"))
}

#[test]
fn signers_are_acts_of_the_trail_that_go_along_with_a_restore_and_not_with_a_merge() {
    let county = Ledger::with_records();
    let mut limited = signer("壶镇镇", 0);
    limited.places = vec!["壶镇镇".into()];
    assert_eq!(add_signer(&county, &limited).unwrap().places, [HUZHEN]);
    let twice = add_signer(&county, &signer("别人", 0));
    assert!(
        matches!(&twice, Err(StoreError::Refused(LedgerRefusal::SignerListed { name })) if name == "壶镇镇"),
        "{twice:?}"
    );
    sound(&county);
    let one = town(&county);
    assert_eq!(one.open().signers(), county.open().signers());
    // Each goes on for itself: the county does not take over whom a town trusts.
    add_signer(&one, &signer("镇里的人", 1)).unwrap();
    set(&one, the_library(&one), "address", "镇里写的");
    merge(&county, &next_file(&one)).unwrap();
    let names = |ledger: &Ledger| -> Vec<String> {
        let signers = ledger.open().signers().unwrap().signers;
        signers.into_iter().map(|signer| signer.name).collect()
    };
    assert_eq!(names(&county), ["壶镇镇"]);
    assert_eq!(names(&one), ["壶镇镇", "镇里的人"]);
    sound(&county);
    sound(&one);
}

#[test]
fn an_altered_list_of_signers_is_found() {
    let county = Ledger::with_records();
    add_signer(&county, &signer("壶镇镇", 0)).unwrap();
    for sql in [
        "UPDATE change SET patch = json_set(patch, '$.name', '别镇') WHERE subject = 'signers'",
        "UPDATE change SET patch = json_set(patch, '$.key', 'x') WHERE subject = 'signers'",
    ] {
        let copy = Ledger::of_bytes(&crate::support::main_file(&county.path));
        unguarded(&copy.raw(), |db| db.execute_batch(sql).unwrap());
        let found = copy.open().inspect().unwrap();
        let is_chain = |what: &InspectMsg| matches!(what, InspectMsg::Chain { .. });
        assert!(found.iter().any(|flaw| is_chain(&flaw.what)), "{found:?}");
    }
}
