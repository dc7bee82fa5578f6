//! A pack with groups: the first screen, the matrix of a group, the page of a requirement, and the
//! reports.

use std::collections::BTreeMap;
use std::io::Cursor;

use crate::support::groups::{HUZHEN, WENXI, empty, fill_in, filled, pack};
use crate::support::{self, Harness, day};
use calamine::{Reader as _, Xlsx};
use serde_json::{Value as Json, json};
use taizhang::domain::policy::{Pack, Requirement};
use taizhang::domain::verdict::Counts;
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::Lang;
use taizhang::store::{GroupCounts, MatrixRows, Narrowed, ReviewFilter, Store};
use taizhang::transfer::report::{Moment, Report, ReportFormat};
use taizhang::tui::terminal::input::Code;
use taizhang::tui::text;
use uuid::Uuid;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (120, 40)];
const CITY: &str = "331100";

/// A day on which the year of every target is over.
fn after() -> chrono::NaiveDate {
    "2026-06-30".parse().unwrap()
}

/// The application on a ledger with something of every verdict.
fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let (folder, store) = filled();
    drop(store);
    let mut h = Harness::on(folder, lang, size);
    // It begins on the place of the last save.
    h.key(Code::Home);
    h
}

/// The number of a group in the pack.
const PROSPEROUS: usize = 0;
const SHARED: usize = 1;

fn counts(store: &Store, on: chrono::NaiveDate) -> BTreeMap<String, Vec<Option<GroupCounts>>> {
    let rows = store.group_rows(&pack(), &rows(store, None), on).unwrap();
    rows.into_iter()
        .map(|row| (row.place.code, row.counts))
        .collect()
}

/// The places that are the rows of the matrix, or of that of a group.
fn rows(store: &Store, group: Option<&str>) -> Vec<String> {
    let asked = MatrixRows {
        group,
        ..MatrixRows::default()
    };
    let places = store.matrix_places("groups", asked).unwrap();
    let rows = store.matrix_page(&places, 0, usize::MAX).unwrap();
    rows.into_iter().map(|row| row.code).collect()
}

const fn of(met: usize, short: usize, unknown: usize) -> Counts {
    Counts {
        met,
        short,
        unknown,
    }
}

#[test]
fn groups_count_what_binds_apart_from_targets_and_never_information() {
    let (_folder, store) = filled();
    let counts = counts(&store, day());
    let cell = |place: &str, group: usize| counts[place][group].unwrap();
    // The growth is met, the share short; the cluster is only shown.
    assert_eq!(
        cell(HUZHEN, PROSPEROUS),
        GroupCounts {
            binding: of(1, 1, 0),
            others: of(0, 0, 0),
            information: 1
        }
    );
    // A library and a plan; 130 of 200 seats in all are striven for.
    assert_eq!(
        cell(HUZHEN, SHARED),
        GroupCounts {
            binding: of(2, 0, 0),
            others: of(0, 1, 0),
            information: 0
        }
    );
    // Growth waits for the county, the share for its figures.
    assert_eq!(cell(WENXI, PROSPEROUS).binding, of(0, 0, 2));
    assert_eq!(cell(WENXI, SHARED).binding, of(0, 2, 0));
    // The total is of the city, and nothing shared is asked of it.
    assert_eq!(cell(CITY, PROSPEROUS).binding, of(0, 0, 1));
    assert_eq!(counts[CITY][SHARED], None);
    let all = store.counts(&pack().code).unwrap();
    let parts = ["prosperous", "shared"].map(|group| {
        let group = Some(group);
        store
            .counts_in(
                &pack().code,
                MatrixRows {
                    group,
                    ..MatrixRows::default()
                },
            )
            .unwrap()
    });
    let sum = |of: fn(&Counts) -> usize| parts.iter().map(of).sum::<usize>();
    assert_eq!(
        all,
        of(sum(|c| c.met), sum(|c| c.short), sum(|c| c.unknown))
    );
}

#[test]
fn a_page_of_counts_is_that_of_the_standings_on_any_day() {
    let (_folder, store) = filled();
    // By 2026 the year of the plan and of the target is over.
    for on in ["2025-06-30", "2026-01-01", "2027-03-01"] {
        let on = on.parse().unwrap();
        let counts = counts(&store, on);
        for (place, cells) in counts {
            let mut expected: Vec<Option<GroupCounts>> = vec![None; 2];
            for standing in store.standings_of("groups", Some(&place), on).unwrap() {
                let pack = pack();
                let asked = pack.requirement(&standing.requirement).unwrap();
                let at = usize::from(asked.group.as_deref() == Some("shared"));
                let cell = expected[at].get_or_insert_default();
                cell.add(standing.verdict, asked.strength.binds(), 1);
            }
            assert_eq!(cells, expected, "{place} on {on}");
        }
    }
}

