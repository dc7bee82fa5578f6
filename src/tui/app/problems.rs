//! What goes wrong in a session: said in the message line, and noted beside the ledger.

use super::App;
use crate::store::{Cause, StoreError, variant_in_words};
use crate::tui::command::{self, CommandScope};
use crate::tui::terminal::input::Input;

impl App {
    /// Shows the error that an input ended in. The log names the screens that it was asked on.
    pub(super) fn say_input_error(
        &mut self,
        input: &Input,
        scopes: &[CommandScope],
        error: StoreError,
    ) {
        self.say_error(&operation(input, scopes), error);
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

/// Returns what an input asks for on the screens that are open, the one on top last: in words of
/// the program and never as it was typed.
fn operation(input: &Input, scopes: &[CommandScope]) -> String {
    let what = match input {
        Input::Key(key) => {
            let definition = scopes
                .last()
                .and_then(|scope| command::of_key(*scope, *key));
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
    let screens: Vec<String> = scopes.iter().map(variant_in_words).collect();
    format!("{what} in {}", screens.join("/"))
}
