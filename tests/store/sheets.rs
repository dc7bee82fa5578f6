//! Sheets of a place and period: which record a sheet is, what is refused, and how two files that
//! both began one come together.

use serde_json::{Value as Json, json};
use taizhang::domain::policy::{Pack, find_kind};
use taizhang::domain::record::{Subject, sheet};
use taizhang::domain::value::Period;
use taizhang::domain::verdict::Filter;
use taizhang::i18n::{InspectMsg, Lang, LedgerRefusal, PlaceUse, Say as _};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::share::merge::Fate;
use taizhang::store::share::restore::restore;
use taizhang::store::{
    Narrowed, PlaceChange, PlaceStep, ReviewFilter, Save, Saved, Settlement, Store, StoreError,
};
use uuid::Uuid;

use crate::merging::{merge, sound};
use crate::snapshots::snapshot;
use crate::support::{BIHU, Fields, HUZHEN, Ledger, column, places, rows};

const PACK: &str = include_str!("../packs/sheets.toml");
const COUNTY: &str = "331122";

/// A ledger of the pack of sheets.
fn ledger() -> Ledger {
    let ledger = Ledger::of_bytes(&[]);
    std::fs::remove_file(&ledger.path).unwrap();
    let pack = Pack::read(PACK).unwrap();
    drop(Store::create(&ledger.path, &places(), &[pack], "示例管理员").unwrap());
    ledger
}

/// Another file of the same ledger, as a town gets it.
fn copy_of(ledger: &Ledger) -> Ledger {
    let out = ledger.folder().join("base.db");
    snapshot(&ledger.path, &out).unwrap();
    let copy = Ledger::of_bytes(&[]);
    std::fs::remove_file(&copy.path).unwrap();
    restore(&out, &copy.path).unwrap();
    copy
}

fn id(code: &str, place: &str, period: &str) -> Uuid {
    sheet::id(code, place, period.parse().unwrap())
}

/// Every field of a sheet as a form saves it.
fn fields(code: &str, place: &str, period: &str, typed: &[(&str, &str)]) -> Fields {
    let pack = [Pack::read(PACK).unwrap()];
    let form = find_kind(&pack, code).unwrap();
    let value = |(field, text): &(&str, &str)| {
        let value = form.field(field).unwrap().parse(text).unwrap()?;
        Some(((*field).to_owned(), value.to_json()))
    };
    let own = [("kind", code), ("place", place), ("period", period)];
    let own = own.map(|(key, text)| (key.to_owned(), Json::from(text)));
    typed.iter().filter_map(value).chain(own).collect()
}

/// Saves a sheet on what stands, as a form does.
fn save_as(
    store: &mut Store,
    record: Uuid,
    subject: Subject,
    fields: Fields,
) -> Result<Saved, StoreError> {
    let base = store.heads(record).unwrap();
    let (base, author, reason) = (base.as_slice(), "示例填报人", "");
    store.write(|writer| {
        writer.save(&Save {
            record,
            subject,
            base,
            fields,
            author,
            reason,
        })
    })
}

fn save(
    store: &mut Store,
    code: &str,
    place: &str,
    period: &str,
    typed: &[(&str, &str)],
) -> Result<Saved, StoreError> {
    let fields = fields(code, place, period, typed);
    save_as(store, id(code, place, period), Subject::Sheet, fields)
}

fn gdp(ledger: &Ledger, place: &str, gdp: &str) {
    let saved = save(
        &mut ledger.open(),
        "economy",
        place,
        "2025",
        &[("gdp", gdp)],
    );
    assert!(matches!(saved, Ok(Saved::Written(_))), "{saved:?}");
}

