//! What follows from the schema, the places and the packs alone: every table definition, the view
//! of each kind, and the tables that say which requirement judges which place. It is built once
//! more, in a private file, and compared with the file. Otherwise a shortfall could be hidden by
//! taking the place out of the list of those judged.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::backup::Backup;
use rusqlite::types::Value as Sql;

use crate::domain::policy::Pack;
use crate::store::error::{Result, StoreError};
use crate::store::file::schema;
use crate::store::file::settings::{CacheSize, set_cache_size};
use crate::store::rows::{pack, place, place_life, values};

/// Tables that follow from places and packs, and their columns that do.
const DERIVED: [(&str, &str); 10] = [
    ("place_key", "inside, initials, place, sound"),
    (
        "pack",
        "code, position, number, title_zh, title_en, target_date, text, sha256, valid_from, valid_to",
    ),
    ("kind", "code, pack, label_zh, label_en, cycle"),
    ("kind_pack", "pack, kind"),
    ("pack_group", "pack, code, position, label_zh, label_en"),
    ("requirement_form", "form, pack, requirement"),
    ("looks", "form, at, pack, requirement, place"),
    ("covered", "pack, requirement, place, position"),
    ("shown", "pack, position, place, line, band"),
    ("readme", "name, zh, en"),
];

/// Only those that judge a place: what a pack no longer has may stay as long as an exception names
/// it, and longer.
const REQUIREMENTS: &str = "SELECT pack, code, position, kind, label_zh, label_en, strength, clause, target_date, group_code
    FROM requirement WHERE (pack, code) IN (SELECT pack, requirement FROM covered) ORDER BY pack, code";

/// How tables begin in which SQLite counts for itself.
const STATISTICS: &str = "sqlite_stat";

/// Objects of the schema that are not as they must be.
#[derive(Debug, Default)]
pub(crate) struct SchemaDifferences {
    /// Own objects that are missing or have another definition.
    pub(crate) altered: Vec<String>,
    /// Objects that are not ours.
    pub(crate) foreign: Vec<ForeignObject>,
}

/// An object of a schema that this program did not make.
#[derive(Debug)]
pub(crate) struct ForeignObject {
    pub(crate) sort: ForeignObjectKind,
    pub(crate) name: String,
}

/// What it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForeignObjectKind {
    /// Views, indexes and what SQLite counted for itself do nothing, and hold nothing of their own.
    Harmless,
    /// What is in a table, another tool wants.
    Table,
    /// What a trigger does, nobody here knows.
    Trigger,
}

impl SchemaDifferences {
    pub(crate) fn is_empty(&self) -> bool {
        self.altered.is_empty() && self.foreign.is_empty()
    }

    pub(crate) fn into_names(self) -> impl Iterator<Item = String> {
        self.altered
            .into_iter()
            .chain(self.foreign.into_iter().map(|object| object.name))
    }
}

/// The ledger that these places and packs make, without a record.
pub(crate) struct Reference {
    db: Connection,
}

impl Reference {
    /// Returns the empty schema of a version, without places and packs.
    pub(crate) fn bare(version: i64) -> Result<Self> {
        Self::bare_in(Connection::open_in_memory()?, version)
    }

    fn bare_in(mut db: Connection, version: i64) -> Result<Self> {
        if version == schema::VERSION {
            copy_empty(&mut db)?;
        } else {
            schema::create_as(&db, version)?;
        }
        Ok(Self { db })
    }

    /// Returns the form of exchange files of a version.
    pub(crate) fn of_exchange(version: i64) -> Result<Self> {
        let db = Connection::open_in_memory()?;
        db.execute_batch(schema::exchange_schema(version))?;
        Ok(Self { db })
    }

    /// Builds a ledger from the places and packs of a file. It may take `most_pages` and no more.
    /// Pages that do not fit into the cache of a connection go to a file without a name, which
    /// SQLite makes only then; where that cannot be written, all of them stay in memory.
    pub(crate) fn build(file: &Connection, packs: &[Pack], most_pages: i64) -> Result<Self> {
        let unnamed = Connection::open("")?;
        match Self::build_in(unnamed, file, packs, most_pages) {
            Err(StoreError::Ledger(..)) => {
                Self::build_in(Connection::open_in_memory()?, file, packs, most_pages)
            }
            built => built,
        }
    }

    fn build_in(
        db: Connection,
        file: &Connection,
        packs: &[Pack],
        most_pages: i64,
    ) -> Result<Self> {
        let reference = Self::bare_in(db, schema::VERSION)?;
        let db = &reference.db;
        // Nobody goes on with it where a statement fails.
        db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
        set_cache_size(db, CacheSize::Session)?;
        db.pragma_update(None, "max_page_count", most_pages)?;
        let tx = reference.db.unchecked_transaction()?;
        place::load(&tx, &place::all(file)?)?;
        place_life::put_all(&tx, &place_life::all(file)?)?;
        for at in 0..packs.len() {
            pack::load(&tx, packs.get(..=at).unwrap_or_default(), at, "")?;
        }
        tx.commit()?;
        Ok(reference)
    }

