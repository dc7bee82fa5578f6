//! Findings, states and locks, from the clerk's side and the inspector's.

use std::collections::BTreeMap;

use rusqlite::params;
use taizhang::domain::record::Subject;
use taizhang::domain::review::{ActionKind, LeftOut, ReviewRole, ReviewState, ThreadState};
use taizhang::i18n::LedgerRefusal;
use taizhang::store::{
    Approval, FindingAnswer, Inspector, Limits, Returning, Review, ReviewFilter, Save, Saved,
    Store, StoreError,
};
use uuid::Uuid;

use super::merging::past;
use super::support::{
    BIHU, HUZHEN, Ledger, PACK_TEXT, WENXI, add, amend, edit, save, standing_fields,
};
use super::walked::assert_walked;

/// What review needs of a library, beside what every record of the tests has.
const COMPLETE: [(&str, &str); 8] = [
    ("address", "示例路1号"),
    ("operator_unit", "示例单位"),
    ("data_source", "statistics"),
    ("data_as_of", "2026-09-30"),
    ("reported_by", "示例填报人"),
    ("library_type", "branch"),
    ("building_area_m2", "500"),
    ("reading_seats", "130"),
];

fn library(store: &mut Store, town: &str) -> Uuid {
    add(store, "library", town, &COMPLETE)
}

fn inspector(ledger: &Ledger) -> Inspector {
    limited(ledger, &Limits::default())
}

fn limited(ledger: &Ledger, limits: &Limits) -> Inspector {
    Inspector::new(
        &Store::open_for_review(&ledger.path).unwrap(),
        "示例审核人",
        limits,
    )
    .unwrap()
}

fn review(store: &Store, id: Uuid) -> Review {
    store.review_of(id).unwrap().unwrap()
}

fn state(store: &Store, id: Uuid) -> ReviewState {
    let state = review(store, id).state;
    let listed = store
        .reviewed(&ReviewFilter::default(), 0, usize::MAX)
        .unwrap();
    let listed = listed
        .into_iter()
        .find(|reviewed| reviewed.record == id)
        .unwrap();
    assert_eq!(listed.state, state, "the list and the record say the same");
    state
}

/// Returns a record as it stands.
fn raise(store: &Store, inspector: &Inspector, id: Uuid, fields: &[&str]) -> Uuid {
    let fields: Vec<String> = fields.iter().map(|code| (*code).to_owned()).collect();
    let base = standing_fields(store, id).1;
    inspector
        .raise(&Returning {
            record: id,
            base: &base,
            fields: &fields,
            text: "请核对",
        })
        .unwrap()
}

fn approve(store: &Store, inspector: &Inspector, ids: &[Uuid]) -> Approval {
    let seen: Vec<_> = ids
        .iter()
        .map(|id| (*id, standing_fields(store, *id).1))
        .collect();
    inspector
        .approve(seen.iter().map(|(id, base)| (*id, base.as_slice())))
        .unwrap()
}

fn answer(store: &mut Store, record: Uuid, thread: Uuid, text: &str) -> Result<(), StoreError> {
    store.write(|writer| {
        writer.answer(&FindingAnswer {
            record,
            thread,
            text,
            author: "示例填报人",
        })
    })
}

