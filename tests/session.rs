//! The real program in a real pseudo-terminal, as a clerk, a bad link and a power cut use it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "terminal/rig.rs"]
mod rig;

use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use rustix::process::Signal;
use tempfile::TempDir;

const ENTER: &str = "\r";
/// To the next field, be it optional or not.
const TAB: &str = "\t";
const RIGHT: &str = "\x1b[C";
const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const F9: &str = "\x1b[20~";
const F10: &str = "\x1b[21~";
const BACKSPACE: &str = "\x7f";
const CTRL_T: &str = "\x14";

fn program(folder: &Path, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
    command.args(args);
    command.cwd(folder);
    for name in ["NO_COLOR", "TAIZHANG_DB", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    command.env("LANG", "zh_CN.UTF-8");
    command.env("USER", "示例填报人");
    command
}

/// A folder with a ledger of the four minimums.
fn with_ledger() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/minimums.toml");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_taizhang"))
        .args(["init", "--pack", pack])
        .current_dir(folder.path())
        .env_remove("TAIZHANG_DB")
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    folder
}

fn start(folder: &TempDir) -> Rig {
    let rig = Rig::run(Answers::Truly, program(folder.path(), &[]));
    rig.await_screen("达标情况");
    rig
}

/// Types a library of 129 seats, to the last digit and no further.
fn type_library(rig: &Rig) {
    rig.send(format!("{RIGHT}{ENTER}"));
    rig.await_screen("按 F4 新增");
    rig.send(F4);
    rig.await_screen("第 1/29 项");
    rig.send("示例图书馆");
    rig.await_screen("示例图书馆");
    rig.send(TAB.repeat(3));
    // The digit chooses and goes on.
    rig.send(format!("2{TAB}129"));
    rig.await_screen("[!]未达标 129/130 还差 1座");
}

#[test]
fn a_new_ledger_takes_a_library_by_keyboard_alone() {
    let folder = with_ledger();
    let rig = start(&folder);
    type_library(&rig);
    rig.send(format!("{BACKSPACE}{BACKSPACE}30"));
    rig.await_screen("[OK]达标 130/130");
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    rig.send("\x1b");
    rig.await_screen("名称");
    rig.send("\x1b");
    rig.await_screen("[OK]达标 130/130 未填报 0/>2000");
    rig.send(CTRL_T);
    rig.await_screen("[OK]met 130/130");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
}

#[test]
fn what_was_typed_survives_kill_9_and_is_offered_at_the_next_start() {
    let folder = with_ledger();
    let rig = start(&folder);
    type_library(&rig);
    rig.signal(Signal::KILL);
    rig.await_exit(Duration::from_secs(5));
    let rig = start(&folder);
    rig.await_screen("有 1 份未保存的表");
    rig.send(F9);
    rig.await_screen("示例图书馆");
    rig.send(ENTER);
    rig.await_screen("[!]未达标 129/130 还差 1座");
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
}

#[test]
fn a_lost_link_and_a_termination_end_the_program_and_keep_the_draft() {
    let folder = with_ledger();
    let mut rig = start(&folder);
    type_library(&rig);
    rig.hang_up();
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 129);
    let rig = start(&folder);
    rig.await_screen("有 1 份未保存的表");
    rig.signal(Signal::TERM);
    assert_eq!(rig.await_exit(Duration::from_secs(2)), 143);
    assert!(rig.is_cooked());
}

#[test]
fn a_terminal_that_is_not_utf_8_is_told_in_one_line() {
    let folder = with_ledger();
    let rig = Rig::run(
        Answers::Column(7),
        program(folder.path(), &["--lang", "en"]),
    );
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 2);
    let (_, output) = rig.finish();
    let said: Vec<&str> = output
        .lines()
        .filter(|line| line.contains("taizhang: "))
        .collect();
    assert_eq!(said.len(), 1, "{output:?}");
    assert!(
        said[0].contains("set the character set of the terminal to UTF-8"),
        "{said:?}"
    );
}

/// What a key costs until its effect is seen, in bytes on the wire.
fn cost(rig: &Rig, keys: &str, seen: &str) -> usize {
    let before = rig.bytes().len();
    rig.send(keys);
    rig.await_screen(seen);
    rig.bytes().len() - before
}

