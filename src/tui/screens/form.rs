//! A form, built from the pack: fields, the verdict while they are typed, drafts, and saving.

mod carry;
mod doubts;
mod edit;
pub(crate) mod likely;
mod lines;
pub(crate) mod open;
mod pull;
mod review;
pub(crate) mod save;
mod undo;
mod verdict;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value as Json;
use uuid::Uuid;

pub use self::open::Opening;
pub use crate::tui::carried::Carried;

use self::likely::Likely;
use self::pull::Pulled;
use self::review::Talk;
use self::undo::{Doing, Steps};
use self::verdict::Watched;
use crate::domain::place::Place;
use crate::domain::policy::{CheckStrength, Checked, Kind, Problem, check};
use crate::domain::record::facility::shared;
use crate::domain::record::{ChangeId, Facility, Subject};
use crate::domain::review::Reasons;
use crate::domain::value::{Field, Values};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Obstacle, Scope};
use crate::tui::part::entry::Entry;
use crate::tui::part::keeper::Keeper;
use crate::tui::part::picker::Picker;
use crate::tui::screen::{Answer, Context, Nav, Neighbours, Screen};

/// The record that a form is filled for.
struct Target {
    subject: Subject,
    id: Uuid,
    is_new: bool,
    /// The version the form stands upon.
    parents: Vec<ChangeId>,
    /// The version that was typed upon before somebody else's was taken in. The draft stands upon
    /// it as long as a field is not decided that both set: taken up again, it meets their version
    /// again and says so.
    before_theirs: Vec<ChangeId>,
    /// The record's fields at that version.
    base: BTreeMap<String, Json>,
    /// Fields that every save sets and nobody types: kind and place.
    fixed: BTreeMap<String, Json>,
    place: Place,
    neighbours: Neighbours,
    writable: bool,
}

/// The form.
pub struct Form {
    kind: Kind,
    target: Target,
    entries: Vec<Entry>,
    focus: usize,
    /// The requirements that look at this record, judged with what is typed.
    watched: Vec<Watched>,
    /// Other records of the kind in this place, for names and values before.
    others: Vec<Facility>,
    /// The names of the place and of all above it, the lowest first.
    places: Vec<String>,
    problems: Vec<Problem>,
    /// Why doubtful values stand, as saved and as given here.
    reasons: Reasons,
    keeper: Keeper,
    steps: Steps,
    pulled: Option<Pulled>,
    /// The codes of the fields that the next new record takes over.
    carried: BTreeSet<String>,
    likely: Likely,
    talk: Talk,
    /// That leaving loses the form was said; leaving again means it.
    loss_said: bool,
    day: NaiveDate,
    body: (usize, usize),
}

impl Form {
    /// The record as it is typed now; what does not read counts as empty.
    fn facility(&self) -> Facility {
        let value =
            |(field, entry): (&Field, &Entry)| Some((field.code.clone(), entry.value.clone()?));
        Facility {
            id: self.target.id,
            kind: self.kind.code.clone(),
            place: self.target.place.code.clone(),
            values: self
                .kind
                .fields
                .iter()
                .zip(&self.entries)
                .filter_map(value)
                .collect(),
        }
    }

    /// Judges and checks the record as it is typed now.
    fn judge(&mut self) {
        let facility = self.facility();
        let before = self.saved();
        let before = before.as_ref().map(|before| before as &dyn Values);
        self.problems = check::problems(
            &self.kind,
            &Checked {
                values: &facility,
                before,
                day: self.day,
            },
        );
        let is_there = !self.target.is_new || self.is_changed();
        for watched in &mut self.watched {
            watched.judge(is_there.then_some(&facility), self.day);
        }
    }

    /// Whether anything differs from the saved record.
    pub(in crate::tui) fn is_changed(&self) -> bool {
        self.entries.iter().any(Entry::is_changed)
    }

    /// Leaves the field in focus for another one.
    pub(in crate::tui) fn go_to(&mut self, at: usize, context: &mut Context) {
        self.settle(context);
        self.focus = at.min(self.entries.len().saturating_sub(1));
        if let Some(entry) = self.entries.get_mut(self.focus) {
            entry.enter();
        }
        self.keep_draft(context);
    }

    /// Goes on to the next field that may want something. What is passed over can be reached by
    /// going back to it.
    fn go_on(&mut self, context: &mut Context) {
        self.settle(context);
        let typed = self.facility();
        let next =
            (self.focus + 1..self.entries.len()).find(|&at| !self.need_not_be_passed(at, &typed));
        if next.is_none() {
            context.say(ScreenMsg::LastField);
        }
        self.go_to(next.unwrap_or(self.focus), context);
    }