#[test]
fn a_page_holds_the_rows_that_were_asked_for_and_no_others() {
    let (_folder, store) = filled();
    let all = rows(&store, None);
    assert_eq!(all.len(), 4);
    let names = |places: &[String]| {
        let rows = store.group_rows(&pack(), places, day()).unwrap();
        rows.into_iter()
            .map(|row| row.place.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&all[1..3]), all[1..3]);
    assert_eq!(names(&[]), [""; 0]);
    // The city is a row of the group that judges it, and of no other.
    assert_eq!(rows(&store, Some("prosperous")), all);
    assert_eq!(rows(&store, Some("shared")), all[1..]);
}

/// Every screen of a pack with groups.
fn visit(h: &mut Harness, mut shot: impl FnMut(&mut Harness, &str)) {
    shot(h, "home");
    h.key(Code::Enter);
    shot(h, "group");
    h.key(Code::Enter);
    shot(h, "sum");
    h.key(Code::Esc).keys(&[Code::Down, Code::Right]);
    h.text("wx").key(Code::Enter);
    h.key(Code::Enter);
    shot(h, "growth");
    h.keys(&[Code::Esc, Code::Right, Code::Right, Code::Enter]);
    shot(h, "information");
    h.keys(&[Code::Esc, Code::F(8)]);
    shot(h, "other-group");
    h.keys(&[Code::Right, Code::Enter]);
    shot(h, "facilities");
    h.keys(&[Code::Esc, Code::Right, Code::Enter]);
    shot(h, "duty");
    h.keys(&[Code::Esc, Code::F(4)]);
    shot(h, "shortfalls");
    h.key(Code::F(4));
    shot(h, "filter");
    h.keys(&[Code::Esc, Code::Esc, Code::F(1)]);
    shot(h, "help");
}

#[test]
fn every_screen_of_groups_looks_as_it_did() {
    for lang in LANGS {
        for size in SIZES {
            let mut h = screens(lang, size);
            visit(&mut h, |h, name| {
                let (columns, rows) = size;
                let name = format!("{name}-{columns}x{rows}-{lang:?}");
                insta::assert_snapshot!(name, h.screen());
            });
        }
    }
}

#[test]
fn every_screen_of_groups_can_be_drawn_at_every_tiny_size() {
    let mut h = screens(Lang::En, (80, 24));
    visit(&mut h, |h, name| {
        for columns in (0..=46).chain([69, 70, 200]) {
            for rows in (0..=14).chain([60]) {
                h.resize(columns, rows);
                let screen = h.screen();
                let cursor = h.cursor();
                assert!(
                    cursor.is_none_or(|at| at.x < columns && at.y < rows),
                    "{name}"
                );
                let is_inside = |line: &str| text::width(line) <= usize::from(columns);
                assert!(
                    screen.lines().all(is_inside),
                    "{name} {columns}x{rows}\n{screen}"
                );
            }
        }
        h.resize(80, 24);
    });
}

#[test]
fn the_figure_that_decides_is_two_keys_from_the_sheet_it_is_entered_in() {
    for (lang, met) in LANGS
        .into_iter()
        .zip(["[OK]达标 362.4/>350", "[OK]met 362.4/>350"])
    {
        let mut h = screens(lang, (80, 24));
        h.keys(&[Code::Enter, Code::Enter]);
        let page = h.screen();
        assert!(page.contains("312.4") && page.contains("碧湖镇"), "{page}");
        // The towns stand in the order of their codes; 碧湖镇 is the one to enter.
        h.key(Code::Enter).text("50").key(Code::F(2));
        h.key(Code::Esc);
        assert!(h.screen().contains(met), "{}", h.screen());
        let kept = h.store().standings_of("groups", Some(CITY), day()).unwrap();
        assert_eq!(kept[0].verdict, Verdict::Met);
    }
}