#[test]
fn a_sheet_is_a_record_of_its_own_beside_facilities() {
    let ledger = ledger();
    let mut store = ledger.open();
    for period in ["2024", "2025"] {
        save(
            &mut store,
            "economy",
            HUZHEN,
            period,
            &[("gdp", "12,000 万元")],
        )
        .unwrap();
    }
    save(
        &mut store,
        "population",
        HUZHEN,
        "2025Q3",
        &[("residents", "60400")],
    )
    .unwrap();
    save(&mut store, "profile", HUZHEN, "once", &[("plain", "是")]).unwrap();
    let found: Vec<(Subject, Json)> = store
        .records("economy", HUZHEN)
        .unwrap()
        .into_iter()
        .map(|record| (record.subject, record.fields["period"].clone()))
        .collect();
    assert_eq!(
        found,
        [
            (Subject::Sheet, json!("2024")),
            (Subject::Sheet, json!("2025"))
        ]
    );
    assert_eq!(
        rows(
            &ledger.raw(),
            "SELECT place_name, period, gdp FROM economy ORDER BY period"
        ),
        [
            r#"[Text("壶镇镇"), Text("2024"), Real(1.2)]"#,
            r#"[Text("壶镇镇"), Text("2025"), Real(1.2)]"#
        ]
    );
    assert_eq!(
        column::<String>(
            &ledger.raw(),
            "SELECT code || ' ' || cycle FROM kind WHERE cycle IS NOT NULL ORDER BY code"
        ),
        [
            "county_economy year",
            "economy year",
            "population quarter",
            "profile once"
        ]
    );
    let states = "SELECT name || ' ' || state FROM review WHERE kind = 'economy' ORDER BY name";
    assert_eq!(
        column::<String>(&ledger.raw(), states),
        ["2024 draft", "2025 draft"]
    );
    assert_eq!(store.inspect(), Ok(vec![]));
    // A facility code is the program's number of facilities; a sheet is known by its period.
    assert_eq!(
        column::<i64>(
            &ledger.raw(),
            "SELECT count(*) FROM record WHERE facility_code IS NOT NULL"
        ),
        [0]
    );
    let by_id = id("economy", HUZHEN, "2025").to_string();
    assert_eq!(store.find_record(&by_id[..13]).unwrap().name, "2025");
}

