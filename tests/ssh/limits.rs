//! A key gets its session and nothing else, and writes its own name.

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::Arc;

use taizhang::store::Store;
use taizhang::store::share::{restore, snapshot};

use crate::program::Ran;
use crate::server::{Client, Server, free_port};
use crate::{CTRL_Z, ENTER, ESC, F2, MATRIX, SHORTFALLS, add_library, open_record, until};

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn the_key_of_an_inspector_gets_the_review_and_no_command() {
    let server = Server::start();
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let free = server.admit_to_everything("anybody");
    inspector.session(|_| {}).await_screen(SHORTFALLS);
    let enter = format!(
        "{} --db {} enter --as x",
        env!("CARGO_BIN_EXE_taizhang"),
        server.ledger().display()
    );
    // The last one asks for nothing and has no terminal.
    for command in [&["cat /etc/passwd"][..], &["sh"], &[&enter], &[]] {
        let refused = Ran::of(&inspector.ssh(&["-T"], command));
        assert_eq!(refused.out, "");
        refused.failed(2);
    }
    let refused = Ran::of(&inspector.ssh(&["-tt"], &["sh"]));
    assert_eq!(
        (refused.code, refused.out.lines().count()),
        (2, 1),
        "{}",
        refused.out
    );
    // The server itself would let anybody do that.
    assert_eq!(Ran::of(&free.ssh(&[], &["echo", "done"])).good(), "done\n");
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_key_that_may_has_the_report_and_nothing_that_writes() {
    let server = Server::start();
    add_library(&server, crate::TOWNS[0], "示例图书馆", "96");
    let inspector = server.admit("inspector", "示例审核人", &["--commands"]);
    let admin = server.admit("admin", "示例管理员", &["--commands"]);
    let page = Ran::of(&inspector.ssh(&["-T"], &["report --format html"])).good();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("示例图书馆"));
    for refused in [
        "report --out page.html",
        "report > page.html",
        "report; id",
        "snapshot",
        "enter --as x",
        "sh",
    ] {
        let ran = Ran::of(&inspector.ssh(&["-T"], &[refused]));
        assert_eq!(ran.out, "", "{refused}");
        ran.failed(2);
    }
    let sent = admin.ssh(&["-T"], &["snapshot"]);
    assert!(
        sent.status.success(),
        "{}",
        String::from_utf8_lossy(&sent.stderr)
    );
    let copy = server.folder.path("sent.db");
    std::fs::write(&copy, sent.stdout).unwrap();
    server.folder.run("verify sent.db").good();
    // The screens are as they were.
    inspector.session(|_| {}).await_screen(SHORTFALLS);
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn the_key_of_an_inspector_moves_no_file() {
    let server = Server::start();
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let free = server.admit_to_everything("anybody");
    let ledger = server.ledger().display().to_string();
    let takes = |client: &Client, program: &str, more: &[&str]| {
        let to = server.folder.path("stolen");
        let output = client.copy(program, more, &ledger, &to);
        let taken = to.exists();
        let _ = std::fs::remove_file(&to);
        assert_eq!(output.status.success(), taken, "{output:?}");
        taken
    };
    for (program, more) in [("scp", &[][..]), ("scp", &["-O"]), ("sftp", &[])] {
        assert!(
            takes(&free, program, more),
            "{program}: the test itself does not work"
        );
        assert!(!takes(&inspector, program, more), "{program} {more:?}");
    }
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn the_key_of_an_inspector_forwards_nothing() {
    let server = Server::start();
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let free = server.admit_to_everything("anybody");
    let here = format!("127.0.0.1:{}", server.port());
    for (client, is_allowed) in [(&free, true), (&inspector, false)] {
        let through = client.ssh(&["-W", &here], &[]);
        assert_eq!(
            through.stdout.starts_with(b"SSH-2.0-"),
            is_allowed,
            "-W {through:?}"
        );
        assert_eq!(
            greeting_through(client, "-L", &here).starts_with(b"SSH-2.0-"),
            is_allowed,
            "-L"
        );
    }
    assert!(
        greeting_through(&free, "-R", &here).starts_with(b"SSH-2.0-"),
        "the test itself does not work"
    );
    let refused = inspector.ssh(
        &[
            "-N",
            "-o",
            "ExitOnForwardFailure=yes",
            "-R",
            &format!("0:{here}"),
        ],
        &[],
    );
    assert_eq!(refused.status.code(), Some(255), "-R {refused:?}");
}

/// What the server's own port says through one that is forwarded from either end: both are on this
/// machine.
fn greeting_through(client: &Client, option: &str, target: &str) -> Vec<u8> {
    let port = free_port();
    let mut forwarding = client.ssh_that_stays(&[option, &format!("127.0.0.1:{port}:{target}")]);
    let mut stream = None;
    until("it listens", || {
        stream = TcpStream::connect(("127.0.0.1", port)).ok();
        stream.is_some()
    });
    let mut greeting = [0; 8];
    let read = stream.unwrap().read(&mut greeting).unwrap_or_default();
    forwarding.kill().unwrap();
    forwarding.wait().unwrap();
    greeting[..read].to_vec()
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn two_keys_on_one_account_are_two_names_in_the_findings() {
    let server = Server::start();
    add_library(&server, crate::TOWNS[0], "示例图书馆", "96");
    for name in ["示例王", "示例李"] {
        let rig = server.admit("inspector", name, &[]).session(|_| {});
        open_record(&rig);
        rig.send(F2);
        rig.await_screen("退回");
        rig.send(format!("{name}说"));
        rig.await_screen(&format!("{name}说"));
        rig.send(ENTER);
        rig.await_screen("已退回");
        assert_eq!(rig.leave(), 0);
    }
    let db = rusqlite::Connection::open(server.ledger()).unwrap();
    let mut said = db
        .prepare("SELECT author, text FROM finding WHERE act = 'return' ORDER BY id")
        .unwrap();
    let said = said
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap);
    let said: Vec<(String, String)> = said.collect();
    let expected = ["示例王", "示例李"].map(|name| (name.to_owned(), format!("{name}说")));
    assert_eq!(said, expected);
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn the_keys_of_an_inspector_and_an_admin_have_reports_and_the_admin_exports_and_merges() {
    let server = Server::start();
    add_library(&server, crate::TOWNS[0], "示例图书馆", "96");
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let rig = inspector.session(|_| {});
    rig.await_screen(SHORTFALLS);
    rig.send(CTRL_Z);
    rig.await_screen("各地对照");
    assert!(!rig.screen().contains("导出"), "{}", rig.screen());
    rig.send("1");
    rig.await_screen("[显示]");
    assert!(!rig.screen().contains("写入文件"), "{}", rig.screen());
    rig.send(F2);
    rig.await_screen("达标情况表");
    assert_eq!(rig.leave(), 0);

    // A town goes on from a snapshot, and its file is put where the admin's session reads.
    let files = server.ledger().with_file_name("files");
    std::fs::create_dir(&files).unwrap();
    let ledger = server.ledger();
    let (frozen, town) = (server.folder.path("frozen.db"), files.join("town.db"));
    snapshot::make(&ledger, &frozen, &Arc::default(), |_| {}).unwrap();
    restore::restore(&frozen, &town).unwrap();
    crate::add_library_to(
        &mut Store::open(&town).unwrap(),
        crate::TOWNS[1],
        "示例镇馆",
        "140",
    );

    let admin = server.admit("admin", "示例管理员", &[]);
    let rig = admin.session(|_| {});
    rig.await_screen(MATRIX);
    rig.send(CTRL_Z);
    rig.await_screen("6 合并文件");
    rig.send("6");
    rig.await_screen("[预览，不写入]");
    rig.send(format!("{ENTER}../taizhang.db{ENTER}"));
    rig.await_screen("请填文件名，不带路径");
    rig.send(ENTER);
    rig.await_screen("中的文件名");
    rig.send(format!("town.db{ENTER}"));
    rig.await_screen("files/town.db");
    rig.send(F2);
    rig.await_screen("示例镇馆");
    assert_eq!(server.store().record_count().unwrap(), 1);
    rig.send(F2);
    rig.await_screen("已合并 ");
    assert_eq!(server.store().record_count().unwrap(), 2);
    rig.send(ESC);
    rig.await_screen("[预览，不写入]");
    rig.send(ESC);
    rig.await_screen(MATRIX);
    rig.send(CTRL_Z);
    rig.await_screen("3 导出");
    rig.send(format!("3{F2}"));
    rig.await_screen("已导出 2 条记录");
    assert_eq!(rig.leave(), 0);
    let written = std::fs::read_dir(&files).unwrap().flatten();
    let written = written.filter(|file| file.file_name().to_string_lossy().ends_with(".xlsx"));
    assert_eq!(written.count(), 1);
    server.folder.run("doctor").good();
}
