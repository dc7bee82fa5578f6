//! How a field that is typed is drawn: by forms, grids and second entries.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::domain::value::Field;
use crate::tui::canvas::Canvas;
use crate::tui::form::entry::Entry;
use crate::tui::form::field_words::behind;
use crate::tui::text;

/// Rows above the fields.
pub(crate) const HEAD: usize = 1;

/// The most columns of the value in focus: a form is read better when it does not stretch.
const FOCUSED_ROOM: usize = 36;

/// Returns how many fields a page has; under it stand a rule, verdicts and help.
pub(crate) fn page(height: usize) -> usize {
    let below = if height >= 16 { 7 } else { 4 };
    height.saturating_sub(HEAD + below).max(1)
}

/// Returns the first field that is shown. The last page is a full one too.
pub(crate) fn first_shown(focus: usize, page: usize, count: usize) -> usize {
    (focus / page * page).min(count.saturating_sub(page))
}

/// A field with what is typed in it, as a row.
pub(crate) struct EntryRow<'a> {
    pub(crate) field: &'a Field,
    pub(crate) entry: &'a Entry,
    /// The sign before the label.
    pub(crate) mark: &'a str,
    /// The sign between label and value.
    pub(crate) sign: Option<&'a str>,
    /// How the value in focus is drawn; `None` where the focus is elsewhere.
    pub(crate) focused: Option<Style>,
}

impl EntryRow<'_> {
    /// Draws it; returns the column behind it.
    pub(crate) fn draw(&self, canvas: &mut Canvas) -> usize {
        let lang = canvas.look.lang;
        let here = self.focused.is_some();
        let room = (canvas.width() * 2 / 5).min(26);
        let cursor = if here { ">" } else { " " };
        let label = format!("{cursor}{}{}", self.mark, self.field.label.get(lang));
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        canvas.put(0, 0, room, &text::pad(&canvas.safe(&label), room), style);
        if let Some(sign) = self.sign {
            canvas.put(room, 0, 1, sign, Style::new());
        }
        let next = self.value(canvas, room + 1);
        let behind = behind(self.field, self.entry, lang);
        canvas.put(next + 1, 0, usize::MAX, &behind, Style::new())
    }

    /// Draws the value from a column on, with the cursor if it is in focus; returns the column
    /// behind it.
    fn value(&self, canvas: &mut Canvas, column: usize) -> usize {
        let room = canvas.width().saturating_sub(column);
        let typed = canvas.safe(self.entry.text());
        let Some(style) = self.focused else {
            return canvas.put(column, 0, room, &text::fit(&typed, room), Style::new());
        };
        let room = room.min(FOCUSED_ROOM);
        let (shown, cursor) = scrolled(&typed, cursor_of(canvas, self.entry), room);
        let next = canvas.put(column, 0, room, &text::pad(&shown, room), style);
        canvas.cursor(column + cursor, 0);
        next
    }
}

/// Returns the cursor's column in the text as it is drawn.
fn cursor_of(canvas: &Canvas, entry: &Entry) -> usize {
    let before: String = entry.text().chars().take(entry.cursor()).collect();
    text::width(&canvas.safe(&before))
}

/// Returns the part of a text around the cursor that fits, and the cursor's column in it.
fn scrolled(words: &str, cursor: usize, room: usize) -> (String, usize) {
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