#[test]
fn what_is_no_sheet_of_the_place_and_period_is_refused_and_nothing_is_written() {
    let ledger = ledger();
    let mut store = ledger.open();
    let before = ledger.rows();
    let refusal = |saved: Result<Saved, StoreError>| match saved {
        Err(StoreError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let town = refusal(save(&mut store, "economy", COUNTY, "2025", &[]));
    assert!(
        matches!(town, LedgerRefusal::NotOfSheet { ref place, .. } if place == "缙云县"),
        "{town:?}"
    );
    let county = refusal(save(&mut store, "county_economy", HUZHEN, "2025", &[]));
    assert!(
        matches!(county, LedgerRefusal::NotOfSheet { .. }),
        "{county:?}"
    );
    let quarter = refusal(save(&mut store, "economy", HUZHEN, "2025Q3", &[]));
    assert!(
        matches!(quarter, LedgerRefusal::NotAPeriodOf { ref period, .. } if period == "2025Q3"),
        "{quarter:?}"
    );
    // A period in other letters than the ledger's would be a second record of the same sheet.
    let other = fields("economy", HUZHEN, "2025年", &[]);
    let other = refusal(save_as(&mut store, Uuid::now_v7(), Subject::Sheet, other));
    assert!(
        matches!(other, LedgerRefusal::NotAPeriodOf { .. }),
        "{other:?}"
    );
    let sheet = || fields("economy", HUZHEN, "2025", &[]);
    let random = refusal(save_as(&mut store, Uuid::now_v7(), Subject::Sheet, sheet()));
    assert!(
        matches!(random, LedgerRefusal::SheetMoved { .. }),
        "{random:?}"
    );
    let facility = refusal(save_as(
        &mut store,
        Uuid::now_v7(),
        Subject::Facility,
        sheet(),
    ));
    assert!(
        matches!(facility, LedgerRefusal::NoSuchKind { .. }),
        "{facility:?}"
    );
    let library = fields("library", HUZHEN, "2025", &[("volumes", "1")]);
    let library = refusal(save_as(
        &mut store,
        id("library", HUZHEN, "2025"),
        Subject::Sheet,
        library,
    ));
    assert!(
        matches!(library, LedgerRefusal::NoSuchKind { .. }),
        "{library:?}"
    );
    assert_eq!(ledger.rows(), before);
    // A sheet that is there does not become that of another place or period.
    save(&mut store, "economy", HUZHEN, "2025", &[("gdp", "1")]).unwrap();
    for (place, period) in [(BIHU, "2025"), (HUZHEN, "2024")] {
        let moved = fields("economy", place, period, &[("gdp", "1")]);
        let moved = refusal(save_as(
            &mut store,
            id("economy", HUZHEN, "2025"),
            Subject::Sheet,
            moved,
        ));
        assert!(
            matches!(moved, LedgerRefusal::SheetMoved { .. }),
            "{moved:?}"
        );
    }
}

#[test]
fn a_session_of_a_town_saves_the_sheets_of_its_town_only() {
    let ledger = ledger();
    let mut store = ledger.open();
    store.restrict_to(vec![HUZHEN.to_owned()]);
    save(&mut store, "economy", HUZHEN, "2025", &[("gdp", "1")]).unwrap();
    for (code, place) in [("economy", BIHU), ("county_economy", COUNTY)] {
        let refused = save(&mut store, code, place, "2025", &[]);
        assert!(
            matches!(
                refused,
                Err(StoreError::Refused(LedgerRefusal::NotYourPlace { .. }))
            ),
            "{refused:?}"
        );
    }
}

/// A ledger of the pack of sheets, in which the growth of a town is to be above something.
fn ledger_with_growth(need: &str) -> Ledger {
    let growth = format!(
        r#"
[[requirement]]
code = "growth"
label = {{ zh = "增速高于县", en = "Growth above the county's" }}
strength = "must"
clause = "一"
form = "compare"
quantity = "economy.gdp_growth"
op = ">"
need = '{need}'
"#
    );
    let ledger = Ledger::of_bytes(&[]);
    std::fs::remove_file(&ledger.path).unwrap();
    let pack = Pack::read(&format!("{PACK}{growth}")).unwrap();
    drop(Store::create(&ledger.path, &places(), &[pack], "示例管理员").unwrap());
    ledger
}

/// Saves the growth of a place in 2025.
fn save_growth(store: &mut Store, code: &str, place: &str, growth: &str) {
    let saved = save(store, code, place, "2025", &[("gdp_growth", growth)]);
    assert!(matches!(saved, Ok(Saved::Written(_))), "{saved:?}");
}

#[test]
fn a_closed_town_is_not_judged_by_the_figures_of_its_county() {
    let ledger = ledger_with_growth("at(county, county_economy.gdp_growth)");
    let mut store = ledger.open();
    let place = store.place(HUZHEN).unwrap().unwrap();
    let change = PlaceChange {
        place: &place,
        step: PlaceStep::Close,
        on: store.today(),
        author: "示例管理员",
    };
    let closed: Result<_, StoreError> = store.write(|writer| writer.change_place(&change));
    closed.unwrap();
    save_growth(&mut store, "county_economy", COUNTY, "6.1");
    assert_eq!(store.inspect(), Ok(vec![]));
    let county = store.covering("county_economy", COUNTY).unwrap();
    assert!(county.iter().all(|(_, _, judged)| judged != HUZHEN));
}

#[test]
fn a_place_that_an_expression_names_may_be_written_in_any_form_and_must_be_known() {
    let ledger = ledger_with_growth("at(\"331122000000\", county_economy.gdp_growth)");
    let mut store = ledger.open();
    save_growth(&mut store, "county_economy", COUNTY, "6.0");
    save_growth(&mut store, "economy", BIHU, "6.1");
    let verdict =
        format!("SELECT verdict FROM standing WHERE requirement = 'growth' AND place = '{BIHU}'");
    assert_eq!(column::<String>(&ledger.raw(), &verdict), ["met"]);
    let other = PACK.replace("code = \"sheets", "code = \"other-sheets");
    let elsewhere = r#"
[[requirement]]
code = "elsewhere"
label = { zh = "别处", en = "Elsewhere" }
strength = "must"
clause = "一"
form = "compare"
quantity = "at('999999', county_economy.gdp_growth)"
op = ">"
need = 0
"#;
    let unknown = Pack::read(&format!("{other}{elsewhere}")).unwrap();
    let refused: Result<(), StoreError> =
        store.write(|writer| writer.load_pack(&unknown, "示例管理员"));
    assert!(
        matches!(
            &refused,
            Err(StoreError::Refused(LedgerRefusal::PackCoversNoPlace { place, .. })) if place == "999999"
        ),
        "{refused:?}"
    );
}

#[test]
fn a_pack_that_asks_where_nobody_can_answer_is_refused() {
    let requirement = |quantity: &str| {
        format!(
            r#"
[[requirement]]
code = "elsewhere"
label = {{ zh = "别处", en = "Elsewhere" }}
strength = "must"
clause = "一"
form = "compare"
quantity = "{quantity}"
op = ">"
need = 0
"#
        )
    };
    let ledger = ledger();
    let before = ledger.rows();
    let mut store = ledger.open();
    // Towns by their code: another word for a level is told when the pack is read.
    let towns = format!("code = \"population\"\nscope = {{ places = [\"{HUZHEN}\"] }}");
    let other = PACK.replace("code = \"population\"", &towns);
    let mut refused = |text: &str| {
        let pack = Pack::read(text).unwrap();
        match store.write(|writer| writer.load_pack(&pack, "示例管理员")) {
            Err(StoreError::Refused(refusal)) => refusal.say(Lang::Zh),
            other => panic!("{other:?}"),
        }
    };
    for (quantity, said) in [
        (
            "at('331122', economy.gdp_growth)",
            "要求 elsewhere 要看「缙云县」的统计表 economy，而「缙云县」不填报此表；请改政策包",
        ),
        (
            "sum(village, population.residents)",
            "政策包 sheets 所指的级别「village」在地名表中没有；请先用 init --places 载入",
        ),
        (
            "county_economy.gdp_growth",
            "要求 elsewhere 要看「碧湖镇」的统计表 county_economy，而「碧湖镇」不填报此表；请改政策包",
        ),
    ] {
        let text = format!("{other}{}", requirement(quantity));
        assert_eq!(refused(&text), said);
    }
    drop(store);
    assert_eq!(ledger.rows(), before);
}

#[test]
fn a_standing_that_a_day_has_made_old_is_told_as_it_is_and_an_altered_one_is_found() {
    let ledger = ledger_with_growth("at(county, county_economy.gdp_growth)");
    let mut store = ledger.open();
    save_growth(&mut store, "county_economy", COUNTY, "6.1");
    save_growth(&mut store, "economy", HUZHEN, "6.0");
    let pack = store.packs()[0].code.clone();
    let before = store.counts(&pack).unwrap();
    ledger
        .raw()
        .execute(
            "UPDATE standing SET verdict = 'met', holds_until = '2000-01-01' WHERE requirement = 'growth'",
            [],
        )
        .unwrap();
    assert_eq!(store.counts(&pack).unwrap(), before);
    let packs = store.packs()[0].clone();
    let shorts = store
        .filtered(
            &packs,
            &Filter::default(),
            Narrowed::default(),
            store.today(),
        )
        .unwrap();
    assert!(shorts.contains(&("growth".to_owned(), HUZHEN.to_owned())));
    let found = store.inspect().unwrap();
    assert!(
        found
            .iter()
            .any(|flaw| matches!(flaw.what, InspectMsg::Standing { .. })),
        "{found:?}"
    );
    // Opened again it is judged anew.
    drop(store);
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
}

#[test]
fn case_58_a_figure_of_a_county_has_its_own_towns_judged_again_and_no_others() {
    let ledger = ledger_with_growth("at(county, county_economy.gdp_growth)");
    let save = |code: &str, place: &str, growth: &str| {
        let typed = [("gdp_growth", growth)];
        let saved = save(&mut ledger.open(), code, place, "2025", &typed);
        assert!(matches!(saved, Ok(Saved::Written(_))), "{saved:?}");
    };
    for town in [HUZHEN, BIHU] {
        save("economy", town, "6.1");
    }
    let verdicts = "SELECT verdict FROM standing WHERE requirement = 'growth' AND place IN ('331102100', '331122101') ORDER BY place";
    assert_eq!(
        column::<String>(&ledger.raw(), verdicts),
        ["unknown", "unknown"]
    );
    let judged_again = |code: &str, place: &str, growth: &str| {
        ledger
            .raw()
            .execute("UPDATE standing SET judged_at = 'before'", [])
            .unwrap();
        save(code, place, growth);
        let again = "SELECT place || ' ' || requirement || ' ' || verdict FROM standing WHERE judged_at <> 'before' ORDER BY place";
        column::<String>(&ledger.raw(), again)
    };
    let town = |verdict: &str| vec![format!("{HUZHEN} growth {verdict}")];
    assert_eq!(judged_again("county_economy", COUNTY, "6.1"), town("short"));
    assert_eq!(judged_again("county_economy", COUNTY, "6.0"), town("met"));
    assert_eq!(judged_again("economy", HUZHEN, "5.9"), town("short"));
    assert_eq!(
        column::<String>(&ledger.raw(), verdicts),
        ["unknown", "short"]
    );
}

#[test]
fn a_deleted_sheet_is_begun_again_as_the_same_record() {
    let ledger = ledger();
    let mut store = ledger.open();
    let sheet = id("economy", HUZHEN, "2025");
    save(&mut store, "economy", HUZHEN, "2025", &[("gdp", "1")]).unwrap();
    let mut gone = fields("economy", HUZHEN, "2025", &[("gdp", "1")]);
    gone.insert("deleted".into(), "填错了地方".into());
    save_as(&mut store, sheet, Subject::Sheet, gone).unwrap();
    assert_eq!(store.record(sheet), Ok(None));
    save(&mut store, "economy", HUZHEN, "2025", &[("gdp", "2")]).unwrap();
    let again = store.record(sheet).unwrap().unwrap();
    assert_eq!(
        again.fields["gdp"],
        fields("economy", HUZHEN, "2025", &[("gdp", "2")])["gdp"]
    );
    assert_eq!(store.history(sheet).unwrap().len(), 3);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn case_59_two_files_that_both_began_one_sheet_have_one_record_and_one_conflict() {
    let county = ledger();
    let town = copy_of(&county);
    let sheet = id("economy", HUZHEN, "2025");
    let growth = [("gdp", "210"), ("gdp_growth", "6.2"), ("remarks", "初步数")];
    save(&mut county.open(), "economy", HUZHEN, "2025", &growth).unwrap();
    let other = [
        ("gdp", "215"),
        ("gdp_growth", "6.20"),
        ("data_source", "statistics"),
    ];
    save(&mut town.open(), "economy", HUZHEN, "2025", &other).unwrap();
    // By an exchange file one way, by a snapshot the other.
    let file = town.folder().join("handed.db");
    town.open()
        .export_changes(
            &file,
            &StartAt::AfterTheLast,
            "示例镇员",
            &std::sync::Arc::default(),
        )
        .unwrap();
    let merged = merge(&county, &file).unwrap();
    assert_eq!(
        (merged.count(Fate::New), merged.count(Fate::Changed)),
        (0, 1)
    );
    let open: Vec<&str> = merged
        .conflicts
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    assert_eq!(
        open,
        ["gdp"],
        "what only one set, and what both set alike, is no conflict"
    );
    assert_eq!(merged.conflicts[0].record.name, "2025");
    assert_eq!(sound(&county), 1);
    let mut store = county.open();
    assert_eq!(store.records("economy", HUZHEN).unwrap().len(), 1);
    let record = store.record(sheet).unwrap().unwrap();
    assert_eq!((record.subject, record.heads.len()), (Subject::Sheet, 2));
    assert_eq!(record.fields["remarks"], "初步数");
    assert_eq!(record.fields["data_source"], "statistics");
    // Somebody decides, by one change based on both.
    let conflict = store.conflicts().unwrap().remove(0);
    let value = fields("economy", HUZHEN, "2025", &[("gdp", "215")])["gdp"].clone();
    let settled = store.write(|writer| {
        writer.settle(&Settlement {
            conflict: &conflict,
            value: &value,
            author: "示例管理员",
            reason: "以统计局最终数为准",
        })
    });
    assert!(matches!(settled, Ok(Saved::Written(_))), "{settled:?}");
    assert_eq!(store.record(sheet).unwrap().unwrap().fields["gdp"], value);
    drop(store);
    assert_eq!(sound(&county), 0);
    // The town takes the decision in and has the very same record.
    let out = county.folder().join("county.db");
    snapshot(&county.path, &out).unwrap();
    let merged = merge(&town, &out).unwrap();
    assert!(merged.conflicts.is_empty());
    assert_eq!(town.open().record(sheet), county.open().record(sheet));
    assert_eq!(sound(&town), 0);
}

#[test]
fn doctor_tells_a_sheet_whose_row_another_tool_altered() {
    let ledger = ledger();
    gdp(&ledger, HUZHEN, "1");
    ledger
        .raw()
        .execute("UPDATE record SET period = '2024'", [])
        .unwrap();
    let found = ledger.open().inspect().unwrap();
    assert!(
        found.iter().any(|flaw| matches!(&flaw.what, InspectMsg::Fold { record } if *record == id("economy", HUZHEN, "2025").to_string())),
        "{found:?}"
    );
    // A place has one sheet of a period, also for whoever writes past the program.
    gdp(&ledger, BIHU, "1");
    let twice = "INSERT INTO record (id, kind, place, period, fields, version, complete, seen_at, name_key, name_back)
        SELECT 'x', kind, place, period, fields, version, complete, seen_at, name_key, name_back FROM record WHERE place = '331102100'";
    assert!(ledger.raw().execute(twice, []).is_err());
}

#[test]
fn a_sheet_is_told_by_its_period_wherever_its_name_would_stand() {
    let period: Period = "2025Q3".parse().unwrap();
    let ledger = ledger();
    let mut store = ledger.open();
    save(
        &mut store,
        "population",
        HUZHEN,
        "2025Q3",
        &[("residents", "1")],
    )
    .unwrap();
    let listed = store.reviewed(&ReviewFilter::default(), 0, 9).unwrap();
    assert_eq!(listed[0].name, period.to_string());
}

#[test]
fn the_sheets_of_a_merged_place_stay_and_its_facilities_go_on_in_the_other_one() {
    let ledger = ledger();
    gdp(&ledger, HUZHEN, "12");
    let mut store = ledger.open();
    let fields = [("kind", "library"), ("place", HUZHEN), ("name", "示例馆")];
    let fields = fields.map(|(key, text)| (key.to_owned(), Json::from(text)));
    let library = Uuid::now_v7();
    save_as(&mut store, library, Subject::Facility, fields.into()).unwrap();
    let [place, into] = [HUZHEN, BIHU].map(|code| store.place(code).unwrap().unwrap());
    let change = PlaceChange {
        place: &place,
        step: PlaceStep::Merge(&into),
        on: store.today(),
        author: "示例管理员",
    };
    let changed: Result<_, StoreError> = store.write(|writer| writer.change_place(&change));
    let changed = changed.unwrap();
    assert_eq!(changed.moved, [PlaceUse::Facilities { count: 1 }]);
    assert_eq!(changed.stay, [PlaceUse::Sheets { count: 1 }]);
    let at = |id: Uuid| store.record(id).unwrap().unwrap().place;
    assert_eq!(at(library), BIHU);
    assert_eq!(at(id("economy", HUZHEN, "2025")), HUZHEN);
    // What is there may be corrected; a sheet of another year is new, and refused.
    gdp(&ledger, HUZHEN, "13");
    let new = save(&mut store, "economy", HUZHEN, "2026", &[("gdp", "14")]);
    assert!(matches!(
        new,
        Err(StoreError::Refused(LedgerRefusal::PlaceMerged { .. }))
    ));
    let economy = store.kind("economy").unwrap();
    let filling = store.places_of_sheet(economy).unwrap();
    assert!(!filling.contains(&HUZHEN.to_owned()) && filling.contains(&BIHU.to_owned()));
    let within = |place: &str| store.places_of_sheet_in(economy, place).unwrap();
    assert_eq!(within("331100"), filling);
    assert_eq!(within(BIHU), [BIHU]);
    assert_eq!(within(HUZHEN), [""; 0]);
    assert_eq!(sound(&ledger), 0);
}
