//! Quarters: what is confirmed, what a close freezes, and what two files that both closed come to.

use chrono::NaiveDate;
use taizhang::domain::policy::Pack;
use taizhang::domain::review::{OpenCounts, QuarterClose, SeenRecord, WaitingFacilities};
use taizhang::domain::value::{Cycle, Period};
use taizhang::domain::verdict::{Standing, Verdict};
use taizhang::i18n::{InspectMsg, LedgerRefusal, MergeFault};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::share::merge::MergeError;
use taizhang::store::share::restore::restore;
use taizhang::store::{
    CloseCheck, Load, PlaceChange, PlaceStep, QuarterClosing, Store, StoreError,
};
use uuid::Uuid;

use crate::merging::{merge, set, sound, the_library, town};
use crate::snapshots::snapshot;
use crate::support::{BIHU, HUZHEN, Ledger, PACK_TEXT, WENXI, add, column, edit, except, rows};
use crate::trail::unguarded;

const PACK: &str = "lishui-2022-72";
const COUNTY: &str = "331122";

/// The last quarter that is over.
pub(crate) fn quarter(store: &Store) -> Period {
    Period::over_before(Cycle::Quarter, store.today())
}

pub(crate) fn close_in(store: &mut Store, place: Option<&str>) -> Result<QuarterClose, StoreError> {
    let quarter = quarter(store);
    let place = place.map(|code| store.place(code).unwrap().unwrap());
    store.write(|writer| {
        writer.close_quarter(&QuarterClosing {
            quarter,
            place: place.as_ref(),
            signed_by: "示例负责人",
            author: "示例管理员",
        })
    })
}

fn reopen(store: &mut Store, close: &QuarterClose, reason: &str) -> Result<(), StoreError> {
    store.write(|writer| writer.reopen_quarter(close, reason, "示例管理员"))
}

fn frozen(store: &Store, requirement: &str, place: &str) -> Standing {
    let (_, standings) = store.closed_standings(PACK, quarter(store)).unwrap();
    let is_asked = |one: &&Standing| one.requirement == requirement && one.place == place;
    standings.iter().find(is_asked).unwrap().clone()
}

/// A record as somebody sees it now.
fn seen(ledger: &Ledger, record: Uuid) -> [SeenRecord; 1] {
    let version = ledger.open().record(record).unwrap().unwrap().heads;
    [SeenRecord { record, version }]
}

fn change_place(store: &mut Store, code: &str, step: PlaceStep, on: NaiveDate) {
    let place = store.place(code).unwrap().unwrap();
    let change = PlaceChange {
        place: &place,
        step,
        on,
        author: "示例管理员",
    };
    store.write(|writer| writer.change_place(&change)).unwrap();
}

fn is_reproduced(store: &Store) -> bool {
    let closes = store.quarter_closes().unwrap();
    assert!(!closes.is_empty());
    let checks = closes.iter().map(|close| store.check_close(close).unwrap());
    checks
        .into_iter()
        .all(|check| check == CloseCheck::default())
}

fn refused(done: Result<impl std::fmt::Debug, StoreError>) -> LedgerRefusal {
    match done {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_confirmation_is_on_record_and_changes_no_value_and_no_version() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let id = the_library(&ledger);
    let before = store.record(id).unwrap();
    let kept = rows(&ledger.raw(), "SELECT version, complete FROM record");
    let day = quarter(&store).last_day();
    let confirmed = store.write(|writer| writer.confirm(&seen(&ledger, id), day, "示例填报人"));
    assert_eq!(confirmed.unwrap().confirmed, 1);
    assert_eq!(store.record(id).unwrap(), before);
    assert_eq!(
        rows(&ledger.raw(), "SELECT version, complete FROM record"),
        kept
    );
    assert_eq!(store.confirmations(id).unwrap()[0].author, "示例填报人");
    let said: Vec<String> = column(
        &ledger.raw(),
        "SELECT record || ' ' || as_of FROM confirmation",
    );
    assert_eq!(said, [format!("{id} {day}")]);
    sound(&ledger);
}

#[test]
fn nothing_is_confirmed_ahead_or_in_the_place_of_another() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let id = the_library(&ledger);
    let ahead = store.today().succ_opt().unwrap();
    let done = store.write(|writer| writer.confirm(&seen(&ledger, id), ahead, "示例填报人"));
    assert!(matches!(
        refused(done),
        LedgerRefusal::ConfirmedAhead { .. }
    ));
    store.restrict_to(vec![WENXI.into()]);
    let today = store.today();
    let done = store.write(|writer| writer.confirm(&seen(&ledger, id), today, "示例填报人"));
    assert!(matches!(refused(done), LedgerRefusal::NotYourPlace { .. }));
    let done = store.write(|writer| {
        writer.close_quarter(&QuarterClosing {
            quarter: Period::over_before(Cycle::Quarter, today),
            place: None,
            signed_by: "",
            author: "示例填报人",
        })
    });
    assert_eq!(refused(done), LedgerRefusal::NotYourTask);
}

