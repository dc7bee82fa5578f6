//! The cases that every build must satisfy, as they stand in the table of verdict cases, judged by
//! the first pack.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use taizhang::domain::policy::Checked;
use taizhang::domain::policy::Pack;
use taizhang::domain::policy::check::problems;
use taizhang::domain::record::Facility;
use taizhang::domain::verdict::explain;
use taizhang::domain::verdict::judge::{fields_of, judge};
use taizhang::domain::verdict::{Exception, Standing, Verdict};
use taizhang::i18n::{Lang, Say};
use uuid::Uuid;

const TOWN: &str = "331122101";

fn pack() -> &'static Pack {
    static PACK: LazyLock<Pack> =
        LazyLock::new(|| Pack::read(include_str!("../../seeds/lishui-2022-72.toml")).unwrap());
    &PACK
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
}

/// A facility from what a clerk would type, in use unless the fields say otherwise.
fn facility(pack: &Pack, kind: &str, fields: &[(&str, &str)]) -> Facility {
    let form = pack.kind(kind).unwrap();
    let typed: BTreeMap<&str, &str> = [("name", "示例设施"), ("status", "existing")]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let value = |(code, text): (&str, &str)| {
        Some((
            code.to_owned(),
            form.field(code).unwrap().parse(text).unwrap()?,
        ))
    };
    let id = Uuid::from_u128(
        fields
            .iter()
            .flat_map(|f| f.1.bytes())
            .fold(7_u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte)),
    );
    Facility {
        id,
        kind: kind.into(),
        place: TOWN.into(),
        values: typed.into_iter().filter_map(value).collect(),
    }
}

fn judged(kind: &str, facilities: &[&[(&str, &str)]]) -> Standing {
    judged_with(kind, facilities, &[])
}

fn judged_with(kind: &str, facilities: &[&[(&str, &str)]], exceptions: &[Exception]) -> Standing {
    let pack = pack();
    let facilities: Vec<Facility> = facilities
        .iter()
        .map(|fields| facility(pack, kind, fields))
        .collect();
    judge(
        pack.requirement(kind).unwrap(),
        TOWN,
        &facilities,
        exceptions,
        day(),
    )
}

fn gap(standing: &Standing) -> String {
    standing.gap.map(|gap| gap.to_string()).unwrap_or_default()
}

fn words(standing: &Standing, lang: Lang) -> String {
    let pack = pack();
    let requirement = pack.requirement(&standing.requirement).unwrap();
    explain::reasons(
        standing,
        requirement,
        pack.kind(&requirement.kind).unwrap(),
        day(),
        lang,
    )
    .join("\n")
}

fn warnings(kind: &str, fields: &[(&str, &str)]) -> String {
    let pack = pack();
    let facility = facility(pack, kind, fields);
    let found = problems(
        pack.kind(kind).unwrap(),
        &Checked {
            values: &facility,
            before: None,
            day: day(),
        },
    );
    found
        .iter()
        .map(|problem| problem.complaint.say(Lang::En))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn missing_hospitals_are_told_in_a_sentence() {
    let standing = judged("hospital", &[]);
    assert_eq!(
        words(&standing, Lang::Zh).lines().next(),
        Some("还差 1家二级及以上综合医院")
    );
    assert_eq!(
        words(&standing, Lang::En).lines().next(),
        Some("1 more general hospital of level 2 or above is needed")
    );
}

#[test]
fn several_missing_facilities_are_told_in_the_plural_with_what_each_must_meet() {
    let level = "{ field = \"level\", op = \">=\", value = \"2\" },\n]\nstrength = \"basic\"";
    let more = level.replacen(
        "\n]",
        "\n{ field = \"authorized_beds\", op = \">=\", value = 100 },\n]",
        1,
    );
    let head = "en = \"General hospital\" }\nform = \"exists\"\nat_least = ";
    let text = include_str!("../../seeds/lishui-2022-72.toml")
        .replacen(&format!("{head}1"), &format!("{head}2"), 1)
        .replacen(level, &more, 1);
    let pack = Pack::read(&text).unwrap();
    let requirement = pack.requirement("hospital").unwrap();
    let standing = judge(requirement, TOWN, &[], &[], day());
    let kind = pack.kind("hospital").unwrap();
    let said = |lang| explain::headline(&standing, requirement, kind, lang);
    assert_eq!(
        said(Lang::Zh),
        "还差 2家二级及以上综合医院，须同时符合：编制床位 ≥ 100张（含）"
    );
    assert_eq!(
        said(Lang::En),
        "2 more general hospitals of level 2 or above are needed that meet: Authorized beds ≥ 100 beds (inclusive)"
    );
}

#[test]
fn case_1_a_library_with_130_seats_in_use_is_met() {
    assert_eq!(
        judged("library", &[&[("reading_seats", "130")]]).verdict,
        Verdict::Met
    );
}

#[test]
fn case_2_a_library_with_129_seats_is_short_by_1() {
    let standing = judged("library", &[&[("reading_seats", "129")]]);
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "1")
    );
    assert_eq!(standing.failing, ["reading_seats"]);
    assert!(
        words(&standing, Lang::Zh).contains("还差 1座（须 ≥ 130（含））"),
        "{}",
        words(&standing, Lang::Zh)
    );
}

