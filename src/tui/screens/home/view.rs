//! How the first screen looks: the matrix of places and minimums, and what waits.

use ratatui::style::Style;

use super::Home;
use super::layout::{CELL_ROOM, HEAD, PLACE_ROOM, RULE};
use crate::domain::verdict::Standing;
use crate::i18n::{AnswerMsg, Lang, MergeMsg, Say, ScreenMsg};
use crate::store::{Counts, MatrixRow};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, CommandScope};
use crate::tui::part::reasons;
use crate::tui::screen::nothing;
use crate::tui::text;

/// Which requirements are in view, and the columns they have.
struct Layout {
    place_room: usize,
    first: usize,
    shown: usize,
    room: usize,
}

impl Layout {
    const fn column(&self, n: usize) -> usize {
        self.place_room + n * self.room
    }
}

impl Home {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let document = &self.pack.document;
        let mut words = format!("{} {}", document.number, document.title.get(lang));
        if let Some(why) = document.not_in_force(self.day) {
            words = format!("{}  {words}", why.say(lang));
        }
        let Counts {
            met,
            short,
            unknown,
        } = self.counts;
        let counts = ScreenMsg::Counts {
            met,
            short,
            unknown,
        }
        .say(lang);
        let room = canvas.width().saturating_sub(text::width(&counts) + 2);
        canvas.put(0, 0, room, &words, Style::new());
        canvas.put(room + 1, 0, usize::MAX, &counts, canvas.look.heading());
        if self.rows.count == 0 {
            return nothing(canvas, HEAD, &ScreenMsg::NoPlaces);
        }
        self.matrix(&mut canvas.rows(1, self.rows.page + 1));
        canvas.rule(HEAD + self.rows.page);
        let below = HEAD + self.rows.page + RULE;
        let height = canvas.height().saturating_sub(below);
        let selected = self
            .row()
            .and_then(|row| row.standings.get(self.column)?.as_ref());
        if let Some((standing, requirement)) = selected.zip(self.pack.requirements.get(self.column))
        {
            reasons::draw(
                &mut canvas.rows(below, height),
                standing,
                requirement,
                &self.pack,
                self.day,
                &[],
            );
        }
        // Not a note, which the next key takes away: what was returned or not saved must not be
        // forgotten.
        let waits = self.what_waits(lang);
        for (n, words) in waits.iter().rev().enumerate() {
            let row = canvas.height().saturating_sub(1 + n);
            canvas.line(row, words, canvas.look.heading());
        }
    }

    /// What waits for this person, a line each.
    fn what_waits(&self, lang: Lang) -> Vec<String> {
        let key = command::key_of(CommandScope::Home, Command::Records);
        let returned = (self.returned > 0).then(|| {
            AnswerMsg::Waiting {
                count: self.returned,
                key,
            }
            .say(lang)
        });
        let drafts = (self.waiting > 0).then(|| {
            ScreenMsg::DraftsWait {
                count: self.waiting,
            }
            .say(lang)
        });
        let conflicts = (self.conflicts > 0).then(|| {
            MergeMsg::HomeLine {
                count: self.conflicts,
            }
            .say(lang)
        });
        conflicts
            .into_iter()
            .chain(returned)
            .chain(drafts)
            .collect()
    }

    fn layout(&self, canvas: &Canvas) -> Layout {
        let names = self
            .page
            .iter()
            .map(|row| text::width(&canvas.safe(&row.place.name)) + 2);
        let place_room = names
            .max()
            .unwrap_or_default()
            .clamp(PLACE_ROOM.0, PLACE_ROOM.1);
        let rest = canvas.width().saturating_sub(place_room);
        let shown = (rest / CELL_ROOM).clamp(1, self.pack.requirements.len().max(1));
        Layout {
            place_room,
            first: self.column.saturating_sub(shown - 1),
            shown,
            room: rest / shown,
        }
    }

    /// The head line and the rows of the page.
    fn matrix(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let layout = self.layout(canvas);
        let position = ScreenMsg::Position {
            at: self.rows.at + 1,
            of: self.rows.count,
        }
        .say(lang);
        canvas.put(0, 0, layout.place_room - 1, &position, look.heading());
        for (n, requirement) in self
            .pack
            .requirements
            .iter()
            .skip(layout.first)
            .take(layout.shown)
            .enumerate()
        {
            canvas.put(
                layout.column(n),
                0,
                layout.room - 1,
                requirement.label.get(lang),
                look.heading(),
            );
        }
        for (n, row) in self.page.iter().enumerate() {
            self.row_of(canvas, n + 1, row, self.loaded + n == self.rows.at, &layout);
        }
    }

    fn row_of(
        &self,
        canvas: &mut Canvas,
        row: usize,
        place: &MatrixRow,
        here: bool,
        layout: &Layout,
    ) {
        let (mark, style) = if here {
            (">", canvas.look.heading())
        } else {
            (" ", Style::new())
        };
        canvas.put(
            0,
            row,
            layout.place_room - 1,
            &format!("{mark}{}", place.place.name),
            style,
        );
        for (n, cell) in place
            .standings
            .iter()
            .skip(layout.first)
            .take(layout.shown)
            .enumerate()
        {
            let at = layout.first + n;
            let (words, style) = self.cell(canvas, at, cell.as_ref(), layout.room - 1);
            if here && at == self.column {
                let selected = canvas.look.selected();
                canvas.put(
                    layout.column(n),
                    row,
                    layout.room - 1,
                    &text::pad(&words, layout.room - 1),
                    selected,
                );
                canvas.cursor(layout.column(n), row);
            } else {
                canvas.put(layout.column(n), row, layout.room - 1, &words, style);
            }
        }
    }

    /// The words of a cell and their style.
    fn cell(
        &self,
        canvas: &Canvas,
        at: usize,
        standing: Option<&Standing>,
        room: usize,
    ) -> (String, Style) {
        match standing.zip(self.pack.requirements.get(at)) {
            Some((standing, requirement)) => {
                let words = reasons::verdict_in(canvas, standing, requirement, room);
                (words, canvas.look.verdict(standing.verdict))
            }
            None => (ScreenMsg::NotCovered.say(canvas.look.lang), Style::new()),
        }
    }
}
