//! The norms of four countries and every clause of the Lishui policy, each judged on a small
//! inventory whose answer was worked out by hand.
//!
//! A row of a table is one case. What is there is written as `form period: field=value, …`, several
//! forms with `;` between; `place/` before a form says where it is, if not in the place that is
//! judged, and `x3` behind it that there are three. `-` is a figure that nobody can tell.

use std::collections::{BTreeMap, BTreeSet};

use taizhang::domain::policy::{Checked, Pack, Scope, check::problems};
use taizhang::i18n::{Lang, Say};

use crate::world::{World, needed, read, told, values};

const LISHUI: &str = include_str!("../../seeds/lishui-2022-72.toml");
const LISHUI_PLACES: &str = include_str!("../../seeds/places.csv");

/// Judges every row of a table, and returns the codes of the requirements that it has.
fn check(pack: &Pack, places: &str, day: &str, table: &str) -> BTreeSet<String> {
    let day = day.parse().unwrap();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let rows = table.lines().map(str::trim).filter(|line| {
        line.starts_with("| ") && !line.contains("---") && !line.contains("what is there")
    });
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [code, place, there, expected @ ..] = cells.as_slice() else {
            panic!("{row}");
        };
        let requirement = pack
            .requirement(code)
            .unwrap_or_else(|| panic!("no {code}"));
        let mut world = World::new(pack, places);
        for form in there.split("; ").filter(|form| *form != "nothing") {
            world.add(form, place);
        }
        let spot = world.place(place);
        assert!(spot.is_in(&requirement.scope), "{code} in {place}");
        let standing = world.judge(requirement, &spot.code, day);
        let found = [
            standing.verdict.word().to_owned(),
            told(standing.have),
            told(needed(&standing)),
            told(standing.gap),
        ];
        if found != expected {
            wrong.push(format!("{row}\n    found {}", found.join(" | ")));
        }
        seen.insert((*code).to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen
}

/// Judges a table that has a row for every requirement of its pack.
fn check_all(text: &str, places: &str, day: &str, table: &str) {
    let pack = read(text);
    let seen = check(&pack, places, day, table);
    let all = pack.requirements.iter().map(|r| r.code.clone());
    assert_eq!(seen, all.collect());
}

#[test]
fn towns_of_zhejiang() {
    check_all(
        include_str!("../packs/zhejiang.toml"),
        include_str!("../packs/zhejiang.csv"),
        "2021-06-30",
        "
        | norm | place | what is there | verdict | have | need | gap |
        |---|---|---|---|---|---|---|
        | zj1 | 甲镇 | town_library: building_area_m2=300, volumes=10000, periodicals=100, computers=10 | met | 300 | 300 | 0 |
        | zj1 | 甲镇 | town_library: building_area_m2=600, volumes=1.2万, periodicals=120, computers=15 | met | 600 | 300 | 0 |
        | zj1 | 甲镇 | town_library: building_area_m2=250, volumes=11000, periodicals=100, computers=12 | short | 250 | 300 | 50 |
        | zj1 | 甲镇 | town_library: building_area_m2=250, volumes=11000, periodicals=100, computers=12; town_library: building_area_m2=600, volumes=9999, periodicals=100, computers=12 | short | 250 | 300 | 50 |
        | zj1 | 甲镇 | town_library: building_area_m2=600, volumes=11000, periodicals=100 | unknown | 600 | 300 | - |
        | zj1 | 甲镇 | nothing | short | - | 300 | - |
        | zj2 | 甲镇 | town 2015: built_up_area=8 | met | 8 | 8 | 0 |
        | zj2 | 甲镇 | town 2015: built_up_area=7.99 | short | 7.99 | 8 | 0.01 |
        | zj2 | 甲镇 | town 2014: built_up_area=9 | unknown | - | 8 | - |
        | zj3 | 甲镇 | town 2015: built_up_registered=60000 | met | 60000 | 60000 | 0 |
        | zj3 | 甲镇 | town 2015: built_up_registered=59000 | unknown | - | 100000 | - |
        | zj3 | 甲镇 | town 2015: built_up_registered=59000, built_up_resident=99999 | short | 59000 | 60000 | 1000 |
        | zj3 | 甲镇 | town 2015: built_up_registered=59000, built_up_resident=100000 | met | 100000 | 100000 | 0 |
        | zj4 | 甲镇 | town 2015: built_up_registered=60000, registered=100000 | met | 60 | 60 | 0 |
        | zj4 | 甲镇 | town 2015: built_up_registered=59000, registered=100000 | short | 59 | 60 | 1 |
        | zj4 | 甲镇 | town 2015: built_up_registered=59000 | unknown | - | 60 | - |
        | zj5 | 甲镇 | town 2015: fiscal_revenue=100,000万元 | met | 10 | 10 | 0 |
        | zj5 | 甲镇 | town 2015: fiscal_revenue=9.99 | short | 9.99 | 10 | 0.01 |
        | zj6 | 甲镇 | town 2015: gdp=80, tertiary=32 | met | 40 | 40 | 0 |
        | zj6 | 甲镇 | town 2015: gdp=80, tertiary=31.9 | short | 39.875 | 40 | 0.125 |
        | zj6 | 甲镇 | town 2015: gdp=0, tertiary=0 | short | - | 40 | - |
        | zj7 | 甲镇 | town 2015: employed=50000, secondary_tertiary=45000 | met | 90 | 90 | 0 |
        | zj7 | 甲镇 | town 2015: employed=50000, secondary_tertiary=44999 | short | 89.998 | 90 | 0.002 |
        | zj7 | 甲镇 | town 2015: employment=90 | met | 90 | 90 | 0 |
        | zj8 | 甲镇 | location: distance=10 | met | 10 | 10 | 0 |
        | zj8 | 甲镇 | location: distance=9900米 | short | 9.9 | 10 | 0.1 |
        | zj8 | 甲镇 | nothing | unknown | - | 10 | - |
        | zj9 | 甲镇 | town 2020: built_up_area=5.5 | met | 5.5 | 4.5 | 0 |
        | zj9 | 甲镇 | town 2020: built_up_area=5.51 | short | 5.51 | 5.5 | 0.01 |
        | zj9 | 甲镇 | town 2020: built_up_area=4.49 | short | 4.49 | 4.5 | 0.01 |
        | zj10 | 甲镇 | town 2018: net_inflow=100; town 2019: net_inflow=5; town 2020: net_inflow=1 | met | 1 | 0 | 0 |
        | zj10 | 甲镇 | town 2018: net_inflow=100; town 2020: net_inflow=1 | unknown | - | 0 | - |
        | zj10 | 甲镇 | town 2018: net_inflow=100; town 2019: net_inflow=0; town 2020: net_inflow=1 | short | 0 | 0 | 0 |
        | zj10 | 甲镇 | town 2018: net_inflow=-3; town 2020: net_inflow=1 | short | -3 | 0 | 3 |
        | zj11 | 甲镇 | town 2020: employed=10000, secondary_tertiary=7000, fiscal_revenue=3 | met | 70 | 70 | 0 |
        | zj11 | 甲镇 | town 2020: employed=10000, secondary_tertiary=6999, fiscal_revenue=3 | short | 69.99 | 70 | 0.01 |
        | zj11 | 甲镇 | town 2020: employed=10000, secondary_tertiary=7000, fiscal_revenue=2.99 | short | 2.99 | 3 | 0.01 |
        | zj12 | 甲镇 | town_library: volumes=12000; town 2020: resident=12000 | met | 1 | 1 | 0 |
        | zj12 | 甲镇 | town_library: volumes=6000; town_library: volumes=5999; town 2020: resident=12000 | short | 11999/12000 | 1 | 1/12000 |
        | zj12 | 甲镇 | town_library: volumes=6000; town_library; town 2020: resident=12000 | unknown | - | 1 | - |
        | zj13 | 甲镇 | greenway | met | 1 | 1 | 0 |
        | zj13 | 甲镇 | greenway: status=planned | short | 0 | 1 | 1 |
        | zj14 | 甲镇 | culture_sports_center | met | 1 | 1 | 0 |
        | zj14 | 甲镇 | culture_sports_center: status=suspended | short | 0 | 1 | 1 |
        | zj15 | 甲镇 | town_parlor x2 | met | 2 | 1 | 0 |
        | zj15 | 甲镇 | nothing | short | 0 | 1 | 1 |
        ",
    );
}

#[test]
fn facilities_of_china() {
    check_all(
        include_str!("../packs/china.toml"),
        include_str!("../packs/china.csv"),
        "2025-06-30",
        "
        | norm | place | what is there | verdict | have | need | gap |
        |---|---|---|---|---|---|---|
        | cn1 | 示例县 | fitness_center: building_area_m2=2000 | met | 2000 | 2000 | 0 |
        | cn1 | 示例县 | fitness_center: building_area_m2=1999.99 | short | 1999.99 | 2000 | 0.01 |
        | cn1 | 示例县 | fitness_center: building_area_m2=4000.5 | short | 4000.5 | 4000 | 0.5 |
        | cn2 | 示例县 | fitness_center: indoor_court_area_m2=1500, hall_height_m=7, hall_area_m2=800, strength_area_m2=400, testing_area_m2=50 | met | 1500 | 1500 | 0 |
        | cn2 | 示例县 | fitness_center: indoor_court_area_m2=1490, hall_height_m=7, hall_area_m2=800, strength_area_m2=400, testing_area_m2=50 | short | 1490 | 1500 | 10 |
        | cn2 | 示例县 | fitness_center: indoor_court_area_m2=1500, hall_height_m=7, hall_area_m2=800, strength_area_m2=400 | unknown | 1500 | 1500 | - |
        | cn3 | 示例市 | 示例县/fitness_center: building_area_m2=13000, court_area_m2=5000, sports=12 | met | 13000 | 8000 | 0 |
        | cn3 | 示例市 | 示例县/fitness_center: building_area_m2=7000, court_area_m2=5000, sports=12; 示例县/fitness_center: building_area_m2=9000, court_area_m2=4999, sports=12 | short | 7000 | 8000 | 1000 |
        | cn4 | 示例镇 | fitness_center: building_area_m2=1500, sports=5 | met | 1500 | 1500 | 0 |
        | cn4 | 示例镇 | fitness_center: building_area_m2=1499, sports=5 | short | 1499 | 1500 | 1 |
        | cn5 | 示例县 | library; population 2024: residents=50000 | met | 1 | 1 | 0 |
        | cn5 | 示例县 | population 2024: residents=50000 | short | 0 | 1 | 1 |
        | cn5 | 示例县 | population 2024: residents=49999 | met | 0 | 0 | 0 |
        | cn5 | 示例县 | nothing | unknown | 0 | - | - |
        | cn5 | 示例县 | library | met | 1 | - | 0 |
        | cn6 | 示例县 | library: reading_seats=130; population 2024: residents=100000 | met | 130 | 130 | 0 |
        | cn6 | 示例县 | library: reading_seats=129; population 2024: residents=100000 | short | 129 | 130 | 1 |
        | cn6 | 示例县 | library: reading_seats=60; population 2024: residents=99999 | met | 60 | 60 | 0 |
        | cn6 | 示例县 | library: reading_seats=240 | met | 240 | - | 0 |
        | cn6 | 示例县 | library: reading_seats=239 | unknown | 239 | - | - |
        | cn7 | 十五分钟圈 | population 2024: residents=5万, dwellings=1.7万 | met | 50000 | 50000 | 0 |
        | cn7 | 十五分钟圈 | population 2024: residents=5万, dwellings=32001 | short | 32001 | 32000 | 1 |
        | cn7 | 十五分钟圈 | population 2024: residents=49999 | short | 49999 | 50000 | 1 |
        | cn8 | 十分钟圈 | park: area=2公顷, width=50, sports_share=10; population 2024: residents=20000 | met | 1 | 1 | 0 |
        | cn8 | 十分钟圈 | park: area=2公顷, width=49.9, sports_share=10; population 2024: residents=20000 | short | 0 | 1 | 1 |
        | cn8 | 十分钟圈 | park: area=1公顷, width=60, sports_share=15; population 2024: residents=20000 | short | 0.5 | 1 | 0.5 |
        | cn8 | 十分钟圈 | park: area=2公顷, width=50; population 2024: residents=20000 | unknown | - | 1 | - |
        | cn9 | 十五分钟圈 | health_center: building_area_m2=1700 | met | 1700 | 1700 | 0 |
        | cn9 | 十五分钟圈 | health_center: building_area_m2=1600 | short | 1600 | 1700 | 100 |
        | cn10 | 十五分钟圈 | fitness_center: building_area_m2=6000 | met | 6000 | 2000 | 0 |
        | cn10 | 十五分钟圈 | fitness_center: building_area_m2=1800 | short | 1800 | 2000 | 200 |
        | cn11 | 示例县 | hospital: level=2, beds=99; hospital: level=2, beds=100; hospital: level=3, beds=500 | information | 199 | - | - |
        ",
    );
}

#[test]
fn beds_outside_the_band_of_their_level_are_asked_about() {
    let pack = read(include_str!("../packs/china.toml"));
    let form = pack.kind("hospital").unwrap();
    for (beds, expected) in [
        ("99", Some("beds_few_for_level_2")),
        ("100", None),
        ("499", None),
        ("500", Some("beds_many_for_level_2")),
    ] {
        let values = values(
            form,
            &format!("name=示例, status=existing, level=2, beds={beds}"),
        );
        let checked = Checked {
            values: &values,
            before: None,
            day: "2025-06-30".parse().unwrap(),
        };
        let found = problems(form, &checked);
        let asked = found.iter().find(|problem| problem.field == "beds");
        assert_eq!(asked.map(|problem| problem.check.as_str()), expected);
    }
}

#[test]
fn health_centres_of_india() {
    check_all(
        include_str!("../packs/india.toml"),
        include_str!("../packs/india.csv"),
        "2025-06-30",
        "
        | norm | place | what is there | verdict | have | need | gap |
        |---|---|---|---|---|---|---|
        | in1 | 示例县 | sub_centre x13; terrain: sort=plain; population 2024: residents=60001 | met | 13 | 13 | 0 |
        | in1 | 示例县 | sub_centre x12; terrain: sort=plain; population 2024: residents=60001 | short | 12 | 13 | 1 |
        | in1 | 示例县 | sub_centre x3; terrain: sort=hilly; population 2024: residents=9000 | met | 3 | 3 | 0 |
        | in1 | 示例县 | sub_centre x3; terrain: sort=hilly; population 2024: residents=9001 | short | 3 | 4 | 1 |
        | in1 | 示例县 | sub_centre x5; population 2024: residents=15000 | met | 5 | - | 0 |
        | in1 | 示例县 | sub_centre x4; population 2024: residents=15000 | unknown | 4 | - | - |
        | in1 | 示例县 | sub_centre x2; population 2024: residents=15000 | short | 2 | - | 1 |
        | in2 | 示例县 | primary_centre x2; terrain: sort=plain; population 2024: residents=60001 | short | 2 | 3 | 1 |
        | in2 | 示例县 | primary_centre x3; terrain: sort=plain; population 2024: residents=60001 | met | 3 | 3 | 0 |
        | in2 | 示例县 | primary_centre x2; terrain: sort=plain | unknown | 2 | - | - |
        | in2 | 示例县 | terrain: sort=plain | short | 0 | - | 1 |
        | in3 | 示例县 | community_centre; terrain: sort=hilly; population 2024: residents=80000 | met | 1 | 1 | 0 |
        | in3 | 示例县 | community_centre; terrain: sort=hilly; population 2024: residents=80001 | short | 1 | 2 | 1 |
        | in4 | 示例县 | district_hospital: functional=是 | met | 1 | 1 | 0 |
        | in4 | 示例县 | district_hospital: functional=否 | short | 0 | 1 | 1 |
        | in4 | 示例县 | district_hospital | unknown | 0 | 1 | - |
        | in5 | 示例县 | district_hospital: beds=33; population 2024: residents=150000 | met | 33 | 33 | 0 |
        | in5 | 示例县 | district_hospital: beds=20; district_hospital: beds=12; population 2024: residents=150000 | short | 32 | 33 | 1 |
        | in5 | 示例县 | district_hospital: beds=22; population 2024: residents=100001 | short | 22 | 22.00022 | 0.00022 |
        ",
    );
}

#[test]
fn parks_of_the_united_states_are_benchmarks() {
    check_all(
        include_str!("../packs/nrpa.toml"),
        include_str!("../packs/usa.csv"),
        "2025-06-30",
        "
        | norm | place | what is there | verdict | have | need | gap |
        |---|---|---|---|---|---|---|
        | us1 | 示例市 | park x2; population 2024: residents=4554 | met | 2277 | 2277 | 0 |
        | us1 | 示例市 | park x2; population 2024: residents=4556 | short | 2278 | 2277 | 1 |
        | us1 | 示例市 | population 2024: residents=4556 | short | - | 2277 | - |
        | us2 | 示例市 | park: area=9.9; population 2024: residents=1000 | met | 9.9 | 9.9 | 0 |
        | us2 | 示例市 | park: area=9; park: area=0.4; population 2024: residents=1000 | short | 9.4 | 9.9 | 0.5 |
        | us3 | 示例市 | playground; population 2024: residents=3607 | met | 3607 | 3607 | 0 |
        | us3 | 示例市 | playground; population 2024: residents=3608 | short | 3608 | 3607 | 1 |
        ",
    );
    let pack = read(include_str!("../packs/nrpa.toml"));
    assert!(pack.requirements.iter().all(|r| !r.strength.binds()));
}

#[test]
fn a_form_that_the_program_does_not_know_refuses_its_pack_with_the_rule() {
    let faults = Pack::read(include_str!("../packs/travel-time.toml")).unwrap_err();
    let said: Vec<String> = faults.iter().map(|fault| fault.say(Lang::En)).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("requirement in6: the form `travel_time`"),
        "{said:?}"
    );
}