fn refusal<T>(result: Result<T, StoreError>) -> LedgerRefusal {
    match result {
        Err(StoreError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was taken"),
    }
}

fn set(code: &'static str, value: &'static str) -> impl FnOnce(&mut super::support::Fields) {
    move |fields| {
        fields.insert(code.into(), value.into());
    }
}

#[test]
fn a_record_goes_from_draft_to_submitted_returned_answered_and_verified() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = add(&mut store, "library", HUZHEN, &COMPLETE[..7]);
    assert_eq!(state(&store, id), ReviewState::Draft);
    edit(&mut store, id, set("reading_seats", "129")).unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);

    let thread = raise(&store, &inspector, id, &["reading_seats"]);
    assert_eq!(state(&store, id), ReviewState::Returned);
    let waiting = store.waiting_findings().unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (
            waiting[0].thread,
            waiting[0].record,
            waiting[0].text.as_str()
        ),
        (thread, id, "请核对")
    );
    assert_eq!(waiting[0].fields, ["reading_seats"]);

    assert_eq!(
        refusal(answer(&mut store, id, thread, " ")),
        LedgerRefusal::NothingAnswered
    );
    let (mut fields, base) = standing_fields(&store, id);
    fields.insert("reading_seats".into(), "130".into());
    let save = Save {
        record: id,
        subject: Subject::Facility,
        base: &base,
        fields,
        author: "示例填报人",
        reason: "",
    };
    let both = store.write(|writer| {
        let saved = writer.save(&save)?;
        writer.answer(&FindingAnswer {
            record: id,
            thread,
            text: "",
            author: "示例填报人",
        })?;
        Ok::<_, StoreError>(saved)
    });
    assert!(matches!(both, Ok(Saved::Written(_))));
    let seen = review(&store, id);
    assert_eq!(
        (seen.state, seen.threads[0].state),
        (ReviewState::Submitted, ThreadState::Answered)
    );
    assert_eq!(
        seen.changed,
        [(
            "reading_seats".into(),
            Some("129".into()),
            Some("130".into())
        )]
    );
    assert_eq!(store.waiting_findings().unwrap(), []);

    assert_eq!(
        approve(&store, &inspector, &[id]),
        Approval {
            approved: 1,
            skipped: vec![]
        }
    );
    let seen = review(&store, id);
    assert_eq!(
        (seen.state, seen.threads[0].state),
        (ReviewState::Approved, ThreadState::Closed)
    );
    assert_eq!(seen.changed, []);
    let deeds: Vec<_> = seen.acts.iter().map(|act| (act.kind, act.role)).collect();
    let (clerk, inspector) = (ReviewRole::Clerk, ReviewRole::Inspector);
    assert_eq!(
        deeds,
        [
            (ActionKind::Return, inspector),
            (ActionKind::Answer, clerk),
            (ActionKind::Close, inspector),
            (ActionKind::Approve, inspector)
        ]
    );
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_verified_value_is_amended_only_with_a_reason_which_submits_it_again() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    approve(&store, &inspector, &[id]);
    let before = ledger.rows();
    let refused = refusal(edit(&mut store, id, set("reading_seats", "131")));
    let LedgerRefusal::NeedsReason { name, fields } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (name.as_str(), fields.zh.as_str(), fields.en.as_str()),
        ("示例设施", "阅览座席数", "Reading seats")
    );
    assert!(matches!(
        refusal(amend(&mut store, id, " \t", set("name", "x"))),
        LedgerRefusal::NeedsReason { .. }
    ));
    let deleted = edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    });
    assert!(matches!(
        refusal(deleted),
        LedgerRefusal::NeedsReason { .. }
    ));
    assert_eq!(ledger.rows(), before);

    edit(&mut store, id, set("remarks", "示例")).unwrap();
    assert_eq!(
        state(&store, id),
        ReviewState::Submitted,
        "what was empty is filled in freely, and looked at again"
    );
    amend(&mut store, id, "实地清点", set("reading_seats", "131")).unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
    edit(&mut store, id, set("reading_seats", "132")).unwrap();
    approve(&store, &inspector, &[id]);
    let thread = raise(&store, &inspector, id, &["reading_seats"]);
    answer(&mut store, id, thread, "数字无误").unwrap();
    assert_eq!(
        state(&store, id),
        ReviewState::Submitted,
        "what was doubted is verified anew"
    );
    inspector.close(thread, "").unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
    edit(&mut store, id, set("address", "示例路2号")).unwrap_err();
    amend(&mut store, id, "搬迁", set("address", "示例路2号")).unwrap();
    let changed: Vec<String> = review(&store, id)
        .changed
        .into_iter()
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(changed, ["address"]);
    approve(&store, &inspector, &[id]);
    assert_eq!(state(&store, id), ReviewState::Approved);
    assert!(matches!(
        refusal(edit(&mut store, id, set("remarks", "x"))),
        LedgerRefusal::NeedsReason { .. }
    ));
}

