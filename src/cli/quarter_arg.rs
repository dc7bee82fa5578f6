//! A quarter on the command line.

use crate::domain::value::{Cycle, Period};

/// Reads a quarter as people write it: 2026Q3, 2026年第三季度.
pub(super) fn quarter(typed: &str) -> Result<Period, String> {
    let read = Period::typed(typed, Cycle::Quarter).ok();
    let quarter = read.filter(|period| *period != Period::ALWAYS);
    quarter.ok_or_else(|| typed.to_owned())
}
