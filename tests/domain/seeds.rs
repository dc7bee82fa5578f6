//! The packs that are shipped, and what is refused in one.

use serde_json::Value as Json;
use taizhang::domain::policy::pack::schema;
use taizhang::domain::policy::{Fault, Pack};
use taizhang::i18n::{Lang, Say};

const LISHUI: &str = include_str!("../../seeds/lishui-2022-72.toml");
const KENYA: &str = include_str!("../kenya/pack.toml");

fn said(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| fault.say(Lang::En))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_pack_that_is_shipped_reads_without_a_fault() {
    for text in [LISHUI, KENYA] {
        let pack = Pack::read(text).map_err(|faults| said(&faults));
        assert!(pack.is_ok(), "{}", pack.unwrap_err());
    }
}

/// Every fault that a changed Lishui pack has, in one text.
fn faults_after(change: impl FnOnce(&str) -> String) -> String {
    said(&Pack::read(&change(LISHUI)).unwrap_err())
}

#[test]
fn every_key_of_the_format_stands_in_both_references() {
    let source = include_str!("../../src/domain/policy/pack/file.rs");
    for reference in [
        include_str!("../../docs/policy-pack.md"),
        include_str!("../../docs/policy-pack.zh.md"),
    ] {
        for line in source.lines() {
            let Some((key, _)) = line
                .trim()
                .strip_prefix("pub(super) ")
                .and_then(|rest| rest.split_once(": "))
            else {
                continue;
            };
            // Two keys have other names in the file; `head` and `tail` belong to the program's own
            // form.
            let key = match key {
                "holds" => "type",
                "conditions" => "where",
                "head" | "tail" => continue,
                key => key,
            };
            let named = [
                format!("`{key}`"),
                format!("[{key}]"),
                format!("[[{key}]]"),
                format!(".{key}]]"),
            ];
            assert!(named.iter().any(|name| reference.contains(name)), "{key}");
        }
    }
}

#[test]
fn whatever_the_program_does_not_know_refuses_the_pack_with_line_and_rule() {
    let cases: [(&str, &str, &str); 9] = [
        (
            "form = \"exists\"",
            "form = \"per_resident\"",
            "requirement hospital: the form `per_resident`",
        ),
        (
            "strength = \"basic\"",
            "strength = \"soft\"",
            "requirement hospital: unknown strength `soft`",
        ),
        (
            "measure = \"reading_seats\"",
            "measure = \"seats\"",
            "requirement library: the measure `seats` needs",
        ),
        (
            "field = \"hospital_type\", op = \"=\"",
            "field = \"sort\", op = \"=\"",
            "there is no field `sort`",
        ),
        (
            "value = \"general\"",
            "value = \"big\"",
            "`big` is not a value of the field `hospital_type`",
        ),
        (
            "unit = \"seat\"",
            "unit = \"chair\"",
            "kind.field reading_seats: unknown unit `chair`",
        ),
        (
            "type = \"integer\"",
            "type = \"float\"",
            "unknown type `float`",
        ),
        ("format = 2", "format = 3", "unknown format 3"),
        (
            "required = \"submit\"",
            "required = \"soon\"",
            "unknown required `soon`",
        ),
    ];
    for (from, to, expected) in cases {
        let faults = faults_after(|pack| pack.replacen(from, to, 1));
        assert!(faults.contains(expected), "{to}: {faults}");
        let line = LISHUI.lines().position(|line| line.contains(from)).unwrap() + 1;
        assert!(
            faults
                .lines()
                .any(|fault| fault.starts_with(&format!("{line}: "))),
            "{line}: {faults}"
        );
    }
}