#[test]
fn what_tells_of_the_report_is_confirmed_without_a_reason() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    approve(&store, &inspector, &[id]);
    edit(&mut store, id, |fields| {
        fields.insert("data_as_of".into(), "2026-11-23".into());
        fields.insert("reported_by".into(), "示例别人".into());
    })
    .unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
}

#[test]
fn a_returned_record_is_open_in_just_its_marked_fields() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    raise(&store, &inspector, id, &["reading_seats"]);
    for code in ["name", "remarks"] {
        let refused = refusal(edit(&mut store, id, set(code, "x")));
        assert!(
            matches!(refused, LedgerRefusal::NeedsReason { .. }),
            "{code}"
        );
    }
    edit(&mut store, id, set("reading_seats", "129")).unwrap();
    edit(&mut store, id, set("reading_seats", "128")).unwrap();
    amend(&mut store, id, "改名", set("name", "示例新名")).unwrap();
    raise(&store, &inspector, id, &[]);
    edit(&mut store, id, set("remarks", "x")).unwrap();
    assert_eq!(state(&store, id), ReviewState::Returned);
}

#[test]
fn a_finding_is_answered_closed_and_reopened_in_its_turn_only() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    let other = library(&mut store, HUZHEN);
    let thread = raise(&store, &inspector, id, &["reading_seats"]);
    assert_eq!(
        refusal(inspector.reopen(thread, "x")),
        LedgerRefusal::FindingNotClosed
    );
    assert_eq!(
        refusal(answer(&mut store, other, thread, "x")),
        LedgerRefusal::NoSuchFinding
    );
    answer(&mut store, id, thread, "数字无误，见座席平面图").unwrap();
    answer(&mut store, id, thread, "附图在卷宗三").unwrap();
    assert_eq!(
        refusal(inspector.reopen(thread, " ")),
        LedgerRefusal::NothingSaid
    );
    inspector.reopen(thread, "图上是 120").unwrap();
    assert_eq!(state(&store, id), ReviewState::Returned);
    assert_eq!(store.waiting_findings().unwrap()[0].text, "图上是 120");
    assert_eq!(approve(&store, &inspector, &[id]).skipped.len(), 1);
    inspector.close(thread, "").unwrap();
    assert_eq!(
        refusal(inspector.close(thread, "")),
        LedgerRefusal::FindingClosed
    );
    assert_eq!(
        refusal(answer(&mut store, id, thread, "x")),
        LedgerRefusal::FindingClosed
    );
    assert_eq!(state(&store, id), ReviewState::Submitted);
    assert_eq!(
        refusal(inspector.close(Uuid::now_v7(), "")),
        LedgerRefusal::NoSuchFinding
    );
    assert_eq!(review(&store, id).threads[0].acts.len(), 5);
    assert_eq!(store.findings(id).unwrap().len(), 5);
}

#[test]
fn an_inspector_judges_what_the_inspector_saw() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    let seen = standing_fields(&store, id).1;
    edit(&mut store, id, set("reading_seats", "1")).unwrap();
    let changed = LedgerRefusal::ChangedSince {
        name: "示例设施".into(),
    };
    let raised = inspector.raise(&Returning {
        record: id,
        base: &seen,
        fields: &[],
        text: "x",
    });
    assert_eq!(refusal(raised), changed);
    let done = inspector.approve([(id, seen.as_slice())]).unwrap();
    assert_eq!(
        done,
        Approval {
            approved: 0,
            skipped: vec![(id, changed)]
        }
    );
    let base = standing_fields(&store, id).1;
    let of = |fields: &[String], text| {
        inspector.raise(&Returning {
            record: id,
            base: &base,
            fields,
            text,
        })
    };
    assert_eq!(refusal(of(&[], "  ")), LedgerRefusal::NothingSaid);
    assert_eq!(
        refusal(of(&["level".into()], "x")),
        LedgerRefusal::NoSuchField {
            field: "level".into()
        }
    );
    assert_eq!(store.findings(id).unwrap(), []);
}

