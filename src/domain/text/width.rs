//! How many columns of a terminal or a printed page a text takes, and how it is cleaned and wrapped
//! to fit. Screens and reports both measure here.
//!
//! `format!("{:<10}")` counts characters, and a hanzi is two columns wide, so nothing may be laid
//! out with it.

mod measure;
mod wrap;

use std::borrow::Cow;

use serde_json::Value as Json;
use unicode_segmentation::UnicodeSegmentation as _;

pub use self::measure::{grapheme_width, width};
pub use self::wrap::wrap;
use super::folding::is_invisible;

/// What stands for the middle of a text that was left out.
const SHORTENED: &str = " .. ";

/// Returns the text filled with spaces to so many columns; a wider one stays as it is.
#[must_use]
pub fn fill(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Returns the text on one line without anything that a terminal would obey or hide: control
/// characters, joiners, zero-width and bidirectional marks. Tabs and newlines become spaces, so
/// that words stay apart. Whatever is printed outside ratatui passes here first, or a name could
/// carry an escape sequence to the terminal of whoever reads it.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let spaced = text
        .chars()
        .map(|c| if matches!(c, '\t' | '\n') { ' ' } else { c });
    Cow::Owned(spaced.filter(|&c| !is_invisible(c)).collect())
}

/// Returns the lines of a text, each cleaned.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// Cleans every text in a value that the ledger keeps, the names of its parts too.
pub fn clean_json(json: &mut Json) {
    match json {
        Json::String(text) => clean_in_place(text),
        Json::Array(items) => items.iter_mut().for_each(clean_json),
        Json::Object(parts) => {
            if parts.keys().any(|key| key.contains(is_invisible)) {
                *parts = std::mem::take(parts)
                    .into_iter()
                    .map(|(key, part)| (clean(&key).into_owned(), part))
                    .collect();
            }
            parts.values_mut().for_each(clean_json);
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Cleans a text where it stands.
pub fn clean_in_place(text: &mut String) {
    if let Cow::Owned(cleaned) = clean(text) {
        *text = cleaned;
    }
}

/// Returns the text, or of one that takes more than `cells` columns its beginning and its end with
/// `..` between: what it is about stands at its beginning, and what to do at its end.
#[must_use]
pub fn shortened(text: &str, cells: usize) -> Cow<'_, str> {
    if taken(text.graphemes(true), cells) == text.len() {
        return Cow::Borrowed(text);
    }
    let room = cells.saturating_sub(SHORTENED.len());
    let end = room / 3;
    let begin = room - room / 3;
    let head = text
        .get(..taken(text.graphemes(true), begin))
        .unwrap_or_default();
    let tail = text
        .get(text.len() - taken(text.graphemes(true).rev(), end)..)
        .unwrap_or_default();
    Cow::Owned(format!("{head}{SHORTENED}{tail}"))
}

/// Returns how many bytes of the graphemes fit into so many columns.
fn taken<'a>(graphemes: impl Iterator<Item = &'a str>, cells: usize) -> usize {
    let mut used = 0;
    let mut bytes = 0;
    for grapheme in graphemes {
        used += grapheme_width(grapheme);
        if used > cells {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

#[cfg(test)]
mod tests;
