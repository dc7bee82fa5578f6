//! Reports: every format says the same, and nothing that somebody typed becomes markup, a formula
//! or an escape.

use std::io::{Cursor, Read as _};

use crate::program::Folder;
use crate::support::trail::unguarded;
use crate::support::{self, day};
use calamine::{Data, Range, Reader as _, Xlsx};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::Value as Json;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::domain::verdict::Filter;
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Narrowed, Save, Store, Writer};
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use taizhang::transfer::import::{self as transfer_import, ImportRequest};
use taizhang::transfer::report::{Moment, Report, ReportFormat};
use tempfile::TempDir;
use uuid::Uuid;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const LIBRARIES: &str = "town,name,status,reading_seats,operator_unit
331122101,示例壶镇馆,existing,129,示例文化站
331121101,示例温溪馆,existing,150,
331102100,示例碧湖馆,existing,,示例文旅中心
";
const CENTERS: &str = "town,name,status,building_area_m2,planned_open_on,operator_unit
331122101,示例壶镇中心,existing,2000,,示例体育中心
331121101,示例温溪中心,under_construction,2500,2027-06,
331102100,示例碧湖中心,existing,3180.6,,
";
const GREENWAYS: &str = "town,name,status,greenway_type,length_km
331122101,示例壶镇绿道,existing,urban,0.85
331121101,示例温溪绿道,existing,urban,2.35
";

/// The Lishui pack, in which somebody answers for hospitals and the greenway is a benchmark.
fn pack() -> Pack {
    let text = include_str!("../packs/minimums.toml");
    let (before, requirements) = text.split_once("[[requirement]]").unwrap();
    let (others, greenway) = requirements.rsplit_once("[[requirement]]").unwrap();
    let named = "strength = \"basic\"\nresponsible = { zh = \"示例卫健局\", en = \"Sample Health Office\" }";
    let others = others.replacen("strength = \"basic\"", named, 1);
    let greenway = greenway.replace("strength = \"basic\"", "strength = \"benchmark\"");
    Pack::read(&format!(
        "{before}[[requirement]]{others}[[requirement]]{greenway}"
    ))
    .unwrap()
}

fn import(store: &mut Store, kind: &str, rows: &str) {
    let aliases = Aliases::default();
    let order = ImportRequest::plain("示例.csv", kind, "示例员", &aliases, day());
    transfer_import::import(store, rows.as_bytes(), &order, &mut Notes::default()).unwrap();
}

/// A ledger with something met, short, unknown, expected, excused, and below a benchmark.
fn ledger() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(
        &folder.path().join("taizhang.db"),
        &support::places(),
        &[pack()],
        "示例管理员",
    )
    .unwrap();
    for (kind, rows) in [
        ("library", LIBRARIES),
        ("fitness_center", CENTERS),
        ("greenway", GREENWAYS),
    ] {
        import(&mut store, kind, rows);
    }
    let fields = [
        ("pack", "lishui-2022-72"),
        ("requirement", "library"),
        ("place", "331122101"),
        ("document", "示例函〔2025〕1号"),
        ("reason", "新馆在建"),
        ("valid_until", "2027-12-31"),
    ];
    let fields = fields
        .map(|(code, value)| (code.to_owned(), value.into()))
        .into();
    let (subject, base) = (Subject::Exception, Vec::new());
    let save = Save {
        record: Uuid::now_v7(),
        subject,
        base: &base,
        fields,
        author: "示例员",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    (folder, store)
}

fn render(store: &Store, format: ReportFormat, lang: Lang) -> Vec<u8> {
    render_of(store, Moment::Now(day()), format, lang)
}

fn render_of(store: &Store, moment: Moment, format: ReportFormat, lang: Lang) -> Vec<u8> {
    let report = Report::build(store, store.pack(None).unwrap(), None, moment).unwrap();
    report
        .compared(store)
        .unwrap()
        .render(store, format, lang)
        .unwrap()
}

fn json_of(store: &Store, moment: Moment) -> Json {
    serde_json::from_slice(&render_of(store, moment, ReportFormat::Json, Lang::Zh)).unwrap()
}

fn text(store: &Store, format: ReportFormat, lang: Lang) -> String {
    String::from_utf8(render(store, format, lang)).unwrap()
}

/// The sheets of a report, each as rows of texts.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
    Xlsx::new(Cursor::new(bytes)).unwrap().worksheets()
}

