//! Imports while others save: nobody waits while the file is read, and nothing that somebody saved
//! meanwhile is lost.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use taizhang::store::Store;
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use taizhang::transfer::import::{Go, ImportError, ImportRequest, ImportSummary, import};
use uuid::Uuid;

use crate::support::{BIHU, HUZHEN, Ledger, add, column, edit};

/// As many rows as somebody is asked once whether to go on, and some more.
const ROWS: usize = 600;

/// A file of libraries in one town, of which the first is the one of [`known`].
fn file() -> String {
    let mut rows = String::from("town,name,status,reading_seats\n");
    for at in 0..ROWS {
        let _ = writeln!(rows, "{HUZHEN},示例馆{at},existing,{}", 20 + at);
    }
    rows
}

/// A ledger with a library that the file names, and that library.
fn known() -> (Ledger, Uuid) {
    let ledger = Ledger::new();
    let first = [("name", "示例馆0"), ("reading_seats", "7")];
    let id = add(&mut ledger.open(), "library", HUZHEN, &first);
    (ledger, id)
}

/// Imports the file, and calls `meanwhile` with the number of each time that somebody is asked.
fn import_while(
    ledger: &Ledger,
    meanwhile: impl Fn(usize) -> Go,
) -> Result<ImportSummary, ImportError> {
    let aliases = Aliases::default();
    let asked = Cell::new(0);
    let watch = |_| {
        asked.set(asked.get() + 1);
        meanwhile(asked.get())
    };
    let mut store = ledger.open();
    let day = store.today();
    let request = ImportRequest {
        watch: &watch,
        ..ImportRequest::plain("示例.csv", "library", "示例导入人", &aliases, day)
    };
    import(
        &mut store,
        file().as_bytes(),
        &request,
        &mut Notes::default(),
    )
}

fn set(ledger: &Ledger, id: Uuid, field: &str, value: &str) {
    let mut store = ledger.open();
    let saved = edit(&mut store, id, |fields| {
        drop(fields.insert(field.into(), value.into()));
    });
    saved.unwrap();
}

#[track_caller]
fn kept(store: &Store, id: Uuid, field: &str) -> String {
    let record = store.record(id).unwrap().unwrap();
    record.fields[field].as_str().unwrap().to_owned()
}

#[test]
fn what_is_saved_while_a_file_is_read_is_there_and_the_file_is_whole() {
    let (ledger, id) = known();
    let done = import_while(&ledger, |time| {
        if time == 1 {
            // The same name in another town, and another kind in the same town.
            add(&mut ledger.open(), "library", BIHU, &[("name", "示例馆1")]);
            add(&mut ledger.open(), "greenway", HUZHEN, &[]);
        }
        Go::On
    });
    assert_eq!(done.map(|done| done.imported), Ok(ROWS));
    let store = ledger.open();
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(store.record_count(), Ok(ROWS + 2));
    assert_eq!(kept(&store, id, "reading_seats"), "20");
}

#[test]
fn a_record_that_somebody_changes_while_the_file_is_read_is_changed_upon_that() {
    let (ledger, id) = known();
    let done = import_while(&ledger, |time| {
        if time == 1 {
            set(&ledger, id, "remarks", "示例备注");
            set(&ledger, id, "reading_seats", "8");
        }
        Go::On
    });
    assert_eq!(done.map(|done| done.imported), Ok(ROWS));
    let store = ledger.open();
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(kept(&store, id, "reading_seats"), "20");
    assert_eq!(kept(&store, id, "remarks"), "示例备注");
    assert_eq!(store.record(id).unwrap().unwrap().heads.len(), 1);
}

#[test]
fn a_record_that_gets_a_name_or_a_code_of_the_file_meanwhile_is_the_one_that_is_meant() {
    let ledger = Ledger::new();
    let id = add(
        &mut ledger.open(),
        "library",
        HUZHEN,
        &[("name", "示例别馆")],
    );
    let done = import_while(&ledger, |time| {
        if time == 1 {
            set(&ledger, id, "name", "示例馆5");
        }
        Go::On
    });
    assert_eq!(done.map(|done| done.imported), Ok(ROWS));
    let store = ledger.open();
    assert_eq!(store.record_count(), Ok(ROWS));
    assert_eq!(kept(&store, id, "reading_seats"), "25");
    // The number that the first new row would have had was given away.
    let ledger = Ledger::new();
    let done = import_while(&ledger, |time| {
        if time == 1 {
            add(
                &mut ledger.open(),
                "library",
                HUZHEN,
                &[("name", "示例别馆")],
            );
        }
        Go::On
    });
    assert_eq!(done.map(|done| done.imported), Ok(ROWS));
    let codes: Vec<String> = column(
        &ledger.raw(),
        "SELECT facility_code FROM record GROUP BY facility_code HAVING count(*) > 1",
    );
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
}

