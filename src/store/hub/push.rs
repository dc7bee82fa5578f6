//! Sending a hub what it lacks: changes in batches, each in a transaction of its own, and with the
//! last one the current state of the places that they touched.
//!
//! The hub checks the chain of what is added, and locks the site meanwhile. A push that was cut
//! anywhere is thus gone on with by the next one, and two at once wait for each other.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::batch::ChangeBatch;
use super::connection::HubConnection;
use super::error::{HubError, Result, change_words};
use super::heads::{self, BothHeads};
use super::packs;
use super::request::{HubProgress, HubRequest};
use super::state::StatePush;
use crate::domain::record::{ChangeId, Head, NewChanges};
use crate::i18n::HubFault;
use crate::store::error::damaged;
use crate::store::ledger::Store;
use crate::store::rows::{manifest, site, trail};
use crate::store::write::writer::Writer;

/// What a push did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubPushed {
    /// The changes that were sent.
    pub sent: Vec<NewChanges>,
    /// Those that the hub lacks and this login may not send.
    pub not_sent: Vec<NewChanges>,
    /// What the hub had once and had lost.
    pub lost: Vec<NewChanges>,
    /// How many places got their current state.
    pub places: usize,
    /// How many did not, for the hub knows more of them than this file.
    pub places_left: usize,
}

/// A site of which changes are sent.
struct Planned {
    changes: NewChanges,
    /// Whether this file wrote it, or one that it was restored from.
    is_own: bool,
}

impl Store {
    /// Sends a hub what it lacks of this file and may have from this login.
    ///
    /// # Errors
    /// When the hub cannot be used or does not go with this ledger, the connection is cut, or
    /// somebody cancels. Whatever arrived stays, and the next push goes on from there.
    pub fn hub_push(&mut self, request: &HubRequest) -> Result<HubPushed> {
        self.writable()?;
        let mut pushed = HubPushed::default();
        let (hub, known) = {
            // One moment for changes and for what follows from them.
            let moment = self.db.unchecked_transaction()?;
            let db: &Connection = &moment;
            request.is_at(HubProgress::Connecting)?;
            let mut hub = HubConnection::open(request.address, &manifest::ledger(db)?)?;
            request.is_at(HubProgress::Checking)?;
            packs::refuse_other(&mut hub.client, db)?;
            let heads = BothHeads::read(&mut hub.client, db)?;
            heads.refuse_forks(&mut hub.client, db)?;
            pushed.lost = heads::lost(db, &hub.id, &heads)?;
            let plan = plan(&hub, db, &heads, &mut pushed)?;
            send(&mut hub, db, &heads, &plan, request, &mut pushed)?;
            let heads = BothHeads::read(&mut hub.client, db)?;
            let known = heads::to_remember(db, &hub.id, &heads)?;
            (hub.id, known)
        };
        self.remember(&hub, &known)?;
        Ok(pushed)
    }

    /// Remembers what a hub has acknowledged, if it is more than before.
    pub(super) fn remember(&mut self, hub: &str, known: &[Head]) -> Result<()> {
        if !known.is_empty() {
            self.write(|writer: &mut Writer| heads::remember(writer.db, hub, known))?;
        }
        Ok(())
    }
}

/// Returns what is sent: of what the hub lacks, the sites that this login may add to.
fn plan(
    hub: &HubConnection,
    db: &Connection,
    heads: &BothHeads,
    pushed: &mut HubPushed,
) -> Result<Vec<Planned>> {
    let lineage: BTreeSet<String> = site::all(db)?;
    let mut plan = Vec::new();
    for changes in heads.lacked_there() {
        let is_own = lineage.contains(&changes.site);
        let login = heads.hub.get(&changes.site).map(|there| &there.login);
        let may = match login {
            _ if hub.is_admin => true,
            None => is_own,
            Some(login) => login.as_deref() == Some(&hub.login),
        };
        if may {
            plan.push(Planned { changes, is_own });
        } else if is_own && changes.site == site::own(db)? {
            // Nothing that is saved here would ever arrive.
            return Err(HubFault::SiteOfOther {
                site: changes.site,
                login: hub.login.clone(),
            }
            .into());
        } else {
            pushed.not_sent.push(changes);
        }
    }
    for missing in &pushed.not_sent {
        for planned in &plan {
            refuse_without_parents(db, &planned.changes, missing)?;
        }
    }
    Ok(plan)
}

