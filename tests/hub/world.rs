//! A county and its towns, each with a ledger file of its own, and a hub.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value as Json;
use taizhang::domain::record::{ChangeId, Subject};
use taizhang::store::{Save, Saved, Store, StoreError, Writer};
use uuid::Uuid;

use crate::program::{Folder, Ran};
use crate::server::{Server, server};

pub(crate) const HUZHEN: &str = "331122101";
pub(crate) const WENXI: &str = "331121101";

/// A county's ledger, a hub that was made of it, and the logins of towns.
pub(crate) struct World {
    pub(crate) server: &'static Server,
    pub(crate) folder: Folder,
    pub(crate) database: String,
}

impl World {
    /// A hub with the county's ledger on it; `None` where there is no server.
    pub(crate) fn new() -> Option<Self> {
        server().map(Self::on)
    }

    /// The same on a server.
    pub(crate) fn on(server: &'static Server) -> Self {
        let world = Self {
            server,
            folder: Folder::with_ledger(),
            database: server.database(),
        };
        world.run("init", "taizhang", "postgres", "").good();
        world.run("push", "taizhang", "postgres", "").good();
        world
    }

    /// A login that no other test has.
    pub(crate) fn login(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("town{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.server
            .sql("postgres", &format!("CREATE ROLE {name} LOGIN"));
        name
    }

    /// A file of a town that was made of the county's, and a login that may push for it.
    pub(crate) fn town(&self, name: &str, place: &str) -> String {
        self.folder.run(&format!("snapshot {name}-out.db")).good();
        self.folder
            .run(&format!("--db {name}.db restore {name}-out.db"))
            .good();
        let login = self.login();
        self.allow(&format!("{login} --town {place}")).good();
        login
    }

    pub(crate) fn url(&self, login: &str) -> String {
        self.server.url(login, &self.database)
    }

    pub(crate) fn allow(&self, args: &str) -> Ran {
        let url = self.url("postgres");
        self.folder.run(&format!("hub allow {url} {args}"))
    }

    /// Runs `hub` with a file, as a login.
    pub(crate) fn run(&self, command: &str, file: &str, login: &str, more: &str) -> Ran {
        let url = self.url(login);
        self.folder.run(&format!(
            "--lang en --db {file}.db hub {command} {url} {more}"
        ))
    }

    pub(crate) fn sql(&self, sql: &str) -> String {
        self.server.sql(&self.database, sql)
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path(&format!("{file}.db"))
    }

    pub(crate) fn open(&self, file: &str) -> Store {
        Store::open(&self.path(file)).unwrap()
    }

    /// Adds a library.
    pub(crate) fn add(&self, file: &str, name: &str, place: &str, seats: &str) {
        self.add_many(file, place, [(name.to_owned(), seats.to_owned())]);
    }

    /// Adds libraries in one transaction.
    pub(crate) fn add_many(
        &self,
        file: &str,
        place: &str,
        libraries: impl IntoIterator<Item = (String, String)>,
    ) {
        let mut store = self.open(file);
        let done: Result<(), StoreError> = store.write(|writer: &mut Writer| {
            for (name, seats) in libraries {
                let fields = [
                    ("kind", "library"),
                    ("place", place),
                    ("name", &name),
                    ("status", "existing"),
                    ("reading_seats", &seats),
                ];
                save(writer, Uuid::now_v7(), &[], &fields)?;
            }
            Ok(())
        });
        done.unwrap();
    }

    /// Sets a field of the record of a name.
    pub(crate) fn set(&self, file: &str, name: &str, field: &str, value: &str) {
        let mut store = self.open(file);
        let id = store.find_record(name).unwrap().id;
        let record = store.record(id).unwrap().unwrap();
        let mut fields = record.fields;
        fields.insert("kind".into(), record.kind.into());
        fields.insert("place".into(), record.place.into());
        fields.insert(field.into(), value.into());
        let done: Result<(), StoreError> =
            store.write(|writer: &mut Writer| save_fields(writer, id, &record.heads, fields));
        done.unwrap();
    }

    /// Where the chain of each site ends: what two files that hold the same have in common.
    pub(crate) fn heads(&self, file: &str) -> Vec<String> {
        let db = rusqlite::Connection::open(self.path(file)).unwrap();
        let sql =
            "SELECT site || ' ' || max(seq) || ' ' || hash FROM change GROUP BY site ORDER BY site";
        let mut query = db.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// The same of the hub.
    pub(crate) fn hub_heads(&self) -> Vec<String> {
        let sql = "SELECT site || ' ' || last_seq || ' ' || last_hash FROM taizhang.site WHERE last_seq > 0 ORDER BY site";
        self.sql(sql).lines().map(str::to_owned).collect()
    }

    /// The site that a file writes as.
    pub(crate) fn site(&self, file: &str) -> String {
        let db = rusqlite::Connection::open(self.path(file)).unwrap();
        db.query_row("SELECT site FROM ledger", [], |row| row.get(0))
            .unwrap()
    }
}

fn save(
    writer: &mut Writer,
    record: Uuid,
    base: &[ChangeId],
    fields: &[(&str, &str)],
) -> Result<(), StoreError> {
    let fields = fields
        .iter()
        .map(|(code, value)| ((*code).to_owned(), Json::from(*value)));
    save_fields(writer, record, base, fields.collect())
}

fn save_fields(
    writer: &mut Writer,
    record: Uuid,
    base: &[ChangeId],
    fields: BTreeMap<String, Json>,
) -> Result<(), StoreError> {
    let saved = writer.save(&Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author: "示例镇员",
        reason: "",
    })?;
    assert!(matches!(saved, Saved::Written(_)), "{saved:?}");
    Ok(())
}
