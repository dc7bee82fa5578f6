//! What a hub and a file lack of each other.

use std::collections::BTreeMap;

use super::connection::HubConnection;
use super::error::{Result, change_words};
use super::heads::{self, BothHeads};
use super::packs::{self, PackDifference};
use super::request::{HubProgress, HubRequest};
use super::state::StatePush;
use crate::domain::record::NewChanges;
use crate::store::ledger::Store;
use crate::store::rows::manifest;

/// How a hub and a file compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubStatus {
    /// The id of the hub.
    pub hub: String,
    /// The ledger of both.
    pub ledger: String,
    /// What the hub lacks.
    pub lacked_there: Vec<NewChanges>,
    /// What the file lacks.
    pub lacked_here: Vec<NewChanges>,
    /// The first change of each site that is not the same on both sides, and changes that were
    /// altered on the hub.
    pub differing: Vec<String>,
    /// What the hub had once and has no more.
    pub lost: Vec<NewChanges>,
    /// The packs that one side does not have, or has in another version.
    pub packs: Vec<String>,
    /// How many places have an older state on the hub, of those that this login may replace.
    pub places: usize,
    /// Of how many more the hub knows changes that this file does not, so that a push leaves them.
    pub places_left: usize,
}

impl Store {
    /// Compares this file with a hub. Nothing is written on either side.
    ///
    /// # Errors
    /// When the hub cannot be used or is of another ledger.
    pub fn hub_status(&self, request: &HubRequest) -> Result<HubStatus> {
        request.is_at(HubProgress::Connecting)?;
        let mut hub = HubConnection::open(request.address, &manifest::ledger(&self.db)?)?;
        request.is_at(HubProgress::Checking)?;
        let heads = BothHeads::read(&mut hub.client, &self.db)?;
        let forks = heads.forks(&mut hub.client, &self.db)?;
        let mut differing: BTreeMap<String, String> = forks
            .iter()
            .map(|fork| (fork.site.clone(), change_words(fork)))
            .collect();
        for row in hub
            .client
            .query("SELECT site, seq FROM taizhang.altered()", &[])?
        {
            let site: String = row.get(0);
            let change = format!("{site}:{}", row.get::<_, i64>(1));
            differing.entry(site).or_insert(change);
        }
        let differences = packs::differences(&mut hub.client, &self.db)?;
        let state = StatePush::new(&self.db, &heads, &[], hub.is_admin)?;
        let mut tx = hub.client.transaction()?;
        let due = state.all_due(&mut tx)?;
        tx.rollback()?;
        Ok(HubStatus {
            lacked_there: heads.lacked_there(),
            lacked_here: heads.lacked_here(),
            differing: differing.into_values().collect(),
            lost: heads::lost(&self.db, &hub.id, &heads)?,
            packs: differences
                .into_iter()
                .filter(|(_, difference)| *difference != PackDifference::MissingHere)
                .map(|(pack, _)| pack)
                .collect(),
            places: due.replace.len(),
            places_left: due.left,
            hub: hub.id,
            ledger: hub.ledger,
        })
    }
}
