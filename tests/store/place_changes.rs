//! Places that are renamed, merged and closed, and the records that follow them.

use chrono::{Days, NaiveDate};
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::{LedgerRefusal, PlaceUse};
use taizhang::store::{PlaceChange, PlaceChanged, PlaceStep, ReviewFilter, Store, StoreError};

use crate::as_of::date;
use crate::merging::{merge, past, sound, the_library, town};
use crate::snapshots::snapshot;
use crate::support::{
    BEGUN, BIHU, HUZHEN, Ledger, WENXI, add, column, edit, except, excepted_library, pack, places,
    verdict,
};
use crate::walked::assert_walked;

const AUTHOR: &str = "示例管理员";
/// The three towns, by code.
const ALL: [&str; 3] = [BIHU, WENXI, HUZHEN];

fn place(store: &Store, code: &str) -> Place {
    store.place(code).unwrap().unwrap()
}

fn change_on(
    ledger: &Ledger,
    code: &str,
    step: PlaceStep,
    on: NaiveDate,
) -> Result<PlaceChanged, LedgerRefusal> {
    let mut store = ledger.open();
    let place = place(&store, code);
    let change = PlaceChange {
        place: &place,
        step,
        on,
        author: AUTHOR,
    };
    let done: Result<_, StoreError> = store.write(|writer| writer.change_place(&change));
    done.map_err(|error| match error {
        StoreError::Refused(refusal) => refusal,
        other @ StoreError::Ledger(..) => panic!("{other:?}"),
    })
}

fn change(ledger: &Ledger, code: &str, step: PlaceStep) -> Result<PlaceChanged, LedgerRefusal> {
    let today = ledger.open().today();
    change_on(ledger, code, step, today)
}

fn merge_places(ledger: &Ledger, code: &str, into: &str) -> Result<PlaceChanged, LedgerRefusal> {
    let into = place(&ledger.open(), into);
    change(ledger, code, PlaceStep::Merge(&into))
}

/// The towns that the pack judges, by code.
fn judged(store: &Store) -> Vec<String> {
    let mut places = store.covered_places(&pack().code).unwrap();
    places.retain(|place| place.level == "town");
    let mut codes: Vec<String> = places.into_iter().map(|place| place.code).collect();
    codes.sort();
    codes
}

fn refused_save(store: &mut Store, id: uuid::Uuid, to: &str) -> LedgerRefusal {
    let done = edit(store, id, |fields| {
        drop(fields.insert("place".into(), to.into()));
    });
    match done {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_records_of_a_merged_place_go_on_in_the_other_one() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    add(&mut store, "library", WENXI, &[("reading_seats", "200")]);
    drop(store);
    let changed = merge_places(&ledger, WENXI, BIHU).unwrap();
    assert_eq!(
        changed.moved,
        [
            PlaceUse::Facilities { count: 2 },
            PlaceUse::Exceptions { count: 1 }
        ]
    );
    assert_eq!((changed.stay.len(), changed.below.len()), (0, 0));
    let mut store = ledger.open();
    assert_eq!(judged(&store), [BIHU, HUZHEN]);
    assert!(verdict(&store, "library", BIHU).starts_with("met"));
    assert_eq!(store.exceptions(&pack().code, BIHU).unwrap().len(), 1);
    // Each moved by a change of its own that says why.
    let today = store.today();
    let reason = format!("places merge {WENXI} {BIHU} --on {today}");
    let reasons: Vec<String> = column(
        &ledger.raw(),
        "SELECT reason FROM change WHERE reason <> '' ORDER BY rowid",
    );
    assert_eq!(reasons, vec![reason; 4]);
    assert_eq!(sound(&ledger), 0);
    // It takes nothing new, and names the one that does.
    let there = the_library(&ledger);
    let refusal = refused_save(&mut store, there, WENXI);
    let LedgerRefusal::PlaceMerged { into, .. } = refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!(into, format!("{BIHU} 碧湖镇"));
    // The snapshot of all this passes.
    snapshot(&ledger.path, &ledger.folder().join("out.db")).unwrap();
}

#[test]
fn an_exception_that_the_other_place_has_too_stays() {
    let ledger = Ledger::with_records();
    except(&mut ledger.open(), "library", BIHU);
    let changed = merge_places(&ledger, WENXI, BIHU).unwrap();
    assert_eq!(changed.moved, [PlaceUse::Facilities { count: 1 }]);
    assert_eq!(changed.stay, [PlaceUse::Exceptions { count: 1 }]);
    let store = ledger.open();
    let left = store.identified_record(
        taizhang::domain::record::Subject::Exception,
        &excepted_library(WENXI),
    );
    assert!(left.unwrap().is_some(), "it can still be read");
    assert_eq!(sound(&ledger), 0);
}

#[test]
fn places_below_a_merged_one_are_below_the_other_one() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let [above, other] = ["331122", "331121"].map(str::to_owned);
    drop(store);
    let changed = merge_places(&ledger, &above, &other).unwrap();
    assert_eq!(changed.below.len(), 1);
    let store = ledger.open();
    assert_eq!(place(&store, HUZHEN).parent, Some(other));
    assert!(verdict(&store, "library", HUZHEN).starts_with("met"));
    assert_eq!(judged(&store), ALL);
    assert_eq!(sound(&ledger), 0);
}