#[test]
fn what_was_not_seen_since_the_close_waits_for_a_confirmation() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let huzhen = store.place(HUZHEN).unwrap().unwrap();
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    assert_eq!(work.quarter, quarter(&store));
    assert_eq!(work.unconfirmed, 0, "it was saved after the quarter began");
    close_in(&mut store, None).unwrap();
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    assert_eq!(work.quarter, quarter(&store).next());
    assert_eq!(work.unconfirmed, 1);
    let waiting = store.unconfirmed(HUZHEN, &work.since).unwrap();
    let as_of = work.as_of(store.today());
    let done = store.write(|writer| writer.confirm(&waiting, as_of, "示例填报人"));
    assert_eq!(done.unwrap().confirmed, 1);
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    assert_eq!((work.unconfirmed, work.incomplete), (0, 1));
    let today = store.today();
    let as_of: Vec<String> = column(&ledger.raw(), "SELECT as_of FROM confirmation");
    assert_eq!(as_of, [today.to_string()], "the quarter is not over");
    sound(&ledger);
}

#[test]
fn all_that_wait_are_those_that_waited_when_somebody_was_asked() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let id = the_library(&ledger);
    close_in(&mut store, None).unwrap();
    let huzhen = store.place(HUZHEN).unwrap().unwrap();
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    let as_of = work.as_of(store.today());
    let all = store.waiting_facilities(HUZHEN, &work.since).unwrap();
    let of_kind = |kind: &str| WaitingFacilities {
        kind: Some(kind.to_owned()),
        ..all.clone()
    };
    let only = |ids: &[Uuid]| WaitingFacilities {
        only: Some(ids.to_vec()),
        ..of_kind("library")
    };
    for (waiting, expected) in [
        (&all, 1),
        (&of_kind("library"), 1),
        (&of_kind("hospital"), 0),
        (&only(&[id]), 1),
        (&only(&[Uuid::now_v7()]), 0),
    ] {
        assert_eq!(store.count_waiting(waiting).unwrap(), expected);
    }
    let mut confirm = |waiting: &WaitingFacilities| {
        let done = store.write(|writer| writer.confirm_waiting(waiting, as_of, "示例填报人"));
        let done = done.unwrap();
        (done.confirmed, done.changed)
    };
    set(&ledger, id, "reading_seats", "131");
    assert_eq!(confirm(&of_kind("hospital")), (0, 0));
    assert_eq!(confirm(&only(&[])), (0, 0));
    assert_eq!(confirm(&all), (0, 1));
    // What nobody saved or confirmed since a later time waits again.
    let later = WaitingFacilities {
        since: "9999-12-31T00:00:00.000Z".to_owned(),
        ..only(&[id])
    };
    assert_eq!(confirm(&later), (0, 1), "of a version that was not known");
    let known = ledger.open().waiting_facilities(HUZHEN, &later.since);
    let later = WaitingFacilities {
        known: known.unwrap().known,
        ..later
    };
    assert_eq!(confirm(&later), (1, 0));
    sound(&ledger);
    let mut other = ledger.open();
    other.restrict_to(vec![WENXI.into()]);
    let done = other.write(|writer| writer.confirm_waiting(&later, as_of, "示例填报人"));
    assert!(matches!(refused(done), LedgerRefusal::NotYourPlace { .. }));
}

#[test]
fn a_record_that_is_wanted_for_two_reasons_is_counted_once() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    close_in(&mut store, None).unwrap();
    let huzhen = store.place(HUZHEN).unwrap().unwrap();
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    assert_eq!((work.unconfirmed, work.incomplete), (1, 1));
    let mut walk = store.begin_quarter(&huzhen, store.today(), 10).unwrap();
    store.walk_quarter(&mut walk, usize::MAX).unwrap();
    assert_eq!(walk.work(), &work);
    let listed = walk.records();
    assert_eq!(listed.len(), 1, "the incomplete one is to be confirmed too");
    assert_eq!(store.wanted_count(&huzhen, &work).unwrap(), 1);
}