#[test]
fn case_3_two_libraries_with_70_seats_are_short_by_60() {
    let standing = judged(
        "library",
        &[
            &[("reading_seats", "70")],
            &[("reading_seats", "70"), ("name", "示例二")],
        ],
    );
    assert_eq!(
        (
            standing.verdict,
            gap(&standing).as_str(),
            standing.candidates
        ),
        (Verdict::Short, "60", 2)
    );
}

#[test]
fn case_4_a_library_without_seats_is_unknown_and_says_what_to_enter() {
    let standing = judged("library", &[&[]]);
    assert_eq!(
        (standing.verdict, standing.missing.as_slice()),
        (Verdict::Unknown, &["reading_seats".to_owned()][..])
    );
    assert_eq!((standing.have, standing.gap), (None, None));
    assert!(words(&standing, Lang::Zh).contains("请补填 示例设施 的阅览座席数"));
}

#[test]
fn case_5_libraries_with_90_and_no_seats_are_unknown() {
    let standing = judged("library", &[&[("reading_seats", "90")], &[]]);
    assert_eq!(
        (standing.verdict, standing.missing.as_slice()),
        (Verdict::Unknown, &["reading_seats".to_owned()][..])
    );
    assert_eq!(standing.have.unwrap().to_string(), "90");
}

#[test]
fn case_6_libraries_with_130_and_no_seats_are_met() {
    assert_eq!(
        judged("library", &[&[("reading_seats", "130")], &[]]).verdict,
        Verdict::Met
    );
}

#[test]
fn case_7_lecture_hall_seats_do_not_count() {
    let standing = judged(
        "library",
        &[&[("reading_seats", "90"), ("lecture_seats", "200")]],
    );
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "40")
    );
}

#[test]
fn case_8_exactly_2000_square_metres_are_short_with_no_gap_and_said_as_more_than() {
    let standing = judged("fitness_center", &[&[("building_area_m2", "2000.00")]]);
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "0")
    );
    assert!(words(&standing, Lang::Zh).contains("须 > 2000（不含），现为 2000㎡"));
    assert!(words(&standing, Lang::En).contains("must be > 2000 (exclusive), is 2000 m2"));
}

#[test]
fn case_9_a_hundredth_more_than_2000_is_met() {
    assert_eq!(
        judged("fitness_center", &[&[("building_area_m2", "2000.01")]]).verdict,
        Verdict::Met
    );
}

#[test]
fn case_10_a_center_under_construction_is_short_with_its_expected_date() {
    let building: &[(&str, &str)] = &[
        ("building_area_m2", "2500"),
        ("status", "under_construction"),
        ("planned_open_on", "2025年12月"),
    ];
    let standing = judged("fitness_center", &[building]);
    assert_eq!(
        (
            standing.verdict,
            gap(&standing).as_str(),
            standing.candidates
        ),
        (Verdict::Short, "2000", 0)
    );
    assert_eq!(standing.expected_on.unwrap().to_string(), "2025-12");
    assert!(words(&standing, Lang::En).contains("expected to open 2025-12"));
}

