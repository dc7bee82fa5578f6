//! Random samples on record: drawn, handed on, and not to be altered.

use std::collections::BTreeSet;

use taizhang::domain::review::{ReviewState, Sample, SampleFrame, SampleRule};
use taizhang::i18n::{InspectMsg, LedgerRefusal, MergeFault};
use taizhang::store::audit::verify;
use taizhang::store::share::exchange::StartAt;
use taizhang::store::share::merge::MergeError;
use taizhang::store::{Inspector, Limits, ReviewFilter, Store, StoreError};
use uuid::Uuid;

use crate::merging::{merge, set, sound, the_library, town};
use crate::snapshots::snapshot;
use crate::support::{BIHU, HUZHEN, Ledger, WENXI, add, column, rows};

const RULE: (usize, usize, &str) = (3, 2, "2026");

fn rule((every, at_least, seed): (usize, usize, &str)) -> SampleRule {
    SampleRule {
        seed: seed.into(),
        every,
        at_least,
    }
}

fn inspector(store: &Store, limits: &Limits) -> Inspector {
    Inspector::new(store, "示例审核人", limits).unwrap()
}

/// Ten libraries in 壶镇镇 and one in 温溪镇.
fn with_libraries() -> (Ledger, Store) {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    for _ in 0..10 {
        add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    }
    add(&mut store, "library", WENXI, &[("reading_seats", "96")]);
    (ledger, store)
}

fn drawn(store: &Store, frame: &SampleFrame) -> Sample {
    let id = inspector(store, &Limits::default())
        .draw_sample(&rule(RULE), frame)
        .unwrap();
    store.find_sample(&id.to_string()).unwrap()
}

#[test]
fn a_sample_is_on_record_and_the_same_seed_draws_the_same_again() {
    let (ledger, store) = with_libraries();
    let first = drawn(&store, &SampleFrame::default());
    assert_eq!((first.population, first.digest.len()), (11, 64));
    assert_eq!(first.author, "示例审核人");
    let again = drawn(&store, &SampleFrame::default());
    assert_eq!(
        (&again.records, &again.digest),
        (&first.records, &first.digest)
    );
    assert_eq!(store.samples().unwrap(), [again, first.clone()]);
    let filter = ReviewFilter {
        sample: Some(first.id),
        ..ReviewFilter::default()
    };
    crate::walked::assert_walked(&store, &filter);
    let listed = store.reviewed(&filter, 0, 20).unwrap();
    let listed: BTreeSet<Uuid> = listed.iter().map(|one| one.record).collect();
    assert_eq!(listed, first.records.iter().copied().collect());
    let in_wenxi = |one: &&String| *one == WENXI;
    let places: Vec<String> = column(
        &ledger.raw(),
        "SELECT record.place FROM review_sample JOIN json_each(records) JOIN record ON record.id = value",
    );
    assert_eq!(
        places.iter().filter(in_wenxi).count(),
        2,
        "one in each sample"
    );
    assert_eq!(store.inspect(), Ok(vec![]));
    // Another order of the rows is no other sample.
    let other = town(&ledger);
    let theirs = drawn(&other.open(), &SampleFrame::default());
    assert_eq!(theirs.records, first.records);
    let id = first.id.to_string();
    let ids = store.find_sample(&id[..8]).map(|one| one.id);
    assert!(
        ids.is_err() || ids == Ok(first.id),
        "a beginning may be of two"
    );
}

