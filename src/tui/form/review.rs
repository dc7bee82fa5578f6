//! A form of a record that inspectors have spoken of: marks, what was said, and what the clerk says
//! to it on saving.

use uuid::Uuid;

use super::finding::{act_line, marked_fields};
use super::form::Form;
use super::review_threads::{Fields, Silence};
use crate::domain::record::facility::shared;
use crate::domain::record::{Record, evidence};
use crate::domain::review::{ReviewState, Thread, ThreadState, history};
use crate::domain::value::{Field, Zone};
use crate::i18n::{AnswerMsg, Lang, Say, Text};
use crate::store::Result;
use crate::tui::context::Context;

impl Form {
    /// Reads what inspectors have said by now.
    pub(crate) fn load_review(&mut self, context: &Context) -> Result<()> {
        if self.target.is_new || !self.target.subject.is_reviewed() {
            return Ok(());
        }
        self.review.zone = context.store.zone();
        let id = self.target.id;
        let Some(review) = context.store.review_of(id)? else {
            return Ok(());
        };
        let waiting = review
            .threads
            .into_iter()
            .filter(|thread| thread.state == ThreadState::Open);
        let sent_back = |thread: Thread| {
            Ok((
                context.store.fields_at(id, thread.returned_version())?,
                thread,
            ))
        };
        let waiting = waiting.map(sent_back).collect::<Result<Vec<_>>>()?;
        self.review.waiting = waiting
            .into_iter()
            .map(|(fields, thread)| (thread, fields))
            .collect();
        self.review.state = Some(review.state);
        self.review.own = review.own;
        self.review.locks = review.locks;
        Ok(())
    }

    /// The state of the record between clerk and inspector, as it was read last.
    pub(crate) const fn state(&self) -> Option<ReviewState> {
        self.review.state
    }

    fn is_marked(&self, code: &str) -> bool {
        let marks =
            |(thread, _): &(Thread, Fields)| !thread.fields.is_empty() && thread.marks(code);
        self.review.waiting.iter().any(marks)
    }

    /// The fields that findings mark one by one.
    pub(crate) fn marked(&self) -> Vec<usize> {
        self.positions(|field, _| self.is_marked(&field.code))
    }

    fn is_held(&self, code: &str) -> bool {
        self.review.locks.hold(code, self.target.base.get(code))
    }

