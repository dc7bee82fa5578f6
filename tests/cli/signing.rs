//! Signed exchange files: what this program signs `ssh-keygen -Y verify` takes and the other way round,
//! whose a file is, and ledgers that take no others.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::program::Folder;
use crate::rig::{Answers, Rig};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

const NAMESPACE: &str = "taizhang-exchange";
const TOWN: &str = "331122101";
const OTHER_TOWN: &str = "331121101";

/// A county, and a town that went on from its snapshot and entered a library.
fn county_and_town() -> Folder {
    let folder = Folder::with_ledger();
    folder.run("snapshot out.db").good();
    folder.run("--db town.db restore out.db").good();
    enter(&folder, "town.db", "镇图书馆", TOWN);
    folder
}

fn enter(folder: &Folder, ledger: &str, name: &str, town: &str) {
    let row = format!("name,place,status,reading_seats\n{name},{town},existing,129\n");
    folder.write("rows.csv", row);
    let line = format!("--db {ledger} import rows.csv --kind library --as 示例镇员");
    folder.run(&line).good();
}

fn keygen(folder: &Folder, args: &[&str]) -> bool {
    let ran = Command::new("ssh-keygen")
        .args(args)
        .current_dir(folder.path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    ran.status.success()
}

/// Makes a pair of keys, the private one in the file of this name.
fn key(folder: &Folder, name: &str, sort: &[&str], passphrase: &str) {
    let mut args = vec!["-q", "-N", passphrase, "-C", "示例", "-f", name];
    args.extend(sort);
    assert!(keygen(folder, &args));
}

fn public(folder: &Folder, name: &str) -> String {
    let line = folder.read(&format!("{name}.pub"));
    line.trim().to_owned()
}

/// Whether `ssh-keygen -Y verify` takes the signature of a file from a signer in a list.
fn ssh_verifies(folder: &Folder, file: &str, list: &str, signer: &str) -> bool {
    let signature = format!("{file}.sig");
    let args = [
        "-Y", "verify", "-f", list, "-I", signer, "-n", NAMESPACE, "-s",
    ];
    let ran = Command::new("ssh-keygen")
        .args(args)
        .arg(signature)
        .current_dir(folder.path(""))
        .stdin(fs::File::open(folder.path(file)).unwrap())
        .output()
        .unwrap();
    ran.status.success()
}

fn ssh_signs(folder: &Folder, file: &str, key: &str, namespace: &str) {
    let _ = fs::remove_file(folder.path(&format!("{file}.sig")));
    let args = ["-q", "-Y", "sign", "-n", namespace, "-f", key, file];
    assert!(keygen(folder, &args));
}

#[test]
fn what_this_program_signs_ssh_keygen_verifies_and_the_other_way_round() {
    let folder = county_and_town();
    let sorts: [(&str, &[&str]); 5] = [
        ("ed", &["-t", "ed25519"]),
        ("p256", &["-t", "ecdsa", "-b", "256"]),
        ("p384", &["-t", "ecdsa", "-b", "384"]),
        ("p521", &["-t", "ecdsa", "-b", "521"]),
        ("rsa", &["-t", "rsa", "-b", "2048"]),
    ];
    for (name, sort) in sorts {
        key(&folder, name, sort, "");
        // One in 256 keys of these sizes is one that the crate cannot read.
        while matches!(name, "p256" | "p384")
            && ssh_key::PrivateKey::read_openssh_file(&folder.path(name)).is_err()
        {
            fs::remove_file(folder.path(name)).unwrap();
            key(&folder, name, sort, "");
        }
        let file = format!("{name}.db");
        let list = format!("{name}.list");
        let line = format!(
            "壶镇镇 namespaces=\"{NAMESPACE}\" {}\n",
            public(&folder, name)
        );
        folder.write(&list, line);
        let verify = format!("--lang en verify {file} --signers {list}");
        if name == "p521" {
            // Every second key of this size is one that the crate cannot read.
            folder
                .run(&format!("--db town.db exchange {file} --from 1"))
                .good();
        } else {
            let line = format!("--db town.db exchange {file} --from 1 --sign {name}");
            let said = folder.run(&line).good();
            assert!(
                said.contains(&format!("已签名：{file}.sig，密钥 SHA256:")),
                "{said}"
            );
            assert!(ssh_verifies(&folder, &file, &list, "壶镇镇"), "{name}");
            let said = folder.run(&verify).good();
            assert!(
                said.contains("\nsigned by 壶镇镇 with the key SHA256:"),
                "{said}"
            );
        }
        ssh_signs(&folder, &file, name, NAMESPACE);
        let said = folder.run(&verify).good();
        assert!(
            said.contains("\nsigned by 壶镇镇 with the key SHA256:"),
            "{said}"
        );
    }
    // Older clients sign the SHA-256.
    let _ = fs::remove_file(folder.path("ed.db.sig"));
    let args = [
        "-q",
        "-Y",
        "sign",
        "-O",
        "hashalg=sha256",
        "-n",
        NAMESPACE,
        "-f",
        "ed",
        "ed.db",
    ];
    assert!(keygen(&folder, &args));
    folder.run("verify ed.db --signers ed.list").good();
}

/// A signed exchange file, and a list of its signer.
fn signed() -> Folder {
    let folder = county_and_town();
    key(&folder, "id", &["-t", "ed25519"], "");
    key(&folder, "other", &["-t", "ed25519"], "");
    folder.run("--db town.db exchange new.db --sign id").good();
    folder.write("list", format!("壶镇镇 {}\n", public(&folder, "id")));
    folder
}

#[test]
fn each_thing_that_is_wrong_with_a_signature_has_its_own_words() {
    let folder = signed();
    let sig = folder.bytes("new.db.sig");
    let restore = |bytes: &[u8]| {
        let _ = fs::remove_file(folder.path("new.db.sig"));
        folder.write("new.db.sig", bytes);
    };
    let failed = |list: &str, words: &str| {
        let ran = folder.run(&format!("--lang en verify new.db --signers {list}"));
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        let line = format!("[!] {words}");
        assert!(ran.out.contains(&line), "{words}\n{}", ran.out);
        assert!(ran.out.ends_with("[!] not verified\n"), "{}", ran.out);
    };
    folder.write("others", format!("温溪镇 {}\n", public(&folder, "other")));
    failed("others", "the file is signed with the key SHA256:");
    let one = public(&folder, "id");
    folder.write("past", format!("x valid-before=\"20200101\" {one}\n"));
    failed("past", "the key of x expired at 2020-01-01 00:00:00");
    folder.write("git", format!("x namespaces=\"git\" {one}\n"));
    failed(
        "git",
        "the list of signers allows the key of x for other namespaces only",
    );
    // Of another file; nothing but the signature was exchanged.
    folder
        .run("--db town.db exchange other.db --from 1 --sign id")
        .good();
    restore(&folder.bytes("other.db.sig"));
    failed("list", "the signature does not match the file (key SHA256:");
    ssh_signs(&folder, "new.db", "id", "file");
    failed(
        "list",
        "the signature is for the namespace file, not taizhang-exchange",
    );
    restore(&sig[..sig.len() / 2]);
    failed(
        "list",
        "the .sig file beside it is no SSH signature, or incomplete",
    );
    restore(b"");
    failed(
        "list",
        "the .sig file beside it is no SSH signature, or incomplete",
    );
    fs::remove_file(folder.path("new.db.sig")).unwrap();
    symlink("other.db.sig", folder.path("new.db.sig")).unwrap();
    failed("list", "the .sig file beside it cannot be read");
    fs::remove_file(folder.path("new.db.sig")).unwrap();
    failed(
        "list",
        "the file is not signed: there is no .sig file beside it",
    );
    // Who asks for no signer is told nothing of signatures.
    let said = folder.run("--lang en verify new.db").good();
    assert!(!said.contains("sign"), "{said}");
    restore(&sig);
    folder.run("verify new.db --signers list").good();
}

#[test]
fn an_altered_file_does_not_match_its_signature() {
    let folder = signed();
    let mut bytes = folder.bytes("new.db");
    *bytes.last_mut().unwrap() ^= 1;
    let _ = fs::remove_file(folder.path("new.db"));
    folder.write("new.db", bytes);
    let ran = folder.run("--lang en verify new.db --signers list");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("[!] the signature does not match the file"),
        "{}",
        ran.out
    );
    // It is never taken in, whether the ledger asks for signatures or not.
    let said = folder.run("--lang en merge new.db").failed(2);
    assert!(said.contains("it did not pass verification"), "{said}");
}

