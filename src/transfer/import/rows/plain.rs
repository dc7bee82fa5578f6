//! Figures as programs write them: with a power of ten, or with all digits of a binary float.

use crate::domain::text::folding;
use crate::i18n::{CellFault, Refusal};
use crate::transfer::import::fault::FaultReason;
use crate::transfer::import::read::table::TableCell;

/// The digits that a computer keeps of a figure; what comes after is noise of binary floats.
const DIGITS: usize = 15;
/// The greatest power of ten that is written out.
const MOST: i32 = 30;

/// Returns a figure without the power of ten that it is written with; `None` where there is none.
pub(super) fn without_power(text: &str) -> Option<String> {
    // Nearly every cell is another one, and is looked at no further.
    if !text.bytes().any(|b| matches!(b, b'e' | b'E')) {
        return None;
    }
    written_out(&folding::figure(text))
}

/// Returns a figure of more digits than a computer keeps, rounded to those; `None` of any other.
/// Only what a field does not take as it is is to be rounded: people write long figures too.
pub(super) fn without_noise(text: &str) -> Option<String> {
    rounded(&folding::figure(text))
}

/// Returns whether a text is a figure without a unit.
pub(super) fn is_plain(text: &str) -> bool {
    let figure = folding::figure(text);
    !figure.is_empty()
        && figure
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
}

/// Returns a figure with a power of ten without it: `4.23E-3` is `0.00423`.
fn written_out(text: &str) -> Option<String> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let power: i32 = power
        .parse()
        .ok()
        .filter(|power: &i32| power.abs() <= MOST)?;
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let all = format!("{whole}{part}");
    let point = i32::try_from(whole.len()).ok()? + power;
    let plain = match usize::try_from(point) {
        Ok(0) => format!("0.{all}"),
        Ok(point) if point >= all.len() => format!("{all}{}", "0".repeat(point - all.len())),
        Ok(point) => {
            let (whole, part) = all.split_at_checked(point)?;
            format!("{whole}.{part}")
        }
        Err(_) => format!("0.{}{all}", "0".repeat(usize::try_from(-point).ok()?)),
    };
    let unpadded = plain.trim_start_matches('0');
    let plain = if unpadded.is_empty() || unpadded.starts_with('.') {
        format!("0{unpadded}")
    } else {
        unpadded.to_owned()
    };
    Some(format!("{sign}{plain}"))
}

/// Returns a figure of more digits than a computer keeps, rounded to those; `None` of any other, and
/// of one whose digits before the point alone are too many.
fn rounded(text: &str) -> Option<String> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.')?;
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(part.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let leading = part.bytes().take_while(|&b| b == b'0').count();
    let (known, zeros) = match whole.trim_start_matches('0').len() {
        0 => (0, leading),
        known => (known, 0),
    };
    let kept = DIGITS.checked_sub(known)? + zeros;
    if part.len() <= kept {
        return None;
    }
    let (head, tail) = part.split_at_checked(kept)?;
    let mut all: Vec<u8> = whole.bytes().chain(head.bytes()).collect();
    if tail.as_bytes().first().is_some_and(|&digit| digit >= b'5') {
        let mut at = all.len();
        loop {
            match at.checked_sub(1) {
                None => {
                    all.insert(0, b'1');
                    break;
                }
                Some(before) => at = before,
            }
            let digit = all.get_mut(at)?;
            if *digit < b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
        }
    }
    let all = String::from_utf8(all).ok()?;
    let (whole, part) = all.split_at_checked(all.len() - kept)?;
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{part}"))
}

/// Why a cell is refused by its field: a spreadsheet shows fewer digits of a figure than it keeps.
pub(super) fn too_fine(cell: &TableCell, refusal: Refusal) -> FaultReason {
    let TableCell::Figure(figure) = cell else {
        return FaultReason::Value(refusal);
    };
    let limit = match refusal {
        Refusal::TooManyDecimals { limit, .. } => limit,
        Refusal::NotWhole { .. } => 0,
        refusal => return FaultReason::Value(refusal),
    };
    FaultReason::Cell(CellFault::MoreThanShown {
        figure: figure.clone(),
        limit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_written_out_and_noise_is_rounded() {
        for (text, figure) in [
            ("1.5E+2", "150"),
            ("4.23E-3", "0.00423"),
            ("-1e0", "-1"),
            ("0.5e1", "5"),
            ("12e-2", "0.12"),
            ("1.0E+05", "100000"),
            ("1.2022538510561e2", "120.22538510561"),
        ] {
            assert_eq!(without_power(text).as_deref(), Some(figure), "{text}");
        }
        for text in ["150", "E2", "1E99", "2.5e", "1,200e1", "约1e2"] {
            assert_eq!(without_power(text), None, "{text}");
        }
        for (text, figure) in [
            ("120.2253851056098938", "120.22538510561"),
            ("0.30000000000000004", "0.3"),
            ("-28.800000000000000711", "-28.8"),
            ("99.99999999999999999", "100"),
        ] {
            assert_eq!(without_noise(text).as_deref(), Some(figure), "{text}");
        }
        for text in ["1200.5", "120.225385610594", "12345678901234567890", "甲"] {
            assert_eq!(without_noise(text), None, "{text}");
        }
    }
}
