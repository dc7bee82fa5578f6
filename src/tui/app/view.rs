//! How the application looks: title, screen, message line and hint bar.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::App;
use crate::i18n::{Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::command::Definition;
use crate::tui::person::WorksOn;
use crate::tui::screen::Screen;
use crate::tui::{command, text};

/// The smallest window that can be worked in.
const SMALLEST: (u16, u16) = (40, 10);

impl App {
    /// Draws the top screen; where the cursor is to be.
    #[must_use]
    pub fn view(&self, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        let mut cursor = None;
        let mut canvas = Canvas::new(buffer, area, &mut cursor, self.look);
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            for (row, line) in text::wrap(&ScreenMsg::TooSmall.say(self.look.lang), canvas.width())
                .iter()
                .enumerate()
            {
                canvas.put(0, row, usize::MAX, line, Style::new());
            }
            return cursor;
        }
        let height = canvas.height();
        if let Some(screen) = self.stack.top() {
            self.title(&mut canvas.rows(0, 1), screen);
            screen.view(&mut canvas.rows(1, height - 3));
            self.hints(&mut canvas.rows(height - 1, 1), screen);
        }
        if let Some(note) = &self.note {
            let fits = |words: &str| text::width(&canvas.safe(words)) <= canvas.width();
            let words = note.fitting(self.look.lang, &fits);
            canvas.line(height - 2, &words, self.look.heading());
        }
        cursor
    }

    /// Returns what stands at the right of the title: who sits there, or where nothing can be
    /// written, of which day the ledger is.
    fn right_of_title(&self) -> String {
        let lang = self.look.lang;
        let name = &self.person.name;
        match self.store.past_day() {
            Some(day) => {
                let on = day.to_string();
                ScreenMsg::AsOfMark { on }.say(lang)
            }
            None => match self.person.works_on {
                WorksOn::Ledger => name.clone(),
                WorksOn::Demo => format!("{}  {name}", ScreenMsg::DemoMark.say(lang)),
                WorksOn::Trial => ScreenMsg::TrialMark.say(lang),
            },
        }
    }

    fn title(&self, canvas: &mut Canvas, screen: &dyn Screen) {
        let lang = self.look.lang;
        let program = ScreenMsg::Program.say(lang);
        let right = self.right_of_title();
        canvas.line(0, "", self.look.bar());
        let room = text::width(&canvas.safe(&right)) + 1;
        // Who sits there matters less than where they are; of which day it is matters as much.
        let least = match self.store.past_day() {
            Some(_) => canvas.width() / 2,
            None => canvas.width() * 2 / 3,
        };
        let column = canvas.width().saturating_sub(room).max(least);
        canvas.put(
            0,
            0,
            column - 1,
            &format!(" {program}  {}", screen.title(lang)),
            self.look.bar(),
        );
        canvas.put(column, 0, room, &right, self.look.bar());
    }

    /// The hint bar: as many commands as fit, the most important first.
    fn hints(&self, canvas: &mut Canvas, screen: &dyn Screen) {
        canvas.line(0, "", self.look.bar());
        let mut column = 1;
        for definition in command::hints(screen.scope(), &self.obstacles()) {
            let key = definition
                .keys
                .first()
                .map(|key| command::key_name(*key))
                .unwrap_or_default();
            let words = format!("{key} {}", definition.label.say(self.look.lang));
            let width = text::width(&words);
            if column + width < canvas.width() {
                column = canvas.put(column, 0, width, &words, self.look.bar()) + 2;
            }
        }
    }

    /// The commands of the screen on top, for tests: those that hint bar, palette and help offer, and
    /// those that the session never has there.
    #[must_use]
    pub fn commands(&self) -> [Vec<&'static Definition>; 2] {
        let Some(top) = self.stack.top() else {
            return [Vec::new(), Vec::new()];
        };
        let there = self.obstacles();
        let offered: Vec<_> = command::offered(top.scope(), &there).collect();
        let is_withheld = |definition: &&Definition| {
            let same = |other: &&Definition| other.command == definition.command;
            !offered.iter().any(same)
        };
        let withheld = command::in_scope(top.scope()).filter(is_withheld).collect();
        [offered, withheld]
    }

    /// The whole area as text, for tests and for the documents.
    #[must_use]
    pub fn screen_text(&self, area: Rect) -> (String, Option<Position>) {
        let mut buffer = Buffer::empty(area);
        let cursor = self.view(&mut buffer);
        let mut lines = Vec::new();
        for y in 0..area.height {
            let mut line = String::new();
            let mut x = 0;
            while x < area.width {
                let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
                line.push_str(symbol);
                // The second cell of a wide character holds nothing of its own.
                x += u16::try_from(text::width(symbol)).unwrap_or(1).max(1);
            }
            lines.push(line.trim_end().to_owned());
        }
        (lines.join("\n"), cursor)
    }
}