/// Cases of every clause, on a day after the target.
const LISHUI_CASES: &str = "
        | norm | place | what is there | verdict | have | need | gap |
        |---|---|---|---|---|---|---|
        | gdp_total | 丽水市 | 壶镇镇/economy 2025: gdp=200; 温溪镇/economy 2025: gdp=100; 碧湖镇/economy 2025: gdp=50 | short | 350 | 350 | 0 |
        | gdp_total | 丽水市 | 壶镇镇/economy 2025: gdp=200; 温溪镇/economy 2025: gdp=100; 碧湖镇/economy 2025: gdp=50.01 | met | 350.01 | 350 | 0 |
        | gdp_total | 丽水市 | 壶镇镇/economy 2025: gdp=200; 温溪镇/economy 2025: gdp=100 | unknown | - | 350 | - |
        | gdp_total | 丽水市 | 壶镇镇/economy 2025: gdp=200; 温溪镇/economy 2025: gdp=160 | met | - | 350 | 0 |
        | fiscal_revenue_total | 丽水市 | 壶镇镇/economy 2025: total_revenue=20; 温溪镇/economy 2025: total_revenue=80,000万元; 碧湖镇/economy 2025: total_revenue=12 | met | 40 | 40 | 0 |
        | fiscal_revenue_total | 丽水市 | 壶镇镇/economy 2025: total_revenue=20; 温溪镇/economy 2025: total_revenue=8; 碧湖镇/economy 2025: total_revenue=11.99 | short | 39.99 | 40 | 0.01 |
        | pilot_standard | 壶镇镇 | acceptance: accepted=是 | met | 1 | 1 | 0 |
        | pilot_standard | 壶镇镇 | acceptance: accepted=否 | short | 0 | 1 | 1 |
        | pilot_standard | 壶镇镇 | nothing | unknown | - | 1 | - |
        | gdp_growth | 壶镇镇 | economy 2025: gdp_growth=6.1; 缙云县/county_economy 2025: gdp_growth=6.1 | short | 6.1 | 6.1 | 0 |
        | gdp_growth | 壶镇镇 | economy 2025: gdp_growth=6.2; 缙云县/county_economy 2025: gdp_growth=6.1 | met | 6.2 | 6.1 | 0 |
        | gdp_growth | 壶镇镇 | economy 2025: gdp_growth=6.2; 青田县/county_economy 2025: gdp_growth=6.1 | unknown | 6.2 | - | - |
        | investment_growth | 温溪镇 | economy 2025: investment_growth=-3; 青田县/county_economy 2025: investment_growth=-3.5 | met | -3 | -3.5 | 0 |
        | investment_growth | 温溪镇 | economy 2025: investment_growth=2; 青田县/county_economy 2025: investment_growth=4.5 | short | 2 | 4.5 | 2.5 |
        | budget_revenue_growth | 碧湖镇 | economy 2025: budget_revenue_growth=8; 莲都区/county_economy 2025: budget_revenue_growth=7.9 | met | 8 | 7.9 | 0 |
        | budget_revenue_growth | 碧湖镇 | economy 2025: budget_revenue_growth=7; 莲都区/county_economy 2025: budget_revenue_growth=7.9 | short | 7 | 7.9 | 0.9 |
        | employment_share | 壶镇镇 | employment 2025: employed=10000, secondary_tertiary=9500 | met | 95 | 95 | 0 |
        | employment_share | 壶镇镇 | employment 2025: employed=10000, secondary_tertiary=9499 | short | 94.99 | 95 | 0.01 |
        | employment_share | 壶镇镇 | employment 2025: secondary_tertiary=9500 | unknown | - | 95 | - |
        | employment_share | 壶镇镇 | employment 2025: employed=10000, secondary_tertiary=9499, sector_share=95.0 | short | 94.99 | 95 | 0.01 |
        | income_ratio | 壶镇镇 | income 2025: urban_income=64000, rural_income=40000 | met | 1.6 | 1.6 | 0 |
        | income_ratio | 壶镇镇 | income 2025: urban_income=64160, rural_income=40000 | short | 1.604 | 1.6 | 0.004 |
        | income_ratio_vs_city | 丽水市 | 壶镇镇/income 2025: ratio=1.5; 温溪镇/income 2025: ratio=1.7; 碧湖镇/income 2025: ratio=1.6; city_income 2025: ratio=1.61 | met | 1.6 | 1.61 | 0 |
        | income_ratio_vs_city | 丽水市 | 壶镇镇/income 2025: ratio=1.5; 温溪镇/income 2025: ratio=1.7; 碧湖镇/income 2025: ratio=1.6; city_income 2025: ratio=1.6 | short | 1.6 | 1.6 | 0 |
        | income_ratio_vs_city | 丽水市 | 壶镇镇/income 2025: ratio=1.5; 温溪镇/income 2025: ratio=1.7; city_income 2025: ratio=1.66 | unknown | - | 1.66 | - |
        | industry_cluster | 丽水市 | 壶镇镇/industry 2025: cluster_output=80; 温溪镇/industry 2025: cluster_output=120; 碧湖镇/industry 2025: cluster_output=60 | information | 120 | - | - |
        | hospital | 壶镇镇 | hospital: hospital_type=general, level=2 | met | 1 | 1 | 0 |
        | library | 壶镇镇 | library: reading_seats=129 | short | 129 | 130 | 1 |
        | fitness_center | 壶镇镇 | fitness_center: building_area_m2=2000 | short | 2000 | 2000 | 0 |
        | greenway | 壶镇镇 | greenway: greenway_type=urban, length_km=1 | met | 1 | 1 | 0 |
        | elderly_care | 壶镇镇 | elderly_care_center | met | 1 | 1 | 0 |
        | elderly_care | 壶镇镇 | elderly_care_center: status=closed | short | 0 | 1 | 1 |
        | elderly_care_rate | 壶镇镇 | public_service 2025: communities=20, communities_served=15 | information | 75 | - | - |
        | childcare_and_fitness | 壶镇镇 | childcare_station; fitness_center | met | 1 | 1 | 0 |
        | childcare_and_fitness | 壶镇镇 | fitness_center | short | 0 | 1 | 1 |
        | service_circle | 壶镇镇 | public_service 2025: residents=60000, circle_residents=45000 | information | 75 | - | - |
        | services_for_residents | 壶镇镇 | public_service 2025: residents=60000, residents_covered=60000 | met | 100 | 100 | 0 |
        | services_for_residents | 壶镇镇 | public_service 2025: residents=60000, residents_covered=59400 | short | 99 | 100 | 1 |
        | ancient_town | 碧湖镇 | ancient_town: qualities=规划、古迹、文化、产业、服务、改革 | met | 6 | 6 | 0 |
        | ancient_town | 碧湖镇 | ancient_town: qualities=规划、古迹、文化 | short | 3 | 6 | 3 |
        | urbanization | 壶镇镇 | population 2025: resident=10000, urban_resident=7500 | met | 75 | 75 | 0 |
        | urbanization | 壶镇镇 | population 2025: resident=10000, urban_resident=7496 | short | 74.96 | 75 | 0.04 |
        | urbanization | 壶镇镇 | population 2025: resident=0, urban_resident=45000 | short | - | 75 | - |
        | city_parlor | 壶镇镇 | city_parlor | met | 1 | 1 | 0 |
        | city_parlor | 壶镇镇 | city_parlor: status=under_construction | short | 0 | 1 | 1 |
        | green_coverage | 壶镇镇 | greening 2025: built_up_area=4, green_area=1.4 | met | 35 | 35 | 0 |
        | green_coverage | 壶镇镇 | greening 2025: built_up_area=4, green_area=1.39 | short | 34.75 | 35 | 0.25 |
        | green_coverage | 壶镇镇 | greening 2025: coverage=76 | met | 76 | 35 | 0 |
        | beautiful_town | 丽水市 | 壶镇镇/beautiful_town: accepted=是; 温溪镇/beautiful_town: accepted=是; 碧湖镇/beautiful_town: accepted=是 | met | 100 | 100 | 0 |
        | beautiful_town | 丽水市 | 壶镇镇/beautiful_town: accepted=是; 温溪镇/beautiful_town: accepted=是 | unknown | - | 100 | - |
        | beautiful_town | 丽水市 | 壶镇镇/beautiful_town: accepted=否 | short | - | 100 | 100/3 |
        | online_handling | 壶镇镇 | online_service 2025: cases=2000, online_cases=1900 | met | 95 | 95 | 0 |
        | online_handling | 壶镇镇 | online_service 2025: cases=2000, online_cases=1899 | short | 94.95 | 95 | 0.05 |
        | enforcement_team | 壶镇镇 | town_governance: enforcement_team=是 | met | 1 | 1 | 0 |
        | enforcement_team | 壶镇镇 | town_governance: enforcement_team=否 | short | 0 | 1 | 1 |
        | digital_scenarios | 壶镇镇 | digital_scenario: functions=交通、城管; digital_scenario: functions=警务 | met | 3 | 3 | 0 |
        | digital_scenarios | 壶镇镇 | digital_scenario: functions=交通; digital_scenario: functions=警务、城管, status=planned | short | 1 | 3 | 2 |
        | digital_scenarios | 壶镇镇 | digital_scenario: functions=交通、警务; digital_scenario | unknown | - | 3 | - |
        | system_141 | 壶镇镇 | town_governance: system_141=是 | met | 1 | 1 | 0 |
        | system_141 | 壶镇镇 | town_governance: system_141=否 | short | 0 | 1 | 1 |
        | planning_conference | 壶镇镇 | 缙云县/planning_conference: established=是 | met | 1 | 1 | 0 |
        | planning_conference | 壶镇镇 | planning_conference: established=否 | unknown | - | 1 | - |
        | planning_conference | 壶镇镇 | planning_conference: established=否; 缙云县/planning_conference: established=否 | short | 0 | 1 | 1 |
        | planned_projects | 壶镇镇 | support 2025: planned_projects=6 | information | 6 | - | - |
        | joint_meeting | 丽水市 | joint_meeting 2025: last_on=2025-11-20 | met | 1 | 1 | 0 |
        | joint_meeting | 缙云县 | joint_meeting 2024: last_on=2024-11-20 | short | 0 | 1 | 1 |
        | linkage | 缙云县 | linkage: in_place=是 | met | 1 | 1 | 0 |
        | linkage | 丽水市 | 缙云县/linkage: in_place=是 | unknown | - | 1 | - |
        | leading_body | 壶镇镇 | town_organization: leading_body=是 | met | 1 | 1 | 0 |
        | master_plan | 壶镇镇 | town_organization: master_plan=否 | short | 0 | 1 | 1 |
        | annual_plan | 壶镇镇 | annual_plan 2025: adopted_on=2026-02-01 | met | 1 | 1 | 0 |
        | annual_plan | 壶镇镇 | annual_plan 2026: adopted_on=2026-02-01 | short | 0 | 1 | 1 |
        | assessment_grade | 壶镇镇 | assessment 2024: grade=良好 | information | 3 | - | - |
        | quarterly_comparison | 丽水市 | quarterly_comparison 2025Q4: final_on=2026-01-20 | met | 1 | 1 | 0 |
        | quarterly_comparison | 壶镇镇 | quarterly_comparison 2025Q3: final_on=2025-10-20 | short | 0 | 1 | 1 |
        | land_quota | 青田县 | land_quota 2025: area=150 | information | 150 | - | - |
        | fiscal_division | 缙云县 | county_duties: revenue_scope=是, fiscal_powers=是 | met | 1 | 1 | 0 |
        | fiscal_division | 缙云县 | county_duties: revenue_scope=是, fiscal_powers=否 | short | 0 | 1 | 1 |
        | town_treasury | 壶镇镇 | town_organization: treasury=否 | short | 0 | 1 | 1 |
        | bank_credit | 丽水市 | bank_credit 2025: banks=工行、农行、中行、建行 | met | 4 | 4 | 0 |
        | bank_credit | 丽水市 | bank_credit 2025: banks=工行、农行 | short | 2 | 4 | 2 |
        | power_catalogue | 莲都区 | county_duties: power_catalogue=是 | met | 1 | 1 | 0 |
        | delegated_powers | 壶镇镇 | town_powers: powers=考核评价权、指挥调度权、应急处置权、统筹协调权 | met | 4 | 4 | 0 |
        | delegated_powers | 壶镇镇 | town_powers: powers=无 | short | 0 | 4 | 4 |
        | delegated_powers | 壶镇镇 | nothing | unknown | - | 4 | - |
        | stationed_departments | 壶镇镇 | support 2025: departments=20, departments_stationed=12 | information | 60 | - | - |
        | service_center | 壶镇镇 | town_governance: service_center=是, service_center_staffed=是 | met | 1 | 1 | 0 |
        | service_center | 壶镇镇 | town_governance: service_center=是, service_center_staffed=否 | short | 0 | 1 | 1 |
        | post_catalogue | 壶镇镇 | town_organization: post_catalogue=是 | met | 1 | 1 | 0 |
        ";

