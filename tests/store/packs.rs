//! Packs in a ledger: new versions, other countries, and what a new version may not drop.

use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::{LedgerRefusal, PackFault};
use taizhang::store::{Save, Store, StoreError};

use crate::support::{
    HUZHEN, Ledger, PACK_TEXT, TOWNS, WENXI, add, column, except, pack, places, places_of, rows,
    verdict,
};

/// The pack with another number of seats in the minimum.
fn with_seats(seats: u32) -> Pack {
    let text = PACK_TEXT.replace(
        "op = \">=\", value = 130",
        &format!("op = \">=\", value = {seats}"),
    );
    assert_ne!(text, PACK_TEXT);
    Pack::read(&text).unwrap()
}

/// The pack without a kind and its requirement.
fn without(kind: &str) -> Pack {
    let mut pack: toml::Table = PACK_TEXT.parse().unwrap();
    for (list, key) in [("kind", "code"), ("requirement", "kind")] {
        let list = pack.get_mut(list).unwrap().as_array_mut().unwrap();
        list.retain(|entry| entry.get(key).and_then(toml::Value::as_str) != Some(kind));
    }
    Pack::read(&pack.to_string()).unwrap()
}

fn load(store: &mut Store, pack: &Pack) -> Result<(), StoreError> {
    store.write(|writer| writer.load_pack(pack, "示例管理员"))
}

#[test]
fn a_new_version_keeps_every_record_and_judges_again() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "129")]);
    let records = rows(&ledger.raw(), "SELECT * FROM record");
    assert_eq!(verdict(&store, "library", HUZHEN), "short 1");
    load(&mut store, &with_seats(129)).unwrap();
    assert_eq!(verdict(&store, "library", HUZHEN), "met 0");
    assert_eq!(verdict(&store, "library", WENXI), "short 129");
    assert_eq!(rows(&ledger.raw(), "SELECT * FROM record"), records);
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(ledger.open().packs(), store.packs());
}

#[test]
fn the_same_version_again_changes_nothing_but_the_times_and_says_who_loaded_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "129")]);
    ledger
        .raw()
        .execute_batch("UPDATE standing SET judged_at = ''; UPDATE pack SET loaded_at = ''")
        .unwrap();
    let is_noted = |row: &String| row.contains("Text(\"pack\"), Text(\"00000000-");
    let before = ledger.rows();
    load(&mut store, pack()).unwrap();
    ledger
        .raw()
        .execute_batch("UPDATE standing SET judged_at = ''; UPDATE pack SET loaded_at = ''")
        .unwrap();
    let (noted, others): (Vec<String>, Vec<String>) = ledger.rows().into_iter().partition(is_noted);
    assert_eq!(
        others,
        before
            .into_iter()
            .filter(|row| !is_noted(row))
            .collect::<Vec<_>>()
    );
    assert!(noted.len() == 2 && noted.iter().all(|row| row.contains("示例管理员")));
}

#[test]
fn a_session_judges_by_the_pack_that_another_one_loaded_meanwhile() {
    let ledger = Ledger::new();
    let (mut clerk, mut admin) = (ledger.open(), ledger.open());
    load(&mut admin, &with_seats(100)).unwrap();
    add(&mut clerk, "library", HUZHEN, &[("reading_seats", "110")]);
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    assert_eq!(verdict(&clerk, "library", HUZHEN), "met 0");
    assert_eq!(clerk.packs(), admin.packs());
    // Nor does a transaction that fails bring the old one back.
    load(&mut admin, &without("greenway")).unwrap();
    assert!(
        clerk
            .write(|_| Err::<(), StoreError>(
                LedgerRefusal::NoSuchRecord { id: String::new() }.into()
            ))
            .is_err()
    );
    assert_eq!(clerk.packs(), admin.packs());
}

#[test]
fn an_examination_is_by_the_packs_that_are_in_the_ledger_now() {
    let ledger = Ledger::new();
    let (inspector, mut admin) = (ledger.open(), ledger.open());
    load(&mut admin, &with_seats(100)).unwrap();
    assert_eq!(inspector.inspect(), Ok(vec![]));
}

#[test]
fn a_session_that_only_reads_takes_up_a_pack_loaded_meanwhile() {
    let ledger = Ledger::new();
    let (mut inspector, mut admin) = (ledger.open(), ledger.open());
    assert_eq!(inspector.reload_packs(), Ok(false));
    load(&mut admin, &with_seats(100)).unwrap();
    assert_eq!(inspector.reload_packs(), Ok(true));
    assert_eq!(inspector.packs(), admin.packs());
    assert_eq!(inspector.reload_packs(), Ok(false));
}

#[test]
fn a_kind_without_records_can_be_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    load(&mut store, &without("greenway")).unwrap();
    assert!(store.kind("greenway").is_none());
    let left: Vec<String> = column(
        &ledger.raw(),
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND sql NOT LIKE '%finding%' ORDER BY name",
    );
    assert_eq!(left, ["fitness_center", "hospital", "library"]);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_kind_with_records_cannot_be_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "greenway", HUZHEN, &[("length_km", "1")]);
    let (before, views) = (
        ledger.rows(),
        "SELECT name, sql FROM sqlite_schema WHERE type = 'view'",
    );
    let views_before = rows(&ledger.raw(), views);
    let refused = load(&mut store, &without("greenway"));
    assert_eq!(
        refused,
        Err(LedgerRefusal::KindInUse {
            kind: "greenway".into(),
            count: 1
        }
        .into())
    );
    assert_eq!(
        (ledger.rows(), rows(&ledger.raw(), views)),
        (before, views_before)
    );
    assert!(store.kind("greenway").is_some());
}