fn rows_of(sheet: &Range<Data>) -> Vec<Vec<String>> {
    sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

fn rows_of_csv(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// What Markdown and HTML escape, taken back.
fn unescaped(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(text.replace('\\', ""), |text, (entity, sign)| {
            text.replace(entity, sign)
        })
}

/// What each standing that is not met must say in every format: place, requirement, gap, clause,
/// who answers, and what is to be known.
fn said_of(standing: &Json, pack: &Pack, lang: Lang) -> Vec<String> {
    let word = |key: &str| standing[key].as_str().unwrap_or_default().to_owned();
    let requirement = pack.requirement(&word("requirement")).unwrap();
    let responsible = match lang {
        Lang::Zh => &standing["responsible"]["zh"],
        Lang::En => &standing["responsible"]["en"],
    };
    let mut said = vec![
        word("place_name"),
        requirement.label.get(lang).to_owned(),
        word("clause"),
        word("gap"),
    ];
    said.extend(
        [responsible, &standing["exception"]["document"]]
            .map(|text| text.as_str().unwrap_or_default().to_owned()),
    );
    said.push(word("expected_on"));
    said.push(
        standing["nearest"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    );
    said
}

#[test]
fn every_format_says_the_same_of_everything_that_is_not_met() {
    let (_folder, store) = ledger();
    let pack = pack();
    let report: Json =
        serde_json::from_slice(&render(&store, ReportFormat::Json, Lang::Zh)).unwrap();
    let open = |standing: &&Json| standing["verdict"] != "met";
    let open: Vec<&Json> = report["standings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(open)
        .collect();
    assert_eq!(open.len(), 9);
    for lang in LANGS {
        let pages = [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ]
        .map(|format| unescaped(&text(&store, format, lang)));
        let table = rows_of_csv(&text(&store, ReportFormat::Csv, lang));
        let book = sheets(render(&store, ReportFormat::Xlsx, lang));
        let [book, in_full] = [1, 4].map(|at| rows_of(&book[at].1));
        for standing in &open {
            let said = said_of(standing, &pack, lang);
            for page in &pages {
                // A page is wrapped, so words are looked for without what a line break makes of
                // spaces.
                let joined = page.split_whitespace().collect::<String>();
                for words in &said {
                    assert!(
                        joined.contains(&words.split_whitespace().collect::<String>()),
                        "{words} in {page}"
                    );
                }
            }
            for rows in [&table, &book, &in_full] {
                let row = rows
                    .iter()
                    .find(|row| said[..2].iter().all(|words| row.contains(words)))
                    .unwrap();
                for words in &said {
                    assert!(
                        row.iter().any(|cell| cell.contains(words)),
                        "{words} in {row:?}"
                    );
                }
            }
        }
        assert_eq!(book.len(), open.len() + 1, "a head and what is not met");
        assert_eq!(table.len(), 13, "a head and every standing");
    }
}

#[test]
fn only_minimums_that_bind_are_counted_as_short() {
    let (_folder, store) = ledger();
    let report: Json =
        serde_json::from_slice(&render(&store, ReportFormat::Json, Lang::Zh)).unwrap();
    assert_eq!(
        report["counts"],
        serde_json::json!({"met": 3, "short": 8, "unknown": 1})
    );
    assert_eq!(
        report["binding"],
        serde_json::json!({"met": 2, "short": 6, "unknown": 1})
    );
    let page = text(&store, ReportFormat::Text, Lang::En);
    assert!(page.contains("met 2, short 6, unknown 1\n"), "{page}");
    assert!(
        page.contains("in addition, targets and benchmarks: reached 1, not reached 2, unknown 0\n"),
        "{page}"
    );
    let (shortfalls, targets) = page
        .split_once("Targets and benchmarks not reached or unknown")
        .unwrap();
    assert!(
        shortfalls.matches("[!] short").count() > 6
            && !targets.contains("short")
            && !targets.contains("due by"),
        "{page}"
    );
    // One of the two greenways is there and short, the other nobody has reported.
    assert_eq!(targets.matches("benchmark not reached*").count(), 1);
    assert_eq!(targets.matches("[ ] no data").count(), 1);
}

#[test]
fn the_page_looks_as_it_did() {
    let (_folder, store) = ledger();
    for lang in LANGS {
        for (format, name) in [
            (ReportFormat::Text, "text"),
            (ReportFormat::Markdown, "markdown"),
        ] {
            insta::assert_snapshot!(
                format!("report-{name}-{lang:?}"),
                without_chance(&store, format, lang)
            );
        }
        is_no_wider_than_the_paper(&text(&store, ReportFormat::Text, lang));
    }
}

/// A page with the site and the receipt, which are others in every ledger, as wide as they are.
fn without_chance(store: &Store, format: ReportFormat, lang: Lang) -> String {
    let mark = store.trail_mark().unwrap();
    let page =
        text(store, format, lang).replace(&mark.receipt.to_string(), "XXXXX-XXXXX-XXXXX-XXXXX");
    page.replace(&mark.last.unwrap().site, &"0".repeat(32))
}

#[track_caller]
fn is_no_wider_than_the_paper(page: &str) {
    let wide: Vec<&str> = page
        .lines()
        .filter(|line| taizhang::domain::text::width::width(line) > 80)
        .collect();
    assert!(wide.is_empty(), "{wide:?}");
}

#[test]
fn a_page_with_long_names_is_no_wider_than_the_paper() {
    let (zh, en) = (
        "面向全镇居民免费开放且不含报告厅和会议室座席的镇级公共图书馆或其分馆",
        "Public library ".repeat(8),
    );
    let label = r#"label = { zh = "公共图书馆", en = "Public library" }"#;
    let (before, requirements) = pack()
        .text
        .split_once("[[requirement]]")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert!(requirements.contains(label));
    let requirements = requirements.replace(
        label,
        &format!("label = {{ zh = \"{zh}\", en = \"{en}\" }}"),
    );
    let pack = Pack::read(&format!("{before}[[requirement]]{requirements}")).unwrap();
    let mut places = support::places();
    let town = places
        .iter_mut()
        .find(|place| place.code == "331122101")
        .unwrap();
    town.name = "示例壶镇".repeat(10);
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(
        &folder.path().join("taizhang.db"),
        &places,
        &[pack],
        "示例管理员",
    )
    .unwrap();
    import(&mut store, "library", LIBRARIES);
    for lang in LANGS {
        is_no_wider_than_the_paper(&text(&store, ReportFormat::Text, lang));
    }
}

#[test]
fn columns_of_the_matrix_stand_under_each_other() {
    let (_folder, store) = ledger();
    let page = text(&store, ReportFormat::Text, Lang::Zh);
    let column = |place: &str| {
        let row = page
            .lines()
            .find(|line| line.starts_with(place) && line.contains('['))
            .unwrap();
        taizhang::domain::text::width::width(row.split_once('[').unwrap().0)
    };
    assert_eq!(column("壶镇镇"), column("温溪镇"));
    let head = page.lines().find(|line| line.starts_with("地点")).unwrap();
    assert_eq!(
        taizhang::domain::text::width::width(head.split_once("综合医院").unwrap().0),
        column("壶镇镇")
    );
}

#[test]
fn the_workbook_holds_counts_signatures_figures_and_a_matrix() {
    let (_folder, store) = ledger();
    let sheets = sheets(render(&store, ReportFormat::Xlsx, Lang::Zh));
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "总览",
            "未达标与无法判定",
            "各地对照",
            "变化情况",
            "未达标明细（全部栏目）",
            "图表",
        ]
    );
    let summary = rows_of(&sheets[0].1);
    let has = |words: &str| summary.iter().flatten().any(|cell| cell == words);
    for words in [
        "达标 2  未达标 6  无法判定 1",
        "填表人：",
        "表号：",
        "制表单位（盖章）：",
        "审核人：",
        "单位负责人：",
        "日期：",
        "碧湖镇",
        "合计",
    ] {
        assert!(has(words), "{words} in {summary:?}");
    }
    let list = &sheets[4].1;
    let library = list
        .rows()
        .find(|row| row[0] == Data::String("壶镇镇".into()) && row[4] == Data::Float(129.0))
        .unwrap();
    assert_eq!(&library[6..8], [Data::Float(130.0), Data::Float(1.0)]);
    let unknown = list
        .rows()
        .find(|row| row[3] == Data::String("无法判定".into()))
        .unwrap();
    assert!(
        matches!(&unknown[7], Data::Empty) || unknown[7] == Data::String(String::new()),
        "{unknown:?}"
    );
    let matrix = rows_of(&sheets[2].1);
    assert_eq!(
        matrix[0],
        [
            "地点",
            "达标",
            "未达标",
            "无法判定",
            "已填/应填",
            "综合医院",
            "公共图书馆",
            "健身中心",
            "城市绿道"
        ]
    );
    assert_eq!(matrix.len(), 6, "no sum among what is filtered");
    assert_eq!(matrix[4].concat(), "", "the sum stands apart");
    assert_eq!(matrix[5][..4], ["全部合计", "2", "6", "1"]);
    assert_eq!(matrix[1][..4], ["壶镇镇", "0", "3", "0"]);
    assert_eq!(matrix[1][4], "3/4");
    assert!(matrix[1][8].contains("未达参考值* 0.85/1"), "{matrix:?}");
}

#[test]
fn the_shortfalls_are_eight_columns_on_paper() {
    let (_folder, store) = ledger();
    let rows = |moment| {
        let book = sheets(render_of(&store, moment, ReportFormat::Xlsx, Lang::Zh));
        rows_of(&book[1].1)
    };
    let (late, rows) = (
        rows(Moment::Now("2026-01-01".parse().unwrap())),
        rows(Moment::Now(day())),
    );
    assert_eq!(
        rows[0],
        [
            "地点",
            "要求",
            "结论（力度）",
            "现状/标准，缺口",
            "期限",
            "预计投用",
            "责任单位",
            "原因、依据"
        ]
    );
    let row = |place: &str, requirement: &str| {
        let of = |row: &&Vec<String>| row[0] == place && row[1] == requirement;
        rows.iter().find(of).unwrap()
    };
    let library = row("壶镇镇", "公共图书馆");
    assert_eq!(
        library[2..5],
        [
            "[!] 未达标* (基本配置)",
            "129/130 座\n缺口：1座",
            "2025-12-31"
        ]
    );
    assert!(library[7].contains("示例函〔2025〕1号"), "{library:?}");
    let center = row("温溪镇", "健身中心");
    assert_eq!(center[4..6], ["2025-12-31", "2027-06"]);
    let mut libraries = late.iter().filter(|row| row[1] == "公共图书馆");
    assert!(libraries.all(|row| row[4] == "2025-12-31\n已逾期"));
}

/// What a sheet of a workbook says of itself, as XML, and what the workbook says of its sheets.
fn xml_of(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    let mut file = archive.by_name(part).unwrap();
    file.read_to_string(&mut xml).unwrap();
    xml
}

#[test]
fn every_sheet_is_set_up_for_paper() {
    let (_folder, store) = ledger();
    let bytes = render(&store, ReportFormat::Xlsx, Lang::Zh);
    let names = xml_of(&bytes, "xl/workbook.xml");
    for sheet in 1..=5 {
        let xml = xml_of(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        let orientation = if sheet == 1 { "portrait" } else { "landscape" };
        for words in [
            "<pageSetUpPr fitToPage=\"1\"/>",
            "fitToHeight=\"0\"",
            "paperSize=\"9\"",
            &format!("orientation=\"{orientation}\""),
            "第 &amp;P 页，共 &amp;N 页",
        ] {
            assert!(xml.contains(words), "{words} in sheet {sheet}: {xml}");
        }
        // One page wide, but for the sheet of all columns.
        assert_eq!(xml.contains("fitToWidth"), sheet == 5, "{sheet}: {xml}");
        assert!(!xml.contains("gridLines="), "{xml}");
        let titles = format!("name=\"_xlnm.Print_Titles\" localSheetId=\"{}\"", sheet - 1);
        assert!(names.contains(&titles), "{names}");
    }
    assert!(names.contains("各地对照!$1:$1"), "{names}");
    assert!(
        names.contains("'未达标明细（全部栏目）'!$A:$A,'未达标明细（全部栏目）'!$1:$1"),
        "{names}"
    );
    // The button of a filter hides no heading, and no filter moves the sum.
    let side_by_side = xml_of(&bytes, "xl/worksheets/sheet3.xml");
    assert!(
        side_by_side.contains("<autoFilter ref=\"A1:I4\"/>"),
        "{side_by_side}"
    );
}

#[test]
fn the_web_page_is_set_up_for_paper() {
    let (_folder, store) = ledger();
    let page = text(&store, ReportFormat::Html, Lang::Zh);
    for rule in [
        "size: A4;",
        // A browser with boxes in the margin leaves its own marks out where one is filled.
        "@top-left { content: \" \"; }",
        "@bottom-right { content: counter(page) \" / \" counter(pages);",
        "thead { display: table-header-group; }",
        // The sum stands once below its table, not below each page.
        "tfoot { display: table-row-group; }",
        "tr { break-inside: avoid; }",
    ] {
        assert!(page.contains(rule), "{rule}");
    }
    let heads = "<th scope=\"col\">期限</th><th scope=\"col\">预计投用</th>";
    assert!(page.contains(heads), "{page}");
    assert!(
        page.contains("<td data-label=\"期限\"><div>2025-12-31</div></td><td data-label=\"预计投用\"><div>2027-06</div></td>"),
        "{page}"
    );
}

/// Names that mean something to one format or another.
const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "' ]]> --> </td></table><img src=x>",
    "=HYPERLINK(1)",
    "@SUM(1)",
    "|`[x](http://a.b)` www.a.b **b**",
    "\u{1B}]0;x\u{7}\u{1B}[31m\u{9B}2J",
    "\u{202E}\u{2066}\u{200B}回\r\n行",
];

/// The ledger with these names behind the back of the program, which would not take all of them,
/// and with gaps that moved.
fn hostile(name: &str) -> (TempDir, Store) {
    let (folder, mut store) = ledger();
    saved_last_quarter(&store);
    import(
        &mut store,
        "library",
        "town,name,reading_seats\n331122101,示例壶镇馆,120\n",
    );
    let db = rusqlite::Connection::open(store.path()).unwrap();
    db.execute(
        "UPDATE place SET name = ?1 WHERE code = '331122101'",
        [name],
    )
    .unwrap();
    let facility =
        "json_set(patch, '$.name', ?1, '$.operator_unit', ?1) WHERE subject = 'facility'";
    let exception = "json_set(patch, '$.document', ?1, '$.reason', ?1) WHERE subject = 'exception'";
    unguarded(&db, |db| {
        for patch in [facility, exception] {
            db.execute(&format!("UPDATE change SET patch = {patch}"), [name])
                .unwrap();
        }
    });
    (folder, store)
}

#[test]
fn no_name_becomes_markup_or_an_escape() {
    for name in HOSTILE {
        let (_folder, store) = hostile(name);
        let page = text(&store, ReportFormat::Html, Lang::Zh);
        // Whatever opens a tag is one of ours, and every attribute is one that we write.
        for tag in page.split('<').skip(1) {
            let ours = [
                "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "h1", "h2",
                "p", "table",
            ];
            let more = [
                "thead", "tbody", "tfoot", "tr", "th", "td", "div", "span", "b", "br", "small",
                "svg", "rect", "path", "ol", "li",
            ];
            let tag_name = tag
                .trim_start_matches('/')
                .split([' ', '>'])
                .next()
                .unwrap();
            assert!(
                ours.iter().chain(&more).any(|known| *known == tag_name),
                "<{tag}"
            );
        }
        assert!(
            !page.contains("onload=\"") && !page.contains("<script"),
            "{page}"
        );
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
            ReportFormat::Csv,
        ] {
            for lang in LANGS {
                let text = text(&store, format, lang);
                let hidden = |c: &char| {
                    (c.is_control() && !matches!(c, '\n' | '\r'))
                        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
                };
                assert_eq!(text.chars().find(hidden), None, "{format:?}");
            }
        }
        let markdown = text(&store, ReportFormat::Markdown, Lang::En);
        // What stands behind a backslash means nothing to Markdown.
        let mut parts = markdown.split('\\');
        let first = parts.next().unwrap_or_default().to_owned();
        let markdown = parts.fold(first, |text, part| text + part.get(1..).unwrap_or_default());
        let rows = markdown.lines().filter(|line| line.starts_with('|'));
        let bars: Vec<usize> = rows.map(|row| row.matches('|').count()).collect();
        assert!(
            bars.iter().all(|bars| [6, 10].contains(bars)) && bars.contains(&6),
            "{markdown}"
        );
        for raw in ["<script", "<img", "](http", "http://", "www.", "b**", "`["] {
            assert!(!markdown.contains(raw), "{raw} in {markdown}");
        }
    }
}

#[test]
fn no_name_becomes_a_formula() {
    for name in ["=HYPERLINK(1)", "@SUM(1)", "+1", "-1+2", "\t=1", "＝1"] {
        let (_folder, store) = hostile(name);
        for row in rows_of_csv(&text(&store, ReportFormat::Csv, Lang::Zh)) {
            for cell in row {
                assert!(
                    !cell.trim_start().starts_with(['=', '@', '+', '＝']),
                    "{cell}"
                );
                assert!(
                    !cell.starts_with('-') || cell.parse::<f64>().is_ok(),
                    "{cell}"
                );
            }
        }
        let mut book =
            Xlsx::new(Cursor::new(render(&store, ReportFormat::Xlsx, Lang::Zh))).unwrap();
        for sheet in book.sheet_names() {
            assert!(
                book.worksheet_formula(&sheet).unwrap().is_empty(),
                "{sheet}"
            );
        }
    }
}

#[test]
fn the_web_page_needs_nothing_from_anywhere() {
    let (_folder, store) = ledger();
    let page = text(&store, ReportFormat::Html, Lang::Zh);
    assert!(
        page.contains("<html lang=\"zh-CN\">")
            && page.contains("name=\"viewport\"")
            && page.contains("@media print")
    );
    assert!(text(&store, ReportFormat::Html, Lang::En).contains("<html lang=\"en\">"));
    for outside in ["http:", "https:", "//", "url(", "@import", "src=", "href="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(
        page.matches("<svg").count(),
        12 + 9,
        "a bar for each standing, and for each that is not met"
    );
}

#[test]
fn every_format_takes_a_place_a_day_and_a_file() {
    let folder = Folder::with_ledger();
    for format in ["text", "markdown", "csv", "json", "html", "xlsx"] {
        let line = format!(
            "report --format {format} --town 缙云县 --as-of 2026-09-30 --out page.{format} --check"
        );
        assert_eq!(folder.run(&line).code, 1, "{format}");
        let bytes = folder.bytes(&format!("page.{format}"));
        assert_eq!(bytes.starts_with(b"PK"), format == "xlsx");
        if format == "xlsx" {
            assert_eq!(rows_of(&sheets(bytes)[2].1).len(), 2);
        } else {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains("壶镇镇") && !text.contains("温溪镇"),
                "{text}"
            );
        }
    }
    assert!(
        folder
            .run("--lang en report --format pdf")
            .failed(2)
            .contains("text, markdown, csv, json, html, xlsx")
    );
    let piped = folder
        .command(&["report", "--format", "xlsx"])
        .output()
        .unwrap();
    assert!(piped.status.success() && piped.stdout.starts_with(b"PK"));
}

#[test]
fn a_workbook_is_not_written_to_a_terminal() {
    let folder = Folder::with_ledger();
    let pty = native_pty_system()
        .openpty(PtySize {
            rows: 24,
            cols: 80,
            ..PtySize::default()
        })
        .unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
    command.args(["--lang", "en", "report", "--format", "xlsx"]);
    command.cwd(folder.path(""));
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let status = child.wait().unwrap();
    let mut said = Vec::new();
    let _ = pty
        .master
        .try_clone_reader()
        .unwrap()
        .read_to_end(&mut said);
    assert_eq!(status.exit_code(), 2);
    let said = String::from_utf8(said).unwrap();
    assert_eq!(
        said,
        "taizhang: printing: this format cannot be shown on a terminal; add --out FILE\r\n"
    );
}

#[test]
fn what_a_field_must_be_is_one_sentence() {
    let (_folder, mut store) = ledger();
    import(
        &mut store,
        "hospital",
        "town,name,status,hospital_type,level\n331122101,示例中医院,existing,tcm,2\n",
    );
    assert!(
        text(&store, ReportFormat::Text, Lang::En)
            .contains("not met: Institution type (must be General hospital)")
    );
    assert!(text(&store, ReportFormat::Text, Lang::Zh).contains("不符：机构类别（须为 综合医院）"));
}

#[test]
fn a_report_without_a_shortfall_says_so_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let parts: Vec<&str> = include_str!("../packs/minimums.toml")
        .split("[[requirement]]")
        .collect();
    let only_libraries = Pack::read(&format!("{}[[requirement]]{}", parts[0], parts[2])).unwrap();
    let path = folder.path().join("taizhang.db");
    let mut store =
        Store::create(&path, &support::places(), &[only_libraries], "示例管理员").unwrap();
    let rows =
        ["331122101", "331121101", "331102100"].map(|town| format!("{town},示例馆,existing,150\n"));
    import(
        &mut store,
        "library",
        &format!("town,name,status,reading_seats\n{}", rows.concat()),
    );
    let pack = store.pack(None).unwrap();
    assert!(
        !Report::build(&store, pack, None, Moment::Now(day()))
            .unwrap()
            .has_shortfalls()
    );
    for format in [
        ReportFormat::Text,
        ReportFormat::Markdown,
        ReportFormat::Html,
    ] {
        assert!(
            text(&store, format, Lang::Zh).contains("没有未达标或无法判定的要求。"),
            "{format:?}"
        );
    }
    assert_eq!(
        rows_of_csv(&text(&store, ReportFormat::Csv, Lang::Zh)).len(),
        4
    );
    assert_eq!(
        rows_of(&sheets(render(&store, ReportFormat::Xlsx, Lang::Zh))[1].1).len(),
        1,
        "a head alone"
    );
}

