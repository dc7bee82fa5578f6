//! How a form looks: a page of fields, and under it the verdict and what there is to know of the
//! field in focus.

use std::ops::Range;

use ratatui::style::{Modifier, Style};

use super::FormScreen;
use crate::domain::record::Facility;
use crate::domain::value::Required;
use crate::i18n::{Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::form::field_words::choices_line;
use crate::tui::look::Look;
use crate::tui::part::entry_view::{EntryRow, label_room};
use crate::tui::part::field_area::{FieldArea, HEAD, rows_of};
use crate::tui::part::reasons::verdict_words;
use crate::tui::text::{self, CUT};

/// So many verdicts are shown, be there room for what the field means or not.
const LEAST_VERDICTS: usize = 2;
/// Stands beside a field that the next new record takes over.
const CARRIED: &str = "^";

/// The columns that a field has at least where what it held before stands beside it.
const WITH_EARLIER: usize = 100;

/// The columns that the parts of a field have.
struct RowRoom {
    width: usize,
    labels: usize,
    /// Those at the end of the row, for what the field held before and what is wrong with it.
    beside: usize,
    /// The heading of what the fields held before, where it is shown.
    earlier: Option<String>,
}

/// A field of the form as it is drawn.
struct FormRow<'a> {
    at: usize,
    entry: EntryRow<'a>,
    /// What is said beside it, and how.
    said: Option<(String, Style)>,
}

impl FormScreen {
    /// Returns how many fields a page has.
    pub(super) fn page(&self) -> usize {
        self.area().page()
    }

    fn area(&self) -> FieldArea {
        FieldArea::new(self.body, self.form.field_count())
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let area = self.area();
        let room = self.room(canvas, area.width());
        self.head(&mut canvas.rows(0, HEAD), &room);
        let focus = self.form.focus();
        let rows = self.rows(area.shown(focus), &room, canvas.look);
        let places = area.places(focus, |at| {
            let row = rows.iter().find(|row| row.at == at);
            row.map_or(1, |row| row.entry.rows_needed(canvas, room.width))
        });
        let mut cut = None;
        for (place, row) in places.iter().zip(&rows) {
            let is_cut = row.entry.rows_needed(canvas, room.width) > place.rows;
            if place.at == focus && is_cut {
                cut = Some(row.entry.entry.text());
            }
            let part = (place.column, HEAD + place.row);
            self.draw_row(&mut canvas.part(part, (room.width, place.rows)), row, &room);
        }
        let below = HEAD + rows_of(&places);
        canvas.rule(below);
        let height = canvas.height().saturating_sub(below + 1);
        self.foot(&mut canvas.rows(below + 1, height), &room, cut);
    }

    /// Returns the columns that the parts of a field have.
    fn room(&self, canvas: &Canvas, width: usize) -> RowRoom {
        let fields = self.form.pairs().map(|(field, _)| field);
        let earlier = self.form.earlier_head(canvas.look.lang);
        let earlier = earlier.filter(|_| width >= WITH_EARLIER);
        RowRoom {
            width,
            labels: label_room(canvas, width, fields),
            beside: if earlier.is_some() { width * 2 / 5 } else { 0 },
            earlier,
        }
    }

