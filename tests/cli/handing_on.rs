//! Snapshots, verification and restore as an admin runs them: what is printed, with which code, and
//! what is left.

use std::fs;
use std::process::{Command, Stdio};

use crate::program::{Folder, Ran};
use rustix::process::{Pid, Signal};

/// A ledger with a library, and a snapshot of it.
fn with_snapshot() -> (Folder, String) {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "所属镇,设施名称,状态,阅览座席数\n壶镇镇,示例馆,现有,129\n",
    );
    folder.run("import in.csv --kind library").good();
    let said = folder.run("--lang en snapshot out.db").good();
    let receipt = said
        .lines()
        .find_map(|line| line.strip_prefix("receipt: "))
        .unwrap()
        .to_owned();
    (folder, receipt)
}

#[test]
fn a_snapshot_is_made_verified_and_restored() {
    let (folder, receipt) = with_snapshot();
    let said = folder
        .run(&format!(
            "--lang en verify out.db --receipt {}",
            receipt.to_lowercase()
        ))
        .good();
    for line in [
        "1 record, 1 change",
        "the receipt matches: the trail is the same as when the receipt was written down",
    ] {
        assert!(said.lines().any(|said| said == line), "{said}");
    }
    assert!(said.ends_with("[OK] verified\n"), "{said}");
    assert!(
        folder
            .run("verify out.db")
            .good()
            .ends_with("[OK] 通过检查\n")
    );
    folder
        .run("import in.csv --kind library --db other.db")
        .failed(3);
    let said = folder.run("--lang en restore out.db").good();
    assert!(
        said.starts_with(
            "restored the ledger taizhang.db from out.db\nthe previous ledger is kept as "
        ),
        "{said}"
    );
    folder.run("doctor").good();
    assert!(folder.run("history 示例馆").good().contains("测试员"));
}

#[test]
fn a_snapshot_is_read_like_a_ledger_and_never_written() {
    let (folder, _) = with_snapshot();
    let before = folder.bytes("out.db");
    let report = folder.run("--db out.db report --check");
    assert_eq!(report.code, 1, "{}", report.err);
    assert!(report.out.contains("129/130"), "{}", report.out);
    folder.run("--db out.db doctor").good();
    let refused = folder
        .run("--lang en --db out.db import in.csv --kind library")
        .failed(3);
    assert!(refused.contains("it is a snapshot"), "{refused}");
    assert_eq!(folder.bytes("out.db"), before);
}

#[test]
fn what_cannot_be_made_or_restored_ends_with_2_and_leaves_nothing() {
    let (folder, _) = with_snapshot();
    let before = folder.names();
    for (line, reason) in [
        ("snapshot out.db", "a file of this name exists"),
        ("snapshot taizhang.db", "it is the ledger itself"),
        ("snapshot none/out.db", "there is no such directory"),
        ("snapshot new.db --keep 3", "--keep needs a directory"),
        ("snapshot . --keep 0", "\"0\" is not valid for --keep"),
        ("restore none.db", "there is no such file"),
        ("restore taizhang.db", "it is the ledger itself"),
        ("verify none.db", "there is no such file"),
        (
            "verify out.db --receipt 12345",
            "a receipt has 20 characters, not 5",
        ),
        (
            "verify out.db --receipt 00000-00000-00000-00001",
            "the receipt is mistyped",
        ),
        (
            "verify out.db --receipt U0000-00000-00000-00001",
            "a receipt never contains \"U\"",
        ),
    ] {
        let said = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(said.contains(reason), "{line}: {said}");
    }
    assert_eq!(folder.names(), before);
}

