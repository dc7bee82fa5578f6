//! How many instructions the paths take that people wait for: a start, a key in a form, a save, an
//! import of ten thousand rows and a report as of a day. Times differ from machine to machine and
//! from minute to minute; these counts do not. Valgrind counts them in the program as `cargo test`
//! builds it, and they are held against `instructions/counts.txt`: none may rise by more than a
//! tenth.
//!
//! `cargo test --test instructions -- --ignored --nocapture counted`; `UPDATE_COUNTS=1` writes the
//! file anew. `ROWS` imports fewer rows and compares nothing of the import and the report.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail")]

#[path = "terminal/rig.rs"]
mod rig;
mod support;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use support::Harness;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;

const PROGRAM: &str = env!("CARGO_BIN_EXE_taizhang");
const COUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instructions/counts.txt");
/// What a worker is to do, and how often.
const WORK: &str = "TAIZHANG_TEST_WORK";
const ROWS: usize = 10_000;
/// Towns that share the rows.
const TOWNS: usize = 200;
/// Under valgrind everything takes fifty times as long.
const PATIENCE: Duration = Duration::from_mins(3);

/// Instructions by what took them.
type Counts = BTreeMap<String, u64>;

fn valgrind(log: &Path) -> Vec<OsString> {
    let mut log_file = OsString::from("--log-file=");
    log_file.push(log);
    let words = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ];
    words
        .map(OsString::from)
        .into_iter()
        .chain([log_file])
        .collect()
}

/// Returns the count that valgrind wrote into its log.
fn counted(log: &Path) -> u64 {
    let text = fs::read_to_string(log).unwrap();
    let line = text.lines().find(|line| line.contains("refs:")).unwrap();
    let (_, count) = line.rsplit_once(' ').unwrap();
    count.replace(',', "").parse().unwrap()
}

/// Runs a command under valgrind.
fn count(folder: &Path, program: &Path, args: &[&str], work: &str) -> u64 {
    let log = folder.join("valgrind.log");
    let words = valgrind(&log);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg(program).args(args);
    command.current_dir(folder).env(WORK, work);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().unwrap().success(), "{args:?}");
    counted(&log)
}

/// A start on a new ledger of three towns, up to the first screen, and leaving it.
fn start() -> u64 {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init"]);
    let log = folder.path().join("valgrind.log");
    let words = valgrind(&log);
    let mut command = CommandBuilder::new(&words[0]);
    command.args(&words[1..]);
    command.arg(PROGRAM);
    command.cwd(folder.path());
    for name in ["NO_COLOR", "TAIZHANG_DB", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    let rig = Rig::run(Answers::Truly, command);
    assert!(rig.shows("达标情况", PATIENCE), "{}", rig.screen());
    rig.send("\x11");
    assert_eq!(rig.await_exit(PATIENCE), 0);
    counted(&log)
}

/// One of many times that a worker does something: what it takes more for doing it oftener.
fn each(work: &str, few: u64, many: u64) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let this = env::current_exe().unwrap();
    let args = ["--ignored", "--exact", "work", "--test-threads=1"];
    let of = |times: u64| count(folder.path(), &this, &args, &format!("{work} {times}"));
    (of(many) - of(few)) / (many - few)
}

/// What valgrind runs: a form on the screens, without a terminal.
#[test]
#[ignore = "run under valgrind by the other test"]
fn work() {
    let Ok(work) = env::var(WORK) else {
        return;
    };
    let (what, times) = work.split_once(' ').unwrap();
    let times: usize = times.parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let pack = support::lishui();
    drop(Store::create(&path, &support::places(), &[pack], "示例管理员").unwrap());
    let mut harness = Harness::on(folder, Lang::Zh, (80, 24));
    harness.keys(&[Code::Right, Code::Enter]);
    if what == "key" {
        harness.key(Code::F(4));
        for at in 0..times {
            harness.text(["示", "例", "图", "书", "馆"][at % 5]);
            harness.screen();
        }
        return;
    }
    for at in 0..times {
        harness.key(Code::F(4)).text(&format!("示例馆{at}"));
        harness.key(Code::Enter).text("1").key(Code::F(2));
        harness.screen();
        harness.key(Code::Esc);
    }
}

