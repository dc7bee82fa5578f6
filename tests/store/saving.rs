//! One save: what it writes, when it writes nothing, and what it judges again.

use serde_json::{Value as Json, json};
use taizhang::domain::record::Subject;
use taizhang::domain::value::Field;
use taizhang::i18n::{LedgerFault, LedgerRefusal};
use taizhang::store::{Save, Saved, Store, StoreError};
use uuid::Uuid;

use crate::support::{
    BIHU, Fields, HUZHEN, Ledger, TOWNS, WENXI, add, column, edit, fields, pack, rows, save,
    standing_fields, verdict,
};

fn refusal(result: Result<Saved, StoreError>) -> LedgerRefusal {
    match result {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_save_based_on_an_old_version_tells_what_the_record_now_is_and_writes_nothing() {
    let ledger = Ledger::new();
    let (mut mine, mut theirs) = (ledger.open(), ledger.open());
    let id = add(&mut mine, "library", HUZHEN, &[("reading_seats", "96")]);
    let (read, base) = standing_fields(&mine, id);
    assert!(matches!(
        edit(&mut theirs, id, |f| drop(
            f.insert("name".into(), "乙改".into())
        )),
        Ok(Saved::Written(_))
    ));
    let before = ledger.rows();
    let mut wanted = read;
    wanted.insert("name".into(), "甲改".into());
    let now = theirs.record(id).unwrap().map(Box::new);
    assert_eq!(
        save(&mut mine, id, &base, &wanted),
        Ok(Saved::Outdated(now))
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_save_of_a_record_that_was_deleted_says_so_and_writes_nothing() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[]);
    let (read, base) = standing_fields(&store, id);
    edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    let before = ledger.rows();
    assert_eq!(
        save(&mut store, id, &base, &read),
        Ok(Saved::Outdated(None))
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_new_record_that_was_saved_before_is_not_made_twice() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[]);
    let again = save(
        &mut store,
        id,
        &[],
        &fields("library", HUZHEN, &[("name", "又一次")]),
    );
    assert!(matches!(again, Ok(Saved::Outdated(Some(_)))), "{again:?}");
    assert_eq!(store.record_count(), Ok(1));
}

#[test]
fn a_save_without_a_difference_writes_nothing() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(
        &mut store,
        "fitness_center",
        HUZHEN,
        &[("building_area_m2", "3亩")],
    );
    let before = ledger.rows();
    assert_eq!(edit(&mut store, id, |_| {}), Ok(Saved::Unchanged));
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_null_is_an_empty_field() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    assert_eq!(
        edit(&mut store, id, |fields| drop(
            fields.insert("lecture_seats".into(), Json::Null)
        )),
        Ok(Saved::Unchanged)
    );
    edit(&mut store, id, |fields| {
        drop(fields.insert("reading_seats".into(), Json::Null));
    })
    .unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(verdict(&store, "library", HUZHEN), "unknown ?");
}

#[test]
fn case_24_a_facility_that_moves_judges_both_towns_again() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    let all = |store: &Store| TOWNS.map(|town| verdict(store, "library", town));
    assert_eq!(all(&store), ["met 0", "short 130", "short 130"]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("place".into(), WENXI.into()));
    })
    .unwrap();
    assert_eq!(all(&store), ["short 130", "met 0", "short 130"]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    assert_eq!(all(&store), ["short 130", "short 130", "short 130"]);
}

#[test]
fn only_what_looks_at_a_saved_record_is_judged_again() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let times = || -> Vec<String> {
        column(
            &ledger.raw(),
            "SELECT place || ' ' || requirement FROM standing WHERE judged_at > '2000' ORDER BY place",
        )
    };
    ledger
        .raw()
        .execute("UPDATE standing SET judged_at = '1999'", [])
        .unwrap();
    add(&mut store, "library", HUZHEN, &[]);
    assert_eq!(times(), [format!("{HUZHEN} library")]);
    assert_eq!(
        column::<i64>(&ledger.raw(), "SELECT count(*) FROM stale"),
        [0]
    );
}

#[test]
fn a_deleted_record_keeps_its_history_and_can_come_back() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    assert_eq!((store.record(id), store.record_count()), (Ok(None), Ok(0)));
    let history = store.history(id).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(
        history[1].fields,
        [("deleted".to_owned(), None, Some(json!(true)))]
    );
    let base = [history[1].change.id.clone()];
    let typed = [
        ("name", "示例"),
        ("status", "existing"),
        ("reading_seats", "130"),
    ];
    save(&mut store, id, &base, &fields("library", HUZHEN, &typed)).unwrap();
    assert_eq!(verdict(&store, "library", HUZHEN), "met 0");
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn the_history_tells_what_each_save_replaced() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("reading_seats".into(), "130".into()));
    })
    .unwrap();
    edit(&mut store, id, |fields| {
        drop(fields.remove("reading_seats"));
    })
    .unwrap();
    let history = store.history(id).unwrap();
    assert_eq!(
        history[1].fields,
        [(
            "reading_seats".to_owned(),
            Some(json!("96")),
            Some(json!("130"))
        )]
    );
    assert_eq!(
        history[2].fields,
        [("reading_seats".to_owned(), Some(json!("130")), None)]
    );
}

