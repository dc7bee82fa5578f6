//! What is known of a record under inspection.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::policy::{Kind, Problem};
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Record, evidence};
use crate::domain::review::{Forms, Reasons, SiteVisit, ThreadState, reason, saved_reason};
use crate::domain::value::{Field, Zone};
use crate::i18n::{HistoryMsg, InspectorMsg, Lang, LedgerRefusal, Say, named};
use crate::store::{Result, Review, TrailEntry};
use crate::tui::context::Context;

/// The record, what was said of it, and what is wrong with it.
pub(super) struct Facts {
    pub(super) record: Record,
    pub(super) kind: Kind,
    /// Its place with the one above.
    pub(super) place: String,
    pub(super) review: Review,
    /// The last visit to it.
    pub(super) visit: Option<SiteVisit>,
    /// Whether whoever sits here may judge it.
    pub(super) is_judged_here: bool,
    facility: Facility,
    reasons: Reasons,
    /// What is wrong, and doubts that nobody answered.
    problems: Vec<Problem>,
    entries: Vec<TrailEntry>,
    pub(super) zone: Zone,
}

impl Facts {
    /// Reads them.
    ///
    /// # Errors
    /// When the record or its kind is gone, or the ledger cannot be read.
    pub(super) fn of(id: Uuid, context: &Context) -> Result<Self> {
        let gone = || LedgerRefusal::NoSuchRecord { id: id.to_string() };
        let record = context.store.record(id)?.ok_or_else(gone)?;
        let kind = context.store.kind(&record.kind).ok_or_else(gone)?.clone();
        let inspector = context.person.review().map(|review| &review.inspector);
        let judged = inspector
            .map(|inspector| inspector.may_judge(context.store, &record.kind, &record.place));
        Ok(Self {
            is_judged_here: judged.transpose()?.unwrap_or_default(),
            place: context.store.place_path(&record.place)?,
            review: context.store.review_of(id)?.ok_or_else(gone)?,
            visit: context.store.site_visits(id)?.pop(),
            facility: kind.decode(&record),
            reasons: Reasons::of_json(record.fields.get(shared::REASONS)),
            problems: reason::unanswered(&kind, &record, context.day),
            entries: context.store.history(id)?,
            zone: context.store.zone(),
            record,
            kind,
        })
    }

    pub(super) fn name(&self, lang: Lang) -> String {
        self.record.known_by().get(lang).to_owned()
    }

    /// The value of a field as people read it.
    pub(super) fn value(&self, field: &Field, lang: Lang) -> String {
        self.facility
            .values
            .get(&field.code)
            .map(|value| field.show(value, lang))
            .unwrap_or_default()
    }

    /// The files listed as evidence, a line each, for the field that speaks of evidence.
    pub(super) fn evidence(&self, code: &str, lang: Lang) -> Vec<String> {
        if code != shared::EVIDENCE {
            return Vec::new();
        }
        let files = evidence::of_json(self.record.fields.get(shared::EVIDENCE_FILES));
        files.iter().map(|file| file.line().say(lang)).collect()
    }

    /// What is wrong or doubtful about a field, or why it is not any more.
    pub(super) fn complaint(&self, code: &str, lang: Lang) -> Option<String> {
        let problem = self.problems.iter().find(|problem| problem.field == code);
        let reason = self.reasons.of(code).map(|reason| {
            crate::i18n::ReasonMsg::Given {
                reason: reason.say(lang),
            }
            .say(lang)
        });
        problem
            .map(|problem| format!("? {}", problem.complaint.say(lang)))
            .or(reason)
    }

    pub(super) fn is_doubtful(&self, code: &str) -> bool {
        self.problems.iter().any(|problem| problem.field == code)
    }

    /// Whether a reason was given for the value of a field.
    pub(super) fn has_reason(&self, code: &str) -> bool {
        self.reasons.of(code).is_some()
    }

    /// Whether a field changed since an inspector last judged the record.
    pub(super) fn is_changed(&self, code: &str) -> bool {
        self.review
            .changed
            .iter()
            .any(|(changed, ..)| changed == code)
    }

    /// Whether a finding that waits for the clerk marks a field.
    pub(super) fn is_returned(&self, code: &str) -> bool {
        let open = self
            .review
            .threads
            .iter()
            .filter(|thread| thread.state == ThreadState::Open);
        open.into_iter().any(|thread| thread.marks(code))
    }

    /// The fields that want to be looked at: doubtful ones, those with a reason, and those that
    /// changed.
    pub(super) fn worth_a_look(&self) -> Vec<usize> {
        let wants =
            |code: &str| self.is_doubtful(code) || self.has_reason(code) || self.is_changed(code);
        let fields = self.kind.fields.iter().enumerate();
        fields
            .filter(|(_, field)| wants(&field.code))
            .map(|(at, _)| at)
            .collect()
    }

    /// Who saved a field last, and when.
    pub(super) fn last_saved(&self, code: &str) -> Option<(String, String)> {
        let set = |entry: &&TrailEntry| entry.fields.iter().any(|(field, ..)| field == code);
        let entry = self.entries.iter().rev().find(set)?;
        Some((
            self.zone.shown(&entry.change.at),
            entry.change.author.clone(),
        ))
    }

    /// Everything that was ever saved in a field, the latest first, a line each: when, who, from,
    /// to, why.
    pub(super) fn field_history(&self, field: &Field, lang: Lang) -> Vec<String> {
        let words = |json: Option<&Json>| {
            let shown = json
                .and_then(|json| field.decode(json))
                .map(|value| field.show(&value, lang));
            shown
                .or_else(|| json.map(ToString::to_string))
                .unwrap_or_else(|| HistoryMsg::Empty.say(lang))
        };
        let line = |entry: &TrailEntry| {
            let set = entry.fields.iter().find(|(code, ..)| *code == field.code)?;
            let (_, before, after) = set;
            let at = self.zone.shown(&entry.change.at);
            let change = &entry.change;
            let from_to = format!("{} -> {}", words(before.as_ref()), words(after.as_ref()));
            // No field of a form holds a place, so none is named.
            let place_name = |code: &str| code.to_owned();
            let forms = Forms::same(Some(&self.kind));
            let of_field = std::slice::from_ref(set);
            let reason = saved_reason::said(change, of_field, forms, &place_name, lang);
            Some(
                format!("{at}  {}  {from_to}  {reason}", change.author)
                    .trim_end()
                    .to_owned(),
            )
        };
        self.entries.iter().rev().filter_map(line).collect()
    }

    /// A field with its whole history, to read page by page.
    pub(super) fn field_page(&self, at: usize, lang: Lang) -> Vec<String> {
        let Some(field) = self.kind.fields.get(at) else {
            return Vec::new();
        };
        let mut lines = vec![named(field.label.get(lang), &self.value(field, lang), lang)];
        lines.extend(self.evidence(&field.code, lang));
        lines.extend(self.complaint(&field.code, lang));
        lines.push(String::new());
        let history = self.field_history(field, lang);
        if history.is_empty() {
            lines.push(InspectorMsg::NoHistory.say(lang));
        }
        lines.extend(history);
        lines
    }
}
