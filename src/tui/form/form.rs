//! A record as it is typed: its entries, what is wrong with them, and what they do to the verdict.
//!
//! The form knows the ledger and no screen. `screens/form.rs` draws it and asks its questions;
//! `plain` asks for its fields line by line.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::earlier::Earlier;
use super::entry::Entry;
use super::keeper::Keeper;
use super::meanwhile::Meanwhile;
use super::name_check::NameCheck;
use super::offers::Pulled;
use super::place_records::PlaceRecords;
use super::review_threads::ReviewThreads;
use super::steps::Steps;
use super::target::Target;
use crate::domain::policy::{CheckStrength, Checked, Kind, Problem, Requirement, check};
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Subject};
use crate::domain::review::Reasons;
use crate::domain::value::{Field, Required, Values};
use crate::domain::verdict::{Standing, explain};
use crate::i18n::{Lang, ScreenMsg};
use crate::store::Result;
use crate::tui::context::Context;

/// The form.
pub(crate) struct Form {
    pub(super) kind: Kind,
    pub(super) target: Target,
    pub(super) entries: Vec<Entry>,
    /// The position of the field that is typed in.
    pub(super) focus: usize,
    /// What else the ledger holds around this record.
    pub(super) around: PlaceRecords,
    /// What the record held before.
    pub(super) earlier: Earlier,
    pub(super) problems: Vec<Problem>,
    /// Why doubtful values stand, as saved and as given here.
    pub(super) reasons: Reasons,
    pub(super) keeper: Keeper,
    pub(super) meanwhile: Meanwhile,
    pub(super) steps: Steps,
    pub(super) pulled: Option<Pulled>,
    /// The codes of the fields that the next new record takes over.
    pub(super) carried: BTreeSet<String>,
    pub(super) names: NameCheck,
    pub(super) review: ReviewThreads,
    pub(super) day: NaiveDate,
}

