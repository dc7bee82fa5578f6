//! Cells of tables that are opened in spreadsheets: what a figure is, and what must not become a
//! formula.

use std::borrow::Cow;

use crate::domain::text::width;
use crate::domain::value::Number;

/// Digits of a figure that has no finite decimal.
const CUT: usize = 6;
/// The digits that a spreadsheet keeps of a number.
const KEPT_DIGITS: usize = 15;
/// Digits after the point beyond which no double tells two figures apart that a form takes.
const MOST_DECIMALS: usize = 18;
/// The characters of the name of a sheet.
const SHEET_NAME: usize = 31;
/// What a text begins with that spreadsheets are to read as UTF-8.
pub(super) const MARK: &str = "\u{FEFF}";
/// A space of no width.
const NO_WIDTH: char = '\u{200B}';
/// What begins a formula in one spreadsheet or another; the full-width signs in those of East Asia.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Returns a figure as a plain decimal, whole where it has a finite one.
#[must_use]
pub(crate) fn decimal(number: Number) -> String {
    number.truncated(number.decimals().unwrap_or(CUT))
}

/// Returns the number that a spreadsheet shows exactly as the figure is written; `None` where it
/// would show another one.
#[must_use]
pub(super) fn number(figure: Number) -> Option<f64> {
    let text = figure.decimals().map(|_| decimal(figure))?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (digits <= KEPT_DIGITS).then(|| text.parse().ok())?
}

/// Returns words for a cell of a CSV file, cleaned, with an apostrophe before what a spreadsheet
/// would take for a formula. Figures need none: `-0.5` is a number everywhere.
#[must_use]
pub(super) fn words(text: &str) -> Cow<'_, str> {
    let text = width::clean(text);
    if is_formula(&text) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

/// Returns words for a cell of a CSV file that is to be imported again, cleaned: before what would
/// be a formula stands a space of no width, which the parser of every field takes away as it takes
/// away whatever nobody sees.
#[must_use]
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let text = width::clean(text);
    if is_formula(&text) {
        Cow::Owned(format!("{NO_WIDTH}{text}"))
    } else {
        text
    }
}

/// Returns what a sheet can be called: so many characters, without those that no sheet may have in
/// its name.
#[must_use]
pub(super) fn sheet_name(text: &str) -> String {
    let forbidden = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    text.replace(forbidden, " ")
        .trim()
        .chars()
        .take(SHEET_NAME)
        .collect()
}

fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA) || text.trim_start().starts_with(FORMULA)
}

/// Returns the number nearest to a figure, for tools that know no others.
#[must_use]
pub(super) fn nearest(figure: Number) -> f64 {
    // A decimal is always read.
    figure
        .truncated(figure.decimals().unwrap_or(MOST_DECIMALS))
        .parse()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_typed_becomes_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "\r=1",
            "\u{200B}=1",
            " =1",
            "＝1",
            "\u{3000}=1",
        ] {
            let clean = width::clean(text);
            assert_eq!(words(text), format!("'{clean}"));
            assert_eq!(guarded(text), format!("\u{200B}{clean}"));
        }
        for text in ["示例馆", "A=1", "", "12", "'=1"] {
            assert_eq!((words(text), guarded(text)), (text.into(), text.into()));
        }
    }

    #[test]
    fn a_figure_is_a_number_only_where_it_reads_back_the_same() {
        let of = |text: &str| number(text.parse().unwrap());
        assert_eq!(of("0.999"), Some(0.999));
        assert_eq!(of("-2000.01"), Some(-2000.01));
        assert_eq!(of("123456789012345"), Some(123_456_789_012_345.0));
        assert_eq!(of("123456789012345.5"), None);
        assert_eq!(of("2000/3"), None);
        assert_eq!(decimal("2000/3".parse().unwrap()), "666.666666");
        assert_eq!(nearest("-120.25".parse().unwrap()).to_string(), "-120.25");
        assert_eq!(
            nearest("2000/3".parse().unwrap()).to_string(),
            "666.6666666666666"
        );
    }
}
