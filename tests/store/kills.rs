//! Snapshots, restores, merges, imports and exchange files that are killed at any moment: all of it
//! is there, or nothing.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use taizhang::store::Store;
use taizhang::store::audit::{About, verify};
use taizhang::store::share::exchange::StartAt;
use tempfile::TempDir;

use crate::merging;
use crate::snapshots::snapshot;
use crate::support::{HUZHEN, Ledger, add, column, main_file, save};

/// Names the ledger to the program that is to hold it open.
const LEDGER: &str = "TAIZHANG_TEST_LEDGER";

/// Another process that has a ledger open.
pub(crate) struct Session(Child);

impl Session {
    pub(crate) fn on(ledger: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "kills::a_session_that_only_has_the_ledger_open",
                "--ignored",
                "--nocapture",
            ])
            .env(LEDGER, ledger)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line == "open"));
        Self(child)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "the other process of a test; without a ledger it does nothing"]
fn a_session_that_only_has_the_ledger_open() {
    let Some(path) = std::env::var_os(LEDGER) else {
        return;
    };
    let _store = Store::open(Path::new(&path)).unwrap();
    println!("\nopen");
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// A ledger that takes long enough to copy and to examine to be killed in between.
fn large() -> Ledger {
    let ledger = Ledger::with_records();
    let mut store = ledger.open();
    let form = crate::support::fields(
        "library",
        HUZHEN,
        &[("name", "示例"), ("status", "existing")],
    );
    let all = store.write(|writer| {
        (0..400).try_for_each(|_| {
            let record = uuid::Uuid::now_v7();
            let subject = taizhang::domain::record::Subject::Facility;
            let fields = form.clone();
            let save = taizhang::store::Save {
                record,
                subject,
                base: &[],
                fields,
                author: "示例",
                reason: "",
            };
            writer.save(&save).map(drop)
        })
    });
    all.unwrap();
    drop(store);
    ledger
}

fn program(args: &[&Path], ledger: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang"));
    command.arg("--db").arg(ledger).args(args);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Runs the program twice to its end, to know how long it takes, then so many times to a kill at
/// moments spread over that time; after each of them `check` looks at what is there.
fn kill_again_and_again(rounds: u32, start: impl Fn() -> Child, mut check: impl FnMut(u32)) {
    let mut whole = Duration::MAX;
    for _ in 0..2 {
        let begun = Instant::now();
        assert!(start().wait().unwrap().success());
        whole = whole.min(begun.elapsed());
        check(0);
    }
    for round in 1..=rounds {
        let mut child = start();
        // Moments in no order, the last of them after the end.
        thread::sleep(
            whole.mul_f64(f64::from(round * 37 % rounds) / f64::from(rounds) * 1.4)
                + Duration::from_micros(50),
        );
        child.kill().unwrap();
        child.wait().unwrap();
        check(round);
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

/// Kills snapshots; says how many came to their end.
fn snapshots_are_whole_or_absent(rounds: u32) -> usize {
    let ledger = large();
    let folder = tempfile::tempdir().unwrap();
    let mut whole = 0;
    let start = || program(&["snapshot".as_ref(), folder.path()], &ledger.path);
    kill_again_and_again(rounds, start, |round| {
        let snapshots = names(folder.path())
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "db"));
        for path in snapshots {
            let found = verify(&path, None).unwrap();
            // Its checksum is there, fits, and has nothing to be said of it.
            assert!(
                found.findings.is_empty(),
                "round {round}: {:?}",
                found.findings
            );
            fs::remove_file(&path).unwrap();
            whole += 1;
        }
    });
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    // The next one sweeps away what the killed ones left, of which there is only one at a time.
    assert!(start().wait().unwrap().success());
    let is_workshop = |path: &PathBuf| {
        path.file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with(".taizhang")
    };
    let left: Vec<_> = names(folder.path())
        .into_iter()
        .filter(is_workshop)
        .collect();
    assert!(left.is_empty(), "{left:?}");
    whole
}

/// Kills restores; says how many came to their end.
fn restores_are_whole_or_absent(rounds: u32) -> usize {
    let ledger = large();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out.db");
    snapshot(&ledger.path, &out).unwrap();
    let site = |path: &Path| -> String {
        let db =
            rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
                .unwrap();
        db.query_row("SELECT site FROM ledger", [], |row| row.get(0))
            .unwrap()
    };
    let (mut before, mut whole) = (site(&ledger.path), 0);
    let start = || program(&["restore".as_ref(), &out], &ledger.path);
    kill_again_and_again(rounds, start, |round| {
        let mut store = ledger.open();
        assert_eq!(store.inspect(), Ok(vec![]), "round {round}");
        assert_eq!(store.record_count(), Ok(402), "round {round}");
        let now = site(&ledger.path);
        if now != before {
            whole += 1;
            let kept = names(ledger.folder())
                .into_iter()
                .filter(|path| path.to_string_lossy().contains("before-restore"));
            assert!(
                kept.clone().any(|path| site(&path) == before),
                "round {round}: the old ledger is kept"
            );
        }
        for path in names(ledger.folder())
            .iter()
            .filter(|path| path.to_string_lossy().contains("before-restore"))
        {
            fs::remove_file(path).unwrap();
        }
        before = now;
        // It is a ledger like any other, and goes back to what it was.
        let id = add(&mut store, "library", HUZHEN, &[]);
        let (mut fields, base) = crate::support::standing_fields(&store, id);
        fields.insert("deleted".into(), true.into());
        save(&mut store, id, &base, &fields).unwrap();
    });
    whole
}

/// Kills a command that adds 40 records to a ledger of [`large`]; says how many came to their end.
/// `check` looks at what else there is, with whether the records are there.
fn additions_are_whole_or_absent(
    rounds: u32,
    ledger: &Ledger,
    args: &[&Path],
    mut check: impl FnMut(bool),
) -> usize {
    let before = main_file(&ledger.path);
    let mut whole = 0;
    let start = || {
        for name in ["示例.db", "示例.db-wal", "示例.db-shm"] {
            let _ = fs::remove_file(ledger.folder().join(name));
        }
        fs::write(&ledger.path, &before).unwrap();
        program(args, &ledger.path)
    };
    kill_again_and_again(rounds, start, |round| {
        let store = ledger.open();
        assert_eq!(store.inspect(), Ok(vec![]), "round {round}");
        let records = store.record_count().unwrap();
        assert!([402, 442].contains(&records), "round {round}: {records}");
        let saves = "SELECT count(*) FROM change WHERE subject IN ('facility', 'exception')";
        let saves = column::<i64>(&ledger.raw(), saves).remove(0);
        assert_eq!(usize::try_from(saves), Ok(records + 2), "round {round}");
        check(records == 442);
        whole += usize::from(records == 442);
    });
    whole
}

fn merges_are_whole_or_absent(rounds: u32) -> usize {
    let county = large();
    let town = town_with_40_more(&county);
    let args = [
        "merge".as_ref(),
        town.path.as_path(),
        "--as".as_ref(),
        "示例管理员".as_ref(),
    ];
    additions_are_whole_or_absent(rounds, &county, &args, |_| ())
}

fn merges_of_exchange_files_are_whole_or_absent(rounds: u32) -> usize {
    let county = large();
    let town = town_with_40_more(&county);
    let out = town.folder().join("out.db");
    town.open()
        .export_changes(&out, &StartAt::AfterTheLast, "示例", &Arc::default())
        .unwrap();
    additions_are_whole_or_absent(rounds, &county, &["merge".as_ref(), &out], |_| ())
}

fn town_with_40_more(county: &Ledger) -> Ledger {
    let town = merging::town(county);
    let mut store = town.open();
    for _ in 0..40 {
        add(&mut store, "library", HUZHEN, &[]);
    }
    drop(store);
    town
}

/// Kills imports of 40 good rows and 40 bad ones: no row is ever neither in the ledger nor among
/// the rejects.
fn imports_are_whole_or_absent(rounds: u32) -> usize {
    let ledger = large();
    let (rows, rejects) = (
        ledger.folder().join("rows.csv"),
        ledger.folder().join("rejects.csv"),
    );
    let row = |at| format!("壶镇镇,示例导入馆{at},existing\n没有这个镇,示例拒收馆{at},existing\n");
    fs::write(
        &rows,
        "town,name,status\n".to_owned() + &(0..40).map(row).collect::<String>(),
    )
    .unwrap();
    let options = ["--kind", "library", "--skip-bad", "--rejects"].map(Path::new);
    let args = [
        &["import".as_ref(), rows.as_path()],
        options.as_slice(),
        &[rejects.as_path()],
    ]
    .concat();
    additions_are_whole_or_absent(rounds, &ledger, &args, |is_imported| {
        let refused = fs::read_to_string(&rejects)
            .ok()
            .map(|text| text.matches("示例拒收馆").count());
        assert!(
            refused == Some(40) || (refused.is_none() && !is_imported),
            "{refused:?}"
        );
        let _ = fs::remove_file(&rejects);
    })
}

/// The last change that was handed on.
const NOTED: &str =
    "SELECT coalesce(max(patch ->> '$.last'), 0) FROM change WHERE subject = 'exchange'";

/// Kills the making of exchange files: the next one goes on from the last that was noted, and none
/// of them is half.
fn exchange_files_leave_no_gap(rounds: u32) -> usize {
    let county = large();
    let town = merging::town(&county);
    let folder = TempDir::new().unwrap();
    let (mut store, mut whole) = (town.open(), 0);
    let mut before = 0;
    let start = || program(&["exchange".as_ref(), folder.path()], &town.path);
    add(&mut store, "library", HUZHEN, &[]);
    kill_again_and_again(rounds, start, |round| {
        let noted: Vec<i64> = column(&town.raw(), NOTED);
        for path in names(folder.path())
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "db"))
        {
            let found = verify(&path, None).unwrap();
            assert!(
                found.findings.is_empty(),
                "round {round}: {:?}",
                found.findings
            );
            let Some(About::Exchange(about)) = found.about else {
                panic!()
            };
            assert_eq!(about.after.seq, before, "round {round}");
            fs::remove_file(&path).unwrap();
            fs::remove_file(path.with_extension("db.sha256")).unwrap();
            whole += 1;
        }
        before = noted[0];
        add(&mut store, "library", HUZHEN, &[]);
    });
    assert_eq!(store.inspect(), Ok(vec![]));
    whole
}