#[test]
fn a_bad_list_of_signers_is_one_line() {
    let folder = signed();
    let failed = |text: &str, words: &str| {
        folder.write("bad", text);
        let said = folder
            .run("--lang en verify new.db --signers bad")
            .failed(2);
        assert!(said.contains(words), "{said}");
    };
    failed("", "nobody is in the list of signers");
    failed("# x\n", "nobody is in the list of signers");
    failed("x\n", "line 1 is not a name and a public key");
    failed("\nx ssh-ed25519 AAAA\n", "the public key in line 2");
    let said = folder
        .run("--lang en verify new.db --signers none")
        .failed(2);
    assert!(
        said.contains("reading the list of signers none: there is no such file"),
        "{said}"
    );
}

#[test]
fn a_key_that_cannot_sign_is_refused_before_anything_is_made() {
    let folder = county_and_town();
    key(&folder, "id", &["-t", "ed25519"], "");
    key(&folder, "locked", &["-t", "ed25519"], "秘密 1");
    key(
        &folder,
        "old",
        &["-t", "rsa", "-b", "2048", "-m", "PEM"],
        "",
    );
    key(&folder, "weak", &["-t", "rsa", "-b", "1024"], "");
    folder.write("ppk", "PuTTY-User-Key-File-3: ssh-ed25519\n");
    folder.write("empty", "");
    let cut: String = folder.read("id").replacen("AAAA", "", 1);
    folder.write("cut", cut);
    folder.write("open", folder.read("id"));
    for name in ["ppk", "empty", "cut"] {
        let private = fs::Permissions::from_mode(0o600);
        fs::set_permissions(folder.path(name), private).unwrap();
    }
    fs::set_permissions(folder.path("open"), fs::Permissions::from_mode(0o644)).unwrap();
    let names = folder.names();
    for (name, words) in [
        ("weak", "this program cannot sign with a ssh-rsa 1024 key"),
        (
            "id.pub",
            "it is a public key; signing needs the private key",
        ),
        (
            "locked",
            "has a passphrase and there is no terminal to ask for it",
        ),
        (
            "old",
            "the private key has an older form; convert it with ssh-keygen -p -f",
        ),
        ("ppk", "it is a PuTTY key"),
        ("empty", "it holds no private key"),
        ("rows.csv", "it holds no private key"),
        ("cut", "the private key is incomplete, damaged"),
        ("open", "permissions 0644 of the private key are too open"),
        ("none", "there is no such file"),
        (".", "it is a directory"),
    ] {
        let line = format!("--lang en --db town.db exchange new.db --sign {name}");
        let said = folder.run(&line).failed(2);
        let doing = format!("taizhang: reading the private key {name}: ");
        assert!(said.starts_with(&doing) && said.contains(words), "{said}");
        assert_eq!(folder.names(), names, "{name}");
    }
}

