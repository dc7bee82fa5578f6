//! What views draw on: text by columns, always cleaned, cut to its room, and safe for terminals
//! that draw some characters twice as wide.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::look::Look;
use super::text;

/// A part of the screen.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    cursor: &'a mut Option<Position>,
    /// Language and styles.
    pub look: Look,
}

impl<'a> Canvas<'a> {
    /// A canvas over `area`; a cursor that a view asks for is left in `cursor`.
    pub fn new(
        buffer: &'a mut Buffer,
        area: Rect,
        cursor: &'a mut Option<Position>,
        look: Look,
    ) -> Self {
        let area = area.intersection(buffer.area);
        Self {
            buffer,
            area,
            cursor,
            look,
        }
    }

    /// Columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.area.width as usize
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.area.height as usize
    }

    /// The rows from `first` on, at most `count` of them.
    pub fn rows(&mut self, first: usize, count: usize) -> Canvas<'_> {
        self.part((0, first), (self.width(), count))
    }

    /// The part from a column and row on, so many columns and rows of it at most.
    pub fn part(
        &mut self,
        (column, row): (usize, usize),
        (width, height): (usize, usize),
    ) -> Canvas<'_> {
        let (column, row) = (column.min(self.width()), row.min(self.height()));
        let area = Rect {
            x: self.area.x + cells(column),
            y: self.area.y + cells(row),
            width: cells(width.min(self.width() - column)),
            height: cells(height.min(self.height() - row)),
        };
        Canvas {
            buffer: self.buffer,
            area,
            cursor: self.cursor,
            look: self.look,
        }
    }

    /// Writes a text at a column of a row, cut to `room` columns and to the canvas; the next free
    /// column.
    pub fn put(
        &mut self,
        column: usize,
        row: usize,
        room: usize,
        words: &str,
        style: Style,
    ) -> usize {
        if row >= self.height() || column >= self.width() {
            return column;
        }
        let room = room.min(self.width() - column);
        let shown = text::fit(&self.safe(words), room);
        let x = self.area.x + cells(column);
        let y = self.area.y + cells(row);
        if !shown.is_empty() {
            self.blank_what_would_be_cut(x, y);
        }
        self.buffer.set_stringn(x, y, &shown, room, style);
        column + text::width(&shown)
    }

    /// A wide character that begins one column before would keep its left half, which no terminal
    /// can show.
    fn blank_what_would_be_cut(&mut self, x: u16, y: u16) {
        let before = x.checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)));
        if let Some(cell) = before.filter(|cell| text::width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }

    /// Writes a text at the beginning of a row and blanks the rest of the row in its style.
    pub fn line(&mut self, row: usize, words: &str, style: Style) {
        let width = self.width();
        let words = text::pad(&self.safe(words), width);
        self.put(0, row, width, &words, style);
    }

    /// Gives some columns of a row a style.
    pub fn fill(&mut self, column: usize, row: usize, room: usize, style: Style) {
        if row < self.height() && column < self.width() {
            let room = room.min(self.width() - column);
            let area = Rect {
                x: self.area.x + cells(column),
                y: self.area.y + cells(row),
                width: cells(room),
                height: 1,
            };
            self.buffer.set_style(area, style);
        }
    }

    /// Begins a row of a list with its style; the one of the cursor has a mark and the cursor.
    /// Returns the style.
    pub fn begin_row(&mut self, row: usize, here: bool) -> Style {
        let style = if here {
            self.look.selected()
        } else {
            Style::new()
        };
        self.fill(0, row, self.width(), style);
        if here {
            self.put(0, row, 1, ">", style);
            self.cursor(0, row);
        }
        style
    }

    /// A rule across the canvas, in ASCII.
    pub fn rule(&mut self, row: usize) {
        let rule = "-".repeat(self.width());
        self.line(row, &rule, Style::new());
    }

    /// Draws a widget from a column and row on, cut to some columns and rows and to the canvas.
    pub fn widget(
        &mut self,
        (column, row): (usize, usize),
        (width, height): (usize, usize),
        widget: impl Widget,
    ) {
        let area = Rect {
            x: self.area.x.saturating_add(cells(column)),
            y: self.area.y.saturating_add(cells(row)),
            width: cells(width),
            height: cells(height),
        };
        let area = area.intersection(self.area);
        if !area.is_empty() {
            widget.render(area, self.buffer);
        }
    }

    /// Puts the terminal's own cursor there: input methods and screen readers follow it.
    pub fn cursor(&mut self, column: usize, row: usize) {
        if row < self.height() && self.width() > 0 {
            let column = column.min(self.width() - 1);
            *self.cursor = Some(Position {
                x: self.area.x + cells(column),
                y: self.area.y + cells(row),
            });
        }
    }

    /// A text as it will be drawn: without controls, and without characters of a doubtful width.
    #[must_use]
    pub fn safe(&self, words: &str) -> String {
        text::safe(&text::clean(words), self.look.ambiguous).into_owned()
    }
}

fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::tui::look::Theme;
    use crate::tui::terminal::probe::Ambiguous;

    #[test]
    fn what_is_written_over_half_of_a_wide_character_takes_all_of_it() {
        let area = Rect::new(0, 0, 10, 1);
        let mut buffer = Buffer::empty(area);
        let mut cursor = None;
        let look = Look {
            lang: Lang::Zh,
            ambiguous: Ambiguous::Unknown,
            theme: Theme::Mono,
        };
        let mut canvas = Canvas::new(&mut buffer, area, &mut cursor, look);
        canvas.put(0, 0, 10, "壶镇图书馆", Style::new());
        canvas.put(3, 0, 4, "ab", Style::new());
        let symbols: Vec<&str> = buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(symbols[..6], ["壶", " ", " ", "a", "b", " "]);
    }
}
