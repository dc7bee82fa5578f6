//! A ledger of the first pack in a folder of its own, and the words in which the tests speak of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value as Json;
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::{ChangeId, Subject};
use taizhang::domain::review::SecondEntryOutcome;
use taizhang::store::{Inspector, Keyed, Limits, Returning, Save, Saved, Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const HUZHEN: &str = "331122101";
pub(crate) const WENXI: &str = "331121101";
pub(crate) const BIHU: &str = "331102100";
pub(crate) const TOWNS: [&str; 3] = [HUZHEN, WENXI, BIHU];

/// Fields of a record, `kind` and `place` included.
pub(crate) type Fields = BTreeMap<String, Json>;

pub(crate) const PACK_TEXT: &str = include_str!("../packs/minimums.toml");

pub(crate) fn pack() -> &'static Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::read(PACK_TEXT).unwrap());
    &PACK
}

pub(crate) fn places_of(csv: &str) -> Vec<Place> {
    csv::Reader::from_reader(csv.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

pub(crate) fn places() -> Vec<Place> {
    places_of(include_str!("../../seeds/places.csv"))
}

pub(crate) struct Ledger {
    folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// A new ledger. It is made once and copied, for making one is slower than most tests.
    pub(crate) fn new() -> Self {
        static MADE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("made.db");
            drop(
                Store::create(&path, &places(), std::slice::from_ref(pack()), "示例管理员")
                    .unwrap(),
            );
            main_file(&path)
        });
        Self::of_bytes(&MADE)
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("示例.db");
        fs::write(&path, bytes).unwrap();
        Self { folder, path }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.path).unwrap()
    }

    /// The ledger as another SQLite tool opens it.
    pub(crate) fn raw(&self) -> Connection {
        let db =
            Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        db.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        db
    }

    /// Makes the file so large that it is examined on several threads: by pages that hold nothing.
    pub(crate) fn enlarge(&self) {
        let sql = "CREATE TABLE padding AS SELECT zeroblob(3000000) AS bytes; DROP TABLE padding";
        self.raw().execute_batch(sql).unwrap();
    }

    /// A ledger with a few records, an exception and more than one change a record.
    pub(crate) fn with_records() -> Self {
        static MADE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let ledger = Ledger::new();
            let mut store = ledger.open();
            let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
            edit(&mut store, id, |fields| {
                drop(fields.insert("reading_seats".into(), "130".into()));
            })
            .unwrap();
            add(&mut store, "greenway", WENXI, &[("length_km", "999米")]);
            except(&mut store, "library", WENXI);
            drop(store);
            main_file(&ledger.path)
        });
        Self::of_bytes(&MADE)
    }

    /// What stands in the folder, by name.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Every row of every table.
    pub(crate) fn rows(&self) -> Vec<String> {
        let db = self.raw();
        let tables: Vec<String> = column(
            &db,
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        );
        let mut all: Vec<String> = tables
            .iter()
            .flat_map(|table| rows(&db, &format!("SELECT '{table}', * FROM {table}")))
            .collect();
        all.sort();
        all
    }
}

/// The bytes of a ledger that nobody has open, everything in the one file.
pub(crate) fn main_file(path: &Path) -> Vec<u8> {
    let db = Connection::open(path).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    drop(db);
    fs::read(path).unwrap()
}

/// How many acts the trail of a new ledger begins with: its site, its places and its pack.
pub(crate) const BEGUN: i64 = 3;

/// Raises a finding about a record, as an inspector at the site of a ledger does; its id.
pub(crate) fn raise(ledger: &Ledger, record: Uuid) -> Uuid {
    let _open = ledger.open();
    let store = Store::open_for_review(&ledger.path).unwrap();
    let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
    let base = store.record(record).unwrap().unwrap().heads;
    inspector
        .raise(&Returning {
            record,
            base: &base,
            fields: &[],
            text: "请核对",
        })
        .unwrap()
}

/// Keys a field of a record again, as a second person at the site of a ledger does; the id of the
/// second entry.
pub(crate) fn key_again(ledger: &Ledger, record: Uuid) -> String {
    let mut store = ledger.open();
    let (fields, base) = standing_fields(&store, record);
    let (subject, author, reason) = (Subject::Facility, "示例复录人", "");
    let save = Save {
        record,
        subject,
        base: &base,
        fields,
        author,
        reason,
    };
    let keyed = Keyed {
        field: "name".into(),
        outcome: SecondEntryOutcome::Agreed,
        tries: 1,
    };
    store
        .write(|writer| writer.save_keyed(&save, &[keyed]))
        .unwrap();
    column::<String>(&ledger.raw(), "SELECT id FROM double_entry ORDER BY rowid")
        .pop()
        .unwrap()
}