#[test]
fn a_list_is_approved_in_one_transaction_each_in_the_version_that_was_seen() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let fine: Vec<Uuid> = (0..2).map(|_| library(&mut store, HUZHEN)).collect();
    let draft = add(&mut store, "library", HUZHEN, &[]);
    let returned = library(&mut store, WENXI);
    raise(&store, &inspector, returned, &["name"]);
    let answered = library(&mut store, WENXI);
    let thread = raise(&store, &inspector, answered, &[]);
    answer(&mut store, answered, thread, "已核对").unwrap();
    let doubtful = library(&mut store, HUZHEN);
    edit(&mut store, doubtful, set("reading_seats", "9000")).unwrap();
    let [changed, gone] = [(); 2].map(|()| library(&mut store, HUZHEN));
    let listed = [
        fine[0], draft, returned, answered, doubtful, changed, gone, fine[1],
    ];
    let seen: Vec<_> = listed
        .iter()
        .map(|id| (*id, standing_fields(&store, *id).1))
        .collect();
    edit(&mut store, changed, set("reading_seats", "129")).unwrap();
    edit(&mut store, gone, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    let day = store.today();
    let last = |store: &Store| store.trail_mark().unwrap().last.unwrap().seq;
    let before = last(&store);
    let shown = seen.iter().map(|(id, base)| (*id, base.as_slice()));
    let done = inspector.approve_list(shown.clone(), day).unwrap();
    assert_eq!(done.approved, 2);
    assert_eq!(
        done.left_out,
        [
            (draft, LeftOut::Incomplete),
            (returned, LeftOut::Returned),
            (answered, LeftOut::Findings { count: 1 }),
            (doubtful, LeftOut::Doubts { count: 2 }),
            (changed, LeftOut::Changed),
            (gone, LeftOut::Gone),
        ]
    );
    assert_eq!(last(&store), before + 2, "an act each");
    for id in &fine {
        assert_eq!(state(&store, *id), ReviewState::Approved);
        let act = store.findings(*id).unwrap().pop().unwrap();
        let version = standing_fields(&store, *id).1;
        assert_eq!((act.kind, act.version), (ActionKind::Approve, version));
    }
    let again = inspector.approve_list(shown, day).unwrap();
    assert_eq!((again.approved, again.left_out.len()), (0, 8));
    let own = Inspector::new(&store, "示例填报人", &Limits::default()).unwrap();
    let base = standing_fields(&store, changed).1;
    let done = own.approve_list([(changed, base.as_slice())], day).unwrap();
    assert_eq!(done.left_out, [(changed, LeftOut::OwnEntry)]);
    let elsewhere = limited(
        &ledger,
        &Limits {
            places: vec![WENXI.into()],
            ..Limits::default()
        },
    );
    let done = elsewhere
        .approve_list([(changed, base.as_slice())], day)
        .unwrap();
    assert_eq!(done.left_out, [(changed, LeftOut::Outside)]);
}

#[test]
fn many_are_verified_at_once_but_for_those_with_a_problem() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let good: Vec<Uuid> = (0..3).map(|_| library(&mut store, HUZHEN)).collect();
    let draft = add(&mut store, "library", HUZHEN, &[]);
    let returned = library(&mut store, WENXI);
    raise(&store, &inspector, returned, &["name"]);
    let gone = library(&mut store, WENXI);
    let all = [good.clone(), vec![draft, returned, gone]].concat();
    let seen: Vec<_> = all
        .iter()
        .map(|id| (*id, standing_fields(&store, *id).1))
        .collect();
    edit(&mut store, gone, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    let done = inspector
        .approve(seen.iter().map(|(id, base)| (*id, base.as_slice())))
        .unwrap();
    assert_eq!(done.approved, 3);
    let why: Vec<_> = done.skipped.iter().map(|(_, why)| why.clone()).collect();
    let name = || "示例设施".to_owned();
    assert_eq!(
        why,
        [
            LedgerRefusal::StillIncomplete { name: name() },
            LedgerRefusal::StillReturned { name: name() },
            LedgerRefusal::NoSuchRecord {
                id: gone.to_string()
            },
        ]
    );
    assert_eq!(
        approve(&store, &inspector, &good).approved,
        0,
        "once is enough"
    );
    let mut counts = BTreeMap::new();
    for reviewed in store.reviewed(&ReviewFilter::default(), 0, 10).unwrap() {
        *counts.entry(reviewed.state).or_insert(0) += 1;
    }
    assert_eq!(
        counts,
        BTreeMap::from([
            (ReviewState::Draft, 1),
            (ReviewState::Returned, 1),
            (ReviewState::Approved, 3)
        ])
    );
    let of = |filter: &ReviewFilter| store.reviewed(filter, 0, 10).unwrap().len();
    assert_eq!(
        of(&ReviewFilter {
            place: Some(WENXI),
            ..ReviewFilter::default()
        }),
        1
    );
    assert_eq!(
        of(&ReviewFilter {
            place: Some("331122"),
            state: Some(ReviewState::Approved),
            ..ReviewFilter::default()
        }),
        3
    );
    assert_eq!(
        of(&ReviewFilter {
            kind: Some("hospital"),
            ..ReviewFilter::default()
        }),
        0
    );
    assert_eq!(
        of(&ReviewFilter {
            since: Some("2999"),
            ..ReviewFilter::default()
        }),
        0
    );
    let all = ReviewFilter {
        place: Some(HUZHEN),
        kind: Some("library"),
        since: Some("2020"),
        state: Some(ReviewState::Draft),
        ..ReviewFilter::default()
    };
    assert_eq!(
        (of(&all), store.reviewed(&all, 1, 10).unwrap().len()),
        (1, 0)
    );
}