#[test]
fn clauses_of_the_lishui_policy() {
    check_all(LISHUI, LISHUI_PLACES, "2026-03-01", LISHUI_CASES);
}

/// Every clause that asks for something: its requirement, group, strength, section, date and places.
const LISHUI_CLAUSES: &str = "
        | clause | requirement | group | strength | section | date | places |
        |---|---|---|---|---|---|---|
        | A1 | hospital | shared | basic | 一(二) | 2025 | towns |
        | A2 | library | shared | basic | 一(二) | 2025 | towns |
        | A3 | fitness_center | shared | basic | 一(二) | 2025 | towns |
        | A4 | greenway | shared | basic | 一(二) | 2025 | towns |
        | A5 | city_parlor | livable | basic | 一(二) | 2025 | towns |
        | A6 | digital_scenarios | governed | basic | 一(二) | 2025 | towns |
        | A7 | elderly_care | shared | must | 二(四) | none | towns |
        | A7 | elderly_care_rate | shared | must | 二(四) | none | towns |
        | A8 | childcare_and_fitness | shared | must | 二(四) | none | towns |
        | B1 | gdp_total | overall | strive | 一(二) | 2025 | city |
        | B2 | fiscal_revenue_total | overall | strive | 一(二) | 2025 | city |
        | B3 | gdp_growth | prosperous | must | 一(二) | 2025 | towns |
        | B4 | investment_growth | prosperous | must | 一(二) | 2025 | towns |
        | B5 | budget_revenue_growth | prosperous | must | 一(二) | 2025 | towns |
        | B6 | employment_share | prosperous | must | 一(二) | 2025 | towns |
        | B7 | income_ratio | prosperous | must | 一(二) | 2025 | towns |
        | B8 | income_ratio_vs_city | prosperous | must | 一(二) | none | city |
        | B9 | urbanization | livable | must | 一(二) | 2025 | towns |
        | B10 | green_coverage | livable | must | 一(二) | 2025 | towns |
        | B11 | beautiful_town | livable | must | 一(二) | 2025 | city |
        | B12 | online_handling | governed | must | 一(二) | 2025 | towns |
        | B13 | industry_cluster | prosperous | strive | 二(二) | none | city |
        | C1 | pilot_standard | overall | strive | 一(二) | 2025 | towns |
        | C2 | service_circle | shared | basic | 一(二) | 2025 | towns |
        | C3 | services_for_residents | shared | strive | 二(五) | none | towns |
        | C4 | enforcement_team | governed | basic | 一(二) | 2025 | towns |
        | C5 | planning_conference | support | must | 二(一) | none | towns |
        | C6 | master_plan | support | encouraged | 三(一) | none | towns |
        | C7 | leading_body | support | encouraged | 三(一) | none | towns |
        | C8 | linkage | support | strive | 三(一) | none | all |
        | C9 | power_catalogue | support | must | 三(五) | none | counties |
        | C10 | delegated_powers | support | must | 三(五) | none | towns |
        | C11 | post_catalogue | support | must | 三(六) | none | towns |
        | C12 | town_treasury | support | encouraged | 三(三) | none | towns |
        | C13 | fiscal_division | support | must | 三(三) | none | counties |
        | C14 | ancient_town | shared | encouraged | 二(六) | none | bihu |
        | C15 | system_141 | governed | must | 二(八) | none | towns |
        | C16 | planned_projects | support | encouraged | 二(一) | none | towns |
        | C17 | stationed_departments | support | must | 三(五) | none | towns |
        | C18 | service_center | support | must | 三(五) | none | towns |
        | R1 | quarterly_comparison | support | must | 三(一) | none | all |
        | R2 | annual_plan | support | encouraged | 三(一) | none | towns |
        | R3 | joint_meeting | support | must | 三(一) | none | city and counties |
        | R4 | assessment_grade | support | must | 三(一) | none | towns |
        | R5 | land_quota | support | encouraged | 三(二) | none | counties |
        | R6 | bank_credit | support | encouraged | 三(四) | none | city |
        ";

