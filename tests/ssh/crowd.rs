//! Many who read while some write.

use std::thread;

use serde_json::Value as Json;

use crate::rig::Rig;
use crate::server::{Client, Server};
use crate::{DOWN, ENTER, F2, F4, MATRIX, RIGHT, SHORTFALLS, TAB, TOWNS};

const READERS: usize = 20;
/// How many libraries each of the two clerks saves, each with one seat more.
const RECORDS: usize = 8;
const FIRST_SEATS: usize = 120;
const HOME: &str = "\x1b[H";
const PAGE_DOWN: &str = "\x1b[6~";
const ESC: &str = "\x1b";

/// Types and saves libraries in the town of the session, which stands first.
fn write(rig: &Rig, name: &str, number: usize) {
    rig.await_screen(MATRIX);
    rig.send(format!("{RIGHT}{ENTER}"));
    rig.await_screen("> 公共图书馆");
    rig.send(F4);
    for at in 0..RECORDS {
        rig.await_screen("第 1/29 项");
        let (library, seats) = (
            format!("{name}第{}馆", at + number * RECORDS),
            FIRST_SEATS + at,
        );
        rig.send(format!("{library}{}2{TAB}{seats}", TAB.repeat(3)));
        rig.await_screen(&format!("{seats}/130"));
        rig.send(F2);
        rig.await_screen(&format!("已保存：{library}"));
    }
    assert_eq!(rig.leave(), 0);
}

/// The verdicts of the page of shortfalls on a screen, from the top.
fn verdicts(screen: &str) -> Vec<String> {
    let rows = screen
        .lines()
        .skip(2)
        .take_while(|line| !line.starts_with('-'));
    let verdict = |row: &str| Some(row.split("未达标 ").nth(1)?.split(' ').next()?.to_owned());
    rows.filter_map(verdict).collect()
}

/// The same from a report.
fn reported(report: &Json) -> Vec<String> {
    let short = report["standings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|standing| standing["verdict"] == "short");
    let text = |standing: &Json, key: &str| standing[key].as_str().unwrap().to_owned();
    let verdict = |standing: &Json| {
        let limit = if standing["operator"] == ">" { ">" } else { "" };
        format!(
            "{}/{limit}{}",
            text(standing, "have"),
            text(standing, "need")
        )
    };
    short.map(verdict).collect()
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn twenty_sessions_read_while_two_clerks_write_and_nobody_sees_an_error_or_a_wrong_verdict() {
    let server = Server::start();
    let readers: Vec<_> = (0..READERS)
        .map(|at| server.admit("inspector", &format!("示例审核{at}"), &[]))
        .collect();
    let clerks = [("示例甲", TOWNS[0]), ("示例乙", TOWNS[1])];
    let clerks = clerks.map(|(name, town)| server.admit("clerk", name, &["--town", town]));
    let readers: Vec<Rig> = readers
        .iter()
        .map(|reader| reader.session(|_| {}))
        .collect();
    for rig in &readers {
        rig.await_screen(SHORTFALLS);
    }
    let mut rounds = 0;
    thread::scope(|scope| {
        let begin = |(row, clerk)| {
            let clerk: &Client = clerk;
            scope.spawn(move || write(&clerk.session(|_| {}), &clerk.name, row))
        };
        let writing: Vec<_> = clerks.iter().enumerate().map(begin).collect();
        while !writing.iter().all(thread::ScopedJoinHandle::is_finished) {
            for (at, rig) in readers.iter().enumerate() {
                rig.send([DOWN, PAGE_DOWN, HOME, ENTER][(at + rounds) % 4]);
                thread::yield_now();
                // A reader who opened something comes back to the list; there the answer is only a
                // note.
                rig.send(ESC);
                rig.comes_to_show(|screen| screen.contains(SHORTFALLS));
            }
            rounds += 1;
        }
        for writer in writing {
            writer.join().unwrap();
        }
    });
    let expected = reported(&server.folder.json(""));
    let last = format!("{}/130", FIRST_SEATS + RECORDS - 1);
    assert_eq!(
        expected.iter().filter(|verdict| **verdict == last).count(),
        clerks.len(),
        "{expected:?}"
    );
    for rig in &readers {
        rig.send(HOME);
        let is_right = |screen: &str| {
            let shown = verdicts(screen);
            screen.contains(SHORTFALLS) && shown.len() >= 10 && expected.starts_with(&shown)
        };
        assert!(
            rig.comes_to_show(is_right),
            "{expected:?}\n{}",
            rig.screen()
        );
        for error in [
            "正在使用",
            "出错",
            "不能",
            "无法写",
            "无法打开",
            "taizhang:",
        ] {
            assert!(!rig.shown().contains(error), "told {error:?}");
        }
        assert_eq!(rig.leave(), 0);
    }
    assert!(rounds > 0);
    assert_eq!(server.folder.run("doctor").code, 0);
    eprintln!("{READERS} readers looked {rounds} times each");
}