#[test]
fn a_sheet_of_another_office_is_named_and_not_opened() {
    for (lang, said) in LANGS.into_iter().zip([
        "由 青田县 填报统计表「县域经济」：2025年 生产总值增速",
        "entered by 青田县 in the sheet County economy: 2025 GDP growth",
    ]) {
        let h = screens(lang, (100, 24));
        let mut store = h.store();
        store.restrict_to(vec![WENXI.to_owned()]);
        let mut h = h.with_store(store);
        h.key(Code::Enter).text("wx").key(Code::Enter);
        h.keys(&[Code::Right, Code::Enter, Code::Down, Code::Enter]);
        assert!(h.screen().contains(said), "{}", h.screen());
    }
}

#[test]
fn the_shortfalls_of_a_group_are_its_own_and_none_is_information() {
    let (_folder, store) = filled();
    let mut h = screens(Lang::Zh, (80, 40));
    h.keys(&[Code::Enter, Code::F(4)]);
    let prosperous = h.screen();
    assert!(prosperous.contains("二三产业比重"), "{prosperous}");
    for absent in ["图书馆", "年度计划", "集群产值"] {
        assert!(!prosperous.contains(absent), "{absent}: {prosperous}");
    }
    let filter = taizhang::domain::verdict::Filter {
        group: Some("shared".into()),
        ..Default::default()
    };
    let keys = store
        .filtered(&pack(), &filter, Narrowed::default(), day())
        .unwrap();
    let pack = pack();
    let group = |(code, _): &(String, String)| pack.requirement(code).unwrap().group.clone();
    assert!(
        keys.iter()
            .all(|key| group(key).as_deref() == Some("shared"))
    );
    assert_eq!(keys.len(), 7);
}

#[test]
fn the_next_problem_passes_over_information_and_what_is_met() {
    let mut h = screens(Lang::Zh, (80, 24));
    h.key(Code::Enter).text("hz").key(Code::Enter);
    // From the total of the city to the share of 壶镇镇, over its growth, which is met.
    h.key(Code::F(6));
    assert!(
        h.screen().contains("[!]未达标 94.99/95 二三产业比重"),
        "{}",
        h.screen()
    );
}

fn report_of(store: &Store, format: ReportFormat, lang: Lang) -> Vec<u8> {
    let pack = store.pack(None).unwrap();
    let report = Report::build(store, pack, None, Moment::Now(after())).unwrap();
    report.render(store, format, lang).unwrap()
}

fn page_of(store: &Store, format: ReportFormat, lang: Lang) -> String {
    String::from_utf8(report_of(store, format, lang)).unwrap()
}

/// Where words stand in a page, the first time behind an earlier one.
fn in_order(page: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let at = page[from..].find(word);
        assert!(at.is_some(), "{word} in its place in\n{page}");
        from += at.unwrap() + word.len();
    }
}

#[test]
fn a_report_follows_the_groups_and_tells_information_apart() {
    let (_folder, store) = filled();
    for format in [
        ReportFormat::Text,
        ReportFormat::Markdown,
        ReportFormat::Html,
    ] {
        for (lang, words) in LANGS.into_iter().zip([
            [
                "各组（达标/未达标/无法判定）",
                "创富城市",
                "共享城市",
                "未达标与无法判定",
                "创富城市",
                "共享城市",
                "未达到或无法判定的目标",
                "供参考（不判定）",
            ],
            [
                "By groups (met/short/unknown)",
                "Prosperous city",
                "Shared city",
                "Short and unknown",
                "Prosperous city",
                "Shared city",
                "Targets and benchmarks",
                "For information, not judged",
            ],
        ]) {
            in_order(&page_of(&store, format, lang), &words);
        }
    }
    for lang in LANGS {
        for (format, name) in [
            (ReportFormat::Text, "text"),
            (ReportFormat::Markdown, "markdown"),
        ] {
            let page = page_of(&store, format, lang);
            // The receipt is another one in every ledger.
            let (page, _) = page
                .split_once(if lang == Lang::Zh {
                    "修改记录至"
                } else {
                    "trail up to"
                })
                .unwrap();
            insta::assert_snapshot!(format!("report-{name}-{lang:?}"), page);
        }
    }
}

