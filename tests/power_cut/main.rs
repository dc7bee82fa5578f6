//! The power is cut: whatever of the writes, names and removals that nobody waited for is missing,
//! torn or there in another order, every save that was told is there, and what was replaced is kept
//! whole.
//!
//! A program is run under `strace`, and what it did is replayed onto disks that keep only what they
//! must.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/dice.rs"]
mod dice;
#[path = "../support/disk.rs"]
#[allow(dead_code, reason = "the simulator lays out files of its own")]
mod disk;
mod imports;
mod scenario;
#[path = "../store/support.rs"]
#[allow(
    dead_code,
    reason = "the ledgers of other tests; these use a part of it"
)]
mod support;
#[path = "../support/trace.rs"]
mod trace;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, thread};

use dice::Dice;
use disk::{Deaf, Event, Tree};
use scenario::{ALL, Scenario, Told};
use trace::{CALLS, Reader};

/// Name the scenario and its folder to the program that is traced.
const SCENARIO: &str = "TAIZHANG_TEST_SCENARIO";
const FOLDER: &str = "TAIZHANG_TEST_FOLDER";

#[test]
#[ignore = "the traced process of the tests; without a scenario it does nothing"]
fn a_program_that_is_traced() {
    let (Ok(name), Some(folder)) = (env::var(SCENARIO), env::var_os(FOLDER)) else {
        return;
    };
    let scenario = ALL.iter().find(|scenario| scenario.name == name).unwrap();
    (scenario.run)(Path::new(&folder));
}

/// Whether programs can be traced here.
fn can_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-e", "trace=none", "true"])
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

/// What a scenario did, and to what.
struct Recorded {
    before: Tree,
    events: Vec<Event>,
}

fn record(scenario: &Scenario) -> Recorded {
    let place = tempfile::tempdir().unwrap();
    let folder = fs::canonicalize(place.path()).unwrap().join("folder");
    fs::create_dir(&folder).unwrap();
    (scenario.prepare)(&folder);
    let mut tree = Tree::of(&folder);
    let mut before = tree.clone();
    let log = place.path().join("log");
    let traced = Command::new("strace")
        .args(["-f", "-xx", "-s", "1000000000", "-e", CALLS, "-o"])
        .arg(&log)
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "a_program_that_is_traced",
            "--ignored",
            "--nocapture",
        ])
        .env(SCENARIO, scenario.name)
        .env(FOLDER, &folder)
        .output()
        .unwrap();
    assert!(
        traced.status.success(),
        "{}: {}",
        scenario.name,
        String::from_utf8_lossy(&traced.stdout)
    );
    let events = Reader::of(&folder, &mut tree).read(&log);
    before.know_nodes_of(&tree);
    Recorded { before, events }
}

/// Cuts the power so many times; what was wrong afterwards.
fn cut(scenario: &Scenario, recorded: &Recorded, states: u64, deaf: Deaf) -> Vec<String> {
    let (next, wrong) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= states {
                break;
            }
            if let Err(what) = look_after_a_cut(scenario, recorded, number, deaf) {
                wrong
                    .lock()
                    .unwrap()
                    .push(format!("{}, state {number}: {what}", scenario.name));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    wrong.into_inner().unwrap()
}

fn mark(event: &Event) -> Option<&str> {
    if let Event::Mark(mark) = event {
        Some(mark)
    } else {
        None
    }
}

fn look_after_a_cut(
    scenario: &Scenario,
    recorded: &Recorded,
    number: u64,
    deaf: Deaf,
) -> scenario::Verdict {
    let mut dice = Dice::of(number + 1);
    let at = disk::moment(&recorded.events, &mut dice);
    let (done, ahead) = recorded.events.split_at(at);
    let told: Vec<&str> = done.iter().filter_map(mark).collect();
    let told = Told {
        done: &told,
        next: ahead.iter().find_map(mark),
    };
    let place = tempfile::tempdir().unwrap();
    disk::after_a_cut(&recorded.before, done, deaf, &mut dice).lay_out(place.path());
    (scenario.check)(place.path(), &told).map_err(|what| {
        format!(
            "after {at} of {} and {:?}: {what}",
            recorded.events.len(),
            told.done.last()
        )
    })
}

/// Every scenario, and its controls: a disk that does not wait must be noticed.
fn cut_all(states: u64) {
    for scenario in &ALL {
        let recorded = record(scenario);
        let wrong = cut(scenario, &recorded, states, Deaf::Never);
        assert!(
            wrong.is_empty(),
            "{} of {states}:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
        let deaf = if scenario.name == "restores" {
            Deaf::Folders
        } else {
            Deaf::Files
        };
        let missed: Vec<usize> = [Deaf::Always, deaf]
            .into_iter()
            .map(|deaf| cut(scenario, &recorded, 40, deaf).len())
            .collect();
        println!(
            "{}: {states} states of {} events; without syncs {missed:?} of 40 are wrong",
            scenario.name,
            recorded.events.len()
        );
        assert!(
            !missed.contains(&0),
            "{}: nobody noticed that syncs were left out: {missed:?}",
            scenario.name
        );
    }
}

#[test]
fn what_was_saved_survives_a_power_cut() {
    if can_trace() {
        cut_all(20);
    }
}

#[test]
#[ignore = "minutes: the test above with 1,000 states and more; needs strace"]
fn what_was_saved_survives_a_thousand_power_cuts() {
    assert!(can_trace(), "strace does not work here");
    cut_all(300);
}
