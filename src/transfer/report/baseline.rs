//! The quarter that a report is compared with.

use crate::domain::value::Period;

/// What a report is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportBaseline {
    /// The standings at the end of this quarter.
    Quarter(Period),
    /// The standings that were frozen when this quarter was closed: the same records, judged by
    /// another text of the policy.
    Frozen(Period),
    /// Nothing: at the end of this quarter the ledger had no record yet.
    Nothing(Period),
    /// Nothing: at the end of this quarter the policy was not in force.
    NotInForce(Period),
}

impl ReportBaseline {
    /// Returns the quarter, where there is something to compare with.
    pub(super) const fn quarter(self) -> Option<Period> {
        match self {
            Self::Quarter(quarter) | Self::Frozen(quarter) => Some(quarter),
            Self::Nothing(_) | Self::NotInForce(_) => None,
        }
    }
}
