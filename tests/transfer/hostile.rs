//! One ledger with everything hostile that no form takes, as another file may bring it: no way out
//! carries it on, neither to a terminal nor into a file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;

use crate::program::{Folder, INIT};
use crate::support::Harness;
use serde_json::{Value as Json, json};
use taizhang::domain::place::Place;
use taizhang::domain::record::{ChangeId, Subject};
use taizhang::domain::text::folding::is_invisible;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Returning, Save, Store, StoreError, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

/// Escape sequences of both sorts, a bell, ends of lines, marks that turn the text round, and what
/// nobody sees.
const EVIL: &str = "\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}\u{2066}\u{200B}\u{FEFF}\u{AD}\u{3164}\u{FFFE}\u{E0041}\r\n\t\u{85}\u{2028}\u{8}";

fn evil(name: &str) -> String {
    format!("{name}{EVIL}尾")
}

fn save(
    store: &mut Store,
    subject: Subject,
    base: &[ChangeId],
    record: Uuid,
    fields: BTreeMap<String, Json>,
) {
    let (author, reason) = (evil("人"), evil("因"));
    let save = Save {
        record,
        subject,
        base,
        fields,
        author: &author,
        reason: &reason,
    };
    let done: Result<_, StoreError> = store.write(|writer: &mut Writer| writer.save(&save));
    done.unwrap();
}

/// The fields of a record in which every text is hostile.
fn fields(name: &str, seats: &str) -> BTreeMap<String, Json> {
    let evidence = json!([{ "name": evil("证.pdf"), "kind": "photo", "date": "2026-01-01", "sha256": evil("00") }]);
    let mut fields: BTreeMap<String, Json> = BTreeMap::from([
        ("kind".into(), "library".into()),
        ("place".into(), "331122101".into()),
        ("status".into(), "existing".into()),
        ("reading_seats".into(), seats.into()),
        (
            "building_area_m2".into(),
            json!({ "typed": evil("0.05公顷"), "value": "500" }),
        ),
        ("evidence_files".into(), evidence),
        ("lon".into(), "120.2".into()),
        ("lat".into(), "28.8".into()),
        ("crs".into(), "cgcs2000".into()),
        (evil("unknown"), evil("值").into()),
    ]);
    for code in [
        "address",
        "operator_unit",
        "data_source",
        "evidence",
        "remarks",
        "reported_by",
        "library_type",
    ] {
        fields.insert(code.into(), evil(code).into());
    }
    fields.insert("name".into(), evil(name).into());
    fields
}

/// Fills a ledger: places, records, an exception, findings and a deleted record, all hostile.
fn fill(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let mut place = store.place("331122101").unwrap().unwrap();
    place.name = evil("壶镇镇");
    let other = Place {
        code: evil("X1"),
        name: evil("他处"),
        level: evil("town"),
        parent: Some("331122".into()),
    };
    let loaded: Result<_, StoreError> =
        store.write(|writer: &mut Writer| writer.load_places(&[place, other], &evil("人")));
    loaded.unwrap();
    let [one, other, gone] = [1, 2, 3].map(|_| Uuid::now_v7());
    save(
        &mut store,
        Subject::Facility,
        &[],
        one,
        fields("甲馆", "129"),
    );
    save(
        &mut store,
        Subject::Facility,
        &[],
        other,
        fields("乙馆", "90"),
    );
    save(
        &mut store,
        Subject::Facility,
        &[],
        gone,
        fields("丙馆", "90"),
    );
    let heads = store.record(gone).unwrap().unwrap().heads;
    let deleted = fields("丙馆", "90")
        .into_iter()
        .chain([("deleted".to_owned(), Json::Bool(true))])
        .collect();
    save(&mut store, Subject::Facility, &heads, gone, deleted);
    let exception = [
        ("pack", "lishui-2022-72".to_owned()),
        ("requirement", "library".to_owned()),
        ("place", "331122101".to_owned()),
        ("document", evil("函")),
        ("reason", evil("在建")),
    ];
    let exception = exception
        .map(|(code, value)| (code.to_owned(), value.into()))
        .into();
    save(
        &mut store,
        Subject::Exception,
        &[],
        Uuid::now_v7(),
        exception,
    );
    drop(store);
    let store = Store::open_for_review(path).unwrap();
    let inspector = Inspector::new(&store, &evil("审"), &Limits::default()).unwrap();
    let version = store.record(one).unwrap().unwrap().heads;
    let text = evil("请核对");
    inspector
        .raise(&Returning {
            record: one,
            base: &version,
            fields: &["reading_seats".to_owned()],
            text: &text,
        })
        .unwrap();
}

