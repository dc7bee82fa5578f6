//! What a session may not do, whatever a screen tries.

use std::os::unix::fs::PermissionsExt as _;

use taizhang::domain::record::Subject;
use taizhang::domain::verdict::Filter;
use taizhang::i18n::{Lang, LedgerFault, LedgerRefusal, Say as _};
use taizhang::store::{
    Inspector, Limits, MatrixRows, Narrowed, ReviewFilter, Save, Store, StoreError,
};
use taizhang::transfer::import;
use taizhang::transfer::import::ImportRequest;
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use uuid::Uuid;

use super::support::{
    Fields, HUZHEN, Ledger, TOWNS, WENXI, add, edit, excepted_library, fields, main_file, pack,
    places, save, standing_fields,
};

const NOT_YOURS: fn(&StoreError) -> bool = |error| {
    matches!(
        error,
        StoreError::Refused(LedgerRefusal::NotYourPlace { .. })
    )
};

#[test]
fn a_clerk_changes_nothing_of_another_town() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let (mine, theirs) = (
        add(&mut store, "library", HUZHEN, &[]),
        add(&mut store, "library", WENXI, &[]),
    );
    store.restrict_to(vec![HUZHEN.into()]);
    let before = ledger.rows();
    let refused = |result: Result<_, StoreError>| assert!(NOT_YOURS(&result.unwrap_err()));
    let typed = [("name", "示例"), ("status", "existing")];
    refused(save(
        &mut store,
        Uuid::now_v7(),
        &[],
        &fields("library", WENXI, &typed),
    ));
    refused(edit(&mut store, theirs, |fields| {
        drop(fields.insert("name".into(), "x".into()));
    }));
    refused(edit(&mut store, theirs, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    }));
    refused(edit(&mut store, mine, |fields| {
        drop(fields.insert("place".into(), WENXI.into()));
    }));
    refused(edit(&mut store, theirs, |fields| {
        drop(fields.insert("place".into(), HUZHEN.into()));
    }));
    // One refused save takes the whole column or file with it.
    let (own, base) = standing_fields(&store, mine);
    let (other, other_base) = standing_fields(&store, theirs);
    refused(
        store
            .write(|writer| {
                let both = [
                    (mine, base.as_slice(), own),
                    (theirs, other_base.as_slice(), other),
                ];
                both.into_iter()
                    .try_fold(None, |_, (record, base, mut fields)| {
                        fields.insert("address".into(), "示例路".into());
                        writer
                            .save(&of(record, Subject::Facility, base, fields))
                            .map(Some)
                    })
            })
            .map(|saved| saved.unwrap()),
    );
    assert_eq!(ledger.rows(), before);
}

fn of(
    record: Uuid,
    subject: Subject,
    base: &[taizhang::domain::record::ChangeId],
    fields: Fields,
) -> Save<'_> {
    Save {
        record,
        subject,
        base,
        fields,
        author: "示例填报人",
        reason: "",
    }
}

fn exception(town: &str) -> Fields {
    let pairs = [
        ("place", town),
        ("pack", &pack().code),
        ("requirement", "library"),
        ("document", "示例"),
        ("reason", "示例"),
    ];
    pairs
        .into_iter()
        .map(|(code, value)| (code.to_owned(), value.into()))
        .collect()
}

#[test]
fn a_clerk_records_and_moves_no_exception_of_another_town() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = Uuid::now_v7();
    store
        .write(|writer| writer.save(&of(id, Subject::Exception, &[], exception(WENXI))))
        .unwrap();
    let base = store
        .identified_record(Subject::Exception, &excepted_library(WENXI))
        .unwrap()
        .unwrap()
        .1
        .heads;
    store.restrict_to(vec![HUZHEN.into()]);
    let before = ledger.rows();
    for (id, base, town) in [
        (Uuid::now_v7(), &[][..], WENXI),
        (id, &base, WENXI),
        (id, &base, HUZHEN),
    ] {
        let mut fields = exception(town);
        fields.insert("document".into(), "另一份".into());
        let refused = store.write(|writer| writer.save(&of(id, Subject::Exception, base, fields)));
        assert!(NOT_YOURS(&refused.unwrap_err()));
    }
    assert_eq!(ledger.rows(), before);
    store
        .write(|writer| {
            writer.save(&of(
                Uuid::now_v7(),
                Subject::Exception,
                &[],
                exception(HUZHEN),
            ))
        })
        .unwrap();
}