#[test]
fn case_11_a_tcm_hospital_of_level_2_is_short() {
    let standing = judged("hospital", &[&[("hospital_type", "tcm"), ("level", "2")]]);
    assert_eq!(
        (standing.verdict, standing.failing.as_slice()),
        (Verdict::Short, &["hospital_type".to_owned()][..])
    );
}

#[test]
fn case_12_a_general_hospital_without_a_rating_is_short() {
    let standing = judged(
        "hospital",
        &[&[("hospital_type", "general"), ("level", "未定级")]],
    );
    assert_eq!(
        (standing.verdict, standing.failing.as_slice()),
        (Verdict::Short, &["level".to_owned()][..])
    );
}

#[test]
fn case_13_a_general_hospital_with_an_empty_level_is_unknown() {
    let standing = judged("hospital", &[&[("hospital_type", "general")]]);
    assert_eq!(
        (standing.verdict, standing.missing.as_slice()),
        (Verdict::Unknown, &["level".to_owned()][..])
    );
}

#[test]
fn case_14_a_general_hospital_of_level_3_is_met() {
    assert_eq!(
        judged(
            "hospital",
            &[&[("hospital_type", "general"), ("level", "3")]]
        )
        .verdict,
        Verdict::Met
    );
}

#[test]
fn case_15_an_urban_greenway_of_one_kilometre_is_met() {
    let standing = judged(
        "greenway",
        &[&[("greenway_type", "urban"), ("length_km", "1.000")]],
    );
    assert_eq!(standing.verdict, Verdict::Met);
}

#[test]
fn case_16_an_urban_greenway_of_999_metres_is_short_by_one() {
    let standing = judged(
        "greenway",
        &[&[("greenway_type", "urban"), ("length_km", "999米")]],
    );
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "0.001")
    );
}

#[test]
fn case_17_a_country_greenway_named_urban_is_short_and_its_name_is_doubted() {
    let country: &[(&str, &str)] = &[
        ("greenway_type", "country"),
        ("length_km", "27.5"),
        ("name", "示例城市森林绿道"),
    ];
    let standing = judged("greenway", &[country]);
    assert_eq!(
        (standing.verdict, standing.failing.as_slice()),
        (Verdict::Short, &["greenway_type".to_owned()][..])
    );
    let plain: &[(&str, &str)] = &[("greenway_type", "country"), ("length_km", "27.5")];
    assert_ne!(warnings("greenway", country), warnings("greenway", plain));
}

#[test]
fn case_18_two_urban_greenways_of_600_metres_are_short_by_400() {
    let route = |name| {
        [
            ("greenway_type", "urban"),
            ("length_km", "0.6"),
            ("name", name),
        ]
    };
    let standing = judged("greenway", &[&route("示例一"), &route("示例二")]);
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "0.4")
    );
}

#[test]
fn case_19_a_length_of_1200_is_accepted_with_a_question_about_metres() {
    assert!(
        warnings(
            "greenway",
            &[("greenway_type", "urban"), ("length_km", "1200")]
        )
        .contains("metres?")
    );
}

#[test]
fn case_20_three_mu_are_exactly_2000_square_metres_and_short() {
    let standing = judged("fitness_center", &[&[("building_area_m2", "3亩")]]);
    assert_eq!(
        (standing.verdict, gap(&standing).as_str()),
        (Verdict::Short, "0")
    );
    assert_eq!(standing.have.unwrap().to_string(), "2000");
}

#[test]
fn what_needs_no_condition_is_missing_without_naming_any() {
    let pack = Pack::read(include_str!("../../seeds/lishui-2022-72.toml")).unwrap();
    let requirement = pack.requirement("city_parlor").unwrap();
    let kind = pack.kind("city_parlor").unwrap();
    let standing = judge(requirement, TOWN, [], &[], day());
    assert_eq!(standing.verdict, Verdict::Short);
    let words = |lang| explain::reasons(&standing, requirement, kind, day(), lang).join("\n");
    let said = words(Lang::Zh);
    assert!(said.contains("还差 1个") && !said.contains('须'), "{said}");
    assert!(words(Lang::En).contains("1 more city parlor is needed"));
}

