//! The ledger: one SQLite file, and the only place with SQL.
//!
//! Every write is one transaction that also judges again what it touched. Every save is a change in the trail; the rows
//! of facilities and exceptions are the fold of their changes.

mod connection;
pub mod draft;
mod error;
mod facility;
mod facts;
mod inspect;
mod migrate;
mod pack;
mod place;
mod standing;
mod trail;
mod view;
mod writer;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::Connection;
use uuid::Uuid;

pub use error::{Result, StoreError};
pub use facility::{FoundRecord, Identity};
pub use facts::{Facts, sqlite_version};
pub use inspect::Finding;
pub use migrate::{APPLICATION_ID, VERSION};
pub use standing::{Counts, MatrixRow};
pub use trail::TrailEntry;
pub use writer::{Save, Saved, Writer};

use crate::domain::pack::{Kind, Pack};
use crate::domain::place::Place;

/// An open ledger.
pub struct Store {
    db: Connection,
    path: PathBuf,
    packs: Vec<Pack>,
    /// The places whose records this session may change; `None` for all.
    writable: Option<Vec<String>>,
}

impl Store {
    /// Makes a new ledger with places and packs; it appears under its name only when it is whole.
    ///
    /// # Errors
    /// When the file exists, cannot be written, or a place or pack is refused.
    pub fn create(path: &Path, places: &[Place], packs: &[Pack]) -> Result<Self> {
        let db = connection::create(path, |db| {
            let (id, site) = (Uuid::new_v4(), Uuid::new_v4().simple());
            db.execute(
                "INSERT INTO ledger (one, id, site, created_at, program) VALUES (1, ?1, ?2, ?3, ?4)",
                (id.to_string(), site.to_string(), timestamp(Utc::now()), env!("CARGO_PKG_VERSION")),
            )?;
            let mut writer = Writer::on(db, &[], None)?;
            writer.load_places(places)?;
            packs.iter().try_for_each(|pack| writer.load_pack(pack))?;
            writer.judge_stale()
        })?;
        Self::with(db, path)
    }

    /// Opens a ledger, lifting one of an older version.
    ///
    /// # Errors
    /// When it is not a ledger of this program, was written by a newer one, is damaged or cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        Self::with(connection::open(path)?, path)
    }

    fn with(db: Connection, path: &Path) -> Result<Self> {
        let packs = pack::load_all(&db)?;
        Ok(Self { db, path: path.to_owned(), packs, writable: None })
    }

    /// Lets this session change only records of these places and those below them.
    pub fn restrict_to(&mut self, places: Vec<String>) {
        self.writable = Some(places);
    }

    /// Whether this session may change records of a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn may_write(&self, place: &str) -> Result<bool> {
        place::is_within(&self.db, place, self.writable.as_deref())
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The policy packs, in the order they were loaded.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Takes up packs that another program loaded since; says whether there were any. A write does this by itself.
    ///
    /// # Errors
    /// When the ledger cannot be read, or a pack in it.
    pub fn reload_packs(&mut self) -> Result<bool> {
        let Cow::Owned(newer) = pack::current(&self.db, &self.packs)? else { return Ok(false) };
        self.packs = newer;
        Ok(true)
    }

    /// The kind of a code with the pack it belongs to.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<(&Pack, &Kind)> {
        self.packs.iter().find_map(|pack| Some((pack, pack.kind(code)?)))
    }

    /// A number that changes when another program has written to the ledger.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.db.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Runs `work` in one write transaction, judges again what became stale, and commits; an error leaves the ledger
    /// as it was. Nothing in `work` may wait for a person.
    ///
    /// # Errors
    /// Those of `work`, and those of the file.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Writer) -> Result<T, E>) -> Result<T, E> {
        let store_error = |error: rusqlite::Error| E::from(StoreError::from(error));
        let tx = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(store_error)?;
        connection::check_identity(&tx)?;
        if let Cow::Owned(newer) = pack::current(&tx, &self.packs)? {
            self.packs = newer;
        }
        let mut writer = Writer::on(&tx, &self.packs, self.writable.clone())?;
        let done = work(&mut writer)?;
        writer.judge_stale()?;
        let loaded = writer.into_loaded();
        tx.commit().map_err(store_error)?;
        if let Some(packs) = loaded {
            self.packs = packs;
        }
        Ok(done)
    }
}

/// A time as the ledger keeps it: UTC, milliseconds, so that texts sort by time.
pub(crate) fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The first moment after a day, in the ledger's own form: everything before it had happened on that day.
fn end_of_day(day: NaiveDate) -> String {
    let next = day.succ_opt().unwrap_or(NaiveDate::MAX).and_hms_opt(0, 0, 0).unwrap_or_default();
    let local = next.and_local_timezone(chrono::Local).earliest();
    timestamp(local.map_or_else(|| next.and_utc(), |local| local.with_timezone(&Utc)))
}

/// A time of the ledger as a clock on the wall shows it: `2026-11-23 16:05`.
#[must_use]
pub fn local_time(at: &str) -> String {
    let parsed = DateTime::parse_from_rfc3339(at);
    parsed.map_or_else(|_| at.to_owned(), |at| at.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M").to_string())
}
