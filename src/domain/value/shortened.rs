//! Long numbers that a spreadsheet has shortened.

use crate::domain::text::folding;

/// Returns whether a text is what a spreadsheet shows of a long number, such as `4.00E+12`: of an
/// identifier its end is lost.
pub(super) fn is_shortened(text: &str) -> bool {
    let folded = folding::figure(text);
    let figure = folded.strip_prefix('-').unwrap_or(&folded);
    let Some((digits, exponent)) = figure.split_once(['E', 'e']) else {
        return false;
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or_default();
    [whole, part, power]
        .iter()
        .all(|run| !run.is_empty() && run.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_spreadsheet_has_shortened_is_told_from_names_and_codes() {
        for text in [
            "4.00E+12",
            "1.2E+17",
            "4e+12",
            "４．００Ｅ＋１２",
            " 1E-05",
            "-3E+05",
        ] {
            assert!(is_shortened(text), "{text}");
        }
        for text in [
            "1E5",
            "3E",
            "E+12",
            "A4E+12",
            "4.E+12",
            "4E+",
            "4E+1B",
            "4.00E+12馆",
            "C3E-2F",
            "12",
            "",
        ] {
            assert!(!is_shortened(text), "{text}");
        }
    }
}
