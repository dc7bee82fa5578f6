//! A ledger on a disk that fills up: a small disk of its own, mounted where nobody else sees it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::clerk::{DRAFTS, HOME, NEW, SAVE, TO_THE_LIST, settle_in};
use crate::rig::{Answers, Rig};

/// Makes a ledger of the four minimums.
const INIT: [&str; 3] = [
    "init",
    "--pack",
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/minimums.toml"),
];

/// Mounts a disk on `$0`, says so, and holds it until its input ends.
const HOLD: &str = r#"mount -t tmpfs -o size=3m,mode=0777 tmpfs "$0" && echo held && read -r _"#;

/// A disk of three megabytes that only this test sees. It goes away with the process that holds it.
struct SmallDisk {
    holder: Child,
    /// How to enter the place where the disk is.
    enter: Vec<String>,
    /// Where the disk is there.
    inside: PathBuf,
    /// The same from here.
    outside: PathBuf,
}

impl SmallDisk {
    /// As root, or as whoever may make a user namespace; else why not.
    fn mount(at: &Path) -> Result<Self, String> {
        let root = Self::mount_with(at, &["--mount", "--propagation", "private"], &["--mount"]);
        root.or_else(|refused| {
            let unshare = [
                "--user",
                "--map-root-user",
                "--mount",
                "--propagation",
                "private",
            ];
            let enter = ["--user", "--mount", "--preserve-credentials"];
            Self::mount_with(at, &unshare, &enter).map_err(|again| format!("{refused}; {again}"))
        })
    }

    fn mount_with(at: &Path, unshare: &[&str], enter: &[&str]) -> Result<Self, String> {
        let mut holder = Command::new("unshare")
            .args(unshare)
            .args(["sh", "-c", HOLD])
            .arg(at)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("unshare: {error}"))?;
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap())
            .read_line(&mut said)
            .unwrap();
        if said.trim() != "held" {
            let output = holder.wait_with_output().unwrap();
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
        let pid = holder.id();
        let outside = PathBuf::from(format!("/proc/{pid}/root{}", at.display()));
        let enter = enter
            .iter()
            .map(|arg| (*arg).to_owned())
            .chain([format!("--target={pid}")])
            .collect();
        Ok(Self {
            holder,
            enter,
            inside: at.to_owned(),
            outside,
        })
    }

    /// The program on a ledger on this disk.
    fn start(&self) -> Rig {
        let mut command = CommandBuilder::new("nsenter");
        command.args(&self.enter);
        command.args([env!("CARGO_BIN_EXE_taizhang"), "--db"]);
        command.arg(self.inside.join("taizhang.db"));
        settle_in(&mut command, Path::new("/"), "示例填报人");
        let rig = Rig::run(Answers::Truly, command);
        rig.await_screen(HOME);
        rig
    }

    fn doctor(&self) -> i32 {
        self.run(&["doctor"]).status.code().unwrap()
    }

    /// Runs a command on the ledger on this disk, in that folder.
    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new("nsenter");
        command
            .args(&self.enter)
            .arg("sh")
            .args(["-c", r#"cd "$0" && exec "$@""#])
            .arg(&self.inside);
        command
            .args([env!("CARGO_BIN_EXE_taizhang"), "--lang", "en"])
            .args(args)
            .output()
            .unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.outside).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            // With a little room what went wrong is noted.
            .filter(|name| !name.ends_with("-log"))
            .collect();
        names.sort();
        names
    }

    fn ballast(&self) -> PathBuf {
        self.outside.join("ballast")
    }

    /// Writes until not a byte is free.
    fn fill(&self) {
        let mut file: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.ballast())
            .unwrap();
        for size in [65536, 4096, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
    }

    /// Fills the disk but for so many bytes.
    fn fill_but(&self, room: u64) {
        self.fill();
        let ballast = OpenOptions::new().write(true).open(self.ballast()).unwrap();
        ballast
            .set_len(ballast.metadata().unwrap().len() - room)
            .unwrap();
    }

    /// Mounts it anew, `ro` or `rw`.
    fn remount(&self, access: &str) {
        let mut command = Command::new("nsenter");
        command
            .args(&self.enter)
            .args(["mount", "-o", &format!("remount,{access}")])
            .arg(&self.inside);
        assert!(command.status().unwrap().success(), "{access}");
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    /// Whether a draft holds a text.
    fn draft_holds(&self, text: &str) -> bool {
        let Ok(files) = fs::read_dir(taizhang::store::draft::folder(
            &self.outside.join("taizhang.db"),
        )) else {
            return false;
        };
        let holds = |bytes: Vec<u8>| {
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        };
        files
            .flatten()
            .any(|file| fs::read(file.path()).is_ok_and(holds))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Runs a test on a small disk; where none can be mounted it says why not, and fails only where it
/// was asked for.
fn on_a_small_disk(test: fn(&SmallDisk)) {
    let folder = tempfile::tempdir().unwrap();
    match SmallDisk::mount(folder.path()) {
        Ok(disk) => test(&disk),
        Err(why) => {
            let skipped = format!(
                "SKIPPED: no disk can be mounted here, so a full one was not tried: {why}\n"
            );
            assert!(
                std::env::var_os("TAIZHANG_TEST_MUST_MOUNT").is_none(),
                "{skipped}"
            );
            // Not through the harness, which shows nothing of a test that passes.
            std::io::stderr().write_all(skipped.as_bytes()).unwrap();
        }
    }
}

fn new_form(rig: &Rig) {
    rig.send(TO_THE_LIST);
    rig.await_screen("> 公共图书馆");
    rig.send(NEW);
    rig.await_screen("第 1/29 项");
}

#[test]
fn a_disk_that_fills_while_typing_costs_nothing_typed_and_the_save_works_once_there_is_room() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        let rig = disk.start();
        new_form(&rig);
        rig.send("示例馆");
        rig.await_screen("示例馆");
        disk.fill();
        rig.send("二号\t\t2018-05\t2860\t129");
        rig.await_screen("[!]未达标 129/130");
        assert!(disk.draft_holds("示例馆二号") && disk.draft_holds("129"));
        rig.send(SAVE);
        rig.await_screen("磁盘已满，未保存");
        rig.await_screen("示例馆二号");
        rig.signal(Signal::KILL);
        drop(rig);
        // Still full: the ledger opens, and the draft is offered and goes on.
        let rig = disk.start();
        rig.await_screen("有 1 份未保存的表");
        rig.send(format!("{DRAFTS}\r"));
        rig.await_screen("[!]未达标 129/130");
        rig.send("\x7f\x7f30");
        rig.await_screen("[OK]达标 130/130");
        assert!(disk.draft_holds("130"));
        rig.send(SAVE);
        rig.await_screen("磁盘已满，未保存");
        disk.make_room();
        rig.send(SAVE);
        rig.await_screen("已保存：示例馆二号");
        assert_eq!(rig.leave(), 0);
        assert!(!disk.draft_holds("示例馆二号"));
        assert_eq!(disk.doctor(), 0);
    });
}

