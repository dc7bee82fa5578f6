//! Exports: what is written is read back the same, by the import, by spreadsheets and by mapping
//! programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;
use std::sync::atomic::AtomicBool;

use crate::program::{self, Folder, INIT};
use crate::support::day;
use calamine::{Data, Range, Reader as _, Xlsx};
use rusqlite::Connection;
use serde_json::Value as Json;
use taizhang::domain::record::Subject;
use taizhang::store::{Save, Store, Writer};
use taizhang::transfer::export;
use taizhang::transfer::export::{
    ExportError, ExportFormat, ExportProgress, ExportRequest, ExportWatch,
};

const KINDS: [&str; 4] = ["hospital", "library", "fitness_center", "greenway"];
/// The sheet of each kind.
const SHEETS: [(&str, &str, &str); 4] = [
    ("hospital", "医院", "Hospital"),
    ("library", "公共图书馆", "Public library"),
    (
        "fitness_center",
        "全民健身活动中心",
        "Public fitness center",
    ),
    ("greenway", "绿道", "Greenway"),
];
const SEEDS: [&str; 4] = [
    include_str!("../../seeds/demo/hospital.csv"),
    include_str!("../../seeds/demo/library.csv"),
    include_str!("../../seeds/demo/fitness_center.csv"),
    include_str!("../../seeds/demo/greenway.csv"),
];
/// What a spreadsheet would calculate, cut or turn into something else.
const HOSTILE: &str =
    "town,name,status,opened_on,reading_seats,building_area_m2,annual_visits,lon,lat,crs,remarks,free_open
331122101,=1+1,existing,2021-06,130,3亩,1.2万,120.123456789012345,28.65,CGCS2000,\"@x \"\"引号\"\", 逗号; -1\",是
331122101,+cmd|' /C calc'!A0,existing,2021,0,1亩,7,120.2,28.75,GCJ-02,'=1,否
331122101,-5,planned,,,,,120.3,28.7,WGS84,＝SUM(1),
331121101,007,existing,2021-06-01,12,2.5公顷,,120.4,,WGS84,\"  =2 \",
331102100,@示例①（一期）,existing,1998,1,2000.01,,-0.5,-0.25,不明,1-2,yes
";

/// A ledger with every kind, every type of field, and names that are not harmless.
fn filled() -> Folder {
    let folder = Folder::with_ledger();
    for (kind, rows) in KINDS.iter().zip(SEEDS).chain([(&"library", HOSTILE)]) {
        folder.write("in.csv", rows);
        folder.run(&format!("import in.csv --kind {kind}")).good();
    }
    folder
}

/// The first line of an export that went well.
#[track_caller]
fn exported(folder: &Folder, line: &str) -> String {
    folder
        .run(&format!("export {line}"))
        .good()
        .lines()
        .next()
        .unwrap()
        .to_owned()
}

/// Every record as it is kept, without the id that another ledger gives it.
fn records(folder: &Folder, db: &str) -> BTreeSet<String> {
    exported(
        folder,
        &format!("--db {db} --format json --out records.json"),
    );
    let document: Json = serde_json::from_slice(&folder.bytes("records.json")).unwrap();
    let facilities = document["facilities"].as_array().unwrap().iter();
    facilities
        .map(|record| {
            format!(
                "{} {} {}",
                record["kind"], record["place"], record["fields"]
            )
        })
        .collect()
}

/// Every standing, without the id of the nearest facility.
fn standings(folder: &Folder, db: &str) -> Json {
    let mut report = folder.json(&format!("--db {db}"));
    for standing in report["standings"].as_array_mut().unwrap() {
        if let Some(nearest) = standing["nearest"].as_object_mut() {
            nearest.remove("id");
        }
    }
    // Each ledger has a trail of its own.
    for key in ["trail", "receipt"] {
        report.as_object_mut().unwrap().remove(key).unwrap();
    }
    report
}

