//! The standings of a report: judged from the trail, or read as they were frozen.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;

use super::closed::ClosedQuarter;
use super::error::ReportError;
use super::held::{HeldStanding, StandingPacker};
use super::moment::Moment;
use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::text::width;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::i18n::ReportMsg;
use crate::store::{JudgedBy, Store, StoreError};

/// A standing of a report, before what explains it is known.
pub(super) struct GatheredStanding<'a> {
    /// Its number in the order of the report.
    number: usize,
    pub(super) requirement: &'a Requirement,
    /// The code of its place; several standings of a place may share it.
    pub(super) place: Rc<str>,
    pub(super) held: HeldStanding,
}

/// What a report is made of.
pub(super) struct Gathered<'a> {
    pub(super) standings: Vec<GatheredStanding<'a>>,
    pub(super) judged_by: Option<JudgedBy>,
    pub(super) closed: Option<ClosedQuarter>,
    /// What was frozen, where it is judged again.
    pub(super) frozen: Vec<Standing>,
}

impl<'a> Gathered<'a> {
    /// Returns standings of no quarter that was closed.
    pub(super) const fn open(
        standings: Vec<GatheredStanding<'a>>,
        judged_by: Option<JudgedBy>,
    ) -> Self {
        Self {
            standings,
            judged_by,
            closed: None,
            frozen: Vec::new(),
        }
    }
}

/// Judges a pack at a moment, unless it is not in force then, and says by which of its texts a day
/// that is past is judged. What was frozen is read.
pub(super) fn judged<'a>(
    store: &Store,
    pack: &'a Pack,
    place: Option<&Place>,
    moment: Moment,
) -> Result<Gathered<'a>, ReportError> {
    let is_in_force = pack.document.is_in_force(moment.day());
    let (standings, judged_by) = match moment {
        Moment::Closed(quarter) | Moment::Rejudged(quarter) => {
            return of_closed(store, pack, (quarter, place), moment);
        }
        Moment::Now(day) if is_in_force => {
            let standings = in_order(pack, |visit| {
                store.each_standing_judged(pack, day, place, visit)
            })?;
            (standings, None)
        }
        Moment::Now(_) => (Vec::new(), None),
        Moment::EndOf(day) if is_in_force => (
            in_order(pack, |visit| {
                store.each_standing_as_of(pack, day, place, visit)
            })?,
            store.judged_by(pack, day)?,
        ),
        Moment::EndOf(day) => (Vec::new(), store.judged_by(pack, day)?),
    };
    Ok(Gathered::open(standings, judged_by))
}

/// Takes standings as they are judged and puts them in their order.
fn in_order(
    pack: &Pack,
    each: impl FnOnce(&mut dyn FnMut(usize, Standing)) -> Result<(), StoreError>,
) -> Result<Vec<GatheredStanding<'_>>, StoreError> {
    let mut taken = Vec::new();
    let mut gathering = Gathering::of(pack);
    each(&mut |number, standing| taken.extend(gathering.take(number, standing)))?;
    taken.sort_unstable_by_key(|standing| standing.number);
    Ok(taken)
}

/// Which standings of a pack are wanted.
pub(in crate::transfer) trait WantedStandings {
    /// Returns whether those of a place are.
    fn place(&mut self, code: &str) -> Result<bool, StoreError>;
    /// Returns whether those of a requirement are.
    fn requirement(&self, requirement: &Requirement) -> bool;
}

/// Judges a pack on a day, and returns the standings that are wanted.
pub(super) fn some_judged<'a>(
    store: &Store,
    pack: &'a Pack,
    day: NaiveDate,
    wanted: &mut impl WantedStandings,
) -> Result<Vec<GatheredStanding<'a>>, StoreError> {
    let is_wanted = pack.requirements.iter().any(|one| wanted.requirement(one));
    if !is_wanted || !pack.document.is_in_force(day) {
        return Ok(Vec::new());
    }
    let mut gathering = Gathering::of(pack);
    let mut taken = Vec::new();
    store.each_standing_judged(pack, day, None, |number, standing| {
        let one = gathering.take(number, standing);
        taken.extend(one.filter(|one| wanted.requirement(one.requirement)));
    })?;
    taken.sort_unstable_by_key(|standing| standing.number);
    let mut asked = Vec::with_capacity(taken.len());
    for standing in taken {
        if wanted.place(&standing.place)? {
            asked.push(standing);
        }
    }
    Ok(asked)
}

