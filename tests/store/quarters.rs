//! Quarters: what is confirmed, what a close freezes, and what two files that both closed come to.

use chrono::NaiveDate;
use taizhang::domain::review::{OpenCounts, QuarterClose};
use taizhang::domain::value::{Cycle, Period};
use taizhang::domain::verdict::{Standing, Verdict};
use taizhang::i18n::{InspectMsg, LedgerRefusal};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::{QuarterClosing, Store, StoreError};

use crate::merging::{merge, set, sound, the_library, town};
use crate::support::{HUZHEN, Ledger, WENXI, add, column, except, rows};

const PACK: &str = "lishui-2022-72";
const COUNTY: &str = "331122";

/// The last quarter that is over.
fn quarter(store: &Store) -> Period {
    Period::over_before(Cycle::Quarter, store.today())
}

fn close_in(store: &mut Store, place: Option<&str>) -> Result<QuarterClose, StoreError> {
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
    let confirmed = store.write(|writer| writer.confirm(&[id], day, "示例填报人"));
    assert_eq!(confirmed.unwrap(), 1);
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
    let done = store.write(|writer| writer.confirm(&[id], ahead, "示例填报人"));
    assert!(matches!(
        refused(done),
        LedgerRefusal::ConfirmedAhead { .. }
    ));
    store.restrict_to(vec![WENXI.into()]);
    let today = store.today();
    let done = store.write(|writer| writer.confirm(&[id], today, "示例填报人"));
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
    let done = store.write(|writer| writer.confirm_place(&huzhen, "示例填报人"));
    assert_eq!(done.unwrap(), 1);
    let work = store.quarter_work(&huzhen, store.today()).unwrap();
    assert_eq!((work.unconfirmed, work.incomplete), (0, 1));
    let today = store.today();
    let as_of: Vec<String> = column(&ledger.raw(), "SELECT as_of FROM confirmation");
    assert_eq!(as_of, [today.to_string()], "the quarter is not over");
    sound(&ledger);
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
    assert_eq!(store.unreproduced(&close).unwrap(), []);
    sound(&ledger);
}

/// What a close of the last quarter would freeze.
fn frozen_now(store: &Store) -> Vec<Standing> {
    let pack = store.pack(Some(PACK)).unwrap();
    let day: NaiveDate = quarter(store).last_day();
    let mut standings = store.standings_judged(pack, day).unwrap();
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
    let unlike = store.unreproduced(&close).unwrap();
    assert!(!unlike.is_empty());
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
        assert_eq!(store.unreproduced(close).unwrap(), []);
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
        .write(|writer| writer.confirm(&[library], day, "示例填报人"))
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
    assert_eq!(store.unreproduced(&close).unwrap(), []);
    assert_eq!(store.confirmations(library).unwrap().len(), 1);
    drop(store);
    sound(&ledger);
}