#[test]
fn reviewing_is_limited_to_kinds_and_places() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let (here, elsewhere) = (library(&mut store, HUZHEN), library(&mut store, WENXI));
    let other_kind = add(&mut store, "greenway", HUZHEN, &[]);
    let limits = Limits {
        places: vec!["缙云县".into()],
        kinds: vec!["公共图书馆".into()],
    };
    let (free, limited) = (inspector(&ledger), limited(&ledger, &limits));
    assert_eq!(
        limited.limits(),
        &Limits {
            places: vec!["331122".into()],
            kinds: vec!["library".into()]
        }
    );
    let outside = LedgerRefusal::OutsideReview {
        name: "示例设施".into(),
    };
    for id in [elsewhere, other_kind] {
        let base = standing_fields(&store, id).1;
        let raised = limited.raise(&Returning {
            record: id,
            base: &base,
            fields: &[],
            text: "x",
        });
        assert_eq!(refusal(raised), outside);
        assert_eq!(
            approve(&store, &limited, &[id]).skipped,
            [(id, outside.clone())]
        );
        let thread = raise(&store, &free, id, &[]);
        assert_eq!(refusal(limited.close(thread, "")), outside);
    }
    assert_eq!(approve(&store, &limited, &[here]).approved, 1);
    let wrong = Limits {
        places: vec!["999".into()],
        kinds: vec![],
    };
    assert!(Inspector::new(&store, "示例", &wrong).is_err());
}

#[test]
fn a_visit_tells_when_the_last_one_was() {
    let ledger = Ledger::new();
    let (store, inspector) = (ledger.open(), inspector(&ledger));
    assert_eq!(inspector.visit(), Ok(None));
    let first = store.last_visit("示例审核人").unwrap();
    assert!(first.is_some());
    assert_eq!(inspector.visit(), Ok(first));
    assert_eq!(store.last_visit("示例别人"), Ok(None));
}

#[test]
fn a_clerk_sees_what_was_returned_to_the_own_towns() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let ids = [HUZHEN, WENXI, BIHU].map(|town| library(&mut store, town));
    let threads = ids.map(|id| raise(&store, &inspector, id, &[]));
    let waiting = |store: &Store| {
        store
            .waiting_findings()
            .unwrap()
            .iter()
            .map(|f| f.thread)
            .collect::<Vec<_>>()
    };
    assert_eq!(waiting(&store), threads);
    store.restrict_to(vec!["331122".into(), BIHU.into()]);
    assert_eq!(waiting(&store), [threads[0], threads[2]]);
    assert!(matches!(
        refusal(answer(&mut store, ids[1], threads[1], "x")),
        LedgerRefusal::NotYourPlace { .. }
    ));
    edit(&mut store, ids[0], |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    assert_eq!(
        waiting(&store),
        [threads[2]],
        "a record that is gone waits for nobody"
    );
    assert_eq!(store.review_of(ids[0]), Ok(None));
}