#[test]
fn a_form_begun_on_a_full_disk_says_that_no_draft_is_kept_and_keeps_one_as_soon_as_there_is_room() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        let rig = disk.start();
        disk.fill();
        new_form(&rig);
        for (typed, whole) in [("馆", "馆"), ("一", "馆一"), ("号", "馆一号")] {
            rig.send(typed);
            rig.await_screen(&format!(">*设施名称                 {whole}"));
            rig.await_screen("磁盘已满，草稿未能留存");
        }
        disk.make_room();
        rig.send("甲");
        rig.await_screen("馆一号甲");
        assert!(disk.draft_holds("馆一号甲"), "{}", rig.screen());
        rig.send(SAVE);
        rig.await_screen("已保存：馆一号甲");
        assert_eq!(rig.leave(), 0);
        assert_eq!(disk.doctor(), 0);
    });
}

#[test]
fn a_snapshot_or_a_restore_that_finds_no_room_leaves_nothing_and_says_so() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        assert!(disk.run(&["snapshot", "kept.db"]).status.success());
        let before = disk.names();
        // From no room at all to nearly enough for the copy.
        for room in [0, 40_000, 150_000] {
            disk.fill_but(room);
            for command in [&["snapshot", "new.db"][..], &["restore", "kept.db"]] {
                let ran = disk.run(command);
                let said = String::from_utf8(ran.stderr).unwrap();
                assert_eq!(ran.status.code(), Some(2), "{room} {said}");
                assert!(
                    said.contains("the disk is full and no file was made"),
                    "{room} {said}"
                );
            }
            let log = disk.outside.join("taizhang.db-log");
            assert_eq!(log.exists(), room > 0, "no empty log is left");
            disk.make_room();
            assert_eq!(disk.names(), before, "{room}");
            assert_eq!(disk.doctor(), 0);
        }
        assert!(disk.run(&["snapshot", "new.db"]).status.success());
        assert!(disk.run(&["restore", "new.db"]).status.success());
        assert_eq!(disk.doctor(), 0);
    });
}

/// A folder beside the disk with a file to import, one to merge, and one with what is new in that.
fn files_to_take_in(disk: &SmallDisk) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let row = |at| format!("壶镇镇,示例馆{at},existing\n");
    fs::write(
        at("rows.csv"),
        "town,name,status\n".to_owned() + &(0..300).map(row).collect::<String>(),
    )
    .unwrap();
    let ok = |args: &[&str]| assert!(disk.run(args).status.success(), "{args:?}");
    ok(&["snapshot", &at("start.db")]);
    ok(&["--db", &at("town.db"), "restore", &at("start.db")]);
    ok(&[
        "--db",
        &at("town.db"),
        "import",
        &at("rows.csv"),
        "--kind",
        "library",
    ]);
    ok(&["--db", &at("town.db"), "exchange", &at("new.db")]);
    folder
}