#[test]
fn a_signature_of_the_same_name_is_never_replaced_or_taken_over() {
    let folder = county_and_town();
    key(&folder, "id", &["-t", "ed25519"], "");
    folder.write("new.db.sig", "x");
    for line in ["exchange new.db", "exchange new.db --sign id"] {
        let said = folder
            .run(&format!("--lang en --db town.db {line}"))
            .failed(2);
        assert!(said.contains("a .sig file of this name exists"), "{said}");
    }
    assert_eq!(folder.read("new.db.sig"), "x");
    assert!(!folder.path("new.db").exists());
    // Nothing was recorded as handed on.
    fs::remove_file(folder.path("new.db.sig")).unwrap();
    let said = folder.run("--db town.db exchange new.db --sign id").good();
    assert!(said.contains("修改 1 至 2 号"), "{said}");
    let mode = fs::metadata(folder.path("new.db.sig"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o222, 0);
}

#[test]
fn a_passphrase_is_asked_at_the_terminal_and_not_shown() {
    let folder = county_and_town();
    key(&folder, "id", &["-t", "ed25519"], "秘密 1");
    let run = |file: &str| {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
        let line = format!("--lang en --db town.db exchange {file} --from 1 --sign id");
        command.args(line.split(' '));
        command.cwd(folder.path(""));
        command.env_remove("TAIZHANG_DB");
        command.env("TERM", "xterm");
        let rig = Rig::run(Answers::Truly, command);
        rig.await_screen("passphrase of the key id:");
        rig
    };
    let rig = run("right.db");
    // A wrong letter is taken back.
    rig.send("秘密 镇\x7f1\r");
    let (code, shown) = rig.finish();
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("signed: right.db.sig") && !shown.contains('秘'),
        "{shown}"
    );
    let rig = run("wrong.db");
    rig.send("x\r");
    let (code, shown) = rig.finish();
    assert_eq!(code, 2);
    assert!(shown.contains("the passphrase is wrong"), "{shown}");
    let rig = run("none.db");
    rig.signal(Signal::TERM);
    assert_eq!(rig.await_exit(Duration::from_secs(10)), 143);
    assert!(rig.is_cooked(), "the terminal stays silent");
    let rig = run("none.db");
    rig.send("\x03");
    let (code, shown) = rig.finish();
    assert_eq!(code, 130);
    assert!(shown.contains("cancelled; no file was made"), "{shown}");
    assert!(!folder.path("wrong.db").exists() && !folder.path("none.db").exists());
}

