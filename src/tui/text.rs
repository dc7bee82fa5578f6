//! What screens do with texts beyond measuring them, which is done in [`crate::domain::text::width`]:
//! how they are cut, filled and drawn. Widths agree with ratatui's, which places what is drawn.

mod look_alike;

pub use self::look_alike::safe;

pub use crate::domain::text::width::{clean, width, wrap};

use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::text::width::grapheme_width;

/// What stands for the part of a text that was cut off. Not `…`, whose width differs between
/// terminals.
pub const CUT: &str = "..";

/// The text cleaned and, when it is wider than `cells`, cut at a grapheme and marked with `..`.
#[must_use]
pub fn fit(text: &str, cells: usize) -> String {
    let text = clean(text);
    if width(&text) <= cells {
        return text.into_owned();
    }
    let mark = CUT.get(..CUT.len().min(cells)).unwrap_or_default();
    let mut fitted = head(&text, cells - mark.len()).to_owned();
    fitted.push_str(mark);
    fitted
}

/// The text fitted into exactly `cells`, filled with spaces.
#[must_use]
pub fn pad(text: &str, cells: usize) -> String {
    let mut padded = fit(text, cells);
    let missing = cells.saturating_sub(width(&padded));
    padded.extend(std::iter::repeat_n(' ', missing));
    padded
}

/// As much of the start of a text as `cells` hold, in whole graphemes.
fn head(text: &str, cells: usize) -> &str {
    let mut used = 0;
    let end = text.grapheme_indices(true).find_map(|(at, grapheme)| {
        used += grapheme_width(grapheme);
        (used > cells).then_some(at)
    });
    end.map_or(text, |end| text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests;
