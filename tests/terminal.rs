//! The terminal layer on a real pseudo-terminal: `examples/keys.rs` is driven as a person and a
//! network would.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "terminal/rig.rs"]
mod rig;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rig::{Answers, Rig, keys_program};
use rustix::process::Signal;
use taizhang::store::APPLICATION_ID;

/// A packet that comes late, but within the wait after an Esc.
const SLOW_LINE: Duration = Duration::from_millis(10);

#[test]
fn chinese_is_typed_and_the_probe_is_answered() {
    let rig = Rig::start(Answers::Truly);
    rig.await_screen("utf8 Yes, ambiguous Narrow");
    rig.send("壶镇中心卫生院");
    rig.await_screen(r#"Text("壶镇中心卫生院")"#);
    for byte in "县".bytes() {
        rig.send([byte]);
        thread::sleep(SLOW_LINE);
    }
    rig.await_screen(r#"Text("县")"#);
    assert_eq!(rig.leave(), 0);
}

#[test]
fn keys_split_by_the_network_heal() {
    let rig = Rig::start(Answers::Truly);
    let cases: [(&[&str], &str); 7] = [
        (&["\x1b", "[A"], "Key(Key { code: Up, ctrl: false })"),
        (&["\x1b[", "15~"], "Key(Key { code: F(5), ctrl: false })"),
        (
            &["\x1b", "[3", "~"],
            "Key(Key { code: Delete, ctrl: false })",
        ),
        (&["\x1b\x1b[B"], "Key(Key { code: Down, ctrl: false })"),
        (&["\x1b", "2"], "Key(Key { code: F(2), ctrl: false })"),
        (&["\x1b"], "Key(Key { code: Esc, ctrl: false })"),
        (
            &["\x1b[200~甲\t1\r", "乙\x1b[20", "1~"],
            r#"Paste("甲\t1\n乙")"#,
        ),
    ];
    for (packets, expected) in cases {
        // A loaded machine may hold a packet back for longer than the wait. Not five times.
        let heals = (0..5).any(|_| {
            for packet in packets {
                rig.send(packet);
                thread::sleep(SLOW_LINE);
            }
            rig.shows(expected, Duration::from_secs(1))
        });
        assert!(heals, "{packets:?} on\n{}", rig.screen());
    }
    assert_eq!(rig.leave(), 0);
}

#[test]
fn a_long_burst_arrives_whole_without_another_key() {
    let rig = Rig::start(Answers::Truly);
    rig.send("a".repeat(3000));
    rig.await_screen("3000 characters");
}

#[test]
fn a_resize_to_next_to_nothing_and_back_repaints() {
    let rig = Rig::start(Answers::Truly);
    rig.send("壶镇");
    rig.await_screen("壶镇");
    for (rows, columns) in [(3, 3), (1, 1), (24, 80)] {
        let before = rig.bytes().len();
        rig.resize(rows, columns);
        rig.await_bytes(before, "\x1b[2J");
    }
    rig.await_screen("Resize(80, 24)");
    rig.await_screen("壶镇");
    assert_eq!(rig.leave(), 0);
}

#[test]
fn a_full_repaint_asks_the_terminal_nothing() {
    let rig = Rig::start(Answers::Truly);
    rig.send("壶镇");
    rig.await_screen("壶镇");
    let before = rig.bytes().len();
    rig.send("\x0c");
    rig.await_bytes(before, r#"Text("壶"#);
    let repaint = String::from_utf8_lossy(&rig.bytes()[before..]).into_owned();
    assert!(
        repaint.contains("\x1b[2J") && !repaint.contains("\x1b[6n"),
        "{repaint:?}"
    );
    rig.await_screen("壶镇");
}

#[test]
fn every_frame_is_one_write_and_an_idle_session_sends_nothing() {
    let rig = Rig::start(Answers::Truly);
    for text in ["社", "区", "医", "院"] {
        rig.send(text);
        rig.await_screen(&format!("Text({text:?})"));
    }
    let before = rig.bytes().len();
    thread::sleep(Duration::from_millis(500));
    assert_eq!(rig.bytes().len(), before);
    rig.send("\x11");
    let (code, output) = rig.finish();
    assert_eq!(code, 0);
    // The first frame and one for every character; what was sent agrees with what was counted.
    assert!(output.contains("frames=5 writes=5"), "{output:?}");
    assert_eq!(output.matches("\x1b[?2026h").count(), 5);
}

#[test]
fn a_termination_restores_the_terminal() {
    let rig = Rig::start(Answers::Truly);
    assert!(!rig.is_cooked());
    let before = rig.bytes().len();
    rig.signal(Signal::TERM);
    rig.await_bytes(before, "\x1b[?2004l\x1b[?25h\x1b[?1049l");
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 143);
    assert!(rig.is_cooked());
}

#[test]
fn a_panic_in_any_thread_restores_the_terminal_and_ends_the_process() {
    let rig = Rig::start(Answers::Truly);
    rig.send("\x18");
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 101);
    assert!(rig.is_cooked());
    let (_, output) = rig.finish();
    let (_, after) = output
        .rsplit_once("\x1b[?1049l")
        .expect("the alternate screen is left");
    assert_eq!(after.matches('\n').count(), 1, "{after:?}");
    assert!(
        after.contains("internal error") && !after.contains("index out of bounds"),
        "{after:?}"
    );
}

#[test]
fn a_panic_names_its_place_and_the_log_and_none_of_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("a.db");
    let mut header = vec![0; 100];
    header[68..72].copy_from_slice(&APPLICATION_ID.to_be_bytes());
    fs::write(&ledger, header).unwrap();
    let rig = Rig::start_with(Answers::Truly, |command| {
        command.env("KEYS_LEDGER", &ledger);
    });
    rig.await_screen("0 inputs");
    rig.send("壶镇4711");
    rig.await_screen("壶镇4711");
    rig.send("\x18");
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 101);
    assert!(rig.is_cooked());
    let (_, output) = rig.finish();
    let (_, said) = output
        .rsplit_once("\x1b[?1049l")
        .expect("the alternate screen is left");
    let log = ledger.with_file_name("a.db-log");
    let place = "examples/keys.rs:";
    for words in [
        "程序出错",
        "internal error",
        "草稿",
        "draft",
        place,
        log.to_str().unwrap(),
    ] {
        assert!(said.contains(words), "no {words:?} in {said:?}");
    }
    assert_eq!(said.matches('\n').count(), 1, "{said:?}");
    let entry = fs::read_to_string(log).unwrap();
    let (_, cause) = entry.split_once(" keys: panic: ").unwrap();
    let number = cause.trim_end().strip_prefix(place).unwrap();
    assert!(number.parse::<usize>().is_ok(), "{entry}");
    assert!(!entry.contains("4711") && !said.contains("4711"));
}

