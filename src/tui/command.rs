//! The one table of commands. From it come the dispatch of keys, the hint bar, the help, the
//! palette and the key tables in the documents.

mod table;

use super::terminal::input::{Code, Key};
use crate::i18n::{Explained, Label, ScreenMsg};

pub use self::table::COMMANDS;

/// Something a person can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table below says what each does")]
pub enum Command {
    Help,
    Redraw,
    Leave,
    Back,
    Language,
    Palette,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Find,
    Shortfalls,
    NextProblem,
    NextGroup,
    PreviousGroup,
    Drafts,
    New,
    Remove,
    Exception,
    History,
    NextField,
    PreviousField,
    Save,
    Choose,
    CopyPrevious,
    EraseBack,
    EraseForward,
    ClearField,
    Take,
    Grid,
    Confirm,
    Column,
    Restore,
    Duplicate,
    Undo,
    Redo,
    Carry,
    Filter,
    Records,
    VerifyAll,
    Verify,
    Return,
    Mark,
    Findings,
    Snapshot,
    Conflicts,
}

/// Where a command is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The matrix of places and requirements.
    Home,
    /// The facilities of a kind in a place.
    List,
    /// A form.
    Form,
    /// One field of many records.
    Grid,
    /// The shortfall list.
    Shortfalls,
    /// Records with their states.
    Records,
    /// A record as an inspector sees it.
    Record,
    /// A question that is answered in words.
    Words,
    /// The drafts.
    Drafts,
    /// The conflicts of merging.
    Conflicts,
    /// A list to choose from.
    Picker,
    /// A text to read.
    Page,
    /// The records that a second person keys again.
    Queue,
    /// A record keyed again.
    Keying,
}

/// What can stand in the way of a command, as the screen on top tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The records here may not be changed in this session.
    ReadOnly,
    /// Nothing is selected.
    NothingSelected,
    /// The field has no list of choices.
    NoChoices,
    /// The minimum is met.
    Met,
    /// The record was never saved.
    NotSaved,
    /// The field is of an old record, or is what tells records apart.
    NotCarried,
    /// This is no inspector's session.
    NotReviewing,
    /// The record is not among those that this inspector judges.
    OutsideReview,
    /// The session is a clerk's.
    NotAdmin,
}

impl Obstacle {
    /// Why a command is not possible then.
    #[must_use]
    pub const fn why(self) -> ScreenMsg {
        match self {
            Self::ReadOnly => ScreenMsg::ReadOnlyPlace,
            Self::NothingSelected => ScreenMsg::NothingSelected,
            Self::NoChoices => ScreenMsg::NoChoices,
            Self::Met => ScreenMsg::AlreadyMet,
            Self::NotSaved => ScreenMsg::NotSavedYet,
            Self::NotCarried => ScreenMsg::CannotBeCarried,
            Self::NotReviewing => ScreenMsg::OnlyInspectors,
            Self::OutsideReview => ScreenMsg::OutsideReview,
            Self::NotAdmin => ScreenMsg::AdminOnly,
        }
    }
}

/// A row of the table.
pub struct Definition {
    /// The command.
    pub command: Command,
    /// Where it is to be had.
    pub scopes: &'static [Scope],
    /// Its keys, the one for the hint bar first.
    pub keys: &'static [Key],
    /// A few words.
    pub label: Label,
    /// A sentence.
    pub help: Explained,
    /// Its place in the hint bar, 1 first; `None` keeps it out.
    pub hint: Option<u8>,
    /// What makes it impossible, the first reason to give first.
    pub blocked_by: &'static [Obstacle],
}

impl Definition {
    /// Why it is not possible now, if so.
    #[must_use]
    pub fn obstacle(&self, there: &[Obstacle]) -> Option<Obstacle> {
        self.blocked_by
            .iter()
            .copied()
            .find(|obstacle| there.contains(obstacle))
    }
}

/// The command of a key on a screen.
#[must_use]
pub fn of_key(scope: Scope, pressed: Key) -> Option<&'static Definition> {
    in_scope(scope).find(|definition| definition.keys.contains(&pressed))
}

/// The commands of a screen, in the order of the table.
pub fn in_scope(scope: Scope) -> impl Iterator<Item = &'static Definition> {
    COMMANDS
        .iter()
        .filter(move |definition| definition.scopes.contains(&scope))
}

/// The commands of the hint bar of a screen, the most important first.
#[must_use]
pub fn hints(scope: Scope) -> Vec<&'static Definition> {
    let mut shown: Vec<_> = in_scope(scope)
        .filter(|definition| definition.hint.is_some())
        .collect();
    shown.sort_by_key(|definition| definition.hint);
    shown
}

/// The key of a command on a screen, as people read it; empty where the screen does not have it.
#[must_use]
pub fn key_of(scope: Scope, command: Command) -> String {
    let definition = in_scope(scope).find(|definition| definition.command == command);
    definition
        .and_then(|definition| definition.keys.first())
        .map(|key| key_name(*key))
        .unwrap_or_default()
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
        for &scope in table::EVERYWHERE {
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
