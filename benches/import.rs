//! What an import costs, as ratios to bare loading of the same file by `sqlite3 .import` and by
//! `sqlite-utils`, in the same run. Those two check nothing, judge nothing and keep no trail.
//! `cargo bench --bench import`; `FACILITIES=1000000` for a large file.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::store::Store;

/// So many towns share the facilities: a file of one county has as many.
const TOWNS: usize = 1000;

fn town(at: usize) -> String {
    format!("99{at:07}")
}

/// A file of libraries, every row different.
fn file(count: usize) -> String {
    let mut rows = String::from("town,name,status,reading_seats,address,opened_on\n");
    for at in 0..count {
        let (place, seats) = (town(at % TOWNS), 20 + at % 300);
        let _ = writeln!(
            rows,
            "{place},示例图书馆{at},existing,{seats},示例路{at}号,20{:02}-{:02}",
            at % 20,
            at % 12 + 1
        );
    }
    rows
}

fn ledger(path: &Path) {
    let pack = Pack::read(include_str!("../seeds/lishui-2022-72.toml")).unwrap();
    let mut places = csv::Reader::from_reader(include_str!("../seeds/places.csv").as_bytes());
    let mut places: Vec<Place> = places.deserialize().map(Result::unwrap).collect();
    let more = |at| Place {
        code: town(at),
        name: format!("示例{at}镇"),
        level: "town".into(),
        parent: None,
    };
    places.extend((0..TOWNS).map(more));
    Store::create(path, &places, &[pack], "示例管理员").unwrap();
}

/// How long a command takes; `None` where it is not installed.
fn timed(command: &mut Command) -> Option<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().ok()?;
    assert!(status.success(), "{command:?}");
    Some(start.elapsed())
}

fn main() {
    let count = std::env::var("FACILITIES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("rows.csv"), file(count)).unwrap();
    ledger(&path("taizhang.db"));
    let ours = timed(
        Command::new(env!("CARGO_BIN_EXE_taizhang"))
            .args([
                "--db".as_ref(),
                path("taizhang.db").as_os_str(),
                "import".as_ref(),
                path("rows.csv").as_os_str(),
            ])
            .args(["--kind", "library"]),
    );
    let import = format!(".import {} rows", path("rows.csv").display());
    let bare = timed(
        Command::new("sqlite3")
            .arg(path("bare.db"))
            .args([".mode csv", &import]),
    );
    let utils = timed(
        Command::new("sqlite-utils")
            .arg("insert")
            .arg(path("utils.db"))
            .arg("rows")
            .arg(path("rows.csv"))
            .arg("--csv"),
    );
    let ours = ours.unwrap();
    println!(
        "{count} facilities in {TOWNS} towns, {} MB",
        fs::metadata(path("rows.csv")).unwrap().len() / 1_000_000
    );
    println!("taizhang import    {ours:>9.1?}");
    for (name, took) in [("sqlite3 .import", bare), ("sqlite-utils", utils)] {
        match took {
            Some(took) => println!(
                "{name:18} {took:>9.1?}  ratio {:>6.1}",
                ours.as_secs_f64() / took.as_secs_f64()
            ),
            None => println!("{name:18} not installed"),
        }
    }
}
