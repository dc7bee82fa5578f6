//! Quarters from the outside: the commands that confirm, close and reopen, and the report of a
//! quarter that was closed.

use crate::program::Folder;
use crate::support::trail::unguarded;
use serde_json::Value as Json;
use taizhang::domain::value::{Cycle, Period};
use taizhang::store::Store;

const LIBRARIES: &str = "town,name,status,reading_seats,data_as_of
331122101,示例壶镇馆,existing,129,
331121101,示例温溪馆,existing,150,
";

/// A ledger with two libraries, of which one is short.
fn folder() -> Folder {
    let folder = Folder::with_ledger();
    folder.write("libraries.csv", LIBRARIES);
    folder
        .run("import libraries.csv --kind library --as 示例填报人")
        .good();
    folder
}

/// The last quarter that is over, as the program counts days.
fn quarter(folder: &Folder) -> Period {
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    Period::over_before(Cycle::Quarter, store.today())
}

fn close(folder: &Folder) {
    folder
        .run("quarter close --as 示例管理员 --signed-by 示例负责人 --yes")
        .good();
}

/// Exports the libraries; returns the file.
fn export(folder: &Folder) -> String {
    folder
        .run("export --format csv --kind library --headers code --out out.csv")
        .good();
    folder.read("out.csv")
}

/// Saves other seats for the library of Huzhen, as figures of a day.
fn correct(folder: &Folder, seats: &str, day: &str) {
    let exported = export(folder);
    let mut reader = csv::Reader::from_reader(exported.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let is_asked = row.iter().any(|cell| cell == "示例壶镇馆");
        let cells = head.iter().zip(&row).map(|(name, cell)| match name {
            "reading_seats" if is_asked => seats,
            "data_as_of" if is_asked => day,
            _ => cell,
        });
        writer.write_record(cells).unwrap();
    }
    folder.write("corrected.csv", writer.into_inner().unwrap());
    folder
        .run("import corrected.csv --kind library --as 示例更正人")
        .good();
}

fn json(folder: &Folder, args: &str) -> Json {
    let out = folder.run(&format!("report --format json {args}")).good();
    serde_json::from_str(&out).unwrap()
}

/// Verdict and figure of the libraries of Huzhen.
fn library(report: &Json) -> (String, String) {
    let standings = report["standings"].as_array().unwrap();
    let is_asked = |one: &&Json| one["requirement"] == "library" && one["place"] == "331122101";
    let one = standings.iter().find(is_asked).unwrap();
    let text = |key: &str| one[key].as_str().unwrap().to_owned();
    (text("verdict"), text("have"))
}

#[test]
fn a_quarter_is_closed_with_what_is_open_and_who_answers_for_it() {
    let folder = folder();
    let refused = folder.run("--lang en quarter close").failed(2);
    assert!(refused.contains("--yes"), "{refused}");
    let said = folder
        .run("--lang zh quarter close --as 示例管理员 --signed-by 示例负责人 --yes")
        .good();
    assert!(said.contains("待补全 2"), "{said}");
    assert!(said.contains("达标 1，未达标 11，无法判定 0"), "{said}");
    let list = folder.run("--lang zh quarter list").good();
    let name = quarter(&folder).name().zh;
    assert!(list.starts_with(&format!("{name}  各地  ")), "{list}");
    assert!(
        list.contains("由示例管理员关账\n  负责人：示例负责人\n"),
        "{list}"
    );
    let twice = folder.run("--lang zh quarter close --yes").failed(2);
    assert!(twice.contains("请先重开"), "{twice}");
    let next = quarter(&folder).next();
    let early = folder
        .run(&format!("--lang en quarter close {next} --yes"))
        .failed(2);
    assert!(early.contains("close it after that date"), "{early}");
    folder.run("doctor").good();
}

#[test]
fn a_report_of_a_closed_quarter_stays_and_lists_what_was_corrected() {
    let folder = folder();
    let quarter = quarter(&folder);
    let asked = format!("--quarter {quarter}");
    let early = folder.run(&format!("--lang zh report {asked}")).failed(2);
    assert!(early.contains("未关账"), "{early}");
    close(&folder);
    let of = |report: &Json| report["closed"]["corrections"].as_array().unwrap().len();
    let before = json(&folder, &asked);
    assert_eq!(library(&before), ("short".into(), "129".into()));
    assert_eq!(of(&before), 0);
    correct(&folder, "140", &quarter.last_day().to_string());
    let after = json(&folder, &asked);
    assert_eq!(after["standings"], before["standings"]);
    assert_eq!(of(&after), 1);
    assert_eq!(after["closed"]["corrections"][0]["author"], "示例更正人");
    assert_eq!(library(&json(&folder, "")), ("met".into(), "140".into()));
    for format in ["text", "markdown", "html"] {
        for (lang, name, corrected) in [
            ("zh", quarter.name().zh, "关账后更正 1 次"),
            (
                "en",
                quarter.name().en,
                "Corrections since the close, not counted in these verdicts: 1",
            ),
        ] {
            let page = folder
                .run(&format!("--lang {lang} report {asked} --format {format}"))
                .good();
            assert!(page.contains(&name), "{format}: {page}");
            assert!(page.contains(corrected), "{format}: {page}");
            assert!(
                page.replace("\n   ", "").contains("示例负责人"),
                "{format}: {page}"
            );
        }
    }
    folder.run("doctor").good();
}

