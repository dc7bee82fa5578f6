//! What a cell shows against the figure that it keeps: words around the figure belong to it, and a
//! cell that shows another figure is refused.

use crate::i18n::CellFault;
use crate::transfer::import::read::table::TableCell;
use crate::transfer::import::read::xlsx::decimal::decimal;
use crate::transfer::import::read::xlsx::format::filled;

/// The most digits behind the point that are compared.
const MOST_DECIMALS: usize = 15;

/// Returns what a cell says that keeps a figure and shows words.
pub(super) fn cell(kept: f64, shown: &str) -> TableCell {
    let Some(plain) = decimal(kept) else {
        return TableCell::Unreadable(CellFault::TooPrecise);
    };
    let shown = shown.trim();
    let Some((before, figure, after)) = parts(shown) else {
        return if shown.chars().any(char::is_alphanumeric) && !shown.contains(is_digit) {
            TableCell::Text(shown.to_owned())
        } else if shown.contains(is_digit) {
            other(plain)
        } else {
            TableCell::Figure(plain)
        };
    };
    let is_percent = after.trim_start().starts_with('%');
    let wanted = if is_percent { kept * 100.0 } else { kept };
    let Some(wanted_plain) = decimal(wanted) else {
        return TableCell::Unreadable(CellFault::TooPrecise);
    };
    if !readings(figure)
        .iter()
        .any(|reading| is_rounding(wanted, reading))
    {
        return other(plain);
    }
    let digits = figure.bytes().take_while(u8::is_ascii_digit).count();
    let wanted_plain = if figure.starts_with('0') {
        filled(&wanted_plain, digits)
    } else {
        wanted_plain
    };
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '+' | '-' | '−' | '(' | ')');
    let (before, after) = (before.trim_matches(is_sign), after.trim_matches(is_sign));
    if before.is_empty() && after.is_empty() {
        TableCell::Figure(wanted_plain)
    } else {
        TableCell::Text(format!("{before}{wanted_plain}{after}"))
    }
}

fn other(kept: String) -> TableCell {
    TableCell::Unreadable(CellFault::OtherFigure { kept })
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Returns the figure in a text, and the words before and behind it. Digits that stand apart from it
/// make it none, unless they belong to a unit, as in `5m2`.
fn parts(shown: &str) -> Option<(&str, &str, &str)> {
    let from = shown.find(is_digit)?;
    let rest = shown.get(from..)?;
    let is_part = |c: char| is_digit(c) || matches!(c, '.' | ',' | '\'' | '\u{A0}' | '\u{202F}');
    let mut end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    // A power of ten belongs to the figure.
    let behind = rest.get(end..)?;
    if behind.starts_with(['E', 'e']) {
        let power = behind.get(1..)?;
        let digits = power.trim_start_matches(['+', '-']);
        let length = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
        if length > 0 {
            end += 1 + (power.len() - digits.len()) + length;
        }
    }
    let figure = rest.get(..end)?.trim_end_matches(['.', ',', '\u{A0}']);
    let after = rest.get(figure.len()..)?;
    let is_unit = after.trim_start().starts_with(char::is_alphabetic);
    (!after.contains(is_digit) || is_unit).then_some((shown.get(..from)?, figure, after))
}

/// Returns the figures that a text may be: with a point or a comma before its decimals.
fn readings(figure: &str) -> [String; 2] {
    let without = |sign: char| -> String {
        let kept = figure
            .chars()
            .filter(|c| *c != sign && !matches!(c, '\'' | '\u{A0}' | '\u{202F}'));
        kept.collect()
    };
    [without(','), without('.').replace(',', ".")]
}

/// Returns whether a figure is another one rounded to its digits.
fn is_rounding(kept: f64, reading: &str) -> bool {
    let Ok(shown) = reading.parse::<f64>() else {
        return false;
    };
    let (digits, power) = reading.split_once(['E', 'e']).unwrap_or((reading, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let power: i32 = power.parse().unwrap_or(0);
    let Ok(decimals) = i32::try_from(decimals.min(MOST_DECIMALS)) else {
        return false;
    };
    let step = 10_f64.powi(power - decimals);
    (kept.abs() - shown).abs() <= step * 0.5 + kept.abs() * 1e-14
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_figure_belong_to_it_and_another_figure_is_refused() {
        for (kept, shown, expected) in [
            (3.5, "3.5", "=3.5"),
            (1200.0, "1,200.00", "=1200"),
            (1200.5, "1.200,5", "=1200.5"),
            (3.0, "3亩", "3亩"),
            (0.35, "0.35公顷", "0.35公顷"),
            (12.346, "12.35", "=12.346"),
            (800.0, "800 m2", "800m2"),
            (0.75, "75%", "75%"),
            (0.7496, "75.0%", "74.96%"),
            (-5.0, "-5", "=-5"),
            (-5.0, "(5)", "=-5"),
            (7.0, "007", "=007"),
            (1500.0, "1.50E+03", "=1500"),
            (5.0, "¥5.00", "¥5"),
            (1.0, "是", "是"),
            (0.0, "-", "=0"),
            (130.0, "", "=130"),
            (12_345.0, "12.3千", "!"),
            (12_345.0, "12", "!"),
            (12.0, "13", "!"),
            (0.5, "1/2", "!"),
            (2e15, "2E+15", "!"),
        ] {
            let said = match cell(kept, shown) {
                TableCell::Text(text) | TableCell::Day(text) => text,
                TableCell::Figure(figure) => format!("={figure}"),
                TableCell::Unreadable(_) => "!".to_owned(),
            };
            assert_eq!(said, expected, "{kept} {shown}");
        }
    }
}
