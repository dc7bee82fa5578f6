//! How the list of facilities looks.

use ratatui::style::Style;

use super::List;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::i18n::{Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::reasons;

impl List {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let columns = self.columns(canvas.width());
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
            canvas.put(
                columns.0 + 1 + n * columns.1,
                0,
                columns.1 - 1,
                label,
                look.heading(),
            );
        }
        let page = self
            .facilities
            .iter()
            .enumerate()
            .skip(self.rows.first())
            .take(self.rows.page);
        for (row, (at, facility)) in page.enumerate() {
            self.row(canvas, row + 1, facility, at == self.rows.at, columns);
        }
        if self.facilities.is_empty() {
            let none = if self.writable {
                ScreenMsg::NoRecords
            } else {
                ScreenMsg::NoneHere
            };
            canvas.put(1, 1, usize::MAX, &none.say(lang), Style::new());
            canvas.cursor(0, 1);
        }
        let below = self.rows.page + 1;
        canvas.rule(below);
        let height = canvas.height().saturating_sub(below + 1);
        if let Some(standing) = &self.standing {
            reasons::draw(
                &mut canvas.rows(below + 1, height),
                standing,
                &self.requirement,
                &self.pack,
                self.day,
                &[],
            );
        }
    }

    /// The fields shown beside the name: the status, and what the requirement asks for.
    fn shown_fields(&self) -> impl Iterator<Item = &str> {
        let asked = self
            .requirement
            .conditions()
            .iter()
            .map(|condition| condition.field.as_str());
        std::iter::once(shared::STATUS).chain(asked)
    }

    /// Columns of the name, and of each other field.
    fn columns(&self, width: usize) -> (usize, usize) {
        let others = self.shown_fields().count();
        let name = (width / 2).saturating_sub(others).max(12);
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
            let value = self.kind.show(code, facility.values.get(code), lang);
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
