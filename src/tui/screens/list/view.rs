//! How the list of facilities looks.

use ratatui::style::Style;

use super::List;
use crate::domain::policy::Requirement;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::verdict::explain;
use crate::i18n::{Lang, Say, ScreenMsg, WorkMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::reasons;
use crate::tui::text;

/// The most own fields that are shown where no requirement asks for any.
const MOST_OWN: usize = 3;
/// The columns of the name, and of each field, where more fields are shown than are asked for.
const WIDE_NAME: usize = 40;
const WIDE_FIELD: usize = 18;

/// The most lines that the selected facility takes of the pane below.
const MOST_LINES: usize = 2;

impl List {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let columns = self.columns(canvas.width());
        self.head(canvas, columns);
        let from = self.rows.first();
        for at in from..from + self.rows.page {
            let row = at - from + 1;
            if let Some(facility) = self.shown.facility(at) {
                self.row(canvas, row, facility, at == self.rows.at, columns);
            } else if self.shown.is_gone(at) {
                draw_gone(canvas, row, at == self.rows.at);
            }
        }
        if self.rows.count == 0 {
            let filter = &self.shown.arrangement().filter;
            let none = if self.filter_choices(filter).is_narrowed() {
                ScreenMsg::NonePasses.say(lang)
            } else if self.writable {
                ScreenMsg::NoRecords.say(lang)
            } else {
                ScreenMsg::NoneHere.say(lang)
            };
            canvas.put(1, 1, usize::MAX, &none, Style::new());
            canvas.cursor(0, 1);
        }
        let below = self.rows.page + 1;
        self.rows
            .rule_with(canvas, below, &self.words_of_work(lang));
        let mut below = below + 1;
        if let Some(words) = self.selected_counts(lang) {
            let width = canvas.width();
            let lines = text::wrap(&canvas.safe(&words), width);
            for line in lines.iter().take(MOST_LINES) {
                canvas.put(0, below, usize::MAX, line, look.heading());
                below += 1;
            }
        }
        let height = canvas.height().saturating_sub(below);
        let under = &mut canvas.rows(below, height);
        if let Some((standing, (pack, requirement))) =
            self.standing.as_ref().zip(self.asked.as_ref())
        {
            reasons::draw(under, standing, requirement, pack, self.day, &[]);
        } else if self.asked.is_none() {
            let words = ScreenMsg::NoMinimum.say(lang);
            under.put(0, 0, usize::MAX, &words, Style::new());
        }
    }

    /// The labels of the columns, with a mark before the one that the list is sorted by.
    fn head(&self, canvas: &mut Canvas, columns: (usize, usize)) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        canvas.put(
            1,
            0,
            columns.0,
            &ScreenMsg::NameHead.say(lang),
            look.heading(),
        );
        for (n, code) in self.shown_fields().enumerate() {
            let label = self
                .kind
                .field(code)
                .map_or(code, |field| field.label.get(lang));
            let column = columns.0 + 1 + n * columns.1;
            canvas.put(column, 0, columns.1 - 1, label, look.heading());
            if self.shown.arrangement().sort.as_deref() == Some(code) {
                canvas.put(column - 1, 0, 1, "^", look.heading());
            }
        }
    }

    /// Whether the facility of the cursor counts for the requirement.
    fn selected_counts(&self, lang: Lang) -> Option<String> {
        explain::counts(self.requirement()?, &self.kind, self.selected()?, lang)
    }

    /// The fields shown beside the name: the status, and what the requirement asks for, or without
    /// one the first own fields; in a wide window more of the own fields.
    pub(super) fn shown_fields(&self) -> impl Iterator<Item = &str> {
        let mut shown = self.least_fields();
        let own = self.kind.own_fields().map(|field| field.code.as_str());
        let more: Vec<&str> = own.filter(|code| !shown.contains(code)).collect();
        shown.extend(more.into_iter().take(self.more));
        shown.into_iter()
    }

    /// The fields shown in any window.
    fn least_fields(&self) -> Vec<&str> {
        let conditions = self.requirement().map(Requirement::conditions);
        let asked = conditions.into_iter().flatten();
        let first = self.kind.own_fields().map(|field| field.code.as_str());
        let first = first.take(if self.asked.is_none() { MOST_OWN } else { 0 });
        std::iter::once(shared::STATUS)
            .chain(asked.map(|condition| condition.field.as_str()))
            .chain(first)
            .collect()
    }

    /// How many more fields a window of so many columns has room for.
    pub(super) fn more_fields(&self, width: usize) -> usize {
        let room = width.saturating_sub(WIDE_NAME + 1);
        (room / WIDE_FIELD).saturating_sub(self.least_fields().len())
    }

    /// Columns of the name, and of each other field.
    fn columns(&self, width: usize) -> (usize, usize) {
        let others = self.shown_fields().count();
        let name = if self.more > 0 {
            WIDE_NAME
        } else {
            (width / 2).saturating_sub(others).max(12)
        };
        (
            name,
            (width.saturating_sub(name + 1) / others.max(1)).clamp(4, 20),
        )
    }

    fn row(
        &self,
        canvas: &mut Canvas,
        row: usize,
        facility: &Facility,
        here: bool,
        (name, room): (usize, usize),
    ) {
        let lang = canvas.look.lang;
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        let width = canvas.width();
        canvas.fill(0, row, width, style);
        canvas.put(
            0,
            row,
            name,
            &format!("{}{}", if here { ">" } else { " " }, facility.name()),
            style,
        );
        for (n, code) in self.shown_fields().enumerate() {
            let value = facility.values.get(code);
            let value = self.kind.show_in_column(code, value, lang);
            let words = if value.is_empty() {
                "-".to_owned()
            } else {
                value
            };
            canvas.put(name + 1 + n * room, row, room - 1, &words, style);
        }
        if here {
            canvas.cursor(0, row);
        }
    }
}

/// Draws the row of a record that is gone since the order was made.
fn draw_gone(canvas: &mut Canvas, row: usize, here: bool) {
    let words = WorkMsg::RowGone.say(canvas.look.lang);
    let (mark, style) = if here {
        (">", canvas.look.selected())
    } else {
        (" ", Style::new())
    };
    let width = canvas.width();
    canvas.fill(0, row, width, style);
    canvas.put(0, row, width, &format!("{mark}{words}"), style);
    if here {
        canvas.cursor(0, row);
    }
}