#[test]
fn case_21_a_closed_or_suspended_facility_is_short() {
    for status in ["closed", "suspended"] {
        let standing = judged(
            "library",
            &[&[("reading_seats", "200"), ("status", status)]],
        );
        assert_eq!(
            (standing.verdict, standing.failing.as_slice()),
            (Verdict::Short, &["status".to_owned()][..])
        );
        assert_eq!(standing.expected_on, None);
    }
}

#[test]
fn case_22_a_township_health_center_without_a_level_is_no_candidate() {
    let standing = judged("hospital", &[&[("hospital_type", "township")]]);
    assert_eq!((standing.verdict, standing.candidates), (Verdict::Short, 0));
    assert!(standing.missing.is_empty());
}

#[test]
fn case_23_an_exception_is_shown_beside_the_verdict_and_never_makes_it_met() {
    let exception = |until: Option<NaiveDate>| Exception {
        requirement: "library".into(),
        place: TOWN.into(),
        document: "示例〔2025〕1号".into(),
        reason: "示例理由".into(),
        valid_until: until,
    };
    let standing = judged_with("library", &[&[("reading_seats", "96")]], &[exception(None)]);
    assert_eq!(standing.verdict, Verdict::Short);
    assert!(words(&standing, Lang::Zh).contains("示例〔2025〕1号"));
    let expired = judged_with(
        "library",
        &[&[("reading_seats", "96")]],
        &[exception(day().pred_opt())],
    );
    assert_eq!(expired.exception, None);
}

#[test]
fn a_town_without_any_record_is_short_by_the_whole_minimum() {
    for (kind, whole) in [
        ("hospital", "1"),
        ("library", "130"),
        ("fitness_center", "2000"),
        ("greenway", "1"),
    ] {
        let standing = judged(kind, &[]);
        assert_eq!(
            (
                standing.verdict,
                gap(&standing).as_str(),
                standing.candidates
            ),
            (Verdict::Short, whole, 0)
        );
        assert!(standing.nearest.is_none());
    }
}

#[test]
fn a_date_that_is_not_known_well_enough_decides_nothing() {
    let limit = "{ field = \"opened_on\", op = \"<=\", value = \"2024-06-30\" }";
    let text = include_str!("../packs/minimums.toml");
    let seats = "{ field = \"reading_seats\", op = \">=\", value = 130 }";
    let pack = Pack::read(&text.replace(seats, &format!("{seats}, {limit}"))).unwrap();
    let requirement = pack.requirement("library").unwrap();
    assert_eq!(requirement.conditions().len(), 2);
    for (opened, verdict) in [
        ("2023", Verdict::Met),
        ("2024", Verdict::Unknown),
        ("2024-06", Verdict::Met),
        ("2024-06-30", Verdict::Met),
        ("2024-07", Verdict::Short),
        ("2025", Verdict::Short),
        ("", Verdict::Unknown),
    ] {
        let library = facility(
            &pack,
            "library",
            &[("reading_seats", "130"), ("opened_on", opened)],
        );
        let standing = judge(requirement, TOWN, [&library], &[], day());
        assert_eq!(standing.verdict, verdict, "{opened}");
        if verdict == Verdict::Unknown {
            assert_eq!(standing.missing, ["opened_on"]);
            let headline = explain::headline(
                &standing,
                requirement,
                pack.kind("library").unwrap(),
                Lang::En,
            );
            assert!(headline.contains("(to the day)"), "{headline}");
        }
    }
}

