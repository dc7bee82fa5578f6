//! A field of several of a list, from the keys to every format that leaves the program.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::{Folder, Ran, places};
use crate::support::{self, Harness};
use rusqlite::Connection;
use serde_json::{Value as Json, json};
use taizhang::domain::policy::Pack;
use taizhang::domain::value::{Condition, Operand, Truth, Value};
use taizhang::i18n::{Lang, Say as _};
use taizhang::store::Store;
use taizhang::tui::Selection;
use taizhang::tui::terminal::input::Code;

const PACK: &str = include_str!("../several/pack.toml");
const TOWN: &str = "331122101";
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn pack() -> Pack {
    Pack::read(PACK).unwrap()
}

fn harness(lang: Lang, size: (u16, u16)) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    Store::create(&path, &support::places(), &[pack()], "示例管理员").unwrap();
    Harness::on(folder, lang, size)
}

/// The empty form of a scenario in the town, with the cursor on its functions.
fn new_scenario(lang: Lang, size: (u16, u16)) -> Harness {
    let mut h = harness(lang, size);
    h.keys(&[Code::Enter, Code::F(4)]).text("示例场景");
    go_to_functions(&mut h);
    shows(
        &h,
        if lang == Lang::Zh {
            "可选多项"
        } else {
            "any number"
        },
    );
    h
}

/// Goes on to the functions, past what is not asked for.
#[track_caller]
fn go_to_functions(h: &mut Harness) {
    let is_there = |h: &Harness| {
        ["已实现的功能", "Functions i"]
            .iter()
            .any(|label| focused(h).contains(label))
    };
    for _ in 0..9 {
        if is_there(h) {
            return;
        }
        h.key(Code::Enter);
    }
    panic!("no functions in\n{}", h.screen());
}

#[track_caller]
fn shows(h: &Harness, words: &str) {
    let screen = h.screen();
    assert!(screen.contains(words), "no {words:?} in\n{screen}");
}

/// The line of the field in focus.
fn focused(h: &Harness) -> String {
    let screen = h.screen();
    let line = screen.lines().find(|line| line.starts_with('>'));
    line.unwrap_or_default().to_owned()
}

/// What the ledger keeps of a field of the only scenario.
fn kept(h: &Harness, field: &str) -> Json {
    let store = h.store();
    let found = store.find_record("示例场景").unwrap();
    let record = store.record(found.id).unwrap().unwrap();
    record.fields.get(field).cloned().unwrap_or_default()
}

#[test]
fn digits_initials_and_labels_are_typed_in_a_form_and_kept_as_codes() {
    for (typed, codes) in [
        (&["31"][..], json!(["traffic", "urban"])),
        (&["3", "、", "交通"], json!(["traffic", "urban"])),
        (&["csgl"], json!(["urban"])),
        (&["Urban; traffic"], json!(["traffic", "urban"])),
        (&["环保、水利"], json!(["water"])),
        (&["4，3"], json!(["urban", "water"])),
        (&["0"], json!([])),
        (&["无"], json!([])),
        (&[], Json::Null),
    ] {
        let mut h = new_scenario(Lang::Zh, (80, 24));
        for text in typed {
            h.text(text);
        }
        h.keys(&[Code::F(2)]);
        assert_eq!(kept(&h, "functions"), codes, "{typed:?}\n{}", h.screen());
        assert_eq!(kept(&h, "promised"), json!(["0", "1"]));
    }
}

#[test]
fn a_form_tells_which_part_is_no_choice_and_erases_a_choice_as_a_whole() {
    let mut h = new_scenario(Lang::Zh, (80, 24));
    h.text("交通、消防");
    shows(
        &h,
        "「消防」不在选项中：交通治理、公安、城市管理、环保、水利",
    );
    h.keys(&[Code::F(2)]);
    shows(&h, "「消防」不在选项中");
    h.keys(&[Code::Backspace; 2]).text("4").key(Code::Enter);
    h.key(Code::Up);
    assert!(
        focused(&h).contains("交通治理、环保、水利"),
        "{}",
        h.screen()
    );
    h.key(Code::Backspace);
    assert!(focused(&h).ends_with("交通治理"), "{}", focused(&h));
    h.text("3");
    h.keys(&[Code::Enter, Code::Up]);
    assert!(
        focused(&h).ends_with("交通治理、城市管理"),
        "{}",
        focused(&h)
    );
    h.keys(&[Code::Backspace; 2]);
    assert!(!focused(&h).contains('无'), "{}", focused(&h));
    h.ctrl('z');
    assert!(
        focused(&h).ends_with("交通治理、城市管理"),
        "{}",
        focused(&h)
    );
    h.ctrl('t');
    assert!(
        focused(&h).ends_with("Traffic, Urban management"),
        "{}",
        focused(&h)
    );
    h.key(Code::F(2));
    assert_eq!(kept(&h, "functions"), json!(["traffic", "urban"]));
}

