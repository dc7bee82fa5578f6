//! What goes wrong in a session: said in the message line, and noted beside the ledger.

use super::App;
use crate::store::{Cause, StoreError, variant_in_words};
use crate::tui::command;
use crate::tui::screen::Screen;
use crate::tui::terminal::input::Input;

impl App {
    /// Returns what an input asks for, in words of the program and never as it was typed.
    pub(super) fn operation(&self, input: &Input) -> String {
        let what = match input {
            Input::Key(key) => {
                let scope = self.stack.top().map(Screen::scope);
                let definition = scope.and_then(|scope| command::of_key(scope, *key));
                definition.map_or_else(
                    || "key".to_owned(),
                    |found| variant_in_words(&found.command),
                )
            }
            Input::Text(_) => "type".to_owned(),
            Input::Paste(_) => "paste".to_owned(),
            Input::Resize(..) => "refresh".to_owned(),
        };
        // Typing answers a question too: the screens below tell what it is about.
        let layers = self.stack.layers.iter();
        let screens: Vec<String> = layers
            .map(|layer| variant_in_words(&layer.screen.scope()))
            .collect();
        format!("{what} in {}", screens.join("/"))
    }

    /// Shows an error of the ledger in the message line, and notes its cause.
    pub(super) fn say_error(&mut self, operation: &str, error: StoreError) {
        self.note_cause(operation, &error.cause());
        self.say(error);
    }

    /// Notes what lies under an error in the log beside the ledger.
    pub(super) fn note_cause(&self, operation: &str, cause: &Cause) {
        if let Some(log) = &self.log {
            log.add(operation, cause);
        }
    }
}