#[test]
fn a_pack_compares_only_fields_that_have_something_in_common() {
    let text = include_str!("../packs/minimums.toml");
    let known = "{ field = \"start_place\", op = \"=\", other = \"end_place\" }";
    assert!(text.contains(known));
    for (condition, is_taken) in [
        (
            "{ field = \"opened_on\", op = \">\", other = \"built_year\" }",
            true,
        ),
        (
            "{ field = \"built_year\", op = \">\", other = \"opened_on\" }",
            true,
        ),
        (
            "{ field = \"start_place\", op = \"!=\", other = \"end_place\" }",
            true,
        ),
        (
            "{ field = \"start_place\", op = \"<\", other = \"end_place\" }",
            false,
        ),
        (
            "{ field = \"start_place\", op = \"in\", other = \"end_place\" }",
            false,
        ),
        (
            "{ field = \"start_place\", op = \"contains\", other = \"end_place\" }",
            false,
        ),
        (
            "{ field = \"opened_on\", op = \"=\", other = \"end_place\" }",
            false,
        ),
        (
            "{ field = \"start_place\", op = \"=\", other = \"today\" }",
            false,
        ),
    ] {
        assert_eq!(
            Pack::read(&text.replace(known, condition)).is_ok(),
            is_taken,
            "{condition}"
        );
    }
}

/// The Lishui pack with other conditions for libraries.
fn with_seats(conditions: &str, at_least: &str) -> Pack {
    let text = include_str!("../packs/minimums.toml");
    let seats = "{ field = \"reading_seats\", op = \">=\", value = 130 }";
    assert!(text.contains(seats));
    let text = text.replace(seats, conditions);
    let (before, library) = text
        .split_once("kind = \"library\"\nlabel = { zh = \"公共图书馆\"")
        .unwrap();
    let library = library.replacen("at_least = 1", at_least, 1);
    let library = match at_least {
        "at_least = 1" => library,
        _ => library.replacen("measure = \"reading_seats\"\n", "", 1),
    };
    let text = format!("{before}kind = \"library\"\nlabel = {{ zh = \"公共图书馆\"{library}");
    Pack::read(&text).unwrap()
}

const RANGE: &str = "{ field = \"reading_seats\", op = \">=\", value = 300 }, { field = \"reading_seats\", op = \"<=\", value = 500 }";

#[test]
fn both_ends_of_a_range_are_judged_and_told() {
    let pack = with_seats(RANGE, "at_least = 1");
    let requirement = pack.requirement("library").unwrap();
    let kind = pack.kind("library").unwrap();
    for (seats, verdict, have, gap, said) in [
        (
            &["600"][..],
            Verdict::Short,
            "600",
            "100",
            "100 seats over (must be ≤ 500 (inclusive))",
        ),
        (
            &["250"],
            Verdict::Short,
            "250",
            "50",
            "50 seats missing (must be ≥ 300 (inclusive))",
        ),
        (
            &["600", "100"],
            Verdict::Short,
            "600",
            "100",
            "100 seats over",
        ),
        (
            &["600", "250"],
            Verdict::Short,
            "250",
            "50",
            "50 seats missing",
        ),
        (
            &["500"],
            Verdict::Met,
            "500",
            "0",
            "500 seats (must be ≥ 300 (inclusive), ≤ 500 (inclusive))",
        ),
        (&["300", "900"], Verdict::Met, "300", "0", "300 seats"),
        (&[], Verdict::Short, "0", "300", "300 seats missing"),
    ] {
        let libraries: Vec<Facility> = seats
            .iter()
            .map(|seats| facility(&pack, "library", &[("reading_seats", seats)]))
            .collect();
        for facilities in [libraries.clone(), libraries.into_iter().rev().collect()] {
            let standing = judge(requirement, TOWN, &facilities, &[], day());
            assert_eq!(standing.verdict, verdict, "{seats:?}");
            assert_eq!(standing.have.unwrap().to_string(), have, "{seats:?}");
            assert_eq!(self::gap(&standing), gap, "{seats:?}");
            let words = explain::reasons(&standing, requirement, kind, day(), Lang::En).join("\n");
            assert!(words.contains(said), "{seats:?}: {words}");
        }
    }
    let large = facility(&pack, "library", &[("reading_seats", "600")]);
    let standing = judge(requirement, TOWN, [&large], &[], day());
    assert_eq!(standing.need.to_string(), "500");
    assert_eq!(explain::figure(&standing, requirement), "600/<=500");
}