pub(crate) fn rows(db: &Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).unwrap();
    let width = query.column_count();
    let row = |row: &rusqlite::Row| {
        (0..width)
            .map(|at| row.get::<_, Sql>(at))
            .collect::<Result<Vec<_>, _>>()
            .map(|row| format!("{row:?}"))
    };
    query
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

pub(crate) fn column<T: rusqlite::types::FromSql>(db: &Connection, sql: &str) -> Vec<T> {
    let mut query = db.prepare(sql).unwrap();
    query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// What a clerk typed, as the form would save it.
pub(crate) fn fields(kind: &str, town: &str, typed: &[(&str, &str)]) -> Fields {
    let form = pack().kind(kind).unwrap();
    let value = |(code, text): &(&str, &str)| {
        Some((
            (*code).to_owned(),
            form.field(code).unwrap().parse(text).unwrap()?.to_json(),
        ))
    };
    let own = [
        ("kind".to_owned(), kind.into()),
        ("place".to_owned(), town.into()),
    ];
    typed.iter().filter_map(value).chain(own).collect()
}

pub(crate) fn save(
    store: &mut Store,
    record: Uuid,
    base: &[ChangeId],
    fields: &Fields,
) -> Result<Saved, StoreError> {
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields: fields.clone(),
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer| writer.save(&save))
}

/// Saves as [`save`] does, and says why.
pub(crate) fn amend(
    store: &mut Store,
    id: Uuid,
    reason: &str,
    change: impl FnOnce(&mut Fields),
) -> Result<Saved, StoreError> {
    let (mut fields, base) = standing_fields(store, id);
    change(&mut fields);
    let subject = Subject::Facility;
    let save = Save {
        record: id,
        subject,
        base: &base,
        fields,
        author: "示例填报人",
        reason,
    };
    store.write(|writer| writer.save(&save))
}

/// Saves a new record in use.
pub(crate) fn add(store: &mut Store, kind: &str, town: &str, typed: &[(&str, &str)]) -> Uuid {
    let typed: Vec<_> = [("name", "示例设施"), ("status", "existing")]
        .iter()
        .chain(typed)
        .copied()
        .collect();
    let id = Uuid::now_v7();
    assert!(matches!(
        save(store, id, &[], &fields(kind, town, &typed)),
        Ok(Saved::Written(_))
    ));
    id
}

/// Records a written exception.
pub(crate) fn except(store: &mut Store, requirement: &str, town: &str) -> Uuid {
    let fields = [
        ("place", town),
        ("pack", &pack().code),
        ("requirement", requirement),
        ("document", "示例〔2025〕1号"),
        ("reason", "示例理由"),
        ("valid_until", "2027-12-31"),
    ];
    let fields = fields
        .into_iter()
        .map(|(code, text)| (code.to_owned(), text.into()))
        .collect();
    let (record, subject) = (Uuid::now_v7(), Subject::Exception);
    let save = Save {
        record,
        subject,
        base: &[],
        fields,
        author: "示例审核人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
    record
}

/// Every field of a record as it stands, and the version that a save is based on.
pub(crate) fn standing_fields(store: &Store, id: Uuid) -> (Fields, Vec<ChangeId>) {
    let record = store.record(id).unwrap().unwrap();
    let mut fields = record.fields;
    fields.insert("kind".into(), record.kind.into());
    fields.insert("place".into(), record.place.into());
    (fields, record.heads)
}

/// Changes a record as a form does: reads it, changes it, saves it with what was read as its base.
pub(crate) fn edit(
    store: &mut Store,
    id: Uuid,
    change: impl FnOnce(&mut Fields),
) -> Result<Saved, StoreError> {
    let (mut fields, base) = standing_fields(store, id);
    change(&mut fields);
    save(store, id, &base, &fields)
}

/// The verdict of a requirement in a town, as one word with its gap.
pub(crate) fn verdict(store: &Store, requirement: &str, town: &str) -> String {
    let day = chrono::NaiveDate::default();
    let all = store.standings_of(&pack().code, Some(town), day).unwrap();
    let found = all
        .into_iter()
        .find(|standing| standing.requirement == requirement)
        .unwrap();
    let gap = found
        .gap
        .map_or_else(|| "?".to_owned(), |gap| gap.to_string());
    format!("{} {gap}", found.verdict.word())
}

/// The fields that say which exception of a library in a place it is.
pub(crate) fn excepted_library(place: &str) -> BTreeMap<String, Json> {
    [
        ("pack", pack().code.as_str()),
        ("requirement", "library"),
        ("place", place),
    ]
    .map(|(key, code)| (key.to_owned(), code.into()))
    .into()
}