#[test]
fn a_new_pack_that_asks_for_more_turns_records_into_drafts_and_back() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = library(&mut store, HUZHEN);
    let asked = "code = \"children_seats\"";
    let more = PACK_TEXT.replace(asked, &format!("{asked}\nrequired = \"submit\""));
    assert_ne!(more, PACK_TEXT);
    for (text, expected) in [
        (more.as_str(), ReviewState::Draft),
        (PACK_TEXT, ReviewState::Submitted),
    ] {
        let pack = taizhang::domain::policy::Pack::read(text).unwrap();
        store
            .write(|writer| writer.load_pack(&pack, "示例管理员"))
            .unwrap();
        assert_eq!(state(&store, id), expected);
        assert_eq!(store.inspect(), Ok(vec![]));
    }
}

#[test]
fn what_was_changed_after_its_approval_is_not_approved_again_by_a_pack() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = library(&mut store, HUZHEN);
    let approved = approve(&store, &inspector(&ledger), &[id]);
    assert_eq!(approved.approved, 1);
    amend(&mut store, id, "核实后更正", set("reading_seats", "131")).unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
    assert_eq!(store.inspect(), Ok(vec![]));
    let pack = taizhang::domain::policy::Pack::read(PACK_TEXT).unwrap();
    store
        .write(|writer| writer.load_pack(&pack, "示例管理员"))
        .unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
    assert_eq!(store.inspect(), Ok(vec![]));
    let past = store.as_of(store.today()).unwrap();
    assert_eq!(state(&past, id), ReviewState::Submitted);
}

/// The plan of a list must not walk over what it does not show.
#[test]
fn states_are_looked_up_by_index() {
    let ledger = Ledger::new();
    let db = ledger.raw();
    let plan = |sql: &str| {
        let mut query = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let rows = query
            .query_map(params![], |row| row.get::<_, String>(3))
            .unwrap();
        rows.map(Result::unwrap)
            .filter(|step| step.starts_with("SCAN") && step.contains("finding"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        plan("SELECT * FROM review WHERE place = '1'"),
        Vec::<String>::new()
    );
    assert_eq!(
        plan("SELECT * FROM review WHERE record = '1'"),
        Vec::<String>::new()
    );
    assert_eq!(
        plan("SELECT max(at) FROM finding WHERE author = '1' AND act = 'visit'"),
        Vec::<String>::new()
    );
}

#[test]
fn the_trail_says_why_a_verified_value_was_amended() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let id = library(&mut store, HUZHEN);
    approve(&store, &inspector, &[id]);
    amend(&mut store, id, "实地清点", set("reading_seats", "131")).unwrap();
    assert_eq!(
        store.history(id).unwrap().last().unwrap().change.reason,
        "实地清点"
    );
    let (fields, base) = standing_fields(&store, id);
    assert_eq!(save(&mut store, id, &base, &fields), Ok(Saved::Unchanged));
}

#[test]
fn answered_records_are_listed_until_an_inspector_speaks_again() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let (inspector, id) = (inspector(&ledger), library(&mut store, HUZHEN));
    let answered = |store: &Store| {
        let filter = ReviewFilter {
            answered: true,
            ..ReviewFilter::default()
        };
        store.reviewed(&filter, 0, 10).unwrap().len()
    };
    let thread = raise(&store, &inspector, id, &["reading_seats"]);
    assert_eq!(answered(&store), 0);
    let say = FindingAnswer {
        record: id,
        thread,
        text: "已核对",
        author: "示例填报人",
    };
    store.write(|writer| writer.answer(&say)).unwrap();
    assert_eq!(answered(&store), 1);
    inspector.close(thread, "").unwrap();
    assert_eq!(answered(&store), 0);
}

