//! The ledger of so many towns that the program itself makes and fills, and the runs of the program.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_taizhang");
const PACK: &str = include_str!("../../tests/packs/minimums.toml");
const SCOPE: &str = r#"places = ["331122101", "331121101", "331102100"]"#;
/// The greenways of a town, beside its library and its center.
pub(crate) const GREENWAYS: usize = 18;

/// What a process took.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// The time of the processor that all its threads took; zero where that was not looked at.
    pub(crate) cpu: Duration,
    /// The most memory it had, in KiB; 0 where that was not looked at.
    pub(crate) memory: u64,
}

impl Cost {
    pub(crate) const fn of(time: Duration) -> Self {
        Self {
            time,
            cpu: Duration::ZERO,
            memory: 0,
        }
    }
}

/// Runs the program in a folder.
pub(crate) fn taizhang(folder: &Path, args: &[&str]) -> Cost {
    let start = Instant::now();
    let mut command = Command::new(PROGRAM);
    command.args(args).current_dir(folder);
    command.env_remove("TAIZHANG_DB").stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let (mut memory, mut cpu) = (0, Duration::ZERO);
    let status = loop {
        memory = memory.max(peak(child.id()));
        cpu = cpu.max(process_time(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        thread::sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    assert!(status.success(), "{args:?}");
    Cost { time, cpu, memory }
}

/// Returns the most memory that a process had so far, in KiB.
pub(crate) fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Returns the time of the processor that a process took, with threads that have ended, in
/// hundredths of a second.
fn process_time(pid: u32) -> Duration {
    let told = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // Behind the name of the program, which may hold blanks.
    let fields = told.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Returns the time of the processor that the threads of a process took which are there.
pub(crate) fn processor_time(pid: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let nanoseconds = threads.filter_map(|thread| {
        let told = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

pub(crate) fn town(at: usize) -> String {
    format!("{}", 900_000_000 + at)
}

/// The files of a ledger of so many towns.
pub(crate) struct Files {
    folder: TempDir,
    pub(crate) rows: usize,
}

impl Files {
    pub(crate) fn make(towns: usize) -> Self {
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

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Cost {
        taizhang(self.path(), args)
    }

    /// Makes a ledger anew.
    pub(crate) fn init(&self, ledger: &str) -> Cost {
        for ending in ["", "-wal", "-shm", "-log"] {
            let _ = fs::remove_file(self.at(&format!("{ledger}{ending}")));
        }
        let named = ["--db", ledger, "init", "--pack", "pack.toml"];
        self.run(&[&named[..], &["--places", "places.csv"]].concat())
    }

    /// Imports all files of facilities.
    pub(crate) fn import(&self, ledger: &str) -> Cost {
        let mut whole = Cost::of(Duration::ZERO);
        for kind in ["library", "fitness_center", "greenway"] {
            let file = format!("{kind}.csv");
            let cost = self.run(&["--db", ledger, "import", &file, "--kind", kind]);
            whole.time += cost.time;
            whole.cpu += cost.cpu;
            whole.memory = whole.memory.max(cost.memory);
        }
        whole
    }
}