#[test]
fn a_pack_of_places_that_are_not_known_is_refused() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let before = ledger.rows();
    let elsewhere = PACK_TEXT.replace(TOWNS[2], "999999999");
    let refused = load(&mut store, &Pack::read(&elsewhere).unwrap());
    assert!(
        matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::PackCoversNoPlace { .. }))
        ),
        "{refused:?}"
    );
    let same_kinds = PACK_TEXT.replace("code = \"lishui-2022-72\"", "code = \"another\"");
    let refused = load(&mut store, &Pack::read(&same_kinds).unwrap());
    assert!(
        matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::KindOfOtherPack { .. }))
        ),
        "{refused:?}"
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn no_kind_of_a_pack_takes_a_name_that_the_ledger_uses() {
    let names: Vec<String> = column(
        &Ledger::new().raw(),
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'index') OR sql LIKE '%finding%'",
    );
    assert!(names.len() > 20);
    for name in names.into_iter().chain(["sqlite_x".into()]) {
        let text = PACK_TEXT
            .replace(
                "[[kind]]\ncode = \"library\"",
                &format!("[[kind]]\ncode = \"{name}\""),
            )
            .replace("kind = \"library\"", &format!("kind = \"{name}\""));
        assert_ne!(text, PACK_TEXT);
        assert!(Pack::read(&text).is_err(), "{name}");
    }
}

#[test]
fn packs_of_two_countries_live_in_one_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let kenya = Pack::read(include_str!("../kenya/pack.toml")).unwrap();
    let all: Vec<_> = places()
        .into_iter()
        .chain(places_of(include_str!("../kenya/places.csv")))
        .collect();
    let store = Store::create(
        &folder.path().join("two.db"),
        &all,
        &[pack().clone(), kenya.clone()],
        "示例管理员",
    )
    .unwrap();
    assert_eq!(store.covered_count(&pack().code), Ok(3));
    let counts = store.counts(&kenya.code).unwrap();
    let covered = store.covered_count(&kenya.code).unwrap();
    assert!(
        covered > 300 && counts.short >= covered,
        "{counts:?} of {covered}"
    );
    assert_eq!((counts.met, counts.unknown), (0, 0));
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn what_does_not_bind_is_not_counted_among_minimums() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let text = PACK_TEXT.replacen("strength = \"basic\"", "strength = \"benchmark\"", 1);
    assert_ne!(text, PACK_TEXT);
    let before = store.counts(&pack().code).unwrap().short;
    load(&mut store, &Pack::read(&text).unwrap()).unwrap();
    let after = store.counts(&pack().code).unwrap().short;
    assert_eq!(
        (before, after),
        (12, 9),
        "one minimum fewer in each of three towns"
    );
}

/// The faults of the pack with one text in place of another.
fn faults_with(text: &str, instead: &str) -> Vec<PackFault> {
    let changed = PACK_TEXT.replacen(text, instead, 1);
    assert_ne!(changed, PACK_TEXT);
    Pack::read(&changed)
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.what)
        .collect()
}

#[test]
fn a_pack_that_names_a_place_twice_or_allows_no_figure_is_refused_before_it_is_loaded() {
    let twice = faults_with(
        "places = [\"331122101\"",
        "places = [\"331122101\", \"331122101\"",
    );
    assert_eq!(
        twice,
        [PackFault::Twice {
            code: "331122101".into()
        }]
    );
    assert_eq!(
        faults_with(
            "range = { min = 0, max = 5000 }",
            "range = { min = 9, max = 5 }"
        ),
        [PackFault::NothingWithin]
    );
}

#[test]
fn a_kind_with_an_exception_on_record_is_not_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    except(&mut store, "library", HUZHEN);
    let refused = load(&mut store, &without("library"));
    assert!(
        matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::KindInUse { .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_minimum_that_was_dropped_under_an_exception_is_no_fault_however_long_the_exception_lasts() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let exception = except(&mut store, "library", HUZHEN);
    let text = PACK_TEXT.replace(
        "[[requirement]]\ncode = \"library\"",
        "[[requirement]]\ncode = \"reading\"",
    );
    assert_ne!(text, PACK_TEXT);
    load(&mut store, &Pack::read(&text).unwrap()).unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    let heads = store
        .history(exception)
        .unwrap()
        .into_iter()
        .map(|entry| entry.change.id)
        .collect::<Vec<_>>();
    let fields = [
        ("deleted".to_owned(), true.into()),
        ("place".to_owned(), HUZHEN.into()),
    ]
    .into();
    let subject = Subject::Exception;
    let save = Save {
        record: exception,
        subject,
        base: &heads,
        fields,
        author: "示例审核人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
    assert!(store.exceptions(&pack().code, HUZHEN).unwrap().is_empty());
    assert_eq!(store.inspect(), Ok(vec![]));
}