    /// Whether a field is empty, rightly so as far as anybody can tell, and not asked for.
    fn need_not_be_passed(&self, at: usize, typed: &Facility) -> bool {
        let Some((field, entry)) = self.kind.fields.get(at).zip(self.entries.get(at)) else {
            return false;
        };
        entry.text().is_empty()
            && entry.theirs.is_none()
            && check::is_beside_the_point(field, typed, self.day)
            && !self
                .problems
                .iter()
                .any(|problem| problem.field == field.code)
    }

    /// Brings the text of the field in focus into its usual form, and says what is worth knowing
    /// about it.
    fn settle(&mut self, context: &mut Context) {
        let lang = context.look.lang;
        let Some((field, entry)) = self
            .kind
            .fields
            .get(self.focus)
            .zip(self.entries.get_mut(self.focus))
        else {
            return;
        };
        let before = entry.standing();
        entry.settle(field, lang);
        self.steps.settled(self.focus, &before, entry.standing());
        self.steps.end_run();
        let is_renamed = field.code == shared::NAME && entry.is_changed() && !self.target.is_new;
        self.judge();
        if is_renamed && let Some(other) = self.likely() {
            context.say(ScreenMsg::SameName {
                name: other.name().to_owned(),
            });
        }
    }

    /// A key came: what was said before the last one is over.
    const fn before_a_key(&mut self) {
        self.loss_said = false;
        self.likely.forget_question();
    }

    /// The fields where something is wrong, doubtful, or missing for review; the first sort first.
    fn trouble(&self) -> Vec<usize> {
        let wrong = |entry: &Entry| entry.refusal.is_some() || entry.differs_from_theirs();
        let refused = |at: &usize| self.entries.get(*at).is_some_and(wrong);
        let complained = |at: &usize| {
            let code = self.kind.fields.get(*at).map(|field| field.code.as_str());
            let wants = |problem: &Problem| {
                problem.strength == CheckStrength::Hard || self.is_open(problem)
            };
            self.problems
                .iter()
                .any(|problem| Some(problem.field.as_str()) == code && wants(problem))
        };
        (0..self.entries.len())
            .filter(|at| refused(at) || complained(at))
            .collect()
    }

    fn next_problem(&mut self, context: &mut Context) {
        // What an inspector asks for comes before what the form itself finds.
        let marked = self.marked();
        let trouble = self
            .trouble()
            .into_iter()
            .filter(|at| !marked.contains(at))
            .collect::<Vec<_>>();
        let mut places = [marked.as_slice(), &trouble].concat();
        if places.is_empty() {
            let needed = check::needed_for_review(&self.kind, &self.facility(), self.day);
            let position = |code: &String| {
                self.kind
                    .fields
                    .iter()
                    .position(|field| field.code == *code)
            };
            places = needed.iter().filter_map(position).collect();
            context.say(if places.is_empty() {
                ScreenMsg::NoProblems
            } else {
                ScreenMsg::SubmitLater {
                    count: places.len(),
                }
            });
        }
        let after = match places.iter().position(|at| *at == self.focus) {
            Some(here) => places.get(here + 1),
            None => places
                .iter()
                .find(|at| marked.is_empty() && **at > self.focus),
        };
        if let Some(at) = after.or_else(|| places.first()) {
            self.go_to(*at, context);
        }
    }

    /// How many things keep the record from being saved.
    fn blocking(&self) -> usize {
        let refused = self
            .entries
            .iter()
            .filter(|entry| entry.refusal.is_some())
            .count();
        refused
            + self
                .problems
                .iter()
                .filter(|problem| problem.strength == CheckStrength::Hard)
                .count()
    }

    fn choose(&self, context: &mut Context) -> Nav {
        let Some((field, entry)) = self
            .kind
            .fields
            .get(self.focus)
            .zip(self.entries.get(self.focus))
        else {
            return Nav::Stay;
        };
        let chosen = entry.value.as_ref().and_then(|value| value.text());
        Nav::Push(Box::new(Picker::of_choices(
            field,
            chosen,
            context.look.lang,
            context.body.1,
        )))
    }

    fn ask_to_remove(&self, lang: Lang) -> Nav {
        let question = ScreenMsg::AskRemove { name: self.name() };
        Nav::Push(Box::new(Picker::to_confirm(
            &question,
            self.target.id.to_string(),
            lang,
        )))
    }

