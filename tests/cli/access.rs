//! Lines for `authorized_keys`, and sessions that a forced command starts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use crate::program::{Folder, Ran};

/// A public key that nobody has the other half of.
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 示例@电脑";

fn folder() -> Folder {
    let folder = Folder::with_ledger();
    folder.write("a.pub", format!("{KEY}\n"));
    folder
}

fn line(folder: &Folder, args: &[&str]) -> Ran {
    folder.run_all(&[&["--lang", "en", "access", "line", "--key", "a.pub"], args].concat())
}

/// The command of a line, as `opt_dequote` of OpenSSH reads it.
fn command_of(line: &str) -> String {
    let options = line.strip_suffix(&format!(" {KEY}\n")).unwrap();
    let quoted = options
        .strip_prefix("restrict,pty,command=\"")
        .unwrap()
        .strip_suffix('"')
        .unwrap();
    quoted.replace("\\\"", "\"")
}

#[test]
fn each_role_gets_its_own_command() {
    let folder = folder();
    let db = fs::canonicalize(folder.path("taizhang.db")).unwrap();
    let db = db.to_str().unwrap();
    let of = |args: &[&str]| {
        command_of(
            &line(
                &folder,
                &[args, &["--program", "/usr/local/bin/taizhang"]].concat(),
            )
            .good(),
        )
    };
    let expected =
        |rest: &str| format!("umask 007; exec '/usr/local/bin/taizhang' '--db={db}' {rest}");
    assert_eq!(
        of(&["--role", "inspector", "--as", "示例"]),
        expected("'review' '--as=示例'")
    );
    assert_eq!(
        of(&[
            "--role",
            "inspector",
            "--as",
            "示例",
            "--town",
            "缙云县",
            "--kind",
            "公共图书馆"
        ]),
        expected("'review' '--as=示例' '--town=331122' '--kind=library'")
    );
    assert_eq!(
        of(&[
            "--role",
            "clerk",
            "--as",
            "it's \"示例\"",
            "--town",
            "壶镇镇",
            "--town",
            "331121101"
        ]),
        expected(r#"'enter' '--as=it'\''s "示例"' '--town=331122101' '--town=331121101'"#)
    );
    assert_eq!(
        of(&["--role", "admin", "--as", "示例"]),
        expected("'enter' '--as=示例' '--admin'")
    );
    let own = command_of(&line(&folder, &["--role", "admin", "--as", "示例"]).good());
    assert!(
        own.contains(&format!("exec '{}'", env!("CARGO_BIN_EXE_taizhang"))),
        "{own}"
    );
}

#[test]
fn a_shell_starts_the_program_with_the_words_of_the_line_and_the_umask() {
    let folder = folder();
    let script = folder.path("print's $words");
    fs::write(&script, "#!/bin/sh\numask\nprintf '%s\\n' \"$@\"\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let name = "-示例 \"$(touch broken)\" `id` \\ '\"; touch broken #";
    let told = line(
        &folder,
        &[
            "--role",
            "inspector",
            &format!("--as={name}"),
            "--program",
            script.to_str().unwrap(),
        ],
    );
    let ran = Command::new("sh")
        .arg("-c")
        .arg(command_of(&told.good()))
        .current_dir(folder.path("."))
        .output()
        .unwrap();
    let ran = Ran::of(&ran).good();
    let words: Vec<&str> = ran.lines().collect();
    assert_eq!(words.len(), 4, "{ran}");
    assert!(words[0].ends_with("007"), "{ran}");
    assert_eq!(
        (words[2], words[3]),
        ("review", format!("--as={name}").as_str())
    );
    assert!(!folder.path("broken").exists());
}

#[test]
fn what_would_lock_somebody_out_or_let_too_much_in_is_refused_in_one_line() {
    let folder = folder();
    folder.write("private", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n");
    folder.write("options.pub", format!("no-pty {KEY}\n"));
    let before = folder.bytes("taizhang.db");
    let said = |args: &[&str]| line(&folder, args).failed(2);
    assert!(said(&["--role", "clerk", "--as", "示例"]).contains("a clerk needs --town"));
    assert!(said(&["--role", "clerk", "--as", "示例", "--town", "1"]).contains("no place \"1\""));
    assert!(
        said(&["--role", "inspector", "--as", "示例", "--kind", "x"]).contains("no kind \"x\"")
    );
    assert!(
        said(&[
            "--role",
            "clerk",
            "--as",
            "示例",
            "--town",
            "壶镇镇",
            "--kind",
            "library"
        ])
        .contains("for inspectors")
    );
    assert!(
        said(&["--role", "admin", "--as", "示例", "--town", "壶镇镇"])
            .contains("an admin is not limited")
    );
    assert!(said(&["--role", "admin", "--as", " "]).contains("--as needs a name"));
    assert!(said(&["--role", "admin", "--as", "a\nb"]).contains("invisible character"));
    assert!(
        said(&["--role", "admin", "--as", "示例", "--program", "taizhang"])
            .contains("must begin with /")
    );
    for (key, words) in [
        ("private", "private key"),
        ("options.pub", "there are options before"),
        ("none", "no such file"),
    ] {
        let args = [
            "--lang", "en", "access", "line", "--role", "admin", "--as", "示例", "--key", key,
        ];
        let said = folder.run_all(&args).failed(2);
        assert!(said.contains(words) && !said.contains("AAAA"), "{said}");
    }
    let absent = [
        "--lang",
        "en",
        "--db",
        "absent.db",
        "access",
        "line",
        "--role",
        "admin",
        "--as",
        "示例",
        "--key",
        "a.pub",
    ];
    assert!(folder.run_all(&absent).failed(3).contains("no such file"));
    assert!(!folder.path("absent.db").exists());
    assert_eq!(folder.bytes("taizhang.db"), before);
}

#[test]
fn a_session_runs_no_command_that_was_sent_along_and_needs_a_terminal() {
    let folder = folder();
    for session in [
        &["enter", "--as", "示例"][..],
        &["enter", "--as", "示例", "--plain"],
        &["review", "--as", "示例"],
    ] {
        let args = [&["--lang", "en"], session].concat();
        for sent in ["cat /etc/passwd", ""] {
            let ran = folder
                .command(&args)
                .env("SSH_ORIGINAL_COMMAND", sent)
                .output()
                .unwrap();
            let said = Ran::of(&ran).failed(2);
            assert!(said.contains("log in without a command"), "{said}");
        }
    }
    let said = folder.run("--lang en review --as 示例").failed(2);
    assert!(said.contains("must be a terminal"), "{said}");
    assert!(folder.run("--lang en review").failed(2).contains("--as"));
}

/// What a session makes of a command that was sent along with its key.
fn sent_bytes(folder: &Folder, session: &[&str], line: &str) -> Output {
    let args = [&["--lang", "en"], session].concat();
    let mut command = folder.command(&args);
    command.env("SSH_ORIGINAL_COMMAND", line).output().unwrap()
}

fn sent(folder: &Folder, session: &[&str], line: &str) -> Ran {
    Ran::of(&sent_bytes(folder, session, line))
}

const INSPECTOR: &[&str] = &["review", "--as", "示例", "--commands"];
const CLERK: &[&str] = &["enter", "--as", "示例", "--town", "壶镇镇", "--commands"];
const ADMIN: &[&str] = &["enter", "--as", "示例", "--commands"];

#[test]
fn a_key_that_may_runs_commands_that_read_and_print() {
    let folder = folder();
    folder.write(
        "libraries.csv",
        "town,name,status,reading_seats\n331122101,示例壶镇馆,existing,129\n",
    );
    folder
        .run("import libraries.csv --kind library --as 示例")
        .good();
    let before = folder.bytes("taizhang.db");
    for session in [INSPECTOR, CLERK, ADMIN] {
        let run = |line: &str| sent(&folder, session, line);
        assert_eq!(
            run("report --town 壶镇镇").good(),
            folder.run("--lang en report --town 壶镇镇").good()
        );
        assert!(
            run("report --format html")
                .good()
                .starts_with("<!DOCTYPE html>")
        );
        assert!(run("--lang zh report").good().contains("达标"));
        assert_eq!(run("report --check").code, 1);
        assert!(run("history \"示例壶镇馆\"").good().contains("129"));
        assert!(run("ahead --town '壶镇镇'").good().contains("壶镇镇"));
        assert!(run("quarter status").out.contains("壶镇镇"));
        run("quarter list").good();
        run("conflicts").good();
        assert!(run("report --help").good().contains("--format"));
        // Nothing passes through a shell.
        let said = run("report --town '$(id)'").failed(2);
        assert!(said.contains("$(id)"), "{said}");
    }
    assert_eq!(folder.bytes("taizhang.db"), before);
}

#[test]
fn whatever_else_is_sent_along_is_refused() {
    let folder = folder();
    let before = folder.names();
    for session in [INSPECTOR, CLERK, ADMIN] {
        for line in [
            "cat /etc/passwd",
            "",
            "report; id",
            "enter --as x",
            "import a.csv --kind library",
            "quarter close --yes --as x",
            "report --db other.db",
            "report --out page.txt",
            "compare --out page.txt",
            "report 'unclosed",
            "report --debug",
            "snapshot out.db",
            "merge a.db",
        ] {
            let ran = sent(&folder, session, line);
            assert_eq!(ran.out, "", "{line}");
            ran.failed(2);
        }
    }
    let said = sent(&folder, INSPECTOR, "cat /etc/passwd").failed(2);
    assert!(
        said.contains("report, compare, ahead") && !said.contains("snapshot"),
        "{said}"
    );
    assert_eq!(folder.names(), before);
}

#[test]
fn a_snapshot_is_sent_to_administrators_alone() {
    let folder = folder();
    for session in [INSPECTOR, CLERK] {
        let refused = sent(&folder, session, "snapshot");
        assert_eq!(refused.out, "");
        refused.failed(2);
    }
    let before = folder.names();
    let sent = sent_bytes(&folder, ADMIN, "snapshot");
    let said = String::from_utf8(sent.stderr).unwrap();
    assert_eq!(sent.status.code(), Some(0), "{said}");
    assert_eq!(folder.names(), before);
    folder.write("sent.db", sent.stdout);
    let verified = folder.run("--lang en verify sent.db").good();
    let receipt = said.lines().find(|line| line.contains("receipt")).unwrap();
    let code = receipt.split_whitespace().last().unwrap();
    assert!(verified.contains(code), "{verified}\n{receipt}");
}

#[test]
fn a_line_says_that_its_key_may_send_commands() {
    let folder = folder();
    let made = line(
        &folder,
        &["--role", "inspector", "--as", "示例", "--commands"],
    )
    .good();
    assert!(
        command_of(&made).ends_with("'review' '--as=示例' '--commands'"),
        "{made}"
    );
}
