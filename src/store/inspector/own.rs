//! What waits for one inspector: submitted records within the limits, and the standings that look
//! at them, found a part at a time.

use std::collections::HashSet;

use rusqlite::{OptionalExtension as _, params};

use super::{Inspector, Limits};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::review_state::FirstInList;
use crate::store::rows::{looking, place, place_life};

/// About so many counts of records a place has.
const COUNTS: usize = 4;

/// A search for the standings that look at what waits for an inspector, which goes on.
#[derive(Clone, Debug)]
pub struct WaitingStandings {
    /// Whether records of every place may wait.
    is_everywhere: bool,
    /// The places that are still to be looked at, where they are few.
    few: Option<Vec<String>>,
    /// The last place that was looked at, where they are not.
    after: String,
    found: HashSet<(String, String)>,
    is_over: bool,
}

impl WaitingStandings {
    /// Returns whether all are found.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Returns whether a standing is one of them, by its requirement and place.
    #[must_use]
    pub fn contains(&self, standing: &(String, String)) -> bool {
        self.found.contains(standing)
    }
}

impl Limits {
    /// Returns whether anything is left out.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        !self.places.is_empty() || !self.kinds.is_empty()
    }
}

impl Inspector {
    /// Returns what comes first in a list for this inspector: the submitted records that they may
    /// judge.
    #[must_use]
    pub fn first_in_list(&self) -> FirstInList {
        let Limits { places, kinds } = self.limits.clone();
        FirstInList {
            state: ReviewState::Submitted,
            places,
            kinds,
        }
    }

    /// Begins to look for the standings of a pack that look at such a record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_waiting(&self, store: &Store) -> Result<WaitingStandings> {
        let places = &self.limits.places;
        let is_everywhere = places.is_empty() || place_life::are_all(&store.db, places)?;
        let few = if is_everywhere {
            None
        } else {
            place_life::named_below(&store.db, places)?
        };
        Ok(WaitingStandings {
            is_everywhere,
            few,
            after: String::new(),
            found: HashSet::new(),
            is_over: false,
        })
    }

    /// Looks at about so many counts of records, and for what looks at these.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn look_for_waiting(
        &self,
        store: &Store,
        (waiting, most): (&mut WaitingStandings, usize),
        pack: &str,
    ) -> Result<()> {
        for (place, kind) in self.next_waiting(store, waiting, most)? {
            let looking = looking::looking_at(&store.db, &place, &kind)?.into_iter();
            let of_pack = looking.filter(|(of, ..)| of == pack);
            let found = of_pack.map(|(_, requirement, place)| (requirement, place));
            waiting.found.extend(found);
        }
        Ok(())
    }

    /// Returns the places and kinds of the next records that wait.
    fn next_waiting(
        &self,
        store: &Store,
        waiting: &mut WaitingStandings,
        most: usize,
    ) -> Result<Vec<(String, String)>> {
        let mut query = store.db.prepare_cached(
            "SELECT DISTINCT place, kind FROM record_count
             WHERE place > ?1 AND (?2 IS NULL OR place <= ?2) AND (?3 IS NULL OR place = ?3)
                 AND state = ?4 AND records > 0 ORDER BY place",
        )?;
        let submitted = ReviewState::Submitted.word();
        let mut read = |after: &str, to: Option<&str>, one: Option<&str>| {
            let bound = params![after, to, one, submitted];
            let rows = query.query_map(bound, |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<(String, String)>>>()
        };
        let mut found = Vec::new();
        if let Some(few) = &mut waiting.few {
            for _ in 0..most.div_ceil(COUNTS) {
                let Some(place) = few.pop() else {
                    waiting.is_over = true;
                    break;
                };
                found.append(&mut read("", None, Some(&place))?);
            }
        } else {
            let mut query = store.db.prepare_cached(
                "SELECT place FROM record_count WHERE place > ?1 ORDER BY place LIMIT 1 OFFSET ?2",
            )?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let end = query.query_row(params![waiting.after, most], |row| row.get(0));
            let end: Option<String> = end.optional()?;
            found.append(&mut read(&waiting.after, end.as_deref(), None)?);
            waiting.is_over = end.is_none();
            waiting.after = end.unwrap_or_default();
        }
        let Limits { places, kinds } = &self.limits;
        let mut within = Vec::new();
        for (place, kind) in found {
            let is_named = waiting.is_everywhere || waiting.few.is_some();
            if (kinds.is_empty() || kinds.contains(&kind))
                && (is_named || place::is_within(&store.db, &place, Some(places))?)
            {
                within.push((place, kind));
            }
        }
        Ok(within)
    }
}
