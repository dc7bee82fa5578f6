//! What the quarter still wants of the places of a person, counted between the keys.

use std::collections::VecDeque;

use chrono::NaiveDate;

use crate::domain::place::Place;
use crate::domain::review::QuarterWork;
use crate::store::{QuarterWalk, Result};
use crate::tui::context::Context;

/// The most places of a person whose open work is listed.
const MOST_PLACES: usize = 3;
/// So many places are looked at in one go, and so many rows of each.
const PART: usize = 10;
const ROWS: usize = 500;

/// What is still to be done in the first places of a person that have something to do.
#[derive(Default)]
pub(super) struct Quarters {
    /// What is shown: what was counted last.
    pub(super) shown: Vec<(String, QuarterWork)>,
    /// What was found since the count began.
    found: Vec<(String, QuarterWork)>,
    /// The places that are still to be looked at, and the one that is being counted.
    left: VecDeque<Place>,
    walk: Option<(String, QuarterWalk)>,
    /// The state of the ledger and the day that it is a count of.
    mark: Option<((i64, u64), NaiveDate)>,
}

impl Quarters {
    /// Begins to count, unless that would count the same again.
    pub(super) fn begin(&mut self, context: &Context) -> Result<()> {
        let mark = Some((context.store.change_mark()?, context.day));
        if self.mark == mark {
            return Ok(());
        }
        self.left = context.store.own_places()?.into();
        self.walk = None;
        self.found.clear();
        self.mark = mark;
        self.count_on(context)
    }

    /// Returns whether everything was counted.
    pub(super) fn is_over(&self) -> bool {
        self.left.is_empty() && self.walk.is_none()
    }

    /// Counts a part. What cannot be read is not tried again before the next change.
    pub(super) fn count_on(&mut self, context: &Context) -> Result<()> {
        let counted = self.count_part(context);
        if counted.is_err() || self.found.len() == MOST_PLACES {
            self.left.clear();
            self.walk = None;
        }
        if self.is_over() {
            self.shown = std::mem::take(&mut self.found);
        }
        counted
    }

    fn count_part(&mut self, context: &Context) -> Result<()> {
        for _ in 0..PART {
            let (place, mut walk) = if let Some(begun) = self.walk.take() {
                begun
            } else if let Some(place) = self.left.pop_front() {
                let walk = context.store.begin_quarter(&place, context.day, 0)?;
                (place.name, walk)
            } else {
                break;
            };
            context.store.walk_quarter(&mut walk, ROWS)?;
            if !walk.is_over() {
                self.walk = Some((place, walk));
                break;
            }
            if !walk.work().is_done() {
                self.found.push((place, walk.work().clone()));
            }
            if self.found.len() == MOST_PLACES {
                break;
            }
        }
        Ok(())
    }
}
