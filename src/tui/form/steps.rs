//! What was done in a form, step by step, to take it back and to do it again.
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

/// One step: a field, and what stood in it before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormStep {
    field: usize,
    before: EditState,
    after: EditState,
}

/// The steps of a form.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: VecDeque<FormStep>,
    /// What was taken back, the latest at the end.
    undone: Vec<FormStep>,
    /// What the last step goes on with, if the next key may belong to it.
    run: Option<EditKind>,
}

impl Steps {
    /// Something was done to a field.
    pub(crate) fn done(
        &mut self,
        field: usize,
        doing: EditKind,
        before: EditState,
        after: EditState,
    ) {
        if before.text == after.text {
            return;
        }
        self.undone.clear();
        let goes_on = doing != EditKind::Once && self.run == Some(doing);
        self.run = Some(doing);
        if let Some(last) = self
            .done
            .back_mut()
            .filter(|last| goes_on && last.field == field)
        {
            last.after = after;
            if last.after.text == last.before.text {
                // Typed and erased again: nothing was done.
                self.done.pop_back();
                self.run = None;
            }
            return;
        }
        self.done.push_back(FormStep {
            field,
            before,
            after,
        });
        if self.done.len() > MOST_STEPS {
            self.done.pop_front();
        }
    }

    /// The text of a field was brought into its usual form, which belongs to the step that wrote
    /// it.
    pub(crate) fn settled(&mut self, field: usize, before: &EditState, after: EditState) {
        if let Some(last) = self
            .done
            .back_mut()
            .filter(|last| last.field == field && last.after.text == before.text)
        {
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

    /// Takes the last step back: the field, and what is to stand there.
    pub(super) fn undo(&mut self) -> Option<(usize, EditState)> {
        self.run = None;
        let step = self.done.pop_back()?;
        let back = (step.field, step.before.clone());
        self.undone.push(step);
        Some(back)
    }

    /// Does the last step that was taken back again.
    pub(super) fn redo(&mut self) -> Option<(usize, EditState)> {
        self.run = None;
        let step = self.undone.pop()?;
        let again = (step.field, step.after.clone());
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
        mut next: impl FnMut() -> Option<(usize, EditState)>,
    ) -> usize {
        let mut count = 0;
        while let Some((field, state)) = next() {
            fields[field] = state.text;
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
    fn only_the_last_steps_are_kept() {
        let things: Vec<_> = (0..MOST_STEPS + 50)
            .map(|at| (0, EditKind::Once, at.to_string()))
            .collect();
        let (mut steps, mut fields) = do_all(&things);
        assert_eq!(follow(&mut fields, || steps.undo()), MOST_STEPS);
        assert_eq!(fields[0], "49");
    }
}