#[test]
fn an_unknown_key_a_binary_float_and_a_missing_translation_are_refused() {
    let unknown =
        faults_after(|pack| pack.replacen("at_least = 1", "at_least = 1\ncolour = \"red\"", 1));
    assert!(
        unknown
            .contains("requirement hospital: unknown key `colour`; use one of code, group, kind"),
        "{unknown}"
    );
    let float = faults_after(|pack| pack.replacen("min = \"118.68\"", "min = 118.68", 1));
    assert!(float.contains("decimals in quotes"), "{float}");
    let empty = faults_after(|pack| pack.replacen("en = \"Hospital\"", "en = \"\"", 1));
    assert!(
        empty.contains("kind hospital: a text is empty; both zh and en are required"),
        "{empty}"
    );
}

#[test]
fn a_kind_or_field_may_not_take_a_name_of_the_ledger() {
    let kind = faults_after(|pack| {
        pack.replacen("code = \"greenway\"\nlabel", "code = \"record\"\nlabel", 1)
    });
    assert!(
        kind.contains("the code `record` is reserved by the program"),
        "{kind}"
    );
    let field = faults_after(|pack| pack.replacen("code = \"length_km\"", "code = \"name\"", 1));
    assert!(
        field.contains("the code `name` is reserved by the program"),
        "{field}"
    );
}

#[test]
fn a_word_that_is_misspelt_is_told_with_the_one_that_was_meant() {
    for (from, to, expected) in [
        (
            "value = \"general\"",
            "value = \"genral\"",
            "did you mean `general`?",
        ),
        (
            "strength = \"must\"",
            "strength = \"mast\"",
            "did you mean `must`?",
        ),
        (
            "unit = \"seat\"",
            "unit = \"seats\"",
            "did you mean `seat`?",
        ),
        (
            "type = \"integer\"",
            "type = \"interger\"",
            "did you mean `integer`?",
        ),
        (
            "field = \"hospital_type\", op",
            "field = \"hospital_tipe\", op",
            "did you mean `hospital_type`?",
        ),
        (
            "at_least = 1",
            "at_lest = 1",
            "unknown key `at_lest`; did you mean `at_least`?",
        ),
    ] {
        let faults = faults_after(|pack| pack.replacen(from, to, 1));
        assert!(faults.contains(expected), "{to}: {faults}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = faults_after(|pack| {
        pack.replacen("at_least = 1", "at_lest = 1\ncolour = \"red\"", 1)
            .replacen("unit = \"seat\"", "unit = \"chair\"", 1)
            .replacen("value = \"general\"", "value = \"genral\"", 1)
    });
    for expected in [
        "unknown key `at_lest`; did you mean `at_least`?",
        "unknown key `colour`",
        "the key `at_least` is missing",
        "unknown unit `chair`",
        "did you mean `general`?",
    ] {
        assert!(faults.contains(expected), "{expected}: {faults}");
    }
    // What cannot be read at all does not hide keys, nor one such fault another.
    let faults = faults_after(|pack| {
        pack.replacen("at_least = 1", "at_least = \"one\"\ncolour = \"red\"", 1)
            .replacen("unit = \"seat\"", "unit = 7", 1)
            .replacen("clause = ", "cause = ", 1)
    });
    for expected in [
        "`at_least` is written as 130",
        "`unit` is written as \"text\"",
        "unknown key `colour`",
        "unknown key `cause`; did you mean `clause`?",
        "the key `clause` is missing",
    ] {
        assert!(faults.contains(expected), "{expected}: {faults}");
    }
    // Nor does a requirement that cannot be read hide what is wrong with the others, or its form
    // what else is wrong with it.
    let faults = faults_after(|pack| {
        pack.replacen("need = 350", "need = 350.5", 1)
            .replacen("at_least = 1", "at_least = -1", 1)
            .replacen("strength = \"must\"", "strength = \"very\"", 1)
            .replacen(
                "quantity = \"employment.sector_share\"\nop",
                "quantity = \"employment.share\"\nop",
                1,
            )
            .replacen(
                "group = \"shared\"\nlabel = { zh = \"居家养老覆盖率\"",
                "group = \"share\"\nlabel = { zh = \"居家养老覆盖率\"",
                1,
            )
            .replacen(
                "quantity = \"public_service.elderly_care_rate\"",
                "quantity = \"public_services.rate\"",
                1,
            )
    });
    for expected in [
        "requirement gdp_total: `need` is written as 130",
        "requirement hospital: `at_least` is written as 130",
        "requirement gdp_growth: unknown strength `very`",
        "requirement employment_share: unknown field `share`",
        "requirement elderly_care_rate: unknown group `share`; did you mean `shared`?",
        "requirement elderly_care_rate: unknown sheet `public_services`; did you mean `public_service`?",
    ] {
        assert!(faults.contains(expected), "{expected}: {faults}");
    }
    assert_eq!(faults.lines().count(), 6, "{faults}");
    // A limit that is no number does not hide where its field is used wrongly.
    let faults = faults_after(|pack| {
        pack.replacen(
            "range = { min = 0, max = 5000 }",
            "range = { min = 0, max = \"many\" }",
            1,
        )
        .replacen("value = \"general\"", "value = \"genral\"", 1)
    });
    assert!(faults.contains("`many` is not a usable number"), "{faults}");
    assert!(faults.contains("did you mean `general`?"), "{faults}");
    assert_eq!(faults.lines().count(), 2, "{faults}");
}