#[test]
fn json_tells_groups_bounds_parts_and_what_to_enter() {
    let (_folder, store) = filled();
    let json: Json =
        serde_json::from_slice(&report_of(&store, ReportFormat::Json, Lang::Zh)).unwrap();
    assert_eq!(
        json["groups"],
        json!([
            {"code": "prosperous", "zh": "创富城市", "en": "Prosperous city",
             "binding": {"met": 1, "short": 1, "unknown": 5}},
            {"code": "shared", "zh": "共享城市", "en": "Shared city",
             "binding": {"met": 2, "short": 4, "unknown": 0}},
        ])
    );
    assert_eq!(json["binding"], json!({"met": 3, "short": 5, "unknown": 5}));
    let standing = |place: &str, requirement: &str| {
        let all = json["standings"].as_array().unwrap().iter();
        let mut found = all.filter(|s| s["place"] == place && s["requirement"] == requirement);
        found.next().cloned().unwrap()
    };
    let total = standing(CITY, "gdp_total");
    assert_eq!(total["verdict"], "unknown");
    assert_eq!(total["group"], "prosperous");
    assert_eq!(total["period"], "2025");
    assert_eq!(total["bounds"], json!({"low": "312.4", "high": null}));
    let wanted = json!([{"place": "331102100", "form": "economy", "field": "gdp",
        "period": "2025", "record": null}]);
    assert_eq!(total["to_enter"], wanted);
    assert_eq!(total["parts"].as_array().unwrap().len(), 3);
    let growth = standing(WENXI, "gdp_growth");
    // What the county has not told is no figure, and not 0.
    assert_eq!(
        (&growth["need"], &growth["have"]),
        (&Json::Null, &json!("5"))
    );
    let cluster = standing(HUZHEN, "cluster");
    assert_eq!(
        (&cluster["verdict"], &cluster["have"], &cluster["operator"]),
        (&json!("information"), &json!("45.5"), &json!(""))
    );
    assert_eq!(cluster["overdue"], false);
    let library = standing(HUZHEN, "library");
    assert_eq!(
        (&library["bounds"], &library["parts"]),
        (&Json::Null, &json!([]))
    );
}

#[test]
fn tables_have_the_columns_of_figures_at_their_end() {
    let (_folder, store) = filled();
    let csv = page_of(&store, ReportFormat::Csv, Lang::En);
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let rows: Vec<Vec<String>> = rows
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let last = [
        "group code",
        "group",
        "period",
        "at least",
        "at most",
        "to enter",
        "reported",
        "approved",
    ];
    assert_eq!(rows[0][24..], last);
    let total = rows.iter().find(|row| row[2] == "gdp_total").unwrap();
    assert_eq!(
        total[24..],
        [
            "prosperous",
            "Prosperous city",
            "2025",
            "312.4",
            "",
            "碧湖镇 2025 Economy GDP",
            "yes",
            "no"
        ]
    );
    let library = rows.iter().find(|row| row[2] == "library").unwrap();
    assert_eq!(library[26..30], ["", "", "", ""]);
    assert_eq!(library[30..], ["no", ""], "nobody has reported one");
    let book = Xlsx::new(Cursor::new(report_of(&store, ReportFormat::Xlsx, Lang::En)));
    let mut book = book.unwrap();
    assert_eq!(
        book.sheet_names(),
        [
            "Summary",
            "Short and unknown",
            "Places side by side",
            "What changed",
            "For information",
            "Short and unknown, all columns",
            "Charts",
        ]
    );
    let shown = book.worksheet_range("For information").unwrap();
    assert_eq!(shown.height(), 4);
    let short = book.worksheet_range("Short and unknown").unwrap();
    assert!(
        short
            .rows()
            .all(|row| !row[1].to_string().contains("Cluster output"))
    );
}

#[test]
fn information_is_no_shortfall() {
    let (_folder, mut store) = empty();
    let text = pack().text;
    let mut parts = text.split("[[requirement]]");
    let head = parts.next().unwrap();
    let cluster = parts
        .find(|text| text.contains("code = \"cluster\""))
        .unwrap();
    let text = format!("{head}[[requirement]]{cluster}");
    let alone = taizhang::domain::policy::Pack::read(&text).unwrap();
    let load = |writer: &mut taizhang::store::Writer| writer.load_pack(&alone, "示例管理员");
    store.write(load).unwrap();
    let report = Report::build(
        &store,
        store.pack(None).unwrap(),
        None,
        Moment::Now(after()),
    );
    let report = report.unwrap();
    assert_eq!(report.lines.len(), 3);
    assert!(!report.has_shortfalls());
    fill_in(
        &mut store,
        ("economy", HUZHEN, "2025"),
        &[("cluster_output", "1")],
    );
    let counts = store
        .group_rows(&alone, &rows(&store, None), day())
        .unwrap();
    assert!(
        counts
            .iter()
            .all(|row| row.counts[0].unwrap().binding == Counts::default())
    );
}

