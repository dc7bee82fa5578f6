//! How a file is imported: a line for everything that can be said of it and for each column, what
//! speaks for the answer, and what came of trying it. Each change is tried again by a job.

mod answer;
mod view;

use self::answer::{AskedAnswer, changed};
use super::task::ask_place;
use crate::i18n::{Lang, ProposalMsg, ProposedMsg, Say, TaskMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::job::{ImportSetting, ProposedChoice, ProposedImport, ProposedLine};
use crate::tui::look::Look;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::task::{Order, OrderStep};

/// The key of the answer that says nothing.
const NOTHING: &str = "0";

/// The screen.
pub(crate) struct ImportScreen {
    order: Order,
    proposed: ProposedImport,
    rows: Rows,
    /// Whether a job tries the import.
    is_trying: bool,
    /// The column that gave up its entry to the one that was answered last.
    gave_up: Option<String>,
    /// The window that the rows were counted for.
    body: (usize, usize),
    look: Look,
}

impl ImportScreen {
    pub(crate) fn new(
        order: Order,
        proposed: &ProposedImport,
        body: (usize, usize),
        look: Look,
    ) -> Self {
        let mut screen = Self {
            order: Order {
                step: OrderStep::Rehearse,
                ..order
            },
            proposed: ProposedImport::default(),
            rows: Rows::new(0, 1),
            is_trying: true,
            gave_up: None,
            body,
            look,
        };
        screen.take(proposed);
        screen
    }

    /// Takes what a job found. The cursor stays on its line.
    fn take(&mut self, proposed: &ProposedImport) {
        let setting = self.line().map(|line| line.setting.clone());
        self.proposed = proposed.clone();
        self.is_trying = proposed.fault.is_none() && proposed.tried.is_none();
        let lines = &self.proposed.lines;
        let at = setting.and_then(|setting| lines.iter().position(|line| line.setting == setting));
        if let Some(at) = at {
            self.rows.go_to(at);
        }
        self.measure();
    }

    /// The line of the cursor; `None` on what was found.
    fn line(&self) -> Option<&ProposedLine> {
        self.proposed.lines.get(self.rows.at)
    }

    /// Counts the rows for the window of now.
    fn measure(&mut self) {
        let found = view::found(&self.proposed, self.body.0, self.look);
        self.rows.page = view::page(self.body);
        self.rows.resize(self.proposed.lines.len() + found.len());
    }

    fn ordered(&self, step: OrderStep, context: &Context) -> Nav {
        Nav::Start(Box::new(Order {
            step,
            lang: context.look.lang,
            seen: self.proposed.seen.clone(),
            ..self.order.clone()
        }))
    }

    fn choose(&self, context: &Context) -> Nav {
        let Some(line) = self.line() else {
            return Nav::Stay;
        };
        let item = |choice: &ProposedChoice| Item {
            code: match choice.code.as_str() {
                "" => NOTHING.to_owned(),
                code => code.to_owned(),
            },
            name: choice.name.clone(),
            extra: choice.extra.clone(),
            answer: Answer::Code(choice.code.clone()),
        };
        let items = line.choices.iter().map(item).collect();
        let is_chosen = |choice: &ProposedChoice| choice.code == line.code;
        let at = line.choices.iter().position(is_chosen).unwrap_or_default();
        let picker = Picker::new(line.name.clone(), items, at, context.list_size());
        Nav::ask(QuestionTopic::ImportSetting(line.setting.clone()), picker)
    }

    /// Answers the line of the cursor with the choice before or after its own.
    fn step(&mut self, back: bool, context: &mut Context) -> Result<Nav> {
        let Some(line) = self.line() else {
            return Ok(Nav::Stay);
        };
        let lines = &self.proposed.lines;
        let is_free = |choice: &&ProposedChoice| answer::is_free(line, choice, lines);
        let free: Vec<&ProposedChoice> = line.choices.iter().filter(is_free).collect();
        let at = free.iter().position(|choice| choice.code == line.code);
        let next = match (at, back) {
            (None, _) => free.first(),
            (Some(at), false) => free.get(at + 1).or_else(|| free.first()),
            (Some(at), true) => at.checked_sub(1).map_or(free.last(), |at| free.get(at)),
        };
        let Some(next) = next.filter(|choice| choice.code != line.code) else {
            context.say(ProposedMsg::NothingToChoose);
            return Ok(Nav::Stay);
        };
        let (setting, code) = (line.setting.clone(), next.code.clone());
        self.set(setting, &code, context)
    }

    /// Takes an answer, and has the import tried again.
    fn set(&mut self, setting: ImportSetting, code: &str, context: &mut Context) -> Result<Nav> {
        if setting == ImportSetting::Place && code.is_empty() {
            return ask_place(None, context);
        }
        let asked = AskedAnswer {
            setting,
            code: code.to_owned(),
            is_of_all_rows: false,
        };
        Ok(self.take_answer(&asked, context))
    }

    fn take_answer(&mut self, asked: &AskedAnswer, context: &mut Context) -> Nav {
        let change = changed(&self.order.answers, &self.proposed.lines, asked);
        self.order.answers = change.answers;
        self.show(&asked.setting, &asked.code);
        for header in &change.left_out {
            self.show(&ImportSetting::Column(header.clone()), "");
        }
        let is_column = matches!(asked.setting, ImportSetting::Column(_));
        self.gave_up = change.left_out.into_iter().next().filter(|_| is_column);
        self.try_again(context)
    }

    fn try_again(&mut self, context: &Context) -> Nav {
        self.proposed.tried = None;
        self.proposed.fault = None;
        self.is_trying = true;
        self.measure();
        self.ordered(OrderStep::Rehearse, context)
    }

    /// Shows an answer before a job comes back with what it makes of it.
    fn show(&mut self, setting: &ImportSetting, code: &str) {
        let mut lines = self.proposed.lines.iter_mut();
        let Some(line) = lines.find(|line| line.setting == *setting) else {
            return;
        };
        code.clone_into(&mut line.code);
        let choice = line.choices.iter().find(|choice| choice.code == code);
        line.value = choice.map(|choice| choice.name.clone()).unwrap_or_default();
        line.why = Text::of(&ProposalMsg::Said);
        line.is_open = false;
        line.is_unsure = false;
    }

    /// Imports the file, if all is decided and it was tried.
    fn start(&mut self, context: &mut Context) -> Nav {
        if self.is_trying {
            context.say(ProposedMsg::StillTrying);
            return Nav::Stay;
        }
        if let Some(at) = self.proposed.lines.iter().position(|line| line.is_open) {
            self.rows.go_to(at);
            context.say(ProposedMsg::DecideFirst);
            return Nav::Stay;
        }
        if let Some(why) = self.proposed.fault.clone() {
            context.say(ProposedMsg::Fault { why });
            return Nav::Stay;
        }
        match self.proposed.tried.as_ref().map(|tried| tried.refused) {
            None => self.try_again(context),
            Some(0) => self.ordered(OrderStep::CarryOut, context),
            Some(count) => {
                let choices = [&ProposedMsg::KeepOut, &ProposedMsg::SkipBad];
                let question = ProposedMsg::AskSkip { count };
                let picker = Picker::to_ask(&question, choices, context.look.lang);
                Nav::ask(QuestionTopic::RefusedRows, picker)
            }
        }
    }

    /// Goes to the next line that is not decided or should be looked at.
    fn go_to_next(&mut self, context: &mut Context) {
        let lines = &self.proposed.lines;
        let is_meant = |at: &usize| {
            let line = lines.get(*at);
            line.is_some_and(|line| line.is_open || line.is_unsure)
        };
        let mut after = (self.rows.at + 1..lines.len()).chain(0..=self.rows.at);
        match after.find(is_meant) {
            Some(at) => self.rows.go_to(at),
            None => context.say(ProposedMsg::NextOpen),
        }
    }
}

impl Screen for ImportScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Import
    }

    fn title(&self, lang: Lang) -> String {
        let name = self.order.file.file_name().unwrap_or_default();
        format!("{}  {}", TaskMsg::Import.say(lang), name.to_string_lossy())
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.line().is_none())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open | Command::Choose => return Ok(self.choose(context)),
            Command::Left => return self.step(true, context),
            Command::Right => return self.step(false, context),
            Command::CarryOut => return Ok(self.start(context)),
            Command::NextProblem => self.go_to_next(context),
            Command::Remove => {
                let setting = self.line().map(|line| line.setting.clone());
                if let Some(setting @ ImportSetting::Column(_)) = setting {
                    return self.set(setting, "", context);
                }
                context.say(ProposedMsg::NothingToChoose);
            }
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::ImportSetting(setting), Answer::Code(code)) => {
                self.set(setting, &code, context)
            }
            // Places are found as everywhere.
            (QuestionTopic::Row, Answer::Place(code)) => {
                let asked = AskedAnswer {
                    setting: ImportSetting::Place,
                    code,
                    is_of_all_rows: true,
                };
                Ok(self.take_answer(&asked, context))
            }
            (QuestionTopic::RefusedRows, Answer::Yes) => {
                self.order.skips_bad_rows = true;
                let nav = self.ordered(OrderStep::CarryOut, context);
                self.order.skips_bad_rows = false;
                Ok(nav)
            }
            _ => Ok(Nav::Stay),
        }
    }

    fn proposed(&mut self, proposed: &ProposedImport) {
        self.take(proposed);
    }

    fn job_ended(&mut self) {
        self.is_trying = false;
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.body = context.body;
        self.look = context.look;
        self.measure();
        Ok(())
    }

    fn language_switched(&mut self, lang: Lang) {
        self.look.lang = lang;
        self.measure();
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ProposedMsg::Help.say(lang), ProposedMsg::KeepHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let outcome = view::outcome(&self.proposed, self.is_trying, self.gave_up.as_deref());
        view::draw(&self.proposed, &self.rows, &outcome, canvas);
    }
}
