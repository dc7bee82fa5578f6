//! What is done while the power may be cut, and what must be there afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use taizhang::domain::record::Subject;
use taizhang::store::audit::verify;
use taizhang::store::draft;
use taizhang::store::draft::{DraftFile, DraftOf, FormDraft};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::share::merge::{MergeMode, MergeRequest};
use taizhang::store::share::restore::restore;
use taizhang::store::share::snapshot;
use taizhang::store::{Save, Store};
use uuid::Uuid;

use crate::imports;
use crate::support::{HUZHEN, Ledger, add, fields, main_file, pack, places};

pub(crate) const AUTHOR: &str = "示例填报人";

/// What is wrong with what is there.
pub(crate) type Verdict = Result<(), String>;

/// How far the program was when the power was cut.
pub(crate) struct Told<'a> {
    /// What it had told.
    pub(crate) done: &'a [&'a str],
    /// What it would have told next, which may be so already.
    pub(crate) next: Option<&'a str>,
}

impl Told<'_> {
    fn is_done(&self, mark: &str) -> bool {
        self.done.contains(&mark)
    }

    /// The number after the last mark that begins so.
    pub(crate) fn last(&self, mark: &str) -> usize {
        self.done
            .iter()
            .rev()
            .find_map(|told| number(told, mark))
            .unwrap_or(0)
    }

    pub(crate) fn next(&self, mark: &str) -> Option<usize> {
        number(self.next?, mark)
    }
}

fn number(told: &str, mark: &str) -> Option<usize> {
    told.strip_prefix(mark)?.trim().parse().ok()
}

/// One thing that is tried.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// Makes what is on the disk before.
    pub(crate) prepare: fn(&Path),
    /// Does it, in a process of its own.
    pub(crate) run: fn(&Path),
    /// Looks at what is there after the power came back.
    pub(crate) check: fn(&Path, &Told) -> Verdict,
}

pub(crate) const ALL: [Scenario; 6] = [
    Scenario {
        name: "saves",
        prepare: |_| (),
        run: saves,
        check: check_saves,
    },
    Scenario {
        name: "drafts",
        prepare: prepare_drafts,
        run: drafts,
        check: check_drafts,
    },
    Scenario {
        name: "snapshots",
        prepare: prepare_snapshots,
        run: snapshots,
        check: check_snapshots,
    },
    Scenario {
        name: "restores",
        prepare: prepare_restores,
        run: restores,
        check: check_restores,
    },
    Scenario {
        name: "merges",
        prepare: prepare_merges,
        run: merges,
        check: check_merges,
    },
    Scenario {
        name: "imports",
        prepare: imports::prepare,
        run: imports::run,
        check: imports::check,
    },
];

/// Says how far the program is, in one write.
pub(crate) fn tell(mark: &str) {
    std::io::stderr()
        .write_all(format!("MARK {mark}\n").as_bytes())
        .unwrap();
}

pub(crate) fn ledger(folder: &Path) -> PathBuf {
    folder.join("台账.db")
}

fn open_whole(path: &Path) -> Result<Store, String> {
    let store = Store::open(path)
        .map_err(|error| format!("{} does not open: {error:?}", path.display()))?;
    let flaws = store
        .inspect()
        .map_err(|error| format!("{}: {error:?}", path.display()))?;
    match flaws.iter().find(|flaw| !flaw.harmless) {
        Some(flaw) => Err(format!("{}: {flaw:?}", path.display())),
        None => Ok(store),
    }
}

pub(crate) fn count(path: &Path) -> Result<usize, String> {
    open_whole(path)?
        .record_count()
        .map_err(|error| format!("{error:?}"))
}

/// Whether a count is the one that was told last, or the one that would have been told next.
pub(crate) fn is_told(found: usize, last: usize, next: Option<usize>) -> Verdict {
    if found == last || Some(found) == next {
        Ok(())
    } else {
        Err(format!("{found} records, {last} were saved"))
    }
}

fn saves(folder: &Path) {
    let path = ledger(folder);
    let mut store =
        Store::create(&path, &places(), std::slice::from_ref(pack()), "示例管理员").unwrap();
    tell("saved 0");
    let mut count = 0;
    let mut more = |store: &mut Store, saves: usize| {
        for _ in 0..saves {
            add(store, "library", HUZHEN, &[("reading_seats", "130")]);
            count += 1;
            tell(&format!("saved {count}"));
        }
        count
    };
    more(&mut store, 5);
    drop(store);
    // Long enough for SQLite to move the log into the file in between.
    let mut store = Store::open(&path).unwrap();
    more(&mut store, 90);
    let mut other = Store::open(&path).unwrap();
    more(&mut other, 3);
    drop(store);
    let before = more(&mut other, 3);
    add_many(&mut other, 100);
    tell(&format!("saved {}", before + 100));
}

