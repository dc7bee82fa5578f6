//! What would change a verdict: the fields whose entry decides most, and the smallest change of one
//! figure that would meet a claim.

use super::detail::{is_yes_no, part};
use super::told::Remedy;
use crate::domain::policy::evaluate::{Evaluator, Pin, Read, Reads, Spot};
use crate::domain::policy::expression::{Claim, Expression, LeafType, Test};
use crate::domain::policy::inventory::Inventory;
use crate::domain::value::number::Number;

/// So many fields are tried.
const MOST_TRIED: usize = 24;
/// A figure larger than any that is typed.
const HUGE: i64 = 1_000_000_000_000;

/// Sorts what is to be entered: what can decide alone comes first.
pub(super) fn most_decisive_first(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    mut reads: Reads,
) -> Reads {
    let decides = |read: &Read| {
        let decided = ends_of(&read.holds).into_iter().filter(|figure| {
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

/// Returns the least and the greatest figure that a field takes.
fn ends_of(holds: &LeafType) -> [Number; 2] {
    let (least, greatest) = match holds {
        LeafType::Figure { range, .. } => (range.min.max(range.above), range.max),
        _ => (None, Some(Number::from(1_i64))),
    };
    [
        least.unwrap_or(Number::ZERO),
        greatest.unwrap_or(Number::from(HUGE)),
    ]
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
pub(super) fn smallest_change(claim: &Claim, facts: &Inventory, at: &Spot) -> Option<Remedy> {
    smallest_change_that(claim, facts, at, &|_| true)
}

/// Returns the same of the changes that fit.
pub(super) fn smallest_change_that(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    fits: &dyn Fn(&Remedy) -> bool,
) -> Option<Remedy> {
    let mut evaluator = Evaluator::new(facts);
    evaluator.claim(claim, at);
    let reads = evaluator.take_reads();
    let mut best: Option<(Sizes, Remedy)> = None;
    for read in reads.fields.iter().take(MOST_TRIED) {
        let found = change(claim, facts, at, read);
        let Some((sizes, remedy)) = found.filter(|(_, remedy)| fits(remedy)) else {
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

/// Returns the smallest change of one figure that meets a claim, and how large it is. The figure
/// that it names is one that the field takes.
fn change(claim: &Claim, facts: &Inventory, at: &Spot, read: &Read) -> Option<(Sizes, Remedy)> {
    let from = read.figure?;
    let (moved, to) = nearest(claim, facts, at, read, from)?;
    let size = from.max(from.negated()).max(step(read)?);
    let remedy = Remedy {
        part: part(read),
        to,
    };
    let sizes = Sizes {
        by_itself: moved,
        beside_figure: moved.checked_mul(size.inverse()?)?,
    };
    Some((sizes, remedy))
}

/// Returns the least step between two figures that a field takes; `None` of what is no figure.
fn step(read: &Read) -> Option<Number> {
    let LeafType::Figure { decimals, .. } = &read.holds else {
        return None;
    };
    Number::step_of(*decimals)
}

/// Returns the figure nearest to one with which a claim is met, and how far that is.
fn nearest(
    claim: &Claim,
    facts: &Inventory,
    at: &Spot,
    read: &Read,
    from: Number,
) -> Option<(Number, Number)> {
    let LeafType::Figure { range, .. } = &read.holds else {
        return None;
    };
    let step = step(read)?;
    let met = |figure: Number| tried(claim, facts, at, pin_of(read, figure)) == (true, false);
    let steps = |count: i64, up: bool| {
        let moved = step.checked_mul(Number::from(count))?;
        let to = if up {
            from.checked_add(moved)?
        } else {
            from.checked_sub(moved)?
        };
        range.holds(to).then_some(to)
    };
    let found = [true, false].into_iter().filter_map(|up| {
        let count = least(|count| Some(met(steps(count, up)?)))?;
        let to = steps(count, up)?;
        Some((step.checked_mul(Number::from(count))?, to))
    });
    found.min_by_key(|(moved, _)| *moved)
}

/// Returns the entry of a field with which a claim about it alone is met: the figure next to the
/// limit, or the other answer to a question. What a figure is a part of that is empty, as the
/// residents of a rate, is to be entered as it is and never chosen.
pub(super) fn smallest_entry(claim: &Claim, facts: &Inventory, at: &Spot) -> Option<Remedy> {
    let Claim::Figure(comparison) = claim else {
        return None;
    };
    let mut evaluator = Evaluator::new(facts);
    evaluator.figure(&comparison.of, at);
    let reads = evaluator.take_reads();
    let [read] = reads.fields.as_slice() else {
        return None;
    };
    let met = |to: Number| tried(claim, facts, at, pin_of(read, to)) == (true, false);
    let to = match &read.holds {
        LeafType::YesNo if is_yes_no(&comparison.of) => [Number::from(1_i64), Number::ZERO]
            .into_iter()
            .find(|to| met(*to))?,
        LeafType::Figure { range, factor, .. } if read.is_missing && is_field(&comparison.of) => {
            let limit = match &comparison.test {
                Test::Limit { need, .. } => evaluator.figure(need, at).known()?,
                Test::Within { low, high, .. } => (*low).or(*high)?,
            };
            let step = step(read)?;
            let limit = limit.checked_mul(factor.inverse()?)?;
            let steps = limit.checked_mul(step.inverse()?)?.floor();
            let from = steps.checked_mul(step)?;
            if range.holds(from) && met(from) {
                from
            } else {
                nearest(claim, facts, at, read, from)?.1
            }
        }
        _ => return None,
    };
    Some(Remedy {
        part: part(read),
        to,
    })
}

/// Returns whether an expression is a field that is typed, be it of another place or period.
fn is_field(of: &Expression) -> bool {
    match of {
        Expression::Field(leaf) => leaf.derived.is_none(),
        Expression::Elsewhere(_, of) | Expression::Before(_, of) => is_field(of),
        _ => false,
    }
}

/// Returns the least count from which on a question is answered with yes, as far as doubling and
/// halving find it. The question has no answer where the count is too large.
pub(super) fn least(holds: impl Fn(i64) -> Option<bool>) -> Option<i64> {
    let mut high = 1_i64;
    let mut low = 0;
    loop {
        match holds(high) {
            Some(true) => break,
            Some(false) => {
                low = high;
                high = high.checked_mul(2).filter(|high| *high < HUGE)?;
            }
            // Between the last count and this one is the last that may be asked about.
            None if high - low > 1 => high = low + (high - low) / 2,
            None => return None,
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) == Some(true) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_count_that_may_be_asked_about_is_found() {
        for last in 1..40 {
            let only_the_last = |count: i64| (count <= last).then_some(count == last);
            assert_eq!(least(only_the_last), Some(last));
            assert_eq!(least(|count| (count <= last).then_some(false)), None);
        }
    }
}
