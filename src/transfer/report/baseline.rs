//! The quarter that a report is compared with.

use crate::domain::value::Period;

/// What a report is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportBaseline {
    /// The standings at the end of this quarter.
    Quarter(Period),
    /// Nothing: at the end of this quarter the ledger had no record yet.
    Nothing(Period),
    /// Nothing: at the end of this quarter the policy was not in force.
    NotInForce(Period),
}
