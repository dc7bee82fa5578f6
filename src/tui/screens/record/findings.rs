//! The findings of a record: which there are, and closing or reopening one.

use uuid::Uuid;

use super::Inspection;
use crate::domain::record::ChangeId;
use crate::domain::review::{Thread, ThreadState};
use crate::i18n::{InspectorMsg, Lang, Text};
use crate::store::Result;
use crate::tui::part::finding::{marked_fields, said};
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::words::Silence;
use crate::tui::screen::{Answer, Context, Nav};

/// What the question that is open, or was last, is about.
pub(super) enum Asked {
    Nothing,
    /// Why the record is returned: the version that was seen when that was asked.
    Return(Vec<ChangeId>),
    /// Which finding is meant.
    Finding,
    /// What is to become of a finding.
    Action(Uuid),
    /// The words with which a finding is closed.
    Close(Uuid),
    /// Why a finding is opened again.
    Reopen(Uuid),
}

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
    pub(super) fn choose_finding(&mut self, context: &mut Context) -> Nav {
        if self.facts.review.threads.is_empty() {
            context.say(InspectorMsg::NoFindings);
            return Nav::Stay;
        }
        self.asked = Asked::Finding;
        let mut threads: Vec<&Thread> = self.facts.review.threads.iter().collect();
        threads.sort_by_key(|thread| thread.state);
        let item = |(at, thread): (usize, &Thread)| {
            let words = |lang: Lang| {
                let last = thread
                    .acts
                    .last()
                    .map(|act| said(act, self.facts.zone))
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
                answer: Answer::Picked(thread.id.to_string()),
            }
        };
        let items = threads.into_iter().enumerate().map(item).collect();
        let size = (context.look.lang, context.body.1);
        Nav::Push(Box::new(Picker::new(
            Text::of(&InspectorMsg::FindingsTitle),
            items,
            0,
            size,
        )))
    }

    /// Goes on with a finding as it was answered.
    pub(super) fn answer_finding(
        &mut self,
        answer: Answer,
        asked: Asked,
        context: &mut Context,
    ) -> Result<Nav> {
        match (answer, asked) {
            (Answer::Picked(id), Asked::Finding) => {
                Ok(Uuid::parse_str(&id).map_or(Nav::Stay, |id| self.ask_deed(id, context)))
            }
            (Answer::Picked(choice), Asked::Action(id)) => Ok(self.ask_words(id, &choice)),
            (Answer::Said(text), Asked::Close(id)) => {
                if let Some(review) = context.person.review() {
                    review.inspector.close(id, &text)?;
                    context.say(InspectorMsg::WasClosed);
                }
                Ok(Nav::Stay)
            }
            (Answer::Said(text), Asked::Reopen(id)) => {
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
    fn ask_deed(&mut self, id: Uuid, context: &Context) -> Nav {
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
        let mut items = vec![item("1", &InspectorMsg::LeaveIt, Answer::Declined)];
        let is_judged = self.facts.is_judged_here;
        if is_judged && thread.state != ThreadState::Closed {
            items.push(item(
                "2",
                &InspectorMsg::CloseIt,
                Answer::Picked("close".to_owned()),
            ));
        }
        if is_judged && thread.state != ThreadState::Open {
            items.push(item(
                "3",
                &InspectorMsg::ReopenIt,
                Answer::Picked("reopen".to_owned()),
            ));
        }
        let below = std::iter::once(marked_fields(thread, &self.facts.kind))
            .chain(thread.acts.iter().map(|act| said(act, self.facts.zone)));
        let below = below.collect();
        let title = Text::of(&thread.state.label());
        self.asked = Asked::Action(id);
        Nav::Push(Box::new(
            Picker::new(title, items, 0, (context.look.lang, context.body.1)).above(below),
        ))
    }

    fn ask_words(&mut self, id: Uuid, choice: &str) -> Nav {
        let (asked, question, silence) = if choice == "close" {
            (Asked::Close(id), InspectorMsg::AskClose, Silence::Allowed)
        } else {
            (Asked::Reopen(id), InspectorMsg::AskReopen, Silence::Refused)
        };
        self.asked = asked;
        self.ask(vec![Text::of(&question)], silence)
    }
}
