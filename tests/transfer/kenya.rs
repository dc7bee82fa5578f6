//! A real ledger of another country, from its files to its known answers, through the program
//! alone.

use std::collections::BTreeMap;
use std::io::Read as _;

use crate::program::{Folder, places};

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kenya/pack.toml");
const PLACES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kenya/places.csv");
const DATA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/kenya/kenya_health_facilities_2020.csv.gz"
);

/// What each column of the file is. Its two coordinate columns are swapped, and some of their
/// figures have more digits than the form takes.
const MAPS: [&str; 11] = [
    "county_name=county",
    "sub_county_name=town",
    "code=mfl_code",
    "keph_level_name=keph_level",
    "facility_type_name=facility_type",
    "facility_type_category=facility_category",
    "owner_type_name=owner_type",
    "regulatory_body_name=regulatory_body",
    "constituency_name=constituency",
    "ward_name=ward",
    "operation_status_name=status",
];

const KE_5: [&str; 21] = [
    "Baringo/Tiaty East",
    "Bungoma/Webuye East",
    "Embu/Mbeere South",
    "Isiolo/Merti",
    "Machakos/Kalama",
    "Mombasa/Jomvu",
    "Nakuru/Kuresoi North",
    "Narok/Narok East",
    "Narok/Transmara East",
    "Nyandarua/Kipipiri",
    "Nyandarua/Ndaragwa",
    "Nyandarua/Oljoroorok",
    "Nyeri/Kieni East",
    "Nyeri/Tetu",
    "Tharaka Nithi/Muthambi",
    "Tharaka Nithi/Tharaka North",
    "Turkana/Kibish",
    "Turkana/Loima",
    "Turkana/Turkana South",
    "Wajir/Eldas",
    "Wajir/Tarbaj",
];

/// Latitude and longitude are swapped in the source.
const COORDINATES: [&str; 4] = ["--map", "lat=lon", "--map", "long=lat"];

fn ledger() -> Folder {
    let folder = Folder::new();
    folder
        .run_all(&["init", "--pack", PACK, "--places", PLACES])
        .good();
    let mut data = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(DATA).unwrap())
        .read_to_end(&mut data)
        .unwrap();
    folder.write("data.csv", data);
    folder
}

fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec![
        "--lang",
        "en",
        "import",
        "data.csv",
        "--kind",
        "Health facility",
    ];
    args.extend(MAPS.iter().chain(&["*="]).flat_map(|map| ["--map", *map]));
    args.extend(more);
    args
}

/// Every place as `parent/name`.
fn paths() -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(PLACES).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let names: BTreeMap<&str, &str> = rows.iter().map(|row| (&row[0], &row[1])).collect();
    let above = |code: &str| names.get(code).copied().unwrap_or_default();
    rows.iter()
        .map(|row| (row[0].to_owned(), format!("{}/{}", above(&row[3]), &row[1])))
        .collect()
}

#[test]
fn every_facility_of_kenya_gives_the_known_answers() {
    let folder = ledger();
    let summary = folder.run_all(&import(&COORDINATES)).good();
    assert!(
        summary.starts_with(
            "12379 rows read: 12379 imported, 0 refused, 70 doubtful, 10 with the same name"
        ),
        "{summary}"
    );
    let report = folder.json("");
    assert_eq!(places(&report, "hospital_100_beds", "met").len(), 46);
    assert_eq!(places(&report, "hospital_100_beds", "short"), ["KE-lamu"]);
    let lamu = report["standings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["place"] == "KE-lamu")
        .unwrap();
    assert_eq!(
        (&lamu["have"], &lamu["gap"], &lamu["need"]),
        (&"60".into(), &"40".into(), &"100".into())
    );
    let paths = paths();
    let mut short: Vec<&str> = Vec::new();
    for code in places(&report, "level_4", "short") {
        short.push(&paths[&code]);
    }
    short.sort_unstable();
    assert_eq!(short, KE_5);
    assert_eq!(places(&report, "level_4", "met").len(), 282);
    assert_eq!(
        report["counts"],
        serde_json::json!({"met": 328, "short": 22, "unknown": 0})
    );
    folder.run("doctor").good();
    // The same file again finds every facility, those of one name too, and changes nothing.
    let again = folder.run_all(&import(&COORDINATES)).good();
    assert!(
        again.starts_with("12379 rows read: 0 imported, 0 refused"),
        "{again}"
    );
    assert!(
        again.contains("0 new, 0 changed, 12379 unchanged"),
        "{again}"
    );
}

/// The same list as an office would hand it on: below a title, in a sheet whose figures are
/// figures.
#[test]
fn the_same_facilities_in_a_workbook_give_the_same_answers() {
    let folder = ledger();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write(0, 0, "Master list of health facilities")
        .unwrap();
    let data = folder.read("data.csv");
    for (row, record) in (2..).zip(
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(data.as_bytes())
            .records(),
    ) {
        for (column, cell) in (0..).zip(&record.unwrap()) {
            match cell.parse::<f64>() {
                Ok(figure) if cell.len() < 12 => sheet.write(row, column, figure).unwrap(),
                _ => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    folder.write("data.csv", book.save_to_buffer().unwrap());
    let summary = folder.run_all(&import(&COORDINATES)).good();
    assert!(
        summary.contains("line 1, above the header: Master list"),
        "{summary}"
    );
    assert!(
        summary.contains(
            "12379 rows read: 12379 imported, 0 refused, 70 doubtful, 10 with the same name"
        ),
        "{summary}"
    );
    let report = folder.json("");
    assert_eq!(places(&report, "hospital_100_beds", "short"), ["KE-lamu"]);
    assert_eq!(
        report["counts"],
        serde_json::json!({"met": 328, "short": 22, "unknown": 0})
    );
}

#[test]
fn rows_that_the_form_does_not_take_stay_out_in_a_file_of_their_own() {
    let folder = ledger();
    let mut data = folder.read("data.csv");
    let row = data.lines().nth(1).unwrap().to_owned();
    for (name, beds) in [("Bad Beds", "many"), ("Bad Beds Again", "12 km")] {
        data.push_str(&row.replace("Aiyebo Dispensary", name).replacen(
            ",0,0,",
            &format!(",{beds},0,"),
            1,
        ));
        data.push('\n');
    }
    folder.write("data.csv", data);
    let before = folder.bytes("taizhang.db");
    let said = folder.run_all(&import(&COORDINATES)).failed(2);
    assert!(
        said.contains("line 12381, column \"beds\": \"many\" is not a number"),
        "{said}"
    );
    assert!(said.contains("2 bad rows in all."), "{said}");
    assert_eq!(folder.bytes("taizhang.db"), before);
    let skip = [&COORDINATES[..], &["--skip-bad", "--rejects", "bad.csv"]].concat();
    let summary = folder.run_all(&import(&skip)).good();
    assert!(
        summary.starts_with("12381 rows read: 12379 imported, 2 refused"),
        "{summary}"
    );
    let rejects = folder.read("bad.csv");
    assert!(
        rejects.starts_with("\u{FEFF}rejected_line,rejected_reason,code,name,"),
        "{rejects}"
    );
    assert_eq!(rejects.lines().count(), 3);
}