const FIGURES: &str = include_str!("../packs/figures.toml");

/// Returns the faults of the pack of figures with further lines in a requirement.
fn faults_with(requirement: &str, lines: &str) -> String {
    let code = format!("code = \"{requirement}\"\n");
    let (before, behind) = FIGURES.split_once("[[requirement]]").unwrap();
    let behind = behind.replacen(&code, &format!("{code}{lines}\n"), 1);
    let read = Pack::read(&format!("{before}[[requirement]]{behind}"));
    said(&read.unwrap_err())
}

#[test]
fn a_key_that_the_form_or_the_operator_does_not_use_is_refused() {
    for (requirement, line, key, with) in [
        ("gdp_sum", "tolerance = \"5 %\"", "tolerance", "op = \">\""),
        ("gdp_sum", "fails = \"low\"", "fails", "op = \">\""),
        ("gdp_sum", "at_least = 3", "at_least", "form = \"compare\""),
        ("gdp_sum", "kind = \"park\"", "kind", "form = \"compare\""),
        (
            "gdp_sum",
            "measure = \"gdp\"",
            "measure",
            "form = \"compare\"",
        ),
        (
            "gdp_sum",
            "where = [{ field = \"status\", op = \"=\", value = \"existing\" }]",
            "where",
            "form = \"compare\"",
        ),
        ("gdp_sum", "since = \"2023\"", "since", "form = \"compare\""),
        (
            "gdp_sum",
            "of = [{ quantity = \"population.residents\", op = \">\", need = 3 }]",
            "of",
            "form = \"compare\"",
        ),
        (
            "size",
            "each_of_last = 3",
            "each_of_last",
            "form = \"any_of\"",
        ),
        ("size", "unit = \"person\"", "unit", "form = \"any_of\""),
        (
            "comparison",
            "quantity = \"population.residents\"",
            "quantity",
            "form = \"duty\"",
        ),
        (
            "comparison",
            "each_of_last = 3",
            "each_of_last",
            "form = \"duty\"",
        ),
        ("about", "fails = \"low\"", "fails", "op = \"about\""),
        ("range", "tolerance = 3", "tolerance", "op = \"within\""),
        (
            "functions",
            "unit = \"scenario\"",
            "unit",
            "op = \"covers\"",
        ),
    ] {
        let faults = faults_with(requirement, line);
        let expected = format!("requirement {requirement}: `{key}` cannot be used with {with}");
        assert!(faults.contains(&expected), "{line}: {faults}");
        assert_eq!(faults.lines().count(), 1, "{line}: {faults}");
    }
    let several = FIGURES.replacen(
        "quantity = \"population.registered\", op = \">=\", need = 60000 }",
        "need = 3, any_of = [{ quantity = \"population.registered\", op = \">=\", need = 60000 }] }",
        1,
    );
    let faults = said(&Pack::read(&several).unwrap_err());
    assert!(
        faults.contains("`need` cannot be used with any_of"),
        "{faults}"
    );
    let times = LISHUI.replacen("value = 130 }", "value = 130, times = 2 }", 1);
    let faults = said(&Pack::read(&times).unwrap_err());
    assert!(
        faults.contains("`times` cannot be used with value"),
        "{faults}"
    );
}