#[test]
fn the_history_of_a_merged_record_tells_what_each_save_knew() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    let (read, base) = standing_fields(&store, id);
    // Another site changed the same version, earlier than this one does by their clocks.
    let theirs = "INSERT INTO change SELECT 'z', 1, subject, record, at, '乙', '', json_array(site || ':' || seq),
                  '{\"reading_seats\":\"100\"}', '' FROM change";
    let wanted = read
        .into_iter()
        .chain([("reading_seats".to_owned(), json!("130"))])
        .collect();
    save(&mut store, id, &base, &wanted).unwrap();
    ledger
        .raw()
        .execute(&format!("{theirs} WHERE seq = 4"), [])
        .unwrap();
    let replaced: Vec<_> = store
        .history(id)
        .unwrap()
        .into_iter()
        .skip(1)
        .flat_map(|entry| entry.fields)
        .collect();
    let from_96_to = |new: &str| {
        (
            "reading_seats".to_owned(),
            Some(json!("96")),
            Some(json!(new)),
        )
    };
    assert_eq!(replaced, [from_96_to("100"), from_96_to("130")]);
}

#[test]
fn a_record_can_be_deleted_though_another_has_its_number() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let [id, _] = [1, 2].map(|_| add(&mut store, "library", HUZHEN, &[]));
    ledger
        .raw()
        .execute(
            "UPDATE record SET facility_code = (SELECT max(facility_code) FROM record)",
            [],
        )
        .unwrap();
    let deleted = edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    });
    assert!(matches!(deleted, Ok(Saved::Written(_))), "{deleted:?}");
}

#[test]
fn a_new_record_is_numbered_by_town_kind_and_serial_and_no_two_share_a_number() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let ids = [1, 2, 3].map(|_| add(&mut store, "library", HUZHEN, &[]));
    edit(&mut store, ids[0], |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    })
    .unwrap();
    add(&mut store, "library", HUZHEN, &[]);
    let codes: Vec<String> = column(
        &ledger.raw(),
        "SELECT DISTINCT facility_code FROM record ORDER BY 1",
    );
    assert_eq!(codes, [2, 3, 4].map(|n| format!("{HUZHEN}-library-{n:03}")));
}

#[test]
fn a_refused_save_leaves_the_ledger_as_it_was() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(
        &mut store,
        "library",
        HUZHEN,
        &[("facility_code", "示例-1"), ("name", "甲")],
    );
    let before = ledger.rows();
    let form = |change: &dyn Fn(&mut Fields)| {
        let mut form = fields("library", HUZHEN, &[("name", "示例")]);
        change(&mut form);
        form
    };
    let wrong = [
        form(&|fields| drop(fields.insert("place".into(), "999".into()))),
        form(&|fields| drop(fields.remove("place"))),
        form(&|fields| drop(fields.insert("kind".into(), "airport".into()))),
        form(&|fields| drop(fields.insert("facility_code".into(), "示例-1".into()))),
    ];
    for wrong in wrong {
        refusal(save(&mut store, Uuid::now_v7(), &[], &wrong));
        assert_eq!(ledger.rows(), before);
    }
    add(&mut store, "library", HUZHEN, &[]);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn one_refused_save_takes_the_whole_transaction_with_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let before = ledger.rows();
    let good = fields(
        "library",
        HUZHEN,
        &[("name", "示例"), ("reading_seats", "130")],
    );
    let bad = fields("library", "999", &[("name", "示例")]);
    let result = store.write(|writer| {
        for fields in [good.clone(), bad] {
            let save = Save {
                record: Uuid::now_v7(),
                subject: Subject::Facility,
                base: &[],
                fields,
                author: "示例",
                reason: "",
            };
            writer.save(&save)?;
        }
        Ok::<_, StoreError>(())
    });
    assert_eq!(
        result,
        Err(LedgerRefusal::NoSuchPlace {
            place: "999".into()
        }
        .into())
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_failed_commit_leaves_the_session_able_to_save() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[]);
    // A table of another tool that holds on to a record, which is only found when the transaction
    // ends.
    let held = format!(
        "CREATE TABLE held (id TEXT REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED);
         INSERT INTO held VALUES ('{id}')"
    );
    ledger.raw().execute_batch(&held).unwrap();
    let before = ledger.rows();
    let result = edit(&mut store, id, |fields| {
        drop(fields.insert("deleted".into(), true.into()));
    });
    assert!(
        matches!(
            result,
            Err(StoreError::Ledger(LedgerFault::Other { .. }, _))
        ),
        "{result:?}"
    );
    assert_eq!(ledger.rows(), before);
    assert_eq!(store.packs().len(), 1);
    add(&mut store, "library", HUZHEN, &[]);
}