#[test]
fn keys_and_pages_are_cheap_on_a_slow_link() {
    let folder = with_ledger();
    let rig = start(&folder);
    let first = rig.bytes().len();
    assert!(first <= 4096, "the first screen took {first} bytes");
    let list = cost(&rig, &format!("{RIGHT}{ENTER}"), "按 F4 新增");
    let form = cost(&rig, F4, "第 1/29 项");
    assert!(
        list <= 4096 && form <= 4096,
        "the pages took {list} and {form} bytes"
    );
    let name = cost(&rig, "示", ">*设施名称                 示");
    assert!(
        name <= 400,
        "the first character, which begins the record, took {name} bytes"
    );
    rig.send("例图书馆");
    rig.await_screen("示例图书馆");
    rig.send(format!("{}2{TAB}12", TAB.repeat(3)));
    rig.await_screen("[!]未达标 12/130");
    for (key, seen) in [
        ("9", "还差 1座"),
        (BACKSPACE, "[!]未达标 12/130"),
        ("8", "[!]未达标 128/130"),
    ] {
        let bytes = cost(&rig, key, seen);
        assert!(bytes <= 150, "{key:?} took {bytes} bytes");
    }
    let turned = cost(&rig, "0", "[OK]达标 1280/130");
    assert!(
        turned <= 700,
        "the key that turned the verdict and raised a question took {turned} bytes"
    );
}

#[test]
fn what_a_terminal_says_late_is_not_typed_and_a_mouse_opens_no_help() {
    let folder = with_ledger();
    let rig = start(&folder);
    let off = "\x1b[?9;1000;1001;1002;1003;1004;1005;1006;1015;1016l";
    assert!(
        rig.shown().contains(off),
        "a program that was killed may have left the mouse on: {:?}",
        rig.shown()
    );
    // A mouse, a mode and a cursor, where F1 would be help; then the next key counts.
    rig.send("\x1b[<35;10;10M\x1b[?1;0;256S\x1b[?5;5R\x1b[M #!");
    rig.send(format!("{RIGHT}{ENTER}"));
    rig.await_screen("按 F4 新增");
    rig.send(F4);
    rig.await_screen("第 1/29 项");
    let reports = [
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1bP>|xterm(370)\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b]11;rgb:ffff/ffff/ffff\x07",
    ];
    for (report, typed) in reports.into_iter().zip(["示", "例", "图", "书", "馆"]) {
        rig.send(report);
        rig.send(typed);
    }
    rig.await_screen(">*设施名称                 示例图书馆");
    // One without its end is over with the next key.
    rig.send(format!("\x1b]11;rgb:0000/00{BACKSPACE}"));
    assert!(
        rig.comes_to_show(|screen| screen.contains("示例图书") && !screen.contains("示例图书馆")),
        "{}",
        rig.screen()
    );
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
}

#[test]
fn escape_counts_although_the_network_brings_the_next_key_with_it() {
    let folder = with_ledger();
    let rig = start(&folder);
    type_library(&rig);
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    // Back to the list and into the record, in one packet.
    rig.send(format!("\x1b\x1b[H{ENTER}"));
    rig.await_screen("公共图书馆 > 示例图书馆");
    rig.send("\x1b壶");
    // On the list typing finds; in the form it would go into the field.
    rig.await_screen("> 1 壶镇镇");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
}

#[test]
fn a_terminal_that_never_answers_is_waited_for_once_and_what_was_typed_meanwhile_arrives() {
    let folder = with_ledger();
    assert_eq!(start(&folder).leave(), 0);
    let rig = Rig::run(
        Answers::Never,
        program(folder.path(), &["review", "--as", "示例审核人"]),
    );
    rig.await_bytes(0, "\x1b[6n");
    let asked = Instant::now();
    // Down and up again, before the first screen.
    rig.send("\x1b[B\x1b[A\x1b[B");
    rig.await_screen("没有登记公共图书馆");
    let waited = asked.elapsed();
    // Both questions are asked at once, and not again.
    assert_eq!(rig.shown().matches("\x1b[6n").count(), 2, "asked again");
    assert!(waited < Duration::from_secs(3), "{waited:?}");
    assert_eq!(rig.leave(), 0);
}

#[test]
fn line_prompts_on_a_dumb_terminal_send_no_escape_and_end_with_ctrl_d() {
    let folder = with_ledger();
    let rig = start(&folder);
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
    let mut command = program(folder.path(), &["enter", "--as", "示例填报人", "--plain"]);
    command.env("TERM", "dumb");
    let rig = Rig::run(Answers::Truly, command);
    rig.await_screen("地方的编号、代码或名称：");
    rig.send("1\r");
    rig.await_screen("编号：");
    rig.send("2\r");
    rig.await_screen("1 新增");
    rig.send("1\r");
    rig.await_screen("1/29 设施名称（必填）：");
    rig.send("示例图书馆\r");
    rig.await_screen("2/29 状态（必填） [在用]：");
    assert!(!rig.bytes().contains(&0x1b), "an escape was sent");
    assert!(rig.is_cooked());
    rig.send("\x04");
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
    let rig = start(&folder);
    rig.await_screen("有 1 份未保存的表");
}

