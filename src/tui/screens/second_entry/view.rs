//! How a second entry looks: a page of fields with what was typed in this session, and under it
//! what there is to know of the field in focus.

use ratatui::style::{Modifier, Style};

use super::blind::{SecondEntryScreen, Slot};
use crate::domain::review::SecondEntryOutcome;
use crate::i18n::{Lang, Say, SecondEntryMsg};
use crate::tui::canvas::Canvas;
use crate::tui::form::field_words::choices_line;
use crate::tui::part::entry_view::{self, EntryRow, HEAD, first_shown};
use crate::tui::text;

impl SecondEntryScreen {
    /// How many fields a page has.
    pub(super) fn page(&self) -> usize {
        entry_view::page(self.body.1)
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
        let first = first_shown(self.focus, page, self.slots.len());
        let slots = self.slots.iter().enumerate().skip(first).take(page);
        for (row, (at, slot)) in slots.enumerate() {
            let style = Style::new().add_modifier(Modifier::UNDERLINED);
            let line = EntryRow {
                field: &slot.field,
                entry: &slot.entry,
                mark: slot.mark(),
                sign: None,
                focused: (at == self.focus).then_some(style),
            };
            line.draw(&mut canvas.rows(HEAD + row, 1));
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
