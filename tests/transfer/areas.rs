//! The report of a large area: how each part of it stands, what is worth acting on, a map and charts,
//! and the places as an annex.

use std::io::Read as _;

use crate::support::day;
use crate::support::towns::{COUNTIES, TOWNS, add, county, filled, ledger, pack, town};
use serde_json::Value as Json;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::transfer::report::{Moment, Report, ReportFormat};
use tempfile::TempDir;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const PLACED: [(&str, &str); 3] = [("lon", "120.25"), ("lat", "28.5"), ("crs", "CGCS2000")];

fn open(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("taizhang.db")).unwrap()
}

fn render(store: &Store, format: ReportFormat, lang: Lang) -> Vec<u8> {
    let pack = pack();
    let place = None;
    let report = Report::build(store, &pack, place, Moment::Now(day())).unwrap();
    report.render(store, format, lang).unwrap()
}

fn text(store: &Store, format: ReportFormat, lang: Lang) -> String {
    String::from_utf8(render(store, format, lang)).unwrap()
}

fn json(store: &Store) -> Json {
    serde_json::from_slice(&render(store, ReportFormat::Json, Lang::En)).unwrap()
}

#[test]
fn each_area_has_the_counts_of_its_places_and_all_have_the_sum() {
    let folder = filled();
    let store = open(&folder);
    let report = json(&store);
    let divisions = report["divisions"].as_array().unwrap();
    assert_eq!(divisions.len(), 1, "nine counties fit on a page");
    let areas = divisions[0]["areas"].as_array().unwrap();
    assert_eq!(areas.len(), COUNTIES);
    let sum = |key: &str| -> u64 {
        let count = |area: &Json| area["binding"][key].as_u64().unwrap();
        areas.iter().map(count).sum()
    };
    for key in ["met", "short", "unknown"] {
        assert_eq!(sum(key), report["binding"][key].as_u64().unwrap(), "{key}");
    }
    // The first county: 20 towns with four minimums each. One library is too small, one is
    // incomplete, one is closed, and nothing else is on record.
    let first = &areas[0];
    assert_eq!(first["place"], county(0));
    assert_eq!(
        (first["places"].as_u64(), TOWNS.div_ceil(COUNTIES)),
        (Some(20), 20)
    );
    assert_eq!(first["binding"]["met"], 0);
    assert_eq!(first["binding"]["unknown"], 1);
    assert_eq!(first["binding"]["short"], 79);
    assert_eq!(first["not_reported"], 77);
    assert_eq!(
        (&first["entered"], &first["asked"]),
        (&3.into(), &80.into())
    );
    assert_eq!(first["rate"], "0");
    // The second: the one library that is met.
    assert_eq!(areas[1]["binding"]["met"], 1);
    assert_eq!(areas[1]["rate"], "1.25");
    assert_eq!(divisions[0]["no_rank"], "not_reported");
    assert!(areas.iter().all(|area| area["rank"].is_null()));
}

#[test]
fn the_page_says_how_areas_stand_before_it_comes_to_the_places() {
    let folder = filled();
    let store = open(&folder);
    for lang in LANGS {
        let page = text(&store, ReportFormat::Text, lang);
        // Below it are the receipt and the annex.
        let signatures = match lang {
            Lang::Zh => "\n填表人",
            Lang::En => "\nFilled in by",
        };
        let (first, _) = page.split_once(signatures).unwrap();
        insta::assert_snapshot!(format!("first {lang:?}"), first);
        let signed = match lang {
            Lang::Zh => "单位负责人：",
            Lang::En => "Head of the unit: ",
        };
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ] {
            let page = text(&store, format, lang);
            let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
            let order = match lang {
                Lang::Zh => ["分地区汇总", "最接近达标", signed, "附件", "各地对照"],
                Lang::En => [
                    "By area",
                    "Nearest to being met",
                    signed,
                    "Annex",
                    "Places side by side",
                ],
            };
            assert!(order.map(at).is_sorted(), "{format:?}");
            assert_eq!(page.matches(signed).count(), 1);
        }
    }
}

