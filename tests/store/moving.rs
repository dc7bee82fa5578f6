//! A facility that was entered in the wrong place or as the wrong kind is moved by one change, which
//! everything that reads a trail understands.

use serde_json::{Value as Json, json};
use taizhang::domain::record::Patch;
use taizhang::domain::review::{Destination, RecordMove};
use taizhang::i18n::{Lang, LedgerRefusal};
use taizhang::store::{Inspector, Limits, Returning, Save, Saved, Store, StoreError};
use uuid::Uuid;

use crate::as_of::date;
use crate::exchanging::next;
use crate::merging::{merge, set, settle, town};
use crate::quarters::{close_in, quarter};
use crate::support::{
    HUZHEN, Ledger, WENXI, add, amend, column, edit, pack, rows, standing_fields, verdict,
};

const SEATS: [(&str, &str); 2] = [("reading_seats", "140"), ("address", "示例路1号")];

/// Moves a facility as the screens do.
fn relocate(store: &mut Store, id: Uuid, kind: &str, place: &str) -> Result<Saved, StoreError> {
    let record = store.record(id).unwrap().unwrap();
    let from = pack().kind(&record.kind).unwrap();
    let to = Destination {
        place,
        kind: pack().kind(kind).unwrap(),
    };
    let plan = RecordMove::plan(record.clone(), from, &to, store.today());
    let save = Save {
        record: id,
        subject: record.subject,
        base: &record.heads,
        fields: plan.fields,
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer| writer.save(&save))
}

fn last_patch(store: &Store, id: Uuid) -> Patch {
    store.history(id).unwrap().pop().unwrap().change.patch
}

/// The verdicts of libraries and hospitals in two towns.
fn verdicts(store: &Store) -> [String; 4] {
    let of = |kind, town| verdict(store, kind, town);
    [
        of("library", HUZHEN),
        of("library", WENXI),
        of("hospital", HUZHEN),
        of("hospital", WENXI),
    ]
}

#[track_caller]
fn sound(ledger: &Ledger) {
    // An open conflict is told too, and is no damage.
    let mut flaws = ledger.open().inspect().unwrap();
    flaws.retain(|flaw| !flaw.harmless);
    assert_eq!(flaws, []);
}

#[test]
fn a_move_to_another_town_is_one_change_of_the_place_and_both_towns_are_judged() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &SEATS);
    let before = verdicts(&store);
    assert_eq!(before[..2], ["met 0", "short 130"].map(str::to_owned));
    let saved = relocate(&mut store, id, "library", WENXI);
    assert!(matches!(saved, Ok(Saved::Written(_))));
    let patch: Vec<(String, Json)> = last_patch(&store, id).into_iter().collect();
    assert_eq!(patch, [("place".to_owned(), json!(WENXI))]);
    assert_eq!(
        verdicts(&store)[..2],
        ["short 130", "met 0"].map(str::to_owned)
    );
    // The history tells it, and what replaced what takes it back.
    let entry = store.history(id).unwrap().pop().unwrap();
    let told = |lang| {
        let name = |code: &str| store.place_name(code).unwrap();
        let forms = entry.forms(store.packs(), None);
        let change = &entry.change;
        taizhang::domain::review::saved_reason::said(change, &entry.fields, forms, &name, lang)
    };
    assert_eq!(told(Lang::Zh), "由壶镇镇改到温溪镇");
    assert_eq!(told(Lang::En), "moved from 壶镇镇 to 温溪镇");
    drop(store);
    sound(&ledger);
}

