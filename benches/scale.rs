//! What grows with the number of towns: the program itself, as processes and on a pseudo-terminal,
//! on ledgers that its own import filled, with facilities in every town and requirements that cover
//! them. Beside the time stands that of the processor, the most memory that was taken, and how many
//! times something else that was measured in the same run: what SQLite alone takes for the same rows,
//! or the same with the first number of towns. `cargo bench --bench scale`; `TOWNS=3,173,1370,41352` names the sizes, `RUNS` how many
//! runs a median is taken of.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "scale/country.rs"]
mod country;
#[path = "../tests/terminal/rig.rs"]
mod rig;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use country::{Cost, Files, GREENWAYS, PROGRAM, peak, processor_time};
use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use rusqlite::Connection;

const F2: &str = "\x1bOQ";
const F3: &str = "\x1bOR";
const F4: &str = "\x1bOS";
const ENTER: &str = "\r";
/// A screen may take so long.
const PATIENCE: Duration = Duration::from_mins(2);

/// Returns the median of several runs by time, and the most memory of any.
fn median(runs: usize, mut run: impl FnMut() -> Cost) -> Cost {
    let mut all: Vec<Cost> = (0..runs).map(|_| run()).collect();
    all.sort_unstable_by_key(|cost| cost.time);
    Cost {
        memory: all.iter().map(|cost| cost.memory).max().unwrap_or(0),
        ..all[runs / 2]
    }
}

/// What was measured with the first number of towns, by its name.
type First = BTreeMap<String, Duration>;

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Prints what something took, and how many times something else.
fn print(what: &str, cost: Cost, beside: Option<(&str, Duration)>) {
    let memory = match cost.memory {
        0 => String::new(),
        kibibytes => format!("{} MiB", kibibytes.div_ceil(1024)),
    };
    let cpu = match cost.cpu {
        Duration::ZERO => String::new(),
        cpu => milliseconds(cpu),
    };
    let ratio = beside.map(|(other, time)| {
        let times = cost.time.as_secs_f64() / time.as_secs_f64();
        format!("{times:.1} x {other}")
    });
    let (time, ratio) = (milliseconds(cost.time), ratio.unwrap_or_default());
    println!("  {what:44} {time:>14} {cpu:>14} {memory:>9}  {ratio}");
}