#[test]
fn a_number_that_the_key_cannot_hold_is_told_in_words() {
    for (from, to, expected) in [
        (
            "each_of_last = 3",
            "each_of_last = 0",
            "`each_of_last` must be from 1 to 120",
        ),
        (
            "each_of_last = 3",
            "each_of_last = 100000000",
            "`each_of_last` must be from 1 to 120",
        ),
        (
            "each_of_last = 3",
            "each_of_last = -3",
            "`each_of_last` is written as 130",
        ),
        (
            "tolerance = \"10 %\"",
            "tolerance = \"-10 %\"",
            "the need `-10 %` does not fit",
        ),
        ("need = 350", "need = []", "the need `[]` does not fit"),
        (
            "need = 350",
            "need = \"(350 yi_yuan\"",
            "the expression ends too early; expected )",
        ),
        (
            "need = 350",
            "need = \"1 yi_yuan / (2 - 2)\"",
            "the divisor is always zero",
        ),
        (
            "\"sum(scope, economy.gdp)\"",
            "\"sum(scope, economy.gdp) / 0\"",
            "the divisor is always zero",
        ),
        (
            "range = { min = 0",
            "range = { min = \"abc\"",
            "`abc` is not a usable number",
        ),
        (
            "range = { min = 0",
            "range = { min = \"1/0\"",
            "`1/0` is not a usable number",
        ),
        (
            "range = { min = 0",
            "range = { min = \"1234567890123456\"",
            "at most 15 digits before and 15 after the point",
        ),
        (
            "decimals = 2",
            "decimals = -1",
            "`decimals` is written as 130",
        ),
        (
            "decimals = 2",
            "decimals = 99999999999999999999",
            "`decimals` is written as 130",
        ),
    ] {
        assert!(FIGURES.contains(from), "{from}");
        let faults = said(&Pack::read(&FIGURES.replacen(from, to, 1)).unwrap_err());
        assert!(faults.contains(expected), "{to}: {faults}");
        assert!(!faults.contains("TOML"), "{to}: {faults}");
    }
}