    /// Opens the record before or after this one; what was typed here stays as a draft.
    fn step(&mut self, step: isize, context: &mut Context) -> Result<Nav> {
        let Some(id) = self.target.neighbours.step(self.target.id, step) else {
            return Ok(Nav::Stay);
        };
        let neighbours = self.target.neighbours.clone();
        if !self.is_kept(context) {
            return Ok(Nav::Stay);
        }
        let form = Self::open(context, Opening::Existing { id, neighbours })?;
        Ok(form.map_or(Nav::Stay, |form| Nav::Replace(Box::new(form))))
    }
}

impl Screen for Form {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn title(&self, lang: Lang) -> String {
        let name = if self.target.is_new {
            ScreenMsg::NewRecord.say(lang)
        } else {
            self.facility().name().to_owned()
        };
        format!(
            "{} > {} > {name}",
            self.target.place.name,
            self.kind.label.get(lang)
        )
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let no_choices = self
            .kind
            .fields
            .get(self.focus)
            .is_none_or(|field| field.choices().is_empty());
        let all = [
            (Obstacle::ReadOnly, !self.target.writable),
            (Obstacle::NoChoices, no_choices),
            (Obstacle::NotSaved, self.target.is_new),
            (Obstacle::NotCarried, !self.can_be_carried()),
        ];
        all.into_iter()
            .filter(|(_, there)| *there)
            .map(|(obstacle, _)| obstacle)
            .collect()
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        self.before_a_key();
        match command {
            Command::Back => {
                return Ok(if self.is_kept(context) {
                    Nav::Pop
                } else {
                    Nav::Stay
                });
            }
            Command::Save => return self.begin_to_save(context),
            Command::Remove => return Ok(self.ask_to_remove(context.look.lang)),
            Command::Choose => return Ok(self.choose(context)),
            Command::NextGroup => return self.step(1, context),
            Command::PreviousGroup => return self.step(-1, context),
            Command::NextField => self.go_on(context),
            Command::PreviousField => self.go_to(self.focus.saturating_sub(1), context),
            Command::PageDown => self.go_to(self.focus + self.page(), context),
            Command::PageUp => self.go_to(self.focus.saturating_sub(self.page()), context),
            Command::NextProblem => self.next_problem(context),
            Command::CopyPrevious => self.pull(context)?,
            Command::Undo => self.undo(context),
            Command::Redo => self.redo(context),
            Command::Carry => self.turn_carrying(context),
            other => self.edit_command(other, context),
        }
        Ok(self.ask_on_leaving(context.look.lang))
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.take_text(typed, Doing::Typing, context);
        Ok(Nav::Stay)
    }

    fn paste(&mut self, pasted: &str, context: &mut Context) -> Result<Nav> {
        self.take_text(pasted, Doing::Once, context);
        Ok(Nav::Stay)
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Result<Nav> {
        if let Some(done) = self.likely_answered(&answer, context) {
            return done;
        }
        match answer {
            Answer::Confirmed(_) => return self.remove_or_ask(context),
            Answer::Said(words) => return self.words_said(words, context),
            Answer::Reason { about, why, note } => {
                if let Some(at) = self
                    .kind
                    .fields
                    .iter()
                    .position(|field| field.code == about)
                {
                    self.give_reason(at, why, note);
                }
                return self.save(context);
            }
            Answer::Picked(code) if self.target.writable => {
                self.act(Doing::Once, context, |field, entry, lang| {
                    let label = field
                        .choice(&code)
                        .map_or(code.as_str(), |choice| choice.label.get(lang));
                    entry.put(field, label.to_owned());
                });
                self.go_on(context);
            }
            Answer::Picked(_) | Answer::Declined | Answer::Run(_) => {}
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.body = context.body;
        self.load_others(context)?;
        self.load_talk(context)?;
        self.see_carried(context);
        self.judge();
        Ok(())
    }

    fn may_be_left(&mut self, context: &mut Context) -> bool {
        if self.loss_said || self.is_kept(context) {
            return true;
        }
        self.loss_said = true;
        context.say(ScreenMsg::NotKeptAgain);
        false
    }

    fn language_switched(&mut self, lang: Lang) {
        self.steps.end_run();
        for (field, entry) in self.kind.fields.iter().zip(&mut self.entries) {
            entry.language_switched(field, lang);
        }
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        self.field_help(lang)
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
