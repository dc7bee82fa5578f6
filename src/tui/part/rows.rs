//! A window over many rows, of which only those in view are loaded. It follows the cursor and never
//! shows blank rows while there are more. It scrolls by half its height, because scrolling by one
//! line costs a slow link the whole screen each time.

use ratatui::style::Style;

use crate::i18n::{Say as _, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;

/// The cursor over `count` rows, of which as many are in view as a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// How many rows there are.
    pub count: usize,
    /// The row of the cursor.
    pub at: usize,
    /// How many rows are in view.
    pub page: usize,
    /// The first row that was in view before the cursor last moved.
    top: usize,
}

impl Rows {
    /// A cursor on the first of `count` rows.
    #[must_use]
    pub(crate) const fn new(count: usize, page: usize) -> Self {
        Self {
            count,
            at: 0,
            page,
            top: 0,
        }
    }

    /// The first row in view. A cursor that left the view is put in its middle.
    #[must_use]
    pub(crate) fn first(&self) -> usize {
        let page = self.page.max(1);
        let last = self.count.saturating_sub(page);
        let top = self.top.min(last);
        if (top..top + page).contains(&self.at) {
            return top;
        }
        self.at.saturating_sub(page / 2).min(last)
    }

    /// Puts the cursor on a row. The view stays where it is if the row is in it.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.top = self.first();
        self.at = at;
    }

    /// Draws a rule below the page, with the row of the cursor and how many there are.
    pub(crate) fn rule(&self, canvas: &mut Canvas, line: usize) {
        self.rule_with(canvas, line, "");
    }

    /// Draws the same with words behind it.
    pub(crate) fn rule_with(&self, canvas: &mut Canvas, line: usize, behind: &str) {
        canvas.rule(line);
        let mut column = 1;
        if self.count > 0 {
            let position = ScreenMsg::Position {
                at: self.at + 1,
                of: self.count,
            };
            let words = format!(" {} ", position.say(canvas.look.lang));
            column = canvas.put(column, line, usize::MAX, &words, Style::new()) + 1;
        }
        if !behind.is_empty() {
            let words = format!(" {behind} ");
            canvas.put(column, line, usize::MAX, &words, Style::new());
        }
    }

    /// Says how many rows there are now.
    pub(crate) fn resize(&mut self, count: usize) {
        self.count = count;
        self.at = self.at.min(count.saturating_sub(1));
    }

    /// Moves as a command says; whether it was one that moves.
    pub(crate) fn command(&mut self, command: Command) -> bool {
        let last = self.count.saturating_sub(1);
        let page = self.page.max(1);
        let top = self.first();
        // A page further, the cursor stays in its line of the screen.
        let (at, top) = match command {
            Command::Up => (self.at.saturating_sub(1), top),
            Command::Down => ((self.at + 1).min(last), top),
            Command::PageUp => (self.at.saturating_sub(page), top.saturating_sub(page)),
            Command::PageDown => ((self.at + page).min(last), top + page),
            Command::First => (0, 0),
            Command::Last => (last, self.count.saturating_sub(page)),
            _ => return false,
        };
        (self.at, self.top) = (at, top);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_follows_the_cursor_and_has_no_blank_rows() {
        let mut rows = Rows::new(25, 10);
        rows.command(Command::Up);
        assert_eq!((rows.at, rows.first()), (0, 0));
        for _ in 0..9 {
            rows.command(Command::Down);
        }
        assert_eq!((rows.at, rows.first()), (9, 0));
        rows.command(Command::Down);
        assert_eq!((rows.at, rows.first()), (10, 5), "half a page further");
        rows.command(Command::Up);
        assert_eq!((rows.at, rows.first()), (9, 5), "and not back at once");
        rows.command(Command::PageDown);
        assert_eq!((rows.at, rows.first()), (19, 15), "the same line");
        rows.command(Command::PageUp);
        assert_eq!((rows.at, rows.first()), (9, 5));
        rows.command(Command::Last);
        assert_eq!((rows.at, rows.first()), (24, 15), "the last page is full");
        rows.command(Command::PageDown);
        assert_eq!((rows.at, rows.first()), (24, 15));
        rows.go_to(3);
        assert_eq!((rows.at, rows.first()), (3, 0));
        rows.go_to(20);
        assert_eq!((rows.at, rows.first()), (20, 15));
        rows.resize(3);
        assert_eq!((rows.at, rows.first()), (2, 0));
        rows.resize(0);
        assert_eq!((rows.at, rows.first()), (0, 0));
    }

    #[test]
    fn the_cursor_is_in_view_and_the_view_is_full_whatever_is_pressed() {
        let keys = [
            Command::Down,
            Command::PageDown,
            Command::Up,
            Command::PageUp,
            Command::Last,
            Command::First,
        ];
        for (count, page) in [(0, 4), (1, 1), (4, 4), (5, 4), (23, 4), (23, 1), (9, 0)] {
            let mut rows = Rows::new(count, page);
            for step in 0..500 {
                rows.command(keys[step * step % 7 % keys.len()]);
                if step % 11 == 0 {
                    rows.at = step % count.max(1);
                }
                let (first, page) = (rows.first(), page.max(1));
                assert!(first <= rows.at && rows.at < first + page);
                assert!(first + page <= count || first == 0, "blank rows");
            }
        }
    }
}