fn run(folder: &Path, args: &[&str]) {
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(folder);
    command.env_remove("TAIZHANG_DB").stdout(Stdio::null());
    assert!(command.status().unwrap().success(), "{args:?}");
}

fn town(at: usize) -> String {
    format!("{}", 990_000_000 + at)
}

/// The import, and the report as of its day.
fn import_and_report(rows: usize) -> [(&'static str, u64); 2] {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let mut places = String::from("code,name,level,parent\n1,示例市,city,\n");
    let mut libraries = String::from("town,name,status,reading_seats,address,opened_on\n");
    for at in 0..TOWNS {
        writeln!(places, "{},示例第{at}镇,town,1", town(at)).unwrap();
    }
    for at in 0..rows {
        let (place, seats) = (town(at % TOWNS), 20 + at % 300);
        let opened = format!("20{:02}-{:02}", at % 20, at % 12 + 1);
        writeln!(
            libraries,
            "{place},示例馆{at},existing,{seats},示例路{at}号,{opened}"
        )
        .unwrap();
    }
    let pack = include_str!("packs/minimums.toml");
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    assert!(pack.contains(scope));
    write("pack.toml", &pack.replace(scope, r#"level = "town""#));
    write("places.csv", &places);
    write("libraries.csv", &libraries);
    run(
        folder.path(),
        &["init", "--pack", "pack.toml", "--places", "places.csv"],
    );
    let of = |args: &[&str]| count(folder.path(), Path::new(PROGRAM), args, "");
    let import = of(&["import", "libraries.csv", "--kind", "library"]);
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    let day = store.today().to_string();
    drop(store);
    let report = of(&["report", "--as-of", &day, "--format", "json"]);
    [("import", import), ("report", report)]
}

fn written() -> Counts {
    let text = fs::read_to_string(COUNTS).unwrap_or_default();
    let line = |line: &str| {
        let (what, count) = line.split_once(' ')?;
        Some((what.to_owned(), count.parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

#[test]
#[ignore = "takes minutes, and valgrind"]
fn counted_instructions_have_not_risen() {
    let version = Command::new("valgrind").arg("--version").output();
    if version.is_err() {
        assert!(
            env::var_os("TAIZHANG_TEST_MUST_COUNT").is_none(),
            "valgrind is not installed"
        );
        println!("valgrind is not installed: no instructions are counted");
        return;
    }
    let rows = env::var("ROWS").ok().map(|rows| rows.parse().unwrap());
    // On two cores: the import takes as long as all else.
    let large = thread::spawn(move || import_and_report(rows.unwrap_or(ROWS)));
    let mut counts = Counts::new();
    counts.insert("start".into(), start());
    counts.insert("key".into(), each("key", 20, 120));
    counts.insert("save".into(), each("save", 5, 25));
    let large = large.join().unwrap();
    counts.extend(large.map(|(what, count)| (what.to_owned(), count)));
    let before = written();
    let mut risen = Vec::new();
    for (what, count) in &counts {
        let is_compared = rows.is_none() || !matches!(what.as_str(), "import" | "report");
        let Some(was) = before.get(what).filter(|_| is_compared) else {
            println!("{what:8} {count:>15}");
            continue;
        };
        let percent = i128::from(*count) * 100 / i128::from(*was) - 100;
        println!("{what:8} {count:>15} {was:>15} {percent:>+5} %");
        if percent > 10 {
            risen.push(what);
        }
    }
    if env::var_os("UPDATE_COUNTS").is_some() {
        assert!(rows.is_none(), "only counts of all rows are written");
        let lines = counts
            .iter()
            .map(|(what, count)| format!("{what} {count}\n"));
        fs::write(PathBuf::from(COUNTS), lines.collect::<String>()).unwrap();
        return;
    }
    assert!(
        risen.is_empty(),
        "{risen:?} take over a tenth more instructions; if that is meant, run this with UPDATE_COUNTS=1"
    );
}