#[test]
fn only_a_planned_facility_that_would_suffice_is_expected() {
    let planned = |seats: &'static str, opens: &'static str| {
        [
            ("reading_seats", seats),
            ("status", "planned"),
            ("planned_open_on", opens),
        ]
    };
    let expected = |pack: &Pack, libraries: &[[(&'static str, &'static str); 3]]| {
        let facilities: Vec<Facility> = libraries
            .iter()
            .map(|fields| facility(pack, "library", fields))
            .collect();
        let requirement = pack.requirement("library").unwrap();
        let standing = judge(requirement, TOWN, &facilities, &[], day());
        standing.expected_on.map(|date| date.to_string())
    };
    let one = pack();
    assert_eq!(
        expected(one, &[planned("130", "2026-03")]),
        Some("2026-03".to_owned())
    );
    assert_eq!(expected(one, &[planned("129", "2026-03")]), None);
    // What decides is not known of it.
    assert_eq!(expected(one, &[planned("", "2026-03")]), None);
    assert_eq!(
        expected(one, &[planned("", "2026-03"), planned("140", "2027")]),
        Some("2027".to_owned())
    );
    let seats = "{ field = \"reading_seats\", op = \">=\", value = 130 }";
    let two = with_seats(seats, "at_least = 2");
    assert_eq!(expected(&two, &[planned("130", "2026-03")]), None);
    let both = [planned("130", "2026-03"), planned("140", "2027")];
    assert_eq!(expected(&two, &both), Some("2027".to_owned()));
}

#[test]
fn whatever_decides_in_any_record_is_missing() {
    let conditions = "{ field = \"reading_seats\", op = \">=\", value = 130 }, { field = \"building_area_m2\", op = \">\", value = 500 }";
    let pack = with_seats(conditions, "at_least = 1");
    let requirement = pack.requirement("library").unwrap();
    let one = facility(
        &pack,
        "library",
        &[("name", "示例一"), ("reading_seats", "130")],
    );
    let other = facility(
        &pack,
        "library",
        &[("name", "示例二"), ("building_area_m2", "900")],
    );
    let failing = facility(
        &pack,
        "library",
        &[("name", "示例三"), ("reading_seats", "12")],
    );
    for all in [[&one, &other, &failing], [&failing, &other, &one]] {
        let standing = judge(requirement, TOWN, all, &[], day());
        assert_eq!(standing.verdict, Verdict::Unknown);
        assert_eq!(standing.nearest.as_ref().unwrap().name, "示例一");
        assert_eq!(standing.missing, ["building_area_m2", "reading_seats"]);
    }
}

#[test]
fn the_sign_of_every_minimum_is_said_in_words() {
    let pack = pack();
    let say = |code: &str, lang| {
        let requirement = pack.requirement(code).unwrap();
        let kind = pack.kind(&requirement.kind).unwrap();
        requirement
            .conditions()
            .iter()
            .map(|c| explain::condition(c, kind, lang))
            .collect::<Vec<_>>()
            .join("；")
    };
    assert_eq!(say("library", Lang::Zh), "阅览座席数 ≥ 130座（含）");
    assert_eq!(
        say("fitness_center", Lang::En),
        "Building area > 2000 m2 (exclusive)"
    );
    assert_eq!(
        say("hospital", Lang::Zh),
        "机构类别 为 综合医院；医院级别 ≥ 二级（含）"
    );
}

/// Hospitals and greenways as typed, empty values among them.
fn some_facility() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let status = prop::sample::select(vec![
        "existing", "existing", "existing", "planned", "closed",
    ]);
    let sort = prop::sample::select(vec!["", "urban", "urban", "country"]);
    let length = prop_oneof![
        Just(String::new()),
        (1_u32..2500).prop_map(|m| format!("{m}米"))
    ];
    (status, sort, length, 0_u32..99).prop_map(|(status, sort, length, name)| {
        vec![
            ("status", status.to_owned()),
            ("greenway_type", sort.to_owned()),
            ("length_km", length),
            ("name", format!("示例{name}")),
        ]
    })
}