#[test]
fn a_merge_that_is_killed_is_whole_or_absent() {
    let whole = merges_are_whole_or_absent(25);
    assert!((2..27).contains(&whole), "{whole} of 27 came to their end");
}

#[test]
fn an_import_that_is_killed_is_whole_or_absent_and_loses_no_row() {
    let whole = imports_are_whole_or_absent(25);
    assert!((2..27).contains(&whole), "{whole} of 27 came to their end");
}

#[test]
fn a_merge_of_an_exchange_file_that_is_killed_is_whole_or_absent() {
    let whole = merges_of_exchange_files_are_whole_or_absent(12);
    assert!((2..14).contains(&whole), "{whole} of 14 came to their end");
}

#[test]
fn an_exchange_file_whose_making_is_killed_is_whole_or_absent_and_leaves_no_gap() {
    let whole = exchange_files_leave_no_gap(25);
    assert!((2..27).contains(&whole), "{whole} of 27 came to their end");
}

#[test]
fn a_snapshot_that_is_killed_is_whole_or_absent() {
    let whole = snapshots_are_whole_or_absent(13);
    assert!((2..15).contains(&whole), "{whole} of 15 came to their end");
}

#[test]
fn a_restore_that_is_killed_is_whole_or_absent() {
    let whole = restores_are_whole_or_absent(12);
    assert!((2..14).contains(&whole), "{whole} of 14 came to their end");
}

#[test]
#[ignore = "minutes: the tests above, 100 times each"]
fn what_is_killed_hundreds_of_times_is_whole_or_absent() {
    for (what, kill) in [
        (
            "snapshots",
            snapshots_are_whole_or_absent as fn(u32) -> usize,
        ),
        ("restores", restores_are_whole_or_absent),
        ("merges", merges_are_whole_or_absent),
        (
            "merges of exchange files",
            merges_of_exchange_files_are_whole_or_absent,
        ),
        ("imports", imports_are_whole_or_absent),
        ("exchange files", exchange_files_leave_no_gap),
    ] {
        let whole = kill(100);
        println!("{what}: {whole} of 102 came to their end");
        assert!((2..102).contains(&whole), "{what}: {whole}");
    }
}