fn add_many(store: &mut Store, count: usize) {
    let fields = fields(
        "library",
        HUZHEN,
        &[("name", "示例"), ("status", "existing")],
    );
    let all = store.write(|writer| {
        (0..count).try_for_each(|_| {
            let (record, subject) = (Uuid::now_v7(), Subject::Facility);
            let save = Save {
                record,
                subject,
                base: &[],
                fields: fields.clone(),
                author: AUTHOR,
                reason: "",
            };
            writer.save(&save).map(drop)
        })
    });
    all.unwrap();
}

fn check_saves(folder: &Path, told: &Told) -> Verdict {
    let path = ledger(folder);
    if told.done.is_empty() && !path.exists() {
        return Ok(());
    }
    is_told(count(&path)?, told.last("saved "), told.next("saved "))
}

fn prepare_drafts(folder: &Path) {
    let made = Ledger::new();
    fs::write(ledger(folder), main_file(&made.path)).unwrap();
}

/// Forms that are filled in, saved and closed, one after the other; each is told as `form * 100 +
/// text`.
fn drafts(folder: &Path) {
    let path = ledger(folder);
    let mut store = Store::open(&path).unwrap();
    for form in 1..=3 {
        let mut file = DraftFile::open_new(&path).unwrap();
        for text in 1..=6 {
            file.write(&draft_of(form * 100 + text)).unwrap();
            tell(&format!("kept {}", form * 100 + text));
        }
        add(&mut store, "library", HUZHEN, &[]);
        tell(&format!("saved {form}"));
        file.discard().unwrap();
    }
}

fn draft_of(text: usize) -> FormDraft {
    FormDraft {
        of: DraftOf::Record,
        author: AUTHOR.to_owned(),
        record: None,
        new_id: Uuid::from_u128(7),
        kind: "library".to_owned(),
        place: HUZHEN.to_owned(),
        base: Vec::new(),
        texts: BTreeMap::from([("name".to_owned(), text.to_string())]),
        focus: "name".to_owned(),
        cursor: 0,
        saved_at: String::new(),
    }
}

fn check_drafts(folder: &Path, told: &Told) -> Verdict {
    let path = ledger(folder);
    let (saved, kept) = (count(&path)?, told.last("kept "));
    is_told(saved, told.last("saved "), told.next("saved "))?;
    let waiting = draft::waiting(&path, AUTHOR);
    if !waiting.unreadable.is_empty() {
        return Err(format!("{:?}", waiting.unreadable));
    }
    let texts: Vec<usize> = waiting
        .drafts
        .iter()
        .filter_map(|waiting| waiting.draft.texts.get("name")?.parse().ok())
        .collect();
    // A form that is in the ledger may have gone.
    if saved >= kept / 100
        || texts
            .iter()
            .any(|text| text / 100 == kept / 100 && *text >= kept)
    {
        Ok(())
    } else {
        Err(format!("{kept} was kept, there are {texts:?}"))
    }
}

fn prepare_snapshots(folder: &Path) {
    let made = Ledger::with_records();
    fs::write(ledger(folder), main_file(&made.path)).unwrap();
}

fn snapshots(folder: &Path) {
    for number in 1..=3 {
        let out = folder.join(format!("{number}.db"));
        snapshot::make(&ledger(folder), &out, &Arc::default(), |_| ()).unwrap();
        tell(&format!("made {number}"));
    }
}

fn check_snapshots(folder: &Path, told: &Told) -> Verdict {
    is_told(count(&ledger(folder))?, 2, None)?;
    (1..=3).try_for_each(|number| {
        check_file(
            &folder.join(format!("{number}.db")),
            number <= told.last("made "),
        )
    })
}

/// A file that is handed on is whole, or not there; one that was told of is there, with its
/// checksum.
fn check_file(file: &Path, is_told: bool) -> Verdict {
    if !file.exists() {
        return if is_told {
            Err(format!("{} is not there", file.display()))
        } else {
            Ok(())
        };
    }
    let verified = verify(file, None).map_err(|error| format!("{}: {error:?}", file.display()))?;
    let is_fine = if is_told {
        verified.findings.is_empty()
    } else {
        verified.passed()
    };
    if is_fine {
        Ok(())
    } else {
        Err(format!("{}: {:?}", file.display(), verified.findings))
    }
}