/// A version of a pack tells what its requirements and sheets ask for otherwise, as it is written.
#[test]
fn a_version_tells_what_its_requirements_and_sheets_ask_for() {
    let older = Pack::read(LISHUI).unwrap();
    for (from, to, expected) in [
        (
            "need = 350\n",
            "need = 300\n",
            "要求「三镇GDP总量」（gdp_total），须达到：350 -> 300",
        ),
        (
            "op = \">\"\nneed = 350",
            "op = \">=\"\nneed = 350",
            "要求「三镇GDP总量」（gdp_total），比较：> -> >=",
        ),
        (
            "\"mean(scope, income.ratio)\"\nop",
            "\"max(scope, income.ratio)\"\nop",
            "要求「收入倍差好于全市」（income_ratio_vs_city），数量：mean(scope, income.ratio) -> max(scope, income.ratio)",
        ),
        (
            "act = \"annual_plan.adopted_on\"",
            "act = \"annual_plan.adopted_on\"\nsince = \"2024\"",
            "要求「年度工作计划」（annual_plan），从哪一期起：（无） -> 2024",
        ),
        (
            "need = [\"icbc\", \"abc\", \"boc\", \"ccb\"]\nperiod = \"latest\"",
            "need = [\"icbc\", \"abc\", \"boc\"]\nperiod = \"latest\"",
            "要求「四大行授信」（bank_credit），须达到：[\"icbc\", \"abc\", \"boc\", \"ccb\"] -> [\"icbc\", \"abc\", \"boc\"]",
        ),
        (
            "code = \"city_parlor\"\ngroup = \"livable\"",
            "code = \"city_parlor\"\ngroup = \"shared\"",
            "要求「城市客厅」（city_parlor），分组：livable -> shared",
        ),
        (
            "derived = \"secondary_tertiary / employed\"",
            "derived = \"employed / secondary_tertiary\"",
            "类别「从业人员」（employment），算法：sector_share = secondary_tertiary / employed -> sector_share = employed / secondary_tertiary",
        ),
        (
            "scope = { places = [\"331102100\"] }\nhelp",
            "scope = { places = [\"331102100\", \"331122101\"] }\nhelp",
            "类别「千年古城」（ancient_town），适用范围：331102100 -> 331102100, 331122101",
        ),
    ] {
        assert_eq!(LISHUI.matches(from).count(), 1, "{from}");
        let newer = Pack::read(&LISHUI.replacen(from, to, 1)).unwrap();
        let told = newer.changes_to(&older);
        let said: Vec<String> = told.iter().map(|told| told.say(Lang::Zh)).collect();
        assert_eq!(said, [expected], "{to}");
    }
    // The claims of one requirement, as they are written.
    let claim = "quantity = \"count(childcare_station)\", op = \">=\", need = ";
    let (before, after) = LISHUI.rsplit_once(&format!("{claim}1")).unwrap();
    let newer = format!("{before}{claim}2{after}");
    let told = Pack::read(&newer).unwrap().changes_to(&older);
    let said: Vec<String> = told.iter().map(|told| told.say(Lang::Zh)).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("要求「婴幼儿驿站和健身中心」（childcare_and_fitness），各项："),
        "{said:?}"
    );
}

#[test]
fn what_can_never_hold_is_refused() {
    let library = "{ field = \"reading_seats\", op = \">=\", value = 130 }";
    let never = "requirement library: no value allowed by the field `reading_seats`";
    let seats = |second: &str| format!("{library}, {{ field = \"reading_seats\", {second} }}");
    for (conditions, is_refused) in [
        (seats("op = \"<\", value = 130"), true),
        (seats("op = \"<=\", value = 130"), false),
        (seats("op = \"<=\", value = 500"), false),
        (seats("op = \"=\", value = 129"), true),
        (library.replace(">=", "<").replace("130", "0"), true),
        (library.replace("130", "9999999999"), true),
    ] {
        let read = Pack::read(&LISHUI.replacen(library, &conditions, 1));
        let said = read
            .map_err(|faults| said(&faults))
            .err()
            .unwrap_or_default();
        assert_eq!(said.contains(never), is_refused, "{conditions}: {said}");
    }
    let level = "{ field = \"level\", op = \">=\", value = \"2\" }";
    assert!(LISHUI.contains(level));
    let highest = level.replace(">=", ">").replace("\"2\"", "\"3\"");
    let faults = faults_after(|pack| pack.replace(level, &highest));
    assert!(
        faults.contains("requirement hospital: no value allowed by the field `level`"),
        "{faults}"
    );
}

#[test]
fn a_need_that_the_quantity_never_reaches_is_refused() {
    let figures = FIGURES;
    let need = "quantity = \"population.urbanization\"\nop = \">=\"\nneed = 75";
    assert!(figures.contains(need));
    for (other, is_refused) in [
        ("100", false),
        ("101", true),
        ("\"7500 %\"", true),
        ("\"0.5 times\"", false),
    ] {
        let text = figures.replacen(need, &need.replace("75", other), 1);
        let read = Pack::read(&text).map_err(|faults| said(&faults));
        let said = read.err().unwrap_or_default();
        assert_eq!(
            said.contains("can never be met"),
            is_refused,
            "{other}: {said}"
        );
    }
}

/// Every pack of the repository.
fn every_pack() -> Vec<String> {
    let mut texts = vec![LISHUI.to_owned(), KENYA.to_owned()];
    for folder in ["tests/packs", "tests/norm"] {
        let entries = std::fs::read_dir(folder).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        let packs = paths.filter(|path| path.extension().is_some_and(|is| is == "toml"));
        texts.extend(packs.map(|path| std::fs::read_to_string(path).unwrap()));
    }
    texts
}

