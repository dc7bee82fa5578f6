//! How a table of places looks, and what stands under it of the selected cell.

use ratatui::style::Style;

use super::layout::{CELL_ROOM, COUNTS_ROOM, PLACE_ROOM, RULE};
use super::{Columns, Matrix};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Verdict, explain};
use crate::i18n::{Say, ScreenMsg};
use crate::store::GroupCounts;
use crate::tui::canvas::Canvas;
use crate::tui::part::reasons;
use crate::tui::screen::nothing;
use crate::tui::text;

pub(in crate::tui::screens) use super::layout::HEAD;

/// Which columns are in view, and the room they have.
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

impl Matrix {
    /// Draws the line above the table: the document, and the counts at its end. Where the cells hold
    /// counts, it says which are which. What is not in force counts nothing.
    pub(in crate::tui::screens) fn draw_head(&self, canvas: &mut Canvas, counts: Counts) {
        let document = &self.pack.document;
        let lang = canvas.look.lang;
        if let Some(words) = explain::not_in_force(document, self.day, lang) {
            canvas.put(0, 0, usize::MAX, &words, Style::new());
            return;
        }
        let words = format!("{} {}", document.number, document.title.get(lang));
        let Counts {
            met,
            short,
            unknown,
        } = counts;
        let counts = if self.columns == Columns::Groups {
            ScreenMsg::CountsInOrder {
                met,
                short,
                unknown,
            }
        } else {
            ScreenMsg::Counts {
                met,
                short,
                unknown,
            }
        }
        .say(lang);
        let room = canvas.width().saturating_sub(text::width(&counts) + 2);
        canvas.put(0, 0, room, &words, Style::new());
        canvas.put(room + 1, 0, usize::MAX, &counts, canvas.look.heading());
    }

    /// Draws the table below its line, and what there is to say of the selected cell.
    pub(in crate::tui::screens) fn draw(&self, canvas: &mut Canvas) {
        if self.rows.count == 0 {
            return nothing(canvas, HEAD, &ScreenMsg::NoPlaces);
        }
        self.table(&mut canvas.rows(1, self.rows.page + 1));
        canvas.rule(HEAD + self.rows.page);
        let below = HEAD + self.rows.page + RULE;
        let height = canvas.height().saturating_sub(below);
        let pane = &mut canvas.rows(below, height);
        if let Some((Some(standing), requirement)) = self.selected() {
            reasons::draw(pane, standing, requirement, &self.pack, self.day, &[]);
        } else if let Some(counts) = self.selected_counts() {
            self.counts_in_words(pane, counts);
        } else {
            self.nothing_judged(pane);
        }
    }

    /// The place of the cursor and what its column is.
    fn put_selected(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let labels = self.labels();
        let label = labels.get(self.column).map(|label| label.get(lang));
        let place = self.place().map(|place| place.name.as_str());
        let head = format!(
            "{} {}",
            place.unwrap_or_default(),
            label.unwrap_or_default()
        );
        canvas.put(0, 0, usize::MAX, &head, canvas.look.heading());
    }

    /// Why the selected cell is empty: it is not asked of the place, or the pack is not in force.
    fn nothing_judged(&self, canvas: &mut Canvas) {
        self.put_selected(canvas);
        let lang = canvas.look.lang;
        let dormant = explain::not_in_force(&self.pack.document, self.day, lang);
        let Some(words) = dormant.or_else(|| Some(self.not_asked()?.say(lang))) else {
            return;
        };
        for (row, line) in text::wrap(&canvas.safe(&words), canvas.width())
            .iter()
            .enumerate()
        {
            canvas.put(0, row + 1, usize::MAX, line, Style::new());
        }
    }

