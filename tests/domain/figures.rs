//! The cases of figures and duties, as they stand in the table of verdict cases, judged by a pack
//! with a requirement for each. How a row writes what is there: tests/support/world.rs.

use taizhang::domain::policy::check::problems;
use taizhang::domain::policy::{CheckStrength, Checked, Pack};
use taizhang::domain::value::Period;
use taizhang::domain::verdict::{Standing, Verdict, explain};
use taizhang::i18n::{Lang, Say};

use crate::world::{World, needed, read, told, values};

const PACK: &str = include_str!("../packs/figures.toml");
const PLACES: &str = include_str!("../packs/figures.csv");
/// The period of the target, 2025, is over.
const AFTER: &str = "2026-01-15";

fn standing(pack: &Pack, code: &str, place: &str, there: &str, day: &str) -> Standing {
    let mut world = World::new(pack, PLACES);
    for form in there.split("; ").filter(|form| *form != "nothing") {
        world.add(form, place);
    }
    let requirement = pack.requirement(code).unwrap();
    let spot = world.place(place);
    assert!(spot.is_in(&requirement.scope), "{code} in {place}");
    world.judge(requirement, &spot.code, day.parse().unwrap())
}

fn words(pack: &Pack, standing: &Standing, day: &str, lang: Lang) -> String {
    let requirement = pack.requirement(&standing.requirement).unwrap();
    let kind = pack.kind(&requirement.kind).unwrap();
    let day = day.parse().unwrap();
    explain::reasons(standing, requirement, kind, day, lang).join("\n")
}

