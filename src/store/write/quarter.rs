//! Confirms that nothing has changed, and closes and reopens quarters.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::judging::Judge;
use super::writer::Writer;
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::review::{OpenCounts, QuarterClose};
use crate::domain::value::Period;
use crate::domain::verdict::{Exception, Standing};
use crate::i18n::LedgerRefusal;
use crate::store::clock::zone_of;
use crate::store::error::Result;
use crate::store::rows::quarter_close::NewClose;
use crate::store::rows::review::{self, Reviewed};
use crate::store::rows::standing::exceptions;
use crate::store::rows::{
    cells, confirmation, cover, pack_text, place, quarter_close, quarter_work, site,
};

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
    /// Notes that nothing has changed in some records by a day. No value and no version changes;
    /// what was approved stays approved. Returns how many were confirmed.
    ///
    /// # Errors
    /// When the day is yet to come, and when a record is gone or in a place that this session may
    /// not change.
    pub fn confirm(&mut self, records: &[Uuid], as_of: NaiveDate, author: &str) -> Result<usize> {
        if as_of > self.today() {
            let on = as_of.to_string();
            return Err(LedgerRefusal::ConfirmedAhead { on }.into());
        }
        for record in records {
            let Reviewed { version, place, .. } = review::get(self.db, *record)?;
            self.refuse_other_places(&BTreeMap::from([(shared::PLACE.to_owned(), place.into())]))?;
            let version = cells::version(&version);
            confirmation::write(
                &mut self.chain,
                author,
                (*record, &version),
                &as_of.to_string(),
            )?;
        }
        Ok(records.len())
    }

    /// Notes that nothing has changed in the facilities of a place and those below it that nobody
    /// saved or confirmed in the quarter it is at. Returns how many were confirmed.
    ///
    /// # Errors
    /// Those of [`Writer::confirm`].
    pub fn confirm_place(&mut self, place: &Place, author: &str) -> Result<usize> {
        let today = self.today();
        let zone = zone_of(&self.packs);
        let at = quarter_work::at_work(self.db, &place.code, (today, zone))?;
        let unconfirmed = confirmation::unconfirmed(self.db, &place.code, &at.since)?;
        let as_of = at.quarter.last_day().min(today);
        self.confirm(&unconfirmed, as_of, author)
    }

    /// Closes a quarter: freezes what every pack in force on its last day says of each place.
    ///
    /// # Errors
    /// When the quarter is not over, or closed already for all these places, when the clock is
    /// behind the trail, when no pack was in force, and in a session that may change some places
    /// only.
    pub fn close_quarter(&mut self, closing: &QuarterClosing) -> Result<QuarterClose> {
        self.refuse_when_restricted()?;
        let QuarterClosing { quarter, place, .. } = *closing;
        if !quarter.is_over(self.today()) {
            let last = quarter.last_day().to_string();
            let quarter = quarter.name();
            return Err(LedgerRefusal::QuarterNotOver { quarter, last }.into());
        }
        self.refuse_behind_the_trail()?;
        let packs = self.packs.clone();
        let day = quarter.last_day();
        let in_force: Vec<&Pack> = packs
            .iter()
            .filter(|pack| pack.document.is_in_force(day))
            .collect();
        let places = self.places_to_close(&in_force, closing)?;
        let open = self.open_counts(place)?;
        let sha256 = |pack: &&Pack| (pack.code.clone(), pack_text::digest(&pack.text));
        let new = NewClose {
            quarter,
            place: place.map(|place| place.code.as_str()),
            packs: in_force.iter().map(sha256).collect(),
            heads: site::heads(self.db)?
                .into_iter()
                .map(|head| (head.site, head.seq))
                .collect(),
            open,
            signed_by: closing.signed_by,
        };
        let id = quarter_close::write(&mut self.chain, closing.author, &new)?;
        let mut judge = Judge::new(self.db);
        for place in &places {
            let judged = judge.judge_place(&packs, place, day)?;
            for pack in &in_force {
                let of_pack = judged.iter().filter(|(of, _)| of.code == pack.code);
                let standings = of_pack.map(|(_, standing)| standing.clone()).collect();
                let standings = excused(pack, standings, &self.exceptions(pack, place)?, day);
                if !standings.is_empty() {
                    let what = (id, pack.code.as_str(), place.as_str());
                    quarter_close::freeze(&mut self.chain, closing.author, what, &standings)?;
                }
            }
        }
        let written = quarter_close::all(self.db)?;
        let written = written.into_iter().find(|close| close.id == id);
        written.ok_or_else(|| crate::store::error::damaged("quarter_close"))
    }

    /// Returns what is open of the quarter at work, in one place and those below it or in all.
    fn open_counts(&self, place: Option<&Place>) -> Result<OpenCounts> {
        let when = (self.today(), zone_of(&self.packs));
        quarter_work::open_in(self.db, &self.packs, place, when)
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
        if reason.trim().is_empty() {
            return Err(LedgerRefusal::ReopenedWithoutReason { quarter }.into());
        }
        let known = quarter_close::all(self.db)?;
        let stands = |known: &QuarterClose| known.id == close.id && known.reopened.is_none();
        if !known.iter().any(stands) {
            return Err(LedgerRefusal::QuarterNotClosed { quarter }.into());
        }
        quarter_close::write_reopening(&mut self.chain, author, close, reason.trim())
    }

    /// Refuses to close a quarter by a clock that shows less than the trail bears: what was saved
    /// last would seem to come after the close.
    fn refuse_behind_the_trail(&self) -> Result<()> {
        let newest = crate::store::clock::newest(self.db)?;
        if newest.as_str() > self.chain.at() {
            let zone = zone_of(&self.packs);
            let newest = zone.shown(&newest);
            let now = zone.shown(self.chain.at());
            return Err(LedgerRefusal::ClosedByClockBehind { newest, now }.into());
        }
        Ok(())
    }

    /// Returns the places whose standings a close freezes: those in it that a pack judges, unless
    /// another close of the quarter stands for them.
    fn places_to_close(&self, packs: &[&Pack], closing: &QuarterClosing) -> Result<Vec<String>> {
        let above = closing.place.map(|place| place.code.clone());
        let above = above.as_ref().map(std::slice::from_ref);
        let closes = quarter_close::of_quarter(self.db, closing.quarter)?;
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        let mut standing = None;
        for pack in packs {
            for place in cover::places(self.db, &pack.code)? {
                if !place::is_within(self.db, &place, above)? || !known.insert(place.clone()) {
                    continue;
                }
                match quarter_close::first_for(self.db, &closes, &place)? {
                    Some(close) => standing = Some(close),
                    None => found.push(place),
                }
            }
        }
        let quarter = closing.quarter.name();
        match standing {
            _ if !found.is_empty() => Ok(found),
            Some(close) => {
                let at = zone_of(&self.packs).shown(&close.at);
                let author = close.author.clone();
                Err(LedgerRefusal::QuarterClosed {
                    quarter: Box::new(quarter),
                    author,
                    at,
                }
                .into())
            }
            None => Err(LedgerRefusal::NothingToClose { quarter }.into()),
        }
    }

    fn exceptions(&self, pack: &Pack, place: &str) -> Result<Vec<Exception>> {
        exceptions(self.db, &pack.code, place)
    }
}

/// Returns the standings of a pack in the order of its requirements, with the exceptions in force.
fn excused(
    pack: &Pack,
    mut standings: Vec<Standing>,
    exceptions: &[Exception],
    day: NaiveDate,
) -> Vec<Standing> {
    let position = |standing: &Standing| {
        let mut requirements = pack.requirements.iter();
        requirements.position(|requirement| requirement.code == standing.requirement)
    };
    standings.sort_by_key(position);
    for standing in &mut standings {
        let excuses = |exception: &&Exception| {
            exception.requirement == standing.requirement && exception.holds_on(day)
        };
        standing.exception = exceptions.iter().find(excuses).cloned();
    }
    standings
}
