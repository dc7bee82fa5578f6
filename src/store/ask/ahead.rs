//! Looks ahead: what lies ahead of the standings that are open, and the smallest change of a place
//! that meets them.

use chrono::NaiveDate;

use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{ChangePlan, Outlook, Standing, is_projected, outlook};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::inventory::InventoryReader;
use crate::store::rows::part::KeptParts;
use crate::store::write::planning;

impl Store {
    /// Returns what lies ahead of every standing of a place that is open on a day, in the order of
    /// the pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn outlooks(&self, pack: &Pack, place: &str, day: NaiveDate) -> Result<Vec<Outlook>> {
        let standings = self.standings_of(&pack.code, Some(place), day)?;
        let open = standings
            .into_iter()
            .filter(|standing| standing.verdict.is_open())
            .filter_map(|standing| Some((pack.requirement(&standing.requirement)?, standing)));
        let open: Vec<(&Requirement, Standing)> = open.collect();
        let projected = open.iter().map(|(requirement, _)| *requirement);
        let projected: Vec<&Requirement> = projected.filter(|one| is_projected(one)).collect();
        let mut reader = InventoryReader::new(&self.db, pack, KeptParts::Read);
        let mut facts = reader.read(&projected, place)?.into_iter();
        let mut found = Vec::new();
        for (requirement, standing) in open {
            let facts = is_projected(requirement).then(|| facts.next()).flatten();
            found.extend(outlook(requirement, standing, facts.as_ref(), day));
        }
        Ok(found)
    }

    /// Returns the smallest change that meets the requirements of a pack in a place, as far as
    /// changes can. All of it is done as saves do it, judged, and taken back.
    ///
    /// # Errors
    /// When the ledger cannot be read, or nothing can be written to it: a snapshot is only read.
    pub fn change_plan(&mut self, pack: &str, place: &str, day: NaiveDate) -> Result<ChangePlan> {
        self.rehearsed(|writer| planning::plan(writer, pack, place, day))
    }
}