#[test]
fn a_move_to_another_kind_empties_what_the_kind_has_not_and_is_taken_back_whole() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &SEATS);
    let (whole, _) = standing_fields(&store, id);
    let moved = relocate(&mut store, id, "hospital", HUZHEN);
    assert!(matches!(moved, Ok(Saved::Written(_))));
    let patch: Vec<(String, Json)> = last_patch(&store, id).into_iter().collect();
    assert_eq!(
        patch,
        [
            ("kind".to_owned(), json!("hospital")),
            ("reading_seats".to_owned(), Json::Null)
        ]
    );
    let (fields, _) = standing_fields(&store, id);
    assert_eq!(fields["address"], whole["address"]);
    assert_eq!(fields["facility_code"], whole["facility_code"]);
    assert_eq!(verdict(&store, "library", HUZHEN), "short 130");
    assert!(verdict(&store, "hospital", HUZHEN).starts_with("unknown"));
    let of_view = |kind: &str| column::<String>(&ledger.raw(), &format!("SELECT id FROM {kind}"));
    assert_eq!(
        (of_view("library").len(), of_view("hospital").len()),
        (0, 1)
    );
    sound(&ledger);
    let done = edit(&mut store, id, |fields| fields.clone_from(&whole));
    assert!(matches!(done, Ok(Saved::Written(_))));
    assert_eq!(standing_fields(&store, id).0, whole);
    assert_eq!(verdict(&store, "library", HUZHEN), "met 0");
    sound(&ledger);
}

#[test]
fn a_move_is_taken_in_by_a_merge_and_an_exchange_file_and_judged_there_too() {
    for by_exchange in [false, true] {
        let county = Ledger::new();
        let id = add(&mut county.open(), "library", HUZHEN, &SEATS);
        let one = town(&county);
        relocate(&mut one.open(), id, "hospital", WENXI).unwrap();
        let from = if by_exchange {
            next(&one).path
        } else {
            one.path.clone()
        };
        merge(&county, &from).unwrap();
        let store = county.open();
        assert_eq!(verdicts(&store), verdicts(&one.open()));
        assert_eq!(verdict(&store, "library", HUZHEN), "short 130");
        assert!(verdict(&store, "hospital", WENXI).starts_with("unknown"));
        drop(store);
        sound(&county);
        // Again it says nothing new.
        let rows = |ledger: &Ledger| rows(&ledger.raw(), "SELECT * FROM record ORDER BY id");
        let before = rows(&county);
        merge(&county, &from).unwrap();
        assert_eq!(rows(&county), before);
        assert_eq!(before, rows(&one));
    }
}

#[test]
fn moves_that_did_not_know_each_other_are_a_conflict_in_whatever_order_they_are_merged() {
    let county = Ledger::new();
    let id = add(&mut county.open(), "library", HUZHEN, &SEATS);
    let [one, other] = [town(&county), town(&county)];
    relocate(&mut one.open(), id, "library", WENXI).unwrap();
    relocate(&mut other.open(), id, "library", "331102100").unwrap();
    merge(&one, &other.path).unwrap();
    merge(&county, &other.path).unwrap();
    merge(&county, &one.path).unwrap();
    for ledger in [&one, &county] {
        let store = ledger.open();
        let conflicts = store.conflicts().unwrap();
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].label.zh, "地方");
        let words = conflicts[0].sides.iter().map(|side| side.words.zh.clone());
        let mut words: Vec<String> = words.collect();
        words.sort();
        assert_eq!(words, ["温溪镇", "碧湖镇"]);
        drop(store);
        sound(ledger);
    }
    settle(&county, 0).unwrap();
    let (fields, _) = standing_fields(&county.open(), id);
    let met = |town| verdict(&county.open(), "library", town) == "met 0";
    let place = fields["place"].as_str().unwrap().to_owned();
    assert!(met(&place));
    assert_eq!(
        [HUZHEN, WENXI, "331102100"]
            .iter()
            .filter(|town| met(town))
            .count(),
        1
    );
    sound(&county);
}

#[test]
fn a_figure_that_was_corrected_while_its_record_changed_its_kind_is_asked_about() {
    let county = Ledger::new();
    let id = add(&mut county.open(), "library", HUZHEN, &SEATS);
    let one = town(&county);
    relocate(&mut county.open(), id, "hospital", HUZHEN).unwrap();
    set(&one, id, "reading_seats", "150");
    set(&one, id, "remarks", "示例");
    merge(&county, &one.path).unwrap();
    let store = county.open();
    let record = store.record(id).unwrap().unwrap();
    assert_eq!(
        (record.kind.as_str(), &record.fields["remarks"]),
        ("hospital", &json!("示例"))
    );
    let conflicts = store.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        conflicts[0].label.zh, "阅览座席数",
        "as the kind before calls it"
    );
    let words = conflicts[0].sides.iter().map(|side| side.words.zh.clone());
    let mut words: Vec<String> = words.collect();
    words.sort();
    assert_eq!(words, ["150座", "（空）"]);
    assert_eq!(verdict(&store, "library", HUZHEN), "short 130");
    drop(store);
    sound(&county);
}

