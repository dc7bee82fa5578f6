//! Finds commands by key and screen, and names keys.

use super::definition::{Command, CommandScope, Definition, Obstacle};
use super::table::COMMANDS;
use crate::i18n::{KeyOf, set_key_names};
use crate::tui::terminal::input::{Code, Key};

/// The command of a key on a screen.
#[must_use]
pub fn of_key(scope: CommandScope, pressed: Key) -> Option<&'static Definition> {
    in_scope(scope).find(|definition| definition.keys.contains(&pressed))
}

/// The commands of a screen, in the order of the table.
pub fn in_scope(scope: CommandScope) -> impl Iterator<Item = &'static Definition> {
    COMMANDS
        .iter()
        .filter(move |definition| definition.scopes.contains(&scope))
}

/// The commands of a screen that the session has there, given what stands in the way of some.
pub fn offered(
    scope: CommandScope,
    there: &[Obstacle],
) -> impl Iterator<Item = &'static Definition> {
    in_scope(scope).filter(|definition| {
        let obstacle = definition.obstacle(there);
        !obstacle.is_some_and(Obstacle::stays)
    })
}

/// The commands of the hint bar of a screen, the most important first.
#[must_use]
pub fn hints(scope: CommandScope, there: &[Obstacle]) -> Vec<&'static Definition> {
    let mut shown: Vec<_> = offered(scope, there)
        .filter(|definition| definition.hint.is_some())
        .collect();
    shown.sort_by_key(|definition| definition.hint);
    shown
}

/// The key of a command on a screen, as people read it; empty where the screen does not have it.
#[must_use]
pub fn key_of(scope: CommandScope, command: Command) -> String {
    let definition = in_scope(scope).find(|definition| definition.command == command);
    definition
        .and_then(|definition| definition.keys.first())
        .map(|key| key_name(*key))
        .unwrap_or_default()
}

/// The keys of a command on a screen, as people read them; of one without a key that of the palette,
/// which lists it.
#[must_use]
pub fn keys_of(scope: CommandScope, definition: &Definition) -> Vec<String> {
    let keys = definition.keys.iter().map(|key| key_name(*key));
    let keys: Vec<String> = keys.collect();
    if keys.is_empty() {
        vec![key_of(scope, Command::Palette)]
    } else {
        keys
    }
}

/// Names the keys of messages by the table. Done once, before anything is said.
pub fn name_keys() {
    set_key_names(name_of);
}

fn name_of(key: KeyOf) -> String {
    let (scope, command) = match key {
        KeyOf::Approve => (CommandScope::Record, Command::Approve),
        KeyOf::ApproveAll => (CommandScope::Records, Command::ApproveAll),
        KeyOf::Back => (CommandScope::Form, Command::Back),
        KeyOf::Carry => (CommandScope::Form, Command::Carry),
        KeyOf::CarryOut => (CommandScope::Task, Command::CarryOut),
        KeyOf::Choose => (CommandScope::Form, Command::Choose),
        KeyOf::ClearFilter => (CommandScope::Records, Command::ClearFilter),
        KeyOf::Confirm => (CommandScope::Grid, Command::Confirm),
        KeyOf::Conflicts => (CommandScope::Home, Command::Conflicts),
        KeyOf::CopyPrevious => (CommandScope::Form, Command::CopyPrevious),
        KeyOf::Drafts => (CommandScope::Home, Command::Drafts),
        KeyOf::EachField => (CommandScope::Form, Command::EachField),
        KeyOf::Filter => (CommandScope::Shortfalls, Command::Filter),
        KeyOf::FilterPlaces => (CommandScope::Home, Command::Filter),
        KeyOf::FilterList => (CommandScope::List, Command::Filter),
        KeyOf::Find => (CommandScope::Outcome, Command::Find),
        KeyOf::Findings => (CommandScope::Record, Command::Findings),
        KeyOf::Grid => (CommandScope::List, Command::Grid),
        KeyOf::Moved => (CommandScope::Trial, Command::Moved),
        KeyOf::Leave => (CommandScope::Home, Command::Leave),
        KeyOf::Mark => (CommandScope::Record, Command::Mark),
        KeyOf::New => (CommandScope::List, Command::New),
        KeyOf::NextField => (CommandScope::Form, Command::NextField),
        KeyOf::NextProblem => (CommandScope::Form, Command::NextProblem),
        KeyOf::Open => (CommandScope::Home, Command::Open),
        KeyOf::PageDown => (CommandScope::Form, Command::PageDown),
        KeyOf::Records => (CommandScope::Shortfalls, Command::Records),
        KeyOf::Redo => (CommandScope::Form, Command::Redo),
        KeyOf::Return => (CommandScope::Record, Command::Return),
        KeyOf::Save => (CommandScope::Form, Command::Save),
        KeyOf::Take => (CommandScope::Words, Command::Take),
        KeyOf::Undo => (CommandScope::Form, Command::Undo),
    };
    key_of(scope, command)
}

/// A key as people read it: `F2`, `Ctrl-S`.
#[must_use]
pub fn key_name(key: Key) -> String {
    let name = match key.code {
        Code::Char(c) => c.to_ascii_uppercase().to_string(),
        Code::F(number) => format!("F{number}"),
        Code::BackTab => "Shift-Tab".to_owned(),
        Code::PageUp => "PgUp".to_owned(),
        Code::PageDown => "PgDn".to_owned(),
        other => format!("{other:?}"),
    };
    if key.ctrl {
        format!("Ctrl-{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings_on_one_screen() {
        for &scope in super::super::table::EVERYWHERE {
            let mut seen = Vec::new();
            for definition in in_scope(scope) {
                for key in definition.keys {
                    assert!(!seen.contains(key), "{} twice in {scope:?}", key_name(*key));
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn no_command_needs_a_key_that_terminals_lose_or_confuse() {
        for definition in COMMANDS {
            for key in definition.keys {
                // Ctrl-Z is not among them: in raw mode it suspends nothing and arrives like any
                // other.
                let confused = key.ctrl
                    && matches!(
                        key.code,
                        Code::Char('h' | 'i' | 'j' | 'm' | 'a' | 'b' | 'v')
                    );
                let stolen = matches!(key.code, Code::F(11..));
                let letter = matches!(key.code, Code::Char(_)) && !key.ctrl;
                assert!(!confused && !stolen && !letter, "{}", key_name(*key));
            }
        }
    }

    #[test]
    fn every_f_key_has_a_ctrl_letter_beside_it() {
        for definition in COMMANDS
            .iter()
            .filter(|d| d.keys.iter().any(|key| matches!(key.code, Code::F(_))))
        {
            assert!(
                definition.keys.iter().any(|key| key.ctrl),
                "{:?}",
                definition.command
            );
        }
    }
}
