//! The one table of commands. From it come the dispatch of keys, the hint bar, the help, the palette and the key tables
//! in the documents.

use super::terminal::input::{Code, Key};
use crate::i18n::{Explained, Label, ScreenMsg};

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
    Snapshot,
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
    /// The drafts.
    Drafts,
    /// A list to choose from.
    Picker,
    /// A text to read.
    Page,
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
        self.blocked_by.iter().copied().find(|obstacle| there.contains(obstacle))
    }
}

use Scope::{Drafts, Form, Grid, Home, List, Page, Picker, Shortfalls};

const EVERYWHERE: &[Scope] = &[Home, List, Form, Grid, Shortfalls, Drafts, Picker, Page];
/// Every screen but the first.
const INSIDE: &[Scope] = &[List, Form, Grid, Shortfalls, Drafts, Picker, Page];
const ROWS: &[Scope] = &[Home, List, Grid, Shortfalls, Drafts, Picker, Page];
const TYPED: &[Scope] = &[Form, Grid, Picker];
const TABLES: &[Scope] = &[Home, List, Shortfalls, Drafts];

const fn key(code: Code) -> Key {
    Key { code, ctrl: false }
}

const fn f(number: u8) -> Key {
    key(Code::F(number))
}

const fn ctrl(letter: char) -> Key {
    Key { code: Code::Char(letter), ctrl: true }
}

/// Nothing stands in the way.
const FREE: &[Obstacle] = &[];
const ON_A_ROW: &[Obstacle] = &[Obstacle::NothingSelected];
const WHERE_WRITABLE: &[Obstacle] = &[Obstacle::ReadOnly];
const ON_A_WRITABLE_ROW: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::NothingSelected];
const WHERE_NOT_MET: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::Met];
const FOR_ADMINS: &[Obstacle] = &[Obstacle::NotAdmin];
const ON_A_CHOICE: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::NoChoices];

const fn row(
    command: Command,
    scopes: &'static [Scope],
    keys: &'static [Key],
    texts: (Label, Explained),
    hint: Option<u8>,
    blocked_by: &'static [Obstacle],
) -> Definition {
    Definition { command, scopes, keys, label: texts.0, help: texts.1, hint, blocked_by }
}

