//! What grows with the number of towns: the program itself, as processes and on a pseudo-terminal,
//! on ledgers that its own import filled, with facilities in every town and requirements that cover
//! them. Beside the times stands the most memory that was taken, and what SQLite alone takes for the
//! same rows. `cargo bench --bench scale`; `TOWNS=3,173,1370,41352` names the sizes, `RUNS` how many
//! runs a median is taken of.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "../tests/terminal/rig.rs"]
mod rig;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use rusqlite::Connection;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_taizhang");
const PACK: &str = include_str!("../tests/packs/minimums.toml");
const SCOPE: &str = r#"places = ["331122101", "331121101", "331102100"]"#;
/// The greenways of a town, beside its library and its center.
const GREENWAYS: usize = 18;
const F2: &str = "\x1bOQ";
const F3: &str = "\x1bOR";
const F4: &str = "\x1bOS";
const ENTER: &str = "\r";
/// A screen may take so long.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a process took.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    /// The most memory it had, in KiB; 0 where that was not looked at.
    memory: u64,
}

impl Cost {
    const fn of(time: Duration) -> Self {
        Self { time, memory: 0 }
    }
}

/// Returns the median time of several runs, and the most memory of any.
fn median(runs: usize, mut run: impl FnMut() -> Cost) -> Cost {
    let mut all: Vec<Cost> = (0..runs).map(|_| run()).collect();
    all.sort_unstable_by_key(|cost| cost.time);
    Cost {
        time: all[runs / 2].time,
        memory: all.iter().map(|cost| cost.memory).max().unwrap_or(0),
    }
}

fn print(what: &str, cost: Cost) {
    let memory = match cost.memory {
        0 => String::new(),
        kibibytes => format!("{} MiB", kibibytes.div_ceil(1024)),
    };
    let time = format!("{:.1} ms", cost.time.as_secs_f64() * 1000.0);
    println!("  {what:44} {time:>14} {memory:>12}");
}

/// Runs the program in a folder.
fn taizhang(folder: &Path, args: &[&str]) -> Cost {
    let start = Instant::now();
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(folder);
    command.env_remove("TAIZHANG_DB").stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    assert!(status.success(), "{args:?}");
    Cost { time, memory }
}

/// Returns the most memory that a process had so far, in KiB.
fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

fn town(at: usize) -> String {
    format!("{}", 900_000_000 + at)
}

/// The files of a ledger of so many towns.
struct Files {
    folder: TempDir,
    rows: usize,
}

