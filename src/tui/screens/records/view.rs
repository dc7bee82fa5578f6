//! How the list of records looks.

use ratatui::style::Style;

use super::Records;
use super::layout::HEAD;
use crate::i18n::{InspectorMsg, Say, ScreenMsg};
use crate::tui::canvas::Canvas;

impl Records {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let at = if self.all.is_empty() {
            0
        } else {
            self.rows.at + 1
        };
        let position = ScreenMsg::Position {
            at,
            of: self.all.len(),
        }
        .say(lang);
        let column = canvas.put(0, 0, usize::MAX, &position, Style::new());
        if self.no_minimum {
            let words = ScreenMsg::NoMinimum.say(lang);
            canvas.put(column + 2, 0, usize::MAX, &words, look.heading());
        }
        if self.all.is_empty() {
            canvas.line(HEAD, &InspectorMsg::NothingPasses.say(lang), Style::new());
            return canvas.cursor(0, HEAD);
        }
        let columns = columns(canvas.width());
        let heads = [
            InspectorMsg::StateHead.say(lang),
            ScreenMsg::PlaceHead.say(lang),
            InspectorMsg::KindHead.say(lang),
            ScreenMsg::NameHead.say(lang),
            InspectorMsg::TroubleHead.say(lang),
        ];
        for (head, (column, room)) in heads.iter().zip(columns) {
            canvas.put(column, 1, room, head, look.heading());
        }
        for (n, listed) in self.page.iter().enumerate() {
            let here = self.loaded + n == self.rows.at;
            let style = if here { look.selected() } else { Style::new() };
            canvas.fill(0, HEAD + n, canvas.width(), style);
            let trouble = if listed.trouble > 0 {
                format!("? {}", listed.trouble)
            } else {
                String::new()
            };
            let state = listed.state.say(lang);
            let cells = [
                &state,
                &listed.place,
                listed.kind.get(lang),
                listed.name.get(lang),
                &trouble,
            ];
            for (words, (column, room)) in cells.into_iter().zip(columns) {
                canvas.put(column, HEAD + n, room, words, style);
            }
            if here {
                canvas.cursor(0, HEAD + n);
            }
        }
    }
}

/// Where state, place, kind, name and doubts begin, and their room.
fn columns(width: usize) -> [(usize, usize); 5] {
    let mut begin = 0;
    [17, 20, 20, 31, 8].map(|share| {
        let room = (share * width / 96).max(4);
        let column = (begin, room - 1);
        begin += room;
        column
    })
}