#[test]
fn where_records_of_the_file_are_changed_again_and_again_it_is_imported_all_the_same() {
    let (ledger, id) = known();
    let done = import_while(&ledger, |time| {
        // Three times a try: twice as the rows are read ahead, once as they are taken.
        if [1, 4, 7].contains(&time) {
            set(&ledger, id, "reading_seats", &time.to_string());
        }
        Go::On
    });
    assert_eq!(done.map(|done| done.imported), Ok(ROWS));
    let store = ledger.open();
    assert_eq!(store.inspect(), Ok(vec![]));
    assert_eq!(kept(&store, id, "reading_seats"), "20");
    let of_record =
        "SELECT count(*) FROM change WHERE record = (SELECT id FROM record WHERE name = '示例馆0')";
    assert_eq!(column::<i64>(&ledger.raw(), of_record), [5]);
}

#[test]
fn an_import_that_is_stopped_at_any_time_changes_nothing() {
    let (ledger, _) = known();
    let before = ledger.rows();
    let mut stopped = 0;
    for at in 1.. {
        let done = import_while(&ledger, |time| if time == at { Go::Stop } else { Go::On });
        if done.is_ok() {
            break;
        }
        assert_eq!(done, Err(ImportError::Stopped));
        assert_eq!(ledger.rows(), before);
        stopped += 1;
    }
    // As they are read ahead, taken, and written.
    assert_eq!(stopped, 5);
}

/// The private folders beside a ledger.
fn workshops(ledger: &Ledger) -> Vec<String> {
    let mut names = ledger.names();
    names.retain(|name| name.starts_with(".taizhang-"));
    names
}

#[test]
fn an_import_that_is_killed_while_it_gathers_leaves_the_ledger_as_it_was() {
    let ledger = Ledger::new();
    let rows = ledger.folder().join("rows.csv");
    let mut text = String::from("town,name,status,remarks\n");
    let remark = "示例备注".repeat(25);
    for at in 0..4000 {
        let _ = writeln!(text, "{HUZHEN},示例馆{at},existing,{remark}");
    }
    fs::write(&rows, text).unwrap();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_taizhang"))
            .args(["--db".as_ref(), ledger.path.as_path()])
            .args(["import".as_ref(), rows.as_path()])
            .args(["--kind", "library"].map(Path::new))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut child = start();
    while workshops(&ledger).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "nothing was gathered");
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(workshops(&ledger).len(), 1);
    assert_eq!(ledger.open().record_count(), Ok(0));
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    assert!(start().wait().unwrap().success());
    assert_eq!(ledger.open().record_count(), Ok(4000));
    assert_eq!(ledger.open().inspect(), Ok(vec![]));
    assert_eq!(workshops(&ledger), Vec::<String>::new());
}

#[test]
fn a_code_that_the_file_itself_gives_is_taken() {
    let ledger = Ledger::new();
    let text = format!(
        "town,name,status,facility_code\n{HUZHEN},示例甲馆,existing,\n{HUZHEN},示例乙馆,existing,{HUZHEN}-library-001\n"
    );
    let aliases = Aliases::default();
    let mut store = ledger.open();
    let day = store.today();
    let request = ImportRequest::plain("示例.csv", "library", "示例", &aliases, day);
    let mut notes = Notes::default();
    let done = import(&mut store, text.as_bytes(), &request, &mut notes);
    assert!(
        matches!(done, Err(ImportError::Rows { count: 1, .. })),
        "{done:?}"
    );
    let said = format!("{:?}", notes.refused.first);
    assert!(
        said.contains("CodeTaken") && said.contains("示例甲馆"),
        "{said}"
    );
}
