//! Which field comes after the one in focus.

use super::entry::Entry;
use super::form::Form;
use crate::domain::policy::check;
use crate::domain::record::Facility;
use crate::domain::value::{Field, Required};
use crate::i18n::ScreenMsg;
use crate::tui::context::Context;

impl Form {
    /// Goes on to the next field that is asked for. Empty fields that are optional are passed over.
    pub(crate) fn go_on(&mut self, context: &mut Context) {
        self.settle(context);
        let typed = self.facility();
        let mut later = self.focus + 1..self.entries.len();
        let Some(next) = later.find(|at| self.is_stopped_at(*at, &typed)) else {
            return self.stay_at_the_last(&typed, context);
        };
        self.go_to(next, context);
    }

    /// Goes on from a field in which something was chosen: whoever chose in an optional one goes
    /// through all of them.
    pub(crate) fn go_on_from_choice(&mut self, context: &mut Context) {
        let typed = self.facility();
        let is_asked = |field: &Field| self.is_asked_for(field, &typed);
        if self.field().is_some_and(is_asked) {
            self.go_on(context);
        } else {
            self.go_on_to_each(context);
        }
    }

    /// Goes on to the next field that may want something. What is passed over can be reached by
    /// going back to it.
    pub(crate) fn go_on_to_each(&mut self, context: &mut Context) {
        self.settle(context);
        let typed = self.facility();
        match self.next_of_each(&typed) {
            Some(next) => self.go_to(next, context),
            None => self.stay_at_the_last(&typed, context),
        }
    }

    fn next_of_each(&self, typed: &Facility) -> Option<usize> {
        (self.focus + 1..self.entries.len()).find(|&at| !self.can_be_passed(at, typed))
    }

    /// Says that nothing that is asked for follows, and whether anything else does.
    fn stay_at_the_last(&mut self, typed: &Facility, context: &mut Context) {
        context.say(match self.next_of_each(typed) {
            Some(_) => ScreenMsg::LastAsked,
            None => ScreenMsg::LastField,
        });
        self.go_to(self.focus, context);
    }

    /// Whether a field is to be stopped at: it is asked for, or holds something to be looked at.
    fn is_stopped_at(&self, at: usize, typed: &Facility) -> bool {
        let Some((field, entry)) = self.pair(at) else {
            return false;
        };
        self.wants_a_look(at, field, entry) || self.is_asked_for(field, typed)
    }

    /// Whether a field holds something, or something is to be said of it: somebody else saved it, a
    /// check found something, or an inspector returned it.
    fn wants_a_look(&self, at: usize, field: &Field, entry: &Entry) -> bool {
        !entry.text().is_empty()
            || entry.theirs.is_some()
            || self.problems_of(&field.code).next().is_some()
            || self.marked().contains(&at)
    }

    /// Whether a field is asked for: it must be filled as things stand, or decides about a
    /// requirement. In a form that asks for nothing every field is.
    fn is_asked_for(&self, field: &Field, typed: &Facility) -> bool {
        let is_required =
            |field: &Field| check::requirement_of(field, typed, self.day) != Required::No;
        let (form, code) = (&self.kind.code, &field.code);
        let mut watched = self.around.watched.iter();
        is_required(field)
            || watched.any(|watched| watched.is_decided_by(form, code))
            || !self.kind.fields.iter().any(is_required)
    }

    /// Whether a field is empty, rightly so as far as anybody can tell, and not asked for.
    fn can_be_passed(&self, at: usize, typed: &Facility) -> bool {
        let Some((field, entry)) = self.pair(at) else {
            return false;
        };
        !self.wants_a_look(at, field, entry) && check::is_beside_the_point(field, typed, self.day)
    }
}
