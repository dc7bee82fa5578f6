//! What the ledger knew at the end of a day.

use chrono::NaiveDate;
use serde_json::Value as Json;
use taizhang::domain::policy::Pack;
use taizhang::store::Store;

use crate::support::{
    BEGUN, BIHU, HUZHEN, Ledger, PACK_TEXT, WENXI, add, edit, except, pack, places,
};
use crate::trail::unguarded;

/// After every change that a test makes.
const AFTER_ALL: &str = "2100-01-01";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Gives the changes of the ledger other times, in the order they were made.
pub(crate) fn date(ledger: &Ledger, times: &[&str]) {
    unguarded(&ledger.raw(), |db| {
        for (seq, time) in (BEGUN + 1..).zip(times) {
            db.execute(
                "UPDATE change SET at = ?2 WHERE seq = ?1",
                (seq, format!("{time}T12:00:00.000Z")),
            )
            .unwrap();
        }
    });
}

#[test]
fn the_standings_at_the_end_of_a_day_are_those_of_the_changes_made_until_then() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("place".into(), WENXI.into()));
    })
    .unwrap();
    edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    date(&ledger, &["2026-03-31", "2026-05-01", "2026-07-01"]);
    let met = |on: &str| -> Vec<String> {
        let all = store.standings_as_of(pack(), day(on), None).unwrap();
        all.into_iter()
            .filter(|standing| standing.verdict.word() == "met")
            .map(|standing| standing.place)
            .collect()
    };
    assert_eq!(met("2026-03-30"), [""; 0]);
    assert_eq!(met("2026-03-31"), [HUZHEN]);
    assert_eq!(met("2026-06-30"), [WENXI]);
    assert_eq!(met("2026-07-01"), [""; 0]);
    let known = |on: &str| store.has_records_as_of(day(on)).unwrap();
    assert_eq!(
        ["2026-03-30", "2026-03-31", AFTER_ALL].map(known),
        [false, true, true]
    );
}

#[test]
fn the_standings_after_the_last_change_are_those_of_now_also_of_a_county_with_its_towns() {
    let folder = tempfile::tempdir().unwrap();
    let text = PACK_TEXT.replace(
        r#"["331122101", "331121101", "331102100"]"#,
        r#"["331122", "331122101", "331102100"]"#,
    );
    let pack = Pack::read(&text).unwrap();
    let mut store = Store::create(
        &folder.path().join("示例.db"),
        &places(),
        &[pack],
        "示例管理员",
    )
    .unwrap();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    add(
        &mut store,
        "fitness_center",
        BIHU,
        &[("building_area_m2", "1800")],
    );
    add(&mut store, "greenway", WENXI, &[("length_km", "3")]);
    except(&mut store, "library", BIHU);
    let pack = store.pack(None).unwrap();
    let mut now = store
        .standings_of(&pack.code, None, day("2026-01-01"))
        .unwrap();
    assert_eq!(
        now.iter()
            .filter(|standing| standing.verdict.word() == "met")
            .count(),
        2,
        "the town, and its county"
    );
    assert_eq!(
        now.iter()
            .filter(|standing| standing.exception.is_some())
            .count(),
        1
    );
    let then = store.standings_as_of(pack, day(AFTER_ALL), None).unwrap();
    // That exception is over by then, which is all that a day does to a standing.
    for standing in &mut now {
        standing.exception = None;
    }
    assert_eq!(now, then);
}

#[test]
fn the_fields_of_a_record_at_the_end_of_a_day_are_those_of_the_changes_made_until_then() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    edit(&mut store, id, |f| {
        drop(f.insert("reading_seats".into(), "130".into()));
    })
    .unwrap();
    date(&ledger, &["2026-05-01"]);
    let seats = |store: &Store, on: &str| {
        let fields = store.fields_as_of(id, day(on)).unwrap();
        fields
            .get("reading_seats")
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    assert_eq!(seats(&store, "2026-03-31"), None);
    assert_eq!(seats(&store, "2026-06-30").as_deref(), Some("96"));
    assert_eq!(seats(&store, AFTER_ALL).as_deref(), Some("130"));
    edit(&mut store, id, |f| {
        drop(f.insert("deleted".into(), true.into()));
    })
    .unwrap();
    assert_eq!(seats(&store, AFTER_ALL), None);
}

