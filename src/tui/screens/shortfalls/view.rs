//! How the list of standings looks.

use ratatui::style::Style;

use super::Shortfalls;
use super::layout::HEAD;
use crate::domain::verdict::{Standing, explain};
use crate::i18n::{InspectorMsg, Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::reasons;
use crate::tui::screen::nothing;
use crate::tui::text;

/// A narrower window has the first columns of one of this width.
const LEAST_WIDTH: usize = 60;
/// The shares of a row where facilities come near a minimum.
const OF_FACILITIES: [usize; 6] = [16, 18, 18, 10, 15, 8];
/// The shares where all is about figures, which nothing is near to.
const OF_FIGURES: [usize; 6] = [16, 30, 19, 12, 0, 8];
/// How many columns name a row.
const NAMES: usize = 2;

impl Shortfalls {
    /// Why there is no row.
    fn draw_nothing(&self, canvas: &mut Canvas) {
        if let Some(words) = self.words_of_work(canvas.look.lang) {
            nothing(canvas, HEAD, &words);
        } else if let Some(why) = self.pack.document.not_in_force(self.day) {
            nothing(canvas, HEAD, &why);
        } else if self.filter.is_usual() {
            nothing(canvas, HEAD, &ScreenMsg::NoShortfalls);
        } else {
            nothing(canvas, HEAD, &InspectorMsg::NothingPasses);
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        if self.rows.count == 0 {
            return self.draw_nothing(canvas);
        }
        let lang = canvas.look.lang;
        let look = canvas.look;
        let mut nearest = self.page.iter().map(|(_, standing)| &standing.nearest);
        let shares = if canvas.width() < LEAST_WIDTH || nearest.any(Option::is_some) {
            OF_FACILITIES
        } else {
            OF_FIGURES
        };
        let columns = columns(canvas.width(), shares);
        let heads = [
            ScreenMsg::PlaceHead,
            ScreenMsg::RequirementHead,
            ScreenMsg::VerdictHead,
            ScreenMsg::GapHead,
            ScreenMsg::NearestHead,
            ScreenMsg::ClauseHead,
        ];
        for (head, (column, room)) in heads.iter().zip(columns) {
            canvas.put(column, 0, room, &head.say(lang), look.heading());
        }
        self.draw_rows(canvas, &columns);
        let below = HEAD + self.rows.page;
        let words = self.words_of_work(lang).unwrap_or_default();
        self.rows.rule_with(canvas, below, &words);
        self.draw_mine(canvas, below);
        let height = canvas.height().saturating_sub(below + 1);
        let requirement = self
            .selected()
            .and_then(|standing| self.pack.requirement(&standing.requirement));
        if let Some((standing, requirement)) = self.selected().zip(requirement) {
            let beside: Vec<String> = self
                .beside
                .iter()
                .map(|line| line.get(lang).to_owned())
                .collect();
            let pane = &mut canvas.rows(below + 1, height);
            reasons::draw(pane, standing, requirement, &self.pack, self.day, &beside);
        }
    }

    fn draw_rows(&self, canvas: &mut Canvas, columns: &[(usize, usize); 6]) {
        let look = canvas.look;
        let mut above = ("", false);
        for (n, (place, standing)) in self.page.iter().enumerate() {
            let here = self.loaded + n == self.rows.at;
            let is_mine = self.loaded + n < self.mine;
            // A town is named once, with its county; its other minimums stand under it.
            let is_named = above != (place.as_str(), is_mine) || here;
            above = (place, is_mine);
            let named = if is_named { place } else { "" };
            let mark = if is_mine { "*" } else { "" };
            self.row(
                canvas,
                n + HEAD,
                columns,
                (&format!("{mark}{named}"), standing),
                if here { look.selected() } else { Style::new() },
            );
            if here {
                canvas.cursor(0, n + HEAD);
            }
        }
    }

    /// Says on the rule how many rows are marked, and what for.
    fn draw_mine(&self, canvas: &mut Canvas, line: usize) {
        let count = self.mine;
        if count == 0 {
            return;
        }
        let words = InspectorMsg::MineLookedAt { count }.say(canvas.look.lang);
        let words = format!(" {words} ");
        let column = canvas.width().saturating_sub(text::width(&words) + 1);
        canvas.put(column, line, usize::MAX, &words, Style::new());
    }

    fn row(
        &self,
        canvas: &mut Canvas,
        row: usize,
        columns: &[(usize, usize); 6],
        (place, standing): (&str, &Standing),
        style: Style,
    ) {
        let Some(requirement) = self.pack.requirement(&standing.requirement) else {
            return;
        };
        let lang = canvas.look.lang;
        let gap = explain::gap(standing, requirement, lang);
        let cells = [
            place.to_owned(),
            requirement.label.get(lang).to_owned(),
            reasons::verdict_in(canvas, standing, requirement, columns[2].1),
            gap.unwrap_or_default(),
            standing
                .nearest
                .as_ref()
                .map(|nearest| nearest.name.clone())
                .unwrap_or_default(),
            requirement.clause.clone(),
        ];
        // What names the row is enough of a bar: every cell of it is sent twice when the cursor
        // moves on.
        canvas.fill(0, row, columns[NAMES].0, style);
        for (at, (words, (column, room))) in cells.iter().zip(columns).enumerate() {
            canvas.put(
                *column,
                row,
                *room,
                words,
                if at < NAMES { style } else { Style::new() },
            );
        }
    }
}

/// Where each column begins and how much room it has: the last ones go first where the window is
/// narrow.
fn columns(width: usize, shares: [usize; 6]) -> [(usize, usize); 6] {
    let mut begin = 0;
    shares.map(|share| {
        let room = share * width.max(LEAST_WIDTH) / 85;
        let column = (begin, room.saturating_sub(1));
        begin += room;
        column
    })
}