/// The day that the last quarter before the day of the tests ended on, and when the history below
/// began.
const QUARTER_END: &str = "2025-03-31";
const BEFORE: &str = "2025-02-01T08:00:00.000Z";

/// Says that everything so far was saved in the last quarter.
fn saved_last_quarter(store: &Store) {
    let db = rusqlite::Connection::open(store.path()).unwrap();
    unguarded(&db, |db| {
        db.execute("UPDATE change SET at = ?1", [BEFORE]).unwrap();
    });
}

/// A ledger in which, since the last quarter, something got worse, better, nearer and further, of
/// the minimums that bind and of a benchmark; one record came and one went.
fn history() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(
        &folder.path().join("taizhang.db"),
        &support::places(),
        &[pack()],
        "示例管理员",
    )
    .unwrap();
    let head = "town,name,status";
    import(
        &mut store,
        "library",
        &format!(
            "{head},reading_seats\n331122101,示例甲馆,existing,131\n331121101,示例乙馆,existing,96\n331102100,示例丙馆,existing,\n"
        ),
    );
    import(
        &mut store,
        "fitness_center",
        &format!(
            "{head},building_area_m2\n331122101,示例甲中心,existing,1800\n331121101,示例乙中心,existing,2500\n"
        ),
    );
    import(
        &mut store,
        "greenway",
        &format!(
            "{head},greenway_type,length_km\n331122101,示例甲道,existing,urban,0.85\n331121101,示例乙道,existing,urban,2.35\n"
        ),
    );
    saved_last_quarter(&store);
    import(
        &mut store,
        "library",
        "town,name,reading_seats\n331122101,示例甲馆,129\n331121101,示例乙馆,110\n331102100,示例丙馆,140\n",
    );
    import(
        &mut store,
        "fitness_center",
        &format!(
            "{head},building_area_m2\n331122101,示例甲中心,existing,1500.5\n331102100,示例丙中心,existing,3180.6\n"
        ),
    );
    import(
        &mut store,
        "greenway",
        "town,name,length_km\n331122101,示例甲道,1.2\n331121101,示例乙道,0.9\n",
    );
    delete(&mut store, "示例乙中心");
    (folder, store)
}

