//! Exchange files: what was saved at one site since the last one, in the frozen form of `exchange.sql`, to be merged
//! elsewhere.
//!
//! A file has every change of its site from some number on: a gap would break the chain of hashes, and whoever merges
//! would refuse it. It is made whole and examined before it gets its name, and noted down in the ledger only then: a run
//! that is killed in between hands the same changes on once more.

mod examine;
mod fill;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::Utc;
use rusqlite::{Connection, OptionalExtension, params};

pub(super) use self::examine::examine;
use super::error::{self, StoreError};
use super::foreign::Guard;
use super::snapshot::{Error, Result, seal, workshop_for};
use super::workshop::give_out;
use super::{Store, Writer, timestamp, trail};
use crate::domain::receipt::Head;
use crate::domain::trail::ChangeId;
use crate::i18n::SnapshotFault;

/// `TZEX`: marks a file as an exchange file.
pub(super) const APPLICATION_ID: i32 = 0x545A_4558;
/// The version of their form.
pub(super) const VERSION: i64 = 1;
/// Their form.
pub(super) const SCHEMA: &str = include_str!("../../exchange.sql");

/// Digits of a site and of a checksum in a generated name.
const DIGITS: usize = 8;

/// Where an exchange file begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Behind what was handed on last.
    AfterTheLast,
    /// With a change of this ledger file.
    Own(i64),
    /// With a change of any site: one that this file goes on from, because it was restored from a snapshot of that site.
    With(ChangeId),
}

/// What was handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOn {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 that stands beside it.
    pub sha256: String,
    /// The site whose changes it has.
    pub site: String,
    /// The first of them.
    pub first: i64,
    /// The last; before the first if there are none.
    pub last: i64,
    /// How many acts of reviews it has.
    pub findings: usize,
    /// How many second entries.
    pub second_entries: usize,
}

/// What came of handing on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A file was made.
    Made(HandedOn),
    /// There is nothing behind this change of the site, so no file was made.
    Nothing(ChangeId),
}

/// An exchange file and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The id of the ledger it was made of.
    pub ledger: String,
    /// The change that its changes follow upon; number 0 and no hash where they are the first.
    pub after: Head,
    /// The number of its last change.
    pub last: i64,
    /// How many acts of reviews it has.
    pub findings: usize,
    /// How many second entries.
    pub second_entries: usize,
    /// When it was made, by whom, and by which version of the program.
    pub made: (String, String, String),
    /// The code, number and SHA-256 of each pack by which its records were entered.
    pub packs: Vec<(String, String, String)>,
}

/// How many rows of the tables that only ever grow are behind one: those that come later are new.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    findings: i64,
    second_entries: i64,
}

/// What goes into a file.
struct Tail {
    /// The change that the changes follow upon.
    after: Head,
    /// The last of them.
    last: i64,
    /// Rows up to here were handed on before.
    handed: Marks,
    /// Rows there are now.
    now: Marks,
}

impl Store {
    /// Makes an exchange file: `out`, or one with a generated name in the folder `out`, with its SHA-256 beside it.
    ///
    /// # Errors
    /// When there is a file of that name, it cannot be written, the ledger has no such change, or this session may not
    /// change everything. No file is left behind, and the next one holds the same.
    pub fn hand_on(&mut self, out: &Path, begin: &Begin, author: &str) -> Result<Outcome> {
        let ledger = std::fs::canonicalize(&self.path).map_err(StoreError::from).map_err(Error::Store)?;
        let workshop = workshop_for(&ledger, out)?;
        let (file, made_at) = (workshop.file("exchange.db"), timestamp(Utc::now()));
        // Everything in it is of one moment, whatever is saved meanwhile.
        let snapshot = self.db.unchecked_transaction()?;
        let tail = Tail::of(&snapshot, begin)?;
        let rows = fill::fill(&snapshot, &tail, &file, &made_at, author)?;
        drop(snapshot);
        let site = tail.after.site.clone();
        if tail.last == tail.after.seq && rows.findings + rows.second_entries == 0 {
            return Ok(Outcome::Nothing(ChangeId { site, seq: tail.last }));
        }
        let guard = Guard::of(std::fs::metadata(&file)?.len(), Arc::new(AtomicBool::new(false)));
        if let Some((finding, more)) = examine(&file, &guard)?.first() {
            return Err(Error::Unusable(SnapshotFault::Damaged { finding: Box::new(finding), more }));
        }
        let sha256 = seal(&file, &ledger)?;
        let path = if out.is_dir() { out.join(name(&tail, &sha256)) } else { out.to_owned() };
        self.write(|writer| {
            writer.note_handed_on(&tail, &sha256, author)?;
            give_out(&workshop, &file, &path, &sha256).map_err(Error::from)
        })?;
        let (first, last) = (tail.after.seq + 1, tail.last);
        let (findings, second_entries) = (rows.findings, rows.second_entries);
        Ok(Outcome::Made(HandedOn { path, sha256, site, first, last, findings, second_entries }))
    }
}

