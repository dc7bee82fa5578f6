//! How the first screen looks: the table of places, and what waits.

use super::Home;
use crate::i18n::{AnswerMsg, Lang, MergeMsg, QuarterMsg, Say, ScreenMsg, Text, WhatIfMsg};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, CommandScope};

impl Home {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        self.matrix.draw_head(canvas);
        self.matrix.draw(canvas);
        if self.matrix.rows.count == 0 {
            return;
        }
        // Not a note, which the next key takes away: what was returned or not saved must not be
        // forgotten.
        let waits = self.what_waits(lang);
        for (n, words) in waits.iter().rev().enumerate() {
            let row = canvas.height().saturating_sub(1 + n);
            canvas.line(row, words, canvas.look.heading());
        }
    }

    /// What waits for this person, a line each.
    fn what_waits(&self, lang: Lang) -> Vec<String> {
        if let Some(moved) = &self.trial {
            let of_verdict = moved.iter().filter(|change| change.is_of_verdict());
            let verdicts = of_verdict.count();
            let figures = moved.len() - verdicts;
            return vec![WhatIfMsg::HomeLine { verdicts, figures }.say(lang)];
        }
        let key = command::key_of(CommandScope::Home, Command::Records);
        let returned = (self.returned > 0).then(|| {
            AnswerMsg::Waiting {
                count: self.returned,
                key,
            }
            .say(lang)
        });
        let drafts = (self.waiting > 0).then(|| {
            ScreenMsg::DraftsWait {
                count: self.waiting,
            }
            .say(lang)
        });
        let conflicts = (self.conflicts > 0).then(|| {
            MergeMsg::HomeLine {
                count: self.conflicts,
            }
            .say(lang)
        });
        let key = command::key_of(CommandScope::Home, Command::Quarter);
        let quarter = self.quarters.shown.iter().map(|(place, work)| {
            QuarterMsg::HomeLine {
                place: place.clone(),
                wants: Text::of(&work.words()),
                key: key.clone(),
            }
            .say(lang)
        });
        quarter
            .chain(conflicts)
            .chain(returned)
            .chain(drafts)
            .collect()
    }
}
