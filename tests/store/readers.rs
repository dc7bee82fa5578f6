//! What other tools read in a ledger: the table `readme`, the view of standings with names and
//! words, and labels beside the codes of the views of kinds.

use rusqlite::types::Value as Sql;
use serde_json::{Value as Json, json};
use taizhang::domain::policy::{Pack, Strength};
use taizhang::domain::record::Subject;
use taizhang::domain::verdict::{Verdict, explain::verdict_word};
use taizhang::i18n::Lang;
use taizhang::store::{Save, Store};
use uuid::Uuid;

use crate::support::{Fields, HUZHEN, Ledger, WENXI, add, column, places, rows};

const SEVERAL: &str = include_str!("../several/pack.toml");
const SHEETS: &str = include_str!("../packs/sheets.toml");

/// Tables and views that `readme` does not name, and names there that nothing has.
const NOT_EXPLAINED: &str = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'
    AND name NOT IN (SELECT name FROM readme)
    UNION ALL SELECT name FROM readme WHERE name NOT IN (SELECT name FROM sqlite_schema WHERE type IN ('table', 'view'))";

fn ledger_of(pack: &str) -> (Ledger, Store) {
    let ledger = Ledger::of_bytes(&[]);
    std::fs::remove_file(&ledger.path).unwrap();
    let pack = Pack::read(pack).unwrap();
    let store = Store::create(&ledger.path, &places(), &[pack], "示例管理员").unwrap();
    (ledger, store)
}

