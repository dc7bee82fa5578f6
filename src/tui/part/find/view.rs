//! The list of what fits, a row each: number, name, and where it is.

use ratatui::style::Style;

use super::walking::RowSearch;
use super::{Find, HEAD};
use crate::i18n::{Say, ScreenMsg, WorkMsg};
use crate::tui::canvas::Canvas;
use crate::tui::text;

/// The mark of the selected row, a digit, and a blank behind each.
const NUMBER: usize = 4;
/// The last row of a page that a digit takes.
const LAST_DIGIT: usize = 9;

impl Find {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let prompt = ScreenMsg::FindPrompt.say(lang);
        let column = canvas.put(0, 0, usize::MAX, &prompt, Style::new());
        let typed = self.typed.value();
        let end = canvas.put(column, 0, usize::MAX, typed, canvas.look.heading());
        let count = self.rows.count;
        let matches = if self.are_more {
            ScreenMsg::ManyMatches { count }.say(lang)
        } else {
            ScreenMsg::Matches { count }.say(lang)
        };
        let progress = match self.places {
            // How many places it takes to find enough is not known before.
            Some(_) => Some(WorkMsg::SearchingPlaces),
            None => self.search.as_ref().map(RowSearch::progress),
        };
        let is_at_work = progress.is_some();
        let words = progress.map_or(matches, |progress| progress.say(lang));
        canvas.put(end + 2, 0, usize::MAX, &words, Style::new());
        self.draw_hits(canvas);
        if count == 0 && !is_at_work {
            self.draw_nothing(canvas);
        }
        let before: String = typed.chars().take(self.typed.cursor()).collect();
        canvas.cursor(column + text::width(&canvas.safe(&before)), 0);
    }

    /// That nothing fits, and what was not searched for it.
    fn draw_nothing(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let mut lines = vec![ScreenMsg::NothingFound.say(lang)];
        if !self.in_ledger.is_all() {
            let hint = ScreenMsg::FindElsewhere.say(lang);
            lines.extend(text::wrap(&hint, canvas.width()));
        }
        for (row, line) in lines.iter().enumerate() {
            canvas.put(0, HEAD + row, usize::MAX, line, Style::new());
        }
    }

    fn draw_hits(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let first = self.rows.first();
        let page = first..first + self.rows.page;
        let page: Vec<_> = page.filter_map(|row| self.hit(row)).collect();
        let widths = page.iter().map(|hit| {
            let name = canvas.safe(hit.name.get(lang));
            text::width(&name)
        });
        let widest = widths.max().unwrap_or_default() + 2;
        let room = widest.min(canvas.width().saturating_sub(NUMBER) / 2);
        for (row, hit) in page.into_iter().enumerate() {
            let is_here = first + row == self.rows.at;
            let (mark, style) = if is_here {
                (">", canvas.look.selected())
            } else {
                (" ", Style::new())
            };
            let number = if self.is_numbered() && row < LAST_DIGIT {
                (row + 1).to_string()
            } else {
                " ".to_owned()
            };
            let name = text::fit(&canvas.safe(hit.name.get(lang)), room.saturating_sub(2));
            let bar = format!("{mark} {number} {name}");
            let bar = text::pad(&bar, NUMBER + room - 1);
            canvas.put(0, HEAD + row, NUMBER + room - 1, &bar, style);
            let extra = hit.extra.get(lang);
            canvas.put(NUMBER + room, HEAD + row, usize::MAX, extra, Style::new());
        }
    }
}