/// Every command.
pub static COMMANDS: &[Definition] = &[
    row(Command::Help, EVERYWHERE, &[f(1), ctrl('g')], (Label::Help, Explained::Help), Some(1), FREE),
    row(Command::Save, &[Form], &[f(2), ctrl('s')], (Label::Save, Explained::Save), Some(2), WHERE_WRITABLE),
    row(Command::Save, &[Grid], &[f(2), ctrl('s')], (Label::Save, Explained::SaveColumn), Some(2), WHERE_WRITABLE),
    row(Command::Snapshot, &[Home], &[f(2), ctrl('s')], (Label::Snapshot, Explained::Snapshot), None, FOR_ADMINS),
    row(Command::Grid, &[List], &[f(2), ctrl('s')], (Label::Grid, Explained::Grid), Some(3), ON_A_ROW),
    row(Command::Find, &[Home, List, Shortfalls], &[f(3), ctrl('f')], (Label::Find, Explained::Find), Some(5), FREE),
    row(Command::Shortfalls, &[Home], &[f(4), ctrl('o')], (Label::Shortfalls, Explained::Shortfalls), Some(3), FREE),
    row(
        Command::New,
        &[List],
        &[f(4), ctrl('o'), key(Code::Insert)],
        (Label::New, Explained::New),
        Some(2),
        WHERE_WRITABLE,
    ),
    row(Command::Choose, &[Form], &[f(4), ctrl('o')], (Label::Choose, Explained::Choose), Some(3), ON_A_CHOICE),
    row(Command::Column, &[Grid], &[f(4), ctrl('o')], (Label::Column, Explained::Column), Some(3), FREE),
    row(Command::Redraw, EVERYWHERE, &[f(5), ctrl('l')], (Label::Redraw, Explained::Redraw), None, FREE),
    row(
        Command::NextProblem,
        &[Home, Form, Grid],
        &[f(6), ctrl('n')],
        (Label::NextProblem, Explained::NextProblem),
        Some(5),
        FREE,
    ),
    row(Command::History, &[List], &[f(6), ctrl('n')], (Label::History, Explained::History), Some(5), ON_A_ROW),
    row(
        Command::PreviousGroup,
        &[Home, List, Form, Grid],
        &[f(7), ctrl('r')],
        (Label::PreviousGroup, Explained::PreviousGroup),
        None,
        FREE,
    ),
    row(
        Command::NextGroup,
        &[Home, List, Form, Grid],
        &[f(8), ctrl('d')],
        (Label::NextGroup, Explained::NextGroup),
        None,
        FREE,
    ),
    row(Command::Drafts, &[Home], &[f(9), ctrl('y')], (Label::Drafts, Explained::Drafts), Some(6), FREE),
    row(
        Command::Exception,
        &[List],
        &[f(9), ctrl('y')],
        (Label::Exception, Explained::Exception),
        Some(6),
        WHERE_NOT_MET,
    ),
    row(
        Command::CopyPrevious,
        &[Form],
        &[f(9), ctrl('y')],
        (Label::CopyPrevious, Explained::CopyPrevious),
        Some(6),
        WHERE_WRITABLE,
    ),
    row(Command::Restore, &[Grid], &[f(9), ctrl('y')], (Label::Restore, Explained::Restore), Some(6), WHERE_WRITABLE),
    row(Command::Confirm, &[Grid], &[key(Code::Enter)], (Label::Confirm, Explained::Confirm), Some(0), WHERE_WRITABLE),
    row(Command::Open, TABLES, &[key(Code::Enter)], (Label::Open, Explained::Open), Some(0), ON_A_ROW),
    row(Command::Take, &[Picker], &[key(Code::Enter)], (Label::Take, Explained::Take), Some(0), ON_A_ROW),
    row(
        Command::NextField,
        &[Form],
        &[key(Code::Enter), key(Code::Tab), key(Code::Down)],
        (Label::NextField, Explained::NextField),
        Some(0),
        FREE,
    ),
    row(
        Command::PreviousField,
        &[Form],
        &[key(Code::BackTab), key(Code::Up)],
        (Label::PreviousField, Explained::PreviousField),
        None,
        FREE,
    ),
    row(Command::Up, ROWS, &[key(Code::Up), key(Code::BackTab)], (Label::Up, Explained::Up), None, FREE),
    row(Command::Down, ROWS, &[key(Code::Down), key(Code::Tab)], (Label::Down, Explained::Down), None, FREE),
    row(Command::Left, &[Home, Form, Grid, Picker], &[key(Code::Left)], (Label::Left, Explained::Left), None, FREE),
    row(Command::Right, &[Home, Form, Grid, Picker], &[key(Code::Right)], (Label::Right, Explained::Right), None, FREE),
    row(Command::PageUp, EVERYWHERE, &[key(Code::PageUp)], (Label::PageUp, Explained::PageUp), None, FREE),
    row(Command::PageDown, EVERYWHERE, &[key(Code::PageDown)], (Label::PageDown, Explained::PageDown), None, FREE),
    row(Command::First, EVERYWHERE, &[key(Code::Home)], (Label::First, Explained::First), None, FREE),
    row(Command::Last, EVERYWHERE, &[key(Code::End)], (Label::Last, Explained::Last), None, FREE),
    row(
        Command::Remove,
        &[Form],
        &[ctrl('x')],
        (Label::Remove, Explained::Remove),
        None,
        &[Obstacle::ReadOnly, Obstacle::NotSaved],
    ),
    row(
        Command::Remove,
        &[List],
        &[key(Code::Delete), ctrl('x')],
        (Label::Remove, Explained::Remove),
        None,
        ON_A_WRITABLE_ROW,
    ),
    row(
        Command::Remove,
        &[Drafts],
        &[key(Code::Delete), ctrl('x')],
        (Label::Remove, Explained::Remove),
        Some(2),
        ON_A_ROW,
    ),
    row(Command::EraseBack, TYPED, &[key(Code::Backspace)], (Label::EraseBack, Explained::EraseBack), None, FREE),
    row(Command::EraseForward, TYPED, &[key(Code::Delete)], (Label::EraseForward, Explained::EraseForward), None, FREE),
    row(Command::ClearField, TYPED, &[ctrl('u')], (Label::ClearField, Explained::ClearField), None, FREE),
    row(Command::Duplicate, &[List], &[ctrl('k')], (Label::Duplicate, Explained::Duplicate), None, ON_A_WRITABLE_ROW),
    row(Command::Undo, &[List], &[ctrl('z')], (Label::Undo, Explained::Undo), None, ON_A_WRITABLE_ROW),
    row(Command::Language, EVERYWHERE, &[ctrl('t')], (Label::Language, Explained::Language), Some(4), FREE),
    row(
        Command::Palette,
        &[Home, List, Form, Grid, Shortfalls, Drafts, Page],
        &[ctrl('p')],
        (Label::Palette, Explained::Palette),
        Some(9),
        FREE,
    ),
    row(Command::Back, &[Home], &[key(Code::Esc), ctrl('c')], (Label::Back, Explained::Back), None, FREE),
    row(Command::Back, INSIDE, &[key(Code::Esc), ctrl('c')], (Label::Back, Explained::Back), Some(7), FREE),
    row(Command::Leave, &[Home], &[f(10), ctrl('q')], (Label::Leave, Explained::Leave), Some(2), FREE),
    row(Command::Leave, INSIDE, &[f(10), ctrl('q')], (Label::Leave, Explained::Leave), Some(10), FREE),
];

/// The command of a key on a screen.
#[must_use]
pub fn of_key(scope: Scope, pressed: Key) -> Option<&'static Definition> {
    in_scope(scope).find(|definition| definition.keys.contains(&pressed))
}

/// The commands of a screen, in the order of the table.
pub fn in_scope(scope: Scope) -> impl Iterator<Item = &'static Definition> {
    COMMANDS.iter().filter(move |definition| definition.scopes.contains(&scope))
}

/// The commands of the hint bar of a screen, the most important first.
#[must_use]
pub fn hints(scope: Scope) -> Vec<&'static Definition> {
    let mut shown: Vec<_> = in_scope(scope).filter(|definition| definition.hint.is_some()).collect();
    shown.sort_by_key(|definition| definition.hint);
    shown
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
    if key.ctrl { format!("Ctrl-{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings_on_one_screen() {
        for &scope in EVERYWHERE {
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
                // Ctrl-Z is not among them: in raw mode it suspends nothing and arrives like any other.
                let confused = key.ctrl && matches!(key.code, Code::Char('h' | 'i' | 'j' | 'm' | 'a' | 'b' | 'v'));
                let stolen = matches!(key.code, Code::F(11..));
                let letter = matches!(key.code, Code::Char(_)) && !key.ctrl;
                assert!(!confused && !stolen && !letter, "{}", key_name(*key));
            }
        }
    }

    #[test]
    fn every_f_key_has_a_ctrl_letter_beside_it() {
        for definition in COMMANDS.iter().filter(|d| d.keys.iter().any(|key| matches!(key.code, Code::F(_)))) {
            assert!(definition.keys.iter().any(|key| key.ctrl), "{:?}", definition.command);
        }
    }
}