/// Returns what of a value is against a schema: the part of JSON Schema that the program writes.
fn against(value: &toml::Value, schema: &Json, all: &Json, path: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").unwrap();
        return against(value, &all["$defs"][name], all, path);
    }
    let mut wrong = Vec::new();
    let sort = match value {
        toml::Value::String(_) => "string",
        toml::Value::Integer(_) => "integer",
        toml::Value::Boolean(_) => "boolean",
        toml::Value::Array(_) => "array",
        toml::Value::Table(_) => "object",
        toml::Value::Float(_) | toml::Value::Datetime(_) => "number",
    };
    let allowed = match &schema["type"] {
        Json::Array(sorts) => sorts.contains(&sort.into()),
        Json::String(only) => only == sort,
        _ => true,
    };
    if !allowed {
        wrong.push(format!("{path}: {sort}"));
    }
    if let Some(number) = value.as_integer() {
        let least = schema["minimum"]
            .as_i64()
            .is_none_or(|least| number >= least);
        let most = schema["maximum"].as_i64().is_none_or(|most| number <= most);
        if !(least && most) {
            wrong.push(format!("{path}: {number}"));
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let word = serde_json::to_value(value).unwrap();
        if !words.contains(&word) {
            wrong.push(format!("{path}: {word}"));
        }
    }
    match value {
        toml::Value::Array(items) if schema["items"].is_object() => {
            for item in items {
                wrong.extend(against(item, &schema["items"], all, path));
            }
        }
        toml::Value::Table(entries) => {
            for (key, entry) in entries {
                let path = format!("{path}.{key}");
                let known = &schema["properties"][key];
                let rest = &schema["additionalProperties"];
                if known.is_object() {
                    wrong.extend(against(entry, known, all, &path));
                } else if rest.is_object() {
                    wrong.extend(against(entry, rest, all, &path));
                } else {
                    wrong.push(format!("{path}: unknown"));
                }
            }
            for key in schema["required"].as_array().into_iter().flatten() {
                if !entries.contains_key(key.as_str().unwrap()) {
                    wrong.push(format!("{path}.{key}: missing"));
                }
            }
        }
        _ => {}
    }
    wrong
}

#[test]
fn every_pack_of_the_repository_fits_the_schema_that_is_printed() {
    let schema = schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let packs = every_pack();
    assert!(packs.len() > 6, "{}", packs.len());
    for text in packs {
        let pack: toml::Value = toml::from_str(&text).unwrap();
        // One pack is of a form that nobody knows.
        let is_known = Pack::read(&text).is_ok();
        let wrong = against(&pack, &schema, &schema, "");
        assert_eq!(wrong.is_empty(), is_known, "{wrong:#?}");
    }
}

#[test]
fn what_the_schema_refuses_the_parser_refuses_too() {
    let schema = schema();
    for (from, to) in [
        ("at_least = 1", "at_least = \"one\""),
        ("at_least = 1", "at_least = 1\ncolour = \"red\""),
        ("form = \"exists\"", "form = \"exist\""),
        ("clause = ", "clauses = "),
        ("type = \"integer\"", "type = \"whole\""),
        ("min = \"118.68\"", "min = 118.68"),
    ] {
        let text = LISHUI.replacen(from, to, 1);
        let pack: toml::Value = toml::from_str(&text).unwrap();
        assert!(!against(&pack, &schema, &schema, "").is_empty(), "{to}");
        assert!(Pack::read(&text).is_err(), "{to}");
    }
}

/// Calls a function with every table of a value and its path, in which lists have no numbers.
fn visit(value: &mut toml::Value, path: &str, each: &mut impl FnMut(&mut toml::Table, &str)) {
    match value {
        toml::Value::Array(items) => items.iter_mut().for_each(|item| visit(item, path, each)),
        toml::Value::Table(table) => {
            each(table, path);
            for (key, value) in table.iter_mut() {
                visit(value, &format!("{path}.{key}"), each);
            }
        }
        _ => {}
    }
}