#[test]
fn a_quarter_is_closed_with_what_was_judged_in_advance() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let closing = QuarterClosing {
        quarter: quarter(&store),
        place: None,
        signed_by: "",
        author: "示例管理员",
    };
    let judged = store.rehearse_close(&closing).unwrap();
    assert_eq!(store.quarter_closes().unwrap(), [], "it is taken back");
    // What is saved in the meantime is frozen too.
    let id = the_library(&ledger);
    set(&ledger, id, "reading_seats", "131");
    store.close_quarter(&closing, &judged).unwrap();
    assert_eq!(frozen(&store, "library", HUZHEN).verdict, Verdict::Met);
    assert!(is_reproduced(&store));
}

#[test]
fn a_close_freezes_what_later_saves_do_not_alter() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let library = the_library(&ledger);
    let before = frozen_now(&store);
    let close = close_in(&mut store, None).unwrap();
    assert_eq!(close.signed_by, "示例负责人");
    let open = OpenCounts {
        incomplete: 2,
        ..OpenCounts::default()
    };
    assert_eq!(close.open, open);
    assert_eq!(frozen(&store, "library", HUZHEN).verdict, Verdict::Met);
    set(&ledger, library, "reading_seats", "90");
    add(&mut store, "library", HUZHEN, &[("reading_seats", "500")]);
    except(&mut store, "library", HUZHEN);
    let (closes, after) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert_eq!(closes, std::slice::from_ref(&close));
    assert_eq!(after, before);
    assert_eq!(store.check_close(&close).unwrap(), CloseCheck::default());
    sound(&ledger);
}

/// What a close of the last quarter would freeze.
fn frozen_now(store: &Store) -> Vec<Standing> {
    let pack = store.pack(Some(PACK)).unwrap();
    let day: NaiveDate = quarter(store).last_day();
    let mut standings = store.standings_judged(pack, day, None).unwrap();
    standings.sort_by_key(|standing| {
        let places = store.covered_places(PACK).unwrap();
        places.iter().position(|place| place.code == standing.place)
    });
    standings
}

#[test]
fn a_frozen_standing_that_the_trail_does_not_give_is_found() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let close = close_in(&mut store, None).unwrap();
    drop(store);
    let raw = ledger.raw();
    raw.execute_batch(
        "DROP TRIGGER closed_standing_is_never_altered;
         UPDATE closed_standing SET standings = replace(standings, '\"verdict\":\"short\"', '\"verdict\":\"met\"');
         CREATE TRIGGER closed_standing_is_never_altered BEFORE UPDATE ON closed_standing
BEGIN SELECT RAISE(ABORT, 'a closed standing is never altered'); END;",
    )
    .unwrap();
    drop(raw);
    let store = ledger.open();
    let check = store.check_close(&close).unwrap();
    assert!(!check.differing.is_empty());
    let found = store.inspect().unwrap();
    let is_told = |what: &InspectMsg| matches!(what, InspectMsg::ClosedStanding { .. });
    assert!(found.iter().any(|flaw| is_told(&flaw.what)), "{found:?}");
    let is_act = |what: &InspectMsg| matches!(what, InspectMsg::ActRow { .. });
    assert!(found.iter().any(|flaw| is_act(&flaw.what)), "{found:?}");
}

#[test]
fn a_quarter_is_closed_once_and_after_its_end() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let running = quarter(&store).next();
    let done = store.write(|writer| {
        writer.close_quarter(&QuarterClosing {
            quarter: running,
            place: None,
            signed_by: "",
            author: "示例管理员",
        })
    });
    assert!(matches!(
        refused(done),
        LedgerRefusal::QuarterNotOver { .. }
    ));
    close_in(&mut store, Some(COUNTY)).unwrap();
    let twice = refused(close_in(&mut store, Some(COUNTY)));
    assert!(matches!(twice, LedgerRefusal::QuarterClosed { .. }));
    let rest = close_in(&mut store, None).unwrap();
    let frozen: Vec<String> = column(
        &ledger.raw(),
        &format!(
            "SELECT place FROM closed_standing WHERE closed = '{}'",
            rest.id
        ),
    );
    assert_eq!(frozen.len(), 2, "those of the county are closed already");
    assert!(!frozen.contains(&HUZHEN.to_owned()));
    let twice = refused(close_in(&mut store, None));
    assert!(matches!(twice, LedgerRefusal::QuarterClosed { .. }));
    sound(&ledger);
}

