//! What an admin can report of a problem: a cause with `--debug`, and a log beside the ledger,
//! both without any data.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use crate::program::Folder;
use crate::support::Harness;
use rusqlite::Connection;
use taizhang::i18n::Lang;
use taizhang::store::{APPLICATION_ID, Store};
use taizhang::tui::terminal::input::Code;

/// A name and a figure that stand nowhere but in what a test types.
const NAME: &str = "藏宝图书馆";
const FIGURE: &str = "4711";

const LOG: &str = "taizhang.db-log";

/// The entries of a log after their time, each checked to have one and the version.
#[track_caller]
fn entries(log: &Path) -> Vec<String> {
    let text = fs::read_to_string(log).unwrap();
    let version = concat!(" taizhang ", env!("CARGO_PKG_VERSION"), " ");
    let entry = |line: &str| {
        let (time, entry) = line.split_once(version).unwrap();
        assert!(time.len() == 24 && time.ends_with('Z'), "{line}");
        entry.to_owned()
    };
    text.lines().map(entry).collect()
}

/// A ledger with pages that make no sense behind its header.
fn damaged() -> Folder {
    let folder = Folder::with_ledger();
    let mut bytes = folder.bytes("taizhang.db");
    bytes[100..4096].fill(0xAA);
    folder.write("taizhang.db", bytes);
    folder
}

#[test]
fn debug_adds_one_line_with_the_cause_and_nothing_else_changes() {
    let folder = Folder::with_ledger();
    for (line, code, cause) in [
        (
            "import 没有.csv --kind library",
            2,
            "import: io NotFound, errno 2",
        ),
        ("history 没有", 2, "read ledger: no such record"),
        (
            "--db 没有.db doctor",
            3,
            "open ledger: absent; io NotFound, errno 2",
        ),
        ("nothing", 2, "usage: unknown command"),
    ] {
        let plain = folder.run(&format!("--lang en {line}")).failed(code);
        let debug = folder.run(&format!("--lang en --debug {line}"));
        assert_eq!(debug.code, code, "{}", debug.err);
        assert_eq!(debug.err, format!("{plain}taizhang: cause: {cause}\n"));
        let behind = folder.run(&format!("--lang zh {line} --debug"));
        assert!(
            behind
                .err
                .ends_with(&format!("\ntaizhang: 原因：{cause}\n")),
            "{}",
            behind.err
        );
    }
    let good = folder.run("--debug places list").good();
    assert_eq!(good, folder.run("places list").good());
}

#[test]
fn a_damaged_ledger_is_told_by_the_code_of_sqlite_here_and_in_its_log() {
    let folder = damaged();
    let ran = folder.run("--lang en --debug report");
    assert_eq!(ran.code, 3);
    let (_, cause) = ran
        .err
        .trim_end()
        .split_once("\ntaizhang: cause: ")
        .unwrap();
    assert!(cause.contains("SQLITE_CORRUPT (11)"), "{cause}");
    assert_eq!(entries(&folder.path(LOG)), [format!("report: {cause}")]);
}

#[test]
fn the_log_stands_beside_the_own_ledger_only() {
    let folder = Folder::new();
    folder.run("report").failed(3);
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0);
    folder.run("init").good();
    folder.run("snapshot frozen.db").good();
    folder.write("other.db", "not a ledger");
    folder.run("verify other.db").failed(3);
    folder
        .run("--db frozen.db init --places 没有.csv")
        .failed(2);
    folder.run("--db other.db report").failed(3);
    assert!(!folder.path(LOG).exists());
    folder.run("merge other.db").failed(3);
    folder.run("history 没有").failed(2);
    assert_eq!(
        entries(&folder.path(LOG)),
        [
            "merge: merge: not a ledger",
            "history: read ledger: no such record"
        ]
    );
    let logs = fs::read_dir(folder.path("")).unwrap();
    let logs = logs.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("-log")
    });
    assert_eq!(logs.count(), 1);
}