fn delete(store: &mut Store, name: &str) {
    let id = store.find_record(name).unwrap().id;
    let record = store.record(id).unwrap().unwrap();
    let mut fields = record.fields;
    fields.extend(
        [("kind", record.kind), ("place", record.place)]
            .map(|(code, value)| (code.into(), value.into())),
    );
    fields.insert("deleted".into(), true.into());
    let (subject, base) = (Subject::Facility, record.heads);
    let save = Save {
        record: id,
        subject,
        base: &base,
        fields,
        author: "示例员",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
}

/// The words of a change as a page has them: how it moved, place, requirement, verdicts and
/// figures.
fn words_of(change: &Json, pack: &Pack, lang: Lang) -> [String; 5] {
    let text = |value: &Json| value.as_str().unwrap_or("?").to_owned();
    let in_lang = |zh: &str, en: &str| {
        if lang == Lang::Zh {
            zh.to_owned()
        } else {
            en.to_owned()
        }
    };
    let movement = match change["change"].as_str().unwrap() {
        "worse" => in_lang("变差", "worse"),
        "better" => in_lang("变好", "better"),
        "gap_larger" => in_lang("缺口变大", "gap larger"),
        "gap_smaller" => in_lang("缺口变小", "gap smaller"),
        other => other.to_owned(),
    };
    let verdict = |verdict: &Json| match (
        verdict.as_str().unwrap(),
        change["strength"].as_str().unwrap(),
    ) {
        ("met", _) => in_lang("达标", "met"),
        ("short", "benchmark") => in_lang("未达参考值", "benchmark not reached"),
        ("short", _) => in_lang("未达标", "short"),
        _ => in_lang("无法判定", "unknown"),
    };
    let moved = |then: String, now: String| {
        if then == now {
            now
        } else {
            format!("{then} -> {now}")
        }
    };
    let verdicts = moved(
        verdict(&change["before"]["verdict"]),
        verdict(&change["now"]["verdict"]),
    );
    let figures = moved(
        text(&change["before"]["have"]),
        text(&change["now"]["have"]),
    );
    let sign = text(&change["operator"]).replace(">=", "");
    let requirement = pack.requirement(&text(&change["requirement"])).unwrap();
    let limit = format!("{figures}/{sign}{}", text(&change["need"]));
    [
        movement,
        text(&change["place_name"]),
        requirement.label.get(lang).to_owned(),
        verdicts,
        limit,
    ]
}

/// A page without its markup and its spaces, so that what stands in neighbouring cells stands
/// together.
fn joined(page: &str) -> String {
    let mut parts = page.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |text, part| {
        text + part.split_once('>').map_or("", |(_, rest)| rest)
    });
    unescaped(&text)
        .replace('|', "")
        .split_whitespace()
        .collect()
}

