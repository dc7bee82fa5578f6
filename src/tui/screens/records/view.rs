//! How the list of records looks.

use ratatui::style::Style;

use super::Records;
use super::layout::HEAD;
use super::listed::ListedRecord;
use crate::i18n::{InspectorMsg, Say, ScreenMsg, WorkMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::columns::divided;

impl Records {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        self.head(canvas);
        if self.rows.count == 0 && self.listing.percent().is_none() {
            canvas.line(HEAD, &InspectorMsg::NothingPasses.say(lang), Style::new());
            return canvas.cursor(0, HEAD);
        }
        let heads = [
            InspectorMsg::StateHead.say(lang),
            ScreenMsg::PlaceHead.say(lang),
            InspectorMsg::KindHead.say(lang),
            ScreenMsg::NameHead.say(lang),
            InspectorMsg::TroubleHead.say(lang),
        ];
        for (head, (column, room)) in heads.iter().zip(columns(canvas.width())) {
            canvas.put(column, 1, room, head, canvas.look.heading());
        }
        for (n, listed) in self.page.iter().enumerate() {
            self.row(canvas, n, listed);
        }
    }

    /// Which row it is, and what there is to know of them all.
    fn head(&self, canvas: &mut Canvas) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        let of = self.rows.count;
        let at = if of == 0 { 0 } else { self.rows.at + 1 };
        let position = ScreenMsg::Position { at, of }.say(lang);
        let mut column = canvas.put(0, 0, usize::MAX, &position, Style::new());
        let count = if self.is_marked { self.length.first } else { 0 };
        let work = self.listing.percent();
        let notes = [
            work.map(|percent| WorkMsg::Narrowing { percent }.say(lang)),
            self.no_minimum.then(|| ScreenMsg::NoMinimum.say(lang)),
            (count > 0).then(|| InspectorMsg::MineWaiting { count }.say(lang)),
        ];
        for words in notes.into_iter().flatten() {
            column = canvas.put(column + 2, 0, usize::MAX, &words, look.heading());
        }
    }

    fn row(&self, canvas: &mut Canvas, n: usize, listed: &ListedRecord) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        let here = self.loaded + n == self.rows.at;
        let style = if here { look.selected() } else { Style::new() };
        canvas.fill(0, HEAD + n, canvas.width(), style);
        let trouble = if listed.trouble > 0 {
            format!("? {}", listed.trouble)
        } else {
            String::new()
        };
        let mut state = listed.state.say(lang);
        if self.is_marked && self.loaded + n < self.length.first {
            state.insert(0, '*');
        }
        let cells = [
            &state,
            &listed.place,
            listed.kind.get(lang),
            listed.name.get(lang),
            &trouble,
        ];
        for (words, (column, room)) in cells.into_iter().zip(columns(canvas.width())) {
            canvas.put(column, HEAD + n, room, words, style);
        }
        if here {
            canvas.cursor(0, HEAD + n);
        }
    }
}

/// Where state, place, kind, name and doubts begin, and their room.
fn columns(width: usize) -> [(usize, usize); 5] {
    divided([17, 20, 20, 31, 8], width)
}
