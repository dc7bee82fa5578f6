//! How a grid looks: a page of rows, and under it what there is to know of the row of the cursor.

use ratatui::style::{Modifier, Style};

use super::Grid;
use super::row::{GridRow, RowMark};
use crate::domain::value::Field;
use crate::i18n::{Say, ScreenMsg, SheetMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::columns::divided;
use crate::tui::screen::nothing;
use crate::tui::text;

/// Rows above the table: what it is, and the heads of the columns.
const HEAD: usize = 2;

/// Rows under it: a rule, and words.
const FOOT: usize = 3;

impl Grid {
    /// How many rows a page has.
    pub(super) fn page(height: usize) -> usize {
        height.saturating_sub(HEAD + FOOT).max(1)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let Some(field) = self.field() else { return };
        if self.table.is_empty() {
            return nothing(canvas, HEAD, &ScreenMsg::NoneHere);
        }
        self.head(canvas, field);
        let page = self
            .table
            .iter()
            .enumerate()
            .skip(self.rows.first())
            .take(self.rows.page);
        for (n, (at, row)) in page.enumerate() {
            self.row(canvas, HEAD + n, row, (at == self.rows.at).then_some(field));
        }
        let below = HEAD + self.rows.page;
        canvas.rule(below);
        let lang = canvas.look.lang;
        let words = self
            .complaint(lang)
            .unwrap_or_else(|| field.help.get(lang).to_owned());
        for (n, line) in text::wrap(&canvas.safe(&words), canvas.width())
            .iter()
            .take(FOOT - 1)
            .enumerate()
        {
            canvas.put(0, below + 1 + n, usize::MAX, line, Style::new());
        }
    }

    fn head(&self, canvas: &mut Canvas, field: &Field) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let unit = field
            .unit()
            .map(|unit| format!(" ({})", unit.label.get(lang)))
            .unwrap_or_default();
        let progress = ScreenMsg::GridProgress {
            touched: self.touched(),
            of: self.table.len(),
        }
        .say(lang);
        canvas.put(
            0,
            0,
            usize::MAX,
            &format!("{}{unit}    {progress}", field.label.get(lang)),
            Style::new(),
        );
        let name = if self.kind.is_sheet() {
            SheetMsg::PeriodHead.say(lang)
        } else {
            ScreenMsg::NameHead.say(lang)
        };
        let heads = [
            ScreenMsg::PlaceHead.say(lang),
            name,
            ScreenMsg::SavedHead.say(lang),
            ScreenMsg::NowHead.say(lang),
        ];
        for (n, (head, (column, room))) in heads.iter().zip(columns(canvas.width())).enumerate() {
            // The place stands behind cursor and mark.
            let indent = if n == 0 { 2 } else { 0 };
            canvas.put(
                column + indent,
                1,
                room.saturating_sub(indent),
                head,
                look.heading(),
            );
        }
    }

    /// A row; the one of the cursor knows the field it is in.
    fn row(&self, canvas: &mut Canvas, at: usize, row: &GridRow, focused: Option<&Field>) {
        let look = canvas.look;
        let here = focused.is_some();
        let is_wrong = row.entry.theirs.is_some() || self.mistake(row).is_some();
        let mark = match row.mark {
            _ if is_wrong => "!",
            RowMark::Untouched => " ",
            RowMark::Confirmed => "=",
            RowMark::Changed => "*",
        };
        let style = if here { look.selected() } else { Style::new() };
        let [place, name, saved, now] = columns(canvas.width());
        canvas.fill(0, at, now.0, style);
        canvas.put(
            place.0,
            at,
            place.1,
            &format!("{}{mark}{}", if here { ">" } else { " " }, row.place),
            style,
        );
        let known_by = row.record.known_by();
        canvas.put(name.0, at, name.1, known_by.get(look.lang), style);
        canvas.put(saved.0, at, saved.1, row.entry.saved(), style);
        // An untouched row says nothing twice; in the row of the cursor it is what Enter would
        // confirm.
        let shown = if row.is_touched() || here {
            row.entry.text()
        } else {
            ""
        };
        let style = match (here, is_wrong) {
            _ if focused.is_some_and(|field| row.entry.is_typed_over(field)) => look.bar(),
            (_, true) => look.alarm(),
            (true, false) => Style::new().add_modifier(Modifier::UNDERLINED),
            (false, false) => Style::new(),
        };
        let words = if here {
            text::pad(&canvas.safe(shown), now.1)
        } else {
            shown.to_owned()
        };
        canvas.put(now.0, at, now.1, &words, style);
        if here {
            let before: String = row.entry.text().chars().take(row.entry.cursor()).collect();
            canvas.cursor(now.0 + text::width(&canvas.safe(&before)).min(now.1), at);
        }
    }
}

/// Where place, name, saved and typed value begin, and their room.
fn columns(width: usize) -> [(usize, usize); 4] {
    divided([18, 34, 22, 26], width)
}