#[test]
fn what_is_exported_and_imported_into_a_new_ledger_is_the_same() {
    let folder = filled();
    for (headers, id) in [("zh", "记录编号"), ("en", "id"), ("code", "id")] {
        let db = format!("{headers}.db");
        folder.run(&format!("--db {db} {INIT}")).good();
        for kind in KINDS {
            exported(
                &folder,
                &format!("--kind {kind} --format csv --headers {headers} --out out.csv"),
            );
            folder
                .run(&format!(
                    "--db {db} import out.csv --kind {kind} --map {id}= --map *="
                ))
                .good();
        }
        assert_eq!(
            records(&folder, &db),
            records(&folder, "taizhang.db"),
            "{headers}"
        );
        assert_eq!(
            standings(&folder, &db),
            standings(&folder, "taizhang.db"),
            "{headers}"
        );
    }
    assert_eq!(records(&folder, "taizhang.db").len(), 20);
}

#[test]
fn no_cell_of_a_table_begins_like_a_formula() {
    let folder = filled();
    exported(&folder, "--kind library --format csv --out out.csv");
    let text = folder.read("out.csv");
    assert!(
        text.starts_with("\u{FEFF}记录编号,所属镇,镇名,设施名称,"),
        "{text}"
    );
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 9);
    let is_figure = |cell: &str| cell.parse::<f64>().is_ok();
    let dangerous = |cell: &&str| {
        cell.trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＠'])
            && !is_figure(cell)
    };
    for row in &rows {
        assert_eq!(row.iter().find(dangerous), None, "{row:?}");
    }
    let has = |cell: &str| rows.iter().any(|row| row.iter().any(|own| own == cell));
    for cell in [
        "3亩",
        "1.2万",
        "2021-06",
        "2021",
        "\u{200B}=1+1",
        "'=1",
        "-0.5",
        "120.123456789012345",
        "2000.01",
    ] {
        assert!(has(cell), "{cell}");
    }
}

fn sheets(bytes: Vec<u8>) -> BTreeMap<String, Range<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheets().into_iter().collect()
}

fn row(sheet: &Range<Data>, at: usize) -> Vec<String> {
    sheet
        .rows()
        .nth(at)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_workbook_is_imported_into_a_new_ledger_and_changes_nothing_in_its_own() {
    let folder = filled();
    for lang in ["zh", "en"] {
        let db = format!("{lang}.db");
        folder.run(&format!("--db {db} {INIT}")).good();
        exported(
            &folder,
            &format!("--format xlsx --out out.xlsx --lang {lang}"),
        );
        for (kind, zh, en) in SHEETS {
            let sheet = if lang == "zh" { zh } else { en };
            let import = [
                "import", "out.xlsx", "--kind", kind, "--sheet", sheet, "--map", "*=",
            ];
            folder
                .run_all(&[&["--db", &db], &import[..], &["--map", "id="]].concat())
                .good();
            let again = folder.run_all(&import).good();
            assert!(again.contains("新增 0，修改 0"), "{again}");
        }
        assert_eq!(
            records(&folder, &db),
            records(&folder, "taizhang.db"),
            "{lang}"
        );
        assert_eq!(
            standings(&folder, &db),
            standings(&folder, "taizhang.db"),
            "{lang}"
        );
    }
}

/// What a spreadsheet reads is compared cell by cell with the table that was imported again above.
#[test]
fn a_workbook_holds_the_cells_of_the_tables_under_headers_in_both_languages() {
    let folder = filled();
    exported(&folder, "--format xlsx --out out.xlsx");
    let book = sheets(folder.bytes("out.xlsx"));
    let names: Vec<&str> = book.keys().map(String::as_str).collect();
    let mut expected = [
        "医院",
        "公共图书馆",
        "全民健身活动中心",
        "绿道",
        "未达标与无法判定",
        "说明",
        "选项",
    ];
    expected.sort_unstable();
    assert_eq!(names, expected);
    for (kind, label, _) in SHEETS {
        let sheet = &book[label];
        assert_eq!(row(sheet, 0)[..4], ["id", "所属镇 *", "镇名", "设施名称 *"]);
        assert_eq!(row(sheet, 1)[..4], ["", "town *", "town name", "Name *"]);
        exported(
            &folder,
            &format!("--kind {kind} --format csv --out out.csv"),
        );
        let table = folder.read("out.csv").replace(['\u{FEFF}', '\u{200B}'], "");
        let rows = csv::Reader::from_reader(table.as_bytes())
            .into_records()
            .map(Result::unwrap)
            .collect::<Vec<_>>();
        assert_eq!(sheet.height(), rows.len() + 2);
        for (at, cells) in rows.iter().enumerate() {
            assert_eq!(
                row(sheet, at + 2),
                cells.iter().collect::<Vec<_>>(),
                "{label}"
            );
        }
    }
}

/// A part of a workbook as XML.
fn xml_of(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(part).unwrap()).unwrap()
}

