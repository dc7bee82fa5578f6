//! Several writers at once, and writers that are killed.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use taizhang::store::{Saved, Store};
use uuid::Uuid;

use crate::support::{HUZHEN, Ledger, TOWNS, add, column, edit, fields, save};

/// Names the ledger to the program that is to be killed.
const LEDGER: &str = "TAIZHANG_TEST_LEDGER";

#[test]
fn two_writers_at_once_lose_nothing_and_nobody_is_turned_away() {
    let ledger = Ledger::new();
    let write = |town: &str| {
        let mut store = Store::open(&ledger.path).unwrap();
        let form = fields(
            "library",
            town,
            &[
                ("name", "示例"),
                ("status", "existing"),
                ("reading_seats", "130"),
            ],
        );
        let one = |_| {
            let id = Uuid::now_v7();
            let saved = save(&mut store, id, &[], &form);
            assert!(matches!(saved, Ok(Saved::Written(_))), "{saved:?}");
            id
        };
        (0..200).map(one).collect::<BTreeSet<_>>()
    };
    let (mine, theirs) = thread::scope(|scope| {
        let threads = [TOWNS[0], TOWNS[1]].map(|town| scope.spawn(move || write(town)));
        let [mine, theirs] = threads.map(|thread| thread.join().unwrap());
        (mine, theirs)
    });
    let store = ledger.open();
    let kept: BTreeSet<Uuid> = ids(&ledger, "SELECT id FROM record");
    assert_eq!(kept, mine.union(&theirs).copied().collect());
    assert_eq!(kept.len(), 400);
    assert_eq!(store.inspect(), Ok(vec![]));
}

#[test]
fn of_two_clerks_at_one_record_each_edit_is_written_or_told_as_outdated() {
    let ledger = Ledger::new();
    let id = add(&mut ledger.open(), "library", HUZHEN, &[]);
    let edits = |clerk: &str| {
        let mut store = Store::open(&ledger.path).unwrap();
        let one = |n: &i32| {
            let name = format!("{clerk}{n}");
            let saved = edit(&mut store, id, |fields| {
                drop(fields.insert("name".into(), name.into()));
            });
            matches!(saved.unwrap(), Saved::Written(_))
        };
        (0..60).filter(one).count()
    };
    let written = thread::scope(|scope| {
        let threads = ["甲", "乙"].map(|clerk| scope.spawn(move || edits(clerk)));
        threads
            .map(|thread| thread.join().unwrap())
            .iter()
            .sum::<usize>()
    });
    let store = ledger.open();
    assert_eq!(store.history(id).unwrap().len(), 1 + written);
    let heads = store.record(id).unwrap().unwrap().heads;
    assert_eq!(heads.len(), 1, "no edit went past another: {heads:?}");
}

#[test]
fn an_examination_while_others_save_finds_nothing() {
    let ledger = Ledger::new();
    ledger.enlarge();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut store = Store::open(&ledger.path).unwrap();
            while !done.load(Ordering::Relaxed) {
                add(&mut store, "library", HUZHEN, &[("reading_seats", "130")]);
            }
        });
        let store = ledger.open();
        let found: Vec<_> = (0..40).map(|_| store.inspect()).collect();
        done.store(true, Ordering::Relaxed);
        assert!(found.iter().all(|found| *found == Ok(vec![])), "{found:?}");
    });
}

#[test]
fn whatever_moment_writers_are_killed_every_acknowledged_change_is_in_the_trail() {
    let ledger = Ledger::new();
    let mut acknowledged = BTreeSet::new();
    for round in 0..20_u64 {
        let mut writers = [(); 2].map(|()| Writer::start(&ledger.path));
        // From before the first save to many saves later, at no moment in particular: on a slow
        // machine too.
        for saves in 0..round % 5 {
            let writer = &writers[usize::try_from(saves % 2).unwrap()];
            acknowledged.insert(writer.heard.recv().unwrap());
        }
        thread::sleep(Duration::from_millis(round * 37 % 90));
        for writer in &mut writers {
            writer.child.kill().unwrap();
            writer.child.wait().unwrap();
        }
        for writer in writers {
            acknowledged.extend(writer.heard);
        }
        let kept = ids(&ledger, "SELECT record FROM change");
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        assert_eq!(ledger.open().inspect(), Ok(vec![]), "round {round}");
    }
}

fn ids(ledger: &Ledger, sql: &str) -> BTreeSet<Uuid> {
    column::<String>(&ledger.raw(), sql)
        .iter()
        .map(|id| id.parse().unwrap())
        .collect()
}

/// Another process that saves and tells what was saved.
struct Writer {
    child: Child,
    /// What it acknowledged; ends with it.
    heard: mpsc::Receiver<Uuid>,
}

impl Writer {
    fn start(ledger: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "crowd::a_writer_that_saves_until_it_is_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(LEDGER, ledger)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (hear, heard) = mpsc::channel();
        // A line that the kill cut off is an acknowledgement that nobody heard: its id does not
        // parse.
        let ids = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("saved ")?.parse().ok());
        thread::spawn(move || ids.take_while(|id| hear.send(*id).is_ok()).count());
        Self { child, heard }
    }
}

#[test]
#[ignore = "the other process of the test above; without a ledger it does nothing"]
fn a_writer_that_saves_until_it_is_killed() {
    let Some(path) = std::env::var_os(LEDGER) else {
        return;
    };
    let mut store = Store::open(Path::new(&path)).unwrap();
    let mut out = std::io::stdout();
    for town in TOWNS.iter().cycle() {
        let id = add(&mut store, "library", town, &[("reading_seats", "130")]);
        write!(out, "\nsaved {id}\n").unwrap();
        out.flush().unwrap();
    }
}
