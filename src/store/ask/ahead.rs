//! Looks ahead: what lies ahead of the standings that are open, and the smallest change of a place
//! that meets them.

use chrono::NaiveDate;

use crate::domain::policy::Pack;
use crate::domain::verdict::{ChangePlan, Outlook, outlook};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::inventory::InventoryReader;
use crate::store::write::planning;

impl Store {
    /// Returns what lies ahead of every standing of a place that is open on a day, in the order of
    /// the pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn outlooks(&self, pack: &Pack, place: &str, day: NaiveDate) -> Result<Vec<Outlook>> {
        let mut reader = InventoryReader::new(&self.db, pack, None);
        let mut found = Vec::new();
        for standing in self.standings_of(&pack.code, Some(place), day)? {
            let requirement = pack.requirement(&standing.requirement);
            let Some(requirement) = requirement.filter(|_| standing.verdict.is_open()) else {
                continue;
            };
            let facts = if requirement.is_exists() {
                None
            } else {
                reader.read(&[requirement], place)?.pop()
            };
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
