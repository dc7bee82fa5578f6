//! Of when a report is.

use chrono::NaiveDate;

use crate::domain::value::Period;

/// Of when the standings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// As they are, on this day.
    Now(NaiveDate),
    /// As they were known at the end of this day.
    EndOf(NaiveDate),
    /// As they were frozen when this quarter was closed.
    Closed(Period),
    /// The records of this quarter as it was closed, judged again by the text of the pack that is
    /// given.
    Rejudged(Period),
}

impl Moment {
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Self::Now(day) | Self::EndOf(day) => day,
            Self::Closed(quarter) | Self::Rejudged(quarter) => quarter.last_day(),
        }
    }
}
