//! What was done in a form or a grid, step by step, to take it back and to do it again.
//!
//! The steps live as long as the form is open. What stands in it survives a killed program in the
//! draft; how it came to stand there does not.

use std::collections::VecDeque;

use super::entry::EditState;

/// The most steps that can be taken back. Beyond that the first ones are forgotten.
pub(crate) const MOST_STEPS: usize = 200;

/// What a person does to a field, as far as it tells one step from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// Typing and erasing, key by key: one step, however many keys.
    Typing,
    /// Turning through the choices: one step, however many turns.
    Turning,
    /// Anything else is a step of its own.
    Once,
}

/// What can stand in a field.
pub(crate) trait State: Clone {
    /// Returns whether going from one to the other changes nothing.
    fn is_same(&self, other: &Self) -> bool;
}

impl State for EditState {
    fn is_same(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What was done to one field: what stood in it before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit<S> {
    /// The position of the field.
    pub(crate) at: usize,
    pub(crate) before: S,
    pub(crate) after: S,
}

/// What was done at once, by field.
type Step<S> = Vec<Edit<S>>;

/// The steps of a form or a grid.
#[derive(Debug)]
pub(crate) struct Steps<S = EditState> {
    done: VecDeque<Step<S>>,
    /// What was taken back, the latest at the end.
    undone: Vec<Step<S>>,
    /// What the last step goes on with, if the next key may belong to it.
    run: Option<EditKind>,
}

impl<S> Default for Steps<S> {
    fn default() -> Self {
        Self {
            done: VecDeque::new(),
            undone: Vec::new(),
            run: None,
        }
    }
}

impl<S: State> Steps<S> {
    /// Something was done to a field.
    pub(crate) fn done(&mut self, at: usize, doing: EditKind, before: S, after: S) {
        if before.is_same(&after) {
            return;
        }
        let goes_on = doing != EditKind::Once && self.run == Some(doing);
        if goes_on && let Some(last) = self.last_of(at) {
            last.after = after;
            let is_nothing = last.after.is_same(&last.before);
            self.undone.clear();
            if is_nothing {
                // Typed and erased again: nothing was done.
                self.done.pop_back();
                self.run = None;
            }
            return;
        }
        self.done_together(vec![Edit { at, before, after }]);
        self.run = Some(doing);
    }

    /// Something was done to several fields at once: one step.
    pub(crate) fn done_together(&mut self, mut edits: Vec<Edit<S>>) {
        edits.retain(|edit| !edit.before.is_same(&edit.after));
        if edits.is_empty() {
            return;
        }
        self.undone.clear();
        self.run = None;
        self.done.push_back(edits);
        if self.done.len() > MOST_STEPS {
            self.done.pop_front();
        }
    }

    /// The last step, if it is of this field alone.
    fn last_of(&mut self, at: usize) -> Option<&mut Edit<S>> {
        match self.done.back_mut()?.as_mut_slice() {
            [only] if only.at == at => Some(only),
            _ => None,
        }
    }

    /// The text of a field was brought into its usual form, which belongs to the step that wrote
    /// it.
    pub(crate) fn settled(&mut self, at: usize, before: &S, after: S) {
        if let Some(last) = self.last_of(at).filter(|last| last.after.is_same(before)) {
            last.after = after;
        }
    }

    /// The next key begins a step of its own.
    pub(crate) const fn end_run(&mut self) {
        self.run = None;
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes the last step back: the fields, and what is to stand in each.
    pub(crate) fn undo(&mut self) -> Option<Vec<(usize, S)>> {
        self.run = None;
        let step = self.done.pop_back()?;
        let back = step.iter().map(|edit| (edit.at, edit.before.clone()));
        let back = back.collect();
        self.undone.push(step);
        Some(back)
    }

    /// Does the last step that was taken back again.
    pub(crate) fn redo(&mut self) -> Option<Vec<(usize, S)>> {
        self.run = None;
        let step = self.undone.pop()?;
        let again = step.iter().map(|edit| (edit.at, edit.after.clone()));
        let again = again.collect();
        self.done.push_back(step);
        Some(again)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn state(text: &str) -> EditState {
        EditState {
            text: text.to_owned(),
            cursor: text.chars().count(),
        }
    }

    /// A form of three fields in which something is done: the field, how, and what stands there
    /// then.
    fn do_all(things: &[(usize, EditKind, String)]) -> (Steps, Vec<String>) {
        let mut steps = Steps::default();
        let mut fields = vec![String::new(); 3];
        for (field, doing, text) in things {
            steps.done(*field, *doing, state(&fields[*field]), state(text));
            fields[*field].clone_from(text);
        }
        (steps, fields)
    }

    fn follow(
        fields: &mut [String],
        mut next: impl FnMut() -> Option<Vec<(usize, EditState)>>,
    ) -> usize {
        let mut count = 0;
        while let Some(states) = next() {
            for (field, state) in states {
                fields[field] = state.text;
            }
            count += 1;
        }
        count
    }

    fn things() -> impl Strategy<Value = Vec<(usize, EditKind, String)>> {
        let doing = prop::sample::select(vec![EditKind::Typing, EditKind::Turning, EditKind::Once]);
        let text = prop::sample::select(vec!["", "1", "12", "示例"]).prop_map(str::to_owned);
        prop::collection::vec((0_usize..3, doing, text), 0..MOST_STEPS)
    }

    proptest! {
        #[test]
        fn undoing_everything_leads_to_the_beginning_and_redoing_everything_back(things in things()) {
            let (mut steps, typed) = do_all(&things);
            let mut fields = typed.clone();
            let undone = follow(&mut fields, || steps.undo());
            prop_assert!(fields.iter().all(String::is_empty), "{fields:?}");
            let redone = follow(&mut fields, || steps.redo());
            prop_assert_eq!(fields, typed);
            prop_assert_eq!(undone, redone);
        }
    }

    #[test]
    fn a_run_in_one_field_is_one_step_and_anything_else_is_one_each() {
        use EditKind::{Once, Typing};
        let things = [
            (0, Typing, "1"),
            (0, Typing, "12"),
            (1, Typing, "3"),
            (0, Typing, "123"),
            (0, Once, ""),
        ];
        let (mut steps, mut fields) =
            do_all(&things.map(|(field, doing, text)| (field, doing, text.to_owned())));
        assert_eq!(follow(&mut fields, || steps.undo()), 4);
    }

    #[test]
    fn typing_and_erasing_it_again_is_no_step() {
        let things = ["1", "12", "1", ""].map(|text| (0, EditKind::Typing, text.to_owned()));
        let (mut steps, _) = do_all(&things);
        assert_eq!(steps.undo(), None);
    }

    #[test]
    fn after_new_typing_nothing_can_be_done_again() {
        let (mut steps, _) = do_all(&[(0, EditKind::Typing, "1".to_owned())]);
        steps.undo();
        steps.done(1, EditKind::Typing, state(""), state("2"));
        assert_eq!(steps.redo(), None);
    }

    #[test]
    fn what_is_done_to_several_fields_at_once_is_one_step() {
        let edit = |at, before, after| Edit {
            at,
            before: state(before),
            after: state(after),
        };
        let mut steps = Steps::default();
        steps.done(0, EditKind::Typing, state(""), state("1"));
        steps.done_together(vec![edit(0, "1", "7"), edit(1, "", "8"), edit(2, "", "")]);
        steps.done(1, EditKind::Typing, state("8"), state("89"));
        assert_eq!(steps.undo(), Some(vec![(1, state("8"))]));
        assert_eq!(
            steps.undo(),
            Some(vec![(0, state("1")), (1, state(""))]),
            "what stayed as it was is no part of it"
        );
        assert_eq!(steps.redo(), Some(vec![(0, state("7")), (1, state("8"))]));
        steps.done_together(vec![edit(2, "", "")]);
        assert_eq!(
            steps.redo(),
            Some(vec![(1, state("89"))]),
            "nothing was done"
        );
    }

    #[test]
    fn only_the_last_steps_are_kept() {
        let things: Vec<_> = (0..MOST_STEPS + 50)
            .map(|at| (0, EditKind::Once, at.to_string()))
            .collect();
        let (mut steps, mut fields) = do_all(&things);
        assert_eq!(follow(&mut fields, || steps.undo()), MOST_STEPS);
        assert_eq!(fields[0], "49");
    }
}