#[test]
fn areas_have_a_rank_where_all_is_reported_and_decided() {
    let (_folder, mut store) = ledger();
    for at in 0..TOWNS {
        // Every town of the first three counties is met in one thing more than the others.
        let seats = if at % COUNTIES < 3 { "140" } else { "96" };
        let place = town(at);
        add(
            &mut store,
            ("library", &place),
            ("示例馆", "existing"),
            &[("reading_seats", seats)],
        );
        for kind in ["hospital", "fitness_center", "greenway"] {
            add(&mut store, (kind, &place), ("示例处", "closed"), &[]);
        }
    }
    let report = json(&store);
    let division = &report["divisions"][0];
    assert_eq!(division["no_rank"], Json::Null);
    let ranks: Vec<u64> = division["areas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["rank"].as_u64().unwrap())
        .collect();
    assert_eq!(ranks, [1, 1, 1, 4, 4, 4, 4, 4, 4]);
}

#[test]
fn what_is_worth_acting_on_takes_requirements_in_turn_and_nothing_that_nobody_entered() {
    let (_folder, mut store) = ledger();
    for (at, seats) in [(1, "10"), (2, "20"), (3, "129")] {
        let place = town(at);
        add(
            &mut store,
            ("library", &place),
            ("示例馆", "existing"),
            &[("reading_seats", seats)],
        );
    }
    let place = town(4);
    let length = [("greenway_type", "urban"), ("length_km", "0.9")];
    add(
        &mut store,
        ("greenway", &place),
        ("示例绿道", "existing"),
        &length,
    );
    let page = text(&store, ReportFormat::Text, Lang::En);
    let of = |heading: &str| {
        let (_, list) = page.split_once(heading).unwrap();
        let entries = list.lines().skip(1).skip_while(|line| line.is_empty());
        let entries = entries.take_while(|line| !line.is_empty());
        let entries = entries.filter(|line| !line.starts_with(' '));
        entries
            .map(|line| line.split("  ").take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let library = |at: usize, number: usize| {
        format!(
            "{number}. 示例{}县/示例第{at}镇 Public library",
            ["二", "三", "四"][at - 1]
        )
    };
    assert_eq!(
        of("Largest gaps (4 of 4)"),
        [
            library(1, 1),
            "2. 示例五县/示例第4镇 City greenway".to_owned(),
            library(2, 3),
            library(3, 4),
        ]
    );
    let near = of("Nearest to being met (4 of 4)");
    assert_eq!(near[0], library(3, 1));
    assert_eq!(near[1], "2. 示例五县/示例第4镇 City greenway");
    // All are due on the same day: none is overdue longest.
    assert!(!page.contains("Overdue longest"));
}

#[test]
fn the_map_has_a_mark_for_each_place_that_has_a_position() {
    let (_folder, mut store) = ledger();
    let seats = PLACED
        .into_iter()
        .chain([("reading_seats", "140")])
        .collect::<Vec<_>>();
    add(
        &mut store,
        ("library", &town(1)),
        ("示例<馆>", "existing"),
        &seats,
    );
    // One without a system is on no map.
    add(
        &mut store,
        ("library", &town(2)),
        ("示例馆", "existing"),
        &PLACED[..2],
    );
    let page = text(&store, ReportFormat::Html, Lang::En);
    let (_, map) = page.split_once("<figure class=\"map\">").unwrap();
    let (map, _) = map.split_once("</figure>").unwrap();
    assert_eq!(map.matches("<g><title>").count(), 1);
    assert!(
        map.contains("<title>示例第1镇: short</title><path class=\"short\""),
        "{map}"
    );
    assert!(map.contains(
        "1 place, each at the mean position of its facilities; 172 without usable coordinates"
    ));
    // Without any position there is no map.
    let page = text(&open(&filled()), ReportFormat::Html, Lang::En);
    assert!(!page.contains("class=\"map\">"));
}

fn part(bytes: &[u8], name: &str) -> Option<String> {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = book.by_name(name).ok()?;
    let mut xml = String::new();
    part.read_to_string(&mut xml).unwrap();
    Some(xml)
}

#[test]
fn the_workbook_has_charts_over_its_own_cells() {
    let (_folder, mut store) = ledger();
    add(
        &mut store,
        ("library", &town(1)),
        ("示例馆", "existing"),
        &PLACED,
    );
    let book = render(&store, ReportFormat::Xlsx, Lang::Zh);
    let bars = part(&book, "xl/charts/chart1.xml").unwrap();
    assert_eq!(bars.matches("<c:ser>").count(), 3);
    // Nine counties, without the sum below them.
    assert_eq!(bars.matches("<c:ptCount val=\"9\"/>").count() % 3, 0);
    let values = bars
        .split("<c:f>")
        .skip(1)
        .map(|rest| rest.split("</c:f>").next().unwrap());
    let values: Vec<&str> = values.collect();
    let (first, last) = values[1]
        .rsplit_once("!$C$")
        .unwrap()
        .1
        .split_once(":$C$")
        .unwrap();
    let rows = last.parse::<usize>().unwrap() - first.parse::<usize>().unwrap() + 1;
    assert_eq!(rows, COUNTIES, "{values:?}");
    let map = part(&book, "xl/charts/chart2.xml").unwrap();
    assert!(map.contains("<c:scatterChart>") && map.contains("<c:symbol val=\"triangle\"/>"));
    assert!(part(&book, "xl/charts/chart3.xml").is_none());
}

#[test]
fn a_report_of_few_places_has_no_areas_and_no_annex() {
    let folder = filled();
    let store = open(&folder);
    let pack = pack();
    let place = store.find_place(&county(2)).unwrap();
    let report = Report::build(&store, &pack, Some(&place), Moment::Now(day())).unwrap();
    let page = report.render(&store, ReportFormat::Text, Lang::En).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(!page.contains("Annex") && !page.contains("By area"));
    let json = report.render(&store, ReportFormat::Json, Lang::En).unwrap();
    let json: Json = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["divisions"], Json::Array(Vec::new()));
}
