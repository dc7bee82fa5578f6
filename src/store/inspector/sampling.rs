//! Drawing random samples of records, on record.

use uuid::Uuid;

use super::Inspector;
use crate::domain::review::sample::MOST_EVERY;
use crate::domain::review::{SampleFrame, SampleRule};
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::{place, review_sample};

/// The most of each place: a sample is no list of everything.
const MOST_OF_A_PLACE: usize = 1000;

impl Inspector {
    /// Draws a sample from the records of a frame, by codes, and within the limits; its id.
    ///
    /// # Errors
    /// When the rule is none, a place or kind of the frame is outside the limits, there is no such
    /// record, or the ledger cannot be written.
    pub fn draw_sample(&self, rule: &SampleRule, frame: &SampleFrame) -> Result<Uuid> {
        if !(1..=MOST_EVERY).contains(&rule.every)
            || rule.at_least > MOST_OF_A_PLACE
            || rule.seed.trim().is_empty()
        {
            return Err(LedgerRefusal::NoSampleRule.into());
        }
        self.remark(|chain| {
            let db = chain.db();
            let within =
                |place: &String, limits: &[String]| place::is_within(db, place, Some(limits));
            let (places, kinds) = (&self.limits.places, &self.limits.kinds);
            let mut frame = frame.clone();
            if frame.places.is_empty() {
                frame.places.clone_from(places);
            } else if !places.is_empty() {
                for place in &frame.places {
                    if !within(place, places)? {
                        let name = place.clone();
                        return Err(LedgerRefusal::OutsideReview { name }.into());
                    }
                }
            }
            if frame.kinds.is_empty() {
                frame.kinds.clone_from(kinds);
            }
            if let Some(kind) = frame
                .kinds
                .iter()
                .find(|kind| !kinds.is_empty() && !kinds.contains(kind))
            {
                let name = kind.clone();
                return Err(LedgerRefusal::OutsideReview { name }.into());
            }
            let drawn = review_sample::draw(chain, &self.name, rule, &frame)?;
            drawn.ok_or_else(|| LedgerRefusal::NothingToDraw.into())
        })
    }
}