#[test]
fn a_record_that_comes_later_into_a_merged_place_counts_in_the_other_one() {
    let county = Ledger::with_records();
    let one = town(&county);
    merge_places(&county, WENXI, BIHU).unwrap();
    add(
        &mut one.open(),
        "library",
        WENXI,
        &[("reading_seats", "200")],
    );
    assert!(verdict(&county.open(), "library", BIHU).starts_with("short"));
    merge(&county, &one.path).unwrap();
    assert!(verdict(&county.open(), "library", BIHU).starts_with("met"));
    assert_eq!(sound(&county), 0);
    let is_met = ReviewFilter {
        verdict: Some(Verdict::Met),
        kind: Some("library"),
        ..ReviewFilter::default()
    };
    let listed = county.open().reviewed(&is_met, 0, 10).unwrap();
    let places: Vec<&str> = listed.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(places, [WENXI, HUZHEN]);
    assert_walked(&county.open(), &is_met);
    // The town takes the moves of the county and keeps its own list of places.
    let merged = merge(&one, &county.path).unwrap();
    let today = one.open().today();
    let step = format!("places merge {WENXI} {BIHU} --on {today}");
    assert_eq!(merged.place_steps, [(step, AUTHOR.to_owned())]);
    assert_eq!(judged(&one.open()), ALL);
    let facilities = |ledger: &Ledger, place: &str| {
        let store = ledger.open();
        let kind = store.kind("greenway").unwrap();
        store.facilities(kind, place).unwrap().len()
    };
    assert_eq!((facilities(&one, WENXI), facilities(&one, BIHU)), (0, 1));
    assert_eq!(sound(&one), 0);
    assert!(matches!(merge(&one, &county.path), Ok(merged) if merged.is_nothing()));
    merge(&county, &one.path).unwrap();
    assert_eq!(sound(&county), 0);
}

#[test]
fn a_report_of_a_day_before_judges_a_place_that_was_merged_since() {
    let ledger = Ledger::new();
    add(
        &mut ledger.open(),
        "library",
        WENXI,
        &[("reading_seats", "200")],
    );
    merge_places(&ledger, WENXI, BIHU).unwrap();
    date(&ledger, &["2026-03-31", "2026-07-01", "2026-07-01"]);
    ledger
        .raw()
        .execute("UPDATE closed_place SET closed_on = '2026-07-01'", [])
        .unwrap();
    let today = ledger.open().today();
    let earlier = format!(
        "UPDATE change SET patch = replace(patch, '{today}', '2026-07-01') WHERE subject = 'places'"
    );
    past(&ledger, "change", &earlier);
    let store = ledger.open();
    let library = |on: &str| -> Vec<(String, &str)> {
        let all = store
            .standings_as_of(pack(), on.parse().unwrap(), None)
            .unwrap();
        let all = all.into_iter().filter(|of| of.requirement == "library");
        all.map(|of| (of.place, of.verdict.word())).collect()
    };
    let words = |on: &str| {
        let mut words: Vec<String> = library(on)
            .into_iter()
            .map(|(place, word)| format!("{place} {word}"))
            .collect();
        words.sort();
        words.join(", ")
    };
    assert_eq!(
        words("2026-06-30"),
        format!("{BIHU} short, {WENXI} met, {HUZHEN} short")
    );
    assert_eq!(words("2026-07-01"), format!("{BIHU} met, {HUZHEN} short"));
}

