//! What came of a task: a report, or what an order would change, to read and search; what was
//! rehearsed can be carried out from here.

use ratatui::style::Style;

use crate::domain::text::folding;
use crate::i18n::{Lang, Say, TaskMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::job::JobPage;
use crate::tui::look::Look;
use crate::tui::part::rows::Rows;
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::task::{Order, OrderStep};
use crate::tui::text;

/// The page.
pub(crate) struct OutcomeScreen {
    order: Order,
    page: JobPage,
    /// The lines as they are wrapped in the window.
    rows: Rows,
    /// The words that are looked for.
    words: String,
    /// The line on which they were found.
    found: Option<usize>,
}

impl OutcomeScreen {
    pub(crate) fn new(order: Order, page: JobPage, body: (usize, usize)) -> Self {
        let count = page.zh.len().max(page.en.len());
        Self {
            order,
            page,
            rows: Rows::new(count, body.1),
            words: String::new(),
            found: None,
        }
    }

    const fn is_rehearsal(&self) -> bool {
        matches!(self.order.step, OrderStep::Rehearse)
    }

    /// Every line as wide as the window is.
    fn lines(&self, width: usize, look: Look) -> Vec<String> {
        let lines = match look.lang {
            Lang::Zh => &self.page.zh,
            Lang::En => &self.page.en,
        };
        let wrapped = lines.iter().flat_map(|line| {
            let words = text::safe(&text::clean(line), look.ambiguous).into_owned();
            if text::width(&words) <= width {
                vec![words]
            } else {
                text::wrap(&words, width)
            }
        });
        wrapped.collect()
    }

    /// The rows of the text: the last of a rehearsal says how it is carried out.
    fn room(&self, height: usize) -> usize {
        height
            .saturating_sub(usize::from(self.is_rehearsal()))
            .max(1)
    }

    /// Counts the lines for the window of now; the last page is shown full.
    fn measure(&mut self, context: &Context) {
        let (width, height) = context.body;
        self.rows.page = self.room(height);
        self.rows.resize(self.lines(width, context.look).len());
        self.rows.at = self
            .rows
            .at
            .min(self.rows.count.saturating_sub(self.rows.page));
    }

    /// Goes to the next line that holds the words, from the beginning again behind the last one.
    fn go_to_next(&mut self, context: &mut Context) {
        let lines = self.lines(context.body.0, context.look);
        let key = folding::key(&self.words);
        let holds = |at: &usize| {
            let line = lines.get(*at);
            line.is_some_and(|line| folding::key(line).contains(&key))
        };
        let begin = self.found.map_or(self.rows.at, |at| at + 1);
        let next = (begin..lines.len()).find(holds);
        let found = next.or_else(|| (0..begin.min(lines.len())).find(holds));
        match found {
            None => {
                let words = self.words.clone();
                context.say(TaskMsg::NotFound { words });
            }
            Some(at) => {
                if next.is_none() {
                    context.say(TaskMsg::FoundFromTop);
                }
                self.found = Some(at);
                let is_seen = (self.rows.at..self.rows.at + self.rows.page).contains(&at);
                if !is_seen {
                    self.rows.at = at;
                }
            }
        }
    }

    fn ask_words(typed: &str) -> Nav {
        let line = vec![Text::of(&TaskMsg::AskFind)];
        let words = Words::new(&TaskMsg::FindTitle, line, Silence::Refused)
            .beginning_with(typed)
            .explained(&TaskMsg::WordsHelp);
        Nav::ask(QuestionTopic::Search, words)
    }
}

impl Screen for OutcomeScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Outcome
    }

    fn title(&self, lang: Lang) -> String {
        self.order.task.name().say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NotRehearsed, !self.is_rehearsal())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::CarryOut => {
                return Ok(Nav::Start(Box::new(Order {
                    step: OrderStep::CarryOut,
                    ..self.order.clone()
                })));
            }
            Command::Find => return Ok(Self::ask_words("")),
            Command::NextProblem if self.words.is_empty() => return Ok(Self::ask_words("")),
            Command::NextProblem => {
                self.measure(context);
                self.go_to_next(context);
            }
            other => {
                self.measure(context);
                self.rows.command(other);
            }
        }
        self.measure(context);
        Ok(Nav::Stay)
    }

    fn find(&mut self, typed: &str, _: &mut Context) -> Result<Nav> {
        Ok(Self::ask_words(typed))
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        if let (QuestionTopic::Search, Answer::Words(words)) = (topic, answer) {
            self.words = words;
            self.found = None;
            self.go_to_next(context);
            self.measure(context);
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.measure(context);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let confirm = self.is_rehearsal().then(|| TaskMsg::ConfirmHelp.say(lang));
        confirm
            .into_iter()
            .chain([TaskMsg::ReadHelp.say(lang)])
            .collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        let look = canvas.look;
        let room = self.room(canvas.height());
        let lines = self.lines(canvas.width(), look);
        canvas.cursor(0, 0);
        let page = lines.iter().enumerate().skip(self.rows.at).take(room);
        for (row, (at, line)) in page.enumerate() {
            if self.found == Some(at) {
                canvas.line(row, line, look.selected());
                canvas.cursor(0, row);
            } else {
                canvas.put(0, row, usize::MAX, line, Style::new());
            }
        }
        if self.is_rehearsal() {
            let confirm = TaskMsg::Confirm.say(look.lang);
            canvas.line(room, &confirm, look.heading());
        }
    }
}