#[test]
fn a_changed_rule_is_told_apart_from_a_changed_town() {
    let folder = folder();
    let quarter = quarter(&folder);
    close(&folder);
    correct(&folder, "128", "");
    let pack = include_str!("../packs/minimums.toml");
    let softer = pack.replace(
        "{ field = \"reading_seats\", op = \">=\", value = 130 }",
        "{ field = \"reading_seats\", op = \">=\", value = 120 }",
    );
    assert_ne!(softer, pack);
    folder.write("softer.toml", softer);
    folder
        .run("pack load softer.toml --as 示例管理员 --yes")
        .good();
    let frozen = json(&folder, &format!("--quarter {quarter}"));
    assert_eq!(library(&frozen), ("short".into(), "129".into()));
    let again = json(&folder, &format!("--quarter {quarter} --judged-by now"));
    assert_eq!(library(&again), ("met".into(), "129".into()));
    assert_eq!(again["since"]["judged_by"], "text_of_the_close");
    let changes = again["since"]["changes"].as_array().unwrap();
    let moved: Vec<(&str, &str)> = changes
        .iter()
        .map(|one| {
            (
                one["place"].as_str().unwrap(),
                one["change"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        moved,
        [("331122101", "better"), ("331102100", "gap_smaller")]
    );
    let is_figure_kept = |one: &Json| one["before"]["have"] == one["now"]["have"];
    assert!(changes.iter().all(is_figure_kept), "{changes:?}");
    let page = folder
        .run(&format!(
            "--lang zh report --quarter {quarter} --judged-by now"
        ))
        .good();
    assert!(page.contains("改按现在的政策包文本判定"), "{page}");
    // The columns name no quarter: here it is the same one, judged by another text.
    for (lang, heading, wrong) in [
        ("zh", "原结论,", "上季度"),
        ("en", "verdict before,", "last quarter"),
    ] {
        let table = folder
            .run(&format!(
                "--lang {lang} report --quarter {quarter} --judged-by now --format csv"
            ))
            .good();
        let head = table.lines().next().unwrap();
        assert!(head.contains(heading) && !head.contains(wrong), "{head}");
    }
    let alone = folder.run("--lang en report --judged-by now").failed(2);
    assert!(
        alone.contains("--as-of") || alone.contains("--quarter"),
        "{alone}"
    );
}

#[test]
fn the_page_of_a_quarter_says_what_fell_due_in_it() {
    let folder = folder();
    for quarter in ["2025Q3", "2025Q4", "2026Q1"] {
        folder
            .run(&format!("quarter close {quarter} --as 示例管理员 --yes"))
            .good();
    }
    let due = |quarter: &str| {
        let report = json(&folder, &format!("--quarter {quarter}"));
        report["since"]["fell_due"].as_array().unwrap().len()
    };
    assert_eq!((due("2025Q4"), due("2026Q1")), (4, 0));
    let page = folder.run("--lang zh report --quarter 2025Q4").good();
    assert!(page.contains("上季度末以来到期的要求 4 项"), "{page}");
}

#[test]
fn a_report_is_compared_with_what_was_frozen() {
    let folder = folder();
    close(&folder);
    correct(&folder, "140", "");
    let report = json(&folder, "");
    let changes = report["since"]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["change"], "better");
    assert_eq!(changes[0]["before"]["have"], "129");
    assert_eq!(changes[0]["now"]["have"], "140");
    let saves = changes[0]["saves"].as_array().unwrap();
    assert_eq!(
        saves.len(),
        1,
        "what was saved before the close is not behind it"
    );
    assert_eq!(saves[0]["author"], "示例更正人");
    assert_eq!(saves[0]["record"], "示例壶镇馆");
    for format in ["text", "markdown", "html"] {
        let page = folder
            .run(&format!("--lang zh report --format {format}"))
            .good();
        assert!(page.contains("变化所依据的修改"), "{format}: {page}");
        assert!(
            page.contains("示例更正人「示例壶镇馆」"),
            "{format}: {page}"
        );
    }
}

#[test]
fn a_town_is_confirmed_in_one_step_and_no_value_changes() {
    let folder = folder();
    let status = folder.run("--lang zh quarter status --town 壶镇镇");
    assert_eq!(status.code, 1, "the library is incomplete");
    close(&folder);
    let before = export(&folder);
    let status = folder.run("--lang zh quarter status --town 壶镇镇").out;
    assert!(status.contains("待确认 1"), "{status}");
    assert!(
        status.contains("待补全：壶镇镇 公共图书馆「示例壶镇馆」"),
        "{status}"
    );
    let said = folder
        .run("--lang zh quarter confirm 壶镇镇 --as 示例填报人 --yes")
        .good();
    assert!(
        said.contains("已确认 1 个设施没有变化（示例填报人）"),
        "{said}"
    );
    let status = folder.run("--lang zh quarter status --town 壶镇镇").out;
    assert!(!status.contains("待确认"), "{status}");
    assert_eq!(export(&folder), before);
    let again = folder.run("--lang en quarter confirm 壶镇镇").good();
    assert!(again.contains("no facility is to be confirmed"), "{again}");
    folder.run("doctor").good();
}

#[test]
fn a_close_is_taken_back_with_a_reason() {
    let folder = folder();
    close(&folder);
    let quarter = quarter(&folder);
    folder
        .run(&format!(
            "quarter reopen {quarter} --reason 漏报 --as 示例管理员 --yes"
        ))
        .good();
    let list = folder.run("--lang zh quarter list").good();
    assert!(list.contains("由示例管理员重开：漏报"), "{list}");
    let gone = folder
        .run(&format!("--lang en report --quarter {quarter}"))
        .failed(2);
    assert!(gone.contains("is not closed"), "{gone}");
    close(&folder);
    folder.run(&format!("report --quarter {quarter}")).good();
}

#[test]
fn what_is_no_quarter_is_refused() {
    let folder = folder();
    for typed in ["2026Q5", "上半年", "2026", "once"] {
        folder
            .run(&format!("quarter close {typed} --yes"))
            .failed(2);
        folder.run(&format!("report --quarter {typed}")).failed(2);
    }
    let taken = folder.run("--lang en quarter close 2023年第三季度 --yes");
    assert_eq!(taken.code, 0, "{}", taken.err);
}

/// Says that the saves so far that bear a time of today were made at another one.
fn saved_at(folder: &Folder, day: chrono::NaiveDate) {
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    let dated = "UPDATE change SET at = ?1 WHERE subject = 'facility' AND at >= ?2";
    let today = Store::open(&folder.path("taizhang.db")).unwrap().today();
    let begin = today.pred_opt().unwrap().to_string();
    unguarded(&db, |db| {
        db.execute(dated, [format!("{day}T01:00:00.000Z"), begin])
            .unwrap();
    });
}

/// The names of who saved what is behind the movement of the library of Huzhen.
fn behind(report: &Json) -> Vec<String> {
    let changes = report["since"]["changes"].as_array().unwrap();
    let is_library =
        |change: &&Json| change["now"]["requirement"] == "library" || changes.len() == 1;
    let change = changes.iter().find(is_library).unwrap();
    let saves = change["saves"].as_array().unwrap().iter();
    saves
        .map(|save| save["author"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_saves_behind_a_movement_are_of_the_standings_that_are_compared() {
    let folder = folder();
    let last = quarter(&folder);
    saved_at(&folder, last.back(1).last_day());
    correct(&folder, "140", "");
    saved_at(&folder, last.last_day());
    // Of the day after the quarter, and before it was closed.
    correct(&folder, "145", "");
    close(&folder);
    let page = json(&folder, &format!("--as-of {}", last.last_day()));
    assert_eq!(library(&page), ("met".into(), "140".into()));
    assert_eq!(behind(&page).len(), 1, "{page}");
}

#[test]
fn a_close_for_another_town_hides_no_save_behind_a_movement() {
    let folder = folder();
    let last = quarter(&folder);
    saved_at(&folder, last.last_day());
    correct(&folder, "140", "");
    folder
        .run("quarter close --town 331121101 --as 示例管理员 --yes")
        .good();
    let page = json(&folder, "");
    assert_eq!(library(&page), ("met".into(), "140".into()));
    assert_eq!(behind(&page), ["示例更正人"]);
}

#[test]
fn a_page_of_a_closed_quarter_is_of_the_town_that_is_asked_for() {
    let folder = folder();
    let asked = format!("--quarter {}", quarter(&folder));
    close(&folder);
    let last = quarter(&folder).last_day().to_string();
    correct(&folder, "140", &last);
    let corrections = |town: &str| {
        let page = json(&folder, &format!("{asked} --town {town}"));
        page["closed"]["corrections"].as_array().unwrap().len()
    };
    assert_eq!((corrections("331122101"), corrections("331121101")), (1, 0));
    folder.write(
        "more.csv",
        "code,name,level,parent\n331122199,示例镇,town,331122\n",
    );
    folder.run("init --places more.csv").good();
    let refused = folder
        .run(&format!("--lang en report {asked} --town 示例镇"))
        .failed(2);
    assert!(refused.contains("does not judge"), "{refused}");
}