#[test]
fn a_close_is_taken_back_with_a_reason_and_made_again() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let close = close_in(&mut store, None).unwrap();
    let done = refused(reopen(&mut store, &close, " "));
    assert!(matches!(done, LedgerRefusal::ReopenedWithoutReason { .. }));
    reopen(&mut store, &close, "数据有误").unwrap();
    let done = refused(reopen(&mut store, &close, "再来一次"));
    assert!(matches!(done, LedgerRefusal::QuarterNotClosed { .. }));
    let known = store.quarter_closes().unwrap();
    assert_eq!(known[0].reopened.as_ref().unwrap().reason, "数据有误");
    let (closes, standings) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert!(closes.is_empty() && standings.is_empty());
    set(&ledger, the_library(&ledger), "reading_seats", "500");
    let again = close_in(&mut store, None).unwrap();
    let (closes, _) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert_eq!(closes, [again]);
    sound(&ledger);
}

#[test]
fn what_is_saved_of_a_closed_quarter_is_a_correction() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let library = the_library(&ledger);
    let close = close_in(&mut store, None).unwrap();
    assert_eq!(store.corrections(&close).unwrap(), []);
    set(&ledger, library, "reading_seats", "200");
    assert_eq!(store.corrections(&close).unwrap(), [], "it is of no day");
    let last = close.quarter.last_day().to_string();
    set(&ledger, library, "data_as_of", &last);
    let corrections = store.corrections(&close).unwrap();
    assert_eq!(corrections.len(), 1);
    assert_eq!(corrections[0].place, HUZHEN);
    set(&ledger, library, "data_as_of", &store.today().to_string());
    assert_eq!(store.corrections(&close).unwrap().len(), 1);
}

#[test]
fn closes_of_two_files_are_merged_and_the_first_stands() {
    let ledger = Ledger::with_records();
    let other = town(&ledger);
    let library = the_library(&ledger);
    let first = close_in(&mut ledger.open(), None).unwrap();
    set(&other, library, "reading_seats", "500");
    let second = close_in(&mut other.open(), Some(COUNTY)).unwrap();
    let merged = merge(&ledger, &other.path).unwrap();
    assert_eq!(merged.closes, 1);
    assert_eq!(merged.closed_twice, [(first.clone(), second.clone())]);
    let store = ledger.open();
    let (closes, _) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert_eq!(closes, std::slice::from_ref(&first));
    for close in [&first, &second] {
        assert_eq!(store.check_close(close).unwrap(), CloseCheck::default());
    }
    let found = store.inspect().unwrap();
    let twice = first.closed_again(&second);
    assert!(found.iter().any(|flaw| flaw.what == twice && flaw.harmless));
    drop(store);
    let merged = merge(&other, &ledger.path).unwrap();
    assert_eq!(merged.closed_twice.len(), 1);
    sound(&other);
    reopen(&mut ledger.open(), &first, "以县里为准").unwrap();
    let store = ledger.open();
    let (closes, _) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert_eq!(closes, [second]);
}

#[test]
fn an_exchange_file_brings_confirmations_and_closes() {
    let ledger = Ledger::with_records();
    let other = town(&ledger);
    let library = the_library(&ledger);
    let mut store = other.open();
    let day = quarter(&store).last_day();
    store
        .write(|writer| writer.confirm(&seen(&other, library), day, "示例填报人"))
        .unwrap();
    let close = close_in(&mut store, None).unwrap();
    let out = other.folder().join("out.tzx");
    store
        .export_changes(
            &out,
            &StartAt::AfterTheLast,
            "示例填报人",
            &std::sync::Arc::default(),
        )
        .unwrap();
    drop(store);
    let merged = merge(&ledger, &out).unwrap();
    assert_eq!((merged.confirmations, merged.closes), (1, 1));
    let store = ledger.open();
    assert_eq!(
        store.quarter_closes().unwrap(),
        std::slice::from_ref(&close)
    );
    assert_eq!(store.check_close(&close).unwrap(), CloseCheck::default());
    assert_eq!(store.confirmations(library).unwrap().len(), 1);
    drop(store);
    sound(&ledger);
}

