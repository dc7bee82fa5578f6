//! What would change a verdict: the fields whose entry decides most, and the smallest change of one
//! figure that would meet a claim.

use super::told::{Detail, FigurePart, Remedy};
use crate::domain::policy::evaluate::{Evaluator, Pin, Read, Reads, Spot};
use crate::domain::policy::expression::Claim;
use crate::domain::policy::inventory::Inventory;
use crate::domain::value::number::Number;

/// So many fields are tried.
const MOST_TRIED: usize = 24;
/// A figure larger than any that is typed.
const HUGE: i64 = 1_000_000_000_000;
/// A change is looked for in steps of this many digits after the point.
const DIGITS: u32 = 3;

/// Sorts what is to be entered: what can decide alone comes first.
pub(super) fn most_decisive_first(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    mut reads: Reads,
) -> Reads {
    let decides = |read: &Read| {
        let figures = [Number::ZERO, Number::from(HUGE)];
        let decided = figures.into_iter().filter(|figure| {
            let outcome = tried(claim, facts, at, pin_of(read, *figure));
            !(outcome.0 && outcome.1)
        });
        decided.count()
    };
    if reads.fields.len() <= MOST_TRIED {
        reads
            .fields
            .sort_by_cached_key(|read| std::cmp::Reverse(decides(read)));
    }
    reads
}

fn pin_of(read: &Read, figure: Number) -> Pin {
    Pin {
        spot: read.spot.clone(),
        sheet: read.sheet.clone(),
        field: read.field.clone(),
        figure,
    }
}

/// Returns whether a claim may hold and may fail with one figure changed.
fn tried(claim: &Claim, facts: &Inventory, at: &Spot, pin: Pin) -> (bool, bool) {
    let outcome = Evaluator::new(facts).with(pin).claim(claim, at);
    (outcome.may_hold, outcome.may_fail)
}

/// Returns the change of one known figure, the smallest for its size, with which a claim is met.
pub(super) fn smallest_change(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    details: &[Detail],
) -> Option<Remedy> {
    let parts = details.iter().flat_map(|detail| &detail.parts);
    let mut best: Option<(Sizes, Remedy)> = None;
    for part in parts.take(MOST_TRIED) {
        let Some((sizes, remedy)) = change(claim, facts, at, part) else {
            continue;
        };
        // Of two figures in one unit the lesser change is the smaller one, however large they are.
        let is_less = best.as_ref().is_none_or(|(least, known)| {
            if known.part.unit == remedy.part.unit {
                sizes.by_itself < least.by_itself
            } else {
                sizes.beside_figure < least.beside_figure
            }
        });
        if is_less {
            best = Some((sizes, remedy));
        }
    }
    best.map(|(_, remedy)| remedy)
}

/// How large a change of a figure is.
struct Sizes {
    by_itself: Number,
    beside_figure: Number,
}

/// Returns the smallest change of one figure that meets a claim, and how large it is.
fn change(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    part: &FigurePart,
) -> Option<(Sizes, Remedy)> {
    let from = part.figure?;
    let whole = from.floor() == from && part.is_whole;
    let step = if whole {
        Number::from(1_i64)
    } else {
        Number::fraction(1, 10_i128.pow(DIGITS))?
    };
    let met = |figure: Number| {
        let pin = Pin {
            spot: Spot {
                place: part.place.clone(),
                period: part.period,
            },
            sheet: part.form.clone(),
            field: part.field.clone(),
            figure,
        };
        tried(claim, facts, at, pin) == (true, false)
    };
    let steps = |count: i64, up: bool| {
        let moved = step.checked_mul(Number::from(count))?;
        let to = if up {
            from.checked_add(moved)?
        } else {
            from.checked_sub(moved)?
        };
        (to >= Number::ZERO || from < Number::ZERO).then_some(to)
    };
    let found = [true, false].into_iter().filter_map(|up| {
        let reached = |count: i64| steps(count, up).is_some_and(met);
        let count = least(reached)?;
        let to = steps(count, up)?;
        Some((step.checked_mul(Number::from(count))?, to))
    });
    let (moved, to) = found.min_by_key(|(moved, _)| *moved)?;
    let size = from.max(from.negated()).max(step);
    let remedy = Remedy {
        part: part.clone(),
        to,
    };
    let sizes = Sizes {
        by_itself: moved,
        beside_figure: moved.checked_mul(size.inverse()?)?,
    };
    Some((sizes, remedy))
}

/// Returns the least count from which on a question is answered with yes, as far as doubling and
/// halving find it.
fn least(holds: impl Fn(i64) -> bool) -> Option<i64> {
    let mut high = 1_i64;
    while !holds(high) {
        high = high.checked_mul(2).filter(|high| *high < HUGE)?;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}
