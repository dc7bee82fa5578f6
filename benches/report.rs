//! What a page of a large area costs, as a ratio to the judging that it rests on, in the same run.
//! `cargo bench --bench report`; `TOWNS=41352` for a country.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Save, Store, StoreError, Writer};
use taizhang::transfer::report::{Moment, Report, ReportFormat};
use uuid::Uuid;

/// The towns of Zhejiang, in as many counties and cities as it has.
const TOWNS: usize = 1370;
const COUNTIES: usize = 90;
const CITIES: usize = 11;
/// The facilities of a town that reported.
const FACILITIES: usize = 20;
/// As many runs as the median is taken of.
const RUNS: usize = 5;

fn pack() -> Pack {
    let text = include_str!("../tests/packs/minimums.toml");
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    Pack::read(&text.replace(scope, r#"level = "town""#)).unwrap()
}

fn places(towns: usize) -> Vec<Place> {
    let place = |code: String, name: String, level: &str, parent: Option<String>| Place {
        code,
        name,
        level: level.to_owned(),
        parent,
    };
    let (city, county) = (
        |at: usize| format!("C{at:03}"),
        |at: usize| format!("D{at:03}"),
    );
    let mut all = vec![place("1".into(), "示例省".into(), "province", None)];
    for at in 0..CITIES {
        all.push(place(
            city(at),
            format!("示例{at}市"),
            "city",
            Some("1".into()),
        ));
    }
    for at in 0..COUNTIES {
        all.push(place(
            county(at),
            format!("示例{at}县"),
            "county",
            Some(city(at % CITIES)),
        ));
    }
    for at in 0..towns {
        let parent = Some(county(at % COUNTIES));
        all.push(place(
            format!("T{at:06}"),
            format!("示例{at}镇"),
            "town",
            parent,
        ));
    }
    all
}

/// Fills three of four towns with a library that has a position, a center and greenways.
fn fill(store: &mut Store, pack: &Pack, towns: usize) {
    let written = store.write(|writer| {
        for at in (0..towns).filter(|at| at % 4 != 0) {
            let seats = (60 + at % 120).to_string();
            let lon = format!("{}.{:03}", 118 + at % 4, at % 997);
            let lat = format!("28.{:03}", at % 991);
            let library = [
                ("name", "示例馆"),
                ("status", "existing"),
                ("reading_seats", seats.as_str()),
                ("lon", lon.as_str()),
                ("lat", lat.as_str()),
                ("crs", "CGCS2000"),
            ];
            save(writer, pack, ("library", at), &library)?;
            let area = (1500 + at % 900).to_string();
            let center = [
                ("name", "示例中心"),
                ("status", "existing"),
                ("building_area_m2", area.as_str()),
            ];
            save(writer, pack, ("fitness_center", at), &center)?;
            for number in 2..FACILITIES {
                let name = format!("示例绿道{number}");
                let length = format!("0.{}", 10 + (at + number) % 90);
                let greenway = [
                    ("name", name.as_str()),
                    ("status", "existing"),
                    ("greenway_type", "urban"),
                    ("length_km", length.as_str()),
                ];
                save(writer, pack, ("greenway", at), &greenway)?;
            }
        }
        Ok::<(), StoreError>(())
    });
    written.unwrap();
}

fn save(
    writer: &mut Writer,
    pack: &Pack,
    (kind, town): (&str, usize),
    values: &[(&str, &str)],
) -> Result<(), StoreError> {
    let form = pack.kind(kind).unwrap();
    let own = [("kind", kind.to_owned()), ("place", format!("T{town:06}"))];
    let own = own.map(|(code, value)| (code.to_owned(), Json::from(value)));
    let typed = values.iter().map(|(code, text)| {
        let value = form.field(code).unwrap().parse(text).unwrap().unwrap();
        ((*code).to_owned(), value.to_json())
    });
    let fields: BTreeMap<String, Json> = own.into_iter().chain(typed).collect();
    writer.save(&Save {
        record: Uuid::now_v7(),
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例员",
        reason: "",
    })?;
    Ok(())
}

/// Returns the median of some runs.
fn median(run: impl Fn()) -> Duration {
    let mut times = [(); RUNS].map(|()| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.sort();
    times[RUNS / 2]
}

fn main() {
    let towns = std::env::var("TOWNS")
        .ok()
        .and_then(|count| count.parse().ok());
    let towns = towns.unwrap_or(TOWNS);
    let folder = tempfile::tempdir().unwrap();
    let pack = pack();
    let path = folder.path().join("taizhang.db");
    let mut store = Store::create(
        &path,
        &places(towns),
        std::slice::from_ref(&pack),
        "示例管理员",
    )
    .unwrap();
    fill(&mut store, &pack, towns);
    let today = store.today();
    let judging = median(|| {
        assert_eq!(
            store.standings_judged(&pack, today, None).unwrap().len(),
            4 * towns
        );
    });
    println!("{towns} towns, {FACILITIES} facilities in three of four: judging {judging:.1?}");
    for format in [
        ReportFormat::Json,
        ReportFormat::Csv,
        ReportFormat::Text,
        ReportFormat::Markdown,
        ReportFormat::Html,
        ReportFormat::Xlsx,
    ] {
        let page = median(|| {
            let report = Report::build(&store, &pack, None, Moment::Now(today)).unwrap();
            let report = report.compared(&store).unwrap();
            assert!(!report.render(&store, format, Lang::Zh).unwrap().is_empty());
        });
        let ratio = page.as_secs_f64() / judging.as_secs_f64();
        println!("  {format:?}: {page:.1?}, {ratio:.2} times the judging");
    }
}
