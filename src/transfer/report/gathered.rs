//! The standings of a report: judged from the trail, or read as they were frozen.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;

use super::closed::ClosedQuarter;
use super::error::ReportError;
use super::held::{HeldStanding, StandingPacker};
use super::moment::Moment;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::text::width;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::i18n::ReportMsg;
use crate::store::{JudgedBy, Store, StoreError};

/// A standing of a report, before what explains it is known.
pub(super) struct GatheredStanding<'a> {
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
            let within = store.codes_below(place)?;
            let standings = in_order(pack, |visit| {
                store.each_standing_judged(pack, day, within.as_ref(), visit)
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
    each(&mut |number, standing| {
        if taken.len() <= number {
            taken.resize_with(number + 1, || None);
        }
        if let Some(place) = taken.get_mut(number) {
            *place = gathering.take(standing);
        }
    })?;
    Ok(taken.into_iter().flatten().collect())
}

/// Which standings of a pack are wanted.
#[derive(Clone, Copy)]
pub(in crate::transfer) struct WantedStandings<'w> {
    /// Those of these places; all where there is no such list.
    pub(in crate::transfer) within: Option<&'w HashSet<String>>,
    /// Those of requirements that ask for one of these kinds.
    pub(in crate::transfer) kinds: &'w [&'w Kind],
}

impl WantedStandings<'_> {
    fn takes(&self, requirement: &Requirement) -> bool {
        self.kinds.iter().any(|kind| kind.code == requirement.kind)
    }
}

/// Judges a pack on a day, and returns the standings that are wanted.
pub(super) fn some_judged<'a>(
    store: &Store,
    pack: &'a Pack,
    day: NaiveDate,
    wanted: WantedStandings,
) -> Result<Vec<GatheredStanding<'a>>, StoreError> {
    let is_wanted = pack.requirements.iter().any(|one| wanted.takes(one));
    if !is_wanted || !pack.document.is_in_force(day) {
        return Ok(Vec::new());
    }
    let mut gathering = Gathering::of(pack);
    let mut taken = Vec::new();
    store.each_standing_judged(pack, day, wanted.within, |number, standing| {
        let one = gathering.take(standing);
        let one = one.filter(|one| wanted.takes(one.requirement));
        taken.extend(one.map(|one| (number, one)));
    })?;
    taken.sort_unstable_by_key(|(number, _)| *number);
    Ok(taken.into_iter().map(|(_, standing)| standing).collect())
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
    fn take(&mut self, mut standing: Standing) -> Option<GatheredStanding<'a>> {
        let requirement = self.requirements.get(standing.requirement.as_str())?;
        if *self.place != *standing.place {
            self.place = Rc::from(standing.place.as_str());
        }
        clean(&mut standing);
        Some(GatheredStanding {
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
    let standings = standings.into_iter();
    Ok(Gathered {
        standings: standings.filter_map(|one| gathering.take(one)).collect(),
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
    let own = store.own_approvals(store.codes_below(place)?.as_ref())?;
    let of_pack = own.iter().filter(|own| pack.kind(&own.kind).is_some());
    Ok(of_pack.count())
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
