//! What a hub lost as an old copy of it was restored, and what a file must be told of it.

use std::collections::BTreeMap;

use taizhang::domain::record::NewChanges;

use crate::machine::{Trail, Wrong};

/// The number of the last change of each site.
pub(crate) type LastChanges = BTreeMap<String, i64>;

pub(crate) fn last_changes(trail: &Trail) -> LastChanges {
    // The last of each site comes last.
    trail.keys().cloned().collect()
}

pub(crate) struct Losses {
    /// What a file must be told.
    due: Vec<NewChanges>,
    /// What the hub has.
    holds: LastChanges,
    /// What it ever had.
    ever: LastChanges,
}

impl Losses {
    /// Of a hub, for a file that was told that the hub had this.
    pub(crate) fn of(told: &LastChanges, holds: &Trail, ever: &LastChanges) -> Self {
        let holds = last_changes(holds);
        let lost = told.iter().map(|(site, told)| NewChanges {
            site: site.clone(),
            first: holds.get(site).copied().unwrap_or_default() + 1,
            last: *told,
        });
        Self {
            due: lost.filter(|lost| lost.first <= lost.last).collect(),
            holds,
            ever: ever.clone(),
        }
    }

    /// Looks whether a file is told all that it must be, and nothing that the hub has or never had.
    pub(crate) fn are_told(&self, said: &[NewChanges]) -> Result<(), Wrong> {
        let is_silent = |due: &&NewChanges| {
            let is_it = |said: &NewChanges| said.site == due.site && said.last >= due.last;
            !said.iter().any(is_it)
        };
        if let Some(due) = self.due.iter().find(is_silent) {
            return Err(Wrong(format!("nobody was told that the hub lost {due:?}")));
        }
        let is_false = |said: &&NewChanges| {
            let has = self.holds.get(&said.site).copied().unwrap_or_default();
            said.first != has + 1 || self.ever.get(&said.site) < Some(&said.last)
        };
        match said.iter().find(is_false) {
            Some(said) => Err(Wrong(format!("the hub did not lose {said:?}"))),
            None => Ok(()),
        }
    }
}
