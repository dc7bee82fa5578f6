//! An open ledger: its file, its packs, and what the session may change.

mod stage;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::clock::{self, stamp};
use super::error::{Result, StoreError};
use super::file::settings::{self, CacheSize};
use super::file::staging::StagingDir;
use super::file::untrusted::ActStorage;
use super::open::connection::{self, OpenedAs};
use super::open::open_files::OpenFiles;
use super::open::{moment, own_schema};
use super::problem_log::ProblemLog;
use super::rows::pack::{self, Load};
use super::rows::{new_site, place, place_life, site, stale};
use super::write::writer::Writer;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, find_kind, require_kind};
use crate::i18n::{ClockMsg, LedgerFault, LedgerRefusal};

/// What a session may change.
pub(crate) enum Access {
    /// Every record.
    Everywhere,
    /// The records of these places and those below them.
    Places(Vec<String>),
    /// Nothing: it is an inspector's, whose findings go through an [`Inspector`](crate::store::Inspector).
    Review,
    /// Nothing: the file is a snapshot.
    Frozen,
    /// Nothing: it is the ledger as of a day.
    Past(NaiveDate),
}

/// An open ledger.
pub struct Store {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    pub(super) packs: Vec<Pack>,
    pub(super) access: Access,
    /// The latest time that the trail bears.
    pub(super) newest: String,
    /// What was wrong with the clock at the last write, until somebody was told.
    pub(super) clock_doubt: Option<ClockMsg>,
    /// The number of the schema that was compared last.
    pub(super) schema: Option<i64>,
    /// What is open; none where nothing is ever written.
    pub(super) files: Option<OpenFiles>,
    /// Where the copy is that is read instead of the file; it goes away with the store.
    pub(super) copy: Option<StagingDir>,
    /// How the file keeps findings and second entries.
    pub(super) acts: ActStorage,
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(files) = &self.files {
            if self.is_for_review() {
                files.empty_log(&self.db);
            }
            files.part(&self.db);
        }
    }
}

impl Store {
    /// Creates a new ledger with places and packs. It appears under its name only when it is whole.
    ///
    /// # Errors
    /// When the file exists, cannot be written, or a place or pack is refused.
    pub fn create(path: &Path, places: &[Place], packs: &[Pack], author: &str) -> Result<Self> {
        Self::create_of(
            path,
            &Load {
                places,
                closings: &[],
                packs,
                author,
            },
        )
    }