/// That a workbook is imported again with the ids hidden is tested above.
#[test]
fn every_sheet_hides_its_ids_and_is_set_up_for_paper() {
    let folder = filled();
    exported(&folder, "--format xlsx --out out.xlsx");
    let bytes = folder.bytes("out.xlsx");
    let names = xml_of(&bytes, "xl/workbook.xml");
    for sheet in 1..=6 {
        let xml = xml_of(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        for words in [
            "<pageSetUpPr fitToPage=\"1\"/>",
            "fitToHeight=\"0\"",
            "paperSize=\"9\" ",
            "orientation=\"landscape\"",
            "第 &amp;P 页，共 &amp;N 页",
        ] {
            assert!(xml.contains(words), "{words} in sheet {sheet}: {xml}");
        }
        let first = xml.find("<col min=\"1\" max=\"1\"").unwrap();
        let first = xml[first..].split("/>").next().unwrap();
        assert_eq!(first.contains("hidden=\"1\""), sheet <= 4, "{first}");
        assert_eq!(xml.matches("hidden=").count(), usize::from(sheet <= 4));
    }
    // Both rows of the header, and the columns up to the name where one page is too narrow.
    for titles in [
        "公共图书馆!$A:$D,公共图书馆!$1:$2",
        "未达标与无法判定!$1:$1",
        "说明!$7:$7",
    ] {
        assert!(names.contains(titles), "{titles} in {names}");
    }
}

#[test]
fn a_figure_is_a_number_only_where_a_spreadsheet_keeps_all_its_digits() {
    let folder = filled();
    exported(
        &folder,
        "--kind library --format xlsx --out out.xlsx --lang en",
    );
    let sheet = &sheets(folder.bytes("out.xlsx"))["Public library"];
    let cells: Vec<&Data> = sheet.rows().flatten().collect();
    for (text, number) in [
        ("2000.01", true),
        ("-0.5", true),
        ("120.123456789012345", false),
        ("3亩", false),
    ] {
        let found = cells.iter().find(|cell| cell.to_string() == text).unwrap();
        assert_eq!(matches!(found, Data::Float(_)), number, "{text}");
    }
    // What looks like a number and is a name or a code stays a text.
    for text in ["007", "331122101", "2021", "=1+1"] {
        assert!(
            cells
                .iter()
                .any(|cell| matches!(cell, Data::String(own) if own == text)),
            "{text}"
        );
    }
}

#[test]
fn a_workbook_offers_the_choices_of_each_field_and_lists_the_shortfalls() {
    let folder = filled();
    exported(&folder, "--format xlsx --out out.xlsx");
    let bytes = folder.bytes("out.xlsx");
    let book = sheets(bytes);
    let lists = &book["选项"];
    let at = row(lists, 0)
        .iter()
        .position(|head| head == "library.status")
        .unwrap();
    let statuses: Vec<String> = (1..6).map(|line| row(lists, line)[at].clone()).collect();
    assert_eq!(statuses, ["在用", "在建", "拟建", "暂停", "关停"]);
    let shortfalls = &book["未达标与无法判定"];
    let report = folder.json("");
    let open = report["standings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|standing| standing["verdict"] != "met")
        .count();
    assert_eq!(shortfalls.height(), open + 1);
    let explained = book["说明"]
        .rows()
        .filter(|row| row[3] == "reading_seats")
        .count();
    assert_eq!(explained, 1);
}

#[test]
fn json_keeps_values_as_the_ledger_does() {
    let folder = filled();
    exported(
        &folder,
        "--format json --kind library --town 331122101 --out out.json",
    );
    let document: Json = serde_json::from_slice(&folder.bytes("out.json")).unwrap();
    assert_eq!(
        (&document["version"], &document["policies"][0]),
        (&1.into(), &"lishui-2022-72".into())
    );
    assert_eq!(document["kinds"], serde_json::json!(["library"]));
    let named = |name: &str| {
        let found = document["facilities"]
            .as_array()
            .unwrap()
            .iter()
            .find(|own| own["fields"]["name"] == name);
        found.unwrap()["fields"].clone()
    };
    let first = named("=1+1");
    assert_eq!(
        first["building_area_m2"],
        serde_json::json!({ "typed": "3亩", "value": "2000" })
    );
    assert_eq!(
        (&first["opened_on"], &first["free_open"]),
        (&"2021-06".into(), &true.into())
    );
    let second = named("+cmd|' /C calc'!A0");
    assert_eq!(second["building_area_m2"]["exact"], "2000/3");
    assert_eq!(
        (&second["status"], &second["crs"]),
        (&"existing".into(), &"GCJ-02".into())
    );
}

#[test]
fn only_the_towns_that_are_asked_for_are_exported_each_record_once() {
    let folder = filled();
    let count = |line: &str| {
        exported(
            &folder,
            &format!("--format json --out out.json --lang en {line}"),
        )
    };
    assert_eq!(count(""), "exported 20 records to out.json");
    assert_eq!(
        count("--town 壶镇镇 --town 331122"),
        "exported 7 records to out.json"
    );
    assert_eq!(
        count("--town 壶镇镇 碧湖镇"),
        "exported 15 records to out.json"
    );
    let unknown = folder
        .run("--lang en export --format json --out out.json --town 示例镇")
        .failed(2);
    assert!(unknown.contains("示例镇"), "{unknown}");
}

#[test]
fn two_policies_that_call_their_kinds_alike_share_a_file() {
    let folder = filled();
    let text = include_str!("../packs/minimums.toml")
        .replace("code = \"lishui-2022-72\"", "code = \"other\"");
    let other = KINDS.iter().fold(text, |text, kind| {
        let text = text.replace(
            &format!("[[kind]]\ncode = \"{kind}"),
            &format!("[[kind]]\ncode = \"other_{kind}"),
        );
        text.replace(
            &format!("kind = \"{kind}\""),
            &format!("kind = \"other_{kind}\""),
        )
    });
    folder.write("other.toml", other);
    folder.run("pack load other.toml --yes").good();
    exported(&folder, "--format xlsx --out out.xlsx");
    let book = sheets(folder.bytes("out.xlsx"));
    for name in [
        "library",
        "other_library",
        "未达标与无法判定",
        "未达标与无法判定 2",
    ] {
        assert!(book.contains_key(name), "{name}: {:?}", book.keys());
    }
    exported(&folder, "--format gpkg --out out.gpkg");
    let db = Connection::open(folder.path("out.gpkg")).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count("SELECT count(*) FROM gpkg_contents WHERE identifier LIKE '公共图书馆 (%library)'"),
        2
    );
    assert_eq!(
        count("SELECT count(DISTINCT policy) FROM town_shortfalls"),
        2
    );
}

#[test]
fn what_was_deleted_is_left_out_and_a_snapshot_is_exported_too() {
    let folder = filled();
    let mut store = Store::open(&folder.path("taizhang.db")).unwrap();
    let deleted = store.records("library", "331122101").unwrap().remove(0);
    let mut fields = deleted.fields.clone();
    fields.insert("kind".into(), deleted.kind.clone().into());
    fields.insert("place".into(), deleted.place.clone().into());
    fields.insert("deleted".into(), true.into());
    let save = Save {
        record: deleted.id,
        subject: Subject::Facility,
        base: &deleted.heads,
        fields,
        author: "示例员",
        reason: "示例",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    drop(store);
    folder.run("snapshot out.db").good();
    for db in ["taizhang.db", "out.db"] {
        for format in ["json", "xlsx", "gpkg"] {
            let said = exported(
                &folder,
                &format!("--db {db} --format {format} --out out.{format} --lang en"),
            );
            assert_eq!(said, format!("exported 19 records to out.{format}"));
        }
        assert!(!folder.read("out.json").contains(&deleted.id.to_string()));
    }
}

#[test]
fn a_value_that_the_form_no_longer_takes_is_written_and_told() {
    let folder = filled();
    let narrower =
        include_str!("../packs/minimums.toml").replace("code = \"urban\"", "code = \"in_town\"");
    folder.write(
        "new.toml",
        narrower.replace("value = \"urban\"", "value = \"in_town\""),
    );
    folder.run("pack load new.toml --yes").good();
    let said = folder
        .run("--lang en export --kind greenway --format csv --out out.csv")
        .good();
    assert!(
        said.contains("3 values do not fit the current form"),
        "{said}"
    );
    assert!(folder.read("out.csv").contains(",urban,"));
}

#[test]
fn what_cannot_be_exported_ends_with_2_and_leaves_everything_as_it_was() {
    let folder = filled();
    folder.run(&format!("--db other.db {INIT}")).good();
    folder.run("snapshot frozen.db").good();
    folder.write("read_only.json", "old");
    fs::set_permissions(
        folder.path("read_only.json"),
        fs::Permissions::from_mode(0o444),
    )
    .unwrap();
    symlink("taizhang.db", folder.path("link")).unwrap();
    let names = || folder.names();
    let before = names();
    for (line, reason) in [
        (
            "--format csv --out out.csv",
            "add --kind with one of: hospital, library",
        ),
        (
            "--format csv --kind library --out taizhang.db",
            "it is the ledger itself",
        ),
        ("--format json --out link", "it is the ledger itself"),
        (
            "--format gpkg --out other.db",
            "a ledger or another database",
        ),
        ("--format json --out frozen.db", "read-only"),
        ("--format json --out read_only.json", "read-only"),
        ("--format json --out .", "not a regular file"),
        ("--format json --out /dev/null", "not a regular file"),
        (
            "--format json --out taizhang.db-wal",
            "this name belongs to taizhang.db",
        ),
        (
            "--format json --out other.db-journal",
            "this name belongs to other.db",
        ),
        (
            "--format json --out none/out.json",
            "there is no such directory",
        ),
        (
            "--format json --headers zh --out out.json",
            "--headers is for CSV, datapackage and parquet only",
        ),
        ("--format json --kind 示例 --out out.json", "示例"),
        ("--format dbf --out out.dbf", "csv, xlsx, json, gpkg"),
        ("--format json", "--out"),
    ] {
        let said = folder.run(&format!("--lang en export {line}")).failed(2);
        assert!(said.contains(reason), "{line}: {said}");
        assert_eq!(names(), before, "{line}");
    }
    assert_eq!(folder.read("read_only.json"), "old");
    folder.run("doctor").good();
}

#[test]
fn an_export_that_is_cancelled_leaves_the_file_that_was_there() {
    let folder = filled();
    folder.write("out.json", "old");
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    let order = ExportRequest {
        kind: None,
        towns: &[],
        format: ExportFormat::Json,
        day: day(),
    };
    let (cancel, mut seen) = (AtomicBool::new(true), Vec::new());
    let names = || folder.names();
    let before = names();
    let watch = ExportWatch {
        cancel: &cancel,
        progress: &mut |progress| seen.push(progress),
    };
    let ended = export::export(&store, &order, &folder.path("out.json"), watch);
    assert!(matches!(ended, Err(ExportError::Cancelled)));
    assert_eq!(seen, [ExportProgress { done: 0, of: 20 }]);
    assert_eq!((folder.read("out.json").as_str(), names()), ("old", before));
}

#[test]
fn every_facility_has_its_row_in_a_layer_and_only_sure_positions_have_points() {
    let folder = filled();
    let said = folder
        .run("--lang en export --format gpkg --out out.gpkg")
        .good();
    assert!(said.contains("18 facilities are not on the map"), "{said}");
    let db = Connection::open(folder.path("out.gpkg")).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM library"), 9);
    assert_eq!(count("SELECT count(geom) FROM library"), 2);
    assert_eq!(count("SELECT count(*) FROM not_plotted"), 18);
    assert_eq!(
        count("SELECT count(*) FROM not_plotted WHERE reason LIKE '%shifted%'"),
        1
    );
    assert_eq!(
        count("SELECT short + unknown FROM town_shortfalls WHERE place = '331121101'"),
        3
    );
    assert_eq!(
        count("SELECT count(*) FROM gpkg_contents WHERE srs_id = 4490"),
        5
    );
    assert_eq!(
        count("SELECT building_area_m2 = 2000 FROM library WHERE name = '=1+1'"),
        1
    );
}

/// Runs a tool of GDAL.
fn gdal(folder: &Folder, tool: &str, args: &[&str]) -> String {
    let output = Command::new(tool)
        .args(args)
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let ran = program::Ran::of(&output);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{tool} {args:?}");
    ran.out
}

#[test]
#[ignore = "needs the tools of GDAL; .ci/run has them"]
fn gdal_reads_the_layers_and_their_points() {
    let folder = filled();
    folder
        .run("--lang en export --format gpkg --out out.gpkg")
        .good();
    let layers = gdal(&folder, "ogrinfo", &["-ro", "-q", "out.gpkg"]);
    for layer in [
        "hospital",
        "library",
        "fitness_center",
        "greenway",
        "town_shortfalls",
    ] {
        assert!(layers.contains(&format!(": {layer} (Point)")), "{layers}");
    }
    assert!(layers.contains("not_plotted (None)"), "{layers}");
    let about = gdal(
        &folder,
        "ogrinfo",
        &["-ro", "-al", "-so", "out.gpkg", "library"],
    );
    for line in [
        "Feature Count: 9",
        "ID[\"EPSG\",4490]",
        "Extent: (120.123457, 28.650000) - (120.300000, 28.700000)",
    ] {
        assert!(about.contains(line), "{about}");
    }
    gdal(
        &folder,
        "ogr2ogr",
        &["-f", "GeoJSON", "out.geojson", "out.gpkg", "library"],
    );
    let layer: Json = serde_json::from_slice(&folder.bytes("out.geojson")).unwrap();
    let features = layer["features"].as_array().unwrap();
    let first = features
        .iter()
        .find(|feature| feature["properties"]["name"] == "=1+1")
        .unwrap();
    assert_eq!(first["properties"]["opened_on"], "2021-06");
    assert_eq!(first["properties"]["free_open"], true);
    let point = first["geometry"]["coordinates"].as_array().unwrap();
    assert!(
        (point[0].as_f64().unwrap() - 120.123_456_789).abs() < 1e-6 && point[1] == 28.65,
        "{point:?}"
    );
}

#[test]
fn a_sum_that_was_typed_is_written_as_what_it_comes_to() {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "镇,设施名称,阅览座席数,馆舍建筑面积\n壶镇镇,示例馆,130,1亩+1亩\n",
    );
    folder.run("import in.csv --kind library").good();
    let mut store = Store::open(&folder.path("taizhang.db")).unwrap();
    let record = store.records("library", "331122101").unwrap().remove(0);
    let mut fields = record.fields.clone();
    fields.insert("kind".into(), record.kind.clone().into());
    fields.insert("place".into(), record.place.clone().into());
    fields.insert(
        "reading_seats".into(),
        serde_json::json!({"typed": "60+72", "value": "132"}),
    );
    let save = Save {
        record: record.id,
        subject: Subject::Facility,
        base: &record.heads,
        fields,
        author: "示例员",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    drop(store);
    let said = exported(&folder, "--kind library --format csv --out out.csv");
    assert!(said.contains("out.csv"), "{said}");
    let text = folder.read("out.csv");
    assert!(
        text.contains(",132,") && text.contains("1亩+1亩") && !text.contains("60+72"),
        "{text}"
    );
    let said = folder.run("--lang en import out.csv --kind library").good();
    assert!(
        said.contains("1 unchanged") || said.contains("0 imported"),
        "{said}"
    );
}

/// Returns a file of JSON.
fn json_in(folder: &Folder, name: &str) -> Json {
    serde_json::from_slice(&folder.bytes(name)).unwrap()
}

#[test]
fn a_data_package_says_of_what_type_each_column_is() {
    let folder = filled();
    let told = folder
        .run("--lang en export --format datapackage --kind library --out l.csv")
        .good();
    assert!(told.contains("l.datapackage.json"), "{told}");
    let csv = String::from_utf8(folder.bytes("l.csv")).unwrap();
    assert!(!csv.starts_with('\u{FEFF}'));
    let package = json_in(&folder, "l.datapackage.json");
    let resource = &package["resources"][0];
    assert_eq!(resource["path"], "l.csv");
    let schema = &resource["schema"];
    let fields = schema["fields"].as_array().unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert_eq!(reader.headers().unwrap(), names);
    assert_eq!(schema["primaryKey"], names[0]);
    let mut areas = Vec::new();
    for row in reader.records() {
        for (field, cell) in fields.iter().zip(&row.unwrap()) {
            let is_fit = cell.is_empty()
                || match field["type"].as_str().unwrap() {
                    "integer" => cell.parse::<i64>().is_ok(),
                    "number" => cell.parse::<f64>().is_ok(),
                    "boolean" => [&field["trueValues"][0], &field["falseValues"][0]]
                        .iter()
                        .any(|word| **word == cell),
                    _ => true,
                };
            assert!(is_fit, "{}: {cell}", field["name"]);
            if field["unit"] == "㎡ / m2" {
                areas.push(cell.to_owned());
            }
        }
    }
    // Typed as 3亩 and 2.5公顷.
    for area in ["2000", "25000"] {
        assert!(areas.iter().any(|cell| cell == area), "{areas:?}");
    }
}

/// Returns the rows of a Parquet file, each as its cells by the names of their columns.
fn parquet_rows(folder: &Folder, name: &str) -> Vec<Vec<(String, parquet::record::Field)>> {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    let file = std::fs::File::open(folder.path(name)).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().into_columns()).collect()
}

#[test]
fn a_parquet_file_has_the_rows_of_the_csv_file_with_a_type_for_each_column() {
    use parquet::record::Field;
    let folder = filled();
    let told = exported(
        &folder,
        "--kind library --format parquet --headers code --out l.parquet",
    );
    assert!(told.contains("l.parquet"), "{told}");
    exported(
        &folder,
        "--kind library --format datapackage --headers code --out l.csv",
    );
    let csv = folder.read("l.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows = parquet_rows(&folder, "l.parquet");
    let expected: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), expected.len());
    let mut types = std::collections::HashSet::new();
    for (row, expected) in rows.iter().zip(&expected) {
        for ((name, cell), (expected_name, text)) in row.iter().zip(names.iter().zip(expected)) {
            assert_eq!(name, expected_name);
            let found = match cell {
                Field::Null => String::new(),
                Field::Str(text) => text.clone(),
                Field::Long(whole) => whole.to_string(),
                // The text of a figure without an end has six digits behind the point.
                Field::Double(real) if (real - text.parse::<f64>().unwrap()).abs() < 1e-6 => {
                    text.to_owned()
                }
                Field::Double(real) => real.to_string(),
                Field::Bool(yes) => ["no", "yes"][usize::from(*yes)].to_owned(),
                other => panic!("{name}: {other:?}"),
            };
            // A spreadsheet must not take the name for a formula; a program has it as it is.
            assert_eq!(found, text.trim_start_matches('\u{200b}'), "{name}");
            types.insert(std::mem::discriminant(cell));
        }
    }
    // Words, whole figures, figures, yes and no, and nothing.
    assert_eq!(types.len(), 5);
}