#[test]
fn a_ledger_that_requires_signatures_takes_files_of_its_signers_only() {
    let folder = signed();
    let refused = |file: &str, words: &str| {
        let said = folder.run(&format!("--lang en merge {file}")).failed(2);
        assert!(said.contains(words), "{said}");
    };
    let said = folder.run("--lang en signers require").failed(2);
    assert!(said.contains("nobody is in the list of signers"), "{said}");
    let said = folder
        .run("--lang en signers add 温溪镇 --key other.pub --as 示例管理员")
        .good();
    assert!(
        said.starts_with("added to the list of signers: 温溪镇 with the key SHA256:"),
        "{said}"
    );
    let said = folder
        .run("--lang en signers require --as 示例管理员")
        .good();
    assert!(said.starts_with("from now on"), "{said}");
    refused(
        "new.db",
        "which is not in the list of signers of this ledger",
    );
    folder.run("--db town.db exchange plain.db --from 1").good();
    refused(
        "plain.db",
        "the file is not signed, and this ledger requires signatures",
    );
    folder.run("--db town.db snapshot whole.db").good();
    refused(
        "whole.db",
        "the file is not signed, and this ledger requires signatures",
    );
    folder
        .run("signers add 壶镇镇 --key id.pub --as 示例管理员")
        .good();
    let said = folder.run("--lang en merge new.db --dry-run").good();
    assert!(
        said.contains("\n  signed by 壶镇镇 with the key SHA256:"),
        "{said}"
    );
    folder.run("merge new.db").good();
    // A snapshot too is taken with a signature beside it, whoever put it there.
    for (file, name) in [("more.db", "镇图书馆二"), ("most.db", "镇图书馆三")] {
        enter(&folder, "town.db", name, TOWN);
        let sign = if file == "more.db" { "--sign id" } else { "" };
        folder
            .run(&format!("--db town.db snapshot {file} {sign}"))
            .good();
        if sign.is_empty() {
            ssh_signs(&folder, file, "id", NAMESPACE);
        }
        let said = folder.run(&format!("--lang en merge {file}")).good();
        assert!(said.contains("signed by 壶镇镇"), "{said}");
    }
    folder.run("doctor").good();
}

#[test]
fn an_unknown_signer_is_named_where_signatures_are_not_required() {
    let folder = signed();
    let said = folder.run("--lang en merge new.db").good();
    assert!(
        said.contains("[i] the signature matches, but its key SHA256:"),
        "{said}"
    );
}

#[test]
fn the_list_of_a_ledger_is_one_that_ssh_keygen_reads() {
    let folder = signed();
    assert!(folder.run("signers list").good().contains("名单是空的"));
    folder
        .run(&format!(
            "signers add 壶镇镇 --key id.pub --town {TOWN} --as 示例"
        ))
        .good();
    folder
        .run_all(&["signers", "add", "示例 县", "--key", "other.pub"])
        .good();
    let list = folder.run("--lang en signers list").good();
    let lines: Vec<&str> = list.lines().collect();
    let [head, first, second] = lines.as_slice() else {
        panic!("{list}")
    };
    assert_eq!(*head, "# this ledger does not require signatures");
    assert!(
        first.starts_with("壶镇镇 namespaces=\"taizhang-exchange\" ssh-ed25519 "),
        "{first}"
    );
    assert!(first.ends_with(TOWN), "{first}");
    assert!(second.starts_with("\"示例 县\" namespaces="), "{second}");
    folder.write("from-ledger", &list);
    assert!(ssh_verifies(&folder, "new.db", "from-ledger", "壶镇镇"));
    let said = folder
        .run("--lang en verify new.db --signers from-ledger")
        .good();
    assert!(said.contains("signed by 壶镇镇"), "{said}");
    // Without a list the one of the ledger is asked.
    let said = folder.run("--lang en verify new.db").good();
    assert!(said.contains("signed by 壶镇镇"), "{said}");
    folder.run("signers remove 壶镇镇").good();
    let ran = folder.run("--lang en verify new.db");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("which is not in the list of signers"),
        "{}",
        ran.out
    );
    folder.run("signers remove 壶镇镇").failed(2);
}