    /// Creates a new ledger as [`Self::create`] does, of everything that a load can have.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn create_of(path: &Path, load: &Load) -> Result<Self> {
        let (db, files) = connection::create(path, |db| {
            let id = clock::random_id();
            let site = site::new_name();
            db.execute(
                "INSERT INTO ledger (one, id, site, created_at, program) VALUES (1, ?1, ?2, ?3, ?4)",
                (id.to_string(), &site, stamp(), env!("CARGO_PKG_VERSION")),
            )?;
            let mut writer = Writer::on(db, &[], None)?;
            new_site::note(&mut writer.chain, &site, None)?;
            writer.load(load)?;
            writer.judge_stale()
        })?;
        Self::on(db, files, path, Access::Everywhere)
    }

    /// Opens a ledger, migrating one of an older version. A snapshot is opened too, to be read
    /// only.
    ///
    /// # Errors
    /// When it is not a ledger of this program, was written by a newer one, is damaged or cannot be
    /// opened.
    pub fn open(path: &Path) -> Result<Self> {
        let (db, state) = connection::open(path)?;
        let mut store = match state {
            OpenedAs::Live(files) => Self::on(db, files, path, Access::Everywhere)?,
            OpenedAs::Frozen => Self::with(db, path, Access::Frozen)?,
            OpenedAs::Migrated(copy, acts) => {
                let mut store = Self::with(db, path, Access::Frozen)?;
                store.copy = Some(copy);
                store.acts = acts;
                store
            }
        };
        store.know_schema()?;
        store.take_up_the_day();
        Ok(store)
    }

    /// Brings the closings of places into force whose day has come, and judges anew what a day has
    /// made old. Where that cannot be written now, the next write does it.
    fn take_up_the_day(&mut self) {
        if self.files.is_none() {
            return;
        }
        let today = self.today();
        let is_due = place_life::is_due(&self.db, today).unwrap_or_default()
            || stale::is_past(&self.db, None, &today.to_string()).unwrap_or_default();
        if is_due {
            let _: Result<()> = self.write(|_| Ok(()));
        }
    }

    /// Opens a ledger for an inspector: for reading and nothing else, whatever a screen may try.
    /// What the inspector has to say goes through an [`Inspector`](crate::store::Inspector).
    ///
    /// # Errors
    /// Those of [`Store::open`], when an older program wrote it, and when the files beside it are
    /// missing and cannot be made.
    pub fn open_for_review(path: &Path) -> Result<Self> {
        let (db, files) = connection::open_to_review(path)?;
        let mut store = Self::on(db, files, path, Access::Review)?;
        store.know_schema()?;
        Ok(store)
    }

    pub(crate) fn with(db: Connection, path: &Path, access: Access) -> Result<Self> {
        let packs = pack::load_all(&db)?;
        let newest = clock::newest(&db)?;
        let path = path.to_owned();
        let clock_doubt = None;
        Ok(Self {
            db,
            path,
            packs,
            access,
            newest,
            clock_doubt,
            schema: None,
            files: None,
            copy: None,
            acts: ActStorage::Chained,
        })
    }

    /// Returns a store whose files have to stay in their place.
    pub(super) fn on(
        db: Connection,
        files: OpenFiles,
        path: &Path,
        access: Access,
    ) -> Result<Self> {
        let mut store = Self::with(db, path, access)?;
        store.files = Some(files);
        Ok(store)
    }

    /// Refuses to go on when the name of the ledger means another file than the one that is open,
    /// or none. A ledger as of a day is always refused.
    ///
    /// # Errors
    /// Then, and when the ledger cannot be read.
    pub fn check_place(&self) -> Result<()> {
        if let Access::Past(day) = self.access {
            let on = day.to_string();
            return Err(LedgerRefusal::AsOfDay { on }.into());
        }
        self.files
            .as_ref()
            .map_or(Ok(()), |files| files.check(&self.db))
    }

    /// Compares the views of kinds with what the packs make. All else of the schema was compared as
    /// the file was opened.
    pub(super) fn know_schema(&mut self) -> Result<()> {
        // One moment for both: another program may be loading a pack.
        let moment = self.db.unchecked_transaction()?;
        let packs = pack::current(&moment, &self.packs)?;
        own_schema::check_views(&moment, &packs)?;
        self.schema = Some(own_schema::cookie(&moment)?);
        Ok(())
    }

    /// Lets this session change only records of these places and those below them. A session for
    /// review still changes nothing.
    pub fn restrict_to(&mut self, places: Vec<String>) {
        if matches!(self.access, Access::Everywhere | Access::Places(_)) {
            self.access = Access::Places(places);
        }
    }

    /// Returns how the file keeps findings and second entries: some older snapshots have them in
    /// rows only.
    pub(crate) const fn acts(&self) -> ActStorage {
        self.acts
    }

    /// Returns whether this is an inspector's session, which changes nothing.
    #[must_use]
    pub const fn is_for_review(&self) -> bool {
        matches!(self.access, Access::Review)
    }

    /// Returns the day, where this is the ledger as of a day.
    #[must_use]
    pub const fn past_day(&self) -> Option<NaiveDate> {
        match self.access {
            Access::Past(day) => Some(day),
            _ => None,
        }
    }

    /// Returns whether this session may change records of a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn may_write(&self, place: &str) -> Result<bool> {
        match &self.access {
            Access::Everywhere => Ok(true),
            Access::Places(places) => place::is_within(&self.db, place, Some(places)),
            Access::Review | Access::Frozen | Access::Past(_) => Ok(false),
        }
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the log of problems beside the ledger; `None` beside a snapshot, and where this is the
    /// ledger as of a day.
    #[must_use]
    pub fn problem_log(&self, command: &str) -> Option<ProblemLog> {
        let is_frozen = matches!(self.access, Access::Frozen | Access::Past(_));
        (!is_frozen).then(|| ProblemLog::of_open(&self.path, command))
    }

    /// Returns the policy packs, in the order they were loaded.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Reloads packs that another program loaded since, and the newest time of the trail. Returns
    /// whether there were any packs. A write reloads packs by itself.
    ///
    /// # Errors
    /// When the ledger cannot be read, or a pack in it.
    pub fn reload_packs(&mut self) -> Result<bool> {
        self.newest = clock::newest(&self.db)?;
        let Cow::Owned(newer) = pack::current(&self.db, &self.packs)? else {
            return Ok(false);
        };
        self.packs = newer;
        Ok(true)
    }

    /// Returns the kind of a code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        find_kind(&self.packs, code)
    }

    /// Returns the kind of a code.
    ///
    /// # Errors
    /// When no pack has it.
    pub fn require_kind(&self, code: &str) -> Result<&Kind> {
        Ok(require_kind(&self.packs, code)?)
    }

    /// Returns the places whose records this session may change; `None` where it may change
    /// everything.
    pub(crate) fn writable(&self) -> Result<Option<Vec<String>>> {
        match &self.access {
            Access::Everywhere => Ok(None),
            Access::Places(places) => Ok(Some(places.clone())),
            Access::Review => Err(LedgerRefusal::OnlyReviews.into()),
            Access::Frozen => Err(LedgerFault::Snapshot.into()),
            Access::Past(day) => {
                let on = day.to_string();
                Err(LedgerRefusal::AsOfDay { on }.into())
            }
        }
    }

    /// Returns a number that changes when another program has written to the ledger.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self
            .db
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Returns a mark that changes when anybody has written to the ledger, this session too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn change_mark(&self) -> Result<(i64, u64)> {
        Ok((self.data_version()?, self.db.total_changes()))
    }

    /// Runs `work` in one write transaction, judges stale places, and commits. An error leaves the
    /// ledger as it was. Nothing in `work` may wait for a person.
    ///
    /// # Errors
    /// Those of `work`, those of the file, and always in a session for review.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> Result<T, E>,
    ) -> Result<T, E> {
        let writable = self.writable()?;
        self.check_place()?;
        settings::set_cache_size(&self.db, CacheSize::Bulk).map_err(StoreError::from)?;
        let done = self.write_as(writable, work);
        // What was committed is committed, whatever becomes of this.
        let _ = settings::set_cache_size(&self.db, CacheSize::Session);
        done
    }

    pub(super) fn write_as<T, E: From<StoreError>>(
        &mut self,
        writable: Option<Vec<String>>,
        work: impl FnOnce(&mut Writer) -> Result<T, E>,
    ) -> Result<T, E> {
        let store_error = |error: rusqlite::Error| E::from(StoreError::from(error));
        let tx = self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(store_error)?;
        moment::take_up(&tx, &mut self.schema, &mut self.packs)?;
        let mut writer = Writer::on(&tx, &self.packs, writable)?;
        writer.end_due_places()?;
        let done = work(&mut writer)?;
        writer.judge_stale()?;
        let loaded = writer.into_loaded();
        if let Some(files) = &self.files {
            files.check(&tx)?;
        }
        tx.commit().map_err(store_error)?;
        if let Some(packs) = loaded {
            self.packs = packs;
        }
        self.clock_doubt = self.clock_doubt();
        Ok(done)
    }
}
