//! How a second entry looks: a page of fields with what was typed in this session, and under it
//! what there is to know of the field in focus.

use ratatui::style::{Modifier, Style};

use super::blind::{SecondEntryScreen, Slot};
use crate::domain::review::SecondEntryOutcome;
use crate::i18n::{Lang, Say, SecondEntryMsg};
use crate::tui::canvas::Canvas;
use crate::tui::form::field_words::{behind, choices_line};
use crate::tui::part::entry_view::{below, cursor_of, scrolled};
use crate::tui::text;

/// Rows above the fields.
const HEAD: usize = 1;

impl SecondEntryScreen {
    /// How many fields a page has.
    pub(super) fn page(&self) -> usize {
        self.body.1.saturating_sub(HEAD + below(self.body.1)).max(1)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let at = self.focus + 1;
        let of = self.slots.len();
        let done = self.settled();
        canvas.put(
            0,
            0,
            usize::MAX,
            &SecondEntryMsg::Progress { at, of, done }.say(lang),
            Style::new(),
        );
        let page = self.page();
        // The last page is a full one too.
        let first = (self.focus / page * page).min(self.slots.len().saturating_sub(page));
        let room = (canvas.width() * 2 / 5).min(26);
        for (row, (at, slot)) in self
            .slots
            .iter()
            .enumerate()
            .skip(first)
            .take(page)
            .enumerate()
        {
            slot.draw(&mut canvas.rows(HEAD + row, 1), room, at == self.focus);
        }
        canvas.rule(HEAD + page);
        let Some(slot) = self.slots.get(self.focus) else {
            return;
        };
        let width = canvas.width();
        let top = HEAD + page + 1;
        let lines = slot
            .notes(lang)
            .into_iter()
            .flat_map(|line| text::wrap(&canvas.safe(&line), width));
        for (row, line) in lines.collect::<Vec<_>>().iter().enumerate() {
            canvas.put(0, top + row, usize::MAX, line, Style::new());
        }
    }
}

impl Slot {
    /// What became of it, as a sign before its label.
    fn mark(&self) -> &'static str {
        match self.attempts.outcome {
            Some(SecondEntryOutcome::Agreed | SecondEntryOutcome::SecondWrong) => "=",
            Some(SecondEntryOutcome::FirstWrong) => "*",
            None if self.attempts.differing.is_some() || self.entry.refusal.is_some() => "!",
            None => " ",
        }
    }

    fn draw(&self, canvas: &mut Canvas, room: usize, here: bool) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let label = format!(
            "{}{}{}",
            if here { ">" } else { " " },
            self.mark(),
            self.field.label.get(lang)
        );
        let style = if here { look.selected() } else { Style::new() };
        canvas.put(0, 0, room, &text::pad(&canvas.safe(&label), room), style);
        let column = room + 1;
        let value_room =
            canvas
                .width()
                .saturating_sub(column)
                .min(if here { 36 } else { usize::MAX });
        let typed = canvas.safe(self.entry.text());
        let (shown, cursor) = scrolled(&typed, cursor_of(canvas, &self.entry), value_room, here);
        let style = if here {
            Style::new().add_modifier(Modifier::UNDERLINED)
        } else {
            Style::new()
        };
        let words = if here {
            text::pad(&shown, value_room)
        } else {
            shown
        };
        let next = canvas.put(column, 0, value_room, &words, style);
        if here {
            canvas.cursor(column + cursor, 0);
        }
        canvas.put(
            next + 1,
            0,
            usize::MAX,
            &behind(&self.field, &self.entry, lang),
            Style::new(),
        );
    }

    /// What stands under the fields while the cursor is here: what is wrong first.
    fn notes(&self, lang: Lang) -> Vec<String> {
        let refusal = self
            .entry
            .refusal
            .as_ref()
            .map(|refusal| format!("! {}", refusal.say(lang)));
        let is_open = !self.is_settled() && self.attempts.differing.is_some();
        let differs = is_open.then(|| SecondEntryMsg::Differs.say(lang));
        let help = [self.field.help.get(lang).to_owned()];
        refusal
            .into_iter()
            .chain(differs)
            .chain(choices_line(&self.field, lang))
            .chain(help)
            .collect()
    }
}