#[test]
fn every_format_says_the_same_of_what_changed_since_the_last_quarter() {
    let (_folder, store) = history();
    let (pack, report) = (pack(), json_of(&store, Moment::Now(day())));
    let changes = report["since"]["changes"].as_array().unwrap();
    for lang in LANGS {
        let words: Vec<[String; 5]> = changes
            .iter()
            .map(|change| words_of(change, &pack, lang))
            .collect();
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ] {
            let page = joined(&text(&store, format, lang));
            let at: Vec<usize> = words
                .iter()
                .map(|words| words.concat().split_whitespace().collect::<String>())
                .map(|words| page.find(&words).ok_or((words, &page)).unwrap())
                .collect();
            assert!(
                at.is_sorted(),
                "the order is one in every format: {at:?} {page}"
            );
        }
        let sheets = sheets(render(&store, ReportFormat::Xlsx, lang));
        let (book, summary) = (rows_of(&sheets[3].1), rows_of(&sheets[0].1));
        let table = rows_of_csv(&text(&store, ReportFormat::Csv, lang));
        assert_eq!(book.len(), changes.len() + 1, "a head and what moved");
        for ((change, words), row) in changes.iter().zip(&words).zip(&book[1..]) {
            assert_eq!(row[..3], words[..3]);
            let of =
                |state: &str, key: &str| change[state][key].as_str().unwrap_or_default().to_owned();
            let [then, now] = ["before", "now"].map(|state| of(state, "have"));
            assert_eq!([&row[6], &row[7]], [&then, &now]);
            let in_csv = table
                .iter()
                .find(|row| row[1] == words[1] && row[3] == words[2])
                .unwrap();
            assert_eq!(
                in_csv[19..24],
                [
                    &words[0],
                    &of("before", "verdict"),
                    &row[4],
                    &then,
                    &of("before", "gap")
                ]
                .map(String::as_str)
            );
        }
        let page = text(&store, ReportFormat::Text, lang);
        let counts = page
            .lines()
            .find(|line| line.contains("6 -> 7 (+1)"))
            .unwrap();
        assert!(
            summary.iter().any(|row| row[0] == counts),
            "{counts} in {summary:?}"
        );
        for format in [ReportFormat::Markdown, ReportFormat::Html] {
            assert!(
                joined(&text(&store, format, lang)).contains(&joined(counts)),
                "{format:?}"
            );
        }
        insta::assert_snapshot!(
            format!("report-since-{lang:?}"),
            page.split_once("\n1. ").unwrap().0
        );
        is_no_wider_than_the_paper(&page);
    }
}

/// How each change is told: how it moved, where, and what.
fn told(report: &Json) -> Vec<[&str; 3]> {
    let changes = report["since"]["changes"].as_array().unwrap();
    changes
        .iter()
        .map(|change| {
            ["change", "place_name", "requirement"].map(|key| change[key].as_str().unwrap())
        })
        .collect()
}

#[test]
fn what_got_worse_is_told_first_and_benchmarks_apart() {
    let (_folder, store) = history();
    let report = json_of(&store, Moment::Now(day()));
    assert_eq!(
        told(&report),
        [
            ["worse", "壶镇镇", "library"],
            ["worse", "温溪镇", "fitness_center"],
            ["better", "碧湖镇", "library"],
            ["better", "碧湖镇", "fitness_center"],
            ["gap_larger", "壶镇镇", "fitness_center"],
            ["gap_smaller", "温溪镇", "library"],
            ["worse", "温溪镇", "greenway"],
            ["better", "壶镇镇", "greenway"],
        ]
    );
    let since = &report["since"];
    assert_eq!(since["as_of"], QUARTER_END);
    assert_eq!(
        since["binding"],
        serde_json::json!({"met": 2, "short": 6, "unknown": 1})
    );
    assert_eq!(
        since["counts"],
        serde_json::json!({"met": 3, "short": 8, "unknown": 1})
    );
    let gone = &since["changes"][1];
    assert_eq!(
        (&gone["before"]["have"], &gone["now"]["have"]),
        (&"2500".into(), &"0".into()),
        "it was deleted"
    );
    let page = text(&store, ReportFormat::Text, Lang::En);
    let (_, targets) = page
        .split_once("targets and benchmarks: reached 1 (0), not reached 2 (0)")
        .unwrap();
    let (targets, _) = targets.split_once("Places side by side").unwrap();
    assert_eq!(targets.matches("City greenway").count(), 2, "{page}");
}

#[test]
fn the_last_quarter_is_the_one_that_was_over_by_the_day_of_the_report() {
    let (_folder, store) = history();
    let since = |day: &str| json_of(&store, Moment::EndOf(day.parse().unwrap()))["since"].clone();
    // Nothing of that history was there on the last day of the year before.
    assert_eq!(since("2025-03-31"), Json::Null);
    let first_day = since("2025-04-01");
    assert_eq!(
        (&first_day["as_of"], &first_day["changes"]),
        (&QUARTER_END.into(), &serde_json::json!([]))
    );
    assert_eq!(since("2025-06-30")["as_of"], QUARTER_END);
    assert_eq!(since("2025-07-01")["as_of"], "2025-06-30");
    assert_eq!(since("2100-01-01")["as_of"], "2099-12-31");
}

#[test]
fn a_quarter_in_which_nothing_moved_says_so_in_every_format() {
    let (_folder, store) = ledger();
    saved_last_quarter(&store);
    for (lang, said) in LANGS
        .into_iter()
        .zip(["结论和缺口都没有变化", "no verdict and no gap has changed"])
    {
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ] {
            assert_eq!(
                text(&store, format, lang).matches(said).count(),
                2,
                "minimums, and targets: {format:?}"
            );
        }
        let sheets = sheets(render(&store, ReportFormat::Xlsx, lang));
        assert!(rows_of(&sheets[0].1).iter().any(|row| row[0] == said));
        assert_eq!(rows_of(&sheets[3].1).len(), 1, "a head alone");
        for row in &rows_of_csv(&text(&store, ReportFormat::Csv, lang))[1..] {
            assert_eq!(
                [&row[19], &row[20], &row[22]],
                ["", &row[5], &row[7]],
                "the same as now"
            );
        }
    }
    let since = &json_of(&store, Moment::Now(day()))["since"];
    assert_eq!(
        (&since["counts"]["short"], &since["changes"]),
        (&8.into(), &serde_json::json!([]))
    );
}

#[test]
fn the_first_quarter_of_a_ledger_has_nothing_to_compare_with() {
    let (_folder, store) = ledger();
    let said = [
        "2025年第一季度末（2025-03-31）台账中尚无记录，无法对比",
        "no comparison: the ledger had no records at the end of 2025 Q1 (2025-03-31)",
    ];
    for (lang, said) in LANGS.into_iter().zip(said) {
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ] {
            let page = text(&store, format, lang);
            assert!(
                page.contains(said) && !page.contains("->") && !page.contains("-\\>"),
                "{page}"
            );
        }
        let sheets = sheets(render(&store, ReportFormat::Xlsx, lang));
        assert!(rows_of(&sheets[0].1).iter().any(|row| row[0] == said));
        assert_eq!(rows_of(&sheets[3].1).len(), 1, "a head alone");
        for row in &rows_of_csv(&text(&store, ReportFormat::Csv, lang))[1..] {
            assert_eq!(row[19..24], [""; 5]);
        }
    }
    assert_eq!(json_of(&store, Moment::Now(day()))["since"], Json::Null);
}

