//! The quarter that a report is compared with.

use crate::domain::value::Quarter;

/// What a report is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportBaseline {
    /// The standings at the end of this quarter.
    Quarter(Quarter),
    /// Nothing: at the end of this quarter the ledger had no record yet.
    Nothing(Quarter),
    /// Nothing: at the end of this quarter the policy was not in force.
    NotInForce(Quarter),
}
