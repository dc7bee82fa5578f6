//! Places over the quarters, as closes froze them.

use taizhang::domain::policy::Pack;
use taizhang::domain::value::{Number, Period};
use taizhang::domain::verdict::Verdict;
use taizhang::domain::verdict::trend::{NoChange, TrendGap, TrendPoint};
use taizhang::store::{QuarterClosing, Store};

use crate::merging::{set, the_library};
use crate::support::{HUZHEN, Ledger, PACK_TEXT, WENXI, pack};

const COUNTY: &str = "331122";

fn quarter(name: &str) -> Period {
    name.parse().unwrap()
}

fn close(ledger: &Ledger, name: &str, place: Option<&str>) {
    let mut store = ledger.open();
    let place = place.map(|code| store.place(code).unwrap().unwrap());
    let closing = QuarterClosing {
        quarter: quarter(name),
        place: place.as_ref(),
        signed_by: "",
        author: "示例管理员",
    };
    store
        .write(|writer| writer.close_quarter(&closing))
        .unwrap();
}

/// A ledger whose quarters were closed with other seats of the one library: one quarter is closed
/// for the county only, one for nobody, and the last by another text of the pack.
fn closed() -> Ledger {
    let ledger = Ledger::with_records();
    let library = the_library(&ledger);
    for (name, seats, place) in [
        ("2024Q1", "100", None),
        ("2024Q2", "120", None),
        ("2024Q4", "", None),
        ("2025Q1", "150", Some(COUNTY)),
        ("2025Q2", "140", None),
    ] {
        set(&ledger, library, "reading_seats", seats);
        close(&ledger, name, place);
    }
    let text = PACK_TEXT.replace("op = \">=\", value = 130", "op = \">=\", value = 135");
    let other = Pack::read(&text).unwrap();
    ledger
        .open()
        .write(|writer| writer.load_pack(&other, "示例管理员"))
        .unwrap();
    // A quarter is judged by the text of its last day: this one was loaded before that of 2025Q3.
    let loaded = "UPDATE pack_text SET loaded_at = '2025-08-01T00:00:00.000Z' WHERE number = 2";
    assert_eq!(ledger.raw().execute(loaded, []).unwrap(), 1);
    set(&ledger, library, "reading_seats", "160");
    close(&ledger, "2025Q3", None);
    ledger
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn a_place_has_what_closes_froze_and_last_how_it_is_now() {
    let ledger = closed();
    let store = ledger.open();
    let past = store.past_quarters(pack(), store.today()).unwrap();
    assert_eq!(past.first_closed(), Some(quarter("2024Q1")));
    assert_eq!(past.last_closed(), Some(quarter("2025Q3")));
    assert!(!past.is_closed(quarter("2024Q3")));
    let asked: Vec<Period> = [
        "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3",
    ]
    .map(quarter)
    .into_iter()
    .chain([past.running()])
    .collect();
    let huzhen = store.place_history(&past, HUZHEN, &asked).unwrap();
    let trend = huzhen.trend("library", (quarter("2024Q1"), quarter("2025Q3")));
    let haves = trend.points.iter().map(TrendPoint::have);
    let expected = [
        Some("100"),
        Some("120"),
        None,
        None,
        Some("150"),
        Some("140"),
        Some("160"),
    ];
    let expected = expected.map(|have| have.map(number));
    assert_eq!(haves.collect::<Vec<_>>(), expected);
    assert_eq!(trend.runs(TrendPoint::have), [0..2, 4..6, 6..7]);
    let unknown = huzhen.figure("library", quarter("2024Q4")).unwrap();
    assert_eq!((unknown.verdict, unknown.have), (Verdict::Unknown, None));
    let now = &huzhen.quarters[&past.running()];
    assert!(!now.is_closed);
    assert_eq!(now.figures["library"].have, Some(number("160")));
    assert_eq!(now.figures["library"].need, Some(number("135")));
}

#[test]
fn changes_are_told_between_quarters_of_one_rule() {
    let ledger = closed();
    let store = ledger.open();
    let past = store.past_quarters(pack(), store.today()).unwrap();
    let all = [
        "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3",
    ]
    .map(quarter);
    let huzhen = store.place_history(&past, HUZHEN, &all).unwrap();
    let change =
        |before: &str, now: &str| huzhen.change("library", (quarter(before), quarter(now)));
    let grown = change("2024Q1", "2024Q2").unwrap();
    assert_eq!(
        (grown.amount, grown.rate),
        (number("20"), Some(number("20")))
    );
    let year = change("2024Q2", "2025Q2").unwrap();
    assert_eq!(year.rate, Number::fraction(2000, 120));
    assert_eq!(change("2024Q4", "2025Q1"), Err(NoChange::UnknownBefore));
    let not_closed = NoChange::Gap(TrendGap::NotClosed);
    assert_eq!(change("2024Q3", "2024Q4"), Err(not_closed));
    assert_eq!(change("2025Q2", "2025Q3"), Err(NoChange::RuleChanged));
    // Another county was not closed in that quarter.
    let wenxi = store.place_history(&past, WENXI, &all).unwrap();
    let gap = wenxi.figure("library", quarter("2025Q1"));
    assert_eq!(gap.unwrap_err(), TrendGap::NotClosed);
    let compliance = wenxi.quarters[&quarter("2025Q2")].compliance;
    assert_eq!((compliance.met, compliance.unknown), (0, 0));
    assert!(compliance.short > 0);
}

#[test]
fn a_place_is_read_by_the_index_and_no_other_with_it() {
    let ledger = closed();
    let db = ledger.raw();
    let mut query = db
        .prepare(
            "EXPLAIN QUERY PLAN SELECT standings FROM closed_standing
             WHERE closed = ?1 AND pack = ?2 AND place = ?3 ORDER BY rowid LIMIT 1",
        )
        .unwrap();
    let steps: Vec<String> = query
        .query_map(["", "", ""], |row| row.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(
        steps[0].contains("USING INDEX closed_standing_closed (closed=? AND pack=? AND place=?)"),
        "{steps:?}"
    );
}

#[test]
fn a_close_that_was_taken_back_is_a_gap() {
    let ledger = closed();
    let mut store: Store = ledger.open();
    let last = quarter("2025Q3");
    let close = store.close_of(last, None).unwrap();
    store
        .write(|writer| writer.reopen_quarter(&close, "漏报", "示例管理员"))
        .unwrap();
    let past = store.past_quarters(pack(), store.today()).unwrap();
    assert_eq!(past.last_closed(), Some(quarter("2025Q2")));
    let history = store.place_history(&past, HUZHEN, &[last]).unwrap();
    assert_eq!(
        history.figure("library", last).unwrap_err(),
        TrendGap::NotClosed
    );
}
