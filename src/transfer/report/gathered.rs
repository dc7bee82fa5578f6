//! The standings of a report: judged from the trail, or read as they were frozen.

use std::sync::Arc;

use super::closed::ClosedQuarter;
use super::error::ReportError;
use super::moment::Moment;
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::i18n::ReportMsg;
use crate::store::{JudgedBy, Store, StoreError};

/// What a report is made of.
pub(super) struct Gathered {
    pub(super) standings: Vec<Arc<Standing>>,
    pub(super) judged_by: Option<JudgedBy>,
    pub(super) closed: Option<ClosedQuarter>,
    /// What was frozen, where it is judged again.
    pub(super) frozen: Vec<Standing>,
}

impl Gathered {
    /// Returns standings of no quarter that was closed.
    const fn open(standings: Vec<Arc<Standing>>, judged_by: Option<JudgedBy>) -> Self {
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
pub(super) fn judged(
    store: &Store,
    pack: &Pack,
    place: Option<&Place>,
    moment: Moment,
) -> Result<Gathered, ReportError> {
    let is_in_force = pack.document.is_in_force(moment.day());
    let (standings, judged_by) = match moment {
        Moment::Closed(quarter) | Moment::Rejudged(quarter) => {
            return of_closed(store, pack, (quarter, place), moment);
        }
        Moment::Now(day) if is_in_force => {
            let standings = in_order(|visit| store.each_standing_judged(pack, day, place, visit))?;
            (standings, None)
        }
        Moment::Now(_) => (Vec::new(), None),
        Moment::EndOf(day) if is_in_force => (
            in_order(|visit| store.each_standing_as_of(pack, day, place, visit))?,
            store.judged_by(pack, day)?,
        ),
        Moment::EndOf(day) => (Vec::new(), store.judged_by(pack, day)?),
    };
    Ok(Gathered::open(standings, judged_by))
}

/// Takes standings as they are judged and puts them in their order. A country has too many to hold
/// them twice.
fn in_order(
    each: impl FnOnce(&mut dyn FnMut(usize, Standing)) -> Result<(), StoreError>,
) -> Result<Vec<Arc<Standing>>, StoreError> {
    let mut taken = Vec::new();
    each(&mut |number, standing| taken.push((number, Arc::new(standing))))?;
    taken.sort_unstable_by_key(|(number, _)| *number);
    Ok(taken.into_iter().map(|(_, standing)| standing).collect())
}

/// Returns what a quarter's closes froze, or the same records judged again.
fn of_closed(
    store: &Store,
    pack: &Pack,
    (quarter, place): (Period, Option<&Place>),
    moment: Moment,
) -> Result<Gathered, ReportError> {
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
    Ok(Gathered {
        standings: standings.into_iter().map(Arc::new).collect(),
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
