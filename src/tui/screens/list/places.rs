//! The places that a list goes to, and the comparison of its own with others.

use super::List;
use super::shown::Shown;
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::screen::{Nav, Screen as _, neighbour};
use crate::tui::screens::trend::TrendScreen;

impl List {
    /// Returns the own places without any minimum in which the kind is entered.
    fn without_any(&self, context: &Context) -> Result<Vec<String>> {
        let store = &context.store;
        let mut found = Vec::new();
        for place in store.own_without_minimum()? {
            let mut kinds = store.kinds_in(&place)?.into_iter();
            if kinds.any(|kind| kind.code == self.kind.code) {
                found.push(place.code);
            }
        }
        Ok(found)
    }

    pub(super) fn trend(&self, context: &mut Context) -> Result<Nav> {
        let Some((pack, asked)) = &self.asked else {
            context.say(ScreenMsg::NoMinimum);
            return Ok(Nav::Stay);
        };
        TrendScreen::push(context, &pack.code, &asked.code, &self.place.code)
    }

    /// Goes to the place before or after this one: of those that the requirement judges; without one,
    /// of the own places without any.
    pub(super) fn other_place(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let other = if let Some((pack, asked)) = &self.asked {
            let steps = context.store.steps_of_judged(pack, asked)?;
            steps.beside(&self.place.code, step)?
        } else {
            let places = self.without_any(context)?;
            neighbour(&places, |code| *code == self.place.code, step).cloned()
        };
        if let Some(code) = other {
            self.show_place(&code, context)?;
        }
        self.refresh(context)
    }

    pub(super) fn judges(&self, place: &str, context: &Context) -> Result<bool> {
        if let Some((pack, asked)) = &self.asked {
            return context.store.steps_of_judged(pack, asked)?.holds(place);
        }
        let places = self.without_any(context)?;
        Ok(places.iter().any(|code| code == place))
    }

    pub(super) fn show_place(&mut self, code: &str, context: &Context) -> Result<()> {
        self.place = context.store.find_place(code)?;
        self.writable = context.store.may_write(code)?;
        self.rows.at = 0;
        (self.shown, self.in_work) = (Shown::default(), None);
        Ok(())
    }
}
