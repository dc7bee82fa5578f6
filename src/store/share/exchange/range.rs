//! What goes into an exchange file, and what was exported before.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::Value as Json;

use crate::domain::record::{ActSort, Change, ChangeId, Head, Topic};
use crate::i18n::SnapshotFault;
use crate::store::error;
use crate::store::file::file_error::{FileError, Result};
use crate::store::ledger::Store;
use crate::store::rows::{site, trail};

/// How many digits of a site are enough to name it.
const FEWEST_DIGITS: usize = 8;

/// Where an exchange file begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartAt {
    /// Behind what was exported last.
    AfterTheLast,
    /// With a change of this ledger file.
    Own(i64),
    /// With a change of any site, named whole or by its first eight digits or more: one that this
    /// file wrote as before, or that it goes on from because it was restored from a snapshot of
    /// that one.
    With(ChangeId),
}

/// What goes into a file: the entries of its site's chain behind one of them.
pub(super) struct ChangeRange {
    /// The change that the changes follow on.
    pub(super) after: Head,
    /// The last of them.
    pub(super) last: i64,
}

/// What was exported last of the site that a file writes as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastExport {
    /// When, in UTC.
    pub at: String,
    /// By whom.
    pub author: String,
    /// How many changes of the site came after it.
    pub changes_since: i64,
    /// How many acts that others have not been given.
    pub acts_since: i64,
}

impl ChangeRange {
    pub(super) fn starting_at(db: &Connection, start: &StartAt) -> Result<Self> {
        let own = site::own(db)?;
        let (site, first) = match start {
            StartAt::AfterTheLast => {
                let last = NotedExport::furthest(db, &own)?.unwrap_or_default();
                (own, last.last + 1)
            }
            StartAt::Own(seq) => (own, *seq),
            StartAt::With(change) => (named(db, &change.site)?, change.seq),
        };
        let last = trail::last_of(db, &site)?.map_or(0, |head| head.seq);
        if first < 1 || first > last + 1 {
            let change = ChangeId { site, seq: first }.to_string();
            return Err(FileError::Refused(SnapshotFault::NoSuchChange {
                change,
                last,
            }));
        }
        let seq = first - 1;
        let hash = trail::hash_of(
            db,
            &ChangeId {
                site: site.clone(),
                seq,
            },
        )?
        .unwrap_or_default();
        Ok(Self {
            after: Head { site, seq, hash },
            last,
        })
    }

    /// Returns whether the site did or said something that others have not been given.
    pub(super) fn has_news(&self, db: &Connection) -> rusqlite::Result<bool> {
        Ok(NewsSince::count(db, &self.after.site, self.after.seq)? != NewsSince::default())
    }

    /// Returns whether the site ever did or said something.
    pub(super) fn ever_had_news(&self, db: &Connection) -> rusqlite::Result<bool> {
        Ok(NewsSince::count(db, &self.after.site, 0)? != NewsSince::default())
    }

    /// Returns how many acts of a sort go into the file.
    pub(super) fn count(&self, db: &Connection, sort: ActSort) -> rusqlite::Result<usize> {
        let sql = "SELECT count(*) FROM change WHERE site = ?1 AND seq > ?2 AND subject = ?3";
        let count: i64 = db.query_row(
            sql,
            params![self.after.site, self.after.seq, sort.word()],
            |row| row.get(0),
        )?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}

/// What a site added behind one of its changes that is news to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct NewsSince {
    /// Saves of records.
    changes: i64,
    /// Acts.
    acts: i64,
}

impl NewsSince {
    fn count(db: &Connection, site: &str, seq: i64) -> rusqlite::Result<Self> {
        let mut query = db.prepare_cached(
            "SELECT subject, count(*) FROM change WHERE site = ?1 AND seq > ?2 GROUP BY subject",
        )?;
        let mut rows = query.query(params![site, seq])?;
        let mut since = Self::default();
        while let Some(row) = rows.next()? {
            let count: i64 = row.get(1)?;
            match Topic::of_word(row.get_ref(0)?.as_str()?) {
                Some(Topic::Record(_)) => since.changes += count,
                Some(Topic::Act(sort)) if !sort.is_of_file() => since.acts += count,
                _ => {}
            }
        }
        Ok(since)
    }
}

/// A file that was exported, as it was recorded.
#[derive(Clone, Default)]
struct NotedExport {
    at: String,
    author: String,
    site: String,
    last: i64,
}

impl NotedExport {
    /// Returns the ones that are known here, in the order in which they were made.
    fn all(db: &Connection) -> error::Result<Vec<Self>> {
        let noted = |act: Change| Self {
            at: site::done_at(&act).to_owned(),
            author: site::done_by(&act).to_owned(),
            site: site::text(&act, "site").unwrap_or_default().to_owned(),
            last: act
                .patch
                .get("last")
                .and_then(Json::as_i64)
                .unwrap_or_default(),
        };
        Ok(trail::acts_of_file(db, ActSort::Exchange)?
            .into_iter()
            .map(noted)
            .collect())
    }

    /// Returns the one that came furthest of a site.
    fn furthest(db: &Connection, site: &str) -> error::Result<Option<Self>> {
        Ok(Self::all(db)?
            .into_iter()
            .filter(|noted| noted.site == site)
            .max_by_key(|noted| noted.last))
    }
}

/// Returns the site that somebody names, whole or by its beginning.
fn named(db: &Connection, text: &str) -> Result<String> {
    let mut query = db.prepare("SELECT DISTINCT site FROM change")?;
    let sites = query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let begins = |site: &&String| {
        site.as_str() == text || (text.len() >= FEWEST_DIGITS && site.starts_with(text))
    };
    let mut found: Vec<&String> = sites.iter().filter(begins).collect();
    match (found.pop(), found.is_empty()) {
        (Some(site), true) => Ok(site.clone()),
        _ => Err(FileError::Refused(SnapshotFault::NoSuchSite {
            site: text.to_owned(),
        })),
    }
}

impl Store {
    /// Returns the last export of the site that this file writes as. There is none where nothing
    /// was exported.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_export(&self) -> error::Result<Option<LastExport>> {
        let own = site::own(&self.db)?;
        let Some(noted) = NotedExport::furthest(&self.db, &own)? else {
            return Ok(None);
        };
        let NewsSince { changes, acts } = NewsSince::count(&self.db, &own, noted.last)?;
        Ok(Some(LastExport {
            at: noted.at,
            author: noted.author,
            changes_since: changes,
            acts_since: acts,
        }))
    }

    /// Returns other sites that have more to export than was exported. These are sites that
    /// exchange files were made of, here or in the file that this one goes on from; each comes as
    /// the change with which its next file would begin.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unexported_sites(&self) -> error::Result<Vec<ChangeId>> {
        let own = site::own(&self.db)?;
        let mut furthest: BTreeMap<String, i64> = BTreeMap::new();
        for noted in NotedExport::all(&self.db)?
            .into_iter()
            .filter(|noted| noted.site != own)
        {
            let last = furthest.entry(noted.site).or_default();
            *last = noted.last.max(*last);
        }
        let mut waiting = Vec::new();
        for (site, last) in furthest {
            if NewsSince::count(&self.db, &site, last)? != NewsSince::default() {
                waiting.push(ChangeId {
                    site,
                    seq: last + 1,
                });
            }
        }
        Ok(waiting)
    }
}