    /// Returns fields as rows.
    fn rows(&self, shown: Range<usize>, room: &RowRoom, look: Look) -> Vec<FormRow<'_>> {
        let typed = self.form.facility();
        let row = |at: usize| {
            let (field, entry) = self.form.pair(at)?;
            let style = if entry.is_replaced_by_typing(field) {
                look.bar()
            } else {
                Style::new().add_modifier(Modifier::UNDERLINED)
            };
            // Only fields of new records are carried, and nobody has spoken of these yet.
            let carried = self.form.is_carried(&field.code).then_some(CARRIED);
            // What is said beside a long value is seen in part at least.
            let said = self.said(at, &typed, look);
            let least = said.as_ref().map(|(words, _)| text::width(words) + 1);
            let least = least.unwrap_or_default().min(room.width / 3);
            let entry = EntryRow {
                field,
                entry,
                mark: mark(self.form.asked_of(field, &typed)),
                sign: carried.or_else(|| self.form.review_mark(&field.code)),
                focused: (at == self.form.focus()).then_some(style),
                labels: room.labels,
                beside: room.beside.max(least),
            };
            Some(FormRow { at, entry, said })
        };
        shown.filter_map(row).collect()
    }

    /// Returns what is wrong with a field, or else what it comes to from others. Of the field in
    /// focus that is said in full under the fields.
    fn said(&self, at: usize, typed: &Facility, look: Look) -> Option<(String, Style)> {
        let (field, entry) = self.form.pair(at).filter(|_| at != self.form.focus())?;
        let complaint = self.form.complaint(field, entry, look.lang);
        let said = complaint.map(|words| (words, look.alarm()));
        said.or_else(|| {
            let derived = self.form.derived(&field.code, typed, look.lang)?;
            Some((derived, look.heading()))
        })
    }

    /// Draws a field, and beside it what it held before, where there is room for that, and what is
    /// wrong.
    fn draw_row(&self, canvas: &mut Canvas, row: &FormRow, room: &RowRoom) {
        let mut column = row.entry.draw(canvas) + 1;
        if room.earlier.is_some() {
            column = column.max(room.width.saturating_sub(room.beside));
            if let Some(earlier) = self.form.earlier_value(row.at, canvas.look.lang) {
                let most = match row.said {
                    Some(_) => room.beside / 2,
                    None => usize::MAX,
                };
                column = canvas.put(column, 0, most, &earlier, canvas.look.heading()) + 2;
            }
        }
        if let Some((words, style)) = &row.said {
            let width = text::width(&canvas.safe(words));
            let at = canvas.width().saturating_sub(width).max(column);
            canvas.put(at, 0, usize::MAX, words, *style);
        }
    }

    fn head(&self, canvas: &mut Canvas, room: &RowRoom) {
        let lang = canvas.look.lang;
        let mut words = ScreenMsg::FieldOf {
            at: self.form.focus() + 1,
            of: self.form.field_count(),
        }
        .say(lang);
        let needed = self.form.needed_later();
        if needed > 0 {
            words = format!(
                "{words}    {}",
                ScreenMsg::SubmitLater { count: needed }.say(lang)
            );
        }
        if let Some(review) = self.form.review_head(lang) {
            words = format!("{words}    {review}");
        }
        let next = canvas.put(0, 0, usize::MAX, &words, Style::new());
        if let Some(earlier) = &room.earlier {
            let column = room.width.saturating_sub(room.beside).max(next + 2);
            canvas.put(column, 0, usize::MAX, earlier, canvas.look.heading());
        }
    }

    /// The verdict of every requirement that looks at the record, what the field in focus means, and
    /// its value where that is cut.
    fn foot(&self, canvas: &mut Canvas, room: &RowRoom, cut: Option<&str>) {
        let lang = canvas.look.lang;
        let width = canvas.width();
        let focused = self.form.focused();
        let complaint = focused.and_then(|(field, entry)| self.form.complaint(field, entry, lang));
        let doubled = || Some(format!("? {}", self.form.name_doubt()?.say(lang)));
        let complaint = complaint.or_else(doubled);
        let differs = focused.is_some_and(|(_, entry)| entry.differs_from_theirs());
        let hint = differs.then(|| ScreenMsg::TakeTheirs.say(lang));
        let said = self.form.findings_here(lang);
        let said: Vec<String> = hint.into_iter().chain(said).collect();
        let complaint = complaint
            .iter()
            .chain(&said)
            .flat_map(|words| text::wrap(&canvas.safe(words), width));
        let complaint: Vec<String> = complaint.collect();
        let Some((field, _)) = focused else { return };
        let derived = self.form.derived(&field.code, &self.form.facility(), lang);
        let earlier = match room.earlier {
            Some(_) => None,
            None => self.form.earlier_line(lang),
        };
        let earlier = earlier.map(|line| text::fit(&canvas.safe(&line), width));
        let lines = earlier
            .into_iter()
            .chain(derived)
            .chain(choices_line(field, lang))
            .chain([field.help.get(lang).to_owned()]);
        let lines = lines
            .chain(self.form.evidence(field, lang))
            .chain(cut.map(str::to_owned));
        let wrapped = lines
            .flat_map(|line| text::wrap(&canvas.safe(&line), width))
            .collect::<Vec<_>>();
        // However many minimums look at the record, what is wrong with the field must be seen: it
        // cannot be saved. Then come the verdicts that the field is about, and what it means.
        let room = canvas.height().saturating_sub(complaint.len());
        let rest = room.saturating_sub(wrapped.len());
        let below = self.verdicts(canvas, rest.max(LEAST_VERDICTS).min(room));
        let lines: Vec<&String> = complaint.iter().chain(&wrapped).collect();
        let last = canvas.height().saturating_sub(below + 1);
        for (row, line) in lines.iter().enumerate().take(last + 1) {
            let next = canvas.put(0, below + row, usize::MAX, line, Style::new());
            if row == last && lines.len() > row + 1 {
                let column = next.min(width.saturating_sub(CUT.len()));
                canvas.put(column, below + row, usize::MAX, CUT, Style::new());
            }
        }
    }

    /// Draws the verdicts of the requirements that look at the record, so many lines at most, and
    /// returns the row below them.
    fn verdicts(&self, canvas: &mut Canvas, room: usize) -> usize {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let mut row = 0;
        if self.form.has_no_minimum() && room > 0 {
            let words = ScreenMsg::NoMinimum.say(lang);
            canvas.put(0, row, usize::MAX, &words, look.heading());
            return 1;
        }
        for words in self.form.not_in_force(lang).iter().take(room) {
            canvas.put(0, row, usize::MAX, words, look.heading());
            row += 1;
        }
        for (requirement, standing) in self.form.standings(room.saturating_sub(row)) {
            let words = verdict_words(canvas, standing, requirement);
            let column = canvas.put(0, row, usize::MAX, &words, look.verdict(standing.verdict)) + 1;
            let reason = self.form.reason(standing, requirement, lang);
            // A sheet is looked at by many requirements: each says which it is.
            let reason = if requirement.is_exists() {
                reason
            } else {
                format!("{} {reason}", requirement.label.get(lang))
            };
            canvas.put(column, row, usize::MAX, &reason, look.heading());
            row += 1;
        }
        row
    }
}

/// Returns the sign before the label of a field: when it is asked for.
const fn mark(asked: Required) -> &'static str {
    match asked {
        Required::Save => "*",
        Required::Submit => "+",
        Required::No => " ",
    }
}
