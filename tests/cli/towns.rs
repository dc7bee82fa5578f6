//! Towns in which no loaded pack judges anything: facilities are entered there as anywhere, and
//! every place that would tell a verdict says that there is no minimum.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::{Folder, Ran};
use crate::support::{Harness, lishui, places};
use taizhang::domain::place::Place;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;

/// A town of 缙云县 that the pack does not name.
const TOWN: &str = "331122102";
const SIZES: [(u16, u16); 2] = [(80, 24), (40, 12)];

fn words(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "此处无最低要求",
        Lang::En => "no minimum here",
    }
}

fn with_town() -> Vec<Place> {
    let town = Place {
        code: TOWN.into(),
        name: "新建镇".into(),
        level: "town".into(),
        parent: Some("331122".into()),
    };
    places().into_iter().chain([town]).collect()
}

/// A session that may change only these towns of a ledger with the town.
fn session(lang: Lang, size: (u16, u16), towns: &[&str]) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    drop(Store::create(&path, &with_town(), &[lishui()], "示例管理员").unwrap());
    let mut h = Harness::on(folder, lang, size);
    if !towns.is_empty() {
        let mut store = h.store();
        store.restrict_to(towns.iter().map(|town| (*town).to_owned()).collect());
        h = h.with_store(store);
    }
    h
}

/// Fails unless the screen says that there is no minimum, and no verdict.
#[track_caller]
fn says_no_minimum(h: &Harness, lang: Lang) {
    let screen = h.screen();
    assert!(screen.contains(words(lang)), "{screen}");
    for verdict in ["[OK]", "[!]", "[?]"] {
        let own = screen.lines().filter(|line| !line.contains("0/"));
        assert!(own.clone().all(|line| !line.contains(verdict)), "{screen}");
    }
}

#[test]
fn a_town_without_any_minimum_takes_facilities_and_says_so_on_every_screen() {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let mut h = session(lang, size, &[TOWN]);
            let name = |screen: &str| format!("{screen} {lang:?} {}x{}", size.0, size.1);
            // The first screen begins with the own town.
            says_no_minimum(&h, lang);
            insta::assert_snapshot!(name("first screen"), h.screen());
            h.key(Code::Enter);
            says_no_minimum(&h, lang);
            insta::assert_snapshot!(name("kinds"), h.screen());
            h.keys(&[Code::Down, Code::Enter]);
            says_no_minimum(&h, lang);
            h.key(Code::F(4)).text("示例图书馆");
            says_no_minimum(&h, lang);
            insta::assert_snapshot!(name("form"), h.screen());
            h.keys(&[Code::F(2), Code::Esc]);
            assert!(h.screen().contains("示例图书馆"), "{}", h.screen());
            says_no_minimum(&h, lang);
            insta::assert_snapshot!(name("list"), h.screen());
            // What needs a requirement is not done without one.
            h.key(Code::F(9)).ctrl('w');
            says_no_minimum(&h, lang);
            h.key(Code::F(8));
            says_no_minimum(&h, lang);
            h.keys(&[Code::Esc, Code::Esc]);
            says_no_minimum(&h, lang);
            let store = h.store();
            assert_eq!(store.record_count().unwrap(), 1);
            let counts = store.counts("lishui-2022-72").unwrap();
            assert_eq!((counts.met, counts.short, counts.unknown), (0, 12, 0));
        }
    }
}

#[test]
fn finding_such_a_town_leads_to_what_can_be_entered_and_finding_another_to_its_records() {
    for lang in [Lang::Zh, Lang::En] {
        let mut h = session(lang, (80, 24), &[]);
        assert!(
            !h.screen().contains("新建镇"),
            "nothing is asked of it: {}",
            h.screen()
        );
        h.key(Code::F(3)).text(TOWN).key(Code::Enter);
        says_no_minimum(&h, lang);
        h.keys(&[Code::Enter, Code::F(4)]);
        assert!(h.screen().contains("新建镇"), "{}", h.screen());
        says_no_minimum(&h, lang);
        h.keys(&[Code::Esc, Code::Esc, Code::Esc]);
        // A county is above the level at which facilities are judged.
        h.key(Code::F(3)).text("331122").key(Code::Enter);
        let screen = h.screen();
        let is_offered = |kind: &str| screen.contains(kind);
        assert!(
            !is_offered("公共图书馆") && !is_offered("Public library"),
            "{screen}"
        );
    }
}

#[test]
fn the_own_towns_come_first_with_and_without_a_minimum() {
    let mut h = session(Lang::Zh, (80, 24), &["331122"]);
    let screen = h.screen();
    let row = |name: &str| screen.lines().position(|line| line.contains(name)).unwrap();
    assert!(
        row("壶镇镇") < row("新建镇") && row("新建镇") < row("温溪镇"),
        "{screen}"
    );
    h.keys(&[Code::Down, Code::Down, Code::Down]);
    assert!(h.screen().contains("第 4/4"), "{}", h.screen());
    // The row of the last save, of a town that stands behind the one without a minimum.
    h.key(Code::F(3)).text("碧湖").key(Code::Enter);
    assert!(h.screen().contains(">碧湖镇"), "{}", h.screen());
    h.key(Code::F(3)).text("新建").key(Code::Enter);
    assert!(h.screen().contains(">新建镇"), "{}", h.screen());
    h.key(Code::F(6));
    assert!(!h.screen().contains(">新建镇"), "{}", h.screen());
}