#[test]
fn a_filter_by_verdict_lets_through_what_standings_with_it_look_at() {
    let (_folder, store) = filled();
    let today = store.today();
    let everything = store.reviewed(&ReviewFilter::default(), 0, 99).unwrap();
    assert!(everything.iter().any(|record| record.kind == "economy"));
    let verdict = |(_, asked, place): &(&Pack, &Requirement, String)| {
        let standing = store.standing("groups", &(asked.code.clone(), place.clone()), today);
        standing.unwrap().map(|standing| standing.verdict)
    };
    let mut passed = 0;
    for wanted in [Verdict::Met, Verdict::Short, Verdict::Unknown] {
        let filter = ReviewFilter {
            verdict: Some(wanted),
            ..ReviewFilter::default()
        };
        let expected: Vec<Uuid> = everything
            .iter()
            .filter(|record| {
                let looking = store.covering(&record.kind, &record.place).unwrap();
                looking.iter().any(|one| verdict(one) == Some(wanted))
            })
            .map(|record| record.record)
            .collect();
        let found = store.reviewed(&filter, 0, 99).unwrap();
        let found: Vec<Uuid> = found.into_iter().map(|record| record.record).collect();
        assert_eq!(found, expected, "{wanted:?}");
        passed += found.len();
    }
    assert!(passed > 0);
}

/// The application on an empty ledger of a pack.
fn on_pack(text: &str, lang: Lang, size: (u16, u16)) -> Harness {
    let pack = taizhang::domain::policy::Pack::read(text).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    drop(Store::create(&path, &support::places(), &[pack], "示例管理员").unwrap());
    Harness::on(folder, lang, size)
}

const GROUPS: &str = include_str!("../packs/groups.toml");

#[track_caller]
fn shows(h: &Harness, words: &str) {
    let screen = h.screen();
    assert!(screen.contains(words), "no {words:?} in\n{screen}");
}

#[track_caller]
fn hides(h: &Harness, words: &str) {
    let screen = h.screen();
    assert!(!screen.contains(words), "{words:?} in\n{screen}");
}

#[test]
fn a_cell_that_asks_nothing_says_so_and_leads_nowhere() {
    for (lang, said) in LANGS.into_iter().zip([
        "「丽水市」不适用此项要求",
        "this requirement does not apply to \"丽水市\"",
    ]) {
        let mut h = screens(lang, (80, 24));
        // Nothing shared is asked of the city, and no growth.
        h.key(Code::Right);
        let home = h.screen();
        assert!(home.contains(said), "{home}");
        h.key(Code::Enter);
        assert_eq!(h.screen().lines().next(), home.lines().next());
        h.keys(&[Code::Left, Code::Enter, Code::Right]);
        let group = h.screen();
        assert!(group.contains(said), "{group}");
        h.key(Code::Enter);
        assert_eq!(h.screen().lines().next(), group.lines().next());
    }
}

#[test]
fn an_exception_names_its_requirement_and_is_not_offered_for_information() {
    let count = GROUPS.replace(
        "quantity = \"economy.cluster_output\"\nunit = \"yi_yuan\"",
        "quantity = \"count(library)\"",
    );
    assert_ne!(count, GROUPS);
    for (lang, title, refused) in [
        (
            Lang::Zh,
            "书面例外 > 二三产业比重",
            "只供参考，不判定，无需例外",
        ),
        (
            Lang::En,
            "Written exception > Employment share",
            "for information, not judged",
        ),
    ] {
        let mut h = on_pack(&count, lang, (80, 24));
        h.keys(&[Code::Enter, Code::Down, Code::Right, Code::Right]);
        h.keys(&[Code::Enter, Code::F(9)]);
        shows(&h, title);
        h.keys(&[Code::Esc, Code::Esc, Code::Right, Code::Enter, Code::F(9)]);
        shows(&h, refused);
        // The facilities behind it are a list of their own.
        h.keys(&[Code::Enter, Code::F(9)]);
        shows(&h, refused);
        hides(&h, title);
    }
}