#[test]
fn a_close_is_reproduced_whatever_becomes_of_the_places() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let last = quarter(&store).last_day();
    let after = last.succ_opt().unwrap();
    // Closed between the end of the quarter and its close: it was there all quarter.
    change_place(&mut store, WENXI, PlaceStep::Close, after);
    close_in(&mut store, None).unwrap();
    assert_eq!(frozen(&store, "greenway", WENXI).candidates, 1);
    assert!(is_reproduced(&store));
    change_place(&mut store, HUZHEN, PlaceStep::Rename("示例新名镇"), after);
    let bihu = store.place(BIHU).unwrap().unwrap();
    change_place(&mut store, HUZHEN, PlaceStep::Merge(&bihu), after);
    assert!(is_reproduced(&store));
    assert_eq!(frozen(&store, "library", HUZHEN).verdict, Verdict::Met);
    sound(&ledger);
}

#[test]
fn a_close_is_reproduced_when_a_list_of_places_is_loaded_later() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    close_in(&mut store, None).unwrap();
    let mut moved = store.place(HUZHEN).unwrap().unwrap();
    moved.parent = Some("331121".into());
    store
        .write(|writer| {
            writer.load(&Load {
                places: &[moved],
                closings: &[],
                packs: &[],
                author: "示例管理员",
            })
        })
        .unwrap();
    assert!(is_reproduced(&store));
    sound(&ledger);
}

#[test]
fn a_quarter_is_judged_by_the_text_of_its_last_day_and_reproduced_by_it() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    close_in(&mut store, Some(COUNTY)).unwrap();
    let stricter = PACK_TEXT.replace("op = \">=\", value = 130 }", "op = \">=\", value = 120 }");
    assert_ne!(stricter, PACK_TEXT);
    let pack = Pack::read(&stricter).unwrap();
    store
        .write(|writer| {
            writer.load(&Load {
                places: &[],
                closings: &[],
                packs: &[pack],
                author: "示例管理员",
            })
        })
        .unwrap();
    // The first text that there was judges the quarter, for all were loaded after it.
    close_in(&mut store, None).unwrap();
    let closes = store.quarter_closes().unwrap();
    assert_eq!(closes[0].packs, closes[1].packs);
    assert!(is_reproduced(&store));
    sound(&ledger);
}

#[test]
fn a_part_that_is_reopened_can_be_closed_again_beside_the_rest() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let county = close_in(&mut store, Some(COUNTY)).unwrap();
    close_in(&mut store, None).unwrap();
    reopen(&mut store, &county, "漏报").unwrap();
    let huzhen = store.place(HUZHEN).unwrap().unwrap();
    let today = store.today();
    let work = store.quarter_work(&huzhen, today).unwrap();
    assert_eq!(work.quarter, quarter(&store), "it is open again");
    close_in(&mut store, Some(COUNTY)).unwrap();
    let (_, standings) = store.closed_standings(PACK, quarter(&store)).unwrap();
    assert!(standings.iter().any(|one| one.place == HUZHEN));
    sound(&ledger);
}

#[test]
fn a_close_that_hides_a_standing_is_found() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let close = close_in(&mut store, None).unwrap();
    drop(store);
    ledger
        .raw()
        .execute_batch(
            "DROP TRIGGER closed_standing_is_never_altered;
             UPDATE closed_standing SET standings = json_remove(standings, '$[0]');",
        )
        .unwrap();
    let raw = ledger.raw();
    let trigger = "CREATE TRIGGER closed_standing_is_never_altered BEFORE UPDATE ON closed_standing
BEGIN SELECT RAISE(ABORT, 'a closed standing is never altered'); END;";
    raw.execute_batch(trigger).unwrap();
    drop(raw);
    let check = ledger.open().check_close(&close).unwrap();
    assert_eq!(check.differing.len(), 3, "one in each town");
}

#[test]
fn a_deletion_is_a_correction_and_a_merger_of_places_is_none() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let library = the_library(&ledger);
    let last = quarter(&store).last_day();
    set(&ledger, library, "data_as_of", &last.to_string());
    let close = close_in(&mut store, None).unwrap();
    let bihu = store.place(BIHU).unwrap().unwrap();
    change_place(&mut store, HUZHEN, PlaceStep::Merge(&bihu), last);
    assert_eq!(store.corrections(&close).unwrap(), []);
    edit(&mut store, library, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    let corrections = store.corrections(&close).unwrap();
    assert_eq!(corrections.len(), 1);
    assert_eq!(corrections[0].name, "示例设施");
}

#[test]
fn what_was_saved_since_it_was_seen_is_not_confirmed() {
    let ledger = Ledger::with_records();
    let library = the_library(&ledger);
    let seen = seen(&ledger, library);
    set(&ledger, library, "reading_seats", "131");
    let mut store = ledger.open();
    let today = store.today();
    let done = store.write(|writer| writer.confirm(&seen, today, "示例填报人"));
    let done = done.unwrap();
    assert_eq!((done.confirmed, done.changed), (0, 1));
    assert_eq!(store.confirmations(library).unwrap(), []);
}

