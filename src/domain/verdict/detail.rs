//! Makes what is told of one comparison.

use super::standing::Verdict;
use super::told::{Detail, FigurePart, NoneOf};
use crate::domain::policy::evaluate::{PossibleSet, Read, Reads, Spot};
use crate::domain::policy::expression::{Comparison, Expression, LeafType, Test};
use crate::domain::value::condition::Operator;
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::value::possible::{End, Outcome, Possible};
use crate::domain::value::unit::Unit;
use crate::i18n::Text;

/// Returns what a claim comes to that may hold or fail.
pub(super) fn verdict_of(outcome: Outcome) -> Verdict {
    match (outcome.may_hold, outcome.may_fail) {
        (true, false) => Verdict::Met,
        (true, true) => Verdict::Unknown,
        (false, _) => Verdict::Short,
    }
}

/// Returns a figure in base units in another unit.
pub(super) fn in_unit(figure: Number, unit: Option<&Unit>) -> Option<Number> {
    let Some(unit) = unit else {
        return Some(figure);
    };
    figure.checked_mul(unit.factor.inverse()?)
}

/// Writes the figures of a comparison into its detail.
pub(super) fn tell(
    detail: &mut Detail,
    comparison: &Comparison,
    of: &Possible,
    need: Option<&Possible>,
) {
    let unit = comparison.unit.as_ref();
    let told = |end: End| end.map(|figure| in_unit(figure, unit));
    detail.low = told(of.low());
    detail.high = told(of.high());
    detail.no_value = of.is_nothing();
    detail.none_of =
        (of.is_nothing() && is_over_facilities(&comparison.of)).then_some(NoneOf::Facilities);
    detail.is_yes_no = is_yes_no(&comparison.of);
    let (operator, limit, shown) = match &comparison.test {
        Test::Limit { operator, .. } => {
            let least = need.map(|need| nearest_need(*operator, need));
            (*operator, least.and_then(End::figure), None)
        }
        Test::Within { low, high, shown } => {
            let above = of.low().figure().zip(*high).filter(|(of, high)| of > high);
            match (above, *low) {
                (None, Some(low)) => (Operator::AtLeast, Some(low), Some(shown)),
                _ => (Operator::AtMost, *high, Some(shown)),
            }
        }
    };
    operator.sign().clone_into(&mut detail.operator);
    detail.shown = shown.cloned();
    let known = need.is_none_or(|need| need.known().is_some());
    detail.need = limit
        .filter(|_| known)
        .and_then(|limit| in_unit(limit, unit));
    if detail.verdict == Verdict::Short {
        let best = match operator {
            Operator::Less | Operator::AtMost => of.low(),
            _ => of.high(),
        };
        let apart = best.figure().zip(limit).and_then(|(best, limit)| {
            let missing = limit.checked_sub(best)?;
            let is_beyond = missing < Number::ZERO;
            let missing = if is_beyond {
                missing.negated()
            } else {
                missing
            };
            in_unit(missing, unit)
        });
        detail.gap = apart;
    }
}

/// Returns the end of what is needed that is easiest to meet.
fn nearest_need(operator: Operator, need: &Possible) -> End {
    match operator {
        Operator::Less | Operator::AtMost => need.high(),
        _ => need.low(),
    }
}

pub(super) fn covered(
    at: &Spot,
    outcome: Outcome,
    reads: &Reads,
    list: &[(String, Text)],
    set: &PossibleSet,
) -> Detail {
    let has = |codes: &std::collections::BTreeSet<String>| {
        let held = list.iter().filter(|(code, _)| codes.contains(code)).count();
        Number::from(held)
    };
    let mut detail = detail(at, outcome, reads);
    let (sure, maybe) = (has(&set.sure), has(&set.maybe));
    let all = Number::from(list.len());
    let open = |code: &String| match detail.verdict {
        Verdict::Short => !set.maybe.contains(code),
        _ => !set.sure.contains(code),
    };
    let uncovered = list.iter().filter(|(code, _)| open(code));
    detail.uncovered = uncovered.map(|(_, label)| label.clone()).collect();
    detail.shown = Some(Text::list(list.iter().map(|(_, label)| label)));
    "covers".clone_into(&mut detail.operator);
    detail.need = Some(all);
    detail.low = End::At(sure);
    detail.high = End::At(maybe);
    if detail.verdict == Verdict::Short {
        detail.gap = all.checked_sub(maybe);
    }
    detail
}

/// Returns whether an expression is the answer to a question, be it that of another place or of
/// another period.
pub(super) fn is_yes_no(of: &Expression) -> bool {
    match of {
        Expression::Field(leaf) => leaf.holds == LeafType::YesNo,
        Expression::Elsewhere(_, of) | Expression::Before(_, of) => is_yes_no(of),
        _ => false,
    }
}

/// Returns whether an expression is a value of one of the facilities, of which there may be none.
fn is_over_facilities(of: &Expression) -> bool {
    match of {
        Expression::Facilities(_) => true,
        Expression::Elsewhere(_, of)
        | Expression::Before(_, of)
        | Expression::Over(_, _, of)
        | Expression::Round(_, _, of) => is_over_facilities(of),
        _ => false,
    }
}

/// Begins the detail of a comparison.
pub(super) fn detail(at: &Spot, outcome: Outcome, reads: &Reads) -> Detail {
    // What stands in a sheet that is filled in once, or is counted today, is of no period.
    let is_timed = |read: &Read| read.spot.period != Period::ALWAYS;
    let timed = reads.fields.iter().any(is_timed).then_some(at.period);
    Detail {
        label: None,
        period: timed,
        verdict: verdict_of(outcome),
        operator: String::new(),
        need: None,
        shown: None,
        low: End::Open,
        high: End::Open,
        is_yes_no: false,
        is_known_in_part: reads.fields.is_empty()
            || reads.fields.iter().any(|read| !read.is_missing),
        no_value: false,
        none_of: None,
        gap: None,
        unit: None,
        parts: reads.fields.iter().map(part).collect(),
        uncovered: Vec::new(),
    }
}

/// Returns a field that was read as it is told.
pub(super) fn part(read: &Read) -> FigurePart {
    FigurePart {
        place: read.spot.place.clone(),
        form: read.sheet.clone(),
        form_label: read.sheet_label.clone(),
        field: read.field.clone(),
        label: read.label.clone(),
        period: read.spot.period,
        figure: read.figure,
        unit: read.unit.clone(),
    }
}