/// Refuses changes that are based on some that the hub does not get. Whoever pulled them would be
/// told that the others are missing, until they come.
fn refuse_without_parents(db: &Connection, sent: &NewChanges, missing: &NewChanges) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT seq, parent.value FROM change, json_each(parents) AS parent
         WHERE site = ?1 AND seq BETWEEN ?2 AND ?3 AND instr(parents, ?4) > 0 ORDER BY seq",
    )?;
    let mut rows = query.query((&sent.site, sent.first, sent.last, &missing.site))?;
    while let Some(row) = rows.next()? {
        let parent: String = row.get(1)?;
        let id: ChangeId = parent.parse().map_err(|error: String| damaged(&error))?;
        if id.site == missing.site && id.seq >= missing.first {
            let change = ChangeId {
                site: sent.site.clone(),
                seq: row.get(0)?,
            };
            return Err(HubFault::ParentNotThere {
                change: change.to_string(),
                parent,
                site: id.site,
            }
            .into());
        }
    }
    Ok(())
}

fn send(
    hub: &mut HubConnection,
    db: &Connection,
    heads: &BothHeads,
    plan: &[Planned],
    request: &HubRequest,
    pushed: &mut HubPushed,
) -> Result<()> {
    let count = |changes: &NewChanges| usize::try_from(changes.last - changes.first + 1);
    let of: usize = plan
        .iter()
        .filter_map(|planned| count(&planned.changes).ok())
        .sum();
    let sent: Vec<NewChanges> = plan.iter().map(|planned| planned.changes.clone()).collect();
    let state_push = StatePush::new(db, heads, &sent, hub.is_admin)?;
    let mut done = 0;
    let mut state = None;
    for (at, planned) in plan.iter().enumerate() {
        let NewChanges { site, first, last } = &planned.changes;
        let mut after = first - 1;
        while after < *last {
            request.is_at(HubProgress::Sending(done, of))?;
            let batch = ChangeBatch::read(db, site, after, *last)?;
            let mut tx = hub.client.transaction()?;
            let there = claim(&mut tx, site, planned.is_own, &hub.login)?;
            if there.seq != after {
                // Another push of the same file was here meanwhile.
                refuse_other_story(db, &there)?;
                after = there.seq;
                continue;
            }
            batch.insert(&mut tx)?;
            done += batch.len();
            after = batch.last();
            if after >= *last && at + 1 == plan.len() {
                state = Some(state_push.send(&mut tx, request)?);
            }
            tx.commit()?;
        }
    }
    pushed.sent = sent;
    let state = if let Some(state) = state {
        state
    } else {
        let mut tx = hub.client.transaction()?;
        let state = state_push.send(&mut tx, request)?;
        tx.commit()?;
        state
    };
    pushed.places = state.replace.len();
    pushed.places_left = state.left;
    Ok(())
}

/// Locks a site on the hub until the transaction ends, and returns where its chain ends.
fn claim(tx: &mut postgres::Transaction, site: &str, is_own: bool, login: &str) -> Result<Head> {
    let sql = "SELECT last_seq, last_hash FROM taizhang.claim($1, $2)";
    let row = tx.query_one(sql, &[&site, &is_own]).map_err(|error| {
        if error
            .code()
            .is_some_and(|code| code.code() == super::error::SITE_OF_OTHER)
        {
            let (site, login) = (site.to_owned(), login.to_owned());
            return HubError::from(HubFault::SiteOfOther { site, login });
        }
        error.into()
    })?;
    Ok(Head {
        site: site.to_owned(),
        seq: row.get(0),
        hash: row.get(1),
    })
}

fn refuse_other_story(db: &Connection, there: &Head) -> Result<()> {
    let id = ChangeId {
        site: there.site.clone(),
        seq: there.seq,
    };
    let ours = trail::hash_of(db, &id)?;
    // What it has beyond what is here is not ours to judge.
    if ours.is_some_and(|ours| ours != there.hash) {
        let change = change_words(there);
        return Err(HubFault::Forked { change }.into());
    }
    Ok(())
}
