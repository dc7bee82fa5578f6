//! A text to read, page by page: help and histories.

use ratatui::style::Style;

use super::rows::Rows;
use super::{Context, Nav, Screen};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::text;

/// Paragraphs under a title.
pub struct Page {
    title: ScreenMsg,
    paragraphs: Vec<String>,
    rows: Rows,
}

impl Page {
    /// A page of paragraphs.
    #[must_use]
    pub fn new(title: ScreenMsg, paragraphs: Vec<String>) -> Self {
        // Wrapping depends on the window, which may change: positions count paragraphs.
        let rows = Rows::new(paragraphs.len(), 8);
        Self { title, paragraphs, rows }
    }

    /// The help of a screen: what it is for, and its keys.
    #[must_use]
    pub fn help(screen: &dyn Screen, lang: Lang) -> Self {
        let mut paragraphs = screen.help(lang);
        paragraphs.push(String::new());
        paragraphs.push(ScreenMsg::KeysHead.say(lang));
        for definition in command::in_scope(screen.scope()) {
            let keys = definition.keys.iter().map(|key| command::key_name(*key)).collect::<Vec<_>>().join(" / ");
            paragraphs.push(format!("  {}{}", text::pad(&keys, 22), definition.help.say(lang)));
        }
        Self::new(ScreenMsg::HelpTitle, paragraphs)
    }
}

impl Screen for Page {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn title(&self, lang: Lang) -> String {
        self.title.say(lang)
    }

    fn command(&mut self, command: Command, _: &mut Context) -> Result<Nav> {
        if command == Command::Back {
            return Ok(Nav::Pop);
        }
        self.rows.command(command);
        Ok(Nav::Stay)
    }

    fn help(&self, _: Lang) -> Vec<String> {
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas) {
        let mut row = 0;
        for paragraph in self.paragraphs.iter().skip(self.rows.at) {
            let words = canvas.safe(paragraph);
            let indent = words.len() - words.trim_start().len();
            for (n, line) in text::wrap(&words, canvas.width().saturating_sub(1)).iter().enumerate() {
                let column = if n == 0 { 0 } else { indent };
                canvas.put(column, row, usize::MAX, line, Style::new());
                row += 1;
            }
            row += usize::from(paragraph.is_empty());
            if row >= canvas.height() {
                break;
            }
        }
        canvas.cursor(0, 0);
    }
}