#[test]
fn a_list_of_signers_takes_no_nonsense() {
    let folder = signed();
    let failed = |args: &[&str], words: &str| {
        let mut line = vec!["--lang", "en", "signers"];
        line.extend(args);
        let said = folder.run_all(&line).failed(2);
        assert!(said.contains(words), "{said}");
    };
    failed(&["add", "a,b", "--key", "id.pub"], "has a comma, a quote");
    failed(&["add", "*", "--key", "id.pub"], "has a comma, a quote");
    failed(&["add", "x", "--key", "id"], "it is a private key");
    key(&folder, "small", &["-t", "rsa", "-b", "1024"], "");
    failed(
        &["add", "x", "--key", "small.pub"],
        "signatures by ssh-rsa 1024 keys cannot be checked",
    );
    failed(
        &["add", "x", "--key", "id.pub", "--town", "无此镇"],
        "无此镇",
    );
    folder.run("signers add x --key id.pub").good();
    failed(
        &["add", "y", "--key", "id.pub"],
        "in the list of signers already, as x",
    );
    folder.run("signers require").good();
    failed(&["remove", "x"], "somebody must stay in the list");
    assert!(folder.run("signers require").good().contains("已要求签名"));
    folder.run("signers require --off").good();
    folder.run("signers remove x").good();
}

#[test]
fn a_key_of_a_town_signs_for_that_town_only() {
    let folder = signed();
    folder
        .run(&format!(
            "signers add 温溪镇 --key id.pub --town {OTHER_TOWN}"
        ))
        .good();
    let ran = folder.run("--lang en merge new.db");
    assert!(
        ran.out.contains("壶镇镇 Public library 镇图书馆: "),
        "{}",
        ran.out
    );
    let said = ran.failed(2);
    assert!(
        said.contains("1 act in it is about places that 温溪镇 may not sign for"),
        "{said}"
    );
    folder.run("signers remove 温溪镇").good();
    folder
        .run(&format!("signers add 壶镇镇 --key id.pub --town {TOWN}"))
        .good();
    folder.run("merge new.db").good();
}

#[test]
fn a_file_limited_to_places_is_taken_whole_or_not_at_all() {
    let folder = county_and_town();
    folder
        .run(&format!("--db town.db exchange one.db --town {TOWN}"))
        .good();
    enter(&folder, "town.db", "别镇图书馆", OTHER_TOWN);
    let names = folder.names();
    let ran = folder.run(&format!(
        "--lang en --db town.db exchange two.db --town {TOWN}"
    ));
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("Public library 别镇图书馆: "),
        "{}",
        ran.out
    );
    let said = ran.failed(2);
    assert!(
        said.contains("1 act to be handed on is about places outside --town"),
        "{said}"
    );
    assert_eq!(folder.names(), names);
    folder.run("--db town.db exchange two.db").good();
    folder.run(&format!("merge one.db --town {TOWN}")).good();
    for mode in ["--dry-run", ""] {
        let ran = folder.run(&format!("--lang en merge two.db --town {TOWN} {mode}"));
        assert!(
            ran.out.contains("Public library 别镇图书馆: "),
            "{}",
            ran.out
        );
        let said = ran.failed(2);
        assert!(
            said.contains("1 act in it is about places outside --town"),
            "{said}"
        );
    }
    folder
        .run(&format!("merge two.db --town {TOWN} --town {OTHER_TOWN}"))
        .good();
    assert!(
        folder
            .run("merge two.db --town 无此镇")
            .failed(2)
            .contains("无此镇")
    );
}
