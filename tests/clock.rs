//! Clocks that are wrong, and the time zone in which a ledger counts its days. The clock is that of
//! `faketime`, without which these tests say so and do nothing; `.ci/run` installs it.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use std::process::Command;

use program::{Folder, Ran};

const FILES: [(&str, &str); 3] = [
    ("k1.csv", include_str!("cases/clock-1.csv")),
    ("k2.csv", include_str!("cases/clock-2.csv")),
    ("k3.csv", include_str!("cases/clock-3.csv")),
];

/// Whether the clock can be set; where it must be, that it cannot is a failure.
fn is_there() -> bool {
    let there = Command::new("faketime").arg("--version").output().is_ok();
    assert!(
        there || std::env::var_os("TAIZHANG_TEST_MUST_FAKE").is_none(),
        "faketime is missing"
    );
    there
}

/// Runs the words of a line at a time of UTC.
fn at(folder: &Folder, time: &str, line: &str) -> Ran {
    let own = folder.command(&line.split_whitespace().collect::<Vec<_>>());
    let mut command = Command::new("faketime");
    command
        .args(["-f", time])
        .arg(own.get_program())
        .args(own.get_args())
        .current_dir(folder.path(""));
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    // Only the clock on the wall stands still.
    command
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("TZ", "America/New_York")
        .stdin(std::process::Stdio::null());
    Ran::of(&command.output().unwrap())
}

fn with_three_clocks() -> Folder {
    let folder = Folder::new();
    for (name, text) in FILES {
        folder.write(name, text);
    }
    at(&folder, "2026-11-20 10:00:00", "init").good();
    at(
        &folder,
        "2026-11-20 10:00:00",
        "import k1.csv --kind library --as T",
    )
    .good();
    for (time, file) in [
        ("2026-11-19 10:00:00", "k2.csv"),
        ("1970-01-02 10:00:00", "k3.csv"),
    ] {
        let ran = at(
            &folder,
            time,
            &format!("--lang en import {file} --kind library --as T"),
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.err.starts_with("taizhang: [!] clock behind: ") && ran.err.ends_with("; set it\n"),
            "{}",
            ran.err
        );
    }
    folder
}

#[test]
fn a_clock_that_runs_behind_is_told_and_the_history_stands_in_the_order_of_its_saves() {
    if !is_there() {
        return;
    }
    let folder = with_three_clocks();
    let history = at(&folder, "2026-11-21 10:00:00", "--lang en history 示例一").good();
    let seats: Vec<&str> = history
        .lines()
        .filter(|line| line.contains("Reading seats:"))
        .collect();
    let expected = [
        "125 seats -> 130 seats",
        "120 seats -> 125 seats",
        "(empty) -> 120 seats",
    ];
    assert!(
        seats
            .iter()
            .zip(expected)
            .all(|(line, words)| line.ends_with(words))
            && seats.len() == 3,
        "{history}"
    );
    let doctor = at(&folder, "2026-11-21 10:00:00", "--lang en doctor").good();
    let told: Vec<&str> = doctor
        .lines()
        .filter(|line| line.contains("the clock was behind"))
        .collect();
    assert_eq!(told.len(), 2, "{doctor}");
    assert!(
        told[0].starts_with("[i] the change ") && told[0].contains(":5 is dated "),
        "{doctor}"
    );
    // A change counts from the day on which all that it is based on is known.
    let libraries = |day: &str| {
        let report = at(
            &folder,
            "2026-11-21 10:00:00",
            &format!("report --format json --as-of {day}"),
        )
        .good();
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let of = |standing: &&serde_json::Value| {
            standing["requirement"] == "library" && standing["place"] == "331122101"
        };
        let standing = report["standings"]
            .as_array()
            .unwrap()
            .iter()
            .find(of)
            .unwrap()
            .clone();
        (standing["have"].clone(), standing["candidates"].clone())
    };
    assert_eq!(libraries("2026-11-19"), ("0".into(), 0.into()));
    assert_eq!(libraries("2026-11-20"), ("130".into(), 1.into()));
    at(&folder, "2026-11-21 10:00:00", "snapshot s.db").good();
    at(&folder, "2026-11-21 10:00:00", "verify s.db").good();
}

