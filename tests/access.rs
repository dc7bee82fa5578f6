//! Lines for `authorized_keys`, and sessions that a forced command starts.

#![allow(clippy::unwrap_used, reason = "a failure of a test is a panic")]

mod program;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use program::{Folder, Ran};

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
        expected("'enter' '--as=示例'")
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