    fn counts_in_words(&self, canvas: &mut Canvas, counts: GroupCounts) {
        let lang = canvas.look.lang;
        self.put_selected(canvas);
        let Counts {
            met,
            short,
            unknown,
        } = counts.binding;
        let mut lines = vec![
            ScreenMsg::Counts {
                met,
                short,
                unknown,
            }
            .say(lang),
        ];
        let Counts {
            met,
            short,
            unknown,
        } = counts.others;
        lines.extend((met + short + unknown > 0).then(|| {
            ScreenMsg::Targets {
                met,
                short,
                unknown,
            }
            .say(lang)
        }));
        let count = counts.information;
        lines.extend((count > 0).then(|| ScreenMsg::InformationCount { count }.say(lang)));
        for (row, line) in lines.iter().enumerate() {
            canvas.put(0, row + 1, usize::MAX, line, Style::new());
        }
    }

    fn layout(&self, canvas: &Canvas) -> Layout {
        let names = self
            .places()
            .map(|place| text::width(&canvas.safe(&place.name)) + 2);
        let place_room = names
            .max()
            .unwrap_or_default()
            .clamp(PLACE_ROOM.0, PLACE_ROOM.1);
        let rest = canvas.width().saturating_sub(place_room);
        let least = match self.columns {
            Columns::Groups => COUNTS_ROOM,
            Columns::Requirements | Columns::OfGroup(_) => CELL_ROOM,
        };
        let shown = (rest / least).clamp(1, self.width().max(1));
        Layout {
            place_room,
            first: self.column.saturating_sub(shown - 1),
            shown,
            room: rest / shown,
        }
    }

    /// The head line and the rows of the page.
    fn table(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let layout = self.layout(canvas);
        let position = ScreenMsg::Position {
            at: self.rows.at + 1,
            of: self.rows.count,
        }
        .say(lang);
        canvas.put(0, 0, layout.place_room - 1, &position, look.heading());
        let labels = self.labels().into_iter();
        for (n, label) in labels.skip(layout.first).take(layout.shown).enumerate() {
            canvas.put(
                layout.column(n),
                0,
                layout.room - 1,
                label.get(lang),
                look.heading(),
            );
        }
        for n in 0..self.page_len() {
            self.row(canvas, n, &layout);
        }
    }

    fn row(&self, canvas: &mut Canvas, at: usize, layout: &Layout) {
        let Some(place) = self.places().nth(at) else {
            return;
        };
        let row = at + 1;
        let here = self.loaded + at == self.rows.at;
        let (mark, style) = if here {
            (">", canvas.look.heading())
        } else if self.own > 0 && !self.is_of_others(at) {
            ("*", canvas.look.heading())
        } else {
            (" ", Style::new())
        };
        let name = format!("{mark}{}", place.name);
        canvas.put(0, row, layout.place_room - 1, &name, style);
        let last = self.width().min(layout.first + layout.shown);
        for (n, column) in (layout.first..last).enumerate() {
            let (words, style) = self.cell(canvas, (at, column), layout.room - 1);
            if here && column == self.column {
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
    fn cell(&self, canvas: &Canvas, (row, column): (usize, usize), room: usize) -> (String, Style) {
        let requirement = self.requirements().nth(column);
        if let Some((standing, requirement)) = self.standing(row, column).zip(requirement) {
            let words = reasons::verdict_in(canvas, standing, requirement, room);
            // What is of others is to be looked at, and calls for nothing.
            let style = if self.is_of_others(row) {
                Style::new()
            } else {
                canvas.look.verdict(standing.verdict)
            };
            return (words, style);
        }
        let words = self.counts(row, column).map(in_order);
        let none = || ScreenMsg::NotCovered.say(canvas.look.lang);
        (words.unwrap_or_else(none), Style::new())
    }
}

/// Returns the counts of a group with the mark of the worst that binds.
fn in_order(counts: GroupCounts) -> String {
    let mark = match counts.binding {
        Counts { short: 1.., .. } => explain::mark(Verdict::Short),
        Counts { unknown: 1.., .. } => explain::mark(Verdict::Unknown),
        Counts { met: 1.., .. } => explain::mark(Verdict::Met),
        Counts { .. } => "",
    };
    format!("{mark}{}", counts.in_order())
}
