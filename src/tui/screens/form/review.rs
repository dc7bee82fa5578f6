//! A form of a record that inspectors have spoken of: marks, what was said, and what the clerk says
//! to it on saving.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::Form;
use crate::domain::record::facility::shared;
use crate::domain::record::{Record, Subject, evidence};
use crate::domain::review::{Locks, ReviewState, Thread, ThreadState, history};
use crate::domain::value::{Field, Zone};
use crate::i18n::{AnswerMsg, Lang, Say, Text};
use crate::store::Result;
use crate::tui::part::finding::{marked_fields, said};
use crate::tui::part::words::{Silence, Words};
use crate::tui::screen::{Context, Nav};

/// Fields of a version by code, `kind` and `place` included.
type Fields = BTreeMap<String, Json>;

/// What inspectors said of the record, and what the clerk says to it.
#[derive(Default)]
pub(super) struct Talk {
    state: Option<ReviewState>,
    /// It stands verified by somebody who entered it.
    own: bool,
    /// The findings that wait for the clerk, oldest first, each with the fields that were sent
    /// back.
    waiting: Vec<(Thread, Fields)>,
    locks: Locks,
    /// What was said since saving began.
    given: Given,
    /// What was said when saving was tried before, to begin with.
    before: Given,
    asked: Option<Asked>,
    zone: Zone,
}

#[derive(Default)]
struct Given {
    /// Answers by their finding.
    answers: BTreeMap<Uuid, String>,
    /// Why values that are held fast are changed.
    reason: String,
}

/// What the words that are being written are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Answer(Uuid),
    Reason,
    Removal,
}

impl Talk {
    /// What is said to each finding that waits.
    pub(super) fn answers(&self) -> Vec<(Uuid, &str)> {
        let answer = |id: Uuid| self.given.answers.get(&id).map_or("", String::as_str);
        self.waiting
            .iter()
            .map(|(thread, _)| (thread.id, answer(thread.id)))
            .collect()
    }

    pub(super) fn reason(&self) -> &str {
        &self.given.reason
    }

    /// Saving begins: everything is asked again, beginning with the words of last time.
    pub(super) fn begin(&mut self) {
        let Given { answers, reason } = std::mem::take(&mut self.given);
        self.before.answers.extend(answers);
        if !reason.is_empty() {
            self.before.reason = reason;
        }
    }

    /// The question that was open, which is answered now.
    pub(super) const fn take_asked(&mut self) -> Option<Asked> {
        self.asked.take()
    }
}

impl Form {
    /// Reads what inspectors have said by now.
    pub(super) fn load_talk(&mut self, context: &Context) -> Result<()> {
        if self.target.is_new || self.target.subject != Subject::Facility {
            return Ok(());
        }
        self.talk.zone = context.store.zone();
        let id = self.target.id;
        let Some(review) = context.store.review_of(id)? else {
            return Ok(());
        };
        let waiting = review
            .threads
            .into_iter()
            .filter(|thread| thread.state == ThreadState::Open);
        let sent_back =
            |thread: Thread| Ok((context.store.fields_at(id, thread.returned_upon())?, thread));
        let waiting = waiting.map(sent_back).collect::<Result<Vec<_>>>()?;
        self.talk.waiting = waiting
            .into_iter()
            .map(|(fields, thread)| (thread, fields))
            .collect();
        (self.talk.state, self.talk.own, self.talk.locks) =
            (Some(review.state), review.own, review.locks);
        Ok(())
    }

    /// The state of the record between clerk and inspector, as it was read last.
    pub(super) const fn state(&self) -> Option<ReviewState> {
        self.talk.state
    }

    fn is_marked(&self, code: &str) -> bool {
        let marks =
            |(thread, _): &(Thread, Fields)| !thread.fields.is_empty() && thread.marks(code);
        self.talk.waiting.iter().any(marks)
    }

    /// The fields that findings mark one by one.
    pub(in crate::tui) fn marked(&self) -> Vec<usize> {
        let fields = self.kind.fields.iter().enumerate();
        fields
            .filter(|(_, field)| self.is_marked(&field.code))
            .map(|(at, _)| at)
            .collect()
    }

    fn is_held(&self, code: &str) -> bool {
        self.talk.locks.hold(code, self.target.base.get(code))
    }

