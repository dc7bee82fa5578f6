//! What goes into an exchange file, and what was handed on before.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Begin;
use crate::domain::receipt::Head;
use crate::domain::trail::ChangeId;
use crate::i18n::SnapshotFault;
use crate::store::file_error::{Error, Result};
use crate::store::site::{self, Upon};
use crate::store::{Store, error, trail};

/// How many digits of a site are enough to name it.
const FEWEST_DIGITS: usize = 8;

/// Rows up to these numbers. Acts of reviews and second entries are only ever added, so their numbers say in which order
/// they came into this file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) findings: i64,
    pub(super) second_entries: i64,
}

/// What goes into a file: what its site did behind a change, and said behind these rows.
pub(super) struct Tail {
    /// The change that the changes follow upon.
    pub(super) after: Head,
    /// The last of them.
    pub(super) last: i64,
    /// What was there when the site began.
    pub(super) upon: Upon,
    /// Rows up to here were handed on before.
    pub(super) handed: Marks,
    /// Rows there are now.
    pub(super) now: Marks,
}

/// What was handed on last of the site that a file writes as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastHandedOn {
    /// When, in UTC.
    pub at: String,
    /// By whom.
    pub author: String,
    /// How many changes of the site came after it.
    pub changes_since: i64,
    /// How many acts of reviews and second entries.
    pub acts_since: i64,
}

impl Tail {
    pub(super) fn of(db: &Connection, begin: &Begin) -> Result<Self> {
        let own = site::own(db)?;
        let (site, first, handed) = match begin {
            Begin::AfterTheLast => {
                let last = Noted::of(db, &own)?.unwrap_or_default();
                (own, last.last + 1, last.marks)
            }
            Begin::Own(seq) => (own, *seq, Marks::default()),
            Begin::With(change) => (named(db, &change.site)?, change.seq, Marks::default()),
        };
        let last = trail::last_of(db, &site)?.map_or(0, |head| head.seq);
        if first < 1 || first > last + 1 {
            let change = ChangeId { site, seq: first }.to_string();
            return Err(Error::Refused(SnapshotFault::NoSuchChange { change, last }));
        }
        let seq = first - 1;
        let hash = trail::hash_of(db, &ChangeId { site: site.clone(), seq })?.unwrap_or_default();
        let (upon, now) = (site::upon(db, &site)?, Marks::of(db)?);
        Ok(Self { after: Head { site, seq, hash }, last, upon, handed, now })
    }

    /// Whether the site did nothing and said nothing since.
    pub(super) fn is_empty(&self, db: &Connection) -> rusqlite::Result<bool> {
        Ok(self.last == self.after.seq && acts_behind(db, &self.after.site, self.handed)? == 0)
    }

    /// How many acts of the site were handed on before: findings and second entries.
    pub(super) fn handed_before(&self, db: &Connection) -> rusqlite::Result<(i64, i64)> {
        let count = |table: &str, mark: i64| {
            let sql = format!("SELECT count(*) FROM {table} WHERE site = ?1 AND rowid <= ?2");
            db.query_row(&sql, params![self.after.site, mark], |row| row.get(0))
        };
        Ok((count("finding", self.handed.findings)?, count("double_entry", self.handed.second_entries)?))
    }
}

impl Marks {
    fn of(db: &Connection) -> rusqlite::Result<Self> {
        let last =
            |table: &str| db.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |row| row.get(0));
        Ok(Self { findings: last("finding")?, second_entries: last("double_entry")? })
    }
}

/// How many acts of a site there are behind these rows.
fn acts_behind(db: &Connection, site: &str, marks: Marks) -> rusqlite::Result<i64> {
    db.query_row(
        "SELECT (SELECT count(*) FROM finding WHERE site = ?1 AND rowid > ?2)
             + (SELECT count(*) FROM double_entry WHERE site = ?1 AND rowid > ?3)",
        params![site, marks.findings, marks.second_entries],
        |row| row.get(0),
    )
}

/// A file that was handed on, as it was noted down.
#[derive(Default)]
struct Noted {
    at: String,
    author: String,
    last: i64,
    marks: Marks,
}

impl Noted {
    /// The one that came furthest of a site.
    fn of(db: &Connection, site: &str) -> rusqlite::Result<Option<Self>> {
        let mut query = db.prepare(
            "SELECT at, author, last, findings, second_entries FROM exchanged WHERE site = ?1
             ORDER BY last DESC, rowid DESC LIMIT 1",
        )?;
        let noted = |row: &Row| {
            let marks = Marks { findings: row.get(3)?, second_entries: row.get(4)? };
            Ok(Self { at: row.get(0)?, author: row.get(1)?, last: row.get(2)?, marks })
        };
        query.query_row([site], noted).optional()
    }

    /// How many changes and acts of the site came after it.
    fn since(&self, db: &Connection, site: &str) -> error::Result<(i64, i64)> {
        let last = trail::last_of(db, site)?.map_or(0, |head| head.seq);
        Ok((last - self.last, acts_behind(db, site, self.marks)?))
    }
}

/// The site that somebody names, whole or by its beginning.
fn named(db: &Connection, text: &str) -> Result<String> {
    let mut query = db.prepare(
        "SELECT site FROM change UNION SELECT site FROM finding UNION SELECT site FROM double_entry UNION SELECT site FROM site",
    )?;
    let sites = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let begins = |site: &&String| site.as_str() == text || (text.len() >= FEWEST_DIGITS && site.starts_with(text));
    let mut found: Vec<&String> = sites.iter().filter(begins).collect();
    match (found.pop(), found.is_empty()) {
        (Some(site), true) => Ok(site.clone()),
        _ => Err(Error::Refused(SnapshotFault::NoSuchSite { site: text.to_owned() })),
    }
}

impl Store {
    /// The last exchange file that was made here of the site that this file writes as; `None` where none was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_handed_on(&self) -> error::Result<Option<LastHandedOn>> {
        let own = site::own(&self.db)?;
        let Some(noted) = Noted::of(&self.db, &own)? else { return Ok(None) };
        let (changes_since, acts_since) = noted.since(&self.db, &own)?;
        Ok(Some(LastHandedOn { at: noted.at, author: noted.author, changes_since, acts_since }))
    }

    /// Other sites that exchange files were made of, here or in the file that this one goes on from, and that did or said
    /// more by now: where their next files would begin.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting_to_be_handed_on(&self) -> error::Result<Vec<ChangeId>> {
        let own = site::own(&self.db)?;
        let mut query = self.db.prepare("SELECT DISTINCT site FROM exchanged WHERE site <> ?1 ORDER BY site")?;
        let sites = query.query_map([own], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut waiting = Vec::new();
        for site in sites {
            let Some(noted) = Noted::of(&self.db, &site)? else { continue };
            if noted.since(&self.db, &site)? != (0, 0) {
                waiting.push(ChangeId { site, seq: noted.last + 1 });
            }
        }
        Ok(waiting)
    }
}
