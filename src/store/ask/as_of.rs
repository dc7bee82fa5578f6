//! What the ledger knew at the end of a day, folded from the trail. A change whose clock was behind
//! bears a time before the changes that it was based on; it counts from the day on which all of
//! these are known.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{fold, known};
use crate::domain::verdict::Standing;
use crate::store::clock::timestamp;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::history::{Known, begins_before};
use crate::store::rows::pack;
use crate::store::rows::pack_text::{self, JudgedBy};
use crate::store::rows::subject;
use crate::store::rows::trail;
use crate::store::rows::trail_judging::{each_judged, judge_trail};

impl Store {
    /// Returns the first moment after a day, as the ledger keeps times. Everything before it had
    /// happened on that day.
    pub(super) fn end_of_day(&self, day: NaiveDate) -> String {
        timestamp(self.zone().end_of_day(day))
    }

    /// Returns whether any facility or sheet had been recorded by the end of a day, be it gone by then.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has_records_as_of(&self, day: NaiveDate) -> Result<bool> {
        begins_before(
            &self.db,
            &subject::is_reviewed_save(),
            &self.end_of_day(day),
        )
    }

    /// Returns a pack as its text was at the end of a day. Of one that was loaded later it is the
    /// first text.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads that text.
    pub fn pack_as_of<'a>(&self, pack: &'a Pack, day: NaiveDate) -> Result<Cow<'a, Pack>> {
        match pack_text::before(&self.db, &pack.code, &self.end_of_day(day))? {
            Some(text) if text != pack.text => Ok(Cow::Owned(pack::read(&pack.code, &text)?)),
            _ => Ok(Cow::Borrowed(pack)),
        }
    }

    /// Returns when the text of a pack was loaded that judges a day; nothing of a text that never
    /// was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn judged_by(&self, pack: &Pack, day: NaiveDate) -> Result<Option<JudgedBy>> {
        pack_text::judged_by(&self.db, pack, &self.end_of_day(day))
    }

    /// Returns the standings of a pack at the end of a day, judged from the trail: of all places, or
    /// of one and those below it. They are in the order of [`Store::standings_of`].
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_as_of(
        &self,
        pack: &Pack,
        day: NaiveDate,
        within: Option<&Place>,
    ) -> Result<Vec<Standing>> {
        let end = self.end_of_day(day);
        let within = self.codes_below(within)?;
        judge_trail(&self.db, pack, (Known::Before(&end), day), within.as_ref())
    }

    /// Calls `visit` with each standing of [`Store::standings_as_of`], in no order, and with its number
    /// in the order of the matrix.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn each_standing_as_of(
        &self,
        pack: &Pack,
        day: NaiveDate,
        within: Option<&Place>,
        visit: impl FnMut(usize, Standing),
    ) -> Result<()> {
        let end = self.end_of_day(day);
        let within = self.codes_below(within)?;
        let moment = (Known::Before(&end), day);
        each_judged(&self.db, pack, moment, within.as_ref(), visit)
    }

    /// Returns the standings of a pack, judged again from the trail. They are those of
    /// [`Store::standings_of`], but no row that another tool altered is believed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standings_judged(
        &self,
        pack: &Pack,
        day: NaiveDate,
        within: Option<&Place>,
    ) -> Result<Vec<Standing>> {
        let within = self.codes_below(within)?;
        judge_trail(&self.db, pack, (Known::Now, day), within.as_ref())
    }

    /// Calls `visit` with each standing of [`Store::standings_judged`], in no order, and with its
    /// number in the order of the matrix: of all places or of those with one of these codes.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn each_standing_judged(
        &self,
        pack: &Pack,
        day: NaiveDate,
        within: Option<&HashSet<String>>,
        visit: impl FnMut(usize, Standing),
    ) -> Result<()> {
        each_judged(&self.db, pack, (Known::Now, day), within, visit)
    }

    /// Returns the fields of a record or exception at the end of a day. There are none before its
    /// first change and after it was deleted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn fields_as_of(&self, record: Uuid, day: NaiveDate) -> Result<BTreeMap<String, Json>> {
        let mut changes = trail::changes_of(&self.db, record)?;
        let end = self.end_of_day(day);
        changes.retain(|change| change.at < end);
        let fields = fold(known(&changes)).fields;
        Ok(if fields.contains_key(shared::DELETED) {
            BTreeMap::new()
        } else {
            fields
        })
    }
}