#[test]
fn every_clock_is_taken_and_one_that_cannot_be_right_is_told() {
    if !is_there() {
        return;
    }
    for (time, wrong) in [
        ("1960-01-01 10:00:00", true),
        ("2026-11-20 10:00:00", false),
        ("2190-01-01 10:00:00", true),
    ] {
        let folder = Folder::new();
        for (name, text) in FILES {
            folder.write(name, text);
        }
        at(&folder, time, "init").good();
        for line in [
            "--lang en import k1.csv --kind library --as T",
            "--lang en report",
            "--lang en export --format json --out out.json",
            "--lang en history 示例一",
            "--lang en snapshot s.db",
            "--lang en exchange x.db",
            "--lang en doctor",
        ] {
            let ran = at(&folder, time, line);
            assert_eq!(ran.code, 0, "{time} {line}: {}{}", ran.out, ran.err);
            let is_told = ran.err.contains("[!] clock wrong: it shows ");
            assert!(
                is_told == wrong || line.contains("snapshot"),
                "{time} {line}: {}",
                ran.err
            );
        }
        at(&folder, time, "verify s.db").good();
        at(&folder, time, "--db b.db restore s.db").good();
        let workbook = at(&folder, time, "--lang en report --format xlsx --out r.xlsx");
        assert_eq!(
            workbook.code,
            if time < "1970" { 2 } else { 0 },
            "{}",
            workbook.err
        );
    }
}

#[test]
fn the_day_is_that_of_the_pack_and_not_of_the_machine() {
    if !is_there() {
        return;
    }
    // Half past eleven in the evening in Lishui, half past ten in the morning in New York.
    let folder = Folder::new();
    for (name, text) in FILES {
        folder.write(name, text);
    }
    at(&folder, "2026-12-31 10:30:00", "init").good();
    at(
        &folder,
        "2026-12-31 10:30:00",
        "import k1.csv --kind library --as T",
    )
    .good();
    let as_of = |time: &str| {
        let report = at(&folder, time, "report --format json").good();
        serde_json::from_str::<serde_json::Value>(&report).unwrap()["as_of"].clone()
    };
    assert_eq!(as_of("2026-12-31 10:45:00"), "2026-12-31");
    at(
        &folder,
        "2026-12-31 11:30:00",
        "import k2.csv --kind library --as T",
    )
    .good();
    assert_eq!(as_of("2026-12-31 11:45:00"), "2027-01-01");
    let history = at(&folder, "2026-12-31 12:00:00", "history 示例一").good();
    assert!(
        history.contains("2026-12-31 23:30:0") && history.contains("2027-01-01 00:30:0"),
        "{history}"
    );
    let seats = |day: &str| {
        let report = at(
            &folder,
            "2026-12-31 12:00:00",
            &format!("report --format json --as-of {day}"),
        )
        .good();
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let of = |standing: &&serde_json::Value| {
            standing["requirement"] == "library" && standing["place"] == "331122101"
        };
        report["standings"]
            .as_array()
            .unwrap()
            .iter()
            .find(of)
            .unwrap()["have"]
            .clone()
    };
    assert_eq!(
        (
            seats("2026-12-30"),
            seats("2026-12-31"),
            seats("2027-01-01")
        ),
        ("0".into(), "120".into(), "125".into())
    );
}

#[test]
fn a_place_that_was_opened_again_was_closed_in_between() {
    if !is_there() {
        return;
    }
    let folder = Folder::new();
    at(&folder, "2026-11-18 10:00:00", "init").good();
    let close = "places close 温溪镇 --on 2026-11-20 --yes";
    at(&folder, "2026-11-20 10:00:00", close).good();
    let reopen = "places reopen 温溪镇 --on 2026-11-23 --yes";
    at(&folder, "2026-11-23 10:00:00", reopen).good();
    let judges = |day: &str| {
        let line = format!("report --as-of {day}");
        at(&folder, "2026-11-25 10:00:00", &line)
            .good()
            .contains("温溪镇")
    };
    assert_eq!(
        ["2026-11-19", "2026-11-21", "2026-11-24"].map(judges),
        [true, false, true]
    );
}

#[test]
fn a_closing_that_is_dated_ahead_comes_into_force_with_its_day_in_the_zone_of_the_ledger() {
    if !is_there() {
        return;
    }
    let folder = Folder::new();
    at(&folder, "2026-11-20 10:00:00", "init").good();
    let close = "places close 温溪镇 --on 2026-11-22 --yes";
    at(&folder, "2026-11-20 10:00:00", close).good();
    let judges = |time: &str| at(&folder, time, "report").good().contains("温溪镇");
    assert!(judges("2026-11-21 09:00:00"));
    assert!(!judges("2026-11-21 17:00:00"));
    at(&folder, "2026-11-21 17:00:00", "doctor").good();
    let then = at(&folder, "2026-11-23 10:00:00", "report --as-of 2026-11-21");
    assert!(then.good().contains("温溪镇"));
}