impl Writer<'_> {
    /// Notes down that a file was handed on, from which the next one goes on.
    fn note_handed_on(&self, tail: &Tail, file: &str, author: &str) -> error::Result<()> {
        self.refuse_when_restricted()?;
        self.db.execute(
            "INSERT INTO exchanged (at, author, file, site, last, findings, second_entries)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![self.at, author, file, tail.after.site, tail.last, tail.now.findings, tail.now.second_entries],
        )?;
        Ok(())
    }
}

impl Tail {
    fn of(db: &Connection, begin: &Begin) -> Result<Self> {
        let own: String = db.query_row("SELECT site FROM ledger", [], |row| row.get(0))?;
        let (site, (after, handed)) = match begin {
            Begin::AfterTheLast => {
                let last = last_handed_on(db, &own)?;
                (own, last)
            }
            Begin::Own(seq) => (own, (seq - 1, Marks::default())),
            Begin::With(change) => (change.site.clone(), (change.seq - 1, Marks::default())),
        };
        let last = trail::last_of(db, &site)?.map_or(0, |head| head.seq);
        let is_of_no_site = last == 0 && matches!(begin, Begin::With(_));
        if after < 0 || after > last || is_of_no_site {
            let change = ChangeId { site, seq: after + 1 }.to_string();
            return Err(Error::Refused(SnapshotFault::NoSuchChange { change, last }));
        }
        let hash = trail::hash_of(db, &ChangeId { site: site.clone(), seq: after })?.unwrap_or_default();
        Ok(Self { after: Head { site, seq: after, hash }, last, handed, now: Marks::of(db)? })
    }
}

impl Marks {
    /// Rows of these tables are never removed, so their numbers say in which order they came.
    fn of(db: &Connection) -> rusqlite::Result<Self> {
        let last =
            |table: &str| db.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |row| row.get(0));
        Ok(Self { findings: last("finding")?, second_entries: last("double_entry")? })
    }
}

/// Up to where a site's changes and acts were handed on.
fn last_handed_on(db: &Connection, site: &str) -> rusqlite::Result<(i64, Marks)> {
    let mut query = db.prepare(
        "SELECT last, findings, second_entries FROM exchanged WHERE site = ?1 ORDER BY last DESC, rowid DESC LIMIT 1",
    )?;
    let marks = |row: &rusqlite::Row| Ok((row.get(0)?, Marks { findings: row.get(1)?, second_entries: row.get(2)? }));
    Ok(query.query_row([site], marks).optional()?.unwrap_or_default())
}

/// The name of a file in a folder: `exchange-0a1b2c3d-13-40-4e5f6a7b.db`, so that a missing one is seen from the numbers,
/// and two that have no changes but acts of reviews have different names.
fn name(tail: &Tail, sha256: &str) -> String {
    let begin = |text: &str| text.chars().take(DIGITS).collect::<String>();
    format!("exchange-{}-{}-{}-{}.db", begin(&tail.after.site), tail.after.seq + 1, tail.last, begin(sha256))
}