#[test]
fn the_lishui_pack_has_every_clause_with_its_strength_section_and_date() {
    let pack = read(LISHUI);
    let towns = ["331122101", "331121101", "331102100"];
    let counties = ["331122", "331121", "331102"];
    let city = ["331100"];
    let mut told: BTreeMap<&str, Vec<&str>> = LISHUI_CLAUSES
        .lines()
        .filter(|line| line.contains("| ") && !line.contains("requirement"))
        .map(|line| line.trim().trim_matches('|').split('|').map(str::trim))
        .map(|cells| cells.skip(1).collect::<Vec<_>>())
        .map(|cells| (cells[0], cells))
        .collect();
    for requirement in pack.requirements.iter() {
        let Some(expected) = told.remove(requirement.code.as_str()) else {
            panic!("{} is of no clause", requirement.code);
        };
        let Scope::Places(places) = &requirement.scope else {
            panic!("{}", requirement.code);
        };
        let sorted: BTreeSet<&str> = places.iter().map(String::as_str).collect();
        let of = |sets: &[&[&'static str]]| sets.concat().into_iter().collect::<BTreeSet<_>>();
        let named = [
            ("towns", of(&[&towns])),
            ("counties", of(&[&counties])),
            ("city", of(&[&city])),
            ("city and counties", of(&[&city, &counties])),
            ("all", of(&[&city, &counties, &towns])),
            ("bihu", of(&[&["331102100"]])),
        ];
        let named = named.iter().find(|(_, codes)| *codes == sorted);
        let date = requirement.target_date.map(|date| date.to_string());
        let found = [
            requirement.code.clone(),
            requirement.group.clone().unwrap(),
            requirement.strength.word().to_owned(),
            requirement.clause.clone(),
            match date.as_deref() {
                Some("2025-12-31") => "2025".to_owned(),
                Some(other) => other.to_owned(),
                None => "none".to_owned(),
            },
            named.map_or("?", |(name, _)| name).to_owned(),
        ];
        assert_eq!(found.as_slice(), expected);
        assert!(!requirement.reading.zh.is_empty() && !requirement.clause_title.zh.is_empty());
        // Of facilities that are to exist it is the one who runs the nearest.
        let is_named = requirement.responsible.is_some();
        assert!(is_named != requirement.is_exists(), "{}", requirement.code);
    }
    assert!(told.is_empty(), "{told:?}");
    let shared = pack
        .requirements
        .iter()
        .filter(|r| r.group.as_deref() == Some("shared"));
    let first: Vec<&str> = shared.map(|r| r.code.as_str()).take(4).collect();
    assert_eq!(first, ["hospital", "library", "fitness_center", "greenway"]);
}

/// What is refused and what is asked about in the sheets of the Lishui pack.
#[test]
fn a_part_above_its_whole_is_refused_and_a_rate_out_of_the_usual_is_asked_about() {
    let pack = read(LISHUI);
    for (sheet, written, check) in [
        (
            "population",
            "resident=0, urban_resident=45000",
            "urban_without_residents",
        ),
        (
            "population",
            "resident=100, urban_resident=101",
            "urban_over_residents",
        ),
        (
            "population",
            "resident=100, registered=100",
            "registered_as_resident",
        ),
        (
            "employment",
            "employed=0, secondary_tertiary=1",
            "sectors_without_employed",
        ),
        (
            "employment",
            "employed=10, secondary_tertiary=11",
            "sectors_over_employed",
        ),
        (
            "income",
            "urban_income=30000, rural_income=0",
            "urban_without_rural",
        ),
        (
            "income",
            "urban_income=20000, rural_income=30000",
            "rural_over_urban",
        ),
        (
            "economy",
            "total_revenue=3, budget_revenue=4",
            "budget_over_total",
        ),
        ("economy", "gdp=3, total_revenue=4", "revenue_over_gdp"),
        ("greening", "coverage=76", "forest_cover"),
        ("greening", "built_up_area=4, green_area=2.5", "forest_area"),
        (
            "greening",
            "built_up_area=4, green_area=4.1",
            "green_over_built_up",
        ),
        (
            "online_service",
            "cases=10, online_cases=11",
            "online_over_cases",
        ),
        (
            "public_service",
            "communities=10, communities_served=11",
            "served_over_whole",
        ),
        (
            "support",
            "departments=10, departments_stationed=11",
            "stationed_over_all",
        ),
        ("land_quota", "area=10, county_area=9", "quota_over_county"),
    ] {
        let form = pack.kind(sheet).unwrap();
        let values = values(form, written);
        let checked = Checked {
            values: &values,
            before: None,
            day: "2026-03-01".parse().unwrap(),
        };
        let found = problems(form, &checked);
        let checks: Vec<&str> = found.iter().map(|problem| problem.check.as_str()).collect();
        assert!(checks.contains(&check), "{sheet} {written}: {checks:?}");
    }
}

#[test]
fn what_the_reference_says_to_write_stands_in_a_pack() {
    let packs = [
        LISHUI,
        include_str!("../packs/zhejiang.toml"),
        include_str!("../packs/china.toml"),
        include_str!("../packs/india.toml"),
        include_str!("../packs/nrpa.toml"),
    ];
    for (reference, heading) in [
        (
            include_str!("../../docs/policy-pack.md"),
            "| I want to say | write |",
        ),
        (
            include_str!("../../docs/policy-pack.zh.md"),
            "| 我想说 | 写 |",
        ),
    ] {
        let (_, table) = reference.split_once(heading).unwrap();
        let rows = table.lines().skip(2).take_while(|line| !line.is_empty());
        let rows: Vec<&str> = rows.map(|row| row.rsplit_once(" | ").unwrap().1).collect();
        assert!(rows.len() >= 25, "{heading}");
        for row in rows {
            let lines: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
            let has = |pack: &&str| lines.iter().all(|line| pack.contains(line));
            assert!(packs.iter().any(has), "{row}");
        }
    }
}

/// A pack of format 1 loads, and the pack that took its place says the same of what both have.
#[test]
fn the_four_minimums_are_as_they_were_in_format_1() {
    let (old, new) = (read(include_str!("../packs/minimums.toml")), read(LISHUI));
    assert_eq!(old.requirements.len(), 4);
    for before in old.requirements.iter() {
        let mut after = new.requirement(&before.code).unwrap().clone();
        assert_eq!(after.group.take().as_deref(), Some("shared"));
        assert_eq!(&after, before);
    }
    for kind in old.kinds.iter() {
        // The names that fields have in lists came later.
        let mut after = new.kind(&kind.code).unwrap().clone();
        for (field, before) in after.fields.iter_mut().zip(&kind.fields) {
            field.aliases.clone_from(&before.aliases);
        }
        assert_eq!(&after, kind);
    }
}
