//! The only home of widths: how many cells a text takes, and how it is cut, filled, cleaned and wrapped to fit.
//!
//! `format!("{:<10}")` counts characters, and a hanzi is two cells wide, so nothing on a screen may be laid out
//! with it. Widths agree with ratatui's, which places what is drawn.

mod look_alike;
mod wrap;

pub use look_alike::safe;
pub use wrap::wrap;

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

/// What stands for the part of a text that was cut off. Not `…`, whose width differs between terminals.
const CUT: &str = "..";

/// The cells a text takes when it is drawn.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// The cells one grapheme takes. A control character takes none, because ratatui never draws one.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

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

/// The text without anything that a terminal would obey or hide: control characters, joiners, zero-width and
/// bidirectional marks. Tabs and newlines become spaces, so that words stay apart. Whatever is printed outside
/// ratatui passes here first, or a name could carry an escape sequence to the terminal of whoever reads it.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unprintable) {
        Cow::Owned(
            text.chars().filter_map(|c| if matches!(c, '\t' | '\n') { Some(' ') } else { printable(c) }).collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

fn printable(c: char) -> Option<char> {
    (!is_unprintable(c)).then_some(c)
}

/// Whether a character has no business in a text: a control character, or one that shows nothing and only changes
/// how its neighbours look. Terminals disagree about the widths of sequences joined by these.
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{FE0F}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

/// Clears `area` for a popup. A wide glyph whose right half lies under the left edge is blanked too: the terminal
/// would otherwise keep the whole glyph and swallow the popup's border (ratatui #2526).
pub fn popup_clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    for y in area.top()..area.bottom() {
        let left = area.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)));
        if let Some(cell) = left.filter(|cell| grapheme_width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

#[cfg(test)]
mod tests;
