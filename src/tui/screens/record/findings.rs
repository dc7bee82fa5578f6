//! The findings of a record: which there are, and closing or reopening one.

use uuid::Uuid;

use super::Inspection;
use crate::domain::review::{Thread, ThreadState};
use crate::i18n::{InspectorMsg, Lang, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::finding::{act_line, marked_fields};
use crate::tui::form::review_threads::Silence;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, FindingStep, QuestionTopic};
use crate::tui::screen::Nav;

impl Inspection {
    /// How many findings are not closed.
    pub(super) fn open_findings(&self) -> usize {
        self.facts
            .review
            .threads
            .iter()
            .filter(|thread| thread.state != ThreadState::Closed)
            .count()
    }

    /// The findings to choose from, those that are not closed first.
    pub(super) fn choose_finding(&self, context: &mut Context) -> Nav {
        if self.facts.review.threads.is_empty() {
            context.say(InspectorMsg::NoFindings);
            return Nav::Stay;
        }
        let mut threads: Vec<&Thread> = self.facts.review.threads.iter().collect();
        threads.sort_by_key(|thread| thread.state);
        let item = |(at, thread): (usize, &Thread)| {
            let words = |lang: Lang| {
                let last = thread
                    .acts
                    .last()
                    .map(|act| act_line(act, self.facts.zone))
                    .unwrap_or_default();
                format!(
                    "{}  {}",
                    marked_fields(thread, &self.facts.kind).get(lang),
                    last.get(lang)
                )
            };
            Item {
                code: (at + 1).to_string(),
                name: Text::of(&thread.state.label()),
                extra: Text {
                    zh: words(Lang::Zh),
                    en: words(Lang::En),
                },
                answer: Answer::Id(thread.id),
            }
        };
        let items = threads.into_iter().enumerate().map(item).collect();
        let size = context.list_size();
        let title = Text::of(&InspectorMsg::FindingsTitle);
        Nav::ask(QuestionTopic::Finding, Picker::new(title, items, 0, size))
    }

    /// Goes on with a finding as it was answered.
    pub(super) fn answer_finding(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Finding, Answer::Id(id)) => Ok(self.ask_what_to_do(id, context)),
            (QuestionTopic::FindingAction(id), Answer::Finding(step)) => {
                Ok(self.ask_words(id, step))
            }
            (QuestionTopic::Close(id), Answer::Words(text)) => {
                if let Some(review) = context.person.review() {
                    review.inspector.close(id, &text)?;
                    context.say(InspectorMsg::WasClosed);
                }
                Ok(Nav::Stay)
            }
            (QuestionTopic::Reopen(id), Answer::Words(text)) => {
                if let Some(review) = context.person.review() {
                    review.inspector.reopen(id, &text)?;
                    context.say(InspectorMsg::WasReopened);
                }
                Ok(Nav::Stay)
            }
            _ => Ok(Nav::Stay),
        }
    }

    /// Everything said in a finding, and what can be done with it.
    fn ask_what_to_do(&self, id: Uuid, context: &Context) -> Nav {
        let Some(thread) = self
            .facts
            .review
            .threads
            .iter()
            .find(|thread| thread.id == id)
        else {
            return Nav::Stay;
        };
        let item = |code: &str, words: &InspectorMsg, answer| Item {
            code: code.to_owned(),
            name: Text::of(words),
            extra: Text::default(),
            answer,
        };
        let mut items = vec![item("1", &InspectorMsg::LeaveIt, Answer::No)];
        let is_judged = self.facts.is_judged_here;
        if is_judged && thread.state != ThreadState::Closed {
            items.push(item(
                "2",
                &InspectorMsg::CloseIt,
                Answer::Finding(FindingStep::Close),
            ));
        }
        if is_judged && thread.state != ThreadState::Open {
            items.push(item(
                "3",
                &InspectorMsg::ReopenIt,
                Answer::Finding(FindingStep::Reopen),
            ));
        }
        let below = std::iter::once(marked_fields(thread, &self.facts.kind))
            .chain(thread.acts.iter().map(|act| act_line(act, self.facts.zone)));
        let below = below.collect();
        let title = Text::of(&thread.state.label());
        let picker = Picker::new(title, items, 0, context.list_size());
        Nav::ask(QuestionTopic::FindingAction(id), picker.above(below))
    }

    fn ask_words(&self, id: Uuid, step: FindingStep) -> Nav {
        let (topic, question, silence) = match step {
            FindingStep::Close => (
                QuestionTopic::Close(id),
                InspectorMsg::AskClose,
                Silence::Allowed,
            ),
            FindingStep::Reopen => (
                QuestionTopic::Reopen(id),
                InspectorMsg::AskReopen,
                Silence::Refused,
            ),
        };
        self.ask(topic, vec![Text::of(&question)], silence)
    }
}