#[test]
fn a_closed_place_is_judged_no_more_and_its_records_stay() {
    let ledger = Ledger::with_records();
    let changed = change(&ledger, WENXI, PlaceStep::Close).unwrap();
    assert_eq!(
        changed.stay,
        [
            PlaceUse::Facilities { count: 1 },
            PlaceUse::Exceptions { count: 1 }
        ]
    );
    let mut store = ledger.open();
    assert_eq!(judged(&store), [BIHU, HUZHEN]);
    let kind = store.kind("greenway").unwrap();
    let id = store.facilities(kind, WENXI).unwrap()[0].id;
    // What is there may be corrected, moved away and deleted, and not come back.
    let set = |store: &mut Store, field: &str, value: serde_json::Value| {
        edit(store, id, |fields| drop(fields.insert(field.into(), value)))
    };
    set(&mut store, "length_km", "5".into()).unwrap();
    set(&mut store, "place", BIHU.into()).unwrap();
    assert!(matches!(
        refused_save(&mut store, id, WENXI),
        LedgerRefusal::PlaceClosed { .. }
    ));
    assert!(matches!(
        change(&ledger, WENXI, PlaceStep::Close),
        Err(LedgerRefusal::PlaceClosed { .. })
    ));
    assert_eq!(sound(&ledger), 0);
    assert!(
        store.standings_judged(pack(), store.today(), None).unwrap()
            == store
                .standings_of(&pack().code, None, store.today())
                .unwrap()
    );
}

#[test]
fn a_closing_that_is_dated_ahead_comes_into_force_on_its_day() {
    let ledger = Ledger::with_records();
    let tomorrow = ledger.open().today() + Days::new(1);
    change_on(&ledger, WENXI, PlaceStep::Close, tomorrow).unwrap();
    let mut store = ledger.open();
    assert_eq!(judged(&store), ALL);
    add(&mut store, "library", WENXI, &[]);
    assert_eq!(sound(&ledger), 0);
    drop(store);
    // The day comes.
    ledger
        .raw()
        .execute("UPDATE closed_place SET closed_on = '2026-01-01'", [])
        .unwrap();
    assert_eq!(judged(&ledger.open()), [BIHU, HUZHEN]);
    let ended: Vec<bool> = column(&ledger.raw(), "SELECT ended FROM closed_place");
    assert_eq!(ended, [true]);
}