#[test]
fn a_restricted_session_writes_its_own_towns_and_no_others() {
    let ledger = Ledger::new();
    let mut all = ledger.open();
    let (own, other) = (
        add(&mut all, "library", HUZHEN, &[]),
        add(&mut all, "library", WENXI, &[]),
    );
    let mut clerk = ledger.open();
    clerk.restrict_to(vec!["331122".into()]);
    assert_eq!(
        TOWNS.map(|town| clerk.may_write(town).unwrap()),
        [true, false, false]
    );
    let before = ledger.rows();
    let not_yours = |place: &str| LedgerRefusal::NotYourPlace {
        place: place.into(),
    };
    let rename = |fields: &mut Fields| drop(fields.insert("name".into(), "改".into()));
    let move_to = |town: &'static str| {
        move |fields: &mut Fields| drop(fields.insert("place".into(), town.into()))
    };
    let delete = |fields: &mut Fields| drop(fields.insert("deleted".into(), true.into()));
    assert_eq!(
        refusal(edit(&mut clerk, other, rename)),
        not_yours("温溪镇")
    );
    assert_eq!(
        refusal(edit(&mut clerk, other, delete)),
        not_yours("温溪镇")
    );
    assert_eq!(
        refusal(edit(&mut clerk, other, move_to(HUZHEN))),
        not_yours("温溪镇")
    );
    assert_eq!(
        refusal(edit(&mut clerk, own, move_to(BIHU))),
        not_yours("碧湖镇")
    );
    let new = save(
        &mut clerk,
        Uuid::now_v7(),
        &[],
        &fields("library", WENXI, &[("name", "新")]),
    );
    assert_eq!(refusal(new), not_yours("温溪镇"));
    assert_eq!(ledger.rows(), before);
    assert!(matches!(
        edit(&mut clerk, own, rename),
        Ok(Saved::Written(_))
    ));
    let mut nobody = ledger.open();
    nobody.restrict_to(vec![]);
    assert_eq!(refusal(edit(&mut nobody, own, delete)), not_yours("壶镇镇"));
}

#[test]
fn each_kind_has_a_view_with_a_column_for_every_field() {
    let ledger = Ledger::new();
    for kind in pack().kinds.iter() {
        let columns: Vec<String> = column(
            &ledger.raw(),
            &format!("SELECT name FROM pragma_table_info('{}')", kind.code),
        );
        let with_labels = |field: &Field| {
            let endings: &[&str] = if field.choices().is_empty() {
                &[""]
            } else {
                &["", "_zh", "_en"]
            };
            let name = |ending: &&str| format!("{}{ending}", field.code);
            endings.iter().map(name).collect::<Vec<_>>()
        };
        let expected = ["id", "place", "place_name"]
            .map(str::to_owned)
            .into_iter()
            .chain(kind.fields.iter().flat_map(with_labels));
        assert_eq!(columns, expected.collect::<Vec<_>>());
    }
}

#[test]
fn the_views_give_other_tools_numbers() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(
        &mut store,
        "library",
        HUZHEN,
        &[
            ("reading_seats", "130"),
            ("built_year", "2008"),
            ("lon", "120.25"),
        ],
    );
    add(
        &mut store,
        "fitness_center",
        WENXI,
        &[("building_area_m2", "3亩")],
    );
    let seen = |sql: &str| rows(&ledger.raw(), sql);
    assert_eq!(
        seen("SELECT place_name, reading_seats, lecture_seats, built_year, lon FROM library"),
        [r#"[Text("壶镇镇"), Integer(130), Null, Integer(2008), Real(120.25)]"#]
    );
    assert_eq!(
        seen("SELECT building_area_m2, name FROM fitness_center"),
        [r#"[Real(2000.0), Text("示例设施")]"#]
    );
    assert_eq!(seen("SELECT count(*) FROM hospital"), ["[Integer(0)]"]);
}

#[test]
fn a_row_says_only_what_its_one_head_does_not() {
    let ledger = Ledger::with_records();
    let db = ledger.raw();
    let kept = "SELECT kind FROM record WHERE fields IS NOT NULL";
    assert_eq!(column::<String>(&db, kept), ["library"]);
    let readable = "SELECT coalesce(fields ->> '$.reading_seats', fields ->> '$.length_km.value') FROM record_readable ORDER BY kind DESC";
    assert_eq!(column::<String>(&db, readable), ["130", "0.999"]);
}