/// Prints what something took, and how many times that with the first number of towns.
fn print_beside_first(what: &str, cost: Cost, first: &mut First) {
    let before = *first.entry(what.to_owned()).or_insert(cost.time);
    print(what, cost, Some(("the first size", before)));
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
fn start(files: &Files, answers: Answers) -> (Rig, Cost) {
    let mut command = CommandBuilder::new(PROGRAM);
    command.cwd(files.path());
    for name in ["NO_COLOR", "TAIZHANG_DB", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    let begun = Instant::now();
    let rig = Rig::run(answers, command);
    await_text(&rig, "达标情况");
    let time = begun.elapsed();
    let (memory, cpu) = (peak(rig.pid()), processor_time(rig.pid()));
    (rig, Cost { time, cpu, memory })
}

fn await_text(rig: &Rig, text: &str) {
    assert!(rig.shows(text, PATIENCE), "no {text}:\n{}", rig.screen());
}

/// Presses a key and waits for what it draws first.
fn press(rig: &Rig, key: &str) -> Cost {
    let (before, cpu) = (rig.received(), processor_time(rig.pid()));
    let begun = Instant::now();
    rig.send(key);
    while rig.received() == before {
        assert!(begun.elapsed() < PATIENCE, "{}", rig.screen());
        thread::sleep(Duration::from_micros(100));
    }
    let time = begun.elapsed();
    // What a worker thread or a second frame adds is not of this key.
    thread::sleep(Duration::from_millis(20));
    Cost {
        cpu: processor_time(rig.pid()).saturating_sub(cpu),
        ..Cost::of(time)
    }
}

/// Leaves a list with Esc on a terminal that tells it apart from the beginning of a sequence: on any
/// other the program has to wait whether more comes.
fn esc_told_apart(files: &Files) -> Cost {
    let (rig, _) = start(files, Answers::Keys);
    press(&rig, "\x1b[C");
    press(&rig, ENTER);
    let cost = press(&rig, "\x1b[27u");
    rig.leave();
    cost
}

/// Keys of a session: each is pressed once a session.
fn session(files: &Files, runs: usize, first: &mut First) {
    let mut all: Vec<Vec<(&str, Cost)>> = Vec::new();
    for run in 0..runs {
        let (rig, started) = start(files, Answers::Truly);
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
        costs.push(("Esc, told apart from a sequence", esc_told_apart(files)));
        all.push(costs);
    }
    for at in 0..all[0].len() {
        let mut of_runs = all.iter().map(|costs| costs[at].1);
        let cost = median(runs, || of_runs.next().unwrap());
        print_beside_first(all[0][at].0, cost, first);
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

/// Gives every library another seat: a second change of each.
fn change_libraries(files: &Files) {
    let libraries = fs::read_to_string(files.at("library.csv")).unwrap();
    let mut changed = String::new();
    for (at, line) in libraries.lines().enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let [town, name, status, seats, area] = cells[..] else {
            unreachable!("five cells");
        };
        let seats = match at {
            0 => seats.to_owned(),
            _ => (seats.parse::<usize>().unwrap() + 1).to_string(),
        };
        writeln!(changed, "{town},{name},{status},{seats},{area}").unwrap();
    }
    fs::write(files.at("changed.csv"), changed).unwrap();
    files.run(&["import", "changed.csv", "--kind", "library"]);
}

/// Reports, exports and the history of a record. As of yesterday there was nothing: every change is
/// of today, and as of today the trail is folded up to its end.
fn measure_papers(files: &Files, runs: usize, first: &mut First) {
    // Days end as the policy has it, at midnight in Beijing.
    let beijing = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
    let today = chrono::Utc::now().with_timezone(&beijing).date_naive();
    let yesterday = today.pred_opt().unwrap().to_string();
    let today = today.to_string();
    let report = |format: &'static str| vec!["report", "--format", format, "--out", "out"];
    let as_of = |day| vec!["report", "--as-of", day, "--format", "json"];
    let export = |format: &'static str| {
        let kind = ["--kind", "greenway", "--out", "out"];
        [&["export", "--format", format][..], &kind].concat()
    };
    let papers = [
        ("report, JSON", report("json")),
        ("report, text", report("text")),
        ("report, HTML", report("html")),
        ("report, XLSX", report("xlsx")),
        ("report as of today, from the trail, JSON", as_of(&today)),
        (
            "report as of yesterday, of nothing, JSON",
            as_of(&yesterday),
        ),
        ("history of a record", vec!["history", "示例1镇图书馆"]),
        ("export as CSV", export("csv")),
        ("export as JSON", export("json")),
        ("export as XLSX", export("xlsx")),
        ("export as GeoPackage", export("gpkg")),
    ];
    for (what, args) in papers {
        let cost = median(runs, || {
            let _ = fs::remove_file(files.at("out"));
            files.run(&args)
        });
        print_beside_first(what, cost, first);
    }
}

fn measure(towns: usize, runs: usize, first: &mut First) {
    let files = Files::make(towns);
    println!(
        "{towns} towns, {} facilities; medians of {runs} runs: time, time of the processor, most memory",
        files.rows
    );
    let init = median(runs, || files.init("taizhang.db"));
    print_beside_first("init", init, first);
    let bare = median(runs, || bare_insert(&files));
    print("the same rows into a bare table with an index", bare, None);
    let beside = Some(("the bare table", bare.time));
    let import = median(runs, || {
        files.init("taizhang.db");
        files.import("taizhang.db")
    });
    print("import", import, beside);
    let bytes = fs::metadata(files.at("taizhang.db")).unwrap().len();
    let each = bytes / u64::try_from(files.rows).unwrap();
    println!("  {:44} {each:>8} bytes", "the file, for each facility");
    let again = median(runs, || files.import("taizhang.db"));
    print("import again, nothing changed", again, beside);
    change_libraries(&files);
    session(&files, runs, first);
    measure_papers(&files, runs, first);
    let checked = median(runs, || integrity_check(&files));
    print("integrity_check of SQLite", checked, None);
    let beside = Some(("integrity_check", checked.time));
    let snapshot = median(runs, || {
        for name in ["snap.db", "snap.db.sha256"] {
            let _ = fs::remove_file(files.at(name));
        }
        files.run(&["snapshot", "snap.db"])
    });
    print("snapshot, examined", snapshot, beside);
    let verified = median(runs, || files.run(&["verify", "snap.db"]));
    print("verify", verified, beside);
    let changes = files.rows / (2 + GREENWAYS);
    let merged = merge(&files, runs);
    print(&format!("merge of {changes} new changes"), merged, beside);
}

fn main() {
    let sizes = env::var("TOWNS").unwrap_or_else(|_| "3,173".to_owned());
    let runs = env::var("RUNS").ok().and_then(|runs| runs.parse().ok());
    let mut first = First::new();
    for towns in sizes.split(',') {
        measure(towns.trim().parse().unwrap(), runs.unwrap_or(3), &mut first);
    }
}
