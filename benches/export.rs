//! What a workbook costs, as a ratio to `openpyxl` writing the same cells from a CSV file, in the
//! same run. `cargo bench --bench export`; `FACILITIES=100000` for a large one.

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

/// Plain cells, written as they come: the fastest way openpyxl has.
const OPENPYXL: &str = "
import csv, sys, openpyxl
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet('rows')
for row in csv.reader(open(sys.argv[1], encoding='utf-8-sig')):
    sheet.append(row)
book.save(sys.argv[2])
";

fn rows(count: usize) -> String {
    let towns = ["331122101", "331121101", "331102100"];
    let mut rows =
        String::from("town,name,status,reading_seats,building_area_m2,address,opened_on\n");
    for at in 0..count {
        let (town, seats, area) = (towns[at % 3], 20 + at % 300, 300 + at % 900);
        let _ = writeln!(
            rows,
            "{town},示例图书馆{at},existing,{seats},{area},示例路{at}号,20{:02}",
            at % 20
        );
    }
    rows
}

fn taizhang(folder: &Path, args: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{args:?}");
    start.elapsed()
}

fn main() {
    let count = std::env::var("FACILITIES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rows.csv"), rows(count)).unwrap();
    taizhang(folder.path(), &["init"]);
    taizhang(folder.path(), &["import", "rows.csv", "--kind", "library"]);
    let ours = taizhang(
        folder.path(),
        &[
            "export", "--format", "xlsx", "--kind", "library", "--out", "out.xlsx",
        ],
    );
    let csv = taizhang(
        folder.path(),
        &[
            "export", "--format", "csv", "--kind", "library", "--out", "out.csv",
        ],
    );
    println!("{count} facilities: workbook {ours:.1?}, CSV {csv:.1?}");
    let start = Instant::now();
    let mut python = Command::new("python3");
    python
        .args(["-c", OPENPYXL, "out.csv", "theirs.xlsx"])
        .current_dir(folder.path());
    match python.stderr(Stdio::null()).status() {
        Ok(status) if status.success() => {
            let theirs = start.elapsed();
            println!(
                "openpyxl {theirs:.1?}  ratio {:.2}",
                ours.as_secs_f64() / theirs.as_secs_f64()
            );
        }
        _ => println!("openpyxl is not installed"),
    }
}