#[test]
fn records_of_the_last_quarter_are_judged_by_the_policy_of_today() {
    let (_folder, mut store) = history();
    let before = pack().text;
    let changed = before.replacen("value = 130", "value = 100", 1);
    assert_ne!(before, changed);
    store
        .write(|writer: &mut Writer| writer.load_pack(&Pack::read(&changed).unwrap(), "示例管理员"))
        .unwrap();
    let report = json_of(&store, Moment::Now(day()));
    let told = told(&report);
    assert!(
        told.contains(&["better", "温溪镇", "library"]),
        "96, then 110, where 100 are needed: {told:?}"
    );
    assert!(
        !told.iter().any(|told| told[1..] == ["壶镇镇", "library"]),
        "131, then 129: {told:?}"
    );
}

#[test]
fn a_report_of_one_place_is_compared_in_that_place_alone() {
    let (_folder, store) = history();
    let county = store.find_place("缙云县").unwrap();
    let report = Report::build(
        &store,
        store.pack(None).unwrap(),
        Some(&county),
        Moment::Now(day()),
    )
    .unwrap();
    let page = report
        .compared(&store)
        .unwrap()
        .render(&store, ReportFormat::Json, Lang::Zh)
        .unwrap();
    let report: Json = serde_json::from_slice(&page).unwrap();
    assert_eq!(
        report["since"]["binding"],
        serde_json::json!({"met": 1, "short": 2, "unknown": 0})
    );
    let places: Vec<&str> = told(&report).iter().map(|told| told[1]).collect();
    assert_eq!(places, ["壶镇镇"; 3]);
}

/// The Lishui pack in which each of two requirements names the places in an order of its own, one
/// of them only some.
fn scoped() -> Pack {
    let text = include_str!("../packs/minimums.toml");
    let parts: Vec<&str> = text.split("[[requirement]]\n").collect();
    let scope = |places: &str| format!("[[requirement]]\nscope = {{ places = [{places}] }}\n");
    let some = scope("\"331102100\", \"331122101\"");
    let turned = scope("\"331121101\", \"331102100\", \"331122101\"");
    let [head, first, second, third, fourth] = parts.as_slice() else {
        panic!("{}", parts.len())
    };
    let begin = "[[requirement]]\n";
    Pack::read(&format!(
        "{head}{some}{first}{turned}{second}{begin}{third}{begin}{fourth}"
    ))
    .unwrap()
}

#[test]
fn a_place_has_one_row_and_all_its_counts_however_its_requirements_are_scoped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let mut store = Store::create(&path, &support::places(), &[scoped()], "示例员").unwrap();
    import(&mut store, "library", LIBRARIES);
    for moment in [
        Moment::Now(day()),
        Moment::EndOf("2100-01-01".parse().unwrap()),
    ] {
        let report = json_of(&store, moment);
        let mut places: Vec<&str> = report["standings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["place"].as_str().unwrap())
            .collect();
        assert_eq!(places.len(), 2 + 3 + 3 + 3);
        places.dedup();
        assert_eq!(
            places,
            ["331102100", "331122101", "331121101"],
            "those of the first requirement come first"
        );
        let book = sheets(render_of(&store, moment, ReportFormat::Xlsx, Lang::Zh));
        let rows = rows_of(&book[2].1);
        let told: Vec<[&str; 4]> = rows[1..]
            .iter()
            .take_while(|row| !row[0].is_empty())
            .map(|row| [0, 1, 2, 3].map(|at| row[at].as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ["碧湖镇", "0", "3", "1"],
                ["壶镇镇", "0", "4", "0"],
                ["温溪镇", "1", "2", "0"]
            ]
        );
        let page =
            String::from_utf8(render_of(&store, moment, ReportFormat::Text, Lang::Zh)).unwrap();
        // Where the columns do not fit beside each other, each table below has every place once
        // more.
        let lines = |begin: &str| page.lines().filter(|line| line.starts_with(begin)).count();
        assert_eq!(
            ["碧湖镇", "壶镇镇", "温溪镇"].map(lines),
            [lines("地点"); 3],
            "{page}"
        );
    }
    let shown: Vec<String> = store
        .covered_places("lishui-2022-72")
        .unwrap()
        .into_iter()
        .map(|place| place.code)
        .collect();
    assert_eq!(
        shown,
        ["331102100", "331122101", "331121101"],
        "the screens have the same order"
    );
    let every = Filter {
        verdicts: vec![Verdict::Met, Verdict::Short, Verdict::Unknown],
        ..Filter::default()
    };
    let listed = store
        .filtered(
            store.pack(None).unwrap(),
            &every,
            Narrowed::default(),
            day(),
        )
        .unwrap();
    let mut places: Vec<String> = listed.into_iter().map(|(_, place)| place).collect();
    places.dedup();
    assert_eq!(places, shown, "and so has the list of shortfalls");
}

#[test]
fn a_report_says_of_which_places_it_is() {
    let (_folder, store) = ledger();
    let county = store.find_place("缙云县").unwrap();
    let pack = store.pack(None).unwrap();
    let report = Report::build(&store, pack, Some(&county), Moment::Now(day())).unwrap();
    for (lang, said) in [
        (Lang::Zh, "缙云县及其下级"),
        (Lang::En, "缙云县 and the places below it"),
    ] {
        for format in [
            ReportFormat::Text,
            ReportFormat::Markdown,
            ReportFormat::Html,
        ] {
            let page = String::from_utf8(report.render(&store, format, lang).unwrap()).unwrap();
            assert!(page.contains(said), "{page}");
            assert!(
                !text(&store, format, lang).contains(said),
                "a report of everything has no such line"
            );
        }
        let sheets = sheets(report.render(&store, ReportFormat::Xlsx, lang).unwrap());
        assert!(
            rows_of(&sheets[0].1)
                .iter()
                .any(|row| row[0].contains(said))
        );
    }
    let json: Json =
        serde_json::from_slice(&report.render(&store, ReportFormat::Json, Lang::Zh).unwrap())
            .unwrap();
    assert_eq!(
        json["scope"],
        serde_json::json!({"place": "331122", "place_name": "丽水市/缙云县"})
    );
    assert_eq!(json_of(&store, Moment::Now(day()))["scope"], Json::Null);
}

#[test]
fn a_page_carries_the_trail_and_the_receipt_that_a_snapshot_has() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", LIBRARIES);
    // Its site, its places and its pack.
    assert!(folder.run("report").good().contains(":3；回执码 "));
    folder.run("import in.csv --kind library").good();
    let json = folder.json("");
    let receipt = json["receipt"].as_str().unwrap();
    let change = format!(
        "{}:{}",
        json["trail"]["site"].as_str().unwrap(),
        json["trail"]["seq"]
    );
    assert!(change.ends_with(":6"), "{change}");
    for format in ["text", "markdown", "html"] {
        let page = folder.run(&format!("report --format {format}")).good();
        assert!(page.contains(receipt), "{page}");
        assert!(page.replace("\n  ", "").contains(&change), "{page}");
    }
    folder.run("report --format xlsx --out page.xlsx").good();
    let rows = rows_of(&sheets(folder.bytes("page.xlsx"))[0].1);
    assert!(
        rows.iter()
            .any(|row| row[0].contains(receipt) && row[0].contains(&change)),
        "{rows:?}"
    );
    assert!(
        !folder.run("report --format csv").good().contains(receipt),
        "a table stays a table"
    );
    assert!(folder.run("snapshot out.db").good().contains(receipt));
    folder.write(
        "in.csv",
        "town,name,reading_seats\n331122101,示例壶镇馆,131\n",
    );
    folder.run("import in.csv --kind library").good();
    folder.run("snapshot later.db").good();
    folder
        .run(&format!("verify later.db --receipt {receipt}"))
        .good();
}

