//! Packs in a ledger: new versions, other countries, and what a new version may not drop.

use taizhang::domain::policy::kind::CheckStrength;
use taizhang::domain::policy::{Pack, Scope, join};
use taizhang::domain::record::Subject;
use taizhang::domain::value::field::{FieldType, Required};
use taizhang::i18n::{Lang, LedgerRefusal, LoadMsg, PackFault, Say as _};
use taizhang::store::{Load, Save, Store, StoreError};

use crate::support::{
    HUZHEN, Ledger, PACK_TEXT, TOWNS, WENXI, add, column, edit, except, pack, places, places_of,
    rows, verdict,
};

/// The pack with another number of seats in the minimum.
fn with_seats(seats: u32) -> Pack {
    let text = PACK_TEXT.replace(
        "op = \">=\", value = 130",
        &format!("op = \">=\", value = {seats}"),
    );
    assert_ne!(text, PACK_TEXT);
    Pack::read(&text).unwrap()
}

/// The pack without a kind and its requirement.
fn without(kind: &str) -> Pack {
    let mut pack: toml::Table = PACK_TEXT.parse().unwrap();
    for (list, key) in [("kind", "code"), ("requirement", "kind")] {
        let list = pack.get_mut(list).unwrap().as_array_mut().unwrap();
        list.retain(|entry| entry.get(key).and_then(toml::Value::as_str) != Some(kind));
    }
    Pack::read(&pack.to_string()).unwrap()
}

fn load(store: &mut Store, pack: &Pack) -> Result<(), StoreError> {
    store.write(|writer| writer.load_pack(pack, "示例管理员"))
}

#[test]
fn a_new_version_keeps_every_record_and_judges_again() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "129")]);
    let records = rows(&ledger.raw(), "SELECT * FROM record");
    assert_eq!(verdict(&store, "library", HUZHEN), "short 1");
    load(&mut store, &with_seats(129)).unwrap();
    assert_eq!(verdict(&store, "library", HUZHEN), "met 0");
    assert_eq!(verdict(&store, "library", WENXI), "short 129");
    assert_eq!(rows(&ledger.raw(), "SELECT * FROM record"), records);
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(ledger.open().packs(), store.packs());
}

#[test]
fn the_same_version_again_changes_nothing_but_the_times_and_says_who_loaded_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "129")]);
    ledger
        .raw()
        .execute_batch("UPDATE standing SET judged_at = ''; UPDATE pack SET loaded_at = ''")
        .unwrap();
    let is_noted = |row: &String| row.contains("Text(\"pack\"), Text(\"00000000-");
    let before = ledger.rows();
    load(&mut store, pack()).unwrap();
    ledger
        .raw()
        .execute_batch("UPDATE standing SET judged_at = ''; UPDATE pack SET loaded_at = ''")
        .unwrap();
    let (noted, others): (Vec<String>, Vec<String>) = ledger.rows().into_iter().partition(is_noted);
    assert_eq!(
        others,
        before
            .into_iter()
            .filter(|row| !is_noted(row))
            .collect::<Vec<_>>()
    );
    assert!(noted.len() == 2 && noted.iter().all(|row| row.contains("示例管理员")));
}

#[test]
fn a_session_judges_by_the_pack_that_another_one_loaded_meanwhile() {
    let ledger = Ledger::new();
    let (mut clerk, mut admin) = (ledger.open(), ledger.open());
    load(&mut admin, &with_seats(100)).unwrap();
    add(&mut clerk, "library", HUZHEN, &[("reading_seats", "110")]);
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    assert_eq!(verdict(&clerk, "library", HUZHEN), "met 0");
    assert_eq!(clerk.packs(), admin.packs());
    // Nor does a transaction that fails bring the old one back.
    load(&mut admin, &without("greenway")).unwrap();
    assert!(
        clerk
            .write(|_| Err::<(), StoreError>(
                LedgerRefusal::NoSuchRecord { id: String::new() }.into()
            ))
            .is_err()
    );
    assert_eq!(clerk.packs(), admin.packs());
}

