//! The end of a site's chain, to which every save and every act of a transaction is added.

use rusqlite::Connection;
use uuid::Uuid;

use super::{site, trail};
use crate::domain::record::{ActSort, Change, ChangeId, Head, Patch, Topic, WrittenChange};
use crate::store::clock::stamp;
use crate::store::error::Result;

/// The chain of the site that a file writes as, in one write transaction.
pub(crate) struct Chain<'a> {
    db: &'a Connection,
    site: String,
    /// The last entry of that site.
    last: Option<Head>,
    at: String,
}

/// Where a chain ends, for whoever makes the next entries of it.
pub(crate) struct ChainEnd {
    pub(crate) site: String,
    pub(crate) last: Option<Head>,
    pub(crate) at: String,
}

/// What is added to a chain.
pub(crate) struct NewEntry<'e> {
    pub(crate) topic: Topic,
    pub(crate) record: Uuid,
    pub(crate) author: &'e str,
    pub(crate) reason: &'e str,
    pub(crate) parents: Vec<ChangeId>,
    pub(crate) patch: Patch,
}

/// The texts of an entry that do not depend on where it stands.
pub(crate) struct EntryTexts<'e> {
    pub(crate) subject: &'e str,
    pub(crate) record: &'e str,
    pub(crate) author: &'e str,
    pub(crate) reason: &'e str,
    pub(crate) parents: &'e str,
    pub(crate) patch: &'e str,
}

impl<'e> EntryTexts<'e> {
    fn written<'w>(&self, site: &'w str, seq: i64, at: &'w str) -> WrittenChange<'w>
    where
        'e: 'w,
    {
        WrittenChange {
            site,
            seq,
            subject: self.subject,
            record: self.record.into(),
            at,
            author: self.author,
            reason: self.reason,
            parents: self.parents.into(),
            patch: self.patch.into(),
        }
    }
}

impl ChainEnd {
    /// Goes on to an entry, and returns its hash.
    pub(crate) fn go_on(&mut self, entry: &EntryTexts) -> String {
        let seq = self.last.as_ref().map_or(1, |last| last.seq + 1);
        let before = self.last.as_ref().map_or("", |last| &last.hash);
        let hash = entry.written(&self.site, seq, &self.at).hash(before);
        self.last = Some(Head {
            site: self.site.clone(),
            seq,
            hash: hash.clone(),
        });
        hash
    }
}

impl<'a> Chain<'a> {
    /// Goes on with the chain of the file's own site. Everything that is added bears one time: now.
    pub(crate) fn resume(db: &'a Connection) -> Result<Self> {
        let site = site::own(db)?;
        let last = trail::last_of(db, &site)?;
        Ok(Self {
            db,
            site,
            last,
            at: stamp(),
        })
    }

    pub(crate) const fn db(&self) -> &'a Connection {
        self.db
    }

    /// Returns the site that is written as.
    pub(crate) fn site(&self) -> &str {
        &self.site
    }

    /// Returns the time that everything bears which is added, in UTC.
    pub(crate) fn at(&self) -> &str {
        &self.at
    }

    /// Returns the last entry of the site.
    pub(crate) fn last(&self) -> Option<ChangeId> {
        self.last.as_ref().map(|last| ChangeId {
            site: last.site.clone(),
            seq: last.seq,
        })
    }

    /// Goes on under a new site, which has no entry yet.
    pub(crate) fn change_site(&mut self, site: String) {
        self.site = site;
        self.last = None;
    }

    /// Returns where it ends.
    pub(crate) fn end(&self) -> ChainEnd {
        ChainEnd {
            site: self.site.clone(),
            last: self.last.clone(),
            at: self.at.clone(),
        }
    }

    /// Adds entries that were made for this end of the chain, and returns the number of the first.
    /// `entry` returns one of them with its hash.
    pub(crate) fn take<'e, M>(
        &mut self,
        made: &'e [M],
        entry: impl Fn(&'e M) -> (EntryTexts<'e>, &'e str),
    ) -> Result<i64> {
        let first = self.last.as_ref().map_or(1, |last| last.seq + 1);
        let seq = |at| first + i64::try_from(at).unwrap_or_default();
        let (site, time) = (self.site.as_str(), self.at.as_str());
        let entries = made.iter().map(&entry).enumerate();
        let written = entries.map(|(at, (texts, hash))| (texts.written(site, seq(at), time), hash));
        trail::insert_all(self.db, written)?;
        if let Some(last) = made.last() {
            self.last = Some(Head {
                site: self.site.clone(),
                seq: seq(made.len() - 1),
                hash: entry(last).1.to_owned(),
            });
        }
        Ok(first)
    }

    /// Adds an entry, chained to the one before.
    pub(crate) fn append(&mut self, entry: NewEntry) -> Result<Change> {
        let seq = self.last.as_ref().map_or(1, |last| last.seq + 1);
        let change = Change {
            id: ChangeId {
                site: self.site.clone(),
                seq,
            },
            topic: entry.topic,
            record: entry.record,
            at: self.at.clone(),
            author: entry.author.to_owned(),
            reason: entry.reason.to_owned(),
            parents: entry.parents,
            patch: entry.patch,
        };
        let written = change.written();
        let hash = written.hash(self.last.as_ref().map_or("", |last| &last.hash));
        trail::insert(self.db, written, &hash)?;
        self.last = Some(Head {
            site: self.site.clone(),
            seq,
            hash,
        });
        Ok(change)
    }

    /// Adds an act that is about the whole file and not about one record.
    pub(crate) fn note(&mut self, sort: ActSort, author: &str, patch: Patch) -> Result<()> {
        let record = Uuid::nil();
        let parents = Vec::new();
        self.append(NewEntry {
            topic: Topic::Act(sort),
            record,
            author,
            reason: "",
            parents,
            patch,
        })
        .map(drop)
    }
}