#[test]
fn an_inspector_sees_everything_and_changes_nothing_whatever_is_typed() {
    let folder = with_ledger();
    let rig = start(&folder);
    type_library(&rig);
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    rig.send(format!("示例第二馆{ENTER}"));
    rig.await_screen("第 2/29 项");
    rig.signal(Signal::KILL);
    rig.await_exit(Duration::from_secs(5));
    let records = |folder: &TempDir| {
        let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
        let rows = "SELECT group_concat(name || reading_seats) FROM library";
        db.query_row(rows, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    let before = records(&folder);
    // The name of the clerk, who left a draft: it is not the inspector's to go on with.
    let rig = Rig::run(
        Answers::Truly,
        program(folder.path(), &["review", "--as", "示例填报人"]),
    );
    rig.await_screen("缺口清单");
    assert!(!rig.screen().contains("未保存的表"), "{}", rig.screen());
    rig.send(format!("\x1b[B{ENTER}"));
    rig.await_screen("记录 > 壶镇镇、公共图书馆");
    rig.send(ENTER);
    rig.await_screen("/29 项");
    // A visit on the spot can be written down, and is no change of the record.
    rig.send("x\x0b\x15\x18\x1a\x05130\r");
    rig.await_screen("日期应为");
    rig.send("\x1b");
    rig.await_screen("/29 项");
    rig.send("130\r");
    rig.await_screen("修改记录");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
    assert_eq!(records(&folder), before);
}

#[test]
fn a_second_entry_rings_once_and_only_where_it_differs_and_goes_on_after_kill_9() {
    const DOWN: &str = "\x1b[B";
    let folder = with_ledger();
    let rig = start(&folder);
    type_library(&rig);
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
    let verify = || {
        let args = [
            "enter",
            "--as",
            "示例复录人",
            "--town",
            "壶镇镇",
            "--verify",
            "--kind",
            "公共图书馆",
        ];
        let rig = Rig::run(Answers::Truly, program(folder.path(), &args));
        rig.await_screen("待复录 1 条");
        rig.send(ENTER);
        rig
    };
    let bells = |rig: &Rig| rig.shown().matches('\x07').count();
    let rig = verify();
    rig.await_screen("第 1/20 项");
    rig.send(format!("1{ENTER}"));
    rig.await_screen("已核 1/20");
    rig.send(format!("{}103", DOWN.repeat(4)));
    rig.await_screen("103");
    assert_eq!(bells(&rig), 0);
    rig.send(ENTER);
    rig.await_screen("与首录不符");
    assert_eq!(bells(&rig), 1);
    assert!(!rig.shown().contains("129"), "the first entry was sent");
    rig.send("129");
    rig.await_screen("129");
    rig.signal(Signal::KILL);
    rig.await_exit(Duration::from_secs(5));
    let rig = verify();
    rig.await_screen("与首录不符");
    rig.await_screen("129");
    rig.send(ENTER);
    rig.await_screen("已核 2/20");
    rig.send(F2);
    rig.await_screen("首录有误 0，复录有误 1");
    rig.send(F10);
    assert_eq!(rig.await_exit(Duration::from_secs(5)), 0);
    assert_eq!(bells(&rig), 0);
}

#[test]
fn half_a_frame_is_not_on_the_screen() {
    let folder = with_ledger();
    let mut command = CommandBuilder::new("sh");
    // The mark of the beginning itself comes in two parts, and so does the value.
    command.args([
        "-c",
        "stty -echo; printf '\\033[?20'; read a; printf '26h2018'; read a; printf -- '-06\\033[?2026l'; read a",
    ]);
    command.cwd(folder.path());
    let mut rig = Rig::run(Answers::Truly, command);
    rig.await_bytes(0, "\x1b[?20");
    rig.send("a\r");
    rig.await_bytes(0, "26h2018");
    assert!(!rig.screen().contains("2018"), "{}", rig.screen());
    rig.send("b\r");
    rig.await_screen("2018-06");
    rig.send("\r");
    assert!(rig.last_screen().contains("2018-06"));
}