#[test]
fn a_place_is_found_by_its_former_name() {
    let ledger = Ledger::new();
    change(&ledger, HUZHEN, PlaceStep::Rename("壶镇街道")).unwrap();
    let store = ledger.open();
    for name in ["壶镇街道", "壶镇镇", "缙云县/壶镇镇", HUZHEN] {
        assert_eq!(store.find_place(name).unwrap().code, HUZHEN, "{name}");
    }
    assert_eq!(place(&store, HUZHEN).name, "壶镇街道");
    // Another place that gets the name makes it one of several.
    change(&ledger, WENXI, PlaceStep::Rename("壶镇镇")).unwrap();
    assert!(matches!(
        store.find_place("壶镇镇"),
        Err(StoreError::Refused(LedgerRefusal::AmbiguousPlace { .. }))
    ));
    // Back again: the present name is no former one.
    change(&ledger, WENXI, PlaceStep::Rename("温溪镇")).unwrap();
    let former: Vec<String> = column(
        &ledger.raw(),
        "SELECT place || ' ' || name FROM former_name ORDER BY 1",
    );
    assert_eq!(
        former,
        [format!("{WENXI} 壶镇镇"), format!("{HUZHEN} 壶镇镇")]
    );
    assert_eq!(sound(&ledger), 0);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let ledger = Ledger::with_records();
    let before = ledger.rows();
    let tomorrow = ledger.open().today() + Days::new(1);
    let huzhen = place(&ledger.open(), HUZHEN);
    let refused = [
        merge_places(&ledger, HUZHEN, HUZHEN),
        merge_places(&ledger, "331122", HUZHEN),
        change(&ledger, "331122", PlaceStep::Close),
        change_on(&ledger, WENXI, PlaceStep::Merge(&huzhen), tomorrow),
        change_on(&ledger, WENXI, PlaceStep::Rename("新"), tomorrow),
        change(&ledger, WENXI, PlaceStep::Rename("温溪镇")),
        change(&ledger, WENXI, PlaceStep::Rename(" ")),
        change(&ledger, "331122", PlaceStep::Rename("青田县")),
    ];
    let words: Vec<String> = refused
        .into_iter()
        .map(|refused| {
            let words = format!("{:?}", refused.unwrap_err());
            words.split([' ', '{']).next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        words,
        [
            "PlaceWithinItself",
            "PlaceWithinItself",
            "PlaceWithOpenBelow",
            "NotYetPossible",
            "NotYetPossible",
            "SameName",
            "EmptyPlaceName",
            "NameOfSibling",
        ]
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn the_last_places_of_a_pack_stay_open() {
    let ledger = Ledger::of_bytes(&[]);
    std::fs::remove_file(&ledger.path).unwrap();
    let pack = Pack::read(include_str!("../packs/sheets.toml")).unwrap();
    drop(Store::create(&ledger.path, &places(), &[pack], AUTHOR).unwrap());
    let tomorrow = ledger.open().today() + Days::new(1);
    merge_places(&ledger, WENXI, BIHU).unwrap();
    change(&ledger, BIHU, PlaceStep::Close).unwrap();
    let before = ledger.rows();
    assert_eq!(
        change_on(&ledger, HUZHEN, PlaceStep::Close, tomorrow),
        Err(LedgerRefusal::PackCoversClosed {
            pack: "sheets".into()
        })
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_table_that_says_otherwise_than_the_chain_is_found() {
    for sql in [
        "DELETE FROM former_name",
        "UPDATE closed_place SET successor = NULL",
        "DELETE FROM closed_place",
    ] {
        let ledger = Ledger::new();
        change(&ledger, HUZHEN, PlaceStep::Rename("壶镇街道")).unwrap();
        merge_places(&ledger, WENXI, BIHU).unwrap();
        assert_eq!(sound(&ledger), 0);
        ledger.raw().execute_batch(sql).unwrap();
        let found = ledger.open().inspect().unwrap();
        assert!(found.iter().any(|flaw| !flaw.harmless), "{sql}");
    }
}

#[test]
fn the_acts_of_a_ledger_begin_with_its_list_of_places() {
    let ledger = Ledger::new();
    merge_places(&ledger, WENXI, BIHU).unwrap();
    let last: Vec<String> = column(
        &ledger.raw(),
        &format!("SELECT patch FROM change WHERE seq = {}", BEGUN + 1),
    );
    let today = ledger.open().today();
    assert_eq!(
        last,
        [format!(
            "{{\"{WENXI}\":[\"温溪镇\",\"town\",\"331121\",{{\"closed_on\":\"{today}\",\"successor\":\"{BIHU}\"}}]}}"
        )]
    );
}

#[test]
fn a_facility_of_a_closed_town_is_found_where_its_county_was_merged_into() {
    let ledger = Ledger::new();
    let id = add(&mut ledger.open(), "library", HUZHEN, &[("name", "示例馆")]);
    change(&ledger, HUZHEN, PlaceStep::Close).unwrap();
    let county = place(&ledger.open(), HUZHEN).parent.unwrap();
    let other = place(&ledger.open(), WENXI).parent.unwrap();
    merge_places(&ledger, &county, &other).unwrap();
    let found = ledger.open().facilities_within(&[other], 10).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
}
