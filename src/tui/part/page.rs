//! A text to read, page by page: help and histories.

use std::borrow::Cow;

use ratatui::style::Style;

use super::rows::Rows;
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::look::Look;
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// Paragraphs under a title, in both languages: the switch of the language must not leave half a
/// screen behind.
pub(crate) struct Page {
    title: ScreenMsg,
    zh: Vec<String>,
    en: Vec<String>,
    wrapped: Option<WrappedLines>,
    /// The cursor over these lines.
    rows: Rows,
}

/// The lines as they are wrapped, each with its indent.
struct WrappedLines {
    /// The width and look that they are wrapped for.
    of: (usize, Look),
    lines: Vec<(usize, String)>,
}

impl Page {
    /// A page of paragraphs, for a window of so many columns and rows.
    #[must_use]
    pub(crate) fn new(
        title: ScreenMsg,
        body: (usize, usize),
        paragraphs: impl Fn(Lang) -> Vec<String>,
    ) -> Self {
        let zh = paragraphs(Lang::Zh);
        let en = paragraphs(Lang::En);
        Self {
            title,
            zh,
            en,
            wrapped: None,
            rows: Rows::new(0, body.1),
        }
    }

    /// The help of a screen: what it is for, and its keys.
    #[must_use]
    pub(crate) fn help(screen: &dyn Screen, there: &[Obstacle], body: (usize, usize)) -> Self {
        Self::new(ScreenMsg::HelpTitle, body, |lang| {
            let mut paragraphs = screen.help(lang);
            paragraphs.push(String::new());
            paragraphs.push(ScreenMsg::KeysHead.say(lang));
            for definition in command::offered(screen.scope(), there) {
                let keys = command::keys_of(screen.scope(), definition).join(" / ");
                paragraphs.push(format!(
                    "  {}{}",
                    text::pad(&keys, 22),
                    definition.help.say(lang)
                ));
            }
            paragraphs
        })
    }

    /// Every line with its indent, as wide as the window is. Two blank ones part what an empty
    /// paragraph parts.
    fn lines(&self, width: usize, look: Look) -> Vec<(usize, String)> {
        let paragraphs = if look.lang == Lang::Zh {
            &self.zh
        } else {
            &self.en
        };
        let mut lines = Vec::new();
        for paragraph in paragraphs {
            let words = text::safe(&text::clean(paragraph), look.ambiguous).into_owned();
            let indent = words.len() - words.trim_start().len();
            let wrapped = text::wrap(&words, width.saturating_sub(1));
            lines.extend(
                wrapped
                    .into_iter()
                    .enumerate()
                    .map(|(n, line)| (if n == 0 { 0 } else { indent }, line)),
            );
            if paragraph.is_empty() {
                lines.push((0, String::new()));
            }
        }
        lines
    }

    /// The lines, where they are wrapped for such a window.
    fn wrapped_for(&self, width: usize, look: Look) -> Option<&[(usize, String)]> {
        let wrapped = self.wrapped.as_ref();
        let fitting = wrapped.filter(|wrapped| wrapped.of == (width, look))?;
        Some(&fitting.lines)
    }

    /// Counts the lines for the window of now; the last page is shown full.
    fn measure(&mut self, context: &Context) {
        let (width, look) = (context.body.0, context.look);
        if self.wrapped_for(width, look).is_none() {
            self.wrapped = Some(WrappedLines {
                of: (width, look),
                lines: self.lines(width, look),
            });
        }
        let count = self
            .wrapped
            .as_ref()
            .map_or(0, |wrapped| wrapped.lines.len());
        self.rows.page = context.body.1.max(1);
        self.rows.resize(count);
        self.rows.at = self
            .rows
            .at
            .min(self.rows.count.saturating_sub(self.rows.page));
    }
}

impl Screen for Page {
    fn scope(&self) -> CommandScope {
        CommandScope::Page
    }

    fn title(&self, lang: Lang) -> String {
        self.title.say(lang)
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        if command == Command::Back {
            return Ok(Nav::Pop);
        }
        self.measure(context);
        self.rows.command(command);
        self.measure(context);
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.measure(context);
        Ok(())
    }

    fn help(&self, _: Lang) -> Vec<String> {
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas) {
        let (width, look) = (canvas.width(), canvas.look);
        let lines = self
            .wrapped_for(width, look)
            .map_or_else(|| self.lines(width, look).into(), Cow::Borrowed);
        for (row, (column, line)) in lines
            .iter()
            .skip(self.rows.at)
            .take(canvas.height())
            .enumerate()
        {
            canvas.put(*column, row, usize::MAX, line, Style::new());
        }
        canvas.cursor(0, 0);
    }
}