fn ledger() -> Folder {
    let folder = Folder::with_ledger();
    fill(&folder.path("taizhang.db"));
    folder
}

/// Fails where a text carries on anything but ends of lines and what `also` allows.
#[track_caller]
fn is_clean(what: &str, text: &str, also: &[char]) {
    let is_carried = |c: char| is_invisible(c) && c != '\n' && !also.contains(&c);
    let found = text
        .char_indices()
        .find(|(_, c)| is_carried(*c))
        .map(|(at, c)| {
            let before: String = text[..at]
                .chars()
                .rev()
                .take(40)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            format!("U+{:04X} behind {before:?}", u32::from(c))
        });
    assert_eq!(found, None, "{what}");
}

#[test]
fn no_command_prints_what_no_form_takes() {
    let folder = ledger();
    folder.run(&format!("--db other.db {INIT}")).good();
    fill(&folder.path("other.db"));
    folder.write(
        "in.csv",
        format!(
            "town,name,status,reading_seats\n331122101,{},在用,1x\u{1B}[31m\n坏{}镇,丁,在用,1\n",
            "甲\u{202E}馆", '\u{1B}'
        ),
    );
    folder.write(
        "bad.toml",
        format!(
            "format = 1\ncode = \"x\u{202E}\"\nnonsense{} = 2\n",
            '\u{200B}'
        ),
    );
    let rows = "import in.csv --kind library --as 甲";
    let named = evil("nothing").replace(['\n', '\r', '\0'], "");
    for lang in ["zh", "en"] {
        for line in [
            "report",
            "report --format markdown",
            "report --format csv",
            "report --format html",
            "report --format json",
            "history 甲馆[2J]0;owned31m尾",
            "form --kind library --town 331122101",
            "places list",
            "conflicts",
            "doctor",
            "pack list",
            &format!("{rows} --dry-run"),
            &format!("{rows} --skip-bad --rejects r.csv --unmatched u.csv --dry-run"),
            &format!("{rows} --save-map map.toml --dry-run"),
            "pack check bad.toml",
            "merge other.db --as 甲 --dry-run",
            "places remove 331122101",
            "report --town 331122101",
            "verify taizhang.db",
        ] {
            let mut words: Vec<&str> = line.split(' ').collect();
            words.splice(0..0, ["--lang", lang]);
            let ran = folder.run_all(&words);
            let also: &[char] = if line.contains("csv") || line.contains("places list") {
                &['\r', '\u{FEFF}', '\u{200B}']
            } else {
                &[]
            };
            is_clean(line, &ran.out, also);
            is_clean(line, &ran.err, &[]);
        }
        // What is typed on the command line comes back in the message.
        for words in [["history", &named], ["verify", &named], [&named, "x"]] {
            let ran = folder.run_all(&[&["--lang", lang], &words[..]].concat());
            assert_ne!(ran.code, 0);
            is_clean("a message", &format!("{}{}", ran.out, ran.err), &[]);
        }
    }
    for file in ["r.csv", "u.csv", "map.toml"] {
        if folder.path(file).exists() {
            is_clean(file, &folder.read(file), &['\r', '\u{FEFF}', '\u{200B}']);
        }
    }
    let found = Store::open(&folder.path("taizhang.db"))
        .unwrap()
        .records("library", "331122101")
        .unwrap();
    assert_eq!(found.len(), 2);
    let said = folder.run(&format!("history {}", found[0].id)).good();
    is_clean("history", &said, &[]);
    let page = folder.run(&format!("form --record {}", found[0].id)).good();
    is_clean("form", &page, &[]);
    assert!(said.contains("甲馆") || said.contains("乙馆"), "{said}");
}

