//! How a field that is typed is drawn: by forms and second entries.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation as _;

use super::typed_lines::{place_of, typed_lines};
use crate::domain::value::Field;
use crate::tui::canvas::Canvas;
use crate::tui::form::entry::Entry;
use crate::tui::form::field_words::behind;
use crate::tui::text;

/// The least columns of the value in focus, where there are so many: it is marked as wide as it is
/// likely to become.
const FOCUSED_ROOM: usize = 28;

/// The columns that are left at least for what stands behind the value in focus.
const UNIT_ROOM: usize = 16;

/// The columns that labels have at least, where fields are as wide as a usual screen.
const LABEL_ROOM: usize = 26;

/// The columns that labels have at most.
const MOST_LABEL_ROOM: usize = 48;

/// Returns the columns for some labels, with the cursor and a mark before them.
pub(crate) fn label_room<'a>(
    canvas: &Canvas,
    width: usize,
    fields: impl Iterator<Item = &'a Field>,
) -> usize {
    let share = (width * 2 / 5).max(width.saturating_sub(FOCUSED_ROOM + UNIT_ROOM));
    let label = |field: &Field| text::width(&canvas.safe(field.label.get(canvas.look.lang))) + 2;
    let longest = fields.map(label).max().unwrap_or_default();
    longest.clamp(LABEL_ROOM.min(share), MOST_LABEL_ROOM.min(share))
}

/// A field with what is typed in it, in one row or several.
pub(crate) struct EntryRow<'a> {
    pub(crate) field: &'a Field,
    pub(crate) entry: &'a Entry,
    /// The sign before the label.
    pub(crate) mark: &'a str,
    /// The sign between label and value.
    pub(crate) sign: Option<&'a str>,
    /// How the value in focus is drawn; `None` where the focus is elsewhere.
    pub(crate) focused: Option<Style>,
    /// The columns of the labels.
    pub(crate) labels: usize,
    /// The columns at the end of the row that are kept free for what is said beside the value.
    pub(crate) beside: usize,
}

impl EntryRow<'_> {
    /// Returns the rows that the value needs to be seen whole.
    pub(crate) fn rows_needed(&self, canvas: &Canvas, width: usize) -> usize {
        let typed = canvas.safe(self.entry.text());
        let room = self.room(width);
        if text::width(&typed) < room {
            return 1;
        }
        typed_lines(&typed, room).len()
    }

    /// Draws it; returns the column behind it.
    pub(crate) fn draw(&self, canvas: &mut Canvas) -> usize {
        let lang = canvas.look.lang;
        let here = self.focused.is_some();
        let cursor = if here { ">" } else { " " };
        let label = format!("{cursor}{}{}", self.mark, self.field.label.get(lang));
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        let labels = self.labels;
        canvas.put(
            0,
            0,
            labels,
            &text::pad(&canvas.safe(&label), labels),
            style,
        );
        if let Some(sign) = self.sign {
            canvas.put(labels, 0, 1, sign, Style::new());
        }
        let next = self.value(canvas);
        let behind = behind(self.field, self.entry, lang);
        canvas.put(next + 1, 0, usize::MAX, &behind, Style::new())
    }

    /// The columns of the value in a canvas of so many columns.
    const fn room(&self, width: usize) -> usize {
        width.saturating_sub(self.labels + 1 + self.beside)
    }

    /// Draws the value, with the cursor if it is in focus; returns the column behind it.
    fn value(&self, canvas: &mut Canvas) -> usize {
        let column = self.labels + 1;
        let room = self.room(canvas.width());
        let typed = canvas.safe(self.entry.text());
        if canvas.height() > 1 && text::width(&typed) >= room {
            return self.in_lines(canvas, &typed);
        }
        let Some(style) = self.focused else {
            return canvas.put(column, 0, room, &typed, Style::new());
        };
        let room = room.min(FOCUSED_ROOM.max(text::width(&typed) + 1));
        let (shown, cursor) = scrolled(&typed, cursor_of(canvas, self.entry), room);
        let next = canvas.put(column, 0, room, &text::pad(&shown, room), style);
        canvas.cursor(column + cursor, 0);
        next
    }

    /// Draws a value that takes several rows.
    fn in_lines(&self, canvas: &mut Canvas, typed: &str) -> usize {
        let column = self.labels + 1;
        let room = self.room(canvas.width());
        let rows = canvas.height();
        let lines = typed_lines(typed, room);
        let (at, within) = place_of(&lines, cursor_of(canvas, self.entry));
        let is_here = self.focused.is_some();
        let first = if is_here {
            (at + 1).saturating_sub(rows)
        } else {
            0
        };
        let style = self.focused.unwrap_or_default();
        for (row, line) in lines.iter().skip(first).take(rows).enumerate() {
            let is_cut = !is_here && row + 1 == rows && lines.len() > rows;
            let line = if is_cut {
                format!("{line}{}", text::CUT)
            } else {
                line.clone()
            };
            let line = if is_here {
                text::pad(&line, room)
            } else {
                line
            };
            canvas.put(column, row, room, &line, style);
        }
        if is_here {
            canvas.cursor(column + within, at - first);
        }
        column + room
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
    // What is under the cursor is seen whole, or the cell behind the text.
    let mut before = 0;
    let under = words.graphemes(true).map(text::width).find(|width| {
        let is_under = before >= cursor;
        before += width;
        is_under
    });
    let under = under.unwrap_or(1);
    while cursor - hidden + under > room.max(under) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_the_cursor_is_seen_whole() {
        assert_eq!(scrolled("壶镇图书馆", 8, 5), ("书馆".into(), 2));
        assert_eq!(scrolled("壶镇图书馆", 10, 5), ("书馆".into(), 4));
        assert_eq!(scrolled("壶镇图书馆", 0, 5), ("壶镇".into(), 0));
        assert_eq!(scrolled("library", 7, 4), ("ary".into(), 3));
    }
}