#[test]
fn a_file_of_evidence_answers_a_finding_that_marks_the_evidence_and_needs_no_reason_once_verified()
{
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let (inspector, id) = (inspector(&ledger), library(&mut store, HUZHEN));
    let thread = raise(&store, &inspector, id, &["evidence"]);
    let silent = FindingAnswer {
        record: id,
        thread,
        text: "",
        author: "示例填报人",
    };
    let refused: Result<(), StoreError> = store.write(|writer| writer.answer(&silent));
    assert!(matches!(
        refused,
        Err(StoreError::Refused(LedgerRefusal::NothingAnswered))
    ));
    let list = |name: &str| serde_json::json!([{ "name": name, "kind": "photo", "date": "2025", "sha256": name }]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("evidence_files".into(), list("a")));
    })
    .unwrap();
    store.write(|writer| writer.answer(&silent)).unwrap();
    approve(&store, &inspector, &[id]);
    assert_eq!(state(&store, id), ReviewState::Approved);
    edit(&mut store, id, |fields| {
        drop(fields.insert("evidence_files".into(), list("b")));
    })
    .unwrap();
    assert_eq!(state(&store, id), ReviewState::Submitted);
}

#[test]
fn what_somebody_entered_and_approved_is_marked_however_the_name_is_written() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let [own, other] = [HUZHEN, WENXI].map(|town| library(&mut store, town));
    let named = |name: &str| {
        Inspector::new(
            &Store::open_for_review(&ledger.path).unwrap(),
            name,
            &Limits::default(),
        )
    };
    let listed = |store: &Store| {
        store
            .own_approvals(None)
            .unwrap()
            .into_iter()
            .map(|reviewed| reviewed.record)
            .collect::<Vec<_>>()
    };
    assert_eq!((review(&store, own).own, listed(&store)), (false, vec![]));
    approve(&store, &named("示例 填报人").unwrap(), &[own]);
    approve(&store, &inspector(&ledger), &[other]);
    assert_eq!(
        (review(&store, own).own, review(&store, other).own),
        (true, false)
    );
    assert_eq!(listed(&store), [own]);
    // What was changed since is no longer approved by anybody.
    amend(&mut store, own, "更正", set("reading_seats", "131")).unwrap();
    assert_eq!((review(&store, own).own, listed(&store)), (false, vec![]));
    approve(&store, &inspector(&ledger), &[own]);
    assert!(!review(&store, own).own, "somebody else approved it");
}

#[test]
fn a_list_is_narrowed_by_kind_by_time_and_by_answers_however_it_is_read() {
    let ledger = Ledger::new();
    let (mut store, inspector) = (ledger.open(), inspector(&ledger));
    let [answered, asked] = [HUZHEN, WENXI].map(|place| library(&mut store, place));
    let greenway = add(&mut store, "greenway", HUZHEN, &[]);
    raise(&store, &inspector, asked, &["reading_seats"]);
    let say = FindingAnswer {
        record: answered,
        thread: raise(&store, &inspector, answered, &["reading_seats"]),
        text: "已核对",
        author: "示例填报人",
    };
    store.write(|writer| writer.answer(&say)).unwrap();
    drop(store);
    let earlier = format!("UPDATE change SET at = '2020-01-01T00:00:00Z' WHERE record = '{asked}'");
    past(&ledger, "change", &earlier);
    let store = ledger.open();
    let all = ReviewFilter::default();
    let of_kind = |kind| ReviewFilter {
        kind: Some(kind),
        ..all
    };
    let since = |since| ReviewFilter {
        since: Some(since),
        ..all
    };
    let is_answered = ReviewFilter {
        answered: true,
        ..all
    };
    let together = ReviewFilter {
        kind: Some("library"),
        ..since("2021")
    };
    for (filter, expected) in [
        (all, vec![asked, greenway, answered]),
        (of_kind("library"), vec![asked, answered]),
        (of_kind("greenway"), vec![greenway]),
        (since("2020"), vec![asked, greenway, answered]),
        (since("2021"), vec![greenway, answered]),
        (is_answered, vec![answered]),
        (together, vec![answered]),
    ] {
        let listed = store.reviewed(&filter, 0, 10).unwrap();
        let listed: Vec<Uuid> = listed.into_iter().map(|one| one.record).collect();
        assert_eq!(listed, expected, "{filter:?}");
        assert_walked(&store, &filter);
    }
}
