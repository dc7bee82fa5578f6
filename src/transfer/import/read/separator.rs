//! What stands between the cells of a text.

use std::borrow::Cow;
use std::collections::HashMap;

/// What may stand between cells, the likelier first.
const SIGNS: [char; 6] = ['\t', ',', ';', '；', '，', '|'];
/// How many lines are looked at.
const GLANCE: usize = 30;
/// What stands for a sign of more than one byte, once it was found.
const NARROW: u8 = 0x1F;

/// A text with the one byte between its cells.
pub(crate) struct Separated<'a> {
    /// The text; a wide sign between its cells is a narrow one in it.
    pub(crate) text: Cow<'a, str>,
    /// What stands between its cells.
    pub(crate) by: u8,
}

/// Finds what stands between the cells of a text.
pub(crate) fn find(text: Cow<'_, str>) -> Separated<'_> {
    let sign = sign(&text);
    by(text, sign)
}

/// Parts a text by the sign that somebody named.
pub(crate) fn by(text: Cow<'_, str>, sign: char) -> Separated<'_> {
    match u8::try_from(sign) {
        Ok(by) if by.is_ascii() => Separated { text, by },
        _ => Separated {
            text: Cow::Owned(narrowed(&text, sign)),
            by: NARROW,
        },
    }
}

/// Returns the sign that stands equally often in most of the first lines: the header has it as
/// often as the rows have, and what stands within cells comes and goes.
fn sign(text: &str) -> char {
    // Some spreadsheets say it in a line of its own.
    if let Some(said) = text
        .strip_prefix("sep=")
        .and_then(|rest| rest.chars().next())
        .filter(|c| SIGNS.contains(c))
    {
        return said;
    }
    let first = text
        .split_inclusive(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .take(GLANCE)
        .collect::<String>();
    // Quotes may reach over lines; what stands between them is no sign.
    let plain = first.split('"').step_by(2).collect::<String>();
    let rank = |sign: char| {
        let mut lines: HashMap<usize, usize> = HashMap::new();
        for count in plain
            .split(['\n', '\r'])
            .map(|line| line.matches(sign).count())
            .filter(|&count| count > 0)
        {
            *lines.entry(count).or_default() += 1;
        }
        lines.into_values().max().unwrap_or_default()
    };
    SIGNS
        .into_iter()
        .rev()
        .max_by_key(|&sign| rank(sign))
        .filter(|&sign| rank(sign) > 0)
        .unwrap_or(',')
}

/// Returns a sign that stands equally often in the first lines, two at least, and that nothing is
/// written with: what a program may have put between cells.
pub(crate) fn other(text: &str) -> Option<char> {
    let lines: Vec<&str> = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .take(GLANCE)
        .collect();
    let first = lines.first().filter(|_| lines.len() > 1)?;
    let is_sign = |c: &char| {
        !c.is_alphanumeric()
            && !c.is_whitespace()
            && !SIGNS.contains(c)
            && !"\"'.-_()（）/、。%".contains(*c)
    };
    let count = |line: &str, sign: char| line.matches(sign).count();
    let is_even = |sign: &char| {
        lines
            .iter()
            .all(|line| count(line, *sign) == count(first, *sign))
    };
    first.chars().filter(is_sign).find(is_even)
}

/// Returns the text with one narrow sign for every wide one that does not stand in quotes.
fn narrowed(text: &str, wide: char) -> String {
    let mut quoted = false;
    let mut before = wide;
    let narrow = |c: char| {
        if c == '"' && (quoted || matches!(before, '"' | '\n' | '\r') || before == wide) {
            quoted = !quoted;
        }
        before = c;
        if c == wide && !quoted {
            char::from(NARROW)
        } else {
            c
        }
    };
    text.chars().map(narrow).collect()
}
