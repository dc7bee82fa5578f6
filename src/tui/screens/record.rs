//! One record as an inspector sees it: every field with its value, what is doubtful, what changed
//! since the last review, and the history of the field under the cursor. From here it is returned
//! or verified.

mod facts;
mod findings;
mod layout;
mod view;
mod visit;

use std::collections::BTreeSet;

use uuid::Uuid;

use self::facts::Facts;
use super::history;
use crate::domain::record::ChangeId;
use crate::i18n::{InspectorMsg, Lang, Say, ScreenMsg, Text, named};
use crate::store::{Result, Returning};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::page::Page;
use crate::tui::part::rows::Rows;
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

/// The screen.
pub struct Inspection {
    facts: Facts,
    neighbours: Neighbours,
    /// The codes of the fields that the inspector speaks of.
    marked: BTreeSet<String>,
    rows: Rows,
    /// What was written and could not be sent: the next question begins with it.
    unsent: String,
}

impl Inspection {
    /// Opens a record of the ledger.
    ///
    /// # Errors
    /// When it is gone, or the ledger cannot be read.
    pub fn open(context: &mut Context, record: Uuid, neighbours: Neighbours) -> Result<Self> {
        let facts = Facts::of(record, context)?;
        let rows = Rows::new(facts.kind.fields.len(), layout::page(context.body.1));
        let mut screen = Self {
            facts,
            neighbours,
            marked: BTreeSet::new(),
            rows,
            unsent: String::new(),
        };
        // What there is to look at comes first.
        screen.rows.at = screen
            .facts
            .worth_a_look()
            .into_iter()
            .next()
            .unwrap_or_default();
        Ok(screen)
    }

    fn code(&self) -> Option<&str> {
        self.facts
            .kind
            .fields
            .get(self.rows.at)
            .map(|field| field.code.as_str())
    }

    /// Marks the field of the cursor, or takes the mark away.
    fn mark(&mut self) {
        let Some(code) = self.code().map(str::to_owned) else {
            return;
        };
        if !self.marked.remove(&code) {
            self.marked.insert(code);
        }
    }

    fn next_problem(&mut self, context: &mut Context) {
        let places = self.facts.worth_a_look();
        match places
            .iter()
            .find(|at| **at > self.rows.at)
            .or_else(|| places.first())
        {
            Some(at) => self.rows.at = *at,
            None => context.say(ScreenMsg::NoProblems),
        }
    }

    /// Asks why the record is to be returned.
    fn ask_to_return(&self) -> Nav {
        let question = match self.marked.len() {
            0 => InspectorMsg::AskReturnAll,
            count => InspectorMsg::AskReturn { count },
        };
        let marked = self
            .facts
            .kind
            .fields
            .iter()
            .filter(|field| self.marked.contains(&field.code));
        let lines = vec![
            Text::list(marked.map(|field| &field.label)),
            Text::of(&question),
        ];
        let topic = QuestionTopic::Return(self.facts.record.heads.clone());
        self.ask(topic, lines, Silence::Refused)
    }

    /// Asks for words, beginning with those that could not be sent.
    fn ask(&self, topic: QuestionTopic, lines: Vec<Text>, silence: Silence) -> Nav {
        let words = Words::new(&InspectorMsg::SayTitle, lines, silence);
        Nav::ask(topic, words.beginning_with(&self.unsent))
    }

    fn give_back(&mut self, base: &[ChangeId], text: &str, context: &mut Context) -> Result<()> {
        let Some(review) = context.person.review() else {
            return Ok(());
        };
        let fields: Vec<String> = self.marked.iter().cloned().collect();
        let record = self.facts.record.id;
        review.inspector.raise(&Returning {
            record,
            base,
            fields: &fields,
            text,
        })?;
        self.marked.clear();
        context.say(InspectorMsg::WasReturned {
            name: self.facts.name(context.look.lang),
        });
        Ok(())
    }

    fn verify(&mut self, context: &mut Context) -> Result<()> {
        let Some(review) = context.person.review() else {
            return Ok(());
        };
        let done = review
            .inspector
            .approve([(self.facts.record.id, self.facts.record.heads.as_slice())])?;
        self.refresh(context)?;
        let name = self.facts.name(context.look.lang);
        match done.skipped.into_iter().next() {
            Some((_, why)) => context.say(why),
            None if done.approved == 0 => context.say(InspectorMsg::AlreadyApproved { name }),
            None if self.facts.review.own => context.say(InspectorMsg::WasApprovedOwn { name }),
            None => context.say(InspectorMsg::WasApproved { name }),
        }
        Ok(())
    }

    /// The record before or after this one in the list it was opened from.
    fn step(&self, step: isize, context: &mut Context) -> Result<Nav> {
        let Some(id) = self.neighbours.step(self.facts.record.id, step) else {
            return Ok(Nav::Stay);
        };
        Ok(Nav::Replace(Box::new(Self::open(
            context,
            id,
            self.neighbours.clone(),
        )?)))
    }

    /// The field of the cursor with everything that was ever saved in it.
    fn whole_field(&self, context: &Context) -> Nav {
        let lines = |lang| self.facts.field_page(self.rows.at, lang);
        Nav::Push(Box::new(Page::new(
            ScreenMsg::HistoryTitle,
            context.body,
            lines,
        )))
    }
}

impl Screen for Inspection {
    fn scope(&self) -> CommandScope {
        CommandScope::Record
    }

    fn title(&self, lang: Lang) -> String {
        format!(
            "{} > {} > {}",
            self.facts.place,
            self.facts.kind.label.get(lang),
            self.facts.name(lang)
        )
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::OutsideReview, !self.facts.is_judged_here),
            (Obstacle::NothingSelected, self.rows.count == 0),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Mark => self.mark(),
            Command::Return => return Ok(self.ask_to_return()),
            Command::Approve => self.verify(context)?,
            Command::NextProblem => self.next_problem(context),
            Command::NextGroup => return self.step(1, context),
            Command::PreviousGroup => return self.step(-1, context),
            Command::Findings => return Ok(self.choose_finding(context)),
            Command::Visit => return Ok(self.begin_visit(context)),
            Command::Open => return Ok(self.whole_field(context)),
            Command::History => {
                return history::history(self.facts.record.id, &self.facts.kind, context);
            }
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// A space marks, in whatever width the input method types it.
    fn text(&mut self, typed: &str, _: &mut Context) -> Result<Nav> {
        if typed.chars().all(char::is_whitespace) {
            self.mark();
            self.rows.command(Command::Down);
        }
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let said = match &answer {
            Answer::Words(text) => Some(text.clone()),
            _ => None,
        };
        let done = match (topic, answer) {
            (QuestionTopic::Return(base), Answer::Words(text)) => {
                self.give_back(&base, &text, context).map(|()| Nav::Stay)
            }
            (QuestionTopic::Visit(visit), answer) => self.go_on_with_visit(*visit, answer, context),
            (topic, answer) => self.answer_finding(topic, answer, context),
        };
        // Whoever is refused, because the record was just changed or the disk is full, does not
        // write it twice.
        if let Some(said) = said {
            self.unsent = if done.is_err() { said } else { String::new() };
        }
        self.refresh(context)?;
        done
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.facts = Facts::of(self.facts.record.id, context)?;
        self.rows.page = layout::page(context.body.1);
        self.rows.resize(self.facts.kind.fields.len());
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![InspectorMsg::RecordHelp.say(lang), String::new()];
        if let Some(field) = self.facts.kind.fields.get(self.rows.at) {
            lines.push(named(field.label.get(lang), field.help.get(lang), lang));
        }
        lines
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
