//! A window over many rows, of which only a page is loaded: the cursor, and turning pages. Pages
//! are turned whole, because scrolling by one line costs a slow link the whole screen each time.

use ratatui::style::Style;

use crate::i18n::{Say as _, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;

/// The cursor over `count` rows, shown a page at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// How many rows there are.
    pub count: usize,
    /// The row of the cursor.
    pub at: usize,
    /// How many rows a page has.
    pub page: usize,
}

impl Rows {
    /// A cursor on the first of `count` rows.
    #[must_use]
    pub(crate) const fn new(count: usize, page: usize) -> Self {
        Self { count, at: 0, page }
    }

    /// The first row of the page that is shown.
    #[must_use]
    pub(crate) fn first(&self) -> usize {
        let page = self.page.max(1);
        self.at / page * page
    }

    /// Draws a rule below the page, with the row of the cursor and how many there are.
    pub(crate) fn rule(&self, canvas: &mut Canvas, line: usize) {
        canvas.rule(line);
        if self.count == 0 {
            return;
        }
        let position = ScreenMsg::Position {
            at: self.at + 1,
            of: self.count,
        };
        let words = format!(" {} ", position.say(canvas.look.lang));
        canvas.put(1, line, usize::MAX, &words, Style::new());
    }

    /// Says how many rows there are now.
    pub(crate) fn resize(&mut self, count: usize) {
        self.count = count;
        self.at = self.at.min(count.saturating_sub(1));
    }

    /// Moves as a command says; whether it was one that moves.
    pub(crate) fn command(&mut self, command: Command) -> bool {
        let last = self.count.saturating_sub(1);
        self.at = match command {
            Command::Up => self.at.saturating_sub(1),
            Command::Down => (self.at + 1).min(last),
            Command::PageUp => self.at.saturating_sub(self.page.max(1)),
            Command::PageDown => (self.at + self.page.max(1)).min(last),
            Command::First => 0,
            Command::Last => last,
            _ => return false,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_a_row_and_pages_turn_whole() {
        let mut rows = Rows::new(25, 10);
        rows.command(Command::Up);
        assert_eq!((rows.at, rows.first()), (0, 0));
        rows.command(Command::PageDown);
        assert_eq!((rows.at, rows.first()), (10, 10));
        rows.command(Command::Last);
        assert_eq!((rows.at, rows.first()), (24, 20));
        rows.resize(3);
        assert_eq!((rows.at, rows.first()), (2, 0));
        rows.resize(0);
        assert_eq!((rows.at, rows.first()), (0, 0));
    }
}
