//! Years of a county and its towns, simulated: one seed is one history, in which clerks, inspectors and
//! admins act through the store's own interface while clocks jump, files are lost, doubled and late,
//! processes are killed, the power is cut and connections to the hub end.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod admin;
mod attempts;
mod checks;
mod clerk;
mod clock;
#[path = "../support/dice.rs"]
mod dice;
#[path = "../support/disk.rs"]
#[allow(dead_code, reason = "the disk of other tests; these use a part of it")]
mod disk;
mod faults;
mod fold;
mod ground;
mod history;
mod hub;
mod hub_database;
mod hub_losses;
mod hub_state;
mod inspector;
mod killed;
mod machine;
mod plan;
mod post;
#[path = "../hub/server.rs"]
#[allow(
    dead_code,
    reason = "the server of other tests; these use a part of it"
)]
mod server;
mod servers;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, thread};

use history::{History, Told};
use plan::Plan;

/// Memory, where there is a folder in it: a sync of a real disk tells nothing here and takes long.
fn in_memory() -> Option<&'static Path> {
    let folder = Path::new("/dev/shm");
    folder.is_dir().then_some(folder)
}

fn run(seed: u64, plan: Plan) -> Result<Told, String> {
    History::new(seed, plan, in_memory()).run()
}

/// Runs seeds on as many threads as there are processors, until so many went wrong. Returns what
/// happened in those that ended well, and what was wrong in the others, by seed.
fn run_all(seeds: Range<u64>, plan: Plan, most: usize) -> (Vec<Told>, BTreeMap<u64, String>) {
    let next = AtomicU64::new(seeds.start);
    let (told, wrong) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end || wrong.lock().unwrap().len() >= most {
                break;
            }
            match run(seed, plan) {
                Ok(history) => told.lock().unwrap().push(history),
                Err(what) => drop(wrong.lock().unwrap().insert(seed, what)),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    (told.into_inner().unwrap(), wrong.into_inner().unwrap())
}

/// Runs seeds that must all end well.
fn assert_all_end_well(seeds: Range<u64>, plan: Plan) -> Vec<Told> {
    let (told, wrong) = run_all(seeds, plan, 3);
    let said: Vec<&str> = wrong.values().map(|what| &**what).collect();
    assert!(wrong.is_empty(), "{}", said.join("\n"));
    told
}

/// What the histories of a hundred seeds must have brought about, in the words of the log.
const MUST_HAPPEN: [&str; 38] = [
    ": add hall: wrote",
    ": edit: wrote",
    ", then: Outdated",
    ": move: wrote",
    ": delete: wrote",
    ": bring back: wrote",
    ": fill a sheet: wrote",
    ": key again: wrote",
    ": confirm: 1",
    ": answer",
    ": except: wrote",
    ": begin a review",
    ": return a record",
    ": close a finding",
    ": reopen a finding",
    ": approve 1",
    ": approve a list: 1",
    ": draw a sample",
    ": visit",
    ": load version",
    ": settle: Written",
    ": close 20",
    ": reopen 20",
    ": rename 33",
    ": merge 33",
    ": close 33",
    ": reopen 33",
    ": put 33",
    ": start again",
    ": send a snapshot",
    ": send changes",
    ": merge changes of",
    ": restore a snapshot of",
    ": a file is lost",
    "refused: Gap",
    "refused: PackNewerHere",
    "refused: ClockBehindTrail",
    "; PowerCut after it was told",
];

#[test]
fn a_hundred_histories_end_well() {
    let told = assert_all_end_well(0..100, Plan::SHORT);
    assert_happened(&told, &MUST_HAPPEN);
}

fn assert_happened(told: &[Told], all: &[&str]) {
    let lines: Vec<&String> = told.iter().flat_map(|told| &told.log).collect();
    let happened = |what: &&&str| lines.iter().any(|line| line.contains(**what));
    let missing: Vec<&&str> = all.iter().filter(|what| !happened(what)).collect();
    assert!(missing.is_empty(), "it never happened: {missing:?}");
}

#[test]
fn a_seed_replays_to_the_byte() {
    let [one, other] = [(); 2].map(|()| run(7, Plan::SHORT).unwrap());
    assert_eq!(one.log, other.log);
    assert_eq!(one.digest, other.digest);
}

/// The first seed of those that a run of the continuous integration has in which a fault is found
/// that was made on purpose.
fn found(plan: Plan) -> String {
    let (_, wrong) = run_all(0..THOUSAND, plan, 1);
    let what = wrong.into_values().next();
    what.unwrap_or_else(|| panic!("nobody noticed"))
}

#[test]
fn a_fold_in_the_wrong_order_is_found() {
    let order = fold::Order::Arrival;
    let what = found(Plan {
        order,
        ..Plan::SHORT
    });
    assert!(what.contains("the record"), "{what}");
}

#[test]
fn a_lost_sync_is_found() {
    let deaf = disk::Deaf::Files;
    let what = found(Plan {
        deaf,
        ..Plan::SHORT
    });
    assert!(what.contains("was acknowledged and is lost"), "{what}");
}

/// How many seeds the continuous integration has, with the hundred of a plain run.
const THOUSAND: u64 = 1000;

#[test]
#[ignore = "minutes: as many histories as TAIZHANG_TEST_SEEDS says from TAIZHANG_TEST_SEED on, else a hundred to a thousand"]
fn more_histories_end_well() {
    let first = number_of("TAIZHANG_TEST_SEED").unwrap_or(100);
    let seeds = number_of("TAIZHANG_TEST_SEEDS").unwrap_or(THOUSAND - 100);
    assert_all_end_well(first..first + seeds, Plan::SHORT);
}

/// A number that a variable of the environment has.
fn number_of(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

#[test]
#[ignore = "as many seeds as TAIZHANG_TEST_SEEDS says, from TAIZHANG_TEST_SEED on: ten years of a county each"]
fn ten_years_of_a_county_end_well() {
    let first = number_of("TAIZHANG_TEST_SEED").unwrap_or(0);
    let seeds = number_of("TAIZHANG_TEST_SEEDS").unwrap_or(1);
    let told = assert_all_end_well(first..first + seeds, Plan::TEN_YEARS);
    let lines = || told.iter().flat_map(|told| &told.log);
    let killed = lines().filter(|line| line.contains("killed at call"));
    println!(
        "{} steps, {} killed at a call",
        lines().count(),
        killed.count()
    );
}

#[test]
#[ignore = "the other process of a step that is killed; without a step it does nothing"]
fn a_step_in_a_process_of_its_own() {
    killed::Step::act_of_environment();
}

/// What the histories with a hub that the continuous integration runs must have brought about.
const MUST_HAPPEN_TO_A_HUB: [&str; 15] = [
    "pull 1",
    "push 1",
    " 1 conflicts",
    "pull is cancelled",
    "push is cancelled",
    "pull is cut",
    "push is cut",
    "status 1",
    "renew the hub",
    "the server is started again",
    "the hub lost",
    "refused: NoInitPermission",
    "push refused: PackNewer",
    "push refused: ClockAhead",
    "push refused: ParentNotThere",
];

#[test]
fn histories_with_a_hub_end_well() {
    if servers::are_there() {
        let told = assert_all_end_well(0..4, Plan::HUB);
        let again = run(1, Plan::HUB).unwrap(); // Its connections are cut twice.
        let is_same = |one: &Told| (&one.log, &one.digest) == (&again.log, &again.digest);
        assert!(
            told.iter().any(is_same),
            "a seed does not replay to the byte"
        );
    }
}

#[test]
fn a_hub_that_forgets_the_last_change_of_a_push_is_found() {
    if servers::are_there() {
        let hub = hub::HubPlan::Forgetful;
        let what = found(Plan { hub, ..Plan::HUB });
        assert!(what.contains("was acknowledged and is lost"), "{what}");
    }
}

#[test]
#[ignore = "a minute: as many histories with a hub as TAIZHANG_TEST_SEEDS says, else forty"]
fn more_histories_with_a_hub_end_well() {
    if servers::are_there() {
        let first = number_of("TAIZHANG_TEST_SEED").unwrap_or(0);
        let seeds = number_of("TAIZHANG_TEST_SEEDS").unwrap_or(40);
        let told = assert_all_end_well(first..first + seeds, Plan::HUB);
        if seeds >= 40 {
            assert_happened(&told, &MUST_HAPPEN_TO_A_HUB);
        }
    }
}

#[test]
#[ignore = "the one seed that TAIZHANG_TEST_SEED names, told step by step"]
fn one_seed() {
    tell(Plan::SHORT);
}

#[test]
#[ignore = "the same of a history with a hub"]
fn seed_with_a_hub() {
    if servers::are_there() {
        tell(Plan::HUB);
    }
}

/// Tells the seed that the environment names.
fn tell(plan: Plan) {
    let Some(seed) = number_of("TAIZHANG_TEST_SEED") else {
        return;
    };
    match run(seed, plan) {
        Ok(told) => println!("{}\n{}", told.log.join("\n"), told.digest),
        Err(wrong) => panic!("{wrong}"),
    }
}