/// A ledger whose last save is in its log only, and a snapshot from before.
fn prepare_restores(folder: &Path) {
    let made = Ledger::with_records();
    snapshot::make(&made.path, &folder.join("out.db"), &Arc::default(), |_| ()).unwrap();
    let mut store = made.open();
    add(&mut store, "library", HUZHEN, &[("name", "旧馆")]);
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    fs::copy(&made.path, ledger(folder)).unwrap();
    fs::copy(log(&made.path), log(&ledger(folder))).unwrap();
}

fn restores(folder: &Path) {
    let path = ledger(folder);
    restore(&folder.join("out.db"), &path).unwrap();
    tell("restored 1");
    let mut store = Store::open(&path).unwrap();
    add(&mut store, "library", HUZHEN, &[("name", "新馆")]);
    tell("saved");
    drop(store);
    restore(&folder.join("out.db"), &path).unwrap();
    tell("restored 2");
    // Where none is.
    restore(&folder.join("out.db"), &folder.join("另.db")).unwrap();
    tell("restored 3");
}

fn names(path: &Path) -> Result<Vec<String>, String> {
    drop(open_whole(path)?);
    let read = || {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut query = db.prepare("SELECT name FROM record")?;
        query
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()
    };
    read().map_err(|error| error.to_string())
}

fn check_restores(folder: &Path, told: &Told) -> Verdict {
    let path = ledger(folder);
    let now = names(&path)?;
    if told.last("restored ") >= 1 && now.contains(&"旧馆".to_owned()) {
        return Err("the old ledger is back".to_owned());
    }
    let mut all = now;
    let is_kept = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.contains(".before-restore-") && !name.ends_with("-wal") && !name.ends_with("-shm")
    };
    let found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // Before the new one has the name, the old one may have two, and a log of its own only under
    // the first.
    let real = |path: &Path| std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).unwrap());
    for kept in found
        .iter()
        .filter(|path| is_kept(path))
        .filter(|kept| real(kept) != real(&path))
    {
        all.extend(names(kept)?);
    }
    let lost = |name: &str| !all.iter().any(|there| there == name);
    if lost("旧馆") {
        return Err("the old ledger is not kept".to_owned());
    }
    if told.is_done("saved") && lost("新馆") {
        return Err("what was saved after the restore is lost".to_owned());
    }
    let third = folder.join("另.db");
    if told.is_done("restored 3") || third.exists() {
        is_told(count(&third)?, 2, None)
    } else {
        Ok(())
    }
}

fn prepare_merges(folder: &Path) {
    let county = Ledger::with_records();
    let (out, town) = (
        county.folder().join("out.db"),
        county.folder().join("town.db"),
    );
    snapshot::make(&county.path, &out, &Arc::default(), |_| ()).unwrap();
    restore(&out, &town).unwrap();
    let mut store = Store::open(&town).unwrap();
    add_many(&mut store, 20);
    drop(store);
    fs::write(folder.join("town.db"), main_file(&town)).unwrap();
    fs::write(ledger(folder), main_file(&county.path)).unwrap();
}

fn merges(folder: &Path) {
    let mut store = Store::open(&ledger(folder)).unwrap();
    store
        .merge(&MergeRequest::unwatched(
            &folder.join("town.db"),
            AUTHOR,
            MergeMode::Merge,
        ))
        .unwrap();
    tell("saved 22");
    store
        .export_changes(
            &folder.join("out.db"),
            &StartAt::AfterTheLast,
            AUTHOR,
            &Arc::default(),
        )
        .unwrap();
    tell("handed on");
    add(&mut store, "library", HUZHEN, &[]);
    tell("saved 23");
}

fn check_merges(folder: &Path, told: &Told) -> Verdict {
    let store = open_whole(&ledger(folder))?;
    let (found, before) = (
        store.record_count().map_err(|error| format!("{error:?}"))?,
        told.last("saved ").max(2),
    );
    is_told(found, before, told.next("saved "))?;
    let is_noted = store
        .last_export()
        .map_err(|error| format!("{error:?}"))?
        .is_some();
    if told.is_done("handed on") && !is_noted {
        return Err("that it was handed on is not noted".to_owned());
    }
    check_file(&folder.join("out.db"), is_noted)
}