impl Form {
    /// Each field with its entry, in the order of the form.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Field, &Entry)> {
        self.kind.fields.iter().zip(&self.entries)
    }

    pub(super) fn pairs_mut(&mut self) -> impl Iterator<Item = (&Field, &mut Entry)> {
        self.kind.fields.iter().zip(&mut self.entries)
    }

    /// The field at a position with its entry.
    pub(crate) fn pair(&self, at: usize) -> Option<(&Field, &Entry)> {
        self.kind.fields.get(at).zip(self.entries.get(at))
    }

    /// The field in focus with its entry.
    pub(crate) fn focused(&self) -> Option<(&Field, &Entry)> {
        self.pair(self.focus)
    }

    pub(super) fn focused_mut(&mut self) -> Option<(&Field, &mut Entry)> {
        self.kind
            .fields
            .get(self.focus)
            .zip(self.entries.get_mut(self.focus))
    }

    /// The field in focus.
    pub(crate) fn field(&self) -> Option<&Field> {
        self.kind.fields.get(self.focus)
    }

    /// The position of a field by its code.
    pub(crate) fn position(&self, code: &str) -> Option<usize> {
        self.kind.fields.iter().position(|field| field.code == code)
    }

    /// The positions of the fields that a test holds for.
    pub(super) fn positions(&self, is_meant: impl Fn(&Field, &Entry) -> bool) -> Vec<usize> {
        let pairs = self.pairs().enumerate();
        pairs
            .filter(|(_, (field, entry))| is_meant(field, entry))
            .map(|(at, _)| at)
            .collect()
    }

    /// The record as it is typed now; what does not read counts as empty.
    pub(crate) fn facility(&self) -> Facility {
        let value = |(field, entry): (&Field, &Entry)| {
            let value = entry.value.clone()?;
            Some((field.code.clone(), value))
        };
        Facility {
            id: self.target.id,
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
            values: self.pairs().filter_map(value).collect(),
        }
    }

    /// Judges and checks the record as it is typed now.
    pub(crate) fn judge(&mut self, context: &mut Context) {
        let facility = self.facility();
        let before = self.saved();
        let record = Checked {
            values: &facility,
            before: before.as_ref().map(|before| before as &dyn Values),
            day: self.day,
        };
        self.problems = check::problems(&self.kind, &record);
        let is_there = !self.target.is_new || self.is_changed();
        self.around.judge(
            is_there.then_some(&facility),
            self.target.period(),
            self.day,
        );
        self.look_for_likely(context);
    }

    /// Whether no minimum looks at the record, be its policy in force or not. A sheet may be there
    /// for its figures alone, and an exception is one from a minimum.
    pub(crate) fn has_no_minimum(&self) -> bool {
        let is_facility = self.target.subject == Subject::Facility;
        is_facility && self.around.watched.is_empty() && self.around.dormant.is_empty()
    }

    /// Whether anything differs from the saved record.
    pub(crate) fn is_changed(&self) -> bool {
        self.entries.iter().any(Entry::is_changed)
    }

    /// Leaves the field in focus for another one.
    pub(crate) fn go_to(&mut self, at: usize, context: &mut Context) {
        self.settle(context);
        self.focus = at.min(self.entries.len().saturating_sub(1));
        if let Some(entry) = self.entries.get_mut(self.focus) {
            entry.enter();
        }
        self.keep_draft(context);
    }

    /// Goes to a field by its code, if the form has it.
    pub(crate) fn go_to_field(&mut self, code: &str, context: &mut Context) {
        if let Some(at) = self.position(code) {
            self.go_to(at, context);
        }
    }

    /// Brings the text of the field in focus into its usual form, and says what is worth knowing
    /// about it.
    pub(super) fn settle(&mut self, context: &mut Context) {
        let lang = context.look.lang;
        let focus = self.focus;
        let Some((field, entry)) = self.focused_mut() else {
            return;
        };
        let before = entry.edit_state();
        entry.settle(field, lang);
        let after = entry.edit_state();
        let is_name = field.code == shared::NAME && entry.is_changed();
        self.steps.settled(focus, &before, after);
        self.steps.end_run();
        self.judge(context);
        if is_name
            && !self.target.is_new
            && let Some(other) = self.likely_same()
        {
            let name = other.name().to_owned();
            context.say(ScreenMsg::SameName { name });
        }
    }

    /// The fields where something is wrong, doubtful, or missing for review; the first sort first.
    fn trouble(&self) -> Vec<usize> {
        self.positions(|field, entry| {
            entry.refusal.is_some()
                || entry.differs_from_theirs()
                || self
                    .problems_of(&field.code)
                    .any(|problem| problem.strength == CheckStrength::Hard || self.is_open(problem))
        })
    }

    /// The problems of a field, the worst first.
    pub(super) fn problems_of<'a>(
        &'a self,
        code: &'a str,
    ) -> impl Iterator<Item = &'a Problem> + 'a {
        self.problems
            .iter()
            .filter(move |problem| problem.field == code)
    }

    /// Goes to the next field that wants something.
    pub(crate) fn next_problem(&mut self, context: &mut Context) {
        // What an inspector asks for comes before what the form itself finds.
        let marked = self.marked();
        let trouble = self.trouble().into_iter().filter(|at| !marked.contains(at));
        let mut places: Vec<usize> = marked.iter().copied().chain(trouble).collect();
        if places.is_empty() {
            let needed = check::needed_for_review(&self.kind, &self.facility(), self.day);
            places = needed
                .iter()
                .filter_map(|code| self.position(code))
                .collect();
            let count = places.len();
            context.say(match count {
                0 => ScreenMsg::NoProblems,
                _ => ScreenMsg::SubmitLater { count },
            });
        }
        let after = match places.iter().position(|at| *at == self.focus) {
            Some(here) => places.get(here + 1),
            None if marked.is_empty() => places.iter().find(|at| **at > self.focus),
            None => None,
        };
        if let Some(at) = after.or_else(|| places.first()) {
            self.go_to(*at, context);
        }
    }

    /// How many things keep the record from being saved.
    pub(super) fn blocking(&self) -> usize {
        let refused = self
            .entries
            .iter()
            .filter(|entry| entry.refusal.is_some())
            .count();
        let is_hard = |problem: &&Problem| problem.strength == CheckStrength::Hard;
        refused + self.problems.iter().filter(is_hard).count()
    }

    /// The fields that keep the record from being saved.
    pub(crate) fn mistakes(&self) -> Vec<usize> {
        self.positions(|field, entry| {
            entry.refusal.is_some()
                || self
                    .problems_of(&field.code)
                    .any(|problem| problem.strength == CheckStrength::Hard)
        })
    }

    /// The fields that somebody else saved differently in between.
    pub(crate) fn conflicts(&self) -> Vec<usize> {
        self.positions(|_, entry| entry.differs_from_theirs())
    }

    /// How many fields are still to be filled before review.
    pub(crate) fn needed_later(&self) -> usize {
        check::needed_for_review(&self.kind, &self.facility(), self.day).len()
    }

    /// Reads again what the ledger now holds beside this record.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.load_around(context)?;
        self.names.looked_up = None;
        self.load_review(context)?;
        self.see_carried(context);
        self.judge(context);
        Ok(())
    }

    /// Writes chosen values in the other language.
    pub(crate) fn language_switched(&mut self, lang: Lang) {
        self.steps.end_run();
        for (field, entry) in self.pairs_mut() {
            entry.language_switched(field, lang);
        }
    }

    /// The texts of all fields by their code.
    pub(super) fn texts(&self) -> BTreeMap<String, String> {
        self.pairs()
            .map(|(field, entry)| (field.code.clone(), entry.text().to_owned()))
            .collect()
    }

    /// The position of the field in focus.
    pub(crate) const fn focus(&self) -> usize {
        self.focus
    }

    /// The record that it is of.
    pub(crate) const fn id(&self) -> Uuid {
        self.target.id
    }

    /// Whether the record is not in the ledger yet.
    pub(crate) const fn is_new(&self) -> bool {
        self.target.is_new
    }

    /// Whether its record is not in the ledger yet and stands among others of its kind.
    pub(crate) const fn is_new_among_others(&self) -> bool {
        self.target.is_new_among_others()
    }

    /// Whether it is a sheet of a place and period.
    pub(crate) fn is_sheet(&self) -> bool {
        self.target.period().is_some()
    }

    /// Whether inspectors review its record.
    pub(crate) const fn is_reviewed(&self) -> bool {
        self.target.subject.is_reviewed()
    }

    /// Whether it is a facility of the ledger, which can go to another place or kind.
    pub(crate) fn can_be_moved(&self) -> bool {
        !self.target.is_new && self.target.subject == Subject::Facility
    }

    /// Whether this session may save it.
    pub(crate) const fn is_writable(&self) -> bool {
        self.target.writable
    }

    /// How many problems the record has.
    pub(crate) const fn problem_count(&self) -> usize {
        self.problems.len()
    }

    /// How many fields it has.
    pub(crate) const fn field_count(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether a field is asked for of the record as it is typed.
    pub(crate) fn asked_of(&self, field: &Field, typed: &Facility) -> Required {
        check::requirement_of(field, typed, self.day)
    }

    /// Whether the next new record takes a field over.
    pub(crate) fn is_carried(&self, code: &str) -> bool {
        self.carried.contains(code)
    }

    /// That a policy which would look at the record is not in force, a line each.
    pub(crate) fn not_in_force(&self, lang: Lang) -> Vec<String> {
        let documents = self.around.dormant.iter();
        documents
            .filter_map(|document| explain::not_in_force(document, self.day, lang))
            .collect()
    }

    /// The first requirements that look at the record, `most` at most, with their standings.
    pub(crate) fn standings(&self, most: usize) -> impl Iterator<Item = (&Requirement, &Standing)> {
        let field = self.field().map_or("", |field| field.code.as_str());
        let mut watched: Vec<_> = self.around.watched.iter().collect();
        // What asks for facilities that exist stays in the order of the pack.
        watched.sort_by_key(|watched| !watched.looks_at(&self.kind.code, field));
        watched
            .into_iter()
            .take(most)
            .filter_map(|watched| Some((&watched.requirement, watched.standing.as_ref()?)))
    }
}