#[test]
fn an_exchange_file_with_a_close_waits_for_what_the_close_rests_on() {
    let county = Ledger::with_records();
    let town = town(&county);
    let third = crate::merging::town(&county);
    set(&town, the_library(&town), "reading_seats", "140");
    merge(&county, &town.path).unwrap();
    close_in(&mut county.open(), None).unwrap();
    let out = county.folder().join("county.tzx");
    county
        .open()
        .export_changes(
            &out,
            &StartAt::AfterTheLast,
            "示例",
            &std::sync::Arc::default(),
        )
        .unwrap();
    let before = third.rows();
    let Err(MergeError::Refused(fault)) = merge(&third, &out) else {
        panic!("it was not refused")
    };
    assert!(
        matches!(fault, MergeFault::CloseWithoutChanges { .. }),
        "{fault:?}"
    );
    assert_eq!(third.rows(), before);
    merge(&third, &town.path).unwrap();
    let merged = merge(&third, &out).unwrap();
    assert_eq!(merged.new_closes.len(), 1);
    assert!(is_reproduced(&third.open()));
}

#[test]
fn a_merged_close_is_reproduced_by_the_places_of_the_file_that_made_it() {
    let county = Ledger::with_records();
    let town = town(&county);
    let today = county.open().today();
    change_place(
        &mut town.open(),
        WENXI,
        PlaceStep::Rename("示例改名镇"),
        today,
    );
    close_in(&mut county.open(), None).unwrap();
    merge(&town, &county.path).unwrap();
    assert!(is_reproduced(&town.open()));
    sound(&town);
}

#[test]
fn a_restored_file_that_had_not_seen_a_close_says_so() {
    let ledger = Ledger::with_records();
    let out = ledger.folder().join("before.db");
    snapshot(&ledger.path, &out).unwrap();
    let close = close_in(&mut ledger.open(), None).unwrap();
    let restored = restore(&out, &ledger.path).unwrap();
    assert_eq!(restored.unseen, std::slice::from_ref(&close));
    assert_eq!(ledger.open().quarter_closes().unwrap(), []);
    merge(&ledger, restored.kept.as_deref().unwrap()).unwrap();
    assert_eq!(ledger.open().quarter_closes().unwrap(), [close]);
    assert!(is_reproduced(&ledger.open()));
}

#[test]
fn nothing_is_closed_or_confirmed_by_a_clock_behind_the_trail() {
    let ledger = Ledger::with_records();
    let library = the_library(&ledger);
    let seen = seen(&ledger, library);
    let ahead = "UPDATE change SET at = '2126-01-01T00:00:00.000Z'
         WHERE rowid = (SELECT max(rowid) FROM change)";
    unguarded(&ledger.raw(), |db| db.execute_batch(ahead).unwrap());
    let mut store = ledger.open();
    let closed = refused(close_in(&mut store, None));
    assert!(matches!(closed, LedgerRefusal::ClockBehindTrail { .. }));
    let today = store.today();
    let confirmed = store.write(|writer| writer.confirm(&seen, today, "示例填报人"));
    assert!(matches!(
        refused(confirmed),
        LedgerRefusal::ClockBehindTrail { .. }
    ));
    assert_eq!(store.quarter_closes().unwrap(), []);
}

#[test]
fn a_quarter_before_the_policy_has_nothing_to_close() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let done = store.write(|writer| {
        writer.close_quarter(&QuarterClosing {
            quarter: "2020Q3".parse().unwrap(),
            place: None,
            signed_by: "",
            author: "示例管理员",
        })
    });
    assert!(matches!(
        refused(done),
        LedgerRefusal::NothingToClose { .. }
    ));
}

#[test]
fn a_sheet_is_not_confirmed() {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let id = the_library(&ledger);
    // As far as a confirmation asks, a record with a period is a sheet.
    let period = "UPDATE record SET period = '2025' WHERE id = ?1";
    ledger.raw().execute(period, [id.to_string()]).unwrap();
    let seen = [SeenRecord {
        record: id,
        version: Vec::new(),
    }];
    let today = store.today();
    let done = store.write(|writer| writer.confirm(&seen, today, "示例填报人"));
    assert_eq!(refused(done), LedgerRefusal::OnlyFacilitiesConfirmed);
}