/// Fields beside those, some of which a standing tells.
fn some_other_fields() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let opening =
        prop::sample::select(vec!["", "2025", "2025-12", "2025-12-31"]).prop_map(str::to_owned);
    let other = || prop::sample::select(vec!["", "示例甲", "示例乙"]).prop_map(str::to_owned);
    (opening, other(), other()).prop_map(|(opening, operator, address)| {
        vec![
            ("planned_open_on", opening),
            ("operator_unit", operator),
            ("address", address),
        ]
    })
}

fn made(pack: &Pack, all: &[Vec<(&'static str, String)>]) -> Vec<Facility> {
    let mut list: Vec<Facility> = Vec::new();
    for (index, fields) in all.iter().enumerate() {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(code, text)| (*code, text.as_str()))
            .collect();
        let mut facility = facility(pack, "greenway", &fields);
        facility.id = Uuid::from_u128(index as u128);
        list.push(facility);
    }
    list
}

proptest! {
    #[test]
    fn adding_a_facility_never_turns_met_into_anything_else(
        all in prop::collection::vec(some_facility(), 0..6),
        one_more in some_facility(),
    ) {
        let pack = pack();
        let requirement = pack.requirement("greenway").unwrap();
        let before = judge(requirement, TOWN, &made(pack, &all), &[], day());
        let all: Vec<_> = all.into_iter().chain([one_more]).collect();
        let after = judge(requirement, TOWN, &made(pack, &all), &[], day());
        prop_assert!(before.verdict != Verdict::Met || after.verdict == Verdict::Met);
    }

    #[test]
    fn the_order_of_facilities_never_matters(
        all in prop::collection::vec(some_facility(), 0..6).prop_shuffle(),
        turn in 0_usize..6,
    ) {
        let pack = pack();
        let requirement = pack.requirement("greenway").unwrap();
        let mut facilities = made(pack, &all);
        let before = judge(requirement, TOWN, &facilities, &[], day());
        facilities.reverse();
        let len = facilities.len().max(1);
        facilities.rotate_left(turn % len);
        prop_assert_eq!(before, judge(requirement, TOWN, &facilities, &[], day()));
    }

    #[test]
    fn a_facility_with_only_the_fields_that_judging_looks_at_is_judged_as_the_whole_one(
        all in prop::collection::vec((some_facility(), some_other_fields()), 0..6),
    ) {
        let pack = pack();
        let requirement = pack.requirement("greenway").unwrap();
        let all: Vec<_> = all.into_iter().map(|(one, other)| one.into_iter().chain(other).collect()).collect();
        let whole = made(pack, &all);
        let (mut reduced, looked_at) = (whole.clone(), fields_of(requirement));
        for facility in &mut reduced {
            facility.values.retain(|code, _| looked_at.contains(code.as_str()));
        }
        prop_assert_eq!(judge(requirement, TOWN, &whole, &[], day()), judge(requirement, TOWN, &reduced, &[], day()));
    }

    #[test]
    fn a_value_typed_in_any_accepted_unit_judges_the_same(hundredths in 0_u32..400_000) {
        let metres = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let ten_thousandths = format!("{}.{:06}万㎡", hundredths / 1_000_000, hundredths % 1_000_000);
        let hectares = format!("{}.{:06}公顷", hundredths / 1_000_000, hundredths % 1_000_000);
        let typed = [metres.clone(), format!("{metres}平方米"), ten_thousandths, hectares];
        let standings = typed.map(|typed| {
            let mut standing = judged("fitness_center", &[&[("building_area_m2", &typed)]]);
            standing.nearest = None;
            standing
        });
        prop_assert!(standings.iter().all(|standing| *standing == standings[0]), "{standings:?}");
    }

    #[test]
    fn mu_and_square_metres_judge_the_same_exactly(mu in 1_u32..10) {
        let in_mu = judged("fitness_center", &[&[("building_area_m2", &format!("{}亩", mu * 3))]]);
        let in_metres = judged("fitness_center", &[&[("building_area_m2", &(mu * 2000).to_string())]]);
        prop_assert_eq!((in_mu.verdict, in_mu.gap, in_mu.have), (in_metres.verdict, in_metres.gap, in_metres.have));
    }
}
