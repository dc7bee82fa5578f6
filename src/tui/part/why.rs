//! The question why a doubtful value stands: a digit answers it, or a few words.

use ratatui::style::Style;
use tui_input::Input;

use super::rows::Rows;
use crate::domain::review::{ReasonKind, explains};
use crate::domain::text::folding;
use crate::i18n::{Lang, ReasonMsg, Say, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope};
use crate::tui::context::Context;
use crate::tui::form::typing;
use crate::tui::question::Answer;
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// The question.
pub(crate) struct Question {
    /// What is asked, and what is doubtful.
    lines: Vec<Text>,
    words: Input,
    rows: Rows,
    /// The reasons there are to choose from; only the last where just words will do.
    reasons: &'static [ReasonKind],
}

impl Question {
    /// Asks about something; `lines` say what is doubtful.
    pub(crate) fn new(lines: Vec<Text>) -> Self {
        Self {
            lines,
            words: Input::default(),
            rows: Rows::new(ReasonKind::ALL.len(), ReasonKind::ALL.len()),
            reasons: &ReasonKind::ALL,
        }
    }

    /// Takes no other answer than words.
    pub(crate) fn in_words(self, only: bool) -> Self {
        if !only {
            return self;
        }
        Self {
            rows: Rows::new(1, 1),
            reasons: &ReasonKind::WORDS,
            ..self
        }
    }

    fn answer(&self, why: ReasonKind) -> Nav {
        Nav::Answer(Answer::Reason {
            why,
            note: folding::name(self.words.value()),
        })
    }

    /// Words that were typed are the reason; else the one under the cursor is.
    fn take(&self, context: &mut Context) -> Nav {
        let chosen = self
            .reasons
            .get(self.rows.at)
            .copied()
            .unwrap_or(ReasonKind::Other);
        let words = folding::name(self.words.value());
        match (words.is_empty(), chosen) {
            (true, ReasonKind::Other) => {
                context.say(ReasonMsg::WordsNeeded);
                Nav::Stay
            }
            (true, why) => self.answer(why),
            (false, _) if !explains(&words) => {
                context.say(ReasonMsg::SayMore { words });
                Nav::Stay
            }
            (false, _) => self.answer(ReasonKind::Other),
        }
    }
}

impl Question {
    /// Draws the reasons from a row on; the column for the words, behind the last of them.
    fn put_reasons(&self, canvas: &mut Canvas, row: usize) -> usize {
        let look = canvas.look;
        if self.reasons.len() == 1 {
            let cause = ReasonMsg::Cause.say(look.lang);
            return canvas.put(0, row, usize::MAX, &cause, Style::new());
        }
        let mut column = 0;
        for (at, why) in self.reasons.iter().enumerate() {
            let here = at == self.rows.at;
            let style = if here { look.selected() } else { Style::new() };
            let words = format!(
                "{} {}  {}",
                if here { ">" } else { " " },
                at + 1,
                why.say(look.lang)
            );
            column = canvas.put(0, row + at, usize::MAX, &words, style);
        }
        let last = row + self.reasons.len() - 1;
        let words = ReasonMsg::InWords.say(look.lang);
        canvas.put(column, last, usize::MAX, &words, Style::new())
    }
}

impl Screen for Question {
    fn scope(&self) -> CommandScope {
        CommandScope::Picker
    }

    fn title(&self, lang: Lang) -> String {
        ReasonMsg::Title.say(lang)
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        let request = match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => return Ok(self.take(context)),
            // The first and the last reason, not the ends of the words.
            Command::First | Command::Last => None,
            other => typing::request_of(other),
        };
        match request {
            Some(request) => {
                self.words.handle(request);
            }
            None => {
                self.rows.command(command);
            }
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let digit = folding::figure(typed)
            .parse::<usize>()
            .ok()
            .filter(|_| self.words.value().is_empty());
        if let Some(at) = digit
            .and_then(|digit| digit.checked_sub(1))
            .filter(|at| self.reasons.len() > 1 && *at < self.reasons.len())
        {
            self.rows.at = at;
            return Ok(self.take(context));
        }
        self.rows.at = self.reasons.len() - 1;
        typing::type_words(&mut self.words, typed, context);
        Ok(Nav::Stay)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let help = if self.reasons.len() > 1 {
            ReasonMsg::Help
        } else {
            ReasonMsg::WordsHelp
        };
        vec![help.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let width = canvas.width();
        // The reasons are never pushed out by long complaints: they are what has to be seen.
        let room = canvas.height().saturating_sub(self.reasons.len());
        let lines = self
            .lines
            .iter()
            .flat_map(|line| text::wrap(&canvas.safe(line.get(lang)), width));
        let lines: Vec<String> = lines.collect();
        // What is asked stands last.
        let shown = lines.len().saturating_sub(room);
        let mut row = 0;
        for line in lines.iter().skip(shown) {
            canvas.put(0, row, usize::MAX, line, Style::new());
            row += 1;
        }
        row += usize::from(lines.len() < room);
        let column = self.put_reasons(canvas, row);
        // Words belong to the last one, which is what they make of it.
        row += self.reasons.len() - 1;
        canvas.put(column, row, usize::MAX, self.words.value(), look.heading());
        let before: String = self
            .words
            .value()
            .chars()
            .take(self.words.cursor())
            .collect();
        canvas.cursor(column + text::width(&canvas.safe(&before)), row);
    }
}
