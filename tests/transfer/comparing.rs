//! Places side by side from the outside: the command, in all its formats and both languages.

use std::fs;

use crate::program::Folder;
use serde_json::Value as Json;
use taizhang::store::Store;

const HUZHEN: &str = "331122101";
const WENXI: &str = "331121101";
const BIHU: &str = "331102100";

/// The libraries of two towns; the name tells them apart.
fn seats(folder: &Folder, huzhen: &str, wenxi: &str) {
    let known = folder.path("taizhang.db");
    let has_any = Store::open(&known).unwrap().record_count().unwrap() > 0;
    let table = if has_any {
        folder
            .run("export --format csv --kind library --headers code --out out.csv")
            .good();
        let exported = folder.read("out.csv");
        let mut reader =
            csv::Reader::from_reader(exported.trim_start_matches('\u{feff}').as_bytes());
        let head = reader.headers().unwrap().clone();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&head).unwrap();
        for row in reader.records().map(Result::unwrap) {
            let of = |row: &csv::StringRecord| {
                let is_huzhen = row.iter().any(|cell| cell == "示例壶镇馆");
                if is_huzhen { huzhen } else { wenxi }.to_owned()
            };
            let new = of(&row);
            let cells = head.iter().zip(&row).map(|(name, cell)| match name {
                "reading_seats" => new.as_str(),
                _ => cell,
            });
            writer.write_record(cells).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    } else {
        format!(
            "town,name,status,reading_seats\n{HUZHEN},示例壶镇馆,existing,{huzhen}\n{WENXI},示例温溪馆,existing,{wenxi}\n"
        )
    };
    folder.write("libraries.csv", table);
    folder
        .run("import libraries.csv --kind library --as 示例填报人 --empty clears")
        .good();
}

fn close(folder: &Folder, quarter: &str) {
    folder
        .run(&format!("quarter close {quarter} --as 示例管理员 --yes"))
        .good();
}

/// Five quarters of two libraries, one quarter left open between them.
fn folder() -> Folder {
    let folder = Folder::with_ledger();
    for (quarter, huzhen, wenxi) in [
        ("2023Q4", "100", "150"),
        ("2024Q1", "120", "150"),
        ("2024Q3", "129", "131"),
        ("2024Q4", "130", "130"),
    ] {
        seats(&folder, huzhen, wenxi);
        close(&folder, quarter);
    }
    seats(&folder, "145", "90");
    folder
}

fn json(folder: &Folder, args: &str) -> Json {
    let out = folder.run(&format!("compare --format json {args}")).good();
    serde_json::from_str(&out).unwrap()
}

/// The library of a place in a comparison.
fn library<'a>(comparison: &'a Json, place: &str) -> &'a Json {
    let tables = comparison["requirements"].as_array().unwrap();
    let table = tables.iter().find(|one| one["requirement"] == "library");
    let rows = table.unwrap()["places"].as_array().unwrap();
    rows.iter().find(|one| one["place"] == place).unwrap()
}

#[test]
fn nothing_is_compared_before_a_quarter_is_closed() {
    let folder = Folder::with_ledger();
    let refused = folder.run("--lang zh compare").failed(2);
    assert!(refused.contains("尚未关账"), "{refused}");
    seats(&folder, "100", "150");
    close(&folder, "2024Q1");
    for (args, said) in [
        ("2024Q2", "2024年第二季度未关账"),
        ("--with 2023Q4", "2023年第四季度未关账"),
        ("--with 2024Q1", "须是更早的季度"),
        ("--requirement park", "没有「park」这项要求"),
        ("--town 火星", "火星"),
    ] {
        let refused = folder.run(&format!("--lang zh compare {args}")).failed(2);
        assert!(refused.contains(said), "{refused}");
    }
    folder.run("compare 2024上半年").failed(2);
}

#[test]
fn a_quarter_that_is_closed_for_another_town_is_not_compared() {
    let folder = Folder::with_ledger();
    seats(&folder, "100", "150");
    close(&folder, "2023Q4 --town 温溪镇");
    close(&folder, "2024Q1 --town 壶镇镇");
    let refused = folder
        .run("--lang zh compare 2024Q1 --town 温溪镇")
        .failed(2);
    assert!(refused.contains("2024年第一季度未关账"), "{refused}");
    for (town, quarter) in [("温溪镇", "2023Q4"), ("壶镇镇", "2024Q1")] {
        let comparison = json(&folder, &format!("--town {town}"));
        assert_eq!(comparison["quarter"], quarter, "the last of {town}");
        assert_eq!(comparison["places"].as_array().unwrap().len(), 1);
    }
    let refused = folder.run("--lang zh compare --town 碧湖镇").failed(2);
    assert!(refused.contains("尚未关账"), "{refused}");
}

#[test]
fn the_last_closed_quarter_is_compared_with_the_one_before_and_that_of_a_year_ago() {
    let folder = folder();
    let comparison = json(&folder, "--requirement library --with 2024Q1");
    assert_eq!(comparison["quarter"], "2024Q4");
    assert_eq!(comparison["closed"], true);
    let huzhen = library(&comparison, HUZHEN);
    assert_eq!(huzhen["have"], "130");
    assert_eq!(huzhen["verdict"], "met");
    let changes = huzhen["changes"].as_array().unwrap();
    let told = |at: usize| (&changes[at]["amount"], &changes[at]["rate"]);
    assert_eq!(told(0), (&Json::from("1"), &Json::from("100/129")));
    assert_eq!(told(1), (&Json::from("30"), &Json::from("30")));
    assert_eq!(told(2), (&Json::from("10"), &Json::from("25/3")));
    // Equal figures share a rank, and the town without a library comes third.
    let rank = |place: &str| library(&comparison, place)["rank"].clone();
    assert_eq!([rank(HUZHEN), rank(WENXI), rank(BIHU)], [1, 1, 3]);
    let trend = huzhen["trend"].as_array().unwrap();
    assert_eq!(trend[0]["quarter"], "2023Q4");
    assert_eq!(trend[2]["gap"], "not_closed");
    let last = trend.last().unwrap();
    assert_eq!(last["closed"], false);
    assert_eq!(last["figure"]["have"], "145");
}