fn said(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

#[test]
fn an_import_or_a_merge_that_finds_no_room_changes_nothing_and_says_so() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        let files = files_to_take_in(disk);
        let at = |name: &str| files.path().join(name).to_str().unwrap().to_owned();
        let (rows, town, new) = (at("rows.csv"), at("town.db"), at("new.db"));
        let before = disk.names();
        let count = || disk.run(&["export", "--format", "json", "--out", &at("all.json")]);
        // From no room at all to nearly enough for the write-ahead log.
        for room in [0, 20_000, 100_000] {
            for command in [
                &["import", &rows, "--kind", "library"][..],
                &["merge", &town],
                &["merge", &new],
            ] {
                disk.fill_but(room);
                let ran = disk.run(command);
                assert!(
                    matches!(ran.status.code(), Some(2 | 3)),
                    "{room} {command:?} {}",
                    said(&ran)
                );
                assert!(
                    said(&ran).contains("the disk is full and "),
                    "{room} {command:?} {}",
                    said(&ran)
                );
                // Whatever is in the log, readers get the ledger as it was, still without room.
                assert!(count().status.success());
                assert!(
                    !fs::read_to_string(at("all.json"))
                        .unwrap()
                        .contains("示例馆"),
                    "{room} {command:?}"
                );
                disk.make_room();
                assert_eq!(disk.doctor(), 0);
                assert_eq!(disk.names(), before, "{room} {command:?}");
            }
        }
        assert!(disk.run(&["merge", &new]).status.success());
        assert!(
            disk.run(&["import", &rows, "--kind", "library"])
                .status
                .success()
        );
        assert_eq!(disk.doctor(), 0);
    });
}

#[test]
fn an_export_or_an_exchange_file_that_finds_no_room_is_not_there_and_nothing_is_noted() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        let files = files_to_take_in(disk);
        let rows = files.path().join("rows.csv");
        assert!(
            disk.run(&["import", rows.to_str().unwrap(), "--kind", "library"])
                .status
                .success()
        );
        let before = disk.names();
        for room in [0, 30_000] {
            disk.fill_but(room);
            for command in [
                &["exchange", "out.db"][..],
                &["export", "--format", "xlsx", "--out", "out.xlsx"],
                &["export", "--format", "gpkg", "--out", "out.gpkg"],
                &[
                    "export", "--format", "csv", "--kind", "library", "--out", "out.csv",
                ],
            ] {
                let ran = disk.run(command);
                // A small table fits where a database does not.
                let fits = ran.status.success() && command.contains(&"csv") && room > 0;
                assert!(
                    fits || matches!(ran.status.code(), Some(2 | 3)),
                    "{room} {command:?} {}",
                    said(&ran)
                );
                assert!(
                    fits || said(&ran).contains("disk is full"),
                    "{room} {command:?} {}",
                    said(&ran)
                );
                let _ = fs::remove_file(disk.outside.join("out.csv"));
            }
            disk.make_room();
            assert_eq!(disk.names(), before, "{room}");
        }
        // What was not handed on is handed on now.
        let ran = disk.run(&["exchange", "out.db"]);
        assert!(
            String::from_utf8_lossy(&ran.stdout).contains(": changes 1 to 303\n"),
            "{ran:?}"
        );
    });
}

#[test]
fn on_a_disk_that_can_only_be_read_every_command_that_writes_says_so_and_leaves_it_as_it_was() {
    on_a_small_disk(|disk| {
        assert!(disk.run(&INIT).status.success());
        let files = files_to_take_in(disk);
        let at = |name: &str| files.path().join(name).to_str().unwrap().to_owned();
        assert!(disk.run(&["snapshot", "kept.db"]).status.success());
        let before = disk.names();
        disk.remount("ro");
        for command in [
            &["snapshot", "new.db"][..],
            &["restore", "kept.db"],
            &["import", &at("rows.csv"), "--kind", "library"],
            &["merge", &at("town.db")],
            &["merge", &at("new.db")],
            &["exchange", "out.db"],
            &["--db", "new.db", "init"],
            &[
                "--db", "kept.db", "export", "--format", "json", "--out", "out.json",
            ],
        ] {
            let ran = disk.run(command);
            assert!(
                matches!(ran.status.code(), Some(2 | 3)),
                "{command:?} {}",
                said(&ran)
            );
            assert_eq!(
                said(&ran).matches('\n').count(),
                1,
                "{command:?} {}",
                said(&ran)
            );
            assert!(
                said(&ran).contains("permission"),
                "{command:?} {}",
                said(&ran)
            );
        }
        // A snapshot is read there as anywhere.
        assert!(disk.run(&["--db", "kept.db", "report"]).status.success());
        assert_eq!(disk.run(&["verify", "kept.db"]).status.code(), Some(0));
        disk.remount("rw");
        assert_eq!(disk.names(), before);
        assert_eq!(disk.doctor(), 0);
    });
}
