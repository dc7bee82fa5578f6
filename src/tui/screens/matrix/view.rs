//! How a table of places looks, and what stands under it of the selected cell.

use ratatui::style::Style;

use super::layout::{CELL_ROOM, COUNTS_ROOM, Layout, ROOMY_CELL, RULE, Wanted};
use super::progress::{HEADS, cells};
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

/// Stands before the selected cell.
const SELECTED: &str = ">";

impl Matrix {
    /// Draws the line above the table: the document, and the counts at its end. Where the cells hold
    /// counts, it says which are which. What is not in force counts nothing.
    pub(in crate::tui::screens) fn draw_head(&self, canvas: &mut Canvas) {
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
        } = self.counts;
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
            let why = match self.within.current {
                Some(_) => ScreenMsg::NoPlacesPass,
                None => ScreenMsg::NoPlaces,
            };
            return nothing(canvas, HEAD, &why);
        }
        self.table(&mut canvas.rows(1, self.rows.page + 1));
        self.rule(canvas, HEAD + self.rows.page);
        let mut below = HEAD + self.rows.page + RULE;
        let selected = self.selected().and_then(|(standing, _)| standing);
        if selected.is_some_and(|standing| self.is_nothing_entered(self.row_of_cursor(), standing))
        {
            let words = ScreenMsg::NothingEnteredWhy.say(canvas.look.lang);
            canvas.put(0, below, usize::MAX, &words, canvas.look.heading());
            below += 1;
        }
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

    /// A rule below the table, with how far the search for the next problem is while it goes on, and
    /// else how far the records of the place of the cursor are.
    fn rule(&self, canvas: &mut Canvas, line: usize) {
        canvas.rule(line);
        let room = canvas.width().saturating_sub(3);
        let lang = canvas.look.lang;
        let words = self.words_of_search(lang);
        if let Some(words) = words.or_else(|| self.progress_line(room, lang)) {
            canvas.put(1, line, usize::MAX, &format!(" {words} "), Style::new());
        }
    }

    /// The place of the cursor and what its column is.
    fn put_selected(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let labels = self.labels();
        let label = labels.get(self.column).map(|label| label.get(lang));
        // Of a place without any minimum no column says anything.
        let label = label.filter(|_| !self.is_on_unjudged());
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
        let is_nothing = self.is_nothing_of_group(self.row_of_cursor(), self.column, counts);
        lines.extend(is_nothing.then(|| ScreenMsg::NothingOfGroup.say(lang)));
        for (row, line) in lines.iter().enumerate() {
            canvas.put(0, row + 1, usize::MAX, line, Style::new());
        }
    }

    /// Which columns are in view, and the room they have.
    fn layout(&self, canvas: &Canvas) -> Layout {
        let width = |name: &str| text::width(&canvas.safe(name));
        let names = self.places().map(|place| width(&place.name) + 2);
        let above = (0..self.page_len()).map(|row| width(self.above(row)) + 1);
        let heads = HEADS.iter().map(|head| width(&head.say(canvas.look.lang)));
        let progress = self.beside.iter().flat_map(|(_, of_row)| cells(of_row));
        let progress = progress.map(|cell| width(&cell)).chain(heads);
        let (least, roomy) = match self.columns {
            Columns::Groups => (COUNTS_ROOM, COUNTS_ROOM),
            Columns::Requirements | Columns::OfGroup(_) => (CELL_ROOM, ROOMY_CELL),
        };
        Layout::of(&Wanted {
            width: canvas.width(),
            names: names.max().unwrap_or_default(),
            above: above.max().filter(|_| self.places.are_grouped()),
            progress: progress.max().unwrap_or_default() + 1,
            least,
            roomy,
            columns: self.width(),
            column: self.column,
        })
    }

    /// The head line and the rows in view.
    fn table(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let heading = canvas.look.heading();
        let layout = self.layout(canvas);
        let position = ScreenMsg::Position {
            at: self.rows.at + 1,
            of: self.rows.count,
        }
        .say(lang);
        let position_room = layout.above + layout.place_room - 1;
        canvas.put(0, 0, position_room, &position, heading);
        let labels = self.labels().into_iter();
        for (n, label) in labels.skip(layout.first).take(layout.shown).enumerate() {
            let label = label.get(lang);
            canvas.put(layout.column(n), 0, layout.room - 1, label, heading);
        }
        if let Some(begin) = layout.progress {
            for (n, head) in HEADS.iter().enumerate() {
                let column = begin + n * layout.progress_room;
                canvas.put(
                    column,
                    0,
                    layout.progress_room - 1,
                    &head.say(lang),
                    heading,
                );
            }
        }
        for n in 0..self.page_len() {
            self.row(canvas, n, &layout);
        }
    }

    /// The name of the place above stands in its first row, and in that of the cursor.
    fn put_above(&self, canvas: &mut Canvas, at: usize, here: bool, layout: &Layout) {
        let above = self.above(at);
        // Two places above may have the same name.
        let parent = |at: usize| {
            let place = self.places().nth(at);
            place.and_then(|place| place.parent.as_ref())
        };
        let is_first = at == 0 || parent(at - 1) != parent(at) || self.own == self.loaded + at;
        if layout.above > 0 && (is_first || here) {
            canvas.put(0, at + 1, layout.above - 1, above, Style::new());
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
        self.put_above(canvas, at, here, layout);
        let name = format!("{mark}{}", place.name);
        canvas.put(layout.above, row, layout.place_room - 1, &name, style);
        if self.is_unjudged(at) {
            let words = ScreenMsg::NoMinimum.say(canvas.look.lang);
            let style = if here {
                canvas.look.selected()
            } else {
                Style::new()
            };
            let column = layout.column(0);
            canvas.put(column, row, usize::MAX, &words, style);
            if here {
                canvas.cursor(column, row);
            }
            return;
        }
        let last = self.width().min(layout.first + layout.shown);
        for (n, column) in (layout.first..last).enumerate() {
            let (words, style) = self.cell(canvas, (at, column), layout.room - 1);
            let (begin, room) = (layout.column(n), layout.room - 1);
            if here && column == self.column {
                let selected = canvas.look.selected();
                canvas.put(begin, row, room, &text::pad(&words, room), selected);
                // Not by its style alone: a terminal without reverse video shows none.
                canvas.put(begin.saturating_sub(1), row, 1, SELECTED, selected);
                canvas.cursor(begin, row);
            } else {
                canvas.put(begin, row, room, &words, style);
            }
        }
        if let Some((begin, progress)) = layout.progress.zip(self.progress(at)) {
            for (n, words) in cells(progress).iter().enumerate() {
                let column = begin + n * layout.progress_room;
                canvas.put(column, row, layout.progress_room - 1, words, Style::new());
            }
        }
    }

    /// The words of a cell and their style.
    fn cell(&self, canvas: &Canvas, (row, column): (usize, usize), room: usize) -> (String, Style) {
        let requirement = self.requirements().nth(column);
        if let Some((standing, requirement)) = self.standing(row, column).zip(requirement) {
            let is_nothing = self.is_nothing_entered(row, standing);
            let words = if is_nothing {
                let word = ScreenMsg::NothingEntered.say(canvas.look.lang);
                let figure = explain::figure(standing, requirement);
                let parts = (explain::NOTHING_ENTERED, word.as_str(), figure.as_str());
                reasons::verdict_within(canvas, parts, room)
            } else {
                reasons::verdict_in(canvas, standing, requirement, room)
            };
            // What is of others is to be looked at, and calls for nothing.
            let style = if is_nothing || self.is_of_others(row) {
                Style::new()
            } else {
                canvas.look.verdict(standing.verdict)
            };
            return (words, style);
        }
        let words = self.counts(row, column).map(|counts| {
            if self.is_nothing_of_group(row, column, counts) {
                format!("{}{}", explain::NOTHING_ENTERED, counts.in_order())
            } else {
                in_order(counts)
            }
        });
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
