//! The rows of the table: which command, on which screens, by which keys.

use super::definition::CommandScope::{
    self, Approvals, Conflicts, Drafts, Figures, Form, Grid, Group, Home, Kinds, List, Page, Paste,
    Picker, Quarter, Queue, Record, Records, SecondEntry, Shortfalls, Trend, Trial, Words,
};
use super::definition::{Command, Definition, Obstacle};
use crate::i18n::{Explained, Label};
use crate::tui::terminal::input::{Code, Key};

pub(super) const EVERYWHERE: &[CommandScope] = &[
    Home,
    Trial,
    Group,
    Figures,
    Kinds,
    List,
    Form,
    Grid,
    Paste,
    Shortfalls,
    Quarter,
    Trend,
    Records,
    Approvals,
    Record,
    Drafts,
    Conflicts,
    Picker,
    Words,
    Page,
    Queue,
    SecondEntry,
];
/// Every screen but those a session begins with.
const INSIDE: &[CommandScope] = &[
    Group,
    Figures,
    Kinds,
    List,
    Form,
    Grid,
    Paste,
    Shortfalls,
    Quarter,
    Trend,
    Records,
    Approvals,
    Record,
    Drafts,
    Conflicts,
    Picker,
    Words,
    Page,
    SecondEntry,
];
const ROWS: &[CommandScope] = &[
    Home, Trial, Group, Figures, Kinds, List, Grid, Paste, Shortfalls, Quarter, Trend, Records,
    Approvals, Record, Drafts, Conflicts, Picker, Page, Queue,
];
/// The screens that a session begins with.
const FIRST: &[CommandScope] = &[Home, Trial, Queue];
const TYPED: &[CommandScope] = &[Form, Grid, Picker, Words, SecondEntry];
const TABLES: &[CommandScope] = &[
    Home, Trial, Group, Figures, Kinds, List, Shortfalls, Quarter, Records, Approvals, Record,
    Drafts, Conflicts, Queue,
];

const fn key(code: Code) -> Key {
    Key { code, ctrl: false }
}

const fn f(number: u8) -> Key {
    key(Code::F(number))
}

const fn ctrl(letter: char) -> Key {
    Key {
        code: Code::Char(letter),
        ctrl: true,
    }
}

/// Nothing stands in the way.
const FREE: &[Obstacle] = &[];
const ON_A_ROW: &[Obstacle] = &[Obstacle::NothingSelected];
const ON_A_JUDGED_ROW: &[Obstacle] = &[Obstacle::OutsideReview, Obstacle::NothingSelected];
const WHERE_WRITABLE: &[Obstacle] = &[Obstacle::ReadOnly];
const ON_A_WRITABLE_ROW: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::NothingSelected];
const WHERE_NOT_MET: &[Obstacle] = &[
    Obstacle::ReadOnly,
    Obstacle::OfSheet,
    Obstacle::NotJudged,
    Obstacle::Met,
];
const OF_FACILITIES: &[Obstacle] = &[Obstacle::OfSheet];
const ON_A_ROW_TO_COPY: &[Obstacle] = &[
    Obstacle::ReadOnly,
    Obstacle::OfSheet,
    Obstacle::NothingSelected,
];
const WHERE_MOVABLE: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::NotMovable];
const FOR_ADMINS: &[Obstacle] = &[Obstacle::NotAdmin];
const ON_A_ROW_OF_A_REVIEW: &[Obstacle] = &[Obstacle::NotReviewing, Obstacle::NothingSelected];
const ON_A_CHOICE_OF_ROWS: &[Obstacle] = &[Obstacle::NoChoices];
const ON_A_CHOICE: &[Obstacle] = &[Obstacle::ReadOnly, Obstacle::NoChoices];

const fn row(
    command: Command,
    scopes: &'static [CommandScope],
    keys: &'static [Key],
    texts: (Label, Explained),
    hint: Option<u8>,
    blocked_by: &'static [Obstacle],
) -> Definition {
    Definition {
        command,
        scopes,
        keys,
        label: texts.0,
        help: texts.1,
        hint,
        blocked_by,
    }
}

