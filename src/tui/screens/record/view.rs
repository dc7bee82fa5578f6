//! How a record under inspection looks.

use ratatui::style::Style;

use super::Inspection;
use super::layout::HEAD;
use crate::domain::value::Field;
use crate::i18n::{InspectorMsg, Say, ScreenMsg, named};
use crate::tui::canvas::Canvas;
use crate::tui::text;

impl Inspection {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        canvas.put(0, 0, usize::MAX, &self.head(lang), canvas.look.heading());
        let first = self.rows.first();
        let fields = self
            .facts
            .kind
            .fields
            .iter()
            .enumerate()
            .skip(first)
            .take(self.rows.page);
        for (n, (at, field)) in fields.enumerate() {
            self.field(&mut canvas.rows(HEAD + n, 1), field, at == self.rows.at);
            if at == self.rows.at {
                canvas.cursor(0, HEAD + n);
            }
        }
        let below = HEAD + self.rows.page;
        canvas.rule(below);
        let height = canvas.height().saturating_sub(below + 1);
        self.foot(&mut canvas.rows(below + 1, height));
    }

    /// The state, and what there is to know before reading on.
    fn head(&self, lang: crate::i18n::Lang) -> String {
        let mut parts = vec![self.facts.review.state.label().say(lang)];
        parts.extend(
            self.facts
                .review
                .own
                .then(|| InspectorMsg::OwnApproval.say(lang)),
        );
        let findings = self.open_findings();
        let changed = self.facts.review.changed.len();
        if findings > 0 {
            parts.push(InspectorMsg::OpenFindings { count: findings }.say(lang));
        }
        if changed > 0 {
            parts.push(InspectorMsg::ChangedSince { count: changed }.say(lang));
        }
        if !self.marked.is_empty() {
            parts.push(
                InspectorMsg::Marked {
                    count: self.marked.len(),
                }
                .say(lang),
            );
        }
        parts.push(
            ScreenMsg::FieldOf {
                at: self.rows.at + 1,
                of: self.rows.count,
            }
            .say(lang),
        );
        parts.extend(self.facts.visit.as_ref().map(|visit| visit.brief(lang)));
        parts.join("  ")
    }

    /// `>[x]?! label  value  when who`: marked now, doubtful (or with a reason, `i`), returned (or
    /// changed since the last review, `*`).
    fn field(&self, canvas: &mut Canvas, field: &Field, here: bool) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let width = canvas.width();
        let style = if here { look.selected() } else { Style::new() };
        canvas.fill(0, 0, width, style);
        let cursor = if here { ">" } else { " " };
        let marked = if self.marked.contains(&field.code) {
            "[x]"
        } else {
            "   "
        };
        let doubt = match (
            self.facts.is_doubtful(&field.code),
            self.facts.has_reason(&field.code),
        ) {
            (true, _) => "?",
            (false, true) => "i",
            (false, false) => " ",
        };
        let said = match (
            self.facts.is_returned(&field.code),
            self.facts.is_changed(&field.code),
        ) {
            (true, _) => "!",
            (false, true) => "*",
            (false, false) => " ",
        };
        let room = (width * 2 / 5).min(30);
        let label = format!("{cursor}{marked}{doubt}{said} {}", field.label.get(lang));
        canvas.put(0, 0, room, &label, style);
        let saved = self.facts.last_saved(&field.code);
        let saved = saved
            .map(|(at, author)| InspectorMsg::SavedBy { at, author }.say(lang))
            .unwrap_or_default();
        let value = self.facts.value(field, lang);
        let wide = text::width(&canvas.safe(&saved));
        let value_room = width
            .saturating_sub(room + 1)
            .min(text::width(&canvas.safe(&value)).max(12));
        let next = canvas.put(room + 1, 0, value_room, &value, style);
        // Who saved it gives way to the value.
        if next + 2 + wide <= width {
            canvas.put(width - wide, 0, wide, &saved, style);
        }
    }

    /// What is wrong with the field of the cursor, and its history, the latest first.
    fn foot(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let width = canvas.width();
        let Some(field) = self.facts.kind.fields.get(self.rows.at) else {
            return;
        };
        let value = self.facts.value(field, lang);
        let full = named(field.label.get(lang), &value, lang);
        let history = self.facts.field_history(field, lang);
        let none = history
            .is_empty()
            .then(|| InspectorMsg::NoHistory.say(lang));
        let complaint = self.facts.complaint(&field.code, lang);
        let files = self.facts.evidence(&field.code, lang);
        let lines = std::iter::once(full)
            .chain(files)
            .chain(complaint)
            .chain(history)
            .chain(none);
        let wrapped = lines
            .flat_map(|line| text::wrap(&canvas.safe(&line), width))
            .collect::<Vec<_>>();
        for (row, line) in wrapped.iter().enumerate() {
            canvas.put(0, row, usize::MAX, line, Style::new());
        }
    }
}