#[test]
fn a_sample_is_drawn_within_its_frame_and_the_limits() {
    let (_ledger, store) = with_libraries();
    let of_wenxi = SampleFrame {
        places: vec![WENXI.into()],
        kinds: vec!["library".into()],
        state: Some(ReviewState::Draft),
    };
    assert_eq!(drawn(&store, &of_wenxi).population, 1);
    let limits = Limits {
        places: vec![HUZHEN.into()],
        kinds: Vec::new(),
    };
    let limited = inspector(&store, &limits);
    let id = limited
        .draw_sample(&rule(RULE), &SampleFrame::default())
        .unwrap();
    let sample = store.find_sample(&id.to_string()).unwrap();
    assert_eq!(
        (sample.population, &sample.frame.places),
        (10, &limits.places)
    );
    let refusal = |done: Result<Uuid, StoreError>| match done {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let outside = refusal(limited.draw_sample(&rule(RULE), &of_wenxi));
    assert_eq!(outside, LedgerRefusal::OutsideReview { name: WENXI.into() });
    let everywhere = inspector(&store, &Limits::default());
    let nothing = SampleFrame {
        places: vec![BIHU.into()],
        ..SampleFrame::default()
    };
    assert_eq!(
        refusal(everywhere.draw_sample(&rule(RULE), &nothing)),
        LedgerRefusal::NothingToDraw
    );
    for bad in [(0, 1, "a"), (100_001, 0, "a"), (1, 1001, "a"), (1, 1, " ")] {
        let done = everywhere.draw_sample(&rule(bad), &SampleFrame::default());
        assert_eq!(refusal(done), LedgerRefusal::NoSampleRule);
    }
}

#[test]
fn a_sample_that_was_altered_is_found() {
    let (ledger, store) = with_libraries();
    drawn(&store, &SampleFrame::default());
    let db = ledger.raw();
    for sql in [
        "UPDATE review_sample SET seed = '7'",
        "DELETE FROM review_sample",
    ] {
        let refused = db.execute(sql, []).unwrap_err().to_string();
        assert!(refused.contains("a sample is never altered"), "{refused}");
    }
    let guard: String = column(
        &db,
        "SELECT sql FROM sqlite_schema WHERE name = 'review_sample_is_never_altered'",
    )
    .remove(0);
    for sql in [
        "UPDATE review_sample SET seed = '7'",
        "UPDATE review_sample SET every = 4",
        "UPDATE review_sample SET records = '[]'",
        "UPDATE review_sample SET records = json_array('01900000-0000-7000-8000-000000000000')",
        "UPDATE review_sample SET drawn_from = 12",
        "UPDATE review_sample SET digest = 'x'",
        "UPDATE review_sample SET author = 'x'",
    ] {
        db.execute_batch("BEGIN; DROP TRIGGER review_sample_is_never_altered")
            .unwrap();
        db.execute_batch(sql).unwrap();
        db.execute_batch(&guard).unwrap();
        db.execute_batch("COMMIT").unwrap();
        let found = store.inspect().unwrap();
        let is_act = |what: &InspectMsg| matches!(what, InspectMsg::ActRow { .. });
        assert!(found.iter().any(|flaw| is_act(&flaw.what)), "{sql}");
        db.execute_batch("BEGIN; DROP TRIGGER review_sample_is_never_altered")
            .unwrap();
        // The row again as its entry of the trail has it.
        db.execute_batch(
            "UPDATE review_sample SET (seed, every, records, drawn_from, digest, author) = (
                 SELECT patch ->> 'seed', patch ->> 'every', patch -> 'records', patch ->> 'drawn_from',
                     patch ->> 'digest', change.author
                 FROM change WHERE change.record = review_sample.id)",
        )
        .unwrap();
        db.execute_batch(&guard).unwrap();
        db.execute_batch("COMMIT").unwrap();
        assert_eq!(store.inspect(), Ok(vec![]), "{sql}");
    }
}

#[test]
fn a_sample_is_in_snapshots_exchange_files_and_merges_and_in_no_earlier_day() {
    let ledger = Ledger::with_records();
    let other = town(&ledger);
    let sample = drawn(&other.open(), &SampleFrame::default());
    let out = other.folder().join("out.tzx");
    let export = |store: &mut Store, out: &std::path::Path| {
        let cancel = std::sync::Arc::default();
        store
            .export_changes(out, &StartAt::AfterTheLast, "示例填报人", &cancel)
            .unwrap();
    };
    export(&mut other.open(), &out);
    let merged = merge(&ledger, &out).unwrap();
    assert_eq!((merged.samples, merged.is_nothing()), (1, false));
    assert_eq!(
        ledger.open().samples().unwrap(),
        std::slice::from_ref(&sample)
    );
    assert!(merge(&ledger, &out).unwrap().is_nothing());
    sound(&ledger);
    let copy = ledger.folder().join("copy.db");
    snapshot(&ledger.path, &copy).unwrap();
    assert!(verify(&copy, None).unwrap().passed());
    let read = "SELECT seed, records FROM review_sample";
    assert_eq!(
        rows(&rusqlite::Connection::open(&copy).unwrap(), read).len(),
        1
    );
    let store = ledger.open();
    let yesterday = store.today().pred_opt().unwrap();
    assert_eq!(store.as_of(yesterday).unwrap().samples().unwrap(), []);
}

#[test]
fn a_sample_of_records_that_are_not_here_is_refused_until_they_are() {
    let ledger = Ledger::with_records();
    let third = town(&ledger);
    let other = town(&ledger);
    set(&third, the_library(&ledger), "reading_seats", "131");
    add(
        &mut third.open(),
        "library",
        WENXI,
        &[("reading_seats", "50")],
    );
    merge(&other, &third.path).unwrap();
    let frame = SampleFrame {
        places: vec![WENXI.into()],
        ..SampleFrame::default()
    };
    let id = inspector(&other.open(), &Limits::default())
        .draw_sample(&rule((1, 0, "1")), &frame)
        .unwrap();
    let out = other.folder().join("out.tzx");
    other
        .open()
        .export_changes(
            &out,
            &StartAt::AfterTheLast,
            "示例填报人",
            &std::sync::Arc::default(),
        )
        .unwrap();
    let Err(MergeError::Refused(fault)) = merge(&ledger, &out) else {
        panic!("it was taken");
    };
    assert_eq!(
        fault,
        MergeFault::LooseAct {
            act: id.to_string()
        }
    );
    merge(&ledger, &third.path).unwrap();
    assert_eq!(merge(&ledger, &out).unwrap().samples, 1);
    sound(&ledger);
}