#[test]
fn an_examination_is_by_the_packs_that_are_in_the_ledger_now() {
    let ledger = Ledger::new();
    let (inspector, mut admin) = (ledger.open(), ledger.open());
    load(&mut admin, &with_seats(100)).unwrap();
    assert_eq!(inspector.inspect(), Ok(vec![]));
}

#[test]
fn a_session_that_only_reads_takes_up_a_pack_loaded_meanwhile() {
    let ledger = Ledger::new();
    let (mut inspector, mut admin) = (ledger.open(), ledger.open());
    assert_eq!(inspector.reload_packs(), Ok(false));
    load(&mut admin, &with_seats(100)).unwrap();
    assert_eq!(inspector.reload_packs(), Ok(true));
    assert_eq!(inspector.packs(), admin.packs());
    assert_eq!(inspector.reload_packs(), Ok(false));
}

#[test]
fn a_kind_without_records_can_be_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    load(&mut store, &without("greenway")).unwrap();
    assert!(store.kind("greenway").is_none());
    let left: Vec<String> = column(
        &ledger.raw(),
        "SELECT name FROM sqlite_schema WHERE type = 'view' AND name IN (SELECT code FROM kind) ORDER BY name",
    );
    assert_eq!(left, ["fitness_center", "hospital", "library"]);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_kind_with_records_cannot_be_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "greenway", HUZHEN, &[("length_km", "1")]);
    let (before, views) = (
        ledger.rows(),
        "SELECT name, sql FROM sqlite_schema WHERE type = 'view'",
    );
    let views_before = rows(&ledger.raw(), views);
    let refused = load(&mut store, &without("greenway"));
    assert_eq!(
        refused,
        Err(LedgerRefusal::KindInUse {
            kind: "greenway".into(),
            count: 1
        }
        .into())
    );
    assert_eq!(
        (ledger.rows(), rows(&ledger.raw(), views)),
        (before, views_before)
    );
    assert!(store.kind("greenway").is_some());
}

#[test]
fn a_pack_of_places_that_are_not_known_is_refused() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let before = ledger.rows();
    let elsewhere = PACK_TEXT.replace(TOWNS[2], "999999999");
    let refused = load(&mut store, &Pack::read(&elsewhere).unwrap());
    assert!(
        matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::PackCoversNoPlace { .. }))
        ),
        "{refused:?}"
    );
    assert_eq!(ledger.rows(), before);
}

#[test]
fn no_kind_of_a_pack_takes_a_name_that_the_ledger_uses() {
    let names: Vec<String> = column(
        &Ledger::new().raw(),
        "SELECT name FROM sqlite_schema WHERE type <> 'trigger' AND name NOT LIKE 'sqlite%'
            AND name NOT IN (SELECT code FROM kind)",
    );
    assert!(names.len() > 20);
    for name in names.into_iter().chain(["sqlite_x".into()]) {
        let text = PACK_TEXT
            .replace(
                "[[kind]]\ncode = \"library\"",
                &format!("[[kind]]\ncode = \"{name}\""),
            )
            .replace("kind = \"library\"", &format!("kind = \"{name}\""));
        assert_ne!(text, PACK_TEXT);
        assert!(Pack::read(&text).is_err(), "{name}");
    }
}

#[test]
fn packs_of_two_countries_live_in_one_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let kenya = Pack::read(include_str!("../kenya/pack.toml")).unwrap();
    let all: Vec<_> = places()
        .into_iter()
        .chain(places_of(include_str!("../kenya/places.csv")))
        .collect();
    let store = Store::create(
        &folder.path().join("two.db"),
        &all,
        &[pack().clone(), kenya.clone()],
        "示例管理员",
    )
    .unwrap();
    assert_eq!(store.covered_count(&pack().code), Ok(3));
    let counts = store.counts(&kenya.code).unwrap();
    let covered = store.covered_count(&kenya.code).unwrap();
    assert!(
        covered > 300 && counts.short >= covered,
        "{counts:?} of {covered}"
    );
    assert_eq!((counts.met, counts.unknown), (0, 0));
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn what_does_not_bind_is_not_counted_among_minimums() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let text = PACK_TEXT.replacen("strength = \"basic\"", "strength = \"benchmark\"", 1);
    assert_ne!(text, PACK_TEXT);
    let before = store.counts(&pack().code).unwrap().short;
    load(&mut store, &Pack::read(&text).unwrap()).unwrap();
    let after = store.counts(&pack().code).unwrap().short;
    assert_eq!(
        (before, after),
        (12, 9),
        "one minimum fewer in each of three towns"
    );
}