/// Packs standings one after the other.
struct Gathering<'a> {
    requirements: HashMap<&'a str, &'a Requirement>,
    packer: StandingPacker,
    /// The place of the last one.
    place: Rc<str>,
}

impl<'a> Gathering<'a> {
    fn of(pack: &'a Pack) -> Self {
        let requirements = pack.requirements.iter();
        Self {
            requirements: requirements.map(|one| (one.code.as_str(), one)).collect(),
            packer: StandingPacker::default(),
            place: Rc::from(""),
        }
    }

    /// Takes a standing; `None` where the pack has no such requirement.
    fn take(&mut self, number: usize, mut standing: Standing) -> Option<GatheredStanding<'a>> {
        let requirement = self.requirements.get(standing.requirement.as_str())?;
        if *self.place != *standing.place {
            self.place = Rc::from(standing.place.as_str());
        }
        clean(&mut standing);
        Some(GatheredStanding {
            number,
            requirement,
            place: Rc::clone(&self.place),
            held: self.packer.pack(standing),
        })
    }
}

/// Returns what a quarter's closes froze, or the same records judged again.
fn of_closed<'a>(
    store: &Store,
    pack: &'a Pack,
    (quarter, place): (Period, Option<&Place>),
    moment: Moment,
) -> Result<Gathered<'a>, ReportError> {
    if !pack.document.is_in_force(moment.day()) {
        return Ok(Gathered::open(Vec::new(), None));
    }
    let Some((frozen, closed)) = ClosedQuarter::read(store, pack, quarter, place)? else {
        // Of a place that the pack does not judge the report says that, not that it is open.
        if place.is_some() && store.covered_within(&pack.code, place)?.is_empty() {
            return Ok(Gathered::open(Vec::new(), None));
        }
        let quarter = quarter.name();
        return Err(ReportError::Refused(ReportMsg::QuarterNotClosed {
            quarter,
        }));
    };
    let (standings, frozen) = match moment {
        Moment::Rejudged(_) => (store.rejudged(pack, &closed.own_closes(), place)?, frozen),
        _ => (frozen, Vec::new()),
    };
    let mut gathering = Gathering::of(pack);
    let standings = (0..).zip(standings);
    let standings = standings.filter_map(|(number, one)| gathering.take(number, one));
    Ok(Gathered {
        standings: standings.collect(),
        judged_by: None,
        closed: Some(closed),
        frozen,
    })
}

/// Returns how many records that a report speaks of stand verified by somebody who entered them.
pub(super) fn own_approvals(
    store: &Store,
    pack: &Pack,
    place: Option<&Place>,
) -> Result<usize, StoreError> {
    let mut count = 0;
    for own in store.own_approvals()? {
        let within = store.is_in_scope(&own.place, place)?;
        count += usize::from(within && pack.kind(&own.kind).is_some());
    }
    Ok(count)
}

/// Takes out of the words in a standing what no form takes: no format of the report carries it on.
pub(super) fn clean(standing: &mut Standing) {
    if let Some(nearest) = &mut standing.nearest {
        width::clean_in_place(&mut nearest.name);
        width::clean_in_place(&mut nearest.operator);
    }
    if let Some(exception) = &mut standing.exception {
        width::clean_in_place(&mut exception.document);
        width::clean_in_place(&mut exception.reason);
    }
    for wanted in standing.told.iter_mut().flat_map(|told| &mut told.wanted) {
        width::clean_in_place(&mut wanted.place_name);
        width::clean_in_place(&mut wanted.of.zh);
        width::clean_in_place(&mut wanted.of.en);
    }
}
