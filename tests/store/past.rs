//! The ledger as of a day: a copy to be read, with nothing in it that happened later.

use std::fs;

use chrono::NaiveDate;
use taizhang::domain::policy::Pack;
use taizhang::domain::review::SeenRecord;
use taizhang::i18n::LedgerRefusal;
use taizhang::store::{PlaceChange, PlaceStep, Save, Store, StoreError};

use crate::as_of::{date, loaded_on};
use crate::support::{HUZHEN, Ledger, PACK_TEXT, WENXI, add, edit, pack, raise};

const ADMIN: &str = "示例管理员";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn change_place(store: &mut Store, code: &str, step: PlaceStep, on: &str) {
    let place = store.place(code).unwrap().unwrap();
    let change = PlaceChange {
        place: &place,
        step,
        on: day(on),
        author: ADMIN,
    };
    store.write(|writer| writer.change_place(&change)).unwrap();
}

fn verdict(store: &Store, requirement: &str, place: &str) -> &'static str {
    let standings = store.standings_of(&pack().code, Some(place), store.today());
    let standings = standings.unwrap();
    let is_asked = |one: &&taizhang::domain::verdict::Standing| one.requirement == requirement;
    let found = standings.iter().find(is_asked);
    found.map_or("none", |standing| standing.verdict.word())
}

#[test]
fn places_are_as_they_were() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let wenxi = store.place(WENXI).unwrap().unwrap();
    change_place(
        &mut store,
        HUZHEN,
        PlaceStep::Rename("示例新名镇"),
        "2026-05-01",
    );
    change_place(&mut store, HUZHEN, PlaceStep::Merge(&wenxi), "2026-06-01");
    assert_eq!(verdict(&store, "library", WENXI), "met");
    // The library, the new name, the library that moved, and the merger.
    date(
        &ledger,
        &["2026-03-31", "2026-05-01", "2026-06-01", "2026-06-01"],
    );
    let places = |on: &str| {
        let past = store.as_of(day(on)).unwrap();
        let huzhen = past.place(HUZHEN).unwrap().unwrap();
        let verdicts = [HUZHEN, WENXI].map(|place| verdict(&past, "library", place));
        (
            huzhen.name,
            verdicts,
            past.covered_count(&pack().code).unwrap(),
        )
    };
    assert_eq!(
        places("2026-03-30"),
        ("壶镇镇".into(), ["short", "short"], 3)
    );
    assert_eq!(places("2026-04-30"), ("壶镇镇".into(), ["met", "short"], 3));
    assert_eq!(
        places("2026-05-31"),
        ("示例新名镇".into(), ["met", "short"], 3)
    );
    assert_eq!(
        places("2026-06-01"),
        ("示例新名镇".into(), ["none", "met"], 2)
    );
}

#[test]
fn packs_are_as_they_were() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "110")]);
    let easier = PACK_TEXT.replace("op = \">=\", value = 130", "op = \">=\", value = 100");
    let easier = Pack::read(&easier).unwrap();
    store
        .write(|writer| writer.load_pack(&easier, ADMIN))
        .unwrap();
    date(&ledger, &["2025-12-01", "2026-03-10"]);
    loaded_on(&ledger, &["2026-01-10", "2026-03-10"]);
    let judged = |on: &str| {
        let past = store.as_of(day(on)).unwrap();
        let texts = past.packs().iter().map(|pack| pack.text == easier.text);
        let is_easier: Vec<bool> = texts.collect();
        (is_easier, verdict(&past, "library", HUZHEN))
    };
    assert_eq!(judged("2026-03-09"), (vec![false], "short"));
    assert_eq!(judged("2026-03-10"), (vec![true], "met"));
}

#[test]
fn nothing_that_was_said_later_is_there() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    raise(&ledger, id);
    let version = store.record(id).unwrap().unwrap().heads;
    let seen = [SeenRecord {
        record: id,
        version,
    }];
    let today = store.today();
    store
        .write(|writer| writer.confirm(&seen, today, "示例填报人"))
        .unwrap();
    date(&ledger, &["2026-03-31"]);
    assert_eq!(store.waiting_findings().unwrap().len(), 1);
    assert_eq!(store.confirmations(id).unwrap().len(), 1);
    let past = store.as_of(day("2026-04-15")).unwrap();
    assert_eq!(past.waiting_findings().unwrap(), []);
    assert_eq!(past.confirmations(id).unwrap(), []);
    assert_eq!(
        past.record(id).unwrap().unwrap().fields["reading_seats"],
        "130"
    );
}

#[test]
fn it_is_only_to_be_read_and_leaves_the_ledger_as_it_is() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("reading_seats".into(), "130".into()));
    })
    .unwrap();
    date(&ledger, &["2026-03-31", "2026-05-01"]);
    drop(store);
    let store = ledger.open();
    let before = fs::read(&ledger.path).unwrap();
    let mut past = store.as_of(day("2026-04-15")).unwrap();
    assert_eq!(past.today(), day("2026-04-15"));
    assert_eq!(past.path(), store.path());
    assert!(!past.may_write(HUZHEN).unwrap());
    let save = Save {
        record: id,
        subject: taizhang::domain::record::Subject::Facility,
        base: &[],
        fields: past.record(id).unwrap().unwrap().fields,
        author: ADMIN,
        reason: "",
    };
    let refused: Result<_, StoreError> = past.write(|writer| writer.save(&save));
    let Err(StoreError::Refused(LedgerRefusal::AsOfDay { on })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(on, "2026-04-15");
    drop(past);
    assert_eq!(fs::read(&ledger.path).unwrap(), before);
    let tomorrow = store.today().succ_opt().unwrap();
    let refused = store.as_of(tomorrow).map(|_| ());
    assert!(matches!(
        refused,
        Err(StoreError::Refused(LedgerRefusal::DayToCome { .. }))
    ));
}