#[test]
fn a_closed_terminal_ends_the_process() {
    let mut rig = Rig::start(Answers::Truly);
    rig.hang_up();
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 129);
}

#[test]
fn a_closed_terminal_without_a_signal_ends_the_process() {
    let mut rig = Rig::start_with(Answers::Truly, |command| command.set_controlling_tty(false));
    rig.await_screen("0 inputs");
    rig.hang_up();
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 129);
}

#[test]
fn a_program_stuck_after_a_hang_up_sleeps_and_is_ended() {
    let mut rig = Rig::start_with(Answers::Truly, |command| {
        command.set_controlling_tty(false);
        command.env("KEYS_STUCK", "1");
    });
    rig.await_screen("0 inputs");
    rig.hang_up();
    let before = rig.cpu_ticks();
    thread::sleep(Duration::from_millis(500));
    let burned = rig.cpu_ticks() - before;
    assert!(burned <= 5, "{burned} ticks of 10 ms in 500 ms");
    assert_eq!(rig.await_exit(Duration::from_secs(4)), 129);
}

#[test]
fn a_terminal_of_another_encoding_is_recognised() {
    let rig = Rig::start(Answers::Column(7));
    rig.await_screen("utf8 No, ambiguous Unknown");
}

#[test]
fn a_terminal_that_draws_wide_is_recognised() {
    let rig = Rig::start(Answers::Columns(5, 4));
    rig.await_screen("utf8 Yes, ambiguous Wide");
}

#[test]
fn a_silent_terminal_costs_a_second_and_no_keystroke() {
    let rig = Rig::start_with(Answers::Never, |_| {});
    let start = Instant::now();
    rig.await_bytes(0, "\x1b[6n");
    rig.send("壶1\x1b[A");
    rig.await_screen("Key(Key { code: Up, ctrl: false })");
    assert!(start.elapsed() < Duration::from_secs(2));
    rig.await_screen(r#"Text("壶1")"#);
    rig.await_screen("utf8 Unknown, ambiguous Unknown");
}

#[test]
fn a_terminal_that_tells_keys_apart_is_made_to_and_made_to_stop() {
    let rig = Rig::start(Answers::Keys);
    rig.await_screen("utf8 Yes, ambiguous Narrow");
    assert!(rig.shown().contains("\x1b[>5u"));
    rig.send("\x1b[27u");
    rig.await_screen("Key(Key { code: Esc, ctrl: false })");
    rig.send("\x1b[P\x1b[57414u[A");
    rig.await_screen("Key(Key { code: F(1), ctrl: false })");
    rig.await_screen("Key(Key { code: Enter, ctrl: false })");
    rig.await_screen(r#"Text("[A")"#);
    rig.send("\x1b[113;5u");
    let (code, shown) = rig.finish();
    assert_eq!(code, 0);
    let end = shown.rfind("\x1b[<u").unwrap();
    assert!(shown[end..].contains("\x1b[?1049l"));
    // The others are left as they are.
    let rig = Rig::start(Answers::Truly);
    assert!(!rig.shown().contains("\x1b[>5u"));
    rig.send("\x11");
    assert!(!rig.finish().1.contains("\x1b[<u"));
}

#[test]
fn a_dumb_terminal_is_asked_nothing() {
    let rig = Rig::start_with(Answers::Never, |command| command.env("TERM", "dumb"));
    rig.await_screen("utf8 Unknown");
    assert!(!rig.shown().contains("\x1b[6n"));
}

#[test]
fn without_a_terminal_nothing_is_written_to_the_output() {
    let output = Command::new(keys_program())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("must be a terminal"));
}
