//! The places that a list goes to, and the comparison of its own with others.

use super::List;
use super::shown::Shown;
use crate::i18n::ScreenMsg;
use crate::store::{PlaceSteps, Result, Store};
use crate::tui::context::Context;
use crate::tui::screen::{Nav, Screen as _};
use crate::tui::screens::trend::TrendScreen;

impl List {
    /// Returns the places that the list goes to: those that the requirement judges; without one, the own
    /// places without any.
    fn steps<'a>(&self, store: &'a Store) -> Result<PlaceSteps<'a>> {
        match &self.asked {
            Some((pack, asked)) => store.steps_of_judged(pack, asked),
            None => store.steps_without_minimum(&self.kind),
        }
    }

    pub(super) fn trend(&self, context: &mut Context) -> Result<Nav> {
        let Some((pack, asked)) = &self.asked else {
            context.say(ScreenMsg::NoMinimum);
            return Ok(Nav::Stay);
        };
        TrendScreen::push(context, &pack.code, &asked.code, &self.place.code)
    }

    /// Goes to the place before or after this one.
    pub(super) fn other_place(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let steps = self.steps(context.store)?;
        if let Some(code) = steps.beside(&self.place.code, step)? {
            self.show_place(&code, context)?;
        }
        self.refresh(context)
    }

    pub(super) fn judges(&self, place: &str, context: &Context) -> Result<bool> {
        self.steps(context.store)?.holds(place)
    }

    pub(super) fn show_place(&mut self, code: &str, context: &Context) -> Result<()> {
        self.place = context.store.find_place(code)?;
        self.writable = context.store.may_write(code)?;
        self.rows.at = 0;
        (self.shown, self.in_work) = (Shown::default(), None);
        Ok(())
    }
}