/// Judges every row of a table on a day.
fn check(day: &str, table: &str) {
    let pack = read(PACK);
    let mut wrong = Vec::new();
    let rows = table.lines().map(str::trim).filter(|line| {
        line.starts_with("| ") && !line.contains("---") && !line.contains("what is there")
    });
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, code, place, there, verdict, have, need, gap, en, zh] = cells.as_slice() else {
            panic!("{row}");
        };
        let standing = standing(&pack, code, place, there, day);
        let found = [
            standing.verdict.word().to_owned(),
            told(standing.have),
            told(needed(&standing)),
            told(standing.gap),
        ];
        if found != [verdict, have, need, gap].map(|cell| (*cell).to_owned()) {
            wrong.push(format!("{row}\n    found {}", found.join(" | ")));
        }
        for (lang, expected) in [(Lang::En, en), (Lang::Zh, zh)] {
            let said = words(&pack, &standing, day, lang);
            if let Some(missing) = expected.split(" + ").find(|part| !said.contains(part)) {
                wrong.push(format!("{row}\n    no `{missing}` in\n{said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rates_and_ratios() {
    check(
        AFTER,
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | 25 | urbanization | 甲镇 | population 2025: urbanization=74.96 | short | 74.96 | 75 | 0.04 | 2025: 74.96%; 0.04 percentage points missing (must be ≥ 75% | 2025年：74.96%，还差 0.04 个百分点 |
        | 25 | urbanization | 甲镇 | population 2025: residents=60400, urban=45276 | short | 11319/151 | 75 | 6/151 | 74.96% (45276 / 60400 people) + 24 people more of Urban residents would meet it | 74.96%（45276 / 60400人） |
        | 26 | income_ratio | 甲镇 | economy 2025: income_ratio=1.60 | met | 1.6 | 1.6 | 0 | 1.6 times | 1.6倍 |
        | 26 | income_ratio | 甲镇 | economy 2025: income_ratio=1.604 | short | 1.604 | 1.6 | 0.004 | 0.004 times over | 超出 0.004倍 |
        | 32 | greening | 甲镇 | land 2025: green_coverage=76 | met | 76 | 40 | 0 | 76% | 76% |
        | 35 | employment | 甲镇 | employment 2025: employed=10000, secondary_tertiary=9500 | met | 95 | 95 | 0 | 95% (9500 / 10000 people) | 95%（9500 / 10000人） |
        | 36 | employment | 甲镇 | employment 2025: employed=10000, secondary_tertiary=9499 | short | 94.99 | 95 | 0.01 | 94.99% (9499 / 10000 people); 0.01 percentage points missing + 1 person more of In secondary and tertiary sectors would meet it | 还差 0.01 个百分点 + 二三产业从业人员再增加 1人 即达标 |
        | 37 | employment | 甲镇 | employment 2025: secondary_tertiary=9500 | unknown | - | 95 | - | for a verdict, enter: 2025 Employment Employed | 补填即可判定：2025年·就业·从业人员 |
        | 38 | employment | 甲镇 | employment 2025: employed=10000, secondary_tertiary=9499, rate=95.00 | short | 94.99 | 95 | 0.01 | 94.99% | 94.99% |
        | 38 | employment | 甲镇 | employment 2025: employed=10000, secondary_tertiary=9499, rate=95.0 | short | 94.99 | 95 | 0.01 | 94.99% | 94.99% |
        | 39 | urbanization | 甲镇 | population 2025: residents=0, urban=45000 | short | - | 75 | - | no value (divided by zero) | 没有数值（除数为零） |
        | 53 | about | 甲镇 | land 2025: built_up=5.5 | met | 5.5 | 4.5 | 0 | 5.5 km2 | 5.5平方公里 |
        | 53 | about | 甲镇 | land 2025: built_up=5.51 | short | 5.51 | 5.5 | 0.01 | 0.01 km2 over | 超出 0.01平方公里 |
        | 54 | range | 甲镇 | land 2025: density=800 | met | 800 | 300 | 0 | 800 | 800 |
        | 54 | range | 甲镇 | land 2025: density=299 | short | 299 | 300 | 1 | 1 missing | 还差 1 |
        ",
    );
}

#[test]
fn several_places() {
    check(
        AFTER,
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | 27 | gdp_sum | 示例市 | 甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=100; 丙镇/economy 2025: gdp=50.00 | short | 350 | 350 | 0 | 350 yi yuan (must be > 350 yi yuan (exclusive)) | 350亿元（须 > 350亿元（不含）） |
        | 27 | gdp_sum | 示例市 | 甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=100; 丙镇/economy 2025: gdp=50.01 | met | 350.01 | 350 | 0 | 350.01 yi yuan | 350.01亿元 |
        | 28 | gdp_sum | 示例市 | 甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=150.01 | met | - | 350 | 0 | at least 350.01 yi yuan | 至少 350.01亿元 |
        | 29 | fiscal_sum | 示例市 | 甲镇/economy 2025: fiscal_revenue=20; 乙镇/economy 2025: fiscal_revenue=15; 丙镇/economy 2025: fiscal_revenue=5.00 | met | 40 | 40 | 0 | 40 yi yuan | 40亿元 |
        | 30 | growth | 甲镇 | economy 2025: gdp_growth=6.1; 示例县/county_economy 2025: gdp_growth=6.1 | short | 6.1 | 6.1 | 0 | 6.1% (must be > 6.1% (exclusive)) | 6.1%（须 > 6.1%（不含）） |
        | 40 | gdp_sum | 示例市 | 甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=100 | unknown | - | 350 | - | at least 300 yi yuan + enter: 丙镇 2025 Economy GDP | 至少 300亿元 + 补填即可判定：丙镇·2025年·经济运行·地区生产总值 |
        | 41 | gdp_sum | 示例市 | 甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=160 | met | - | 350 | 0 | at least 360 yi yuan | 至少 360亿元 |
        | 42 | mean_ratio | 示例市 | 甲镇/economy 2025: income_ratio=1.5; 乙镇/economy 2025: income_ratio=1.7; city_income 2025: income_ratio=1.66 | unknown | - | 1.66 | - | enter: 丙镇 2025 Economy Income ratio | 丙镇·2025年·经济运行·城乡居民收入倍差 |
        | 43 | growth | 甲镇 | economy 2025: gdp_growth=6.2 | unknown | 6.2 | - | - | enter: 示例县 2025 County economy GDP growth | 补填即可判定：示例县·2025年·县域经济·地区生产总值增速 |
        | 44 | growth | 甲镇 | economy 2025: gdp_growth=6.2; 示例县/county_economy 2024: gdp_growth=6.0 | unknown | 6.2 | - | - | 2025: 6.2% + enter: 示例县 2025 County economy GDP growth | 示例县·2025年 |
        | 45 | fiscal_sum | 示例市 | 甲镇/economy 2025: fiscal_revenue=12,000 万元; 乙镇/economy 2025: fiscal_revenue=20; 丙镇/economy 2025: fiscal_revenue=18.8 | met | 40 | 40 | 0 | 40 yi yuan | 40亿元 |
        | 45 | fiscal_sum | 示例市 | 甲镇/economy 2025: fiscal_revenue=12,000 万元; 乙镇/economy 2025: fiscal_revenue=20; 丙镇/economy 2025: fiscal_revenue=187999 万元 | short | 39.9999 | 40 | 0.0001 | 39.9999 yi yuan | 39.9999亿元 |
        | 48 | beautiful | 示例市 | 甲镇/beautiful_town: accepted=yes; 乙镇/beautiful_town: accepted=yes | unknown | - | 100 | - | enter: 丙镇 Beautiful town Accepted | 丙镇·美丽城镇·已验收 |
        | 48 | beautiful | 示例市 | 甲镇/beautiful_town: accepted=yes; 乙镇/beautiful_town: accepted=no | short | - | 100 | 100/3 | 33.333333 percentage points missing | 还差 33.333333 个百分点 |
        ",
    );
}

#[test]
fn figures_over_facilities() {
    check(
        AFTER,
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | 31 | functions | 甲镇 | scenario: functions=traffic/urban_management; scenario: functions=police | met | 3 | 3 | 0 | all covered: traffic, urban management, police | 已全部覆盖：交通、城管、公安 |
        | 46 | functions | 甲镇 | scenario: functions=traffic; scenario: status=planned, functions=police/urban_management, planned_open_on=2026-06 | short | 1 | 3 | 2 | not covered: urban management, police + expected to open 2026-06 | 未覆盖：城管、公安 + 预计 2026-06 投用 |
        | 47 | functions | 甲镇 | scenario; scenario: functions=traffic/police | unknown | - | 3 | - | not known whether covered: urban management | 尚无法确定是否覆盖：城管 |
        | 49 | centers | 甲镇 | health_center x2; population 2025: served=60001 | short | 2 | 3 | 1 | 2 centers; 1 center missing | 还差 1所 |
        | 50 | centers | 甲镇 | health_center x2 | unknown | 2 | - | - | enter: 2025 Population Residents served | 2025年·人口·服务人口 |
        | 50 | centers | 甲镇 | nothing | short | 0 | - | 1 | 1 center missing | 还差 1所 |
        | 51 | seats | 甲镇 | library: reading_seats=240 | met | 240 | - | 0 | 240 seats | 240座 |
        | 51 | seats | 甲镇 | library: reading_seats=239 | unknown | 239 | - | - | enter: 2025 Population Residents served | 服务人口 |
        | none | seats | 甲镇 | nothing | short | - | - | - | no facility in use that counts | 没有符合条件的在用设施 |
        | 57 | parks | 甲镇 | population 2025: residents=20000 | short | - | 10000 | - | no value (divided by zero) | 没有数值（除数为零） |
        ",
    );
}

#[test]
fn claims_made_of_claims() {
    check(
        AFTER,
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | 52 | size | 甲镇 | population 2025: registered=59000 | unknown | - | 100000 | - | enter: 2025 Population Residents | 2025年·人口·常住人口 |
        | 52 | size | 甲镇 | population 2025: registered=59000, residents=99999 | short | 59000 | 60000 | 1000 | registered: 59000 people; 1000 people missing + resident: 99999 people; 1 person missing | 户籍：59000人，还差 1000人 + 常住：99999人，还差 1人 |
        | 55 | inflow | 甲镇 | population 2023: net_inflow=12; population 2025: net_inflow=3 | unknown | - | 0 | - | enter: 2024 Population Net inflow | 2024年·人口·人口净流入 |
        | 55 | inflow | 甲镇 | population 2023: net_inflow=12; population 2024: net_inflow=0; population 2025: net_inflow=3 | short | 0 | 0 | 0 | 2024: 0 people (must be > 0 people (exclusive)) | 2024年：0人 |
        ",
    );
}

/// A list to be covered has its name, and what is counted today is of no period.
#[test]
fn each_of_several_claims_is_told_with_its_name_and_its_own_period() {
    let pack = read(&format!(
        r#"{PACK}
[[requirement]]
code = "several"
label = {{ zh = "几项", en = "Several" }}
form = "all_of"
strength = "must"
clause = "一"
of = [
  {{ label = {{ zh = "率", en = "Rate" }}, quantity = "population.urbanization", op = ">=", need = 75 }},
  {{ label = {{ zh = "场景", en = "Scenarios" }}, quantity = "union(scenario.functions)", op = "covers", need = ["traffic"] }},
  {{ label = {{ zh = "座席", en = "Seats" }}, quantity = "max(library.reading_seats)", op = ">", need = 100 }},
]
"#
    ));
    let there = "population 2025: urbanization=76";
    let standing = standing(&pack, "several", "甲镇", there, AFTER);
    assert_eq!(standing.verdict, Verdict::Short);
    let said = words(&pack, &standing, AFTER, Lang::Zh);
    let lines: Vec<&str> = said.lines().take(3).collect();
    assert_eq!(
        lines,
        [
            "2025年率：76%（须 ≥ 75%（含））",
            "场景：未覆盖：交通",
            "座席：没有符合条件的在用设施（须 > 100座（不含））",
        ]
    );
}

#[test]
fn duties() {
    check(
        "2026-03-01",
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | 33 | comparison | 甲镇 | comparison 2025Q1: closed_on=2025-03-30; comparison 2025Q2: closed_on=2025-06-30; comparison 2025Q3: closed_on=2025-09-28 | short | 0 | 1 | 1 | 2025 Q4: not recorded as done, overdue + overdue: 2025 Q4 | 2025年第四季度 没有完成记录，已逾期 |
        | 33 | comparison | 甲镇 | comparison 2025Q1: closed_on=2025-03-30; comparison 2025Q4: closed_on=2025-12-30 | met | 1 | 1 | 0 | overdue: 2025 Q3, 2025 Q2 | 逾期未办：2025年第三季度、2025年第二季度 |
        | 56 | plan | 甲镇 | plan 2025: adopted_on=2026-02-01, document=示例〔2026〕1号 | met | 1 | 1 | 0 | 2025 done on 2026-02-01, late | 2025年 已于 2026-02-01 完成，逾期 |
        | 56 | plan | 甲镇 | plan 2025: adopted_on=2025-02-01, document=示例〔2025〕1号 | met | 1 | 1 | 0 | 2025 done on 2025-02-01 | 2025年 已于 2025-02-01 完成 |
        ",
    );
}

#[test]
fn until_the_period_of_the_target_is_over_the_latest_figure_is_judged_and_named() {
    check(
        "2025-06-30",
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | period | urbanization | 甲镇 | population 2023: urbanization=73; population 2024: urbanization=74.96 | short | 74.96 | 75 | 0.04 | 2024: 74.96% + target period: 2025 | 2024年：74.96% + 目标期间：2025年 |
        | 44 | growth | 甲镇 | economy 2025: gdp_growth=6.2; 示例县/county_economy 2024: gdp_growth=6.0 | unknown | 6.2 | - | - | 2025: 6.2% + enter: 示例县 2025 County economy | 示例县·2025年 |
        ",
    );
    check(
        AFTER,
        "
        | # | requirement | place | what is there | verdict | have | need | gap | in English | in Chinese |
        |---|---|---|---|---|---|---|---|---|---|
        | period | urbanization | 甲镇 | population 2024: urbanization=74.96 | unknown | - | 75 | - | latest figure: 2024, 74.96% | 最近一期：2024年 74.96% |
        ",
    );
}

#[test]
fn case_34_a_benchmark_is_never_a_shortfall() {
    let pack = read(PACK);
    for (code, there) in [
        ("density", "land 2025: density=9000"),
        ("parks", "population 2025: residents=20000"),
    ] {
        let standing = standing(&pack, code, "甲镇", there, AFTER);
        assert_eq!(standing.verdict, Verdict::Short);
        let requirement = pack.requirement(code).unwrap();
        let said = |lang| explain::verdict(&standing, requirement, lang);
        assert!(said(Lang::En).contains("benchmark not reached"), "{code}");
        assert!(!said(Lang::En).contains("short"), "{code}");
        assert!(said(Lang::Zh).contains("未达参考值"), "{code}");
    }
}

#[test]
fn case_36_tells_the_one_person_who_is_missing() {
    let there = "employment 2025: employed=10000, secondary_tertiary=9499";
    let standing = standing(&read(PACK), "employment", "甲镇", there, AFTER);
    let remedy = standing.told.unwrap().remedy.unwrap();
    assert_eq!(remedy.part.field, "secondary_tertiary");
    assert_eq!(remedy.to.to_string(), "9500");
}

#[test]
fn a_remedy_is_a_figure_that_its_field_takes() {
    let pack = read(PACK);
    let remedy = |code: &str, place: &str, there: &str| {
        let told = standing(&pack, code, place, there, AFTER).told.unwrap();
        told.remedy
            .map(|remedy| (remedy.part.field, remedy.to.to_string()))
    };
    let to = |field: &str, figure: &str| Some((field.to_owned(), figure.to_owned()));
    let rate = "population 2025: urbanization=74.9";
    let reached = to("urbanization", "75");
    assert_eq!(remedy("urbanization", "甲镇", rate), reached);
    let towns =
        "甲镇/economy 2025: gdp=200; 乙镇/economy 2025: gdp=100; 丙镇/economy 2025: gdp=49.9999";
    assert_eq!(remedy("gdp_sum", "示例市", towns), to("gdp", "200.0002"));
}

#[test]
fn case_43_names_the_county_and_its_sheet() {
    let pack = read(PACK);
    let there = "economy 2025: gdp_growth=6.2";
    let standing = standing(&pack, "growth", "甲镇", there, AFTER);
    let wanted = standing.told.unwrap().wanted;
    let [county] = wanted.as_slice() else {
        panic!("{wanted:?}");
    };
    assert_eq!(
        (county.place.as_str(), county.place_name.as_str()),
        ("3301", "示例县")
    );
    assert_eq!(
        (county.form.as_str(), county.field.as_str()),
        ("county_economy", "gdp_growth")
    );
    assert_eq!(county.period, Some("2025".parse::<Period>().unwrap()));
}

#[test]
fn case_45_money_typed_in_another_unit_is_exact() {
    let pack = read(PACK);
    let found = values(pack.kind("economy").unwrap(), "fiscal_revenue=12,000 万元");
    assert_eq!(found["fiscal_revenue"].number().unwrap().to_string(), "1.2");
}

#[test]
fn case_46_is_expected_only_when_all_that_is_planned_suffices() {
    let pack = read(PACK);
    let expected = |planned: &str| {
        let there = format!("scenario: functions=traffic; {planned}");
        let standing = standing(&pack, "functions", "甲镇", &there, AFTER);
        assert_eq!(standing.verdict, Verdict::Short, "{planned}");
        standing.expected_on.map(|date| date.to_string())
    };
    let plan =
        |what: &str, date: &str| format!("scenario: status=planned{what}, planned_open_on={date}");
    let police = plan(", functions=police", "2026-03");
    let city = plan(", functions=urban_management", "2026-09");
    assert_eq!(expected(&police), None);
    assert_eq!(
        expected(&format!("{police}; {city}")),
        Some("2026-09".to_owned())
    );
    assert_eq!(
        expected(&format!("{city}; {police}")),
        Some("2026-09".to_owned())
    );
    // What decides of it is not known.
    assert_eq!(
        expected(&format!("{police}; {}", plan("", "2026-09"))),
        None
    );
}

/// Returns the words of every problem of a sheet, each behind its field and strength.
fn found(sheet: &str, written: &str, lang: Lang) -> Vec<String> {
    let pack = read(PACK);
    let kind = pack.kind(sheet).unwrap();
    let values = values(kind, written);
    let record = Checked {
        values: &values,
        before: None,
        day: AFTER.parse().unwrap(),
    };
    let said = |problem: &taizhang::domain::policy::Problem| {
        let strength = match problem.strength {
            CheckStrength::Hard => "refused",
            CheckStrength::Soft | CheckStrength::Explain => "asked",
            CheckStrength::Note => "noted",
        };
        let words = problem.complaint.say(lang);
        format!("{} {strength} {}: {words}", problem.field, problem.check)
    };
    problems(kind, &record).iter().map(said).collect()
}

#[test]
fn case_32_a_green_coverage_of_76_percent_is_asked_about() {
    assert_eq!(
        found("land", "green_coverage=76", Lang::En),
        ["green_coverage asked forest: high: forest cover?"]
    );
    assert!(found("land", "green_coverage=46", Lang::En).is_empty());
}

#[test]
fn case_38_a_rate_typed_beside_its_parts_is_doubted_by_the_digits_it_has() {
    let parts = "employed=10000, secondary_tertiary=9499";
    for (rate, is_doubted) in [
        ("95.00", true),
        ("95.0", false),
        ("95", false),
        ("94.99", false),
        ("94.98", true),
        ("94.9", true),
        ("94.90", true),
        ("100", true),
    ] {
        let found = found("employment", &format!("{parts}, rate={rate}"), Lang::En);
        let expected = is_doubted.then(|| {
            "rate asked disagrees: its parts give 94.99% (9499 / 10000 people); please check; \
             the parts are used for the verdict"
                .to_owned()
        });
        assert_eq!(found, Vec::from_iter(expected), "{rate}");
    }
    let zh = found("employment", &format!("{parts}, rate=95.00"), Lang::Zh).join("");
    assert!(zh.contains("94.99%（9499 / 10000人）"), "{zh}");
    // A part is missing, or the whole is nothing: there is nothing to compare with.
    for parts in [
        "secondary_tertiary=9499",
        "employed=0, secondary_tertiary=0",
    ] {
        let found = found("employment", &format!("{parts}, rate=95.00"), Lang::En);
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn case_38_the_digits_typed_are_kept_and_shown() {
    let pack = read(PACK);
    let kind = pack.kind("employment").unwrap();
    let field = kind.field("rate").unwrap();
    let typed = field.parse("95.00").unwrap().unwrap();
    let kept = field.decode(&typed.to_json()).unwrap();
    assert_eq!(kept, typed);
    assert_eq!(field.edit_text(&kept, Lang::En), "95.00");
    assert_eq!(field.show(&kept, Lang::En), "95.00%");
    assert!(kept.is_same(&field.parse("95").unwrap().unwrap()));
}

#[test]
fn case_39_urban_residents_of_no_residents_are_refused() {
    assert_eq!(
        found("population", "residents=0, urban=45000", Lang::En),
        ["residents refused nobody: no residents, yet urban ones"]
    );
}

#[test]
fn a_derived_field_tells_its_parts() {
    let pack = read(PACK);
    let kind = pack.kind("population").unwrap();
    let derived = |written: &str| kind.derive("urbanization", &values(kind, written));
    let found = derived("residents=60400, urban=45276").unwrap();
    assert_eq!(found.value.to_string(), "11319/151");
    assert_eq!(found.shown(kind).zh, "74.96%（45276 / 60400人）");
    assert_eq!(found.shown(kind).en, "74.96% (45276 / 60400 people)");
    assert_eq!(derived("residents=60400"), None);
    assert_eq!(derived("residents=0, urban=0"), None);
    assert_eq!(kind.derive("residents", &values(kind, "residents=1")), None);
}

#[test]
fn case_60_a_pack_that_mixes_what_does_not_belong_together_is_refused_with_line_and_rule() {
    for (from, to, expected) in [
        (
            "\"sum(scope, economy.gdp)\"",
            "\"sum(scope, economy.gdp) + population.residents\"",
            "requirement gdp_sum: mixed units: yuan and person cannot be added or compared",
        ),
        (
            "\"population.residents / count(park)\"",
            "\"population.residents / count(library)\"",
            "requirement parks: mixed units",
        ),
        (
            "\"sum(scope, economy.gdp)\"",
            "\"sum(scope, economics.gdp)\"",
            "requirement gdp_sum: unknown sheet `economics`; did you mean `economy`?",
        ),
        (
            "\"sum(scope, economy.gdp)\"",
            "\"sum(scope, economy.gpd)\"",
            "requirement gdp_sum: unknown field `gpd`; did you mean `gdp`?",
        ),
        (
            "period = \"quarter\"",
            "period = \"week\"",
            "sheet comparison: unknown period `week`; use one of once, year, quarter, month",
        ),
        (
            "since = \"2025Q1\"",
            "since = \"2025Q5\"",
            "requirement comparison: `2025Q5` is not a period of this sheet",
        ),
        (
            "\"at(county, county_economy.gdp_growth)\"",
            "\"at(countie, county_economy.gdp_growth)\"",
            "requirement growth: unknown level of places `countie`; did you mean `county`?",
        ),
        (
            "\"sum(scope, economy.gdp)\"",
            "\"sum(scope, population.urbanization)\"",
            "requirement gdp_sum: percentages of different wholes cannot be added",
        ),
        (
            "derived = \"urban / residents\"",
            "derived = \"urban / urbanization\"",
            "sheet.field urbanization: the derived field `urbanization` refers to itself",
        ),
        (
            "derived = \"urban / residents\"",
            "derived = \"urban + residents\"",
            "sheet.field urbanization: mixed units",
        ),
        (
            "\"employment.rate\"",
            "\"employment.rate + comparison.closed_on\"",
            "requirement employment: `comparison.closed_on` is not a figure",
        ),
        (
            "\"population.registered\"",
            "\"median(population.registered)\"",
            "requirement size: unknown function `median`",
        ),
    ] {
        let faults = Pack::read(&PACK.replacen(from, to, 1)).unwrap_err();
        let line = PACK.lines().position(|line| line.contains(from)).unwrap() + 1;
        let said: Vec<String> = faults.iter().map(|fault| fault.say(Lang::En)).collect();
        assert!(
            said.iter()
                .any(|said| said.starts_with(&format!("{line}: {expected}"))),
            "{line}: {to}: {said:#?}"
        );
    }
}