/// Gives the texts of the pack other times of loading, in the order in which they were loaded.
pub(crate) fn loaded_on(ledger: &Ledger, days: &[&str]) {
    for (number, day) in (1..).zip(days) {
        let sql = "UPDATE pack_text SET loaded_at = ?2 WHERE number = ?1";
        ledger
            .raw()
            .execute(sql, (number, format!("{day}T12:00:00.000Z")))
            .unwrap();
    }
}

#[test]
fn a_day_is_judged_by_the_text_that_the_pack_had_then() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "110")]);
    let easier = PACK_TEXT.replace("op = \">=\", value = 130", "op = \">=\", value = 100");
    let easier = Pack::read(&easier).unwrap();
    for pack in [&easier, pack()] {
        store
            .write(|writer| writer.load_pack(pack, "示例管理员"))
            .unwrap();
    }
    date(&ledger, &["2025-12-01"]);
    loaded_on(&ledger, &["2026-01-10", "2026-03-10", "2026-06-10"]);
    let now = store.pack(None).unwrap();
    let judged = |on: &str| {
        let pack = store.pack_as_of(now, day(on)).unwrap();
        let text = store.judged_by(&pack, day(on)).unwrap().unwrap();
        let all = store.standings_as_of(&pack, day(on), None).unwrap();
        let library = all
            .iter()
            .find(|standing| standing.requirement == "library" && standing.place == HUZHEN);
        (
            library.unwrap().verdict.word(),
            text.loaded_at.get(..10).unwrap().to_owned(),
            (text.is_later, text.is_newest),
        )
    };
    let (first, second, third) = ("2026-01-10", "2026-03-10", "2026-06-10");
    for (on, verdict, loaded, of) in [
        // Nothing was loaded yet: the first text is the nearest.
        ("2026-01-09", "short", first, (true, false)),
        (first, "short", first, (false, false)),
        ("2026-03-09", "short", first, (false, false)),
        (second, "met", second, (false, false)),
        ("2026-06-09", "met", second, (false, false)),
        (third, "short", third, (false, true)),
        (AFTER_ALL, "short", third, (false, true)),
    ] {
        assert_eq!(judged(on), (verdict, loaded.to_owned(), of), "{on}");
    }
    let strange = Pack::read(&PACK_TEXT.replace("130", "131")).unwrap();
    assert_eq!(store.judged_by(&strange, day(third)), Ok(None));
}

/// A report of one town must not walk over the changes of all others.
#[test]
fn the_changes_of_a_place_and_the_acts_of_a_sort_are_looked_up_by_index() {
    let ledger = Ledger::new();
    let db = ledger.raw();
    let plan = |sql: &str| {
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(3)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    let saves = "(subject = 'facility' OR subject = 'sheet' OR subject = 'exception')";
    let of_place = format!("SELECT record FROM change WHERE {saves} AND patch ->> 'place' = '1'");
    let found = plan(&format!(
        "SELECT * FROM change WHERE {saves} AND record IN ({of_place}) ORDER BY record"
    ));
    assert!(
        found.iter().all(|step| !step.starts_with("SCAN")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|step| step.contains("change_place")),
        "{found:?}"
    );
    let acts = "subject <> 'facility' AND subject <> 'sheet' AND subject <> 'exception'";
    let found = plan(&format!(
        "SELECT * FROM change WHERE subject = 'finding' AND {acts} ORDER BY record, site, seq"
    ));
    assert!(found[0].contains("change_act"), "{found:?}");
}