    /// What stands before the value of a field: `!` returned, `v` verified.
    pub(crate) fn review_mark(&self, code: &str) -> Option<&'static str> {
        if self.is_marked(code) {
            return Some("!");
        }
        (self.review.state != Some(ReviewState::Returned) && self.is_held(code)).then_some("v")
    }

    /// What the head of the form says of the review; nothing while nobody has to do anything about
    /// it.
    pub(crate) fn review_head(&self, lang: Lang) -> Option<String> {
        match self.review.state? {
            ReviewState::Returned => Some(
                AnswerMsg::ReturnedHead {
                    count: self.review.waiting.len(),
                }
                .say(lang),
            ),
            ReviewState::Approved if self.review.own => Some(AnswerMsg::ApprovedOwnHead.say(lang)),
            ReviewState::Approved => Some(AnswerMsg::ApprovedHead.say(lang)),
            ReviewState::Draft | ReviewState::Submitted => None,
        }
    }

    /// What inspectors say of the whole record, a line each.
    pub(crate) fn findings_of_record(&self, lang: Lang) -> Vec<String> {
        let whole = |thread: &&Thread| thread.fields.is_empty();
        self.findings()
            .filter(whole)
            .filter_map(|thread| finding_line(thread, self.review.zone, lang))
            .collect()
    }

    /// What inspectors say of the field in focus, those of the whole record left out.
    pub(crate) fn findings_of_field(&self, lang: Lang) -> Vec<String> {
        let Some(field) = self.field() else {
            return Vec::new();
        };
        let of_it = |thread: &&Thread| !thread.fields.is_empty() && thread.marks(&field.code);
        self.findings()
            .filter(of_it)
            .filter_map(|thread| finding_line(thread, self.review.zone, lang))
            .collect()
    }

    /// What inspectors say of the field in focus and of the whole record, and that changing the
    /// field wants a reason.
    pub(crate) fn findings_here(&self, lang: Lang) -> Vec<String> {
        let Some(field) = self.field() else {
            return Vec::new();
        };
        let mut lines = self.findings_of_field(lang);
        lines.extend(self.findings_of_record(lang));
        if self.is_held(&field.code) {
            let returned = self.review.state == Some(ReviewState::Returned);
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
    pub(crate) fn evidence(&self, field: &Field, lang: Lang) -> Vec<String> {
        if field.code != shared::EVIDENCE {
            return Vec::new();
        }
        let files = evidence::of_json(self.target.base.get(shared::EVIDENCE_FILES));
        files.iter().map(|file| file.brief().say(lang)).collect()
    }

    fn findings(&self) -> impl Iterator<Item = &Thread> {
        self.review.waiting.iter().map(|(thread, _)| thread)
    }

    /// Whether saving changes locked fields, and nobody said why.
    pub(crate) fn unexplained(&self, wanted: &Fields) -> bool {
        self.review.given.reason.is_empty() && !self.broken(wanted).is_empty()
    }

    /// The locked fields that saving changes.
    pub(crate) fn broken(&self, wanted: &Fields) -> Vec<String> {
        let saved = self.target.saved_fields();
        self.review
            .locks
            .broken_by(&saved, &Record::patch_to(&saved, wanted))
    }

    /// The first finding that wants an answer still.
    pub(crate) fn unanswered(&self, wanted: &Fields) -> Option<Uuid> {
        let is_answered = |(thread, returned): &(Thread, Fields)| {
            let words = self.review.given.answers.get(&thread.id);
            words.is_some_and(|words| !words.is_empty() || thread.is_met_by(returned, wanted))
        };
        self.review
            .waiting
            .iter()
            .find(|waiting| !is_answered(waiting))
            .map(|(thread, _)| thread.id)
    }

    /// Whether a finding may be answered without a word: the changed field says it.
    pub(crate) fn silence(&self, id: Uuid) -> Silence {
        let wanted = self.fields();
        let waiting = self
            .review
            .waiting
            .iter()
            .find(|(thread, _)| thread.id == id);
        let is_met = waiting.is_some_and(|(thread, returned)| thread.is_met_by(returned, &wanted));
        if is_met {
            Silence::Allowed
        } else {
            Silence::Refused
        }
    }

    /// The question for an answer: what is marked, what was said so far, and what is wanted.
    pub(crate) fn answer_lines(&self, id: Uuid) -> Vec<Text> {
        let Some(thread) = self.findings().find(|thread| thread.id == id) else {
            return Vec::new();
        };
        let ask = match self.silence(id) {
            Silence::Allowed => AnswerMsg::AskAnswer,
            Silence::Refused => AnswerMsg::AskAnswerInWords,
        };
        let acts = thread
            .acts
            .iter()
            .map(|act| act_line(act, self.review.zone));
        std::iter::once(marked_fields(thread, &self.kind))
            .chain(acts)
            .chain([Text::of(&ask)])
            .collect()
    }

    /// The question why locked values are changed.
    pub(crate) fn reason_line(&self) -> Text {
        let broken = self.broken(&self.fields());
        let labels: Vec<Text> = broken
            .iter()
            .map(|code| history::label(code, Some(&self.kind)))
            .collect();
        let fields = Text::list(&labels);
        let ask = |fields: &str| {
            let fields = fields.to_owned();
            if self.review.state == Some(ReviewState::Returned) {
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

    /// What was said to a finding when saving was tried before.
    pub(crate) fn answer_before(&self, id: Uuid) -> &str {
        self.review
            .before
            .answers
            .get(&id)
            .map_or("", String::as_str)
    }

    /// The reason that was given when saving was tried before.
    pub(crate) fn reason_before(&self) -> &str {
        &self.review.before.reason
    }

    /// Begins to save: everything is asked again, beginning with the words of last time.
    pub(crate) fn begin_questions(&mut self) {
        self.review.begin();
    }

    /// Takes the clerk's answer to a finding.
    pub(crate) fn answer_finding(&mut self, id: Uuid, words: String) {
        self.review.given.answers.insert(id, words);
    }

    /// Takes the reason for changing what is locked.
    pub(crate) fn explain(&mut self, reason: String) {
        self.review.given.reason = reason;
    }
}

fn finding_line(thread: &Thread, zone: Zone, lang: Lang) -> Option<String> {
    Some(
        AnswerMsg::Finding {
            words: act_line(thread.returned_by()?, zone).say(lang),
        }
        .say(lang),
    )
}
