//! Where the chain of each site ends on a hub, compared with where it ends here.

use std::collections::BTreeMap;

use postgres::Client;
use rusqlite::{Connection, params};

use super::error::{Result, change_words};
use crate::domain::record::merge::first_difference;
use crate::domain::record::{ChangeId, Head, NewChanges};
use crate::i18n::HubFault;
use crate::store::error;
use crate::store::rows::{site, trail};

/// A site as a hub has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HubSite {
    /// Who may add to it; `None` where only an administrator may.
    pub(super) login: Option<String>,
    /// Its last change.
    pub(super) head: Head,
}

/// The sites of a hub, and those of a file.
pub(super) struct BothHeads {
    pub(super) hub: BTreeMap<String, HubSite>,
    pub(super) own: BTreeMap<String, Head>,
}

impl BothHeads {
    pub(super) fn read(client: &mut Client, db: &Connection) -> Result<Self> {
        let rows = client.query(
            "SELECT site, login::text, last_seq, last_hash FROM taizhang.site",
            &[],
        )?;
        let hub = rows.iter().map(|row| {
            let head = Head {
                site: row.get(0),
                seq: row.get(2),
                hash: row.get(3),
            };
            let login = row.get(1);
            (head.site.clone(), HubSite { login, head })
        });
        Ok(Self {
            hub: hub.collect(),
            own: Self::of_file(db)?,
        })
    }

    pub(super) fn of_file(db: &Connection) -> Result<BTreeMap<String, Head>> {
        let own = site::heads(db)?.into_iter();
        Ok(own.map(|head| (head.site.clone(), head)).collect())
    }

    /// Returns the number of the last change of a site on the hub.
    pub(super) fn last_there(&self, site: &str) -> i64 {
        self.hub.get(site).map_or(0, |there| there.head.seq)
    }

    /// Returns the number of the last change of a site in the file.
    pub(super) fn last_here(&self, site: &str) -> i64 {
        self.own.get(site).map_or(0, |head| head.seq)
    }

    /// Returns what the hub lacks.
    pub(super) fn lacked_there(&self) -> Vec<NewChanges> {
        let missing = |head: &Head| behind(&head.site, self.last_there(&head.site), head.seq);
        self.own.values().filter_map(missing).collect()
    }

    /// Returns what the file lacks.
    pub(super) fn lacked_here(&self) -> Vec<NewChanges> {
        let missing = |there: &HubSite| {
            behind(
                &there.head.site,
                self.last_here(&there.head.site),
                there.head.seq,
            )
        };
        self.hub.values().filter_map(missing).collect()
    }

    /// Returns the first change of each site that is not the same on both sides.
    pub(super) fn forks(&self, client: &mut Client, db: &Connection) -> Result<Vec<Head>> {
        let shared: Vec<(&str, i64)> = self
            .own
            .values()
            .map(|own| (own.site.as_str(), own.seq.min(self.last_there(&own.site))))
            .filter(|(_, last)| *last > 0)
            .collect();
        let sites: Vec<&str> = shared.iter().map(|(site, _)| *site).collect();
        let numbers: Vec<i64> = shared.iter().map(|(_, last)| *last).collect();
        let rows = client.query(
            "SELECT asked.site, asked.seq, change.hash
             FROM unnest($1::text[], $2::bigint[]) AS asked (site, seq)
             LEFT JOIN taizhang.change ON change.site = asked.site AND change.seq = asked.seq",
            &[&sites, &numbers],
        )?;
        let mut found = Vec::new();
        for row in rows {
            let site: String = row.get(0);
            let there: Option<String> = row.get(2);
            if hash_here(db, &site, row.get(1))? != there {
                found.extend(fork(client, db, &site, row.get(1))?);
            }
        }
        Ok(found)
    }

    /// Refuses a hub that tells another story of a site than the file.
    pub(super) fn refuse_forks(&self, client: &mut Client, db: &Connection) -> Result<()> {
        match self.forks(client, db)?.first() {
            Some(first) => Err(HubFault::Forked {
                change: change_words(first),
            }
            .into()),
            None => Ok(()),
        }
    }
}

fn behind(site: &str, has: i64, last: i64) -> Option<NewChanges> {
    (has < last).then(|| NewChanges {
        site: site.to_owned(),
        first: has + 1,
        last,
    })
}

fn hash_here(db: &Connection, site: &str, seq: i64) -> error::Result<Option<String>> {
    let site = site.to_owned();
    trail::hash_of(db, &ChangeId { site, seq })
}

/// Returns the first change of a site that differs.
fn fork(client: &mut Client, db: &Connection, site: &str, last: i64) -> Result<Option<Head>> {
    let query = client.prepare("SELECT hash FROM taizhang.change WHERE site = $1 AND seq = $2")?;
    let differing = first_difference(last, |seq| -> Result<bool> {
        let there = client.query_opt(&query, &[&site, &seq])?;
        Ok(hash_here(db, site, seq)? != there.map(|row| row.get(0)))
    })?;
    Ok(differing.map(|seq| Head {
        site: site.to_owned(),
        seq,
        ..Head::default()
    }))
}

/// Returns what a hub had once, by what this file remembers, and has no more.
pub(super) fn lost(db: &Connection, hub: &str, heads: &BothHeads) -> Result<Vec<NewChanges>> {
    let mut query = db.prepare("SELECT site, seq FROM hub_head WHERE hub = ?1 ORDER BY site")?;
    let rows = query.query_map([hub], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (site, last): (String, i64) = row?;
        found.extend(behind(&site, heads.last_there(&site), last));
    }
    Ok(found)
}

/// Returns the heads that are to be remembered of a hub: those that both sides have, where they are
/// further than what is remembered.
pub(super) fn to_remember(db: &Connection, hub: &str, heads: &BothHeads) -> Result<Vec<Head>> {
    let mut query = db.prepare("SELECT seq FROM hub_head WHERE hub = ?1 AND site = ?2")?;
    let mut found = Vec::new();
    for (site, there) in &heads.hub {
        let seq = there.head.seq.min(heads.last_here(site));
        let mut known = query.query_map([hub, site], |row| row.get::<_, i64>(0))?;
        if seq <= known.next().transpose()?.unwrap_or_default() {
            continue;
        }
        if let Some(hash) = hash_here(db, site, seq)? {
            let site = site.clone();
            found.push(Head { site, seq, hash });
        }
    }
    Ok(found)
}

/// Remembers what a hub has acknowledged.
pub(super) fn remember(db: &Connection, hub: &str, heads: &[Head]) -> error::Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO hub_head (hub, site, seq, hash) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (hub, site) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
    )?;
    for head in heads {
        insert.execute(params![hub, head.site, head.seq, head.hash])?;
    }
    Ok(())
}