/// The faults of the pack with one text in place of another.
fn faults_with(text: &str, instead: &str) -> Vec<PackFault> {
    let changed = PACK_TEXT.replacen(text, instead, 1);
    assert_ne!(changed, PACK_TEXT);
    Pack::read(&changed)
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.what)
        .collect()
}

#[test]
fn a_pack_that_names_a_place_twice_or_allows_no_figure_is_refused_before_it_is_loaded() {
    let twice = faults_with(
        "places = [\"331122101\"",
        "places = [\"331122101\", \"331122101\"",
    );
    assert_eq!(
        twice,
        [PackFault::Twice {
            code: "331122101".into()
        }]
    );
    assert_eq!(
        faults_with(
            "range = { min = 0, max = 5000 }",
            "range = { min = 9, max = 5 }"
        ),
        [PackFault::NothingWithin]
    );
}

#[test]
fn a_kind_with_an_exception_on_record_is_not_dropped() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    except(&mut store, "library", HUZHEN);
    let refused = load(&mut store, &without("library"));
    assert!(
        matches!(
            refused,
            Err(StoreError::Refused(LedgerRefusal::KindInUse { .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn a_minimum_that_was_dropped_under_an_exception_is_no_fault_however_long_the_exception_lasts() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let exception = except(&mut store, "library", HUZHEN);
    let text = PACK_TEXT.replace(
        "[[requirement]]\ncode = \"library\"",
        "[[requirement]]\ncode = \"reading\"",
    );
    assert_ne!(text, PACK_TEXT);
    load(&mut store, &Pack::read(&text).unwrap()).unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    let heads = store
        .history(exception)
        .unwrap()
        .into_iter()
        .map(|entry| entry.change.id)
        .collect::<Vec<_>>();
    let fields = [
        ("deleted".to_owned(), true.into()),
        ("place".to_owned(), HUZHEN.into()),
    ]
    .into();
    let subject = Subject::Exception;
    let save = Save {
        record: exception,
        subject,
        base: &heads,
        fields,
        author: "示例审核人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
    assert!(store.exceptions(&pack().code, HUZHEN).unwrap().is_empty());
    assert_eq!(store.inspect(), Ok(vec![]));
}

/// The pack of a national norm, which asks for fitness centers as the first pack does.
const NORM: &str = include_str!("../norm/fitness-center.toml");

/// The norm with one text in place of another.
fn norm_with(text: &str, instead: &str) -> Pack {
    norm_of(NORM, text, instead)
}

fn norm_of(norm: &str, text: &str, instead: &str) -> Pack {
    let changed = norm.replacen(text, instead, 1);
    assert_ne!(changed, norm);
    Pack::read(&changed).unwrap()
}

/// A ledger with both packs.
fn with_norm() -> (Ledger, Store) {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    load(&mut store, &Pack::read(NORM).unwrap()).unwrap();
    (ledger, store)
}

/// Saves a fitness center with a field of each pack.
fn add_center(store: &mut Store, town: &str, area: &str) {
    let id = add(store, "fitness_center", town, &[("building_area_m2", area)]);
    edit(store, id, |fields| {
        drop(fields.insert("parking_spaces".into(), "56".into()));
    })
    .unwrap();
}

fn verdict_of_norm(store: &Store, town: &str) -> &'static str {
    let day = "2026-01-01".parse().unwrap();
    let standings = store
        .standings_of("national-fitness", Some(town), day)
        .unwrap();
    standings[0].verdict.word()
}

#[test]
fn a_facility_is_judged_by_both_packs_that_ask_for_its_kind() {
    let (ledger, mut store) = with_norm();
    for (town, area) in [(HUZHEN, "2500"), (WENXI, "2000"), (TOWNS[2], "5000")] {
        add_center(&mut store, town, area);
    }
    let city = TOWNS.map(|town| verdict(&store, "fitness_center", town));
    assert_eq!(city, ["met 0", "short 0", "met 0"]);
    let norm = TOWNS.map(|town| verdict_of_norm(&store, town));
    assert_eq!(norm, ["met", "met", "short"]);
    assert_eq!(store.inspect(), Ok(vec![]));
    let spaces: Vec<i64> = column(
        &ledger.raw(),
        "SELECT parking_spaces FROM fitness_center WHERE place = '331122101'",
    );
    assert_eq!(spaces, [56], "the view has the fields of both");
    let asking: Vec<String> = column(
        &ledger.raw(),
        "SELECT pack FROM kind_pack WHERE kind = 'fitness_center' ORDER BY pack",
    );
    assert_eq!(asking, ["lishui-2022-72", "national-fitness"]);
}

#[test]
fn the_form_has_the_words_of_the_first_pack_and_the_fields_of_both() {
    let (ledger, store) = with_norm();
    let kind = store.kind("fitness_center").unwrap();
    assert_eq!(kind.label.en, "Public fitness center");
    assert_eq!(kind.unit.label.zh, "个");
    let area = kind.field("building_area_m2").unwrap();
    assert_eq!(area.label.en, "Building area");
    let FieldType::Number { range, .. } = &area.holds else {
        panic!("{area:?}")
    };
    assert_eq!(range.max.unwrap().to_string(), "100000");
    let codes: Vec<&str> = kind.own_fields().map(|field| &*field.code).collect();
    let own = pack().kind("fitness_center").unwrap().own_fields().count();
    assert_eq!((codes.len(), codes[own]), (own + 1, "parking_spaces"));
    let at = |code: &str| kind.fields.iter().position(|field| field.code == code);
    assert!(
        at("parking_spaces") < at("data_source"),
        "the shared end stays last"
    );
    let checks = kind.checks.iter().map(|check| &check.code);
    let own = pack().kind("fitness_center").unwrap().checks.len();
    assert_eq!(checks.len(), own + 1, "the shared checks speak once");
    let norm = store.pack(Some("national-fitness")).unwrap();
    assert_eq!(norm.kind("fitness_center"), Some(kind), "one form for both");
    assert_eq!(ledger.open().packs(), store.packs());
}

#[test]
fn a_field_is_required_as_soon_as_one_pack_requires_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let needed = |store: &Store| {
        let kind = store.kind("fitness_center").unwrap();
        kind.field("area_basis").unwrap().required
    };
    assert_eq!(needed(&store), Required::Submit);
    let stronger = "[[kind.field]]
code = \"area_basis\"
label = { zh = \"口径\", en = \"Basis\" }
type = \"choice\"
required = \"save\"
help = { zh = \"口径\", en = \"Basis\" }
[[kind.field.choice]]
code = \"whole\"
label = { zh = \"独立\", en = \"Whole\" }
[[kind.field.choice]]
code = \"share\"
label = { zh = \"分摊\", en = \"Share\" }

[[kind.check]]";
    load(&mut store, &norm_with("[[kind.check]]", stronger)).unwrap();
    assert_eq!(needed(&store), Required::Save);
    let label = store.kind("fitness_center").unwrap().field("area_basis");
    assert_eq!(label.unwrap().choices()[0].label.en, "Whole building");
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_record_that_was_complete_is_not_until_the_fields_of_the_second_pack_are_filled() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let typed = [
        ("building_area_m2", "2500"),
        ("area_basis", "whole"),
        ("address", "示例路1号"),
        ("operator_unit", "示例单位"),
        ("data_source", "statistics"),
        ("data_as_of", "2025"),
        ("reported_by", "示例员"),
    ];
    add(&mut store, "fitness_center", HUZHEN, &typed);
    let complete = || column::<i64>(&ledger.raw(), "SELECT complete FROM record");
    assert_eq!(complete(), [1]);
    load(&mut store, &Pack::read(NORM).unwrap()).unwrap();
    assert_eq!(complete(), [0]);
    let alone = NORM.replace("fitness_center", "gym");
    load(&mut store, &Pack::read(&alone).unwrap()).unwrap();
    assert_eq!(complete(), [1], "the field is no longer asked for");
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn a_check_of_a_code_that_another_pack_has_speaks_beside_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let kind = pack().kind("fitness_center").unwrap();
    let of_pack = |code: &str| {
        let shared = pack().kind("library").unwrap();
        shared.checks.iter().all(|check| check.code != code)
    };
    let own = kind
        .checks
        .iter()
        .find(|check| of_pack(&check.code))
        .unwrap();
    let code = format!("code = \"{}\"", own.code);
    load(&mut store, &norm_with("code = \"few_spaces\"", &code)).unwrap();
    let checks = &store.kind("fitness_center").unwrap().checks;
    let last = checks.last().unwrap();
    assert_eq!(last.code, format!("national-fitness.{}", own.code));
    assert_eq!(last.strength, CheckStrength::Soft);
    assert_eq!(checks.len(), kind.checks.len() + 1);
}

/// What a ledger of the first pack says to the norm with one text in place of another.
fn refused(text: &str, instead: &str) -> String {
    refused_pack(&norm_with(text, instead))
}

fn refused_pack(pack: &Pack) -> String {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let before = ledger.rows();
    let error = load(&mut store, pack).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Refused(LedgerRefusal::KindsDiffer { .. })
        ),
        "{error:?}"
    );
    assert_eq!(ledger.rows(), before);
    assert_eq!(store.packs().len(), 1);
    error.say(Lang::En)
}

#[test]
fn a_field_that_cannot_be_one_for_both_packs_is_refused_with_both_and_what_differs() {
    let area = "label = { zh = \"房屋面积\", en = \"Area of the building\" }
type = \"decimal\"
unit = \"m2\"
decimals = 2
range = { min = 0, max = 100000 }";
    assert_eq!(
        refused(
            area,
            &area
                .replace("m2", "km2")
                .replace("0, max = 100000", "0, max = 9000")
        ),
        "two packs define the kind \"fitness_center\" differently, so it cannot have one form: type and range of the field \"building_area_m2\" is decimal .2 m2/mu/ha/km2/acre >= 0 <= 500000 (>= 200 <= 15000) in lishui-2022-72 and decimal .2 km2/m2/mu/ha/acre >= 0 <= 9000 in national-fitness; nothing was loaded"
    );
    let whole = area
        .replace("decimal\"", "integer\"")
        .replace("decimals = 2\n", "");
    assert!(
        refused(area, &whole).contains("decimal .2 m2"),
        "a whole number is another type"
    );
    let apart = area.replace("min = 0, max = 100000", "min = 600000, max = 700000");
    // A need outside of the range would be refused before.
    let norm = NORM
        .replace("value = 2000 ", "value = 650000 ")
        .replace("value = 4000 ", "value = 660000 ");
    assert!(
        refused_pack(&norm_of(&norm, area, &apart)).contains(">= 600000 <= 700000"),
        "no figure fits both"
    );
    let when = "required = \"save\"
required_when = [{ field = \"parking_spaces\", op = \"filled\" }]
";
    let conditional = refused(
        "required = \"submit\"\nhelp = { zh = \"整",
        &format!("{when}help = {{ zh = \"整"),
    );
    assert!(
        conditional
            .contains("is submit in lishui-2022-72 and save (parking_spaces) in national-fitness"),
        "{conditional}"
    );
}

#[test]
fn a_kind_stays_as_long_as_one_pack_asks_for_it() {
    let (ledger, mut store) = with_norm();
    add_center(&mut store, HUZHEN, "2500");
    load(&mut store, &without("fitness_center")).unwrap();
    assert_eq!(
        store.kind("fitness_center").unwrap().label.en,
        "Fitness center (norm)"
    );
    assert_eq!(verdict_of_norm(&store, HUZHEN), "met");
    let label: Vec<String> = column(
        &ledger.raw(),
        "SELECT label_en FROM kind WHERE code = 'fitness_center'",
    );
    assert_eq!(label, ["Fitness center (norm)"]);
    assert_eq!(store.inspect(), Ok(vec![]));
    let library = NORM.replace("fitness_center", "gym");
    let refused = load(&mut store, &Pack::read(&library).unwrap());
    let kind = "fitness_center".into();
    assert_eq!(
        refused,
        Err(LedgerRefusal::KindInUse { kind, count: 1 }.into())
    );
    load(&mut store, pack()).unwrap();
    assert_eq!(
        store.kind("fitness_center").unwrap().label.en,
        "Public fitness center",
        "the first pack is first again"
    );
    load(&mut store, &Pack::read(&library).unwrap()).unwrap();
    assert_eq!(store.kind("fitness_center"), pack().kind("fitness_center"));
    assert!(store.kind("gym").is_some());
    let strange = store.inspect().unwrap();
    assert!(strange.iter().all(|flaw| flaw.harmless), "{strange:?}");
}

#[test]
fn two_packs_of_one_kind_are_made_into_a_ledger_at_once_in_either_order() {
    let folder = tempfile::tempdir().unwrap();
    let norm = Pack::read(NORM).unwrap();
    for (name, packs, label) in [
        (
            "a.db",
            [pack().clone(), norm.clone()],
            "Public fitness center",
        ),
        (
            "b.db",
            [norm.clone(), pack().clone()],
            "Fitness center (norm)",
        ),
    ] {
        let path = folder.path().join(name);
        let store = Store::create(&path, &places(), &packs, "示例管理员").unwrap();
        assert_eq!(store.kind("fitness_center").unwrap().label.en, label);
        assert_eq!(store.inspect(), Ok(vec![]));
    }
}

/// What loading a pack would change, in English.
fn rehearsed(store: &mut Store, pack: &Pack) -> taizhang::store::Rehearsal {
    let load = Load {
        places: &[],
        closings: &[],
        packs: std::slice::from_ref(pack),
        author: "示例管理员",
    };
    store.rehearse_load(&load).unwrap()
}

#[test]
fn a_rehearsal_says_what_a_new_pack_adds_and_its_verdicts_and_writes_nothing() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(
        &mut store,
        "fitness_center",
        HUZHEN,
        &[("building_area_m2", "2500")],
    );
    add(&mut store, "fitness_center", WENXI, &[]);
    let before = ledger.rows();
    let rehearsal = rehearsed(&mut store, &Pack::read(NORM).unwrap());
    assert_eq!(ledger.rows(), before);
    assert!(rehearsal.replacing.is_empty());
    let adding = &rehearsal.adding[0];
    let counts = (
        adding.counts.met,
        adding.counts.short,
        adding.counts.unknown,
    );
    assert_eq!(counts, (1, 1, 1));
    let said: Vec<String> = adding
        .changes
        .iter()
        .map(|change| change.say(Lang::En))
        .collect();
    assert_eq!(
        said,
        [
            "new: the field \"Parking spaces\" (parking_spaces) of Public fitness center",
            "the field \"Building area\" (building_area_m2) of Public fitness center, type and range: decimal .2 m2/mu/ha/km2/acre >= 0 <= 500000 (>= 200 <= 15000) -> decimal .2 m2/mu/ha/km2/acre >= 0 <= 100000 (>= 200 <= 15000)",
            "new: the check few_spaces of Public fitness center",
            "new: the requirement \"Floor area\" (area)",
        ]
    );
}

#[test]
fn the_new_version_of_a_pack_is_compared_with_its_own_text_and_not_with_the_joined_form() {
    let (_ledger, mut store) = with_norm();
    let rehearsal = rehearsed(&mut store, &norm_with("value = 4000", "value = 3000"));
    let changes = &rehearsal.replacing[0].changes;
    assert!(
        matches!(&changes[..], [LoadMsg::Altered { .. }]),
        "{changes:?}"
    );
}

#[test]
fn every_text_of_a_pack_stays_with_who_loaded_it() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    for pack in [&with_seats(100), &with_seats(100), pack()] {
        load(&mut store, pack).unwrap();
    }
    let kept: Vec<String> = column(
        &ledger.raw(),
        "SELECT number || ' ' || loaded_by || ' ' || (text = (SELECT text FROM pack)) FROM pack_text ORDER BY number",
    );
    assert_eq!(kept, ["1 示例管理员 1", "2 示例管理员 0", "3 示例管理员 1"]);
    assert_eq!(store.inspect(), Ok(vec![]));
    for altered in [
        "UPDATE pack_text SET loaded_at = '2020-01-01T00:00:00.000Z' WHERE number = 2",
        "UPDATE pack_text SET text = 'x' WHERE number = 2",
        "DELETE FROM pack_text WHERE number = 1",
    ] {
        ledger.raw().execute_batch(altered).unwrap();
        assert_eq!(store.inspect().unwrap().len(), 1, "{altered}");
    }
}

#[test]
fn a_pack_that_ends_before_it_begins_is_refused_and_one_of_a_day_is_not() {
    let with = |days: &str| {
        let line = "issued_on = \"2022-12-27\"";
        Pack::read(&PACK_TEXT.replace(line, &format!("{line}\n{days}")))
    };
    let never = with("valid_from = \"2025-01-02\"\nvalid_to = \"2025-01-01\"");
    assert_eq!(never.unwrap_err()[0].what, PackFault::NeverInForce);
    let day = with("valid_from = \"2025-01-01\"\nvalid_to = \"2025-01-01\"").unwrap();
    let in_force = |on: &str| day.document.is_in_force(on.parse().unwrap());
    assert_eq!(
        ["2024-12-31", "2025-01-01", "2025-01-02"].map(in_force),
        [false, true, false]
    );
    let ledger = Ledger::new();
    load(&mut ledger.open(), &day).unwrap();
    let kept: Vec<String> = column(&ledger.raw(), "SELECT valid_from || valid_to FROM pack");
    assert_eq!(kept, ["2025-01-012025-01-01"]);
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
}

/// The norm with a sheet of figures, under another code.
fn with_sheet(code: &str, scope: &str, period: &str, derived: &str) -> Pack {
    let figure = |field: &str, rest: &str| {
        format!(
            "[[sheet.field]]\ncode = \"{field}\"\nlabel = {{ zh = \"{field}\", en = \"{field}\" }}\nhelp = {{ zh = \"数\", en = \"figure\" }}\ntype = \"decimal\"\nrange = {{ min = 0 }}\n{rest}\n"
        )
    };
    let text = NORM
        .replace("format = 1", "format = 2")
        .replace("national-fitness", code)
        + &format!(
            "\n[[sheet]]\ncode = \"economy\"\nlabel = {{ zh = \"经济\", en = \"{code}\" }}\nperiod = \"{period}\"\nscope = {{ {scope} }}\n"
        )
        + &figure("part", "")
        + &figure("whole", "")
        + &figure(
            "rate",
            &format!("unit = \"percent\"\nderived = \"{derived}\""),
        )
        + &figure(&format!("own_{}", code.replace('-', "_")), "");
    Pack::read(&text).unwrap()
}

#[test]
fn a_sheet_that_two_packs_ask_for_is_filled_in_by_the_places_of_both() {
    let city = || with_sheet("city", "places = [\"331122101\"]", "year", "part / whole");
    let joined = |other: Pack| {
        let mut packs = [city(), other];
        join(&mut packs).map(|()| packs)
    };
    let scope = "places = [\"331122101\", \"331121101\"]";
    let packs = joined(with_sheet("state", scope, "year", "part / whole")).unwrap();
    let sheet = packs[0].kind("economy").unwrap();
    assert_eq!(packs[1].kind("economy"), Some(sheet));
    assert_eq!(sheet.label.en, "city");
    let places = vec![HUZHEN.to_owned(), WENXI.to_owned()];
    assert_eq!(sheet.sheet.as_ref().unwrap().scope, Scope::Places(places));
    let codes: Vec<&str> = sheet.own_fields().map(|field| &*field.code).collect();
    assert_eq!(codes[codes.len() - 2..], ["own_city", "own_state"]);
    for (other, words) in [
        (
            with_sheet("state", scope, "quarter", "part / whole"),
            "reporting period is year in city and quarter in state",
        ),
        (
            with_sheet("state", "level = \"town\"", "year", "part / whole"),
            "scope is 331122101 in city and town in state",
        ),
        (
            with_sheet("state", scope, "year", "whole / part"),
            "how it is computed is rate, computed in city",
        ),
        (
            Pack::read(&NORM.replace("fitness_center", "economy")).unwrap(),
            "reporting period is year in city and facilities, not a sheet in national-fitness",
        ),
    ] {
        let refused = joined(other).unwrap_err().say(Lang::En);
        assert!(refused.contains(words), "{refused}");
    }
}