#[test]
fn two_kinds_that_a_record_was_moved_to_are_told_by_their_names() {
    let county = Ledger::new();
    let id = add(&mut county.open(), "library", HUZHEN, &[]);
    let one = town(&county);
    relocate(&mut county.open(), id, "hospital", HUZHEN).unwrap();
    relocate(&mut one.open(), id, "greenway", HUZHEN).unwrap();
    merge(&county, &one.path).unwrap();
    let conflicts = county.open().conflicts().unwrap();
    assert_eq!(
        (conflicts.len(), conflicts[0].label.zh.as_str()),
        (1, "类别")
    );
    let words: Vec<&str> = conflicts[0]
        .sides
        .iter()
        .map(|side| side.words.zh.as_str())
        .collect();
    let label = |kind: &str| pack().kind(kind).unwrap().label.zh.as_str();
    assert_eq!(words, [label("hospital"), label("greenway")]);
    settle(&county, 1).unwrap();
    assert_eq!(county.open().record(id).unwrap().unwrap().kind, "greenway");
    sound(&county);
}

#[test]
fn before_the_day_of_a_move_the_record_was_where_it_was() {
    let ledger = Ledger::new();
    let id = add(&mut ledger.open(), "library", HUZHEN, &SEATS);
    relocate(&mut ledger.open(), id, "hospital", WENXI).unwrap();
    date(&ledger, &["2026-03-31", "2026-05-01"]);
    let on = |day: &str| ledger.open().as_of(day.parse().unwrap()).unwrap();
    let before = on("2026-04-30");
    assert_eq!(before.record(id).unwrap().unwrap().kind, "library");
    assert_eq!(verdict(&before, "library", HUZHEN), "met 0");
    assert_eq!(verdict(&before, "hospital", WENXI), "short 1");
    let after = on("2026-05-01");
    assert_eq!(after.record(id).unwrap().unwrap().place, WENXI);
    assert_eq!(verdict(&after, "library", HUZHEN), "short 130");
}

#[test]
fn who_may_not_write_in_both_towns_moves_nothing_and_locked_records_want_a_reason() {
    let ledger = Ledger::new();
    let id = add(&mut ledger.open(), "library", HUZHEN, &SEATS);
    for towns in [[HUZHEN], [WENXI]] {
        let mut store = ledger.open();
        store.restrict_to(towns.map(str::to_owned).into());
        let refused = relocate(&mut store, id, "library", WENXI);
        let is_refused = matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::NotYourPlace { .. }))
        );
        assert!(is_refused, "{refused:?}");
    }
    // A finding that marks one field holds all others.
    let mut store = ledger.open();
    let reviewing = Store::open_for_review(&ledger.path).unwrap();
    let inspector = Inspector::new(&reviewing, "示例审核人", &Limits::default()).unwrap();
    inspector
        .raise(&Returning {
            record: id,
            base: &store.heads(id).unwrap(),
            fields: &["name".to_owned()],
            text: "请核对",
        })
        .unwrap();
    let refused = relocate(&mut store, id, "library", WENXI);
    let is_refused = matches!(
        refused,
        Err(StoreError::Refused(LedgerRefusal::NeedsReason { .. }))
    );
    assert!(is_refused, "{refused:?}");
    let moved = amend(&mut store, id, "登记错了地方", |fields| {
        drop(fields.insert("place".into(), WENXI.into()));
    });
    assert!(matches!(moved, Ok(Saved::Written(_))));
    sound(&ledger);
}

#[test]
fn a_move_out_of_a_closed_town_is_a_correction_of_that_town() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &SEATS);
    let last = quarter(&store).last_day().to_string();
    set(&ledger, id, "data_as_of", &last);
    let close = close_in(&mut store, Some(HUZHEN)).unwrap();
    assert_eq!(store.corrections(&close).unwrap(), []);
    relocate(&mut store, id, "library", WENXI).unwrap();
    let places: Vec<String> = store
        .corrections(&close)
        .unwrap()
        .into_iter()
        .map(|correction| correction.place)
        .collect();
    assert_eq!(places, [HUZHEN]);
}
