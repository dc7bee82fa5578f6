//! What screens do with texts beyond measuring them, which is done in [`crate::domain::text::width`]:
//! how they are cut, filled and drawn. Widths agree with ratatui's, which places what is drawn.

mod look_alike;

pub use self::look_alike::safe;

pub use crate::domain::text::width::{clean, width, wrap};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::text::width::grapheme_width;

/// What stands for the part of a text that was cut off. Not `…`, whose width differs between
/// terminals.
const CUT: &str = "..";

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

/// Clears `area` for a popup. A wide glyph whose right half lies under the left edge is blanked
/// too: the terminal would otherwise keep the whole glyph and swallow the popup's border (ratatui
/// #2526).
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
