//! Confirms that nothing has changed, and closes and reopens quarters.

use chrono::NaiveDate;

use super::writer::Writer;
use crate::domain::place::Place;
use crate::domain::record::Subject;
use crate::domain::record::facility::shared;
use crate::domain::review::{ConfirmOutcome, QuarterClose, SeenRecord, WaitingFacilities};
use crate::domain::text::folding;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::i18n::{ClockMsg, LedgerRefusal};
use crate::store::clock::{self, zone_of};
use crate::store::error::{Result, damaged};
use crate::store::rows::close_judging::{self, JudgedClose};
use crate::store::rows::quarter_close::{self, NewClose};
use crate::store::rows::{cells, confirmation, place, quarter_work, record};

/// A quarter that somebody closes.
#[derive(Clone, Copy, Debug)]
pub struct QuarterClosing<'a> {
    /// The quarter.
    pub quarter: Period,
    /// The place that it is closed for, with all below it; `None` for all places.
    pub place: Option<&'a Place>,
    /// Who answers for it; empty where that is the author.
    pub signed_by: &'a str,
    /// Who closes it.
    pub author: &'a str,
}

impl Writer<'_> {
    /// Notes that nothing has changed in some facilities by a day. No value and no version changes;
    /// what was approved stays approved. One that was saved since it was seen is left out.
    ///
    /// # Errors
    /// When the day is yet to come, when the clock is behind the trail, and when a record is gone,
    /// is no facility, or is in a place that this session may not change.
    pub fn confirm(
        &mut self,
        seen: &[SeenRecord],
        as_of: NaiveDate,
        author: &str,
    ) -> Result<ConfirmOutcome> {
        self.refuse_to_confirm(as_of)?;
        let mut outcome = ConfirmOutcome::default();
        for SeenRecord {
            record: id,
            version: seen,
        } in seen
        {
            let record = record::record(self.db, *id)?;
            let record =
                record.ok_or_else(|| LedgerRefusal::NoSuchRecord { id: id.to_string() })?;
            self.refuse_other_places(&record.every_field())?;
            if record.subject == Subject::Sheet {
                return Err(LedgerRefusal::OnlyFacilitiesConfirmed.into());
            }
            if record.heads != *seen {
                outcome.changed += 1;
                continue;
            }
            let version = cells::version(&record.heads);
            let what = (*id, version.as_str());
            confirmation::write(&mut self.chain, author, what, &as_of.to_string())?;
            outcome.confirmed += 1;
        }
        Ok(outcome)
    }

    /// Notes the same of all facilities that wait, as they were when somebody was asked about them.
    ///
    /// # Errors
    /// When the day is yet to come, when the clock is behind the trail, and when one is in a place that
    /// this session may not change.
    pub fn confirm_waiting(
        &mut self,
        of: &WaitingFacilities,
        as_of: NaiveDate,
        author: &str,
    ) -> Result<ConfirmOutcome> {
        self.refuse_to_confirm(as_of)?;
        let mut changed = confirmation::saved_since(self.db, of)?;
        let mut confirmed = 0;
        let mut own = String::new();
        for (SeenRecord { record, version }, place) in confirmation::waiting(self.db, of)? {
            if place != own {
                let fields = [(shared::PLACE.to_owned(), place.as_str().into())];
                self.refuse_other_places(&fields.into())?;
                own = place;
            }
            if !version.iter().all(|head| of.knew(head)) {
                changed.insert(record);
                continue;
            }
            let what = (record, &*cells::version(&version));
            confirmation::write(&mut self.chain, author, what, &as_of.to_string())?;
            confirmed += 1;
        }
        Ok(ConfirmOutcome {
            confirmed,
            changed: changed.len(),
        })
    }

    fn refuse_to_confirm(&self, as_of: NaiveDate) -> Result<()> {
        if as_of > self.today() {
            let on = as_of.to_string();
            return Err(LedgerRefusal::ConfirmedAhead { on }.into());
        }
        self.refuse_behind_the_trail()
    }

    /// Closes a quarter: freezes what every pack in force on its last day says of each place, judged
    /// from the trail.
    ///
    /// # Errors
    /// When the quarter is not over, or closed already for all these places, when the clock is
    /// behind the trail, when no pack was in force, and in a session that may change some places
    /// only.
    pub fn close_quarter(&mut self, closing: &QuarterClosing) -> Result<QuarterClose> {
        self.refuse_to_close(closing)?;
        let zone = zone_of(&self.packs);
        let judged = close_judging::judge(self.db, &self.packs, closing.quarter, zone)?;
        self.close_judged(closing, &judged)
    }

    /// Closes a quarter with what was judged before the transaction began, unless something was
    /// saved since.
    pub(crate) fn close_prepared(
        &mut self,
        closing: &QuarterClosing,
        judged: &JudgedClose,
    ) -> Result<QuarterClose> {
        if close_judging::heads(self.db)? != judged.heads {
            return self.close_quarter(closing);
        }
        self.refuse_to_close(closing)?;
        self.close_judged(closing, judged)
    }

    pub(crate) fn refuse_to_close(&self, closing: &QuarterClosing) -> Result<()> {
        self.refuse_when_restricted()?;
        let quarter = closing.quarter;
        if !quarter.is_over(self.today()) {
            let last = quarter.last_day().to_string();
            let quarter = quarter.name();
            return Err(LedgerRefusal::QuarterNotOver { quarter, last }.into());
        }
        self.refuse_behind_the_trail()
    }

    fn close_judged(
        &mut self,
        closing: &QuarterClosing,
        judged: &JudgedClose,
    ) -> Result<QuarterClose> {
        let to_freeze = self.not_closed_yet(closing, judged)?;
        let place = closing.place;
        let when = (self.today(), zone_of(&self.packs));
        let open = quarter_work::open_in(self.db, &self.packs, (place, closing.quarter), when)?;
        let packs = judged.packs.iter();
        let new = NewClose {
            quarter: closing.quarter,
            place: place.map(|place| place.code.as_str()),
            packs: packs
                .map(|of| (of.code.clone(), of.sha256.clone()))
                .collect(),
            heads: judged.heads.clone(),
            open,
            signed_by: &folding::name(closing.signed_by),
        };
        let id = quarter_close::write(&mut self.chain, closing.author, &new)?;
        for (pack, standings) in to_freeze {
            let place = standings.first().map_or("", |one| one.place.as_str());
            let what = (id, pack.as_str(), place);
            quarter_close::freeze(&mut self.chain, closing.author, what, &standings)?;
        }
        let written = quarter_close::all(self.db)?;
        let written = written.into_iter().find(|close| close.id == id);
        written.ok_or_else(|| damaged("quarter_close"))
    }

    /// Returns the standings that a close freezes, place by place with the pack: those in its place,
    /// unless another close of the quarter froze that place and pack.
    fn not_closed_yet(
        &self,
        closing: &QuarterClosing,
        judged: &JudgedClose,
    ) -> Result<Vec<(String, Vec<Standing>)>> {
        let above = closing.place.map(|place| place.code.clone());
        let above = above.as_ref().map(std::slice::from_ref);
        let frozen = quarter_close::frozen_keys(self.db, closing.quarter)?;
        let mut found = Vec::new();
        let mut is_closed = false;
        for pack in &judged.packs {
            for of_place in pack.standings.chunk_by(|a, b| a.place == b.place) {
                let Some(first) = of_place.first() else {
                    continue;
                };
                if !place::is_within(self.db, &first.place, above)? {
                    continue;
                }
                if frozen.contains(&(pack.code.clone(), first.place.clone())) {
                    is_closed = true;
                } else {
                    found.push((pack.code.clone(), of_place.to_vec()));
                }
            }
        }
        if found.is_empty() {
            return Err(self.nothing_to_close(closing, is_closed)?.into());
        }
        Ok(found)
    }

    fn nothing_to_close(&self, closing: &QuarterClosing, is_closed: bool) -> Result<LedgerRefusal> {
        let quarter = closing.quarter.name();
        let closes = quarter_close::of_quarter(self.db, closing.quarter)?;
        Ok(match closes.into_iter().next_back() {
            Some(close) if is_closed => LedgerRefusal::QuarterClosed {
                quarter: Box::new(quarter),
                at: zone_of(&self.packs).shown(&close.at),
                author: close.author,
            },
            _ => LedgerRefusal::NothingToClose { quarter },
        })
    }

    /// Takes a close back, so that the quarter can be closed again.
    ///
    /// # Errors
    /// When it was taken back already, when there is no reason, and in a session that may change
    /// some places only.
    pub fn reopen_quarter(
        &mut self,
        close: &QuarterClose,
        reason: &str,
        author: &str,
    ) -> Result<()> {
        self.refuse_when_restricted()?;
        let quarter = close.quarter.name();
        let reason = folding::name(reason);
        if reason.is_empty() {
            return Err(LedgerRefusal::ReopenedWithoutReason { quarter }.into());
        }
        let known = quarter_close::all(self.db)?;
        let stands = |known: &QuarterClose| known.id == close.id && known.reopened.is_none();
        if !known.iter().any(stands) {
            return Err(LedgerRefusal::QuarterNotClosed { quarter }.into());
        }
        quarter_close::write_reopening(&mut self.chain, author, close, &reason)
    }

    /// Refuses an act by a clock that shows less than the trail bears: what was saved last would
    /// seem to come after it.
    fn refuse_behind_the_trail(&self) -> Result<()> {
        let newest = clock::newest(self.db)?;
        match clock::doubt(clock::now(), &newest, zone_of(&self.packs)) {
            Some(ClockMsg::Behind { now, last }) => {
                Err(LedgerRefusal::ClockBehindTrail { newest: last, now }.into())
            }
            _ => Ok(()),
        }
    }
}