/// Returns the pack of these tests before the code of a field, and behind it.
fn pack_at_field(code: &str) -> (&'static str, &'static str) {
    let code = format!("code = \"{code}\"");
    let pack = include_str!("../packs/minimums.toml");
    pack.split_once(&code).unwrap()
}

#[test]
fn a_figure_that_no_longer_fits_its_column_is_left_empty_and_told_once() {
    use parquet::record::Field;
    let folder = filled();
    let (before, field) = pack_at_field("built_up_length_km");
    let field = field.replacen("type = \"decimal\"", "type = \"integer\"", 1);
    let field = field.replacen("decimals = 3\n", "", 1);
    folder.write(
        "new.toml",
        format!("{before}code = \"built_up_length_km\"{field}"),
    );
    folder.run("pack load new.toml --yes").good();
    let export = |format: &str| {
        let line = format!("export --kind greenway --format {format}");
        folder.run(&format!("--lang en {line} --out out")).good()
    };
    let said = export("parquet --headers code");
    assert!(
        said.contains("4 values do not fit the type of the column; left empty"),
        "{said}"
    );
    assert!(!said.contains("current form"), "{said}");
    let rows = parquet_rows(&folder, "out");
    let cells = rows.iter().flatten();
    let mut lengths = cells.filter(|(name, _)| name == "built_up_length_km");
    assert_eq!(rows.len(), 4);
    assert!(lengths.all(|(_, cell)| matches!(cell, Field::Null)));
    // A layer of a map takes a figure with decimals in a column of whole ones.
    let said = export("gpkg");
    assert!(
        said.contains("4 values do not fit the current form"),
        "{said}"
    );
    assert!(!said.contains("left empty"), "{said}");
    // A file without types has them as they are stored.
    let said = export("csv --headers code");
    assert!(
        said.contains("4 values do not fit the current form"),
        "{said}"
    );
    assert!(!said.contains("left empty"), "{said}");
    assert!(folder.read("out").contains(",0.85,"));
}

