//! Quarters as a task: what one still wants of a place, and what a close froze.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::record::trail::ChangeId;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{InspectMsg, QuarterMsg, Text};

/// Returns the periods of a cycle whose sheets a quarter wants on a day: those that are over by then
/// and end in it, and of a year or a quarter the last one that is over.
#[must_use]
pub fn due_periods(cycle: Cycle, quarter: Period, day: NaiveDate) -> Vec<Period> {
    let by = quarter.next().first_day().min(day);
    let last = Period::over_before(cycle, by);
    match cycle {
        Cycle::Once | Cycle::Year | Cycle::Quarter => vec![last],
        Cycle::Month => {
            let of_quarter = [last.back(2), last.back(1), last].into_iter();
            of_quarter
                .filter(|month| month.first_day() >= quarter.first_day())
                .collect()
        }
    }
}

/// A sheet that a place has not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueSheet {
    /// The code of the place.
    pub place: String,
    /// The code of the sheet.
    pub sheet: String,
    /// Of which period.
    pub period: Period,
}

/// What a quarter still wants of a place and those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterWork {
    /// The quarter: the one after the last that was closed for the place, or else the last that is
    /// over.
    pub quarter: Period,
    /// From when on a save or a confirmation is one of this quarter, UTC.
    pub since: String,
    /// Sheets that nobody has begun.
    pub due: Vec<DueSheet>,
    /// Facilities and sheets that wait for the clerk's answer.
    pub returned: usize,
    /// Facilities and sheets that lack what a review needs.
    pub incomplete: usize,
    /// Facilities that nobody saved or confirmed in this quarter.
    pub unconfirmed: usize,
    /// Those of them that nobody saved or confirmed for as many quarters as the pack allows.
    pub stale: usize,
}

impl QuarterWork {
    /// Returns whether nothing is left to do.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.due.is_empty() && self.returned == 0 && self.incomplete == 0 && self.unconfirmed == 0
    }

    /// Returns the day by which the quarter is confirmed: its last, or today while it runs.
    #[must_use]
    pub fn as_of(&self, today: NaiveDate) -> NaiveDate {
        self.quarter.last_day().min(today)
    }

    /// Returns the same in words.
    #[must_use]
    pub fn words(&self) -> QuarterMsg {
        let quarter = self.quarter.name();
        if self.is_done() {
            return QuarterMsg::WantsNothing { quarter };
        }
        let count = self.due.len();
        let parts = [
            (count, QuarterMsg::Due { count }),
            (
                self.returned,
                QuarterMsg::Returned {
                    count: self.returned,
                },
            ),
            (
                self.incomplete,
                QuarterMsg::Incomplete {
                    count: self.incomplete,
                },
            ),
            (
                self.unconfirmed,
                QuarterMsg::Unconfirmed {
                    count: self.unconfirmed,
                },
            ),
            (self.stale, QuarterMsg::Stale { count: self.stale }),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<Text> = parts.map(|(_, words)| Text::of(words)).collect();
        let what = Text::list(&parts);
        QuarterMsg::Wants { quarter, what }
    }
}

/// Why a record is among what a quarter wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanting {
    /// It waits for the clerk's answer.
    Answer,
    /// It lacks what a review needs.
    Completion,
    /// Nobody saved or confirmed it in this quarter.
    Confirmation,
    /// The same, for as many quarters as the pack allows.
    Renewal,
}

impl Wanting {
    /// Returns what it is called.
    #[must_use]
    pub const fn words(self) -> QuarterMsg {
        match self {
            Self::Answer => QuarterMsg::WantsAnswer,
            Self::Completion => QuarterMsg::WantsCompletion,
            Self::Confirmation => QuarterMsg::WantsConfirmation,
            Self::Renewal => QuarterMsg::WantsRenewal,
        }
    }
}

/// A record in the version that somebody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRecord {
    /// Its id.
    pub record: Uuid,
    /// The heads of its changes.
    pub version: Vec<ChangeId>,
}

/// The facilities of a place and those below it that wait for a confirmation, as they were when
/// somebody was asked about all of them. They are not named one by one: however many they are, what
/// is new since then is known by the changes that were known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingFacilities {
    /// The code of the place.
    pub place: String,
    /// The code of their kind; of every kind where none is named.
    pub kind: Option<String>,
    /// These alone, where a list is narrowed to them.
    pub only: Option<Vec<Uuid>>,
    /// Nobody saved or confirmed them since then, UTC.
    pub since: String,
    /// The changes that were known.
    pub known: KnownHeads,
}