#[test]
fn a_clerk_imports_nothing_into_another_town() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    store.restrict_to(vec![HUZHEN.into()]);
    let before = ledger.rows();
    let (kind, author, day) = ("library", "示例填报人", chrono::NaiveDate::default());
    let aliases = Aliases::default();
    let order = ImportRequest {
        lang: Lang::En,
        ..ImportRequest::plain("rows.csv", kind, author, &aliases, day)
    };
    let file = "town,name,status\n壶镇镇,示例馆,现有\n温溪镇,示例馆,现有\n";
    let refused = import::import(&mut store, file.as_bytes(), &order, &mut Notes::default())
        .unwrap_err()
        .say(Lang::En);
    assert!(
        refused.contains("may not change records of \"温溪镇\""),
        "{refused}"
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_clerk_changes_neither_places_nor_packs() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    store.restrict_to(TOWNS.map(str::to_owned).to_vec());
    let before = ledger.rows();
    let refused = [
        store.write(|writer| writer.load_places(&places(), "示例管理员").map(drop)),
        store.write(|writer| writer.load_pack(pack(), "示例管理员")),
    ];
    assert!(
        refused
            .iter()
            .all(|refused| *refused == Err(LedgerRefusal::NotYourTask.into())),
        "{refused:?}"
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_session_for_review_writes_nothing_and_cannot_be_talked_out_of_it() {
    let ledger = Ledger::new();
    let id = add(&mut ledger.open(), "library", HUZHEN, &[]);
    let mut store = Store::open_for_review(&ledger.path).unwrap();
    store.restrict_to(vec![HUZHEN.into()]);
    assert!(store.is_for_review() && !store.may_write(HUZHEN).unwrap());
    let refused = edit(&mut store, id, |fields| {
        drop(fields.insert("name".into(), "x".into()));
    });
    assert_eq!(refused, Err(LedgerRefusal::OnlyReviews.into()));
    assert_eq!(
        store.inspect(),
        Ok(vec![]),
        "everything is read, the examination too"
    );
    assert_eq!(store.counts(&pack().code).unwrap().unknown, 1);
    assert!(store.find_record("示例设施").is_ok() && store.facts().is_ok());
}

/// Whatever a screen asks, in a session whose connection is asked before every statement.
#[test]
fn every_question_of_the_screens_is_answered_in_a_session_for_review() {
    let ledger = Ledger::new();
    let mut clerk = ledger.open();
    let id = add(&mut clerk, "library", HUZHEN, &[]);
    clerk
        .write(|writer| {
            writer.save(&of(
                Uuid::now_v7(),
                Subject::Exception,
                &[],
                exception(HUZHEN),
            ))
        })
        .unwrap();
    let mut store = Store::open_for_review(&ledger.path).unwrap();
    let (code, day) = (
        pack().code.as_str(),
        chrono::NaiveDate::from_ymd_opt(2999, 1, 1).unwrap(),
    );
    let places = store.matrix_places(code, MatrixRows::default()).unwrap();
    let rows = store.matrix_page(&places, 0, usize::MAX).unwrap();
    let places: Vec<String> = rows.into_iter().map(|row| row.code).collect();
    assert_eq!(store.matrix(pack(), &places, day).unwrap().len(), 3);
    assert_eq!(store.progress(pack(), None, &places).unwrap().len(), 3);
    assert_eq!(
        store
            .filtered(pack(), &Filter::default(), Narrowed::default(), day)
            .unwrap()
            .len(),
        12
    );
    assert_eq!(store.standings_as_of(pack(), day, None).unwrap().len(), 12);
    assert_eq!(
        store.covered_places(code).unwrap().len(),
        store.covered_count(code).unwrap()
    );
    assert_eq!(store.covering("library", HUZHEN).unwrap().len(), 1);
    assert_eq!(store.exceptions(code, HUZHEN).unwrap().len(), 1);
    assert!(
        store
            .identified_record(Subject::Exception, &excepted_library(HUZHEN))
            .unwrap()
            .is_some()
    );
    assert_eq!(store.records("library", "331122").unwrap().len(), 1);
    assert_eq!(store.history(id).unwrap().len(), 1);
    assert!(store.find_record(&id.to_string()[..13]).is_ok() && store.find_record("没有").is_err());
    assert_eq!(store.place_path(HUZHEN).unwrap(), "缙云县/壶镇镇");
    assert_eq!(
        (store.place_count(), store.reload_packs()),
        (Ok(7), Ok(false))
    );
    assert!(store.data_version().is_ok() && store.is_within(HUZHEN, "331122").unwrap());
    let filter = ReviewFilter {
        place: Some("331122"),
        since: Some("2020"),
        ..ReviewFilter::default()
    };
    assert_eq!(store.reviewed(&filter, 0, 10).unwrap().len(), 1);
    assert!(store.review_of(id).unwrap().is_some() && store.waiting_findings().unwrap().is_empty());
    assert_eq!(store.waiting_drafts("示例填报人").drafts, []);
}

#[test]
fn an_inspector_reads_what_clerks_write_meanwhile_and_holds_nobody_up() {
    let ledger = Ledger::new();
    let mut clerk = ledger.open();
    let reader = Store::open_for_review(&ledger.path).unwrap();
    let inspector = Inspector::new(&reader, "示例审核人", &Limits::default()).unwrap();
    for count in 1..=5 {
        add(&mut clerk, "library", HUZHEN, &[]);
        assert_eq!(reader.record_count(), Ok(count));
        inspector.visit().unwrap();
    }
    drop(clerk);
    assert_eq!(
        reader.record_count(),
        Ok(5),
        "and when the last clerk has left"
    );
}

#[test]
fn a_closed_ledger_is_opened_for_review_as_it_is() {
    let ledger = Ledger::of_bytes(&main_file(&Ledger::new().path));
    let store = Store::open_for_review(&ledger.path).unwrap();
    Inspector::new(&store, "示例", &Limits::default())
        .unwrap()
        .visit()
        .unwrap();
    assert!(store.last_visit("示例").unwrap().is_some());
}

#[test]
fn what_is_not_a_ledger_of_this_version_is_not_opened_for_review() {
    let ledger = Ledger::new();
    let fault = |sql: &str| {
        ledger.raw().execute_batch(sql).unwrap();
        Store::open_for_review(&ledger.path).err().unwrap()
    };
    assert!(matches!(
        fault("PRAGMA user_version = 99"),
        StoreError::Ledger(LedgerFault::Newer { .. }, _)
    ));
    assert_eq!(
        fault("PRAGMA user_version = 0"),
        LedgerFault::Foreign.into()
    );
    assert_eq!(
        fault("PRAGMA application_id = 1"),
        LedgerFault::Foreign.into()
    );
    let absent = ledger.folder().join("absent.db");
    assert_eq!(
        Store::open_for_review(&absent).err(),
        Some(LedgerFault::Absent.into())
    );
    assert!(!absent.exists());
}

/// A folder that a reader cannot write to holds the files of the log, or the reader is told what is
/// missing. The superuser may write anywhere, so this says something for other accounts only.
#[test]
fn a_reader_who_may_not_write_is_told_what_is_missing() {
    let ledger = Ledger::of_bytes(&main_file(&Ledger::new().path));
    std::fs::set_permissions(ledger.folder(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let opened = Store::open_for_review(&ledger.path).map(|_| ());
    std::fs::set_permissions(ledger.folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
    if rustix::process::geteuid().is_root() {
        assert_eq!(opened, Ok(()));
    } else {
        assert_eq!(opened, Err(LedgerFault::OnlyReadable.into()));
    }
}

#[test]
fn own_places_stand_first_and_the_place_of_the_last_save_is_known() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let order = |store: &Store| -> (Vec<String>, usize) {
        let places = store
            .matrix_places(&pack().code, MatrixRows::default())
            .unwrap();
        let rows = store.matrix_page(&places, 0, usize::MAX).unwrap();
        let codes = rows.into_iter().map(|row| row.code).collect();
        (codes, places.first.len())
    };
    let (all, own) = order(&store);
    assert_eq!(own, 0);
    for own in &all {
        let mut restricted = ledger.open();
        restricted.restrict_to(vec![own.clone()]);
        let mut expected = vec![own.clone()];
        expected.extend(all.iter().filter(|code| *code != own).cloned());
        assert_eq!(order(&restricted), (expected.clone(), 1));
        let covered = restricted.covered_places(&pack().code).unwrap();
        let covered: Vec<String> = covered.into_iter().map(|place| place.code).collect();
        assert_eq!(covered, expected);
        for place in &expected {
            add(&mut store, "library", place, &[("reading_seats", "96")]);
            let last = restricted.place_of_last_save("示例填报人").unwrap();
            assert_eq!(last.as_ref(), Some(place), "{own}");
        }
    }
    let nobody = store.place_of_last_save("示例他人").unwrap();
    assert_eq!(nobody, None);
}
