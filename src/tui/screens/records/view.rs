//! How the list of records looks.

use ratatui::style::Style;

use super::Records;
use crate::domain::review::reason;
use crate::i18n::{InspectorMsg, ReviewMsg, Say, ScreenMsg, Text};
use crate::store::{Result, Reviewed};
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;

/// Rows above the list: how many there are, and the heads of the columns.
const HEAD: usize = 2;

/// How many rows a page has.
pub(super) fn page(height: usize) -> usize {
    height.saturating_sub(HEAD).max(1)
}

/// A row of the page.
pub(super) struct Listed {
    state: ReviewMsg,
    place: String,
    kind: Text,
    name: String,
    /// How many values are wrong or doubtful and without a reason.
    trouble: usize,
}

impl Listed {
    pub(super) fn of(reviewed: &Reviewed, context: &Context) -> Result<Self> {
        let kind = context.store.kind(&reviewed.kind).map(|(_, kind)| kind);
        let record = context.store.record(reviewed.record)?;
        let trouble = kind
            .zip(record)
            .map(|(kind, record)| reason::unanswered(kind, &record, context.day).len());
        let own = context.store.is_own_approval(reviewed)?;
        Ok(Self {
            state: if own {
                ReviewMsg::ApprovedOwn
            } else {
                reviewed.state.label()
            },
            place: context.store.place_path(&reviewed.place)?,
            kind: kind.map_or_else(
                || Text::both(reviewed.kind.clone()),
                |kind| kind.label.clone(),
            ),
            name: reviewed.name.clone(),
            trouble: trouble.unwrap_or_default(),
        })
    }
}

impl Records {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let (lang, look) = (canvas.look.lang, canvas.look);
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
        canvas.put(0, 0, usize::MAX, &position, Style::new());
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
                &listed.name,
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
    [14, 20, 20, 34, 8].map(|share| {
        let room = (share * width / 96).max(4);
        let column = (begin, room - 1);
        begin += room;
        column
    })
}