    /// What stands before the value of a field: `!` returned, `v` verified.
    pub(super) fn review_mark(&self, code: &str) -> Option<&'static str> {
        if self.is_marked(code) {
            return Some("!");
        }
        (self.talk.state != Some(ReviewState::Returned) && self.is_held(code)).then_some("v")
    }

    /// What the head of the form says of the review; nothing while nobody has to do anything about
    /// it.
    pub(super) fn review_head(&self, lang: Lang) -> Option<String> {
        match self.talk.state? {
            ReviewState::Returned => Some(
                AnswerMsg::ReturnedHead {
                    count: self.talk.waiting.len(),
                }
                .say(lang),
            ),
            ReviewState::Approved if self.talk.own => Some(AnswerMsg::ApprovedOwnHead.say(lang)),
            ReviewState::Approved => Some(AnswerMsg::ApprovedHead.say(lang)),
            ReviewState::Draft | ReviewState::Submitted => None,
        }
    }

    /// What inspectors say of the whole record, a line each.
    pub(in crate::tui) fn said_of_all(&self, lang: Lang) -> Vec<String> {
        let whole = |thread: &&Thread| thread.fields.is_empty();
        self.findings()
            .filter(whole)
            .filter_map(|thread| told(thread, self.talk.zone, lang))
            .collect()
    }

    /// What inspectors say of the field in focus, those of the whole record left out.
    pub(in crate::tui) fn said_of_field(&self, lang: Lang) -> Vec<String> {
        let Some(field) = self.kind.fields.get(self.focus) else {
            return Vec::new();
        };
        let of_it = |thread: &&Thread| !thread.fields.is_empty() && thread.marks(&field.code);
        self.findings()
            .filter(of_it)
            .filter_map(|thread| told(thread, self.talk.zone, lang))
            .collect()
    }

    /// What inspectors say of the field in focus and of the whole record, and that changing the
    /// field wants a reason.
    pub(super) fn said_here(&self, lang: Lang) -> Vec<String> {
        let Some(field) = self.kind.fields.get(self.focus) else {
            return Vec::new();
        };
        let mut lines = self.said_of_field(lang);
        lines.extend(self.said_of_all(lang));
        if self.is_held(&field.code) {
            let returned = self.talk.state == Some(ReviewState::Returned);
            lines.push(
                if returned {
                    AnswerMsg::HeldReturned
                } else {
                    AnswerMsg::HeldApproved
                }
                .say(lang),
            );
        }
        lines
    }

    /// The files listed with the record, for the field that speaks of evidence.
    pub(super) fn evidence(&self, field: &Field, lang: Lang) -> Vec<String> {
        if field.code != shared::EVIDENCE {
            return Vec::new();
        }
        let files = evidence::of_json(self.target.base.get(shared::EVIDENCE_FILES));
        files.iter().map(|file| file.brief().say(lang)).collect()
    }

    fn findings(&self) -> impl Iterator<Item = &Thread> {
        self.talk.waiting.iter().map(|(thread, _)| thread)
    }

    /// Whether saving changes fields that are held fast, and nobody said why.
    pub(super) fn unexplained(&self, wanted: &Fields) -> bool {
        self.talk.given.reason.is_empty() && !self.broken(wanted).is_empty()
    }

    /// The fields held fast that saving changes.
    pub(super) fn broken(&self, wanted: &Fields) -> Vec<String> {
        let standing: Fields = self
            .target
            .base
            .clone()
            .into_iter()
            .chain(self.target.fixed.clone())
            .collect();
        self.talk
            .locks
            .broken_by(&standing, &Record::patch_to(&standing, wanted))
    }

    /// The first finding that wants an answer still.
    pub(super) fn unanswered(&self, wanted: &Fields) -> Option<Uuid> {
        let is_answered = |(thread, returned): &(Thread, Fields)| {
            let words = self.talk.given.answers.get(&thread.id);
            words.is_some_and(|words| !words.is_empty() || thread.is_met_by(returned, wanted))
        };
        self.talk
            .waiting
            .iter()
            .find(|waiting| !is_answered(waiting))
            .map(|(thread, _)| thread.id)
    }

    /// Whether a finding may be answered without a word: the changed field says it.
    pub(in crate::tui) fn silence(&self, id: Uuid) -> Silence {
        let wanted = self.fields();
        let waiting = self.talk.waiting.iter().find(|(thread, _)| thread.id == id);
        let is_met = waiting.is_some_and(|(thread, returned)| thread.is_met_by(returned, &wanted));
        if is_met {
            Silence::Allowed
        } else {
            Silence::Refused
        }
    }

    /// The question for an answer: what is marked, what was said so far, and what is wanted.
    pub(in crate::tui) fn answer_lines(&self, id: Uuid) -> Vec<Text> {
        let Some(thread) = self.findings().find(|thread| thread.id == id) else {
            return Vec::new();
        };
        let ask = match self.silence(id) {
            Silence::Allowed => AnswerMsg::AskAnswer,
            Silence::Refused => AnswerMsg::AskAnswerInWords,
        };
        let acts = thread.acts.iter().map(|act| said(act, self.talk.zone));
        std::iter::once(marked_fields(thread, &self.kind))
            .chain(acts)
            .chain([Text::of(&ask)])
            .collect()
    }

    /// The question why values that are held fast are changed.
    pub(in crate::tui) fn reason_line(&self) -> Text {
        let broken = self.broken(&self.fields());
        let labels: Vec<Text> = broken
            .iter()
            .map(|code| history::label(code, Some(&self.kind)))
            .collect();
        let fields = Text::list(&labels);
        let ask = |fields: &str| {
            let fields = fields.to_owned();
            if self.talk.state == Some(ReviewState::Returned) {
                AnswerMsg::AskReturned { fields }
            } else {
                AnswerMsg::AskApproved { fields }
            }
        };
        Text {
            zh: ask(&fields.zh).say(Lang::Zh),
            en: ask(&fields.en).say(Lang::En),
        }
    }

    /// Asks for an answer.
    pub(super) fn ask_answer(&mut self, id: Uuid) -> Nav {
        self.talk.asked = Some(Asked::Answer(id));
        let before = self
            .talk
            .before
            .answers
            .get(&id)
            .cloned()
            .unwrap_or_default();
        let words = Words::new(
            &AnswerMsg::AnswerTitle,
            self.answer_lines(id),
            self.silence(id),
        );
        Nav::Push(Box::new(
            words
                .explained(&AnswerMsg::WordsHelp)
                .beginning_with(&before),
        ))
    }

    /// Asks why values that are held fast are changed.
    pub(super) fn ask_reason(&mut self) -> Nav {
        self.talk.asked = Some(Asked::Reason);
        let words = Words::new(
            &AnswerMsg::ReasonTitle,
            vec![self.reason_line()],
            Silence::Refused,
        );
        Nav::Push(Box::new(
            words
                .explained(&AnswerMsg::WordsHelp)
                .beginning_with(&self.talk.before.reason),
        ))
    }

    /// Takes the clerk's answer to a finding.
    pub(in crate::tui) fn answer_finding(&mut self, id: Uuid, words: String) {
        self.talk.given.answers.insert(id, words);
    }

    /// Takes the reason for changing what is held fast.
    pub(in crate::tui) fn explain(&mut self, reason: String) {
        self.talk.given.reason = reason;
    }

    /// Takes the record out of the ledger, or asks why first.
    pub(super) fn remove_or_ask(&mut self, context: &mut Context) -> Result<Nav> {
        use crate::tui::act::remove::{ask_reason, wants_reason};
        if self.target.subject == Subject::Facility && wants_reason(self.target.id, context)? {
            self.talk.asked = Some(Asked::Removal);
            return Ok(ask_reason(self.name()));
        }
        self.remove("", context)?;
        Ok(Nav::Pop)
    }

    /// Goes on with what the words were asked for.
    pub(super) fn words_said(&mut self, words: String, context: &mut Context) -> Result<Nav> {
        match self.talk.take_asked() {
            Some(Asked::Answer(id)) => self.answer_finding(id, words),
            Some(Asked::Reason) => self.explain(words),
            Some(Asked::Removal) => {
                self.remove(&words, context)?;
                return Ok(Nav::Pop);
            }
            None => return Ok(Nav::Stay),
        }
        self.save(context)
    }
}

fn told(thread: &Thread, zone: Zone, lang: Lang) -> Option<String> {
    Some(
        AnswerMsg::Finding {
            words: said(thread.returned_by()?, zone).say(lang),
        }
        .say(lang),
    )
}
