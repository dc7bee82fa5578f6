//! How a second entry looks: a page of fields with what was typed in this session, and under it
//! what there is to know of the field in focus.

use ratatui::style::{Modifier, Style};

use super::blind::{SecondEntryScreen, Slot};
use crate::domain::review::SecondEntryOutcome;
use crate::i18n::{Lang, Say, SecondEntryMsg};
use crate::tui::canvas::Canvas;
use crate::tui::form::field_words::choices_line;
use crate::tui::part::entry_view::{EntryRow, label_room};
use crate::tui::part::field_area::{FieldArea, HEAD, rows_of};
use crate::tui::text;

impl SecondEntryScreen {
    /// How many fields a page has.
    pub(super) fn page(&self) -> usize {
        self.area().page()
    }

    fn area(&self) -> FieldArea {
        FieldArea::new(self.body, self.slots.len())
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
        let area = self.area();
        let width = area.width();
        let labels = label_room(canvas, width, self.slots.iter().map(|slot| &slot.field));
        let places = area.places(self.focus, |at| {
            let slot = self.slots.get(at);
            slot.map_or(1, |slot| slot.row(labels).rows_needed(canvas, width))
        });
        for place in &places {
            let Some(slot) = self.slots.get(place.at) else {
                continue;
            };
            let here = place.at == self.focus;
            let row = EntryRow {
                focused: here.then(|| Style::new().add_modifier(Modifier::UNDERLINED)),
                ..slot.row(labels)
            };
            let part = (place.column, HEAD + place.row);
            row.draw(&mut canvas.part(part, (width, place.rows)));
        }
        let below = HEAD + rows_of(&places);
        canvas.rule(below);
        let Some(slot) = self.slots.get(self.focus) else {
            return;
        };
        let width = canvas.width();
        let top = below + 1;
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
    /// Its field as a row with labels of so many columns, out of focus.
    fn row(&self, labels: usize) -> EntryRow<'_> {
        EntryRow {
            field: &self.field,
            entry: &self.entry,
            mark: self.mark(),
            sign: None,
            focused: None,
            labels,
            beside: 0,
        }
    }

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
