//! What a screen asks on another one, and what that brings back.

use chrono::NaiveDate;
use std::path::PathBuf;

use uuid::Uuid;

use super::command::Command;
use super::form::relocation::Relocation;
use super::form::restoration::Restoration;
use super::form::revert::Revert;
use super::job::ImportSetting;
use super::task::{Setting, Task};
use crate::domain::record::ChangeId;
use crate::domain::review::{ReasonKind, SeenRecord, VisitResult, WaitingFacilities};
use crate::store::OpenConflict;

/// What a question is about. It comes back with the answer, so that a screen need not remember what
/// it asked, and an answer is taken for the thing as it was seen when it was asked.
pub enum QuestionTopic {
    /// Which row of the list to go to.
    Row,
    /// What the list is narrowed to.
    Filter,
    /// Which period of a sheet is filled in.
    Period,
    /// Which sheet of a place to go to.
    Sheet,
    /// Which field the grid shows.
    Column,
    /// What of a pasted block is put into the grid.
    Paste,
    /// Which row a line of a pasted block is of: its position.
    PastedRow(usize),
    /// The value of the field in focus.
    Value,
    /// Whether to remove a record.
    Removal(Uuid),
    /// Why a record is removed.
    RemovalReason(Uuid),
    /// Whether what was typed in a form is dropped, or its saved record removed.
    Drop,
    /// Which deleted record is meant.
    Deleted,
    /// Whether a deleted record comes back.
    Restoration(Box<Restoration>),
    /// Moving a facility to another place or kind.
    Move(MoveTopic),
    /// Whether to remove a draft.
    DraftRemoval(PathBuf),
    /// Whether to take a change back.
    Revert(Box<Revert>),
    /// Why a doubtful value of the field of this code stands.
    Doubt(String),
    /// Why locked values are changed.
    LockedValues,
    /// What is said to a finding.
    FindingAnswer(Uuid),
    /// Whether a record is the one of this id, when its name is left.
    SameOnLeaving(Uuid),
    /// Whether a record is the one of this id, before it is saved.
    SameOnSaving(Uuid),
    /// Whether records of one name are several.
    SameNames,
    /// What is said of a visit to the record, as far as it was asked.
    Visit(Box<VisitSoFar>),
    /// Which sample the list shows.
    Sample,
    /// How a sample is drawn.
    SampleRule,
    /// Why a record is returned: the version that was seen.
    Return(Vec<ChangeId>),
    /// Which finding is meant.
    Finding,
    /// What is to become of a finding.
    FindingAction(Uuid),
    /// The words with which a finding is closed.
    Close(Uuid),
    /// Why a finding is opened again.
    Reopen(Uuid),
    /// Whether these records, in the versions that were seen, are approved.
    Approval(Vec<(Uuid, Vec<ChangeId>)>),
    /// Whether nothing has changed in these facilities.
    Unchanged {
        /// The facilities.
        all: Box<WaitingFacilities>,
        /// The day by which.
        as_of: NaiveDate,
    },
    /// Whether nothing has changed in one facility, or in all of its list that wait.
    UnchangedOf {
        /// The one.
        one: SeenRecord,
        /// All.
        all: Box<WaitingFacilities>,
        /// The day by which.
        as_of: NaiveDate,
    },
    /// Which of these tasks is meant.
    Task(Vec<Task>),
    /// What a task is to be of.
    Setting(Setting),
    /// Whether a file that is there is replaced.
    Replace,
    /// What is said of a file that is imported.
    ImportSetting(ImportSetting),
    /// Whether a file is imported without the rows that are refused.
    RefusedRows,
    /// Which words are looked for in a text.
    Search,
    /// Which value settles a conflict.
    Conflict {
        /// The conflict as it was seen.
        conflict: Box<OpenConflict>,
        /// The change that settled it, where it is decided again.
        again: Option<ChangeId>,
    },
}

/// A visit on the spot, one question after another.
#[derive(Clone, Debug)]
pub struct VisitSoFar {
    /// The version of the record that was seen.
    pub base: Vec<ChangeId>,
    /// The day.
    pub on: Option<NaiveDate>,
    /// Who was there.
    pub persons: Vec<String>,
    /// What was found.
    pub result: Option<VisitResult>,
    /// What else there is to say.
    pub remark: Option<String>,
}

/// What is asked before a facility is moved.
pub enum MoveTopic {
    /// Whether it goes to another place or to another kind.
    How(Uuid),
    /// To which.
    Where(Uuid),
    /// Whether it is moved so.
    Sure(Box<Relocation>),
    /// Why it is moved.
    Why(Box<Relocation>),
}

/// What a question was answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The position of what was picked from a list.
    At(usize),
    /// The record or finding that was picked.
    Id(Uuid),
    /// The sheet that was picked and the place that fills it in, by their codes.
    Sheet {
        /// The sheet.
        sheet: String,
        /// The place.
        place: String,
    },
    /// The code of the place that was found.
    Place(String),
    /// The row of a list of standings that was found: the codes of the requirement and the place.
    Standing(String, String),
    /// The code of the choice or field that was picked.
    Code(String),
    /// That none of several choices is so.
    NoChoice,
    /// What is done with a finding.
    Finding(FindingStep),
    /// A value of one's own instead of those that were listed.
    Other,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Why something doubtful stands.
    Reason {
        /// The reason.
        why: ReasonKind,
        /// The same in words, where somebody said more.
        note: String,
    },
    /// What somebody wrote.
    Words(String),
    /// What is put into the rows of a grid, and how many lines of the pasted block are not.
    Cells {
        /// The texts.
        cells: Vec<PastedCell>,
        /// The lines that are left out.
        left_out: usize,
    },
    /// A command to run.
    Run(Command),
}

/// A text that is put into the row of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedCell {
    /// The record.
    pub record: Uuid,
    /// The version that was seen.
    pub heads: Vec<ChangeId>,
    /// The text.
    pub text: String,
}

/// What an inspector does with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingStep {
    /// Closes it.
    Close,
    /// Opens it again.
    Reopen,
}