#[test]
fn the_list_of_facilities_turns_to_places_that_are_judged() {
    let mut h = screens(Lang::Zh, (80, 24));
    h.keys(&[Code::Down, Code::Right, Code::Enter, Code::Enter]);
    let first = h.screen();
    assert!(first.contains(" > 图书馆"), "{first}");
    // The city stands before the first town, and no library is asked of it.
    h.key(Code::F(7));
    assert_eq!(h.screen().lines().next(), first.lines().next());
    h.key(Code::F(8));
    assert_ne!(h.screen().lines().next(), first.lines().next());
}

#[test]
fn a_group_a_page_and_a_form_judge_nothing_by_a_policy_that_is_not_in_force() {
    let issued = "issued_on = \"2023-01-01\"";
    let future = GROUPS.replace(issued, &format!("{issued}\nvalid_from = \"2025-07-01\""));
    for (lang, why, verdict) in [
        (Lang::Zh, "尚未生效，2025-07-01 起有效  示例", "无法判定"),
        (Lang::En, "not in force before 2025-07-01  示例", "unknown"),
    ] {
        let mut h = on_pack(&future, lang, (80, 24));
        for keys in [&[][..], &[Code::Enter], &[Code::Enter], &[Code::Enter]] {
            h.keys(keys);
            shows(&h, why);
            hides(&h, verdict);
        }
        h.text("12");
        shows(&h, why);
        hides(&h, "/>350");
        h.key(Code::F(1));
        shows(&h, why);
        let h = on_pack(&future, lang, (80, 24)).on_day("2025-07-01".parse().unwrap());
        hides(&h, why);
        shows(&h, verdict);
    }
}

#[test]
fn the_help_of_a_field_says_how_a_claim_is_read_and_no_condition() {
    let mut h = on_pack(GROUPS, Lang::Zh, (80, 24));
    h.keys(&[Code::Enter, Code::Down, Code::Right, Code::Right]);
    h.keys(&[Code::Enter, Code::Enter, Code::F(1)]);
    shows(&h, "本政策的解释：95%含在内");
    hides(&h, "须同时符合");
}

#[test]
fn what_waits_stands_in_a_line_of_its_own() {
    let mut h = on_pack(GROUPS, Lang::Zh, (40, 12));
    h.keys(&[Code::Enter, Code::Enter, Code::Enter]);
    h.text("12").keys(&[Code::Esc; 3]);
    let line = "有 1 份未保存的表，按 F9 继续填写";
    assert!(
        h.screen().lines().any(|found| found == line),
        "{}",
        h.screen()
    );
}

#[test]
fn rows_of_a_narrow_page_differ_by_their_place() {
    let mut h = on_pack(GROUPS, Lang::Zh, (40, 12));
    h.keys(&[Code::Enter, Code::Down, Code::Right, Code::Enter]);
    let screen = h.screen();
    let rows: Vec<&str> = screen.lines().filter(|l| l.contains("[?]待填")).collect();
    assert_eq!(rows.len(), 2, "{screen}");
    assert!(
        rows[0].contains("碧湖镇") && rows[1].contains("莲都区"),
        "{screen}"
    );
}

#[test]
fn verdicts_of_a_form_stand_in_the_order_of_the_pack_and_help_keeps_its_room() {
    let text = include_str!("../../seeds/lishui-2022-72.toml");
    let mut h = on_pack(text, Lang::Zh, (80, 24));
    h.key(Code::Down).ctrl('e').key(Code::Enter);
    h.key(Code::Enter).text("12").keys(&[Code::Down; 6]);
    let screen = h.screen();
    let at = |words: &str| screen.find(words);
    let growth = ["GDP增速高于县", "投资增速高于县", "预算收入增速高于县"].map(at);
    assert!(growth.iter().all(Option::is_some), "{screen}");
    assert!(growth.is_sorted(), "{screen}");
    shows(&h, "本表数字的来源");
}

#[test]
fn an_answer_of_the_county_is_told_as_a_yes() {
    let text = include_str!("../../seeds/lishui-2022-72.toml");
    let mut h = on_pack(text, Lang::Zh, (80, 24));
    h.keys(&[Code::Down, Code::Right, Code::Right, Code::Right]);
    h.keys(&[Code::Right, Code::Right, Code::Enter]);
    shows(&h, "镇：尚未填写（须为 是）");
    shows(&h, "县：尚未填写（须为 是）");
    hides(&h, "须 为 1");
}