#[test]
fn a_report_is_judged_from_the_trail_whatever_another_tool_wrote_into_the_tables() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", LIBRARIES);
    folder.run("import in.csv --kind library").good();
    let before = folder.json("");
    let csv = folder.run("report --format csv").good();
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    for altered in [
        "UPDATE standing SET verdict = 'met', gap = '0'",
        "UPDATE record SET fields = (SELECT json_set(fields, '$.reading_seats', '500') FROM record_readable WHERE id = record.id)",
        "DELETE FROM standing WHERE place = '331122101'",
    ] {
        db.execute_batch(altered).unwrap();
        let ran = folder.run("report --format json --check");
        assert_eq!(ran.code, 1, "{altered}");
        assert!(
            ran.err.contains("与记录不符") && ran.err.contains("taizhang doctor"),
            "{}",
            ran.err
        );
        assert_eq!(
            serde_json::from_str::<Json>(&ran.out).unwrap(),
            before,
            "{altered}"
        );
        assert_eq!(folder.run("report --format csv").out, csv, "{altered}");
    }
    folder.run("export --format xlsx --out out.xlsx").good();
    let book = sheets(folder.bytes("out.xlsx"));
    let list = book
        .iter()
        .map(|(_, sheet)| rows_of(sheet))
        .find(|rows| rows[0].contains(&"现状/标准，缺口".to_owned()))
        .unwrap();
    let open = |verdict: &str| {
        before["standings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|s| s["verdict"] == verdict)
            .count()
    };
    assert_eq!(list.len(), 1 + open("short") + open("unknown"), "{list:?}");
}

#[test]
fn a_figure_on_a_limit_that_must_be_passed_has_no_gap_of_nothing() {
    let (_folder, store) = ledger();
    let said = "> 2000（不含）";
    let rows = rows_of_csv(&text(&store, ReportFormat::Csv, Lang::Zh));
    let at = rows[0].iter().position(|head| head == "缺口").unwrap();
    let on_the_limit = rows
        .iter()
        .find(|row| row.contains(&"示例壶镇中心".to_owned()))
        .unwrap();
    assert_eq!(on_the_limit[at], said);
    assert!(
        !rows
            .iter()
            .any(|row| row.contains(&"short".to_owned()) && row[at] == "0")
    );
    let book = sheets(render(&store, ReportFormat::Xlsx, Lang::Zh));
    assert!(
        book[1]
            .1
            .rows()
            .any(|row| row[3].to_string().ends_with(&format!("\n{said}")))
    );
    let json = json_of(&store, Moment::Now(day()));
    let center = json["standings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["have"] == "2000")
        .unwrap();
    assert_eq!(
        (center["verdict"].as_str(), center["gap"].as_str()),
        (Some("short"), Some("0"))
    );
}

#[test]
fn what_is_not_known_when_its_deadline_is_past_is_overdue() {
    let (_folder, store) = ledger();
    for (day, overdue) in [("2025-12-31", false), ("2026-01-01", true)] {
        let moment = Moment::Now(day.parse().unwrap());
        let json = json_of(&store, moment);
        let standings = json["standings"].as_array().unwrap();
        let is = |verdict: &str| {
            let of: Vec<bool> = standings
                .iter()
                .filter(|s| s["verdict"] == verdict && s["strength"] != "benchmark")
                .map(|s| s["overdue"].as_bool().unwrap())
                .collect();
            assert!(!of.is_empty(), "{verdict}");
            of
        };
        assert!(is("unknown").iter().all(|is| *is == overdue), "{day}");
        assert!(is("short").iter().all(|is| *is == overdue), "{day}");
        assert!(is("met").iter().all(|is| !is), "{day}");
        let page =
            String::from_utf8(render_of(&store, moment, ReportFormat::Text, Lang::Zh)).unwrap();
        let unknown = page
            .split("碧湖镇  公共图书馆")
            .nth(1)
            .unwrap()
            .split("\n\n")
            .next()
            .unwrap()
            .to_owned();
        assert_eq!(
            unknown.lines().take(4).any(|line| line.contains("已逾期")),
            overdue,
            "{unknown}"
        );
    }
}

#[test]
fn what_was_approved_by_the_person_who_entered_it_is_marked_on_the_page_and_in_the_export() {
    let folder = Folder::with_ledger();
    let head = "town,name,status,address,operator_unit,data_source,data_as_of,reported_by,library_type,building_area_m2,reading_seats";
    let row = "existing,示例路1号,示例单位,statistics,2024-09-30,示例员,branch,500,130";
    folder.write(
        "in.csv",
        format!("{head}\n331122101,示例甲馆,{row}\n331121101,示例乙馆,{row}\n"),
    );
    folder
        .run("import in.csv --kind library --as 示例员")
        .good();
    assert!(!folder.run("report").good().contains("录入人本人"));
    assert_eq!(folder.json("")["self_approved"], 0);
    let store = Store::open_for_review(&folder.path("taizhang.db")).unwrap();
    for (name, inspector) in [("示例甲馆", " 示例 员"), ("示例乙馆", "示例审核人")]
    {
        let record = store
            .record(store.find_record(name).unwrap().id)
            .unwrap()
            .unwrap();
        let inspector = Inspector::new(&store, inspector, &Limits::default()).unwrap();
        let done = inspector
            .approve([(record.id, record.heads.as_slice())])
            .unwrap();
        assert_eq!((done.approved, done.skipped), (1, vec![]));
    }
    assert!(
        folder
            .run("report")
            .good()
            .contains("1 条记录由录入人本人审核通过")
    );
    let english = folder.run("--lang en report --format html").good();
    assert!(
        english.contains("1 record approved by the person who entered them"),
        "{english}"
    );
    assert_eq!(folder.json("")["self_approved"], 1);
    assert_eq!(
        folder.json("--town 青田县")["self_approved"],
        0,
        "it is of another county"
    );
    assert_eq!(
        folder.json("--as-of 2024-01-01")["self_approved"],
        Json::Null
    );
    assert!(
        folder
            .run("export --format json --out out.json")
            .good()
            .contains("其中 1 条由录入人本人审核通过")
    );
    let exported: Json = serde_json::from_str(&folder.read("out.json")).unwrap();
    let marked: Vec<(&str, bool)> = exported["facilities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facility| {
            (
                facility["fields"]["name"].as_str().unwrap(),
                facility["self_approved"] == true,
            )
        })
        .collect();
    assert_eq!(marked, [("示例乙馆", false), ("示例甲馆", true)]);
}

/// The pack in force on these days.
fn valid(days: &str) -> Pack {
    let line = "issued_on = \"2022-12-27\"";
    let text = include_str!("../packs/minimums.toml");
    Pack::read(&text.replace(line, &format!("{line}\n{days}"))).unwrap()
}

/// A report in a format; of a page its words alone, without what is between them.
fn said(store: &Store, pack: &Pack, moment: Moment, format: ReportFormat) -> String {
    let report = Report::build(store, pack, None, moment).unwrap();
    let bytes = report
        .compared(store)
        .unwrap()
        .render(store, format, Lang::En)
        .unwrap();
    match format {
        ReportFormat::Xlsx => {
            let sheets = sheets(bytes);
            let rows = sheets.iter().flat_map(|(_, sheet)| rows_of(sheet));
            joined(&rows.flatten().collect::<Vec<_>>().concat())
        }
        ReportFormat::Csv | ReportFormat::Json => String::from_utf8(bytes).unwrap(),
        _ => joined(&String::from_utf8(bytes).unwrap()),
    }
}