#[test]
fn the_log_is_as_closed_as_its_ledger_and_no_link_is_followed() {
    let folder = Folder::with_ledger();
    for mode in [0o600, 0o660] {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path("taizhang.db"), permissions).unwrap();
        folder.run("history 没有").failed(2);
        let made = fs::metadata(folder.path(LOG)).unwrap();
        assert_eq!(made.mode() & 0o777, mode);
        fs::remove_file(folder.path(LOG)).unwrap();
    }
    folder.write("other", "kept");
    symlink("other", folder.path(LOG)).unwrap();
    folder.run("history 没有").failed(2);
    assert_eq!(folder.read("other"), "kept");
}

#[test]
fn a_log_that_cannot_be_written_changes_nothing() {
    let folder = Folder::with_ledger();
    let said = folder.run("history 没有").failed(2);
    fs::remove_file(folder.path(LOG)).unwrap();
    fs::create_dir(folder.path(LOG)).unwrap();
    assert_eq!(folder.run("history 没有").failed(2), said);
    fs::remove_dir(folder.path(LOG)).unwrap();
    if rustix::process::geteuid().is_root() {
        return; // who may write everywhere
    }
    fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o555)).unwrap();
    let ran = folder.run("history 没有");
    fs::set_permissions(folder.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(ran.code == 2 || ran.code == 3, "{}", ran.err);
    assert!(!folder.path(LOG).exists());
}

#[test]
fn no_output_is_written_over_the_log() {
    let folder = Folder::with_ledger();
    folder.run(&format!("report --out {LOG}")).failed(2);
    folder
        .run(&format!("export --format json --out {LOG}.1"))
        .failed(2);
    assert!(!folder.path("taizhang.db-log.1").exists());
}

/// A trigger of another tool, whose name the message tells and the log must not.
fn spoil(ledger: &Path) {
    let db = Connection::open(ledger).unwrap();
    let trigger = format!(
        r#"CREATE TRIGGER "{NAME}{FIGURE}" AFTER INSERT ON change BEGIN SELECT '{FIGURE}'; END"#
    );
    db.execute_batch(&trigger).unwrap();
}

#[test]
fn a_save_that_fails_in_a_session_leaves_its_cause_and_no_data() {
    let mut h = Harness::new(Lang::En);
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]).text(NAME);
    h.keys(&[Code::Tab; 3]).text("2").key(Code::Tab);
    h.text(FIGURE);
    spoil(&h.folder.path().join("taizhang.db"));
    // The figure is doubtful: it is what the paper says.
    h.key(Code::F(2)).text("1");
    assert!(
        h.screen().contains("another tool created a trigger"),
        "{}",
        h.screen()
    );
    let log = h.folder.path().join(LOG);
    assert_eq!(
        entries(&log),
        ["session: type in home/list/form/picker: foreign trigger"]
    );
    let text = fs::read_to_string(log).unwrap();
    assert!(!text.contains(NAME) && !text.contains(FIGURE), "{text}");
}

#[test]
fn a_refused_import_leaves_no_name_and_no_figure() {
    let folder = Folder::with_ledger();
    let rows = format!("没有这个镇{NAME},{NAME},现有,{FIGURE}\n壶镇镇,{NAME},现有,多{FIGURE}\n");
    folder.write(
        &format!("{NAME}.csv"),
        format!("所属镇,设施名称,状态,阅览座席数\n{rows}"),
    );
    let ran = folder.run(&format!("--debug import {NAME}.csv --kind library"));
    assert_eq!(ran.code, 2);
    let (first, cause) = ran.err.split_once('\n').unwrap();
    assert!(first.contains(NAME), "{first}");
    for text in [cause, &folder.read(LOG)] {
        assert!(!text.contains(NAME) && !text.contains(FIGURE), "{text}");
    }
    assert_eq!(entries(&folder.path(LOG)), ["import: import: rows"]);
}

#[test]
fn a_full_log_is_renamed_by_a_command() {
    let folder = Folder::with_ledger();
    folder.write(LOG, "x".repeat(64 * 1024 - 1) + "\n");
    folder.run("history 没有").failed(2);
    assert_eq!(folder.bytes("taizhang.db-log.1").len(), 64 * 1024);
    assert_eq!(entries(&folder.path(LOG)).len(), 1);
    assert!(Store::open(&folder.path("taizhang.db")).is_ok());
    assert_eq!(
        folder.bytes("taizhang.db")[68..72],
        APPLICATION_ID.to_be_bytes()
    );
}