#[test]
fn no_file_that_is_made_carries_on_what_no_form_takes() {
    let folder = ledger();
    let mut files: Vec<(String, &[char])> = Vec::new();
    for lang in ["zh", "en"] {
        for (format, out) in [
            ("text", "r.txt"),
            ("markdown", "r.md"),
            ("csv", "r.csv"),
            ("html", "r.html"),
            ("json", "r.json"),
            ("xlsx", "r.xlsx"),
        ] {
            folder
                .run(&format!(
                    "--lang {lang} report --format {format} --out {lang}-{out}"
                ))
                .good();
            let also: &[char] = if out.ends_with("csv") {
                &['\r', '\u{FEFF}']
            } else {
                &[]
            };
            files.push((format!("{lang}-{out}"), also));
        }
        for (format, out) in [
            ("csv --kind library", "e.csv"),
            ("xlsx", "e.xlsx"),
            ("json", "e.json"),
            ("gpkg", "e.gpkg"),
        ] {
            folder.run(&format!(
                "--lang {lang} export --format {format} --out {lang}-{out}"
            ));
            // A guard against formulas, which an import takes away, is the one thing that nobody
            // sees in it.
            let also: &[char] = if out.ends_with("csv") {
                &['\r', '\u{FEFF}', '\u{200B}']
            } else {
                &[]
            };
            files.push((format!("{lang}-{out}"), also));
        }
    }
    for (file, also) in files {
        let bytes = folder.bytes(&file);
        for text in texts(&folder.path(&file), bytes) {
            is_clean(&file, &text, also);
            if file.ends_with("json") {
                let json: Json = serde_json::from_str(&text).unwrap();
                is_clean(&file, &said(&json), &[]);
            }
        }
    }
}

/// Every text in a JSON, behind its escapes.
fn said(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(said).collect::<Vec<_>>().concat(),
        Json::Object(parts) => parts
            .iter()
            .map(|(key, part)| key.clone() + &said(part))
            .collect::<Vec<_>>()
            .concat(),
        _ => String::new(),
    }
}

/// What a file says: the texts of its parts or rows.
fn texts(path: &Path, bytes: Vec<u8>) -> Vec<String> {
    match path.extension().unwrap().to_str().unwrap() {
        "xlsx" => {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            let names: Vec<String> = archive
                .file_names()
                .map(|name| name.unwrap().into_owned())
                .collect();
            let part = |name: String| {
                let mut text = String::new();
                archive
                    .by_name(&name)
                    .unwrap()
                    .read_to_string(&mut text)
                    .unwrap();
                // An escape of the format, which a spreadsheet reads as the character.
                assert!(!text.contains("_x00"), "{name}: {text}");
                text.replace('\r', "")
            };
            names.into_iter().map(part).collect()
        }
        "gpkg" => {
            let db = rusqlite::Connection::open(path).unwrap();
            let sql =
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'rtree%'";
            let mut query = db.prepare(sql).unwrap();
            let tables: Vec<String> = query
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            tables
                .iter()
                .flat_map(|table| rows(&db, table))
                .chain(tables.clone())
                .collect()
        }
        _ => vec![String::from_utf8(bytes).unwrap()],
    }
}

fn rows(db: &rusqlite::Connection, table: &str) -> Vec<String> {
    let mut query = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
    let columns = query.column_count();
    let row = |row: &rusqlite::Row| {
        let text = |at| {
            row.get_ref(at)
                .ok()
                .and_then(|value| value.as_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        Ok((0..columns).map(text).collect::<Vec<_>>().join("|"))
    };
    query
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn no_screen_shows_what_no_form_takes() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = tempfile::tempdir().unwrap();
        let h = Harness::on(folder, lang, (80, 24));
        fill(&h.folder.path().join("taizhang.db"));
        let mut clerk = h.start_again(lang);
        let mut inspector = clerk.review();
        walk(&mut clerk);
        walk(&mut inspector);
    }
}

/// Goes through the screens of a session and looks at each.
fn walk(h: &mut Harness) {
    let keys = [
        Code::Right,
        Code::Enter,
        Code::F(1),
        Code::Esc,
        Code::Enter,
        Code::Down,
        Code::F(4),
        Code::Esc,
        Code::F(9),
        Code::F(6),
        Code::Down,
        Code::F(3),
        Code::Esc,
        Code::Esc,
        Code::F(7),
        Code::F(8),
        Code::Insert,
        Code::Esc,
        Code::F(3),
        Code::Esc,
        Code::F(5),
        Code::Enter,
        Code::Enter,
        Code::F(7),
        Code::F(8),
        Code::F(2),
        Code::Esc,
        Code::Esc,
        Code::Esc,
    ];
    is_clean("a screen", &h.screen(), &[]);
    for key in keys {
        h.key(key);
        is_clean("a screen", &h.screen(), &[]);
    }
    for letter in ['k', 'h', 'u', 'e', 'p', 'd', 'n', 'r', 'w', 'b', 'a'] {
        h.ctrl(letter);
        is_clean("a screen", &h.screen(), &[]);
        h.key(Code::Enter);
        is_clean("a screen", &h.screen(), &[]);
        h.key(Code::Esc);
        is_clean("a screen", &h.screen(), &[]);
    }
}
