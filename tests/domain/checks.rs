//! What the forms that come with the program doubt or refuse, row by row as the table of fields asks:
//! a record on each side of every limit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use taizhang::domain::policy::check::problems;
use taizhang::domain::policy::{CheckStrength, Checked, Pack};
use taizhang::domain::value::Value;

const PACK: &str = include_str!("../../seeds/lishui-2022-72.toml");

fn pack() -> Pack {
    Pack::read(PACK).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The codes of what is wrong, doubtful or noted on a day, each with its field.
fn found(pack: &Pack, kind: &str, fields: &[(&str, &str)], day: NaiveDate) -> BTreeSet<String> {
    let kind = pack.kind(kind).unwrap();
    let value = |(code, typed): &(&str, &str)| {
        let field = kind.field(code).unwrap_or_else(|| panic!("no {code}"));
        let value = field
            .parse(typed)
            .unwrap_or_else(|why| panic!("{code} {typed}: {why:?}"));
        Some(((*code).to_owned(), value?))
    };
    let mut values: BTreeMap<String, Value> = fields.iter().filter_map(value).collect();
    for required in [("name", "示例"), ("status", "existing")] {
        let given = value(&required).unwrap();
        values.entry(given.0).or_insert(given.1);
    }
    let found = problems(
        kind,
        &Checked {
            values: &values,
            before: None,
            day,
        },
    );
    found
        .iter()
        .map(|problem| {
            let sign = match problem.strength {
                CheckStrength::Hard => '!',
                CheckStrength::Soft => '?',
                CheckStrength::Explain => 'e',
                CheckStrength::Note => 'i',
            };
            format!("{sign} {} {}", problem.field, problem.check)
        })
        .collect()
}

/// Rows of kind, fields, and what is found of them and of nothing else; `-` where nothing is.
fn check(table: &str) {
    let pack = pack();
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let rows = table
        .lines()
        .map(str::trim)
        .filter(|row| row.starts_with('|'));
    let mut wrong = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [kind, fields, expected] = cells.as_slice() else {
            panic!("{row}");
        };
        let fields: Vec<(&str, &str)> = fields
            .split(", ")
            .filter_map(|field| field.split_once('='))
            .collect();
        let expected: BTreeSet<String> = expected
            .split(", ")
            .filter(|one| *one != "-")
            .map(str::to_owned)
            .collect();
        let found = found(&pack, kind, &fields, day);
        if found != expected {
            wrong.push(format!("{row}\n    found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fields_that_every_kind_has() {
    check(
        "
        | library | built_year=1949 | ? built_year unusually_small |
        | library | built_year=1950 | - |
        | library | built_year=2027 | ! built_year built_in_the_future |
        | library | built_year=2025, data_as_of=2024-12-31 | ? built_year built_after_data, ? data_as_of data_of_long_ago |
        | library | built_year=2025, data_as_of=2025-12-31 | - |
        | library | opened_on=2026-03-02 | ! opened_on opened_in_the_future |
        | library | opened_on=2026-03-02, status=planned | - |
        | library | opened_on=2019, built_year=2020 | ? opened_on opened_before_built |
        | library | status=planned, planned_open_on=2026-06 | i planned_open_on planned_after_target |
        | hospital | status=under_construction, planned_open_on=2026-01-01 | i planned_open_on planned_after_target |
        | greenway | status=planned, planned_open_on=2025-12-31 | - |
        | fitness_center | status=planned, planned_open_on=2026 | i planned_open_on planned_after_target |
        | library | planned_open_on=2026-06 | - |
        | library | operator_uscc=91350100M000100Y43 | - |
        | library | operator_uscc=91350100M000100Y44 | ? operator_uscc credit_code |
        | library | lon=118.67 | ? lon unusually_small |
        | library | lat=28.96 | ? lat unusually_large |
        | library | crs=GCJ-02 | i crs shifted_coordinates |
        | library | crs=CGCS2000 | - |
        | library | data_source=other | e data_source other_source_without_words |
        | library | data_source=other, remarks=走访 | - |
        | library | data_source=statistics | - |
        | library | data_as_of=2026-03-02 | ! data_as_of data_in_the_future |
        | library | data_as_of=2025-01-25 | - |
        | library | data_as_of=2025-01-24 | ? data_as_of data_of_long_ago |
        | library | data_as_of=2025-01 | - |
        | library | data_as_of=2024 | ? data_as_of data_of_long_ago |
        | library | reported_on=2026-03-02 | ! reported_on reported_in_the_future |
        | library | reported_on=2025-12-30, data_as_of=2025-12-31 | ? reported_on reported_before_data |
        ",
    );
}

#[test]
fn hospitals() {
    check(
        "
        | hospital | license_valid_to=2026-02-28 | ? license_valid_to licence_past |
        | hospital | license_valid_to=2026-03-01 | - |
        | hospital | license_valid_to=2025 | ? license_valid_to licence_past |
        | hospital | license_valid_to=2026 | - |
        | hospital | license_valid_to=2020-01-01, status=closed | - |
        | hospital | license_no=PDY00271333112212A1001 | - |
        | hospital | license_no=PDY 00271333112212A1001 | - |
        | hospital | license_no=91350211M000100Y43 | ? license_no unusual_length |
        | hospital | hospital_type=tcm | i hospital_type type_not_general |
        | hospital | hospital_type=general | i level general_without_level |
        | hospital | level=0, grade=A | ? grade grade_without_level |
        | hospital | level=0, grade=none | - |
        | hospital | level=1, authorized_beds=19 | ? authorized_beds beds_few_for_level_1 |
        | hospital | level=1, authorized_beds=100 | ? authorized_beds beds_many_for_level_1 |
        | hospital | level=2, authorized_beds=99, grade_doc_no=1 | ? authorized_beds beds_few_for_level_2 |
        | hospital | level=2, authorized_beds=500, grade_doc_no=1 | ? authorized_beds beds_many_for_level_2 |
        | hospital | level=3, authorized_beds=499, grade_doc_no=1 | ? authorized_beds beds_few_for_level_3 |
        | hospital | level=2 | i grade_doc_no no_grading_approval |
        | hospital | authorized_beds=100, actual_beds=49 | ? actual_beds actual_beds_low |
        | hospital | authorized_beds=100, actual_beds=201 | ? actual_beds actual_beds_high |
        | hospital | authorized_beds=600, actual_beds=1000 | - |
        | hospital | actual_beds=100, health_workers=39 | ? health_workers workers_few_per_bed |
        | hospital | actual_beds=100, health_workers=251 | ? health_workers workers_many_per_bed |
        | hospital | level=2, annual_visits=999, grade_doc_no=1 | ? annual_visits visits_in_ten_thousands |
        ",
    );
}

#[test]
fn libraries_and_fitness_centers() {
    check(
        "
        | library | building_area_m2=99.99 | ? building_area_m2 unusually_small |
        | library | building_area_m2=10000.01 | ? building_area_m2 unusually_large |
        | library | building_area_m2=259, reading_seats=130 | ? building_area_m2 area_per_seat_low |
        | library | building_area_m2=3251, reading_seats=130 | ? building_area_m2 area_per_seat_high |
        | library | reading_seats=9 | ? reading_seats unusually_small |
        | library | reading_seats=1001 | ? reading_seats unusually_large |
        | library | children_seats=131, reading_seats=130 | ! children_seats children_over_reading |
        | library | lecture_seats=130, reading_seats=130 | ? lecture_seats lecture_equals_reading |
        | library | collection_items=99 | ? collection_items collection_in_ten_thousands |
        | library | collection_items=500001 | ? collection_items collection_large_for_town |
        | library | library_type=branch, evaluation_grade=1 | ? evaluation_grade graded_branch |
        | library | library_type=other | e library_type other_type |
        | library | weekly_open_hours=19.9 | ? weekly_open_hours unusually_small |
        | library | weekly_open_hours=98.1 | ? weekly_open_hours unusually_large |
        | fitness_center | building_area_m2=2000 | ? building_area_m2 area_exactly_2000 |
        | fitness_center | building_area_m2=199 | ? building_area_m2 unusually_small |
        | fitness_center | area_basis=share | i area_basis share_without_document |
        | fitness_center | area_basis=share, evidence=分摊协议 | - |
        | fitness_center | building_area_m2=1000, indoor_court_area_m2=1001 | ? indoor_court_area_m2 indoor_over_building |
        | fitness_center | court_area_m2=1000, indoor_court_area_m2=1001 | ! indoor_court_area_m2 indoor_over_court |
        | fitness_center | building_area_m2=2001, indoor_court_area_m2=1499 | i indoor_court_area_m2 indoor_small_for_building |
        | fitness_center | sport_item_count=4 | i sport_item_count few_sports |
        | fitness_center | sport_item_count=0 | ? sport_item_count unusually_small |
        | fitness_center | sport_item_count=31 | ? sport_item_count unusually_large |
        | fitness_center | weekly_open_hours=99 | ? weekly_open_hours unusually_large |
        | fitness_center | charge_mode=paid | ? charge_mode paid_entry |
        ",
    );
}

#[test]
fn greenways() {
    check(
        "
        | greenway | name=城市绿道, greenway_type=country | ? greenway_type city_name_country_type |
        | greenway | length_km=0.199 | ? length_km unusually_small |
        | greenway | length_km=60.001 | ? length_km unusually_large |
        | greenway | length_km=100 | ? length_km unusually_large, ? length_km length_in_metres |
        | greenway | length_km=2, built_up_length_km=2.001 | ! built_up_length_km built_up_over_length |
        | greenway | continuous=0, length_km=1.199 | ? continuous broken_and_short |
        | greenway | continuous=0, length_km=1.2 | - |
        | greenway | start_place=甲, end_place=甲 | e end_place same_start_and_end |
        | greenway | path_width_m=0.9 | ? path_width_m unusually_small |
        | greenway | path_width_m=1.4 | i path_width_m narrow_path |
        | greenway | path_width_m=12.1 | ? path_width_m unusually_large |
        | greenway | length_km=1, station_count=4 | ? station_count many_stations |
        | greenway | length_km=1.2, station_count=4 | - |
        ",
    );
}
