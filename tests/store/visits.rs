//! Visits on the spot: on record, handed on, and not to be altered.

use chrono::NaiveDate;
use taizhang::domain::record::{Evidence, EvidenceKind};
use taizhang::domain::review::{SiteVisit, VisitResult};
use taizhang::i18n::{InspectMsg, LedgerRefusal};
use taizhang::store::audit::verify;
use taizhang::store::share::exchange::StartAt;
use taizhang::store::{Inspector, Limits, ReviewFilter, Store, StoreError, Visiting};
use uuid::Uuid;

use crate::merging::{merge, set, sound, the_library, town};
use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, WENXI, add, column, rows};

const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Writes down a visit by two persons on a day, with a photograph.
fn visit_on(store: &Store, limits: &Limits, id: Uuid, on: NaiveDate) -> Result<(), StoreError> {
    let inspector = Inspector::new(store, "示例审核人", limits).unwrap();
    let persons = ["示例甲".to_owned(), "示例乙".to_owned()];
    let photos = [Evidence {
        name: "现场.jpg".into(),
        kind: EvidenceKind::Photo,
        date: on.into(),
        sha256: SHA256.into(),
    }];
    let visiting = Visiting {
        record: id,
        base: &store.heads(id).unwrap(),
        on,
        persons: &persons,
        photos: &photos,
        result: VisitResult::Differs,
        remark: " 座席少 4 个 ",
    };
    inspector.write_visit(&visiting, store.today())
}

fn visit(store: &Store, id: Uuid) -> SiteVisit {
    visit_on(store, &Limits::default(), id, day("2025-06-30")).unwrap();
    store.site_visits(id).unwrap().pop().unwrap()
}

#[test]
fn a_visit_is_on_record_with_the_version_it_was_compared_with() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let [id, other] = [(); 2].map(|()| add(&mut store, "library", HUZHEN, &[]));
    let not_visited = ReviewFilter {
        not_visited: true,
        ..ReviewFilter::default()
    };
    assert_eq!(store.reviewed(&not_visited, 0, 9).unwrap().len(), 2);
    let done = visit(&store, id);
    crate::walked::assert_walked(&store, &not_visited);
    assert_eq!(done.persons, ["示例甲", "示例乙"]);
    assert_eq!(
        (done.visited_on, done.remark.as_str()),
        (day("2025-06-30"), "座席少 4 个")
    );
    assert_eq!(
        (done.result, &done.photos[0].sha256[..]),
        (VisitResult::Differs, SHA256)
    );
    assert_eq!(done.version, store.heads(id).unwrap());
    assert_eq!(
        store.record(id).unwrap().unwrap().heads,
        done.version,
        "no new version"
    );
    let left = store.reviewed(&not_visited, 0, 9).unwrap();
    assert_eq!(
        left.iter().map(|one| one.record).collect::<Vec<_>>(),
        [other]
    );
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn what_cannot_be_a_visit_is_refused() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[]);
    let refusal = |done: Result<(), StoreError>| match done {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let tomorrow = store.today().succ_opt().unwrap();
    let everywhere = Limits::default();
    assert_eq!(
        refusal(visit_on(&store, &everywhere, id, tomorrow)),
        LedgerRefusal::VisitToCome {
            on: tomorrow.to_string()
        }
    );
    let limits = Limits {
        places: vec![WENXI.into()],
        kinds: Vec::new(),
    };
    let outside = refusal(visit_on(&store, &limits, id, day("2025-06-30")));
    assert!(matches!(outside, LedgerRefusal::OutsideReview { .. }));
    let inspector = Inspector::new(&store, "示例审核人", &everywhere).unwrap();
    let base = store.heads(id).unwrap();
    let nobody = Visiting {
        record: id,
        base: &base,
        on: day("2025-06-30"),
        persons: &[],
        photos: &[],
        result: VisitResult::Agrees,
        remark: "",
    };
    let today = store.today();
    let done = refusal(inspector.write_visit(&nobody, today));
    assert_eq!(done, LedgerRefusal::NobodyVisited);
    set(&ledger, id, "reading_seats", "97");
    let persons = ["示例甲".to_owned()];
    let stale = Visiting {
        persons: &persons,
        ..nobody
    };
    let changed = refusal(inspector.write_visit(&stale, today));
    assert!(matches!(changed, LedgerRefusal::ChangedSince { .. }));
    assert_eq!(store.site_visits(id).unwrap(), []);
}

#[test]
fn a_visit_that_was_altered_is_found() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[]);
    visit(&store, id);
    let db = ledger.raw();
    for sql in [
        "UPDATE site_visit SET result = 'agrees'",
        "DELETE FROM site_visit",
    ] {
        let refused = db.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("a visit is never altered"), "{refused}");
    }
    let guard: String = column(
        &db,
        "SELECT sql FROM sqlite_schema WHERE name = 'site_visit_is_never_altered'",
    )
    .remove(0);
    let past_the_guard = |sql: &str| {
        db.execute_batch(&format!(
            "BEGIN; DROP TRIGGER site_visit_is_never_altered; {sql}; {guard}; COMMIT"
        ))
        .unwrap();
    };
    for set in [
        "result = 'agrees'",
        "visited_on = '2025-06-29'",
        "visited_on = 'x'",
        "persons = '[]'",
        "photos = '[]'",
        "photos = replace(photos, 'ba78', 'ab78')",
        "remark = ''",
        "version = '[]'",
        "author = 'x'",
    ] {
        past_the_guard("CREATE TEMP TABLE kept AS SELECT * FROM site_visit");
        past_the_guard(&format!("UPDATE site_visit SET {set}"));
        let found = store.inspect().unwrap();
        let is_act = |what: &InspectMsg| matches!(what, InspectMsg::ActRow { .. });
        assert!(found.iter().any(|flaw| is_act(&flaw.what)), "{set}");
        past_the_guard(
            "UPDATE site_visit SET (visited_on, persons, photos, result, remark, version, author) =
                 (SELECT visited_on, persons, photos, result, remark, version, author FROM kept);
             DROP TABLE kept",
        );
        assert_eq!(store.inspect(), Ok(vec![]), "{set}");
    }
}

#[test]
fn a_visit_is_in_snapshots_exchange_files_and_merges_and_in_no_earlier_day() {
    let ledger = Ledger::with_records();
    let other = town(&ledger);
    let id = the_library(&ledger);
    let done = visit(&other.open(), id);
    let out = other.folder().join("out.tzx");
    let cancel = std::sync::Arc::default();
    other
        .open()
        .export_changes(&out, &StartAt::AfterTheLast, "示例填报人", &cancel)
        .unwrap();
    let merged = merge(&ledger, &out).unwrap();
    assert_eq!((merged.visits, merged.is_nothing()), (1, false));
    assert!(merge(&ledger, &out).unwrap().is_nothing());
    assert_eq!(ledger.open().site_visits(id).unwrap(), [done]);
    sound(&ledger);
    let copy = ledger.folder().join("copy.db");
    snapshot(&ledger.path, &copy).unwrap();
    assert!(verify(&copy, None).unwrap().passed());
    let read = rows(
        &rusqlite::Connection::open(&copy).unwrap(),
        "SELECT result, persons FROM site_visit",
    );
    assert_eq!(read.len(), 1);
    let store = ledger.open();
    let yesterday = store.today().pred_opt().unwrap();
    let past = store.as_of(yesterday).unwrap();
    assert_eq!(past.site_visits(id).unwrap(), []);
}
