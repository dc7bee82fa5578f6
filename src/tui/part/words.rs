//! A question that is answered in words.

use ratatui::style::Style;
use tui_input::Input;

use crate::domain::text::folding;
use crate::i18n::{InspectorMsg, Lang, Say, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::form::typing;
use crate::tui::part::typed_lines::{place_of, typed_lines};
use crate::tui::question::Answer;
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// The question.
pub(crate) struct Words {
    title: Text,
    lines: Vec<Text>,
    silence: Silence,
    input: Input,
    help: Text,
}

impl Words {
    /// Asks what `lines` say.
    pub(crate) fn new(title: &impl Say, lines: Vec<Text>, silence: Silence) -> Self {
        Self {
            title: Text::of(title),
            lines,
            silence,
            input: Input::default(),
            help: Text::of(&InspectorMsg::SayHelp),
        }
    }

    /// Begins with words that were written when the same was asked before.
    pub(crate) fn beginning_with(self, words: &str) -> Self {
        Self {
            input: Input::new(words.to_owned()),
            ..self
        }
    }

    /// Explains itself with other words than those for inspectors.
    pub(crate) fn explained(self, help: &impl Say) -> Self {
        Self {
            help: Text::of(help),
            ..self
        }
    }
}

impl Screen for Words {
    fn scope(&self) -> CommandScope {
        CommandScope::Words
    }

    fn title(&self, lang: Lang) -> String {
        self.title.say(lang)
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => {
                let said = folding::name(self.input.value());
                if said.is_empty() && self.silence == Silence::Refused {
                    context.say(InspectorMsg::MustSay);
                    return Ok(Nav::Stay);
                }
                return Ok(Nav::Answer(Answer::Words(said)));
            }
            other => {
                if let Some(request) = typing::request_of(other) {
                    self.input.handle(request);
                }
            }
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        typing::type_words(&mut self.input, typed, context);
        Ok(Nav::Stay)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![self.help.get(lang).to_owned()]
    }

    /// The words are wrapped, so that all of them can be read again before they are sent.
    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let width = canvas.width();
        let mut row = 0;
        let lines = self
            .lines
            .iter()
            .flat_map(|line| text::wrap(&canvas.safe(line.get(lang)), width));
        for line in lines
            .collect::<Vec<_>>()
            .iter()
            .take(canvas.height().saturating_sub(3))
        {
            canvas.put(0, row, usize::MAX, line, Style::new());
            row += 1;
        }
        let typed = canvas.safe(self.input.value());
        let before: String = self
            .input
            .value()
            .chars()
            .take(self.input.cursor())
            .collect();
        let cursor = text::width(&canvas.safe(&before));
        let lines = typed_lines(&typed, width);
        let (at, column) = place_of(&lines, cursor);
        let room = canvas.height().saturating_sub(row).max(1);
        let first = (at + 1).saturating_sub(room);
        for (n, line) in lines.iter().skip(first).take(room).enumerate() {
            canvas.put(0, row + n, usize::MAX, line, look.heading());
        }
        canvas.cursor(column, row + at - first);
    }
}
