//! What is wrong with a row, and in which column.

use std::mem::discriminant;

use crate::domain::policy::Complaint;
use crate::i18n::{
    CellFault, ImportMsg, Lang, LedgerRefusal, MatchFault, PlaceMiss, Refusal, RowFault, Say,
};

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultReason {
    /// A cell is no value of its field.
    Value(Refusal),
    /// A cell has no value at all.
    Cell(CellFault),
    /// A check of the form refuses.
    Check(Complaint),
    /// The ledger refuses.
    Ledger(LedgerRefusal),
    /// The row as a whole is wrong.
    Row(RowFault),
    /// What it is about cannot be told.
    Match(MatchFault),
    /// It is of no place.
    Place(PlaceMiss),
}

impl FaultReason {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => discriminant(one) == discriminant(other),
            (Self::Cell(one), Self::Cell(other)) => discriminant(one) == discriminant(other),
            (Self::Ledger(one), Self::Ledger(other)) => discriminant(one) == discriminant(other),
            (Self::Row(one), Self::Row(other)) => discriminant(one) == discriminant(other),
            (Self::Match(one), Self::Match(other)) => discriminant(one) == discriminant(other),
            (Self::Place(one), Self::Place(other)) => discriminant(one) == discriminant(other),
            (one, other) => one == other,
        }
    }
}

impl Say for FaultReason {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Value(refusal) => refusal.say(lang),
            Self::Cell(fault) => fault.say(lang),
            // A pack may end its messages as sentences; here more follows.
            Self::Check(complaint) => {
                let said = complaint.say(lang);
                said.trim_end_matches(['。', '.']).to_owned()
            }
            Self::Ledger(refusal) => refusal.say(lang),
            Self::Row(fault) => fault.say(lang),
            Self::Match(fault) => fault.say(lang),
            Self::Place(miss) => miss.say(lang),
        }
    }
}

/// One thing wrong with a row, and the header of its column unless it concerns the whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    /// The header; empty for the whole row.
    pub column: String,
    /// What is wrong.
    pub reason: FaultReason,
}

impl ImportFault {
    /// Returns a fault of the whole row.
    #[must_use]
    pub const fn of_row(reason: FaultReason) -> Self {
        Self {
            column: String::new(),
            reason,
        }
    }

    /// Returns whether another fault is the same but for the value it is about.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.column == other.column && self.reason.is_like(&other.reason)
    }

    /// Returns the fault with its line, in words.
    #[must_use]
    pub fn on_line(&self, line: usize, lang: Lang) -> String {
        let reason = self.reason.say(lang);
        if self.column.is_empty() {
            return ImportMsg::BadWholeRow { line, reason }.say(lang);
        }
        ImportMsg::BadRow {
            line,
            column: self.column.clone(),
            reason,
        }
        .say(lang)
    }
}