#[test]
fn words_in_a_column_of_figures_are_left_empty_and_told_once() {
    let folder = filled();
    let (before, field) = pack_at_field("continuous");
    let field = field.replacen("type = \"yes_no\"", "type = \"integer\"", 1);
    let field = field.replacen(
        "field = \"continuous\", op = \"=\", value = false",
        "field = \"continuous\", op = \"=\", value = 0",
        1,
    );
    folder.write("new.toml", format!("{before}code = \"continuous\"{field}"));
    folder.run("pack load new.toml --yes").good();
    for format in ["gpkg", "parquet"] {
        let line = format!("--lang en export --kind greenway --format {format} --out out.{format}");
        let said = folder.run(&line).good();
        assert!(
            said.contains("4 values do not fit the type of the column; left empty"),
            "{said}"
        );
        assert!(!said.contains("current form"), "{said}");
    }
}

#[test]
fn a_parquet_file_is_of_one_kind() {
    let folder = Folder::with_ledger();
    let said = folder.run("--lang en export --format parquet --out l.parquet");
    assert!(said.failed(2).contains("--kind"));
    assert!(!folder.path("l.parquet").exists());
    exported(
        &folder,
        "--kind library --format parquet --out none.parquet",
    );
    assert!(parquet_rows(&folder, "none.parquet").is_empty());
}

#[test]
fn datasette_is_told_what_each_view_and_column_holds() {
    let folder = filled();
    let told = exported(&folder, "--format datasette --out about.json");
    assert!(told.contains("about.json"), "{told}");
    let about = json_in(&folder, "about.json");
    let tables = about["databases"]["taizhang"]["tables"]
        .as_object()
        .unwrap();
    let db = Connection::open(folder.path("taizhang.db")).unwrap();
    for (name, table) in tables {
        let mut columns = db
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .unwrap();
        let columns: BTreeSet<String> = columns
            .query_map([name], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(!columns.is_empty(), "{name}");
        if let Some(described) = table.get("columns").and_then(Json::as_object) {
            let described: BTreeSet<String> = described.keys().cloned().collect();
            assert_eq!(described, columns, "{name}");
        }
    }
    assert_eq!(tables["library"]["title"], "公共图书馆 / Public library");
    let seats = tables["library"]["columns"]["reading_seats"]
        .as_str()
        .unwrap();
    assert!(seats.contains("单位：座"), "{seats}");
    folder
        .run("export --format datasette --kind library --out about.json")
        .failed(2);
}
