//! What an import costs, and the same import again, as ratios to bare loading of the same file in the
//! same run: by statements of SQLite into a table of the same columns with as many indexes, by
//! `sqlite3 .import` and by `sqlite-utils`. Those check nothing, judge nothing and keep no trail.
//! `cargo bench --bench import`; `FACILITIES=1000000` for a large file. The peak of memory is told
//! where `/usr/bin/time` is installed.

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

/// How long an import takes, and the most memory that it has, in MiB, where that can be told.
fn import(ledger: &Path, rows: &Path) -> (Duration, Option<u64>) {
    let program = Path::new(env!("CARGO_BIN_EXE_taizhang"));
    let args = [
        "--db".as_ref(),
        ledger,
        "import".as_ref(),
        rows,
        "--kind".as_ref(),
        "library".as_ref(),
    ];
    let peak = ledger.with_extension("peak");
    let mut watched = Command::new("/usr/bin/time");
    watched.args(["-f", "%M", "-o"]).arg(&peak).arg(program);
    if let Some(took) = timed(watched.args(args)) {
        let kibibytes = fs::read_to_string(&peak).unwrap().trim().parse::<u64>();
        return (took, kibibytes.ok().map(|kibibytes| kibibytes / 1024));
    }
    (timed(Command::new(program).args(args)).unwrap(), None)
}

/// Inserts the rows into a table of the same columns as `record`, with as many indexes as that and
/// `change` have, in one transaction.
fn indexed(path: &Path, rows: &Path) -> Duration {
    let start = Instant::now();
    let mut db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
         CREATE TABLE rows (id TEXT PRIMARY KEY NOT NULL, town TEXT, name TEXT, status TEXT, seats TEXT, address TEXT,
             opened_on TEXT) STRICT;
         CREATE INDEX rows_town ON rows (town); CREATE INDEX rows_status ON rows (status, town);
         CREATE INDEX rows_opened ON rows (town, opened_on); CREATE INDEX rows_name ON rows (name);",
    )
    .unwrap();
    let tx = db.transaction().unwrap();
    let mut insert = tx
        .prepare("INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .unwrap();
    let mut reader = csv::Reader::from_path(rows).unwrap();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap() {
        let id = uuid::Uuid::now_v7().to_string();
        let cells = std::iter::once(id.as_str()).chain(record.iter());
        insert.execute(rusqlite::params_from_iter(cells)).unwrap();
    }
    drop(insert);
    tx.commit().unwrap();
    start.elapsed()
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
    let (ours, peak) = import(&path("taizhang.db"), &path("rows.csv"));
    let (again, again_peak) = import(&path("taizhang.db"), &path("rows.csv"));
    let indexed = indexed(&path("indexed.db"), &path("rows.csv"));
    let dot_import = format!(".import {} rows", path("rows.csv").display());
    let bare = timed(
        Command::new("sqlite3")
            .arg(path("bare.db"))
            .args([".mode csv", &dot_import]),
    );
    let utils = timed(
        Command::new("sqlite-utils")
            .arg("insert")
            .arg(path("utils.db"))
            .arg("rows")
            .arg(path("rows.csv"))
            .arg("--csv"),
    );
    println!(
        "{count} facilities in {TOWNS} towns, {} MB",
        fs::metadata(path("rows.csv")).unwrap().len() / 1_000_000
    );
    for (name, took, peak) in [
        ("taizhang import", ours, peak),
        ("the same again", again, again_peak),
    ] {
        let peak = peak.map_or(String::new(), |peak| format!("  {peak} MiB"));
        println!("{name:18} {took:>9.1?}{peak}");
    }
    for (name, took) in [
        ("indexed inserts", Some(indexed)),
        ("sqlite3 .import", bare),
        ("sqlite-utils", utils),
    ] {
        match took {
            Some(took) => println!(
                "{name:18} {took:>9.1?}  ratio {:>6.1}",
                ours.as_secs_f64() / took.as_secs_f64()
            ),
            None => println!("{name:18} not installed"),
        }
    }
}