fn save(store: &mut Store, fields: &Json) {
    let fields: Fields = serde_json::from_value(fields.clone()).unwrap();
    let save = Save {
        record: Uuid::now_v7(),
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
}

#[test]
fn the_readme_names_every_table_and_view_in_both_languages() {
    for pack in [include_str!("../packs/minimums.toml"), SEVERAL, SHEETS] {
        let (ledger, _store) = ledger_of(pack);
        let db = ledger.raw();
        assert_eq!(column::<String>(&db, NOT_EXPLAINED), Vec::<String>::new());
        assert_eq!(
            column::<String>(
                &db,
                "SELECT name FROM readme WHERE trim(zh) = '' OR trim(en) = ''"
            ),
            Vec::<String>::new()
        );
        // Any tool shows first what says that nothing may be written.
        let first = "SELECT name || zh || en FROM readme LIMIT 1";
        let first = &column::<String>(&db, first)[0];
        assert!(first.starts_with("readme"), "{first}");
        assert!(
            first.contains("不能往里写") && first.contains("must not write"),
            "{first}"
        );
    }
}

#[test]
fn a_kind_that_is_dropped_is_no_longer_in_the_readme_and_another_label_is_taken_up() {
    let (ledger, mut store) = ledger_of(SEVERAL);
    let text = SEVERAL
        .replace("kind = \"scenario\"", "kind = \"scene\"")
        .replace(
            "[[kind]]\ncode = \"scenario\"",
            "[[kind]]\ncode = \"scene\"",
        )
        .replace("zh = \"数字化场景\"", "zh = \"场景\"");
    let mut load = |text: &str| {
        let pack = Pack::read(text).unwrap();
        store
            .write(|writer| writer.load_pack(&pack, "示例管理员"))
            .unwrap();
    };
    load(&text);
    let db = ledger.raw();
    assert_eq!(column::<String>(&db, NOT_EXPLAINED), Vec::<String>::new());
    let said = "SELECT zh FROM readme WHERE name = 'scene'";
    assert!(column::<String>(&db, said)[0].starts_with("场景："));
    load(&text.replace("zh = \"场景\"", "zh = \"数字场景\""));
    assert!(column::<String>(&db, said)[0].starts_with("数字场景："));
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn choices_have_labels_in_both_languages_beside_their_codes() {
    let (ledger, mut store) = ledger_of(SEVERAL);
    let scenario = |name: &str, status: &str, functions: Option<Json>| json!({ "kind": "scenario", "place": HUZHEN, "name": name, "status": status, "functions": functions });
    let several = json!(["police", "traffic", "water"]);
    for fields in [
        scenario("甲", "existing", Some(several)),
        scenario("乙", "planned", Some(json!([]))),
        scenario("丙", "closed", None),
    ] {
        let given: Fields = serde_json::from_value(fields).unwrap();
        let given: Fields = given.into_iter().filter(|(_, v)| !v.is_null()).collect();
        save(&mut store, &json!(given));
    }
    let labels =
        "SELECT status, status_zh, status_en, functions_zh, functions_en FROM scenario ORDER BY id";
    // The order is that of the form.
    assert_eq!(
        rows(&ledger.raw(), labels),
        [
            r#"[Text("existing"), Text("在用"), Text("In use"), Text("交通治理、公安、环保、水利"), Text("Traffic, Police, Ecology, water")]"#,
            r#"[Text("planned"), Text("拟建"), Text("Planned"), Text("无"), Text("none")]"#,
            r#"[Text("closed"), Text("关停"), Text("Closed"), Null, Null]"#,
        ]
    );
    assert_eq!(
        column::<String>(
            &ledger.raw(),
            "SELECT functions FROM scenario WHERE name = '甲'"
        ),
        [r#"["police","traffic","water"]"#]
    );
}

#[test]
fn a_label_gives_way_to_a_field_of_its_name_and_may_have_quotation_marks() {
    let text = SEVERAL
        .replace("code = \"promised\"", "code = \"functions_zh\"")
        .replace("en = \"Police\"", "en = \"O'Brien's\"");
    let (ledger, mut store) = ledger_of(&text);
    save(
        &mut store,
        &json!({ "kind": "scenario", "place": HUZHEN, "name": "甲", "functions": ["police"], "functions_zh": ["1"] }),
    );
    assert_eq!(
        rows(
            &ledger.raw(),
            "SELECT functions_zh, functions_en, functions_zh_zh FROM scenario"
        ),
        [r#"[Text("[\"1\"]"), Text("O'Brien's"), Text("交通")]"#]
    );
}

#[test]
fn standings_can_be_read_with_names_words_and_numbers() {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    let of = |town: &str, columns: &str| {
        let sql = format!(
            "SELECT {columns} FROM standing_readable WHERE requirement = 'library' AND place = '{town}'"
        );
        rows(&ledger.raw(), &sql)
    };
    assert_eq!(
        of(
            HUZHEN,
            "place_name, above_name, kind_zh, kind_en, verdict, verdict_zh, verdict_en, have, need, gap,
             have_exact, need_exact, gap_exact, nearest_name"
        ),
        [
            r#"[Text("壶镇镇"), Text("缙云县"), Text("公共图书馆"), Text("Public library"), Text("short"), Text("未达标"), Text("short"), Real(96.0), Real(130.0), Real(34.0), Text("96"), Text("130"), Text("34"), Text("示例设施")]"#
        ]
    );
    assert_eq!(
        of(WENXI, "place_name, above_name"),
        [r#"[Text("温溪镇"), Text("青田县")]"#]
    );
    let db = ledger.raw();
    let counted = |table: &str| column::<i64>(&db, &format!("SELECT count(*) FROM {table}"));
    assert_eq!(counted("standing_readable"), counted("standing"));
    // A figure whose decimal has no end is kept as a fraction.
    db.execute("UPDATE standing SET have = '-2000/3', gap = NULL", [])
        .unwrap();
    let read = "SELECT have, gap, have_exact FROM standing_readable";
    let mut query = db.prepare(read).unwrap();
    let (have, gap, exact): (f64, Sql, String) = query
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    assert!((have + 2000.0 / 3.0).abs() < 1e-9, "{have}");
    assert_eq!((gap, exact.as_str()), (Sql::Null, "-2000/3"));
}

#[test]
fn the_words_of_verdicts_are_those_of_the_screens() {
    let ledger = Ledger::new();
    let db = ledger.raw();
    for (strength, strength_word) in Strength::ALL {
        for (verdict, word) in Verdict::ALL {
            db.execute("UPDATE requirement SET strength = ?1", [strength_word])
                .unwrap();
            db.execute("UPDATE standing SET verdict = ?1", [word])
                .unwrap();
            for (lang, name) in [(Lang::Zh, "verdict_zh"), (Lang::En, "verdict_en")] {
                let sql = format!("SELECT DISTINCT {name} FROM standing_readable");
                let said = verdict_word(verdict, strength, lang);
                assert_eq!(
                    column::<String>(&db, &sql),
                    [said],
                    "{word} {strength_word}"
                );
            }
        }
    }
}

#[test]
fn what_has_no_limit_has_no_need_and_what_does_not_bind_is_never_due() {
    let (ledger, _store) = ledger_of(include_str!("../packs/groups.toml"));
    let db = ledger.raw();
    let information = "SELECT DISTINCT need, need_exact, group_zh FROM standing_readable WHERE requirement = 'cluster'";
    assert_eq!(
        rows(&db, information),
        [r#"[Null, Null, Text("创富城市")]"#]
    );
    let due = "SELECT DISTINCT due_on FROM standing_readable WHERE requirement = 'library'";
    assert_eq!(rows(&db, due), [r#"[Text("2025-12-31")]"#]);
    db.execute("UPDATE requirement SET strength = 'benchmark'", [])
        .unwrap();
    assert_eq!(rows(&db, due), ["[Null]"]);
}

#[test]
fn the_columns_of_the_views_have_types() {
    for pack in [SEVERAL, SHEETS] {
        let (ledger, _store) = ledger_of(pack);
        let views = "SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT IN ('review', 'open_finding')";
        for view in column::<String>(&ledger.raw(), views) {
            let untyped = format!(
                "SELECT name FROM pragma_table_info('{view}') WHERE type NOT IN ('TEXT', 'REAL', 'INTEGER', 'INT')"
            );
            assert_eq!(
                column::<String>(&ledger.raw(), &untyped),
                Vec::<String>::new(),
                "{view}"
            );
        }
    }
}
