//! Judging: what the records of a place come to for a requirement, and how to say it.

pub mod ahead;
pub mod claims;
mod counts;
mod detail;
pub mod duty;
pub mod explain;
pub mod filter;
pub mod judge;
mod judged;
pub mod movement;
pub mod plan;
mod remedy;
pub mod standing;
pub mod told;
pub mod trend;
mod verdicts;

pub use self::ahead::{Outlook, PlannedOpening, Projection, Timing, is_projected, outlook};
pub use self::counts::Counts;
pub use self::filter::{Filter, NarrowBy};
pub use self::judge::Tally;
pub use self::judged::judged;
pub use self::movement::Movement;
pub use self::plan::{ChangePlan, PlanGap, PlanSet, PlanStep, PlanTarget, PlanUnmet};
pub use self::standing::{Exception, Nearest, Standing, Verdict};