impl WaitingFacilities {
    /// Returns whether a change was known.
    #[must_use]
    pub fn knew(&self, change: &ChangeId) -> bool {
        let last = self.known.get(&change.site);
        last.is_some_and(|last| change.seq <= *last)
    }
}

/// What became of confirmations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConfirmOutcome {
    /// How many facilities were confirmed.
    pub confirmed: usize,
    /// How many were not, for somebody saved them since they were seen.
    pub changed: usize,
}

impl ConfirmOutcome {
    /// Returns the same in words: a line, and one more where something was left out.
    #[must_use]
    pub fn words(self, author: String) -> Vec<QuarterMsg> {
        let count = self.confirmed;
        let changed = self.changed;
        let mut lines = vec![QuarterMsg::Confirmed { count, author }];
        lines.extend((changed > 0).then_some(QuarterMsg::ChangedMeanwhile { count: changed }));
        lines
    }
}

/// A record among what a quarter wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedRecord {
    /// Which, as it is.
    pub seen: SeenRecord,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// What people know it by.
    pub known_by: Text,
    /// Why.
    pub wanting: Wanting,
}

/// Somebody's word that nothing had changed in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The day by which.
    pub as_of: String,
    /// The heads of the record that were confirmed.
    pub version: Vec<ChangeId>,
    /// Who.
    pub author: String,
    /// When, UTC.
    pub at: String,
}

/// What was open when a quarter was closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenCounts {
    /// Sheets that nobody has begun.
    pub due: usize,
    /// Records that wait for a clerk's answer.
    pub returned: usize,
    /// Records that lack what a review needs.
    pub incomplete: usize,
    /// Facilities that nobody saved or confirmed in the quarter.
    pub unconfirmed: usize,
    /// Records that nobody has approved as they are.
    pub unapproved: usize,
    /// Conflicts of merging that nobody decided.
    pub conflicts: usize,
}

impl OpenCounts {
    /// Returns whether nothing was open.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The number of the last change of each site that was known.
pub type KnownHeads = BTreeMap<String, i64>;

/// A quarter that was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterClose {
    /// Its id.
    pub id: Uuid,
    /// The quarter.
    pub quarter: Period,
    /// The code of the place that it is closed for, with all below it; `None` for all places.
    pub place: Option<String>,
    /// The SHA-256 of the text of each pack that judged, by its code.
    pub packs: BTreeMap<String, String>,
    /// The changes that it rests on.
    pub heads: KnownHeads,
    /// What was open.
    pub open: OpenCounts,
    /// Who answers for it; empty where that is the author.
    pub signed_by: String,
    /// Who closed it.
    pub author: String,
    /// When, UTC.
    pub at: String,
    /// In which ledger file.
    pub site: String,
    /// How it was taken back.
    pub reopened: Option<Reopening>,
}

impl QuarterClose {
    /// Returns who answers for it, where that is not its author.
    #[must_use]
    pub fn signer(&self) -> Option<&str> {
        Some(self.signed_by.as_str()).filter(|name| !name.is_empty())
    }

    /// Returns that another file closed the same quarter for the same place later.
    #[must_use]
    pub fn closed_again(&self, later: &Self) -> InspectMsg {
        InspectMsg::ClosedTwice {
            quarter: self.quarter.name(),
            first: self.author.clone(),
            second: later.author.clone(),
        }
    }
}

/// A close that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    /// Why.
    pub reason: String,
    /// Who did it.
    pub author: String,
    /// When, UTC.
    pub at: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_wants_what_ends_in_it_and_the_last_year_that_is_over() {
        for (cycle, quarter, day, expected) in [
            (Cycle::Once, "2026Q3", "2026-10-08", vec!["once"]),
            (Cycle::Year, "2026Q3", "2026-10-08", vec!["2025"]),
            (Cycle::Year, "2026Q4", "2027-01-08", vec!["2026"]),
            (Cycle::Year, "2026Q4", "2026-11-30", vec!["2025"]),
            (Cycle::Quarter, "2026Q1", "2026-05-04", vec!["2026Q1"]),
            (Cycle::Quarter, "2026Q1", "2026-03-31", vec!["2025Q4"]),
            (
                Cycle::Month,
                "2026Q1",
                "2026-05-04",
                vec!["2026-01", "2026-02", "2026-03"],
            ),
            (
                Cycle::Month,
                "2026Q1",
                "2026-03-01",
                vec!["2026-01", "2026-02"],
            ),
            (Cycle::Month, "2026Q1", "2026-01-31", vec![]),
        ] {
            let due = due_periods(cycle, quarter.parse().unwrap(), day.parse().unwrap());
            let due: Vec<String> = due.iter().map(ToString::to_string).collect();
            assert_eq!(due, expected, "{quarter}");
        }
    }
}