/// A folder with a ledger with the town.
fn folder() -> Folder {
    let folder = Folder::new();
    drop(
        Store::create(
            &folder.path("taizhang.db"),
            &with_town(),
            &[lishui()],
            "示例管理员",
        )
        .unwrap(),
    );
    folder
}

fn answered(folder: &Folder, args: &[&str], answers: &str) -> Ran {
    let mut child = folder
        .command(&[&["enter", "--plain", "--as", "示例填报人"], args].concat())
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    Ran::of(&child.wait_with_output().unwrap())
}

#[test]
fn line_prompts_list_the_town_and_its_kinds() {
    let folder = folder();
    for (lang, town, kind) in [
        (
            "zh",
            "1 新建镇  此处无最低要求",
            "2 公共图书馆  此处无最低要求",
        ),
        (
            "en",
            "1 新建镇  no minimum here",
            "2 Public library  no minimum here",
        ),
    ] {
        let args = ["--lang", lang, "--town", TOWN];
        let out = answered(&folder, &args, "1\n2\n1\n示例馆\n.\n1\n0\n0\n0\n").good();
        assert!(out.contains(town) && out.contains(kind), "{out}");
        assert!(!out.contains("[!]") && !out.contains("[OK]"), "{out}");
        let said = town.split("  ").nth(1).unwrap();
        assert!(out.matches(said).count() > 4, "after saving too: {out}");
    }
    // Somebody who may change everything names it.
    let out = answered(&folder, &[], "新建镇\n0\n缙云县\n0\n").good();
    assert!(out.contains("2 公共图书馆  此处无最低要求"), "{out}");
    assert!(out.contains("「缙云县」不登记设施"), "{out}");
}

#[test]
fn a_town_that_cannot_be_entered_in_is_answered_in_words() {
    let folder = folder();
    folder.write(
        "places.csv",
        "code,name,level,parent\n331123,遂昌县,county,331100\n",
    );
    folder.run("init --places places.csv").good();
    folder
        .run("places close 331121101 --on 2020-01-01 --as 示例管理员 --yes")
        .good();
    folder
        .run("places merge 331102100 331122101 --on 2020-01-01 --as 示例管理员 --yes")
        .good();
    folder.run("snapshot s.db").good();
    for (args, zh, en) in [
        (
            ["--town", "没有的镇"],
            "没有「没有的镇」这个地方；请用地名表里",
            "use a code or a name",
        ),
        (
            ["--town", "遂昌县"],
            "「遂昌县」不登记设施",
            "choose a town below it",
        ),
        (
            ["--town", "温溪镇"],
            "「温溪镇」已于 2020-01-01 撤销",
            "has been closed since",
        ),
        (
            ["--town", "碧湖镇"],
            "并入 331122101 壶镇镇；请用",
            "use 331122101",
        ),
        (
            ["--db", "s.db"],
            "这是快照，只能查看",
            "restore it as a ledger first",
        ),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let args = [&["--lang", lang], &args[..]].concat();
            let err = answered(&folder, &args, "").failed(2);
            assert!(err.contains(words), "{args:?}: {err}");
        }
    }
}

#[test]
fn an_import_and_a_map_say_where_there_is_no_minimum() {
    let folder = folder();
    folder.write(
        "in.csv",
        "town,name,status,reading_seats,lon,lat,crs\n新建镇,示例馆,现有,20,120.1,28.6,WGS84\n壶镇镇,示例馆,现有,20,120.1,28.6,WGS84\n",
    );
    for (lang, words) in [
        (
            "zh",
            "下列 1 个地方无最低要求，其设施不计入达标情况：缙云县/新建镇",
        ),
        (
            "en",
            "no minimum in 1 place, whose facilities count in no verdict: 缙云县/新建镇",
        ),
    ] {
        let line = format!("--lang {lang} import in.csv --kind library --as 示例员 --dry-run");
        let said = folder.run(&line).good();
        assert!(said.contains(words), "{said}");
    }
    folder
        .run("import in.csv --kind library --as 示例员")
        .good();
    folder.run("export --format gpkg --out towns.gpkg").good();
    let map = rusqlite::Connection::open(folder.path("towns.gpkg")).unwrap();
    let row: (Option<i64>, String, i64) = map
        .query_row(
            "SELECT met, shortfalls, facilities FROM town_shortfalls WHERE place_name = '新建镇'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(row, (None, "此处无最低要求".to_owned(), 1));
    let report = folder.run("report --format json").good();
    assert!(!report.contains(TOWN), "it counts in nothing: {report}");
}