    /// Returns how the tables, indexes and triggers of a file differ; its views are left out.
    pub(crate) fn tables(&self, file: &Connection) -> Result<SchemaDifferences> {
        self.schema(file, "type <> 'view'")
    }

    /// Returns how the whole schema of a file differs.
    pub(crate) fn whole_schema(&self, file: &Connection) -> Result<SchemaDifferences> {
        self.schema(file, "true")
    }

    /// Drops the views and indexes that this program did not make. What SQLite counted for itself
    /// goes too; the views of the kinds of a file are ours.
    pub(crate) fn drop_harmless(&self, file: &Connection) -> Result<()> {
        let statistics = format!("name GLOB '{STATISTICS}*'");
        for (sort, which) in [
            ("VIEW", "name NOT IN (SELECT code FROM kind)"),
            ("INDEX", "true"),
            ("TABLE", &statistics),
        ] {
            let filter = format!("type = lower('{sort}') AND {which}");
            for ForeignObject { name, .. } in self.schema(file, &filter)?.foreign {
                file.execute_batch(&format!("DROP {sort} \"{}\"", name.replace('"', "\"\"")))?;
            }
        }
        Ok(())
    }

    fn schema(&self, file: &Connection, filter: &str) -> Result<SchemaDifferences> {
        let mut known = objects(&self.db, filter)?;
        let found = objects(file, filter)?;
        let mut differences = SchemaDifferences::default();
        for (name, object) in found {
            match known.remove(&name) {
                Some(own) if own == object => {}
                Some(_) => differences.altered.push(name),
                None => differences.foreign.push(ForeignObject {
                    sort: sort(object.first(), &name),
                    name,
                }),
            }
        }
        differences.altered.extend(known.into_keys());
        Ok(differences)
    }

    /// Returns the tables that do not follow from the places and packs of the file.
    pub(crate) fn differing_tables(&self, file: &Connection) -> Result<Vec<&'static str>> {
        let mut differing = Vec::new();
        for (table, columns) in DERIVED {
            let sql = format!("SELECT {columns} FROM {table} ORDER BY {columns}");
            if !same_rows(&self.db, file, &sql)? {
                differing.push(table);
            }
        }
        if !same_rows(&self.db, file, REQUIREMENTS)? {
            differing.push("requirement");
        }
        let waiting: i64 = file.query_row("SELECT count(*) FROM stale", [], |row| row.get(0))?;
        if waiting > 0 {
            differing.push("stale");
        }
        Ok(differing)
    }
}

/// Copies an empty ledger, which is made once a run: its pages are copied in a sixth of the time that its
/// statements take.
fn copy_empty(to: &mut Connection) -> Result<()> {
    static EMPTY: Mutex<Option<Connection>> = Mutex::new(None);
    let mut made = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
    let empty = match &*made {
        Some(empty) => empty,
        None => &*made.insert(make_empty()?),
    };
    Backup::new(empty, to)?.step(-1)?;
    Ok(())
}

fn make_empty() -> Result<Connection> {
    let db = Connection::open_in_memory()?;
    schema::create(&db)?;
    Ok(db)
}

fn sort(kind: Option<&Sql>, name: &str) -> ForeignObjectKind {
    match kind {
        Some(Sql::Text(kind)) if kind == "trigger" => ForeignObjectKind::Trigger,
        Some(Sql::Text(kind)) if kind == "table" && !name.starts_with(STATISTICS) => {
            ForeignObjectKind::Table
        }
        _ => ForeignObjectKind::Harmless,
    }
}

/// Name → type, table and definition.
fn objects(db: &Connection, filter: &str) -> Result<BTreeMap<String, Vec<Sql>>> {
    let sql = format!("SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE {filter}");
    let mut query = db.prepare(&sql)?;
    let rows = query.query_map([], |row| {
        Ok((row.get(0)?, vec![row.get(1)?, row.get(2)?, row.get(3)?]))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns whether a query gives the same rows in both, read side by side.
fn same_rows(a: &Connection, b: &Connection, sql: &str) -> Result<bool> {
    let mut a = a.prepare(sql)?;
    let mut b = b.prepare(sql)?;
    let mut a = a.query([])?;
    let mut b = b.query([])?;
    loop {
        let here = a.next()?.map(values::all).transpose()?;
        let there = b.next()?.map(values::all).transpose()?;
        if here != there {
            return Ok(false);
        }
        if here.is_none() {
            return Ok(true);
        }
    }
}