#[test]
fn the_list_ticks_any_number_of_choices_on_every_size_of_screen() {
    for lang in LANGS {
        for size in [(80, 24), (40, 12)] {
            let mut h = new_scenario(lang, size);
            h.key(Code::F(4)).text("3");
            h.keys(&[Code::Up, Code::Up]).text(" ");
            if size == (80, 24) {
                insta::assert_snapshot!(format!("several-list-{lang:?}"), h.screen());
            } else {
                insta::assert_snapshot!(format!("several-list-40x12-{lang:?}"), h.screen());
            }
            h.key(Code::Down).key(Code::Enter).text("2").key(Code::Esc);
            if size == (80, 24) {
                insta::assert_snapshot!(format!("several-form-{lang:?}"), h.screen());
            }
            h.key(Code::F(2));
            assert_eq!(kept(&h, "functions"), json!(["traffic", "urban"]));
        }
    }
}

#[test]
fn the_list_says_none_and_takes_it_back() {
    let mut h = new_scenario(Lang::En, (80, 24));
    h.key(Code::F(4)).text("1").text("0").key(Code::Esc);
    assert!(focused(&h).ends_with("none"), "{}", focused(&h));
    h.key(Code::F(4)).text("2").key(Code::Esc);
    assert!(focused(&h).ends_with("Police"), "{}", focused(&h));
    h.key(Code::F(4)).text("2").key(Code::Esc);
    h.key(Code::F(2));
    assert_eq!(kept(&h, "functions"), Json::Null);
}

#[test]
fn a_second_person_keys_several_choices_in_any_order() {
    let mut h = new_scenario(Lang::Zh, (80, 24));
    h.text("13").key(Code::F(2)).key(Code::Esc);
    let mut h = h.verifying("示例复录人", &[], Selection::default());
    h.key(Code::Enter);
    h.text("1").key(Code::Enter);
    go_to_functions(&mut h);
    h.text("城管,交通").key(Code::Enter);
    shows(&h, "=已实现的功能");
}

#[test]
fn the_prompts_take_several_by_digit_and_read_them_back() {
    for (lang, said) in [
        ("zh", "= 交通治理、城市管理"),
        ("en", "= Traffic, Urban management"),
    ] {
        let folder = ledger();
        let answers = [
            "壶镇镇",
            "1",
            "1",
            "示例场景",
            "",
            "",
            "",
            "5",
            "13",
            "-",
            ".",
            "1",
            "0",
            "0",
            "0",
        ];
        let out = prompted(&folder, lang, &answers);
        assert!(out.contains(said), "{out}");
        assert!(out.contains("\n0 "), "{out}");
        assert_eq!(
            folder.kept("示例场景", "functions"),
            json!(["traffic", "urban"])
        );
    }
}

fn prompted(folder: &Folder, lang: &str, answers: &[&str]) -> String {
    let mut command = folder.command(&["--lang", lang, "enter", "--plain", "--as", "示例填报人"]);
    command
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = answers.join("\n") + "\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    Ran::of(&child.wait_with_output().unwrap()).good()
}

/// A directory with a ledger of the pack.
fn ledger() -> Folder {
    let folder = Folder::new();
    folder.write("pack.toml", PACK);
    folder.write(
        "places.csv",
        "code,name,level,parent\n3311,丽水市,city,\n331122,缙云县,county,3311\n331122101,壶镇镇,town,331122\n",
    );
    folder
        .run("init --pack pack.toml --places places.csv")
        .good();
    folder
}