impl Files {
    fn make(towns: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut places = String::from("code,name,level,parent\n1,示例省,province,\n");
        let counties = towns.div_ceil(20);
        for at in 0..counties {
            writeln!(places, "D{at:05},示例{at}县,county,1").unwrap();
        }
        let mut libraries = String::from("town,name,status,reading_seats,building_area_m2\n");
        let mut centers = String::from("town,name,status,building_area_m2\n");
        let mut greenways = String::from("town,name,status,greenway_type,length_km\n");
        for at in 0..towns {
            let code = town(at);
            let (seats, area) = (60 + at % 120, 1500 + at % 900);
            writeln!(places, "{code},示例{at}镇,town,D{:05}", at % counties).unwrap();
            writeln!(libraries, "{code},示例{at}镇图书馆,existing,{seats},{area}").unwrap();
            writeln!(centers, "{code},示例{at}镇中心,existing,{area}").unwrap();
            for number in 0..GREENWAYS {
                let length = 10 + (at + number) % 90;
                writeln!(
                    greenways,
                    "{code},示例绿道{at}-{number},existing,urban,0.{length}"
                )
                .unwrap();
            }
        }
        assert!(PACK.contains(SCOPE));
        let pack = PACK.replace(SCOPE, r#"level = "town""#);
        for (name, text) in [
            ("pack.toml", pack),
            ("places.csv", places),
            ("library.csv", libraries),
            ("fitness_center.csv", centers),
            ("greenway.csv", greenways),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let rows = towns * (2 + GREENWAYS);
        Self { folder, rows }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Cost {
        taizhang(self.path(), args)
    }

    /// Makes a ledger anew.
    fn init(&self, ledger: &str) -> Cost {
        for ending in ["", "-wal", "-shm", "-log"] {
            let _ = fs::remove_file(self.at(&format!("{ledger}{ending}")));
        }
        let named = ["--db", ledger, "init", "--pack", "pack.toml"];
        self.run(&[&named[..], &["--places", "places.csv"]].concat())
    }

    /// Imports all files of facilities.
    fn import(&self, ledger: &str) -> Cost {
        let mut whole = Cost::of(Duration::ZERO);
        for kind in ["library", "fitness_center", "greenway"] {
            let file = format!("{kind}.csv");
            let cost = self.run(&["--db", ledger, "import", &file, "--kind", kind]);
            whole.time += cost.time;
            whole.memory = whole.memory.max(cost.memory);
        }
        whole
    }
}

/// What SQLite alone takes to put the same rows into a table with an index of towns and names, in
/// one transaction that is on the disk at its end.
fn bare_insert(files: &Files) -> Cost {
    let path = files.at("bare.db");
    let _ = fs::remove_file(&path);
    let start = Instant::now();
    let mut db = Connection::open(&path).unwrap();
    db.execute_batch(
        "CREATE TABLE rows (town, name, a, b, c); CREATE INDEX name ON rows (town, name)",
    )
    .unwrap();
    let tx = db.transaction().unwrap();
    for kind in ["library", "fitness_center", "greenway"] {
        let mut reader = csv::Reader::from_path(files.at(&format!("{kind}.csv"))).unwrap();
        let mut insert = tx
            .prepare("INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5)")
            .unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let cell = |at| record.get(at);
            insert
                .execute((cell(0), cell(1), cell(2), cell(3), cell(4)))
                .unwrap();
        }
    }
    tx.commit().unwrap();
    Cost::of(start.elapsed())
}

fn integrity_check(files: &Files) -> Cost {
    let start = Instant::now();
    let db = Connection::open(files.at("taizhang.db")).unwrap();
    let whole: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, "ok");
    Cost::of(start.elapsed())
}

/// A session on a pseudo-terminal, from its start to its first screen.
fn start(files: &Files) -> (Rig, Cost) {
    let mut command = CommandBuilder::new(PROGRAM);
    command.cwd(files.path());
    for name in ["NO_COLOR", "TAIZHANG_DB", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    let begun = Instant::now();
    let rig = Rig::run(Answers::Truly, command);
    await_text(&rig, "达标情况");
    let time = begun.elapsed();
    let memory = peak(rig.pid());
    (rig, Cost { time, memory })
}

fn await_text(rig: &Rig, text: &str) {
    assert!(rig.shows(text, PATIENCE), "no {text}:\n{}", rig.screen());
}

/// Presses a key and waits for what it draws first.
fn press(rig: &Rig, key: &str) -> Cost {
    let before = rig.received();
    let begun = Instant::now();
    rig.send(key);
    while rig.received() == before {
        assert!(begun.elapsed() < PATIENCE, "{}", rig.screen());
        thread::sleep(Duration::from_micros(100));
    }
    let time = begun.elapsed();
    // What a worker thread or a second frame adds is not of this key.
    thread::sleep(Duration::from_millis(20));
    Cost::of(time)
}

/// Keys of a session: each is pressed once a session.
fn session(files: &Files, runs: usize) {
    let mut all: Vec<Vec<(&str, Cost)>> = Vec::new();
    for run in 0..runs {
        let (rig, started) = start(files);
        let mut costs = vec![("start, to the first screen", started)];
        costs.push(("F3 on the first screen", press(&rig, F3)));
        costs.push(("a letter in it", press(&rig, "1")));
        press(&rig, "\x1b");
        press(&rig, "\x1b[C");
        costs.push(("Enter: the list of a town", press(&rig, ENTER)));
        costs.push(("F4: an empty form", press(&rig, F4)));
        costs.push(("a letter in it, with its verdict", press(&rig, "a")));
        press(&rig, &format!("示例新馆{run}"));
        press(&rig, ENTER);
        press(&rig, "1");
        let saved = Instant::now();
        rig.send(F2);
        await_text(&rig, "已保存");
        costs.push(("F2: saved and shown", Cost::of(saved.elapsed())));
        costs.push(("Esc: the screen before", press(&rig, "\x1b")));
        rig.leave();
        all.push(costs);
    }
    for at in 0..all[0].len() {
        let mut of_runs = all.iter().map(|costs| costs[at].1);
        let cost = median(runs, || of_runs.next().unwrap());
        print(all[0][at].0, cost);
    }
}

/// Another ledger of the same trail with as many changes again, merged into a copy.
fn merge(files: &Files, runs: usize) -> Cost {
    let remove = |name: &str| {
        for ending in ["", "-wal", "-shm", "-log", ".sha256"] {
            let _ = fs::remove_file(files.at(&format!("{name}{ending}")));
        }
    };
    let mut more = String::from("town,name,status,reading_seats\n");
    let libraries = fs::read_to_string(files.at("library.csv")).unwrap();
    for line in libraries.lines().skip(1) {
        let (code, rest) = line.split_once(',').unwrap();
        let name = rest.split(',').next().unwrap();
        writeln!(more, "{code},{name}分馆,existing,60").unwrap();
    }
    fs::write(files.at("more.csv"), more).unwrap();
    for name in ["base.db", "other.db", "others.db"] {
        remove(name);
    }
    files.run(&["snapshot", "base.db"]);
    files.run(&["--db", "other.db", "restore", "base.db"]);
    let import = ["import", "more.csv", "--kind", "library"];
    files.run(&[&["--db", "other.db"], &import[..]].concat());
    files.run(&["--db", "other.db", "snapshot", "others.db"]);
    median(runs, || {
        remove("target.db");
        files.run(&["--db", "target.db", "restore", "base.db"]);
        files.run(&["--db", "target.db", "merge", "others.db"])
    })
}

fn measure(towns: usize, runs: usize) {
    let files = Files::make(towns);
    println!(
        "{towns} towns, {} facilities; medians of {runs} runs",
        files.rows
    );
    print("init", median(runs, || files.init("taizhang.db")));
    let bare = median(runs, || bare_insert(&files));
    print("the same rows into a bare table with an index", bare);
    let import = median(runs, || {
        files.init("taizhang.db");
        files.import("taizhang.db")
    });
    print("import", import);
    let again = median(runs, || files.import("taizhang.db"));
    print("import again, nothing changed", again);
    session(&files, runs);
    let day = chrono::Utc::now().date_naive().succ_opt().unwrap();
    let past = day.pred_opt().unwrap().to_string();
    for (what, args) in [
        ("report of today, JSON", &["report", "--format", "json"][..]),
        (
            "report as of a day, JSON",
            &["report", "--as-of", &past, "--format", "json"][..],
        ),
        ("history of a record", &["history", "示例1镇图书馆"][..]),
        (
            "export as CSV",
            &[
                "export", "--format", "csv", "--kind", "greenway", "--out", "out.csv",
            ],
        ),
    ] {
        let cost = median(runs, || {
            let _ = fs::remove_file(files.at("out.csv"));
            files.run(args)
        });
        print(what, cost);
    }
    print(
        "integrity_check of SQLite",
        median(runs, || integrity_check(&files)),
    );
    let snapshot = median(runs, || {
        for name in ["snap.db", "snap.db.sha256"] {
            let _ = fs::remove_file(files.at(name));
        }
        files.run(&["snapshot", "snap.db"])
    });
    print("snapshot, examined", snapshot);
    print("verify", median(runs, || files.run(&["verify", "snap.db"])));
    let changes = files.rows / (2 + GREENWAYS);
    print(
        &format!("merge of {changes} new changes"),
        merge(&files, runs),
    );
}

fn main() {
    let sizes = env::var("TOWNS").unwrap_or_else(|_| "3,173".to_owned());
    let runs = env::var("RUNS").ok().and_then(|runs| runs.parse().ok());
    for towns in sizes.split(',') {
        measure(towns.trim().parse().unwrap(), runs.unwrap_or(3));
    }
}