#[test]
fn what_is_no_whole_ledger_ends_with_3_and_what_was_altered_with_1() {
    let (folder, _) = with_snapshot();
    let bytes = folder.bytes("out.db");
    folder.write("notes.db", "笔记");
    folder.write("cut.db", &bytes[..bytes.len() - 1]);
    for (line, reason) in [
        ("verify notes.db", "not a ledger, snapshot or exchange file"),
        (
            "restore notes.db",
            "not a ledger, snapshot or exchange file",
        ),
        ("verify cut.db", "the file is incomplete"),
        ("verify .", "not a regular file"),
        (
            "snapshot new.db --db notes.db",
            "not a ledger of this program",
        ),
        ("snapshot new.db --db none.db", "there is no such file"),
    ] {
        let said = folder.run(&format!("--lang en {line}")).failed(3);
        assert!(said.contains(reason), "{line}: {said}");
    }
    folder.write("altered.db", &bytes);
    let db = rusqlite::Connection::open(folder.path("altered.db")).unwrap();
    db.execute_batch("UPDATE record SET name = '\u{1b}[2J示例'")
        .unwrap();
    db.execute_batch("UPDATE manifest SET value = '\u{1b}[2J' WHERE topic = 'program'")
        .unwrap();
    drop(db);
    let Ran { code, out, err } = folder.run("--lang en verify altered.db");
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(
        out.contains("[!] the record ") && out.ends_with("[!] not verified\n"),
        "{out}"
    );
    assert!(
        !out.contains('\u{1b}'),
        "what a file says never reaches the terminal as a command"
    );
    let refused = folder.run("--lang en restore altered.db").failed(2);
    assert!(
        refused.contains("it did not pass verification"),
        "{refused}"
    );
}

#[test]
fn a_verification_that_finds_no_room_for_its_copy_names_the_temporary_folder() {
    let (folder, _) = with_snapshot();
    for (lang, says) in [
        ("en", "the temporary directory none cannot be written"),
        ("zh", "临时目录 none 无法写入"),
    ] {
        let ran = folder
            .command(&["--lang", lang, "verify", "out.db"])
            .env("TMPDIR", "none")
            .output()
            .unwrap();
        let said = Ran::of(&ran).failed(2);
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn a_folder_of_snapshots_is_rotated() {
    let (folder, _) = with_snapshot();
    fs::create_dir(folder.path("daily")).unwrap();
    for _ in 0..3 {
        folder.run("snapshot daily --keep 2").good();
    }
    let left: Vec<_> = fs::read_dir(folder.path("daily")).unwrap().collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn an_interrupted_snapshot_verification_or_restore_leaves_nothing_and_says_so() {
    let (folder, _) = with_snapshot();
    let rows = (0..3000).fold("所属镇,设施名称,状态\n".to_owned(), |rows, n| {
        rows + &format!("壶镇镇,示例{n},现有\n")
    });
    folder.write("many.csv", rows);
    folder.run("import many.csv --kind library").good();
    folder.run("snapshot many.db").good();
    let before = folder.names();
    let signals = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];
    // Whoever runs the tests under `nohup` has the program ignore what they ignore.
    for (signal, code) in signals
        .into_iter()
        .filter(|(signal, _)| !is_ignored(*signal))
    {
        for args in [
            ["snapshot", "new.db"],
            ["verify", "many.db"],
            ["restore", "many.db"],
        ] {
            let mut command = folder.command(&args);
            command
                .args(["--lang", "en"])
                .env("TMPDIR", folder.path(""));
            let child = command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            // As soon as it has begun: its workshop is there.
            while folder.names().len() == before.len() {
                std::thread::yield_now();
            }
            rustix::process::kill_process(Pid::from_child(&child), signal).unwrap();
            let ran = Ran::of(&child.wait_with_output().unwrap());
            assert!(
                ran.failed(code).contains("cancelled; no file was made"),
                "{args:?}"
            );
            assert_eq!(folder.names(), before);
        }
    }
}

fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .unwrap_or("0")
        .trim();
    u64::from_str_radix(mask, 16).unwrap() >> (signal.as_raw() - 1) & 1 == 1
}

#[test]
fn a_snapshot_is_read_by_any_other_tool() {
    let (folder, _) = with_snapshot();
    let sql = "SELECT verdict || ' ' || have FROM standing WHERE requirement = 'library' AND place = '331122101'";
    let Ok(ran) = Command::new("sqlite3")
        .arg("-readonly")
        .arg(folder.path("out.db"))
        .arg(sql)
        .output()
    else {
        return; // There is no other tool here.
    };
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "short 129\n");
}