const ROWS: &str = "town,name,status,functions,promised,budget,desks,note
壶镇镇,甲,existing,\"traffic,police\",无,\"12,000 万元\",3排,有
壶镇镇,乙,existing,交通治理、城管,\"0;1\",1.2亿,7,
壶镇镇,丙,existing,none,,,,
壶镇镇,丁,existing,,1,,,
壶镇镇,戊,existing,环保、水利/公安,交通,,,有
";
const FUNCTIONS: [(&str, &str); 5] = [
    ("甲", r#"["police","traffic"]"#),
    ("乙", r#"["traffic","urban"]"#),
    ("丙", "[]"),
    ("丁", "null"),
    ("戊", r#"["police","water"]"#),
];

/// What the ledger of a folder keeps of two fields, by name.
fn all(folder: &Folder) -> Vec<(&'static str, Json, Json)> {
    let both = |name| {
        (
            name,
            folder.kept(name, "functions"),
            folder.kept(name, "promised"),
        )
    };
    FUNCTIONS.map(|(name, _)| both(name)).to_vec()
}

fn imported() -> Folder {
    let folder = ledger();
    folder.write("in.csv", ROWS);
    folder.run("import in.csv --kind scenario").good();
    folder
}

#[test]
fn several_choices_are_imported_and_exported_in_every_format() {
    let folder = imported();
    for (name, codes) in FUNCTIONS {
        assert_eq!(folder.kept(name, "functions").to_string(), codes, "{name}");
    }
    assert_eq!(folder.kept("甲", "promised"), json!([]));
    assert_eq!(folder.kept("乙", "promised"), json!(["0", "1"]));
    assert_eq!(folder.kept("丙", "promised"), Json::Null);
    assert_eq!(folder.kept("甲", "budget")["value"], "1.2");
    assert_eq!(folder.kept("乙", "budget"), "1.2");
    assert_eq!(folder.kept("甲", "desks")["value"], "36");
    let before = all(&folder);
    for (lang, format) in [("zh", "csv"), ("en", "csv"), ("zh", "xlsx"), ("en", "xlsx")] {
        let out = format!("{lang}.{format}");
        folder
            .run(&format!(
                "--lang {lang} export --kind scenario --format {format} --out {out}"
            ))
            .good();
        let again = ledger();
        again.write(&out, folder.bytes(&out));
        let id = if lang == "zh" && format == "csv" {
            "记录编号"
        } else {
            "id"
        };
        let sheet = match (format, lang) {
            ("csv", _) => "",
            (_, "zh") => "--sheet 数字化场景",
            _ => "--sheet Digital~scenario",
        };
        let words = format!("import {out} --kind scenario --map {id}= --map *= {sheet}");
        let words: Vec<String> = words
            .split_whitespace()
            .map(|word| word.replace('~', " "))
            .collect();
        again
            .run_all(&words.iter().map(String::as_str).collect::<Vec<_>>())
            .good();
        assert_eq!(all(&again), before, "{out}");
    }
    assert!(
        folder.read("zh.csv").contains("交通治理、公安"),
        "{}",
        folder.read("zh.csv")
    );
    folder
        .run("export --kind scenario --format json --out out.json")
        .good();
    let out: Json = serde_json::from_str(&folder.read("out.json")).unwrap();
    let of = |name: &str| {
        let all = out["facilities"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["fields"]["name"] == name)
            .unwrap();
        one["fields"]["functions"].to_string()
    };
    for (name, codes) in FUNCTIONS {
        assert_eq!(of(name), codes);
    }
}

#[test]
fn other_tools_see_the_codes_in_the_view_and_the_labels_on_a_map() {
    let folder = imported();
    folder
        .run("--lang zh export --kind scenario --format gpkg --out out.gpkg")
        .good();
    let of = |file: &str, sql: &str| -> Vec<(String, Option<String>)> {
        let db = Connection::open(folder.path(file)).unwrap();
        let mut rows = db.prepare(sql).unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let seen = of("taizhang.db", "SELECT name, functions FROM scenario");
    for (name, codes) in FUNCTIONS {
        let codes = (codes != "null").then(|| codes.to_owned());
        assert!(seen.contains(&(name.to_owned(), codes)), "{name} {seen:?}");
    }
    let map = of("out.gpkg", "SELECT name, functions FROM scenario");
    assert!(
        map.contains(&("乙".into(), Some("交通治理、城市管理".into()))),
        "{map:?}"
    );
    assert!(map.contains(&("丙".into(), Some("无".into()))), "{map:?}");
    assert!(map.contains(&("丁".into(), None)), "{map:?}");
}

#[test]
fn a_part_of_a_cell_that_is_no_choice_is_refused_with_its_row() {
    let folder = ledger();
    let rows = format!("{ROWS}壶镇镇,己,existing,交通、消防,,,,\n壶镇镇,庚,existing,12,,,,\n");
    folder.write("in.csv", rows);
    let said = folder.run("--lang en import in.csv --kind scenario").err;
    assert!(
        said.contains("\"消防\" is not one of: Traffic, Police"),
        "{said}"
    );
    let said = folder.run("--lang en import in.csv --kind scenario --skip-bad --rejects bad.csv");
    assert!(said.code == 0, "{}", said.err);
    let refused = folder.read("bad.csv");
    assert!(
        refused.contains("消防") && refused.contains("\"\"12\"\" is not one of"),
        "{refused}"
    );
}

#[test]
fn a_requirement_asks_which_facility_covers_a_list() {
    let folder = ledger();
    let verdict =
        |folder: &Folder, verdict: &str| places(&folder.json(""), "two_functions", verdict);
    assert_eq!(verdict(&folder, "short"), [TOWN]);
    let rows = "town,name,status,functions,note\n壶镇镇,甲,existing,公安、交通,有\n";
    folder.write("in.csv", rows);
    folder.run("import in.csv --kind scenario").good();
    assert_eq!(verdict(&folder, "short"), [TOWN]);
    let said = folder.run("--lang en report --format text").good();
    assert!(said.contains("(must include Traffic, Urban"), "{said}");
    let said = folder.run("history 甲").good();
    assert!(said.contains("交通治理、公安"), "{said}");
}

#[test]
fn a_facility_whose_functions_nobody_entered_leaves_the_verdict_open() {
    let folder = imported();
    assert_eq!(places(&folder.json(""), "two_functions", "met"), [TOWN]);
    let folder = ledger();
    folder.write("in.csv", "town,name,status\n壶镇镇,甲,existing\n");
    folder.run("import in.csv --kind scenario").good();
    assert_eq!(places(&folder.json(""), "two_functions", "unknown"), [TOWN]);
}

/// Returns the pack with another condition of its check.
fn with_condition(condition: &str) -> Result<Condition, String> {
    let text = PACK.replace(
        r#"{ field = "functions", op = "=", value = [] }"#,
        condition,
    );
    let said = |faults: Vec<taizhang::domain::policy::pack::Fault>| faults[0].say(Lang::En);
    let pack = Pack::read(&text).map_err(said)?;
    let check = pack.kinds[0]
        .checks
        .iter()
        .find(|check| check.code == "none_but_paid");
    Ok(check.unwrap().when[0].clone())
}

#[test]
fn conditions_ask_for_members_and_for_sets() {
    use Truth::{Missing, No, Yes};
    let set = |codes: &str| {
        let codes = codes.split_whitespace().map(str::to_owned).collect();
        Value::Choices(codes)
    };
    for (asked, held, truth) in [
        (
            r#"op = "contains", value = "traffic""#,
            Some("traffic urban"),
            Yes,
        ),
        (
            r#"op = "contains", value = "police""#,
            Some("traffic urban"),
            No,
        ),
        (r#"op = "contains", value = "police""#, Some(""), No),
        (r#"op = "contains", value = "police""#, None, Missing),
        (
            r#"op = "covers", value = ["traffic", "urban"]"#,
            Some("urban water traffic"),
            Yes,
        ),
        (
            r#"op = "covers", value = ["traffic", "urban"]"#,
            Some("traffic"),
            No,
        ),
        (r#"op = "covers", value = ["traffic"]"#, None, Missing),
        (
            r#"op = "=", value = ["urban", "traffic"]"#,
            Some("traffic urban"),
            Yes,
        ),
        (
            r#"op = "=", value = ["traffic"]"#,
            Some("traffic urban"),
            No,
        ),
        (
            r#"op = "!=", value = ["traffic"]"#,
            Some("traffic urban"),
            Yes,
        ),
        (r#"op = "=", value = []"#, Some(""), Yes),
        (r#"op = "=", value = []"#, None, Missing),
        (r#"op = "empty""#, Some(""), No),
        (r#"op = "empty""#, None, Yes),
        (r#"op = "filled""#, Some(""), Yes),
        (r#"op = "=", other = "promised""#, Some("traffic"), No),
        (r#"op = "!=", other = "promised""#, Some("traffic"), Yes),
    ] {
        let condition = with_condition(&format!("{{ field = \"functions\", {asked} }}")).unwrap();
        let mut values = std::collections::BTreeMap::from([("promised".to_owned(), set("1"))]);
        values.extend(held.map(|held| ("functions".to_owned(), set(held))));
        assert_eq!(condition.test(&values), truth, "{asked} {held:?}");
        if let Operand::OneOf(codes) = &condition.operand {
            assert_eq!(codes.is_empty(), asked.contains("[]"));
        }
    }
}

#[test]
fn a_condition_that_asks_a_set_for_something_else_is_refused() {
    for (asked, said) in [
        (
            r#"op = "contains", value = "fire""#,
            "`fire` is not a value of the field `functions`",
        ),
        (
            r#"op = "contains", value = ["police"]"#,
            "is not a value of the field",
        ),
        (
            r#"op = "covers", value = "police""#,
            "`police` is not a value of the field",
        ),
        (
            r#"op = "covers", value = []"#,
            "is not a value of the field",
        ),
        (
            r#"op = "covers", value = ["police", "fire"]"#,
            "`fire` is not a value of the field",
        ),
        (
            r#"op = "=", value = "police""#,
            "`police` is not a value of the field",
        ),
        (
            r#"op = ">", value = ["police"]"#,
            "the operator `>` does not fit the field `functions`",
        ),
        (
            r#"op = "in", value = ["police"]"#,
            "the operator `in` does not fit the field `functions`",
        ),
        (
            r#"op = "=", other = "note""#,
            "the operator `=` does not fit the field `functions`",
        ),
        (
            r#"op = "covers", other = "promised""#,
            "the operator `covers` does not fit",
        ),
    ] {
        let fault = with_condition(&format!("{{ field = \"functions\", {asked} }}")).unwrap_err();
        assert!(fault.contains(said), "{asked}: {fault}");
    }
    let fault = with_condition(r#"{ field = "note", op = "covers", value = "x" }"#).unwrap_err();
    assert!(
        fault.contains("the operator `covers` does not fit the field `note`"),
        "{fault}"
    );
    let fault = with_condition(r#"{ field = "budget", op = "covers", value = 1 }"#).unwrap_err();
    assert!(
        fault.contains("the operator `covers` does not fit the field `budget`"),
        "{fault}"
    );
}

#[test]
fn choices_that_could_not_be_told_from_others_are_refused() {
    let faults = |from: &str, to: &str| -> Vec<String> {
        let faults = Pack::read(&PACK.replacen(from, to, 1)).unwrap_err();
        faults.iter().map(|fault| fault.say(Lang::En)).collect()
    };
    let line = 1 + PACK
        .lines()
        .position(|line| line == "code = \"traffic\"")
        .unwrap();
    let said = faults("code = \"traffic\"", "code = \"traffic/police\"");
    assert!(said[0].starts_with(&format!("{line}: ")), "{said:?}");
    assert!(
        said[0].contains("`traffic/police` of a choices field must not contain"),
        "{said:?}"
    );
    let said = faults("aliases = [\"交通\"]", "aliases = [\"没有\"]");
    assert!(said[0].starts_with(&format!("{line}: ")), "{said:?}");
    assert!(
        said[0].contains("in a choices field `没有` means none of them"),
        "{said:?}"
    );
    let said = faults("default = \"交通、公安\"", "default = \"交通、消防\"");
    assert!(
        said[0].contains("is not a value of the field `promised`"),
        "{said:?}"
    );
}

#[test]
fn a_pack_that_adds_a_choice_says_so() {
    let changed = PACK
        .replacen("type = \"choices\"", "type = \"choice\"", 1)
        .replace(
            "{ field = \"functions\", op = \"covers\", value = [\"traffic\", \"urban\"] }",
            "{ field = \"functions\", op = \"=\", value = \"traffic\" }",
        );
    let changed = changed
        .replace(
            "required_when = [{ field = \"functions\", op = \"contains\", value = \"police\" }]",
            "",
        )
        .replace("op = \"=\", value = []", "op = \"=\", value = \"police\"");
    let older = Pack::read(&changed).unwrap();
    let said: Vec<String> = pack()
        .changes_to(&older)
        .iter()
        .map(|change| change.say(Lang::En))
        .collect();
    assert!(
        said.iter().any(|line| line.contains("traffic Traffic, police Police, urban Urban management, water Ecology, water -> choices: traffic Traffic")),
        "{said:#?}"
    );
}
