//! How a form looks: a page of fields, and under it the verdict and what there is to know of the
//! field in focus.

use ratatui::style::{Modifier, Style};

use super::FormScreen;
use crate::domain::value::{Field, Required};
use crate::i18n::{Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::form::entry::Entry;
use crate::tui::form::field_words::choices_line;
use crate::tui::part::entry_view::{self, EntryRow, HEAD, first_shown};
use crate::tui::part::reasons::verdict_words;
use crate::tui::text;

/// So many verdicts are shown, be there room for what the field means or not.
const LEAST_VERDICTS: usize = 2;
/// Stands beside a field that the next new record takes over.
const CARRIED: &str = "^";

impl FormScreen {
    /// Returns how many fields a page has.
    pub(super) fn page(&self) -> usize {
        entry_view::page(self.body.1)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        self.head(&mut canvas.rows(0, HEAD));
        let page = self.page();
        let focus = self.form.focus();
        let first = first_shown(focus, page, self.form.field_count());
        let typed = self.form.facility();
        let fields = self.form.pairs().enumerate().skip(first).take(page);
        for (row, (at, pair)) in fields.enumerate() {
            let mark = mark(self.form.asked_of(pair.0, &typed));
            let derived = self.form.derived(&pair.0.code, &typed, canvas.look.lang);
            let canvas = &mut canvas.rows(HEAD + row, 1);
            let next = self.field(canvas, pair, mark, at == focus);
            self.beside(canvas, pair, (derived, next), at == focus);
        }
        canvas.rule(HEAD + page);
        let top = HEAD + page + 1;
        let height = canvas.height().saturating_sub(top);
        self.foot(&mut canvas.rows(top, height));
    }

    fn head(&self, canvas: &mut Canvas) {
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
        canvas.put(0, 0, usize::MAX, &words, Style::new());
    }

    /// Draws a field, and returns the column behind it.
    fn field(
        &self,
        canvas: &mut Canvas,
        (field, entry): (&Field, &Entry),
        mark: &str,
        here: bool,
    ) -> usize {
        let look = canvas.look;
        // Only fields of new records are carried, and nobody has spoken of these yet.
        let carried = self.form.is_carried(&field.code).then_some(CARRIED);
        let style = if entry.is_replaced_by_typing(field) {
            look.bar()
        } else {
            Style::new().add_modifier(Modifier::UNDERLINED)
        };
        let row = EntryRow {
            field,
            entry,
            mark,
            sign: carried.or_else(|| self.form.review_mark(&field.code)),
            focused: here.then_some(style),
        };
        row.draw(canvas)
    }

    /// Says beside a field what is wrong with it, or else what it comes to from others.
    fn beside(
        &self,
        canvas: &mut Canvas,
        (field, entry): (&Field, &Entry),
        (derived, next): (Option<String>, usize),
        here: bool,
    ) {
        let look = canvas.look;
        // What is wrong with the field in focus is said in full under the fields.
        let complaint = self.form.complaint(field, entry, look.lang);
        let complaint = complaint.filter(|_| !here);
        let said = complaint.map(|words| (words, look.alarm()));
        // So is what the field in focus comes to: beside it there is no room for its parts.
        let derived = derived.filter(|_| !here);
        let said = said.or_else(|| derived.map(|words| (words, look.heading())));
        if let Some((words, style)) = said {
            let width = text::width(&canvas.safe(&words));
            let at = canvas.width().saturating_sub(width).max(next + 1);
            canvas.put(at, 0, usize::MAX, &words, style);
        }
    }

    /// The verdict of every requirement that looks at the record, and what the field in focus
    /// means.
    fn foot(&self, canvas: &mut Canvas) {
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
        let lines = derived
            .into_iter()
            .chain(choices_line(field, lang))
            .chain([field.help.get(lang).to_owned()]);
        let lines = lines.chain(self.form.evidence(field, lang));
        let wrapped = lines
            .flat_map(|line| text::wrap(&canvas.safe(&line), width))
            .collect::<Vec<_>>();
        // However many minimums look at the record, what is wrong with the field must be seen: it
        // cannot be saved. Then come the verdicts that the field is about, and what it means.
        let room = canvas.height().saturating_sub(complaint.len());
        let rest = room.saturating_sub(wrapped.len());
        let below = self.verdicts(canvas, rest.max(LEAST_VERDICTS).min(room));
        for (row, line) in complaint.iter().chain(&wrapped).enumerate() {
            canvas.put(0, below + row, usize::MAX, line, Style::new());
        }
    }

    /// Draws the verdicts of the requirements that look at the record, so many lines at most, and
    /// returns the row below them.
    fn verdicts(&self, canvas: &mut Canvas, room: usize) -> usize {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let mut row = 0;
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