/// Every command, one a line or two.
#[rustfmt::skip]
pub static COMMANDS: &[Definition] = &[
    row(Command::Help, EVERYWHERE, &[f(1), ctrl('g')],
        (Label::Help, Explained::Help), Some(1), FREE),
    row(Command::Save, &[Form], &[f(2), ctrl('s')],
        (Label::Save, Explained::Save), Some(2), WHERE_WRITABLE),
    row(Command::Save, &[Grid], &[f(2), ctrl('s')],
        (Label::Save, Explained::SaveColumn), Some(2), WHERE_WRITABLE),
    row(Command::Save, &[SecondEntry], &[f(2), ctrl('s')],
        (Label::Save, Explained::SaveKeyed), Some(2), FREE),
    row(Command::Grid, &[List], &[f(2), ctrl('s')],
        (Label::Grid, Explained::Grid), Some(3), ON_A_ROW),
    row(Command::Snapshot, &[Home], &[f(7), ctrl('r')],
        (Label::Snapshot, Explained::Snapshot), None, FOR_ADMINS),
    row(Command::Records, &[Home, Trial, Shortfalls], &[f(2), ctrl('s')],
        (Label::Records, Explained::Records), Some(5), FREE),
    row(Command::ApproveAll, &[Records], &[f(2), ctrl('s')],
        (Label::ApproveAll, Explained::ApproveAll), Some(3), ON_A_ROW_OF_A_REVIEW),
    row(Command::ApproveAll, &[Approvals], &[f(2), ctrl('s')],
        (Label::ApproveAll, Explained::ApproveShown), Some(2), ON_A_ROW),
    row(Command::Return, &[Record], &[f(2), ctrl('s')],
        (Label::Return, Explained::Return), Some(2), ON_A_JUDGED_ROW),
    row(Command::Find, &[Home, Trial, Group, Figures, List, Shortfalls, Quarter, Trend, Records, Drafts, Conflicts, Queue], &[f(3), ctrl('f')],
        (Label::Find, Explained::Find), Some(5), FREE),
    row(Command::Shortfalls, &[Home, Trial, Group], &[f(4), ctrl('o')],
        (Label::Shortfalls, Explained::Shortfalls), Some(3), FREE),
    row(Command::New, &[List], &[f(4), ctrl('o'), key(Code::Insert)],
        (Label::New, Explained::New), Some(2), WHERE_WRITABLE),
    row(Command::Filter, &[Shortfalls, Records], &[f(4), ctrl('o')],
        (Label::Filter, Explained::Filter), Some(2), FREE),
    row(Command::Filter, &[Home, Trial, Group], &[key(Code::Backspace)],
        (Label::Filter, Explained::FilterPlaces), None, FREE),
    row(Command::Filter, &[List], &[key(Code::Backspace)],
        (Label::Filter, Explained::FilterList), None, OF_FACILITIES),
    row(Command::ClearFilter, &[Home, Trial, Group, Shortfalls, Records], &[key(Code::Delete), ctrl('x')],
        (Label::ClearFilter, Explained::ClearFilter), None, FREE),
    row(Command::Approve, &[Record], &[f(4), ctrl('o')],
        (Label::Approve, Explained::Approve), Some(3), ON_A_JUDGED_ROW),
    row(Command::Mark, &[Record], &[key(Code::Insert), ctrl('k')],
        (Label::Mark, Explained::Mark), Some(1), ON_A_JUDGED_ROW),
    row(Command::Choose, &[Form, SecondEntry], &[f(4), ctrl('o')],
        (Label::Choose, Explained::Choose), Some(3), ON_A_CHOICE),
    row(Command::Column, &[Grid], &[f(4), ctrl('o')],
        (Label::Column, Explained::Column), Some(3), FREE),
    row(Command::Redraw, EVERYWHERE, &[f(5), ctrl('l')],
        (Label::Redraw, Explained::Redraw), None, FREE),
    row(Command::NextProblem, &[Home, Trial, Group, Form, Grid, Record], &[f(6), ctrl('n')],
        (Label::NextProblem, Explained::NextProblem), Some(5), FREE),
    row(Command::History, &[List], &[f(6), ctrl('n')],
        (Label::History, Explained::History), Some(5), ON_A_ROW),
    row(Command::History, &[Record], &[f(3), ctrl('f')],
        (Label::History, Explained::History), None, ON_A_ROW),
    row(Command::PreviousGroup, &[Group, Figures, List, Form, Grid, Shortfalls, Quarter, Trend, Record], &[f(7), ctrl('r')],
        (Label::PreviousGroup, Explained::PreviousGroup), None, FREE),
    row(Command::NextGroup, &[Home, Trial, Group, Figures, List, Form, Grid, Shortfalls, Quarter, Record], &[f(8), ctrl('d')],
        (Label::NextGroup, Explained::NextGroup), None, FREE),
    row(Command::NextGroup, &[SecondEntry], &[f(8), ctrl('d')],
        (Label::NextRecord, Explained::NextRecord), Some(5), FREE),
    row(Command::Drafts, &[Home], &[f(9), ctrl('y')],
        (Label::Drafts, Explained::Drafts), Some(6), FREE),
    row(Command::Moved, &[Trial], &[f(9), ctrl('y')],
        (Label::Moved, Explained::Moved), Some(1), FREE),
    row(Command::Sheets, &[Home, Trial, Group], &[ctrl('e')],
        (Label::Sheets, Explained::Sheets), Some(3), ON_A_ROW),
    row(Command::Quarter, &[Home], &[ctrl('u')],
        (Label::Quarter, Explained::Quarter), Some(5), ON_A_ROW),
    row(Command::Trend, &[Home, Trial, Group], &[ctrl('w')],
        (Label::Trend, Explained::Trend), None, ON_A_ROW),
    row(Command::Trend, &[List], &[ctrl('w')],
        (Label::Trend, Explained::Trend), None, OF_FACILITIES),
    row(Command::Trend, &[Figures], &[ctrl('w')],
        (Label::Trend, Explained::Trend), Some(5), FREE),
    row(Command::NextGroup, &[Trend], &[f(8), ctrl('d')],
        (Label::NextRequirement, Explained::NextRequirement), Some(2), FREE),
    row(Command::Unchanged, &[List], &[ctrl('u')],
        (Label::Unchanged, Explained::Unchanged), None, ON_A_WRITABLE_ROW),
    row(Command::Unchanged, &[Quarter], &[ctrl('u')],
        (Label::Unchanged, Explained::Unchanged), Some(2), ON_A_WRITABLE_ROW),
    row(Command::ConfirmAll, &[Quarter], &[f(2), ctrl('s')],
        (Label::ConfirmAll, Explained::ConfirmAll), Some(1), WHERE_WRITABLE),
    row(Command::Conflicts, &[Home], &[key(Code::Insert), ctrl('k')],
        (Label::Conflicts, Explained::Conflicts), None, FREE),
    row(Command::Findings, &[Record], &[f(9), ctrl('y')],
        (Label::Findings, Explained::Findings), Some(4), FREE),
    row(Command::Exception, &[Figures, List], &[f(9), ctrl('y')],
        (Label::Exception, Explained::Exception), Some(6), WHERE_NOT_MET),
    row(Command::CopyPrevious, &[Form], &[f(9), ctrl('y')],
        (Label::CopyPrevious, Explained::CopyPrevious), Some(6), WHERE_WRITABLE),
    row(Command::Restore, &[Grid], &[f(9), ctrl('y')],
        (Label::Restore, Explained::Restore), Some(6), WHERE_WRITABLE),
    row(Command::Confirm, &[Grid], &[key(Code::Enter)],
        (Label::Confirm, Explained::Confirm), Some(0), WHERE_WRITABLE),
    row(Command::Open, TABLES, &[key(Code::Enter)],
        (Label::Open, Explained::Open), Some(0), ON_A_ROW),
    row(Command::Take, &[Picker, Words], &[key(Code::Enter)],
        (Label::Take, Explained::Take), Some(0), ON_A_ROW),
    row(Command::Take, &[Paste], &[key(Code::Enter), f(2), ctrl('s')],
        (Label::PutIn, Explained::PutIn), Some(0), FREE),
    row(Command::Choose, &[Paste], &[f(4), ctrl('o')],
        (Label::WhichRow, Explained::WhichRow), Some(4), ON_A_CHOICE_OF_ROWS),
    row(Command::NextField, &[Form], &[key(Code::Enter)],
        (Label::NextField, Explained::NextField), Some(0), FREE),
    row(Command::EachField, &[Form], &[key(Code::Tab), key(Code::Down)],
        (Label::EachField, Explained::EachField), None, FREE),
    row(Command::NextField, &[SecondEntry], &[key(Code::Enter), key(Code::Tab)],
        (Label::NextField, Explained::KeyField), Some(0), FREE),
    row(Command::Down, &[SecondEntry], &[key(Code::Down)],
        (Label::Down, Explained::PassField), None, FREE),
    row(Command::PreviousField, &[Form, SecondEntry], &[key(Code::BackTab), key(Code::Up)],
        (Label::PreviousField, Explained::PreviousField), None, FREE),
    row(Command::Up, ROWS, &[key(Code::Up), key(Code::BackTab)],
        (Label::Up, Explained::Up), None, FREE),
    row(Command::Down, ROWS, &[key(Code::Down), key(Code::Tab)],
        (Label::Down, Explained::Down), None, FREE),
    row(Command::Left, &[Home, Trial, Group, Form, Grid, Picker, Words, SecondEntry], &[key(Code::Left)],
        (Label::Left, Explained::Left), None, FREE),
    row(Command::Right, &[Home, Trial, Group, Form, Grid, Picker, Words, SecondEntry], &[key(Code::Right)],
        (Label::Right, Explained::Right), None, FREE),
    row(Command::Left, &[List], &[key(Code::Left)],
        (Label::Sort, Explained::SortBack), None, ON_A_ROW),
    row(Command::Right, &[List], &[key(Code::Right)],
        (Label::Sort, Explained::SortNext), None, ON_A_ROW),
    row(Command::PageUp, EVERYWHERE, &[key(Code::PageUp)],
        (Label::PageUp, Explained::PageUp), None, FREE),
    row(Command::PageDown, EVERYWHERE, &[key(Code::PageDown)],
        (Label::PageDown, Explained::PageDown), None, FREE),
    row(Command::First, EVERYWHERE, &[key(Code::Home)],
        (Label::First, Explained::First), None, FREE),
    row(Command::Last, EVERYWHERE, &[key(Code::End)], (Label::Last, Explained::Last), None, FREE),
    row(Command::Remove, &[Form], &[ctrl('x')],
        (Label::Remove, Explained::DropOrRemove), None, WHERE_WRITABLE),
    row(Command::Deleted, &[List], &[ctrl('e')],
        (Label::Deleted, Explained::Deleted), None, &[Obstacle::ReadOnly, Obstacle::OfSheet]),
    row(Command::Relocate, &[Form], &[ctrl('w')],
        (Label::Relocate, Explained::Relocate), None, WHERE_MOVABLE),
    row(Command::Relocate, &[List], &[],
        (Label::Relocate, Explained::Relocate), None, ON_A_ROW_TO_COPY),
    row(Command::Remove, &[List], &[key(Code::Delete), ctrl('x')],
        (Label::Remove, Explained::Remove), None, ON_A_WRITABLE_ROW),
    row(Command::Remove, &[Drafts], &[key(Code::Delete), ctrl('x')],
        (Label::Remove, Explained::Remove), Some(2), ON_A_ROW),
    row(Command::EraseBack, TYPED, &[key(Code::Backspace)],
        (Label::EraseBack, Explained::EraseBack), None, FREE),
    row(Command::EraseForward, TYPED, &[key(Code::Delete)],
        (Label::EraseForward, Explained::EraseForward), None, FREE),
    row(Command::ClearField, TYPED, &[ctrl('u')],
        (Label::ClearField, Explained::ClearField), None, FREE),
    row(Command::Duplicate, &[List], &[ctrl('k')],
        (Label::Duplicate, Explained::Duplicate), None, ON_A_ROW_TO_COPY),
    row(Command::Carry, &[Form], &[ctrl('k')],
        (Label::Carry, Explained::Carry), None, &[Obstacle::ReadOnly, Obstacle::NotCarried]),
    row(Command::Undo, &[List], &[ctrl('z')],
        (Label::Undo, Explained::Undo), None, ON_A_WRITABLE_ROW),
    row(Command::Undo, &[Form], &[ctrl('z')],
        (Label::Undo, Explained::UndoStep), None, WHERE_WRITABLE),
    row(Command::Undo, &[Grid], &[ctrl('z')],
        (Label::Undo, Explained::UndoInColumn), None, WHERE_WRITABLE),
    row(Command::Redo, &[Form, Grid], &[ctrl('e')], (Label::Redo, Explained::Redo), None, WHERE_WRITABLE),
    row(Command::Language, EVERYWHERE, &[ctrl('t')],
        (Label::Language, Explained::Language), Some(4), FREE),
    row(Command::Palette, &[Home, Trial, Group, Figures, Kinds, List, Form, Grid, Paste, Shortfalls, Quarter, Trend, Records, Approvals, Record, Drafts, Conflicts, Page, Queue, SecondEntry], &[ctrl('p')],
        (Label::Palette, Explained::Palette), Some(9), FREE),
    row(Command::Back, FIRST, &[key(Code::Esc), ctrl('c')],
        (Label::Back, Explained::Back), None, FREE),
    row(Command::Back, INSIDE, &[key(Code::Esc), ctrl('c')],
        (Label::Back, Explained::Back), Some(3), FREE),
    row(Command::Leave, FIRST, &[f(10), ctrl('q')],
        (Label::Leave, Explained::Leave), Some(2), FREE),
    row(Command::Leave, INSIDE, &[f(10), ctrl('q')],
        (Label::Leave, Explained::Leave), Some(10), FREE),
];