#[test]
fn a_quarter_after_one_that_was_left_open_has_no_change_on_it() {
    let folder = folder();
    let comparison = json(&folder, "2024Q3 --town 壶镇镇");
    let changes = &library(&comparison, HUZHEN)["changes"];
    assert_eq!(changes[0]["none"], "not_closed");
    assert_eq!(changes[0]["amount"], Json::Null);
    let tables = comparison["requirements"].as_array().unwrap();
    assert!(tables.iter().all(|one| one["no_rank"] == "one_place"));
}

#[test]
fn a_figure_that_nobody_knows_has_no_change_and_leaves_no_rank() {
    let folder = folder();
    seats(&folder, "", "140");
    close(&folder, "2025Q1");
    let comparison = json(&folder, "");
    assert_eq!(
        library(&comparison, HUZHEN)["changes"][0]["none"],
        "unknown_now"
    );
    let tables = comparison["requirements"].as_array().unwrap();
    let table = tables.iter().find(|one| one["requirement"] == "library");
    assert_eq!(table.unwrap()["no_rank"], "unknown");
    assert_eq!(library(&comparison, WENXI)["rank"], Json::Null);
    let places = comparison["places"].as_array().unwrap();
    let huzhen = places.iter().find(|one| one["place"] == HUZHEN).unwrap();
    assert_eq!(huzhen["unknown"], 1);
    assert_eq!(huzhen["compliance"], "0", "the unknown is in no quotient");
}

#[test]
fn a_change_of_the_rule_is_no_change_of_a_town() {
    let folder = folder();
    let pack = include_str!("../packs/minimums.toml");
    let other = pack.replace("op = \">=\", value = 130", "op = \">=\", value = 150");
    assert_ne!(pack, other);
    folder.write("other.toml", other);
    folder.run("pack load other.toml --yes").good();
    // A quarter is judged by the text of its last day: this one was loaded before that.
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    let loaded = "UPDATE pack_text SET loaded_at = '2025-02-01T00:00:00.000Z' WHERE number = 2";
    assert_eq!(db.execute(loaded, []).unwrap(), 1);
    drop(db);
    close(&folder, "2025Q1");
    let comparison = json(&folder, "");
    let huzhen = library(&comparison, HUZHEN);
    assert_eq!(huzhen["need"], "150");
    assert_eq!(huzhen["changes"][0]["none"], "rule_changed");
    for (lang, said) in [("zh", "规则已变更"), ("en", "the rule changed")] {
        let page = folder.run(&format!("--lang {lang} compare")).good();
        assert!(page.contains(said), "{page}");
    }
}

#[test]
fn the_page_says_the_same_in_both_languages() {
    let folder = folder();
    for lang in ["zh", "en"] {
        let page = folder
            .run(&format!("--lang {lang} compare --with 2024Q1"))
            .good();
        insta::assert_snapshot!(format!("page {lang}"), page);
        let table = folder
            .run(&format!(
                "--lang {lang} compare --format csv --requirement library"
            ))
            .good();
        insta::assert_snapshot!(format!("table {lang}"), table);
    }
    let running = folder.path("taizhang.db");
    let running = Store::open(&running).unwrap().today();
    let running =
        taizhang::domain::value::Period::of_day(taizhang::domain::value::Cycle::Quarter, running);
    let page = folder.run(&format!("--lang en compare {running}")).good();
    assert!(page.contains("(not closed, current state)"), "{page}");
    assert!(page.contains("145/130"), "{page}");
}

/// The drawings of a page, each with what is beside it.
fn drawings(html: &str) -> Vec<&str> {
    let parts = html.split("<div class=\"trend\">").skip(1);
    parts
        .map(|part| part.split("</div>\n<").next().unwrap())
        .collect()
}

#[test]
fn a_drawing_has_no_script_and_never_joins_over_a_gap() {
    let folder = folder();
    let asked = "compare --format html --requirement library --town 壶镇镇 --out page.html";
    for (lang, gap) in [("zh", "未关账"), ("en", "not closed")] {
        folder.run(&format!("--lang {lang} {asked}")).good();
        let html = fs::read_to_string(folder.path("page.html")).unwrap();
        assert!(
            !html.contains("<script") && !html.contains("http:"),
            "{html}"
        );
        let drawn = drawings(&html);
        assert_eq!(drawn.len(), 1);
        let drawing = drawn[0];
        // The quarters before and after the one that was left open; the one that runs stands alone.
        let count = |class: &str| drawing.matches(&format!("class=\"{class}\"")).count();
        assert_eq!(
            (count("line"), count("closed"), count("running")),
            (2, 4, 1)
        );
        assert_eq!(count("need"), 3, "{drawing}");
        assert!(drawing.contains(gap), "{drawing}");
        assert!(drawing.contains("100/130"), "{drawing}");
    }
}

#[test]
fn no_name_becomes_markup_or_a_formula() {
    let folder = folder();
    let args = [
        "places", "rename", HUZHEN, "=<b>镇", "--as", "示例", "--yes",
    ];
    folder.run_all(&args).good();
    let html = folder.run("compare --format html").good();
    assert!(html.contains("=&lt;b&gt;镇") && !html.contains("<b>镇"));
    let table = folder.run("compare --format csv").good();
    assert!(table.contains(",'=<b>镇,"), "{table}");
}