/// Returns a pack with one key altered: the first of its path.
fn with(pack: &toml::Value, at: &str, alter: impl Fn(&mut toml::Table, &str)) -> toml::Value {
    let (table, key) = at.rsplit_once('.').unwrap();
    let mut pack = pack.clone();
    let mut is_done = false;
    visit(&mut pack, "", &mut |entries, path| {
        if !is_done && path == table && entries.contains_key(key) {
            alter(entries, key);
            is_done = true;
        }
    });
    pack
}

/// Every key of a pack is left out, misspelt and given something else: what the schema refuses the
/// parser refuses, and what is no key or no value of it to the parser is none to the schema.
#[test]
fn the_schema_and_the_parser_agree_about_every_key() {
    let schema = schema();
    let others: [toml::Value; 5] = [
        (-1).into(),
        0.5.into(),
        "text".into(),
        toml::Value::Array(vec![7.into()]),
        toml::Value::Table([("text".to_owned(), 7.into())].into_iter().collect()),
    ];
    let mut tried = 0;
    let mut seen = std::collections::BTreeSet::new();
    for text in [FIGURES, include_str!("../packs/minimums.toml")] {
        let mut pack: toml::Value = toml::from_str(text).unwrap();
        let mut keys = std::collections::BTreeSet::new();
        visit(&mut pack, "", &mut |table, path| {
            keys.extend(table.keys().map(|key| format!("{path}.{key}")));
        });
        for at in keys.difference(&seen) {
            let mut altered = vec![
                with(&pack, at, |table, key| drop(table.remove(key))),
                with(&pack, at, |table, key| {
                    let value = table.remove(key).unwrap();
                    table.insert(format!("{key}x"), value);
                }),
            ];
            altered.extend(others.iter().map(|other| {
                with(&pack, at, |table, key| {
                    drop(table.insert(key.to_owned(), other.clone()));
                })
            }));
            for altered in altered {
                tried += 1;
                let wrong = against(&altered, &schema, &schema, "");
                let text = toml::to_string(&altered).unwrap();
                let faults = Pack::read(&text).err().unwrap_or_default();
                assert!(wrong.is_empty() || !faults.is_empty(), "{at}: {wrong:?}");
                let is_told = |fault: &Fault| {
                    use taizhang::i18n::PackFault::{UnknownKey, UnknownKeyNear, WrongValue};
                    matches!(
                        fault.what,
                        UnknownKey { .. } | UnknownKeyNear { .. } | WrongValue { .. }
                    )
                };
                if faults.iter().any(is_told) {
                    assert!(!wrong.is_empty(), "{at}: {}", said(&faults));
                }
            }
        }
        seen.extend(keys);
    }
    assert!(tried > 500, "{tried}");
}

proptest::proptest! {
    #[test]
    fn a_pack_that_was_cut_and_stirred_is_read_or_refused_and_never_panics(
        cuts in proptest::collection::vec((0_usize..1100, 0_usize..1100), 1..4),
        mark in "[\\[\\]\"={},a-z0-9 \n]{0,3}",
    ) {
        // Small, and with every form of requirement in it.
        let pack = include_str!("../packs/figures.toml");
        let mut lines: Vec<String> = pack.lines().map(str::to_owned).collect();
        for (from, to) in cuts {
            let (from, to) = (from % lines.len(), to % lines.len());
            lines.swap(from, to);
            let at = lines[from].char_indices().map(|(at, _)| at).nth(to % 40).unwrap_or(0);
            lines[from].insert_str(at, &mark);
        }
        if let Err(faults) = Pack::read(&lines.join("\n")) {
            proptest::prop_assert!(!faults.is_empty());
            proptest::prop_assert!(faults.iter().all(|fault| fault.line >= 1 && !fault.say(Lang::Zh).contains('\n')), "{}", said(&faults));
        }
    }
}