const PAGES: [ReportFormat; 4] = [
    ReportFormat::Text,
    ReportFormat::Markdown,
    ReportFormat::Html,
    ReportFormat::Xlsx,
];

#[test]
fn a_policy_that_is_not_in_force_judges_nothing_and_says_so_in_every_format() {
    let (_folder, store) = ledger();
    let pack = valid("valid_from = \"2027-01-01\"\nvalid_to = \"2027-12-31\"");
    for (on, words) in [
        (
            "2026-12-31",
            "the policy is not in force before 2027-01-01; nothing is judged on this date",
        ),
        (
            "2028-01-01",
            "the policy is no longer in force, valid until 2027-12-31; nothing is judged on this date",
        ),
    ] {
        for moment in [Moment::Now, Moment::EndOf].map(|of| of(on.parse().unwrap())) {
            for format in PAGES {
                let page = said(&store, &pack, moment, format);
                assert!(page.contains(&joined(words)), "{format:?} {page}");
                for absent in ["Nothing is short", "met 0", "Since the end"] {
                    assert!(!page.contains(&joined(absent)), "{absent}: {page}");
                }
            }
            let json = said(&store, &pack, moment, ReportFormat::Json);
            let json: Json = serde_json::from_str(&json).unwrap();
            assert_eq!(
                json["in_force"],
                serde_json::json!({"on_the_day": false, "from": "2027-01-01", "to": "2027-12-31"})
            );
            assert_eq!(json["standings"], serde_json::json!([]));
            let table = said(&store, &pack, moment, ReportFormat::Csv);
            assert!(!table.contains("331122101"), "{table}");
        }
    }
    for on in ["2027-01-01", "2027-12-31"] {
        let page = said(
            &store,
            &pack,
            Moment::EndOf(on.parse().unwrap()),
            ReportFormat::Text,
        );
        assert!(
            page.contains(&joined("met 3, short 8, unknown 1")),
            "{page}"
        );
    }
    // The quarter before it was in force is nothing to compare with.
    let page = said(
        &store,
        &pack,
        Moment::Now("2027-02-01".parse().unwrap()),
        ReportFormat::Text,
    );
    assert!(
        page.contains(&joined("the policy was not in force at the end of 2026 Q4")),
        "{page}"
    );
}

#[test]
fn a_policy_with_groups_that_is_not_in_force_has_no_table_in_any_format() {
    let (_folder, store) = ledger();
    let line = "issued_on = \"2023-01-01\"";
    let text = include_str!("../packs/groups.toml");
    let text = text.replace(line, &format!("{line}\nvalid_from = \"2099-01-01\""));
    let pack = Pack::read(&text).unwrap();
    let day = "2026-06-30".parse().unwrap();
    for format in PAGES {
        let page = said(&store, &pack, Moment::Now(day), format);
        assert!(
            page.contains(&joined("the policy is not in force before 2099-01-01")),
            "{format:?} {page}"
        );
        for absent in ["By groups", "Prosperous city", "side by side"] {
            assert!(
                !page.contains(&joined(absent)),
                "{format:?} {absent}: {page}"
            );
        }
    }
}

#[test]
fn a_report_of_a_day_says_by_which_text_of_the_policy_it_is_judged() {
    let (folder, mut store) = ledger();
    let changed = Pack::read(&pack().text.replace("value = 130", "value = 100")).unwrap();
    store
        .write(|writer: &mut Writer| writer.load_pack(&changed, "示例管理员"))
        .unwrap();
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    let texts = "UPDATE pack_text SET loaded_at = '2026-0' || (number * 2) || '-15T04:05:06.000Z'";
    assert_eq!(db.execute(texts, []), Ok(2));
    let now = store.pack(None).unwrap();
    let [first, second] = [pack(), changed].map(|pack| {
        let sha: String = db
            .query_row(
                "SELECT sha256 FROM pack_text WHERE text = ?1",
                [&pack.text],
                |row| row.get(0),
            )
            .unwrap();
        sha
    });
    for (on, words, sha) in [
        (
            "2026-02-14",
            "judged by a text of the pack loaded after that date, at 2026-02-15 12:05 (SHA-256 SHA); a newer text has been loaded since",
            &first,
        ),
        (
            "2026-02-15",
            "judged by the text of the pack loaded at 2026-02-15 12:05 (SHA-256 SHA); a newer text has been loaded since",
            &first,
        ),
        (
            "2026-04-15",
            "judged by the text of the pack loaded at 2026-04-15 12:05 (SHA-256 SHA)",
            &second,
        ),
    ] {
        let pack = store.pack_as_of(now, on.parse().unwrap()).unwrap();
        let moment = Moment::EndOf(on.parse().unwrap());
        let words = words.replace("SHA)", &format!("{})", &sha[..12]));
        for format in PAGES {
            let page = said(&store, &pack, moment, format);
            assert!(page.contains(&joined(&words)), "{format:?} {words} {page}");
            assert_eq!(page.contains("anewertext"), words.contains("a newer text"));
        }
        let json = said(&store, &pack, moment, ReportFormat::Json);
        let json: Json = serde_json::from_str(&json).unwrap();
        assert_eq!(json["judged_by"]["sha256"], **sha);
    }
    let json = json_of(&store, Moment::Now(day()));
    assert_eq!(json["judged_by"], Json::Null);
    assert!(!text(&store, ReportFormat::Text, Lang::En).contains("judged by"));
}

#[test]
fn what_nobody_reported_is_told_from_what_is_not_there_and_what_is_unapproved_is_marked() {
    let (_folder, store) = ledger();
    let standing = |page: &Json, place: &str, requirement: &str| {
        let standings = page["standings"].as_array().unwrap().iter();
        let mut of =
            standings.filter(|one| one["place"] == place && one["requirement"] == requirement);
        of.next().unwrap().clone()
    };
    let page = json_of(&store, Moment::Now(day()));
    // No hospital is on record anywhere; the library is, and is short.
    let hospital = standing(&page, "331122101", "hospital");
    assert_eq!(
        (
            &hospital["verdict"],
            &hospital["reported"],
            &hospital["approved"]
        ),
        (&"short".into(), &false.into(), &Json::Null)
    );
    let library = standing(&page, "331122101", "library");
    assert_eq!(
        (
            &library["verdict"],
            &library["reported"],
            &library["approved"]
        ),
        (&"short".into(), &true.into(), &false.into())
    );
    let standings = page["standings"].as_array().unwrap();
    let unreported = |one: &&Json| one["reported"] == false;
    assert!(
        standings
            .iter()
            .filter(unreported)
            .all(|one| one["approved"].is_null())
    );
    assert_eq!(page["records"]["draft"], 8);
    let said = text(&store, ReportFormat::Text, Lang::Zh);
    assert!(said.contains("[ ] 未填报 0/1"), "{said}");
    assert!(said.contains("[!] 未达标* 129/130"), "{said}");
    assert!(said.contains("待补全 8 条"), "{said}");
    assert!(said.contains("项，已填 8 项"), "{said}");
    // A day that is past knows nothing of it.
    let past = json_of(&store, Moment::EndOf(day()));
    assert_eq!(past["records"], Json::Null);
    assert_eq!(standing_of_none(&past), 0);
}

/// How many standings of a page say whether anything was reported.
fn standing_of_none(page: &Json) -> usize {
    let standings = page["standings"].as_array().unwrap().iter();
    standings.filter(|one| !one["reported"].is_null()).count()
}
