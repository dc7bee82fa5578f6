//! How a field that is typed is drawn: by forms, grids and second entries.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::tui::canvas::Canvas;
use crate::tui::form::entry::Entry;
use crate::tui::text;

/// Rows under the fields: rule, verdicts, help.
pub(crate) const fn below(height: usize) -> usize {
    if height >= 16 { 7 } else { 4 }
}

/// The cursor's column in the text as it is drawn.
pub(crate) fn cursor_of(canvas: &Canvas, entry: &Entry) -> usize {
    let before: String = entry.text().chars().take(entry.cursor()).collect();
    text::width(&canvas.safe(&before))
}

/// The part of a text around the cursor that fits, and the cursor's column in it. Elsewhere than in
/// the field in focus a text is cut at its end.
pub(crate) fn scrolled(words: &str, cursor: usize, room: usize, here: bool) -> (String, usize) {
    if !here {
        return (text::fit(words, room), 0);
    }
    let mut hidden = 0;
    let mut rest = words;
    // The cursor needs a cell of its own behind the text.
    while cursor - hidden >= room.max(1) {
        let Some(first) = rest.graphemes(true).next() else {
            break;
        };
        hidden += text::width(first);
        rest = rest.get(first.len()..).unwrap_or_default();
    }
    let mut shown = String::new();
    for grapheme in rest.graphemes(true) {
        if text::width(&shown) + text::width(grapheme) > room {
            break;
        }
        shown.push_str(grapheme);
    }
    (shown, cursor.saturating_sub(hidden))
}
