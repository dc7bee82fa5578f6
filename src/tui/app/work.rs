//! What the screen on top does between keys.

use super::App;
use crate::tui::screen::Screen;

impl App {
    /// Returns whether the screen on top has work left to do between keys.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.stack.top().is_some_and(Screen::is_at_work)
    }

    /// Ends the work of the screen on top that any key ends.
    pub(super) fn interrupt(&mut self) {
        if let Some(top) = self.stack.layers.last_mut() {
            top.screen.interrupt();
        }
    }

    /// Does a part of that work. Returns whether there is something new to see.
    pub fn work(&mut self) -> bool {
        let Some(mut top) = self.stack.layers.pop() else {
            return false;
        };
        let done = top.screen.work(&mut self.context());
        self.stack.layers.push(top);
        done.unwrap_or_else(|error| {
            self.say_error("work between keys", error);
            true
        })
    }
}
