//! What a command is: where it is to be had, by which keys, and what stands in its way.

use crate::i18n::{Explained, Label, ScreenMsg};
use crate::tui::terminal::input::Key;

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
    Deleted,
    Exception,
    History,
    NextField,
    EachField,
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
    ClearFilter,
    Records,
    Samples,
    ApproveAll,
    Approve,
    Return,
    Mark,
    Findings,
    Visit,
    Snapshot,
    Conflicts,
    Sheets,
    Quarter,
    Unchanged,
    ConfirmAll,
    Trend,
    Moved,
    Relocate,
    Tasks,
    CarryOut,
}

/// Where a command is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandScope {
    /// The matrix of places and requirements.
    Home,
    /// The same, where other values are tried.
    Trial,
    /// The matrix of a group of requirements.
    Group,
    /// The figures that a requirement looks at in a place.
    Figures,
    /// The facilities of a kind in a place.
    List,
    /// What can be entered in a place without any minimum.
    Kinds,
    /// A form.
    Form,
    /// One field of many records.
    Grid,
    /// What a pasted block would do to a grid.
    Paste,
    /// The shortfall list.
    Shortfalls,
    /// What is still to be done for the quarter in a place.
    Quarter,
    /// Towns side by side, and the trend of one.
    Trend,
    /// Records with their states.
    Records,
    /// The findings of an inspector that are not closed.
    OwnFindings,
    /// The random samples that were drawn.
    Samples,
    /// What approving a list would do.
    Approvals,
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
    SecondEntry,
    /// What a report or another task is to be of.
    Task,
    /// How a file is imported.
    Import,
    /// What came of a task, to read.
    Outcome,
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
    /// The form is of no facility that is saved.
    NotMovable,
    /// The list is one of sheets, of which a place has one a period.
    OfSheet,
    /// The figure is shown and never judged.
    NotJudged,
    /// The minimum is met.
    Met,
    /// The field is of an old record, or is what tells records apart.
    NotCarried,
    /// This is no inspector's session.
    NotReviewing,
    /// Not all rows are found yet; how far that is stands above them.
    StillFiltering,
    /// The record is not among those that this inspector judges.
    OutsideReview,
    /// The session is a clerk's.
    NotAdmin,
    /// There is nobody to carry tasks out.
    NoTasks,
    /// What is shown is no rehearsal.
    NotRehearsed,
}

impl Obstacle {
    /// Returns those of some obstacles that are there.
    #[must_use]
    pub fn among<const N: usize>(all: [(Self, bool); N]) -> Vec<Self> {
        all.into_iter()
            .filter(|(_, is_there)| *is_there)
            .map(|(obstacle, _)| obstacle)
            .collect()
    }

    /// Returns whether it stays as long as the session is on this screen: what it stands in the way
    /// of is not offered at all.
    #[must_use]
    pub const fn stays(self) -> bool {
        matches!(
            self,
            Self::ReadOnly
                | Self::NotReviewing
                | Self::NotAdmin
                | Self::NoTasks
                | Self::NotRehearsed
        )
    }

    /// Returns why a command is not possible then.
    #[must_use]
    pub const fn why(self) -> ScreenMsg {
        match self {
            Self::NoTasks => ScreenMsg::NoTasks,
            Self::NotRehearsed => ScreenMsg::NotRehearsed,
            Self::ReadOnly => ScreenMsg::ReadOnlyPlace,
            Self::NothingSelected => ScreenMsg::NothingSelected,
            Self::NoChoices => ScreenMsg::NoChoices,
            Self::NotJudged => ScreenMsg::NotJudged,
            Self::Met => ScreenMsg::AlreadyMet,
            Self::NotMovable => ScreenMsg::NotMovable,
            Self::OfSheet => ScreenMsg::NotForSheets,
            Self::NotCarried => ScreenMsg::CannotBeCarried,
            Self::NotReviewing => ScreenMsg::OnlyInspectors,
            Self::StillFiltering => ScreenMsg::ApproveOnceFiltered,
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
    pub scopes: &'static [CommandScope],
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
