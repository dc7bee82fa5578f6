//! Places over the quarters: what closes froze of them, and as the last how they are now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::policy::Pack;
use crate::domain::value::{Cycle, Period};
use crate::domain::verdict::trend::{PlaceHistory, PlaceQuarter, QuarterFigure};
use crate::domain::verdict::{Counts, Standing};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::{pack_text, quarter_close};

/// The quarters of a trend before the one that runs.
const BACK: u32 = 12;

/// The closes of a pack that stand, and the texts that they judged by. It is read once, and then
/// asked for one place after the other.
#[derive(Clone, Debug)]
pub struct PastQuarters {
    /// The code of the pack.
    pack: String,
    /// The day of how it is now.
    day: NaiveDate,
    /// The oldest first. Of two that froze one place for one quarter the first stands.
    closes: Vec<PastClose>,
    /// Each text of the pack by its SHA-256, as far as this ledger has it.
    texts: BTreeMap<String, Pack>,
    /// The SHA-256 of the text of now.
    now: String,
}

/// A close that stands.
#[derive(Clone, Debug)]
struct PastClose {
    id: Uuid,
    quarter: Period,
    /// The SHA-256 of the text of the pack that it judged by.
    rule: String,
}

impl PastQuarters {
    /// Returns the quarter that runs.
    #[must_use]
    pub fn running(&self) -> Period {
        Period::of_day(Cycle::Quarter, self.day)
    }

    /// Returns the first quarter that is closed for any place.
    #[must_use]
    pub fn first_closed(&self) -> Option<Period> {
        self.closes.iter().map(|close| close.quarter).min()
    }

    /// Returns the last quarter that is closed for any place.
    #[must_use]
    pub fn last_closed(&self) -> Option<Period> {
        self.closes.iter().map(|close| close.quarter).max()
    }

    /// Returns the quarters that are closed for any place, the last first.
    #[must_use]
    pub fn closed_quarters(&self) -> Vec<Period> {
        let quarters = self.closes.iter().map(|close| close.quarter);
        let all: BTreeSet<Period> = quarters.collect();
        all.into_iter().rev().collect()
    }

    /// Returns the first and the last quarter of the trends beside a quarter: up to the one that
    /// runs, and as far back as the quarter is compared.
    #[must_use]
    pub fn window(&self, quarter: Period) -> (Period, Period) {
        let last = self.running().max(quarter);
        let back = last.back(BACK).min(quarter.year_before());
        let first = self.first_closed().map_or(quarter, |first| first.max(back));
        (first.min(quarter), last)
    }

    /// Returns whether a quarter is closed for any place.
    #[must_use]
    pub fn is_closed(&self, quarter: Period) -> bool {
        self.closes.iter().any(|close| close.quarter == quarter)
    }

    /// Returns what is known of a place by its standings, which a text of the pack judged.
    fn of(&self, standings: &[Standing], rule: &str, is_closed: bool) -> PlaceQuarter {
        // What a text said that this ledger never had is read by the one it has.
        let pack = self.texts.get(rule).or_else(|| self.texts.get(&self.now));
        let figure = |standing: &Standing| {
            let requirement = pack?.requirement(&standing.requirement)?;
            let figure = QuarterFigure::of(standing, requirement, rule);
            Some((standing.requirement.clone(), figure))
        };
        PlaceQuarter {
            is_closed,
            figures: standings.iter().filter_map(figure).collect(),
            compliance: pack
                .map_or_else(Counts::default, |pack| Counts::of_binding(standings, pack)),
        }
    }
}

impl Store {
    /// Returns the closes of a pack that stand, to be seen on a day.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads a text of the pack.
    pub fn past_quarters(&self, pack: &Pack, day: NaiveDate) -> Result<PastQuarters> {
        let pack = self.pack(Some(&pack.code))?;
        let now = pack_text::digest(&pack.text);
        let mut texts = BTreeMap::from([(now.clone(), pack.clone())]);
        let mut closes = Vec::new();
        for close in quarter_close::all(&self.db)? {
            let Some(rule) = close.packs.get(&pack.code) else {
                continue;
            };
            if close.reopened.is_some() {
                continue;
            }
            if !texts.contains_key(rule)
                && let Some(text) = self.pack_of_close(&pack.code, &close)?
            {
                texts.insert(rule.clone(), text);
            }
            closes.push(PastClose {
                id: close.id,
                quarter: close.quarter,
                rule: rule.clone(),
            });
        }
        Ok(PastQuarters {
            pack: pack.code.clone(),
            day,
            closes,
            texts,
            now,
        })
    }

    /// Returns what is known of a place in some quarters: what their closes froze, and of the one
    /// that runs how it is now. No other place is read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn place_history(
        &self,
        past: &PastQuarters,
        place: &str,
        quarters: &[Period],
    ) -> Result<PlaceHistory> {
        let mut history = PlaceHistory::default();
        let asked = past.closes.iter();
        for close in asked.filter(|close| quarters.contains(&close.quarter)) {
            if history.quarters.contains_key(&close.quarter) {
                continue;
            }
            let frozen = quarter_close::frozen_of(&self.db, close.id, &past.pack, place)?;
            if let Some(standings) = frozen {
                let known = past.of(&standings, &close.rule, true);
                history.quarters.insert(close.quarter, known);
            }
        }
        let running = past.running();
        if quarters.contains(&running) && !history.quarters.contains_key(&running) {
            let standings = self.standings_of(&past.pack, Some(place), past.day)?;
            if !standings.is_empty() {
                let known = past.of(&standings, &past.now, false);
                history.quarters.insert(running, known);
            }
        }
        Ok(history)
    }
}
