//! A row of the grid: a record and the one field of it that is typed.

use crate::domain::record::{Facility, Record};
use crate::domain::review::ReasonKind;
use crate::tui::form::entry::Entry;

/// What became of a row since the grid was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowMark {
    /// Nothing.
    Untouched,
    /// Looked at and found right.
    Confirmed,
    /// Typed over.
    Changed,
}

/// A record and its field.
pub(super) struct GridRow {
    pub(super) record: Record,
    pub(super) facility: Facility,
    pub(super) place: String,
    pub(super) entry: Entry,
    /// What was saved here when it was typed, if somebody else saved something else since: the
    /// draft keeps that until it is decided, or taken up again it would take theirs for what it was
    /// typed on.
    pub(super) typed_over: Option<String>,
    pub(super) mark: RowMark,
}

impl GridRow {
    pub(super) const fn is_touched(&self) -> bool {
        !matches!(self.mark, RowMark::Untouched)
    }

    /// Whether nothing of it is in the ledger yet: a sheet that is due, be it that it was begun and
    /// deleted before.
    pub(super) fn is_new(&self) -> bool {
        let identity = self.record.subject.identifying();
        let mut fields = self.record.fields.keys();
        fields.all(|code| identity.contains(&code.as_str()))
    }

    /// Somebody did something here: it is changed, or still what was saved.
    pub(super) fn touch(&mut self) {
        self.mark = if self.entry.is_changed() {
            RowMark::Changed
        } else {
            RowMark::Confirmed
        };
    }
}

/// A reason as it was given: which, and the words.
pub(super) type GivenReason = (ReasonKind, String);

/// What was said since saving began.
#[derive(Default)]
pub(super) struct ColumnReasons {
    /// Why doubtful values stand.
    pub(super) why: Option<GivenReason>,
    /// Why locked values change.
    pub(super) amends: String,
    /// That rows which are given the name of another record are two.
    pub(super) told_apart: bool,
}
