//! Sums of figures (60+72), and what looks like other arithmetic and is refused.

use super::super::number::Number;
use super::super::unit::Unit;
use super::term::{self, Term};
use crate::domain::text::hanzi_number;
use crate::i18n::Refusal;

const PLUS: char = '+';
/// Signs between two figures that are no sum: a range, a difference, a product, a quotient.
const OTHER_SIGNS: [char; 10] = ['-', '~', '〜', '至', '到', '×', '*', '÷', '/', '='];

/// What several figures come to.
pub(super) struct Figures {
    pub(super) exact: Number,
    /// What one of the last digit of the finest of them is worth.
    pub(super) step: Number,
    /// Whether one of them is in another unit than the field.
    pub(super) is_converted: bool,
    /// Whether what was typed says more than the value.
    pub(super) is_kept: bool,
    /// Whether it is a sum of which a part has no unit.
    pub(super) is_bare_sum: bool,
}

/// Reads a folded text that is more than one figure with its unit; `None` where it is nothing of the
/// sort.
pub(super) fn read(folded: &str, units: &[Unit]) -> Option<Result<Figures, Refusal>> {
    if is_other_arithmetic(folded) {
        let typed = folded.to_owned();
        return Some(Err(Refusal::OnlySums { typed }));
    }
    if folded.contains(PLUS) {
        return sum(folded, units);
    }
    match term::read(folded, units) {
        Some(term) => Some(term.map(|term| Figures {
            exact: term.exact,
            step: term.step,
            is_converted: term.is_converted,
            is_kept: term.is_kept,
            is_bare_sum: false,
        })),
        None => term::is_part_of_a_mu(folded, units).then(|| {
            Err(Refusal::PartOfAMu {
                typed: folded.to_owned(),
            })
        }),
    }
}

/// Returns whether signs other than of a sum stand between figures, or before them as in a
/// spreadsheet.
fn is_other_arithmetic(folded: &str) -> bool {
    let is_figure = |c: char| c.is_ascii_digit() || hanzi_number::is_part(c);
    let between = |(at, sign): (usize, &str)| {
        let before = folded.get(..at).unwrap_or_default();
        let behind = folded.get(at + sign.len()..).unwrap_or_default();
        let has_figures = before.contains(is_figure) || (sign == "=" && at == 0);
        has_figures && behind.trim_start().starts_with(is_figure)
    };
    folded.match_indices(OTHER_SIGNS).any(between)
}

/// Reads a sum of figures, each without a sign of its own.
fn sum(folded: &str, units: &[Unit]) -> Option<Result<Figures, Refusal>> {
    let is_added = units.first().is_none_or(Unit::is_multiplied);
    let mut terms: Vec<Term> = Vec::new();
    for part in folded.split(PLUS).map(str::trim) {
        match term::read(part, units).filter(|_| is_added && !part.is_empty())? {
            Ok(term) => terms.push(term),
            Err(refusal) => return Some(Err(refusal)),
        }
    }
    // Of 3+2亩 nobody knows what the 3 are.
    let is_bare = terms.iter().any(|term| !term.has_unit);
    if is_bare && terms.iter().any(|term| term.has_unit && term.is_converted) {
        let typed = folded.to_owned();
        return Some(Err(Refusal::SumNeedsUnits { typed }));
    }
    let mut exact = Number::ZERO;
    for term in &terms {
        exact = exact.checked_add(term.exact)?;
    }
    Some(Ok(Figures {
        exact,
        step: terms.iter().map(|term| term.step).min()?,
        is_converted: terms.iter().any(|term| term.is_converted),
        is_kept: true,
        is_bare_sum: is_bare,
    }))
}
