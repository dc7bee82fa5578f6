//! What a merge took in.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value as Json;

use super::error::Result;
use super::theirs::{self, PlaceDiffers};
use crate::domain::record::{ActSort, Change, NewChanges};
use crate::domain::review::QuarterClose;
use crate::i18n::{InspectMsg, MergeFault};
use crate::store::audit::finding::ExchangeAbout;
use crate::store::rows::act::ActTable;
use crate::store::rows::conflict::{NamedRecord, OpenConflict};
use crate::store::rows::{confirmation, quarter_close, site};

/// Whose signature a file has that was merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// Who, as the list of signers of the ledger has it; `None` where the key is not in it.
    pub name: Option<String>,
    /// The fingerprint of the key.
    pub key: String,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was not here.
    New,
    /// It was here.
    Changed,
    /// It was here and is deleted.
    Removed,
}

/// What a merge took in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// The new entries of each site's chain.
    pub news: Vec<NewChanges>,
    /// How many of them are saves of records.
    pub changes: usize,
    /// How many acts of reviews are new.
    pub findings: usize,
    /// How many second entries are new.
    pub second_entries: usize,
    /// How many confirmations are new.
    pub confirmations: usize,
    /// How many samples are new.
    pub samples: usize,
    /// How many visits on the spot are new.
    pub visits: usize,
    /// How many closes and reopenings of quarters are new.
    pub closes: usize,
    /// The closes that are new or were reopened.
    pub new_closes: Vec<QuarterClose>,
    /// Their ids, as their acts come.
    close_ids: BTreeSet<String>,
    /// The closes that froze one place for one quarter, here and there; the first of each pair
    /// stands.
    pub closed_twice: Vec<(QuarterClose, QuarterClose)>,
    /// How many records each fate has.
    pub(super) fates: BTreeMap<Fate, usize>,
    /// The records that new changes belong to, of a rehearsal. A merge may have a million.
    pub records: Vec<(Fate, NamedRecord)>,
    /// The open conflicts of these records.
    pub conflicts: Vec<OpenConflict>,
    /// Facility codes that two records have now, and the names of those.
    pub doubled_codes: BTreeMap<String, Vec<String>>,
    /// New records that have the name of another one of their kind in their place.
    pub doubled_names: Vec<NamedRecord>,
    /// New values that no form would take: texts with characters that are not seen, and what does
    /// not fit the pack.
    pub doubts: Vec<InspectMsg>,
    /// Places that the file tells differently.
    pub places: Vec<PlaceDiffers>,
    /// What became of places at the other sites and not here: how a command says it, and who
    /// recorded it.
    pub place_steps: Vec<(String, String)>,
    /// Changes of this very file came back, so it goes on as a new site.
    pub is_new_site: bool,
    /// The id of the file's ledger, if it is another one: made again and not restored from a
    /// snapshot of this one.
    pub other_ledger: Option<String>,
    /// Whose signature the file has.
    pub signed: Option<SignedBy>,
    /// What the file says of itself, if it is an exchange file.
    pub exchange: Option<ExchangeAbout>,
}

impl MergeReport {
    /// Returns whether the file had nothing that was not here. What files say of themselves is
    /// nothing: otherwise two that merge each other would never come to an end.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.changes == 0
            && self.findings == 0
            && self.second_entries == 0
            && self.confirmations == 0
            && self.samples == 0
            && self.visits == 0
            && self.closes == 0
    }

    /// Returns whether anything is new on which the row of a record rests besides its changes.
    pub(super) const fn has_acts_on_records(&self) -> bool {
        self.findings > 0 || self.confirmations > 0
    }

    /// Takes in an act of the other file's trail. What it says of places, packs and the file itself
    /// is about that file.
    pub(super) fn take_act(
        &mut self,
        db: &Connection,
        sort: ActSort,
        change: &Change,
        latest: &str,
    ) -> Result<()> {
        let Some(table) = ActTable::for_sort(sort) else {
            // Only what became of a place has a reason; a list that was loaded has none.
            if sort == ActSort::Places && !change.reason.is_empty() {
                let step = (change.reason.clone(), change.author.clone());
                self.place_steps.push(step);
            }
            return Ok(());
        };
        let id = change.record.to_string();
        let at = site::done_at(change);
        if at > latest || theirs::is_ahead(&id, latest) {
            return Err(MergeFault::ClockAhead {
                change: id,
                at: at.to_owned(),
            }
            .into());
        }
        let is_new = table
            .project(db, change)?
            .ok_or_else(|| MergeFault::ActAltered { act: id.clone() })?;
        match sort {
            ActSort::SecondEntry => self.second_entries += usize::from(is_new),
            ActSort::Confirmation => {
                self.confirmations += usize::from(is_new);
                confirmation::take_in(db, change)?;
            }
            ActSort::Sample => self.samples += usize::from(is_new),
            ActSort::SiteVisit => self.visits += usize::from(is_new),
            ActSort::QuarterClose if is_new => {
                self.closes += 1;
                let reopened = change.patch.get("reopens").and_then(Json::as_str);
                self.close_ids.insert(reopened.map_or(id, str::to_owned));
            }
            // Standings belong to a close, which is counted.
            ActSort::QuarterClose | ActSort::ClosedStanding => {}
            _ => self.findings += usize::from(is_new),
        }
        Ok(())
    }

    /// Reads the closes that are new or were reopened, and refuses one that rests on changes which
    /// neither file has: an exchange file has those of one site only.
    pub(super) fn take_closes(&mut self, db: &Connection) -> Result<()> {
        if self.close_ids.is_empty() {
            return Ok(());
        }
        for close in quarter_close::all(db)? {
            if !self.close_ids.contains(&close.id.to_string()) {
                continue;
            }
            if let Some(change) = quarter_close::missing_head(db, &close)? {
                return Err(MergeFault::CloseWithoutChanges {
                    quarter: close.quarter.name(),
                    change: change.to_string(),
                }
                .into());
            }
            self.new_closes.push(close);
        }
        self.closed_twice = quarter_close::closed_twice(db)?;
        Ok(())
    }

    /// Returns how many records had a fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.get(&fate).copied().unwrap_or_default()
    }
}
