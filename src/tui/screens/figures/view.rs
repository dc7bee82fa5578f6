//! How the page of a requirement looks.

use super::Figures;
use super::layout::HEAD;
use super::line::FigureLine;
use crate::i18n::{ReportMsg, Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::columns::{PlacedColumn, placed};
use crate::tui::part::reasons;
use crate::tui::screen::nothing;

/// A window of so many columns has one for the place, and one for the sheet.
const WIDE: usize = 70;

/// A column of the table.
#[derive(Clone, Copy)]
enum Column {
    Place,
    Period,
    Sheet,
    Field,
    Figure,
}

/// Where each column begins and how much room it has. A narrow window has room for the place or the
/// period: the one by which the rows differ.
fn columns(width: usize, lines: &[FigureLine]) -> Vec<PlacedColumn<Column>> {
    let first = lines.first().map(|line| &line.place);
    let is_one_place = lines.iter().all(|line| Some(&line.place) == first);
    let shares: &[(Column, usize)] = if width < WIDE && is_one_place {
        &[
            (Column::Field, 18),
            (Column::Period, 9),
            (Column::Figure, 13),
        ]
    } else if width < WIDE {
        &[
            (Column::Field, 18),
            (Column::Place, 9),
            (Column::Figure, 13),
        ]
    } else {
        &[
            (Column::Place, 13),
            (Column::Period, 9),
            (Column::Sheet, 17),
            (Column::Field, 25),
            (Column::Figure, 16),
        ]
    };
    placed(shares, width, 4)
}

impl Figures {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let look = canvas.look;
        let lang = look.lang;
        let columns = columns(canvas.width().saturating_sub(1), &self.lines);
        for (column, begin, room) in &columns {
            let head = match column {
                Column::Place => ScreenMsg::PlaceHead,
                Column::Period => ScreenMsg::PeriodHead,
                Column::Sheet => ScreenMsg::SheetHead,
                Column::Field => ScreenMsg::FieldHead,
                Column::Figure => ScreenMsg::FigureHead,
            };
            canvas.put(*begin, 0, *room, &head.say(lang), look.heading());
        }
        if self.lines.is_empty() {
            nothing(canvas, HEAD, &ScreenMsg::NoFigures);
        }
        let first = self.rows.first();
        let lines = self.lines.iter().enumerate();
        for (at, line) in lines.skip(first).take(self.rows.page) {
            row(
                canvas,
                HEAD + at - first,
                (line, at == self.rows.at),
                &columns,
            );
        }
        let below = HEAD + self.rows.page;
        canvas.rule(below);
        let height = canvas.height().saturating_sub(below + 1);
        if let Some(standing) = &self.standing {
            let reading = self.requirement.reading.get(lang).to_owned();
            let mut beside = vec![ScreenMsg::Reading { reading }.say(lang)];
            beside.extend(self.requirement.responsible.as_ref().map(|unit| {
                let name = unit.get(lang).to_owned();
                ReportMsg::Answers { name }.say(lang)
            }));
            let pane = &mut canvas.rows(below + 1, height);
            let (requirement, pack) = (&self.requirement, &self.pack);
            reasons::draw(pane, standing, requirement, pack, self.day, &beside);
        }
    }
}

/// Draws a row.
fn row(
    canvas: &mut Canvas,
    row: usize,
    (line, here): (&FigureLine, bool),
    columns: &[PlacedColumn<Column>],
) {
    let lang = canvas.look.lang;
    let style = canvas.begin_row(row, here);
    for (column, begin, room) in columns {
        let words = match column {
            Column::Place => line.place_name.clone(),
            Column::Period => line.period_name().get(lang).to_owned(),
            Column::Sheet => line.form_label.get(lang).to_owned(),
            Column::Field => line.label.get(lang).to_owned(),
            Column::Figure if line.is_wanted => ScreenMsg::ToBeEntered.say(lang),
            Column::Figure => line.figure.get(lang).to_owned(),
        };
        let words = if words.is_empty() { "-" } else { &words };
        canvas.put(*begin, row, *room, words, style);
    }
}
